"""The terms of a query as they are found in text and in the full-text index: phrases.

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

from archive.index.folding import fold
from archive.index.query_language.vocabulary_and_word_variants import AccentedWords, variants
from archive.index.tokenizer_and_fact_tokens import (
    SPELLED,
    TextRun,
    between_words,
    bigrams,
    is_word_character,
    pair_token,
    separator_tokens,
    spelled_tokens,
    text_runs,
    without_overlaps,
)


@dataclass(frozen=True, slots=True)
class Tokens:
    """Consecutive tokens of the full-text index that a phrase needs; with ``open`` the last may go on."""

    tokens: tuple[str, ...]
    open: bool = False

    def expression(self, mark: str) -> str:
        """Return these tokens as a phrase in FTS5's query syntax, each token under a mark."""
        pair = None if mark or self.open or len(self.tokens) != 2 else pair_token(*self.tokens)
        tokens = pair or " ".join(mark + token for token in self.tokens)
        return f'"{tokens}"{" *" if self.open else ""}'


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of a query: folded text without spaces around it; with ``prefix`` its last word may go on.

    >>> Phrase.of_text("合作").expression
    '"合作"'
    >>> Phrase.of_text("作").expression
    '"作" *'
    """

    text: str
    prefix: bool = False
    _runs: tuple[TextRun, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_runs", tuple(text_runs(self.text)))

    @classmethod
    def of_text(cls, text: str, prefix: bool = False) -> "Phrase":
        """Make the phrase of a query term: the text folded, its spaces trimmed and collapsed."""
        return cls(" ".join(fold(text).split()), prefix)

    @property
    def searchable(self) -> bool:
        """Return whether a phrase of a query has letters or digits to search for, and not separators alone."""
        return any(piece.kind != "separator" for piece in self._runs)

    @property
    def anywhere(self) -> bool:
        """Return whether a phrase matches as a substring, as one with Chinese or another joined script does."""
        return any(piece.kind == "joined" for piece in self._runs)

    @property
    def exact(self) -> bool:
        """Return whether the phrase's FTS5 expression finds no text without the phrase.

        The engine cannot ask for the end of a word, as in ``tion 合作``; such a first word is left out.
        """
        return not self._drops_first

    @property
    def expression(self) -> str:
        """Return the FTS5 expression for texts that hold the phrase (more where it is not ``exact``)."""
        return self.marked("")

    def marked(self, mark: str) -> str:
        """Return the FTS5 expression for the phrase among tokens under a mark, as those of speakers and sources."""
        forms = [self._forms(position) for position in range(self._drops_first, len(self._runs))]
        found = [_joined_up(choice).expression(mark) for choice in product(*forms)]
        return found[0] if len(found) == 1 else f"({' OR '.join(found)})"

    def sure(self, mark: str) -> str:
        return self.marked(mark) if self.exact else ""

    def variants(self, accented: AccentedWords) -> Iterator["Phrase"]:
        """Return the phrases that differ from this one only by plurals and diacritics; itself first."""
        choices = [variants(piece.text, accented) if piece.kind == "word" else [piece.text] for piece in self._runs]
        return (Phrase("".join(texts)) for texts in product(*choices))

    def spans(self, folded: str) -> Iterator[tuple[int, int]]:
        """Find where a phrase matches in folded text: begin and end of each place, in order, not overlapping.

        With ``prefix`` a span reaches to the end of the word.

        >>> list(Phrase.of_text("win-win").spans(fold("Win-win, win-wins")))
        [(0, 7)]
        """
        return without_overlaps(self.places(folded))

    def places(self, folded: str) -> Iterator[tuple[int, int]]:
        """Find all places where a phrase matches in folded text, overlapping ones too."""
        pattern = _pattern(self.text)
        at = 0
        while match := pattern.search(folded, at):
            start, end = match.span()
            if self.prefix:
                end = _word_end(folded, end)
            if self.anywhere or not (_inside_word(folded, start) or _inside_word(folded, end)):
                yield start, end
            at = start + 1

    @property
    def _drops_first(self) -> bool:
        first = self._runs[0]
        return self.anywhere and first.kind == "word" and not first.touching

    def _forms(self, position: int) -> list[Tokens]:
        """Return the token sequences by which a run of a phrase may be indexed, given its position."""
        piece, last = self._runs[position], position == len(self._runs) - 1
        if piece.kind == "word":
            return self._word_forms(piece, position == 0, last)
        if between_words(self._runs, position):
            return [Tokens(())]
        if piece.kind == "separator":
            behind = self._runs[position + 1] if not last else piece
            first = behind.text[0] if behind.kind == "joined" else ""
            return [Tokens(tuple(separator_tokens(piece.text, first)), open=last)]
        if last and len(piece.text) == 1 and position and self._runs[position - 1].kind == "separator":
            return [Tokens(())]  # the token of the separator has it
        return [cut(bigrams(piece.text)) if last else Tokens(tuple(bigrams(piece.text)))]

    def _word_forms(self, piece: TextRun, first: bool, last: bool) -> list[Tokens]:
        """Return the token sequences of a word of a phrase, as a whole and spelled by bigrams."""
        open_end = last and (self.anywhere or self.prefix)
        whole = Tokens((piece.text,), open_end)
        letters = cut(spelled_tokens(piece.text)) if open_end else Tokens(tuple(spelled_tokens(piece.text)))
        begun = Tokens((SPELLED, *letters.tokens), letters.open)
        if piece.spelled:
            return [letters if first and self.anywhere else begun]
        return [whole, begun] if first or last else [whole]


def _inside_word(folded: str, at: int) -> bool:
    """Return whether an offset in folded text lies between two characters of a word."""
    return 0 < at < len(folded) and is_word_character(folded[at - 1]) and is_word_character(folded[at])


def _word_end(folded: str, at: int) -> int:
    while _inside_word(folded, at):
        at += 1
    return at


def cut(tokens: list[str]) -> Tokens:
    """Return the tokens of a text that may go on: the last is dropped, or is a beginning if there is no other."""
    return Tokens(tuple(tokens[:-1])) if len(tokens) > 1 else Tokens(tuple(tokens), open=True)


@lru_cache(maxsize=4096)
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(re.escape(text).replace(r"\ ", " +"))


def _joined_up(parts: tuple[Tokens, ...]) -> Tokens:
    return Tokens(tuple(token for part in parts for token in part.tokens), parts[-1].open)
