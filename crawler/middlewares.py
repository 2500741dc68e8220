"""What keeps a crawl to its site and to its time: scope, redirects, robots.txt, retries."""

import logging
from typing import Any, Self
from urllib.parse import urljoin

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

from archive.model.url import canonical, without_credentials
from crawler.discovery import Candidate, Frontier, Scope

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
"""Bytes of a robots.txt that are read; the rest is left (RFC 9309, 2.5, asks for 500 KiB at least)."""


class LeavesSite(IgnoreRequest):
    """Raised for a request to an address that is not on the crawl's site."""


class LeadsNowhereNew(IgnoreRequest):
    """Raised for a redirect to a page that was asked for already, or that is none."""


class RobotsUnreadable(IgnoreRequest):
    """Raised for a request to a host whose robots.txt could not be had: all is forbidden then (RFC 9309, 2.3.1.4)."""


class ScopeMiddleware:
    """Lets no request leave the site, whoever makes it: spider, redirect or the fetch of robots.txt.

    What an article needs (``meta["requisite"]``) may lie elsewhere, and the robots.txt of its host is asked for.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._elsewhere: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        scope: Scope | None = getattr(self._crawler.spider, "scope", None)
        if scope is None or scope.contains(request.url):
            return
        robots = urljoin(request.url, "/robots.txt")
        if "requisite" in request.meta:
            self._elsewhere.add(robots)
        elif request.url not in self._elsewhere:
            raise LeavesSite(f"{request.url} is off the site")


class SiteRedirectMiddleware(RedirectMiddleware):
    """Follows a redirect to a page of the site that was not asked for yet, and counts it as asked for.

    A redirect of robots.txt is followed to another robots.txt alone: many sites send every address that they do not
    know to the home page.
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
                raise LeadsNowhereNew(f"redirects to {following.url}")
        elif not frontier.scope.contains(following.url):
            raise LeavesSite(f"redirects off the site, to {following.url}")
        elif not frontier.redirect(candidate, canonical(following.url)):
            raise LeadsNowhereNew(f"redirects to {following.url}")
        return following


class OnceMoreMiddleware(RetryMiddleware):
    """Retries as its parent does, but once where the server was silent: each time costs DOWNLOAD_TIMEOUT."""

    def process_exception(
        self, request: Request, exception: Exception, spider: Spider | None = None
    ) -> Request | Response | None:
        if isinstance(exception, DownloadTimeoutError):
            request.meta["max_retry_times"] = min(1, self.max_retry_times)
        return super().process_exception(request, exception)


class RobotsMiddleware(RobotsTxtMiddleware):
    """Obeys robots.txt; a host whose robots.txt fails is not crawled, as RFC 9309 (2.3.1.4) asks."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        # It logs a failed fetch with a traceback; the reason is told by the crawl itself.
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
            self._set_parser(netloc, _ForbidsAll(reason_of(exc)))

    def _set_parser(self, netloc: str, parser: RobotParser) -> None:
        waiting = self._parsers[netloc]
        self._parsers[netloc] = parser
        if isinstance(waiting, Deferred):
            waiting.callback(parser)


def _readable_part(response: Response) -> Response:
    """The response, of one that is too long its first lines: 30 MB of rules would take half a minute to read."""
    if len(response.body) <= MOST_ROBOTS:
        return response
    return response.replace(body=response.body[:MOST_ROBOTS].rpartition(b"\n")[0])


class _ForbidsAll(RobotParser):
    """Stands for a robots.txt that could not be had."""

    def __init__(self, reason: str) -> None:
        self.reason = reason

    @classmethod
    def from_crawler(cls, crawler: Crawler, robotstxt_body: bytes) -> Self:
        return cls("")

    def allowed(self, url: str | bytes, user_agent: str | bytes) -> bool:
        return False


def reason_of(error: BaseException) -> str:
    """Why a download failed, in words and in one line."""
    last = getattr(error.__cause__, "reasons", None)  # of Twisted's ResponseFailed, each a Failure
    if isinstance(error, DownloadFailedError) and last:
        error = last[-1].value
    known = {**_REASONS, **_ON_THE_WIRE}
    words = next((reason for kind, reason in known.items() if isinstance(error, kind)), None)
    return words or " ".join(str(error).split()) or type(error).__name__
