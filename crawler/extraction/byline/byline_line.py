"""The reader of one line of a byline: where an article comes from, who wrote it and when it was published."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from crawler.extraction.byline.dates_and_clock_times import Order, moment_span, moment_spans
from crawler.extraction.byline.labels_and_labelled_parts import (
    LabelledPart,
    label_alone,
    names_other_day,
    split_at_labels,
)
from crawler.extraction.language.writing_systems_and_chinese_characters import is_wide
from crawler.extraction.text.boilerplate_phrases_and_section_names import SHARE
from crawler.extraction.text.element_visibility_and_style import element_names
from crawler.extraction.text.text_blocks_normalisation_and_links import (
    SENTENCE_END,
    Fact,
    Span,
    TextBlock,
    cached_on_block,
    key,
    units,
)
from crawler.extraction.text.word_lists_and_patterns import any_of, class_words, lazy_pattern

MOST_NAME = 40
"""Characters of a name, at most."""
_PERSON_WORDS = lazy_pattern(r"(?:^|[\s_-])(?:author|writer|user-?name|fn|nick|zuozhe)(?:[\s_-]|$)")

_UNKNOWN = lazy_pattern(rf"\W*{any_of('byline', 'unknown')}\W*", re.IGNORECASE)
_NOBODY = lazy_pattern(rf"\W*{any_of('byline', 'nobody')}\W*", re.IGNORECASE)


def author_within(block: TextBlock) -> Fact | None:
    """Return the author's name in a part of a byline, where the class of its element says that it is a person's."""
    for run in block.runs if len(block.runs) > 1 else ():
        text = block.text[run.start : run.end]
        start = run.start + len(text) - len(text.lstrip())
        name = text.strip()
        if len(name) > MOST_NAME or not is_name(name) or says_nothing("author", name):
            continue
        if any(_PERSON_WORDS.search(str(each.get("class") or "").lower()) for each in _only_around(run.element)):
            return Fact(name, (Span(block.n, start, start + len(name)),))
    return None


def is_name(text: str) -> bool:
    """Return whether a text of a byline may be a person's name: a few words, no figures.

    >>> is_name("Ada Quill"), is_name("3 May"), is_name("")
    (True, False, False)
    """
    return not re.search(r"\d", text) and 1 <= len(text.split()) <= 5


def _only_around(element: etree._Element) -> Iterator[etree._Element]:
    """Yield an element, and those around it that hold nothing else."""
    yield element
    parent = element.getparent()
    while parent is not None and len(parent) == 1 and not f"{parent.text or ''}{element.tail or ''}".strip():
        yield parent
        element, parent = parent, parent.getparent()


_STOP = lazy_pattern(r"\s*[|丨•·/,]\s*|\s+(?=(?:on|in|at|dans|于|於)\s)|[\])】〕]|\s+[-–—»]+\s+|\s+(?=\S+@)|:\s*$")
_CONTROLS = lazy_pattern(f"(?:我要)?{any_of('byline', 'controls')}", re.IGNORECASE)
_RANK = lazy_pattern(any_of("byline", "rank of a reporter"))
_OUTLET = lazy_pattern(f"{any_of('byline', 'ends of outlets')}$")
_REPORTER = lazy_pattern(r"(?<![가-힣])([가-힣]{2,4})\s(?:[가-힣]{1,4}\s?)?기자(?![가-힣])")
_ORIGINAL = lazy_pattern(r"(?<!\w)(?!本[站网報报社刊])([\u4e00-\u9fff]{2,4})\s(?:原创|原創)(?!\w)")
_BARS = frozenset("|•·丨/–—-")
_MAX = 400
_MAX_VALUE = 60
_LABEL_REST = 14
_SEARCH_WORDS = 3  # commas in a row of search words that a site has put in the place of its author
_LITTLE_REST, _MAX_REST = 14, 60  # units
_DAY_FIRST = lazy_pattern(r"(\d{1,2})\s+((?:19|20)\d\d)[-/.年](\d{1,2})月?")
_PARTED_DATE = lazy_pattern(r"((?:19|20)\d\d)[\s/年-]*(\d{1,2})[\s/.月-]*(\d{1,2})[\s日]*(\d{1,2}:\d\d(?::\d\d)?)?")


@dataclass(frozen=True, slots=True)
class Byline:
    """A byline: the source, author and times that one or more text blocks give, and which blocks those are.

    ``labelled`` says that a label stands before the time of publication.
    """

    source: Fact | None = None
    author: Fact | None = None
    published: Fact | None = None
    updated: Fact | None = None
    blocks: frozenset[int] = field(default_factory=frozenset)
    labelled: bool = False

    def joined(self, other: "Byline") -> "Byline":
        """Join two bylines; where both have a value, the first counts."""
        return Byline(
            self.source or other.source,
            self.author or other.author,
            self.published or other.published,
            self.updated or other.updated,
            self.blocks | other.blocks,
            self.labelled if self.published else other.labelled,
        )


@dataclass(frozen=True, slots=True)
class _BylineLine:
    """The text of a byline's block with a space between its elements, and the place of each character in the
    block.
    """

    block: TextBlock
    text: str
    places: Sequence[int]

    def fact(self, start: int, stop: int, value: str | None = None) -> Fact:
        """Return the characters of a byline from ``start`` to ``stop`` as a fact, with another value where one is
        given.
        """
        span = Span(self.block.n, self.places[start], self.places[stop - 1] + 1)
        return Fact(value or self.block.text[span.start : span.end], (span,))


def _line(block: TextBlock) -> _BylineLine:
    if len(block.runs) == 1:
        return _BylineLine(block, block.plain, range(len(block.plain)))
    parts: list[str] = []
    places: list[int] = []
    for run in block.runs:
        if places and parts[-1][-1:] != " " and block.plain[run.start] != " ":
            parts.append(" ")
            places.append(run.start)
        parts.append(block.plain[run.start : run.end])
        places.extend(range(run.start, run.end))
    return _BylineLine(block, "".join(parts), places)


@cached_on_block
def read_byline(block: TextBlock, order: Order | None = None) -> Byline | None:
    """Read what a text block says as a byline (source, author, times), or None when it is no byline."""
    if len(block.text) > _MAX:
        return None
    line = _line(block)
    parted = _date_in_parts(line, order)
    if parted:
        return parted
    moment = moment_span(line.text, order)
    if moment is None and moment_span(block.plain, order):
        line = _BylineLine(block, block.plain, range(len(block.plain)))
        moment = moment_span(line.text, order)
    parts = list(split_at_labels(line.text))
    if moment or len(parts) > 1 or _REPORTER.match(line.text) or _ORIGINAL.fullmatch(line.text):
        return _read_parts(line, parts, moment, order)
    return None


def _read_parts(
    line: _BylineLine, parts: Sequence[LabelledPart], moment: tuple[str, int, int] | None, order: Order | None = None
) -> Byline | None:
    facts: dict[str, Fact] = {}
    rest = ""
    for part in parts:
        fact, left = _read(part, line, moment)
        rest += " " + left
        if fact:
            facts.setdefault(part.kind, fact)
    reporter = _REPORTER.search(line.text) or _ORIGINAL.search(line.text)
    if reporter and "author" not in facts:
        facts["author"] = line.fact(*reporter.span(1))
        rest = rest.replace(reporter[0], "")
    outlet = None if "source" in facts or not moment else _outlet(line, parts[0], moment)
    if outlet:
        facts["source"] = outlet
        rest = rest.replace(outlet.value, "")
    if not _is_little(rest, line, moment):
        return None
    dates = dict(_moments(line, parts, order))
    if moment and not dates and not facts:
        return None
    facts.update(dates)
    return Byline(
        facts.get("source"), facts.get("author"), facts.get("date"), facts.get("updated"), frozenset((line.block.n,)),
        _is_labelled(facts.get("date"), line, parts),
    )  # fmt: skip


def _read(part: LabelledPart, line: _BylineLine, moment: tuple[str, int, int] | None) -> tuple[Fact | None, str]:
    """Return the name that a labelled part of a byline gives, and the rest of its text that is neither name nor
    date.
    """
    text = line.text
    dated = moment is not None and part.start <= moment[1] < part.end
    before = moment[1] if moment and dated else part.end
    after = text[moment[2] : part.end] if moment and dated else ""
    if part.kind in ("source", "author"):
        first, stop = _name(line, part.start, before)
        if says_nothing(part.kind, text[first:stop]):
            return None, text[stop:before] + after
        if moment and part.end <= moment[1] and text.count(",", first, before) >= _SEARCH_WORDS:
            return None, ""
        if re.search(r"\w", text[first:stop]) and stop - first <= _MAX_VALUE:
            return line.fact(first, stop), text[stop:before] + after
    rest = text[part.start : before] + " " + after
    return None, rest[_LABEL_REST:] if part.kind == "other" else rest


def _name(line: _BylineLine, start: int, end: int) -> tuple[int, int]:
    """Return where the name after a byline's label stands: up to a bar, a bracket, the end of its link, a gap in
    Chinese.
    """
    text = line.text
    while start < end and text[start] in " :[【〔(|":
        start += 1
    start = min(_rank_before(text, start), end)
    stop = _STOP.search(text, start, end)
    end = stop.start() if stop else end
    if start < end:
        at = line.places[start]
        link = next((run for run in line.block.runs if run.link is not None and run.start <= at < run.end), None)
        while link is not None and end > start and line.places[end - 1] >= link.end:
            end -= 1
    space = text.find(" ", start, end)
    if space > 0 and is_wide(text[start:space]):
        end = space
    while end > start and text[end - 1] in " ,;。|/-–—()[]【】〕·:":
        end -= 1
    return start, end


def _rank_before(text: str, start: int) -> int:
    """Return where an author's name begins: behind the rank that stands before it from ``start``.

    >>> line = "本报记者 孙丽"
    >>> line[_rank_before(line, 0) :]
    '孙丽'
    """
    found = _RANK.match(text, start)
    return found.end() if found else start


def _is_little(rest: str, line: _BylineLine, moment: tuple[str, int, int] | None) -> bool:
    """Return whether what is left of a line without its facts is so little that it is a byline."""
    text = line.text
    stop = moment[2] + text.startswith(".", moment[2]) if moment else 0  # with the stop of "2019. 10. 14."
    is_apart = moment is not None and _stands_apart(line, moment[1], stop)
    left = units(key(_CONTROLS.sub(" ", rest)))
    beside = text[: moment[1]] + text[stop:] if moment else text  # without the stop of "7. Februar"
    if moment and not SENTENCE_END.search(beside) and ("T" in moment[0] or is_apart):
        return left <= _MAX_REST
    return left <= max(_LITTLE_REST, units(text) * 0.3)


def _stands_apart(line: _BylineLine, start: int, end: int) -> bool:
    """Return whether a date in a byline is set off from what stands beside it, by a bar or as an element of its
    own.
    """
    edges = {run.start for run in line.block.runs} | {run.end for run in line.block.runs}
    before, after = line.text[:start].rstrip(), line.text[end:].lstrip()
    first, last = line.places[start], line.places[end - 1] + 1
    is_begun = not before or before[-1] in _BARS or first in edges
    is_linked = line.block.only_link and author_within(line.block) is None
    return is_begun and (not after or after[0] in _BARS or last in edges) and not is_linked


def _date_in_parts(line: _BylineLine, order: Order | None = None) -> Byline | None:
    """Return the date of a byline that sets year, day and time in elements of their own."""
    moment = None
    if len(line.block.runs) > 1 and (day_first := _DAY_FIRST.fullmatch(line.text)):
        moment = moment_span("{1}-{2}-{0}".format(*day_first.groups()), order)
    elif len(line.block.runs) > 2 and (found := _PARTED_DATE.fullmatch(line.text)):
        moment = moment_span("{}-{}-{} {}".format(*found.groups("")), order)
    if not moment:
        return None
    return Byline(published=line.fact(0, len(line.text), moment[0]), blocks=frozenset((line.block.n,)))


def _moments(
    line: _BylineLine, parts: Sequence[LabelledPart], order: Order | None = None
) -> Iterator[tuple[str, Fact]]:
    """Yield the first date of each kind in a byline; one without a label is that of publication, unless its element
    says otherwise.
    """
    found: dict[str, Fact] = {}
    for part, following in zip(parts, [*parts[1:], None], strict=True):
        for value, *place in moment_spans(
            line.text[part.label : part.end], order
        ):  # a label says how a date is meant
            start, end = (part.label + at for at in place)
            kind = _kind_of_moment(line, part, following, start, end)
            if kind:
                found.setdefault(kind, line.fact(start, end, value))
            if part.kind in ("date", "updated"):
                break
    yield from found.items()


def _is_labelled(published: Fact | None, line: _BylineLine, parts: Sequence[LabelledPart]) -> bool:
    """Return whether the time of publication in a byline stands behind a label."""
    if published is None:
        return False
    at = published.spans[0].start
    return any(
        part.kind == "date" and line.places[part.start] <= at <= line.places[part.end - 1]
        for part in parts
        if part.start < part.end
    )


def _kind_of_moment(
    line: _BylineLine, part: LabelledPart, following: LabelledPart | None, start: int, end: int
) -> str | None:
    """Return whether a date is that of publication ('date') or of an update, None for one of something else."""
    if part.kind in ("date", "updated"):
        return part.kind
    if names_other_day(line.text[part.start : start]):
        return None
    if following and following.kind == "updated" and following.start == following.end == len(line.text):
        return "updated" if not re.search(r"\w", line.text[end : following.label]) else "date"
    run = next((run for run in line.block.runs if run.start <= line.places[start] < run.end), None)
    return "updated" if run is not None and is_of_update(run.element) else "date"


def _outlet(line: _BylineLine, lead: LabelledPart, moment: tuple[str, int, int]) -> Fact | None:
    """Return the name of an outlet that stands beside a byline's date without saying that it is the source."""
    if moment[1] >= lead.end:
        return None
    words = [found.start() for found in re.finditer(r"\S+", line.text[: lead.end])]
    for first in sorted({moment[2], *words}, key=lambda start: (start < moment[2], start)):
        start, stop = _name(line, first, moment[1] if first < moment[1] else lead.end)
        value = line.text[start:stop]
        if 2 <= len(value) <= 24 and _OUTLET.search(value, 1) and not SHARE.match(value):
            return line.fact(start, stop)
    return None


def byline_of_value(kind: str, block: TextBlock, order: Order | None = None) -> Byline | None:
    """Read the byline of a block that holds the value for a label in the block before it."""
    if len(block.text) > _MAX_VALUE or (kind not in ("date", "updated") and SENTENCE_END.search(block.plain)):
        return None
    blocks = frozenset((block.n,))
    whole = Fact(block.text, (Span(block.n, 0, len(block.text)),))
    if kind in ("date", "updated"):
        moment = moment_span(block.plain, order)
        if not moment:
            return None
        fact = Fact(moment[0], (Span(block.n, moment[1], moment[2]),))
        return (
            Byline(published=fact, blocks=blocks, labelled=True)
            if kind == "date"
            else Byline(updated=fact, blocks=blocks)
        )
    if says_nothing(kind, block.plain):
        return Byline(blocks=blocks)
    if kind == "source":
        return Byline(source=whole, blocks=blocks)
    return Byline(author=whole if kind == "author" else None, blocks=blocks)


def read_value(blocks: Sequence[TextBlock], n: int, order: Order | None = None) -> Byline | None:
    """Read the byline of block ``n`` where the block before it is the label of its value, or None."""
    kind = label_alone(blocks[n - 1].plain) if n else None
    return byline_of_value(kind, blocks[n], order) if kind else None


_UPDATED = lazy_pattern(r"(?:^|[\s_:-])(?:up-?dated?|modified|last-?mod|datemodified)(?:[\s_-]|$)")
_PUBLISHED = class_words("published")


def is_of_update(element: etree._Element) -> bool:
    """Return whether an element is named for the day of a modification of the page, and not for that of publication
    too.
    """
    return bool(_UPDATED.search(_names(element))) and not is_of_publication(element)


def is_of_publication(element: etree._Element) -> bool:
    """Return whether an element is named for the publication of the page."""
    return bool(_PUBLISHED.search(_names(element)))


def _names(element: etree._Element) -> str:
    flag = " pubdate" if element.get("pubdate") is not None else ""
    return element_names(element, "itemprop", "property", "class", "id") + flag


def says_nothing(kind: str, value: str) -> bool:
    """Return whether a byline's source or author is only what a system writes where none was given.

    >>> says_nothing("source", "未知"), says_nothing("author", "admin"), says_nothing("source", "本站")
    (True, True, False)
    """
    return bool(_UNKNOWN.fullmatch(value) or (kind == "author" and _NOBODY.fullmatch(value)))
