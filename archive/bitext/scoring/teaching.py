"""The evidence for a first alignment, and for a second that has learned from the first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from archive.bitext.alignment.lattice import Edge
from archive.bitext.scoring import answer_probability as trust
from archive.bitext.scoring import chance_probability as chances
from archive.bitext.scoring.em_step import learn
from archive.bitext.scoring.word_links import Links, Reading
from archive.bitext.scoring.word_votes import Evidence, Silences

Trusts = tuple[trust.Trust, trust.Trust]
Heed = Callable[[Reading, Links], Silences]
"""What is made of words without links, given what was read and the links."""


def unheeded(reading: Reading, links: Links) -> Silences:
    """Nothing: where every segment has a translation, words that nothing answers do not tell where it is."""
    return [0.0] * (len(reading.source) + 1), [0.0] * (len(reading.target) + 1)


@dataclass(frozen=True, slots=True)
class Doubt:
    """What speaks against a pair: that words are answered by chance, and that words are not answered at all."""

    rates: chances.Rates
    heed: Heed


TRANSLATED = Doubt(chances.of_text, unheeded)
"""For texts of which nearly all is translated."""


def untaught(reading: Reading, by_dictionary: bool, doubt: Doubt = TRANSLATED) -> Evidence:
    """What the dictionary, or names and numbers alone, say."""
    links = reading.links
    return Evidence(reading, links, _trusts(by_dictionary), doubt.rates(reading), doubt.heed(reading, links))


def taught(reading: Reading, path: Sequence[Edge], by_dictionary: bool, doubt: Doubt = TRANSLATED) -> Evidence:
    """The same with the words that stood together in a first alignment."""
    lesson = learn(reading, [edge.span() for edge in path])
    source, target = _trusts(by_dictionary)
    trusts = lesson.source.corrected(source), lesson.target.corrected(target)
    return Evidence(reading, lesson.links, trusts, doubt.rates(reading), doubt.heed(reading, lesson.links))


def _trusts(by_dictionary: bool) -> Trusts:
    return (trust.of_chinese, trust.of_english) if by_dictionary else (trust.of_other, trust.of_other)
