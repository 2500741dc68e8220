"""The time of publication, chosen from what the byline, the page's elements, its head and its address say."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from crawler.extraction.byline import Byline, names_other_day
from crawler.extraction.claims import Fact, Span
from crawler.extraction.date_forms import Order, figure_order, may_need_order, narrow
from crawler.extraction.dates import find_day, find_moment, time_span
from crawler.extraction.evidence import Evidence
from crawler.extraction.language import UNDETERMINED, detect_blocks
from crawler.extraction.metadata import Metadata
from crawler.extraction.piece import Piece
from crawler.extraction.table import read_rows

_STATED = tuple(name for (name,) in read_rows("publication_names.tsv"))
"""Meta elements named for the publication."""
_NAMED_DATE = ("dc.date", "dc:date", "dcterms:date", "date", "datecreated", "article:date", "pdate", "created")
"""Meta elements that may be set by the template or the day of the visit."""
_DAY_IN_PATH = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?:/\d{6})?[/_-]?(?P<month>0[1-9]|1[0-2])[/_-]?(?:t?(?P=year)(?P=month))?"
    r"(?P<day>0[1-9]|[12]\d|3[01])(?!\d)"
)  # 2024/05/03, 2024-05/03, 202405/03, 20240503, 2024/0503, 202405/t20240503
_SHORT_PARTS = re.compile(r"/(?P<year>20\d\d)/(?P<month>[1-9])/(?P<day>[1-9]|[12]\d|3[01])(?=/|-|$)")
_EVENT_PATH = re.compile(r"(?:^|[/_-])(?:events?|calendar|archives?|agenda)(?:[/_-]|$)", re.IGNORECASE)
_SHORTEST_DATE = 8  # characters of a day in figures
_PROSE_READ = 8  # pieces whose language is the page's


def choose_published(
    byline: Byline, stated: Iterable[str], beside: Iterable[str], metadata: Metadata, order: Order | None
) -> Fact | None:
    """When the page was published: as its byline shows, else as the head says, else as its elements state.

    A day of the byline is as exact as the others that agree with it. ``stated`` are the times that elements state,
    the likeliest first, and ``beside`` those that only make another more exact. None where none says anything.
    """
    given = [*_moments(metadata, _STATED, order), *stated]
    if visible := byline.published:
        return Fact(_as_exact(visible.value, [*given, *beside]), visible.spans)
    return Fact(given[0]) if given else None


def with_time(byline: Byline, pieces: Sequence[Piece]) -> Byline:
    """The byline with the time of day that stands apart from its day of publication, where one does."""
    day = byline.published
    if day is None or not day.spans or "T" in day.value:
        return byline
    for n in sorted(byline.pieces - {span.n for span in day.spans}):
        found = time_span(pieces[n].plain)
        if found and not names_other_day(pieces[n].plain[: found[1]]):
            return replace(byline, published=Fact(f"{day.value}T{found[0]}", (*day.spans, Span(n, *found[1:]))))
    return byline


def last_resort(byline: Byline, metadata: Metadata, url: str, order: Order | None) -> Fact | None:
    """A day that may be that of publication: of an update, of a meta element for any date, in the address."""
    other = next(_moments(metadata, _NAMED_DATE, order), None) or day_in_address(url)
    return byline.updated or (Fact(other) if other else None)


def page_order(pieces: Sequence[Piece], evidence: Evidence, metadata: Metadata) -> Order | None:
    """Which of day, month and year the page writes first in figures, where one of its dates depends on that."""
    long = (piece for piece in pieces if len(piece.text) >= _SHORTEST_DATE)
    texts = [text for text in map(narrow, map(_spaced, long)) if may_need_order(text)]
    if not texts:
        return None
    prose = [piece.text for piece in pieces if evidence.prose[piece.n]][:_PROSE_READ]
    read = detect_blocks([" ".join(prose)])[0].lang if prose else ""
    stated = [language for language in metadata.languages if not read or language.partition("-")[0] == read]
    return figure_order(texts, [*stated, read] if read != UNDETERMINED else metadata.languages)


def _spaced(piece: Piece) -> str:
    """The piece's text with a space between its elements, so that the figures of two are not read as one number."""
    return " ".join(piece.plain[run.start : run.end] for run in piece.runs) if len(piece.runs) > 1 else piece.plain


def day_in_address(url: str) -> str | None:
    """The day that the path of an address names, where it is that of an article, as ``YYYY-MM-DD``.

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
    """The times that the head gives under these names, those of its JSON-LD first."""
    given = metadata.published if names is _STATED else ()
    values = (*given, *(metadata.names[name] for name in names if name in metadata.names))
    return (moment for value in values if (moment := find_moment(value, order)))


def _as_exact(moment: str, given: Iterable[str]) -> str:
    """The moment, as exact as those which agree with it say."""
    return next((other for other in given if other.startswith(moment) and len(other) > len(moment)), moment)
