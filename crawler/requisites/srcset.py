"""The addresses in a ``srcset`` attribute (HTML Standard, 4.8.4.2.1)."""

import re
from collections.abc import Iterator

_ADDRESS = re.compile(r"[\s,]*+(\S++)")
_DESCRIPTORS = re.compile(r"(?:[^,(]++|\([^)]*+\)?)*+")


def addresses_in(srcset: str) -> Iterator[str]:
    """The addresses of the image candidates, in order; their widths and densities are left out.

    >>> list(addresses_in("a.png, b,c.png 2x , d.png 100w"))
    ['a.png', 'b,c.png', 'd.png']
    """
    at = 0
    while found := _ADDRESS.match(srcset, at):
        at = found.end()
        if not found[1].endswith(",") and (descriptors := _DESCRIPTORS.match(srcset, at)):
            at = descriptors.end()
        yield found[1].rstrip(",")
