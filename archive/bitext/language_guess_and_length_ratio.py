"""Languages of texts to align: whether a text is Chinese, English or neither, and by what two languages are
aligned.
"""

import re
from collections.abc import Sequence
from typing import Literal

from archive.model.language_codes import primary_language

AlignmentBasis = Literal["dictionary", "lengths"]
"""The evidence that links two texts: a dictionary with lengths, or only lengths, numbers and names."""

_SAMPLE = 20_000
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Chinese characters of the basic plane, for a class of a regular expression."""

HAN_OF_ALL_PLANES = f"{HAN}\U00020000-\U0003ffff"
_LETTERS = (f"[{HAN}]", r"[\u3041-\u30ff]", r"[A-Za-z]", r"[À-ÖØ-öø-ž]")
"""Chinese characters, kana, Latin letters and those with accents."""
_MOST_KANA = 0.1
_LETTERS_A_CHARACTER = {"zh": 3.5, "yue": 3.5, "ja": 2.4, "ko": 2.1}
"""The number of Latin letters that one character of a language stands for."""

_MOST_ACCENTED = 0.02


def alignment_basis(source: str, target: str) -> AlignmentBasis:
    """Return the evidence by which texts in two languages are aligned: dictionary or lengths.

    >>> alignment_basis("en", "zh-Hans"), alignment_basis("ja", "en")
    ('dictionary', 'lengths')
    """
    return "dictionary" if {primary_language(source), primary_language(target)} == {"zh", "en"} else "lengths"


def length_ratio(source: str, target: str) -> float:
    """Return the usual number of characters of a translation for each character of the source, by language.

    The ratio was counted in translated news. Languages written with an alphabet count as equal.

    >>> length_ratio("zh-Hans", "en"), length_ratio("en", "fr")
    (3.5, 1.0)
    """
    return _LETTERS_A_CHARACTER.get(primary_language(source), 1.0) / _LETTERS_A_CHARACTER.get(
        primary_language(target), 1.0
    )


def guess_language(segments: Sequence[str]) -> str:
    """Guess the language of a text by the letters at its beginning: ``zh``, ``en`` or ``und``.

    Latin letters with few accents count as English.
    """
    sample = "".join(segments)[:_SAMPLE]
    han, kana, latin, accented = (len(re.findall(letters, sample)) for letters in _LETTERS)
    if han > latin / 3 and kana <= _MOST_KANA * han:
        return "zh"
    return "en" if latin > 3 * (han + kana) and accented <= _MOST_ACCENTED * latin else "und"
