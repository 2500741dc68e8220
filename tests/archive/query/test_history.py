"""The history of a page, from its versions and captures."""

from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest

from archive.errors import ArchiveMissing
from archive.index import Index, IndexWriter
from archive.layout import Archive
from archive.model.capture import Capture, CatalogueEntry
from archive.model.document import Alternate, Document
from archive.query.history.history import Absence, History, build_history, read_history
from archive.query.history.version_and_text_comparison import UnchangedTranslation, compare_versions
from tests.archive.index.sample_documents import make_document, make_entry

URL = "http://sample.example/a"


def date(day: int) -> str:
    return f"2026-01-{day:02d}T03:04:05.000006Z"


def entry(
    day: int,
    digest: str | None,
    status: int = 200,
    kind: Literal["response", "revisit"] = "response",
    refers_to: int | None = None,
) -> CatalogueEntry:
    capture = Capture(URL, "a.warc.gz", day, 10, f"<urn:{day}>", date(day), status, digest)
    referred = (URL, date(refers_to)) if refers_to else (None, None)
    return CatalogueEntry(capture, kind, None, *referred)


def history_of(versions: list[int], captures: list[CatalogueEntry]) -> History:
    dates = [date(day) for day in versions]
    return build_history(
        make_document("甲", day=versions[-1]), dates, captures, lambda entry: entry.capture.payload_digest == "H"
    )


def seen(history: History) -> list[tuple[str, str, int]]:
    return [(one.first_seen[8:10], one.last_seen[8:10], len(one.captures)) for one in history.versions]


def test_revisits_count_for_the_version_whose_payload_they_have() -> None:
    captures = [entry(1, "A"), entry(2, "A", kind="revisit"), entry(3, "B"), entry(4, "A", kind="revisit")]
    history = history_of([1, 3], captures)
    assert seen(history) == [("01", "04", 3), ("03", "03", 1)]
    assert [version.payload_digest for version in history.versions] == ["A", "B"]
    assert (history.first_seen, history.last_seen) == (date(1), date(4))
    assert (history.others, history.missing_since) == ((), None)


def test_a_revisit_without_a_digest_names_its_version() -> None:
    captures = [entry(1, "A"), entry(2, "B"), entry(3, None, 304, "revisit", refers_to=1)]
    assert seen(history_of([1, 2], captures)) == [("01", "03", 2), ("02", "02", 1)]


def test_missing_since_the_first_of_the_last_failures() -> None:
    captures = [
        entry(1, "A"),
        entry(2, "X", 404),
        entry(3, "A", kind="revisit"),
        entry(4, "X", 404),
        entry(5, "X", 410),
    ]
    history = history_of([1], captures)
    assert history.missing_since == date(4)
    assert [each.capture.date for each in history.others] == [date(2), date(4), date(5)]
    assert history.last_seen == date(3)


def test_an_error_or_a_redirect_says_nothing_of_a_page_being_missing() -> None:
    history = history_of([1], [entry(1, "A"), entry(2, "E", 503), entry(3, "R", 302)])
    assert history.missing_since is None
    assert len(history.others) == 2


def test_a_version_without_a_capture_was_seen_at_its_time() -> None:
    assert seen(history_of([1], [])) == [("01", "01", 0)]


def test_history_from_the_index_by_id_and_address(tmp_path_factory: pytest.TempPathFactory) -> None:
    archive = Archive(tmp_path_factory.mktemp("history")).create()
    first, second = make_document("甲", day=1), make_document("乙", day=2)
    with IndexWriter(archive) as writer:
        writer.add([entry(1, "A"), entry(2, "B")], [first, second])
    with Index(archive) as index:
        for name in (first.id, first.url + "#top"):
            history = read_history(archive, index, name)
            assert history.document == second
            assert seen(history) == [("01", "01", 1), ("02", "02", 1)]
        with pytest.raises(ArchiveMissing, match="no document"):
            read_history(archive, index, "none")


def test_a_redirect_home_and_a_page_that_is_no_article_are_absences() -> None:
    captures = [entry(1, "A"), entry(2, "E", 503), entry(3, "H", 302), entry(4, "N"), entry(5, "R", 301)]
    absence = history_of([1], captures).absence
    assert absence == Absence(date(3), date(4), 2)
    assert not absence.is_gone


@pytest.mark.parametrize(("days", "gone"), [([2, 2, 2], False), ([2, 5], False), ([2, 3, 4], True)])
def test_gone_is_what_was_missing_three_times_over_two_days(days: list[int], gone: bool) -> None:
    absence = history_of([1], [entry(1, "A"), *(entry(day, "X", 404) for day in days)]).absence
    assert absence
    assert absence.is_gone == gone


ENGLISH = make_document("All wish to cooperate.", path="en", lang="en")


def seen_again(day: int) -> CatalogueEntry:
    return make_entry(ENGLISH.url, day=day, offset=day, warc="b.warc.gz", revisit=True)


@pytest.mark.parametrize(
    ("english", "captures", "said"),
    [
        ([ENGLISH], [seen_again(8)], True),  # it was asked for again, and was as before
        ([ENGLISH], [], False),  # nobody knows what it says now
        ([ENGLISH], [seen_again(2)], False),
        ([ENGLISH, make_document("Everyone wishes.", path="en", lang="en", day=8)], [seen_again(8)], False),
    ],
)
def test_a_page_whose_translation_on_another_page_did_not_change(
    tmp_path: Path, english: list[Document], captures: list[CatalogueEntry], said: bool
) -> None:
    archive = Archive(tmp_path).create()
    old, new = (
        replace(make_document(text, path="cn", day=day), alternates=(Alternate("en", ENGLISH.url),))
        for text, day in (("各国都希望合作。", 3), ("人人都希望合作。", 7))
    )
    with IndexWriter(archive) as writer:
        writer.add(captures, [old, new, *english])
    with Index(archive) as index:
        found = compare_versions(index, new.id, old.version, new.version)
        same = compare_versions(index, new.id, new.version, new.version)
    assert found.unchanged_translations == ((UnchangedTranslation("en", ENGLISH.id, ENGLISH.url),) if said else ())
    assert same.unchanged_translations == ()
