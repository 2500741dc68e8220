"""The spider ``agency``, which finds the articles of any agency's site, its arguments, and a spider for each known
site.

Arguments (``-a NAME=VALUE``) are checked before the first request.
"""

import re
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar, Self
from urllib.parse import urljoin

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Request, Response
from scrapy.robotstxt import RobotParser
from twisted.python.failure import Failure

from archive.errors import UsageError
from archive.layout import Archive
from archive.model.document import Document
from archive.model.url import canonical_url, is_page_url
from archive.rights_of_pages_and_sites import RESERVATION_FILE
from crawler.body_size_limits_and_request_pace import is_loopback
from crawler.capture.known_captures import archived_article_urls, find_earlier_crawls
from crawler.capture.recorder_and_capture_sink import links_found
from crawler.discovery.frontier import Candidate, Frontier
from crawler.discovery.link_selection import EarlierCrawls, Interest, links_since
from crawler.discovery.links import LinkCandidate, links_of_html
from crawler.discovery.outcome import Answer, Outcome, Verdict, judge_response
from crawler.discovery.sitemaps import links_of_xml, new_entries
from crawler.discovery.urls_and_crawl_scope import Scope, resolve_url
from crawler.extraction.article.site_sections_page_places_and_user_choices import NO_CHOICES, SectionChoices
from crawler.robots_redirects_and_withdrawn_requests import judge_failure
from crawler.sites import KnownSites, Profile
from crawler.spiders.response_text_document_and_crawl_report import Report, document_of, media_type, text_of

ARGUMENTS = ("start_url", "since", "max_pages", "full", "sections")


@dataclass(frozen=True, slots=True)
class Arguments:
    """The spider arguments of one crawl (``-a NAME=VALUE``).

    ``since`` is a day, ``full`` requests known pages again too, ``sections`` are choices among the site's sections.
    """

    start_url: str
    since: date | None = None
    max_pages: int | None = None
    full: bool = False
    sections: SectionChoices = NO_CHOICES

    @classmethod
    def read(cls, given: dict[str, str], default_start: str | None) -> "Arguments":
        """Parse the spider arguments given on the command line.

        Raises UsageError for an argument that is unknown, cannot be read, or is missing.

        >>> Arguments.read({"max_pages": "10"}, "https://example.com").max_pages
        10
        """
        unknown = sorted(set(given) - set(ARGUMENTS))
        if unknown:
            raise UsageError(f"unknown spider argument {unknown[0]!r}; there are {', '.join(ARGUMENTS)}")
        start = given.get("start_url", default_start)
        if not start:
            raise UsageError("no start page: give its address with -a start_url=http://...")
        return cls(
            _address(start),
            _day(given.get("since")),
            _number(given.get("max_pages")),
            _flag(given.get("full")),
            _sections(given.get("sections")),
        )


def _address(text: str) -> str:
    try:
        if is_page_url(text.strip()):
            return canonical_url(text)
    except ValueError:
        pass
    raise UsageError(f"start_url={text!r} is not the address of a page; write it as http://HOST/ or https://HOST/")


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise UsageError(f"since={text!r} is not a day; write it as YYYY-MM-DD") from error


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    if not text.isdecimal() or int(text) < 1:
        raise UsageError(f"max_pages={text!r} is not a number of pages; write 1 or more")
    return int(text)


def _flag(text: str | None) -> bool:
    if text not in (None, "0", "1"):
        raise UsageError(f"full={text!r} is not 1 or 0")
    return text == "1"


def _sections(text: str | None) -> SectionChoices:
    names = [] if text is None else [name.strip() for name in text.split(",")]
    if not all(name.strip("+-").strip() for name in names):
        raise UsageError(f"sections={text!r} names no section; write names as a summary has them, 'Products,-Notes'")
    return SectionChoices.of_names(names)


LONGEST_DELAY = 30.0
"""The longest Crawl-delay of a robots.txt that is kept, in seconds; a longer one would stop the crawl."""


@dataclass(frozen=True, slots=True)
class _Content:
    """The content of a response to the spider: a document, the links of its page, and the entries of a sitemap or
    feed.
    """

    document: Document | None = None
    linked: tuple[LinkCandidate, ...] = ()
    named: tuple[LinkCandidate, ...] = ()


_NO_CONTENT = _Content()


class AgencySpider(Spider):
    """Crawls the site at ``-a start_url=``: list pages, pagination and articles are found by heuristics.

    ``site`` is the site's name in the archive, ``asked`` the arguments of the crawl. ``site_profile`` is what is
    known of the site, by the archive's file where there is one. Raises UsageError for arguments and files that cannot
    be used.
    """

    name = "agency"
    profile: ClassVar[Profile | None] = None

    def __init__(self, name: str | None = None, known_sites: KnownSites | None = None, **given: str) -> None:
        super().__init__(name)
        known = known_sites or KnownSites()
        own = self._own_profile(known)
        self.arguments = Arguments.read(given, next(iter(own.start_urls), None) if own else None)
        self.asked = {**given, "start_url": self.arguments.start_url}
        self.site_profile = own or known.named(known.site_at(self.arguments.start_url))
        self.site = self.site_profile.name
        self.scope = _scope(self.arguments.start_url, self.site_profile)
        self.frontier = Frontier(self.scope)
        self.report = Report()
        self._earlier: EarlierCrawls | None = None
        self._open: dict[str, Candidate] = {}
        self._window = 2

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        known = KnownSites(Archive.at(crawler.settings.get("ARCHIVE_DIR")))
        spider = super().from_crawler(crawler, *args, known_sites=known, **kwargs)
        if crawler.settings.get("CONTACT"):
            agent = f"{crawler.settings['USER_AGENT']} +{crawler.settings['CONTACT']}"
            crawler.settings.set("USER_AGENT", agent, priority="spider")
        if is_loopback(spider.arguments.start_url):
            crawler.settings.setdict({"DOWNLOAD_DELAY": 0, "AUTOTHROTTLE_ENABLED": False}, priority="spider")
        if spider.site_profile.delay:
            delay = max(spider.site_profile.delay, crawler.settings.getfloat("DOWNLOAD_DELAY"))
            crawler.settings.setdict({"DOWNLOAD_DELAY": delay, "AUTOTHROTTLE_START_DELAY": delay}, priority="spider")
        spider._window = 2 * crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")
        most = spider.arguments.max_pages or crawler.settings.getint("MAX_PAGES")
        spider.frontier = Frontier(spider.scope, most, _hint(spider.site_profile))
        crawler.signals.connect(spider.read_robots, signals.robots_parsed)
        crawler.signals.connect(spider.continue_when_idle, signals.spider_idle)
        return spider

    def _own_profile(self, known: KnownSites) -> Profile | None:
        """Return the profile of a spider that is one site's: that of its files, else the profile that made the
        spider.
        """
        if self.profile is None:
            return None
        return known.named(self.profile.name) if known.file(self.profile.name) else self.profile

    async def start(self) -> AsyncIterator[Request]:
        if not self.arguments.full:
            self._earlier = find_earlier_crawls(self.crawler, self.site, self.arguments.start_url)
        self.frontier.add([LinkCandidate(self.arguments.start_url, role="start")])
        for request in self._requests():
            yield request

    def parse(self, response: Response, candidate: Candidate) -> Iterator[Request | Document]:
        """Parse a response: settle its URL in the frontier, add its links, yield its article and the next
        requests.
        """
        document = document_of(response, self.site_profile)
        listed = self._feed_entries(response, candidate)
        if listed is not None:
            known = all(map(self.frontier.knows, listed))
            young = links_since(listed, self.arguments.since)
            found = _Content(named=tuple(new_entries(young, self._earlier.was_captured) if self._earlier else young))
            verdict = Verdict(Answer(Outcome.PAGE if known else Outcome.SOURCE))
            self._settle(candidate, verdict, response.url, found)
        else:
            yield from self._read(response, candidate, document)
        yield from self._requests()

    def fail(self, failure: Failure) -> Iterator[Request]:
        """Settle a URL whose request failed in the frontier, and yield the next requests."""
        candidate: Candidate = failure.request.cb_kwargs["candidate"]  # type: ignore[attr-defined] # Scrapy sets it
        self._settle(candidate, judge_failure(failure.value or OSError()), candidate.url)
        yield from self._requests()

    def read_robots(self, robotparser: RobotParser, request: Request) -> None:
        """Request the sitemaps that the site's own robots.txt names, and keep its Crawl-delay.

        Also request the file in which the host may reserve its rights.
        """
        if not self.scope.contains(request.url):
            return
        self.crawler.engine.crawl(_reservation_request(request.url))
        named = getattr(getattr(robotparser, "rp", None), "sitemaps", ())
        found = [resolve_url(url, urljoin(request.url, "/")) for url in named]
        self.frontier.add([LinkCandidate(url, role="sitemap") for url in found if url])
        throttle = self.crawler.get_extension(AutoThrottle)
        delay = robotparser.crawl_delay(self.settings["USER_AGENT"])
        if throttle and delay:
            throttle.mindelay = max(throttle.mindelay, min(delay, LONGEST_DELAY))

    def continue_when_idle(self) -> None:
        """Settle requests that ended without an answer when the spider is idle, and continue with further ones."""
        for candidate in list(self._open.values()):
            self._settle(candidate, Verdict(Answer(Outcome.FAILED), "ended without an answer"), candidate.url)
        requests = list(self._requests())
        for request in requests:
            self.crawler.engine.crawl(request)
        if requests:
            raise DontCloseSpider

    def closed(self, reason: str) -> None:
        """Conclude the report of the crawl when Scrapy ends it."""
        self.report.conclude()

    def _read(self, response: Response, candidate: Candidate, document: Document | None) -> Iterator[Document]:
        text = text_of(response, document)
        verdict = judge_response(response.status, media_type(response), document, text.markup)
        if document is None or is_published_before(document, self.arguments.since):
            self._settle(candidate, verdict, response.url, _Content(document))
            if document:
                self.report.left_out["published before -a since"] += 1
            return
        links = links_of_html(text.markup, response.url, text.charset)
        outlinks = list(dict.fromkeys(link.url for link in links))
        self.crawler.signals.send_catch_log(links_found, response=response, urls=outlinks)
        if document.is_article:
            # Feeds linked in an article are those of its comments.
            links = [link for link in links if link.role != "feed"]
            self.report.title = document.title or self.report.title
            self.report.seen.add(document.id)
        self.report.note_uncertain(document)
        if self._earlier:
            links = self._earlier.worth_requesting(links, document.is_article)
        young = links_since(links, self.arguments.since)
        self._settle(candidate, verdict, response.url, _Content(document, linked=tuple(young)))
        if document.is_article:
            yield document

    def _feed_entries(self, response: Response, candidate: Candidate) -> list[LinkCandidate] | None:
        """Return the entries of a response that is a sitemap or feed; None for any other."""
        kind = media_type(response)
        if response.status != 200 or not (candidate.role in ("sitemap", "feed") or kind.endswith("xml")):
            return None
        return None if kind == "application/xhtml+xml" else links_of_xml(response.body, response.url)

    def _settle(self, candidate: Candidate, verdict: Verdict, url: str, found: _Content = _NO_CONTENT) -> None:
        """Record a URL's outcome in one step, so that a crawl that is killed has all of it or nothing."""
        self._open.pop(candidate.key, None)
        if candidate.role == "start":
            found = replace(found, named=(*self._start_links(verdict, found.document), *found.named))
        self.frontier.settle(candidate, verdict.answer, found.linked, found.named)
        self.report.record(candidate, verdict, url)
        self.crawler.stats.set_value("crawl/pages", self.report.pages)

    def _start_links(self, verdict: Verdict, document: Document | None) -> Iterator[LinkCandidate]:
        """Yield links to follow beside those of the start page; or record why the crawl ends there."""
        if verdict.reason and (document is None or verdict.answer.outcome is Outcome.REFUSED):
            self.report.unreachable = verdict.reason
            return
        yield LinkCandidate(urljoin(self.arguments.start_url, "/sitemap.xml"), role="sitemap")
        if self.arguments.full:
            yield from (LinkCandidate(url, role="entry") for url in archived_article_urls(self.crawler, self.site))

    def _requests(self) -> Iterator[Request]:
        """Yield the next requests of the crawl, up to the most that may be open at once."""
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


def is_published_before(document: Document, since: date | None) -> bool:
    """Return whether a crawled document states that it was published before ``since``."""
    return bool(since and document.published and document.published[:10] < since.isoformat())


def _scope(start_url: str, profile: Profile) -> Scope:
    """Return the scope of a crawl: the site of the start page; if it is the profile's, with all of the profile's
    hosts.
    """
    alone = Scope.around([start_url], profile.excluded)
    own = [f"https://{host}/" for host in profile.hosts]
    return Scope.around([start_url, *own], profile.excluded) if any(map(alone.contains, own)) else alone


def _hint(profile: Profile) -> Callable[[LinkCandidate], Interest | None]:
    """Return the function by which a site's profile overrides the interest in a link."""
    known = [(re.compile(pattern), Interest.LISTING) for pattern in profile.listings]
    known += [(re.compile(pattern), Interest.ARTICLE) for pattern in profile.articles]

    def hint(link: LinkCandidate) -> Interest | None:
        path = "/" + link.url.split("/", 3)[-1]
        return next((interest for pattern, interest in known if pattern.search(path)), None)

    return hint


def _reservation_request(url: str) -> Request:
    """The request for the file in which a host reserves its rights to text and data mining.

    It goes out once, before the next page, only so that the answer is in the archive. ``Sec-Fetch-Dest`` marks its
    record as no page, whatever the host answers.
    """
    return Request(
        urljoin(url, RESERVATION_FILE),
        callback=_ignore_answer,
        errback=_ignore_answer,
        headers={"Accept": "application/json", "Sec-Fetch-Dest": "empty"},
        priority=1,
        meta={"hops": "P", "dont_retry": True, "dont_redirect": True},
    )


def _ignore_answer(_answer: Response | Failure) -> None:
    """Ignore the answer: the exchange is captured; rights are read from the archive."""


def spider_of(profile: Profile) -> type[AgencySpider]:
    """Make the spider of one site: the agency spider with the site's name, start page and profile."""
    class_name = "".join(part.capitalize() for part in profile.name.replace(".", "_").split("_")) + "Spider"
    return type(class_name, (AgencySpider,), {"name": profile.name, "profile": profile, "__module__": __name__})


# Scrapy finds spiders among the names of a module.
globals().update({spider.__name__: spider for spider in map(spider_of, KnownSites().profiles())})
