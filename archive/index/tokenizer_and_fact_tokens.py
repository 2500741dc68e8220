"""Tokenizer of the full-text index: tokens of folded text, by which every phrase is found, and fact tokens of a
document.

Text falls into runs of three kinds:

- *joined* scripts, which put no space between words (Han, kana, Hangul, Thai and its neighbours): each run becomes
  its overlapping bigrams and then its last character alone, so that any substring of it is a phrase, and a single
  character the beginning of some token;
- *words*: runs of other letters, marks and digits. A word is one token, unless it touches a joined script
  (``2025年``) or is very long: then it is a mark for its beginning, its bigrams and its last character, all under
  the mark ``SPELLED``, so that both the whole word and any part of it is a phrase;
- *separators*: each character is a token, except a space between two words. The last one before a joined script and
  the character behind it are one token (``、合``), since both alone stand in most documents.

Two function words side by side (``of the``) are one token besides, at the end of their column: their phrase, which
stands in most documents, is then found as fast as a word.

``BREAK``, which no query holds, separates blocks. FTS5's ``ascii`` tokenizer keeps these tokens as they are: their
ASCII characters are letters and digits, ASCII separators are replaced by private characters.

Fact tokens begin with a private character, unlike tokens of texts. A site, kind or language is one token. A day of
publication has a token for each of its beginnings (``2``, ``20``, ``201``, ``2015``, ``201504``, ``20150428``), so
that any range of days is a few tokens. A speaker and a source are the tokens of their text, each under a mark, and a
speaker's whole name is one token besides.
"""

import hashlib
import operator
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from archive.bitext.english_words import FUNCTION_WORDS
from archive.index.folding import PRIVATE, fold
from archive.model.document import Document

TOKENS_VERSION = 4
LONG_WORD = 40
"""Words of more characters than this are spelled: engines bound the length of a token."""

SPELLED = chr(PRIVATE + 0x80)
BREAK = chr(PRIVATE + 0x81)
_PAIR = chr(PRIVATE + 0x82)
TITLED = chr(PRIVATE + 0x83)
"""The mark of beginnings of words in title or subtitle."""

RunKind = Literal["joined", "word", "separator"]


class TextRun(NamedTuple):
    """A run of characters of one kind in folded text: joined script, word or separator. ``touching``: a word with a
    joined script right before or after it.
    """

    kind: RunKind
    text: str
    touching: bool = False

    @property
    def spelled(self) -> bool:
        """Return whether the search index holds this word as character bigrams: it is long, or touches Chinese."""
        return self.touching or len(self.text) > LONG_WORD


def _text_tokens(texts: Iterable[str]) -> Iterator[str]:
    """Tokenize separate texts (blocks, a title) for the full-text index, in order.

    >>> [token.replace(SPELLED, "~").replace(BREAK, "|") for token in _text_tokens(["中国2025、中国", "win win"])]
    ['中国', '国', '~', '~20', '~02', '~25', '~5', '、中', '中国', '国', '|', 'win', 'win']
    """
    return _folded_tokens(map(fold, texts))


def _folded_tokens(folded: Iterable[str]) -> Iterator[str]:
    """Tokenize separate texts that are folded already, as ``_text_tokens`` does."""
    for number, text in enumerate(folded):
        if number:
            yield BREAK
        yield from _tokens(text)


def column_tokens(folded: Iterable[str]) -> list[str]:
    """Tokenize the folded texts of a column of the full-text index; pairs of function words come last."""
    tokens = list(_folded_tokens(folded))
    pairs = [pair for two in pairwise(tokens) if (pair := pair_token(*two))]
    return [*tokens, BREAK, *pairs] if pairs else tokens


def pair_token(first: str, second: str) -> str | None:
    """Return the index token of two adjacent function words (``of the``); None unless both are function words.

    >>> pair_token("of", "the") is not None, pair_token("of", "china")
    (True, None)
    """
    if first in FUNCTION_WORDS and second in FUNCTION_WORDS:
        return f"{_PAIR}{first}{_PAIR}{second}"
    return None


def text_runs(folded: str) -> list[TextRun]:
    """Cut folded text into runs of one kind (joined script, word, separator) to tokenize; several spaces become one.

    >>> [piece.text for piece in text_runs("第2章: go")]
    ['第', '2', '章', ': ', 'go']
    """
    classes = folded.translate(_CLASSES)
    found = [(_KINDS[match[0][0]], folded[match.start() : match.end()]) for match in _RUNS.finditer(classes)]
    return [_piece(found, position) for position in range(len(found))]


def letter_tokens(folded: str) -> list[str]:
    """Return the index tokens of folded text without separators: bigrams of joined scripts, and whole words.

    >>> letter_tokens("产能合 go-global")
    ['产能', '能合', '合', 'go', 'global']
    """
    return [
        token
        for run in text_runs(folded)
        if run.kind != "separator"
        for token in (bigrams(run.text) if run.kind == "joined" else [run.text])
    ]


def bigrams(text: str) -> list[str]:
    """Return the overlapping bigrams of a run of Chinese characters, then its last character, as the search index
    holds it.

    >>> bigrams("产能合")
    ['产能', '能合', '合']
    """
    return [*map(operator.add, text, text[1:]), text[-1]]


def spelled_tokens(word: str) -> list[str]:
    """Return the character bigrams under which the index holds a long word, and its last character, each marked."""
    return [SPELLED + token for token in bigrams(word)]


def separator_tokens(separators: str, behind: str = "") -> list[str]:
    """Return the index tokens of separators; ``behind`` is the character of a joined script right behind them.

    An ASCII separator becomes a private character, since FTS5 would split there.

    >>> separator_tokens("》、", "合")
    ['》', '、合']
    """
    tokens = [chr(PRIVATE + ord(each)) if each.isascii() else each for each in separators]
    tokens[-1] += behind
    return tokens


def between_words(found: Sequence[TextRun], position: int) -> bool:
    """Return whether a text run is a single space between two words, which gets no token in the index."""
    return (
        found[position].text == " "
        and 0 < position < len(found) - 1
        and found[position - 1].kind == found[position + 1].kind == "word"
    )


def letter_runs(folded: str, joined: bool) -> Iterator[tuple[int, int]]:
    """Find where the words of folded text begin and end; with ``joined``, all between separators, Chinese too.

    >>> list(letter_runs("go 第2章", joined=False)), list(letter_runs("go 第2章", joined=True))
    ([(0, 2), (4, 5)], [(0, 2), (3, 6)])
    """
    return (run.span() for run in re.finditer("[jw]+" if joined else "w+", folded.translate(_CLASSES)))


def without_overlaps(places: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Drop places of matches that overlap an earlier one; the places are in order."""
    reached = 0
    for start, end in places:
        if start >= reached:
            yield start, end
            reached = end


def is_joined_character(character: str) -> bool:
    """Return whether a folded character belongs to a script without spaces between words (Chinese, Japanese,
    Thai).
    """
    return _CLASSES[ord(character)] == "j"


def is_word_character(character: str) -> bool:
    """Return whether a folded character is a letter or digit of a script with spaces between words."""
    return _CLASSES[ord(character)] == "w"


def _tokens(folded: str) -> list[str]:
    """Tokenize one folded text; written for speed, so that words are handled by the line."""
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
            if text != " " or not before == behind == "w":
                tokens += separator_tokens(text, folded[end] if behind == "j" else "")
    return tokens


def _words(words: list[str], touched: bool, touching: bool) -> list[str]:
    """Tokenize words separated by one space; the first and the last may touch a joined script."""
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

JOINED_SCRIPTS = (
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
HAN_PLANES = range(0x20000, 0x40000)
"""Planes 2 and 3 hold nothing but Han, and new characters in each version of Unicode."""


class _Classes(dict[int, str]):
    """The class of each character already met: j(oined), w(ord), s(eparator) or a space."""

    def __missing__(self, code: int) -> str:
        self[code] = found = _class_of(code)
        return found


_CLASSES = _Classes()


def _class_of(code: int) -> str:
    if code in HAN_PLANES:
        return "j"
    if unicodedata.category(chr(code))[0] not in "LMN":
        return " " if chr(code) == " " else "s"
    return "j" if any(first <= code <= last for first, last in JOINED_SCRIPTS) else "w"


EVERY_DOCUMENT = chr(PRIVATE + 0x90)
"""A token that every document has."""
SPEAKER = chr(PRIVATE + 0x91)
SOURCE = chr(PRIVATE + 0x92)
_SITE, _KIND, _LANG, _DAY, _NAME = (chr(PRIVATE + code) for code in range(0x93, 0x98))
NO_DOCUMENT = chr(PRIVATE + 0x9F)
"""A token that no document has."""

_PUBLISHED = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_LEVELS = (1, 2, 3, 4, 6, 8)
"""Lengths of the beginnings of a day (``YYYYMMDD``) that are tokens."""


def fact_tokens(document: Document) -> Iterator[str]:
    """Return the fact tokens under which the search index holds a document: site, kind, languages, day, speaker,
    source.
    """
    yield from (EVERY_DOCUMENT, site_token(document.site), kind_token(document.kind))
    yield from dict.fromkeys(token for lang in document.languages for token in _lang_tokens(lang))
    if day := day_of(document.published):
        yield from (_day_token(day[:length]) for length in _LEVELS)
    speaker = speaker_name(document)
    if speaker:
        yield name_token(speaker)
    for mark, text in ((SPEAKER, speaker), (SOURCE, document.source)):
        if text:
            yield BREAK
            yield from (mark + token for token in _text_tokens([text]))


def speaker_name(document: Document) -> str | None:
    """Return a document's speaker, as on the page; a lone surrogate, which cannot be stored, becomes a question
    mark.
    """
    speaker = document.speech and document.speech.speaker
    return speaker.encode("utf-8", "replace").decode() if speaker else None


def name_token(speaker: str) -> str:
    """Return the fact token of a speaker's whole name: a digest of it, since engines limit the length of a token."""
    return _NAME + hashlib.blake2b(fold(speaker).encode(), digest_size=10).hexdigest()


def site_token(site: str) -> str:
    return _SITE + _spelled(site)


def kind_token(kind: str) -> str:
    return _KIND + kind


def lang_token(lang: str) -> str:
    """Return the fact token of documents with a language in this range (RFC 4647, basic filtering)."""
    return _LANG + _spelled(lang)


def _day_token(beginning: str) -> str:
    """Return the fact token of documents published on a day with this beginning (``YYYYMMDD``, or ``201504``)."""
    return _DAY + beginning


def published_tokens(since: str | None, until: str | None) -> list[str]:
    """Return fact tokens such that exactly the documents published in a range of days have one of them.

    Both ends are included, as ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; None is open.

    >>> [token[1:] for token in published_tokens("2015-11", "2017")]
    ['201511', '201512', '2016', '2017']
    """
    first, last = _digits(since, "0000-01-01"), _digits(until, "9999-12-31")
    return [_day_token(beginning) for beginning in _cover("", first, last)]


def _digits(day: str | None, whole: str) -> str:
    return ((day or "") + whole[len(day or "") :]).replace("-", "")


def _cover(beginning: str, first: str, last: str) -> Iterator[str]:
    """Return the fewest beginnings of days (``2015``, ``201504``), in order, that cover exactly the days from first
    to last.
    """
    low, high = _digits_span(beginning)
    if high < first or low > last:
        return
    if beginning and first <= low and high <= last:
        yield beginning
        return
    for further in _further(beginning):
        yield from _cover(beginning + further, first, last)


def _digits_span(beginning: str) -> tuple[str, str]:
    """The first and last day with this beginning, as digits; every month has 31 days."""
    return beginning + "00000101"[len(beginning) :], beginning + "99991231"[len(beginning) :]


def _further(beginning: str) -> Iterable[str]:
    if len(beginning) < len("YYYY"):
        return "0123456789"
    return (f"{number:02d}" for number in range(1, 13 if len(beginning) == len("YYYY") else 32))


def day_of(published: str | None) -> str | None:
    """Return the day of publication as ``YYYYMMDD``, from a document's date; None where it is unknown."""
    found = _PUBLISHED.match(published or "")
    return "".join(found.groups()) if found else None


def _lang_tokens(lang: str) -> Iterator[str]:
    parts = lang.split("-")
    return (lang_token("-".join(parts[:length])) for length in range(1, len(parts) + 1))


def _spelled(text: str) -> str:
    """Fold the value of a fact token, and replace characters at which FTS5 would split by private ones."""
    return "".join(
        character if character.isalnum() or not character.isascii() else chr(PRIVATE + ord(character))
        for character in fold(text)
    )
