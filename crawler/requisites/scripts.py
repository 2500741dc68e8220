"""URLs and markup in scripts, where they are written as string literals: requested, imported, set or written.

Scripts are not run. Only literals are found, among them those joined by ``+``.
"""

import re
from collections.abc import Iterator

_MOST = 1_000_000  # characters of a script that are read
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
_STRING = (
    r"""(?:"(?:[^"\\\n]|\\[\s\S]){0,20000}+"|'(?:[^'\\\n]|\\[\s\S]){0,20000}+'|`(?:[^`\\$]|\\[\s\S]){0,20000}+`)"""
)
_STRINGS = rf"(?P<written>{_STRING}(?:\s*+\+\s*+{_STRING})*+)\s*+(?=[;,)}}\n<]|\Z)"
_MARKUP = re.compile(
    rf"""(?:\.write(?:ln)?\s*+\(|\.(?:inner|outer)HTML\s*+\+?=|\.insertAdjacentHTML\s*+\(\s*+["'`]\w{{1,20}}["'`]\s*+,
    |\.(?:html|append|prepend|after|before)\s*+\()\s*+{_STRINGS}""",
    re.VERBOSE,
)
_SOURCE = re.compile(
    rf"""(?:\.(?P<name>src|href)\s*+=|\.(?:setAttribute|attr)\s*+\(\s*+["'](?P<given>src|href)["']\s*+,)\s*+{_STRINGS}""",
    re.VERBOSE,
)
_STYLE = re.compile(rf"\.(?:background(?:Image)?|listStyleImage|cssText)\s*+=\s*+{_STRINGS}")
_EACH = re.compile(_STRING)
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|u\{([0-9A-Fa-f]{1,6})\}|([\s\S]))")
_NAMED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}


def urls_requested_in(script: str) -> Iterator[str]:
    """The URLs in calls of ``fetch``, ``XMLHttpRequest``, jQuery and axios, in order; incomplete ones are left out.

    >>> list(urls_requested_in("fetch('/a.json').then(f); x.open('GET', 'b.json', true); fetch('/c/' + id)"))
    ['/a.json', 'b.json']
    """
    for found in _ASKED.finditer(script, 0, _MOST):
        yield found["address"] or found["opened"] or found["sent"] or found["loaded"]


def modules_imported_in(script: str) -> Iterator[str]:
    """The URLs of the modules that a script imports, statically or dynamically, in order; bare names are left out.

    >>> list(modules_imported_in("import {a} from './a.js'; import '/b.js'; c = await import('../c.js'); f('./d')"))
    ['./a.js', '/b.js', '../c.js']
    """
    for found in _MODULE.finditer(script, 0, _MOST):
        yield found["address"]


def markup_written_in(script: str) -> Iterator[str]:
    """The markup in ``document.write``, ``innerHTML`` and the like, in order; incomplete markup is left out.

    >>> list(markup_written_in("document.write('<scr' + 'ipt src=a.js><\\\\/script>'); p.innerHTML = '<b>' + name"))
    ['<script src=a.js></script>']
    """
    yield from (text for text in _texts(_MARKUP, script) if "<" in text)


def urls_set_in(script: str) -> Iterator[str]:
    """The URLs that a script assigns to ``src`` of any element, and to ``href`` for a style sheet.

    >>> list(urls_set_in("new Image().src = '/a.png'; l.href='b.css?1'; a.href='/c.html'; i.src='/d/' + n"))
    ['/a.png', 'b.css?1']
    """
    for found in _SOURCE.finditer(script, 0, _MOST):
        address = _text(found["written"])
        is_sheet = address.partition("?")[0].lower().endswith(".css")
        if address and (is_sheet or (found["name"] or found["given"]) == "src"):
            yield address


def styles_set_in(script: str) -> Iterator[str]:
    """The style rules that a script assigns to an element.

    >>> list(styles_set_in("p.style.backgroundImage = 'url(a.png)'"))
    ['url(a.png)']
    """
    yield from _texts(_STYLE, script)


def _texts(pattern: re.Pattern[str], script: str) -> Iterator[str]:
    for found in pattern.finditer(script, 0, _MOST):
        yield _text(found["written"])


def _text(written: str) -> str:
    """The concatenation of strings joined by ``+``."""
    return "".join(_ESCAPE.sub(_meaning, string[1:-1]) for string in _EACH.findall(written))


def _meaning(escape: re.Match[str]) -> str:
    code = int(escape[1] or escape[2] or escape[3] or "0", 16)
    if escape[4]:
        return _NAMED.get(escape[4], escape[4])
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
