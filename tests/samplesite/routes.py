"""What the site answers to an address."""

import re
from collections import Counter
from dataclasses import replace
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from archive.model.document import OtherKind
from tests.samplesite import directories, listings, pages, traps
from tests.samplesite.article import Article
from tests.samplesite.assets import assets
from tests.samplesite.dates import http_date
from tests.samplesite.frame import article_frame
from tests.samplesite.listings import NEVER, OLD_ADDRESSES
from tests.samplesite.markups import render
from tests.samplesite.resource import Resource, html, redirect
from tests.samplesite.sections import NEWS_CENTRE_PATH, SECTIONS

_TRACKING = re.compile(r"utm_\w+|from|spm|PHPSESSID")
_SESSION = re.compile(r";jsessionid=\w*", re.IGNORECASE)
_FAILURES = 2
_COOKIES = (("Set-Cookie", "PHPSESSID=0a1b2c3d; path=/"), ("Set-Cookie", "skin=blue; path=/"))


class Site:
    """The site from one start of its server to the end: it remembers how often late pages were asked for."""

    def __init__(self, articles: tuple[Article, ...]) -> None:
        self._articles = articles
        self._late = {article.path for article in articles if "late" in article.traits}
        self._asked: Counter[str] = Counter()
        self._resources = _fixed(articles) | _lists(articles) | assets(articles)

    def answer(self, target: str, host: str) -> Resource:
        """The answer to a request target (path and query); ``host`` completes absolute addresses."""
        path, query = without_tracking(target)
        if path in self._late:
            self._asked[path] += 1
            if self._asked[path] <= _FAILURES:
                return html(pages.unavailable(), status=503)
        key = f"{path}?{query}" if query else path
        found = self._resources.get(key) or self._for_host(path, host) or self._without_end(path, query)
        return _located(found or self._resources.get(path) or self._refusal(path), host)

    def _for_host(self, path: str, host: str) -> Resource | None:
        match path:
            case "/robots.txt":
                return Resource(directories.robots(host).encode(), "text/plain", tagged=True)
            case "/sitemap.xml":
                return Resource(directories.sitemap(host, self._articles).encode(), "application/xml", gzip=True)
            case "/feed.xml":
                return Resource(directories.feed(host, self._articles).encode(), "application/rss+xml", tagged=True)
        return None

    def _without_end(self, path: str, query: str) -> Resource | None:
        if path in traps.RESULT_PATHS:
            return html(traps.results(path, query, self._articles))
        month = traps.calendar(query, self._articles) if path == "/calendar" else None
        return html(month) if month else None

    def _refusal(self, path: str) -> Resource:
        if path.startswith("/members/"):
            return html(pages.refused(), status=403)
        if path == NEVER:
            return html(pages.unavailable(), status=503)
        if path.startswith(("/admin/", "/private/")):
            return html("<html><head><title>Login</title></head><body><form><input></form></body></html>")
        return html(pages.missing(self._articles), status=404)


def other_pages(articles: tuple[Article, ...]) -> dict[str, OtherKind]:
    """The addresses that are no articles, and what they are; those without end and those that refuse left out."""
    lists = (address for section in SECTIONS.values() for address in listings.addresses(section, articles))
    found: dict[str, OtherKind] = dict.fromkeys(("/", "/en/", NEWS_CENTRE_PATH, *lists), "list")
    return found | {path: "error" if path == pages.SOFT_404 else "page" for path in pages.PLAIN_PAGES}


def without_tracking(target: str) -> tuple[str, str]:
    """Path and query without session ids and tracking parameters.

    >>> without_tracking("/a.html;jsessionid=0A?utm_source=x&page=2")
    ('/a.html', 'page=2')
    """
    parts = urlsplit(target)
    kept = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(pair[0])]
    return _SESSION.sub("", parts.path), urlencode(kept, quote_via=quote)


def _located(resource: Resource, host: str) -> Resource:
    """Redirects with their address made absolute."""
    pairs = [(name, f"http://{host}{value}" if name == "Location" else value) for name, value in resource.headers]
    return replace(resource, headers=tuple(pairs))


def _fixed(articles: tuple[Article, ...]) -> dict[str, Resource]:
    """The articles, the pages that are neither list nor article, and the redirects."""
    found = {article.path: _article(article, articles) for article in articles}
    found |= {path: html(pages.page(path, articles)) for path in pages.PLAIN_PAGES}
    found["/go.html"] = html(pages.forwarding("/en/"))
    found["/latest"] = redirect(articles[0].first_path, 302)
    found["/index.html"] = redirect("/")
    found |= {old: redirect(new) for old, new in OLD_ADDRESSES.items()}
    return found


def _article(article: Article, articles: tuple[Article, ...]) -> Resource:
    text = render(article, article_frame(article, articles))
    return replace(
        html(text, article.charset, named=False),
        modified=http_date(article.published),
        tagged=True,
        gzip="gzip" in article.traits,
        chunked="chunked" in article.traits,
    )


def _lists(articles: tuple[Article, ...]) -> dict[str, Resource]:
    found = {
        "/": html(listings.home(articles)),
        "/en/": html(listings.english_home(articles)),
        NEWS_CENTRE_PATH: html(listings.news_centre(articles)),
    }
    for section in SECTIONS.values():
        found[section.page_path(1)] = redirect(section.path)
        for number, address in enumerate(listings.addresses(section, articles), start=1):
            page = html(listings.section_page(section, number, articles), section.charset, named=False)
            found[address] = replace(page, headers=_COOKIES) if section.session else page
    return {path: replace(resource, tagged=resource.status == 200) for path, resource in found.items()}
