"""The limits that hold for pages: size, decompressed size, time, redirects, length of addresses, credentials."""

import gzip
import re
from collections.abc import Iterator

import pytest

from archive.warc.warc_records_and_digests import read_records

from .needy_site import LIMIT, Needy, serve
from .test_crawl_with_requisites import Crawled, crawl

LONG = "/long/" + "a" * 3000
_LINKS = ("/img/huge.html", "/img/declared.html", "/bomb.html", "/slow.html", "/round.html", "/more.html", LONG)


class Unbounded(Needy):
    """A site of pages that are too large, too slow, too far away."""

    def answer(self, target: str) -> tuple[int, dict[str, str], bytes]:
        path = target.partition("?")[0]
        kind = {"Content-Type": "text/html; charset=utf-8"}
        if path == "/":
            links = "".join(f"<li><a href={link}>The news of this year</a> 2025-03-03</li>" for link in _LINKS)
            return 200, kind, f"<title>News</title><ul>{links}</ul>".encode()
        if path == "/bomb.html":
            return 200, {**kind, "Content-Encoding": "gzip"}, gzip.compress(b"<p>text " * (LIMIT // 2))
        if path == "/round.html":
            return 302, {"Location": f"/round.html?n={len(self.log)}"}, b""
        if path == "/more.html":
            return 302, {"Location": f"http://me:secret@127.0.0.1:{self.port}/news/1.html"}, b""
        if path.startswith(("/img/", "/slow")):
            return 200, kind, b"<p>" + b"text " * 100
        return super().answer(target)


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    limits = ("-s", f"DOWNLOAD_MAXSIZE={LIMIT}", "-s", "DOWNLOAD_TIMEOUT=1", "-s", "REQUISITES=0")
    with serve(Unbounded()) as site:
        yield crawl(site, tmp_path_factory.mktemp("unbounded") / "data", *limits)


def stored(crawled: Crawled, name: str) -> int:
    """The bytes in the archive of the capture of a page."""
    lengths = [entry.capture.length or 0 for entry in crawled.captures if entry.capture.uri.endswith(name)]
    assert len(lengths) == 1, name
    return lengths[0]


@pytest.mark.parametrize("name", ["/img/huge.html", "/img/declared.html"])
def test_a_page_beyond_the_limit_is_cut_and_named(crawled: Crawled, name: str) -> None:
    assert stored(crawled, name) < 2 * LIMIT
    assert re.search(rf"^failed .*{name}: ", crawled.ended.stdout, re.MULTILINE)


def test_a_page_that_unpacks_beyond_the_limit_is_kept_as_sent_and_named(crawled: Crawled) -> None:
    assert 0 < stored(crawled, "/bomb.html") < LIMIT
    assert re.search(r"^failed .*/bomb.html: ", crawled.ended.stdout, re.MULTILINE)
    assert not any("/bomb.html" in line for line in crawled.documents)


def test_a_page_that_takes_too_long_is_cut_and_named(crawled: Crawled) -> None:
    assert stored(crawled, "/slow.html") > 0
    assert re.search(r"^failed .*/slow.html: it does not answer in time", crawled.ended.stdout, re.MULTILINE)


def test_redirects_end(crawled: Crawled) -> None:
    assert 2 < sum(target.startswith("/round.html") for target in crawled.site.asked()) < 25


def test_an_address_that_is_too_long_is_not_asked_for(crawled: Crawled) -> None:
    assert LONG not in crawled.site.asked()


def test_no_record_is_of_an_address_with_credentials(crawled: Crawled) -> None:
    assert "/more.html" in crawled.site.asked()
    for path in crawled.archive.warc_paths():
        for record in read_records(path):
            assert "secret" not in (record.field("WARC-Target-URI") or "")
            if record.type == "request":
                assert b"secret" not in record.block.read()
