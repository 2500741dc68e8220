"""List the texts that are left out of a document, each with its reason: what is neither block nor field."""

from collections.abc import Iterator, Sequence

from archive.model.document import Removed
from crawler.extraction.decoding.parse import Locator
from crawler.extraction.page_reading import PageReading
from crawler.extraction.removal.line_reasons import rest_reason, split_footer
from crawler.extraction.removal.reasons import Reasons, TakenBlocks
from crawler.extraction.text.text_block import Span, TextBlock


def removed_texts(reading: PageReading, pager: frozenset[int], locator: Locator) -> Iterator[Removed]:
    """Yield every text that is neither block nor field, in page order."""
    kept = frozenset(block.n for block in reading.body)
    trail = reading.trail.blocks if reading.trail else frozenset()
    reasons = Reasons(
        reading.segmented.blocks, reading.evidence, TakenBlocks(trail, reading.byline.blocks, pager, kept)
    )
    fields = _field_spans(reading)
    for block in reading.segmented.blocks:
        if block.n in kept:
            continue
        reason = reasons.reason(block.n)
        if reason == "other" and block.n in reading.template:
            reason = "template"
        xpath = locator.xpath(block.holder)
        for start, end in _rests(block, fields.get(block.n, ())):
            for own, first, stop in split_footer(block.plain[start:end]):
                text = block.text[start + first : start + stop].strip()
                if text:
                    plain = block.plain[start + first : start + stop].strip()
                    said = own or (reason if plain == block.plain else rest_reason(plain, reason))
                    yield Removed(said, text, xpath)


def _field_spans(reading: PageReading) -> dict[int, list[Span]]:
    """Return the spans that fields take, by block."""
    byline = reading.byline
    facts = [reading.title, reading.subtitle, byline.source, byline.author, byline.published]
    spans = [span for fact in facts if fact for span in fact.spans]
    spans += [span for _, span in reading.steps]
    by_block: dict[int, list[Span]] = {}
    for span in sorted(spans, key=lambda span: (span.n, span.start)):
        by_block.setdefault(span.n, []).append(span)
    return by_block


def _rests(block: TextBlock, spans: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """Yield the parts of the block between the spans; between two links that touch, a part is split."""
    if not spans and len(block.runs) == 1:
        yield 0, len(block.text)
        return
    at = 0
    for span in spans:
        if span.start > at:
            yield from _links_apart(block, at, span.start)
        at = max(at, span.end)
    if at < len(block.text):
        yield from _links_apart(block, at, len(block.text))


def _links_apart(block: TextBlock, start: int, end: int) -> Iterator[tuple[int, int]]:
    for before, after in zip(block.runs, block.runs[1:], strict=False):
        touching = before.link is not None and after.link is not None and before.link is not after.link
        if touching and start < after.start < end:
            yield start, after.start
            start = after.start
    yield start, end
