"""The text of a heading, and the subtitle that belongs to a title.

A heading's lines are joined, and labels, days and names that stand in it beside the title are left out. Below a title
may stand a subtitle, or the title in the other language.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from crawler.extraction.article.block_evidence import Evidence
from crawler.extraction.byline.dates_and_clock_times import is_entry_date
from crawler.extraction.byline.labels_and_labelled_parts import title_label
from crawler.extraction.fields.metadata_and_page_names import PageNames
from crawler.extraction.language.writing_systems_and_chinese_characters import is_wide, writing
from crawler.extraction.speech.occasion_place_and_day import is_byline_date
from crawler.extraction.speech.salutation_and_spoken_text import is_salutation
from crawler.extraction.speech.speaker_lines import is_speaker_line
from crawler.extraction.text.boilerplate_advertisement_and_disclaimer_lines import service_reason
from crawler.extraction.text.boilerplate_phrases_and_section_names import GREETING, SHARE
from crawler.extraction.text.contact_credit_and_footer_lines import is_credit
from crawler.extraction.text.element_visibility_and_style import element_names, is_big, is_centred
from crawler.extraction.text.text_blocks_normalisation_and_links import (
    Fact,
    Span,
    TextBlock,
    key,
    resolve_entities,
    units,
)
from crawler.extraction.text.word_lists_and_patterns import any_of, class_words, lazy_pattern

TITLE_WORDS = class_words("title")
_OPEN_END = lazy_pattern(rf"[,:、—–-]$|\s{any_of('page', 'link words', 'determiners')}$", re.IGNORECASE)
_GOES_ON = lazy_pattern(r"[a-zà-öø-ÿа-яё]")
_LINK_WORD = lazy_pattern(rf"{any_of('page', 'link words')}\s")
_FRAME = lazy_pattern(r"[\s|/:\uff1a·•–—_-]+$")
_FRAME_BEFORE = lazy_pattern(r"^[\s|/:\uff1a·•–—_-]+")
_SUFFIX = lazy_pattern(r"\s*[|_·•]\s*|\s+[-–—/:]+\s+|(?<=[^\x00-\x7f])[-–—]|[-–—](?=[^\x00-\x7f])")
_BAR = lazy_pattern(r"\s+\|\s+")
_DASH = lazy_pattern(r"^(?:[-–—―─]+)")
_MOST = 3  # lines
_LINE = 90  # units of a line of a title


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading's text, its places, and the first and last text block that it takes up."""

    text: str
    spans: tuple[Span, ...]
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class TitleCandidate:
    """A title candidate: a line that may be the page's title, with its place and score; ``backed`` says whether the
    head, its rank, a label or the day right below it confirms it.
    """

    fact: Fact
    first: int
    last: int
    score: float
    backed: bool = True


def read_heading(blocks: Sequence[TextBlock], block: TextBlock, names: PageNames) -> Heading:
    """Read the heading that begins with a text block: its lines joined, without label, day and site name."""
    lines = [block]
    text = block.text
    for after in blocks[block.n + 1 : block.n + _MOST]:
        if not (_is_said(lines[-1], text, after, names) or _goes_on(lines, after, names)):
            break
        lines.append(after)
        text = _joined(text, after.text, names)
    if len(lines) > 1:
        return Heading(text, tuple(Span(line.n, 0, len(line.text)) for line in lines), block.n, lines[-1].n)
    start, end = _bounds(block, names)
    return Heading(resolve_entities(block.text[start:end]), (Span(block.n, start, end),), block.n, block.n)


def _joined(text: str, after: str, names: PageNames) -> str:
    """Join two lines of a title; Chinese that is merely broken gets no space between."""
    broken = is_wide(text[-1:]) and is_wide(after[:1]) and key(text + after) in (names.whole, *names.titles)
    return text + after if broken else f"{text} {after}"


def _is_said(before: TextBlock, text: str, after: TextBlock, names: PageNames) -> bool:
    """Return whether the head says that the line after belongs to the title too, which is ``text`` so far."""
    beside = after.box is before.box or (0 < before.heading == after.heading and _are_siblings(before, after))
    if not beside or not key(after.text):
        return False
    joined = key(_joined(text, after.text, names))
    return any(name.startswith(joined) for name in (names.whole, *names.titles))


def _are_siblings(before: TextBlock, after: TextBlock) -> bool:
    return before.box.parent is after.box.parent


def _goes_on(lines: Sequence[TextBlock], after: TextBlock, names: PageNames) -> bool:
    """Return whether a title that is cut into lines goes on in the next line, by its words."""
    last = lines[-1]
    heading = last.heading and last.heading == after.heading and _are_siblings(last, after)
    if after.box is not last.box and not heading:
        return False
    if not heading and not _are_together(last, after):
        return False
    if key(last.text) in names.titles or units(after.text) > _LINE or units(last.text) > _LINE:
        return False
    if _DASH.match(after.plain) or is_entry_date(after.plain) or is_credit(after.plain) or is_salutation(last.text):
        return False
    if writing(last.text) != writing(after.text) or after.only_link != last.only_link:
        return False
    open_end = bool(_OPEN_END.search(last.plain))
    return open_end if heading else open_end or _is_continuation(last.plain, after.plain)


def _is_continuation(before: str, after: str) -> bool:
    """Return whether a title's line begins in the midst of a sentence; of lines in capitals only the word says so."""
    return bool(_LINK_WORD.match(after.lower()) if before.isupper() else _GOES_ON.match(after))


def _are_together(before: TextBlock, after: TextBlock) -> bool:
    """Return whether two lines of a title are in one element within their box, or the box has no more, all in one
    style.
    """
    if before.holder is after.holder and before.holder is not before.box.element:
        return True
    few = before.box.end - before.box.first <= _MOST
    return few and before.bold == after.bold and before.holder.tag == after.holder.tag


def _bounds(block: TextBlock, names: PageNames) -> tuple[int, int]:
    """Return where the title stands in its block: without a label, a day, the section before it, the site after
    it.
    """
    start, end = 0, len(block.text)
    label = title_label(block.plain)
    if label and label.end() < end:
        start = label.end()
    for run in _own_runs(block):
        if is_entry_date(block.plain[run[0] : run[1]].strip()):
            start, end = (max(start, run[1]), end) if run[0] == 0 else (start, min(end, run[0]))
    start, end = _at_head(block, names, start, end)
    start, end = _without_site(block, names, start, end)
    while start < end and block.text[start] == " ":
        start += 1
    while end > start and block.text[end - 1] == " ":
        end -= 1
    return (start, end) if start < end else (0, len(block.text))


def _own_runs(block: TextBlock) -> list[tuple[int, int]]:
    """Return the first and the last run of a title's block that is made of several elements."""
    runs = block.runs
    if len({id(run.element) for run in runs}) < 2:
        return []
    return [(runs[0].start, runs[0].end), (runs[-1].start, runs[-1].end)]


def _at_head(block: TextBlock, names: PageNames, start: int, end: int) -> tuple[int, int]:
    """Return the bounds of what the head calls the page, where the rest is a section or a day set off from it."""
    whole = key(block.text[start:end])
    inside = [name for name in names.titles if name in whole and len(name) < len(whole) <= 2 * len(name)]
    if not inside:
        return start, end
    letters = [(n, each) for n in range(start, end) for each in key(block.text[n])]
    places, whole = [n for n, _ in letters], "".join(each for _, each in letters)
    for name in inside:
        at = whole.find(name)
        if at < 0 or units(name) < 8:
            continue
        first, last = places[at], places[at + len(name) - 1] + 1
        before, after = block.plain[start:first], block.plain[last:end]
        if _is_set_off(block, before, first, start) and _is_set_off(block, after, last, end):
            return (first if key(before) else start), (last if key(after) else end)
    return start, end


def _is_set_off(block: TextBlock, rest: str, edge: int, bound: int) -> bool:
    """Return whether the rest of a heading is in an element of its own, a label, a day, or nothing."""
    if not key(rest):
        return True
    inner = {run.start for run in block.runs} | {run.end for run in block.runs}
    if any(abs(place - edge) <= 3 for place in inner if place not in (0, len(block.text))):
        return True
    core = _FRAME_BEFORE.sub("", _FRAME.sub("", rest))
    return is_entry_date(core) or (edge > bound and len(core.split()) == 1 and rest.rstrip().endswith(":"))


def _without_site(block: TextBlock, names: PageNames, start: int, end: int) -> tuple[int, int]:
    """Return the bounds without the site's name behind a bar or a dash, or a section's behind a bar."""
    for found in reversed([*_SUFFIX.finditer(block.text, start, end)] if names.owners else []):
        tail = key(block.text[found.end() : end])
        if tail and tail in names.owners and found.start() > start:
            return start, found.start()
    bar = _BAR.search(block.text, start, end)
    rest = bar and _BAR.split(block.text[bar.end() : end])
    if bar and rest and not is_wide(block.text[start:end]) and bar.start() - start > 1.5 * min(map(len, rest)):
        return start, bar.start()
    return start, end


_WORDS = class_words("subtitle")
_WEAK_WORDS = lazy_pattern(r"(?:^|[\s_-])(?:lead|h[2-4])(?:[\s_-]|$)")
_LEADING_DASH = lazy_pattern(r"^(?:[-–—―─]+|--)\s*\S")
_LINE_AFTER_DASHES = lazy_pattern(r"(?:——|──|――)\s*\S")
_SPEECH = lazy_pattern(any_of("page", "speech title"), re.IGNORECASE)
_SENTENCE = lazy_pattern(r"[。.;；]$")
_CAPTION = lazy_pattern(r"摄影|图片|图为|photo", re.IGNORECASE)
_NO_LINE = lazy_pattern(any_of("page", "no subtitle"), re.IGNORECASE)
"""A conditional comment, the address of an image or a page, a number, a day: no line that goes with a title."""
_NEAR = 3
_MAX = 320


def find_subtitle(
    blocks: Sequence[TextBlock], evidence: Evidence, title: TitleCandidate, skipped: frozenset[int]
) -> Fact | None:
    """Find the subtitle among the lines after the title; ``skipped`` are blocks of byline and trail."""
    stop = next((n for n in range(title.last + 1, len(blocks)) if evidence.prose[n] > 200), len(blocks))
    near = [n for n in range(title.last + 1, min(stop, title.last + 1 + _NEAR + len(skipped))) if n not in skipped]
    for place, n in enumerate(near[:2]):
        speaks = (is_speaker_line(blocks[n].text) or _is_of_speech(blocks[n])) and any(
            n < other <= n + _NEAR for other in skipped
        )
        if speaks or _belongs(blocks[n], blocks[title.last], place, _Follow(blocks, evidence, skipped, n)):
            return Fact(blocks[n].text, (Span(n, 0, len(blocks[n].text)),))
    return None


def find_dashed_subtitle(blocks: Sequence[TextBlock], evidence: Evidence) -> Fact | None:
    """Find the subtitle that begins with a dash, above the text, where the title is a picture."""
    start = next((n for n, prose in enumerate(evidence.prose) if prose), 0)
    found = next(
        (block for block in blocks[:start] if _LINE_AFTER_DASHES.match(block.text) and not block.linked), None
    )
    return Fact(found.text, (Span(found.n, 0, len(found.text)),)) if found else None


class _Follow:
    """The lines that follow one that may be a subtitle."""

    def __init__(self, blocks: Sequence[TextBlock], evidence: Evidence, skipped: frozenset[int], n: int) -> None:
        self._blocks = blocks
        self._evidence = evidence
        self._skipped = skipped
        self._n = n

    def is_apart(self) -> bool:
        """Return whether the body begins in another box, or after a byline: then the line belongs to what is
        above.
        """
        after = self._n + 1
        if after < len(self._blocks) and is_byline_date(self._blocks[after].text):
            after += 1
        if after >= len(self._blocks):
            return False
        if after in self._skipped:
            return True
        here, there = self._blocks[self._n].box, self._blocks[after].box
        return there is not here and there.parent is not here.parent

    def is_byline(self) -> bool:
        """Return whether the byline follows the subtitle within a few blocks, and no prose before it."""
        after = range(self._n + 1, min(self._n + 1 + _NEAR, len(self._blocks)))
        return next((n in self._skipped for n in after if n in self._skipped or self._evidence.prose[n]), False)

    def has_heading(self, level: int) -> bool:
        """Return whether another heading of the level follows, so that this one heads a section and is no
        subtitle.
        """
        later = self._blocks[self._n + 1 :]
        return any(block.heading == level and not self._evidence.in_sidebar[block.n] for block in later)


def _belongs(block: TextBlock, title: TextBlock, place: int, follow: _Follow) -> bool:
    text = block.plain
    if units(text) > _MAX or is_entry_date(text) or block.only_link or is_salutation(block.text):
        return False
    if key(text) == key(title.text) or _NO_LINE.search(text) or is_credit(text):
        return False
    if _CAPTION.search(text) or is_byline_date(block.text) or GREETING.search(text):
        return False
    if SHARE.match(text) or service_reason(text):
        return False
    names = _names(block)
    if any(map(_WORDS.search, names)):
        return True
    if _LEADING_DASH.match(text):
        return True
    if _SENTENCE.search(text) or place:
        return False
    if (block.box is title.box and title.heading) or any(map(_WEAK_WORDS.search, names)):
        return True
    if title.box.parent in list(islice(block.box.ancestors(), 4)) and title.box.parent.tag in ("header", "hgroup"):
        return True
    is_strong = block.holder.tag in ("b", "strong")
    if _are_alone(block, title) or (((block.heading and title.heading) or is_strong) and follow.is_byline()):
        return True
    other = writing(text) != writing(title.text)
    if block.heading:
        return other or (not follow.has_heading(block.heading) and block.box.parent is title.box.parent)
    return other and (_stands_apart(block, title) or follow.is_apart())


def _are_alone(block: TextBlock, title: TextBlock) -> bool:
    """Return whether title and subtitle stand in one element that holds nothing else."""
    around = title.box.parent
    return block.box.parent is around and around is not None and around.end - around.first == 2


def _is_of_speech(block: TextBlock) -> bool:
    """Return whether the line says whose speech the page is, and no more."""
    text = block.plain
    return units(text) <= _MAX and not block.linked and not _SENTENCE.search(text) and bool(_SPEECH.match(text))


def _names(block: TextBlock) -> list[str]:
    """Return the names of the elements around the block."""
    return [element_names(block.holder), *(box.words for box in list(islice(block.box.ancestors(), 2)))]


def _stands_apart(block: TextBlock, title: TextBlock) -> bool:
    """Return whether the line below the title looks like a title, so that it may be a subtitle."""
    if block.box is title.box or block.bold or is_big(block) or (is_centred(block.box) and is_centred(title.box)):
        return True
    return any(TITLE_WORDS.search(box.words) for box in list(islice(block.box.ancestors(), 2)))
