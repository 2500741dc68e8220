"""Sorts more lines than fit into memory."""

import heapq
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from tempfile import TemporaryFile

_RUN = 200_000
"""Lines that are sorted at once: some 100 MB of them."""


def sorted_lines(lines: Iterable[str], run: int = _RUN) -> Iterator[str]:
    """The lines, each ended by a line feed, by their code points; of more than ``run`` the rest lies in files.

    >>> list(sorted_lines(["b\\n", "a\\n", "c\\n"], run=2))
    ['a\\n', 'b\\n', 'c\\n']
    """
    source = iter(lines)
    with ExitStack() as files:
        runs: list[Iterable[str]] = []
        while piece := sorted(islice(source, run)):
            if len(piece) == run:
                stored = files.enter_context(TemporaryFile("w+", encoding="utf-8", newline="\n"))
                stored.writelines(piece)
                stored.seek(0)
                runs.append(stored)
            else:
                runs.append(piece)
        yield from heapq.merge(*runs)
