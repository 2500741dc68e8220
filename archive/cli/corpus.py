"""``archive words``, ``collocations``, ``keyness`` and ``trend``: counting words."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Annotated

import typer

from archive.cli import options_and_output as options
from archive.cli.open_archive import open_filtered_archive, require_known_values
from archive.cli.options_and_output import ListFormat, index_progress, print_answer
from archive.corpus.collocations_their_measures_and_translations import MOST_WORDS_BESIDE, CollocationOptions, Measure
from archive.corpus.corpus_and_selections import Corpus
from archive.corpus.keyness_and_trend import Unit
from archive.corpus.word_lists import LONGEST_NGRAM, WordListOptions
from archive.index import Filters
from archive.query.tables_of_words_collocations_and_trends import (
    CorpusTable,
    TextChoice,
    answer_collocations,
    answer_keyness,
    answer_translations,
    answer_trend,
    answer_words,
    parse_filters,
)

WordArgument = Annotated[
    str,
    typer.Argument(
        metavar="WORD",
        help="A word, several that follow each other, a pattern such as *tion, or a base form: lemma:cooperate.",
        show_default=False,
    ),
]
LangOption = Annotated[
    str | None,
    typer.Option(
        "--lang",
        metavar="L",
        help="Count words of this language: zh, en; by default the word's, or the one with most words.",
    ),
]
CopiesOption = Annotated[
    bool, typer.Option("--all", help="Count each copy of a text that was posted more than once.")
]
LimitOption = Annotated[int, typer.Option("--limit", metavar="N", min=1, help="Most words to print.")]


_with_filters = partial(options.with_filters, lang=LangOption)


@_with_filters
def words(  # noqa: PLR0913 - a command's options are its parameters
    context: typer.Context,
    filters: Filters,
    pattern: Annotated[
        str | None,
        typer.Argument(
            metavar="[PATTERN]",
            help="Only words that match: *tion, 合?, lemma:cooperate.",
            show_default=False,
        ),
    ] = None,
    length: Annotated[
        int, typer.Option("--ngrams", metavar="N", min=1, max=LONGEST_NGRAM, help="Count N words in a row.")
    ] = 1,
    least: Annotated[int, typer.Option("--min-count", metavar="N", min=1, help="Only words that occur N times.")] = 1,
    limit: LimitOption = 50,
    every: CopiesOption = False,
    form: options.ListFormatOption = ListFormat.TEXT,
    archive: options.ArchiveOption = None,
) -> None:
    """List the commonest words, or word sequences, with count, frequency per million and dispersion."""
    choice = TextChoice(filters, every)
    wanted = WordListOptions(length, pattern, least, limit)
    with _opened(context, archive, choice.filters) as corpus:
        _print(answer_words(corpus, choice, wanted), form)


@_with_filters
def collocations(  # noqa: PLR0913 - a command's options are its parameters
    context: typer.Context,
    filters: Filters,
    word: WordArgument,
    left: Annotated[
        int, typer.Option(metavar="N", min=0, max=MOST_WORDS_BESIDE, help="Words before it that count.")
    ] = 5,
    right: Annotated[
        int, typer.Option(metavar="N", min=0, max=MOST_WORDS_BESIDE, help="Words after it that count.")
    ] = 5,
    translations: Annotated[
        bool, typer.Option("--translations", help="Words of its translations instead of words beside it.")
    ] = False,
    sort: Annotated[Measure, typer.Option("--sort", help="Sort by this measure.")] = Measure.LOG_LIKELIHOOD,
    least: Annotated[
        int, typer.Option("--min-count", metavar="N", min=1, help="Only words that stand beside it N times.")
    ] = 3,
    limit: LimitOption = 50,
    every: CopiesOption = False,
    form: options.ListFormatOption = ListFormat.TEXT,
    archive: options.ArchiveOption = None,
) -> None:
    """List the words that stand beside a word, or in its translations, more often than by chance."""
    choice = TextChoice(filters, every)
    wanted = CollocationOptions(left, right, least, sort, limit)
    with _opened(context, archive, choice.filters) as corpus:
        answer = answer_translations if translations else answer_collocations
        _print(answer(corpus, choice, word, wanted), form)


@_with_filters
def keyness(  # noqa: PLR0913 - a command's options are its parameters
    context: typer.Context,
    filters: Filters,
    against: Annotated[
        list[str] | None,
        typer.Option(
            "--against",
            metavar="NAME=VALUE",
            help="Compare with documents that pass these filters instead of all others: site=NAME, kind=K, from=D, "
            "to=D, speaker=NAME; may be repeated.",
        ),
    ] = None,
    least: Annotated[int, typer.Option("--min-count", metavar="N", min=1, help="Only words that occur N times.")] = 3,
    limit: LimitOption = 50,
    every: CopiesOption = False,
    form: options.ListFormatOption = ListFormat.TEXT,
    archive: options.ArchiveOption = None,
) -> None:
    """List the words by which documents that pass the filters differ from all others, or from those of --against."""
    choice = TextChoice(filters, every)
    other_filters = parse_filters(against or ())
    with _opened(context, archive, choice.filters, *([other_filters] if other_filters else [])) as corpus:
        _print(answer_keyness(corpus, choice, other_filters, least, limit), form)


@_with_filters
def trend(  # noqa: PLR0913 - a command's options are its parameters
    context: typer.Context,
    filters: Filters,
    word: WordArgument,
    by: Annotated[Unit, typer.Option("--by", help="Count by year or by month of publication.")] = Unit.YEAR,
    every: CopiesOption = False,
    form: options.ListFormatOption = ListFormat.TEXT,
    archive: options.ArchiveOption = None,
) -> None:
    """Count a word by year or month of publication, per million words, with confidence intervals."""
    choice = TextChoice(filters, every)
    with _opened(context, archive, choice.filters) as corpus:
        _print(answer_trend(corpus, choice, word, by), form)


@contextmanager
def _opened(context: typer.Context, archive: options.ArchiveOption, *filters: Filters) -> Iterator[Corpus]:
    """Open the corpus of the archive, brought up to date; all filters must have known values."""
    first, *others = filters
    place = open_filtered_archive(context, archive, first)
    for each in others:
        require_known_values(place, each)
    with index_progress() as report, Corpus.open(place, report) as corpus:
        yield corpus


def _print(table: CorpusTable, form: ListFormat) -> None:
    if form is ListFormat.JSON:
        print_answer(table.json())
    elif form is ListFormat.CSV:
        print_answer(table.csv())
    else:
        print_answer(table.text())
