"""The shape of an address: what pages made by one template have in common."""

import re
from urllib.parse import unquote, urlsplit

_DIGITS = re.compile(r"\d+")
_TOKEN = re.compile(r"(?=[^\W_]*\d)(?=[^\W_]*[a-z])[^\W_]{8,}|[0-9a-f]{16,}|[0-9a-f]{8}-[0-9a-f-]{27}", re.IGNORECASE)
_SELECTS_A_TEMPLATE = re.compile(
    r"[mcasrg]|mod(?:ule)?|ctl|con(?:troller)?|act(?:ion)?|ac|do|op(?:tion)?|view|task|method|app|type|l|lang"
)
_TOKEN_WITHIN = re.compile(r"(?:(?<=\()|(?<=[=;]))[^\W_]{8,}")
_WORD = re.compile(r"[a-z_./-]{1,24}", re.IGNORECASE)
_KEPT = frozenset({"feed", "rss", "atom", "page", "list", "index", "show", "view", "detail"})


def shape_of(url: str) -> str:
    """The address with what differs from page to page taken out: numbers, the last name, values of parameters.

    >>> shape_of("http://example.com/news/list_12.html"), shape_of("http://example.com/news/show-7-1.html")
    ('/news/list_#.html', '/news/show-#-#.html')
    >>> shape_of("http://example.com/2025/03/hello-world/"), shape_of("http://example.com/v.php?id=7&m=show&t=春")
    ('/#/#/*/', '/v.php?id=#&m=show&t=*')
    """
    parts = urlsplit(url)
    names = unquote(parts.path).lower().split("/")
    last = max((at for at, name in enumerate(names) if name), default=0)
    own = None if parts.query else last  # with a query the name is that of a script that makes many pages
    path = "/".join(_last_name(name) if at == own else _collapsed(name) for at, name in enumerate(names))
    return path + ("?" + "&".join(sorted(map(_parameter, parts.query.split("&")))) if parts.query else "")


def family_of(url: str) -> str:
    """The first name of the path: shapes that differ only below it, or in parameters, are one family.

    >>> family_of("http://example.com/calendar/2025/03/?view=day"), family_of("http://example.com/list-3.html?a=1")
    ('calendar', 'list-#.html')
    """
    parts = urlsplit(url)
    names = [name for name in unquote(parts.path).lower().split("/") if name]
    if not names:
        return ""
    return _collapsed(names[0]) if len(names) > 1 or parts.query else _last_name(names[0])


def _collapsed(name: str) -> str:
    """Digits collapsed; a token that names a visit, as in /(S(x7k2m9qw))/, becomes '*'."""
    return "*" if _TOKEN.fullmatch(name) else _DIGITS.sub("#", _TOKEN_WITHIN.sub("*", name))


def _last_name(name: str) -> str:
    """Digits collapsed where there are any; a name of words alone, which is the page's own, becomes '*'."""
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension) > 6:
        stem, dot, extension = name, "", ""
    if not stem or stem in _KEPT:
        return name
    if _TOKEN.fullmatch(stem) or len(_DIGITS.sub("", stem)) > 16 or not _DIGITS.search(stem):
        return f"*{dot}{extension}"
    return f"{_DIGITS.sub('#', stem)}{dot}{extension}"


def _parameter(part: str) -> str:
    name, _, value = part.partition("=")
    name = _DIGITS.sub("#", unquote(name).lower())
    if not value or value.isdigit():
        return f"{name}={'#' if value else ''}"
    keeps_value = _SELECTS_A_TEMPLATE.fullmatch(name) and _WORD.fullmatch(value)
    return f"{name}={value.lower() if keeps_value else '*'}"
