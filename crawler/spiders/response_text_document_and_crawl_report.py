"""What a spider reads of a response (document, text), and the report of a crawl.

The report names failures, refusals and URLs left out, and says why the crawl ended early.
"""

from collections import Counter
from dataclasses import dataclass, field

from scrapy.http import Response, TextResponse

from archive.errors import ArchiveError
from archive.model.capture import Capture
from archive.model.document import Document
from archive.model.page_headers_content_and_charset_names import Page
from archive.model.times import format_time, utc_now
from crawler.discovery.frontier import Candidate
from crawler.discovery.outcome import Outcome, Verdict
from crawler.extraction import extract
from crawler.sites import Profile

_BEGINNING = 256 * 1024  # bytes


@dataclass(frozen=True, slots=True)
class PageText:
    """A crawled page's markup as text, and the encoding of query strings in its links."""

    markup: str
    charset: str


def document_of(response: Response, profile: Profile) -> Document | None:
    """Return the document that capture made of a response; without capture, it is extracted now.

    None for a response that is not an HTML page with status 200.
    """
    if "document" in response.meta:
        captured: Document | None = response.meta["document"]
        return captured
    if response.status != 200 or media_type(response) not in ("", "text/html", "application/xhtml+xml"):
        return None
    try:
        return extract(_page(response, profile.name), profile=profile)
    except ArchiveError:
        return None


def text_of(response: Response, document: Document | None) -> PageText:
    """Decode a response's body to find links in it, in the encoding that extraction found if there is a document.

    Without a document, which may be a large file, only the beginning: enough to tell a refusal.
    """
    seen = response if document else _beginning(response)
    charset = document.capture.charset if document else None
    if charset is None:
        charset = seen.encoding if isinstance(seen, TextResponse) else "utf-8"
    try:
        return PageText(seen.body.decode(charset, "replace"), charset)
    except LookupError:
        return PageText(seen.body.decode("utf-8", "replace"), "utf-8")


def _beginning(response: Response) -> Response:
    """The response with only the beginning of its body; ``replace`` would decode all of it first."""
    return type(response)(response.url, headers=response.headers, body=response.body[:_BEGINNING])


def media_type(response: Response) -> str:
    """Return the media type that a response declares, in lower case and without parameters; '' if it declares
    none.
    """
    declared = response.headers.get("Content-Type") or b""
    return declared.decode("latin-1").partition(";")[0].strip().lower()


def _page(response: Response, site: str) -> Page:
    """Make the page to extract from a response; its body has no content coding any more."""
    asked = response.request.url if response.request else response.url
    capture = Capture(asked, None, None, None, None, format_time(utc_now()), response.status, payload_digest=None)
    headers = tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
        if name.lower() != b"content-encoding"
    )
    return Page(site, capture, headers, response.body)


MOST_NAMED = 1_000
"""The most pages of one outcome that are named; more are only counted."""

MOST_IN_A_ROW = 50
"""The crawl ends after N refusals or failures in a row: the site is presumed closed to it."""

_FOR_AN_ARTICLE = 5
"""The weight of one whose URL has the shape of an article's: members' areas have other shapes."""


@dataclass(slots=True)
class Report:
    """The report of a crawl, filled by the spider: counts of pages and articles, failures, refusals, URLs left out.

    ``pages`` counts answered URLs, ``articles`` those with an article, whose document ids are ``seen``. ``named``
    maps failed, refused and missing URLs to the reason, ``unnamed`` counts the rest of them. ``left_out`` counts URLs
    that were not requested, by reason. ``unreachable`` says why the crawl could not begin, ``kept_out`` why it could
    not continue. ``title`` is that of an article. ``unsure`` maps pages that may be articles and were not stored to
    their probability, ``unsure_unnamed`` counts the rest of them.
    """

    pages: int = 0
    articles: int = 0
    seen: set[str] = field(default_factory=set)
    named: dict[Outcome, dict[str, str]] = field(default_factory=dict)
    unnamed: Counter[Outcome] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    unreachable: str | None = None
    kept_out: str | None = None
    title: str | None = None
    unsure: dict[str, float] = field(default_factory=dict)
    unsure_unnamed: int = 0
    _row: tuple[Outcome | None, int] = (None, 0)
    _article_shapes: set[str] = field(default_factory=set)

    @property
    def is_over(self) -> bool:
        return self.unreachable is not None or self.kept_out is not None

    def record(self, candidate: Candidate, verdict: Verdict, url: str) -> None:
        """Count an answered URL in the crawl's report, and name it if it gave no page."""
        outcome = verdict.answer.outcome
        if outcome is Outcome.FORBIDDEN:
            self.left_out["forbidden by robots.txt"] += 1
            return
        self.pages += 1
        if outcome is Outcome.ARTICLE:
            self.articles += 1
            self._article_shapes.add(candidate.shape)
        self._count_row(outcome, verdict.reason, candidate.shape)
        if outcome is Outcome.COPY and verdict.reason:
            self.left_out["redirected to a page known already, off the site or not public"] += 1
        elif verdict.reason and not (candidate.role == "sitemap" and candidate.source is None):
            named = self.named.setdefault(outcome, {})
            if len(named) < MOST_NAMED or url in named:
                named[url] = verdict.reason
            else:
                self.unnamed[outcome] += 1

    def note_uncertain(self, document: Document) -> None:
        """Name in the crawl's report a page that has text and may be an article."""
        if document.is_article or not document.blocks:
            return
        if len(self.unsure) < MOST_NAMED or document.url in self.unsure:
            self.unsure[document.url] = document.confidence or 0.0
        else:
            self.unsure_unnamed += 1

    def conclude(self) -> None:
        """Record in the report that the site kept the crawl out, if it has no article and half of the answers were
        refusals.
        """
        refused = self.named.get(Outcome.REFUSED, {})
        if not self.articles and refused and len(refused) * 2 >= self.pages and not self.is_over:
            self.kept_out = (
                f"{len(refused)} of {self.pages} pages were refused, the last: {list(refused.values())[-1]}"
            )

    def _count_row(self, outcome: Outcome, reason: str, shape: str) -> None:
        if outcome not in (Outcome.REFUSED, Outcome.FAILED):
            self._row = (outcome, 0)
            return
        last, count = self._row
        weight = _FOR_AN_ARTICLE if shape in self._article_shapes else 1
        self._row = (outcome, (count if outcome is last else 0) + weight)
        if self._row[1] >= MOST_IN_A_ROW:
            self.kept_out = f"one page after the other gave nothing, the last: {reason}"
