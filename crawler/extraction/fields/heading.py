"""Read the text of a heading: its lines joined, without labels, days and names that stand in it beside the title."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crawler.extraction.article.block_evidence import is_entry_date
from crawler.extraction.byline.labels import is_credit
from crawler.extraction.fields.page_names import PageNames
from crawler.extraction.speech.salutation import is_salutation
from crawler.extraction.text.normalise_and_measure import is_wide, key, resolve_entities, units, writing
from crawler.extraction.text.text_block import Span, TextBlock
from crawler.extraction.text.word_lists import any_of

_LABEL = re.compile(rf"{any_of('page', 'title labels')}\s*(?P<colon>:?)\s*", re.IGNORECASE)
_OPEN_END = re.compile(rf"[,:、—–-]$|\s{any_of('page', 'link words', 'determiners')}$", re.IGNORECASE)
_GOES_ON = re.compile(r"[a-zà-öø-ÿа-яё]")
_LINK_WORD = re.compile(rf"{any_of('page', 'link words')}\s")
_FRAME = re.compile(r"[\s|/:\uff1a·•–—_-]+$")
_FRAME_BEFORE = re.compile(r"^[\s|/:\uff1a·•–—_-]+")
_SUFFIX = re.compile(r"\s*[|_·•]\s*|\s+[-–—/:]+\s+|(?<=[^\x00-\x7f])[-–—]|[-–—](?=[^\x00-\x7f])")
_BAR = re.compile(r"\s+\|\s+")
_DASH = re.compile(r"^(?:[-–—―─]+)")
_MOST = 3  # lines
_LINE = 90  # units of a line of a title


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading's text, where it stands, and the first and last block that it takes up."""

    text: str
    spans: tuple[Span, ...]
    first: int
    last: int


def title_label(text: str) -> re.Match[str] | None:
    """Return the label of a title ('标题:', 'Subject') that the text begins with: with a colon, or alone."""
    found = _LABEL.match(text)
    return found if found and (found["colon"] or found.end() == len(text)) else None


def read_heading(blocks: Sequence[TextBlock], block: TextBlock, names: PageNames) -> Heading:
    """Return the heading that begins with the block."""
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
    """Return two lines of a title as one; Chinese that is merely broken gets no space between."""
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
    """Return whether a title that is cut into lines goes on in the line after, by its words."""
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
    """Return whether a line begins in the midst of a sentence; of lines in capitals only the word says so."""
    return bool(_LINK_WORD.match(after.lower()) if before.isupper() else _GOES_ON.match(after))


def _are_together(before: TextBlock, after: TextBlock) -> bool:
    """Return whether two lines of a box are in one element within it, or the box has no more, all in one style."""
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
    """Return the first and the last run of a block that is made of several elements."""
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
