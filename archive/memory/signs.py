"""By what a page is recognised as the same as one in the other language, before the two are read side by side.

What an address says: the pages that it names as the same, its address without what tells languages apart, the number
in it. What the text says: rare words, names, numbers, days, images. All of it is kept as small integers, so that the
signs of a hundred thousand pages stay in memory.
"""

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from archive.bitext.languages import primary
from archive.bitext.page_pairs import Side, side_of
from archive.bitext.text_features import Gist
from archive.documents import StoredDocument
from archive.model.document import Document

_LANGUAGE = (
    r"(?:en|eng|english|en[-_]?us|en[-_]?gb|zh|cn|ch|chn|chs|chi|chinese|zh[-_]?cn|zh[-_]?hans|zh[-_]?hant|zh[-_]?tw|"
    r"zh[-_]?hk|sc|tc|gb|big5|hans|hant|zhongwen|yingwen)"
)
_SEGMENT = re.compile(_LANGUAGE, re.IGNORECASE)
_IN_NAME = re.compile(rf"^{_LANGUAGE}[-_.]|[-_.]{_LANGUAGE}(?=\.\w+$|$)|(?<=\d){_LANGUAGE}(?=\.\w+$)", re.IGNORECASE)
_PARAMETER = re.compile(r"lang|language|l|locale|lan|hl|ver|version|yuyan", re.IGNORECASE)
_NUMBER = re.compile(r"\d{3,}")


@dataclass(frozen=True, slots=True)
class Signs:
    """One page's signs: which version it is and where it stands, and numbers for the words that it may be found by.

    ``declared`` are the addresses that it names as the same in another language, ``plain`` its address without what
    tells languages apart, ``number`` the last long number in that, ``article`` the first page of the article that it
    is a part of. ``size`` counts characters. ``words`` are the
    Chinese words or English stems of the text, ``features`` its names, numbers, days and images.
    """

    id: str
    version: str
    url: str
    side: Side
    place: tuple[str, int]
    declared: tuple[str, ...]
    plain: str
    number: str | None
    article: str | None
    size: int
    words: "array[int]"
    features: "array[int]"


class Vocabulary:
    """Numbers for words, as they are met."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self.words: list[str] = []

    def number(self, word: str) -> int:
        """The word's number; a new one where it was not met before."""
        number = self._numbers.setdefault(word, len(self.words))
        if number == len(self.words):
            self.words.append(word)
        return number

    def known(self, word: str) -> int | None:
        """The word's number where it was met."""
        return self._numbers.get(word)


def signs_of(stored: StoredDocument, vocabulary: Vocabulary) -> Signs | None:
    """The signs of a page; None for one that is not to be joined with another."""
    document = stored.document
    side = side_of(document)
    if side is None:
        return None
    texts = [block.text for block in document.blocks if primary(block.lang) == side]
    gist = Gist.of_chinese(texts) if side == "zh" else Gist.of_english(texts)
    plain = plain_address(document.url)
    numbers = _NUMBER.findall(urlsplit(plain).path + urlsplit(plain).query)
    return Signs(
        document.id,
        document.version,
        document.url,
        side,
        (stored.file, stored.offset),
        tuple(alternate.url for alternate in document.alternates),
        plain,
        numbers[-1] if numbers else None,
        document.part.first if document.part else None,
        sum(map(len, texts)),
        array("L", sorted(map(vocabulary.number, gist.words))),
        array("L", sorted(vocabulary.number(f"\0{feature}") for feature in _features(document, gist))),
    )


def _features(document: Document, gist: Gist) -> Iterator[str]:
    """Words of no language: their marks keep them apart from all others."""
    yield from (f"word {word}" for word in gist.latin)
    yield from (f"number {number}" for number in gist.numbers.told)
    yield from (f"day {month} {day}" for month, day in gist.days)
    yield from (f"image {image.url}" for image in document.images)
    if document.published:
        yield f"published {document.published[:10]}"


def plain_address(url: str) -> str:
    """An address without what tells the languages of a site apart.

    >>> plain_address("http://a.example/en/news/1.html") == plain_address("http://a.example/cn/news/1.html")
    True
    >>> plain_address("http://en.a.example/1_en.html?lang=en&id=2")
    'http://a.example/1.html?id=2'
    """
    parts = urlsplit(url)
    labels = [label for label in parts.netloc.split(".") if not _SEGMENT.fullmatch(label) and label != "www"]
    segments = [segment for segment in parts.path.split("/")[:-1] if not _SEGMENT.fullmatch(segment)]
    name = _IN_NAME.sub("", parts.path.rpartition("/")[2])
    query = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _tells_language(*pair)]
    return urlunsplit((parts.scheme, ".".join(labels), "/".join([*segments, name]), urlencode(query), ""))


def _tells_language(name: str, value: str) -> bool:
    return _PARAMETER.fullmatch(name) is not None and (not value or _SEGMENT.fullmatch(value) is not None)
