"""Language detection for each block of a page.

Scripts are counted first: Hangul is Korean, kana Japanese, Han alone Chinese. Where several languages share a
script, langdetect's profiles are scored exactly, and what the other blocks of the page are written in is the prior:
a block of two words on an English page needs more than a doubt to be Danish. A short line is in one of the languages
that its page surely has, unless it surely is not.

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
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain
from threading import Lock
from typing import NamedTuple

from archive.word_lists_and_character_tables import find_package_file
from crawler.extraction.language import writing_systems_and_chinese_characters as characters
from crawler.extraction.text.word_lists_and_patterns import any_of, lazy_pattern, read_rows

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


class _Grams(dict[str, int]):
    """The packed scores of n-grams, each computed when it is first looked up; ``known`` are those of all profiles."""

    def __init__(self, languages: Sequence[str]) -> None:
        super().__init__()
        self._profiles = [_read_profile(language) for language in languages]
        self.known = frozenset[str]().union(*(frequencies for frequencies, _ in self._profiles))

    def __missing__(self, gram: str) -> int:
        score, order = 0, len(gram) - 1
        for index, (frequencies, totals) in enumerate(self._profiles):
            probability = frequencies.get(gram, 0) / totals[order]
            if probability >= _LEAST:
                score |= round(_WEIGHTS[order] * _UNIT * math.log1p(probability / _FLOOR)) << index * _FIELD
        self[gram] = score
        return score


class _Packed(NamedTuple):
    """The scores of n-grams and of common words for a script's languages."""

    grams: _Grams
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


def _log_likelihoods(words: Sequence[str], script: str) -> list[float]:
    """Return how likely words are in each of the languages of a script, as natural logarithms above one same base.

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
    scores, known = packed.grams, packed.grams.known
    return sum([scores[gram] for gram in ngrams(word) if gram in known], packed.words.get(word.lower(), 0))


def ngrams(word: str) -> list[str]:
    """Return the n-grams of a word by which its language is detected: letters beyond ASCII, 2-grams and 3-grams.

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
    """Write the letters of a word as langdetect's profiles do, to detect its language.

    >>> normalise("și"), normalise("Việt")
    ('şi', 'Viểt')
    """
    if word.isascii():
        return word
    composed = unicodedata.normalize("NFKC", word).translate(_REPLACED)
    return "".join("ể" if "Ạ" <= letter <= "ỿ" else letter for letter in composed)


def _pack(languages: Sequence[str]) -> _Packed:
    words: dict[str, int] = {}
    for index, language in enumerate(languages):
        for word in words_of(language):
            words[word] = words.get(word, 0) | round(_WORD * _UNIT) << index * _FIELD
    return _Packed(_Grams(languages), words)


def words_of(language: str) -> frozenset[str]:
    """Return the commonest words of a language by its code, for language detection; none without a list.

    N-grams of two or three words say little; that 'der' is a word of German and 'el' one of Spanish says more.
    """
    return _common_words().get(language, frozenset())


@cache
def _common_words() -> dict[str, frozenset[str]]:
    return {language: frozenset(words.split()) for language, words in read_rows("common_words.tsv")}


def _read_profile(language: str) -> tuple[dict[str, int], list[int]]:
    """Read langdetect's profile of a language: the frequency of each n-gram, and of all 1-, 2- and 3-grams
    together.
    """
    path = find_package_file(
        "langdetect", f"profiles/{language}", "langdetect's profiles are missing; install it again"
    )
    profile = json.loads(path.read_bytes())
    totals = profile["n_words"]
    least = min(totals) * _LEAST
    return {gram: count for gram, count in profile["freq"].items() if count >= least}, totals


UNDETERMINED = "und"


class Detection(NamedTuple):
    """The detected language of a block: a BCP 47 tag, and how sure it is, from 0 to 1."""

    lang: str
    confidence: float


class _Reading(NamedTuple):
    """The scripts of a block alone: its main script, the share of the text that is in it, and its letters by
    script.
    """

    text: str
    script: str
    share: float
    letters: Mapping[str, int]


_EAST_ASIAN = frozenset({characters.HAN, characters.KANA, characters.HANGUL})
_LETTERS_PER_WORD = {characters.LATIN: 5.0, characters.HAN: 1.5, characters.KANA: 2.5, characters.HANGUL: 2.5}
_MAX_TEXT = 10_000  # characters that are looked at, as in langdetect
_NOISE_SIGNS = ("://", "www.", "@", ".com", ".cn", ".net", ".org")
_NOISE = lazy_pattern(any_of("page", "addresses in a text"))

_TEMPER = 0.22  # n-grams overlap and words have context, so they are not independent evidence
_ELSEWHERE = 0.03  # how likely a block is in a language that no other block of its page is in
_ROUNDS = 3
_LONG, _SURE = 6, 0.9  # words of a block, and how sure its language is, that need no page
_MANY, _SHARE = (
    4,
    0.25,
)  # blocks of a script, and how many of them are in a language that is at home without such a one
_REACH = 15.0  # natural logarithm; a language less likely than the best by more is ruled out
_ENGLISH, _FAMILIAR, _OTHER = 8.0, 5.0, 0.5  # how often languages stand on agencies' pages, in proportion
_FAMILIAR_LANGUAGES = frozenset(("fr", "de", "es", "pt", "it", "nl", "pl", "tr", "vi", "ru", "ar", "hi"))


def detect_blocks(texts: Sequence[str]) -> list[Detection]:
    """Detect the language of each text block of a page, in order; one text is a block alone.

    Chinese is ``zh-Hans`` or ``zh-Hant``, ``zh`` where neither the text nor the others show which; ``und`` is a text
    without language (a number, a telephone, an address). A block in two languages has that of its larger part.

    >>> [found.lang for found in detect_blocks(["谢谢大家!", "Thank you!", "中文", "0755-2600 0000"])]
    ['zh-Hans', 'en', 'zh-Hans', 'und']
    """
    found = [Detection(UNDETERMINED, 1.0)] * len(texts)
    by_script: dict[str, list[tuple[int, _Reading]]] = {}
    for n, text in enumerate(texts):
        if reading := _read(text):
            by_script.setdefault(reading.script, []).append((n, reading))
    for script, members in by_script.items():
        readings = [reading for _, reading in members]
        is_guest = len(by_script) > 1 and len(by_script.get(characters.HAN, ())) > len(members)
        for (n, reading), (lang, confidence) in zip(members, _detect_script(script, readings, is_guest), strict=True):
            found[n] = Detection(lang, round(confidence * reading.share, 4))
    return found


def _read(text: str) -> _Reading | None:
    """Return a block's main script for language detection, or None when it has no language."""
    text = unicodedata.normalize("NFC", text[:_MAX_TEXT])
    if any(sign in text for sign in _NOISE_SIGNS):
        text = _NOISE.sub(" ", text)
    letters = characters.count_letters(text)
    if not letters or letters == {characters.LATIN: 1}:
        return None
    weights: dict[str, float] = {}
    for script, count in letters.items():
        group = characters.HAN if script in _EAST_ASIAN else script
        weights[group] = weights.get(group, 0.0) + count / _LETTERS_PER_WORD.get(script, 5.0)
    main = max(weights, key=lambda script: (weights[script], script == characters.HAN))
    return _Reading(text, main, weights[main] / sum(weights.values()), letters)


def _detect_script(script: str, readings: Sequence[_Reading], is_guest: bool) -> list[Detection]:
    """Detect the languages of the blocks of one script; ``is_guest`` says that most of the page is in another."""
    if script in characters.SINGLE_LANGUAGE_SCRIPTS:
        return [Detection(script, 1.0)] * len(readings)
    if script == characters.HAN:
        return _detect_east_asian(readings)
    return _detect_by_profiles(script, readings, is_guest)


def _detect_east_asian(readings: Sequence[_Reading]) -> list[Detection]:
    marks = [characters.count_script_marks(reading.text) for reading in readings]
    own = [_east_asian_language(reading.letters, mark) for reading, mark in zip(readings, marks, strict=True)]
    known = Counter(lang for lang in own if lang)
    japanese_page = known["ja"] > 4 * known["zh"]
    unclear = Detection("ja" if japanese_page else "zh", 0.9)
    found = [Detection(lang, 0.99) if lang else unclear for lang in own]
    return _with_chinese_script(found, marks)


def _east_asian_language(letters: Mapping[str, int], marks: characters.ScriptMarks) -> str | None:
    """Return the language that characters alone decide, or None when it could be Chinese or Japanese."""
    han, kana, hangul = (letters.get(script, 0) for script in (characters.HAN, characters.KANA, characters.HANGUL))
    if 2 * hangul >= han + kana:
        return "ko"
    kana_share = kana / (han + kana)
    if kana_share >= 0.15:
        return "zh" if kana_share < 0.35 and marks.chinese > 2 and not marks.japanese else "ja"
    if marks.chinese > marks.japanese:
        return "zh"
    if marks.japanese or (kana > 1 and kana_share >= 0.05):
        return "ja"
    return "zh" if kana or han > 12 else None


def _with_chinese_script(found: Sequence[Detection], marks: Sequence[characters.ScriptMarks]) -> list[Detection]:
    """Add the script (simplified, traditional) to the language of Chinese blocks.

    A block that does not show its script has that of the page's Chinese.
    """
    scripts = [mark.script if one.lang == "zh" else None for one, mark in zip(found, marks, strict=True)]
    inherited = _inherited_scripts(scripts)
    named: list[Detection] = []
    for one, own, other in zip(found, scripts, inherited, strict=True):
        script = own or other
        named.append(Detection(f"zh-{script}", one.confidence) if one.lang == "zh" and script else one)
    return named


def _inherited_scripts(scripts: Sequence[str | None]) -> list[str | None]:
    """For each block the script that its page suggests: the one there is, or the nearest where there are two."""
    decided = [n for n, script in enumerate(scripts) if script]
    counts = Counter(scripts[n] for n in decided)
    if not counts:
        return [None] * len(scripts)
    if min(counts.values()) * 10 < len(decided) or len(counts) == 1:
        return [counts.most_common(1)[0][0]] * len(scripts)
    return [scripts[_nearest(decided, n)] for n in range(len(scripts))]


def _nearest(numbers: Sequence[int], wanted: int) -> int:
    """Return the number nearest to the one wanted, the lower of two; ``numbers`` are in order and not none."""
    after = bisect_left(numbers, wanted)
    around = numbers[max(after - 1, 0) : after + 1]
    return min(around, key=lambda number: abs(number - wanted))


def _detect_by_profiles(script: str, readings: Sequence[_Reading], is_guest: bool) -> list[Detection]:
    words = [characters.words_in_script(reading.text, script) for reading in readings]
    likelihoods = [_candidates(one, script) for one in words]
    weights = [math.sqrt(len(one)) for one in words]
    familiar = _familiar(script)
    beliefs = [_posterior(likelihood, familiar) for likelihood in likelihoods]
    for _ in range(_ROUNDS if len(readings) > 1 else 0):
        page = _weighted_sum(beliefs, weights)
        beliefs = [
            _posterior(likelihood, _prior(familiar, page, belief, weight))
            for likelihood, belief, weight in zip(likelihoods, beliefs, weights, strict=True)
        ]
    found = [Detection(*max(belief.items(), key=lambda item: item[1])) for belief in beliefs]
    sure = [
        _posterior(own, familiar).get(one.lang, 0.0) >= _SURE for one, own in zip(found, likelihoods, strict=True)
    ]
    is_long = [len(one) >= _LONG for one in words]
    at_home = _languages_at_home(found, sure, is_long)
    if is_guest and not at_home:
        at_home = {max(familiar, key=lambda lang: familiar[lang])}
    return [
        one if settled or long or one.lang in at_home else _leaning(one, belief, at_home)
        for one, belief, settled, long in zip(found, beliefs, sure, is_long, strict=True)
    ]


def _languages_at_home(found: Sequence[Detection], sure: Sequence[bool], is_long: Sequence[bool]) -> set[str]:
    """Return the languages that long blocks surely are in, else those that many of the blocks are in."""
    settled = {one.lang for one, known, long in zip(found, sure, is_long, strict=True) if known and long}
    if settled or len(found) < _MANY:
        return settled
    return {lang for lang, count in Counter(one.lang for one in found).items() if count >= _SHARE * len(found)}


def _leaning(one: Detection, belief: Mapping[str, float], at_home: set[str]) -> Detection:
    """Return a short block in the likeliest of the page's sure languages that it can be in."""
    lang = max(sorted(at_home), key=lambda lang: belief.get(lang, 0.0), default=one.lang)
    return Detection(lang, belief[lang]) if lang in belief else one


def _candidates(words: Sequence[str], script: str) -> dict[str, float]:
    """Return the languages that words may be in, near the likeliest, with their log-likelihood, tempered."""
    if all(word.isupper() for word in words):
        words = [word.lower() for word in words]
    likelihoods = _log_likelihoods(words, script)
    least = max(likelihoods) - _REACH / _TEMPER
    return {
        lang: value * _TEMPER for lang, value in zip(LANGUAGES[script], likelihoods, strict=True) if value >= least
    }


@cache
def _familiar(script: str) -> Mapping[str, float]:
    """Return how likely each language is on a page of which nothing is known."""
    weights = {lang: _FAMILIAR if lang in _FAMILIAR_LANGUAGES else _OTHER for lang in LANGUAGES[script]}
    if "en" in weights:
        weights["en"] = _ENGLISH
    total = sum(weights.values())
    return {lang: weight / total for lang, weight in weights.items()}


def _weighted_sum(beliefs: Sequence[Mapping[str, float]], weights: Sequence[float]) -> dict[str, float]:
    total: dict[str, float] = dict.fromkeys(chain.from_iterable(beliefs), 0.0)
    for belief, weight in zip(beliefs, weights, strict=True):
        for lang, value in belief.items():
            total[lang] += weight * value
    return total


def _prior(
    familiar: Mapping[str, float], page: Mapping[str, float], own: Mapping[str, float], weight: float
) -> dict[str, float]:
    """Return how likely each language of ``own`` is for a block, by what the others of its page are written in."""
    others = max(sum(page.values()) - weight, 1e-9)
    return {
        lang: _ELSEWHERE * familiar[lang] + (1 - _ELSEWHERE) * max(page[lang] - weight * share, 0.0) / others
        for lang, share in own.items()
    }


def _posterior(likelihood: Mapping[str, float], prior: Mapping[str, float]) -> dict[str, float]:
    best = max(likelihood.values())
    joint = {lang: math.exp(value - best) * prior[lang] for lang, value in likelihood.items()}
    total = sum(joint.values())
    return {lang: value / total for lang, value in joint.items()}
