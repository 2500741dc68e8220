"""langdetect's n-gram profiles, scored exactly.

langdetect draws n-grams at random and multiplies their probabilities in each language until one stands out
(Shuyo, "Language Detection Library for Java", 2010). Here every n-gram counts, once each time it occurs: naive
Bayes over its 2- and 3-grams, its letters beyond ASCII, and besides the commonest words (``words``). Other single
letters are left out: they are in the longer ones. So is what only some profiles keep: some are cut at a probability
of 1e-4, others at 1e-5.

The log-probabilities of one n-gram in all languages of a script are packed into one integer, 32 bits a language,
so that adding up a text is adding up integers; that is exact, and the same in every run.
"""

import json
import math
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.metadata import distribution
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from crawler.extraction.text.word_lists import words_of

_LATIN = (
    "af", "ca", "cs", "cy", "da", "de", "en", "es", "et", "fi", "fr", "hr", "hu", "id", "it", "lt",
    "lv", "nl", "no", "pl", "pt", "ro", "sk", "sl", "so", "sq", "sv", "sw", "tl", "tr", "vi",
)  # fmt: skip
LANGUAGES: dict[str, tuple[str, ...]] = {
    "latin": _LATIN,
    "cyrillic": ("bg", "mk", "ru", "uk"),
    "arabic": ("ar", "fa", "ur"),
    "devanagari": ("hi", "mr", "ne"),
}
"""The languages that langdetect knows of each script which several share."""

_WEIGHTS = (1.0, 0.4, 1.0)  # of 1-, 2- and 3-grams
_FLOOR = 1e-5  # the probability of an n-gram that a profile lacks
_LEAST = 1e-4  # the probability at which most profiles are cut
_WORD = 6.0  # weight of a common word of a language, as a natural logarithm
_UNIT = 1024  # steps to a natural logarithm
_FIELD = 32  # bits a language: 2**32 / (1024 * ln 20000) leaves room for 400,000 n-grams
_MAX_WORDS = 3_000
_REPLACED = str.maketrans({"ș": "ş", "ț": "ţ", "Ș": "Ş", "Ț": "Ţ", "ی": "ي"})


class _Packed(NamedTuple):
    """The scores of n-grams and of common words for a script's languages."""

    grams: dict[str, int]
    words: dict[str, int]


class _Tables:
    """The packed profiles of the scripts met so far; each is loaded once, by whichever thread needs it first."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._packed: dict[str, _Packed] = {}

    def packed(self, script: str) -> _Packed:
        found = self._packed.get(script)
        if found is None:
            with self._lock:
                found = self._packed.get(script)
                if found is None:
                    found = self._packed[script] = _pack(LANGUAGES[script])
        return found


_TABLES = _Tables()


def log_likelihoods(words: Sequence[str], script: str) -> list[float]:
    """Return how likely the words are in each of ``LANGUAGES[script]``, as natural logarithms above one same base.

    ``words`` are runs of letters; past 3,000 they no longer count.
    """
    total = 0
    for word in words[:_MAX_WORDS]:
        total += _word_score(word, script)
    size = len(LANGUAGES[script]) * _FIELD // 8
    return [field / _UNIT for field in memoryview(total.to_bytes(size, "little")).cast("I")]


@lru_cache(maxsize=32_768)
def _word_score(word: str, script: str) -> int:
    packed = _TABLES.packed(script)
    known = packed.grams
    return sum([known[gram] for gram in ngrams(word) if gram in known], packed.words.get(word.lower(), 0))


def ngrams(word: str) -> list[str]:
    """Return langdetect's n-grams of a word between spaces: its letters beyond ASCII, its 2-grams and its 3-grams.

    As there, what ends in the second of two capitals, or a later one, counts for nothing.

    >>> ngrams("Éa"), ngrams("ABc")
    (['É', ' É', 'Éa', 'a ', ' Éa', 'Éa '], [' A', 'Bc', 'c ', 'ABc', 'Bc '])
    """
    text = f" {normalise(word)} "
    size = len(text)
    letters = [] if word.isascii() else [letter for letter in text if letter > "\x7f"]
    if word[1:].islower() or size == 3:
        return letters + [text[n : n + 2] for n in range(size - 1)] + [text[n : n + 3] for n in range(size - 2)]
    ends = [end for end in range(2, size + 1) if not (text[end - 1].isupper() and text[end - 2].isupper())]
    return letters + [text[end - 2 : end] for end in ends] + [text[end - 3 : end] for end in ends if end > 2]


def normalise(word: str) -> str:
    """Return the word with letters as the profiles write them.

    >>> normalise("și"), normalise("Việt")
    ('şi', 'Viểt')
    """
    if word.isascii():
        return word
    composed = unicodedata.normalize("NFKC", word).translate(_REPLACED)
    return "".join("ể" if "Ạ" <= letter <= "ỿ" else letter for letter in composed)


def _pack(languages: Sequence[str]) -> _Packed:
    packed = _Packed({}, {})
    for index, language in enumerate(languages):
        shift = index * _FIELD
        for gram, steps in _steps(language):
            packed.grams[gram] = packed.grams.get(gram, 0) | steps << shift
        for word in words_of(language):
            packed.words[word] = packed.words.get(word, 0) | round(_WORD * _UNIT) << shift
    return packed


def _steps(language: str) -> Iterator[tuple[str, int]]:
    """Yield each n-gram of a profile and its log-probability above that of an n-gram the profile lacks."""
    path = distribution("langdetect").locate_file(f"langdetect/profiles/{language}")
    profile = json.loads(Path(str(path)).read_text(encoding="utf-8"))
    totals = profile["n_words"]
    for gram, frequency in profile["freq"].items():
        probability = frequency / totals[len(gram) - 1]
        is_letter = len(gram) == 1 and gram.isascii()
        if probability >= _LEAST and not is_letter:
            yield gram, round(_WEIGHTS[len(gram) - 1] * _UNIT * math.log1p(probability / _FLOOR))
