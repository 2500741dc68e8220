"""URLs of a site: resolving links, the scope of a crawl, URLs that are no pages, and the shape of a URL.

The *shape* of a URL is what the URLs of pages made by one template have in common. Files, forms, actions, and paths
that only a loop of links makes are no pages.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from unicodedata import normalize
from urllib.parse import unquote, urljoin, urlsplit

from archive.model.url import canonical_url, origin_key
from archive.word_lists_and_character_tables import list_pattern

_GOES_NOWHERE = re.compile(r"#|javascript:", re.IGNORECASE)  # after NFKC, which resolves full-width letters

_NAMES_A_HOST = re.compile(r"[a-z][a-z0-9+.-]*://[^\W_]", re.IGNORECASE)

LONGEST = 2083
"""Characters; longer URLs are not requested. Old browsers had this limit, and sites keep to it."""

_STRIPPED = {ord(character): None for character in "\t\n\r\f\v\0"}

_DIGITS = re.compile(r"\d+")
_TOKEN = re.compile(r"(?=[^\W_]*\d)(?=[^\W_]*[a-z])[^\W_]{8,}|[0-9a-f]{16,}|[0-9a-f]{8}-[0-9a-f-]{27}", re.IGNORECASE)
_SELECTS_A_TEMPLATE = re.compile(
    r"[mcasrg]|mod(?:ule)?|ctl|con(?:troller)?|act(?:ion)?|ac|do|op(?:tion)?|view|task|method|app|type|l|lang"
)
_TOKEN_WITHIN = re.compile(r"(?:(?<=\()|(?<=[=;]))[^\W_]{8,}")
_WORD = re.compile(r"[a-z_./-]{1,24}", re.IGNORECASE)
_KEPT = frozenset({"feed", "rss", "atom", "page", "list", "index", "show", "view", "detail"})


def resolve_url(href: str, base: str, charset: str = "utf-8") -> str | None:
    """Resolve a link's ``href`` on a page at ``base`` to a canonical URL; None if it is no page on the web.

    White space around it and line breaks in it are dropped. A query string is encoded in the page's ``charset``, a
    path in UTF-8 (URL Standard, section 4.4); queries of a page in UTF-16 are in UTF-8 too.

    >>> resolve_url(" ../list_2.html\\n#top", "http://example.com/news/a/")
    'http://example.com/news/list_2.html'
    >>> resolve_url("?q=翻译", "http://example.com/s", "gb18030")
    'http://example.com/s?q=%B7%AD%D2%EB'
    >>> [resolve_url(href, "http://example.com/") for href in ("javascript:void(0)", "＃")]
    [None, None]
    """
    reference = _cleaned(href) if len(href) <= LONGEST else _Reference.of_attribute(href)
    return _joined(_parts_of_base(base)[reference.base], reference.written, charset) if reference else None


_PartOfBase = Literal["origin", "directory", "whole"]


@dataclass(frozen=True, slots=True)
class _Reference:
    """A reference without white space around it, line breaks and fragment, and the part of its base that counts."""

    written: str
    base: _PartOfBase

    @classmethod
    def of_attribute(cls, href: str) -> "_Reference | None":
        cleaned = href.strip().translate(_STRIPPED).partition("#")[0]
        if not cleaned.isascii() and _GOES_NOWHERE.match(normalize("NFKC", cleaned)):
            return None
        if len(cleaned) > LONGEST or cleaned.lower().rstrip("/") in ("http:", "https:"):
            return None
        written = cleaned.replace("\\", "/")
        return cls(written, _part_of_base(written))


_cleaned = lru_cache(maxsize=8192)(_Reference.of_attribute)


def _part_of_base(written: str) -> _PartOfBase:
    """Return which part of a base URL counts for a reference.

    >>> [_part_of_base(written) for written in ("/x", "x", "?x")]
    ['origin', 'directory', 'whole']
    """
    first = written.partition("/")[0]
    is_of_directory = first[:1].isalnum() and (":" not in first or bool(_NAMES_A_HOST.match(written)))
    if written.startswith("//") or not (is_of_directory or written[:1] in ("/", ".")):
        return "whole"
    return "origin" if written[0] == "/" else "directory"


@lru_cache(maxsize=64)
def _parts_of_base(base: str) -> dict[_PartOfBase, str]:
    """Return the parts of a base URL that count for references.

    >>> _parts_of_base("http://a.example/b/c.html?d=/e")
    {'origin': 'http://a.example/', 'directory': 'http://a.example/b/', 'whole': 'http://a.example/b/c.html?d=/e'}
    """
    before = base.partition("#")[0].partition("?")[0]
    origin, has_path, _ = before[8:].partition("/")
    if not has_path:
        return {"origin": base, "directory": base, "whole": base}
    return {"origin": f"{before[:8]}{origin}/", "directory": before[: before.rindex("/") + 1], "whole": base}


@lru_cache(maxsize=8192)
def _joined(base: str, href: str, charset: str) -> str | None:
    """The canonical URL of a cleaned reference; menus and lists have the same ones on each page."""
    try:
        parts = urlsplit(urljoin(base, href))
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
            return None
        encoded = parts._replace(query=_encoded_query(parts.query, charset)).geturl()
        address = canonical_url(encoded)
    except ValueError:
        return None
    return address if len(address) <= LONGEST else None


@dataclass(frozen=True, slots=True)
class Scope:
    """The scope of a crawl: the URLs that it may request.

    ``origins`` are pairs of a host without 'www.' and a port; the default ports of http and https count as one.
    ``excluded`` is a pattern of URLs that are never requested.
    """

    origins: frozenset[tuple[str, int]]
    excluded: re.Pattern[str] | None = None

    @classmethod
    def around(cls, start_urls: Iterable[str], excluded: Iterable[str] = ()) -> "Scope":
        """Make the scope of a crawl from its start URLs: the sites that they are on.

        Raises ValueError for a URL that is not one of a page on the web.
        """
        patterns = "|".join(f"(?:{pattern})" for pattern in excluded)
        origins = frozenset(origin_key(urlsplit(url)) for url in start_urls)
        return cls(origins, re.compile(patterns) if patterns else None)

    def contains(self, url: str) -> bool:
        """Return whether a URL is on the site that the crawl may request.

        >>> scope = Scope.around(["http://www.example.com/"])
        >>> [scope.contains(url) for url in ("https://example.com/a", "http://example.com:8080/", "http://a.com/")]
        [True, False, False]
        """
        try:
            inside = origin_key(urlsplit(url)) in self.origins
        except ValueError:
            return False
        return inside and not (self.excluded and self.excluded.search(url))


def shape_of(url: str) -> str:
    """Return the shape of a URL: without what differs from page to page (numbers, the last name, values of
    parameters).

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
    """Return the family of a URL's shape: the first name of its path.

    >>> family_of("http://example.com/calendar/2025/03/?view=day"), family_of("http://example.com/list-3.html?a=1")
    ('calendar', 'list-#.html')
    """
    parts = urlsplit(url)
    names = [name for name in unquote(parts.path).lower().split("/") if name]
    if not names:
        return ""
    return _collapsed(names[0]) if len(names) > 1 or parts.query else _last_name(names[0])


def _encoded_query(query: str, charset: str) -> str:
    if query.isascii():
        return query
    charset = "utf-8" if charset.lower().startswith("utf-16") else charset
    return "".join(character if character.isascii() else _encoded(character, charset) for character in query)


def _encoded(character: str, charset: str) -> str:
    """Percent-encode a character of a query; one that the charset lacks becomes a character reference (URL
    Standard).
    """
    try:
        encoded = character.encode(charset)
    except LookupError:
        encoded = character.encode("utf-8", "replace")
    except UnicodeEncodeError:
        return f"%26%23{ord(character)}%3B"
    return "".join(f"%{byte:02X}" for byte in encoded)


def _collapsed(name: str) -> str:
    """Collapse the digits of a URL's path segment; a token that names a visit, as in /(S(x7k2m9qw))/, becomes '*'."""
    return "*" if _TOKEN.fullmatch(name) else _DIGITS.sub("#", _TOKEN_WITHIN.sub("*", name))


def _last_name(name: str) -> str:
    """Collapse the digits of a URL's last name; a name of words alone, which is the page's own, becomes '*'."""
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


_LISTS = ("crawler.discovery", "urls")
_FILES = re.compile(rf"\.{list_pattern(*_LISTS, 'file extensions')}$", re.IGNORECASE)
_ACTION = re.compile(list_pattern(*_LISTS, "actions"))
_COPY = re.compile(list_pattern(*_LISTS, "copies of pages"))
_PARAMETERS = re.compile(
    rf"(?:^|&){list_pattern(*_LISTS, 'parameters of actions and copies')}(?:=|&|$)", re.IGNORECASE
)
# URLs that count a reader or take a vote: requesting them changes the site.
_COUNTS = re.compile(list_pattern(*_LISTS, "scripts that count readers or votes"), re.IGNORECASE)
_COUNTING = re.compile(
    r"(?:^|&)(?:add|up)?[-_]?(?:clicks?|hits?|digg|votes?)=|(?:^|&)dotop=|(?:^|&)(?:do|act|ac|op|action|mod|m)="
    rf"(?:add|up|do)?[-_]?{list_pattern(*_LISTS, 'values of actions that count readers or votes')}(?:&|$)",
    re.IGNORECASE,
)
_COMMENT_FEED = re.compile(r"/comments?/(?:feed|rss|atom)/?$|comments?[-_]?(?:feed|rss)", re.IGNORECASE)
_DEEPEST = 24


def is_page(url: str) -> bool:
    """Return whether a canonical URL may be that of a page: no file, no action, no endless path.

    >>> [is_page(f"http://example.com/{path}") for path in ("news/1.html", "a/logo.png", "user/login.php?next=1")]
    [True, False, False]
    """
    parts = urlsplit(url)
    if changes_site(url) or _FILES.search(parts.path) or _PARAMETERS.search(parts.query) or _COMMENT_FEED.search(url):
        return False
    segments = [segment.lower() for segment in parts.path.split("/") if segment]
    return not _is_action(segments) and not _repeats_itself(segments)


def changes_site(url: str) -> bool:
    """Return whether requesting a URL would count a reader, cast a vote or the like, and so change the site.

    >>> [changes_site(f"http://example.com/{path}") for path in ("e/ViewClick/?id=1&addclick=1", "count/1.html")]
    [True, False]
    """
    parts = urlsplit(url)
    if _COUNTING.search(parts.query):
        return True
    names = [segment.partition(".")[0] for segment in parts.path.split("/") if segment]
    is_script = bool(parts.query) or parts.path.lower().endswith((".php", ".asp", ".aspx", ".jsp", ".do", ".cgi"))
    return is_script and any(map(_COUNTS.fullmatch, names[-2:]))


def _is_action(segments: list[str]) -> bool:
    if not segments:
        return False
    stem = segments[-1].partition(".")[0]
    if _ACTION.fullmatch(stem) or segments[0] in ("wp-admin", "wp-json"):
        return True
    return any(_COPY.fullmatch(name) for name in (stem, *segments[:-1]))


def _repeats_itself(segments: list[str]) -> bool:
    """Return whether the path repeats names as only a relative link to itself does: /news/news/news/news/."""
    if len(segments) < 4:
        return False
    words = Counter(segment for segment in segments if not segment.isdigit())
    return len(segments) > _DEEPEST or max(words.values(), default=0) > 3
