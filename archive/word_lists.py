"""Reads word lists, which are text files beside the code: ``lists/NAME.txt`` below a package.

A file has several lists. A line ``[title]`` begins one; a line that begins with ``#`` is a comment.
"""

from functools import cache
from importlib.resources import files


def word_list(package: str, file: str, title: str) -> frozenset[str]:
    """The words of one list, which stand between spaces and line ends."""
    return frozenset(word for line in list_lines(package, file, title) for word in line.split())


def character_list(package: str, file: str, title: str) -> frozenset[str]:
    """The characters of one list, without the line ends."""
    return frozenset("".join(list_lines(package, file, title)))


def list_pattern(package: str, file: str, title: str) -> str:
    """A regular expression for any of the words of a list, which are patterns themselves."""
    words = (word for line in list_lines(package, file, title) for word in line.split())
    return f"(?:{'|'.join(words)})"


def list_lines(package: str, file: str, title: str) -> tuple[str, ...]:
    """The lines of one list, in order."""
    return _read_lists(package, file)[title]


@cache
def _read_lists(package: str, file: str) -> dict[str, tuple[str, ...]]:
    """The lists of one file by title."""
    lists: dict[str, list[str]] = {}
    for line in files(package).joinpath("lists", f"{file}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            lists[line[1:-1]] = []
        elif line and not line.startswith("#"):
            lists[list(lists)[-1]].append(line)
    return {title: tuple(lines) for title, lines in lists.items()}
