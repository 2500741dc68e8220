"""The frontier: which address to ask for next, and which to let wait."""

import heapq
from collections import Counter, deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from crawler.discovery.budget import Budget
from crawler.discovery.dead_ends import DeadEnds, Numbered
from crawler.discovery.exclusions import is_page
from crawler.discovery.interest import Interest, interest_of
from crawler.discovery.leads import Lead
from crawler.discovery.ledger import Ledger, NamedBy
from crawler.discovery.outcome import Answer, Outcome
from crawler.discovery.scope import Scope, twin
from crawler.discovery.shape import shape_of
from crawler.discovery.wording import is_pager

PROBES = 3
"""Promising addresses of a shape over budget that a page which was asked for within budget may have tried."""

MOST_WAITING = 20_000
"""Addresses of one shape that are kept; a link farm has more."""

_HOPS = {"start": "", "entry": "M", "frame": "E", "refresh": "R"}

OFF_SITE, NO_PAGE, OVER_BUDGET = "off the site", "no page (file, form, action)", "over the budget of its kind of page"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address to ask for. ``key`` is what it shares with its twins; ``source`` is the page that named it.

    ``named_by`` says what kind of page that was, ``depth`` how many links it is from the start, ``hops`` by which
    way it was come to, a letter a step as crawl logs have them (L link, E frame, R refresh, M sitemap or feed),
    ``probe`` that it is asked for although its shape is over budget, ``is_numbered`` that it was named as another
    page of a listing.
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
    def numbered(self) -> Numbered:
        """What is known of it when it comes to dead ends."""
        return Numbered(self.url, self.shape, self.source if self.is_numbered else None)


@dataclass(slots=True)
class _Line:
    """The addresses of one shape that wait, the more promising before the others, each in the order found."""

    budget: Budget
    promising: deque[Candidate] = field(default_factory=deque)
    others: deque[Candidate] = field(default_factory=deque)

    def __len__(self) -> int:
        return len(self.promising) + len(self.others)

    def push(self, candidate: Candidate) -> None:
        (self.promising if candidate.interest >= Interest.ARTICLE else self.others).append(candidate)

    def pop(self) -> Candidate:
        """The first; where the shape has disappointed, one from farther on, so that one bad run does not end it."""
        line = self.promising or self.others
        if self.budget.strain > 0.25:
            line.rotate(-(len(line) * 5 // 13))
        return line.popleft()

    @property
    def first(self) -> Candidate:
        return (self.promising or self.others)[0]

    @property
    def is_stopped(self) -> bool:
        """Whether the line must wait. What the start page itself links to is asked for whatever others have spent."""
        return self.budget.is_spent or (self.budget.is_cut_off and self.first.depth > 1)

    @property
    def rank(self) -> float:
        """How soon the line is served: by what its first address promises, later from afar and as it disappoints."""
        first = self.first
        return first.interest + (0.5 if self.budget.found else 0.0) - 4.0 * self.budget.strain - _far(first.depth)


def _far(depth: int) -> float:
    """What distance from the start takes from a promise: a trap is deep, and sections are near."""
    return 0.1 * min(depth, 10)


class Frontier:
    """The addresses of a site, from found to answered.

    ``max_pages`` is how many are given out at most; ``hint`` may say better than the heuristics what a lead promises.

    >>> frontier = Frontier(Scope.around(["http://example.com/"]))
    >>> frontier.add([Lead("http://example.com/"), Lead("http://www.example.com/"), Lead("http://example.org/")])
    >>> first = frontier.take()
    >>> first.url, frontier.take(), frontier.left_out
    ('http://example.com/', None, Counter({'off the site': 1}))
    """

    def __init__(
        self, scope: Scope, max_pages: int = 100_000, hint: Callable[[Lead], Interest | None] = lambda lead: None
    ) -> None:
        self.taken = 0
        self.left_out: Counter[str] = Counter()
        self.scope, self.max_pages, self._hint = scope, max_pages, hint
        self._ledger = Ledger()
        self._dead_ends = DeadEnds()
        self._lines: dict[str, _Line] = {}
        self._probes: deque[Candidate] = deque()
        self._seen: set[str] = set()
        self._asked: set[str] = set()
        self._open: dict[str, list[str]] = {}  # by the key of a candidate, the addresses asked for on its behalf
        self._heap: list[tuple[float, int, str]] = []
        self._offered: dict[str, float] = {}
        self._offers = 0

    def add(self, leads: Iterable[Lead], source: Candidate | None = None) -> None:
        """Take in the leads of a page that was answered; ``source`` is None for what a sitemap or feed names."""
        probes = PROBES if source and not source.probe and source.interest > Interest.DULL else 0
        touched = dict.fromkeys([source.shape] if source else [])  # in order, so that a crawl runs the same twice
        for lead in leads:
            key = twin(lead.url)
            is_new = key not in self._seen and self._admits(lead, key)
            if source:
                self._ledger.link(source.shape, source.key, key)
            if not is_new:
                continue
            candidate = self._candidate(lead, key, source)
            budget = self._lines[candidate.shape].budget
            if probes and candidate.interest >= Interest.ARTICLE and (budget.is_spent or budget.is_cut_off):
                probes -= 1
                self._probes.append(replace(candidate, probe=True))
            else:
                self._wait(candidate)
            touched[candidate.shape] = None
        for shape in touched:
            self._offer(shape)

    def take(self) -> Candidate | None:
        """The address to ask for next; None when there is none, or none before more are answered."""
        if self.taken >= self.max_pages:
            return None
        candidate = self._first()
        if candidate is not None:
            self.taken += 1
            self._asked.add(candidate.url)
            self._open[candidate.key] = [candidate.url]
            self._lines[candidate.shape].budget.asked += 1
        return candidate

    def redirect(self, candidate: Candidate, url: str) -> bool:
        """Whether a redirect of the candidate to a canonical address may be followed; it counts as asked for then."""
        key = twin(url) if self.scope.contains(url) else None
        known = key in self._seen and key not in map(twin, self._open.get(candidate.key, ()))
        if key is None or known or url in self._asked or not is_page(url):
            return False
        self._seen.add(key)
        self._asked.add(url)
        self._open.setdefault(candidate.key, [candidate.url]).append(url)
        return True

    def settle(
        self, candidate: Candidate, answer: Answer, linked: Sequence[Lead] = (), named: Sequence[Lead] = ()
    ) -> None:
        """Take down how an address that was given out turned out, and take in the leads that came of it.

        ``linked`` are those of its page, ``named`` those that a sitemap or feed names.
        """
        self._lines[candidate.shape].budget.asked -= 1
        if answer.outcome is Outcome.FORBIDDEN:
            self.taken -= 1
        self._dead_ends.settle(candidate.numbered, answer.outcome)
        keys = set(map(twin, self._open.pop(candidate.key, [candidate.url])))
        for shape in self._ledger.settle(candidate.shape, keys, answer, candidate.named_by):
            self._offer(shape)
        self.add(named)
        if linked:
            self.add(linked, candidate)

    def knows(self, lead: Lead) -> bool:
        """Whether the lead's address was seen before."""
        return twin(lead.url) in self._seen

    def waiting(self) -> dict[str, tuple[int, str]]:
        """For each shape with addresses that were not asked for: how many, and one of them."""
        return {shape: (len(line), line.first.url) for shape, line in self._lines.items() if line}

    @property
    def given_up(self) -> dict[str, tuple[int, str]]:
        """For each shape with addresses of dead ends that were not asked for: how many, and one of them."""
        return self._dead_ends.given_up

    def _first(self) -> Candidate | None:
        """Probes before all else; at last what waits, for which the queue is made anew."""
        while self._probes:
            probe = self._probes.popleft()
            if not self._dead_ends.gives_up(probe.numbered):
                return probe
        candidate = self._next()
        if candidate is None:
            for shape in self._lines:
                self._offer(shape)
            candidate = self._next()
        return candidate

    def _admits(self, lead: Lead, key: str) -> bool:
        """Whether an address seen for the first time is one to ask for."""
        self._seen.add(key)
        wanted = lead.role in ("start", "sitemap", "feed") or is_page(lead.url)
        reason = OFF_SITE if not self.scope.contains(lead.url) else None if wanted else NO_PAGE
        if reason:
            self.left_out[reason] += 1
            self._ledger.dismiss(key)
        return reason is None

    def _candidate(self, lead: Lead, key: str, source: Candidate | None) -> Candidate:
        shape = shape_of(lead.url)
        if shape not in self._lines:
            self._lines[shape] = _Line(self._ledger.budget(shape, lead.url))
        interest = self._hint(lead) or interest_of(lead)
        named_by: NamedBy = "index" if lead.role == "entry" else "page"
        if source and self._ledger.is_article(source.key):
            named_by = "article"
        is_numbered = lead.role in ("next", "option") or is_pager(lead.text)
        candidate = Candidate(
            lead.url,
            key,
            shape,
            lead.role,
            interest,
            named_by=named_by,
            hops=_hop(lead, source),
            is_numbered=is_numbered,
        )
        return replace(candidate, source=source.url, depth=source.depth + 1) if source else candidate

    def _wait(self, candidate: Candidate) -> None:
        line = self._lines[candidate.shape]
        if len(line) < MOST_WAITING:
            line.push(candidate)
        else:
            self.left_out[OVER_BUDGET] += 1

    def _offer(self, shape: str) -> None:
        """Put the shape in the queue where it stands now, unless it already stands no worse."""
        line = self._lines[shape]
        if not line or line.is_stopped or self._offered.get(shape, float("-inf")) >= line.rank:
            return
        self._offers += 1
        self._offered[shape] = line.rank
        heapq.heappush(self._heap, (-line.rank, self._offers, shape))

    def _next(self) -> Candidate | None:
        while self._heap:
            rank, _, shape = heapq.heappop(self._heap)
            if self._offered.get(shape) != -rank:
                continue
            del self._offered[shape]
            line = self._lines[shape]
            if not line or line.is_stopped:
                continue
            if line.rank < -rank:
                self._offer(shape)
                continue
            candidate = line.pop()
            self._offer(shape)
            if not self._dead_ends.gives_up(candidate.numbered):
                return candidate
        return None


def _hop(lead: Lead, source: Candidate | None) -> str:
    """The way to a lead, a letter a step."""
    return (source.hops if source else "") + _HOPS.get(lead.role, "L")
