"""Language codes and names as people write them (``zh-CN``, ``chi``, ``Chinese``), and the tags that they mean.

Tags are BCP 47 (RFC 5646) without a region, as documents have them: ``zh-Hans``, ``en``.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files

_SCRIPT_LENGTH = 4
_REGIONS = {"zh-Hans": "zh-CN", "zh-Hant": "zh-TW"}


class LanguageCodes(StrEnum):
    """Which codes are written for languages: BCP 47 with the script, or with a region where a script has one."""

    BCP47 = "bcp47"
    REGION = "region"

    def code_of(self, tag: str) -> str:
        """Return the language code that exports write for a BCP 47 tag; only Chinese has one with a region.

        >>> LanguageCodes.REGION.code_of("zh-Hant"), LanguageCodes.BCP47.code_of("zh-Hant")
        ('zh-TW', 'zh-Hant')
        """
        return _REGIONS.get(tag, tag) if self is LanguageCodes.REGION else tag


def language_range(text: str) -> str:
    """Return the language range (RFC 4647) that a code or a name of a language means; an unknown one in lower case.

    The region of Chinese gives its script; other regions are left out.

    >>> [language_range(text) for text in ("zh_CN", "zh-HK", "chi", "Chinese", "en-US", "ZH-hans", "xx")]
    ['zh-Hans', 'zh-Hant', 'zh', 'zh', 'en', 'zh-Hans', 'xx']
    """
    known, code = _known_codes(), " ".join(text.split()).replace("_", "-").lower()
    if code in known:
        return known[code]
    first, *others = code.split("-")
    primary = known.get(first, first)
    script = next((part.title() for part in others if len(part) == _SCRIPT_LENGTH and part.isalpha()), None)
    if script:
        return f"{primary}-{script}"
    return next((known[f"{primary}-{part}"] for part in others if f"{primary}-{part}" in known), primary)


def is_known_language(code: str) -> bool:
    """Return whether a code or a name (``chi``, ``Chinese``) means a language.

    >>> is_known_language("zh-Hans"), is_known_language("note")
    (True, False)
    """
    return code.lower() in _known_codes()


@cache
def _known_codes() -> Mapping[str, str]:
    """The tag of each code and name, which are in lower case."""
    rows = files("archive.model").joinpath("language_codes.tsv").read_text(encoding="utf-8").splitlines()
    known: dict[str, str] = {}
    for row in rows:
        if row and not row.startswith("#"):
            tag, codes, names = row.split("\t")
            spellings = [tag, *codes.split(), *names.split(", ")]
            known |= dict.fromkeys((spelling.lower() for spelling in spellings if spelling), tag)
    return known


def primary_language(language: str) -> str:
    """Return the primary language of a BCP 47 tag: its first subtag, in lower case.

    >>> primary_language("zh-Hant")
    'zh'
    """
    return language.partition("-")[0].lower()


def is_in_language(tag: str, wanted: str | None) -> bool:
    """Return whether a language tag is within a language range (RFC 4647, basic filtering); all are in None.

    >>> is_in_language("zh-Hans", "zh"), is_in_language("zh", "zh-Hans"), is_in_language("en", None)
    (True, False, True)
    """
    return wanted is None or f"{tag.lower()}-".startswith(f"{wanted.lower()}-")
