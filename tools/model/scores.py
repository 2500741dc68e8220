"""How good bodies are, by the formulas of the sets' own scorers."""

import re
from collections import Counter
from collections.abc import Sequence
from statistics import fmean

from tools.model.alignment import tokens
from tools.model.samples import Sample

_WORD = re.compile(r"\w+")
_RUN = 4  # words


def text_of(sample: Sample, body: Sequence[int]) -> str:
    return "\n".join(sample.texts[n] for n in body)


def word_f1(found: str, gold: str) -> float:
    """WCXB's measure of a page: the words that both have."""
    return _f1(_WORD.findall(found.lower()), _WORD.findall(gold.lower()))


def token_f1(found: str, gold: str) -> float:
    """The same with each Chinese, Japanese or Korean character as a word."""
    return _f1(tokens(found), tokens(gold))


def shingle_scores(pairs: Sequence[tuple[str, str]]) -> tuple[float, float]:
    """AEB's F1 over pages, and the share of pages that are wholly right, from found and gold texts."""
    precisions, recalls, right = [], [], []
    for found, gold in pairs:
        ours, theirs = _shingles(found), _shingles(gold)
        both = (ours & theirs).total()
        right.append(float(_WORD.findall(found) == _WORD.findall(gold)))
        if ours:
            precisions.append(both / ours.total())
        if theirs:
            recalls.append(both / theirs.total())
    precision, recall = fmean(precisions), fmean(recalls)
    return 2 * precision * recall / (precision + recall), fmean(right)


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    if not words:
        return Counter()
    return Counter(tuple(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1)))


def _f1(found: Sequence[str], gold: Sequence[str]) -> float:
    if not found or not gold:
        return float(not found and not gold)
    both = (Counter(found) & Counter(gold)).total()
    return 2 * both / (len(found) + len(gold))
