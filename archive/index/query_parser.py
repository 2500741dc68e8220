"""Parser of the query language.

Terms side by side must all match; ``"..."`` makes a phrase one term (``\\"`` is a quotation mark in it); ``OR``
separates alternatives and binds weaker; ``NOT term`` and ``-term`` exclude documents; brackets group; ``word*``
matches words with this beginning, ``word~`` the plural and singular, with and without diacritics. ``AND`` may
be left out. Operators are in capitals. ``field:term`` and ``field:(...)`` search one field: words in ``title``,
``speaker`` and ``source``, exact values in ``site``, ``kind``, ``lang`` and ``published``.
"""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import cast

from archive.errors import UsageError
from archive.index.conditions import (
    AllOf,
    AnyOf,
    Condition,
    FactCondition,
    Phrase,
    SearchedDocument,
    TextField,
    Words,
)
from archive.index.filters import check_day_range, unknown_kind
from archive.index.tokens import EVERY_DOCUMENT, kind_token, lang_token, published_tokens, site_token
from archive.index.word_variants import AccentedWords
from archive.model.document import ARTICLE_KINDS, Document
from archive.model.language_codes import language_range

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

TEXT_FIELDS = ("title", "speaker", "source")
FACT_FIELDS = ("site", "kind", "lang", "published")
FIELDS = (*TEXT_FIELDS, *FACT_FIELDS)

_LEXEME = re.compile(
    r"""(?P<close>\)+(?=[\s)]|$))
    | (?P<minus>-?) (?:(?P<field>[A-Za-z]+):(?=[^\s)])(?!//))?
      (?: (?P<open>\()
        | "(?P<phrase>(?:\\["\\]|[^"])*)(?P<end>"?)(?P<mark>[*~]?)
        | (?P<word>[^\s"]+) )""",
    re.VERBOSE,
)
_LANG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_EVERYTHING = FactCondition((EVERY_DOCUMENT,))
_BEGINNING = re.compile(r'[^\s"]{2}" \*')
_BARE_FIELD = re.compile(rf"-?({'|'.join(FIELDS)}):", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query.

    >>> [words.phrases[0].text for words in Query.parse('中国 "win-win" OR -old (title:new)').condition.wanted()]
    ['中国', 'win-win', 'new']
    """

    condition: Condition

    @classmethod
    def parse(cls, text: str, *, tolerant: bool = False, accented: AccentedWords = lambda _: ()) -> "Query":
        """Parse a query; terms of nothing but punctuation are left out.

        With ``tolerant`` each term of words is read as if followed by ``~``. ``accented`` returns the words of the
        index with diacritics that equal a word without.

        Raises UsageError for a query without terms or with excluded terms only, an open quotation mark or bracket, an
        unknown field or invalid value, and a query that would slow others down: longer than ``MAX_QUERY``, with more
        than ``MAX_TERMS`` terms, or too repetitive.
        """
        if len(text) > MAX_QUERY:
            raise UsageError(f"a query of {len(text)} characters is too long; use at most {MAX_QUERY}")
        condition = _Parser(text, tolerant, accented).parse()
        if condition is None:
            raise UsageError(
                f"nothing to look for in {text!r}: give a word or a character; punctuation alone cannot be searched"
            )
        return cls(condition)

    @classmethod
    def everything(cls) -> "Query":
        """The query that every document matches."""
        return cls(_EVERYTHING)

    def and_also(self, conditions: tuple[Condition, ...]) -> "Query":
        """The query with further conditions."""
        own = () if self.is_everything else (self.condition,)
        return Query(AllOf((*own, *conditions))) if conditions else self

    @property
    def is_everything(self) -> bool:
        """Return whether every document matches."""
        return self.condition == _EVERYTHING

    @property
    def merges(self) -> bool:
        """Return whether the engine merges the lists of all tokens with a beginning before it finds anything.

        The lists of tokens that begin with one character are in the index.
        """
        return _BEGINNING.search(self.expression) is not None

    @property
    def expression(self) -> str:
        """The FTS5 query; where this query is not ``exact``, it finds somewhat more."""
        return self.condition.expression

    @property
    def exact(self) -> bool:
        """Return whether the FTS5 query finds matching documents only."""
        return self.condition.exact

    @property
    def titled(self) -> str:
        """The FTS5 query for documents with a wanted word in title or subtitle."""
        return Words(self.phrases("text", "title", "speaker", "source"), "title").expression

    @property
    def ranks(self) -> bool:
        """Return whether it has words, by which documents can be ranked."""
        return any(True for _ in self.condition.wanted())

    def phrases(self, *fields: TextField) -> tuple[Phrase, ...]:
        """The phrases that a hit may hold in these fields, each once."""
        wanted = (words for words in self.condition.wanted() if words.field in fields)
        return tuple(dict.fromkeys(phrase for words in wanted for phrase in words.phrases))

    def matches(self, document: Document) -> bool:
        """Return whether a document matches."""
        return self.condition.matches(SearchedDocument(document))


class _Parser:
    """A recursive-descent parser of one query."""

    def __init__(self, text: str, tolerant: bool, accented: AccentedWords) -> None:
        self._text, self._tolerant, self._accented = text, tolerant, accented
        self._at, self._depth, self._terms = 0, 0, 0
        self._times: Counter[str] = Counter()

    def parse(self) -> Condition | None:
        found = self._alternatives("text")
        if self._at < len(self._text):
            raise UsageError(
                f"a bracket is closed that was not opened in {self._text!r}; put text in quotation marks"
            )
        return found

    def _alternatives(self, field: str) -> Condition | None:
        """Parse alternatives up to the closing bracket, or the end."""
        groups: list[Condition] = []
        while True:
            group, goes_on = self._group(field)
            groups.extend([group] if group else [])
            if not goes_on:
                break
        groups = list(dict.fromkeys(groups))
        return AnyOf(tuple(groups)) if len(groups) > 1 else groups[0] if groups else None

    def _group(self, field: str) -> tuple[Condition | None, bool]:
        """Parse terms side by side; and whether an OR ended them."""
        wanted: list[Condition] = []
        unwanted: list[Condition] = []
        negated = False
        while (lexeme := self._next()) and not lexeme["close"]:
            operator = _operator(lexeme)
            if operator == "OR":
                return _all(wanted, unwanted), True
            if operator == "NOT":
                negated = True
            elif operator is None:
                term = self._term(lexeme, field)
                if term:
                    (unwanted if negated or lexeme["minus"] else wanted).append(term)
                negated = False
        return _all(wanted, unwanted), False

    def _next(self) -> re.Match[str] | None:
        """The next lexeme; a closing bracket is not consumed."""
        while self._at < len(self._text) and self._text[self._at].isspace():
            self._at += 1
        found = _LEXEME.match(self._text, self._at)
        if found and not found["close"]:
            self._at = found.end() - _closing(found["word"] or "")
        return found

    def _term(self, lexeme: re.Match[str], field: str) -> Condition | None:
        self._terms += 1
        if self._terms > MAX_TERMS:
            raise UsageError(f"a query of more than {MAX_TERMS} terms takes too long; use fewer")
        if lexeme["field"]:
            field = self._field(lexeme["field"], field)
        if lexeme["open"]:
            return self._bracket(field)
        phrase, word = lexeme["phrase"], lexeme["word"]
        if phrase is not None:
            if not lexeme["end"]:
                raise UsageError(f"a quotation mark is not closed in {self._text!r}")
            return self._value(field, re.sub(r'\\(["\\])', r"\1", phrase), lexeme["mark"])
        word = word[: len(word) - _closing(word)]
        if lexeme["field"] and (inner := _BARE_FIELD.match(word)):
            self._field(inner[1], field)
        if bare := _BARE_FIELD.fullmatch(word):
            raise UsageError(f"{bare[1]}: names no value in {self._text!r}; write it directly after the colon")
        mark = word[-1:] if word.endswith(("*", "~")) else ""
        return self._value(field, word.removesuffix(mark), mark)

    def _field(self, name: str, outer: str) -> str:
        field = name.lower()
        if field not in FIELDS:
            raise UsageError(
                f"no field {name!r}; there are {', '.join(FIELDS)}; "
                "to look for a text with a colon put it in quotation marks"
            )
        if outer != "text":
            raise UsageError(f"{field}: stands inside {outer}: in {self._text!r}; fields cannot be nested")
        return field

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
                raise UsageError(f"{field}: takes no {mark}; give the whole {_VALUES[field]}")
            return _fact(field, value)
        phrase = Phrase.of_text(value, mark == "*")
        if not phrase.searchable:
            return None
        self._count(phrase)
        if mark == "~" and phrase.anywhere:
            raise UsageError(f"~ is for words of letters, {value!r} is found as it is written; leave it out")
        if mark == "~" or (self._tolerant and not phrase.anywhere and not phrase.prefix):
            return Words(self._variants(phrase), cast(TextField, field))
        return Words((phrase,), cast(TextField, field))

    def _count(self, phrase: Phrase) -> None:
        """Raises UsageError where the query repeats itself too often."""
        self._times.update(phrase.tokens)
        token, times = self._times.most_common(1)[0]
        if times > MAX_REPEATS:
            raise UsageError(f"{token!r} comes more than {MAX_REPEATS} times in the query; give it once")

    def _variants(self, phrase: Phrase) -> tuple[Phrase, ...]:
        found = tuple(islice(phrase.variants(self._accented), MAX_VARIANTS + 1))
        if len(found) > MAX_VARIANTS:
            raise UsageError(f"{phrase.text!r} is too long for ~; use fewer words, or search for the phrase itself")
        return found


_VALUES = {"site": "name", "kind": "kind", "lang": "language", "published": "day, month, year or range"}


def _fact(field: str, value: str) -> FactCondition:
    if not value.strip("."):
        raise UsageError(f"{field}: names no {_VALUES[field]}; write it directly after the colon")
    if field == "site":
        return FactCondition((site_token(value),))
    if field == "kind":
        if value.lower() not in ARTICLE_KINDS:
            raise unknown_kind(value)
        return FactCondition((kind_token(value.lower()),))
    if field == "lang":
        if not _LANG.fullmatch(value):
            raise UsageError(f"{value!r} is no language; write it like zh, zh-Hans or en")
        return FactCondition((lang_token(language_range(value)),))
    since, dots, until = value.partition("..")
    days = since or None, (until or None) if dots else since
    check_day_range(*days)
    return FactCondition(tuple(published_tokens(*days)))


def _all(wanted: list[Condition], unwanted: list[Condition]) -> Condition | None:
    if unwanted and not wanted:
        raise UsageError("a part of the query only excludes (NOT, -); also give a word to find")
    if not wanted:
        return None
    wanted, unwanted = list(dict.fromkeys(wanted)), list(dict.fromkeys(unwanted))
    return wanted[0] if len(wanted) == 1 and not unwanted else AllOf(tuple(wanted), tuple(unwanted))


def _operator(lexeme: re.Match[str]) -> str | None:
    bare = not lexeme["minus"] and not lexeme["field"]
    return lexeme["word"] if bare and lexeme["word"] in ("AND", "OR", "NOT") else None


def _closing(word: str) -> int:
    """The number of closing brackets at the end of a word without an opening one in it."""
    surplus = word.count(")") - word.count("(")
    return max(0, min(surplus, len(word) - len(word.rstrip(")"))))
