"""Finds candidate pairs of pages that may be the same in two languages, the likeliest first; never by all with all.

A page is compared with the pages that it names or that name it, with those whose URL differs only by language or has
the same number, and with those that share rare words with it. Each kind has a table. Long rows of a table mean
nothing and are skipped, so that the time grows linearly with the number of pages.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from archive.bitext.languages import length_ratio
from archive.bitext.lexicon.cedict import english_meanings
from archive.translation_memory.page_features import PageFeatures, Vocabulary

_MOST_ALIKE = 8
"""Pages of a language with similar URLs; more are similar for another reason."""

_MOST_WITH_WORD = 40
"""Pages of a language with one word; a word that more pages have means nothing."""

_MOST_BY_WORDS = 5
_LEAST_TRANSLATED = 0.33
_MOST_LONGER = 2.5

_NumberPairs = set[tuple[int, int]]
"""Pairs of a Chinese and an English page, by number."""


@dataclass(frozen=True, slots=True)
class PageCandidate:
    """Two pages that may be the same, by their numbers; ``declared`` says that one names the other."""

    chinese: int
    english: int
    declared: bool
    score: float


def rank_candidates(pages: Sequence[PageFeatures], vocabulary: Vocabulary) -> list[PageCandidate]:
    """The candidates among the pages of a site, those declared first, then by how far their words are translated."""
    return _Tables(pages, vocabulary).rank()


class _Tables:
    """The pages of a site by number, and tables of their features."""

    def __init__(self, pages: Sequence[PageFeatures], vocabulary: Vocabulary) -> None:
        self._pages = pages
        self._vocabulary = vocabulary
        self._chinese = [n for n, page in enumerate(pages) if page.language == "zh"]
        self._english = [n for n, page in enumerate(pages) if page.language == "en"]
        self._known_translations: dict[int, tuple[int, ...]] = {}
        self._postings: defaultdict[int, list[int]] = defaultdict(list)
        for n in self._english:
            for word in (*pages[n].words, *pages[n].facts):
                self._postings[word].append(n)

    def rank(self) -> list[PageCandidate]:
        declared = self._declared()
        found = declared | self._with_similar_urls() | self._with_shared_words()
        candidates = []
        for chinese, english in found:
            translated = self._translated_share(chinese, english)
            is_declared = (chinese, english) in declared
            if is_declared or (translated >= _LEAST_TRANSLATED and self._is_similar_in_length(chinese, english)):
                bonus = self._pages[chinese].plain_url == self._pages[english].plain_url
                candidates.append(PageCandidate(chinese, english, is_declared, round(translated + bonus, 6)))
        return sorted(candidates, key=self._sort_key)

    def _sort_key(self, candidate: PageCandidate) -> tuple[bool, float, str, str]:
        ids = self._pages[candidate.chinese].id, self._pages[candidate.english].id
        return not candidate.declared, -candidate.score, *ids

    def _declared(self) -> _NumberPairs:
        by_url = {page.url: n for n, page in enumerate(self._pages)}
        named = ((n, by_url[url]) for n, page in enumerate(self._pages) for url in page.declared if url in by_url)
        return set(filter(None, (self._as_pair(*pair) for pair in named)))

    def _as_pair(self, one: int, other: int) -> tuple[int, int] | None:
        """Two pages in two languages, the Chinese first."""
        languages = self._pages[one].language, self._pages[other].language
        if languages == ("zh", "en"):
            return one, other
        return (other, one) if languages == ("en", "zh") else None

    def _with_similar_urls(self) -> _NumberPairs:
        """Pages with the same URL but for the language, with the same number in it, and parts of one article."""
        kinds = zip(*((page.plain_url, page.number, page.article) for page in self._pages), strict=True)
        return set().union(*map(self._with_same_key, kinds))

    def _with_same_key(self, keys: Sequence[str | None]) -> _NumberPairs:
        """Pages in two languages that have the same key, given the keys of all pages."""
        rows: defaultdict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for n, key in enumerate(keys):
            if key is not None:
                rows[key][self._pages[n].language == "en"].append(n)
        return {
            (chinese, english)
            for row in rows.values()
            if max(map(len, row)) <= _MOST_ALIKE
            for chinese in row[0]
            for english in row[1]
        }

    def _with_shared_words(self) -> _NumberPairs:
        """For each Chinese page the English pages that share most with it, by words that few pages have."""
        found: _NumberPairs = set()
        for n in self._chinese:
            shared: defaultdict[int, float] = defaultdict(float)
            for word in self._words_in_english(n):
                row = self._postings.get(word, ())
                if len(row) <= _MOST_WITH_WORD:
                    for english in row:
                        shared[english] += self._weight(len(row))
            best = sorted(shared, key=lambda english: (-shared[english], self._pages[english].id))
            found.update((n, english) for english in best[:_MOST_BY_WORDS])
        return found

    def _words_in_english(self, chinese: int) -> set[int]:
        """The English stems that may translate a Chinese page's words, and its facts."""
        stems = {stem for word in self._pages[chinese].words for stem in self._translations(word)}
        return stems.union(self._pages[chinese].facts)

    def _translations(self, word: int) -> tuple[int, ...]:
        """The stems of English pages that translate a Chinese word."""
        if word not in self._known_translations:
            known = map(self._vocabulary.find, sorted(english_meanings(self._vocabulary.words[word])))
            self._known_translations[word] = tuple(
                number for number in known if number is not None and number in self._postings
            )
        return self._known_translations[word]

    def _weight(self, pages: int) -> float:
        return log(1 + len(self._english) / max(1, pages))

    def _word_weight(self, word: int) -> float:
        """The weight of a Chinese word: the fewer English pages have a translation of it, the more."""
        return self._weight(max((len(self._postings[stem]) for stem in self._translations(word)), default=0))

    def _translated_share(self, chinese: int, english: int) -> float:
        """The share, from 0 to 1, of the Chinese words, by weight, that the English page may translate."""
        stems = frozenset(self._pages[english].words)
        words = [(self._word_weight(word), word) for word in self._pages[chinese].words]
        translated = sum(weight for weight, word in words if not stems.isdisjoint(self._translations(word)))
        return translated / (sum(weight for weight, _ in words) or 1.0)

    def _is_similar_in_length(self, chinese: int, english: int) -> bool:
        ratio = self._pages[english].size / (self._pages[chinese].size * length_ratio("zh", "en") or 1.0)
        return 1 / _MOST_LONGER <= ratio <= _MOST_LONGER
