"""What a first alignment teaches: words that stand in pairs together, and how far each word can be trusted.

A translator's own names and terms are in no dictionary, but come again and again in the same pairs.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from math import log

from archive.bitext.lexicon import chinese_words, english_words
from archive.bitext.lexicon.punctuation import MARKS
from archive.bitext.scoring.answer_probability import Seen
from archive.bitext.scoring.word_links import Links, Reading

_FEWEST = 3
_LEAST_SHARE = 0.4
_LEAST_ASSOCIATION = 16.0
_UNTAUGHT = english_words.WEAK | chinese_words.WEAK | MARKS


@dataclass(frozen=True, slots=True)
class Lesson:
    """Links old and new, and what was seen of the words of each side."""

    links: Links
    source: Seen
    target: Seen


Pair = tuple[set[str], set[str]]


def learn(reading: Reading, beads: Iterable[tuple[Sequence[int], Sequence[int]]]) -> Lesson:
    """The lesson of an alignment; beads with an empty side teach nothing."""
    pairs = [
        ({word for n in source for word in reading.source[n]}, {word for n in target for word in reading.target[n]})
        for source, target in beads
        if source and target
    ]
    links = {word: set(answers) for word, answers in reading.links.items()}
    counts = (
        Counter(word for source, _ in pairs for word in source),
        Counter(w for _, target in pairs for w in target),
    )
    for source, target in _new_links(pairs, *counts):
        links.setdefault(source, set()).add(target)
    return Lesson(links, *_seen(pairs, links, *counts))


def _new_links(pairs: Sequence[Pair], source: Counter[str], target: Counter[str]) -> Iterable[tuple[str, str]]:
    """Pairs of words that stand together far more often than chance has it (Dunning's likelihood ratio, 1993)."""
    often = [{word for word, count in side.items() if count >= _FEWEST} - _UNTAUGHT for side in (source, target)]
    together: Counter[tuple[str, str]] = Counter()
    for left, right in pairs:
        together.update(product(left & often[0], right & often[1]))
    for (word, answer), count in together.items():
        often_enough = count >= _FEWEST and 2 * count >= _LEAST_SHARE * (source[word] + target[answer])
        if often_enough and association(count, source[word], target[answer], len(pairs)) > _LEAST_ASSOCIATION:
            yield word, answer


def association(together: int, first: int, second: int, pairs: int) -> float:
    """Dunning's log likelihood ratio for two words; 0 where they avoid each other.

    >>> association(5, 5, 5, 100) > 30 > association(5, 50, 10, 100) == 0
    True
    """
    if together * pairs <= first * second:
        return 0.0
    cells = (together, first - together, second - together, pairs - first - second + together)
    return 2 * (_entropy(*cells) - _entropy(first, pairs - first) - _entropy(second, pairs - second))


def _entropy(*counts: int) -> float:
    total = sum(counts)
    return sum(count * log(count / total) for count in counts if count > 0)


def _seen(pairs: Sequence[Pair], links: Links, source: Counter[str], target: Counter[str]) -> tuple[Seen, Seen]:
    back = backwards(links)
    answered: tuple[Counter[str], Counter[str]] = Counter(), Counter()
    for left, right in pairs:
        answered[0].update(word for word in left if word in links and not links[word].isdisjoint(right))
        answered[1].update(word for word in right if word in back and not back[word].isdisjoint(left))
    return Seen(source, answered[0]), Seen(target, answered[1])


def backwards(links: Links) -> Links:
    """The source words that each target word may answer to."""
    back: defaultdict[str, set[str]] = defaultdict(set)
    for word, answers in links.items():
        for answer in answers:
            back[answer].add(word)
    return dict(back)
