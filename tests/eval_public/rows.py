"""A row for each page and extractor: what is right of it, kept as JSON lines and compared between runs."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from archive.model.document import ARTICLE_KINDS
from tests.eval.reading import Reading
from tests.eval_public.extractors import HTMLDATE, OURS, Found
from tests.eval_public.formulas import Shingles, same_title, same_words, shingle_f1, shingles, snippets, words
from tests.eval_public.pages import PublicPage

_WORTH_TELLING = 0.01  # of F1


@dataclass(frozen=True, slots=True)
class Row:
    """One page and extractor. Shares are from 0 to 1; what does not apply is None.

    ``page`` is the set's word for its kind, ``kind`` ours. ``shingles`` is of AEB, the snippets are of WCXB.
    """

    set: str
    id: str
    url: str
    page: str
    extractor: str
    kind: str | None
    precision: float | None
    recall: float | None
    f1: float | None
    same: bool | None
    shingles: Shingles | None
    wanted: float | None
    unwanted: float | None
    title: bool | None
    day: bool | None
    found_title: str | None
    found_date: str | None

    @property
    def key(self) -> tuple[str, str, str]:
        """What names the row in every run."""
        return self.set, self.id, self.extractor

    @property
    def is_article(self) -> bool:
        """Whether ours takes the page for an article."""
        return self.kind in ARTICLE_KINDS


def row_of(page: PublicPage, found: Found) -> Row:
    """The row that an extractor's reading of a page makes."""
    reading, text = found.reading, "\n".join(found.reading.texts)
    is_text, by_shingle = found.extractor != HTMLDATE, page.set == "aeb"
    agreed = shingles(text, page.body) if is_text and by_shingle else None
    overlap = words(text, page.body) if is_text and not by_shingle else None
    return Row(
        set=page.set,
        id=page.id,
        url=page.url,
        page=page.kind,
        extractor=found.extractor,
        kind=found.kind,
        precision=overlap.precision if overlap else None,
        recall=overlap.recall if overlap else None,
        f1=shingle_f1(agreed) if agreed else overlap.f1 if overlap else None,
        same=same_words(text, page.body) if agreed else None,
        shingles=agreed,
        wanted=snippets(text, page.wanted) if overlap and page.wanted else None,
        unwanted=snippets(text, page.unwanted) if overlap and page.unwanted else None,
        title=same_title(reading.title, page.title) if is_text and page.title else None,
        day=_same_day(reading, page.day) if found.dates else None,
        found_title=reading.title,
        found_date=reading.date,
    )


def _same_day(reading: Reading, day: str | None) -> bool | None:
    return None if day is None else (reading.date or "")[:10] == day


def write_rows(path: Path, rows: Iterable[Row]) -> None:
    """Writes a row a line. Raises OSError."""
    path.write_text("".join(json.dumps(asdict(row), ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def read_rows(path: Path) -> list[Row]:
    """The rows of a file. Raises OSError, ValueError or TypeError when they are none."""
    return [_row(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _row(line: str) -> Row:
    values = json.loads(line)
    return Row(**{**values, "shingles": Shingles(*values["shingles"]) if values["shingles"] else None})


def differences(before: Sequence[Row], after: Sequence[Row], extractor: str = OURS) -> Iterator[str]:
    """A line for each page that one extractor reads better or worse than in an earlier run, the worst first."""
    earlier = {row.key: row for row in before}
    pairs = [(earlier[row.key], row) for row in after if row.key in earlier and row.extractor == extractor]
    for old, new in sorted(pairs, key=lambda pair: (pair[1].f1 or 0) - (pair[0].f1 or 0)):
        told = list(_changes(old, new))
        if told:
            yield f"{new.set} {new.id} ({new.page}): {', '.join(told)}; {new.url}"


def _changes(old: Row, new: Row) -> Iterator[str]:
    if old.f1 is not None and new.f1 is not None and abs(new.f1 - old.f1) > _WORTH_TELLING:
        yield f"{'better' if new.f1 > old.f1 else 'worse'}: F1 {old.f1:.3f} to {new.f1:.3f}"
    if old.kind != new.kind:
        yield f"kind {old.kind} to {new.kind}"
    for name, was, now in (("title", old.title, new.title), ("day", old.day, new.day)):
        if was != now:
            found = (new.found_title if name == "title" else new.found_date) or "none"
            yield f"{name} {'right' if now else 'wrong'} now ({found})"
