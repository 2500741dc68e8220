"""What other rules made is counted, and made again when asked."""

from dataclasses import replace
from pathlib import Path

import pytest

from archive.check.consistency_and_repair import check
from archive.document_and_unit_files import read_documents, replace_documents
from archive.index import update_index
from archive.jobs_and_locks import installed_rules, job_of, outdated
from archive.query.statistics import read_statistics, statistics_text
from crawler.reextract.reextraction_of_files_and_worker_processes import reextract_missing
from crawler.rules_revision_of_documents_and_sketches import rules_revision
from tests.archive.check.archive_with_articles import SITE, make_archive


def test_an_upgrade_is_noticed_before_anything_is_crawled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = make_archive(tmp_path)
    assert installed_rules(archive) == rules_revision()
    monkeypatch.setattr("crawler.rules_revision_of_documents_and_sketches.rules_revision", lambda: "newer")
    assert read_statistics(archive).outdated == 5


def test_without_a_crawler_the_rules_last_used_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = make_archive(tmp_path)
    monkeypatch.setattr("archive.jobs_and_locks.entry_points", lambda **named: ())
    assert installed_rules(archive) == rules_revision()
    assert read_statistics(archive).outdated == 0


def test_what_other_rules_made_is_made_again(tmp_path: Path) -> None:
    archive = make_archive(tmp_path)
    first, _ = archive.warc_names()
    assert outdated(archive, rules_revision()) == []
    assert read_statistics(archive).outdated == 0
    path = archive.documents_file(first)
    whole = path.read_bytes()
    older = [replace(stored.document, title="Of older rules") for stored in read_documents(path)]
    replace_documents(path, older)
    job = job_of(archive, first)
    replace(job, rules={str(first): "older"}, began="2020-01-01T00:00:00.000000Z").save(archive)
    update_index(archive)
    assert outdated(archive, rules_revision()) == [first]
    assert read_statistics(archive).outdated == 4
    assert "made by older rules" in statistics_text(read_statistics(archive))
    list(reextract_missing(archive, SITE, verify=True))
    assert path.read_bytes() != whole
    assert sum(made.documents for made in reextract_missing(archive, SITE, renew=True)) == 4
    update_index(archive)
    assert path.read_bytes() == whole
    assert (outdated(archive, rules_revision()), check(archive).faults) == ([], [])
