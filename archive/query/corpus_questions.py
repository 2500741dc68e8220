"""The four questions to the corpus, answered as tables: word lists, collocations, keyness, trends.

Here is decided which texts are counted: of which documents, in which language, and against which others.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from archive.bitext.languages import primary_language
from archive.corpus.collocations import CollocationOptions, find_collocations
from archive.corpus.keyness import find_keyness
from archive.corpus.reader import Corpus, Selection
from archive.corpus.translations import MOST_DOCUMENTS, find_translations
from archive.corpus.trend import Unit, find_trend
from archive.corpus.word_lists import WordListOptions, word_list
from archive.corpus.word_sequences import WordSequence, find_sequence, language_of_word
from archive.errors import UsageError
from archive.index import Filters
from archive.query.corpus_forms import (
    FILTER_NAMES,
    CorpusTable,
    collocations_table,
    keyness_table,
    translations_table,
    trend_table,
    word_list_table,
)

_NEXT_FILTER = re.compile(rf",(?=(?:{'|'.join(FILTER_NAMES)})=)")


@dataclass(frozen=True, slots=True)
class TextChoice:
    """Which texts are counted: of the documents that pass the filters, in one language; with ``copies`` each copy."""

    filters: Filters
    copies: bool = False

    def select(self, corpus: Corpus, lang: str) -> Selection:
        """Return the texts in a primary language."""
        return corpus.select(self.filters, lang, copies=self.copies)

    def language(self, corpus: Corpus, word: str | None = None) -> str:
        """Return the primary language of the filter; without one that of the word, otherwise that of most words."""
        if self.filters.lang is not None:
            return primary_language(self.filters.lang)
        return commonest_language(corpus, self) if word is None else language_of_word(word)

    def sequence(self, corpus: Corpus, text: str) -> tuple[WordSequence, Selection]:
        """Return the word or words that a user wrote, and the texts in their language."""
        found = find_sequence(corpus, text, self.language(corpus, text))
        return found, self.select(corpus, found.lang)


def commonest_language(corpus: Corpus, choice: TextChoice) -> str:
    """Return the primary language with most words in the documents that pass; English if there are no words."""
    tags = corpus.index.facets("", choice.filters).languages
    languages = sorted({primary_language(tag) for tag, _ in tags} - {"und"})
    return max(languages, key=lambda lang: choice.select(corpus, lang).words, default="en")


def parse_filters(given: Iterable[str]) -> Filters | None:
    """Return the filters that ``NAME=VALUE`` texts give, several in one text separated by commas; None without any.

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
    """Return the commonest words or n-grams."""
    lang = choice.language(corpus)
    return word_list_table(word_list(corpus, choice.select(corpus, lang), lang, options), choice.filters)


def answer_collocations(corpus: Corpus, choice: TextChoice, word: str, options: CollocationOptions) -> CorpusTable:
    """Return the words that stand beside a word.

    Raises UsageError for text without words.
    """
    node, part = choice.sequence(corpus, word)
    return collocations_table(find_collocations(corpus, part, node, options), choice.filters)


def answer_translations(
    corpus: Corpus,
    choice: TextChoice,
    word: str,
    options: CollocationOptions,
    most_documents: int = MOST_DOCUMENTS,
) -> CorpusTable:
    """Return the words of a word's translations, from the units of at most so many documents.

    Raises UsageError for text without words.
    """
    node, part = choice.sequence(corpus, word)
    return translations_table(find_translations(corpus, part, node, options, most_documents), choice.filters)


def answer_keyness(
    corpus: Corpus, choice: TextChoice, against: Filters | None, least: int, limit: int
) -> CorpusTable:
    """Return the words by which the documents that pass differ from those that pass ``against``, or from all others.

    Raises UsageError where there is nothing to compare.
    """
    lang = choice.language(corpus)
    part = choice.select(corpus, lang)
    other = _other_texts(corpus, choice, part, against, lang)
    return keyness_table(find_keyness(corpus, part, other, lang, least, limit), choice.filters, against)


def _other_texts(
    corpus: Corpus, choice: TextChoice, part: Selection, against: Filters | None, lang: str
) -> Selection:
    if against is not None:
        return TextChoice(against, choice.copies).select(corpus, lang)
    if replace(choice.filters, lang=None) == Filters():
        raise UsageError("say which documents to compare: give a filter such as --site, or --against site=NAME")
    whole = corpus.select(Filters(), lang, copies=choice.copies)
    return replace(whole, numbers=[number for number in whole.numbers if number not in part.sizes])


def answer_trend(corpus: Corpus, choice: TextChoice, word: str, unit: Unit) -> CorpusTable:
    """Return the frequency of a word by year or month.

    Raises UsageError for text without words.
    """
    sequence, part = choice.sequence(corpus, word)
    return trend_table(find_trend(corpus, part, sequence, unit), choice.filters)
