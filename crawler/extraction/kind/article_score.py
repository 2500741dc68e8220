"""The score by which a text that shows no day is an article all the same.

News without a date are rare, and pages that are no news have none: prices, profiles, services, questions and answers,
landing pages, empty days of a calendar. No single sign tells them apart, so each counts with its weight.
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
_IN_SECTION = 4  # of the place's weight: the address and the trail both speak for an article
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
class Standing:
    """What is known of a page beside its text.

    ``title`` is its heading; ``steps`` are those of its trail without the page itself and ``trailed`` says that there
    is a trail; ``is_section`` that a menu has an entry of that name, ``claimed`` that its head calls it an article,
    ``has_day`` that its head or its signature has a day, ``signed`` that it names an author or a source, and
    ``has_neighbours`` that it leads to the article before or after it.
    """

    url: str
    title: str | None
    steps: tuple[str, ...]
    trailed: bool
    is_section: bool
    claimed: bool
    has_day: bool
    signed: bool
    has_neighbours: bool


def stands_alone(standing: Standing, texts: Sequence[str]) -> bool:
    """Whether enough speaks for an article although its page shows no day; ``texts`` are its paragraphs."""
    if any(map(is_salutation, texts[:6])) or find_speech(standing.title, None, texts):
        return True
    text = _by_text(texts) + (not standing.is_section and _is_plain(texts))
    return _by_page(standing) + _by_place(standing) + _by_title(standing.title or "", texts) + text >= ENOUGH


def is_placed(standing: Standing) -> bool:
    """Whether a page without text stands where articles do: below a section for them, or between two of them."""
    title = standing.title
    if title is None or standing.is_section or is_section_name(title) or _FILE_NAME.fullmatch(title):
        return False
    if standing.trailed:
        return standing.has_neighbours or (bool(standing.steps) and _by_place(standing) >= _IN_SECTION)
    return standing.has_neighbours or _by_place(standing) >= _IN_FOLDER


def _by_page(standing: Standing) -> int:
    return (
        2 * standing.claimed
        + 3 * standing.has_day
        + 2 * standing.signed
        + 2 * standing.has_neighbours
        - 3 * standing.is_section
    )


def _by_place(standing: Standing) -> int:
    """What the trail and the address say of where the page stands."""
    above = [step for step in standing.steps if not HOME.match(narrow(step))]
    parts = urlsplit(standing.url)
    path = unquote(parts.path)
    folders, _, name = path.rstrip("/").rpartition("/")
    names = [*above, re.sub(r"[/_-]", " ", folders)]
    made = bool(_MAKES_ARTICLES.search(path)) and bool(re.search(r"\d", f"{name}?{parts.query}"))
    if made or _SECTION.search(names[-1]) or _IN_A_MONTH.search(path):
        address = 3
    else:
        address = 2 * (_NUMBERED.search(path) is not None and not standing.is_section)
    catalogue = any(map(_CATALOGUE.search, names))
    return address + _by_trail(standing.trailed, above) - 2 * catalogue


def _by_trail(trailed: bool, above: Sequence[str]) -> int:
    if not trailed:
        return 0
    if not above:
        return -2
    return 2 if any(map(_SECTION.search, above)) else 1


def _by_title(title: str, texts: Sequence[str]) -> int:
    """Whether the title reads as that of an article: as news or a notice, as a line and not as a name."""
    told = 2 * (article_kind(title, None, texts, None) in ("news", "notice", "interview"))
    words = len(title) // 2 if is_wide(title) else len(title.split())
    is_name = not told and words <= (2 if is_wide(title) else 3)
    return told + (words >= 5) - is_name


def _by_text(texts: Sequence[str]) -> int:
    """What the text says by its length and by whether it speaks to customers."""
    size = sum(map(units, texts))
    length = (size >= _LONG) + (size >= _WHOLE) + (size >= _ESSAY)
    length += sum(units(text) >= _PARAGRAPH for text in texts) >= _MANY
    calls = any(_CALL.search(text) for text in texts)
    ours = sum(bool(_OURS.search(text)) for text in texts) >= max(2, 0.5 * len(texts))
    yours = sum(bool(_YOURS.search(text)) for text in texts) >= max(2, 0.4 * len(texts))
    return length - 3 * calls - ours - yours


def _is_plain(texts: Sequence[str]) -> bool:
    """Whether several paragraphs tell something at length and neither of the site nor to its customers."""
    whole = [text for text in texts if units(text) >= _PARAGRAPH and SENTENCE_END.search(narrow(text))]
    return len(whole) >= _SEVERAL and sum(map(units, whole)) >= _LONG and not any(map(_OURS.search, whole))


def is_claimed(article: object, given: str | None, title: str | None) -> bool:
    """Whether a head says that its page is an article: by a day of publication, or by JSON-LD under the same title.

    >>> is_claimed({"@type": "NewsArticle", "headline": "A comma"}, None, "A Comma"), is_claimed({}, None, "A comma")
    (True, False)
    """
    if given:
        return True
    if not isinstance(article, dict) or not article:
        return False
    headline = article.get("headline") or article.get("name")
    return not isinstance(headline, str) or key(headline) == key(title or "")
