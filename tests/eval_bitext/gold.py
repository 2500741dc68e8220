"""The corpus: texts in Chinese and English whose beads are known.

A file of ``corpus/`` has a text: a line in brackets opens a block and names its kind; below it are beads with an
empty line between them, ``<`` before each Chinese sentence and ``>`` before each English one. ``#`` opens a comment.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args
from xml.etree import ElementTree

from archive.bitext.sentences import join_sentences
from archive.model.document import BlockKind

CORPUS = Path(__file__).parent / "corpus"

_KINDS: dict[str, BlockKind] = {kind: kind for kind in get_args(BlockKind)}

GoldBead = tuple[tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Group:
    """Sentences that translate each other; one side may be empty."""

    source: tuple[str, ...]
    target: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GoldBlock:
    """A block in both languages, as its groups in order."""

    kind: BlockKind
    groups: tuple[Group, ...]

    @property
    def source_sentences(self) -> tuple[str, ...]:
        return tuple(sentence for group in self.groups for sentence in group.source)

    @property
    def target_sentences(self) -> tuple[str, ...]:
        return tuple(sentence for group in self.groups for sentence in group.target)

    @property
    def source(self) -> str:
        return join_sentences(self.source_sentences)

    @property
    def target(self) -> str:
        return join_sentences(self.target_sentences)

    @property
    def beads(self) -> tuple[GoldBead, ...]:
        """The groups by the numbers of their sentences."""
        return tuple(_numbered(self.groups))


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the corpus: its sentences in order, and its beads by their numbers."""

    name: str
    source: tuple[str, ...]
    target: tuple[str, ...]
    beads: tuple[GoldBead, ...]
    blocks: tuple[GoldBlock, ...]


def _from_blocks(name: str, blocks: tuple[GoldBlock, ...]) -> Text:
    groups = [group for block in blocks for group in block.groups]
    source = tuple(sentence for block in blocks for sentence in block.source_sentences)
    target = tuple(sentence for block in blocks for sentence in block.target_sentences)
    return Text(name, source, target, tuple(_numbered(groups)), blocks)


def _numbered(groups: Sequence[Group]) -> Iterator[GoldBead]:
    source = target = 0
    for group in groups:
        ends = source + len(group.source), target + len(group.target)
        yield tuple(range(source, ends[0])), tuple(range(target, ends[1]))
        source, target = ends


def read_corpus(directory: Path = CORPUS) -> list[Text]:
    """The texts in order of their names. Raises ValueError where a file is not as described."""
    return [_from_blocks(path.stem, tuple(_blocks(path))) for path in sorted(directory.glob("*.txt"))]


def _blocks(path: Path) -> Iterator[GoldBlock]:
    lines = (line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    for part in re.split(r"^\[", "\n".join(lines), flags=re.MULTILINE)[1:]:
        kind, _, text = part.partition("]\n")
        if kind not in _KINDS:
            raise ValueError(f"{path.name}: no kind of block is called {kind!r}")
        yield GoldBlock(
            _KINDS[kind], tuple(_group(path, each) for each in re.split(r"\n\s*\n", text) if each.strip())
        )


def _group(path: Path, text: str) -> Group:
    sides: dict[str, list[str]] = {"<": [], ">": []}
    for line in text.strip().splitlines():
        if line[:2] not in ("< ", "> "):
            raise ValueError(f"{path.name}: {line!r} begins with neither '< ' nor '> '")
        sides[line[0]].append(line[2:])
    return Group(tuple(sides["<"]), tuple(sides[">"]))


def read_intertext(directory: Path) -> list[Text]:
    """The texts of a directory of InterText files: NAME_zh.xml, NAME_en.xml and the links between them.

    Their blocks are made of three beads each.
    """
    return [_from_intertext(path) for path in sorted(directory.glob("*_zh.*_en.xml"))]


def _from_intertext(links: Path) -> Text:
    name, _, target_name = links.name.partition("_zh.")
    source = _sentences(links.with_name(f"{name}_zh.xml"))
    target = _sentences(links.with_name(f"{name.rpartition('.')[0]}.{target_name}"))
    beads, groups = [], []
    for link in ElementTree.parse(links).getroot():  # noqa: S314 - a file that the user names
        right, left = (side.split() for side in link.attrib["xtargets"].split(";"))
        beads.append((_places(left, source), _places(right, target)))
        groups.append(Group(tuple(source[n] for n in left), tuple(target[n] for n in right)))
    blocks = tuple(GoldBlock("paragraph", tuple(groups[at : at + 3])) for at in range(0, len(groups), 3))
    return Text(name, tuple(source.values()), tuple(target.values()), tuple(beads), blocks)


def _places(names: Sequence[str], sentences: dict[str, str]) -> tuple[int, ...]:
    order = list(sentences)
    return tuple(sorted(order.index(name) for name in names))


def _sentences(path: Path) -> dict[str, str]:
    root = ElementTree.parse(path).getroot()  # noqa: S314 - a file that the user names
    return {one.attrib["id"]: " ".join("".join(one.itertext()).split()) for one in root.iter("s")}
