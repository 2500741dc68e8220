"""The spiders' arguments, and what they leave out of a crawl."""

import re
from datetime import date

import pytest

from archive.errors import UsageError
from crawler.discovery.link_selection import links_since
from crawler.discovery.links import LinkCandidate
from crawler.spiders.agency import Arguments


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"since": "yesterday"}, "since='yesterday'"),
        ({"since": "2025-02-30"}, "since='2025-02-30'"),
        ({"max_pages": "0"}, "max_pages='0'"),
        ({"max_pages": "many"}, "max_pages='many'"),
        ({"full": "maybe"}, "full='maybe'"),
        ({"start_url": "example.com"}, "start_url='example.com'"),
        ({"start_url": "ftp://example.com/"}, "start_url='ftp://example.com/'"),
        ({"start_url": "http://me:secret@example.com/"}, "is not the address of a page"),
        ({"start_url": "http://example.com:x/"}, "is not the address of a page"),
        ({"colour": "red"}, "unknown spider argument 'colour'"),
    ],
)
def test_an_argument_that_cannot_be_used_is_named(given: dict[str, str], said: str) -> None:
    with pytest.raises(UsageError, match=re.escape(said)):
        Arguments.read(given, "https://example.com/")


def test_arguments_are_read() -> None:
    given = {"start_url": "http://EXAMPLE.com", "since": "2025-03-03", "max_pages": "5", "full": "1"}
    assert Arguments.read(given, None) == Arguments("http://example.com/", date(2025, 3, 3), 5, True)


def test_old_links_are_left_out_and_an_old_listing_ends() -> None:
    old = [LinkCandidate(f"http://example.com/{n}", dated=True, day=date(2024, 1, n)) for n in (1, 2, 3)]
    new = LinkCandidate("http://example.com/4", dated=True, day=date(2025, 1, 1))
    undated, following = (
        LinkCandidate("http://example.com/about"),
        LinkCandidate("http://example.com/?page=2", "下一页"),
    )
    since = date(2024, 6, 1)
    assert links_since([*old, undated, following], since) == [undated]
    assert links_since([*old, new, undated, following], since) == [new, undated, following]
    assert links_since([*old, following], None) == [*old, following]
