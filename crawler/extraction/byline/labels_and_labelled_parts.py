"""The labels of a byline, of a title and of a government paper ('来源:', 'Posted by', 'Subject:', '发文机关:'), and
which field each announces.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from crawler.extraction.text.text_blocks_normalisation_and_links import cached_if_short
from crawler.extraction.text.word_lists_and_patterns import any_of, lazy_pattern, read_rows

_COLON = r"\s*:\s*"
_DATED = ("date", "updated")
_ENDS = {
    "": _COLON,
    " before a word": r"\s+(?=\S)",
    " before a name": r"\s+(?=[^\W\d_])",
    " before a number": r"\s*(?::|(?=\(?\s*\d)|\(\s*(?=\d)|$)",
    " before anything": rf"(?:{_COLON})?",
    " as it is": "",
}
"""The ends of labels, by what the names of their lists say beside the fact."""
_KINDS = {
    "source": ("", " before a word"),
    "author": ("", " before a word", " before a name", " before a number", " as it is"),
    "updated": (" before anything",),
    "date": ("", " before anything"),
    "other": ("", " before a name", " before a number", " before anything", " as it is"),
}


def _labels(kind: str) -> Iterator[str]:
    """Yield the labels of a byline's fact, each list with its end."""
    yield from (any_of("byline", kind + name) + _ENDS[name] for name in _KINDS[kind])
    words = [word for row in read_rows("byline_labels.tsv") if row[0] == kind for word in row[2].split(", ")]
    if not words:
        return
    longest = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    end = rf"(?:{_COLON}|\s*$|\s*(?=[\[(]?\d)" + (r"|\s+(?=[^\W\d_]{1,12}\.?,?\s+\d))" if kind in _DATED else ")")
    yield rf"(?<![^\W\d_])(?:{longest}){end}"


_LABEL = lazy_pattern("|".join(f"(?P<{kind}>{'|'.join(_labels(kind))})" for kind in _KINDS), re.IGNORECASE)
_LINE = 200  # characters of a line whose labels are kept
_BARE_BY = lazy_pattern(r"(?:by|von|par|por)\s+", re.IGNORECASE)
_MAY_PRECEDE_BY = lazy_pattern(r"(?:^|[\d|·•,/–—-])\s*$")


@dataclass(frozen=True, slots=True)
class LabelledPart:
    """A label in a byline and the text after it up to the next label; ``kind`` is '' for the text before the first.

    ``label`` is where the label begins, ``start`` and ``end`` bound what follows it.
    """

    kind: str
    label: int
    start: int
    end: int


@cached_if_short(_LINE, 4096)
def split_at_labels(text: str) -> tuple[LabelledPart, ...]:
    """Split a byline, as ``narrow`` gives it, at its labels ('来源:', 'Posted by').

    A label begins where a word does.

    >>> line = "Source: Daxinya Date:2025"
    >>> [(part.kind, line[part.start : part.end]) for part in split_at_labels(line)]
    [('', ''), ('source', 'Daxinya '), ('date', '2025')]
    """
    labels = [found for found in _LABEL.finditer(text) if _begins(text, found)] if _may_have_label(text) else []
    ends = [*(label.start() for label in labels), len(text)]
    after = (
        LabelledPart(label.lastgroup or "", label.start(), label.end(), end)
        for label, end in zip(labels, ends[1:], strict=True)
    )
    return LabelledPart("", 0, 0, ends[0]), *after


@cached_if_short(_LINE, 4096)
def label_alone(text: str) -> str | None:
    """Return the field that a text announces which is only a byline's label, or None.

    >>> label_alone("来源:"), label_alone("来源:新华网")
    ('source', None)
    """
    found = _LABEL.match(text)
    return found.lastgroup if found and found.end() == len(text) else None


def _may_have_label(text: str) -> bool:
    """Return whether a byline's label stands where no letter precedes it; the whole text is searched at a high
    price.
    """
    starts = (n for n, character in enumerate(text, 1) if not character.isalpha())
    return any(_LABEL.match(text, start) for start in chain((0,), starts))


def _begins(text: str, found: re.Match[str]) -> bool:
    at = found.start()
    if _BARE_BY.fullmatch(found[0]) and not _MAY_PRECEDE_BY.search(text[:at]):
        return False
    if at == 0 or not text[at - 1].isalnum():
        return True
    return text[at - 1].isdigit() and not found[0][0].isascii()


_OTHER_LABEL = lazy_pattern(r"(?:^|[\s|/,;。])(?P<label>[^\W\d_][^:|/·•,;。]{0,40}?)\s?:\s*[\[(]?\Z")
_OF_PAGE = lazy_pattern(r"(?:时间|日期|時間)$|^(?:on|news|blog|新闻|新聞)$", re.IGNORECASE)
_EVENT = lazy_pattern(any_of("byline", "events"))


def names_other_day(lead: str) -> bool:
    """Return whether what stands before a date in a line, up to a label's colon, makes it the day of something else.

    >>> names_other_day("会议时间: "), names_other_day("Date of event: "), names_other_day("加入时间:")
    (True, True, False)
    """
    label = _OTHER_LABEL.search(lead)
    return label is not None and (_EVENT.search(label["label"]) is not None or not _OF_PAGE.search(label["label"]))


_TITLE_LABEL = lazy_pattern(rf"{any_of('page', 'title labels')}\s*(?P<colon>:?)\s*", re.IGNORECASE)


def title_label(text: str) -> re.Match[str] | None:
    """Return the label of a title ('标题:', 'Subject') that a line begins with: with a colon, or alone."""
    found = _TITLE_LABEL.match(text)
    return found if found and (found["colon"] or found.end() == len(text)) else None


_INDEX_LABEL = lazy_pattern(rf"[^\w(]*{any_of('beside', 'index labels')}\W*", re.IGNORECASE)
_LONGEST_INDEX_LABEL = 120  # characters


def is_index_label(text: str) -> bool:
    """Return whether a line is a label of the table that heads a government paper, whose value stands beside it.

    >>> is_index_label("发文机关:"), is_index_label("发文机关:临河市")
    (True, False)
    """
    return len(text) < _LONGEST_INDEX_LABEL and text.rstrip().endswith(":") and bool(_INDEX_LABEL.fullmatch(text))
