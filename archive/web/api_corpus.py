"""The JSON API's operations that count words of the corpus: word lists, collocations, keyness, trends."""

from collections.abc import Callable, Mapping

from starlette.requests import Request

from archive.corpus.collocations_and_translations import CollocationOptions, Measure
from archive.corpus.corpus_and_selections import Corpus
from archive.corpus.keyness_and_trend import Unit
from archive.corpus.word_lists import WordListOptions
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
from archive.web import api_operation as api
from archive.web.app_state_search_and_term_caches import open_corpus

MOST_DOCUMENTS = 100
"""Documents whose translations one response reads; 'archive collocations' reads more."""


def _words(corpus: Corpus, choice: TextChoice, arguments: api.Arguments) -> CorpusTable:
    length, least, limit = (arguments.number(name) for name in ("ngrams", "least", "limit"))
    return answer_words(corpus, choice, WordListOptions(length, arguments.optional("q"), least, limit))


def _collocations(corpus: Corpus, choice: TextChoice, arguments: api.Arguments) -> CorpusTable:
    left, right, least, limit = (arguments.number(name) for name in ("left", "right", "least", "limit"))
    options = CollocationOptions(left, right, least, Measure(arguments.text("sort")), limit)
    if arguments.text("of") == "translations":
        return answer_translations(corpus, choice, arguments.text("q"), options, MOST_DOCUMENTS)
    return answer_collocations(corpus, choice, arguments.text("q"), options)


def _keyness(corpus: Corpus, choice: TextChoice, arguments: api.Arguments) -> CorpusTable:
    against = parse_filters([arguments.text("against")]) if arguments.optional("against") else None
    return answer_keyness(corpus, choice, against, arguments.number("least"), arguments.number("limit"))


def _trend(corpus: Corpus, choice: TextChoice, arguments: api.Arguments) -> CorpusTable:
    return answer_trend(corpus, choice, arguments.text("q"), Unit(arguments.text("by")))


ANSWERS: Mapping[str, Callable[[Corpus, TextChoice, api.Arguments], CorpusTable]] = {
    "words": _words, "collocations": _collocations, "keyness": _keyness, "trend": _trend
}  # fmt: skip
"""What answers each operation, by its name."""


def _operation(name: str) -> api.Operation:
    def respond(request: Request, arguments: api.Arguments) -> api.Values:
        with open_corpus(request) as corpus:
            return ANSWERS[name](corpus, TextChoice(api.read_filters(arguments)), arguments).values()

    return api.operation(name, respond)


OPERATIONS = {name: _operation(name) for name in ANSWERS}
