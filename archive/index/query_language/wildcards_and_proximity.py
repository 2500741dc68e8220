"""Query terms beyond phrases: words with wildcards (``c?operat*``), and two terms near each other (NEAR).

In a pattern ``?`` is one character and ``*`` any number of characters. A pattern of letters and digits
(``c?operat*``) is held against whole words, as phrases know them; one with a character of a joined script
(``产?合作``) matches wherever it stands between two separators.

Patterns are looked up in the index's vocabulary where that gives the texts exactly: for a word, and for one unknown
character between two of a joined script. Elsewhere, and for words that the index has by their bigrams (``APEC`` in
``APEC会议``), the FTS5 query finds the texts with the pattern's letters, which are then read.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, islice

from archive.errors import UsageError
from archive.index.folding import PRIVATE, fold
from archive.index.query_language.phrases import Phrase, Tokens, cut
from archive.index.query_language.query_terms_conditions_and_filters import Term, either
from archive.index.query_language.vocabulary_and_word_variants import Vocabulary
from archive.index.tokenizer_and_fact_tokens import (
    NO_DOCUMENT,
    SPELLED,
    is_joined_character,
    is_word_character,
    letter_runs,
    spelled_tokens,
    without_overlaps,
)

MAX_WORDS = 2000
"""Words of the index that a pattern may stand for."""

MAX_FILLED = 500
"""Characters that a single ``?`` may stand for; where more do, texts are read."""

ONE, ANY = chr(PRIVATE + 0xA0), chr(PRIVATE + 0xA1)
"""The wildcards ``?`` and ``*`` in folded text."""
_WILDCARDS = str.maketrans("?*", ONE + ANY)


def read_word(word: str, is_pattern: bool = False) -> tuple[str, str]:
    """Split a query word without quotation marks into its text and its mark for wildcards or variants.

    The mark is ``~`` for variants, ``*`` for a beginning, ``?`` for a text with wildcards, or empty. ``is_pattern``:
    a question mark at the end is a wildcard too.

    Raises UsageError for wildcards without letters, and for wildcards with ``~``.

    >>> [read_word(word) for word in ("coop*", "*tion", "c?op", "Who?", "x.org/?q=a", "10:30")]
    [('coop', '*'), ('*tion', '?'), ('c?op', '?'), ('Who?', ''), ('x.org/?q=a', ''), ('10:30', '')]
    """
    text = word.removesuffix("~")
    folded = fold(text)
    asks = "?" in text and _asks(text, folded, is_pattern)
    if (asks or "*" in text) and not any(map(_is_letter, folded)):
        raise UsageError(
            f"{word!r} has wildcards alone; write letters beside them, as in *tion, or put the text in quotation "
            "marks"
        )
    inner = asks or "*" in text.rstrip("*")
    if text != word:
        if inner or text.endswith("*"):
            raise UsageError(f"{word!r} has both wildcards and ~; use one of them")
        return text, "~"
    if inner and "?" in text and not asks:
        raise _mixed_punctuation(word)
    return (word, "?") if inner else (text.rstrip("*"), "*" if text.endswith("*") else "")


def _asks(text: str, folded: str, is_pattern: bool) -> bool:
    """Return whether the question marks in a query word are wildcards."""
    others = {character for character in folded if character not in "?*" and not _is_letter(character)}
    if others and (not others <= {"-", "'"} or any(map(is_joined_character, folded))):
        return False
    return is_pattern or "*" in text or "?" in text.rstrip("?")


def pattern_of(text: str, vocabulary: Vocabulary) -> Term:
    """Make the query term of a text with wildcards, without spaces.

    Raises UsageError for a pattern without letters, with punctuation in a joined script, or of too many words.

    >>> from archive.index.query_language.vocabulary_and_word_variants import NoVocabulary
    >>> list(pattern_of("c?operat*", NoVocabulary()).spans("cooperative co-operation")),
    ([(0, 11)],)
    """
    glob = re.sub(f"{ANY}+", ANY, fold(text).translate(_WILDCARDS))
    if any(map(is_joined_character, glob)):
        return _character_pattern(text, glob.strip(ANY), vocabulary)
    runs = groupby(glob, key=lambda character: character in (ONE, ANY) or is_word_character(character))
    parts = tuple(_part("".join(run), is_word, text, vocabulary) for is_word, run in runs)
    return WordPattern(text, parts)


@dataclass(frozen=True, slots=True)
class _WordGlob:
    """One word with wildcards in a query, and the words of the index that fit."""

    glob: str
    words: tuple[str, ...]

    def sure(self, mark: str) -> str:
        return either([f'"{mark}{word}"' for word in self.words])

    def marked(self, mark: str) -> str:
        return either([*filter(None, [self.sure(mark)]), self._spelled(mark)])

    def _spelled(self, mark: str) -> str:
        """Return the FTS5 expression for the letters of a wildcard word in words that are indexed by bigrams."""
        pieces = re.split(f"[{ONE}{ANY}]", self.glob)
        found = []
        for at, piece in enumerate(pieces):
            if piece:
                letters = spelled_tokens(piece)
                tokens = Tokens(tuple(letters)) if at == len(pieces) - 1 else cut(letters)
                found.append(Tokens((SPELLED, *tokens.tokens), tokens.open) if at == 0 else tokens)
        return f"({' AND '.join(tokens.expression(mark) for tokens in found)})"


@dataclass(frozen=True, slots=True)
class WordPattern:
    """A query term of whole words with wildcards, and separators between them: ``c?operat*``, ``win-w*n``."""

    text: str
    parts: tuple[_WordGlob | Phrase | str, ...]
    """Words with wildcards, whole words, and separators."""

    @property
    def exact(self) -> bool:
        return False

    def marked(self, mark: str) -> str:
        found = [
            part.marked(mark) for part in self.parts if not isinstance(part, str) and _has_letters(_text_of(part))
        ]
        return found[0] if len(found) == 1 else f"({' AND '.join(found)})"

    def sure(self, mark: str) -> str:
        alone = self.parts[0] if len(self.parts) == 1 else ""
        return "" if isinstance(alone, str) else alone.sure(mark)

    def spans(self, folded: str) -> Iterator[tuple[int, int]]:
        return without_overlaps(self.places(folded))

    def places(self, folded: str) -> Iterator[tuple[int, int]]:
        """Find where the words with wildcards match in folded text: begin and end, in order."""
        if not all(piece in folded for piece in self._pieces()):
            return
        first = 1 if isinstance(self.parts[0], str) else 0
        fits = _word_pattern(_text_of(self.parts[first])).fullmatch
        runs = list(letter_runs(folded, joined=False))
        ends = dict(runs)
        before = _text_of(self.parts[0]) if first else ""
        for start, end in runs:
            if not fits(folded, start, end):
                continue
            reached = self._reached(folded, end, first + 1, ends)
            if reached is not None and folded.startswith(before, max(0, start - len(before))):
                yield start - len(before), reached

    def _reached(self, folded: str, at: int, number: int, ends: dict[int, int]) -> int | None:
        """Return where the pattern's parts from this number on end in folded text, if they stand at an offset."""
        for part in self.parts[number:]:
            text = _text_of(part)
            end = at + len(text) if isinstance(part, str) else ends.get(at, at)
            if not (folded.startswith(text, at) if isinstance(part, str) else _fits(text, folded[at:end])):
                return None
            at = end
        return at

    def _pieces(self) -> list[str]:
        return [piece for part in self.parts for piece in re.split(f"[{ONE}{ANY}]", _text_of(part))]


def _text_of(part: _WordGlob | Phrase | str) -> str:
    if isinstance(part, str):
        return part
    return part.glob if isinstance(part, _WordGlob) else part.text


def _has_letters(glob: str) -> bool:
    return bool(glob.strip(ONE + ANY))


def _part(run: str, is_word: bool, text: str, vocabulary: Vocabulary) -> _WordGlob | Phrase | str:
    """Read a run of a wildcard pattern as word, phrase or separator; ``text`` is the whole pattern."""
    if not is_word or not any(wildcard in run for wildcard in (ONE, ANY)):
        return Phrase(run) if is_word else run
    if not _has_letters(run):
        return _WordGlob(run, ())
    beginning = re.split(f"[{ONE}{ANY}]", run)[0]
    fits = _word_pattern(run).fullmatch
    words = tuple(islice(vocabulary.words(beginning, fits), MAX_WORDS + 1))
    if len(words) > MAX_WORDS:
        raise _too_wide(text)
    return _WordGlob(run, words)


def _mixed_punctuation(text: str) -> UsageError:
    """Return the error for a query word that has both wildcards and punctuation."""
    return UsageError(f"{text!r} has both wildcards and punctuation; write its parts as terms, with NEAR/0 between")


def _too_wide(text: str) -> UsageError:
    """Return the error for a wildcard pattern that stands for too many words."""
    return UsageError(f"{text!r} stands for more than {MAX_WORDS} words of this archive; write more letters")


def _fits(glob: str, word: str) -> bool:
    return bool(word) and _word_pattern(glob).fullmatch(word) is not None


@lru_cache(maxsize=4096)
def _word_pattern(glob: str) -> re.Pattern[str]:
    """Compile wildcards to a regular expression for a whole word; each ``*`` but the last takes as little as it
    can.
    """
    first, *others = map(_piece_pattern, glob.split(ANY))
    if not others:
        return re.compile(first, re.DOTALL)
    between = "".join(f"(?>.*?{piece})" for piece in others[:-1])
    return re.compile(f"{first}{between}.*{others[-1]}", re.DOTALL)


def _piece_pattern(piece: str) -> str:
    return "".join("." if character == ONE else re.escape(character) for character in piece)


@dataclass(frozen=True, slots=True)
class CharacterPattern:
    """A query term with wildcards among characters of a script without spaces (``产?合作``); it crosses no separator.

    ``filled`` are the texts of the index that a single ``?`` stands for, None where there are other wildcards.
    """

    text: str
    glob: str
    filled: tuple[Phrase, ...] | None = None

    @property
    def exact(self) -> bool:
        return self.filled is not None

    def marked(self, mark: str) -> str:
        if self.filled is not None:
            return either([phrase.marked(mark) for phrase in self.filled]) or f'"{NO_DOCUMENT}"'
        pieces = filter(None, re.split(f"[{ONE}{ANY}]", self.glob))
        return f"({' AND '.join(_piece_expression(piece, mark) for piece in pieces)})"

    def sure(self, mark: str) -> str:
        return self.marked(mark) if self.exact else ""

    def spans(self, folded: str) -> Iterator[tuple[int, int]]:
        return without_overlaps(self.places(folded))

    def places(self, folded: str) -> Iterator[tuple[int, int]]:
        """Find where Chinese text with wildcards matches in folded text: begin and end, in order, from each begin the
        shortest.

        >>> from archive.index.query_language.vocabulary_and_word_variants import NoVocabulary
        >>> list(pattern_of("产*合", NoVocabulary()).places("产能产合合"))
        [(0, 4), (2, 4)]
        """
        pieces = [_word_pattern(piece) for piece in self.glob.split(ANY)]
        for start, end in letter_runs(folded, joined=True):
            yield from _shortest_places(pieces, folded, start, end)


def _shortest_places(pieces: list[re.Pattern[str]], folded: str, at: int, end: int) -> Iterator[tuple[int, int]]:
    """Find the places of a pattern's pieces with anything between them; each place of a piece is looked for once."""
    found: list[tuple[int, int]] = [(-1, -1)] * len(pieces)
    while True:
        for number, piece in enumerate(pieces):
            if found[number][0] < at:
                place = piece.search(folded, at, end)
                if place is None:
                    return
                found[number] = place.span()
            at = found[number][1]
        begin = found[0][0]
        yield begin, at
        at = begin + 1


def _piece_expression(piece: str, mark: str) -> str:
    """Return the FTS5 expression for a piece of text that stands between wildcards."""
    if any(map(is_joined_character, piece)):
        return Phrase(piece).marked(mark)
    return cut(spelled_tokens(piece)).expression(mark)


def _character_pattern(text: str, glob: str, vocabulary: Vocabulary) -> Term:
    if not all(character in (ONE, ANY) or _is_letter(character) for character in glob):
        raise _mixed_punctuation(text)
    if not any(wildcard in glob for wildcard in (ONE, ANY)):
        return Phrase(glob)
    left, *others = glob.split(ONE)
    if len(others) == 1 and ANY not in glob and left and others[0]:
        return CharacterPattern(text, glob, _filled(left, others[0], vocabulary))
    return CharacterPattern(text, glob)


def _filled(left: str, right: str, vocabulary: Vocabulary) -> tuple[Phrase, ...] | None:
    """Look up the indexed texts with one character between two; None where words stand beside it, or too many fit."""
    before, after = left[-1], right[0]
    if not (is_joined_character(before) and is_joined_character(after)):
        return None
    pairs = vocabulary.words(before, lambda token: len(token) == len("产能"))
    joined = [pair[1] for pair in pairs if vocabulary.has(pair[1] + after)]
    spelled = vocabulary.words(SPELLED, lambda token: len(token) == len(SPELLED) + 1)
    found = [*joined, *(token[-1] for token in spelled)]
    if len(found) > MAX_FILLED:
        return None
    return tuple(Phrase(left + character + right) for character in found)


def _is_letter(character: str) -> bool:
    return is_word_character(character) or is_joined_character(character)


@dataclass(frozen=True, slots=True)
class Near:
    """The query term NEAR/n: a term of each side in one text, in either order, at most ``most`` words between.

    Words are counted by UAX #29, so that each Chinese character is one. A place reaches from the one term to the
    other.
    """

    left: tuple[Term, ...]
    right: tuple[Term, ...]
    most: int

    @property
    def text(self) -> str:
        return " ".join(side[0].text for side in (self.left, self.right))

    @property
    def exact(self) -> bool:
        return False

    def marked(self, mark: str) -> str:
        sides = (either([term.marked(mark) for term in side]) for side in (self.left, self.right))
        return f"({' AND '.join(sides)})"

    def sure(self, mark: str) -> str:
        return ""

    def places(self, folded: str) -> Iterator[tuple[int, int]]:
        return self.spans(folded)

    def spans(self, folded: str) -> Iterator[tuple[int, int]]:
        """Find where two query terms stand near each other (NEAR) in folded text: begin and end, in order, the
        shortest, not overlapping.
        """
        sides = [
            sorted({place for term in side for place in term.places(folded)}) for side in (self.left, self.right)
        ]
        if not all(sides):
            return
        starts, ends = _word_places(folded)
        found = []
        for others, own in (sides, sides[::-1]):
            by_end = sorted(others, key=lambda place: place[1])
            for start, end in own:
                before = bisect_right(by_end, start, key=lambda place: place[1]) - 1
                if before >= 0:
                    first, reached = by_end[before]
                    between = bisect_right(ends, start) - bisect_left(starts, reached)
                    if between <= self.most:
                        found.append((end, -first))
        at = 0
        for end, first in sorted(found):
            if -first >= at:
                yield -first, end
                at = end


@lru_cache(maxsize=16)
def _word_places(folded: str) -> tuple[list[int], list[int]]:
    """Where the words of a text begin, and where they end."""
    import regex  # slow to import

    places = [found.span() for found in regex.finditer(r"(?w)\w(?:\B.)*", folded, regex.DOTALL)]
    return [start for start, _ in places], [end for _, end in places]
