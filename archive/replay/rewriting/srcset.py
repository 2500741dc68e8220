"""Rewrites the addresses in a ``srcset`` attribute (HTML Standard, 4.8.4.2.1)."""

import re
from collections.abc import Callable

_CANDIDATE = re.compile(r"(?P<before>[\s,]*+)(?P<address>\S++)")
_DESCRIPTORS = re.compile(r"(?:[^,(]++|\([^)]*+\)?)*+")


def rewrite_srcset(srcset: str, rewrite: Callable[[str], str]) -> str:
    """The same candidates, their addresses rewritten.

    >>> rewrite_srcset("/a.png, b,c.png 2x , /d.png 100w", lambda url: url.replace("/", "/t/"))
    '/t/a.png, b,c.png 2x , /t/d.png 100w'
    """
    parts: list[str] = []
    at = 0
    while found := _CANDIDATE.match(srcset, at):
        address = found["address"].rstrip(",")
        commas = found["address"][len(address) :]
        parts += (found["before"], rewrite(address) if address else "", commas)
        at = found.end()
        if not commas and (descriptors := _DESCRIPTORS.match(srcset, at)):
            parts.append(descriptors[0])
            at = descriptors.end()
    return "".join((*parts, srcset[at:]))
