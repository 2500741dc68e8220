"""The addresses that a script asks for by itself, where it names them outright."""

import re
from collections.abc import Iterator

_LITERAL = r"""(?P<quote>["'`])(?P<address>(?:(?!(?P=quote))[^\\\n]){1,2000}+)(?P=quote)"""
_ASKED = re.compile(
    rf"""(?<![\w$.])(?:(?:window|self|globalThis)\.)?(?:fetch\(|axios\.get\(|(?:\$|jQuery)\.(?:get|getJSON)\()\s*{_LITERAL}\s*[,)]
    |\.open\(\s*["']GET["']\s*,\s*(?P<mark>["'`])(?P<opened>(?:(?!(?P=mark))[^\\\n]){{1,2000}}+)(?P=mark)\s*[,)]""",
    re.VERBOSE | re.IGNORECASE,
)


def addresses_asked_in(script: str) -> Iterator[str]:
    """The addresses that stand whole in calls of ``fetch``, ``XMLHttpRequest``, jQuery and axios, in order.

    >>> list(addresses_asked_in("fetch('/a.json').then(f); x.open('GET', 'b.json', true); fetch('/c/' + id)"))
    ['/a.json', 'b.json']
    """
    for found in _ASKED.finditer(script):
        yield found["address"] or found["opened"]
