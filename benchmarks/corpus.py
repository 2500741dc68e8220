"""Measures counting words on generated bilingual documents: ``python -m benchmarks.corpus [DOCUMENTS...]``.

For each number of documents (20,000 and 100,000 unless told) it prints what making the tokens file takes, how large
it is beside the texts, and a table of questions with the processor seconds that each takes, opening included. The
word of which collocations are asked has about one hit in ten documents. ``--kept`` uses archives that were made
before.
"""

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

from archive.corpus.collocations_their_measures_and_translations import CollocationOptions
from archive.corpus.corpus_and_selections import Corpus
from archive.corpus.keyness_and_trend import Unit
from archive.corpus.tokens_file_writer_and_postings import update_tokens
from archive.corpus.word_lists import WordListOptions
from archive.index import Filters
from archive.layout import Archive
from archive.query.tables_of_words_collocations_and_trends import (
    CorpusTable,
    TextChoice,
    answer_collocations,
    answer_keyness,
    answer_trend,
    answer_words,
)
from benchmarks.filled import Filled, filled
from benchmarks.generated import Words, document

_SIZES = (20_000, 100_000)
_RANK = 230
"""Rank of a word that has one hit in ten documents."""

Ask = Callable[[Corpus], CorpusTable]


def questions(word: str) -> dict[str, Ask]:
    """The questions by name."""
    english, site = TextChoice(Filters(lang="en")), TextChoice(Filters(lang="en", site="harbour"))
    return {
        "collocations of a word": lambda corpus: answer_collocations(corpus, english, word, CollocationOptions()),
        "collocations on one site": lambda corpus: answer_collocations(corpus, site, word, CollocationOptions()),
        "trend of a word by year": lambda corpus: answer_trend(corpus, english, word, Unit.YEAR),
        "word list": lambda corpus: answer_words(corpus, english, WordListOptions()),
        "word list by pattern": lambda corpus: answer_words(corpus, english, WordListOptions(pattern="tr*")),
        "keyness of a site": lambda corpus: answer_keyness(corpus, site, None, 3, 50),
        "sequences of two words": lambda corpus: answer_words(corpus, english, WordListOptions(2)),
    }


def ask(archive: Archive, question: Ask) -> tuple[CorpusTable, float]:
    """The answer, and the processor seconds that it takes, opening included."""
    start = time.process_time()
    with Corpus.open(archive) as corpus:
        return question(corpus), time.process_time() - start


def measure(made: Filled) -> None:
    """Print the table for so many documents."""
    words, archive = Words(1), made.archive
    archive.tokens_file.unlink(missing_ok=True)
    start = time.process_time()
    update_tokens(archive)
    spent = time.process_time() - start
    texts = sum(len(block.text.encode()) for block in document(0, words).blocks) * made.count
    size = archive.tokens_file.stat().st_size
    print(f"### {made.count:,} documents\n")
    print(f"Tokens file: {made.count / spent:.0f} documents a CPU second, {size / texts:.2f} times the texts.\n")
    print("| question | CPU s | hits or words |")
    print("| --- | ---: | ---: |")
    for name, question in questions(words.english[_RANK]).items():
        found, seconds = ask(archive, question)
        number = found.facts.get("hits", found.facts.get("count", found.facts.get("tokens", 0)))
        print(f"| {name} | {seconds:.2f} | {number:,} |", flush=True)
    print()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("sizes", nargs="*", type=int, metavar="DOCUMENTS", default=_SIZES)
    parser.add_argument(
        "--kept", type=Path, metavar="DIR", help="make the archives here, or use those that are there"
    )
    options = parser.parse_args()
    for count in options.sizes:
        print(f"filling {count} documents", file=sys.stderr)
        with filled(count, options.kept) as made:
            measure(made)


if __name__ == "__main__":
    main()
