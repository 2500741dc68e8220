"""The evidence for a first alignment, and for a second that has learned from the first."""

from collections.abc import Callable, Sequence

from archive.bitext import trust
from archive.bitext.beads import Edge
from archive.bitext.evidence import Evidence, Silences
from archive.bitext.learning import learn
from archive.bitext.reading import Links, Reading

Trusts = tuple[trust.Trust, trust.Trust]
Heed = Callable[[Reading, Links], Silences]
"""What is made of words without links, given what was read and the links."""


def unheeded(reading: Reading, links: Links) -> Silences:
    """Nothing: where every segment has a translation, words that nothing answers do not tell where it is."""
    return [0.0] * (len(reading.source) + 1), [0.0] * (len(reading.target) + 1)


def untaught(reading: Reading, by_dictionary: bool, heed: Heed = unheeded) -> Evidence:
    """What the dictionary, or names and numbers alone, say."""
    return Evidence(reading, reading.links, _trusts(by_dictionary), heed(reading, reading.links))


def taught(reading: Reading, path: Sequence[Edge], by_dictionary: bool, heed: Heed = unheeded) -> Evidence:
    """The same with the words that stood together in a first alignment."""
    lesson = learn(reading, [edge.span() for edge in path])
    source, target = _trusts(by_dictionary)
    trusts = lesson.source.corrected(source), lesson.target.corrected(target)
    return Evidence(reading, lesson.links, trusts, heed(reading, lesson.links))


def _trusts(by_dictionary: bool) -> Trusts:
    return (trust.of_chinese, trust.of_english) if by_dictionary else (trust.of_other, trust.of_other)
