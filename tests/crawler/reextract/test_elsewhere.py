"""WARC files made again away from their archive, on a storage of fsspec's: the same, byte for byte."""

from collections.abc import Iterator
from dataclasses import replace
from functools import reduce
from pathlib import Path
from typing import Any

import fsspec
import pyarrow.dataset
import pytest

from archive.documents import find_documents
from archive.errors import ArchiveMissing, UsageError
from archive.layout import Archive
from archive.memory import read_units
from archive.withdrawal import Withdrawal, store
from crawler.reextract.elsewhere import (
    Made,
    Original,
    earlier,
    make,
    originals_in,
    sketch,
    survey,
    with_originals,
    with_templates,
)
from crawler.reextract.storage import SUCCESS, Output, expand, name_of
from tests.crawler.reextract.scattered import made_in, make_scattered

BUCKET = "memory://news"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return make_scattered(tmp_path_factory.mktemp("scattered") / "data")


@pytest.fixture
def storage(archive: Archive) -> Iterator[Any]:
    """The archive's WARC files as objects, and nothing else of it."""
    memory = fsspec.filesystem("memory")
    for path in archive.warc_dir.iterdir():
        memory.pipe_file(f"/news/archive/warc/{path.name}", path.read_bytes())
    yield memory
    memory.store.clear()
    memory.pseudo_dirs[:] = [""]


def make_each(urls: list[str], out: str) -> list[Made]:
    """What the tasks of a cluster do, one after the other."""
    sources = [survey(url) for url in urls]
    whole = [source for source in sources if source.fault is None]
    wanted = frozenset[str]().union(*(source.wanted for source in whole))
    found: dict[str, list[Original]] = {}
    for source in whole:
        for digest, original in originals_in(source.url, wanted):
            found.setdefault(digest, []).append(original)
    originals = {digest: reduce(earlier, some) for digest, some in found.items()}
    ready = [with_originals(source, originals) for source in whole]
    made = [make(source, out) for source in with_templates(ready, list(map(sketch, ready)))]
    return made + [Made(source.url, fault=source.fault) for source in sources if source.fault]


def test_the_same_documents_and_units_are_made(archive: Archive, storage: Any, tmp_path: Path) -> None:
    made = make_each(expand([f"{BUCKET}/archive/warc/*.warc.gz"]), f"{BUCKET}/made")
    assert [(each.documents, each.orphans, each.fault) for each in made] == [(4, 0, None), (2, 0, None), (4, 0, None)]
    storage.get("/news/made/", str(tmp_path / "made"), recursive=True)
    assert made_in(tmp_path / "made") == made_in(archive.root)
    assert sum(map(len, made_in(archive.root).values())) > 10_000
    assert all(stored.document.extractor.template for stored in find_documents(archive))


def test_what_was_said_of_sections_is_looked_for_beside_the_files(archive: Archive, storage: Any) -> None:
    site = next(iter(archive.stems())).site
    storage.pipe_file(f"/news/archive/sites/{site}.toml", b'sections = ["-Reports"]')
    urls = expand([f"{BUCKET}/archive/warc/*.warc.gz"])
    ready = [replace(survey(url), wanted=frozenset()) for url in urls]
    found = with_templates(ready, list(map(sketch, ready)))
    told = {source.template.name: source.template.choices.names for source in found if source.template}
    assert {tuple(names) for name, names in told.items() if name.startswith(f"{site}/")} == {("-Reports",)}
    assert all(names == [] for name, names in told.items() if not name.startswith(f"{site}/"))


def test_what_was_withdrawn_is_not_among_it(archive: Archive, storage: Any, tmp_path: Path) -> None:
    chosen = next(iter(find_documents(archive))).document
    made = Withdrawal.now("an order", [chosen.url], None, [chosen.id])
    elsewhere = Archive(tmp_path / "list")
    elsewhere.root.mkdir()
    store(elsewhere, made)
    (path,) = elsewhere.withdrawn_dir.iterdir()
    storage.pipe_file(f"/news/archive/withdrawn/{path.name}", path.read_bytes())
    make_each(expand([f"{BUCKET}/archive/warc/*.warc.gz"]), str(tmp_path / "made"))
    written = b"".join(each.read_bytes() for each in (tmp_path / "made").rglob("*.jsonl"))
    assert written
    assert chosen.id.encode() not in written
    blocks = pyarrow.dataset.dataset(tmp_path / "made/parquet/documents", partitioning="hive").to_table().to_pylist()
    assert chosen.id not in {row["document"] for row in blocks}


def test_parquet_holds_every_block_and_unit(archive: Archive, storage: Any, tmp_path: Path) -> None:
    make_each(expand([f"{BUCKET}/archive/warc/*.warc.gz"]), str(tmp_path))
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
        for stem in archive.stems()
        for unit in read_units(archive.bitext_file(stem))
    )
    assert units


def test_a_damaged_or_missing_file_fails_no_other(archive: Archive, storage: Any, tmp_path: Path) -> None:
    names = sorted(path.name for path in archive.warc_dir.iterdir())
    torn = storage.cat_file(f"/news/archive/warc/{names[2]}")[:-30]
    storage.pipe_file(f"/news/archive/warc/{names[2]}", torn)
    (tmp_path / "list").write_text(
        f"{BUCKET}/archive/warc/*.warc.gz\n\n{BUCKET}/archive/warc/{names[0].replace('00000', '00009')}\n"
        f"{BUCKET}/archive/warc/foreign.warc.gz\n{BUCKET}/archive/warc/{names[0]}.open\n"
    )
    storage.pipe_file(f"/news/archive/warc/{names[0]}.open", b"")
    made = make_each(expand([str(tmp_path / "list")]), str(tmp_path / "made"))
    assert [name_of(each.url) for each in made if each.fault is None] == names[:2]
    faults = {name_of(each.url): each.fault for each in made if each.fault}
    assert "offset" in (faults[names[2]] or "")
    assert "no such file" in (faults[names[0].replace("00000", "00009")] or "")
    assert "archive add" in (faults["foreign.warc.gz"] or "")
    assert "not a finished WARC file" in (faults[f"{names[0]}.open"] or "")
    there = made_in(archive.root)
    assert made_in(tmp_path / "made") == {name: there[name] for name in there if names[2][:-8] not in name}


def test_a_payload_that_no_file_holds_is_counted(archive: Archive, storage: Any, tmp_path: Path) -> None:
    last = sorted(path.name for path in archive.warc_dir.iterdir())[2]
    made = make_each([f"{BUCKET}/archive/warc/{last}"], str(tmp_path))
    assert [(each.documents, each.orphans) for each in made] == [(3, 1)]


def test_what_an_earlier_job_left_is_replaced(archive: Archive, storage: Any, tmp_path: Path) -> None:
    """Other documents, a partition in which nothing belongs any more, a record of other content: all as if new."""
    urls = expand([f"{BUCKET}/archive/warc/*.warc.gz"])
    make_each(urls, str(tmp_path / "once"))
    make_each(urls, str(tmp_path / "again"))
    stem = archive.stems()[0]
    stale = tmp_path / f"again/parquet/units/site=sample/year=1999/{stem}.parquet"
    stale.parent.mkdir(parents=True)
    stale.write_bytes(b"stale")
    (tmp_path / f"again/documents/{stem}.jsonl").write_bytes(b"half")
    (tmp_path / f"again/made/{stem}.json").write_bytes(b"{}")
    make_each(urls, str(tmp_path / "again"))
    assert files_below(tmp_path / "again") == files_below(tmp_path / "once")


def test_an_output_is_whole_only_when_it_says_so(tmp_path: Path) -> None:
    output = Output(str(tmp_path / "made")).begin()
    output.put_bytes(b"1", "made/a.json")
    output.end()
    assert files_below(tmp_path / "made") == {SUCCESS: b"", "made/a.json": b"1"}
    (tmp_path / "made/_staging").mkdir()
    (tmp_path / "made/_staging/half").write_bytes(b"1")
    output.begin()
    assert files_below(tmp_path / "made") == {"made/a.json": b"1"}


def test_wrong_addresses_and_places(archive: Archive, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is an archive"):
        Output(str(archive.root)).begin()
    with pytest.raises(UsageError, match="nosuch"):
        expand(["nosuch://bucket/a.warc.gz"])
    with pytest.raises(ArchiveMissing, match="no file is named so"):
        expand([str(tmp_path / "*.warc.gz")])
    with pytest.raises(ArchiveMissing, match="list"):
        expand([str(tmp_path / "list.txt")])


def files_below(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}
