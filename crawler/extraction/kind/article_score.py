"""The score by which a text that shows no day is an article all the same.

News without a date are rare, and pages that are no news have none: prices, profiles, services, questions and answers,
landing pages, empty days of a calendar. No single sign separates them from articles, so each counts with its weight.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from crawler.extraction.kind.article_kind import article_kind
from crawler.extraction.speech.facts import find_speech
from crawler.extraction.speech.salutation import is_salutation
from crawler.extraction.text.normalise_and_measure import SENTENCE_END, is_wide, key, narrow, units
from crawler.extraction.text.page_words import HOME, is_section_name
from crawler.extraction.text.word_lists import any_of

ENOUGH = 2
_IN_SECTION = 4  # of the place's weight: the address and the trail both are evidence for an article
_IN_FOLDER = 3  # where there is no trail
_LONG, _WHOLE, _ESSAY = 600, 1200, 2000  # units
_PARAGRAPH, _SEVERAL, _MANY = 60, 3, 6  # units of a paragraph of prose, and how many of them make a text
_SECTION = re.compile(any_of("kind", "section"), re.IGNORECASE)
_MAKES_ARTICLES = re.compile(
    rf"(?:^|[/._-])(?:{any_of('kind', 'makes articles')}{{1,3}}|p)(?:[-_./?=]|\d|$)", re.IGNORECASE
)
_CATALOGUE = re.compile(any_of("kind", "catalogue"), re.IGNORECASE)
_NUMBERED = re.compile(r"/\d+(?:[-_]\d+)*(?:\.\w{2,6})?/?$")
_FILE_NAME = re.compile(r"(?=\w*[-_.\d])[\w.-]+", re.ASCII)  # 'IMG_2043', on the page of an attachment
_IN_A_MONTH = re.compile(r"/(?:19|20)\d\d[-/]?(?:0?[1-9]|1[0-2])(?:[-/]?\d{1,2})?/[^/]*[^\W\d_][^/]*")
_CALL = re.compile(any_of("kind", "sales call"), re.IGNORECASE)
_OURS = re.compile(r"\b(?:we|our|us)\b|我们|我公司|本公司|我司|本社", re.IGNORECASE)
_YOURS = re.compile(r"\byours?\b|\byou\b|您|贵公司|贵司", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ArticleSigns:
    """The facts about a page, beside its text, that count for or against its being an article.

    ``title`` is its heading; ``steps`` are those of its trail without the page itself and ``has_trail`` says whether
    there is a trail; ``is_section`` whether a menu has an entry of that name, ``declared`` whether the head calls the
    page an article, ``has_day`` whether its head or signature has a day, ``signed`` whether it names an author or a
    source, and ``has_neighbours`` whether it leads to the article before or after it.
    """

    url: str
    title: str | None
    steps: tuple[str, ...]
    has_trail: bool
    is_section: bool
    declared: bool
    has_day: bool
    signed: bool
    has_neighbours: bool


def is_article_without_day(signs: ArticleSigns, texts: Sequence[str]) -> bool:
    """Return whether the score is enough for an article although its page shows no day.

    ``texts`` are its paragraphs.
    """
    if any(map(is_salutation, texts[:6])) or find_speech(signs.title, None, texts):
        return True
    text = _by_text(texts) + (not signs.is_section and _is_plain(texts))
    return _by_page(signs) + _by_place(signs) + _by_title(signs.title or "", texts) + text >= ENOUGH


def stands_among_articles(signs: ArticleSigns) -> bool:
    """Return whether a page without text stands where articles do: below a section for them, or between two of
    them.
    """
    title = signs.title
    if title is None or signs.is_section or is_section_name(title) or _FILE_NAME.fullmatch(title):
        return False
    if signs.has_trail:
        return signs.has_neighbours or (bool(signs.steps) and _by_place(signs) >= _IN_SECTION)
    return signs.has_neighbours or _by_place(signs) >= _IN_FOLDER


def _by_page(signs: ArticleSigns) -> int:
    return 2 * signs.declared + 3 * signs.has_day + 2 * signs.signed + 2 * signs.has_neighbours - 3 * signs.is_section


def _by_place(signs: ArticleSigns) -> int:
    """Return the score of the page's place, by its trail and its address."""
    above = [step for step in signs.steps if not HOME.match(narrow(step))]
    parts = urlsplit(signs.url)
    path = unquote(parts.path)
    folders, _, name = path.rstrip("/").rpartition("/")
    names = [*above, re.sub(r"[/_-]", " ", folders)]
    made = bool(_MAKES_ARTICLES.search(path)) and bool(re.search(r"\d", f"{name}?{parts.query}"))
    if made or _SECTION.search(names[-1]) or _IN_A_MONTH.search(path):
        address = 3
    else:
        address = 2 * (_NUMBERED.search(path) is not None and not signs.is_section)
    catalogue = any(map(_CATALOGUE.search, names))
    return address + _by_trail(signs.has_trail, above) - 2 * catalogue


def _by_trail(has_trail: bool, above: Sequence[str]) -> int:
    if not has_trail:
        return 0
    if not above:
        return -2
    return 2 if any(map(_SECTION.search, above)) else 1


def _by_title(title: str, texts: Sequence[str]) -> int:
    """Return the score of the title: whether it reads as news or a notice, as a line and not as a name."""
    told = 2 * (article_kind(title, None, texts, None) in ("news", "notice", "interview"))
    words = len(title) // 2 if is_wide(title) else len(title.split())
    is_name = not told and words <= (2 if is_wide(title) else 3)
    return told + (words >= 5) - is_name


def _by_text(texts: Sequence[str]) -> int:
    """Return the score of the text, by its length and by whether it speaks to customers."""
    size = sum(map(units, texts))
    length = (size >= _LONG) + (size >= _WHOLE) + (size >= _ESSAY)
    length += sum(units(text) >= _PARAGRAPH for text in texts) >= _MANY
    calls = any(_CALL.search(text) for text in texts)
    ours = sum(bool(_OURS.search(text)) for text in texts) >= max(2, 0.5 * len(texts))
    yours = sum(bool(_YOURS.search(text)) for text in texts) >= max(2, 0.4 * len(texts))
    return length - 3 * calls - ours - yours


def _is_plain(texts: Sequence[str]) -> bool:
    """Return whether several long paragraphs neither describe the site nor address its customers."""
    whole = [text for text in texts if units(text) >= _PARAGRAPH and SENTENCE_END.search(narrow(text))]
    return len(whole) >= _SEVERAL and sum(map(units, whole)) >= _LONG and not any(map(_OURS.search, whole))


def is_declared_article(article: object, given: str | None, title: str | None) -> bool:
    """Return whether a head says that its page is an article: by a day of publication, or by JSON-LD under the same
    title.

    >>> is_declared_article({"@type": "NewsArticle", "headline": "A comma"}, None, "A Comma")
    True
    >>> is_declared_article({}, None, "A comma")
    False
    """
    if given:
        return True
    if not isinstance(article, dict) or not article:
        return False
    headline = article.get("headline") or article.get("name")
    return not isinstance(headline, str) or key(headline) == key(title or "")
