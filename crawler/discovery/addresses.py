"""What a link on a page asks for: resolved, encoded as browsers encode, in canonical form."""

import re
from unicodedata import normalize
from urllib.parse import urljoin, urlsplit

from archive.model.url import canonical_url

_LEADS_NOWHERE = re.compile(r"#|javascript:", re.IGNORECASE)  # as it is meant where it is in full-width letters

LONGEST = 2083
"""Characters of an address beyond which it is not asked for; browsers of old had this limit and sites keep to it."""

_STRIPPED = {ord(character): None for character in "\t\n\r\f\v\0"}


def resolve(href: str, base: str, charset: str = "utf-8") -> str | None:
    """The canonical address that ``href`` on a page at ``base`` asks for, None where it is no page on the web.

    White space around it and line breaks in it are dropped; a query string is encoded in the page's ``charset``
    and a path in UTF-8, as the URL Standard (section 4.4) has it; that of a page in UTF-16 is in UTF-8 too.

    >>> resolve(" ../list_2.html\\n#top", "http://example.com/news/a/")
    'http://example.com/news/list_2.html'
    >>> resolve("?q=翻译", "http://example.com/s", "gb18030")
    'http://example.com/s?q=%B7%AD%D2%EB'
    >>> [resolve(href, "http://example.com/") for href in ("javascript:void(0)", "＃")]
    [None, None]
    """
    cleaned = href.strip().translate(_STRIPPED).partition("#")[0]
    if not cleaned.isascii() and _LEADS_NOWHERE.match(normalize("NFKC", cleaned)):
        return None
    if len(cleaned) > LONGEST or cleaned.lower().rstrip("/") in ("http:", "https:"):
        return None
    try:
        joined = urljoin(base, cleaned.replace("\\", "/"))
        parts = urlsplit(joined)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
            return None
        encoded = parts._replace(query=_encoded_query(parts.query, charset)).geturl()
        address = canonical_url(encoded)
    except ValueError:
        return None
    return address if len(address) <= LONGEST else None


def _encoded_query(query: str, charset: str) -> str:
    if query.isascii():
        return query
    charset = "utf-8" if charset.lower().startswith("utf-16") else charset
    return "".join(character if character.isascii() else _encoded(character, charset) for character in query)


def _encoded(character: str, charset: str) -> str:
    """Percent-encoded bytes; what the charset does not have is written as a character reference (URL Standard)."""
    try:
        encoded = character.encode(charset)
    except LookupError:
        encoded = character.encode("utf-8", "replace")
    except UnicodeEncodeError:
        return f"%26%23{ord(character)}%3B"
    return "".join(f"%{byte:02X}" for byte in encoded)
