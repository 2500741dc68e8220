"""Scores a list of terms by pairs that are known to be right or general."""

from collections.abc import Sequence

from archive.terms.term_extraction import find_terms
from tests.eval_terms.agency_news import AgencyNews, Pair, normal

Scores = dict[str, float]
FIRST = 50
MOST = 2000


def score_terms(news: AgencyNews) -> Scores:
    """The share of right pairs among the first 50, of general and wrong ones among the first 100, and recall."""
    terms = find_terms(news.units, limit=MOST)
    found = [normal((term.chinese, term.english)) for term in terms]
    return {
        "right_50": _share(found[:FIRST], news.right),
        "right_100": _share(found[:100], news.right),
        "general_100": _share(found[:100], news.general),
        "wrong_100": 1 - _share(found[:100], news.right | news.general),
        "recall": _share(sorted(news.frequent), frozenset(found)),
    }


def _share(pairs: Sequence[Pair], known: frozenset[Pair]) -> float:
    return sum(pair in known for pair in pairs) / max(1, len(pairs))
