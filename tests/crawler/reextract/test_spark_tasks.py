"""WARC files made again away from their archive, on a storage of fsspec's: the same, byte for byte."""

from collections import defaultdict
from collections.abc import Iterator
from functools import reduce
from pathlib import Path
from typing import Any

import fsspec
import pyarrow.dataset
import pytest

from archive.document_and_unit_files import find_documents, read_units
from archive.errors import ArchiveMissing, UsageError
from archive.keeping.merge_and_split import merge
from archive.keeping.object_storage_and_uploads import file_name_of
from archive.layout import Archive, WarcName
from archive.withdrawal import Withdrawal, Withdrawals, store_withdrawal
from crawler.extraction.article.site_template_page_sketch_and_selectors import Template
from crawler.reextract.all_sites import reextract_sites
from crawler.reextract.spark_tasks_inputs_and_output import (
    SUCCESS,
    Original,
    SiteDecisions,
    SparkOutput,
    WarcResult,
    distinct_files,
    earlier_original,
    expand_warc_urls,
    learn_site_templates,
    reextract_warc,
    sketch_warc,
    survey_warc,
)
from crawler.sites import Profile
from tests.archive.check.archive_with_articles import SITE
from tests.archive_files import files_below, plain, read_lines
from tests.crawler.reextract.scattered import halves, made_in, make_scattered, texts_in

BUCKET = "memory://news"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return make_scattered(tmp_path_factory.mktemp("scattered") / "data")


@pytest.fixture
def storage(archive: Archive) -> Iterator[Any]:
    """The archive's WARC files as objects, and nothing else of it."""
    memory = fsspec.filesystem("memory")
    for name, content in files_below(archive.warc_dir).items():
        memory.pipe_file(f"/news/archive/warc/{name}", content)
    yield memory
    memory.store.clear()
    memory.pseudo_dirs[:] = [""]


def make_each(urls: list[str], out: str) -> list[WarcResult]:
    """What the tasks of a cluster do, one after the other."""
    surveys = [survey_warc(url) for url in urls]
    sources = distinct_files(each.source for each in surveys if each.source.fault is None)
    held: dict[str, list[Original]] = defaultdict(list)
    for each in surveys:
        for digest, original in each.held.items():
            held[digest].append(original)
    originals = {digest: reduce(earlier_original, some) for digest, some in held.items()}
    wanted = {each.source.url: each.wanted for each in surveys}
    ready = [s.with_payloads((digest, originals.get(digest)) for digest in wanted[s.url]) for s in sources]
    stems = {source.url: WarcName.parse(file_name_of(source.url)) for source in ready}
    sites = {stem.site for stem in stems.values()}
    known = SiteDecisions.of_archives(urls, sites)
    pages = [(stem := stems[source.url], sketch_warc(source, known.profiles[stem.site])) for source in ready]
    templates = {
        site: learn_site_templates(
            known.profiles[site], ((stem, own) for stem, own in pages if stem.site == site), out
        )
        for site in sites
    }
    made = [reextract_warc(s, templates[stems[s.url].site][stems[s.url].job], known.withdrawals, out) for s in ready]
    faults = [WarcResult(each.source.url, fault=each.source.fault) for each in surveys if each.source.fault]
    return sorted(made, key=lambda each: file_name_of(each.url)) + faults


def test_the_same_documents_and_units_are_made(archive: Archive, storage: Any, tmp_path: Path) -> None:
    made = make_each(expand_warc_urls([f"{BUCKET}/archive/warc/**/*.warc.gz"]), f"{BUCKET}/made")
    assert [(each.documents, each.orphans, each.fault) for each in made] == [(4, 0, None), (2, 0, None), (4, 0, None)]
    storage.get("/news/made/", str(tmp_path / "made"), recursive=True)
    assert made_in(tmp_path / "made") == made_in(archive.root)
    assert sum(map(len, made_in(archive.root).values())) > 10_000
    assert all(stored.document.extractor.template for stored in find_documents(archive))


def test_files_of_two_archives_are_made_as_merged(archive: Archive, tmp_path: Path) -> None:
    """The second archive has a file of the first too, what was said of it, and a word of its own on sections."""
    chosen = next(iter(find_documents(archive))).document
    one, two = halves(archive, tmp_path)
    choose(one, "-Reports")
    choose(two, "Reports")
    store_withdrawal(two, Withdrawal.now("an order", [chosen.url], None, [chosen.id]))
    urls = expand_warc_urls([f"{each.warc_dir}/**/*.warc.gz" for each in (one, two)])
    make_each(urls, str(tmp_path / "made"))
    merged = Archive(tmp_path / "merged").create()
    merge(merged, one)
    merge(merged, two)
    list(reextract_sites(merged, [SITE], 1))
    there = {name: shown(content, chosen.id) for name, content in made_in(merged.root).items()}
    assert {name: plain(content) for name, content in made_in(tmp_path / "made").items()} == there
    assert b'"-Reports"' in there[f"templates/{SITE}-first.json"]
    assert len(read_lines(merged.documents_file(archive.warc_names()[0]))) == 4
    assert sum(content.count(chosen.id.encode()) for content in there.values()) == 0


def shown(content: bytes, id_: str) -> bytes:
    """The lines that are not of a withdrawn document."""
    return b"".join(line for line in plain(content).splitlines(keepends=True) if id_.encode() not in line)


def choose(archive: Archive, name: str) -> None:
    archive.sites_dir.mkdir()
    (archive.sites_dir / f"{SITE}.toml").write_text(f'sections = ["{name}"]')


def test_files_of_one_name_that_differ_are_refused(archive: Archive, tmp_path: Path) -> None:
    one, two = halves(archive, tmp_path)
    first, last = one.warc_names()
    two.warc_file(last).write_bytes(one.warc_file(first).read_bytes())
    with pytest.raises(UsageError, match="one name, and differ"):
        make_each(expand_warc_urls([f"{each.warc_dir}/**/*.warc.gz" for each in (one, two)]), str(tmp_path / "made"))


def test_a_worker_without_memory_makes_nothing(
    archive: Archive, storage: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither a template without the file's pages nor documents without those of a page: the task is given again."""
    url = min(expand_warc_urls([f"{BUCKET}/archive/warc/**/*.warc.gz"]))
    source = survey_warc(url).source

    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("crawler.documents_of_captures.extract_with_sketch", fail)
    with pytest.raises(MemoryError):
        reextract_warc(source, Template(""), Withdrawals(), str(tmp_path / "made"))
    monkeypatch.setattr("crawler.reextract.template_updates.sketch_page", fail)
    with pytest.raises(MemoryError):
        sketch_warc(source, Profile("sample"))
    assert not (tmp_path / "made").exists() or not files_below(tmp_path / "made")


def test_what_was_withdrawn_is_not_among_it(archive: Archive, storage: Any, tmp_path: Path) -> None:
    chosen = next(iter(find_documents(archive))).document
    made = Withdrawal.now("an order", [chosen.url], None, [chosen.id])
    elsewhere = Archive(tmp_path / "list")
    elsewhere.root.mkdir()
    store_withdrawal(elsewhere, made)
    (path,) = elsewhere.withdrawn_dir.iterdir()
    storage.pipe_file(f"/news/archive/withdrawn/{path.name}", path.read_bytes())
    make_each(expand_warc_urls([f"{BUCKET}/archive/warc/**/*.warc.gz"]), str(tmp_path / "made"))
    written = b"".join(map(plain, texts_in(tmp_path / "made").values()))
    assert written
    assert chosen.id.encode() not in written
    blocks = pyarrow.dataset.dataset(tmp_path / "made/parquet/documents", partitioning="hive").to_table().to_pylist()
    assert chosen.id not in {row["document"] for row in blocks}


def test_parquet_holds_every_block_and_unit(archive: Archive, storage: Any, tmp_path: Path) -> None:
    make_each(expand_warc_urls([f"{BUCKET}/archive/warc/**/*.warc.gz"]), str(tmp_path))
    blocks = pyarrow.dataset.dataset(tmp_path / "parquet/documents", partitioning="hive").to_table().to_pylist()
    assert {
        (row["document"], row["version"], row["block"], row["text"], row["site"], row["year"]) for row in blocks
    } == {
        (stored.document.id, stored.document.version, block.n, block.text, "sample", 2025)
        for stored in find_documents(archive)
        for block in stored.document.blocks
    }
    units = pyarrow.dataset.dataset(tmp_path / "parquet/units", partitioning="hive").to_table().to_pylist()
    assert sorted((row["document"], row["version"], row["source"], row["target"]) for row in units) == sorted(
        (unit.document, unit.version, unit.source.text, unit.target.text)
        for stem in archive.warc_names()
        for unit in read_units(archive.bitext_file(stem))
    )
    assert units


def test_a_damaged_or_missing_file_fails_no_other(archive: Archive, storage: Any, tmp_path: Path) -> None:
    names = [path.name for path in archive.warc_paths()]
    places = [f"archive/warc/{stem.folder}/{stem.warc}" for stem in archive.warc_names()]
    storage.pipe_file(f"/news/{places[2]}", storage.cat_file(f"/news/{places[2]}")[:-30])
    (tmp_path / "list").write_text(
        f"{BUCKET}/archive/warc/**/*.warc.gz\n\n{BUCKET}/{places[0].replace('00000', '00009')}\n"
        f"{BUCKET}/archive/warc/foreign.warc.gz\n{BUCKET}/{places[0]}.open\n"
    )
    storage.pipe_file(f"/news/{places[0]}.open", b"")
    made = make_each(expand_warc_urls([str(tmp_path / "list")]), str(tmp_path / "made"))
    assert [file_name_of(each.url) for each in made if each.fault is None] == names[:2]
    faults = {file_name_of(each.url): each.fault for each in made if each.fault}
    assert "offset" in (faults[names[2]] or "")
    assert "no such file" in (faults[names[0].replace("00000", "00009")] or "")
    assert "archive add" in (faults["foreign.warc.gz"] or "")
    assert "not a finished WARC file" in (faults[f"{names[0]}.open"] or "")
    assert texts_in(tmp_path / "made") == {
        name: text for name, text in texts_in(archive.root).items() if names[2][:-8] not in name
    }


def test_a_payload_that_no_file_holds_is_counted(archive: Archive, storage: Any, tmp_path: Path) -> None:
    last = archive.warc_paths()[2].relative_to(archive.root)
    made = make_each([f"{BUCKET}/archive/{last}"], str(tmp_path))
    assert [(each.documents, each.orphans) for each in made] == [(3, 1)]


def test_what_an_earlier_job_left_is_replaced(archive: Archive, storage: Any, tmp_path: Path) -> None:
    """Other documents, a partition in which nothing belongs any more, a record of other content: all as if new."""
    urls = expand_warc_urls([f"{BUCKET}/archive/warc/**/*.warc.gz"])
    make_each(urls, str(tmp_path / "once"))
    make_each(urls, str(tmp_path / "again"))
    stem = archive.warc_names()[0]
    stale = tmp_path / f"again/parquet/units/site=sample/year=1999/{stem}.parquet"
    stale.parent.mkdir(parents=True)
    stale.write_bytes(b"stale")
    Archive(tmp_path / "again").documents_file(stem).write_bytes(b"half")
    (tmp_path / f"again/made/{stem}.json").write_bytes(b"{}")
    make_each(urls, str(tmp_path / "again"))
    assert files_below(tmp_path / "again") == files_below(tmp_path / "once")


def test_an_output_is_whole_only_when_it_says_so(tmp_path: Path) -> None:
    output = SparkOutput(str(tmp_path / "made")).begin()
    output.put_bytes(b"1", "made/a.json")
    output.end()
    assert files_below(tmp_path / "made") == {SUCCESS: b"", "made/a.json": b"1"}
    (tmp_path / "made/_staging").mkdir()
    (tmp_path / "made/_staging/half").write_bytes(b"1")
    output.begin()
    assert files_below(tmp_path / "made") == {"made/a.json": b"1"}


def test_wrong_addresses_and_places(archive: Archive, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is an archive"):
        SparkOutput(str(archive.root)).begin()
    with pytest.raises(UsageError, match="nosuch"):
        expand_warc_urls(["nosuch://bucket/a.warc.gz"])
    with pytest.raises(ArchiveMissing, match="there is no such file"):
        expand_warc_urls([str(tmp_path / "*.warc.gz")])
    with pytest.raises(ArchiveMissing, match="list"):
        expand_warc_urls([str(tmp_path / "list.txt")])
