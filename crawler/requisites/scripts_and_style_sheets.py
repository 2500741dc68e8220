"""The URLs and markup that scripts and style sheets of a page name, found in linear time.

Scripts are not run. In them only string literals are found, among them those joined by ``+``: requested, imported,
set or written. Of a style sheet (CSS Syntax Level 3, CSS Images Level 4) only what concerns URLs is read: comments,
strings, ``url()``, ``image-set()``, ``@import``, ``@namespace``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from archive.model.page_headers_content_and_charset_names import charset_named
from crawler.discovery.urls_and_crawl_scope import resolve_url
from crawler.extraction.decoding.charset_detection import Decoded, declared_in_header, decode

Kind = Literal["style", "script", "image", "font", "empty", "iframe", "object", "attachment"]
"""The Sec-Fetch-Dest value of a browser's request for the file; ``empty`` is data that a script requests.

``attachment`` is a file that a page offers to its readers and does not need itself.
"""

EMBEDDED = frozenset[Kind]({"iframe", "object"})
"""Kinds that may be documents with requisites of their own."""

_NOT_A_URL = re.compile(r"\s*(?:#|\Z|data:)|[^?#]*(?:\{\{|\$\{|<%)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Requisite:
    """A requisite: a file that the page or style sheet at ``source`` needs. ``url`` is canonical.

    ``depth`` is the number of style sheets, scripts and frames between the page and the file: 0 for a file that
    the page itself names.
    """

    url: str
    kind: Kind
    source: str
    depth: int = 0


_FONT = re.compile(r"\.(?:woff2?|ttf|otf|ttc|eot)$", re.IGNORECASE)
_EXTENSION = re.compile(r"^[^?#]*\.(\w+)(?:[?#]|\Z)")
_BY_EXTENSION: dict[str, Kind] = {
    "js": "script", "css": "style", "htm": "iframe", "html": "iframe", "shtml": "iframe"
}  # fmt: skip
_MOST = 1_000_000  # characters of a script that are read
_LITERAL = r"""(?P<quote>["'`])(?P<address>(?:(?!(?P=quote))[^\\\n]){1,2000}+)(?P=quote)"""
_ASKED = re.compile(
    rf"""(?<![\w$.])(?:(?:window|self|globalThis)\.)?(?:fetch\(|axios\.get\(|(?:\$|jQuery)\.(?:get|getJSON)\()\s*(?:new\s+Request\(\s*)?{_LITERAL}\s*[,)]
    |(?:\$|jQuery)\.ajax\(\s*\{{(?:\s*\w+\s*:\s*[\w"'.]{{1,40}}+\s*,){{0,8}}\s*url\s*:\s*(?P<sign>["'])(?P<sent>[^"'\\\n]{{1,2000}}+)(?P=sign)\s*[,}}]
    |\.load\(\s*(?P<bar>["'])(?P<loaded>[^"'\\\s]{{1,2000}}+)[^"'\\\n]{{0,200}}+(?P=bar)\s*[,)]
    |\.open\(\s*["']GET["']\s*,\s*(?P<mark>["'`])(?P<opened>(?:(?!(?P=mark))[^\\\n]){{1,2000}}+)(?P=mark)\s*[,)]""",
    re.VERBOSE | re.IGNORECASE,
)
_CALLS = ("fetch(", ".get(", ".getjson(", ".ajax(", ".load(", ".open(")
_MODULE = re.compile(
    r"""(?<![\w$.])(?:(?:import|export)\s*+(?:[\w$*{}\s,]{1,200}?\bfrom\s*)?|import\s*\(\s*)
    (?P<quote>["'])(?P<address>(?:\.{0,2}/|https?://)[^"'\\\n]{1,500})(?P=quote)""",
    re.VERBOSE,
)
_SCRIPT_STRING = (
    r"""(?:"(?:[^"\\\n]|\\[\s\S]){0,20000}+"|'(?:[^'\\\n]|\\[\s\S]){0,20000}+'|`(?:[^`\\$]|\\[\s\S]){0,20000}+`)"""
)
_STRINGS = rf"(?P<written>{_SCRIPT_STRING}(?:\s*+\+\s*+{_SCRIPT_STRING})*+)\s*+(?=[;,)}}\n<]|\Z)"
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
_EACH = re.compile(_SCRIPT_STRING)
_SCRIPT_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|u\{([0-9A-Fa-f]{1,6})\}|([\s\S]))")
_NAMED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}


def urls_requested_in(script: str) -> Iterator[str]:
    """Find the URLs that a script requests by ``fetch``, ``XMLHttpRequest``, jQuery and axios, in order; incomplete
    ones are left out.

    >>> list(urls_requested_in("fetch('/a.json').then(f); x.open('GET', 'b.json', true); fetch('/c/' + id)"))
    ['/a.json', 'b.json']
    """
    lowered = script.lower()
    for found in _ASKED.finditer(script, 0, _MOST) if any(call in lowered for call in _CALLS) else ():
        yield found["address"] or found["opened"] or found["sent"] or found["loaded"]


def modules_imported_in(script: str) -> Iterator[str]:
    """Find the URLs of the modules that a script imports, statically or dynamically, in order; bare names are left
    out.

    >>> list(modules_imported_in("import {a} from './a.js'; import '/b.js'; c = await import('../c.js'); f('./d')"))
    ['./a.js', '/b.js', '../c.js']
    """
    for found in _MODULE.finditer(script, 0, _MOST) if "import" in script or "export" in script else ():
        yield found["address"]


def markup_written_in(script: str) -> Iterator[str]:
    """Find the markup that a script writes by ``document.write``, ``innerHTML`` and the like, in order; incomplete
    markup is left out.

    >>> list(markup_written_in("document.write('<scr' + 'ipt src=a.js><\\\\/script>'); p.innerHTML = '<b>' + name"))
    ['<script src=a.js></script>']
    """
    yield from (text for text in _texts(_MARKUP, script) if "<" in text)


def urls_set_in(script: str) -> Iterator[str]:
    """Find the URLs that a script assigns to ``src`` of any element, and to ``href`` for a style sheet.

    >>> list(urls_set_in("new Image().src = '/a.png'; l.href='b.css?1'; a.href='/c.html'; i.src='/d/' + n"))
    ['/a.png', 'b.css?1']
    """
    for found in _SOURCE.finditer(script, 0, _MOST):
        address = _text(found["written"])
        is_sheet = address.partition("?")[0].lower().endswith(".css")
        if address and (is_sheet or (found["name"] or found["given"]) == "src"):
            yield address


def styles_set_in(script: str) -> Iterator[str]:
    """Find the style rules that a script assigns to an element.

    >>> list(styles_set_in("p.style.backgroundImage = 'url(a.png)'"))
    ['url(a.png)']
    """
    yield from _texts(_STYLE, script)


def _texts(pattern: re.Pattern[str], script: str) -> Iterator[str]:
    for found in pattern.finditer(script, 0, _MOST):
        yield _text(found["written"])


def _text(written: str) -> str:
    """Concatenate the string literals of a script that are joined by ``+``."""
    return "".join(_SCRIPT_ESCAPE.sub(_meaning_in_script, string[1:-1]) for string in _EACH.findall(written))


def _meaning_in_script(escape: re.Match[str]) -> str:
    code = int(escape[1] or escape[2] or escape[3] or "0", 16)
    if escape[4]:
        return _NAMED.get(escape[4], escape[4])
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


def resolve_reference(reference: str, base: str, charset: str = "utf-8") -> str | None:
    """Resolve the URL of an image, script or style sheet; None if it is empty, a data URL or a placeholder.

    >>> resolve_reference("a.png#x", "http://example.com/news/"), resolve_reference("{{ cover }}", "http://example.com/")
    ('http://example.com/news/a.png', None)
    """
    return None if _NOT_A_URL.match(reference) else resolve_url(reference, base, charset)


def kind_by_extension(address: str) -> Kind:
    """Guess what kind of requisite a script's URL is (image, script, style), by its file extension.

    >>> [kind_by_extension(name) for name in ("/a.js?v=1", "b.css", "/c", "d.html")]
    ['script', 'style', 'image', 'iframe']
    """
    found = _EXTENSION.search(address)
    return _BY_EXTENSION.get(found[1].lower(), "image") if found else "image"


def kind_in_sheet(url: str) -> Kind:
    """Return what kind of requisite a URL in ``url()`` of a style sheet is: font or image.

    >>> kind_in_sheet("http://example.com/a.woff2"), kind_in_sheet("http://example.com/a.png")
    ('font', 'image')
    """
    return "font" if _FONT.search(urlsplit(url).path) else "image"


MOST = 5_000
"""References of one style sheet that are read."""

# Each alternative is possessive, so that nothing is read twice. The first line passes over other characters quickly.
_STRING = r""""(?:[^"\\\n]|\\[\s\S])*+"?|'(?:[^'\\\n]|\\[\s\S])*+'?"""
_TOKEN = re.compile(
    rf"""(?=[/u"'@i\-();{{}}])(?:
    /\*(?:[^*]|\*(?!/))*+(?:\*/)?
    |(?<![\w-])url\(\s*+(?P<url>{_STRING}|(?:[^\s"'()\\]|\\[\s\S])*+)\s*+(?P<closed>\)|\Z)?
    |(?P<string>{_STRING})
    |@(?P<rule>[\w-]++)
    |(?P<set>(?<![\w-])(?:-webkit-)?image-set\()
    |(?P<mark>[();{{}}]))""",
    re.IGNORECASE | re.VERBOSE,
)
_ESCAPE = re.compile(r"\\(?:([0-9A-Fa-f]{1,6})\s?|\n|([\s\S]))")
_CHARSET_RULE = re.compile(rb'@charset "([^"\x80-\xff]{1,40})"')


@dataclass(frozen=True, slots=True)
class Reference:
    """A URL as written in a style sheet; ``imported``: it is that of another sheet."""

    address: str
    imported: bool = False


def references_of(sheet: str) -> list[Reference]:
    r"""Find the URLs in a style sheet or ``style`` attribute, in order; the first 5,000 of them.

    >>> references_of('@import "a.css"; p { background: url( b\\.png ) } /* url(c.png) */')
    [Reference(address='a.css', imported=True), Reference(address='b.png', imported=False)]
    """
    found: list[Reference] = []
    lowered = sheet.lower()
    if not any(name in lowered for name in ("url(", "@import", "image-set(")):
        return found
    for reference in _references(sheet):
        found.append(reference)
        if len(found) >= MOST:
            break
    return found


def requisites_of_sheet(content: bytes, content_type: str | None, sheet: Requisite) -> list[Requisite]:
    """Find the requisites of a style sheet, in order, each URL once; ``content`` has no content coding.

    >>> found = requisites_of_sheet(b"p{background:url(a.png)}", "text/css", Requisite("http://a.example/b.css",
    ...     "style", "http://a.example/"))
    >>> [(each.url, each.kind, each.depth) for each in found]
    [('http://a.example/a.png', 'image', 1)]
    """
    found: dict[str, Requisite] = {}
    decoded = _decoded(content, content_type)
    for reference in references_of(decoded.text):
        url = resolve_reference(reference.address, sheet.url, decoded.charset)
        if url and url != sheet.url:
            kind = "style" if reference.imported else kind_in_sheet(url)
            found.setdefault(url, Requisite(url, kind, sheet.url, sheet.depth + 1))
    return list(found.values())


def _references(sheet: str) -> Iterator[Reference]:
    rule = ""  # the @import or @namespace that is still open
    nested = 0  # parentheses open since image-set( began
    for token in _TOKEN.finditer(sheet):
        kind = token.lastgroup
        if kind == "rule":
            rule = token["rule"].lower()
        elif kind == "set":
            nested += 1
        elif kind == "mark":
            nested = _nested(nested, token["mark"])
            rule = rule if token["mark"] in "()" else ""
        elif rule != "namespace" and (kind == "closed" or (kind == "string" and (rule == "import" or nested == 1))):
            yield Reference(_value(token["url"] or token["string"] or ""), rule == "import")
            rule = ""


def _nested(depth: int, mark: str) -> int:
    if mark in ";{}":
        return 0  # an image-set() that is never closed ends with its declaration
    return max(0, depth + (1 if mark == "(" else -1)) if depth else 0


def _value(written: str) -> str:
    """Return the value of a CSS string or an unquoted URL: without quotes, its escapes resolved."""
    if written[:1] in ("'", '"'):
        quote = written[0]
        written = written[1:]
        written = written[:-1] if written.endswith(quote) and not written.endswith(f"\\{quote}") else written
    return _ESCAPE.sub(_meaning, written).strip()


def _meaning(escape: re.Match[str]) -> str:
    if escape[1]:
        code = int(escape[1], 16)
        return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
    return escape[2] or ""


def _decoded(content: bytes, content_type: str | None) -> Decoded:
    """The sheet's text, decoded by its header, else its ``@charset`` (CSS Syntax Level 3, 3.2), else its bytes."""
    rule = _CHARSET_RULE.match(content)
    if rule and not declared_in_header(content_type) and charset_named(rule[1].decode("ascii")):
        content_type = f"text/css; charset={rule[1].decode('ascii')}"
    return decode(content, content_type)
