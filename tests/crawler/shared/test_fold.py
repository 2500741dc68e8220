"""The same log gives every worker the same crawl, and one that loses workers asks for everything all the same."""

import random
from collections import Counter
from dataclasses import dataclass, field

import pytest

from crawler.discovery import Answer, Candidate, Frontier, Lead, Outcome, Scope
from crawler.requisites import Requisite
from crawler.requisites.line import Limits, Line
from crawler.shared.events import (
    Added,
    Damaged,
    Entry,
    Event,
    Fetching,
    Finished,
    Had,
    Lost,
    Needed,
    Redirected,
    Settled,
    Taken,
    decode,
    encode,
)
from crawler.shared.fold import Fold, Result

HOME = "http://agency.test/"
PAGES = 60


def new_fold(max_pages: int = 1000) -> Fold:
    return Fold(Frontier(Scope.around([HOME]), max_pages), Line(Limits(100, 4, 2)))


@dataclass(slots=True)
class Paper:
    """A crawl by workers that write one log, which is played into two folds; the second reads what is stored."""

    first: Fold = field(default_factory=new_fold)
    second: Fold = field(default_factory=new_fold)
    numbers: Counter[str] = field(default_factory=Counter)

    def do(self, worker: str, event: Event) -> Result:
        self.numbers[worker] += 1
        entry = Entry(worker, self.numbers[worker], event)
        result = self.first.apply(entry)
        assert self.second.apply(decode(encode(entry))) == result
        return result


def take(paper: Paper, worker: str) -> Candidate:
    taken = paper.do(worker, Taken())
    assert isinstance(taken, Candidate)
    return taken


def links(page: int, chance: random.Random) -> tuple[Lead, ...]:
    """Each page links to the next, so that all can be come to, and to others at random."""
    others = [page + 1, *(chance.randrange(PAGES) for _ in range(4))]
    return tuple(Lead(f"{HOME}news/{number % PAGES}.html", f"News of the day number {number}") for number in others)


@pytest.mark.parametrize("seed", range(20))
def test_whoever_dies_every_page_is_asked_for(seed: int) -> None:
    """Three workers; at each turn one takes, settles or dies, and then another has what it held."""
    chance, paper, asked = random.Random(seed), Paper(), Counter[str]()
    held: dict[str, list[Candidate]] = {"a": [], "b": [], "c": []}
    lost = 0
    paper.do("a", Added((Lead(f"{HOME}news/0.html", role="start"),)))
    while not paper.first.is_over(Finished()):
        worker = chance.choice(list(held))
        if held[worker] and chance.random() < 0.15:
            lost += len(held[worker])
            held[f"{worker}'"] = held.pop(worker) and []
            paper.do(chance.choice(list(held)), Lost(worker))
        elif held[worker] and chance.random() < 0.6:
            done = held[worker].pop()
            page = int(done.url.rpartition("/")[2].removesuffix(".html"))
            found = tuple(paper.first.frontier.matter(links(page, chance), done))
            paper.do(worker, Settled(done.key, Answer(Outcome.ARTICLE), found))
        elif isinstance(taken := paper.do(worker, Taken()), Candidate):
            held[worker].append(taken)
            asked[taken.url] += 1
    assert set(asked) == {f"{HOME}news/{number}.html" for number in range(PAGES)}
    assert asked.total() == PAGES + lost
    assert paper.first.frontier.taken == PAGES
    assert paper.first.frontier.waiting() == paper.second.frontier.waiting() == {}
    paper.do("z", Finished())
    assert paper.first.finished == paper.second.finished == Finished()


def test_an_entry_that_came_twice_counts_once() -> None:
    fold = new_fold()
    fold.apply(Entry("a", 1, Added((Lead(HOME), Lead(HOME + "b")))))
    first = fold.apply(Entry("a", 2, Taken()))
    assert isinstance(first, Candidate)
    assert fold.apply(Entry("a", 2, Taken())) is None
    assert isinstance(fold.apply(Entry("b", 1, Taken())), Candidate)


def test_who_was_taken_to_be_lost_has_nothing_to_say_any_more() -> None:
    paper = Paper()
    paper.do("a", Added((Lead(HOME, role="start"),)))
    start = take(paper, "a")
    paper.do("b", Lost("a"))
    paper.do("a", Settled(start.key, Answer(Outcome.PAGE), (Lead(HOME + "from-a"),)))
    assert not paper.first.frontier.knows(Lead(HOME + "from-a"))
    assert take(paper, "b") == start
    paper.do("b", Settled(start.key, Answer(Outcome.PAGE), (Lead(HOME + "from-b"),)))
    assert take(paper, "a").url == HOME + "from-b"


def test_a_redirect_of_the_dead_may_be_followed_again() -> None:
    paper = Paper()
    paper.do("a", Added((Lead(HOME + "old"), Lead(HOME + "other"))))
    old = take(paper, "a")
    assert paper.do("a", Redirected(old.key, HOME + "new")) is True
    assert paper.do("b", Redirected(old.key, HOME + "new")) is False  # which is not b's
    other = take(paper, "b")
    assert paper.do("b", Redirected(other.key, HOME + "new")) is False
    paper.do("b", Lost("a"))
    assert take(paper, "b") == old
    assert paper.do("b", Redirected(old.key, HOME + "new")) is True


def test_it_does_not_end_while_more_may_come() -> None:
    paper = Paper()
    paper.do("a", Added((Lead(HOME),)))
    start = take(paper, "a")
    assert paper.do("b", Taken()) is None
    paper.do("b", Finished())
    assert paper.first.finished is None
    paper.do("a", Settled(start.key, Answer(Outcome.PAGE), (Lead(HOME + "more"),)))
    more = take(paper, "b")
    paper.do("b", Settled(more.key, Answer(Outcome.PAGE)))
    paper.do("b", Finished())
    assert paper.first.finished is None  # nobody has looked whether there is more
    paper.do("b", Taken())
    paper.do("b", Finished())
    assert paper.first.finished == Finished()
    assert paper.do("a", Taken()) is None


def test_a_crawl_that_cannot_begin_ends_at_once() -> None:
    paper = Paper()
    paper.do("a", Added((Lead(HOME), Lead(HOME + "more"))))
    start = take(paper, "a")
    paper.do("b", Finished())
    assert paper.first.finished is None
    paper.do("a", Finished("404 Not Found"))
    paper.do("a", Settled(start.key, Answer(Outcome.DEAD)))
    paper.do("b", Finished())
    assert paper.first.finished == Finished("404 Not Found")


def test_requisites_of_the_dead_are_fetched_and_the_crawl_waits_for_them() -> None:
    paper = Paper()
    needed = [Requisite(f"http://agency.test/{name}.css", "style", HOME) for name in "ab"]
    assert paper.do("a", Needed((*needed, needed[0]))) == 0
    assert paper.do("a", Fetching()) == needed[0]
    paper.do("a", Taken())
    paper.do("b", Lost("a"))
    paper.do("b", Taken())
    for requisite in needed:
        paper.do("b", Finished())
        assert paper.first.finished is None
        assert paper.do("b", Fetching()) == requisite
        paper.do("a", Had(requisite.url, "style", True))  # which a does not hold
        paper.do("b", Had(requisite.url, "style", True))
    assert paper.do("b", Fetching()) is None
    paper.do("b", Finished())
    assert paper.first.finished == Finished()


def test_what_is_asked_for_as_a_page_is_no_requisite() -> None:
    paper = Paper()
    paper.do("a", Added((Lead(HOME + "data"),)))
    take(paper, "a")
    paper.do("a", Needed((Requisite(HOME + "data", "empty", HOME),)))
    assert paper.do("a", Fetching()) is None


def test_an_address_that_is_none_is_damage() -> None:
    with pytest.raises(Damaged):
        new_fold().apply(Entry("a", 1, Added((Lead("http://agency.test:port/"),))))
