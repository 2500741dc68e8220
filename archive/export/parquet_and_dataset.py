"""Export of tables as Apache Parquet, and of translation units as a data set to train on.

Parquet is read by pandas, DuckDB and Spark. A data set is a folder that the library ``datasets`` of Hugging Face
loads by its path, without the network: Parquet by split, and a card with counts, licences and provenance. The module
is imported only where it is needed, since pyarrow takes long to load.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import RawIOBase
from itertools import islice
from pathlib import Path

import pyarrow as pa
from pyarrow import parquet

from archive import __version__
from archive.bitext.translation_units import TranslationUnit
from archive.disk import replacing_folder
from archive.export.provenance import FactsOfOrigin
from archive.export.tables_csv_jsonl_moses_and_glossary import Cell, Row, Table, replace_surrogates, unit_table
from archive.model.times import utc_now
from archive.query.terminal_output_columns_json_and_csv import clean

ROWS_IN_GROUP = 10_000
_PLACES = pa.list_(pa.struct([("block", pa.int32()), ("start", pa.int32()), ("end", pa.int32())]))
_TYPES = {
    "score": pa.float64(),
    "confidence": pa.float64(),
    "flags": pa.list_(pa.string()),
    "source_places": _PLACES,
    "target_places": _PLACES,
    "offset": pa.int64(),
    "length": pa.int64(),
    "target_offset": pa.int64(),
    "target_length": pa.int64(),
    "block": pa.int32(),
    **{f"{side}{name}": pa.bool_() for side in ("", "target_") for name in ("noarchive", "tdm_reservation")},
    **{f"{side}robots_kept_out": pa.list_(pa.string()) for side in ("", "target_")},
}
"""The types of columns that do not hold strings."""


def parquet_of_table(table: Table) -> Iterator[bytes]:
    """Write an export table as Parquet, chunk by chunk, in row groups of 10,000 rows, compressed with Zstandard.

    A lone surrogate becomes U+FFFD. Places are lists of structs ``block``, ``start``, ``end``.
    """
    schema = pa.schema([(name, _TYPES.get(name, pa.string())) for name in table.columns])
    chunks = _WrittenChunks()
    with parquet.ParquetWriter(chunks, schema, compression="zstd") as writer:
        rows = ((*left, *right) for left, right in table.rows)
        while group := list(islice(rows, ROWS_IN_GROUP)):
            writer.write_table(_group(group, schema))
            yield from chunks.take()
    yield from chunks.take()


class _WrittenChunks(RawIOBase):
    """A file for the Parquet writer, which returns what was written since it was last asked."""

    def __init__(self) -> None:
        self._chunks: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, content: bytes) -> int:  # type: ignore[override] # the writer gives bytes
        self._chunks.append(bytes(content))
        return len(content)

    def take(self) -> list[bytes]:
        chunks, self._chunks = self._chunks, []
        return chunks


def _group(rows: list[Row], schema: pa.Schema) -> pa.Table:
    columns = zip(*rows, strict=True)
    return pa.table([_column(cells, field.type) for cells, field in zip(columns, schema, strict=True)], schema=schema)


def _column(cells: Iterable[Cell], type_: pa.DataType) -> pa.Array:
    return pa.array([replace_surrogates(cell) if isinstance(cell, str) else cell for cell in cells], type_)


_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
_MOST_LICENCES = 50
_MOST_CHARACTERS = 200


@dataclass(slots=True)
class UnitCounts:
    """Counts of the units in a data set for its card, by what they have; days of publication and times of capture,
    both ends.
    """

    units: int = 0
    splits: Counter[str] = field(default_factory=Counter)
    languages: Counter[tuple[str, str]] = field(default_factory=Counter)
    sites: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    licences: Counter[str] = field(default_factory=Counter)
    reserved: int = 0
    published: tuple[str, str] | None = None
    captured: tuple[str, str] | None = None

    @property
    def splits_with_units(self) -> list[str]:
        """Return the data set's splits that have a file, since ``datasets`` loads no empty one: those with units, or
        the first.
        """
        return [split for split, number in self.splits.items() if number] or list(self.splits)[:1]

    @property
    def directions(self) -> Counter[str]:
        """Count the data set's units by source and target language, as ``zh-Hans to en``."""
        return Counter({" to ".join(pair): number for pair, number in self.languages.items()})

    def counting(
        self, units: Iterable[TranslationUnit], facts: FactsOfOrigin, split: str
    ) -> Iterator[TranslationUnit]:
        """Count the units of a split of the data set as they pass."""
        self.splits[split] = 0
        for unit in units:
            self.splits[split] += 1
            self._add(unit, facts)
            yield unit

    def _add(self, unit: TranslationUnit, facts: FactsOfOrigin) -> None:
        self.units += 1
        self.languages[unit.source.lang, unit.target.lang] += 1
        self.captured = _wider(self.captured, unit.version[:10])
        if page := facts(unit.source.origin):
            self.sites[page.site] += 1
            self.kinds[page.kind] += 1
            if published := page.stated["published"]:
                self.published = _wider(self.published, published[:10])
            if page.rights:
                self.licences[page.rights.page.license or "none stated"] += 1
                self.reserved += bool(page.rights.reserved)


def write_dataset(units: Mapping[str, Iterable[TranslationUnit]], facts: FactsOfOrigin, folder: Path) -> None:
    """Export the translation units of each split as a data set: a new folder with Parquet files and a card.

    Raises UsageError where the folder is there already and is not empty.
    """
    counts = UnitCounts()
    with replacing_folder(folder) as made:
        (made / "data").mkdir()
        for split, of_split in units.items():
            with (made / "data" / f"{split}.parquet").open("wb") as stream:
                stream.writelines(parquet_of_table(unit_table(counts.counting(of_split, facts, split), facts)))
        for split in units.keys() - counts.splits_with_units:
            (made / "data" / f"{split}.parquet").unlink()
        (made / "README.md").write_text(_dataset_card(counts), encoding="utf-8", newline="\n")


def _dataset_card(counts: UnitCounts) -> str:
    """Return the data set's card, in Markdown, with the metadata that ``datasets`` reads in YAML above it."""
    languages = sorted({tag for pair in counts.languages for tag in pair})
    size = next((name for most, name in _SIZES if counts.units < most), "n>1M")
    sites = ", ".join(sorted(counts.sites)) or "an archive"
    files = "\n".join(f"  - split: {split}\n    path: data/{split}.parquet" for split in counts.splits_with_units)
    template = Path(__file__).with_name("dataset_card.md").read_text(encoding="utf-8")
    return template.format(
        sites=sites,
        languages=", ".join(dict.fromkeys(tag.partition("-")[0] for tag in languages)),
        size=size,
        files=files,
        version=__version__,
        split_table=_table(("split", "units"), [(split, str(number)) for split, number in counts.splits.items()]),
        language_table=_table(("languages", "units"), _rows(counts.directions)),
        site_table=_table(("site", "units"), _rows(counts.sites)),
        kind_table=_table(("kind", "units"), _rows(counts.kinds)),
        licence_table=_table(("licence", "units"), _rows(counts.licences)),
        reserved=counts.reserved,
        captured=_span(counts.captured),
        published=_span(counts.published),
        day=f"{utc_now():%Y-%m-%d}",
    )


def _wider(span: tuple[str, str] | None, day: str) -> tuple[str, str]:
    return (min(span[0], day), max(span[1], day)) if span else (day, day)


def _span(span: tuple[str, str] | None) -> str:
    return f"from {span[0]} to {span[1]}" if span else "at an unknown time"


def _rows(counter: Counter[str]) -> list[tuple[str, str]]:
    """The names and numbers, most first, fit for a cell; beyond the first 50 as one row."""
    rows = [
        (clean(name)[:_MOST_CHARACTERS].replace("|", r"\|"), str(n))
        for name, n in counter.most_common(_MOST_LICENCES)
    ]
    rest = counter.total() - sum(int(number) for _, number in rows)
    return [*rows, ("others", str(rest))] if rest else rows


def _table(heading: tuple[str, str], rows: Iterable[tuple[str, str]]) -> str:
    lines = [heading, ("---", "---:"), *rows]
    return "".join(f"| {name} | {number} |\n" for name, number in lines)
