"""Which blocks of a page its gold text has: the two are aligned in order."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

_TOKEN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]|[^\\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]+")
_GRAM = 4  # tokens
_LEAST = 0.5  # of a text's grams
_MOST_PLACES = 400  # at which a short text is looked for
_MOST_STARTS = 6  # that are weighed for a long one
_OVERLAP, _LONG = 3, 8  # tokens by which neighbours may overlap, when the text is long


@dataclass(frozen=True, slots=True)
class _Match:
    """A text's place in the gold: tokens ``start`` to ``end``; ``weight`` is how many agree."""

    text: int
    start: int
    end: int
    weight: int


def tokens(text: str) -> list[str]:
    """The words of a text in lower case, and each Chinese, Japanese or Korean character by itself."""
    return _TOKEN.findall(text.lower())


def in_gold(texts: Sequence[str], gold: str) -> list[bool]:
    """For each text whether it is part of the gold: matches that follow each other, and long ones out of order.

    Of a text that the page has twice, one is: where the order says.

    >>> in_gold(["Share", "The ferry runs again.", "Share", "It is blue."], "The ferry runs again. Share it.")
    [False, True, True, False]
    """
    split = [tokens(text) for text in texts]
    matches = _matches(split, tokens(gold))
    chain = _heaviest_chain(matches)
    found = {match.text for match in chain}
    covered = {at for match in chain for at in range(match.start, match.end)}
    for match in sorted(matches, key=lambda match: -match.weight):
        places = range(match.start, match.end)
        if match.text in found or len(places) < _LONG or sum(at in covered for at in places) > 0.3 * len(places):
            continue
        found.add(match.text)
        covered.update(places)
    return [n in found for n in range(len(texts))]


def _matches(texts: Sequence[Sequence[str]], gold: Sequence[str]) -> list[_Match]:
    """Where each text may stand in the gold, in order of the texts."""
    places, grams = defaultdict[str, list[int]](list), defaultdict[tuple[str, ...], list[int]](list)
    for at, token in enumerate(gold):
        places[token].append(at)
        if at + _GRAM <= len(gold):
            grams[tuple(gold[at : at + _GRAM])].append(at)
    found: list[_Match] = []
    for n, text in enumerate(texts):
        size = len(text)
        if size >= _GRAM:
            found += _long_matches(n, text, grams)
        elif size:
            starts = places[text[0]][:_MOST_PLACES] if text[0] in places else []
            found += [_Match(n, at, at + size, size) for at in starts if list(gold[at : at + size]) == list(text)]
    return found


def _long_matches(n: int, text: Sequence[str], grams: dict[tuple[str, ...], list[int]]) -> list[_Match]:
    hits = [grams.get(tuple(text[at : at + _GRAM]), ()) for at in range(len(text) - _GRAM + 1)]
    if sum(map(bool, hits)) < _LEAST * len(hits):
        return []
    votes = defaultdict[int, int](int)
    for at, starts in enumerate(hits):
        for start in starts[:50]:
            votes[start - at] += 1
    best = sorted(votes.items(), key=lambda vote: (-vote[1], vote[0]))[:_MOST_STARTS]
    return [_Match(n, max(0, start), start + len(text), count + _GRAM - 1) for start, count in best]


def _heaviest_chain(matches: Sequence[_Match]) -> list[_Match]:
    """The matches that follow each other in texts and gold and agree in the most tokens."""
    ends: list[int] = []  # of the chains that are worth going on with: the later, the heavier
    chains: list[tuple[int, int]] = []  # weight and last match of each
    before: list[int] = []
    at = 0
    while at < len(matches):
        stop = at
        while stop < len(matches) and matches[stop].text == matches[at].text:
            stop += 1
        new = []
        for n in range(at, stop):
            slack = _OVERLAP if matches[n].end - matches[n].start >= _LONG else 0
            place = bisect_right(ends, matches[n].start + slack) - 1
            weight, last = chains[place] if place >= 0 else (0, -1)
            before.append(last)
            new.append((matches[n].end, weight + matches[n].weight, n))
        for end, weight, n in new:
            _add(ends, chains, end, (weight, n))
        at = stop
    found, last = [], chains[-1][1] if chains else -1
    while last >= 0:
        found.append(matches[last])
        last = before[last]
    return found[::-1]


def _add(ends: list[int], chains: list[tuple[int, int]], end: int, chain: tuple[int, int]) -> None:
    """Adds a chain, unless one that ends no later is as heavy; those that it beats go."""
    place = bisect_right(ends, end)
    if place and chains[place - 1][0] >= chain[0]:
        return
    stop = place
    while stop < len(ends) and chains[stop][0] <= chain[0]:
        stop += 1
    start = place - 1 if place and ends[place - 1] == end else place
    ends[start:stop], chains[start:stop] = [end], [chain]
