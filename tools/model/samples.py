"""What training learns from: the pieces of a page as the program measures them, and which of them are text."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from multiprocessing import Pool
from urllib.parse import urlsplit

from archive.model.capture import Capture
from archive.model.page import Page
from crawler.extraction.document import read
from crawler.extraction.model.blocks import is_barred, is_guarded, is_wide_text
from crawler.extraction.model.features import Vector, vectors
from crawler.extraction.reading import Reading
from crawler.sites import site_at
from tools.model.alignment import in_gold
from tools.model.pages import GoldPage

_DATE = "2026-01-01T00:00:00Z"


@dataclass(frozen=True, slots=True)
class Sample:
    """A page: the text of its pieces, the vectors of those that are judged, and which pieces the gold has.

    ``ruled`` is the body of the rules; of it, ``dropped`` are taken out and beside it ``added`` are put in whatever
    the model says. ``guarded`` are those that it may not take out.
    """

    page: GoldPage
    texts: tuple[str, ...]
    vectors: dict[int, Vector]
    gold: tuple[bool, ...]
    ruled: tuple[int, ...]
    dropped: frozenset[int]
    added: frozenset[int]
    guarded: frozenset[int]
    wide: bool

    @property
    def domain(self) -> str:
        """The page's domain; its name where it has no address."""
        host = urlsplit(self.page.url).hostname or self.page.id
        return ".".join(host.split(".")[-2:])


def samples(pages: Iterable[GoldPage], workers: int) -> Iterator[Sample]:
    """The samples of the pages that have text, in order."""
    with Pool(workers) as pool:
        yield from filter(None, pool.imap(_sample, pages, chunksize=4))


def _may_judge(reading: Reading, n: int) -> bool:
    """Whether the model's word on the piece counts, whatever it is."""
    return n in reading.judged.ruled or not is_barred(reading.segmented.pieces[n], reading.evidence.side[n])


def _sample(page: GoldPage) -> Sample | None:
    headers = (("Content-Type", page.content_type),) if page.content_type else ()
    capture = Capture(page.url, None, None, None, None, _DATE, 200, None)
    reading = read(Page(site_at(page.url) if page.url else "unknown", capture, headers, page.payload))
    if reading is None or not reading.segmented.pieces:
        return None
    pieces, judged = reading.segmented.pieces, reading.judged
    texts = tuple(piece.text for piece in pieces)
    body = {piece.n for piece in reading.body}
    measured = vectors(reading.segmented, reading.evidence, judged.taken, judged.title)
    return Sample(
        page,
        texts,
        {n: vector for n, vector in measured.items() if _may_judge(reading, n)},
        tuple(in_gold(texts, page.body)),
        judged.ruled,
        frozenset(judged.pieces) - body,
        frozenset(body - set(judged.pieces)),
        frozenset(n for n in judged.ruled if is_guarded(pieces[n])),
        is_wide_text([pieces[n] for n in judged.ruled or measured]),
    )
