"""A phrase of a query: what it matches in a text, and its FTS5 expression.

A phrase with a character of a joined script (``中国2025``) matches wherever its text stands. One without
(``industrial cooperation``) matches whole words: where it begins or ends with a letter or digit, none may stand
beside it, joined scripts aside (``2025`` is in ``2025年``). Separators count as they are written; a run of spaces is
one space.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product

from archive.index.text_analysis.folding import fold
from archive.index.text_analysis.tokens import (
    SPELLED,
    TextRun,
    between_words,
    bigrams,
    is_word_character,
    separator_token,
    spelled_tokens,
    text_runs,
)
from archive.index.text_analysis.word_variants import AccentedWords, variants


@dataclass(frozen=True, slots=True)
class Tokens:
    """Consecutive tokens; with ``open`` the last one is the beginning of a token."""

    tokens: tuple[str, ...]
    open: bool = False

    def expression(self, mark: str) -> str:
        """The phrase in FTS5's query syntax, each token under a mark."""
        tokens = " ".join(mark + token for token in self.tokens)
        return f'"{tokens}"{" *" if self.open else ""}'


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of folded text without spaces around it; with ``prefix`` its last word may go on.

    >>> Phrase.of("合作").expression
    '"合作"'
    >>> Phrase.of("作").expression
    '"作" *'
    """

    text: str
    prefix: bool = False
    _runs: tuple[TextRun, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_runs", tuple(text_runs(self.text)))

    @classmethod
    def of(cls, text: str, prefix: bool = False) -> "Phrase":
        """The phrase that ``text`` gives, folded, with spaces around it dropped and runs of them made one."""
        return cls(" ".join(fold(text).split()), prefix)

    @property
    def searchable(self) -> bool:
        """Whether it has more than separators."""
        return any(piece.kind != "separator" for piece in self._runs)

    @property
    def anywhere(self) -> bool:
        """Whether it matches as a substring: it has a character of a joined script."""
        return any(piece.kind == "joined" for piece in self._runs)

    @property
    def exact(self) -> bool:
        """Whether ``expression`` finds no text that does not hold the phrase.

        The engine cannot ask for the end of a word, as in ``tion 合作``; such a first word is left out, and what
        is found must be held against the text.
        """
        return not self._drops_first

    @property
    def tokens(self) -> list[str]:
        """Its tokens without separators; the engine reads a repeated token each time.

        >>> Phrase.of("a a 中中中").tokens
        ['a', 'a', '中中', '中中', '中']
        """
        return [
            token
            for piece in self._runs
            if piece.kind != "separator"
            for token in (bigrams(piece.text) if piece.kind == "joined" else [piece.text])
        ]

    @property
    def expression(self) -> str:
        """FTS5's query for the texts that hold the phrase (more where it is not ``exact``)."""
        return self.marked("")

    def marked(self, mark: str) -> str:
        """FTS5's query for the same among tokens that stand under a mark."""
        forms = [self._forms(position) for position in range(self._drops_first, len(self._runs))]
        found = [_joined_up(choice).expression(mark) for choice in product(*forms)]
        return found[0] if len(found) == 1 else f"({' OR '.join(found)})"

    def variants(self, accented: AccentedWords) -> Iterator["Phrase"]:
        """The phrases that are equal but for plurals and diacritics; itself first."""
        choices = [variants(piece.text, accented) if piece.kind == "word" else [piece.text] for piece in self._runs]
        return (Phrase("".join(texts)) for texts in product(*choices))

    def spans(self, folded: str) -> Iterator[tuple[int, int]]:
        """Where the phrase stands in folded text: begin and end, in order, not overlapping.

        With ``prefix`` a span reaches to the end of the word.

        >>> list(Phrase.of("win-win").spans(fold("Win-win, win-wins")))
        [(0, 7)]
        """
        pattern = _pattern(self.text)
        at = 0
        while match := pattern.search(folded, at):
            start, end = match.span()
            if self.prefix:
                end = _word_end(folded, end)
            if self.anywhere or not (_inside_word(folded, start) or _inside_word(folded, end)):
                yield start, end
                at = end
            else:
                at = start + 1

    @property
    def _drops_first(self) -> bool:
        first = self._runs[0]
        return self.anywhere and first.kind == "word" and not first.touching

    def _forms(self, position: int) -> list[Tokens]:
        """The ways in which a run may be indexed, given its position in the phrase."""
        piece, last = self._runs[position], position == len(self._runs) - 1
        if piece.kind == "word":
            return self._word_forms(piece, position == 0, last)
        if piece.kind == "joined":
            return [_cut(bigrams(piece.text)) if last else Tokens(tuple(bigrams(piece.text)))]
        return [Tokens(() if between_words(self._runs, position) else tuple(map(separator_token, piece.text)))]

    def _word_forms(self, piece: TextRun, first: bool, last: bool) -> list[Tokens]:
        """A word whole and spelled: where it ends the phrase, what touches it in the text is not known."""
        open_end = last and (self.anywhere or self.prefix)
        whole = Tokens((piece.text,), open_end)
        letters = _cut(spelled_tokens(piece.text)) if open_end else Tokens(tuple(spelled_tokens(piece.text)))
        begun = Tokens((SPELLED, *letters.tokens), letters.open)
        if piece.spelled:
            return [letters if first and self.anywhere else begun]
        return [whole, begun] if first or last else [whole]


def _inside_word(folded: str, at: int) -> bool:
    """Whether an offset parts two characters of a word."""
    return 0 < at < len(folded) and is_word_character(folded[at - 1]) and is_word_character(folded[at])


def _word_end(folded: str, at: int) -> int:
    while _inside_word(folded, at):
        at += 1
    return at


def _cut(tokens: list[str]) -> Tokens:
    """A run of which more may follow: without its last single character, or with that as the beginning of one."""
    return Tokens(tuple(tokens[:-1])) if len(tokens) > 1 else Tokens(tuple(tokens), open=True)


@lru_cache(maxsize=4096)
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(re.escape(text).replace(r"\ ", " +"))


def _joined_up(parts: tuple[Tokens, ...]) -> Tokens:
    return Tokens(tuple(token for part in parts for token in part.tokens), parts[-1].open)
