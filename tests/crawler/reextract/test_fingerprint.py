"""``scrapy fingerprint``: what many pages share is known as template, and what is said in an article is kept."""

import json
from pathlib import Path

import pytest

from archive.check import check
from archive.documents import find_documents
from archive.intake import Choice, add_file
from archive.layout import Archive
from archive.model.capture import Capture
from archive.model.document import Document, to_json
from archive.model.page import Page
from archive.model.schema import faults
from crawler.extraction import extract
from crawler.extraction.document import read
from crawler.extraction.fingerprint import Fingerprint
from crawler.extraction.template import Tally
from tests.archive.intake.foreign_files import address, members, page
from tests.crawler.spiders.odd_server import run_scrapy

NOTE = (
    "Harbour Words has translated for ports, shipyards and customs houses since 1994, and its forty interpreters "
    "work in eleven languages, day and night, wherever a ship may call."
)
BESIDE = "Our terminology of the month is chosen by readers, who send it in by the hundred, and it is printed here."
HITS = "Read {} times since it was put here"


PORTS = ["Anchor", "Bell", "Cable", "Dock", "Ebb", "Fjord", "Gull", "Helm", "Ida", "Jetty"]


def speech(number: int) -> str:
    """A speech with a side box, a note and a counter of the template, and a closing line that most of them have."""
    paragraphs = "".join(
        f"<p>In the year {1900 + number}, the port of {PORTS[number % 10]} took in a ship from {PORTS[line]} Bay, "
        f"and it carried a letter that somebody had to put into {line + 2} other languages before noon.</p>"
        for line in range(4)
    )
    return (
        f"<html><head><title>Speech {number} on harbours</title></head><body id='page-{number}'>"
        "<div class='top'><a href='/'>Home</a> <a href='/news/'>News</a></div>"
        f"<div class='main'><h1>Speech number {number} on harbours and letters</h1>"
        f"<div class='content'><p>Ladies and gentlemen,</p>{paragraphs}<p>We are all in one boat.</p>"
        f"<p>Thank you!</p><div class='statement'><p>{NOTE}</p></div></div>"
        f"<div class='monthly'><p>{BESIDE}</p></div><div class='hits'>{HITS.format(number * 7)}</div></div>"
        "</body></html>"
    )


PAGES = [speech(number) for number in range(8)]


def page_of(number: int) -> Page:
    capture = Capture(address(number), None, None, None, None, "2026-11-24T09:32:26.000000Z", 200, None)
    return Page("harbour", capture, (("Content-Type", "text/html"),), PAGES[number].encode())


@pytest.fixture(scope="module")
def fingerprint() -> Fingerprint:
    tally = Tally()
    for number in range(8):
        reading = read(page_of(number))
        assert reading is not None
        tally.add(reading)
        tally.add(reading)
    assert tally.pages == 8
    return tally.fingerprint("harbour", 1, 5, 0.5)


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks]


def test_it_holds_the_template_and_nothing_that_is_said(fingerprint: Fingerprint) -> None:
    words = {line.words for line in fingerprint.lines}
    assert {NOTE.casefold().replace("1994", "0"), HITS.format(0).casefold(), BESIDE.casefold()} <= words
    assert not [line for line in words if "thank you" in line or "one boat" in line or "gentlemen" in line]
    assert all(line.pages == 8 for line in fingerprint.lines)
    assert Fingerprint.decode(fingerprint.encode()) == fingerprint


def test_extraction_with_it_leaves_the_template_out(fingerprint: Fingerprint) -> None:
    for number in range(8):
        bare, document = extract(page_of(number)), extract(page_of(number), fingerprint)
        assert (bare.extractor.fingerprint, document.extractor.fingerprint) == (None, fingerprint.digest)
        assert texts(document)[0] == "Ladies and gentlemen,"
        assert texts(document)[-2:] == ["We are all in one boat.", "Thank you!"]
        assert len(document.blocks) == 7
        reasons = {removed.text: removed.reason for removed in document.removed}
        assert reasons[NOTE] == reasons[BESIDE] == reasons[HITS.format(number * 7)] == "template"
        assert faults(to_json(document)) == []
        assert extract(page_of(number), fingerprint) == document


def test_the_same_line_amid_an_article_is_kept(fingerprint: Fingerprint) -> None:
    """Words of the template, in a place of an article's own: as a paragraph among others, or quoted."""
    for told in (
        f"<p>{NOTE}</p>",
        f"<div class='statement'><p>{NOTE}</p><p>{'So he said, and left. ' * 6}</p></div>",
    ):
        changed = speech(3).replace("<p>We are all in one boat.</p>", f"{told}<p>We are all in one boat.</p>")
        changed = changed.replace(f"<div class='statement'><p>{NOTE}</p></div></div>", "</div>")
        document = extract(Page("harbour", page_of(3).capture, page_of(3).headers, changed.encode()), fingerprint)
        assert NOTE in texts(document)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """The pages, and a speech of another site."""
    archive = Archive(tmp_path / "data")
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(members(page(number, body=PAGES[number].encode()) for number in range(8)))
    add_file(archive, path, Choice("harbour"), lambda offered: lambda read: None)
    other = tmp_path / "other.warc.gz"
    other.write_bytes(members([page(70, body=speech(70).encode())]))
    add_file(archive, other, Choice("other"), lambda offered: lambda read: None)
    return archive


def run(archive: Archive, *arguments: str, code: int = 0) -> str:
    ended = run_scrapy(*arguments, "-s", f"ARCHIVE_DIR={archive.root}")
    assert ended.returncode == code, ended.stderr
    return ended.stdout if code == 0 else ended.stderr


def test_the_command_stores_it_and_reextract_uses_it(archive: Archive, tmp_path: Path) -> None:
    told = run(archive, "fingerprint")
    path = archive.fingerprints_dir / "harbour-1.json"
    assert f"lines of 8 articles, stored as {path}\n" in told
    assert "other: 1 articles, too few" in told
    before = path.read_bytes()
    assert "unchanged" in run(archive, "fingerprint", "--site", "harbour")
    assert [each.name for each in archive.fingerprints_dir.iterdir()] == ["harbour-1.json"]
    assert path.read_bytes() == before
    made = Fingerprint.decode(before.decode())
    run(archive, "reextract", "--all")
    documents = [stored.document for stored in find_documents(archive)]
    assert {(each.site, each.extractor.fingerprint) for each in documents} == {
        ("harbour", made.digest),
        ("other", None),
    }
    assert all(NOTE not in texts(document) for document in documents if document.site == "harbour")
    assert run(archive, "reextract", "--diff") == ""
    assert check(archive).faults == []
    (tmp_path / "page.html").write_text(PAGES[2])
    printed = run(archive, "extract", str(tmp_path / "page.html"), "--fingerprint", str(path), "--site", "harbour")
    assert json.loads(printed)["extractor"]["fingerprint"] == made.digest
    assert "stored as" in run(archive, "fingerprint", "--site", "harbour", "--least", "8")
    assert sorted(each.name for each in archive.fingerprints_dir.iterdir()) == ["harbour-1.json", "harbour-2.json"]


def test_wrong_usage_and_files_that_are_none(archive: Archive, tmp_path: Path) -> None:
    run(archive, "fingerprint", "--share", "2", code=2)
    run(archive, "fingerprint", "file", code=2)
    (tmp_path / "page.html").write_text(PAGES[2])
    (tmp_path / "none.json").write_text("{}")
    for name, code in (("missing.json", 2), ("none.json", 3)):
        line = run(archive, "extract", str(tmp_path / "page.html"), "--fingerprint", str(tmp_path / name), code=code)
        assert name in line
        assert line.count("\n") == 1
