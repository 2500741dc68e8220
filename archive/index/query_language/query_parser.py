"""Parser of the query language.

Terms side by side must all match; ``"..."`` makes a phrase one term (``\\"`` is a quotation mark in it); ``OR``
separates alternatives and binds weaker; ``NOT term`` and ``-term`` exclude documents; brackets group; ``*`` and
``?`` in a word are wildcards, ``word~`` matches the plural and singular, with and without diacritics. ``AND`` may
be left out. ``a NEAR/5 b`` asks for at most five words between, and binds stronger than standing side by side.
Operators are in capitals. ``field:term`` and ``field:(...)`` search one field: words in ``title``, ``speaker`` and
``source``, exact values in ``site``, ``kind``, ``lang`` and ``published``. ``lemma:word`` matches a word's forms,
``word:who?`` reads a question mark at the end as a wildcard. ``zh:term`` and ``-en:term`` ask for translation units
by their two sides, in a concordance. What is syntax elsewhere is refused (``lexemes_and_operators``).
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from typing import cast

from archive.errors import UsageError
from archive.index.query_language.lexemes_and_operators import (
    LEXEME,
    TermGroup,
    UnitSide,
    check_foreign_syntax,
    closing_brackets,
    misplaced,
    only_excludes,
    operator_of,
)
from archive.index.query_language.phrases import Phrase
from archive.index.query_language.query_terms_conditions_and_filters import (
    FACT_FIELDS,
    AllOf,
    AnyOf,
    Condition,
    FactCondition,
    SearchedDocument,
    TextField,
    Words,
    fact_condition,
)
from archive.index.query_language.vocabulary_and_word_variants import NoVocabulary, Vocabulary, forms_of_base
from archive.index.query_language.wildcards_and_proximity import pattern_of, read_word
from archive.index.tokenizer_and_fact_tokens import EVERY_DOCUMENT, letter_tokens
from archive.model.document import Document
from archive.model.language_codes import is_known_language, language_range

MAX_QUERY = 1000
"""Characters of a query."""
MAX_DEPTH = 20
"""Nested brackets."""
MAX_TERMS = 40
"""Terms, each occurrence counted."""
MAX_REPEATS = 24
"""Occurrences of one token in a query."""
MAX_VARIANTS = 256
"""Variants of a term with ``~``."""

MAX_PATTERNS = 8
"""Terms of a query for which the words of the index are read: those with wildcards, and ``lemma:``."""

TEXT_FIELDS = ("title", "speaker", "source")
WORD_FORMS = ("lemma", "word")
FIELDS = (*TEXT_FIELDS, *FACT_FIELDS, *WORD_FORMS)

_CODE = 2
_EVERYTHING = FactCondition((EVERY_DOCUMENT,))
_BARE_FIELD = re.compile(rf"-?({'|'.join(FIELDS)}):", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed search query.

    >>> [words.phrases[0].text for words in Query.parse('中国 "win-win" OR -old (title:new)').condition.wanted()]
    ['中国', 'win-win', 'new']
    """

    condition: Condition
    sides: tuple[UnitSide, ...] = ()

    @classmethod
    def parse(cls, text: str, reading: "Reading | None" = None) -> "Query":
        """Parse the text of a search query; terms of nothing but punctuation are left out.

        Raises UsageError for a query without terms or with excluded terms only, an open quotation mark or bracket, an
        unknown field or invalid value, a misplaced operator, the syntax of another query language, and a query that
        would slow others down: longer than ``MAX_QUERY``, with more than ``MAX_TERMS`` terms, or too repetitive.
        """
        if len(text) > MAX_QUERY:
            raise UsageError(f"a query of {len(text)} characters is too long; use at most {MAX_QUERY}")
        parser = _Parser(text, reading or Reading())
        condition = parser.parse()
        if condition is None and parser.sides:
            raise only_excludes()
        if condition is None:
            raise UsageError(
                f"nothing to look for in {text!r}: give a word or a character; punctuation alone cannot be searched"
            )
        return cls(condition, tuple(parser.sides))

    @classmethod
    def everything(cls) -> "Query":
        """Return the search query that every document matches."""
        return cls(_EVERYTHING)

    def and_also(self, conditions: tuple[Condition, ...]) -> "Query":
        """Return the search query with further conditions, such as those of filters."""
        own = () if self.is_everything else (self.condition,)
        return Query(AllOf((*own, *conditions)), self.sides) if conditions else self

    @property
    def is_everything(self) -> bool:
        """Return whether every document matches this search query."""
        return self.condition == _EVERYTHING

    @property
    def expression(self) -> str:
        """Return the query in FTS5's syntax; where the query is not ``exact``, FTS5 finds somewhat more."""
        return self.condition.expression

    @property
    def exact(self) -> bool:
        """Return whether the FTS5 expression of the query finds matching documents only."""
        return self.condition.exact

    @property
    def sure(self) -> str:
        """Return the FTS5 expression for documents that certainly match the query; empty where there is none."""
        return self.condition.sure

    @property
    def ranks(self) -> bool:
        """Return whether the search query has words, by which hits can be ranked."""
        return any(True for _ in self.condition.wanted())

    def matches(self, document: Document) -> bool:
        """Return whether a document matches the search query, by reading the document itself."""
        return self.condition.matches(SearchedDocument(document))


@dataclass(frozen=True, slots=True)
class Reading:
    """Options of query parsing: variants, vocabulary, language of base forms, sides of translation units.

    ``tolerant``: each term of words as if followed by ``~``. ``vocabulary``: the words of the index. ``lang``: the
    language of base forms, English unless told. ``units``: a language may stand where a field does.
    """

    tolerant: bool = False
    vocabulary: Vocabulary = field(default_factory=NoVocabulary)
    lang: str | None = None
    units: bool = False


class _Parser:
    """A recursive-descent parser of one query. ``sides`` are the sides of units asked for."""

    def __init__(self, text: str, reading: Reading) -> None:
        self._text, self._reading = text, reading
        self._at, self._depth, self._terms, self._patterns = 0, 0, 0, 0
        self._times: Counter[str] = Counter()
        self._side_lang = ""
        self.sides: list[UnitSide] = []

    def parse(self) -> Condition | None:
        found = self._alternatives("text")
        if self._at < len(self._text):
            raise UsageError(
                f"a bracket is closed that was not opened in {self._text!r}; put text in quotation marks"
            )
        return found

    def _alternatives(self, field: str) -> Condition | None:
        """Parse query terms separated by OR, up to the closing bracket or the end."""
        groups: list[Condition] = []
        several = goes_on = False
        while True:
            group, goes_on = self._group(field, several)
            groups.extend([group] if group else [])
            several = several or goes_on
            if several and self.sides and not self._depth:
                raise UsageError("terms of two languages ask for one unit; write OR in brackets, as in zh:(a OR b)")
            if not goes_on:
                break
        groups = list(dict.fromkeys(groups))
        return AnyOf(tuple(groups)) if len(groups) > 1 else groups[0] if groups else None

    def _group(self, field: str, is_alternative: bool) -> tuple[Condition | None, bool]:
        """Parse query terms side by side; returns also whether an OR ended them."""
        group = TermGroup()
        while (lexeme := self._next()) and not lexeme["close"]:
            operator = operator_of(lexeme)
            if operator == "OR":
                if not group.terms:
                    raise misplaced(operator)
                return group.end(), True
            if operator:
                group.operate(operator)
            else:
                excluded, sides = bool(lexeme["minus"]) or group.operator == "NOT", len(self.sides)
                term = self._term(lexeme, field, excluded)
                group.add(term, bool(lexeme["minus"]), is_side=len(self.sides) > sides)
        if is_alternative and not group.terms:
            raise misplaced("OR")
        return group.end(), False

    def _next(self) -> re.Match[str] | None:
        """Return the next lexeme of the query; a closing bracket is not consumed."""
        while self._at < len(self._text) and self._text[self._at].isspace():
            self._at += 1
        check_foreign_syntax(self._text, self._at)
        found = LEXEME.match(self._text, self._at)
        if found and not found["close"]:
            self._at = found.end() - closing_brackets(found["word"] or "")
        return found

    def _term(self, lexeme: re.Match[str], field: str, excluded: bool) -> Condition | None:
        self._terms += 1
        if self._terms > MAX_TERMS:
            raise UsageError(f"a query of more than {MAX_TERMS} terms takes too long; use fewer")
        name = (lexeme["field"] or "").lower()
        if name in WORD_FORMS:
            return self._word_form(lexeme, name, field)
        if name not in FIELDS and len(name.partition("-")[0]) == _CODE and is_known_language(name):
            return self._side(lexeme, field, excluded)
        if name:
            field = self._field(lexeme["field"], field)
        return self._operand(lexeme, field)

    def _operand(self, lexeme: re.Match[str], field: str) -> Condition | None:
        """Parse one operand of the query: a bracket, a phrase or a word."""
        if lexeme["form"]:
            return self._word_form(lexeme, lexeme["form"], field)
        if lexeme["open"]:
            return self._bracket(field)
        if lexeme["phrase"] is not None:
            if not lexeme["end"]:
                raise UsageError(f"a quotation mark is not closed in {self._text!r}")
            return self._value(field, re.sub(r'\\(["\\])', r"\1", lexeme["phrase"]), lexeme["mark"])
        word = self._word(lexeme)
        if lexeme["field"] and (inner := _BARE_FIELD.match(word)):
            self._field(inner[1], field)
        if bare := _BARE_FIELD.fullmatch(word):
            raise UsageError(f"{bare[1]}: names no value in {self._text!r}; write it directly after the colon")
        return self._value(field, *read_word(word))

    def _word(self, lexeme: re.Match[str]) -> str:
        word: str = lexeme["word"]
        return word[: len(word) - closing_brackets(word)]

    def _field(self, name: str, outer: str) -> str:
        field = name.lower()
        if field not in FIELDS:
            raise UsageError(
                f"no field {name!r}; there are {', '.join(FIELDS)}; "
                "to look for a text with a colon put it in quotation marks"
            )
        if outer != "text" or self._side_lang:
            outer = self._side_lang or outer
            raise UsageError(f"{field}: stands inside {outer}: in {self._text!r}; fields cannot be nested")
        return field

    def _word_form(self, lexeme: re.Match[str], name: str, field: str) -> Condition | None:
        """Parse the query term behind ``lemma:`` or ``word:``."""
        if not lexeme["word"] or field not in ("text", "title"):
            raise UsageError(f"{name}: takes one word, in the text or in title:(…)")
        word, mark = read_word(self._word(lexeme), is_pattern=name == "word")
        if name == "word":
            return self._value(field, word, mark)
        phrase = Phrase.of_text(word)
        if mark or phrase.anywhere or letter_tokens(phrase.text) != [phrase.text]:
            raise UsageError(f"lemma: takes one word of letters, not {word!r}")
        self._count_pattern()
        forms = forms_of_base(
            phrase.text, self._side_lang or self._reading.lang or "en", self._reading.vocabulary.words
        )
        return Words(tuple(map(Phrase.of_text, sorted(forms)[:MAX_VARIANTS])), cast(TextField, field))

    def _side(self, lexeme: re.Match[str], field: str, excluded: bool) -> Condition | None:
        """Parse a query term that asks for a side of translation units, as ``zh:term``."""
        lang = language_range(lexeme["field"])
        if not self._reading.units:
            raise UsageError(
                f"{lexeme['field']}: asks for one side of translation units, which the concordance does; "
                f"here write lang:{lang}, or put a text with a colon in quotation marks"
            )
        if self._depth or field != "text" or self._side_lang:
            raise UsageError(f"{lexeme['field']}: stands inside brackets in {self._text!r}; write it outside")
        self._side_lang = lang
        condition = self._operand(lexeme, field)
        self._side_lang = ""
        if condition is None:
            return None
        first = next((side.lang for side in self.sides if side.wanted), lang)
        self.sides.append(UnitSide(lang, condition, not excluded))
        return condition if first == lang and not excluded else None

    def _bracket(self, field: str) -> Condition | None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise UsageError(f"more than {MAX_DEPTH} nested brackets; use fewer")
        found = self._alternatives(field)
        if not self._text.startswith(")", self._at):
            raise UsageError(f"a bracket is not closed in {self._text!r}; put text in quotation marks")
        self._at += 1
        self._depth -= 1
        return found

    def _value(self, field: str, value: str, mark: str) -> Condition | None:
        if field in FACT_FIELDS:
            if mark:
                raise UsageError(f"{field}: takes no {mark}; give the whole {FACT_FIELDS[field]}")
            return fact_condition(field, value)
        if mark == "?":
            return self._pattern(field, value)
        phrase = Phrase.of_text(value, mark == "*")
        if not phrase.searchable:
            return None
        self._count(phrase)
        if mark == "~" and phrase.anywhere:
            raise UsageError(f"~ is for words of letters, {value!r} is found as it is written; leave it out")
        if mark == "~" or (self._reading.tolerant and not phrase.anywhere and not phrase.prefix):
            return Words(self._variants(phrase), cast(TextField, field))
        return Words((phrase,), cast(TextField, field))

    def _pattern(self, field: str, value: str) -> Words:
        if field not in ("text", "title"):
            raise UsageError(f"{field}: takes no wildcards but a * at the end; write the whole word")
        self._count_pattern()
        return Words((pattern_of(value, self._reading.vocabulary),), cast(TextField, field))

    def _count_pattern(self) -> None:
        self._patterns += 1
        if self._patterns > MAX_PATTERNS:
            raise UsageError(f"more than {MAX_PATTERNS} terms with wildcards or lemma: take too long; use fewer")

    def _count(self, phrase: Phrase) -> None:
        """Count the tokens of a query term, and raise UsageError where the query repeats itself too often."""
        self._times.update(letter_tokens(phrase.text))
        token, times = self._times.most_common(1)[0]
        if times > MAX_REPEATS:
            raise UsageError(f"{token!r} comes more than {MAX_REPEATS} times in the query; give it once")

    def _variants(self, phrase: Phrase) -> tuple[Phrase, ...]:
        found = tuple(islice(phrase.variants(self._reading.vocabulary.accented), MAX_VARIANTS + 1))
        if len(found) > MAX_VARIANTS:
            raise UsageError(f"{phrase.text!r} is too long for ~; use fewer words, or search for the phrase itself")
        return found
