"""Writes archive/bitext/word_frequency.txt from the package wordfreq (3.1), which nothing else needs."""

from collections import defaultdict
from math import log2

from wordfreq import get_frequency_dict  # type: ignore[import-not-found]

from archive.bitext.chinese_words import english_meanings
from archive.bitext.english_words import WORD_FREQUENCY_FILE, stem_english

_LEAST = (4e-4, 1e-3)
"""Rarer words are taken as one kind: telling them apart helped nothing."""

_LEFT_OUT = frozenset(("fuck", "shit"))
"""Common in the subtitles that were counted, not on a page of an agency."""


def main() -> None:
    """Counts, rounds to powers of two and writes."""
    english, chinese = defaultdict[str, float](float), defaultdict[str, float](float)
    for word, rate in get_frequency_dict("en", "large").items():
        english[stem_english(word)] += rate
    for word, rate in get_frequency_dict("zh", "large").items():
        for meaning in english_meanings(word):
            chinese[meaning] += rate
    lines = defaultdict[tuple[str, ...], list[str]](list)
    for word in sorted(english.keys() | chinese.keys()):
        classes = tuple(_class(table[word], least) for table, least in zip((english, chinese), _LEAST, strict=True))
        if word.isascii() and word.isalpha() and word not in _LEFT_OUT and set(classes) != {"-"}:
            lines[classes].append(word)
    WORD_FREQUENCY_FILE.write_text(
        "".join(f"{' '.join(key)} {' '.join(lines[key])}\n" for key in sorted(lines)), encoding="utf-8"
    )


def _class(rate: float, least: float) -> str:
    return str(round(-log2(rate))) if rate >= least else "-"


if __name__ == "__main__":
    main()
