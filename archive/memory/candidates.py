"""Which pages may be the same in the other language, the likeliest first; never all pages against all.

A page is held against those that it names or that name it, those whose address differs only by language or has the
same number in it, and those that share rare words with it: each kind by a table, of which long rows say nothing and
are passed over, so that the time grows as the number of pages.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from archive.bitext.languages import length_ratio
from archive.bitext.lexicon.cedict import meanings
from archive.memory.signs import Signs, Vocabulary

_MOST_ALIKE = 8
"""Pages of a language whose addresses are alike; more are alike for another reason."""

_MOST_WITH_WORD = 40
"""Pages of a language with a word; words that more have say nothing."""

_MOST_BY_WORDS = 5
_LEAST_ANSWERED = 0.33
_MOST_LONGER = 2.5


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two pages that may be the same, by their place among the signs; ``declared`` says that one names the other."""

    chinese: int
    english: int
    declared: bool
    score: float


class Candidates:
    """The candidates among the pages of a site."""

    def __init__(self, signs: Sequence[Signs], vocabulary: Vocabulary) -> None:
        self._signs = signs
        self._vocabulary = vocabulary
        self._chinese = [n for n, sign in enumerate(signs) if sign.side == "zh"]
        self._english = [n for n, sign in enumerate(signs) if sign.side == "en"]
        self._known_answers: dict[int, tuple[int, ...]] = {}
        self._postings: defaultdict[int, list[int]] = defaultdict(list)
        for n in self._english:
            for word in (*signs[n].words, *signs[n].features):
                self._postings[word].append(n)

    def ranked(self) -> list[Candidate]:
        """The candidates, those declared first, then by how far their words answer each other."""
        declared = self._declared()
        found = declared | self._alike() | self._by_words()
        candidates = []
        for chinese, english in found:
            answered = self._answered(chinese, english)
            is_declared = (chinese, english) in declared
            if is_declared or (answered >= _LEAST_ANSWERED and self._is_as_long(chinese, english)):
                bonus = self._signs[chinese].plain == self._signs[english].plain
                candidates.append(Candidate(chinese, english, is_declared, round(answered + bonus, 6)))
        return sorted(candidates, key=self._rank)

    def _rank(self, candidate: Candidate) -> tuple[bool, float, str, str]:
        ids = self._signs[candidate.chinese].id, self._signs[candidate.english].id
        return not candidate.declared, -candidate.score, *ids

    def _declared(self) -> set[tuple[int, int]]:
        by_url = {sign.url: n for n, sign in enumerate(self._signs)}
        named = ((n, by_url[url]) for n, sign in enumerate(self._signs) for url in sign.declared if url in by_url)
        return set(filter(None, (self._as_pair(*pair) for pair in named)))

    def _as_pair(self, one: int, other: int) -> tuple[int, int] | None:
        """Two pages in two languages, the Chinese first."""
        sides = self._signs[one].side, self._signs[other].side
        if sides == ("zh", "en"):
            return one, other
        return (other, one) if sides == ("en", "zh") else None

    def _alike(self) -> set[tuple[int, int]]:
        """Pages whose addresses are the same without languages, or have the same number; parts of one article."""
        keys = [[(sign.plain, sign.number, sign.article)[kind] for sign in self._signs] for kind in range(3)]
        return set().union(*map(self._joined, keys))

    def _joined(self, keys: Sequence[str | None]) -> set[tuple[int, int]]:
        """The pages in two languages that have a key in common, given each page's."""
        rows: defaultdict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for n, key in enumerate(keys):
            if key is not None:
                rows[key][self._signs[n].side == "en"].append(n)
        return {
            (chinese, english)
            for row in rows.values()
            if max(map(len, row)) <= _MOST_ALIKE
            for chinese in row[0]
            for english in row[1]
        }

    def _by_words(self) -> set[tuple[int, int]]:
        """For each Chinese page the English ones that share most with it, by what few pages have."""
        found: set[tuple[int, int]] = set()
        for n in self._chinese:
            shared: defaultdict[int, float] = defaultdict(float)
            for word in self._asked(n):
                row = self._postings.get(word, ())
                if len(row) <= _MOST_WITH_WORD:
                    for english in row:
                        shared[english] += self._weight(len(row))
            best = sorted(shared, key=lambda english: (-shared[english], self._signs[english].id))
            found.update((n, english) for english in best[:_MOST_BY_WORDS])
        return found

    def _asked(self, chinese: int) -> set[int]:
        """The English stems that a Chinese page's words may be translated by, and its features."""
        stems = {stem for word in self._signs[chinese].words for stem in self._answers(word)}
        return stems.union(self._signs[chinese].features)

    def _answers(self, word: int) -> tuple[int, ...]:
        """The stems of English pages that translate a Chinese word."""
        if word not in self._known_answers:
            known = map(self._vocabulary.known, sorted(meanings(self._vocabulary.words[word])))
            self._known_answers[word] = tuple(
                number for number in known if number is not None and number in self._postings
            )
        return self._known_answers[word]

    def _weight(self, pages: int) -> float:
        return log(1 + len(self._english) / max(1, pages))

    def _word_weight(self, word: int) -> float:
        """What a Chinese word says: the more, the fewer English pages have an answer to it."""
        return self._weight(max((len(self._postings[stem]) for stem in self._answers(word)), default=0))

    def _answered(self, chinese: int, english: int) -> float:
        """The share, from 0 to 1, of what the Chinese words say that the English page may have translated."""
        stems = frozenset(self._signs[english].words)
        words = [(self._word_weight(word), word) for word in self._signs[chinese].words]
        answered = sum(weight for weight, word in words if not stems.isdisjoint(self._answers(word)))
        return answered / (sum(weight for weight, _ in words) or 1.0)

    def _is_as_long(self, chinese: int, english: int) -> bool:
        ratio = self._signs[english].size / (self._signs[chinese].size * length_ratio("zh", "en") or 1.0)
        return 1 / _MOST_LONGER <= ratio <= _MOST_LONGER
