"""The language of each block of a page.

Scripts are counted first: Hangul is Korean, kana Japanese, Han alone Chinese. Where several languages share a
script, langdetect's profiles are scored exactly (``profiles``), and what the other blocks of the page are written
in is the prior: a block of two words on an English page needs more than a doubt to be Danish. A short line is in one
of the languages that its page surely has, unless it surely is not.
"""

import math
import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import chain
from typing import NamedTuple

from crawler.extraction.language import ngram_profiles
from crawler.extraction.language.chinese_characters import (
    HAN,
    HANGUL,
    KANA,
    LATIN,
    SINGLE_LANGUAGE_SCRIPTS,
    ScriptMarks,
    count_letters,
    count_script_marks,
    words_in,
)

UNDETERMINED = "und"


class Detection(NamedTuple):
    """A BCP 47 language tag, and how sure it is, from 0 to 1."""

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


_EAST_ASIAN = frozenset({HAN, KANA, HANGUL})
_LETTERS_PER_WORD = {LATIN: 5.0, HAN: 1.5, KANA: 2.5, HANGUL: 2.5}
_MAX_TEXT = 10_000  # characters that are looked at, as in langdetect
_NOISE_SIGNS = ("://", "www.", "@", ".com", ".cn", ".net", ".org")
_NOISE = re.compile(
    r"(?:https?://|www\.)[!-~]+|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,5}|\b[\w-]{1,63}\.(?:com|cn|net|org)\b"
)

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
    """Return the language of each text of one page, in order; one text is a block alone.

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
        is_guest = len(by_script) > 1 and len(by_script.get(HAN, ())) > len(members)
        for (n, reading), (lang, confidence) in zip(members, _detect_script(script, readings, is_guest), strict=True):
            found[n] = Detection(lang, round(confidence * reading.share, 4))
    return found


def _read(text: str) -> _Reading | None:
    """Return the block's main script, or None when it has no language."""
    text = unicodedata.normalize("NFC", text[:_MAX_TEXT])
    if any(sign in text for sign in _NOISE_SIGNS):
        text = _NOISE.sub(" ", text)
    letters = count_letters(text)
    if not letters or letters == {LATIN: 1}:
        return None
    weights: dict[str, float] = {}
    for script, count in letters.items():
        group = HAN if script in _EAST_ASIAN else script
        weights[group] = weights.get(group, 0.0) + count / _LETTERS_PER_WORD.get(script, 5.0)
    main = max(weights, key=lambda script: (weights[script], script == HAN))
    return _Reading(text, main, weights[main] / sum(weights.values()), letters)


def _detect_script(script: str, readings: Sequence[_Reading], is_guest: bool) -> list[Detection]:
    """Return the languages of the blocks of one script; ``is_guest`` says that most of the page is in another."""
    if script in SINGLE_LANGUAGE_SCRIPTS:
        return [Detection(script, 1.0)] * len(readings)
    if script == HAN:
        return _detect_east_asian(readings)
    return _detect_by_profiles(script, readings, is_guest)


def _detect_east_asian(readings: Sequence[_Reading]) -> list[Detection]:
    marks = [count_script_marks(reading.text) for reading in readings]
    own = [_east_asian_language(reading.letters, mark) for reading, mark in zip(readings, marks, strict=True)]
    known = Counter(lang for lang in own if lang)
    japanese_page = known["ja"] > 4 * known["zh"]
    unclear = Detection("ja" if japanese_page else "zh", 0.9)
    found = [Detection(lang, 0.99) if lang else unclear for lang in own]
    return _with_chinese_script(found, marks)


def _east_asian_language(letters: Mapping[str, int], marks: ScriptMarks) -> str | None:
    """Return the language that characters alone decide, or None when it could be Chinese or Japanese."""
    han, kana, hangul = (letters.get(script, 0) for script in (HAN, KANA, HANGUL))
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


def _with_chinese_script(found: Sequence[Detection], marks: Sequence[ScriptMarks]) -> list[Detection]:
    """Return Chinese blocks with their script.

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
    words = [words_in(reading.text, script) for reading in readings]
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
    sure = [_is_sure(one.lang, _posterior(own, familiar)) for one, own in zip(found, likelihoods, strict=True)]
    is_long = [len(one) >= _LONG for one in words]
    at_home = _languages_at_home(found, sure, is_long)
    if is_guest and not at_home:
        at_home = {max(familiar, key=lambda lang: familiar[lang])}
    return [
        one if settled or long or one.lang in at_home else _leaning(one, belief, at_home)
        for one, belief, settled, long in zip(found, beliefs, sure, is_long, strict=True)
    ]


def _is_sure(lang: str, alone: Mapping[str, float]) -> bool:
    """Return whether a block is in the language by what it says alone."""
    return alone.get(lang, 0.0) >= _SURE


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
    """Return the languages in reach of the likeliest, with their log-likelihood, tempered."""
    if all(word.isupper() for word in words):
        words = [word.lower() for word in words]
    likelihoods = ngram_profiles.log_likelihoods(words, script)
    least = max(likelihoods) - _REACH / _TEMPER
    return {
        lang: value * _TEMPER
        for lang, value in zip(ngram_profiles.LANGUAGES[script], likelihoods, strict=True)
        if value >= least
    }


@cache
def _familiar(script: str) -> Mapping[str, float]:
    """Return how likely each language is on a page of which nothing is known."""
    weights = {
        lang: _FAMILIAR if lang in _FAMILIAR_LANGUAGES else _OTHER for lang in ngram_profiles.LANGUAGES[script]
    }
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
