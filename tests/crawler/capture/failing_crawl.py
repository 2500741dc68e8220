"""Runs ``scrapy`` with a fault at one point of the program: it is killed there, the disk is full, or it errs.

``python failing_crawl.py POINT COUNT ACTION [SCRAPY ARGUMENTS]``: POINT is ``module:function`` or
``module:Class.function`` with ``+`` behind it for the moment after; COUNT is how many calls come before; ACTION is
``kill``, ``full`` or ``fault``.
"""

import errno
import os
import signal
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

from scrapy.cmdline import execute


def fail(action: str, arguments: tuple[Any, ...]) -> None:
    """Does what the action says; of content that was being written the first half is."""
    if arguments and isinstance(arguments[-1], bytes):
        stream, content = arguments
        stream.write(content[: len(content) // 2])
    if action == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if action == "fault":
        raise RuntimeError("a fault of the program")
    raise OSError(errno.ENOSPC, "No space left on device")


def arm(point: str, count: int, action: str) -> None:
    """Make the function at the point fail when it was called that many times.

    Where the point is the module that defines the function, it fails for every module that has imported it.
    """
    module, _, path = point.removesuffix("+").partition(":")
    owner: Any = import_module(module)
    *classes, name = path.split(".")
    for part in classes:
        owner = getattr(owner, part)
    function = getattr(owner, name)
    replacement = failing(function, count, action, after=point.endswith("+"))
    setattr(owner, name, replacement)
    if not classes and function.__module__ == module:
        for importer in list(sys.modules.values()):
            for held in [held for held, value in vars(importer).items() if value is function]:
                setattr(importer, held, replacement)


def failing(function: Callable[..., Any], count: int, action: str, *, after: bool) -> Callable[..., Any]:
    calls = iter(range(sys.maxsize))

    def call(*arguments: Any, **named: Any) -> Any:
        due = next(calls) >= count
        if due and not after:
            fail(action, arguments)
        result = function(*arguments, **named)
        if due:
            fail(action, ())
        return result

    return call


if __name__ == "__main__":
    arm(sys.argv[1], int(sys.argv[2]), sys.argv[3])
    execute(["scrapy", *sys.argv[4:]])
