"""Tokenizes folded text so that every phrase of a text can be found by its tokens.

Text falls into runs of three kinds:

- *joined* scripts, which put no space between words (Han, kana, Hangul, Thai and its neighbours): each run becomes
  its overlapping bigrams and then its last character alone, so that any substring of it is a phrase, and a single
  character the beginning of some token;
- *words*: runs of other letters, marks and digits. A word is one token, unless it touches a joined script
  (``2025年``) or is very long: then it is a mark for its beginning, its bigrams and its last character, all under
  the mark ``SPELLED``, so that both the whole word and any part of it is a phrase;
- *separators*: each character is a token, except a space between two words.

``BREAK``, which no query holds, separates blocks. FTS5's ``ascii`` tokenizer keeps these tokens as they are: their
ASCII characters are letters and digits, ASCII separators are replaced by private characters.
"""

import operator
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from archive.index.text_analysis.folding import PRIVATE, fold

TOKENS_VERSION = 2
LONG_WORD = 40
"""Words of more characters than this are spelled: engines bound the length of a token."""

SPELLED = chr(PRIVATE + 0x80)
BREAK = chr(PRIVATE + 0x81)

RunKind = Literal["joined", "word", "separator"]


class TextRun(NamedTuple):
    """A run of characters of one kind. ``touching``: a word with a joined script right before or after it."""

    kind: RunKind
    text: str
    touching: bool = False

    @property
    def spelled(self) -> bool:
        """Whether this word is indexed by its bigrams."""
        return self.touching or len(self.text) > LONG_WORD


def text_tokens(texts: Iterable[str]) -> Iterator[str]:
    """The tokens of separate texts (blocks, a title), in order.

    >>> [token.replace(SPELLED, "~").replace(BREAK, "|") for token in text_tokens(["中国2025", "win win"])]
    ['中国', '国', '~', '~20', '~02', '~25', '~5', '|', 'win', 'win']
    """
    return folded_tokens(map(fold, texts))


def folded_tokens(folded: Iterable[str]) -> Iterator[str]:
    """As ``text_tokens``, of folded texts."""
    for number, text in enumerate(folded):
        if number:
            yield BREAK
        yield from _tokens(text)


def text_runs(folded: str) -> list[TextRun]:
    """The runs of folded text; several spaces become one.

    >>> [piece.text for piece in text_runs("第2章: go")]
    ['第', '2', '章', ': ', 'go']
    """
    classes = folded.translate(_CLASSES)
    found = [(_KINDS[match[0][0]], folded[match.start() : match.end()]) for match in _RUNS.finditer(classes)]
    return [_piece(found, position) for position in range(len(found))]


def bigrams(text: str) -> list[str]:
    """A run's overlapping bigrams, then its last character.

    >>> bigrams("产能合")
    ['产能', '能合', '合']
    """
    return [*map(operator.add, text, text[1:]), text[-1]]


def spelled_tokens(word: str) -> list[str]:
    """A word's bigrams and its last character, each under the mark of spelled words, without its beginning."""
    return [SPELLED + token for token in bigrams(word)]


def separator_token(character: str) -> str:
    """The token of a separator: an ASCII one becomes a private character, since FTS5 would split there."""
    return chr(PRIVATE + ord(character)) if character.isascii() else character


def between_words(found: Sequence[TextRun], position: int) -> bool:
    """Whether a run is a single space between words, which is no token."""
    return (
        found[position].text == " "
        and 0 < position < len(found) - 1
        and found[position - 1].kind == found[position + 1].kind == "word"
    )


def is_word_character(character: str) -> bool:
    """Whether a folded character belongs to words, in the sense of this module."""
    return _CLASSES[ord(character)] == "w"


def _tokens(folded: str) -> list[str]:
    """The tokens of one text; written for speed, so that words are handled by the line."""
    classes = f"{folded.translate(_CLASSES)}."
    tokens: list[str] = []
    for run in _STRETCHES.finditer(classes):
        start, end = run.span()
        text, before, behind = folded[start:end], classes[start - 1], classes[end]
        if classes[start] == "j":
            tokens += bigrams(text)
        elif classes[start] == "w":
            tokens += _words(text.split(" "), before == "j", behind == "j")
        else:
            text = _SPACES.sub(" ", text) if "  " in text else text
            tokens += () if text == " " and before == behind == "w" else map(separator_token, text)
    return tokens


def _words(words: list[str], touched: bool, touching: bool) -> list[str]:
    """The tokens of words separated by one space; the first and the last may touch a joined script."""
    if not touched and not touching and max(map(len, words)) <= LONG_WORD:
        return words
    last = len(words) - 1
    spell = [
        len(word) > LONG_WORD or (touched and at == 0) or (touching and at == last) for at, word in enumerate(words)
    ]
    return [
        token
        for word, letters in zip(words, spell, strict=True)
        for token in ((SPELLED, *spelled_tokens(word)) if letters else (word,))
    ]


def _piece(found: list[tuple[RunKind, str]], position: int) -> TextRun:
    kind, text = found[position]
    if kind == "separator":
        return TextRun(kind, _SPACES.sub(" ", text))
    neighbours = found[max(0, position - 1) : position + 2]
    return TextRun(kind, text, kind == "word" and any(other == "joined" for other, _ in neighbours))


_KINDS: dict[str, RunKind] = {"j": "joined", "w": "word", "s": "separator", " ": "separator"}
_RUNS = re.compile("j+|w+|[s ]+")
_STRETCHES = re.compile("j+|w+(?: w+)*|[s ]+")
_SPACES = re.compile(" +")

_JOINED = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Myanmar
    (0x1100, 0x11FF),  # Hangul Jamo
    (0x1780, 0x17FF),  # Khmer
    (0x2E80, 0x2FDF),  # radicals
    (0x3005, 0x3007),  # 々〆〇
    (0x3021, 0x30FF),  # numerals of Suzhou, kana
    (0x3100, 0x31FF),  # bopomofo, Hangul compatibility, kana
    (0x3400, 0x9FFF),  # Han
    (0xA960, 0xA97F),  # Hangul
    (0xAC00, 0xD7FF),
    (0xF900, 0xFAFF),  # Han, compatibility
    (0xFF66, 0xFFDC),  # half-width kana and Hangul
    (0x1AFF0, 0x1B16F),  # kana
)
_HAN_PLANES = range(0x20000, 0x40000)
"""Planes 2 and 3 hold nothing but Han, and new characters in each version of Unicode."""


class _Classes(dict[int, str]):
    """The class of each character already met: j(oined), w(ord), s(eparator) or a space."""

    def __missing__(self, code: int) -> str:
        self[code] = found = _class_of(code)
        return found


_CLASSES = _Classes()


def _class_of(code: int) -> str:
    if code in _HAN_PLANES:
        return "j"
    if unicodedata.category(chr(code))[0] not in "LMN":
        return " " if chr(code) == " " else "s"
    return "j" if any(first <= code <= last for first, last in _JOINED) else "w"
