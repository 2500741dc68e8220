"""The reader of extraction's data files, and the patterns made of them.

The files have rows of values, or lists of words by subject and language. Patterns are compiled when they are first
used.
"""

import re
from pathlib import Path
from typing import Any, AnyStr, cast

from archive.word_lists_and_character_tables import read_lists

_EXTRACTION = Path(__file__).parents[1]
_PLACE = re.compile(r"\{([a-z][a-z ]*)\}")


def read_rows(name: str, folder: str = "lists") -> list[list[str]]:
    """Return the rows of a file of tab-separated values in a data folder of extraction, without its comments."""
    lines = (_EXTRACTION / folder / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def any_of(subject: str, *names: str) -> str:
    """Return a regular expression for the words of lists in extraction's ``lists/SUBJECT.txt``, in the order of the
    file.

    A list is headed ``[name.language]``; ``name`` alone stands for all its languages, and words that belong to
    several lists stand once, below ``[name, name.language]``. The words are expressions with ``|`` between them; the
    end of a line is such a mark too. In them ``{name}`` stands for another list of the file. KeyError where the file
    has no such list.

    >>> any_of("page", "credit notice.en")
    '(?:disclaimer|copyright notice)'
    """
    lists = read_lists("crawler.extraction", subject)
    found = ["|".join(lists[key]) for name in names for key in lists if name in (key, key.rpartition(".")[0])]
    if not found:
        raise KeyError(f"lists/{subject}.txt has no list {', '.join(names)}")
    return f"(?:{_PLACE.sub(lambda place: any_of(subject, place[1]), '|'.join(found))})"


def each_of(subject: str, *names: str) -> list[str]:
    """Return the words of extraction's word lists one by one, where none is an expression with alternatives in it.

    >>> each_of("page", "credit notice.en")
    ['disclaimer', 'copyright notice']
    """
    return any_of(subject, *names)[len("(?:") : -len(")")].split("|")


class CompiledPattern:
    """A compiled regular expression, whose attributes are those of ``re.Pattern``."""


class LazyPattern(CompiledPattern):
    """A regular expression of extraction that is compiled when it is first used, and a ``CompiledPattern`` from then
    on.
    """

    def __init__(self, expression: str | bytes, flags: int) -> None:
        self._expression, self._flags = expression, flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self._expression, self._flags)
        vars(self).update({each: getattr(compiled, each) for each in dir(compiled) if not each.startswith("_")})
        self.__class__ = CompiledPattern  # type: ignore[assignment] # attributes are found fastest without __getattr__
        return getattr(compiled, name)


def lazy_pattern(expression: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Make a regular expression that is compiled when it is first used, since no page needs all of them."""
    return cast(re.Pattern[AnyStr], LazyPattern(expression, flags))


def class_words(*names: str) -> re.Pattern[str]:
    """Return a pattern for words of ``lists/names.txt`` in an element's class and id, in lower case.

    >>> class_words("breadcrumb").search("page-crumbs") is not None, class_words("breadcrumb").search("scrumbs")
    (True, None)
    """
    return lazy_pattern(rf"(?:^|[\s_:-]){any_of('names', *names)}(?:[\s_\d-]|$)")
