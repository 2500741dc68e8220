"""Tables as Apache Parquet, which pandas, DuckDB and Spark read.

The module is imported only where it is needed, since pyarrow takes long to load.
"""

from collections.abc import Iterable, Iterator
from io import RawIOBase
from itertools import islice

import pyarrow as pa
from pyarrow import parquet

from archive.export.escaping import replace_surrogates
from archive.export.tables_and_lines import Cell, Row, Table

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
    """The file, chunk by chunk, in row groups of 10,000 rows, compressed with Zstandard.

    A lone surrogate becomes U+FFFD. Places are lists of structs ``block``, ``start``, ``end``.
    """
    schema = pa.schema([(name, _TYPES.get(name, pa.string())) for name in table.columns])
    chunks = _WrittenChunks()
    with parquet.ParquetWriter(chunks, schema, compression="zstd") as writer:
        rows = iter(table.rows)
        while group := list(islice(rows, ROWS_IN_GROUP)):
            writer.write_table(_group(group, schema))
            yield from chunks.take()
    yield from chunks.take()


class _WrittenChunks(RawIOBase):
    """A file for the writer, which returns what was written since it was last asked."""

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
