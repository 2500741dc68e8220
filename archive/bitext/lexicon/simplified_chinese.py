"""Folds traditional Chinese to simplified, one character to one, so that a dictionary finds both.

The table is OpenCC's (Apache 2.0), as its package carries it; it is read without running that package.
"""

import importlib.util
from functools import cache
from pathlib import Path

from archive.errors import ArchiveError


def simplified(text: str) -> str:
    """The text with each traditional character as the simplified one, of the same length.

    Where a character has several simplified forms the table's first is taken, so a headword of a dictionary has to
    be folded like the text that is looked up.

    >>> simplified("產能合作")
    '产能合作'
    """
    return text.translate(_table())


@cache
def _table() -> dict[int, str]:
    """Traditional characters to simplified; where the table leads on (薴 to 苧 to 苎), to the end."""
    rows = (line.split("\t") for line in _path().read_text(encoding="utf-8").splitlines() if "\t" in line)
    table = {row[0]: row[1].split(" ")[0] for row in rows}
    return {ord(character): table.get(simple, simple) for character, simple in table.items()}


def _path() -> Path:
    found = importlib.util.find_spec("opencc")
    for place in (found.submodule_search_locations or ()) if found else ():
        path = Path(place) / "dictionary" / "TSCharacters.txt"
        if path.exists():
            return path
    raise ArchiveError("OpenCC's character table is missing; install opencc-python-reimplemented again")
