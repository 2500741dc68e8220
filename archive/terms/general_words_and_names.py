"""General words and names among bilingual terms: how common words are in texts of any subject, which terms stand out
from; whether a Chinese and a Latin name sound alike (王建国, Wang Jianguo; 米勒, Miller), and what they name.

``lists/background.txt`` has the common words of both languages, from wordfreq (Robyn Speer, CC BY-SA 4.0). To compare
names, both are reduced to the classes of their consonants, since Chinese characters render the vowels of other
languages only roughly.
"""

import re
from difflib import SequenceMatcher
from functools import cache, lru_cache
from typing import Literal

from archive.bitext.chinese_words import explanations, pinyin_readings
from archive.word_lists_and_character_tables import list_lines, list_pattern, to_simplified, word_list

RARE = 17
"""The rarity of words that the background does not have."""
_MOST_RARE_GENERAL = 15.0
_EACH_FURTHER_WORD = 3.5


def rarities(language: Literal["chinese", "english"]) -> dict[str, int]:
    """Look up how rare each common word is in general texts, Chinese in simplified characters, English by its key.

    A text has one word in 2 to the power of the rarity.
    """
    return _rarities()[language]


@cache
def _rarities() -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for language in ("chinese", "english"):
        lines = (line.split() for line in list_lines("archive.terms", "background", language))
        found[language] = {word: int(bits) for bits, *words in lines for word in words}
    return found


def rarity(language: Literal["chinese", "english"], words: tuple[str, ...]) -> float:
    """Return how rare a term is in general texts: as its rarest word, and more for each further word.

    >>> rarity("chinese", ("问题",)) < rarity("chinese", ("同声", "传译"))
    True
    """
    table = rarities(language)
    return max(table.get(word.lower(), RARE) for word in words) + _EACH_FURTHER_WORD * (len(words) - 1)


def is_general(chinese: tuple[str, ...], english: tuple[str, ...]) -> bool:
    """Return whether a pair of terms is of general words, which any dictionary has.

    >>> is_general(("问题",), ("problem",)), is_general(("同声", "传译"), ("simultaneous", "interpreting"))
    (True, False)
    """
    return (rarity("chinese", chinese) + rarity("english", english)) / 2 <= _MOST_RARE_GENERAL


_LEAST_ALIKE = 0.66
_LEAST_CLASSES = 2
_LEAST_CHARACTERS = 2
_MOST_CHARACTERS = 20

_NO_LETTER = re.compile("[^a-z]+")
_SOFT = re.compile("[cg](?=[eiy])")
_SILENT = re.compile(r"(?<=[aeiou])(?:gh|h|r|w|y)(?![aeiou])|(?<=.)e\b|['’.-]")
_SOUNDS = (
    ("sch", "s"), ("tch", "s"), ("zh", "s"), ("ch", "s"), ("sh", "s"), ("th", "t"), ("ph", "f"), ("ck", "k"),
    ("ng", "n"), ("tz", "s"), ("x", "s"), ("qu", "k"),
)  # fmt: skip
_CLASSES = str.maketrans("bdgqcjzrmvwhy", "ptkksssl" + "nfff" + " ")
_NO_CONSONANT = re.compile("[^ptkslnf]+")
_REPEATED = re.compile(r"(.)\1+")


def is_transliteration(chinese: str, english: str) -> bool:
    """Return whether a Chinese name and one in Latin letters sound alike.

    >>> is_transliteration("王建国", "Wang Jianguo"), is_transliteration("里斯本", "Lisbon")
    (True, True)
    >>> is_transliteration("产能", "capacity")
    False
    """
    plain = english.lower()
    letters, name = _NO_LETTER.sub("", plain), _consonants(plain)
    return any(letters == pinyin or _are_alike(sounds, name) for pinyin, sounds in _readings(chinese))


@lru_cache(maxsize=1 << 16)
def _readings(chinese: str) -> tuple[tuple[str, str], ...]:
    """Return the pinyin of a Chinese name and the classes of its consonants, in two ways where characters have
    several readings.
    """
    characters = chinese.replace("·", "")
    if not _LEAST_CHARACTERS <= len(characters) <= _MOST_CHARACTERS or not characters[0] > "\u3000":
        return ()
    readings = [sorted(pinyin_readings(one)) or [""] for one in characters]
    ways = {tuple(several[n] for several in readings): None for n in (0, -1)}
    return tuple(
        ("".join(way), _consonants(" ".join("l" if reading == "er" else reading for reading in way))) for way in ways
    )


def _are_alike(first: str, second: str) -> bool:
    fewest = min(len(first), len(second))
    if fewest < _LEAST_CLASSES or max(len(first), len(second)) - fewest > 1 + fewest // 6:
        return False
    least = _LEAST_ALIKE + 0.4 / fewest
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return matcher.quick_ratio() >= least and matcher.ratio() >= least


@lru_cache(maxsize=1 << 16)
def _consonants(name: str) -> str:
    """Return the classes of the consonants of a Latin name, neighbours of one class as one."""
    name = _SILENT.sub("", _SOFT.sub("s", name))
    for letters, sound in _SOUNDS:
        name = name.replace(letters, sound)
    return _REPEATED.sub(r"\1", _NO_CONSONANT.sub("", name.translate(_CLASSES)))


NameType = Literal["person", "place", "organisation", "other"]

_LISTS = ("archive.terms", "names")
_ORGANISATION = re.compile(rf"(?:{'|'.join(word_list(*_LISTS, 'chinese organisations'))})\Z")
_PLACE = re.compile(rf"(?:{'|'.join(word_list(*_LISTS, 'chinese places'))})\Z")
_ORGANISATION_WORDS = word_list(*_LISTS, "english organisations")
_PLACE_WORDS = word_list(*_LISTS, "english places")
_COUNTRIES = word_list(*_LISTS, "countries")
_PLACE_EXPLAINED = re.compile(list_pattern(*_LISTS, "explanations of places"), re.IGNORECASE)
_PERSON_EXPLAINED = re.compile(r"\((?:\d{3,4}-|born |c\. \d)")
_LONGEST_CHINESE_NAME = 4


def name_type(chinese: str, english: str) -> NameType:
    """Classify what a pair of names is of (person, organisation, place), by its last words, the dictionary and
    surnames.

    >>> name_type("王建国", "Wang Jianguo"), name_type("里斯本", "Lisbon"), name_type("滨海大学", "Binhai University")
    ('person', 'place', 'organisation')
    """
    simplified = to_simplified(chinese)
    words = set(english.lower().split())
    explained = " / ".join(explanations(simplified))
    if _ORGANISATION.search(simplified) or words & _ORGANISATION_WORDS:
        return "organisation"
    if _PERSON_EXPLAINED.search(explained) or _is_person(simplified, english):
        return "person"
    if _PLACE.search(simplified) or words & _PLACE_WORDS or _PLACE_EXPLAINED.search(explained):
        return "place"
    return "place" if english.lower() in _COUNTRIES else "other"


def _is_person(chinese: str, english: str) -> bool:
    """Return whether a pair of names is of a person: the Chinese has a dot between its parts, or a surname as the
    other.
    """
    if "·" in chinese:
        return len(english.split()) > 1
    words = english.lower().split()
    surname = any("surname" in one for one in explanations(chinese[:1]) + explanations(chinese[:2]))
    readings = pinyin_readings(chinese[:1])
    has_surname = surname and any(word.startswith(reading) for word in (words[0], words[-1]) for reading in readings)
    return (
        1 < len(words) < 4
        and len(chinese) <= _LONGEST_CHINESE_NAME
        and has_surname
        and is_transliteration(chinese, english)
    )
