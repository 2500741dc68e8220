"""Two addresses are one page exactly when their canonical forms are equal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model.url import canonical_url, without_credentials

SAME = [
    ("http://example.com/", "http://example.com"),
    ("http://example.com/", "HTTP://EXAMPLE.com:80/#top"),
    ("https://example.com/a", "https://example.com:443/b/../a"),
    ("http://example.com/~a", "http://example.com/%7Ea"),
    ("http://example.com/%E4%B8%AD", "http://example.com/%e4%b8%ad"),
    ("http://example.com/%E4%B8%AD", "http://example.com/中"),
    ("http://example.com/a?id=1", "http://example.com/a?id=1&PHPSESSID=0123456789abcdef"),
    ("http://example.com/a?id=1", "http://example.com/a;jsessionid=AB12.node1?id=1"),
    ("http://example.com/a?id=1", "http://example.com/a?sid=9f86d081884c7d65&id=1"),
    ("http://example.com/a", "http://example.com/a?utm_source=x&utm_medium=y&spm=a1.b2"),
    ("http://example.com/a", "http://example.com/a?from=timeline&isappinstalled=0"),
    ("http://example.com/a", "http://example.com/a?"),
    ("http://xn--fiqs8s.cn/", "http://中国.cn/"),
    ("http://example.com/a", "http://me:secret@example.com/a"),
]
DIFFERENT = [
    ("http://example.com/a", "http://example.com/A"),
    ("http://example.com/a", "http://example.com/a/"),
    ("http://example.com/", "http://example.com:8080/"),
    ("http://example.com/", "https://example.com/"),
    ("http://example.com/a?id=1", "http://example.com/a?id=2"),
    ("http://example.com/a?a=1&b=2", "http://example.com/a?b=2&a=1"),
    ("http://example.com/a?sid=5", "http://example.com/a?sid=6"),
    ("http://example.com/a?from=10", "http://example.com/a?from=20"),
    ("http://example.com/a%2Fb", "http://example.com/a/b"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_page(one: str, other: str) -> None:
    assert canonical_url(one) == canonical_url(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_pages(one: str, other: str) -> None:
    assert canonical_url(one) != canonical_url(other)


@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_canonical_is_ascii_and_stays(rest: str) -> None:
    once = canonical_url("http://example.com/" + rest)
    assert once.isascii()
    assert canonical_url(once) == once


@pytest.mark.parametrize("broken", ["http://example.com:port/", "http://[::1/", "http://example.com:99999/"])
def test_a_malformed_address_is_said_to_be_so(broken: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        canonical_url(broken)


def test_credentials_are_dropped() -> None:
    assert without_credentials("http://me:secret@example.com/@a") == "http://example.com/@a"
    assert without_credentials("http://example.com/user@host") == "http://example.com/user@host"
