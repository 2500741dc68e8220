"""Citations, read by other people's readers of each form."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest
import rispy
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import Entry, parse_string

from archive.model.document import Document, Part
from archive.query.citation import citation_bibtex, citation_csl, citation_ris, citation_text
from tests.archive.index.sample_documents import make_document, make_speech

FORMS = [citation_text, citation_bibtex, citation_ris, citation_csl]
NOTE = "captured 2026-01-02T03:04:05.000006Z, payload digest sha1:ABC, document {}"
HOSTILE = '50% of R&D_x {a ~^ $1 #2 \\end "q" @misc, , 中国’s\nER  - \x1b]]>\ud800'
ONE_LINE = '50% of R&D_x {a ~^ $1 #2 \\end "q" @misc, , 中国’s ER - ]]>'
TEX_NAMES = {
    "textbackslash": "\\",
    "textbraceleft": "{",
    "textbraceright": "}",
    "textasciitilde": "~",
    "textasciicircum": "^",
}


def speech() -> Document:
    document = make_speech("Wang Yi", "你好。", path="a", published="2025-03-03T09:32:26+08:00")
    return replace(document, title="Remarks", subtitle="讲话", source="Daxinya")


def bibtex_entry(document: Document) -> Entry:
    (entry,) = parse_string(citation_bibtex(document), "bibtex").entries.values()
    return entry


def csl_item(document: Document) -> dict[str, Any]:
    (item,) = json.loads(citation_csl(document))
    assert isinstance(item, dict)
    return item


def ris_record(document: Document) -> dict[str, Any]:
    (record,) = rispy.loads(citation_ris(document))
    assert isinstance(record, dict)
    return record


def from_tex(value: str) -> str:
    """What TeX sets for a value that holds no other command than ours; fails where a character is one."""
    bare = re.sub(r"\\(text\w+)\{\}", lambda name: "\\" + TEX_NAMES[name[1]], value)
    assert not re.search(r"(?<!\\)[&%$#_~^{}]", re.sub(r"\\\\|\\[{}~^]", "", bare)), value
    return re.sub(r"\\([\\&%$#_{}~^])", r"\1", bare)


def test_text_names_capture_and_digest() -> None:
    document = speech()
    assert citation_text(document) == (
        "Wang Yi: Remarks. 讲话. speech, Forum, 2015-04-28. Daxinya, 2025-03-03. http://sample.example/a "
        f"({NOTE.format(document.id)})"
    )


def test_bibtex_as_pybtex_reads_it() -> None:
    document = speech()
    entry = bibtex_entry(document)
    assert (entry.key, entry.type) == (document.id, "online")
    assert [str(person) for person in entry.persons["author"]] == ["{Wang Yi}"]
    assert dict(entry.fields) == {
        "title": "{Remarks}",
        "subtitle": "{讲话}",
        "titleaddon": "speech, Forum, 2015-04-28",
        "organization": "{Daxinya}",
        "date": "2025-03-03",
        "url": "http://sample.example/a",
        "urldate": "2026-01-02",
        "note": NOTE.format(document.id),
    }


def test_ris_as_rispy_reads_it() -> None:
    document = speech()
    assert ris_record(document) == {
        "type_of_reference": "ELEC",
        "id": document.id,
        "authors": ["Wang Yi"],
        "title": "Remarks",
        "type_of_work": "speech, Forum, 2015-04-28",
        "publisher": "Daxinya",
        "year": "2025",
        "date": "2025/03/03",
        "urls": ["http://sample.example/a"],
        "access_date": "2026/01/02",
        "notes": [NOTE.format(document.id)],
    }


def test_csl_as_a_processor_sets_it() -> None:
    item = csl_item(speech())
    assert item["event-date"] == {"date-parts": [[2015, 4, 28]]}
    assert (item["event"], item["genre"]) == ("Forum", "speech")
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, CiteProcJSON([item]), formatter.plain)
    bibliography.register(Citation([CitationItem(item["id"])]))
    (entry,) = map(str, bibliography.bibliography())
    assert entry == (
        "Wang Yi (2025) Remarks. Forum, Daxinya. Available at: http://sample.example/a (Accessed: January 2, 2026)."
    )


def test_facts_that_are_not_there_are_left_out() -> None:
    document = make_document(title=None)
    document = replace(document, capture=replace(document.capture, payload_digest=None))
    note = f"captured 2026-01-02T03:04:05.000006Z, document {document.id}"
    assert citation_text(document) == f"http://sample.example/a ({note})"
    assert set(bibtex_entry(document).fields) == {"url", "urldate", "note"}
    assert set(csl_item(document)) == {"id", "type", "URL", "accessed", "note"}
    assert set(ris_record(document)) == {"type_of_reference", "id", "urls", "access_date", "notes"}


def test_a_name_with_and_in_it_is_one_name() -> None:
    document = replace(make_document(), author="Trade and Industry", source="Trade and Industry")
    entry = bibtex_entry(document)
    assert [str(person) for person in entry.persons["author"]] == ["{Trade and Industry}"]
    assert entry.fields["organization"] == "{Trade and Industry}"


def test_a_part_says_which() -> None:
    document = replace(make_document(), part=Part(2, 3, "http://sample.example/a"))
    assert csl_item(document)["note"].startswith("part 2 of 3, captured")


@pytest.mark.parametrize("form", FORMS)
def test_each_version_is_cited_as_itself(form: Any) -> None:
    assert form(make_document(day=2)) != form(make_document(day=3))


def test_hostile_text_stays_text() -> None:
    document = replace(make_document(title=HOSTILE, subtitle=HOSTILE), author=HOSTILE, source=HOSTILE, url=HOSTILE)
    entry = bibtex_entry(document)
    assert from_tex(entry.fields["title"][1:-1]) == ONE_LINE
    assert from_tex(entry.fields["organization"][1:-1]) == ONE_LINE
    assert entry.fields["url"] == ONE_LINE.replace(" ", "%20").replace("{", "%7B").replace("\\", "%5C")
    record = ris_record(document)
    assert (record["title"], record["authors"], record["publisher"]) == (ONE_LINE, [ONE_LINE], ONE_LINE)
    assert csl_item(document)["title"] == ONE_LINE
    assert citation_text(document).startswith(f"{ONE_LINE}: {ONE_LINE}. ")


@given(st.text(st.characters(exclude_categories=())))
def test_any_title_is_one_entry(text: str) -> None:
    document = replace(make_document(title=text), id=f"daxinya-{text}")
    title = csl_item(document).get("title", "")
    assert title in citation_text(document)
    assert from_tex(bibtex_entry(document).fields.get("title", "{}")[1:-1]) == title
    assert ris_record(document).get("title", "") == title
