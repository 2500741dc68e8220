"""Downloader middlewares that decide which requests a crawl makes: scope, withdrawn URLs, redirects, retries,
robots.txt; and the outcome of a request that they drop or that fails.
"""

import hashlib
import logging
from typing import Any, Self
from urllib.parse import urljoin
from weakref import WeakKeyDictionary

from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
)
from scrapy.http import Request, Response
from scrapy.robotstxt import RobotParser
from twisted.internet.defer import Deferred
from twisted.internet.error import ConnectionDone, ConnectionLost
from twisted.web._newclient import ParseError

from archive.layout import Archive
from archive.model.url import canonical, without_credentials
from archive.withdrawal import CurrentWithdrawals
from crawler.discovery.frontier import Candidate, Frontier
from crawler.discovery.outcome import Answer, Outcome, Verdict
from crawler.discovery.urls_and_crawl_scope import Scope
from crawler.guard import NotPublic

_REASONS: dict[type[Exception], str] = {
    CannotResolveHostError: "its host name does not resolve",
    DownloadConnectionRefusedError: "the connection is refused",
    DownloadTimeoutError: "it does not answer in time",
}
_ON_THE_WIRE: dict[type[Exception], str] = {
    ConnectionDone: "the connection was closed before the answer was whole",
    ConnectionLost: "the connection was cut before the answer was whole",
    ParseError: "its answer is no HTTP",
}

MOST_ROBOTS = 512 * 1024
"""Bytes of a robots.txt that are read; the rest is ignored (RFC 9309, 2.5, asks for at least 500 KiB)."""


class LeavesSite(IgnoreRequest):
    """Raised for a request to a URL that is not on the crawl's site."""


class RedirectsToKnownPage(IgnoreRequest):
    """Raised for a redirect to a URL that was requested already, or that is no page."""


class RobotsUnreadable(IgnoreRequest):
    """Raised for a request to a host whose robots.txt is unavailable, which forbids all URLs (RFC 9309, 2.3.1.4)."""


class ScopeMiddleware:
    """Middleware that drops requests that leave the site, from a spider, a redirect or the fetch of robots.txt.

    Requisites of articles (``meta["requisite"]``) may be on other hosts, whose robots.txt is then requested too.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._robots_of_other_hosts: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        scope: Scope | None = getattr(self._crawler.spider, "scope", None)
        if scope is None or scope.contains(request.url):
            return
        robots = urljoin(request.url, "/robots.txt")
        if "requisite" in request.meta:
            self._robots_of_other_hosts.add(robots)
        elif request.url not in self._robots_of_other_hosts:
            raise LeavesSite(f"{request.url} is off the site")


class WithdrawnMiddleware:
    """Middleware that drops requests for withdrawn URLs; stat ``withdrawn/requests`` counts them."""

    def __init__(self, crawler: Crawler) -> None:
        self._standing = CurrentWithdrawals(Archive.at(crawler.settings.get("ARCHIVE_DIR")))
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request, spider: Spider | None = None) -> None:
        """Drop a request for a withdrawn URL, by raising IgnoreRequest."""
        spider = self._crawler.spider
        site = str(getattr(spider, "site", None) or getattr(spider, "name", ""))
        if self._standing.now().blocks(request.url, site):
            if self._crawler.stats:
                self._crawler.stats.inc_value("withdrawn/requests")
            raise IgnoreRequest("withdrawn from the archive")


class SiteRedirectMiddleware(RedirectMiddleware):
    """Middleware that follows a redirect to a page of the site that was not requested yet, and counts it as
    requested.

    A redirect of robots.txt is followed only to another robots.txt: many sites redirect all unknown URLs to the home
    page.
    """

    def _redirect(self, redirected: Request, request: Request, reason: Any) -> Request:
        following = super()._redirect(redirected, request, reason)
        following = following.replace(url=without_credentials(following.url))
        for stale in ("document", "capture", "recalled"):
            following.meta.pop(stale, None)
        for condition in ("If-None-Match", "If-Modified-Since"):
            following.headers.pop(condition, None)
        candidate: Candidate | None = request.cb_kwargs.get("candidate")
        frontier: Frontier | None = getattr(self.crawler.spider, "frontier", None)
        if candidate is None or frontier is None:
            if not following.url.partition("?")[0].endswith("robots.txt"):
                raise RedirectsToKnownPage(f"redirects to {following.url}")
        elif not frontier.scope.contains(following.url):
            raise LeavesSite(f"redirects off the site, to {following.url}")
        elif not frontier.redirect(candidate, canonical(following.url)):
            raise RedirectsToKnownPage(f"redirects to {following.url}")
        return following


class RetryOnceOnTimeoutMiddleware(RetryMiddleware):
    """Middleware that retries failed requests as its parent does, but only once after a timeout, which costs
    DOWNLOAD_TIMEOUT.
    """

    def process_exception(
        self, request: Request, exception: Exception, spider: Spider | None = None
    ) -> Request | Response | None:
        if isinstance(exception, DownloadTimeoutError):
            request.meta["max_retry_times"] = min(1, self.max_retry_times)
        return super().process_exception(request, exception)


class RobotsMiddleware(RobotsTxtMiddleware):
    """Middleware that obeys robots.txt; a host whose robots.txt fails is not crawled, as RFC 9309 (2.3.1.4)
    requires.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        # It logs a failed fetch with a traceback; the crawl reports the reason itself.
        logging.getLogger(RobotsTxtMiddleware.__module__).setLevel(logging.CRITICAL)

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        if isinstance(rp, _ForbidsAll):
            raise RobotsUnreadable(rp.reason)
        super().process_request_2(rp, request)

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500:
            self._set_parser(netloc, _ForbidsAll(f"its robots.txt was answered with status {response.status}"))
        else:
            await super()._parse_robots(_readable_part(response), netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        if isinstance(exc, IgnoreRequest):
            super()._robots_error(exc, netloc)
        else:
            self._set_parser(netloc, _ForbidsAll(_reason_of(exc)))

    def _set_parser(self, netloc: str, parser: RobotParser) -> None:
        waiting = self._parsers[netloc]
        self._parsers[netloc] = parser
        if isinstance(waiting, Deferred):
            waiting.callback(parser)


class CanonicalFingerprinter:
    """Fingerprints requests for Scrapy by method, canonical URL and body (setting REQUEST_FINGERPRINTER_CLASS)."""

    def __init__(self) -> None:
        self._known: WeakKeyDictionary[Request, bytes] = WeakKeyDictionary()

    def fingerprint(self, request: Request) -> bytes:
        """Return the fingerprint of a request in 20 bytes, the same for two requests for one page.

        >>> one, other = Request("http://example.com/a?b=1"), Request("http://EXAMPLE.com:80/./a?utm_source=x&b=1#top")
        >>> CanonicalFingerprinter().fingerprint(one) == CanonicalFingerprinter().fingerprint(other)
        True
        """
        if request not in self._known:
            parts = (request.method, canonical(request.url), request.body.hex())
            self._known[request] = hashlib.sha256("\0".join(parts).encode()).digest()[:20]
        return self._known[request]


def _readable_part(response: Response) -> Response:
    """The response, or the first lines of a long one: 30 MB of rules would take half a minute to parse."""
    if len(response.body) <= MOST_ROBOTS:
        return response
    return response.replace(body=response.body[:MOST_ROBOTS].rpartition(b"\n")[0])


class _ForbidsAll(RobotParser):
    """The rules of an unavailable robots.txt."""

    def __init__(self, reason: str) -> None:
        self.reason = reason

    @classmethod
    def from_crawler(cls, crawler: Crawler, robotstxt_body: bytes) -> Self:
        return cls("")

    def allowed(self, url: str | bytes, user_agent: str | bytes) -> bool:
        return False


def judge_failure(error: BaseException) -> Verdict:
    """Judge a request that failed without any response: dropped by robots.txt or as off the site, or a failed
    download.
    """
    if isinstance(error, RobotsUnreadable):
        return Verdict(Answer(Outcome.FORBIDDEN), str(error))
    if isinstance(error, LeavesSite | RedirectsToKnownPage | NotPublic):
        return Verdict(Answer(Outcome.COPY), str(error))
    if isinstance(error, IgnoreRequest):
        forbidden = "robots.txt" in str(error)
        return Verdict(Answer(Outcome.FORBIDDEN if forbidden else Outcome.FAILED), str(error) or "not asked for")
    return Verdict(Answer(Outcome.FAILED), _reason_of(error))


def _reason_of(error: BaseException) -> str:
    """Say in one line why a download failed."""
    last = getattr(error.__cause__, "reasons", None)  # of Twisted's ResponseFailed, each a Failure
    if isinstance(error, DownloadFailedError) and last:
        error = last[-1].value
    known = {**_REASONS, **_ON_THE_WIRE}
    words = next((reason for kind, reason in known.items() if isinstance(error, kind)), None)
    return words or " ".join(str(error).split()) or type(error).__name__
