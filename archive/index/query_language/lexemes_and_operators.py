"""The syntax of queries: lexemes, operators and groups of terms; told from other query languages and ordinary text.

Text that is copied from a page into a search is no syntax: a colon after a digit or before ``//`` (``10:30``,
``http://…``), a hyphen inside a word, a question mark at its end (``Who?``) or beside other punctuation, full-width
marks, and all between quotation marks. A regular expression, CQL and the operators of other search engines are
refused with the way to write the same here, since they would find nothing.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from archive.errors import UsageError
from archive.index.folding import fold
from archive.index.query_language.query_terms_conditions_and_filters import (
    AllOf,
    AnyOf,
    Condition,
    SearchedDocument,
    TextField,
    Words,
)
from archive.index.query_language.wildcards_and_proximity import Near

LEXEME = re.compile(
    r"""(?P<close>\)+(?=[\s)]|$))
    | (?P<minus>-?) (?:(?P<field>[A-Za-z]+|[a-z]{2,3}-[A-Z][a-z]{3}):(?=[^\s)])(?!//))?
      (?: (?<=:)(?P<form>lemma|word):(?=[^\s)]) )?
      (?: (?P<open>\()
        | "(?P<phrase>(?:\\["\\]|[^"])*)(?P<end>"?)(?P<mark>[*~]?)
        | (?P<word>[^\s"]+) )""",
    re.VERBOSE,
)
MAX_NEAR = 100
"""Words that may be allowed between two terms."""

_NEAR = re.compile(r"NEAR/(\d{1,3})")
_OPERATORS = ("AND", "OR", "NOT")
_FOREIGN: tuple[tuple[re.Pattern[str], Callable[[str], UsageError]], ...] = (
    (
        re.compile(
            r"-?/(?:[^\s/]+|(?=\S)[^/]*[\]\[\\^$.|?*+{}()][^/]*(?<=\S))/[a-z]{0,4}(?=[\s)]|$)"
            r"|[^\s\"]*(?:\.[*+]|\\[wdsWDS][+*?{]|(?<!\S)\\b|\\b(?=\s|$))[^\s\"]*"
        ),
        lambda written: UsageError(
            f"{written!r} is a regular expression, which is not understood; ? is one character of a word and * any "
            "number, as in c?operat*; to look for the text itself put it in quotation marks"
        ),
    ),
    (
        re.compile(r"\[(?:\]|\s*\w+\s*!?=[^\]]*\]?)"),
        lambda written: UsageError(
            f"{written!r} is CQL, which is not understood; write lemma:cooperate, c?operat* or a NEAR/5 b; "
            "to look for the text itself put it in quotation marks"
        ),
    ),
    (
        re.compile(r"(?!NEAR/\d{1,3}(?=[\s)]|$))(?:NEAR(?=[\s()/]|$)|(?i:near|within|adj|w)/\d+(?=[\s)]|$))[^\s)]*"),
        lambda written: UsageError(
            f"{written!r} is no operator; write a NEAR/5 b for at most 5 words between; to look for the text itself "
            "put it in quotation marks"
        ),
    ),
    (
        re.compile(r"(?:&&|\|\|)(?=\s|$)"),
        lambda written: UsageError(f"{written!r} is no operator; write AND, OR or NOT in capitals"),
    ),
    (
        re.compile(r"\+[^\W\d_][^\s\"]*"),
        lambda written: UsageError(
            f"{written!r} begins with +, which is no operator: every term must be found anyway; to look for the text "
            "itself put it in quotation marks"
        ),
    ),
    (
        re.compile(r"\"[^\"]*\"~\d+|(?:[^\s\"]*[A-Za-z])~\d+(?=[\s)]|$)"),
        lambda written: UsageError(
            f"{written!r} has a number behind ~, which takes none; write a NEAR/5 b for words near each other, and "
            "word~ for its variants"
        ),
    ),
)
"""What other query languages write, and the error that says what to write instead."""


def check_foreign_syntax(text: str, at: int) -> None:
    """Raise UsageError where a query has syntax of another query language (CQL, regular expressions) at an offset."""
    for pattern, error in _FOREIGN:
        if found := pattern.match(text, at):
            raise error(found[0])


def operator_of(lexeme: re.Match[str]) -> str | None:
    """Return the search operator that a lexeme of a query is (AND, OR, NOT, NEAR/n), or None where it is a term."""
    if lexeme["minus"] or lexeme["field"] or not lexeme["word"]:
        return None
    word = lexeme["word"][: len(lexeme["word"]) - closing_brackets(lexeme["word"])]
    return word if word in _OPERATORS or _NEAR.fullmatch(word) else None


def _most_between(operator: str) -> int | None:
    """Return the number of words that the query operator NEAR/n allows between its terms; None for another operator.

    Raises UsageError where there are too many.
    """
    found = _NEAR.fullmatch(operator)
    if found and int(found[1]) > MAX_NEAR:
        raise UsageError(f"{operator} allows too many words between; use at most NEAR/{MAX_NEAR}")
    return int(found[1]) if found else None


def misplaced(operator: str) -> UsageError:
    """Return the error for a query operator (AND, OR, NOT, NEAR) that has no term on either side."""
    if operator == "NOT":
        return UsageError("NOT stands before a term, as in a NOT b; to look for the word put it in quotation marks")
    return UsageError(
        f"{operator} stands between two terms, as in a {operator} b; to look for the word put it in quotation marks"
    )


def closing_brackets(word: str) -> int:
    """Count the closing brackets at the end of a query word that have no opening one in it."""
    surplus = word.count(")") - word.count("(")
    return max(0, min(surplus, len(word) - len(word.rstrip(")"))))


@dataclass(slots=True)
class TermGroup:
    """The terms of a query that stand side by side, and the operators between them, while the query is parsed.

    ``last`` is None before the first term, and where it was punctuation.
    """

    wanted: list[Condition] = field(default_factory=list)
    unwanted: list[Condition] = field(default_factory=list)
    last: Condition | None = None
    terms: int = 0
    operator: str = ""
    last_is_side: bool = False

    def operate(self, operator: str) -> None:
        """Take a query operator that stands between two terms. Raises UsageError where it may not stand."""
        negates = operator == "NOT" and self.operator in ("", "AND")
        if not negates and (self.operator or not self.terms):
            raise misplaced(operator)
        self.operator = operator

    def add(self, term: Condition | None, minus: bool, is_side: bool = False) -> None:
        """Add a query term to the group, by the operator before it. Raises UsageError where it cannot stand by NEAR,
        as the side of a unit cannot.
        """
        most = _most_between(self.operator)
        self.terms += 1
        if most is not None:
            wanted = self.wanted and self.wanted[-1] is self.last
            if minus or not wanted or is_side or self.last_is_side:
                raise _no_operand(self.operator)
            term = _near(self.wanted.pop(), term, self.operator)
        excluded = minus or self.operator == "NOT"
        self.last, self.last_is_side, self.operator = term, is_side, ""
        if term:
            (self.unwanted if excluded else self.wanted).append(term)

    def end(self) -> Condition | None:
        """Return the condition that all terms of the group make. Raises UsageError where an operator has no term
        behind it.
        """
        if self.operator:
            raise misplaced(self.operator)
        return _all(self.wanted, self.unwanted)


def _near(left: Condition, right: Condition | None, operator: str) -> Words:
    """Join two query conditions by NEAR.

    Raises UsageError unless each asks for words, or alternatives of them, in the same field.
    """
    sides = [_alternative_words(each) if each else [] for each in (left, right)]
    fields = {words.field for side in sides for words in side}
    if not all(sides) or len(fields) != 1:
        raise _no_operand(operator)
    terms = [tuple(term for words in side for term in words.phrases) for side in sides]
    if any(isinstance(term, Near) for side in terms for term in side):
        raise UsageError(f"{operator} joins two terms; write (a {operator} b) (b {operator} c)")
    return Words((Near(terms[0], terms[1], _most_between(operator) or 0),), fields.pop())


def _alternative_words(condition: Condition) -> list[Words]:
    """Return the word conditions of which a query condition asks for any; none where it asks for something else."""
    found = list(condition.conditions) if isinstance(condition, AnyOf) else [condition]
    words = [each for each in found if isinstance(each, Words)]
    return words if len(words) == len(found) else []


def _no_operand(operator: str) -> UsageError:
    return UsageError(
        f"{operator} stands between two words, phrases or brackets with OR, both in the same field; "
        f"to exclude it write -(a {operator} b)"
    )


def only_excludes() -> UsageError:
    return UsageError("a part of the query only excludes (NOT, -); also give a word to find")


def _all(wanted: list[Condition], unwanted: list[Condition]) -> Condition | None:
    if unwanted and not wanted:
        raise only_excludes()
    if not wanted:
        return None
    wanted, unwanted = list(dict.fromkeys(wanted)), list(dict.fromkeys(unwanted))
    return wanted[0] if len(wanted) == 1 and not unwanted else AllOf(tuple(wanted), tuple(unwanted))


@dataclass(frozen=True, slots=True)
class UnitSide:
    """A condition on the text of a translation unit in one language, which is excluded where it is not ``wanted``."""

    lang: str
    condition: Condition
    wanted: bool

    def is_met(self, text: str) -> bool:
        """Return whether the text of a translation unit in the language meets the condition of this side of the
        query.
        """
        return self.condition.matches(_SideText(text)) == self.wanted


class _SideText(SearchedDocument):
    """The text of one side of a translation unit, as query conditions check it."""

    def __init__(self, text: str) -> None:
        self._text = fold(text)

    def texts(self, field: TextField) -> list[str]:
        return [self._text] if field == "text" else []
