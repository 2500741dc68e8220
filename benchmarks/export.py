"""Measures exports of translation units: ``python -m benchmarks.export [UNITS]``.

Prints a table in Markdown: for each form the seconds, wall and CPU, and the peak memory of ``archive export``, a
process of its own, and the size of the file. The units are generated, 20 a document.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from archive.bitext.translation_units import BlockSpan, Origin, Side, TranslationUnit
from archive.export.selection_counts_and_language_pairs import require_documents
from archive.index import IndexWriter
from archive.layout import Archive
from archive.model.document import Document
from benchmarks.generated import Words, documents

_UNITS_OF_DOCUMENT = 20
_BATCH = 500
_FORMS = ("tmx", "xliff", "xliff12", "tsv", "moses", "jsonl", "csv", "xlsx", "parquet")


def units(document: Document) -> Iterator[TranslationUnit]:
    """Pieces of the document's Chinese blocks, each beside a piece of the English block behind."""
    for number in range(_UNITS_OF_DOCUMENT):
        block, part = divmod(number, 5)
        source, target = _side(document, 2 * block, part, 20), _side(document, 2 * block + 1, part, 70)
        yield TranslationUnit(source, target, 0.93, "source", ())


def _side(document: Document, n: int, part: int, width: int) -> Side:
    block, place = document.blocks[n], BlockSpan(n, part * width, (part + 1) * width)
    return Side(block.lang, block.text[place.start : place.end], (place,), Origin.of_document(document))


def fill(archive: Archive, count: int) -> None:
    """Indexes documents until there are so many units."""
    made = documents(count // _UNITS_OF_DOCUMENT, Words(1))
    with IndexWriter(archive) as writer:
        while batch := list(islice(made, _BATCH)):
            writer.add((), batch, (unit for document in batch for unit in units(document)))
    require_documents(archive)


def measure(archive: Archive, form: str) -> str:
    """The row of one form."""
    output, place = archive.root / f"{form}.out", str(archive.root)
    command = [sys.executable, "-m", "archive", "export", form, "-o", str(output), "--dedupe", "--archive", place]
    start = time.perf_counter()
    process = os.posix_spawn(sys.executable, command, os.environ)
    _, status, usage = os.wait4(process, 0)
    seconds = time.perf_counter() - start
    if status:
        raise SystemExit(f"archive export {form} failed")
    size = sum(path.stat().st_size for path in archive.root.glob(f"{form}.out*")) / 2**20
    cpu, peak = usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
    return f"| {form} | {seconds:.1f} | {cpu:.1f} | {peak:.0f} | {size:.0f} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("units", nargs="?", type=int, default=100_000)
    count = parser.parse_args().units
    with tempfile.TemporaryDirectory() as directory:
        archive = Archive(Path(directory)).create()
        fill(archive, count)
        print(f"{count} units, --dedupe\n\n| form | s | CPU s | peak MB | file MB |")
        print("| --- | ---: | ---: | ---: | ---: |")
        for form in _FORMS:
            print(measure(archive, form), flush=True)


if __name__ == "__main__":
    main()
