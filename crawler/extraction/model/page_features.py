"""The features by which the learned page model judges a page: what the rules found on it, and its text.

``PAGE_FEATURES`` has the features in the order of the vectors; weights are good for one order only.
"""

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from archive.model.document import OtherKind
from crawler.extraction.article.page_kind import Findings
from crawler.extraction.fields.metadata_and_page_names import Metadata
from crawler.extraction.model.block_features import FEATURES, Vector
from crawler.extraction.text.text_blocks_normalisation_and_links import SegmentedPage
from crawler.extraction.text.word_lists_and_patterns import lazy_pattern, read_rows

PAGE_FEATURES = {name: meaning for of, name, meaning in read_rows("features.tsv", "model") if of == "page"}
"""Each feature's meaning by its name, in order."""

_AT = {name: at for at, name in enumerate(FEATURES)}
_YEAR = lazy_pattern(r"/(?:19|20)\d\d(?:/|-|$)")
_WORDS = lazy_pattern(r"[-_]+")
_DIGIT = lazy_pattern(r"\d")
_SURE, _UNSURE = 2.0, 1.0  # log-odds
_ENTRIES = 3  # boxes alike


def page_facts(findings: Findings, ruled: OtherKind | None, metadata: Metadata, segmented: SegmentedPage) -> Vector:
    """Compute the page model's features of a page; ``ruled`` is what the rules take it for when it is no article."""
    signs = findings.signs
    return (
        ruled is None,
        ruled == "list",
        ruled == "page",
        findings.dated,
        signs.has_day,
        signs.declared,
        signs.signed,
        signs.has_trail,
        len(signs.steps),
        signs.is_section,
        signs.has_neighbours,
        findings.has_password,
        signs.title is not None,
        len((signs.title or "").split()),
        *_head(metadata),
        *_address(findings.url),
        *_whole(segmented),
    )


def _head(metadata: Metadata) -> Vector:
    kind = (metadata.get("og:type") or "").lower()
    return (
        kind == "article",
        kind == "website",
        kind not in ("", "article", "website"),
        bool(metadata.article),
        metadata.get("article:published_time", "og:article:published_time", "publishdate", "pubdate") is not None,
        metadata.get("author", "article:author") is not None,
    )


def _address(url: str) -> Vector:
    parts = urlsplit(url)
    path = parts.path.strip("/")
    folders, _, name = path.rpartition("/")
    return (
        path.count("/"),
        len(name),
        len(_WORDS.split(name)) if name else 0,
        len(_DIGIT.findall(name)),
        _YEAR.search(f"/{folders}") is not None,
        not path,
        bool(parts.query),
    )


def _whole(segmented: SegmentedPage) -> Vector:
    blocks = segmented.blocks
    count, size = len(blocks) or 1, sum([len(block.text) for block in blocks]) or 1
    headings = [block for block in blocks if "heading" in block.box.nearest]
    return (
        len(blocks),
        size,
        sum([block.linked for block in blocks]) / size,
        sum([block.only_link for block in blocks]) / count,
        len(headings),
        sum(block.only_link for block in headings),
        len(segmented.images),
    )


def text_facts(vectors: Mapping[int, Vector], odds: Mapping[int, float], body: Iterable[int]) -> Vector:
    """Compute the page model's features of the text found, by vectors and log-odds of the judged blocks."""
    kept = frozenset(body)
    text = [vector for n, vector in vectors.items() if n in kept]
    judged = _sum(vectors.values(), "size") or 1
    size = _sum(text, "size") or 1
    likely = [vectors[n] for n, value in odds.items() if value > 0]
    sure = [vectors[n] for n, value in odds.items() if value > _SURE]
    entries = [one for one in text if one[_AT["alike"]] >= _ENTRIES and one[_AT["entry_headings"]]]
    return (
        len(vectors),
        _sum(vectors.values(), "listed") / (len(vectors) or 1),
        len(text),
        size,
        size / judged,
        size / (len(text) or 1),
        max((one[_AT["size"]] for one in text), default=0),
        _sum(text, "prose"),
        sum(one[_AT["heading"]] > 0 for one in text),
        _sum(text, "linked") / size,
        _runs(vectors, kept),
        _sum(entries, "size") / size,
        _sum([one for one in text if one[_AT["in_item"]]], "size") / size,
        sum(odds.get(n, 0.0) * vector[_AT["size"]] for n, vector in vectors.items() if n in kept) / size,
        len(likely),
        _sum(likely, "size") / judged,
        _sum(sure, "size") / judged,
        sum(abs(value) < _UNSURE for value in odds.values()) / (len(odds) or 1),
    )


def _sum(vectors: Iterable[Vector], name: str) -> float:
    at = _AT[name]
    return sum(vector[at] for vector in vectors)


def _runs(judged: Iterable[int], kept: frozenset[int]) -> int:
    runs, inside = 0, False
    for n in judged:
        runs += n in kept and not inside
        inside = n in kept
    return runs
