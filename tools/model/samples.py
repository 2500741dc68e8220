"""What training learns from: the blocks of a page as the program measures them, and which of them are text."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from multiprocessing import Pool
from urllib.parse import urlsplit

from archive.model.capture import Capture
from archive.model.document import OtherKind
from archive.model.page_headers_content_and_charset_names import Page
from crawler.extraction.explanation import analyse_page
from crawler.extraction.language.writing_systems_and_chinese_characters import is_wide_text
from crawler.extraction.model import learned_verdicts_on_article_body_and_page_kind
from crawler.extraction.model.block_features import FEATURES, Vector, vectors
from crawler.extraction.model.learned_verdicts_on_article_body_and_page_kind import (
    Forest,
    Weights,
    is_barred,
    is_guarded,
)
from crawler.extraction.model.page_features import PAGE_FEATURES
from crawler.extraction.text.document_block_kinds import is_caption
from crawler.sites import KnownSites
from tools.model.alignment import in_gold
from tools.model.pages import GoldPage

UNTRAINED = Weights("", (), Forest([], len(FEATURES)), Forest([], len(PAGE_FEATURES)))
"""Weights that leave everything to the rules."""

_DATE = "2026-01-01T00:00:00Z"


@dataclass(frozen=True, slots=True)
class Sample:
    """A page: the text of its blocks, the vectors of those that are judged, and which blocks the gold has.

    ``ruled`` is the body of the rules; of it, ``dropped`` are taken out and beside it ``added`` are put in whatever
    the model says. ``guarded`` are those that it may not take out, ``captions`` those that are captions by their
    element or words. ``facts`` are the features of the page, and
    ``verdict`` is what the rules take it for when it is no article.
    """

    page: GoldPage
    texts: tuple[str, ...]
    vectors: dict[int, Vector]
    gold: tuple[bool, ...]
    ruled: tuple[int, ...]
    dropped: frozenset[int]
    added: frozenset[int]
    guarded: frozenset[int]
    captions: frozenset[int]
    wide: bool
    facts: Vector
    verdict: OtherKind | None

    @property
    def domain(self) -> str:
        """The page's domain; its name where it has no address."""
        host = urlsplit(self.page.url).hostname or self.page.id
        return ".".join(host.split(".")[-2:])


def samples(pages: Iterable[GoldPage], workers: int) -> Iterator[Sample]:
    """The samples of the pages that have text, in order."""
    with Pool(workers, _leave_to_rules) as pool:
        yield from filter(None, pool.imap(_sample, pages, chunksize=4))


def _leave_to_rules() -> None:
    """Has this process read pages by the rules alone: the shipped weights may be for other features."""
    learned_verdicts_on_article_body_and_page_kind.weights = lambda: UNTRAINED  # type: ignore[assignment]


def _sample(gold: GoldPage) -> Sample | None:
    headers = (("Content-Type", gold.content_type),) if gold.content_type else ()
    capture = Capture(gold.url, None, None, None, None, _DATE, 200, None)
    reading = analyse_page(
        Page(KnownSites().site_at(gold.url) if gold.url else "unknown", capture, headers, gold.payload)
    )
    if reading is None or not reading.segmented.blocks:
        return None
    blocks, judged = reading.segmented.blocks, reading.judged
    texts = tuple(block.text for block in blocks)
    body = reading.body_numbers
    measured = vectors(reading.segmented, reading.evidence, judged.taken, judged.title)
    return Sample(
        gold,
        texts,
        {n: one for n, one in measured.items() if not is_barred(blocks[n], one, reading.evidence, judged.ruled)},
        tuple(in_gold(texts, gold.body)),
        judged.ruled,
        frozenset(judged.blocks) - body,
        frozenset(body - set(judged.blocks)),
        frozenset(n for n in judged.ruled if is_guarded(blocks[n])),
        frozenset(block.n for block in blocks if is_caption(block)),
        is_wide_text([blocks[n] for n in judged.ruled or measured]),
        reading.verdict.facts,
        reading.verdict.ruled,
    )
