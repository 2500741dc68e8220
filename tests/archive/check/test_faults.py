"""``archive check`` finds each kind of fault, and none in an archive that has none."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive.check.consistency_and_repair import check, repair_cross_page_units
from archive.check.documents_and_units import check_cross_page_units
from archive.document_and_unit_files import gzip_member, replace_documents
from archive.index import IndexWriter, update_index
from archive.layout import OPEN_SUFFIX, Archive, WarcName
from archive.model.capture import CatalogueEntry
from archive.warc.captures_and_pages import catalogue_file
from tests.archive.check.archive_with_articles import exchange, make_archive, write_warc
from tests.archive.translation_memory.stories import STEM, VISIT, page
from tests.archive_files import new_file, read_lines, write_lines

GONE = WarcName("sample", "20200101000000", "gone", 0)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return make_archive(tmp_path)


def warcs(archive: Archive) -> tuple[Path, Path]:
    first, second = archive.warc_paths()
    return first, second


def documents(archive: Archive) -> Path:
    return archive.documents_file(archive.warc_names()[0])


def entry(archive: Archive, number: int) -> CatalogueEntry:
    return list(catalogue_file(warcs(archive)[0]))[number]


def rewrite(archive: Archive, number: int, old: bytes, new: bytes) -> None:
    """Changes bytes in a record of the first file; its member is whole after."""
    path, capture = warcs(archive)[0], entry(archive, number).capture
    content, offset = path.read_bytes(), capture.offset or 0
    end = offset + (capture.length or 0)
    record = gzip.decompress(content[offset:end])
    assert old in record
    path.write_bytes(content[:offset] + gzip.compress(record.replace(old, new, 1), mtime=0) + content[end:])


def change_document(archive: Archive, change: Callable[[dict[str, Any]], object], line: int = 1) -> None:
    change_line(documents(archive), change, line)


def change_line(path: Path, change: Callable[[dict[str, Any]], object], line: int) -> None:
    lines = read_lines(path)
    stored = json.loads(lines[line])
    change(stored)
    lines[line] = json.dumps(stored, ensure_ascii=False).encode() + b"\n"
    write_lines(path, lines)


def flip_byte(archive: Archive) -> None:
    path = warcs(archive)[0]
    content = bytearray(path.read_bytes())
    content[(entry(archive, 2).capture.offset or 0) + 300] ^= 0x20
    path.write_bytes(content)


def cut_file(archive: Archive) -> None:
    path = warcs(archive)[1]
    path.write_bytes(path.read_bytes()[:-7])


def swap_documents(archive: Archive) -> None:
    lines = read_lines(documents(archive))
    write_lines(documents(archive), [lines[1], lines[0], *lines[2:]])


def tear_line(archive: Archive) -> None:
    with documents(archive).open("ab") as stream:
        stream.write(gzip_member(b'{"schema": 1, "id": "sample"}\n')[:-5])


def leave_open(archive: Archive) -> None:
    path = warcs(archive)[1]
    path.rename(path.with_name(path.name + OPEN_SUFFIX))


def point_elsewhere(archive: Archive) -> None:
    """A document that says it is of the record before its own."""
    other = entry(archive, 0).capture
    change_document(archive, lambda stored: stored["capture"].update(offset=other.offset))


def forget_in_index(archive: Archive) -> None:
    with IndexWriter(archive) as index:
        index.remove_captures(warcs(archive)[1].name)


def forget_document_in_index(archive: Archive) -> None:
    with IndexWriter(archive) as index:
        index.remove_documents(warcs(archive)[0].name)


def bitext(archive: Archive) -> Path:
    return archive.bitext_file(archive.warc_names()[0])


def change_unit(archive: Archive, change: Callable[[dict[str, Any]], object], line: int = 0) -> None:
    change_line(bitext(archive), change, line)


def lose_last_unit(archive: Archive) -> None:
    bitext(archive).write_bytes(b"".join(bitext(archive).read_bytes().splitlines(keepends=True)[:-1]))


def forget_units_in_index(archive: Archive) -> None:
    with IndexWriter(archive) as index:
        index.replace_units(warcs(archive)[0].name, [])


def repeat_record(archive: Archive) -> None:
    """The last exchange of a file once more."""
    path = warcs(archive)[1]
    last = list(catalogue_file(path))[-1].capture
    path.write_bytes(path.read_bytes() + path.read_bytes()[last.offset :])


FAULTS: dict[str, tuple[Callable[[Archive], object], str]] = {
    "flipped byte": (flip_byte, "no whole gzip member"),
    "cut file": (cut_file, "breaks off at the end of the file"),
    "wrong block digest": (lambda a: rewrite(a, 1, b"agency", b"Agency"), "WARC-Block-Digest is sha1:"),
    "wrong payload digest": (
        lambda a: rewrite(a, 1, b"Payload-Digest: sha1:", b"Payload-Digest: sha1:AAAA"),
        "the record states sha1:AAAA",
    ),
    "wrong length": (
        lambda a: rewrite(a, 1, b"\r\nContent-Length: ", b"\r\nContent-Length: 9"),
        "bytes that it states",
    ),
    "no length": (lambda a: rewrite(a, 1, b"\r\nContent-Length: ", b"\r\nX-Length: "), "the record has no length"),
    "no id": (lambda a: rewrite(a, 1, b"WARC-Record-ID", b"X-Record-ID"), "the record has no WARC-Record-ID"),
    "no record": (lambda a: rewrite(a, 1, b"WARC/1.1", b"what/1.1"), "no WARC record"),
    "record twice": (repeat_record, "occurs twice"),
    "request of no response": (
        lambda a: rewrite(a, 1, b"WARC-Record-ID: <urn:uuid:", b"WARC-Record-ID: <urn:odd:"),
        "which is not in the archive",
    ),
    "revisit without its original": (lambda a: warcs(a)[0].unlink(), "the payload of this revisit is not in"),
    "file in the folder of another year": (
        lambda a: warcs(a)[1].rename(new_file(a.warc_dir / "sample" / "1999" / warcs(a)[1].name)),
        "is not in the folder that its name gives",
    ),
    "left open": (leave_open, "not finished; its crawl is still running or was stopped"),
    "document of another record": (point_elsewhere, "its capture has"),
    "document of no record": (
        lambda a: change_document(a, lambda stored: stored["capture"].update(offset=3)),
        "there is no capture at offset 3",
    ),
    "document of another digest": (
        lambda a: change_document(a, lambda stored: stored["capture"].update(payload_digest="sha1:AAAA")),
        "its capture has payload_digest",
    ),
    "document of another time": (
        lambda a: change_document(a, lambda stored: stored.update(version="2020-01-01T00:00:00.000000Z")),
        "its version is not its capture's time",
    ),
    "document out of order": (swap_documents, "out of the order of its records"),
    "document not valid": (
        lambda a: change_document(a, lambda stored: stored["languages"].update(en="much")),
        "violates the schema",
    ),
    "line that is none": (lambda a: write_lines(documents(a), [b"[]\n"]), "no document at byte 0"),
    "torn line": (tear_line, "the last line is torn"),
    "documents of no file": (
        lambda a: documents(a).rename(new_file(a.documents_file(GONE))),
        "the WARC file that it was extracted from is not there",
    ),
    "unit with another text": (
        lambda a: change_unit(a, lambda stored: stored["source"].update(text="别的话。")),
        "its text is not what stands at",
    ),
    "unit at another place": (
        lambda a: change_unit(a, lambda stored: stored["target"]["places"][0].__setitem__(0, 99)),
        "there is no block 99",
    ),
    "unit of another capture": (
        lambda a: change_unit(a, lambda stored: stored["capture"].update(offset=3)),
        "its address or capture is not the document's",
    ),
    "unit of no document": (
        lambda a: change_unit(a, lambda stored: stored.update(version="2020-01-01T00:00:00.000000Z"), -1),
        "its document is not in",
    ),
    "unit with a score that is none": (
        lambda a: change_unit(a, lambda stored: stored.update(score=1.2)),
        "violates the schema: $.score",
    ),
    "unit with a flag that is none": (
        lambda a: change_unit(a, lambda stored: stored.update(flags=["odd"])),
        "violates the schema: $.flags",
    ),
    "line that is no unit": (lambda a: bitext(a).write_bytes(b"[]\n"), "no translation unit at byte 0"),
    "torn line of units": (lambda a: bitext(a).write_bytes(bitext(a).read_bytes()[:-9]), "bitext/sample-"),
    "units missing": (lose_last_unit, "units are missing, from those of sample-"),
    "units all missing": (lambda a: bitext(a).unlink(), "units are missing, from those of sample-"),
    "units of no documents": (
        lambda a: bitext(a).rename(new_file(a.bitext_file(GONE))),
        "the documents that it was made from are not there",
    ),
    "units not in the index": (forget_units_in_index, "index: its units of"),
    "captures not in the index": (forget_in_index, "index: its captures of"),
    "documents not in the index": (forget_document_in_index, "index: its documents of"),
    "no index": (lambda a: a.index_file.unlink(), "index: "),
    "index that is none": (lambda a: a.index_file.write_bytes(b"no index at all " * 99), "index: "),
}


def test_none_in_a_sound_archive(archive: Archive) -> None:
    report = check(archive)
    assert report.faults == []
    assert (report.files, report.captures, report.documents, report.unextracted) == (2, 7, 5, 0)
    assert report.units >= 2 * report.documents


@pytest.mark.parametrize("fault", FAULTS)
def test_each_is_found(fault: str, archive: Archive) -> None:
    make, said = FAULTS[fault]
    make(archive)
    faults = check(archive).faults
    assert any(said in line for line in faults), faults


def test_what_waits_for_extraction_is_no_fault(archive: Archive) -> None:
    write_warc(archive, "third", [exchange(20), exchange(21)], ended=False)
    report = check(archive)
    assert report.unextracted == 2
    assert [fault for fault in report.faults if not fault.startswith("index: ")] == []


SPOILED: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "another text": (lambda line: line.replace("签署".encode(), "签订".encode()), "its text is not what stands at"),
    "another version": (
        lambda line: line.replace(b"2026-01-02T03", b"2026-01-02T04"),
        "which is not the newest version of a document",
    ),
    "no unit": (lambda line: b"[]\n", "no translation unit at byte 0"),
    "a torn line": (lambda line: line[:-1], "the last line is torn"),
    "another score": (lambda line: line.replace(b'"score":', b'"score":7'), "violates the schema: $.score"),
}


@pytest.mark.parametrize("fault", SPOILED)
def test_units_across_pages_are_checked_and_mended(fault: str, tmp_path: Path) -> None:
    spoil, said = SPOILED[fault]
    archive = Archive(tmp_path).create()
    new_file(archive.warc_file(WarcName.parse(STEM))).touch()
    pages = page("cn/1", VISIT.chinese), page("en/1", VISIT.english)
    replace_documents(archive.documents_file(WarcName.parse(STEM)), pages)
    update_index(archive)
    path = archive.cross_page_file("sample")
    whole = path.read_bytes()
    assert list(check_cross_page_units(archive, "sample")) == []
    path.write_bytes(b"".join(spoil(line) for line in whole.splitlines(keepends=True)))
    assert any(said in line for line in check_cross_page_units(archive, "sample"))
    assert any(said in line for line in check(archive).faults)
    assert any("removed" in line for line in repair_cross_page_units(archive, "sample"))
    update_index(archive)
    assert path.read_bytes() == whole
    archive.documents_file(WarcName.parse(STEM)).unlink()
    assert any("documents that it was made from" in line for line in check(archive).faults)
