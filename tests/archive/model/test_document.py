"""A document survives encoding, and what is encoded validates against the published schema."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model.capture import Capture
from archive.model.document import (
    Alternate,
    Attachment,
    Block,
    Document,
    Extractor,
    Pair,
    Part,
    Removed,
    Rights,
    Speech,
    decode_document,
    document_faults,
    document_schema,
    encode_document,
    stated_facts,
    to_json,
)
from archive.model.json_shape import read_schema

MOMENT = "2026-11-24T09:32:26.481203Z"
CAPTURE = Capture(
    uri="http://example.com/a",
    warc="example-20261124093226-k3x9ab01-00000.warc.gz",
    offset=0,
    length=10,
    record_id="<urn:uuid:00000000-0000-4000-8000-000000000000>",
    date=MOMENT,
    status=200,
    payload_digest="sha1:" + "A" * 32,
    charset="gb18030",
)
TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=30)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    texts = draw(st.lists(TEXT, min_size=1, max_size=4))
    return Document(
        id="example-0123456789ab",
        version=MOMENT,
        url="http://example.com/a",
        site="example",
        kind=draw(st.sampled_from(["speech", "news", "list"])),
        title=draw(st.none() | TEXT),
        capture=CAPTURE,
        extractor=Extractor("0.1.0", "example/1", None),
        breadcrumb=tuple(draw(st.lists(TEXT, max_size=3))),
        published=draw(st.sampled_from([None, "2025-03-03", "2025-03-03T09:32", "2025-03-03T09:32:26+08:00"])),
        speech=draw(st.none() | st.just(Speech("王毅", "外交部长", None, "致辞", "2015-04-28"))),
        part=draw(st.none() | st.just(Part(1, 3, "http://example.com/a"))),
        languages={"zh-Hans": 0.75, "en": 0.25},
        blocks=tuple(Block(n, "paragraph", text, "zh-Hans", 0.5, "/html/body/p") for n, text in enumerate(texts)),
        pairs=draw(st.just(()) | st.just((Pair((0,), (1, 2), 0.9),))),
        removed=tuple(Removed("icp", text, "/html/body/p") for text in texts),
        attachments=draw(st.just(()) | st.just((Attachment("http://example.com/a.pdf", "Fees", "pdf"),))),
        alternates=draw(st.just(()) | st.just((Alternate("en", "http://example.com/en/a"),))),
        rights=draw(st.none() | st.just(Rights("https://example.com/terms", "© 2025", True, False, None))),
    )


def test_a_document_of_before_alternates_and_rights_is_read() -> None:
    document = replace(_example(), removed=())
    values = to_json(document)
    del values["alternates"], values["rights"], values["attachments"]
    assert document_faults(values) == []
    assert decode_document(json.dumps(values)) == document


@given(documents())
def test_encode_and_decode(document: Document) -> None:
    line = encode_document(document)
    assert "\n" not in line
    assert decode_document(line) == document
    assert json.loads(line) == to_json(document)
    assert document_faults(to_json(document)) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("kind",), "essay"),
        (("id",), "example-xyz"),
        (("published",), "3 March 2025"),
        (("blocks", 0, "lang"), "Chinese"),
        (("removed", 0, "reason"), "because"),
        (("capture", "payload_digest"), "md5:abc"),
        (("surplus",), 1),
    ],
)
def test_the_schema_finds_what_is_wrong(path: tuple[str | int, ...], value: object) -> None:
    values = json.loads(encode_document(_example()))
    place = values
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    assert document_faults(values)


def test_a_document_of_before_templates_is_read() -> None:
    values = to_json(_example())
    values["extractor"] = {"version": "0.1.0", "profile": "example/1", "fingerprint": None}
    assert document_faults(values) == []
    assert decode_document(json.dumps(values)) == _example()


@pytest.mark.parametrize("path", [("subtitle",), ("blocks", 0, "lang"), ("capture", "date")])
def test_a_missing_field_is_an_error(path: tuple[str | int, ...]) -> None:
    values = place = json.loads(encode_document(_example()))
    for step in path[:-1]:
        place = place[step]
    del place[path[-1]]
    with pytest.raises((KeyError, TypeError)):
        decode_document(json.dumps(values))


def test_every_text_of_a_document_and_its_speech_is_a_stated_fact() -> None:
    document = replace(_example(), section="News", speech=Speech("王毅", None, None, "致辞", "2015-04-28"))
    stated = {name: value for name, value in stated_facts(document).items() if value}
    assert stated == {
        "title": "Title", "section": "News", "speech.speaker": "王毅", "speech.form": "致辞",
        "speech.delivered": "2015-04-28",
    }  # fmt: skip


def test_the_published_schema_is_that_of_the_declaration() -> None:
    assert read_schema("archive.model", "document.schema.json") == document_schema(), "run `make schema`"


def test_another_schema_is_refused() -> None:
    with pytest.raises(ValueError, match="schema 2"):
        decode_document(encode_document(_example()).replace('"schema":1', '"schema":2'))


def _example() -> Document:
    return Document(
        id="example-0123456789ab", version=MOMENT, url="http://example.com/a", site="example", kind="news",
        title="Title", capture=CAPTURE, extractor=Extractor("0.1.0", "example/1"),
        blocks=(Block(0, "paragraph", "text", "en", 1.0, "/html/body/p"),),
        removed=(Removed("icp", "ICP", "/html/body/p"),),
    )  # fmt: skip
