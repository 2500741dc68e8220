"""The API's operations that count words: word lists, collocations, keyness, trends."""

from starlette.requests import Request

from archive.corpus.collocations import MOST_WORDS_BESIDE, CollocationOptions
from archive.corpus.keyness_and_trend import Unit
from archive.corpus.measures import Measure
from archive.corpus.word_lists import LONGEST_NGRAM, WordListOptions
from archive.query.corpus_answers import (
    TextChoice,
    answer_collocations,
    answer_keyness,
    answer_translations,
    answer_trend,
    answer_words,
    parse_filters,
)
from archive.web import api_operation as api
from archive.web.app_state import open_corpus

MOST_DOCUMENTS = 100
"""Documents whose translations one response reads; 'archive collocations' reads more."""

_LONGEST_WORD = 300
_WORD = api.Parameter(
    "q", "A word, several that follow each other, a pattern such as *tion, or a base form: lemma:cooperate.",
    api.text_schema(_LONGEST_WORD), required=True,
)  # fmt: skip
_PATTERN = api.Parameter("q", "Only words that match: *tion, lemma:cooperate.", api.text_schema(_LONGEST_WORD))
_NGRAMS = api.Parameter("ngrams", "Count so many words in a row.", api.number_schema(1, 1, LONGEST_NGRAM))
_LEAST = api.Parameter("least", "Only words that occur this often.", api.number_schema(1, 1, 999_999))
_LEAST_BESIDE = api.Parameter("least", "Only words that occur this often.", api.number_schema(3, 1, 999_999))
_LEFT = api.Parameter("left", "Words before it that count.", api.number_schema(5, 0, MOST_WORDS_BESIDE))
_RIGHT = api.Parameter("right", "Words after it that count.", api.number_schema(5, 0, MOST_WORDS_BESIDE))
_OF = api.Parameter(
    "of", f"Words beside it, or words of its translations in at most {MOST_DOCUMENTS} documents.",
    api.choice_schema("text", "translations"),
)  # fmt: skip
_SORT = api.Parameter("sort", "Sort by this measure.", api.choice_schema(*map(str, Measure)))
_BY = api.Parameter("by", "Count by year or by month of publication.", api.choice_schema(*map(str, Unit)))
_AGAINST = api.Parameter(
    "against", "Compare with documents that pass these filters instead of all others: site=NAME,from=2020.",
    api.text_schema(1000),
)  # fmt: skip
_LIMIT = api.limit_parameter(50, 1000)


def _choice(arguments: api.Arguments) -> TextChoice:
    return TextChoice(api.read_filters(arguments))


def _words(request: Request, arguments: api.Arguments) -> api.Values:
    numbers = (arguments.number(name) for name in ("ngrams", "least", "limit"))
    length, least, limit = numbers
    with open_corpus(request) as corpus:
        options = WordListOptions(length, arguments.optional("q"), least, limit)
        return answer_words(corpus, _choice(arguments), options).values()


def _collocations(request: Request, arguments: api.Arguments) -> api.Values:
    left, right, least, limit = (arguments.number(name) for name in ("left", "right", "least", "limit"))
    options = CollocationOptions(left, right, least, Measure(arguments.text("sort")), limit)
    with open_corpus(request) as corpus:
        if arguments.text("of") == "translations":
            found = answer_translations(corpus, _choice(arguments), arguments.text("q"), options, MOST_DOCUMENTS)
        else:
            found = answer_collocations(corpus, _choice(arguments), arguments.text("q"), options)
        return found.values()


def _keyness(request: Request, arguments: api.Arguments) -> api.Values:
    against = parse_filters([arguments.text("against")]) if arguments.optional("against") else None
    least, limit = arguments.number("least"), arguments.number("limit")
    with open_corpus(request) as corpus:
        return answer_keyness(corpus, _choice(arguments), against, least, limit).values()


def _trend(request: Request, arguments: api.Arguments) -> api.Values:
    with open_corpus(request) as corpus:
        return answer_trend(corpus, _choice(arguments), arguments.text("q"), Unit(arguments.text("by"))).values()


WORDS = api.Operation(
    "words",
    "/api/words",
    "The commonest words or n-grams, with count, frequency per million and dispersion.",
    (_PATTERN, *api.FILTERS, _NGRAMS, _LEAST, _LIMIT),
    "WordList",
    _words,
)
COLLOCATIONS = api.Operation(
    "collocations",
    "/api/collocations",
    "Words that stand beside a word, or in its translations, more often than by chance.",
    (_WORD, *api.FILTERS, _OF, _LEFT, _RIGHT, _LEAST_BESIDE, _SORT, _LIMIT),
    "Collocations",
    _collocations,
)
KEYNESS = api.Operation(
    "keyness",
    "/api/keyness",
    "Words by which the documents that pass the filters differ from all others, or from chosen ones.",
    (*api.FILTERS, _AGAINST, _LEAST_BESIDE, _LIMIT),
    "Keyness",
    _keyness,
)
TREND = api.Operation(
    "trend",
    "/api/trend",
    "The frequency of a word by year or month of publication, per million words, with 95 % confidence intervals.",
    (_WORD, *api.FILTERS, _BY),
    "Trend",
    _trend,
)
OPERATIONS = (WORDS, COLLOCATIONS, KEYNESS, TREND)
