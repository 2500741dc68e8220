"""What a document says of its page: address, capture, extractor, languages; and bodies that cannot be read."""

import gzip
from collections.abc import Callable
from dataclasses import replace

import archive
from archive.model.document import Document, document_faults, document_id, to_json
from archive.model.page_headers_content_and_charset_names import Page
from crawler.extraction import extract

HTML = (
    "<html><head><meta charset=gbk><title>渡船停航 - 南湖译文</title></head><body>"
    "<h1>渡船停航</h1>"
    "<p>因大风,渡船停航两天。周四恢复通航,请乘客留意公告。</p>"
    "<p>The ferry does not run for two days.</p></body></html>"
)
URL = "HTTP://www.Example.com:80/news/./1.html?utm_source=x#top"


def test_a_document_names_its_page_capture_and_extractor(extracted: Callable[..., Document]) -> None:
    document = extracted(HTML.encode("gbk"), url=URL, content_type="text/html")
    assert document.url == "http://www.example.com/news/1.html"
    assert document.id == document_id("example.com", document.url)
    assert (document.capture.uri, document.capture.charset) == (URL, "gb18030")
    assert document.version == document.capture.date
    assert (document.extractor.version, document.extractor.profile) == (archive.__version__, "example.com/1")
    assert [block.n for block in document.blocks] == [0, 1]
    assert list(document.languages) == ["en", "zh-Hans"]
    assert abs(sum(document.languages.values()) - 1) < 0.001
    assert document_faults(to_json(document)) == []


def test_a_compressed_page_is_read(make_page: Callable[..., Page]) -> None:
    page = make_page(gzip.compress(HTML.encode()))
    coded = replace(page, headers=(*page.headers, ("Content-Encoding", "gzip")))
    assert extract(coded).title == "渡船停航"


def test_a_body_that_cannot_be_decoded_is_no_article(make_page: Callable[..., Page]) -> None:
    page = make_page(b"\x00\x01\x02 no gzip")
    coded = replace(page, headers=(*page.headers, ("Content-Encoding", "gzip")))
    assert (extract(coded).kind, extract(coded).blocks) == ("other", ())


def test_an_address_that_is_malformed_is_kept_as_it_is(extracted: Callable[..., Document]) -> None:
    assert extracted(HTML, url="http://[broken/1.html").url == "http://[broken/1.html"
