"""The figures: means over the rows, and the digest of the rules that ours were made by, kept in ``figures.json``."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import fmean

from tests.eval_public.extractors import OURS
from tests.eval_public.formulas import shingle_means
from tests.eval_public.rows import Row

FIGURES = Path(__file__).parent / "figures.json"
PROJECT = Path(__file__).parents[2]
RULES = ("crawler/extraction", "crawler/sites")
"""What decides the figures: all files below these folders."""

KINDS = ("article", "forum", "product", "collection", "listing", "documentation", "service")
"""WCXB's kinds of pages."""

_SHOWN = 4  # digits, as the sets' own scorers print


@dataclass(frozen=True, slots=True)
class Measure:
    """A mean. ``best`` is ``max`` where higher is better, ``min`` where lower is."""

    name: str
    label: str
    best: Callable[[Iterable[float]], float] = max


MEASURES = (
    Measure("aeb_f1", "AEB F1"),
    Measure("aeb_precision", "AEB precision"),
    Measure("aeb_recall", "AEB recall"),
    Measure("aeb_accuracy", "AEB accuracy"),
    *(Measure(f"{kind}_f1", f"WCXB {kind} F1") for kind in KINDS),
    Measure("all_f1", "WCXB F1, all kinds"),
    Measure("article_precision", "WCXB article precision"),
    Measure("article_recall", "WCXB article recall"),
    Measure("article_wanted", "WCXB article snippets found"),
    Measure("article_unwanted", "WCXB article snippets let in", min),
    Measure("title_called", "title, called articles"),
    Measure("title_all", "title, all articles"),
    Measure("day_called", "day, called articles"),
    Measure("day_all", "day, all articles"),
)
MEASURE = {measure.name: measure for measure in MEASURES}


@dataclass(frozen=True, slots=True)
class Extractor:
    """An extractor: its name, its version here, and its means by the measures' names; None where it has none."""

    name: str
    version: str
    means: dict[str, float | None]


@dataclass(frozen=True, slots=True)
class Figures:
    """What a run found, ours first.

    ``rules`` is the digest of the rules; ``commits`` and ``pages`` are by set; ``kinds`` are WCXB's pages by kind,
    ``called`` the shares of them that ours takes for articles; ``days`` the gold days of its articles, and of the
    articles that ours takes for such, and how many of the former stand nowhere on their page; ``published`` is the F1
    of extractors whose outputs AEB keeps.
    """

    rules: str
    commits: dict[str, str]
    pages: dict[str, int]
    kinds: dict[str, int]
    called: dict[str, float]
    days: dict[str, int]
    published: dict[str, float]
    extractors: tuple[Extractor, ...]


def means_of(rows: Sequence[Row], called: frozenset[str]) -> dict[str, float | None]:
    """The means of one extractor's rows; ``called`` are the numbers of WCXB's articles that ours takes for such."""
    aeb = [row for row in rows if row.set == "aeb"]
    wcxb = [row for row in rows if row.set == "wcxb"]
    articles = [row for row in wcxb if row.page == "article"]
    taken = [row for row in articles if row.id in called]
    scored = [row.shingles for row in aeb if row.shingles]
    overlap = shingle_means(scored) if scored else None
    found = {
        "aeb_f1": overlap.f1 if overlap else None,
        "aeb_precision": overlap.precision if overlap else None,
        "aeb_recall": overlap.recall if overlap else None,
        "aeb_accuracy": _mean(row.same for row in aeb),
        "all_f1": _mean(row.f1 for row in wcxb),
        "article_precision": _mean(row.precision for row in articles),
        "article_recall": _mean(row.recall for row in articles),
        "article_wanted": _mean(row.wanted for row in articles),
        "article_unwanted": _mean(row.unwanted for row in articles),
        "title_called": _mean(row.title for row in taken),
        "title_all": _mean(row.title for row in articles),
        "day_called": _mean(row.day for row in taken),
        "day_all": _mean(row.day for row in articles),
    }
    found |= {f"{kind}_f1": _mean(row.f1 for row in wcxb if row.page == kind) for kind in KINDS}
    return {measure.name: found[measure.name] for measure in MEASURES}


def called_articles(rows: Sequence[Row]) -> frozenset[str]:
    """The numbers of WCXB's articles that ours takes for articles."""
    return frozenset(
        row.id
        for row in rows
        if row.extractor == OURS and row.set == "wcxb" and row.page == "article" and row.is_article
    )


def shares_called(rows: Sequence[Row]) -> dict[str, float]:
    """By WCXB's kinds of pages, the share that ours takes for articles."""
    ours = [row for row in rows if row.extractor == OURS and row.set == "wcxb"]
    shares = {kind: _mean(row.is_article for row in ours if row.page == kind) for kind in KINDS}
    return {kind: share for kind, share in shares.items() if share is not None}


def rules_digest(project: Path = PROJECT) -> str:
    """SHA-256 in hex over the names and bytes of all files that decide what ours makes of a page."""
    found = hashlib.sha256()
    for path in _rules(project):
        found.update(path.relative_to(project).as_posix().encode() + b"\0")
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def _rules(project: Path) -> Iterator[Path]:
    for folder in RULES:
        files = (path for path in (project / folder).rglob("*") if path.is_file())
        yield from sorted(path for path in files if "__pycache__" not in path.parts)


def write_figures(figures: Figures, path: Path = FIGURES) -> None:
    """Writes the figures as JSON. Raises OSError."""
    path.write_text(json.dumps(asdict(figures), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def read_figures(path: Path = FIGURES) -> Figures:
    """The figures of a file. Raises OSError, ValueError, KeyError or TypeError when they are none."""
    values = json.loads(path.read_text(encoding="utf-8"))
    return Figures(**{**values, "extractors": tuple(Extractor(**each) for each in values["extractors"])})


def _mean(values: Iterable[float | None]) -> float | None:
    present = [float(value) for value in values if value is not None]
    return round(fmean(present), _SHOWN) if present else None
