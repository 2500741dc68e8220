"""Pages written for the evaluation, with blocks in both languages, in one, and with nothing to do with each other.

A file of ``pages/`` has many: ``=`` opens one and names it. Below it a line is a block: a label, ``<`` for Chinese,
``>`` for English or ``|`` for neither, and the text. Blocks with one label are a pair; a dash is for blocks that
nothing on the page translates. ``#`` opens a comment.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from archive.model.document import Block
from tests.eval_bitext.gold import GoldBead
from tests.eval_bitext.made_pages import MadePage

PAGES = Path(__file__).parent / "pages"

_LANGUAGES = {"<": "zh-Hans", ">": "en", "|": "und"}
_ALONE = "-"

Line = tuple[str, str, str]
"""Label, mark of the language, text."""


def read_pages(name: str, directory: Path = PAGES) -> dict[str, MadePage]:
    """The pages of a file by their names. Raises ValueError where a line is not as described."""
    return {title: _page(lines) for title, lines in _split(directory / f"{name}.txt")}


def _split(path: Path) -> Iterator[tuple[str, list[Line]]]:
    title, lines = "", list[Line]()
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("= "):
            if lines:
                yield title, lines
            title, lines = line[2:], []
        elif line and not line.startswith("#"):
            lines.append(_line(path, line))
    yield title, lines


def _line(path: Path, line: str) -> Line:
    label, _, rest = line.partition(" ")
    mark, _, text = rest.partition(" ")
    if mark not in _LANGUAGES or not text:
        raise ValueError(f"{path.name}: {line!r} is not a label, one of '<', '>' and '|', and a text")
    return label, mark, text


def _page(lines: Sequence[Line]) -> MadePage:
    blocks = (
        Block(n, "paragraph", text, _LANGUAGES[mark], 1.0, f"/p[{n}]") for n, (_, mark, text) in enumerate(lines)
    )
    return MadePage(tuple(blocks), frozenset(_pairs(lines)))


def _pairs(lines: Iterable[Line]) -> Iterator[GoldBead]:
    sides: defaultdict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for n, (label, mark, _) in enumerate(lines):
        if label != _ALONE:
            sides[label][mark == ">"].append(n)
    return ((tuple(source), tuple(target)) for source, target in sides.values())
