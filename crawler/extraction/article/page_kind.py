"""The decision whether a page is an article, and which kind of page it is when it is none.

News without a date are rare, and pages that are no news have none: prices, profiles, services, questions and answers,
landing pages, empty days of a calendar. No single sign separates an undated article from them, so each counts with
its weight in the article's score.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from lxml import etree

from archive.model.document import OtherKind
from crawler.extraction.article.article_kind import article_kind
from crawler.extraction.article.block_evidence import Evidence
from crawler.extraction.byline.dates_and_clock_times import find_day, is_entry_date
from crawler.extraction.language.writing_systems_and_chinese_characters import is_wide
from crawler.extraction.speech.salutation_and_spoken_text import is_salutation
from crawler.extraction.speech.speech_facts import find_speech
from crawler.extraction.text import boilerplate_phrases_and_section_names as phrases
from crawler.extraction.text.contact_credit_and_footer_lines import names_contact
from crawler.extraction.text.document_block_kinds import is_caption
from crawler.extraction.text.text_blocks_normalisation_and_links import (
    SENTENCE_END,
    TextBlock,
    join,
    key,
    leads_elsewhere,
    narrow,
    units,
)
from crawler.extraction.text.word_lists_and_patterns import any_of, lazy_pattern

ENOUGH = 2
_IN_SECTION = 4  # score of the place, where both address and trail are evidence for an article
_IN_FOLDER = 3  # where there is no trail
_LONG, _WHOLE, _ESSAY = 600, 1200, 2000  # units
_PARAGRAPH, _SEVERAL, _MANY = 60, 3, 6  # units of a paragraph of prose, and how many of them make a text
_SECTION = lazy_pattern(any_of("kind", "section"), re.IGNORECASE)
_MAKES_ARTICLES = lazy_pattern(any_of("kind", "address of articles"), re.IGNORECASE)
_CATALOGUE = lazy_pattern(any_of("kind", "catalogue"), re.IGNORECASE)
_NUMBERED = lazy_pattern(r"/\d+(?:[-_]\d+)*(?:\.\w{2,6})?/?$")
_FILE_NAME = lazy_pattern(r"(?=\w*[-_.\d])[\w.-]+", re.ASCII)  # 'IMG_2043', on the page of an attachment
_IN_A_MONTH = lazy_pattern(r"/(?:19|20)\d\d[-/]?(?:0?[1-9]|1[0-2])(?:[-/]?\d{1,2})?/[^/]*[^\W\d_][^/]*")
_CALL = lazy_pattern(any_of("kind", "sales call"), re.IGNORECASE)
_OURS = lazy_pattern(r"\b(?:we|our|us)\b|我们|我公司|本公司|我司|本社", re.IGNORECASE)
_YOURS = lazy_pattern(r"\byours?\b|\byou\b|您|贵公司|贵司", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ArticleFeatures:
    """The features of a page, beside its text, that count for or against its being an article.

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


def _is_article_without_day(signs: ArticleFeatures, texts: Sequence[str]) -> bool:
    """Return whether the score is enough for an article although its page shows no day.

    ``texts`` are its paragraphs.
    """
    if any(map(is_salutation, texts[:6])) or find_speech(signs.title, None, texts):
        return True
    text = _by_text(texts) + (not signs.is_section and _is_plain(texts))
    return _by_page(signs) + _by_place(signs) + _by_title(signs.title or "", texts) + text >= ENOUGH


def _stands_among_articles(signs: ArticleFeatures) -> bool:
    """Return whether a page without text stands where articles do: below a section for them, or between two of
    them.
    """
    title = signs.title
    if title is None or signs.is_section or phrases.is_section_name(title) or _FILE_NAME.fullmatch(title):
        return False
    if signs.has_trail:
        return signs.has_neighbours or (bool(signs.steps) and _by_place(signs) >= _IN_SECTION)
    return signs.has_neighbours or _by_place(signs) >= _IN_FOLDER


def _by_page(signs: ArticleFeatures) -> int:
    return 2 * signs.declared + 3 * signs.has_day + 2 * signs.signed + 2 * signs.has_neighbours - 3 * signs.is_section


def _by_place(signs: ArticleFeatures) -> int:
    """Score a page's place on its site, by its trail and its address, for being an article."""
    above = [step for step in signs.steps if not phrases.HOME.match(narrow(step))]
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
    """Score a page's title for being an article's: whether it reads as news or a notice, as a line and not as a
    name.
    """
    told = 2 * (article_kind(title, None, texts, None) in ("news", "notice", "interview"))
    words = len(title) // 2 if is_wide(title) else len(title.split())
    is_name = not told and words <= (2 if is_wide(title) else 3)
    return told + (words >= 5) - is_name


def _by_text(texts: Sequence[str]) -> int:
    """Score a page's text for being an article's, by its length and by whether it speaks to customers."""
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
    """Return whether a page's head declares an article: by a day of publication, or by JSON-LD under the same title.

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


_HOME = lazy_pattern(any_of("kind", "home page"), re.IGNORECASE)
_ON = lazy_pattern(r"\W*(?:关于|關於).{2,}的(?:通知|公告|通告|声明|聲明|启事|啟事|说明)\W*")
_ABOUT_SUBJECT = lazy_pattern(r"\W*(?:about\s+(?!us\b)|关于(?!我们|本站|公司))", re.IGNORECASE)
_LITTLE = 400
_CAPTION = 80  # units
_ENTRIES = 2  # linked headings that make a list, at least
_MOSTLY = 0.5
_FOLDER_INDEX = lazy_pattern(r"(?:(?:index|default|list)[-_\d]*\.\w{2,6})?", re.IGNORECASE)
_NAMED = 4  # pages of a folder with a day, that make a list of it
_EVERY_OTHER = 0.4
_AROUND = 4  # blocks above and below the body


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found on a page by which its kind (article, list, error, …) is judged.

    ``dated`` says that it shows when it was published, ``is_offer`` that its head has the price of a product;
    ``sections`` are the keys of what its menus name.
    """

    url: str
    status: int
    titles: tuple[str, ...]
    body: tuple[TextBlock, ...]
    dated: bool
    has_password: bool
    is_offer: bool
    sections: frozenset[str]
    trail_end: str | None
    signs: ArticleFeatures


def other_kind(findings: Findings, blocks: Sequence[TextBlock], evidence: Evidence) -> OtherKind | None:
    """Judge which kind of page it is when it is no article (list, error, page, …), else None."""
    if findings.status >= 400:
        return "error"
    size = sum(units(block.text) for block in findings.body)
    if _is_error(findings, size):
        return "error"
    if _is_page(findings, size):
        return "page"
    if _is_list(findings, blocks, evidence, size):
        return "list"
    if not findings.body and findings.dated and _stands_among_articles(findings.signs):
        return None  # a picture, a film or an attachment under a title
    sentences = (evidence.prose[block.n] or SENTENCE_END.search(block.plain) for block in findings.body)
    if not findings.body or not (findings.dated or any(sentences)):
        return "list" if sum(evidence.in_list) >= 3 else "other"
    if _is_caption_alone(findings):
        return "other"
    if not findings.dated and not _is_article_without_day(findings.signs, [block.text for block in findings.body]):
        return "page"
    return None


def _is_caption_alone(findings: Findings) -> bool:
    """Return whether the body is one short line at a picture, as on the page of an attachment."""
    signs = findings.signs
    if len(findings.body) != 1 or signs.declared or (findings.dated and _stands_among_articles(signs)):
        return False
    return units(findings.body[0].text) <= _CAPTION and is_caption(findings.body[0])


def _is_error(findings: Findings, size: int) -> bool:
    if findings.dated or size >= 2 * _LITTLE:
        return False
    named = [title for title in findings.titles if phrases.ERROR.search(title)]
    if named and (size < _LITTLE or (len(named) > 1 and phrases.ERROR.search(findings.body[0].plain))):
        return True
    return size < _LITTLE / 2 and any(phrases.ERROR.search(block.plain) for block in findings.body[:2])


def _is_page(findings: Findings, size: int) -> bool:
    if any(phrases.COMMENTS_TITLE.match(title) for title in findings.titles[:1]) or phrases.COMMENTS_ADDRESS.search(
        findings.url
    ):
        return True
    if findings.has_password and size < _LITTLE / 2 and not findings.dated:
        return True
    about = [name for name in findings.titles if phrases.ABOUT.match(name) and not _ON.fullmatch(name)]
    if any(key(name) in findings.sections for name in about):
        return True
    if findings.dated:
        return False
    if findings.is_offer:
        return True
    if (
        about
        or phrases.ABOUT.match(findings.trail_end or "")
        or phrases.ABOUT_ADDRESS.search(urlsplit(findings.url).path)
    ):
        return True
    contacts = sum(names_contact(block.plain) for block in findings.body)
    return contacts >= 3 and contacts >= 0.4 * len(findings.body)


def is_called_page(findings: Findings) -> bool:
    """Return whether a page's title is a word for pages such as 'Contact us', and not 'About' some subject."""
    return any(phrases.ABOUT.match(title) and not _ABOUT_SUBJECT.match(title) for title in findings.titles[:1])


def _is_list(findings: Findings, blocks: Sequence[TextBlock], evidence: Evidence, size: int) -> bool:
    parts = urlsplit(findings.url)
    if parts.scheme.startswith("http") and _HOME.fullmatch(parts.path or "/") and not parts.query:
        return True
    if findings.signs.declared and size >= _LITTLE:
        return False
    if phrases.LIST_ADDRESS.search(findings.url) or any(
        phrases.LIST_TITLE.match(title) for title in findings.titles[:1]
    ):
        return True
    if not findings.body:
        return False
    if _is_list_of_folder(findings, blocks) or _is_of_dated_links(findings):
        return True
    if _is_excerpts(findings.body, blocks, evidence, size) or _is_excerpt(findings, blocks, evidence):
        return True
    return not (findings.dated or findings.signs.declared) and _is_among_entries(findings, blocks, evidence, size)


def _is_list_of_folder(findings: Findings, blocks: Sequence[TextBlock]) -> bool:
    """Return whether the page is the index of a folder, and names pages below it, each with a day."""
    here = urlsplit(findings.url)
    folder, _, name = here.path.rpartition("/")
    if here.query or findings.signs.declared or not _FOLDER_INDEX.fullmatch(name):
        return False
    around = blocks[max(0, findings.body[0].n - _AROUND) : findings.body[-1].n + _AROUND]
    paths = {urlsplit(join(findings.url, target)).path for target in _targets(around)}
    below = sum(path.startswith(f"{folder}/") and path.rpartition("/")[2] not in ("", name) for path in paths)
    return below >= _NAMED and sum(map(_is_dated, around)) >= _NAMED


def _is_of_dated_links(findings: Findings) -> bool:
    """Return whether a page is a list: every other line of its body is a link to another page beside a day."""
    dated = [block for block in findings.body if _is_dated(block) and _targets([block])]
    several = len(dated) >= _EVERY_OTHER * len(findings.body) and len(_targets(dated)) >= _NAMED
    return several and len(dated) >= _NAMED and not findings.signs.declared


def _is_among_entries(findings: Findings, blocks: Sequence[TextBlock], evidence: Evidence, size: int) -> bool:
    """Return whether the body is but a few words at the head of a list, or the list is called as a menu's entry
    is.
    """
    start = findings.body[0].n
    entries = [block for block in blocks[start:] if evidence.in_list[block.n]]
    dates, listed = sum(map(_is_dated, entries)), sum(units(block.text) for block in entries)
    named = any(key(title) in findings.sections for title in findings.titles[:1])
    named = named or (not findings.titles and size < 2 * listed)
    if named and len(entries) >= 3 and size < 4 * listed:
        return True
    return dates >= 3 and size < 2 * listed and (named or size < _LITTLE)


def _is_excerpt(findings: Findings, blocks: Sequence[TextBlock], evidence: Evidence) -> bool:
    """Return whether most of the body is an excerpt: under a heading that is a link, with another link to the same
    page.
    """
    first, last = findings.body[0].n, findings.body[-1].n
    own = {*map(key, findings.titles)}
    for block in blocks[max(0, first - 3) : last]:
        if block.heading and block.only_link and key(block.text) not in own:
            below = blocks[block.n + 1 : block.n + 4]
            excerpt = sum(units(line.text) for line in below if evidence.prose[line.n])
            before = sum(units(line.text) for line in findings.body if line.n < block.n)
            if before < 2 * excerpt and _targets([block]) & _targets(below):
                return True
    return False


def _targets(blocks: Sequence[TextBlock]) -> set[str]:
    """Return the addresses that links in text blocks lead to, without fragments."""
    hrefs = ((link.get("href") or "").strip().partition("#")[0] for block in blocks for _, link in block.links())
    return {href for href in hrefs if href}


def _is_dated(block: TextBlock) -> bool:
    """Return whether a line has a day in it, as entries of lists of articles do."""
    return is_entry_date(block.plain) or find_day(block.plain) is not None


def _is_excerpts(body: Sequence[TextBlock], blocks: Sequence[TextBlock], evidence: Evidence, size: int) -> bool:
    """Return whether a page's body is a list of excerpts: most of it stands right below what leads to other pages.

    That are headings, or, three or more of them, lines of a link and a day.
    """
    first, last = body[0].n, body[-1].n
    above = [block for block in blocks[max(0, first - 4) : last] if any(evidence.prose[block.n + 1 : block.n + 4])]
    heads = [block.n for block in above if block.heading and leads_elsewhere(block)]
    if len(heads) < _ENTRIES:
        heads = [block.n for block in above if 3 * block.linked >= len(block.text) and _is_dated(block)]
        if len(heads) <= _ENTRIES:
            return False
    below = {n for head in heads for n in range(head + 1, head + 4)} - set(heads)
    return sum(units(block.text) for block in body if block.n in below) >= _MOSTLY * size


def has_password(root: etree._Element) -> bool:
    """Return whether a page's HTML asks for a password."""
    return any((element.get("type") or "").lower() == "password" for element in root.iter("input"))
