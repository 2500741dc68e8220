"""The choice of an article's publication time from what the byline, the page's elements, its head and its address
say.

Where nothing near the title gives a day, one farther off is looked for: below the text, or in a box of its own. A
time without an offset takes that of the page's country, where domain and language determine it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from itertools import islice
from typing import cast
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from lxml import etree

from archive.model.document import Removed
from crawler.extraction.article.block_evidence import Evidence
from crawler.extraction.byline.byline_line import Byline, is_of_publication, is_of_update, read_byline, read_value
from crawler.extraction.byline.dates_and_clock_times import (
    TODAY,
    Order,
    figure_order,
    find_day,
    find_moment,
    is_entry_date,
    may_need_order,
    narrow,
    time_span,
)
from crawler.extraction.byline.labels_and_labelled_parts import names_other_day
from crawler.extraction.fields.metadata_and_page_names import Metadata
from crawler.extraction.language.detection import UNDETERMINED, detect_blocks
from crawler.extraction.speech.occasion_place_and_day import is_byline_date
from crawler.extraction.text.boilerplate_advertisement_and_disclaimer_lines import is_marker
from crawler.extraction.text.text_blocks_normalisation_and_links import Fact, Span, TextBlock
from crawler.extraction.text.word_lists_and_patterns import any_of, class_words, lazy_pattern, read_rows

_STATED = tuple(name for (name,) in read_rows("publication_names.tsv"))
"""Meta elements named for the publication."""
_NAMED_DATE = ("dc.date", "dc:date", "dcterms:date", "date", "datecreated", "article:date", "pdate", "created")
"""Meta elements that may be set by the template or the day of the visit."""
_DAY_IN_PATH = lazy_pattern(any_of("dates", "day in a path"))
_SHORT_PARTS = lazy_pattern(r"/(?P<year>20\d\d)/(?P<month>[1-9])/(?P<day>[1-9]|[12]\d|3[01])(?=/|-|$)")
_EVENT_PATH = lazy_pattern(r"(?:^|[/_-])(?:events?|calendar|archives?|agenda)(?:[/_-]|$)", re.IGNORECASE)
_SHORTEST_DATE = 8  # characters of a day in figures
_SIGNED = 3  # lines of a body that may be the date of its signature, at most
_PROSE_READ = 8  # blocks whose language is the page's


def choose_published(
    byline: Byline, stated: Iterable[str], beside: Iterable[str], metadata: Metadata, order: Order | None
) -> Fact | None:
    """Choose an article's publication time: as its byline shows, else as the head says, else as elements state.

    A day of the byline is as exact as the others that agree with it. ``stated`` are the times that elements state,
    the likeliest first, and ``beside`` those that only make another more exact. None where none says anything.
    """
    given = [*_moments(metadata, _STATED, order), *stated]
    if visible := byline.published:
        return Fact(_as_exact(visible.value, [*given, *beside]), visible.spans)
    return Fact(given[0]) if given else None


def with_time(byline: Byline, blocks: Sequence[TextBlock]) -> Byline:
    """Add to the byline the time of day that stands apart from its day of publication, where one does."""
    day = byline.published
    if day is None or not day.spans or "T" in day.value:
        return byline
    for n in sorted(byline.blocks - {span.n for span in day.spans}):
        found = time_span(blocks[n].plain)
        if found and not names_other_day(blocks[n].plain[: found[1]]):
            return replace(byline, published=Fact(f"{day.value}T{found[0]}", (*day.spans, Span(n, *found[1:]))))
    return byline


def with_signature_date(byline: Byline, body: Sequence[str], order: Order | None) -> Byline:
    """Add to the byline the date that a notice is signed with in the last lines of its body, where nothing else gives
    one.
    """
    if byline.published:
        return byline
    signed = [text for text in body[-_SIGNED:] if is_byline_date(text) and not TODAY.search(text)]
    moments = {find_moment(text, order) for text in signed} - {None}
    moment = moments.pop() if len(moments) == 1 and len(body) > 1 else None
    return replace(byline, published=Fact(moment)) if moment else byline


def last_resort(byline: Byline, metadata: Metadata, url: str, order: Order | None) -> Fact | None:
    """Return a day that may be the article's publication: of an update, of a meta element for any date, in the
    address.
    """
    other = next(_moments(metadata, _NAMED_DATE, order), None) or day_in_address(url)
    return byline.updated or (Fact(other) if other else None)


def page_order(blocks: Sequence[TextBlock], evidence: Evidence, metadata: Metadata) -> Order | None:
    """Return which of day, month and year the page writes first in figures, where one of its dates depends on
    that.
    """
    long = (block for block in blocks if len(block.text) >= _SHORTEST_DATE)
    texts = [narrow(text) for text in map(_spaced, long) if may_need_order(text)]
    if not texts:
        return None
    prose = [block.text for block in blocks if evidence.prose[block.n]][:_PROSE_READ]
    read = detect_blocks([" ".join(prose)])[0].lang if prose else ""
    stated = [language for language in metadata.languages if not read or language.partition("-")[0] == read]
    return figure_order(texts, [*stated, read] if read != UNDETERMINED else metadata.languages)


def _spaced(block: TextBlock) -> str:
    """Return the block's text with a space between its elements, so that the figures of two are not read as one
    number.
    """
    return " ".join(block.plain[run.start : run.end] for run in block.runs) if len(block.runs) > 1 else block.plain


def day_in_address(url: str) -> str | None:
    """Return the day that the path of an article's address names, as ``YYYY-MM-DD``.

    >>> day_in_address("http://www.example.cn/news/202405/t20240503_88.html"), day_in_address("http://x.com/2024/5/3/a")
    ('2024-05-03', '2024-05-03')
    >>> day_in_address("http://x.com/events/2024/05/03/"), day_in_address("http://x.com/a/12024050345.html")
    (None, None)
    """
    try:
        path = urlsplit(url).path
    except ValueError:
        return None
    if _EVENT_PATH.search(path):
        return None
    found = max(_DAY_IN_PATH.finditer(path), key=lambda day: day.start(), default=None) or _SHORT_PARTS.search(path)
    return find_day("-".join(found.group("year", "month", "day"))) if found else None


def _moments(metadata: Metadata, names: Iterable[str], order: Order | None) -> Iterator[str]:
    """Yield the publication times that the page's head gives under these names, those of its JSON-LD first."""
    given = metadata.published if names is _STATED else ()
    values = (*given, *(metadata.names[name] for name in names if name in metadata.names))
    return (moment for value in values if (moment := find_moment(value, order)))


def _as_exact(moment: str, given: Iterable[str]) -> str:
    """Return a publication time as exactly as the others that agree with it give it."""
    return next((other for other in given if other.startswith(moment) and len(other) > len(moment)), moment)


_DATE_WORDS = class_words("date")
_TODAY = lazy_pattern(any_of("dates", "today or rights"), re.IGNORECASE)
_LONGEST = 120  # characters
_ABOVE, _BELOW = 8, 12  # blocks above the title and below the text
_NEAR = 3  # boxes around a block whose names say what it is
_LABELLED, _NAMED, _BARE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class BodyExtent:
    """The range of the article on its page: the first block of its title, the first and the last of its text."""

    title: int
    first: int
    last: int


def find_far_date(
    blocks: Sequence[TextBlock], evidence: Evidence, where: BodyExtent, kept: frozenset[int], order: Order | None
) -> Byline:
    """Find the byline of a line around the article that gives the day of publication; an empty one without it.

    One with a label is the likeliest, then one whose element is named for a date, then a day alone beside the title
    or the text where there is no other; of two alike the nearer to the title.
    """
    found: list[tuple[int, int, Byline]] = []
    for n in _around(blocks, where):
        block = blocks[n]
        if n in kept or len(block.text) > _LONGEST or evidence.prose[n] or _TODAY.search(block.plain):
            continue
        read = read_value(blocks, n, order) or read_byline(block, order)
        if read is None or read.published is None or not read.published.spans:
            continue
        grade = _LABELLED if read.labelled else _NAMED if _is_named(block) else _BARE
        if grade != _BARE or (is_entry_date(block.plain) and not _is_aside(evidence, n)):
            found.append((grade, abs(n - where.title), read))
    if not found:
        return Byline()
    grade, _, best = min(found, key=lambda one: one[:2])
    days = {read.published.value[:10] for _, _, read in found if read.published}
    return Byline() if grade == _BARE and len(days) > 1 else replace(best, source=None, author=None)


def _around(blocks: Sequence[TextBlock], where: BodyExtent) -> Iterator[int]:
    """Yield the blocks from above the title to the text, and those below it down to what is related to it."""
    yield from range(max(0, where.title - _ABOVE), where.first)
    for n in range(where.last + 1, min(len(blocks), where.last + 1 + _BELOW)):
        if is_marker(blocks[n]):
            return
        yield n


def _is_aside(evidence: Evidence, n: int) -> bool:
    return evidence.in_list[n] or evidence.non_content[n] or evidence.in_sidebar[n]


def _is_named(block: TextBlock) -> bool:
    """Return whether an element around a block, and around little else, is a time or named for a date."""
    if block.holder.tag == "time":
        return True
    names = [str(block.holder.get(name) or "").lower() for name in ("class", "id", "itemprop")]
    for box, _ in zip(block.box.ancestors(), range(_NEAR), strict=False):
        if box.end - box.first > _NEAR:
            break
        names.append(box.words)
    return any(_DATE_WORDS.search(name) for name in names if name)


_REGISTRATIONS = frozenset(("icp", "public-security"))
_LEAST_SHARE = 0.2  # share of a page's characters, from which a language is the page's


def country_zone(url: str, languages: Mapping[str, float]) -> str | None:
    """Return the IANA time zone of the one country that address and languages of a page name, or None.

    A country with several offsets has none here.

    >>> country_zone("http://www.example.com.cn/1.html", {"zh-Hans": 0.6, "en": 0.4})
    'Asia/Shanghai'
    >>> country_zone("http://www.example.cn/", {"en": 1.0}), country_zone("http://example.com/", {"zh-Hans": 1.0})
    (None, None)
    """
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return None
    named = _zones().get(host.rstrip(".").rpartition(".")[2])
    if named is None:
        return None
    spoken = [lang for lang, share in languages.items() if share >= _LEAST_SHARE]
    return named[1] if any(_is_of(lang, own) for lang in spoken for own in named[0]) else None


def registration_zone(removed: Iterable[Removed]) -> str | None:
    """Return China's time zone, where the page's foot has the number under which China registers sites; else None."""
    return "Asia/Shanghai" if any(text.reason in _REGISTRATIONS for text in removed) else None


def with_offset(moment: str | None, zone: str | None) -> str | None:
    """Give a publication time the offset of the zone on that day; a day, and a time with an offset, stay as they are.

    >>> with_offset("2025-07-03T09:32", "Europe/London"), with_offset("2025-07-03", "Europe/London")
    ('2025-07-03T09:32+01:00', '2025-07-03')
    """
    if moment is None or zone is None or "T" not in moment:
        return moment
    at = datetime.fromisoformat(moment)
    if at.tzinfo is not None:
        return moment
    timespec = "seconds" if moment.count(":") > 1 else "minutes"
    return at.replace(tzinfo=ZoneInfo(zone)).isoformat(timespec=timespec)


@cache
def _zones() -> Mapping[str, tuple[tuple[str, ...], str]]:
    """Return the languages and the zone of each country, by its top-level domain."""
    return {domain: (tuple(languages.split()), zone) for domain, languages, zone in read_rows("country_zones.tsv")}


def _is_of(language: str, own: str) -> bool:
    return language == own or language.startswith(f"{own}-")


_CARRIERS = etree.XPath(
    "descendant-or-self::*[(@datetime and (self::time or @itemprop or @property))"
    " or (@content and (self::time or ((@itemprop or @property) and not(self::meta)))) or (@title and self::abbr)]"
)
_MOST = 50  # elements


@dataclass(frozen=True, slots=True)
class StatedTime:
    """A time that an element of a page states; ``published`` says whether the element is named for the
    publication.
    """

    element: etree._Element
    moment: str
    published: bool


def find_stated_times(root: etree._Element) -> Iterator[StatedTime]:
    """Yield the times that elements of a page state (``<time datetime>``), in order, without those of a
    modification.
    """
    for element in islice(cast(list[etree._Element], _CARRIERS(root)), _MOST):
        stated = element.get("datetime") or element.get("content") or element.get("title") or ""
        if not is_of_update(element) and (moment := find_moment(stated[:100])):
            yield StatedTime(element, moment, is_of_publication(element))


def chosen_times(
    times: Sequence[StatedTime], blocks: Sequence[TextBlock], evidence: Evidence
) -> tuple[list[str], list[str]]:
    """Return the times of the article's own elements, the publication's first, and the publication times in elements
    that are only named for something beside the article.
    """
    if not times:
        return [], []
    named = {run.element for block in blocks if evidence.in_sidebar[block.n] for run in block.runs}
    beside = {
        run.element
        for block in blocks
        if evidence.in_list[block.n] or evidence.non_content[block.n]
        for run in block.runs
    }
    free = [time for time in times if time.element not in beside]
    own = sorted((time for time in free if time.element not in named), key=lambda time: not time.published)
    return [time.moment for time in own], [time.moment for time in free if time.published and time.element in named]
