"""The addresses that a script asks for by itself or imports, where it names them outright."""

import re
from collections.abc import Iterator

_MOST = 1_000_000  # characters of a script that are looked at
_LITERAL = r"""(?P<quote>["'`])(?P<address>(?:(?!(?P=quote))[^\\\n]){1,2000}+)(?P=quote)"""
_ASKED = re.compile(
    rf"""(?<![\w$.])(?:(?:window|self|globalThis)\.)?(?:fetch\(|axios\.get\(|(?:\$|jQuery)\.(?:get|getJSON)\()\s*(?:new\s+Request\(\s*)?{_LITERAL}\s*[,)]
    |(?:\$|jQuery)\.ajax\(\s*\{{(?:\s*\w+\s*:\s*[\w"'.]{{1,40}}+\s*,){{0,8}}\s*url\s*:\s*(?P<sign>["'])(?P<sent>[^"'\\\n]{{1,2000}}+)(?P=sign)\s*[,}}]
    |\.load\(\s*(?P<bar>["'])(?P<loaded>[^"'\\\s]{{1,2000}}+)[^"'\\\n]{{0,200}}+(?P=bar)\s*[,)]
    |\.open\(\s*["']GET["']\s*,\s*(?P<mark>["'`])(?P<opened>(?:(?!(?P=mark))[^\\\n]){{1,2000}}+)(?P=mark)\s*[,)]""",
    re.VERBOSE | re.IGNORECASE,
)
_MODULE = re.compile(
    r"""(?<![\w$.])(?:(?:import|export)\s*+(?:[\w$*{}\s,]{1,200}?\bfrom\s*)?|import\s*\(\s*)
    (?P<quote>["'])(?P<address>(?:\.{0,2}/|https?://)[^"'\\\n]{1,500})(?P=quote)""",
    re.VERBOSE,
)


def addresses_asked_in(script: str) -> Iterator[str]:
    """The addresses that stand whole in calls of ``fetch``, ``XMLHttpRequest``, jQuery and axios, in order.

    >>> list(addresses_asked_in("fetch('/a.json').then(f); x.open('GET', 'b.json', true); fetch('/c/' + id)"))
    ['/a.json', 'b.json']
    """
    for found in _ASKED.finditer(script, 0, _MOST):
        yield found["address"] or found["opened"] or found["sent"] or found["loaded"]


def modules_imported_in(script: str) -> Iterator[str]:
    """The addresses of the modules that a script imports, statically or not, in order; bare names are left out.

    >>> list(modules_imported_in("import {a} from './a.js'; import '/b.js'; c = await import('../c.js'); f('./d')"))
    ['./a.js', '/b.js', '../c.js']
    """
    for found in _MODULE.finditer(script, 0, _MOST):
        yield found["address"]
