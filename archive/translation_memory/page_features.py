"""Features by which a page is found to be a candidate for the same page in the other language.

From the URL come the pages that it names as the same, the URL without its language, and the number in it. From the
text come words, names, numbers, days and images. Words are kept as integers, so that the features of a hundred
thousand pages fit into memory.
"""

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from archive.bitext.languages import primary_language
from archive.bitext.page_pairs import PageLanguage, language_of_page
from archive.bitext.text_features import TextFeatures, chinese_features, english_features
from archive.documents import StoredDocument
from archive.model.document import Document

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


@dataclass(frozen=True, slots=True)
class PageFeatures:
    """One page's version, its place (file and offset), and its features.

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


class Vocabulary:
    """Gives each word a number."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self.words: list[str] = []

    def number(self, word: str) -> int:
        """The word's number; a word that is not known gets the next."""
        number = self._numbers.setdefault(word, len(self.words))
        if number == len(self.words):
            self.words.append(word)
        return number

    def find(self, word: str) -> int | None:
        """The word's number; None for a word that is not known."""
        return self._numbers.get(word)


def features_of_page(stored: StoredDocument, vocabulary: Vocabulary) -> PageFeatures | None:
    """The features of a page; None for a page that cannot be joined with another."""
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
        array("L", sorted(map(vocabulary.number, features.words))),
        array("L", sorted(vocabulary.number(f"\0{fact}") for fact in _facts(document, features))),
    )


def _facts(document: Document, features: TextFeatures) -> Iterator[str]:
    """The facts that do not depend on language, each with its kind."""
    yield from (f"word {word}" for word in features.latin)
    yield from (f"number {number}" for number in features.numbers.required)
    yield from (f"day {month} {day}" for month, day in features.days)
    yield from (f"image {image.url}" for image in document.images)
    if document.published:
        yield f"published {document.published[:10]}"


def url_without_language(url: str) -> str:
    """A URL without the parts that name a language.

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
