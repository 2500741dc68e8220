"""The evidence for a first alignment, and for a second that has learned from the first."""

from collections.abc import Sequence

from archive.bitext import trust
from archive.bitext.beads import Edge
from archive.bitext.evidence import Evidence
from archive.bitext.learning import learn
from archive.bitext.reading import Reading

Trusts = tuple[trust.Trust, trust.Trust]


def untaught(reading: Reading, by_dictionary: bool) -> Evidence:
    """What the dictionary, or names and numbers alone, say."""
    return Evidence(reading, reading.links, _trusts(by_dictionary))


def taught(reading: Reading, path: Sequence[Edge], by_dictionary: bool) -> Evidence:
    """The same with the words that stood together in a first alignment."""
    lesson = learn(reading, [edge.span() for edge in path])
    source, target = _trusts(by_dictionary)
    return Evidence(reading, lesson.links, (lesson.source.corrected(source), lesson.target.corrected(target)))


def _trusts(by_dictionary: bool) -> Trusts:
    return (trust.of_chinese, trust.of_english) if by_dictionary else (trust.of_other, trust.of_other)
