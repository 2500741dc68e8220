"""The reader of word lists, text files beside the code; tables of Chinese characters, traditional to simplified, from
OpenCC (Apache 2.0), which is read without importing it; digests of packages.

A word list lies in ``lists/NAME.txt`` below a package. A file has several lists. A line ``[title]``
begins one, and ``[title, title]`` one that belongs to several; a language behind the last of them, as in
``[title, title.en]``, is that of all. A line that begins with ``#`` is a comment.
"""

import importlib.util
import re
from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from archive.errors import ArchiveError

_KINDS = (".py", ".txt", ".tsv", ".toml", ".json", ".npz", ".gz")
_HEAD = re.compile(r"\[([\w ,]+)((?:\.[a-z]{2})?)\]")


def word_list(package: str, file: str, title: str) -> frozenset[str]:
    """Read the words of a word list in a package's data file, which stand between spaces and line ends."""
    return frozenset(word for line in list_lines(package, file, title) for word in line.split())


def character_list(package: str, file: str, title: str) -> frozenset[str]:
    """Read the characters of a list in a package's data file, without the line ends."""
    return frozenset("".join(list_lines(package, file, title)))


def list_pattern(package: str, file: str, title: str) -> str:
    """Make a regular expression for any of the words of a word list, which are patterns themselves."""
    words = (word for line in list_lines(package, file, title) for word in line.split())
    return f"(?:{'|'.join(words)})"


def list_lines(package: str, file: str, title: str) -> tuple[str, ...]:
    """Read the lines of one list in a package's data file, in order."""
    return read_lists(package, file)[title]


@cache
def read_lists(package: str, file: str) -> Mapping[str, tuple[str, ...]]:
    """Read a word list file: the lines of all its lists by title, in order."""
    lists: dict[str, tuple[str, ...]] = {}
    titles: list[str] = []
    for line in files(package).joinpath("lists", f"{file}.txt").read_text(encoding="utf-8").splitlines():
        if head := _HEAD.fullmatch(line):
            titles = [f"{title}{head[2]}" for title in head[1].split(", ")]
        elif line and not line.startswith("#"):
            lists |= {title: (*lists.get(title, ()), line) for title in titles}
    return lists


def find_package_file(package: str, name: str, if_missing: str) -> Path:
    """Find a data file inside an installed package, without importing the package, which would take longer.

    Raises ArchiveError with the message ``if_missing`` where there is no such file.
    """
    found = importlib.util.find_spec(package)
    for place in (found.submodule_search_locations or ()) if found else ():
        path = Path(place) / name
        if path.exists():
            return path
    raise ArchiveError(if_missing)


SIMPLIFIED = "TSCharacters.txt"
"""OpenCC's table of traditional to simplified Chinese characters."""


def opencc_file(name: str) -> Path:
    """Find the file of a character table of OpenCC, such as ``TSCharacters.txt`` (traditional to simplified)."""
    message = "OpenCC's character tables are missing; install opencc-python-reimplemented again"
    return find_package_file("opencc", f"dictionary/{name}", message)


def opencc_table(name: str) -> dict[str, list[str]]:
    """Read a character table of OpenCC: each Chinese character and what may stand for it, the usual one first."""
    rows = (line.split("\t") for line in opencc_file(name).read_text(encoding="utf-8").splitlines() if "\t" in line)
    return {old: news.split() for old, news in rows}


def to_simplified(text: str) -> str:
    """Replace each traditional Chinese character by the simplified one; the length of the text stays the same.

    Where a character has several simplified forms the table's first is taken, so a headword of a dictionary must be
    converted like the text that is looked up.

    >>> to_simplified("產能合作")
    '产能合作'
    """
    return text.translate(simplified_characters())


@cache
def simplified_characters() -> dict[int, str]:
    """Read the table of traditional to simplified Chinese characters; chains in it (薴 to 苧 to 苎) are followed."""
    table = {character: others[0] for character, others in opencc_table(SIMPLIFIED).items()}
    return _Simplification({ord(character): table.get(simple, simple) for character, simple in table.items()})


_LEARNED = 0x10000


class _Simplification(dict[int, str]):
    """A table for ``str.translate`` that learns which characters stay: a missing key costs an exception each time."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if code < _LEARNED:
            self[code] = character
        return character


def simplify_long_text(text: str) -> str:
    """Replace traditional characters as ``to_simplified`` does; faster for a long text that has few of them."""
    table = simplified_characters()
    traditional = "".join(chr(code) for code, plain in table.items() if code < _LEARNED and ord(plain) != code)
    return re.sub(f"[{traditional}\U00010000-\U0010ffff]", lambda found: table[ord(found[0])], text)


def traditional_forms(characters: str) -> frozenset[str]:
    """Return the traditional Chinese characters that are written as one of these in simplified writing.

    >>> sorted(traditional_forms("为汉"))
    ['漢', '為', '爲']
    """
    return frozenset(old for old, news in opencc_table(SIMPLIFIED).items() if news[0] in characters)


def digest_of_packages(packages: Iterable[str]) -> str:
    """Return 12 hexadecimal digits of the SHA-256 of packages' code and data files."""
    digest = sha256()
    for package in packages:
        for name, content in sorted(_contents(files(package), package)):
            digest.update(f"{name} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:12]


def _contents(place: Traversable, name: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for each in place.iterdir():
        below = f"{name}/{each.name}"
        if each.is_dir():
            found += _contents(each, below)
        elif each.name.endswith(_KINDS):
            found.append((below, each.read_bytes()))
    return found
