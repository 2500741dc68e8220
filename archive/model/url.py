"""Canonical URLs: the form in which two addresses of one page are the same; and keys that join host variants.

Syntax-based normalisation is that of RFC 3986, section 6.2.2 and 6.2.3; the parameters that name a visit and not
a page are dropped besides.
"""

import ipaddress
import re
from functools import lru_cache
from urllib.parse import SplitResult, quote, urlsplit

from archive.word_lists_and_character_tables import list_pattern

DEFAULT_PORTS = {"http": 80, "https": 443, "ftp": 21}

_LISTS = ("archive.model", "parameters")
_TRACKING = re.compile(list_pattern(*_LISTS, "tracking"))
_SESSION = re.compile(list_pattern(*_LISTS, "sessions"))
_REFERRER = re.compile(r"from|ref|refer|referr?er")
_WORD = re.compile(r"[A-Za-z_]+")
_MAYBE_SESSION = re.compile(r"sid|s|session|sess|token|sessionkey|osid|usid")
_LOOKS_RANDOM = re.compile(r"(?=[^\W_]*\d)(?=[^\W_]*[A-Za-z])[^\W_]{8,}|\d{12,}|[0-9A-Fa-f-]{16,}")
_PATH_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?;]*", re.IGNORECASE)

_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNSAFE = re.compile(r"[^A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]|%(?![0-9A-Fa-f]{2})")


def canonical_url(url: str) -> str:
    """Normalise an absolute URL to its canonical form (RFC 3986), in which two addresses of one page are equal.

    Scheme and host in lower case, host in its IDNA form, credentials, default port and fragment dropped, dot
    segments resolved, percent-encoding in upper case and only where needed, session and tracking parameters
    dropped; the order of the others is kept. Characters beyond ASCII are taken as UTF-8.

    Raises ValueError when the address is malformed (a port that is no number, an unclosed bracket).

    >>> canonical_url("HTTP://Example.COM:80/a/../%7enews/%e4%b8%ad?id=7&utm_source=x&PHPSESSID=9f86d081884c#top")
    'http://example.com/~news/%E4%B8%AD?id=7'
    """
    parts = urlsplit(url.strip())
    scheme = parts.scheme.lower()
    path = _resolve_dots(_normal_escapes(_PATH_SESSION.sub("", parts.path.replace("\\", "/")))) or "/"
    query = _kept_parameters(parts.query)
    return f"{scheme}://{_authority(scheme, parts.hostname or '', parts.port)}{path}{'?' if query else ''}{query}"


def canonical(url: str) -> str:
    """Return the canonical form of a URL, or the URL itself where it has none."""
    try:
        return canonical_url(url)
    except ValueError:
        return url


def is_web_url(url: str) -> bool:
    """Return whether a URL has the scheme http or https; False for a malformed one."""
    try:
        return urlsplit(url).scheme in ("http", "https")
    except ValueError:
        return False


def is_page_url(url: str) -> bool:
    """Return whether a crawl can request a URL: it is a web address with a host, and names no user."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.username is None
    except ValueError:
        return False


def is_ip_address(host: str) -> bool:
    """Return whether the host of a URL is a numeric IP address, IPv6 with or without its brackets, and no name.

    >>> is_ip_address("192.0.2.1"), is_ip_address("[2001:db8::1]"), is_ip_address("example.org")
    (True, True, False)
    """
    try:
        ipaddress.ip_address(host.removeprefix("[").removesuffix("]"))
    except ValueError:
        return False
    return True


def without_credentials(url: str) -> str:
    """Drop the user name and password that a URL may have.

    >>> without_credentials("http://me:secret@example.com/a")
    'http://example.com/a'
    """
    return re.sub(r"^([A-Za-z][A-Za-z0-9+.-]*://)[^/?#]*@", r"\1", url)


def _authority(scheme: str, host: str, port: int | None) -> str:
    host = host.rstrip(".")
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError as error:
            raise ValueError(f"host name {host!r} cannot be written in IDNA") from error
    if ":" in host:
        host = f"[{host}]"
    return host if port is None or port == DEFAULT_PORTS.get(scheme) else f"{host}:{port}"


def _normal_escapes(text: str) -> str:
    encoded = _UNSAFE.sub(lambda found: "".join(f"%{byte:02X}" for byte in _utf8(found[0])), text)
    return _ESCAPE.sub(_normal_escape, encoded)


def _utf8(character: str) -> bytes:
    return character.encode("utf-8", "surrogatepass")


def _normal_escape(found: re.Match[str]) -> str:
    character = chr(int(found[1], 16))
    return character if character in _UNRESERVED else f"%{found[1].upper()}"


def _resolve_dots(path: str) -> str:
    """The path without '.' and '..' segments (RFC 3986, 5.2.4)."""
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == ".." and len(kept) > 1:
            kept.pop()
        elif segment not in (".", ".."):
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/".join(kept)


def _kept_parameters(query: str) -> str:
    return "&".join(_normal_escapes(part) for part in query.split("&") if part and not _names_a_visit(part))


def _names_a_visit(parameter: str) -> bool:
    name, _, value = parameter.partition("=")
    name = name.lower()
    if _TRACKING.fullmatch(name) or _SESSION.fullmatch(name):
        return True
    if _REFERRER.fullmatch(name) and _WORD.fullmatch(value):
        return True  # where the reader came from; a number or a day would name a range
    return bool(_MAYBE_SESSION.fullmatch(name) and _LOOKS_RANDOM.fullmatch(value))


_VISIBLE = "".join(map(chr, range(0x21, 0x7F))).translate({ord(mark): None for mark in '<>"\\^`{|}'})


def safe_url(url: str) -> str:
    """Percent-encode every character of a URL that a header or a link cannot hold, as UTF-8.

    >>> safe_url("http://example.com/新>%20")
    'http://example.com/%E6%96%B0%3E%20'
    """
    return url if url.isascii() and not set(url) - set(_VISIBLE) else quote(url, safe=_VISIBLE, errors="replace")


@lru_cache(maxsize=8192)
def host_variant_key(url: str) -> str:
    """Return a key that is the same for a URL and its host variants: http and https, with and without 'www.'.

    >>> host_variant_key("https://www.example.com/a") == host_variant_key("http://example.com/a")
    True
    """
    parts = urlsplit(url)
    host, port = origin_key(parts)
    return f"{host}:{port}{parts.path}{'?' if parts.query else ''}{parts.query}"


def origin_key(parts: SplitResult) -> tuple[str, int]:
    """Return a key of the server that a URL is on: its host without 'www.', and its port; the default ports of http
    and https count as one, 0.

    Raises ValueError for a URL that is not one of a page on the web.
    """
    host, default = parts.hostname, DEFAULT_PORTS.get(parts.scheme)
    if parts.scheme not in ("http", "https") or not host:
        raise ValueError(f"{parts.geturl()!r} is not the address of a page: it needs http:// or https:// and a host")
    port = parts.port or default or 0
    # A server at a port of its own speaks http or https, not both: the wrong one would not be the site.
    web = port == default
    return host.rstrip(".").removeprefix("www."), 0 if web else (port if parts.scheme == "http" else -port)
