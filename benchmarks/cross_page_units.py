"""Measures the search for pages of a site that are the same in two languages.

Run ``python -m benchmarks.cross_page_units [PAGES]``.

Prints a table in Markdown: the pages of a site, how many of those that have a translation were joined with it and how
many with another, the seconds, wall and CPU, and the peak memory; then the same once more, when the file is there.
Each page is made of sentences drawn from the evaluation's corpus, so that many share some with others.
"""

import argparse
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

from archive.bitext.sentences import join_sentences
from archive.document_and_unit_files import find_documents, read_units, replace_documents
from archive.layout import Archive, WarcName
from archive.model.document import Document
from archive.translation_memory.missing_and_cross_page_units import join_pages
from tests.archive.translation_memory.stories import STEM, page
from tests.eval_bitext.gold import Group, read_corpus

_GROUPS = 8
_IN_BOTH = 0.8


def pages(count: int, chance: Random) -> Iterator[Document]:
    """About so many pages; the numbers at the end of their addresses tell which are the same."""
    groups = [group for text in read_corpus() for block in text.blocks for group in block.groups]
    groups = [group for group in groups if group.source and group.target]
    for number in range(round(count / (1 + _IN_BOTH))):
        chosen = chance.sample(groups, _GROUPS)
        alone = chance.random() > _IN_BOTH
        for side in (chance.choice((0, 1)),) if alone else (0, 1):
            yield page(f"{chance.randrange(10**9)}/{number}", tuple(_paragraphs(chosen, side)))


def _paragraphs(groups: list[Group], side: int) -> Iterator[str]:
    for n in range(0, _GROUPS, 2):
        text = join_sentences(join_sentences((group.source, group.target)[side]) for group in groups[n : n + 2])
        yield text.encode("ascii", "ignore").decode() if side else text


def measure(archive: Archive) -> str:
    """The row of one search."""
    start, cpu = time.perf_counter(), time.process_time()
    joined = join_pages(archive, "sample")
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    wrong = joined - _right(archive)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return f"| {joined - wrong} | {wrong} | {seconds:.1f} | {cpu:.1f} | {peak:.0f} |"


def _right(archive: Archive) -> int:
    units = read_units(archive.cross_page_file("sample"))
    addresses = {(unit.source.origin.url, unit.target.origin.url) for unit in units}
    return sum(source.rpartition("/")[2] == target.rpartition("/")[2] for source, target in addresses)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="?", type=int, default=10_000)
    count = parser.parse_args().pages
    with tempfile.TemporaryDirectory() as directory:
        archive = Archive(Path(directory)).create()
        replace_documents(archive.documents_file(WarcName.parse(STEM)), pages(count, Random(3)))
        numbers = Counter(stored.document.url.rpartition("/")[2] for stored in find_documents(archive))
        both = sum(number == 2 for number in numbers.values())
        print(f"{numbers.total()} pages, {both} of them in Chinese with the same in English\n")
        print("| right | wrong | s | CPU s | peak MB |\n| ---: | ---: | ---: | ---: | ---: |")
        for _ in range(2):
            print(measure(archive), flush=True)


if __name__ == "__main__":
    main()
