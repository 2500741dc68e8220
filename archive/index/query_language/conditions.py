"""The tree of conditions of a query: words, facts, all of several, any of several.

Each node has the FTS5 query for the documents that meet it; where the node is not ``exact``, that query finds more,
and ``matches`` checks the documents themselves.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, Protocol

from archive.index.query_language.phrases import Phrase
from archive.index.text_analysis.fact_tokens import SOURCE, SPEAKER, fact_tokens, speaker_name
from archive.index.text_analysis.folding import fold
from archive.model.document import Document

TextField = Literal["text", "title", "speaker", "source"]

_MARKS = {"speaker": SPEAKER, "source": SOURCE}


class SearchedDocument:
    """A document as conditions check it: its folded texts by field, and its fact tokens."""

    def __init__(self, document: Document) -> None:
        self._document = document

    @cached_property
    def tokens(self) -> frozenset[str]:
        return frozenset(fact_tokens(self._document))

    @cached_property
    def _title(self) -> list[str]:
        return _folded(self._document.title, self._document.subtitle)

    @cached_property
    def _blocks(self) -> list[str]:
        return [fold(block.text) for block in self._document.blocks]

    def texts(self, field: TextField) -> list[str]:
        """The separate texts of a field."""
        if field == "title":
            return self._title
        if field == "source":
            return _folded(self._document.source)
        if field == "speaker":
            return _folded(speaker_name(self._document))
        return self._title + self._blocks


class Condition(Protocol):
    """A node of the tree."""

    @property
    def expression(self) -> str: ...

    @property
    def exact(self) -> bool:
        """Whether the FTS5 query finds only documents that meet the condition."""

    def matches(self, subject: SearchedDocument) -> bool: ...

    def wanted(self) -> Iterator["Words"]:
        """The words that a hit may hold, in the order of the query."""


@dataclass(frozen=True, slots=True)
class Words:
    """One of the phrases is in a field; ``text`` is title, subtitle and blocks."""

    phrases: tuple[Phrase, ...]
    field: TextField = "text"

    @property
    def expression(self) -> str:
        mark = _MARKS.get(self.field, "")
        found = _either([phrase.marked(mark) for phrase in self.phrases])
        return f"({{title subtitle}} : {found})" if self.field == "title" else found

    @property
    def exact(self) -> bool:
        return all(phrase.exact for phrase in self.phrases)

    def matches(self, subject: SearchedDocument) -> bool:
        return any(True for text in subject.texts(self.field) for phrase in self.phrases for _ in phrase.spans(text))

    def wanted(self) -> Iterator["Words"]:
        yield self


@dataclass(frozen=True, slots=True)
class FactCondition:
    """The document has one of these fact tokens."""

    tokens: tuple[str, ...]

    @property
    def expression(self) -> str:
        return _either([f'"{token}"' for token in self.tokens])

    @property
    def exact(self) -> bool:
        return True

    def matches(self, subject: SearchedDocument) -> bool:
        return not subject.tokens.isdisjoint(self.tokens)

    def wanted(self) -> Iterator[Words]:
        return iter(())


@dataclass(frozen=True, slots=True)
class AllOf:
    """All conditions are met, and none of the unwanted ones."""

    conditions: tuple[Condition, ...]
    unwanted: tuple[Condition, ...] = ()

    @property
    def expression(self) -> str:
        """The FTS5 query; unwanted conditions that are not exact cannot be expressed and are left out."""
        wanted = " AND ".join(condition.expression for condition in self.conditions)
        unwanted = " OR ".join(condition.expression for condition in self.unwanted if condition.exact)
        return f"(({wanted}) NOT ({unwanted}))" if unwanted else f"({wanted})"

    @property
    def exact(self) -> bool:
        return all(condition.exact for condition in (*self.conditions, *self.unwanted))

    def matches(self, subject: SearchedDocument) -> bool:
        return all(condition.matches(subject) for condition in self.conditions) and not any(
            condition.matches(subject) for condition in self.unwanted
        )

    def wanted(self) -> Iterator[Words]:
        for condition in self.conditions:
            yield from condition.wanted()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one condition is met."""

    conditions: tuple[Condition, ...]

    @property
    def expression(self) -> str:
        return _either([condition.expression for condition in self.conditions])

    @property
    def exact(self) -> bool:
        return all(condition.exact for condition in self.conditions)

    def matches(self, subject: SearchedDocument) -> bool:
        return any(condition.matches(subject) for condition in self.conditions)

    def wanted(self) -> Iterator[Words]:
        for condition in self.conditions:
            yield from condition.wanted()


def _either(expressions: Sequence[str]) -> str:
    return expressions[0] if len(expressions) == 1 else f"({' OR '.join(expressions)})"


def _folded(*texts: str | None) -> list[str]:
    return [fold(text) for text in texts if text]
