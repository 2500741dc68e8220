"""Sections of a site: whether they hold articles, or products, cases, people and certificates.

A page is of the section that its trail leads to, and without a trail of the folder in its address. What a section
holds follows from all pages of the site: from what it is called, and from whether its pages show a day and are
called as news are. One of which that is not sure holds articles.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from operator import attrgetter
from statistics import median
from typing import Any
from urllib.parse import unquote, urlsplit

from crawler.extraction.article.article_kind import article_kind
from crawler.extraction.article.block_evidence import Evidence
from crawler.extraction.byline.dates_and_clock_times import TODAY, YEAR, find_moment
from crawler.extraction.fields.metadata_and_page_names import Metadata
from crawler.extraction.fields.trail_and_pager import Trail, section_steps
from crawler.extraction.language.writing_systems_and_chinese_characters import is_wide
from crawler.extraction.text.boilerplate_phrases_and_section_names import HOME, PAGE_ITSELF
from crawler.extraction.text.text_blocks_normalisation_and_links import TextBlock, narrow, units
from crawler.extraction.text.word_lists_and_patterns import lazy_pattern, read_rows

LEAST = 3
"""Pages of a section of articles, with which a site has one."""

_DATED = 0.5  # share of a section's pages
_NAME = 32  # units of a title that is a name
_SECTION = 30  # units of what a section is called
_BYLINE = 200  # characters
_FEW = 2  # pages of a section that is left out, at least
_INDEX = lazy_pattern(r"(?:(?:index|default|list|home|main)[-_\d]*)?(?:\.\w{2,6})?", re.IGNORECASE)
_NUMBERED = lazy_pattern(r"(?P<name>\D*?)[-_]?\d[\d_-]*")
_LETTERS = lazy_pattern(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class PagePlace:
    """The place of a page on its site, by which its section is known: canonical address, and steps of its trail.

    ``title`` is the first part of its title element, ``dated`` says that it shows a day beside its text. Neither
    depends on the site's template.
    """

    url: str = ""
    steps: tuple[str, ...] = ()
    title: str = ""
    dated: bool = False

    @classmethod
    def of_values(cls, values: Sequence[Any]) -> "PagePlace":
        """Make a page's place of JSON values, in order; the empty place where there are none."""
        url, steps, title, dated = values or ("", (), "", False)
        return cls(url, tuple(steps), title, dated)

    @property
    def sections(self) -> tuple[str, ...]:
        """Return the sections of the site in which a page stands, the widest first: by its trail, else by its
        address.

        >>> PagePlace("http://a.example/x/1.html", ("Products", "Pumps")).sections
        ('Products', 'Products > Pumps')
        >>> PagePlace("http://a.example/a/2024/05/show-12.html").sections, PagePlace("http://a.example/12.html").sections
        (('/a/', '/a/show/'), ())
        """
        heads = (self.names[: n + 1] for n in range(len(self.names)))
        return tuple(" > ".join(names) if self.steps else f"/{'/'.join(names)}/" for names in heads)

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of a page's sections, by step of its trail or by folder."""
        return self.steps or _folders(self.url)


@dataclass(frozen=True, slots=True)
class SectionChoices:
    """A user's choice of a site's sections: those that hold articles (``taken``), and those that hold none
    (``left``).

    A section is named as a summary names it ('Products > Pumps', '/case/'), or by its step or folder alone.
    """

    taken: frozenset[str] = frozenset()
    left: frozenset[str] = frozenset()

    @classmethod
    def of_names(cls, names: Sequence[str]) -> "SectionChoices":
        """Parse a user's choice of sections from names; one after a minus is left out.

        >>> SectionChoices.of_names(["Products", "-Notes"])
        SectionChoices(taken=frozenset({'Products'}), left=frozenset({'Notes'}))
        """
        left = frozenset(name[1:].strip() for name in names if name.startswith("-"))
        taken = frozenset(name.removeprefix("+").strip() for name in names if not name.startswith("-"))
        return cls(taken - left, left)

    @property
    def names(self) -> list[str]:
        """Return the user's choice of sections as the names that ``of_names`` reads, in order."""
        return [*sorted(self.taken), *(f"-{name}" for name in sorted(self.left))]

    def joined(self, later: "SectionChoices") -> "SectionChoices":
        """Join two choices of sections; where they differ, the later one counts."""
        return SectionChoices((self.taken - later.left) | later.taken, (self.left - later.taken) | later.left)

    def section_of(self, place: PagePlace) -> str | None:
        """Return the narrowest section of a page that the user chose or left out."""
        for section, name in reversed(list(zip(place.sections, place.names, strict=True))):
            if not {section, name}.isdisjoint(self.taken | self.left):
                return section
        return None


NO_CHOICES = SectionChoices()
_WORDS_OF_PLACE = attrgetter("steps", "title", "dated")
NOWHERE = PagePlace()
"""The place of a page before it is read."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A section of a site that holds no articles: its name, how many pages it has, and the address of one."""

    name: str
    pages: int
    example: str


@dataclass(slots=True)
class _Section:
    """The counts of one section of a site, with all in it; its pages are known by their addresses."""

    titles: dict[str, str] = field(default_factory=dict)
    dated: set[str] = field(default_factory=set)

    def add(self, place: PagePlace) -> None:
        self.titles[place.url] = max(place.title, self.titles.get(place.url, ""))
        if place.dated:
            self.dated.add(place.url)

    @property
    def is_dated(self) -> bool:
        return len(self.dated) > _DATED * len(self.titles)

    @property
    def is_told(self) -> bool:
        """Return whether half of a section's pages are called as news, notices and interviews are."""
        told = sum(article_kind(title, None, [], None) != "article" for title in self.titles.values())
        return 2 * told >= len(self.titles)

    @property
    def is_of_names(self) -> bool:
        """Return whether a section's pages are called by names, and not by lines."""
        return median(map(units, self.titles.values())) <= _NAME


class Sections:
    """The sections of a site and what they hold, counted over its pages in any order."""

    def __init__(self, choices: SectionChoices = NO_CHOICES) -> None:
        self._choices = choices
        self._places: dict[str, PagePlace] = {}
        self._lists: dict[str, set[str]] = {}

    def add(self, place: PagePlace) -> None:
        """Count a page in the sections of its site; of several captures of one the last in order of their words."""
        for folder in _listed(place.url):
            self._lists.setdefault(folder, set()).update((place.title, *place.steps[-1:]))
        if not _is_index(place.url):
            self._places[place.url] = max(place, self._places.get(place.url, place), key=_WORDS_OF_PLACE)

    def left_out(self) -> tuple[LeftOut, ...]:
        """Return the sections of a site that hold no articles and are left out, by name; none of a site without other
        articles.
        """
        products: dict[str, _Section] = {}
        others: dict[str, _Section] = {}
        out: dict[str, _Section] = {}
        for place in self._places.values():
            told = self._choices.section_of(place)
            name = None if told else self._called_for_products(place)
            if told and _leaves_out(self._choices, told):
                out.setdefault(told, _Section()).add(place)
            elif name:
                products.setdefault(name, _Section()).add(place)
            elif place.sections:
                others.setdefault(place.sections[-1], _Section()).add(place)
        large = (section for section in others.values() if len(section.titles) >= LEAST)
        articles = [section for section in large if section.is_dated or section.is_told]
        if articles:
            has_days = any(section.is_dated for section in articles)
            out |= {name: each for name, each in products.items() if self._is_of_products(name, each, has_days)}
        return tuple(LeftOut(name, len(out[name].titles), min(out[name].titles)) for name in sorted(out))

    def _called_for_products(self, place: PagePlace) -> str | None:
        """Return the widest section of a page that is called for products, where none of its sections is for
        articles.
        """
        if _is_of_articles(place):
            return None
        for name, word in zip(place.sections, place.names, strict=True):
            called = () if place.steps else self._lists.get(name, ())
            if any(map(names_articles, called)):
                return None
            if any(map(names_products, (*called, word))) or _is_address_of_products(word, place):
                return name
        return None

    def _is_of_products(self, name: str, section: _Section, has_days: bool) -> bool:
        """Return whether the pages of a section that is called for products are not called as news are.

        Where only its address calls it so, where they show a day, and where the site's articles show none either
        (``has_days`` is false), they must be called by names; and where only its address does, show no day.
        """
        if section.is_told or len(section.titles) < _FEW:
            return False
        named = not name.startswith("/") or any(map(names_products, self._lists.get(name, ())))
        if named and has_days and not section.is_dated:
            return True
        return section.is_of_names and (named or not section.is_dated)


def place_of(
    url: str, blocks: Sequence[TextBlock], evidence: Evidence, metadata: Metadata, trail: Trail | None
) -> PagePlace:
    """Find where a page stands on its site, by address and trail; ``evidence`` is the evidence without a template."""
    parts = metadata.title_parts
    title = parts[0] if parts else ""
    steps = (step for step, _ in section_steps(trail, title, *parts)) if trail else ()
    above = tuple(step for step in steps if not (HOME.match(narrow(step)) or PAGE_ITSELF.match(narrow(step))))
    return PagePlace(url, above, title, any(_shows_day(block, evidence) for block in blocks if not block.only_link))


def is_left_out(place: PagePlace, left_out: Sequence[LeftOut], choices: SectionChoices = NO_CHOICES) -> bool:
    """Return whether a page stands in a section of its site of which no documents are made.

    The user's choices count first, then ``left_out``, the site's sections without articles. A page that stands in a
    section for articles within one of these is not left out.
    """
    told = choices.section_of(place)
    if told:
        return _leaves_out(choices, told)
    names = {section.name for section in left_out}
    return bool(names) and not _is_of_articles(place) and not names.isdisjoint(place.sections)


@lru_cache(maxsize=4096)
def names_products(name: str) -> bool:
    """Return whether a section's name is for products, cases, people or certificates, and nothing else.

    >>> names_products("产品中心"), names_products("Our Services"), names_products("滨海翻译服务有限公司")
    (True, True, False)
    """
    text = " ".join(narrow(name).casefold().split())
    return units(text) <= _SECTION and _pattern_of_products().fullmatch(text) is not None


@lru_cache(maxsize=4096)
def names_articles(name: str) -> bool:
    """Return whether a section's name is for news, notices, speeches or knowledge.

    >>> names_articles("产品知识"), names_articles("Services and News"), names_articles("Newsletters")
    (True, True, False)
    """
    return _pattern_of_articles().search(narrow(name).casefold()) is not None


def _is_of_articles(place: PagePlace) -> bool:
    """Return whether one of a page's sections is called for articles."""
    return any(map(names_articles, place.names))


def _is_address_of_products(word: str, place: PagePlace) -> bool:
    """Return whether a folder is called for products in letters."""
    return not place.steps and any(each in _words("address") for each in _LETTERS.findall(word.casefold()))


def _shows_day(block: TextBlock, evidence: Evidence) -> bool:
    """Return whether a line beside the text has a day."""
    if evidence.prose[block.n] or evidence.in_list[block.n] or block.only_link or len(block.plain) > _BYLINE:
        return False
    return bool(YEAR.search(block.plain)) and not TODAY.search(block.plain) and bool(find_moment(block.plain))


@lru_cache(maxsize=4096)
def _folders(url: str) -> tuple[str, ...]:
    """Return the folders of an address that are no figures, and the name of its file where a number follows it."""
    parts = urlsplit(url)
    *folders, name = unquote(parts.path).split("/")[1:] or [""]
    stem = name.partition(".")[0]
    numbered = _NUMBERED.fullmatch(stem)
    own = numbered["name"] if numbered else stem if parts.query else ""
    return tuple(part for part in (*folders, own) if part.strip("0123456789-_"))


def _leaves_out(choices: SectionChoices, section: str) -> bool:
    """Return whether the user left out a section, one that the choice names."""
    return not {section, _last(section)}.isdisjoint(choices.left)


def _last(section: str) -> str:
    """Return the step or folder that a section's name ends with."""
    return section.rpartition(" > ")[2].strip("/").rpartition("/")[2]


def _is_index(url: str) -> bool:
    """Return whether an address is that of a folder, or of its index or list."""
    parts = urlsplit(url)
    return not parts.query and _INDEX.fullmatch(parts.path.rpartition("/")[2]) is not None


def _listed(url: str) -> Iterator[str]:
    """Yield the folder of which an address is the list: its index, or a page of its name beside it."""
    *folders, name = unquote(urlsplit(url).path).split("/")[1:] or [""]
    stem = name.partition(".")[0]
    if not _is_index(url):
        folders.append(stem)
    if any(folders) and not _NUMBERED.fullmatch(stem):
        yield f"/{'/'.join(folders)}/"


@lru_cache(maxsize=1)
def _pattern_of_products() -> re.Pattern[str]:
    """Return a pattern for names that end with a word for products, and with a tail."""
    wide, narrow_words = _alternatives("products")
    wide_tail, narrow_tail = _alternatives("tail")
    latin = rf"(?:[^\W\d_]+ ){{0,2}}(?:{narrow_words})(?: (?:and|&|,) (?:{narrow_words}))*(?: (?:{narrow_tail}))?"
    return re.compile(rf".{{0,6}}(?:{wide})(?:{wide_tail})?|{latin}")


@lru_cache(maxsize=1)
def _pattern_of_articles() -> re.Pattern[str]:
    wide, narrow_words = _alternatives("articles")
    return re.compile(rf"{wide}|(?<![^\W\d_])(?:{narrow_words})(?![^\W\d_])")


def _alternatives(side: str) -> tuple[str, str]:
    """Return the words of a side as patterns: those that are written without spaces, and the others."""
    words = sorted(_words(side), key=lambda word: (-len(word), word))
    wide = [re.escape(word) for word in words if is_wide(word)]
    return "|".join(wide), "|".join(re.escape(word) for word in words if not is_wide(word))


@lru_cache(maxsize=8)
def _words(side: str) -> frozenset[str]:
    rows = (words for kind, _, words in read_rows("section_words.tsv") if kind == side)
    return frozenset(word for words in rows for word in words.split(", "))
