"""Answers of the corpus as tables, for the command, the web pages and the API: word lists, collocations, keyness,
trends.

Here is decided which texts are counted: of which documents, in which language, and against which others. Tables are
printed as text, CSV and JSON. Each row ends with the query of its lines, which ``archive concordance`` prints under
the same filters.
"""

import re
import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from archive.bitext.language_guess_and_length_ratio import guess_language
from archive.corpus.collocations_their_measures_and_translations import (
    MOST_DOCUMENTS,
    Association,
    CollocationOptions,
    Collocations,
    Translations,
    find_collocations,
    find_translations,
)
from archive.corpus.corpus_and_selections import Corpus, Selection
from archive.corpus.frequency_dispersion_and_keyness_measures import Frequency
from archive.corpus.keyness_and_trend import Keyness, Trend, Unit, find_keyness, find_trend
from archive.corpus.word_lists import WordList, WordListOptions, word_list
from archive.corpus.word_sequences import LEMMA_MARK, WordSequence, find_sequence
from archive.errors import UsageError
from archive.index import Filters
from archive.model.language_codes import primary_language
from archive.query.terminal_output_columns_json_and_csv import (
    StyledText,
    clean,
    columns,
    counted,
    printed_json,
    to_csv,
)

FILTER_NAMES: Mapping[str, str] = {
    "lang": "lang", "site": "site", "kind": "kind", "speaker": "speaker", "from": "since", "to": "until",
    "rights": "rights",
}  # fmt: skip
"""The names of filters as options and URL parameters, and as attributes of ``Filters``."""

Cell = str | int | float
QUERY = "query"
_FREQUENCY = ("count", "per_million", "documents", "dispersion")
_ASSOCIATION = ("log_likelihood", "log_dice", "mi3")
_DIGITS = {"per_million": 2, "low": 2, "high": 2, "other_per_million": 2, "dispersion": 3, "other_dispersion": 3}
_OTHER_DIGITS = 2


def _filter_values(filters: Filters) -> dict[str, str]:
    """Return the filters that are set, by the names of options."""
    given = {name: getattr(filters, attribute) for name, attribute in FILTER_NAMES.items()}
    return {name: value for name, value in given.items() if value is not None}


def lines_query(text: str, lang: str = "") -> str:
    """Return the search query for the concordance lines with a corpus word or words.

    Words of Chinese and Japanese, which are written without spaces, are joined.

    >>> lines_query("industrial cooperation", "en"), lines_query("产能 合作", "zh"), lines_query("*tion")
    ('"industrial cooperation"', '产能合作', '*tion')
    """
    joined = text.replace(" ", "") if lang in ("zh", "ja") else text
    is_plain = " " not in joined and '"' not in joined
    return joined if is_plain else '"' + joined.replace('"', " ") + '"'


def _lines_command(query: str, filters: Filters) -> str:
    """Return the command that prints the lines behind a count.

    >>> _lines_command("产能 合作", Filters(site="lakeside"))
    "archive concordance '产能 合作' --site lakeside"
    """
    options = (part for name, value in _filter_values(filters).items() for part in (f"--{name}", value))
    return shlex.join(("archive", "concordance", query, *options))


def with_period(filters: Filters, name: str) -> Filters:
    """Restrict filters to one year or month, for the lines behind a point of a trend."""
    return replace(filters, since=name, until=name)


@dataclass(frozen=True, slots=True)
class CorpusTable:
    """An answer of the corpus as a table: its facts, the names of the columns, the rows, and whether there are more.

    ``rows_name`` is their name in JSON, ``summary`` a line for people.
    """

    facts: dict[str, Any]
    rows_name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    summary: str
    filters: Filters
    more: bool = False

    def values(self) -> dict[str, Any]:
        """Return a corpus table as JSON values."""
        rows = [dict(zip(self.columns, map(_rounded, row), strict=True)) for row in self.rows]
        return {**self.facts, "filters": _filter_values(self.filters), self.rows_name: rows, "more": self.more}

    def json(self) -> str:
        return printed_json(self.values())

    def csv(self) -> str:
        return to_csv(self.columns, ([str(_rounded(cell)) for cell in row] for row in self.rows))

    def text(self) -> StyledText:
        """Print a corpus table for a terminal, with the command for the lines behind the first row."""
        found = StyledText()
        shown = [name for name in self.columns if name != QUERY]
        cells = [[cell_text(name, cell) for name, cell in zip(self.columns, row, strict=True) if name != QUERY]
                 for row in self.rows]  # fmt: skip
        for line in columns([[name.replace("_", " ") for name in shown], *cells] if cells else [], left=1):
            found.append(f"{line}\n")
        found.append(("\n" if cells else "") + self.summary, style="dim")
        if cells and QUERY in self.columns:
            found.append(f"\nlines: {clean(self._lines_of_first())}", style="dim")
        return found

    def _lines_of_first(self) -> str:
        query = str(self.rows[0][self.columns.index(QUERY)])
        first = str(self.rows[0][0])
        return _lines_command(
            query, with_period(self.filters, first) if self.rows_name == "periods" else self.filters
        )


def _rounded(cell: Cell) -> Cell:
    return round(cell, 6) if isinstance(cell, float) else cell


def cell_text(name: str, cell: Cell) -> str:
    """Format a cell of a corpus table for people; ``name`` is its column."""
    if isinstance(cell, float):
        return f"{cell:.{_DIGITS.get(name, _OTHER_DIGITS)}f}"
    return clean(str(cell))


def _frequency(found: Frequency) -> tuple[Cell, ...]:
    return found.count, found.per_million, found.documents, found.dispersion


def _association(found: Association) -> tuple[Cell, ...]:
    return found.log_likelihood, found.log_dice, found.mi3


def _summary(parts: Iterable[str], more: bool) -> str:
    return "; ".join([*parts, *(["more with --limit"] if more else [])])


def _word_list_table(found: WordList, filters: Filters) -> CorpusTable:
    """Put a word list into a corpus table."""
    rows = tuple((each.text, *_frequency(each.frequency), lines_query(each.text, found.lang)) for each in found.words)
    facts = {"lang": found.lang, "documents": found.documents, "tokens": found.tokens}
    summary = _summary([_size(found.lang, found.tokens, found.documents)], found.more)
    return CorpusTable(facts, "words", ("text", *_FREQUENCY, QUERY), rows, summary, filters, found.more)


def _size(lang: str, tokens: int, documents: int) -> str:
    return f"{counted(tokens, 'word')} of language {lang} in {counted(documents, 'document')}"


def _collocations_table(found: Collocations, filters: Filters) -> CorpusTable:
    """Put the words beside a word into a corpus table."""
    node = found.node
    rows = tuple(
        (each.text, *_frequency(each.beside), each.before, each.after, each.total, *_association(each.association),
         _near_query(node.text, each.text, max(found.left, found.right)))
        for each in found.words
    )  # fmt: skip
    facts = {
        "word": node.text, "lang": node.lang, "hits": found.hits, "documents": found.documents,
        "tokens": found.tokens, "left": found.left, "right": found.right,
    }  # fmt: skip
    columns = ("text", *_FREQUENCY, "before", "after", "total", *_ASSOCIATION, QUERY)
    hits = f"{counted(found.hits, 'hit')} for {clean(node.text)} in {counted(found.documents, 'document')}"
    summary = _summary([hits, f"{counted(found.tokens, 'word')} of language {node.lang}"], found.more)
    return CorpusTable(facts, "collocates", columns, rows, summary, filters, found.more)


def _near_query(word: str, other: str, most: int) -> str:
    """Return the query for the lines in which two words stand at most so many words apart.

    >>> _near_query("free trade", "zone", 5)
    '"free trade" NEAR/4 zone'
    """
    return f"{lines_query(word)} NEAR/{most - 1} {lines_query(other)}"


def _translation_query(word: str, lang: str, other: str, into: str) -> str:
    """Return the query for the lines with a word in whose translation another stands.

    >>> _translation_query("产能", "zh", "capacity", "en"), _translation_query("lemma:go", "en", "去", "zh")
    ('zh:产能 en:capacity', 'en:(lemma:go) zh:去')
    """
    query = lines_query(word)
    return f"{lang}:{query if ':' not in query else f'({query})'} {into}:{lines_query(other)}"


def _translations_table(found: Translations, filters: Filters) -> CorpusTable:
    """Put the words of a word's translations into a corpus table."""
    node = found.node
    rows = tuple(
        (each.text, each.units, each.total, *_association(each.association),
         _translation_query(node.text, node.lang, each.text, found.into))
        for each in found.words
    )  # fmt: skip
    facts = {
        "word": node.text, "lang": node.lang, "into": found.into, "documents": found.documents, "read": found.read,
        "hits": found.hits, "units": found.units,
    }  # fmt: skip
    hits = f"{clean(node.text)} in {found.hits} of {counted(found.units, 'translation unit')}"
    documents = f"of {counted(found.documents, 'document')} with it"
    read = f", {found.read} of them read" if found.read < found.documents else ""
    summary = _summary([f"{hits} {documents}{read}"], found.more)
    columns = ("text", "units", "total", *_ASSOCIATION, QUERY)
    return CorpusTable(facts, "translations", columns, rows, summary, filters, found.more)


def _keyness_table(found: Keyness, filters: Filters, against: Filters | None) -> CorpusTable:
    """Put key words into a corpus table; ``against`` is None where the others are all other documents."""
    rows = tuple(
        (each.text, *_frequency(each.frequency), *_frequency(each.other), each.log_likelihood, each.log_ratio,
         lines_query(each.text))
        for each in found.words
    )  # fmt: skip
    facts = {
        "lang": found.lang, "documents": found.documents, "tokens": found.tokens,
        "other_documents": found.other_documents, "other_tokens": found.other_tokens,
        "against": None if against is None else _filter_values(against),
    }  # fmt: skip
    others = tuple(f"other_{name}" for name in _FREQUENCY)
    columns = ("text", *_FREQUENCY, *others, "log_likelihood", "log_ratio", QUERY)
    against_what = f"against {counted(found.other_tokens, 'word')} in {counted(found.other_documents, 'document')}"
    summary = _summary([f"{_size(found.lang, found.tokens, found.documents)} {against_what}"], found.more)
    return CorpusTable(facts, "words", columns, rows, summary, filters, found.more)


def _trend_table(found: Trend, filters: Filters) -> CorpusTable:
    """Put the trend of a word into a corpus table."""
    sequence, whole = found.sequence, found.whole
    query = lines_query(sequence.text)
    rows = tuple(
        (each.name, *_frequency(each.frequency), each.low, each.high, each.tokens, query) for each in found.periods
    )
    facts = {
        "word": sequence.text, "lang": sequence.lang, "unit": found.unit, "count": whole.count,
        "per_million": round(whole.per_million, 6), "documents": whole.documents,
        "dispersion": round(whole.dispersion, 6), "tokens": found.tokens, "undated": found.undated,
    }  # fmt: skip
    hits = f"{counted(whole.count, 'hit')} for {clean(sequence.text)} in {counted(whole.documents, 'document')}"
    undated = [f"{found.undated} of them without a date"] if found.undated else []
    summary = _summary([hits, *undated, "low and high: 95 % confidence interval per million"], more=False)
    columns = ("period", *_FREQUENCY, "low", "high", "tokens", QUERY)
    return CorpusTable(facts, "periods", columns, rows, summary, filters)


_NEXT_FILTER = re.compile(rf",(?=(?:{'|'.join(FILTER_NAMES)})=)")


@dataclass(frozen=True, slots=True)
class TextChoice:
    """The texts that corpus words are counted in: documents that pass the filters, in one language; with ``copies``
    each copy.
    """

    filters: Filters
    copies: bool = False

    def language(self, corpus: Corpus, word: str | None = None) -> str:
        """Choose the language to count words in: that of the filter, else of the word, else of most words."""
        if self.filters.lang is not None:
            return primary_language(self.filters.lang)
        return _commonest_language(corpus, self) if word is None else _language_of_word(word)

    def sequence(self, corpus: Corpus, text: str) -> tuple[WordSequence, Selection]:
        """Look up the word or words that a user wrote in the corpus, with the texts in their language."""
        found = find_sequence(corpus, text, self.language(corpus, text))
        return found, _chosen_texts(corpus, self, found.lang)


def _chosen_texts(corpus: Corpus, choice: TextChoice, lang: str) -> Selection:
    """Select the corpus texts in a primary language that words are counted in."""
    return corpus.select(choice.filters, lang, copies=choice.copies)


def _language_of_word(text: str) -> str:
    """Guess the primary language of a word by its script: Chinese for Chinese characters, English for Latin letters.

    >>> _language_of_word("产能合作"), _language_of_word("lemma:cooperate"), _language_of_word("*tion")
    ('zh', 'en', 'en')
    """
    guessed = primary_language(guess_language([text.removeprefix(LEMMA_MARK)]))
    return "en" if guessed == "und" else guessed


def _commonest_language(corpus: Corpus, choice: TextChoice) -> str:
    """Return the primary language with most words in the chosen documents; English if there are no words."""
    tags = corpus.index.facets("", choice.filters).languages
    languages = sorted({primary_language(tag) for tag, _ in tags} - {"und"})
    return max(languages, key=lambda lang: _chosen_texts(corpus, choice, lang).words, default="en")


def parse_filters(given: Iterable[str]) -> Filters | None:
    """Parse ``NAME=VALUE`` filters of a reference corpus, several in one text separated by commas; None without any.

    Raises UsageError for an unknown or repeated name and for an invalid value.

    >>> parse_filters(["site=lakeside,from=2020", "kind=news"]) == Filters(site="lakeside", kind="news", since="2020")
    True
    """
    values: dict[str, str] = {}
    for part in (part for text in given for part in _NEXT_FILTER.split(text)):
        name, equals, value = part.partition("=")
        if name not in FILTER_NAMES or not equals or not value:
            raise UsageError(f"cannot read {part!r}; write NAME=VALUE, where NAME is {', '.join(FILTER_NAMES)}")
        if FILTER_NAMES[name] in values:
            raise UsageError(f"{name!r} is given twice; one selection has one {name}")
        values[FILTER_NAMES[name]] = value
    return Filters(**values) if values else None


def answer_words(corpus: Corpus, choice: TextChoice, options: WordListOptions) -> CorpusTable:
    """List the commonest words or n-grams of the chosen documents, as a table."""
    lang = choice.language(corpus)
    return _word_list_table(word_list(corpus, _chosen_texts(corpus, choice, lang), lang, options), choice.filters)


def answer_collocations(corpus: Corpus, choice: TextChoice, word: str, options: CollocationOptions) -> CorpusTable:
    """List the collocations of a word (words that stand beside it), as a table.

    Raises UsageError for text without words.
    """
    node, part = choice.sequence(corpus, word)
    return _collocations_table(find_collocations(corpus, part, node, options), choice.filters)


def answer_translations(
    corpus: Corpus,
    choice: TextChoice,
    word: str,
    options: CollocationOptions,
    most_documents: int = MOST_DOCUMENTS,
) -> CorpusTable:
    """List the words in a word's translations, by the translation units of at most ``most_documents``, as a table.

    Raises UsageError for text without words.
    """
    node, part = choice.sequence(corpus, word)
    return _translations_table(find_translations(corpus, part, node, options, most_documents), choice.filters)


def answer_keyness(
    corpus: Corpus, choice: TextChoice, against: Filters | None, least: int, limit: int
) -> CorpusTable:
    """List the key words by which the chosen documents differ from those that pass ``against``, or all others, as a
    table.

    Raises UsageError where there is nothing to compare.
    """
    lang = choice.language(corpus)
    part = _chosen_texts(corpus, choice, lang)
    other = _other_texts(corpus, choice, part, against, lang)
    return _keyness_table(find_keyness(corpus, part, other, lang, least, limit), choice.filters, against)


def _other_texts(
    corpus: Corpus, choice: TextChoice, part: Selection, against: Filters | None, lang: str
) -> Selection:
    if against is not None:
        return corpus.select(against, lang, copies=choice.copies)
    if replace(choice.filters, lang=None) == Filters():
        raise UsageError("say which documents to compare: give a filter such as --site, or --against site=NAME")
    whole = corpus.select(Filters(), lang, copies=choice.copies)
    return replace(whole, numbers=[number for number in whole.numbers if number not in part.sizes])


def answer_trend(corpus: Corpus, choice: TextChoice, word: str, unit: Unit) -> CorpusTable:
    """Count the frequency of a word by year or month, as a table.

    Raises UsageError for text without words.
    """
    sequence, part = choice.sequence(corpus, word)
    return _trend_table(find_trend(corpus, part, sequence, unit), choice.filters)
