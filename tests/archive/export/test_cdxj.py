"""Keys of addresses, as the Internet Archive's transform makes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.export.cdxj import surt

ID = "0123456789abcdef0123456789ABCDEF"


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://example.com", "com,example)/"),
        (
            "https://www2.example.com:8443/News/show.asp?ID=4&Page=2",
            "com,example:8443)/news/show.asp?id=4&page=2",
        ),
        ("http://user:pw@example.com/x/", "com,example)/x"),
        ("http://example.com/中文/?q=产能", "com,example)/%e4%b8%ad%e6%96%87?q=%e4%ba%a7%e8%83%bd"),
        ("http://example.com/a%252fb", "com,example)/a/b"),
        ("http://example.com/a?&b=1&&a", "com,example)/a?&&a&b=1"),
        (f"http://example.com/a?jsessionid={ID}&x=1", "com,example)/a?x=1"),
        (f"http://example.com/a?PHPSESSID={ID}", "com,example)/a"),
        ("http://example.com/a?cfid=1234&cftoken=987654&x=1", "com,example)/a?x=1"),
        ("http://example.com/(S(abcdefghijklmnopqrstuvwx))/a.aspx", "com,example)/a.aspx"),
        ("http://例子.中国/", "xn--fiqs8s,xn--fsqu00a)/"),
        ("http://127.0.0.1:8700/", "1,0,0,127:8700)/"),
        ("http://[::1]:8000/a", "::1:8000)/a"),
        ("https://example.com:443/", "com,example)/"),
        ("http://example.com:443/", "com,example:443)/"),
        ("http://example.com/a/./b/../..//c", "com,example)/c"),
        ("http://example.com/%zz%", "com,example)/%25zz%25"),
        ("http://ww2.example.com/", "com,example,ww2)/"),
        ("dns:example.com", "dns:example.com"),
    ],
)
def test_a_key(url: str, key: str) -> None:
    assert surt(url) == key


@given(st.text(max_size=60))
def test_any_address_has_a_key_that_stands_in_one_cell(rest: str) -> None:
    key = surt(f"http://example.com/{rest}")
    assert key.isascii()
    assert " " not in key
    assert "\n" not in key
