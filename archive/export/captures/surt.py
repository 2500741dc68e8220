"""The key by which replay tools sort and look up URLs: the Sort-friendly URI Reordering Transform (SURT).

The rules are those of the Internet Archive's tools and pywb (Heritrix, "Glossary: SURT"; CDXJ, OpenWayback): variants
of one URL, in case, session id, order of the query and the like, have one key.
"""

import re
from urllib.parse import SplitResult, urlsplit

_CONTROLS = re.compile(r"[\t\r\n]")
_ESCAPED = re.compile(rb"%([0-9a-fA-F]{2})")
_WWW = re.compile(r"^www\d*\.")
_ID = r"[0-9a-z]{32}"
_SESSIONS_IN_PATH = (
    re.compile(r"^(.*/)(?:\(?s\([0-9a-z]{24}\)\)?/)([^?]+\.aspx.*)$"),
    re.compile(r"^(.*/)(?:\([0-9a-z]{24}\)/)([^?]+\.aspx.*)$"),
)
_SESSIONS_IN_QUERY = (
    re.compile(rf"^(.*)(?:jsessionid={_ID})(?:&(.*))?$"),
    re.compile(rf"^(.*)(?:phpsessid={_ID})(?:&(.*))?$"),
    re.compile(rf"^(.*)(?:sid={_ID})(?:&(.*))?$"),
    re.compile(r"^(.*)(?:aspsessionid[a-z]{8}=[a-z]{24})(?:&(.*))?$"),
    re.compile(r"^(.*)(?:cfid=[^&]+&cftoken=[^&]+)(?:&(.*))?$"),
)
_PORTS = {"http": 80, "https": 443}


def surt(url: str) -> str:
    """The key of a web URL, in ASCII; other URLs are returned as they are.

    >>> surt("http://www.Example.com:80/News//show.asp?ID=2&b=%E4%B8%AD#top")
    'com,example)/news/show.asp?b=%e4%b8%ad&id=2'
    """
    try:
        parts = urlsplit(_CONTROLS.sub("", url.strip()))
        scheme, host, port = parts.scheme.lower(), parts.hostname, parts.port
    except ValueError:
        return url
    if scheme not in _PORTS or not host:
        return url
    number = f":{port}" if port and port != _PORTS[scheme] else ""
    return f"{_host(host)}{number}){_path(parts)}{_query(parts)}"


def _host(host: str) -> str:
    """The labels from the last to the first; an IPv6 address unchanged."""
    if ":" in host:
        return host
    return ",".join(reversed(_WWW.sub("", _ascii(host.rstrip("."))).split(".")))


def _ascii(host: str) -> str:
    """The host as DNS has it (RFC 3490), or with escapes where it cannot be a name."""
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return _escaped(host)


def _path(parts: SplitResult) -> str:
    path = _escaped(parts.path).lower()
    for session in _SESSIONS_IN_PATH:
        path = session.sub(r"\1\2", path)
    path = _without_dots(path)
    return path.rstrip("/") or "/"


def _without_dots(path: str) -> str:
    """The path without ``.``, ``..`` and, after that, empty segments; a ``..`` with nothing before it stays."""
    kept: list[str] = []
    for segment in path.split("/")[1:]:
        if segment == ".." and kept:
            kept.pop()
        elif segment != ".":
            kept.append(segment)
    return "/" + "/".join(filter(None, kept))


def _query(parts: SplitResult) -> str:
    query = _escaped(parts.query).lower()
    for session in _SESSIONS_IN_QUERY:
        query = session.sub(lambda found: found[1] + (found[2] or ""), query)
    query = "&".join(sorted(query.split("&")))
    return f"?{query}" if query else ""


def _escaped(text: str) -> str:
    """The text with all escapes decoded and the necessary ones encoded again."""
    raw = text.encode("utf-8", "surrogatepass")
    while (bare := _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), raw)) != raw:
        raw = bare
    return "".join(chr(byte) if 0x20 < byte < 0x7F and byte not in b"%#" else f"%{byte:02x}" for byte in raw)
