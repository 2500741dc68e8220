"""Rewriting of the URLs in a replayed page's own bytes, in one pass, and in style sheets, so that they lead into the
archive; all else is copied unchanged.

A page at ``/STAMP/URL`` resolves relative URLs by itself. Only URLs with a host, from the site's root, or above it
are rewritten. Time is linear (CSS Syntax Level 3, CSS Images Level 4).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import urljoin, urlsplit

from archive.replay import html_tags
from archive.replay.media_type_and_charset import Charset
from archive.word_lists_and_character_tables import word_list

Rewrite = Callable[[str], str]

_NEWLINE = r"(?:\r\n|[\n\r\f])"
# Each alternative consumes what it has read in any case, so that nothing is read twice.
_STRING = r""""(?:[^"\\\n]|\\[\s\S])*+"?|'(?:[^'\\\n]|\\[\s\S])*+'?"""
_BARE = r"""(?:[^\s"'()\\]|\\(?:[0-9A-Fa-f]{1,6}\s?|[\s\S]))*+"""
_TOKEN = rf"""/\*(?:[^*]|\*(?!/))*+(?:\*/)?
    |(?<![\w-])url\(\s*+(?P<url>{_STRING}|{_BARE})
    |(?P<string>{_STRING})
    |@(?P<rule>import|namespace)(?![\w-])
    |(?P<set>(?<![\w-])(?:-webkit-)?image-set\()"""
_OUTSIDE = re.compile(_TOKEN, re.IGNORECASE | re.VERBOSE)
_INSIDE = re.compile(rf"{_TOKEN}|(?P<mark>[();{{}}])", re.IGNORECASE | re.VERBOSE)
_WORTH_READING = re.compile(r"""url\(|@import|image-set\(""", re.IGNORECASE)
_ESCAPE = re.compile(rf"\\(?:([0-9A-Fa-f]{{1,6}})(?:\r\n|[ \t\n\r\f])?|{_NEWLINE}|([\s\S]))")
_UNSAFE = re.compile(r"""["'()\\\s]""")

_CANDIDATE = re.compile(r"(?P<before>[\s,]*+)(?P<address>\S++)")
_DESCRIPTORS = re.compile(r"(?:[^,(]++|\([^)]*+\)?)*+")

_CONTROLS_AND_SPACE = "".join(map(chr, range(0x21)))
_LINE_ENDS_AND_TABS = str.maketrans("", "", "\t\n\r")
_ABSOLUTE = re.compile(r"https?:[/\\]{2}", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_DOTS = re.compile(r"(?:^|[/\\])(?:\.|%2e){2}(?:[/\\?#]|$)", re.IGNORECASE)
_HOST_END = re.compile(r"[/?#]")
_ENCODED_DOT = re.compile(r"%2e", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class UrlRewriter:
    """Rewrites the URLs of a replayed page; ``base`` is the URL that relative ones are resolved against."""

    stamp: str
    base: str

    def with_base(self, address: str) -> "UrlRewriter":
        """Return the rewriter for a replayed page that has declared another base URL."""
        try:
            return UrlRewriter(self.stamp, urljoin(self.base, _clean_url(address)))
        except ValueError:
            return self

    def rewrite(self, address: str) -> str:
        """Rewrite a URL of a replayed page to lead into the archive; unchanged if the browser resolves it or it is
        not HTTP.

        >>> urls = UrlRewriter("20261124093226", "http://example.com/news/a.html")
        >>> [urls.rewrite(each) for each in ("b.png", "/b.png", "//c.example/", "https://c.example/", "#top")]
        ... # doctest: +NORMALIZE_WHITESPACE
        ['b.png', '/20261124093226/http://example.com/b.png', '/20261124093226/http://c.example/',
         '/20261124093226/https://c.example/', '#top']
        >>> urls.rewrite("../../../b.png"), urls.rewrite("mailto:a@example.com")
        ('/20261124093226/http://example.com/b.png', 'mailto:a@example.com')
        """
        text = _clean_url(address)
        climbs = bool(_DOTS.search(text.partition("?")[0].partition("#")[0]))
        if _ABSOLUTE.match(text):
            absolute = text
        elif _SCHEME.match(text):
            return address
        elif text[:1] in ("/", "\\"):
            scheme, _, rest = self.base.partition("://")
            host = _HOST_END.split(rest, maxsplit=1)[0]
            absolute = f"{scheme}:{text}" if text[1:2] in ("/", "\\") else f"{scheme}://{host}{text}"
        elif climbs:
            absolute = f"{self.base.partition('?')[0].partition('#')[0].rpartition('/')[0]}/{text}"
        else:
            return address
        return f"/{self.stamp}/{_without_climbing(absolute) if climbs else absolute}"


def _clean_url(address: str) -> str:
    """Return the URL as a browser reads it: without white space around it, and without line ends and tabs inside."""
    return address.strip(_CONTROLS_AND_SPACE).translate(_LINE_ENDS_AND_TABS)


def _without_climbing(absolute: str) -> str:
    try:
        parts = urlsplit(_ENCODED_DOT.sub(".", absolute.replace("\\", "/")))
        return urljoin(f"{parts.scheme}://{parts.netloc}/", parts._replace(scheme="", netloc="").geturl() or "/")
    except ValueError:
        return absolute


def rewrite_css(sheet: str, rewrite: Rewrite) -> str:
    """Rewrite the URLs in a replayed style sheet, or ``style`` attribute, by ``rewrite``.

    >>> rewrite_css('@import "/a.css"; p { background: url( /b.png ) } /* url(/c.png) */', lambda url: f"/t{url}")
    '@import "/t/a.css"; p { background: url( /t/b.png ) } /* url(/c.png) */'
    """
    if not _WORTH_READING.search(sheet):
        return sheet
    parts: list[str] = []
    at = 0
    for start, end in _addresses(sheet):
        changed = _rewritten(sheet[start:end], rewrite)
        if changed is not None:
            parts += (sheet[at:start], changed)
            at = end
    return "".join((*parts, sheet[at:])) if parts else sheet


def _addresses(sheet: str) -> Iterator[tuple[int, int]]:
    """Yield the positions of the URLs in a style sheet, including the quotes of quoted ones."""
    rule, depth, at = "", 0, 0  # the open @import or @namespace, and the depth of parentheses in image-set()
    while found := (_INSIDE if rule or depth else _OUTSIDE).search(sheet, at):
        kind, at = found.lastgroup, found.end()
        if kind == "rule":
            rule, depth = found["rule"].lower(), 0
        elif kind == "set":
            depth += 1
        elif kind == "mark":
            ends = found["mark"] in ";{}"  # an unclosed image-set() ends with its declaration
            rule = "" if ends else rule
            depth = 0 if ends else max(0, depth + (1 if found["mark"] == "(" else -1)) if depth else 0
        elif kind and rule != "namespace" and (kind == "url" or rule == "import" or depth == 1):
            yield found.span(kind)
            rule = ""
        if kind == "url" and depth:
            depth += 1


def _rewritten(written: str, rewrite: Rewrite) -> str | None:
    """Rewrite a URL of a style sheet in its original quotes; None if it does not change."""
    quote = written[:1] if written[:1] in ("'", '"') else ""
    ended = len(written) > 1 and written.endswith(quote)
    inner = written[1:-1] if quote and ended else written.removeprefix(quote)
    address = _ESCAPE.sub(_unescape, inner).strip()
    changed = rewrite(address)
    if changed == address:
        return None
    return f"{quote}{_UNSAFE.sub(_escape, changed)}{quote if ended else ''}"


def _unescape(escape: re.Match[str]) -> str:
    if escape[1]:
        code = int(escape[1], 16)
        return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
    return escape[2] or ""


def _escape(unsafe: re.Match[str]) -> str:
    mark = unsafe[0]
    return f"\\{ord(mark):x} " if mark.isspace() else f"\\{mark}"


DISABLED_PREFIX = b"data-archive-"
"""Prefix of the name of an attribute that must not act: ``integrity``, a policy, a preconnection."""

_URL = html_tags.bytes_list("URL attributes")
_URL_OF = {(b"object", b"data"), (b"applet", b"archive"), (b"applet", b"code"), (b"object", b"archive")}
_SRCSETS = frozenset({b"srcset", b"imagesrcset"})
_PAINT_ATTRIBUTES = html_tags.bytes_list("paint attributes")
_DISABLED = html_tags.bytes_list("disabled attributes")
_POLICIES = word_list(*html_tags.HTML_LISTS, "policies of meta elements")
_PRELOADING_LINKS = word_list(*html_tags.HTML_LISTS, "preloading links")
_WINDOWS = word_list(*html_tags.HTML_LISTS, "names of new windows")
_REFRESH = re.compile(r"(?P<before>[\s\d.]*[\s;,]*(?:url\s*=\s*)?(?P<quote>[\"']?))(?P<address>.*)", re.I | re.DOTALL)
_DISABLED_SCRIPTS = frozenset({"speculationrules"})
_LINK_ATTRIBUTE = re.compile(
    rb"""(?:^|[\t\n\f\r /"'])(?:[\w-]*:)?(?:href|src|srcset|imagesrcset|srcdoc|style|action|formaction|poster|data
    |cite|background|longdesc|lowsrc|dynsrc|manifest|ping|attributionsrc|profile|codebase|archive|code|icon|integrity|csp
    |rel|target|http-equiv|name|type|fill|stroke|filter|mask|clip-path|cursor|marker\w*|marker-(?:start|mid|end)|base
    )[\t\n\f\r ]*=""",
    re.IGNORECASE | re.VERBOSE,
)
# A URL of which only the beginning has to be examined.
_SIMPLE = re.compile(
    rb"""[\t\n\f\r ]*+(?!(?:[^?#]*[/\\])?(?:\.|%2[eE]){2}(?:[/\\?#]|\Z))
    (?:(?P<absolute>[hH][tT][tT][pP][sS]?://)|(?P<host>//)|(?P<root>/)(?![/\\])|(?=[A-Za-z0-9_.~-]*(?:[/?#]|\Z))|(?=[?#]))
    [^&\\\t\n\f\r\x00]*+(?:&[^&\\\t\n\f\r\x00]*+)*+""",
    re.VERBOSE,
)
_ROOT = re.compile(rb"<[A-Za-z]")
_SHEET_OF_XML = re.compile(rb"<\?xml-stylesheet(?=[\t\n\r ])(?P<attributes>[^>]*+)>", re.IGNORECASE)
_OUTER_ELEMENTS = frozenset({b"html", b"head"})
_MOST_NESTED = 4

Edit = tuple[int, int, bytes]


@dataclass(frozen=True, slots=True)
class Markup:
    """How to read a page for rewriting: its encoding, whether it is XML, and an element to insert before all
    others.
    """

    charset: Charset
    xml: bool = False
    first: bytes = b""
    nested: int = 0


def rewrite_html(content: bytes, urls: UrlRewriter, markup: Markup) -> Iterator[bytes]:
    """Rewrite a page's HTML for replay, and yield it in pieces.

    URLs in attributes, style sheets and ``meta`` refreshes lead into the archive. Attributes that would act outside
    it or break it (``integrity``, policies, preconnections, pings, targets of new windows) are disabled under another
    name. Every other byte is copied. Time is linear in the length of the page, and no markup makes it fail.

    >>> urls = UrlRewriter("20261124093226", "http://example.com/")
    >>> b"".join(rewrite_html(b"<p>/a<img src=/b.png alt='&lt;'>", urls, Markup(Charset("utf-8"))))
    b"<p>/a<img src=/20261124093226/http://example.com/b.png alt='&lt;'>"
    """
    codec = markup.charset.transcoding_codec
    if codec:
        yield from _transcoded(content, codec, urls, markup)
        return
    at = 0
    for start, end, replacement in _Page(content, urls, markup).edits():
        yield content[at:start]
        yield replacement
        at = end
    yield content[at:]


def _transcoded(content: bytes, codec: str, urls: UrlRewriter, markup: Markup) -> Iterator[bytes]:
    """Rewrite a page in an encoding whose markup is not ASCII by way of UTF-8; it comes out in its own encoding."""
    text = content.decode(codec, "replace").encode()
    for piece in rewrite_html(text, urls, replace(markup, charset=Charset("utf-8"))):
        yield piece.decode().encode(codec, "xmlcharrefreplace")


def _may_have_links(attributes: bytes) -> bool:
    """Return whether the part of a tag after its name may contain an attribute that concerns URLs, to rewrite it."""
    return bool(_LINK_ATTRIBUTE.search(attributes))


class _Page:
    """A page that is being rewritten; its base URL changes at a ``base`` element."""

    def __init__(self, content: bytes, urls: UrlRewriter, markup: Markup) -> None:
        self._content = content
        self._urls = urls
        self._markup = markup
        self._prefix = f"/{urls.stamp}/".encode("latin-1")
        self._has_base = False

    def edits(self) -> Iterator[Edit]:
        """Yield the replacements in a page's HTML in order: start, end, new bytes."""
        first = self._markup.first
        if self._markup.xml:
            yield from self._instruction_edits()
        for tag in html_tags.start_tags(self._content, self._markup.xml):
            if first and tag.name not in _OUTER_ELEMENTS:
                yield tag.start, tag.start, first
                first = b""
            if _may_have_links(self._content[tag.attributes : tag.end]):
                yield from sorted(self._tag_edits(tag))
            if tag.raw_end > tag.end and tag.name in (b"style", b"noscript"):
                yield from self._text_edits(tag)

    def _instruction_edits(self) -> Iterator[Edit]:
        """Yield edits for the style sheets that an XML document names before its root element."""
        root = _ROOT.search(self._content)
        for found in _SHEET_OF_XML.finditer(self._content, 0, root.start() if root else 0):
            attributes = html_tags.attributes_of(self._content, found.start("attributes"), found.end("attributes"))
            yield from (edit for each in attributes if each.name == b"href" for edit in self._url_edits(each))

    def _tag_edits(self, tag: html_tags.Tag) -> Iterator[Edit]:
        attributes = list(html_tags.attributes_of(self._content, tag.attributes, tag.end))
        if tag.name == b"meta":
            yield from self._meta_edits({each.name: each for each in reversed(attributes)})
            return
        for each in attributes:
            if self._is_disabled(tag.name, each):
                yield each.start, each.start, DISABLED_PREFIX
            elif tag.name == b"base" and each.name == b"href":
                yield from self._base_edits(each)
            elif each.name in _URL or (tag.name, each.name) in _URL_OF:
                yield from self._url_edits(each)
            elif each.name in _SRCSETS:
                yield from self._value_edits(each, lambda value: rewrite_srcset(value, self._urls.rewrite))
            elif each.name == b"style" or each.name in _PAINT_ATTRIBUTES:
                yield from self._value_edits(each, lambda value: rewrite_css(value, self._urls.rewrite))
            elif each.name == b"srcdoc" and tag.name == b"iframe":
                yield from self._document_edits(each)

    def _meta_edits(self, attributes: dict[bytes, html_tags.Attribute]) -> Iterator[Edit]:
        kind, content = attributes.get(b"http-equiv"), attributes.get(b"content")
        name = attributes.get(b"name")
        if name and self._value(name) == "referrer":
            yield name.start, name.start, DISABLED_PREFIX
        if kind and self._value(kind) in _POLICIES:
            yield kind.start, kind.start, DISABLED_PREFIX
        elif kind and content and self._value(kind) == "refresh":
            yield from self._value_edits(content, self._refresh)

    def _refresh(self, value: str) -> str:
        found = _REFRESH.fullmatch(value)
        if not found or not found["address"]:
            return value
        address = found["address"].partition(found["quote"])[0] if found["quote"] else found["address"]
        return found["before"] + self._urls.rewrite(address) + found["address"][len(address) :]

    def _base_edits(self, href: html_tags.Attribute) -> Iterator[Edit]:
        yield from self._url_edits(href)
        if not self._has_base:
            value = self._content[href.value_start : href.value_end].decode("latin-1")
            self._urls, self._has_base = self._urls.with_base(html_tags.read_value(value)), True

    def _url_edits(self, attribute: html_tags.Attribute) -> Iterator[Edit]:
        """Yield an edit of a URL attribute that only inserts the prefix if nothing else changes."""
        start, end = attribute.value_start, attribute.value_end
        simple = _SIMPLE.fullmatch(self._content, start, end)
        if not simple:
            yield from self._value_edits(attribute, self._urls.rewrite)
        elif simple["absolute"]:
            yield simple.start("absolute"), simple.start("absolute"), self._prefix
        elif simple["host"] or simple["root"]:
            begin = self._urls.rewrite("//" if simple["host"] else "/").encode("latin-1")
            slashes = simple.start("host") if simple["host"] else simple.start("root")
            yield slashes, slashes + (2 if simple["host"] else 1), begin

    def _value_edits(self, attribute: html_tags.Attribute, change: Callable[[str], str]) -> Iterator[Edit]:
        """Yield an edit that replaces a whole attribute value, if ``change`` changes it."""
        start, end = attribute.value_start, attribute.value_end
        text, codec = self._markup.charset.to_text(self._content[start:end])
        value = html_tags.read_value(text)
        changed = change(value)
        if changed != value:
            yield (
                start,
                end,
                html_tags.write_value(changed, attribute.quote.decode("ascii")).encode(codec, "xmlcharrefreplace"),
            )

    def _text_edits(self, tag: html_tags.Tag) -> Iterator[Edit]:
        """Yield edits for the style sheet in a ``style`` element, and for the markup in ``noscript``."""
        inside = self._content[tag.end : tag.raw_end]
        if tag.name == b"style":
            text, codec = self._markup.charset.to_text(inside)
            changed = rewrite_css(text, self._urls.rewrite)
            if changed != text:
                yield tag.end, tag.raw_end, changed.encode(codec, "xmlcharrefreplace")
        elif self._markup.nested < _MOST_NESTED:
            markup = Markup(self._markup.charset, self._markup.xml, nested=self._markup.nested + 1)
            yield tag.end, tag.raw_end, b"".join(rewrite_html(inside, self._urls, markup))

    def _document_edits(self, attribute: html_tags.Attribute) -> Iterator[Edit]:
        def change(value: str) -> str:
            inner = value.encode("utf-8", "surrogatepass")
            pieces = rewrite_html(inner, self._urls, Markup(Charset("utf-8"), nested=self._markup.nested + 1))
            return b"".join(pieces).decode("utf-8", "surrogatepass")

        if self._markup.nested < _MOST_NESTED:
            yield from self._value_edits(attribute, change)

    def _is_disabled(self, tag: bytes, attribute: html_tags.Attribute) -> bool:
        name = attribute.name
        if name in _DISABLED:
            return name != b"csp" or tag == b"iframe"
        if name == b"rel" and tag == b"link":
            return bool(_PRELOADING_LINKS & set(self._value(attribute).split()))
        if name == b"target" and tag in (b"a", b"area", b"base", b"form"):
            window = self._value(attribute)
            return (window.startswith("_") and window != "_self") or window in _WINDOWS
        return name == b"type" and tag == b"script" and self._value(attribute) in _DISABLED_SCRIPTS

    def _value(self, attribute: html_tags.Attribute) -> str:
        """Return an attribute value to compare with known words, in lower case."""
        value = self._content[attribute.value_start : attribute.value_end]
        return html_tags.read_value(value.decode("latin-1")).strip().lower()


def rewrite_srcset(srcset: str, rewrite: Callable[[str], str]) -> str:
    """Rewrite the URLs of a ``srcset`` attribute's candidates (HTML Standard, 4.8.4.2.1).

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
