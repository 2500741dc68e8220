"""Documents with units, for tests of the concordance."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from archive.bitext.translation_units import units_of_document
from archive.index import Filters, Index, IndexWriter
from archive.layout import Archive
from archive.model.document import Block, Document, Pair, Speech
from archive.query.concordance.concordance import Concordance, ConcordanceOptions, concordance
from tests.archive.index.sample_documents import make_document

CHINESE = (
    "中国加强国际产能合作,是自身经济加快转型升级的必由之路。经过多年发展,中国已进入工业化的成熟期,拥有大量富余产能。",
    "今年我访问非洲五国时,各国都希望开展產能合作。",
    "这一段没有译文,只说产能。",
)
ENGLISH = (
    "To strengthen international industrial cooperation is a sure path for China to accelerate economic "
    "transformation. After years of development, China has entered a mature stage of industrialization with "
    "surplus production capacity.",
    "During my visit to five African countries this year, every country hoped for industrial cooperation.",
)


def make_bilingual(path: str, published: str | None, speaker: str | None = None, site: str = "sample") -> Document:
    """A page of three Chinese paragraphs, of which two have an English one behind them."""
    texts = (CHINESE[0], ENGLISH[0], CHINESE[1], ENGLISH[1], CHINESE[2])
    langs = ("zh-Hans", "en", "zh-Hans", "en", "zh-Hans")
    made = make_document(path=path, title="产能合作", subtitle="Industrial Cooperation")
    blocks = (
        Block(n, "paragraph", text, lang, 1.0, f"/p[{n}]")
        for n, (text, lang) in enumerate(zip(texts, langs, strict=True))
    )
    return replace(
        made,
        site=site,
        published=published,
        blocks=tuple(blocks),
        pairs=(Pair((0,), (1,), 0.95), Pair((2,), (3,), 0.95)),
        speech=Speech(speaker, "Minister", "Forum", "speech", "2015-04-28") if speaker else None,
        kind="speech" if speaker else "news",
        languages={"zh-Hans": 0.5, "en": 0.5},
    )


def store(directory: Path, documents: Iterable[Document], with_units: bool = True) -> Archive:
    """An archive whose index holds the documents and their units."""
    archive = Archive(directory).create()
    with IndexWriter(archive) as writer:
        for document in documents:
            writer.add((), [document], list(units_of_document(document)) if with_units else [])
    return archive


def asked(
    archive: Archive,
    query: str,
    options: ConcordanceOptions | None = None,
    filters: Filters = Filters(),  # noqa: B008 - it is frozen
) -> Concordance:
    with Index(archive) as index:
        return concordance(index, query, filters, options)
