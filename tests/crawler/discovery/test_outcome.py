"""Which answers keep a crawler out."""

import pytest

from crawler.discovery.outcome import refusal_of

CHALLENGE = "a challenge that needs JavaScript"


@pytest.mark.parametrize("status", [401, 403, 412, 429])
def test_refusals_by_status(status: int) -> None:
    reason = refusal_of(status, "<h1>No</h1>")
    assert reason
    assert reason.startswith(str(status))


@pytest.mark.parametrize(
    ("status", "markup"),
    [
        (200, "<html><script>document.cookie='k='+f();location.reload();</script></html>"),
        (521, "<script>document.cookie=('_')+('_');location.href=location.pathname</script>"),
        (200, "<body>Please enable JavaScript to view this site.<script src=a.js></script>"),
        (200, "<noscript>请启用 JavaScript 后访问</noscript><script>go()</script>"),
        (
            503,
            "<title>Just a moment...</title><script src='/cdn-cgi/challenge-platform/x'></script>",
        ),
        (202, "<script>$_ts={};</script><script src=/x.js></script>"),
        (412, "<script>eval(decode('...'))</script>"),
    ],
)
def test_challenges(status: int, markup: str) -> None:
    assert refusal_of(status, markup) == CHALLENGE


@pytest.mark.parametrize(
    ("status", "markup"),
    [
        (200, ""),
        (404, "<h1>Not Found</h1>"),
        (200, "<script>document.cookie='a=1'</script><p>Welcome</p>" + "<a href=/x>x</a>" * 9 + "location reload"),
        (
            200,
            "<script>document.cookie='lang=zh';function r(){location.reload()}</script>"
            + "<p>A long story. </p>" * 99,
        ),
        (200, "<p>How we enable JavaScript developers to translate their work</p>"),
        (500, "<h1>Internal Server Error</h1>"),
        (
            200,
            "<noscript>Please enable JavaScript to go on.</noscript><div id=app></div><script src=/app.js></script>",
        ),
    ],
)
def test_pages_that_are_none(status: int, markup: str) -> None:
    assert refusal_of(status, markup) is None
