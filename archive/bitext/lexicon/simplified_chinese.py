"""Converts traditional Chinese to simplified, character by character, so that a dictionary finds both.

The table is OpenCC's (Apache 2.0), as its package carries it; it is read without importing that package.
"""

import importlib.util
from functools import cache
from pathlib import Path

from archive.errors import ArchiveError


def to_simplified(text: str) -> str:
    """The text with each traditional character replaced by the simplified one; the length stays the same.

    Where a character has several simplified forms the table's first is taken, so a headword of a dictionary must be
    converted like the text that is looked up.

    >>> to_simplified("產能合作")
    '产能合作'
    """
    return text.translate(simplified_characters())


def simplification_table() -> Path:
    """The file of OpenCC's table of traditional characters."""
    message = "OpenCC's character table is missing; install opencc-python-reimplemented again"
    return find_package_file("opencc", "dictionary/TSCharacters.txt", message)


def find_package_file(package: str, name: str, if_missing: str) -> Path:
    """A data file inside an installed package, found without importing the package, which would take longer.

    Raises ArchiveError with the message ``if_missing`` where there is no such file.
    """
    found = importlib.util.find_spec(package)
    for place in (found.submodule_search_locations or ()) if found else ():
        path = Path(place) / name
        if path.exists():
            return path
    raise ArchiveError(if_missing)


@cache
def simplified_characters() -> dict[int, str]:
    """Code points of traditional characters to simplified; chains in the table (薴 to 苧 to 苎) are followed."""
    rows = (
        line.split("\t") for line in simplification_table().read_text(encoding="utf-8").splitlines() if "\t" in line
    )
    table = {row[0]: row[1].split(" ")[0] for row in rows}
    return {ord(character): table.get(simple, simple) for character, simple in table.items()}
