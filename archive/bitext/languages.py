"""Which languages two texts are in, as far as the aligner asks: Chinese, English, or neither."""

import re
from collections.abc import Sequence
from typing import Literal

Basis = Literal["dictionary", "lengths"]
"""What links two texts: a dictionary (and lengths), or only lengths, numbers and names."""

_SAMPLE = 20_000
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_KANA = re.compile(r"[\u3041-\u30ff]")
_LATIN = re.compile(r"[A-Za-z]")
_FOREIGN = re.compile(r"[À-ÖØ-öø-ž]")
_MOST_KANA = 0.1
_DENSITY = {"zh": 3.5, "yue": 3.5, "ja": 2.4, "ko": 2.1}
"""How many Latin letters a character stands for."""

_MOST_FOREIGN = 0.02


def primary(language: str) -> str:
    """The first part of a BCP 47 tag, in lower case.

    >>> primary("zh-Hant")
    'zh'
    """
    return language.partition("-")[0].lower()


def basis(source: str, target: str) -> Basis:
    """What texts in two languages can be aligned by.

    >>> basis("en", "zh-Hans"), basis("ja", "en")
    ('dictionary', 'lengths')
    """
    return "dictionary" if {primary(source), primary(target)} == {"zh", "en"} else "lengths"


def length_ratio(source: str, target: str) -> float:
    """How many characters a translation usually has in the target's language for one in the source's.

    Counted in translated news; languages written with an alphabet are taken for equal.

    >>> length_ratio("zh-Hans", "en"), length_ratio("en", "fr")
    (3.5, 1.0)
    """
    return _DENSITY.get(primary(source), 1.0) / _DENSITY.get(primary(target), 1.0)


def guess_language(segments: Sequence[str]) -> str:
    """``zh``, ``en`` or ``und``, by the letters that a text begins with.

    Latin letters with few accents are taken for English.
    """
    sample = "".join(segments)[:_SAMPLE]
    han, kana, latin, foreign = (len(pattern.findall(sample)) for pattern in (_HAN, _KANA, _LATIN, _FOREIGN))
    if han > latin / 3 and kana <= _MOST_KANA * han:
        return "zh"
    return "en" if latin > 3 * (han + kana) and foreign <= _MOST_FOREIGN * latin else "und"
