"""Candidate pairs of pages that may be the same in two languages, the likeliest first; never by all with all.

A page is compared with the pages that it names or that name it, with those whose URL differs only by language or has
the same number, and with those that share rare words with it. Each kind has a table. Long rows of a table mean
nothing and are skipped, so that the time grows linearly with the number of pages.

The features of a page come from its URL (the pages that it names as the same, the URL without its language, the
number in it) and from its text (words, names, numbers, days and images). Words are kept as integers, so that the
features of a hundred thousand pages fit into memory.
"""

import re
from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from archive.bitext.chinese_words import english_meanings
from archive.bitext.language_guess_and_length_ratio import length_ratio
from archive.bitext.page_pairs import PageLanguage, TextFeatures, chinese_features, english_features
from archive.document_and_unit_files import StoredDocument
from archive.model.document import Document
from archive.model.language_codes import primary_language

_LANGUAGE_NAME = (
    r"(?:en|eng|english|en[-_]?us|en[-_]?gb|zh|cn|ch|chn|chs|chi|chinese|zh[-_]?cn|zh[-_]?hans|zh[-_]?hant|zh[-_]?tw|"
    r"zh[-_]?hk|sc|tc|gb|big5|hans|hant|zhongwen|yingwen)"
)
_IS_LANGUAGE_NAME = re.compile(_LANGUAGE_NAME, re.IGNORECASE)
_IN_NAME = re.compile(
    rf"^{_LANGUAGE_NAME}[-_.]|[-_.]{_LANGUAGE_NAME}(?=\.\w+$|$)|(?<=\d){_LANGUAGE_NAME}(?=\.\w+$)", re.IGNORECASE
)
_PARAMETER = re.compile(r"lang|language|l|locale|lan|hl|ver|version|yuyan", re.IGNORECASE)
_NUMBER = re.compile(r"\d{3,}")

_IN_ONE_LANGUAGE = 0.85
"""The share of a page's text that must be in its language."""
_MOST_PAIRED = 0.15
"""The share of its text that may be paired with the page's other language; a page with more is a bitext by itself."""


@dataclass(frozen=True, slots=True)
class PageFeatures:
    """The features of a page by which its translation is looked for: one version, its place (file and offset), words,
    URL.

    ``declared`` are the URLs that it names as the same page in another language, ``plain_url`` its URL without its
    language, ``number`` the last long number in that, ``article`` the first page of the article that it is a part of.
    ``size`` counts characters. ``words`` are the numbers of the text's Chinese words or English stems, ``facts``
    those of its names, numbers, days and images.
    """

    id: str
    version: str
    url: str
    language: PageLanguage
    place: tuple[str, int]
    declared: tuple[str, ...]
    plain_url: str
    number: str | None
    article: str | None
    size: int
    words: "array[int]"
    facts: "array[int]"


class WordNumbers:
    """Numbers of the words on a site's pages, so that the candidate pairs can be found by integers."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self.words: list[str] = []

    def number(self, word: str) -> int:
        """Return the number of a word of the site's pages; a new word gets the next number."""
        number = self._numbers.setdefault(word, len(self.words))
        if number == len(self.words):
            self.words.append(word)
        return number

    def find(self, word: str) -> int | None:
        """Return the number of a word of the site's pages; None for a word on none of them."""
        return self._numbers.get(word)


def features_of_page(stored: StoredDocument, word_numbers: WordNumbers) -> PageFeatures | None:
    """Extract the features of a page, to find its translation by; None for a page that cannot be joined with
    another.
    """
    document = stored.document
    language = language_of_page(document)
    if language is None:
        return None
    texts = [block.text for block in document.blocks if primary_language(block.lang) == language]
    features = chinese_features(texts) if language == "zh" else english_features(texts)
    plain = url_without_language(document.url)
    numbers = _NUMBER.findall(urlsplit(plain).path + urlsplit(plain).query)
    return PageFeatures(
        document.id,
        document.version,
        document.url,
        language,
        (stored.file, stored.offset),
        tuple(alternate.url for alternate in document.alternates),
        plain,
        numbers[-1] if numbers else None,
        document.part.first if document.part else None,
        sum(map(len, texts)),
        array("L", sorted(map(word_numbers.number, features.words))),
        array("L", sorted(word_numbers.number(f"\0{fact}") for fact in _facts(document, features))),
    )


def language_of_page(document: Document) -> PageLanguage | None:
    """Return the language of a page that may be joined with its translation; None for other languages or both."""
    sizes = {"zh": 0, "en": 0}
    total = 0
    for block in document.blocks:
        total += len(block.text)
        if primary_language(block.lang) in sizes:
            sizes[primary_language(block.lang)] += len(block.text)
    paired = {n for pair in document.pairs for n in (*pair.source, *pair.target)}
    if sum(len(block.text) for block in document.blocks if block.n in paired) > _MOST_PAIRED * total:
        return None
    if not total or max(sizes.values()) < _IN_ONE_LANGUAGE * total:
        return None
    return "zh" if sizes["zh"] > sizes["en"] else "en"


def _facts(document: Document, features: TextFeatures) -> Iterator[str]:
    """Yield the facts of a page that do not depend on language (names, numbers, days, images), each with its kind."""
    yield from (f"word {word}" for word in features.latin)
    yield from (f"number {number}" for number in features.numbers.required)
    yield from (f"day {month} {day}" for month, day in features.days)
    yield from (f"image {image.url}" for image in document.images)
    if document.published:
        yield f"published {document.published[:10]}"


def url_without_language(url: str) -> str:
    """Drop the parts of a page's URL that name a language, to match it with its translation's.

    >>> url_without_language("http://a.example/cn/news/1.html")
    'http://a.example/news/1.html'
    >>> url_without_language("http://en.a.example/1_en.html?lang=en&id=2")
    'http://a.example/1.html?id=2'
    """
    parts = urlsplit(url)
    labels = [label for label in parts.netloc.split(".") if not _IS_LANGUAGE_NAME.fullmatch(label) and label != "www"]
    segments = [segment for segment in parts.path.split("/")[:-1] if not _IS_LANGUAGE_NAME.fullmatch(segment)]
    name = _IN_NAME.sub("", parts.path.rpartition("/")[2])
    query = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _names_language(*pair)]
    return urlunsplit((parts.scheme, ".".join(labels), "/".join([*segments, name]), urlencode(query), ""))


def _names_language(name: str, value: str) -> bool:
    return _PARAMETER.fullmatch(name) is not None and (not value or _IS_LANGUAGE_NAME.fullmatch(value) is not None)


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
    """Two pages that may translate each other, by their numbers; ``declared`` says that one names the other."""

    chinese: int
    english: int
    declared: bool
    score: float


def rank_candidates(pages: Sequence[PageFeatures], word_numbers: WordNumbers) -> list[PageCandidate]:
    """Rank the pairs of a site's pages that may translate each other: declared ones, then by shared words."""
    return _Tables(pages, word_numbers).rank()


class _Tables:
    """The pages of a site by number, and tables of their features, to find candidate pairs by."""

    def __init__(self, pages: Sequence[PageFeatures], word_numbers: WordNumbers) -> None:
        self._pages = pages
        self._word_numbers = word_numbers
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
        """Return two pages in two languages, the Chinese first; None for others."""
        languages = self._pages[one].language, self._pages[other].language
        if languages == ("zh", "en"):
            return one, other
        return (other, one) if languages == ("en", "zh") else None

    def _with_similar_urls(self) -> _NumberPairs:
        """Pair pages with the same URL but for the language, with the same number in it, and parts of one article."""
        kinds = zip(*((page.plain_url, page.number, page.article) for page in self._pages), strict=True)
        return set().union(*map(self._with_same_key, kinds))

    def _with_same_key(self, keys: Sequence[str | None]) -> _NumberPairs:
        """Pair pages in two languages that have the same key, given the keys of all pages."""
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
        """Pair each Chinese page with the English pages that share most with it, by words that few pages have."""
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
        """Return the English stems that may translate a Chinese page's words, and its facts."""
        stems = {stem for word in self._pages[chinese].words for stem in self._translations(word)}
        return stems.union(self._pages[chinese].facts)

    def _translations(self, word: int) -> tuple[int, ...]:
        """Return the stems of English pages that translate a Chinese word."""
        if word not in self._known_translations:
            known = map(self._word_numbers.find, sorted(english_meanings(self._word_numbers.words[word])))
            self._known_translations[word] = tuple(
                number for number in known if number is not None and number in self._postings
            )
        return self._known_translations[word]

    def _weight(self, pages: int) -> float:
        return log(1 + len(self._english) / max(1, pages))

    def _word_weight(self, word: int) -> float:
        """Weigh a Chinese word: the fewer English pages have a translation of it, the more."""
        return self._weight(max((len(self._postings[stem]) for stem in self._translations(word)), default=0))

    def _translated_share(self, chinese: int, english: int) -> float:
        """Return the share, from 0 to 1, of a Chinese page's words, by weight, that the English page may
        translate.
        """
        stems = frozenset(self._pages[english].words)
        words = [(self._word_weight(word), word) for word in self._pages[chinese].words]
        translated = sum(weight for weight, word in words if not stems.isdisjoint(self._translations(word)))
        return translated / (sum(weight for weight, _ in words) or 1.0)

    def _is_similar_in_length(self, chinese: int, english: int) -> bool:
        ratio = self._pages[english].size / (self._pages[chinese].size * length_ratio("zh", "en") or 1.0)
        return 1 / _MOST_LONGER <= ratio <= _MOST_LONGER
