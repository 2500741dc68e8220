"""What a script writes into its page outright: markup, and addresses that it gives to elements and styles."""

import re
from collections.abc import Iterator

_MOST = 1_000_000  # characters of a script that are looked at
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


def markup_written_in(script: str) -> Iterator[str]:
    """The markup that stands whole in ``document.write``, ``innerHTML`` and the like, in order.

    >>> list(markup_written_in("document.write('<scr' + 'ipt src=a.js><\\\\/script>'); p.innerHTML = '<b>' + name"))
    ['<script src=a.js></script>']
    """
    yield from (text for text in _texts(_MARKUP, script) if "<" in text)


def addresses_set_in(script: str) -> Iterator[str]:
    """The addresses that a script gives outright to ``src`` of any element, and to ``href`` for a style sheet.

    >>> list(addresses_set_in("new Image().src = '/a.png'; l.href='b.css?1'; a.href='/c.html'; i.src='/d/' + n"))
    ['/a.png', 'b.css?1']
    """
    for found in _SOURCE.finditer(script, 0, _MOST):
        address = _text(found["written"])
        is_sheet = address.partition("?")[0].lower().endswith(".css")
        if address and (is_sheet or (found["name"] or found["given"]) == "src"):
            yield address


def styles_set_in(script: str) -> Iterator[str]:
    """The style rules that a script gives outright to an element.

    >>> list(styles_set_in("p.style.backgroundImage = 'url(a.png)'"))
    ['url(a.png)']
    """
    yield from _texts(_STYLE, script)


def _texts(pattern: re.Pattern[str], script: str) -> Iterator[str]:
    for found in pattern.finditer(script, 0, _MOST):
        yield _text(found["written"])


def _text(written: str) -> str:
    """What strings joined by ``+`` are together."""
    return "".join(_ESCAPE.sub(_meaning, string[1:-1]) for string in _EACH.findall(written))


def _meaning(escape: re.Match[str]) -> str:
    code = int(escape[1] or escape[2] or escape[3] or "0", 16)
    if escape[4]:
        return _NAMED.get(escape[4], escape[4])
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
