"""Names of authors and speakers, split into family and given names as citation styles need them.

Only what a name's own letters tell is used: a name in Chinese, Japanese or Korean characters and the name of an
organisation stay whole. A Chinese name in pinyin has the family name first.
"""

import re
from dataclasses import dataclass

from archive.word_lists import word_list

_SURNAMES = word_list(__package__, "citation", "surnames")
_PARTICLES = word_list(__package__, "citation", "particles")
_SUFFIXES = word_list(__package__, "citation", "suffixes")
_ORGANISATIONS = word_list(__package__, "citation", "organisations")

_EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003ffff]")
_BETWEEN = re.compile(r"\s*[;；、/]\s*|\s*,?\s+(?:and|&)\s+|\s*&\s*|\s*[，,](?!\s*(?:Jr|Sr)\b)\s*")
_SURNAME_ALONE = re.compile(r"([^\W\d_]+),\s*([^\W\d_][^,]*)")
_SYLLABLE = re.compile(
    "(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    "(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|an|ao|ei|en|er|ia|ie|in|iu|ou|ua|ue|ui|un|uo|üe|a|e|i|o|u|ü)"
)
_PINYIN = re.compile(f"(?:{_SYLLABLE.pattern}['’-]?){{1,3}}")
_GIVEN_WITH_HYPHEN = re.compile(r"[A-Z][a-z]+-[a-z]+")


@dataclass(frozen=True, slots=True)
class CitedName:
    """The name of an author in a citation. ``family`` is None for a name that stays whole: ``text``."""

    text: str
    family: str | None = None
    given: str = ""
    suffix: str = ""
    family_first: bool = False
    """True for a Chinese or Korean name in Latin letters."""

    @property
    def initials(self) -> tuple[str, ...]:
        """Return the initials of an author's given names, one for each syllable of a name in pinyin.

        >>> split_names("Xi Jinping")[0].initials
        ('J', 'P')
        """
        parts = re.findall(r"[^\s.]+", self.given)
        if self.family_first:
            parts = [syllable for part in parts for syllable in _syllables(part)]
        return tuple(part[0].upper() for part in parts if part)


def split_names(text: str) -> tuple[CitedName, ...]:
    """Split the author line of a citation into names, in its order.

    >>> [(name.family, name.given) for name in split_names("Wang Yi, Mary van Dyke and Ban Ki-moon")]
    [('Wang', 'Yi'), ('van Dyke', 'Mary'), ('Ban', 'Ki-moon')]
    """
    if (turned := _SURNAME_ALONE.fullmatch(text)) and not is_east_asian(text):
        family, given = turned.groups()
        if len(given.split()) <= 2 and not _has_organisation(text):
            return (CitedName(f"{given} {family}", family, given),)
    return tuple(_split_name(part) for part in _BETWEEN.split(text) if part)


def is_east_asian(text: str) -> bool:
    """Return whether an author's name or title has Chinese, Japanese or Korean characters."""
    return _EAST_ASIAN.search(text) is not None


def _split_name(text: str) -> CitedName:
    if is_east_asian(text):
        return CitedName(re.sub(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])", "", text))
    words, suffix = _without_suffix(text.replace(",", " ").split())
    if not 2 <= len(words) <= 5 or _has_organisation(text) or not all(map(_may_be_in_name, words)):
        return CitedName(text)
    if _is_family_first(words):
        return CitedName(text, words[0].capitalize(), " ".join(words[1:]), suffix, family_first=True)
    first = next((n for n, word in enumerate(words[1:-1], 1) if word.lower() in _PARTICLES), len(words) - 1)
    return CitedName(text, " ".join(words[first:]), " ".join(words[:first]), suffix)


def _without_suffix(words: list[str]) -> tuple[list[str], str]:
    return (words[:-1], words[-1]) if words[-1:] and words[-1] in _SUFFIXES else (words, "")


def _has_organisation(text: str) -> bool:
    return not _ORGANISATIONS.isdisjoint(word.strip(",") for word in text.split())


def _may_be_in_name(word: str) -> bool:
    return word in _PARTICLES or (word[0].isupper() and not any(letter.isdigit() for letter in word))


def _is_family_first(words: list[str]) -> bool:
    """Return whether an author's family name comes first: before pinyin, before 'Ki-moon', or alone in capitals."""
    if len(words) != 2:
        return False
    family, given = words
    in_capitals = family.isalpha() and family.isupper() and len(family) > 1 and not given.isupper()
    if in_capitals or _GIVEN_WITH_HYPHEN.fullmatch(given):
        return True
    return family.lower() in _SURNAMES and _PINYIN.fullmatch(given.lower()) is not None


def _syllables(text: str) -> list[str]:
    """Return the syllables of a given name in pinyin; a part that is none stays whole."""
    found: list[str] = []
    for part in re.split("['’-]", text.lower()):
        found += _SYLLABLE.findall(part) if _PINYIN.fullmatch(part) else [part]
    return found
