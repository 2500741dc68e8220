"""The language of queries.

Terms stand beside each other and all must be there; ``"..."`` makes a phrase with spaces one term; ``OR`` parts
alternatives and binds weaker than standing beside; ``NOT term`` and ``-term`` leave out what holds the term;
``word*`` takes every word that begins so. ``AND`` may be written out. The three words count in capitals only.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.errors import UsageError
from archive.index.phrases import Phrase

MAX_QUERY = 1000
"""Characters; more is no question."""

_LEXEME = re.compile(r'(?P<minus>-?)"(?P<phrase>[^"]*)(?P<close>"?)(?P<star>\*?)|(?P<word>[^\s"]+)')


@dataclass(frozen=True, slots=True)
class Alternative:
    """Terms that must all be there, and terms that must not."""

    wanted: tuple[Phrase, ...]
    unwanted: tuple[Phrase, ...] = ()

    @property
    def expression(self) -> str:
        """FTS5's query; what is not exact and unwanted cannot be asked for and is left out."""
        wanted = " AND ".join(phrase.expression for phrase in self.wanted)
        unwanted = " OR ".join(phrase.expression for phrase in self.unwanted if phrase.exact)
        return f"(({wanted}) NOT ({unwanted}))" if unwanted else f"({wanted})"

    def matches(self, folded: Sequence[str]) -> bool:
        return all(_in_any(phrase, folded) for phrase in self.wanted) and not any(
            _in_any(phrase, folded) for phrase in self.unwanted
        )


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: at least one alternative, each with something wanted.

    >>> Query.parse('中国 "win-win" OR -old new').alternatives[1].unwanted[0].text
    'old'
    """

    alternatives: tuple[Alternative, ...]

    @classmethod
    def parse(cls, text: str) -> "Query":
        """The query that ``text`` writes; terms of nothing but punctuation are left out.

        Raises UsageError when nothing is left to look for, when there is only what is not wanted, when a
        quotation mark is not closed and when the text is longer than ``MAX_QUERY``.
        """
        if len(text) > MAX_QUERY:
            raise UsageError(f"a query of {len(text)} characters is too long; ask in at most {MAX_QUERY}")
        terms = list(_terms(text))
        if not any(isinstance(term, _Term) for term in terms):
            raise UsageError(
                f"nothing to look for in {text!r}: give a word or a character, punctuation alone is none"
            )
        return cls(tuple(_alternatives(terms)))

    @property
    def expression(self) -> str:
        """FTS5's query for what matches; where the query is not ``exact``, for somewhat more."""
        return " OR ".join(alternative.expression for alternative in self.alternatives)

    @property
    def exact(self) -> bool:
        """Whether the engine's answer needs no second look."""
        return all(
            phrase.exact
            for alternative in self.alternatives
            for phrase in (*alternative.wanted, *alternative.unwanted)
        )

    @property
    def wanted(self) -> tuple[Phrase, ...]:
        """All phrases that a hit may hold, each once."""
        return tuple(dict.fromkeys(phrase for alternative in self.alternatives for phrase in alternative.wanted))

    def matches(self, folded: Sequence[str]) -> bool:
        """Whether texts that stand apart, folded, answer the query together."""
        return any(alternative.matches(folded) for alternative in self.alternatives)


@dataclass(frozen=True, slots=True)
class _Term:
    phrase: Phrase
    wanted: bool


def _terms(text: str) -> Iterator[_Term | None]:
    """The terms in order; None is where an OR stands."""
    negated = False
    for lexeme in _LEXEME.finditer(text):
        word = lexeme["word"]
        if word == "OR":
            yield None
        elif word == "NOT":
            negated = True
        elif word != "AND":
            minus, phrase = _phrase(lexeme, text)
            if phrase.searchable:
                yield _Term(phrase, not (negated or minus))
            negated = False


def _phrase(lexeme: re.Match[str], text: str) -> tuple[bool, Phrase]:
    """Whether the term is taken away, and its phrase."""
    word = lexeme["word"]
    if word is None:
        if not lexeme["close"]:
            raise UsageError(f"a quotation mark is not closed in {text!r}")
        return bool(lexeme["minus"]), Phrase.of(lexeme["phrase"], bool(lexeme["star"]))
    minus, bare = word.startswith("-"), word.removeprefix("-")
    return minus, Phrase.of(bare.removesuffix("*"), bare.endswith("*"))


def _alternatives(terms: list[_Term | None]) -> Iterator[Alternative]:
    group: list[_Term] = []
    for term in [*terms, None]:
        if term is not None:
            group.append(term)
        elif group:
            yield _alternative(group)
            group = []


def _alternative(group: list[_Term]) -> Alternative:
    wanted = tuple(term.phrase for term in group if term.wanted)
    unwanted = tuple(term.phrase for term in group if not term.wanted)
    if not wanted:
        raise UsageError(f"only left out: {unwanted[0].text!r}; name also what is wanted")
    return Alternative(wanted, unwanted)


def _in_any(phrase: Phrase, folded: Sequence[str]) -> bool:
    return any(True for text in folded for _ in phrase.spans(text))
