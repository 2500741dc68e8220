"""``scrapy reextract --all`` over several sites: workers go from one to the next, all is indexed as it is made."""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from archive.bitext.alignment import block_pairing, kept_alignments
from archive.bitext.alignment.kept_alignments import KeptAlignments
from archive.check.consistency_and_repair import check
from archive.index import Index, update_index
from archive.jobs_and_locks import job_of, lock_site
from archive.layout import Archive, WarcName
from archive.model.document import Block, Pair
from archive.query.statistics import sites_by_size
from benchmarks.crawled import make_archive
from crawler.documents_of_captures import page_of_capture
from crawler.extraction.article.site_sections_page_places_and_user_choices import NO_CHOICES
from crawler.reextract import all_sites, reextraction_of_files_and_worker_processes, template_updates
from crawler.reextract.all_sites import reextract_sites
from crawler.reextract.reextraction_of_files_and_worker_processes import reextract_missing
from crawler.reextract.template_updates import reextract_and_sketch, update_templates
from crawler.rules_revision_of_documents_and_sketches import rules_revision
from crawler.template_files_and_learning import (
    jobs_of_template,
    read_sketches,
    read_template,
    sketches_file,
    store_template,
    template_file,
)
from tests.archive.check.archive_with_articles import content_of
from tests.archive_files import remove_files
from tests.crawler.spiders.odd_server import run_scrapy

PAGES = 48


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return make_archive(tmp_path_factory.mktemp("crawled") / "data", PAGES, sites=2)


@pytest.fixture(scope="module")
def made(crawled: Archive, tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """The same, with all documents made by one worker from whole files."""
    archive = copy(crawled, tmp_path_factory.mktemp("made") / "data")
    sites = reextract_sites(archive, sites_by_size(archive), 1)
    assert {site.name: site.documents for site in sites} == {"harbour": 24, "lantern": 24}
    return archive


@pytest.fixture
def archive(crawled: Archive, tmp_path: Path) -> Archive:
    return copy(crawled, tmp_path / "data")


def copy(archive: Archive, root: Path) -> Archive:
    shutil.copytree(archive.root, root)
    return Archive(root)


def reextract(archive: Archive, *options: str) -> tuple[int, list[str], str]:
    ended = run_scrapy("reextract", "--all", *options, "-s", f"ARCHIVE_DIR={archive.root}")
    return ended.returncode, sorted(ended.stdout.splitlines()), ended.stderr


@pytest.mark.parametrize("size", [1, 20_000])
def test_workers_and_parts_make_what_one_makes_of_the_whole(
    made: Archive, size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, archive = content_of(made), copy(made, tmp_path / "data")
    assert sum("documents/" in name for name in whole) == 16  # eight files and their digests
    remove_files(archive.documents_dir)
    monkeypatch.setattr(all_sites, "PART", size)
    sites = reextract_sites(archive, sites_by_size(archive), 2)
    assert {site.name: site.documents for site in sites} == {"harbour": 24, "lantern": 24}
    assert content_of(archive) == whole
    assert check(archive).faults == []
    with Index(archive) as index:
        assert index.counts().documents == PAGES


def test_what_was_aligned_is_kept_until_the_aligner_or_a_text_changes(
    made: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive, aligned = copy(made, tmp_path / "data"), list[object]()

    def counted(blocks: Sequence[Block]) -> list[Pair]:
        aligned.append(blocks)
        return pair_languages(blocks)

    pair_languages = block_pairing._pair_languages
    monkeypatch.setattr(block_pairing, "_pair_languages", counted)
    assert sum(site.documents for site in reextract_sites(archive, ["harbour"], 1)) == 24
    assert (aligned, content_of(archive)) == ([], content_of(made))

    stem = archive.warc_names_of("harbour")[0]
    path = archive.alignments_file(stem)
    kept = path.read_bytes()
    first, second, *_ = kept.splitlines()[1:]
    others = KeptAlignments({line[:20]: line[21:] for line in kept.splitlines()[1:] if line not in (first, second)})
    others.store(path, with_unused=True)  # as if the first page had had other texts
    assert sum(site.documents for site in reextract_sites(archive, ["harbour"], 1)) == 24
    assert len(aligned) == 1
    assert (content_of(archive), path.read_bytes()) == (content_of(made), kept)

    monkeypatch.setattr(kept_alignments, "aligner_revision", lambda: "another")
    assert sum(site.documents for site in reextract_sites(archive, ["harbour"], 1)) == 24
    assert len(aligned) > 12
    assert content_of(archive) == content_of(made)
    assert path.read_bytes() != kept


def made_by_older_rules(archive: Archive) -> Archive:
    """The archive as if other rules had made the sketches of harbour, and all text of a page were of its template."""
    page, *_ = read_sketches(sketches_file(archive, "harbour", "crawl00"))
    path = template_file(archive, "harbour", "crawl00")
    older = replace(read_template(path), lines=page.sketch.telling)
    store_template(archive, older, jobs_of_template(path, NO_CHOICES))
    for sketches in archive.templates_dir.glob("harbour-*.jsonl"):
        sketches.write_bytes(sketches.read_bytes().replace(rules_revision().encode(), b"older"))
    return archive


def test_after_a_change_of_rules_pages_are_read_once(
    made: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive, read = made_by_older_rules(copy(made, tmp_path / "data")), list[object]()

    def page(*place: Any) -> object:
        read.append(place)
        return page_of_capture(*place)

    monkeypatch.setattr(reextraction_of_files_and_worker_processes, "page_of_capture", page)
    monkeypatch.setattr(template_updates, "page_of_capture", page)
    assert [site.documents for site in reextract_sites(archive, ["harbour"], 1)] == [24]
    assert len(read) == 24 + 1  # the new template changes one of them
    assert content_of(archive) == content_of(made)
    assert check(archive).faults == []


def test_outdated_documents_are_made_while_their_pages_are_sketched(
    made: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive, whole = made_by_older_rules(copy(made, tmp_path / "data")), content_of(made)
    jobs = {stem.job: stem for stem in archive.warc_names_of("harbour")}
    monkeypatch.setattr(template_updates, "sketches_of", None)
    assert list(reextract_and_sketch(archive, "harbour", 1)) == []  # they are by the current rules
    for stem in jobs.values():
        replace(job_of(archive, stem), rules={str(stem): "older"}).save(archive)
    assert sum(file.documents for file in reextract_and_sketch(archive, "harbour", 1)) == 24
    assert [len(new) for _, _, new in update_templates(archive, "harbour")] == [1]
    assert list(reextract_missing(archive, "harbour", verify=True, renew=True)) == []
    update_index(archive)
    assert content_of(archive) == whole


def test_workers_read_the_pages_that_a_new_template_changes(
    made: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = made_by_older_rules(copy(made, tmp_path / "data"))
    monkeypatch.setattr(all_sites, "PART", 20_000)
    assert [site.documents for site in reextract_sites(archive, ["harbour"], 2)] == [24]
    assert content_of(archive) == content_of(made)


def test_a_template_is_learned_though_the_run_that_sketched_its_pages_was_killed(
    made: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = made_by_older_rules(copy(made, tmp_path / "data"))
    with monkeypatch.context() as killed:
        killed.setattr(template_updates, "learn_outdated", interrupt)
        with pytest.raises(KeyboardInterrupt):
            list(reextract_sites(archive, ["harbour"], 1))
    assert content_of(archive) != content_of(made)
    list(reextract_sites(archive, ["harbour"], 1))
    assert content_of(archive) == content_of(made)


def interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_torn_record_leaves_the_files_as_they_were(
    made: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, archive = content_of(made), copy(made, tmp_path / "data")
    path = max(
        (path for path in archive.warc_paths() if "harbour" in path.name), key=lambda path: path.stat().st_size
    )
    path.write_bytes(path.read_bytes()[:-20])
    monkeypatch.setattr(all_sites, "PART", 1)
    list(reextract_sites(archive, ["harbour"], 2))
    assert {name for name in content_of(archive) if name.startswith("documents/")} == {
        name for name in whole if name.startswith("documents/")
    }
    stem = WarcName.parse(path.name)
    for path in (archive.documents_file(stem), archive.bitext_file(stem)):
        assert path.read_bytes() == whole[str(path.relative_to(archive.root))]


def test_a_site_that_is_being_crawled_is_left_alone(archive: Archive) -> None:
    with lock_site(archive, "lantern"):
        code, _, line = reextract(archive, "--workers", "2")
    assert (code, line.count("\n")) == (3, 1)
    assert "lantern" in line
    assert archive.documents_paths("lantern") == []
    assert reextract(archive)[0] == 0
    assert check(archive).faults == []
