"""The requisites of a style sheet as it came over the wire."""

import re

from archive.model.encodings import charset_named
from crawler.extraction.decode import Decoded, declared_in_header, decode
from crawler.requisites.css import references_of
from crawler.requisites.requisite import Requisite, address_of, kind_in_sheet

_CHARSET_RULE = re.compile(rb'@charset "([^"\x80-\xff]{1,40})"')


def requisites_of_sheet(content: bytes, content_type: str | None, sheet: Requisite) -> list[Requisite]:
    """What the style sheet needs, in order, each address once, given its bytes without content coding.

    >>> found = requisites_of_sheet(b"p{background:url(a.png)}", "text/css", Requisite("http://a.example/b.css",
    ...     "style", "http://a.example/"))
    >>> [(each.url, each.kind, each.depth) for each in found]
    [('http://a.example/a.png', 'image', 1)]
    """
    found: dict[str, Requisite] = {}
    decoded = _decoded(content, content_type)
    for reference in references_of(decoded.text):
        url = address_of(reference.address, sheet.url, decoded.charset)
        if url and url != sheet.url:
            kind = "style" if reference.imported else kind_in_sheet(url)
            found.setdefault(url, Requisite(url, kind, sheet.url, sheet.depth + 1))
    return list(found.values())


def _decoded(content: bytes, content_type: str | None) -> Decoded:
    """The sheet's text, by its header, else by its ``@charset`` (CSS Syntax Level 3, 3.2), else by its bytes."""
    rule = _CHARSET_RULE.match(content)
    if rule and not declared_in_header(content_type) and charset_named(rule[1].decode("ascii")):
        content_type = f"text/css; charset={rule[1].decode('ascii')}"
    return decode(content, content_type)
