"""langdetect's n-gram profiles, scored exactly.

langdetect draws n-grams at random and multiplies their probabilities in each language until one stands out
(Shuyo, "Language Detection Library for Java", 2010). Here every n-gram counts, once each time it occurs: naive
Bayes over its 1-, 2- and 3-grams with its own smoothing. The log-probabilities of one n-gram in all languages of
a script are packed into one integer, 32 bits a language, so that adding up a text is adding up integers; that is
exact, and the same in every run.
"""

import json
import math
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from importlib.metadata import distribution
from pathlib import Path
from threading import Lock

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

_SMOOTHING = 0.5 / 10_000  # langdetect's ALPHA_DEFAULT / BASE_FREQ
_UNIT = 1024  # steps to a natural logarithm
_FIELD = 32  # bits a language: 2**32 / (1024 * ln 20000) leaves room for 400,000 n-grams
_MAX_WORDS = 3_000
_REPLACED = str.maketrans({"ș": "ş", "ț": "ţ", "Ș": "Ş", "Ț": "Ţ", "ی": "ي"})


class _Tables:
    """The packed profiles of the scripts met so far; each is loaded once, by whichever thread needs it first."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._packed: dict[str, dict[str, int]] = {}

    def packed(self, script: str) -> dict[str, int]:
        found = self._packed.get(script)
        if found is None:
            with self._lock:
                found = self._packed.get(script)
                if found is None:
                    found = self._packed[script] = _pack(LANGUAGES[script])
        return found


_TABLES = _Tables()


def log_likelihoods(words: Sequence[str], script: str) -> list[float]:
    """How likely the words are in each of ``LANGUAGES[script]``, as natural logarithms above one same base.

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
    return sum(packed.get(gram, 0) for gram in ngrams(word))


def ngrams(word: str) -> Iterator[str]:
    """langdetect's 1-, 2- and 3-grams of a word between spaces.

    As there, what follows two capitals counts for nothing until a small letter or the end of the word.

    >>> list(ngrams("Éa"))
    ['É', ' É', 'a', 'Éa', ' Éa', 'a ', 'Éa ']
    """
    text = f" {normalise(word)} "
    last = len(text) - 1
    for end in range(1, last + 1):
        if text[end].isupper() and text[end - 1].isupper():
            continue
        if end < last:
            yield text[end]
        yield text[end - 1 : end + 1]
        if end > 1:
            yield text[end - 2 : end + 1]


def normalise(word: str) -> str:
    """The word with letters as the profiles write them.

    >>> normalise("și"), normalise("Việt")
    ('şi', 'Viểt')
    """
    if word.isascii():
        return word
    composed = unicodedata.normalize("NFKC", word).translate(_REPLACED)
    return "".join("ể" if "Ạ" <= letter <= "ỿ" else letter for letter in composed)


def _pack(languages: Iterable[str]) -> dict[str, int]:
    packed: dict[str, int] = {}
    for index, language in enumerate(languages):
        for gram, steps in _steps(language):
            packed[gram] = packed.get(gram, 0) | steps << index * _FIELD
    return packed


def _steps(language: str) -> Iterator[tuple[str, int]]:
    """Each n-gram of a profile and its log-probability above that of an n-gram the profile lacks."""
    path = distribution("langdetect").locate_file(f"langdetect/profiles/{language}")
    profile = json.loads(Path(str(path)).read_text(encoding="utf-8"))
    totals = [_SMOOTHING * total for total in profile["n_words"]]
    for gram, frequency in profile["freq"].items():
        yield gram, round(_UNIT * math.log1p(frequency / totals[len(gram) - 1]))
