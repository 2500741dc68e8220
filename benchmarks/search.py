"""Measures the search on generated bilingual documents: ``python benchmarks/search.py [DOCUMENTS]``.

Prints a table in Markdown: the hits (their number and the best 20 with snippets) of 195 queries, replacing one
document, the speed of indexing, and the size of the index beside that of the texts.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import accumulate, islice
from pathlib import Path

from archive.index import Filters, Index, IndexWriter
from archive.layout import Archive
from archive.model.capture import Capture
from archive.model.document import Block, Document, Extractor

_BATCH = 1000
_ENGLISH = 20_000
_CHINESE = 3_000


class Words:
    """Words and characters that come as often as in a language: the n-th most frequent 1/n as often."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        letters = "etaoinshrdlucmfwypvbgk"
        self.english = ["".join(self.random.choices(letters, k=self.random.randint(2, 10))) for _ in range(_ENGLISH)]
        self.chinese = self.random.sample([chr(code) for code in range(0x4E00, 0x8000)], _CHINESE)
        self._english_weights = list(accumulate(1 / n for n in range(1, _ENGLISH + 1)))
        self._chinese_weights = list(accumulate(1 / (n + 5) for n in range(1, _CHINESE + 1)))

    def english_text(self, words: int) -> str:
        found = self.random.choices(self.english, cum_weights=self._english_weights, k=words)
        return ". ".join(" ".join(found[at : at + 12]) for at in range(0, words, 12))

    def chinese_text(self, characters: int) -> str:
        found = "".join(self.random.choices(self.chinese, cum_weights=self._chinese_weights, k=characters))
        year = self.random.randint(1990, 2026)
        return "，".join(found[at : at + 11] for at in range(0, characters, 11)) + f"，{year}年。"


def documents(count: int, words: Words) -> Iterator[Document]:
    for number in range(count):
        yield document(number, words)


def document(number: int, words: Words, version: int = 1) -> Document:
    texts = [text for _ in range(4) for text in (words.chinese_text(100), words.english_text(60))]
    blocks = tuple(
        Block(n, "paragraph", text, ("zh-Hans", "en")[n % 2], 1.0, f"/html/body/p[{n + 1}]")
        for n, text in enumerate(texts)
    )
    date = f"2026-01-{version:02d}T00:00:00.000000Z"
    capture = Capture("http://a.example/", "a.warc.gz", number, 100, "<urn:uuid:0>", date, 200, "sha1:A")
    return Document(
        id=f"a-{number:012x}", version=date, url=f"http://a.example/{number}", site="a", kind="news",
        title=words.chinese_text(12), capture=capture, extractor=Extractor("0", "a/1", None),
        published=f"20{number % 26:02d}-01-01", languages={"zh-Hans": 0.6, "en": 0.4}, blocks=blocks,
    )  # fmt: skip


def queries(words: Words) -> list[str]:
    """195 queries of every kind, from the most frequent to the rare."""
    ranks = [round(1.6**n) for n in range(15)]
    chinese, english = words.chinese, words.english
    kinds: list[Callable[[int], str]] = [
        lambda n: chinese[n],
        lambda n: chinese[n] + chinese[0],
        lambda n: chinese[n] + chinese[n + 1],
        lambda n: chinese[0] + chinese[1] + chinese[n],
        lambda n: chinese[0] + chinese[n] + chinese[2] + chinese[3],
        lambda n: f"{chinese[n]}，{chinese[1]}",
        lambda n: f"{chinese[n]} {english[n]}",
        lambda n: english[n],
        lambda n: f'"{english[0]} {english[n]}"',
        lambda n: f'"{english[n]} {english[n + 1]}"',
        lambda n: f"{english[n]} OR {english[n + 7]}",
        lambda n: f"{english[n]} -{english[n + 1]}",
        lambda n: f"{english[n][:3]}*",
    ]
    return [kind(rank) for kind in kinds for rank in ranks]


def timed(call: Callable[[], object]) -> float:
    """Milliseconds that a call takes."""
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000


def row(name: str, times: list[float]) -> str:
    return f"| {name} | {statistics.median(times):.2f} ms | {statistics.quantiles(times, n=20)[-1]:.2f} ms |"


def fill(archive: Archive, count: int, words: Words) -> float:
    """Seconds that indexing takes, making the documents not counted."""
    made, seconds = documents(count, words), 0.0
    with IndexWriter(archive) as writer:
        while batch := list(islice(made, _BATCH)):
            seconds += timed(lambda: writer.add((), batch)) / 1000
        seconds += timed(writer.optimize) / 1000
    return seconds


def measure(archive: Archive, count: int) -> None:
    words = Words(1)
    seconds = fill(archive, count, words)
    asked = queries(words)
    with Index(archive) as index:
        searches = [timed(lambda: index.search(query, Filters(), 20)) for query in asked]  # noqa: B023 - called at once
    newer = [document(words.random.randrange(count), words, version) for version in range(2, 28)]
    with IndexWriter(archive) as writer:
        replaced = [timed(lambda: writer.add((), [one])) for one in newer]  # noqa: B023 - called at once
    print(f"{count} documents, {len(asked)} queries\n\n| | median | 95th percentile |\n| --- | --- | --- |")
    print(row("hits: number, best 20, snippets", searches))
    print(row("replace one document", replaced))
    texts = sum(len(block.text.encode()) for block in newer[0].blocks) * count
    size = archive.index_file.stat().st_size
    print(f"\nindexed {count / seconds:.0f} documents a second; index {size / 2**20:.0f} MiB, ", end="")
    print(f"texts {texts / 2**20:.0f} MiB, {size / texts:.2f} of them")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", nargs="?", type=int, default=20_000)
    count = parser.parse_args().documents
    with tempfile.TemporaryDirectory() as directory:
        measure(Archive(Path(directory)), count)


if __name__ == "__main__":
    main()
