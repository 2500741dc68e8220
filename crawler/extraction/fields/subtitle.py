"""The line that belongs to a title: what is set below it, or the title in the other language."""

import re
from collections.abc import Sequence
from itertools import islice

from crawler.extraction.body.evidence import Evidence, is_entry_date
from crawler.extraction.byline.labels import is_credit
from crawler.extraction.fields.page_names import is_big
from crawler.extraction.fields.title import TITLE_WORDS, Sighting, is_centred
from crawler.extraction.speech.facts import is_byline_date
from crawler.extraction.speech.salutation import is_salutation
from crawler.extraction.speech.speaker_lines import is_speaker_line
from crawler.extraction.text.boilerplate import service_reason
from crawler.extraction.text.normalise_and_measure import key, units, writing
from crawler.extraction.text.page_words import GREETING, SHARE
from crawler.extraction.text.text_block import Fact, Piece, Span
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
    pieces: Sequence[Piece], evidence: Evidence, title: Sighting, skipped: frozenset[int]
) -> Fact | None:
    """The subtitle among the lines after the title; ``skipped`` are pieces of byline and trail."""
    stop = next((n for n in range(title.last + 1, len(pieces)) if evidence.prose[n] > 200), len(pieces))
    near = [n for n in range(title.last + 1, min(stop, title.last + 1 + _NEAR + len(skipped))) if n not in skipped]
    for place, n in enumerate(near[:2]):
        speaks = (is_speaker_line(pieces[n].text) or _is_of_speech(pieces[n])) and any(
            n < other <= n + _NEAR for other in skipped
        )
        if speaks or _belongs(pieces[n], pieces[title.last], place, _Follow(pieces, evidence, skipped, n)):
            return Fact(pieces[n].text, (Span(n, 0, len(pieces[n].text)),))
    return None


def find_dashed(pieces: Sequence[Piece], evidence: Evidence) -> Fact | None:
    """The line that goes on with a dash from a title that is a picture: above the text."""
    start = next((n for n, prose in enumerate(evidence.prose) if prose), 0)
    found = next((piece for piece in pieces[:start] if _GOES_ON.match(piece.text) and not piece.linked), None)
    return Fact(found.text, (Span(found.n, 0, len(found.text)),)) if found else None


class _Follow:
    """What comes after a line that may be a subtitle."""

    def __init__(self, pieces: Sequence[Piece], evidence: Evidence, skipped: frozenset[int], n: int) -> None:
        self._pieces = pieces
        self._evidence = evidence
        self._skipped = skipped
        self._n = n

    def is_apart(self) -> bool:
        """Whether the body begins in another box, or after a byline: then the line belongs to what is above."""
        after = self._n + 1
        if after < len(self._pieces) and is_byline_date(self._pieces[after].text):
            after += 1
        if after >= len(self._pieces):
            return False
        if after in self._skipped:
            return True
        here, there = self._pieces[self._n].box, self._pieces[after].box
        return there is not here and there.parent is not here.parent

    def is_byline(self) -> bool:
        """Whether the byline follows within a few pieces, and no prose before it."""
        after = range(self._n + 1, min(self._n + 1 + _NEAR, len(self._pieces)))
        return next((n in self._skipped for n in after if n in self._skipped or self._evidence.prose[n]), False)

    def has_heading(self, level: int) -> bool:
        """Whether another heading of the level follows, so that this one heads a section."""
        later = self._pieces[self._n + 1 :]
        return any(piece.heading == level and not self._evidence.side[piece.n] for piece in later)


def _belongs(piece: Piece, title: Piece, place: int, follow: _Follow) -> bool:
    text = piece.plain
    if units(text) > _MAX or is_entry_date(text) or piece.only_link or is_salutation(piece.text):
        return False
    if key(text) == key(title.text) or _NO_LINE.search(text) or is_credit(text):
        return False
    if _CAPTION.search(text) or is_byline_date(piece.text) or GREETING.search(text):
        return False
    if SHARE.match(text) or service_reason(text):
        return False
    names = _names(piece)
    if any(map(_WORDS.search, names)):
        return True
    if _DASH.match(text):
        return True
    if _SENTENCE.search(text) or place:
        return False
    if (piece.box is title.box and title.heading) or any(map(_WEAK_WORDS.search, names)):
        return True
    if title.box.parent in list(islice(piece.box.ancestors(), 4)) and title.box.parent.tag in ("header", "hgroup"):
        return True
    is_strong = piece.holder.tag in ("b", "strong")
    if _are_alone(piece, title) or (((piece.heading and title.heading) or is_strong) and follow.is_byline()):
        return True
    other = writing(text) != writing(title.text)
    if piece.heading:
        return other or (not follow.has_heading(piece.heading) and piece.box.parent is title.box.parent)
    return other and (_is_set_off(piece, title) or follow.is_apart())


def _are_alone(piece: Piece, title: Piece) -> bool:
    """Whether title and line stand in one element that holds nothing else."""
    around = title.box.parent
    return piece.box.parent is around and around is not None and around.end - around.first == 2


def _is_of_speech(piece: Piece) -> bool:
    """Whether the line says whose speech the page is, and no more."""
    text = piece.plain
    return units(text) <= _MAX and not piece.linked and not _SENTENCE.search(text) and bool(_SPEECH.match(text))


def _names(piece: Piece) -> list[str]:
    """What the elements around the piece are called."""
    holder = piece.holder
    own = f"{holder.get('class') or ''} {holder.get('id') or ''}".lower()
    return [own, *(box.words for box in list(islice(piece.box.ancestors(), 2)))]


def _is_set_off(piece: Piece, title: Piece) -> bool:
    """Whether the line looks like a title."""
    if piece.box is title.box or piece.bold or is_big(piece) or (is_centred(piece.box) and is_centred(title.box)):
        return True
    return any(TITLE_WORDS.search(box.words) for box in list(islice(piece.box.ancestors(), 2)))
