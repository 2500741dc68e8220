"""Measures the search on generated bilingual documents: ``python -m benchmarks.search [DOCUMENTS...]``.

For each number of documents (20,000 and 100,000 unless told) it prints a table in Markdown: of 195 queries the hits
(their number and the best 20), the facets, the documents and snippets of the 20, and all three together; replacing
one document; beside them, at the smallest number, other people's search over the same texts. Then the speed of
indexing, and the size of the index beside that of the texts. ``--kept`` uses archives that were made before,
``--peers`` asks those that it names, at every number.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from archive.index import Filters, Index, IndexWriter, SearchOptions
from archive.index.search.facets_and_counts import read_facets
from archive.index.search.matching_rows_and_their_number import MatchingRows
from archive.index.search.ranking_cursors_and_snippets import rank, read_hits
from archive.index.tables.database import connect_reader
from archive.layout import Archive
from archive.model.document import Document
from archive.model.times import format_time, utc_now
from benchmarks.filled import Filled, filled
from benchmarks.generated import Words, document, documents, queries
from benchmarks.search_peers import NAMES, Peer, Tantivy, peers

_SIZES = (20_000, 100_000)
_TIMES = 3
_BEST = 20
_REPLACED = 400
_SAMPLE = 500
"""Documents of which the size of the texts is taken."""


@dataclass(frozen=True, slots=True)
class Spent:
    """Milliseconds that a call took: by the clock, and of this process on a processor."""

    clock: float
    processor: float

    def __add__(self, other: "Spent") -> "Spent":
        return Spent(self.clock + other.clock, self.processor + other.processor)


def timed(call: Callable[[], object]) -> Spent:
    """What a call takes."""
    start, used = time.perf_counter(), time.process_time()
    call()
    return Spent((time.perf_counter() - start) * 1000, (time.process_time() - used) * 1000)


def best(call: Callable[[], object]) -> Spent:
    """What a call takes when nothing comes between: the best of a few."""
    return min((timed(call) for _ in range(_TIMES)), key=lambda spent: spent.clock)


def row(name: str, times: list[Spent], as_many: str = "") -> str:
    clock, processor = ([getattr(spent, kind) for spent in times] for kind in ("clock", "processor"))
    figures = [statistics.median(clock), _high(clock), statistics.median(processor), _high(processor)]
    return f"| {name} | {' | '.join(f'{figure:.2f} ms' for figure in figures)} | {as_many} |"


def _high(times: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(times, n=20)[-1]


def search_rows(archive: Archive, asked: list[str]) -> Iterable[str]:
    """The rows of our own search: each part apart, then a page as it is served. Each call begins anew."""
    hits, facets, snippets, pages = [], [], [], []
    with closing(connect_reader(archive)) as connection, Index(archive) as index:
        for query in asked:
            matching = partial(MatchingRows, connection, query, Filters(), SearchOptions())
            hits.append(best(lambda: rank(matching(), _BEST, None)))  # noqa: B023 - called at once
            facets.append(best(lambda: read_facets(matching())))  # noqa: B023 - called before the loop goes on
            places = rank(matching(), _BEST, None).places
            snippets.append(best(lambda: read_hits(matching(), places)))  # noqa: B023 - called before the loop goes on
            pages.append(best(lambda: index.search_with_facets(query, Filters(), _BEST)))  # noqa: B023 - called at once
    yield row("hits: number and best 20", hits)
    yield row("facets", facets)
    yield row("documents and snippets of 20", snippets)
    yield row("a page of results, which counts once for all", pages)


def replaced_row(archive: Archive, newer: list[Document]) -> str:
    """The row of replacing documents by newer versions with other text, each in a transaction of its own."""
    with IndexWriter(archive) as writer:
        return row("replace one document", [timed(lambda: writer.add((), [one])) for one in newer])  # noqa: B023 - called before the loop goes on


def newer_versions(archive: Archive, count: int, words: Words) -> Iterator[Document]:
    """Some documents of the archive, as they would be had their pages changed right now."""
    with Index(archive) as index:
        for _ in range(_REPLACED):
            other = document(words.random.randrange(count), words)
            known = index.document(other.id)
            if known is not None:
                yield replace(known, version=format_time(utc_now()), title=other.title, blocks=other.blocks)


def peer_rows(peer: Peer, asked: list[str], ours: list[int]) -> Iterator[str]:
    """The rows of somebody else's search, with the share of queries for which it finds as many documents as we do."""
    for name, ask in peer.asks.items():
        times = [best(lambda: ask(query)) for query in asked]  # noqa: B023 - called at once
        as_many = sum(ask(query).total == total for query, total in zip(asked, ours, strict=True))
        yield row(name, times, f"{as_many / len(asked):.0%}")


def totals(archive: Archive, asked: list[str]) -> list[int]:
    """How many documents answer each query."""
    with Index(archive) as index:
        return [index.search(query, Filters(), 1).documents for query in asked]


def measure(made: Filled, names: Iterable[str]) -> None:
    """Prints the table for so many documents, and for the peers that are named."""
    words, archive, count, seconds = Words(1), made.archive, made.count, made.seconds
    print(f"filled {count} documents in {seconds:.0f} s", file=sys.stderr, flush=True)
    size = archive.index_file.stat().st_size
    asked = queries(words)
    print(f"### {count:,} documents, {len(asked)} queries\n")
    print("| | median | 95th percentile | processor, median | processor, 95th | as many as ours |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    print(*search_rows(archive, asked), sep="\n")
    ours = totals(archive, asked)
    newer = list(newer_versions(archive, count, words))
    sample = [document(number, words) for number in range(_SAMPLE)]
    texts = sum(len(block.text.encode()) for each in sample for block in each.blocks) / _SAMPLE * count
    print(replaced_row(archive, newer))
    sizes = [
        f"Indexed {count / seconds:.0f} documents a second; {of_texts(size, texts)}, texts {texts / 2**20:.0f} MiB."
    ]
    with tempfile.TemporaryDirectory() as directory:
        for peer in peers(Path(directory), lambda: documents(count, Words(1)), names):
            print(*peer_rows(peer, asked, ours), sep="\n")
            if isinstance(peer, Tantivy):
                print(row("tantivy: replace one document", [timed(partial(peer.replace, one)) for one in newer]))
                sizes.append(
                    f"tantivy: {count / peer.seconds:.0f} a second of processor; {of_texts(peer.size, texts)}."
                )
            peer.close()
    print("", *sizes, "", sep="\n", flush=True)


def of_texts(size: int, texts: float) -> str:
    """The size of an index, and how many times that of the texts it is; both in bytes."""
    return f"index {size / 2**20:.0f} MiB, {size / texts:.2f} of the texts"


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", nargs="*", type=int, help="how many; 20000 and 100000 unless told")
    parser.add_argument("--kept", type=Path, metavar="DIR", help="where archives stand, or are to be made and left")
    parser.add_argument(
        "--peers", nargs="+", choices=NAMES, help="ask these at every number, not all at the smallest"
    )
    given = parser.parse_args()
    sizes = sorted(given.documents or _SIZES)
    print(
        f"Each time is the best of {_TIMES}, but for replacing. Processor time is that of the asking process, which"
    )
    print("other programs on the machine change less; of a server it is not. Last stands for how many queries others")
    print("find as many documents as we do; that ours are exactly those of a scan is what the tests show.\n")
    for count in sizes:
        with filled(count, given.kept) as made:
            measure(made, given.peers or (NAMES if count == sizes[0] else ()))


if __name__ == "__main__":
    main()
