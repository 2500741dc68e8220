"""Sites made of pages in memory, and a crawl of them through the frontier alone: no network, no extraction."""

from collections.abc import Callable
from dataclasses import dataclass, field

from crawler.discovery.frontier import Frontier
from crawler.discovery.links import LinkCandidate, links_of_html
from crawler.discovery.outcome import Answer, ContentFingerprint, Outcome
from crawler.discovery.sitemaps import links_of_xml
from crawler.discovery.urls_and_crawl_scope import Scope

HOME = "http://agency.test/"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its markup, and what extraction would say of it."""

    markup: str
    outcome: Outcome = Outcome.PAGE
    text: str = ""


Maker = Callable[[str], Sheet | None]


@dataclass(slots=True)
class PaperSite:
    """Pages by canonical address; ``makers`` make those of endless spaces as they are asked for."""

    sheets: dict[str, Sheet] = field(default_factory=dict)
    makers: list[Maker] = field(default_factory=list)
    redirects: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def page(self, path: str, markup: str) -> None:
        self.sheets[HOME + path] = Sheet(markup)

    def article(self, path: str, markup: str = "", text: str | None = None) -> str:
        self.sheets[HOME + path] = Sheet(markup, Outcome.ARTICLE, f"text of {path}" if text is None else text)
        return HOME + path

    @property
    def articles(self) -> set[str]:
        return {url for url, sheet in self.sheets.items() if sheet.outcome is Outcome.ARTICLE}

    def get(self, url: str) -> Sheet:
        made = (sheet for maker in self.makers if (sheet := maker(url)))
        return self.sheets.get(url) or next(made, Sheet("", Outcome.DEAD))


def crawl(site: PaperSite, extra: tuple[LinkCandidate, ...] = (), limit: int = 5_000) -> Frontier:
    """Ask the site for what the frontier gives out, until it gives out no more.

    Fails when an address is asked for twice or ``limit`` is reached.
    """
    frontier = Frontier(Scope.around([HOME]))
    frontier.add([LinkCandidate(HOME), *extra])
    while candidate := frontier.take():
        url, redirected = candidate.url, False
        site.asked.append(url)
        while url in site.redirects:
            url = site.redirects[url]
            redirected = not frontier.redirect(candidate, url)
            if redirected:
                break
            site.asked.append(url)
        sheet = Sheet("", Outcome.SOURCE) if redirected else site.get(url)
        named = links_of_xml(sheet.markup.encode(), url)
        outcome = Outcome.SOURCE if named is not None else sheet.outcome
        frontier.settle(candidate, Answer(outcome, ContentFingerprint.of_text(sheet.text)))
        if named is not None:
            frontier.add(named)
        else:
            frontier.add(links_of_html(sheet.markup, url), candidate)
        assert len(site.asked) < limit, f"still asking for pages like {site.asked[-1]}"
    assert len(site.asked) == len(set(site.asked))
    return frontier


def anchors(*hrefs: str) -> str:
    return "".join(f"<li><a href='{href}'>{href.rpartition('/')[2]}</a></li>" for href in hrefs)
