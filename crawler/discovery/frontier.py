"""The frontier of a crawl: which URL to request next, and which ones wait."""

import heapq
from collections import Counter, deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from archive.model.url import host_variant_key
from crawler.discovery.budgets import Budget, BudgetLedger, DeadEnds, ListingPage, NamedBy
from crawler.discovery.link_selection import Interest, interest_of, is_pager
from crawler.discovery.links import LinkCandidate
from crawler.discovery.outcome import Answer, Outcome
from crawler.discovery.urls_and_crawl_scope import Scope, is_page, shape_of

PROBES = 3
"""Promising links that a page within budget may have requested although their shape is over budget."""

MOST_WAITING = 20_000
"""URLs of one shape that are kept; a link farm has more."""

_HOPS = {"start": "", "entry": "M", "frame": "E", "refresh": "R"}

Hint = Callable[[LinkCandidate], Interest | None]
"""A function of a site's profile that rates a link better than the heuristics; it returns None for unknown ones."""

OFF_SITE, NO_PAGE, OVER_BUDGET = "off the site", "no page (file, form, action)", "over the budget of its kind of page"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A URL of the frontier to request. ``key`` is the same for its host variants; ``source`` is the page that links
    to it.

    ``named_by`` is the kind of that page, ``depth`` the number of links from the start page, ``hops`` the path
    from there, a letter a step as in crawl logs (L link, E frame, R refresh, M sitemap or feed). ``probe``: it is
    requested although its shape is over budget. ``is_numbered``: it is linked as another page of a listing.
    """

    url: str
    key: str
    shape: str
    role: str
    interest: Interest
    source: str | None = None
    named_by: NamedBy = "page"
    depth: int = 0
    hops: str = ""
    probe: bool = False
    is_numbered: bool = False

    @property
    def listing_page(self) -> ListingPage:
        """Return the URL as a page of a listing, as dead ends count it."""
        return ListingPage(self.url, self.shape, self.source if self.is_numbered else None)


@dataclass(slots=True)
class _ShapeQueue:
    """The queue of waiting URLs of one shape: promising ones first, each group in the order found."""

    budget: Budget
    promising: deque[Candidate] = field(default_factory=deque)
    others: deque[Candidate] = field(default_factory=deque)

    def __len__(self) -> int:
        return len(self.promising) + len(self.others)

    def push(self, candidate: Candidate) -> None:
        (self.promising if candidate.interest >= Interest.ARTICLE else self.others).append(candidate)

    def pop(self) -> Candidate:
        """Take the first URL; of a shape with a strained budget one farther on, so that one bad run does not
        end it.
        """
        group = self.promising or self.others
        if self.budget.strain > 0.25:
            group.rotate(-(len(group) * 5 // 13))
        return group.popleft()

    @property
    def first(self) -> Candidate:
        return (self.promising or self.others)[0]

    @property
    def is_stopped(self) -> bool:
        """Return whether the shape's URLs must wait. Links of the start page do not wait because of other shapes."""
        return self.budget.is_spent or (self.budget.is_cut_off and self.first.depth > 1)

    @property
    def rank(self) -> float:
        """Return the rank of the shape's queue: what its first URL promises, less for depth and a strained budget."""
        first = self.first
        return first.interest + (0.5 if self.budget.found else 0.0) - 4.0 * self.budget.strain - _far(first.depth)


def _far(depth: int) -> float:
    """Return what depth takes from a queue's rank: traps are deep, sections are near the start."""
    return 0.1 * min(depth, 10)


class Frontier:
    """The frontier: the URLs of a site that a crawl found, from discovery to answer.

    ``max_pages`` is the most URLs that are given out; ``hint`` overrides the heuristics' interest in a link.
    ``dead_ends`` are the site's: URLs that are not requested since those like them were missing.

    >>> frontier = Frontier(Scope.around(["http://example.com/"]))
    >>> frontier.add([LinkCandidate("http://example.com/"), LinkCandidate("http://www.example.com/"), LinkCandidate("http://example.org/")])
    >>> first = frontier.take()
    >>> first.url, frontier.take(), frontier.left_out
    ('http://example.com/', None, Counter({'off the site': 1}))
    """

    def __init__(self, scope: Scope, max_pages: int = 100_000, hint: Hint = lambda link: None) -> None:
        self.taken = 0
        self.left_out: Counter[str] = Counter()
        self.scope, self.max_pages, self._hint = scope, max_pages, hint
        self._budgets = BudgetLedger()
        self.dead_ends = DeadEnds()
        self._queues: dict[str, _ShapeQueue] = {}
        self._probes: deque[Candidate] = deque()
        self._seen: set[str] = set()
        self._asked: set[str] = set()
        self._open: dict[str, list[str]] = {}  # by the key of a candidate, the URLs requested on its behalf
        self._heap: list[tuple[float, int, str]] = []
        self._offered: dict[str, float] = {}
        self._offers = 0

    def add(self, links: Iterable[LinkCandidate], source: Candidate | None = None) -> None:
        """Add the links of a page to the frontier; ``source`` is that page, None for the entries of a sitemap or
        feed.
        """
        probes = PROBES if source and not source.probe and source.interest > Interest.DULL else 0
        touched = dict.fromkeys([source.shape] if source else [])  # in order, so that a crawl runs the same twice
        for link in links:
            key = host_variant_key(link.url)
            is_new = key not in self._seen and self._admits(link, key)
            if source:
                self._budgets.link(source.shape, source.key, key)
            if not is_new:
                continue
            candidate = self._candidate(link, key, source)
            budget = self._queues[candidate.shape].budget
            if probes and candidate.interest >= Interest.ARTICLE and (budget.is_spent or budget.is_cut_off):
                probes -= 1
                self._probes.append(replace(candidate, probe=True))
            else:
                self._wait(candidate)
            touched[candidate.shape] = None
        for shape in touched:
            self._offer(shape)

    def take(self) -> Candidate | None:
        """Take the URL to request next from the frontier; None if there is none, or none until more have been
        answered.
        """
        if self.taken >= self.max_pages:
            return None
        candidate = self._first()
        if candidate is not None:
            self.taken += 1
            self._asked.add(candidate.url)
            self._open[candidate.key] = [candidate.url]
            self._queues[candidate.shape].budget.asked += 1
        return candidate

    def redirect(self, candidate: Candidate, url: str) -> bool:
        """Return whether the crawl may follow a redirect to a canonical URL; it then counts as requested."""
        key = host_variant_key(url) if self.scope.contains(url) else None
        known = key in self._seen and key not in map(host_variant_key, self._open.get(candidate.key, ()))
        if key is None or known or url in self._asked or not is_page(url):
            return False
        self._seen.add(key)
        self._asked.add(url)
        self._open.setdefault(candidate.key, [candidate.url]).append(url)
        return True

    def settle(
        self,
        candidate: Candidate,
        answer: Answer,
        linked: Sequence[LinkCandidate] = (),
        named: Sequence[LinkCandidate] = (),
    ) -> None:
        """Record in the frontier how a requested URL turned out, and add the links found there.

        ``linked`` are those of a page, ``named`` the entries of a sitemap or feed.
        """
        self._queues[candidate.shape].budget.asked -= 1
        if answer.outcome is Outcome.FORBIDDEN:
            self.taken -= 1
        self.dead_ends.settle(candidate.listing_page, answer.outcome)
        keys = set(map(host_variant_key, self._open.pop(candidate.key, [candidate.url])))
        for shape in self._budgets.settle(candidate.shape, keys, answer, candidate.named_by):
            self._offer(shape)
        self.add(named)
        if linked:
            self.add(linked, candidate)

    def knows(self, link: LinkCandidate) -> bool:
        """Return whether the frontier has seen the link's URL before."""
        return host_variant_key(link.url) in self._seen

    def waiting(self) -> dict[str, tuple[int, str]]:
        """Return, for each URL shape with URLs that were not requested, their number and one of them."""
        return {shape: (len(queue), queue.first.url) for shape, queue in self._queues.items() if queue}

    def _first(self) -> Candidate | None:
        """Take the first candidate: probes, then the queue; when it is empty, it is rebuilt from what waits."""
        while self._probes:
            probe = self._probes.popleft()
            if not self.dead_ends.gives_up(probe.listing_page):
                return probe
        candidate = self._next()
        if candidate is None:
            for shape in self._queues:
                self._offer(shape)
            candidate = self._next()
        return candidate

    def _admits(self, link: LinkCandidate, key: str) -> bool:
        """Return whether a URL seen for the first time may be requested: on the site, and a page."""
        self._seen.add(key)
        wanted = link.role in ("start", "sitemap", "feed") or is_page(link.url)
        reason = OFF_SITE if not self.scope.contains(link.url) else None if wanted else NO_PAGE
        if reason:
            self.left_out[reason] += 1
            self._budgets.dismiss(key)
        return reason is None

    def _candidate(self, link: LinkCandidate, key: str, source: Candidate | None) -> Candidate:
        shape = shape_of(link.url)
        if shape not in self._queues:
            self._queues[shape] = _ShapeQueue(self._budgets.budget(shape, link.url))
        interest = self._hint(link) or interest_of(link)
        named_by: NamedBy = "index" if link.role == "entry" else "page"
        if source and self._budgets.is_article(source.key):
            named_by = "article"
        hops = (source.hops if source else "") + _HOPS.get(link.role, "L")
        is_numbered = link.role in ("next", "option") or is_pager(link.text)
        candidate = Candidate(
            link.url, key, shape, link.role, interest, named_by=named_by, hops=hops, is_numbered=is_numbered
        )
        return replace(candidate, source=source.url, depth=source.depth + 1) if source else candidate

    def _wait(self, candidate: Candidate) -> None:
        queue = self._queues[candidate.shape]
        if len(queue) < MOST_WAITING:
            queue.push(candidate)
        else:
            self.left_out[OVER_BUDGET] += 1

    def _offer(self, shape: str) -> None:
        """Queue the URL shape at its present rank, unless it is queued at that rank or a higher one."""
        queue = self._queues[shape]
        if not queue or queue.is_stopped or self._offered.get(shape, float("-inf")) >= queue.rank:
            return
        self._offers += 1
        self._offered[shape] = queue.rank
        heapq.heappush(self._heap, (-queue.rank, self._offers, shape))

    def _next(self) -> Candidate | None:
        while self._heap:
            rank, _, shape = heapq.heappop(self._heap)
            if self._offered.get(shape) != -rank:
                continue
            del self._offered[shape]
            queue = self._queues[shape]
            if not queue or queue.is_stopped:
                continue
            if queue.rank < -rank:
                self._offer(shape)
                continue
            candidate = queue.pop()
            self._offer(shape)
            if not self.dead_ends.gives_up(candidate.listing_page):
                return candidate
        return None
