"""The spider that finds the articles of any agency's site by itself."""

import re
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self
from urllib.parse import urljoin

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Request, Response
from scrapy.robotstxt import RobotParser
from twisted.python.failure import Failure

from archive.model.document import Document
from crawler.capture.signals import links_found
from crawler.discovery import (
    Answer,
    Candidate,
    Frontier,
    Interest,
    LinkCandidate,
    Outcome,
    Scope,
    links_of_html,
    links_of_xml,
)
from crawler.discovery.link_selection import EarlierCrawls, links_since
from crawler.discovery.urls import resolve_url
from crawler.sites import Profile, profile_named, site_at
from crawler.spiders.arguments import Arguments, is_loopback
from crawler.spiders.earlier import earlier_crawls, known_articles
from crawler.spiders.judging import Verdict, is_published_before, judge_failure, judge_response
from crawler.spiders.reading import document_of, media_type, text_of
from crawler.spiders.report import Report
from crawler.spiders.site_rights import reservation_request

LONGEST_DELAY = 30.0
"""Seconds between two requests that a robots.txt can ask for (Crawl-delay); more would be never."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What an answered address gave: a document, the leads of its page, and those that a sitemap or feed names."""

    document: Document | None = None
    linked: tuple[LinkCandidate, ...] = ()
    named: tuple[LinkCandidate, ...] = ()


_NOTHING = _Found()


class AgencySpider(Spider):
    """Crawls the site at ``-a start_url=``: list pages, pagination and articles are found by heuristics.

    ``site`` is the site's name in the archive, ``asked`` what the crawl was asked. Raises UsageError for arguments
    that cannot be used.
    """

    name = "agency"
    profile: ClassVar[Profile | None] = None

    def __init__(self, name: str | None = None, **given: str) -> None:
        super().__init__(name)
        start_urls = self.profile.start_urls if self.profile else ()
        self.arguments = Arguments.read(given, next(iter(start_urls), None))
        self.asked = {**given, "start_url": self.arguments.start_url}
        self.site = self.profile.name if self.profile else site_at(self.arguments.start_url)
        self._known = self.profile or profile_named(self.site)
        self._known.check()
        self.scope = _scope(self.arguments.start_url, self._known)
        self.frontier = Frontier(self.scope)
        self.report = Report()
        self._earlier: EarlierCrawls | None = None
        self._open: dict[str, Candidate] = {}
        self._window = 2

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        if crawler.settings.get("CONTACT"):
            agent = f"{crawler.settings['USER_AGENT']} +{crawler.settings['CONTACT']}"
            crawler.settings.set("USER_AGENT", agent, priority="spider")
        if is_loopback(spider.arguments.start_url):
            crawler.settings.setdict({"DOWNLOAD_DELAY": 0, "AUTOTHROTTLE_ENABLED": False}, priority="spider")
        spider._window = 2 * crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")
        most = spider.arguments.max_pages or crawler.settings.getint("MAX_PAGES")
        spider.frontier = Frontier(spider.scope, most, _hint(spider._known))
        crawler.signals.connect(spider.read_robots, signals.robots_parsed)
        crawler.signals.connect(spider.go_on_when_idle, signals.spider_idle)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        if not self.arguments.full:
            self._earlier = earlier_crawls(self.crawler, self.site, self.arguments.start_url)
        self.frontier.add([LinkCandidate(self.arguments.start_url, role="start")])
        for request in self._requests():
            yield request

    def parse(self, response: Response, candidate: Candidate) -> Iterator[Request | Document]:
        """Settles the page, takes in what it names, gives its article, and goes on."""
        document = document_of(response, self.site)
        listed = self._listed(response, candidate)
        if listed is not None:
            known = all(map(self.frontier.knows, listed))
            young = links_since(listed, self.arguments.since)
            found = _Found(named=tuple(self._earlier.new(young) if self._earlier else young))
            verdict = Verdict(Answer(Outcome.PAGE if known else Outcome.SOURCE))
            self._settle(candidate, verdict, response.url, found)
        else:
            yield from self._read(response, candidate, document)
        yield from self._requests()

    def fail(self, failure: Failure) -> Iterator[Request]:
        """Settles an address that gave no page, and goes on."""
        candidate: Candidate = failure.request.cb_kwargs["candidate"]  # type: ignore[attr-defined] # Scrapy sets it
        self._settle(candidate, judge_failure(failure.value or OSError()), candidate.url)
        yield from self._requests()

    def read_robots(self, robotparser: RobotParser, request: Request) -> None:
        """Takes in the sitemaps (Protego's parser has them) and the delay that the site's own robots.txt names.

        The file in which the host may reserve its rights is asked for, too.
        """
        if not self.scope.contains(request.url):
            return
        self.crawler.engine.crawl(reservation_request(request.url))
        named = getattr(getattr(robotparser, "rp", None), "sitemaps", ())
        found = [resolve_url(url, urljoin(request.url, "/")) for url in named]
        self.frontier.add([LinkCandidate(url, role="sitemap") for url in found if url])
        throttle = self.crawler.get_extension(AutoThrottle)
        delay = robotparser.crawl_delay(self.settings["USER_AGENT"])
        if throttle and delay:
            throttle.mindelay = max(throttle.mindelay, min(delay, LONGEST_DELAY))

    def go_on_when_idle(self) -> None:
        """Settles what ended without a word, and goes on as long as there is something to ask for."""
        for candidate in list(self._open.values()):
            self._settle(candidate, Verdict(Answer(Outcome.FAILED), "ended without an answer"), candidate.url)
        requests = list(self._requests())
        for request in requests:
            self.crawler.engine.crawl(request)
        if requests:
            raise DontCloseSpider

    def closed(self, reason: str) -> None:
        """Called by Scrapy at the end."""
        self.report.conclude()

    def _read(self, response: Response, candidate: Candidate, document: Document | None) -> Iterator[Document]:
        text = text_of(response, document)
        verdict = judge_response(response, document, text.markup)
        if document is None or is_published_before(document, self.arguments.since):
            self._settle(candidate, verdict, response.url, _Found(document))
            if document:
                self.report.left_out["published before -a since"] += 1
            return
        links = links_of_html(text.markup, response.url, text.charset)
        outlinks = list(dict.fromkeys(link.url for link in links))
        self.crawler.signals.send_catch_log(links_found, response=response, urls=outlinks)
        if document.is_article:
            # The feeds that an article names are those of its comments.
            links = [link for link in links if link.role != "feed"]
            self.report.title = document.title or self.report.title
            self.report.seen.add(document.id)
        self.report.take_unsure(document)
        if self._earlier:
            links = self._earlier.worth_requesting(links, document.is_article)
        young = links_since(links, self.arguments.since)
        self._settle(candidate, verdict, response.url, _Found(document, linked=tuple(young)))
        if document.is_article:
            yield document

    def _listed(self, response: Response, candidate: Candidate) -> list[LinkCandidate] | None:
        """The entries of the response where it is a sitemap or a feed."""
        kind = media_type(response)
        if response.status != 200 or not (candidate.role in ("sitemap", "feed") or kind.endswith("xml")):
            return None
        return None if kind == "application/xhtml+xml" else links_of_xml(response.body, response.url)

    def _settle(self, candidate: Candidate, verdict: Verdict, url: str, found: _Found = _NOTHING) -> None:
        """Takes down in one step what came of an address, so that a crawl that is killed has all of it or nothing."""
        self._open.pop(candidate.key, None)
        if candidate.role == "start":
            found = replace(found, named=(*self._begin(verdict, found.document), *found.named))
        self.frontier.settle(candidate, verdict.answer, found.linked, found.named)
        self.report.take_down(candidate, verdict, url)
        self.crawler.stats.set_value("crawl/pages", self.report.pages)

    def _begin(self, verdict: Verdict, document: Document | None) -> Iterator[LinkCandidate]:
        """What to go on with from the start page beside its links; or says why the crawl ends there."""
        if verdict.reason and (document is None or verdict.answer.outcome is Outcome.REFUSED):
            self.report.unreachable = verdict.reason
            return
        yield LinkCandidate(urljoin(self.arguments.start_url, "/sitemap.xml"), role="sitemap")
        if self.arguments.full:
            yield from (LinkCandidate(url, role="entry") for url in known_articles(self.crawler, self.site))

    def _requests(self) -> Iterator[Request]:
        """Requests for what is to be asked for next, as many as may be under way at once."""
        while not self.report.is_over and len(self._open) < self._window:
            candidate = self.frontier.take()
            if candidate is None:
                return
            self._open[candidate.key] = candidate
            yield Request(
                candidate.url,
                callback=self.parse,
                errback=self.fail,
                headers={"Referer": candidate.source} if candidate.source else None,
                cb_kwargs={"candidate": candidate},
                meta={"via": candidate.source, "hops": candidate.hops, "found_as": candidate.role},
            )


def _scope(start_url: str, profile: Profile) -> Scope:
    """The site at the start page; where that is the profile's own, with all of its hosts."""
    alone = Scope.around([start_url], profile.excluded)
    own = [f"https://{host}/" for host in profile.hosts]
    return Scope.around([start_url, *own], profile.excluded) if any(map(alone.contains, own)) else alone


def _hint(profile: Profile) -> Callable[[LinkCandidate], Interest | None]:
    """What the profile knows better than the heuristics."""
    known = [(re.compile(pattern), Interest.LISTING) for pattern in profile.sections]
    known += [(re.compile(pattern), Interest.ARTICLE) for pattern in profile.articles]

    def hint(link: LinkCandidate) -> Interest | None:
        path = "/" + link.url.split("/", 3)[-1]
        return next((interest for pattern, interest in known if pattern.search(path)), None)

    return hint
