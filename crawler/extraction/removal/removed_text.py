"""The texts that are left out of a document, each with its reason: what is neither block nor field."""

from collections.abc import Iterator, Sequence

from archive.model.document import (
    Removed,
)
from crawler.extraction.decoding.parse import Locator
from crawler.extraction.page_reading import Reading
from crawler.extraction.removal.line_reasons import rest_reason, split_footer
from crawler.extraction.removal.reasons import Reasons, Taken
from crawler.extraction.text.text_block import Piece, Span


def removed_texts(reading: Reading, pager: frozenset[int], locator: Locator) -> Iterator[Removed]:
    """Every text that is neither block nor field, in page order."""
    kept = frozenset(piece.n for piece in reading.body)
    trail = reading.trail.pieces if reading.trail else frozenset()
    reasons = Reasons(reading.segmented.pieces, reading.evidence, Taken(trail, reading.byline.pieces, pager, kept))
    fields = _field_spans(reading)
    for piece in reading.segmented.pieces:
        if piece.n in kept:
            continue
        reason = reasons.reason(piece.n)
        if reason == "other" and piece.n in reading.template:
            reason = "template"
        xpath = locator.xpath(piece.holder)
        for start, end in _rests(piece, fields.get(piece.n, ())):
            for own, first, stop in split_footer(piece.plain[start:end]):
                text = piece.text[start + first : start + stop].strip()
                if text:
                    plain = piece.plain[start + first : start + stop].strip()
                    said = own or (reason if plain == piece.plain else rest_reason(plain, reason))
                    yield Removed(said, text, xpath)


def _field_spans(reading: Reading) -> dict[int, list[Span]]:
    """The spans that fields take, by piece."""
    byline = reading.byline
    facts = [reading.title, reading.subtitle, byline.source, byline.author, byline.published]
    spans = [span for fact in facts if fact for span in fact.spans]
    spans += [span for _, span in reading.steps]
    by_piece: dict[int, list[Span]] = {}
    for span in sorted(spans, key=lambda span: (span.n, span.start)):
        by_piece.setdefault(span.n, []).append(span)
    return by_piece


def _rests(piece: Piece, spans: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """What is left of the piece between the spans; between two links that touch it is taken apart."""
    if not spans and len(piece.runs) == 1:
        yield 0, len(piece.text)
        return
    at = 0
    for span in spans:
        if span.start > at:
            yield from _links_apart(piece, at, span.start)
        at = max(at, span.end)
    if at < len(piece.text):
        yield from _links_apart(piece, at, len(piece.text))


def _links_apart(piece: Piece, start: int, end: int) -> Iterator[tuple[int, int]]:
    for before, after in zip(piece.runs, piece.runs[1:], strict=False):
        touching = before.link is not None and after.link is not None and before.link is not after.link
        if touching and start < after.start < end:
            yield start, after.start
            start = after.start
    yield start, end
