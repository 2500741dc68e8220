"""Find the line that belongs to a title: a subtitle below it, or the title in the other language."""

import re
from collections.abc import Sequence
from itertools import islice

from crawler.extraction.article.block_evidence import Evidence, is_entry_date
from crawler.extraction.byline.labels import is_credit
from crawler.extraction.fields.title import TITLE_WORDS, TitleCandidate
from crawler.extraction.speech.occasion_and_day import is_byline_date
from crawler.extraction.speech.salutation import is_salutation
from crawler.extraction.speech.speaker_lines import is_speaker_line
from crawler.extraction.text.boilerplate import service_reason
from crawler.extraction.text.markup import element_names, is_big, is_centred
from crawler.extraction.text.normalise_and_measure import key, units, writing
from crawler.extraction.text.page_words import GREETING, SHARE
from crawler.extraction.text.text_block import Fact, Span, TextBlock
from crawler.extraction.text.word_lists import class_words

_WORDS = class_words("subtitle")
_WEAK_WORDS = re.compile(r"(?:^|[\s_-])(?:lead|h[2-4])(?:[\s_-]|$)")
_DASH = re.compile(r"^(?:[-–—―─]+|--)\s*\S")
_GOES_ON = re.compile(r"(?:——|──|――)\s*\S")
_SPEECH = re.compile(
    r"(?:an?\s+|the\s+)?(?:(?:keynote|opening|closing|welcome|welcoming|concluding|inaugural|special)\s+)?"
    r"(?:remarks?|speech|address|statement|toast|lecture|intervention)\s+(?:\w+\s+)?by\s+\w"
    r"|\S{2,40}在.{2,60}上的(?:\S{0,4})(?:致辞|致词|讲话|演讲|发言|祝酒词|欢迎辞|答谢辞|贺词)$",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[。.;；]$")
_CAPTION = re.compile(r"摄影|图片|图为|photo", re.IGNORECASE)
_NO_LINE = re.compile(
    r"^\W*\[(?:if|endif)\b|<!|\.(?:jpe?g|png|gif|webp|bmp)\W*$|^\W*(?:https?:)?//\S+$|^\W*\d{0,6}\W*$"
    r"|^\W*(?:刚刚|昨天|前天)\W*$",
    re.IGNORECASE,
)
"""A conditional comment, the address of an image or a page, a number, a day: no line that goes with a title."""
_NEAR = 3
_MAX = 320


def find_subtitle(
    blocks: Sequence[TextBlock], evidence: Evidence, title: TitleCandidate, skipped: frozenset[int]
) -> Fact | None:
    """Return the subtitle among the lines after the title; ``skipped`` are blocks of byline and trail."""
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
    """Return the line that goes on with a dash from a title that is a picture: above the text."""
    start = next((n for n, prose in enumerate(evidence.prose) if prose), 0)
    found = next((block for block in blocks[:start] if _GOES_ON.match(block.text) and not block.linked), None)
    return Fact(found.text, (Span(found.n, 0, len(found.text)),)) if found else None


class _Follow:
    """The lines that come after one that may be a subtitle."""

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
        """Return whether the byline follows within a few blocks, and no prose before it."""
        after = range(self._n + 1, min(self._n + 1 + _NEAR, len(self._blocks)))
        return next((n in self._skipped for n in after if n in self._skipped or self._evidence.prose[n]), False)

    def has_heading(self, level: int) -> bool:
        """Return whether another heading of the level follows, so that this one heads a section."""
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
    if _DASH.match(text):
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
    return other and (_is_set_off(block, title) or follow.is_apart())


def _are_alone(block: TextBlock, title: TextBlock) -> bool:
    """Return whether title and line stand in one element that holds nothing else."""
    around = title.box.parent
    return block.box.parent is around and around is not None and around.end - around.first == 2


def _is_of_speech(block: TextBlock) -> bool:
    """Return whether the line says whose speech the page is, and no more."""
    text = block.plain
    return units(text) <= _MAX and not block.linked and not _SENTENCE.search(text) and bool(_SPEECH.match(text))


def _names(block: TextBlock) -> list[str]:
    """Return the names of the elements around the block."""
    return [element_names(block.holder), *(box.words for box in list(islice(block.box.ancestors(), 2)))]


def _is_set_off(block: TextBlock, title: TextBlock) -> bool:
    """Return whether the line looks like a title."""
    if block.box is title.box or block.bold or is_big(block) or (is_centred(block.box) and is_centred(title.box)):
        return True
    return any(TITLE_WORDS.search(box.words) for box in list(islice(block.box.ancestors(), 2)))
