"""Units that are owed are made, what is stale goes, and what is right is not touched."""

import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from archive.document_and_unit_files import UnitsWriter, read_units, replace_documents
from archive.errors import ArchiveDamaged
from archive.index import Filters, Index, IndexWriter, update_index
from archive.jobs_and_locks import lock_site
from archive.layout import Archive, WarcName
from archive.model.document import Block, Document, Pair
from archive.translation_memory.missing_and_cross_page_units import (
    complete_all_units,
    complete_units,
    make_units,
)
from tests.archive.translation_memory.stories import STEM as NAME
from tests.archive.translation_memory.stories import STORIES, Story, page
from tests.archive_files import new_file

STEM = WarcName.parse(NAME)


def bilingual(number: int, story: Story) -> Document:
    """A page with both languages, paragraph by paragraph."""
    chinese = page(f"both/{number}", story.chinese, offset=number)
    blocks: list[Block] = []
    for source, target in zip(story.chinese, story.english, strict=True):
        blocks += [Block(len(blocks), "paragraph", source, "zh-Hans", 1.0, "/p")]
        blocks += [Block(len(blocks), "paragraph", target, "en", 1.0, "/p")]
    pairs = tuple(Pair((n,), (n + 1,), 0.9) for n in range(0, len(blocks), 2))
    return replace(chinese, blocks=tuple(blocks), pairs=pairs, languages={"zh-Hans": 0.3, "en": 0.7})


DOCUMENTS = [bilingual(number, story) for number, story in enumerate(STORIES[:4])]
ALONE = page("alone", STORIES[0].chinese, offset=9)


@cache
def first() -> int:
    """How many units the first document has."""
    return len(make_units(DOCUMENTS[0]))


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive = Archive(tmp_path).create()
    replace_documents(archive.documents_file(STEM), [*DOCUMENTS[:2], ALONE, *DOCUMENTS[2:]])
    return archive


def content(archive: Archive) -> bytes:
    return archive.bitext_file(STEM).read_bytes()


def test_units_stand_in_the_order_of_their_documents(archive: Archive) -> None:
    done = complete_units(archive, STEM)
    units = list(read_units(archive.bitext_file(STEM)))
    assert units == [unit for document in DOCUMENTS for unit in make_units(document)]
    assert (done.made, done.cut) == (len(units), 0)
    whole, changed = content(archive), archive.bitext_file(STEM).stat().st_mtime_ns
    assert complete_units(archive, STEM) == (0, 0)
    assert archive.bitext_file(STEM).stat().st_mtime_ns == changed
    assert content(archive) == whole


def test_whatever_a_crash_left_is_made_whole(archive: Archive) -> None:
    complete_units(archive, STEM)
    whole = content(archive)
    lines = whole.splitlines(keepends=True)
    cuts = [0, 1, len(lines[0]), len(whole) - 1, *(len(b"".join(lines[:n])) + 5 for n in range(1, len(lines)))]
    cuts += [len(b"".join(lines[:n])) for n in range(2, len(lines))]
    for cut in cuts:
        archive.bitext_file(STEM).write_bytes(whole[:cut])
        complete_units(archive, STEM)
        assert content(archive) == whole, cut


def change_line(lines: list[bytes], number: int, **changed: object) -> list[bytes]:
    values = {**json.loads(lines[number]), **changed}
    return [*lines[:number], json.dumps(values).encode() + b"\n", *lines[number + 1 :]]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda lines: [b"[]\n", *lines],
        lambda lines: [*lines, b"not a unit\n"],
        lambda lines: [*lines[first() :], *lines[: first()]],
        lambda lines: [*lines, *lines],
        lambda lines: change_line(lines, 2, version="2020-01-01T00:00:00Z"),
        lambda lines: change_line(lines, 5, url="http://elsewhere.example/"),
        lambda lines: change_line(lines, 0, source={"lang": "zh", "text": "别的", "places": [[0, 0, 2]]}),
        lambda lines: change_line(lines, 0, source={"lang": "zh", "text": "别的", "places": [[77, 0, 2]]}),
    ],
)
def test_what_is_stale_is_made_again(archive: Archive, spoil: Callable[[list[bytes]], list[bytes]]) -> None:
    complete_units(archive, STEM)
    whole = content(archive)
    archive.bitext_file(STEM).write_bytes(b"".join(spoil(whole.splitlines(keepends=True))))
    done = complete_units(archive, STEM)
    assert done.cut > 0
    assert content(archive) == whole


def test_units_of_documents_that_are_gone_go(archive: Archive) -> None:
    complete_units(archive, STEM)
    replace_documents(archive.documents_file(STEM), DOCUMENTS[:1])
    complete_units(archive, STEM)
    assert list(read_units(archive.bitext_file(STEM))) == make_units(DOCUMENTS[0])
    archive.documents_file(STEM).unlink()
    assert complete_units(archive, STEM) == (0, 0)
    assert not archive.bitext_file(STEM).exists()


def test_progress_is_told_to_the_end(archive: Archive) -> None:
    told: list[float] = []
    complete_units(archive, STEM, lambda file, done: told.append(done))
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_a_site_that_is_being_crawled_is_left_alone(archive: Archive) -> None:
    with lock_site(archive, STEM.site):
        assert complete_all_units(archive, [STEM]) == 0
    assert not archive.bitext_file(STEM).exists()
    assert complete_all_units(archive, [STEM]) > 0


def test_a_torn_line_is_cut_by_the_next_writer(archive: Archive) -> None:
    units = make_units(DOCUMENTS[0])
    with UnitsWriter(archive.bitext_file(STEM)) as writer:
        writer.append(units)
    archive.bitext_file(STEM).write_bytes(content(archive) + b'{"schema": 1, "docu')
    assert list(read_units(archive.bitext_file(STEM))) == units
    with UnitsWriter(archive.bitext_file(STEM)) as writer:
        assert writer.cut == 19
        writer.append(units)
    assert list(read_units(archive.bitext_file(STEM))) == units * 2


def test_a_damaged_line_names_its_place(archive: Archive) -> None:
    new_file(archive.bitext_file(STEM)).write_bytes(b"{}\n")
    with pytest.raises(ArchiveDamaged, match=r"at byte 0 .*check --repair"):
        list(read_units(archive.bitext_file(STEM)))


def test_the_index_follows_from_the_documents_alone(archive: Archive) -> None:
    made = update_index(archive).units
    with Index(archive) as index:
        units = list(index.units(Filters()))
    assert len(units) == made > 0
    whole = content(archive)
    archive.bitext_file(STEM).unlink()
    archive.index_file.unlink()
    assert update_index(archive, rebuild=True).units == made
    assert content(archive) == whole
    assert update_index(archive).files == 0


def test_an_update_notices_units_that_were_lost_or_changed(archive: Archive) -> None:
    update_index(archive)
    whole = content(archive)
    for spoiled in (b"", whole[:100], whole + b"[]\n"):
        archive.bitext_file(STEM).write_bytes(spoiled)
        update_index(archive)
        assert content(archive) == whole
    with IndexWriter(archive) as writer:
        writer.remove_documents(f"{STEM}.warc.gz")
    update_index(archive)
    with Index(archive) as index:
        assert len(list(index.units(Filters()))) == whole.count(b"\n")
