"""Writes the frequencies of words from the package wordfreq (3.1), which nothing else needs.

``archive/bitext/word_frequency.txt`` has stems, ``archive/terms/lists/background.txt`` words.
"""

from collections import defaultdict
from math import log2
from pathlib import Path

from wordfreq import get_frequency_dict  # type: ignore[import-not-found]

from archive.bitext.chinese_words import english_meanings, is_chinese_word, is_proper_name
from archive.bitext.english_words import WORD_FREQUENCY_FILE, english_key, stem_english
from archive.word_lists_and_character_tables import to_simplified

_LEAST = (4e-4, 1e-3)
"""Rarer words are taken as one kind: telling them apart helped nothing."""

_BACKGROUND_FILE = Path("archive/terms/lists/background.txt")
_BACKGROUND_HEAD = """\
# Chinese and English words that are common in texts of any subject, made by tools/word_frequency.py from the
# frequencies of wordfreq (Robyn Speer, CC BY-SA 4.0). After "10" stand words of which a text has one in 2^10.
"""
_RAREST_IN_BACKGROUND = 16

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
    _write_background()


def _write_background() -> None:
    """Write the common words of both languages: characters, dictionary words that are no names, English keys."""
    rates: dict[str, defaultdict[str, float]] = {"chinese": defaultdict(float), "english": defaultdict(float)}
    for word, rate in get_frequency_dict("zh", "large").items():
        simplified = to_simplified(word)
        is_character = len(word) == 1 and word > "\u3400"
        if is_character or (len(word) > 1 and is_chinese_word(simplified) and not is_proper_name(simplified)):
            rates["chinese"][simplified] += rate
    for word, rate in get_frequency_dict("en", "large").items():
        if word.isascii() and word.isalpha() and word not in _LEFT_OUT:
            rates["english"][english_key(word)] += rate
    with _BACKGROUND_FILE.open("w", encoding="utf-8") as file:
        file.write(_BACKGROUND_HEAD)
        for language, table in rates.items():
            lines = defaultdict[int, list[str]](list)
            for word, rate in table.items():
                lines[round(-log2(rate))].append(word)
            file.write(f"\n[{language}]\n")
            file.writelines(
                f"{bits} {' '.join(sorted(words))}\n"
                for bits, words in sorted(lines.items())
                if bits <= _RAREST_IN_BACKGROUND
            )


def _class(rate: float, least: float) -> str:
    return str(round(-log2(rate))) if rate >= least else "-"


if __name__ == "__main__":
    main()
