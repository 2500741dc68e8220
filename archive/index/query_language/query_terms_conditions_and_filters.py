"""The conditions of a parsed query, a tree of terms, facts, AND and OR; and the filters of a search.

Each node has the FTS5 query for the documents that meet it; where the node is not ``exact``, that query finds more,
and ``matches`` checks the documents themselves, but those that the query ``sure`` finds too.

Filters of a search: language, site, kind, speaker, days of publication, rights.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal, Protocol

from archive.errors import UsageError
from archive.index.folding import fold
from archive.index.tokenizer_and_fact_tokens import (
    NO_DOCUMENT,
    SOURCE,
    SPEAKER,
    fact_tokens,
    kind_token,
    lang_token,
    name_token,
    published_tokens,
    site_token,
    speaker_name,
)
from archive.model.document import ARTICLE_KINDS, Document
from archive.model.language_codes import language_range

TextField = Literal["text", "title", "speaker", "source"]

_MARKS = {"speaker": SPEAKER, "source": SOURCE}


class Term(Protocol):
    """A term of a query as it is found in text: a phrase, a pattern with wildcards, or two terms near each other.
    ``text`` is how it is written.
    """

    @property
    def text(self) -> str: ...

    @property
    def exact(self) -> bool:
        """Return whether FTS5, asked for this query term, finds no text that does not hold it."""

    def marked(self, mark: str) -> str:
        """Return the FTS5 expression for texts that hold this query term, among tokens under a mark."""

    def sure(self, mark: str) -> str:
        """Return the FTS5 expression for texts that certainly hold this query term; empty where there is none."""

    def places(self, folded: str) -> Iterator[tuple[int, int]]:
        """Find where a query term matches in folded text, in order of the begin; places may overlap."""

    def spans(self, folded: str) -> Iterator[tuple[int, int]]:
        """Find where a query term matches in folded text, without overlaps: the first of overlapping places."""


class SearchedDocument:
    """A document as query conditions check it: its folded texts by field, and its fact tokens."""

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
        """Return a document's folded texts in a query field: title, speaker, source or the whole text."""
        if field == "title":
            return self._title
        if field == "source":
            return _folded(self._document.source)
        if field == "speaker":
            return _folded(speaker_name(self._document))
        return self._title + self._blocks


class Condition(Protocol):
    """A condition of a parsed query: a node of its tree."""

    @property
    def expression(self) -> str: ...

    @property
    def exact(self) -> bool:
        """Return whether FTS5, asked for this query condition, finds only documents that meet it."""

    @property
    def sure(self) -> str:
        """Return the FTS5 expression for documents that certainly meet this condition; empty where there is none."""

    def matches(self, subject: SearchedDocument) -> bool: ...

    def wanted(self) -> Iterator["Words"]:
        """Return the word conditions that a hit of the query may hold, in the order of the query."""


@dataclass(frozen=True, slots=True)
class Words:
    """A query condition on words: one of the terms is in a text field; ``text`` is title, subtitle and blocks."""

    phrases: tuple[Term, ...]
    field: TextField = "text"

    @property
    def expression(self) -> str:
        mark = _MARKS.get(self.field, "")
        return self._in_field([phrase.marked(mark) for phrase in self.phrases])

    @property
    def exact(self) -> bool:
        return all(phrase.exact for phrase in self.phrases)

    @property
    def sure(self) -> str:
        mark = _MARKS.get(self.field, "")
        return self._in_field([found for phrase in self.phrases if (found := phrase.sure(mark))])

    def _in_field(self, expressions: list[str]) -> str:
        found = either(expressions)
        return f"({{title subtitle}} : {found})" if found and self.field == "title" else found

    def matches(self, subject: SearchedDocument) -> bool:
        return any(True for text in subject.texts(self.field) for phrase in self.phrases for _ in phrase.spans(text))

    def wanted(self) -> Iterator["Words"]:
        yield self


@dataclass(frozen=True, slots=True)
class FactCondition:
    """A query condition on facts: the document has one of these fact tokens (site, kind, language, day)."""

    tokens: tuple[str, ...]

    @property
    def expression(self) -> str:
        return either([f'"{token}"' for token in self.tokens])

    @property
    def exact(self) -> bool:
        return True

    @property
    def sure(self) -> str:
        return self.expression

    def matches(self, subject: SearchedDocument) -> bool:
        return not subject.tokens.isdisjoint(self.tokens)

    def wanted(self) -> Iterator[Words]:
        return iter(())


@dataclass(frozen=True, slots=True)
class AllOf:
    """A query condition that all of its conditions are met, and none of the unwanted ones."""

    conditions: tuple[Condition, ...]
    unwanted: tuple[Condition, ...] = ()

    @property
    def expression(self) -> str:
        """Return the FTS5 expression of an AND, without unwanted conditions that are not exact."""
        wanted = " AND ".join(condition.expression for condition in self.conditions)
        unwanted = " OR ".join(condition.expression for condition in self.unwanted if condition.exact)
        return f"(({wanted}) NOT ({unwanted}))" if unwanted else f"({wanted})"

    @property
    def exact(self) -> bool:
        return all(condition.exact for condition in (*self.conditions, *self.unwanted))

    @property
    def sure(self) -> str:
        found = [condition.sure for condition in self.conditions]
        if not all(found):
            return ""
        unwanted = " OR ".join(condition.expression for condition in self.unwanted)
        return f"(({' AND '.join(found)}) NOT ({unwanted}))" if unwanted else f"({' AND '.join(found)})"

    def matches(self, subject: SearchedDocument) -> bool:
        return all(condition.matches(subject) for condition in self.conditions) and not any(
            condition.matches(subject) for condition in self.unwanted
        )

    def wanted(self) -> Iterator[Words]:
        for condition in self.conditions:
            yield from condition.wanted()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """A query condition that at least one of its conditions is met (OR)."""

    conditions: tuple[Condition, ...]

    @property
    def expression(self) -> str:
        return either([condition.expression for condition in self.conditions])

    @property
    def exact(self) -> bool:
        return all(condition.exact for condition in self.conditions)

    @property
    def sure(self) -> str:
        return either([found for condition in self.conditions if (found := condition.sure)])

    def matches(self, subject: SearchedDocument) -> bool:
        return any(condition.matches(subject) for condition in self.conditions)

    def wanted(self) -> Iterator[Words]:
        for condition in self.conditions:
            yield from condition.wanted()


def either(expressions: Sequence[str]) -> str:
    """Join FTS5 expressions by OR; empty where there are none."""
    return f"({' OR '.join(expressions)})" if len(expressions) > 1 else "".join(expressions)


def _folded(*texts: str | None) -> list[str]:
    return [fold(text) for text in texts if text]


_LANG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)
_RESERVED = "coalesce(reserved, site_reserves(url, version))"
RIGHTS = {
    "reserved": f"{_RESERVED} = 1",
    "unreserved": f"{_RESERVED} IS NOT 1",
    "cc": "license LIKE 'https://creativecommons.org/%'",
    "licensed": "license IS NOT NULL",
    "none": f"license IS NULL AND {_RESERVED} IS NULL",
}
"""The values of ``rights``, each with its SQL condition on the row of ``documents``.

Text and data mining is reserved, or not; a Creative Commons licence is named, or any licence; neither is stated.
"""


@dataclass(frozen=True, slots=True)
class Filters:
    """Filters of a search or export by facts of a document (language, site, kind, speaker, days, rights); None lets
    any pass.

    ``lang``: a language of the document, as a BCP 47 range (``zh`` includes ``zh-Hans``), or what ``language_range``
    understands (``zh-CN``, ``Chinese``). ``site`` and ``kind``: the exact value. ``speaker``: a part of the name,
    folded. ``since`` and ``until``: days of publication, both included, as ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``;
    documents without a date are then left out. ``rights``: one of ``RIGHTS`` or the address of a licence.

    Raises UsageError for an unknown kind or rights, an invalid day, and a range that ends before it begins.
    """

    lang: str | None = None
    site: str | None = None
    kind: str | None = None
    speaker: str | None = None
    since: str | None = None
    until: str | None = None
    rights: str | None = None

    def __post_init__(self) -> None:
        if self.kind is not None and self.kind not in ARTICLE_KINDS:
            raise _unknown_kind(self.kind)
        if self.rights is not None and self.rights not in RIGHTS and "://" not in self.rights:
            raise UsageError(f"no rights {self.rights!r}; there are {', '.join(RIGHTS)}, and addresses of licences")
        _check_day_range(self.since, self.until)
        if self.lang is not None:
            object.__setattr__(self, "lang", language_range(self.lang))  # of a frozen value

    def fact_conditions(self, speakers: Callable[[], Iterable[str]]) -> tuple[Condition, ...]:
        """Return the search filters as query conditions on fact tokens; ``speakers`` gives the names of all speakers
        in the index.
        """
        tokens = [
            [name_token(name) for name in speakers() if fold(self.speaker) in fold(name)] or [NO_DOCUMENT]
            if self.speaker is not None
            else [],
            [lang_token(self.lang)] if self.lang is not None else [],
            [site_token(self.site)] if self.site is not None else [],
            [kind_token(self.kind)] if self.kind is not None else [],
            published_tokens(self.since, self.until) if self.since or self.until else [],
        ]
        return tuple(FactCondition(tuple(alternatives)) for alternatives in tokens if alternatives)

    def rights_condition(self) -> tuple[str, tuple[str, ...]]:
        """Return the SQL condition of the rights filter on a row of ``documents``, and its values; empty without that
        filter.

        It needs the function ``site_reserves(url, version)``.
        """
        if self.rights is None or self.rights in RIGHTS:
            return RIGHTS.get(self.rights or "", ""), ()
        return "license = ?", (self.rights,)

    def where(self) -> tuple[str, list[str | int]]:
        """Return all search filters as one SQL condition on the row of a current version in ``documents``, and its
        values.
        """
        conditions = list(self._conditions())
        where = " AND ".join(["1", *(condition for condition, _ in conditions)])
        return where, [value for _, values in conditions for value in values]

    def _conditions(self) -> Iterator[tuple[str, tuple[str | int, ...]]]:
        if self.lang is not None:
            lang = self.lang.lower()
            yield (
                "EXISTS (SELECT 1 FROM counted JOIN profiles USING (profile) WHERE counted.number = documents.number "
                "AND (instr(lower(' ' || languages || ' '), ?) OR instr(lower(' ' || languages), ?)))",
                (f" {lang} ", f" {lang}-"),
            )
        if self.site is not None:
            yield "site = ?", (self.site,)
        if self.kind is not None:
            yield "kind = ?", (self.kind,)
        if self.speaker is not None:
            yield "instr(speaker, ?) > 0", (fold(self.speaker),)
        if self.since is not None:
            yield "published >= ?", (self.since,)
        if self.until is not None:
            yield "substr(published, 1, ?) <= ?", (len(self.until), self.until)
        if self.rights is not None:
            yield self.rights_condition()


def _check_day_range(since: str | None, until: str | None) -> None:
    """Check the publication days of a search filter: each None, a year, a month or a day, and the range not reversed.

    Raises UsageError otherwise.

    >>> _check_day_range("2015", "2015-04")
    """
    for day in (since, until):
        if day is not None and not _is_day(day):
            raise UsageError(f"{day!r} is no day; write YYYY, YYYY-MM or YYYY-MM-DD, a range of them as 2015..2020")
    if since is not None and until is not None and since[: len(until)] > until:
        raise UsageError(f"nothing is published from {since} to {until}; give the earlier day first")


def _is_day(day: str) -> bool:
    if not _DAY.fullmatch(day):
        return False
    try:
        date.fromisoformat(day + "-01-01"[len(day) - len("YYYY") :])
    except ValueError:
        return False
    return True


def _unknown_kind(kind: str) -> UsageError:
    """Return the error for a filter on an unknown kind of article."""
    return UsageError(f"no kind {kind!r}; there are {', '.join(sorted(ARTICLE_KINDS))}")


FACT_FIELDS = {"site": "name", "kind": "kind", "lang": "language", "published": "day, month, year or range"}


def fact_condition(field: str, value: str) -> FactCondition:
    """Return the condition for a query term ``field:value`` that asks for a site, kind, language or publication day.
    Raises UsageError for an invalid value.
    """
    if not value.strip("."):
        raise UsageError(f"{field}: names no {FACT_FIELDS[field]}; write it directly after the colon")
    if field == "site":
        return FactCondition((site_token(value),))
    if field == "kind":
        if value.lower() not in ARTICLE_KINDS:
            raise _unknown_kind(value)
        return FactCondition((kind_token(value.lower()),))
    if field == "lang":
        if not _LANG.fullmatch(value):
            raise UsageError(f"{value!r} is no language; write it like zh, zh-Hans or en")
        return FactCondition((lang_token(language_range(value)),))
    since, dots, until = value.partition("..")
    days = since or None, (until or None) if dots else since
    _check_day_range(*days)
    return FactCondition(tuple(published_tokens(*days)))
