"""How the crawl came to a URL: the fields of its ``metadata`` record."""

from scrapy.http import Request

_ROBOTS = "P"  # a prerequisite of what follows
_REDIRECT = "R"


def provenance_of(request: Request) -> tuple[tuple[str, str], ...]:
    """``via``, ``hopsFromSeed`` and ``foundAs`` of a request, as far as they are known.

    A spider gives them in the request's meta as ``via``, ``hops`` (a letter a step: L link, E embedded, R redirect,
    M sitemap or feed, P prerequisite, as in crawl logs of Heritrix) and ``found_as``. Redirects are added to
    ``hops``; without ``via`` in the meta, the Referer header is used.

    >>> provenance_of(Request("http://example.com/b", meta={"via": "http://example.com/", "hops": "L"}))
    (('via', 'http://example.com/'), ('hopsFromSeed', 'L'))
    """
    redirects: list[str] = request.meta.get("redirect_urls", [])
    via = redirects[-1] if redirects else request.meta.get("via") or _referer(request)
    hops = request.meta.get("hops")
    if hops is None and request.meta.get("dont_obey_robotstxt") and request.url.endswith("/robots.txt"):
        hops = _ROBOTS
    fields = (
        ("via", via),
        ("hopsFromSeed", None if hops is None and not redirects else (hops or "") + _REDIRECT * len(redirects)),
        ("foundAs", request.meta.get("found_as")),
    )
    return tuple((name, value) for name, value in fields if value)


def _referer(request: Request) -> str | None:
    value = request.headers.get("Referer")
    return value.decode("latin-1") if value else None
