"""URLs that are not pages: files, forms, actions, and paths that only a loop of links makes."""

import re
from collections import Counter
from urllib.parse import urlsplit

_FILES = re.compile(
    r"\.(?:jpe?g|png|gif|bmp|webp|svg|ico|tiff?|avif|heic|css|js|mjs|json|map|woff2?|ttf|otf|eot|pdf|docx?|xlsx?|pptx?"
    r"|pps|rtf|odt|ods|odp|wps|caj|epub|mobi|zip|rar|7z|tar|gz|tgz|bz2|xz|exe|msi|dmg|apk|ipa|iso|bin|jar|swf|fla"
    r"|mp3|mp4|m4a|m4v|avi|mov|wmv|flv|mkv|webm|ogg|wav|rm|rmvb|wma|ics|vcf|psd|ai|cdr|torrent|txt|csv)$",
    re.IGNORECASE,
)
_ACTION = re.compile(
    r"(?:user-?)?(?:log|sign)-?(?:in|out)|regist(?:er|ration)|sign-?up|cart|checkout|basket|wp-(?:login|admin|json)"
    r"|xmlrpc|admin|captcha|verifycode|checkcode|unsubscribe|add-?to-?cart|sendmail|(?:forgot|lost)-?password|trackback"
)
_COPY = re.compile(r"print(?:able|page|view)?|email-friend|amp")
_PARAMETERS = re.compile(
    r"(?:^|&)(?:replytocom|add-to-cart|print|printable|share|unapproved|moderation-hash|logout|openid_provider"
    r"|oembed|action=(?:edit|login|logout|register|lostpassword|history|share|print|delete|add_favorite)"
    r"|(?:do|act|mod)=(?:login|logout|register|print))(?:=|&|$)",
    re.IGNORECASE,
)
# URLs that count a reader or take a vote: requesting them changes the site.
_COUNTS = re.compile(
    r"(?:add|up|get|view|ajax)?[-_]?(?:clicks?|hits?|count(?:er)?|digg?|votes?|likes?|praise|stow|favou?rites?)"
    r"(?:[-_](?:ajax|add|up|post|num))?|dovote|post2?tocar|(?:view|click)stats?",
    re.IGNORECASE,
)
_COUNTING = re.compile(
    r"(?:^|&)(?:add|up)?[-_]?(?:clicks?|hits?|digg|votes?)=|(?:^|&)dotop=|(?:^|&)(?:do|act|ac|op|action|mod|m)="
    r"(?:add|up|do)?[-_]?(?:clicks?|hits?|count|digg|votes?|ding|cai|likes?|praise|zan|good|bad|fav)(?:&|$)",
    re.IGNORECASE,
)
_COMMENT_FEED = re.compile(r"/comments?/(?:feed|rss|atom)/?$|comments?[-_]?(?:feed|rss)", re.IGNORECASE)
_DEEPEST = 24


def is_page(url: str) -> bool:
    """Whether a canonical URL may be that of a page: no file, no action, no endless path.

    >>> [is_page(f"http://example.com/{path}") for path in ("news/1.html", "a/logo.png", "user/login.php?next=1")]
    [True, False, False]
    """
    parts = urlsplit(url)
    if changes_site(url) or _FILES.search(parts.path) or _PARAMETERS.search(parts.query) or _COMMENT_FEED.search(url):
        return False
    segments = [segment.lower() for segment in parts.path.split("/") if segment]
    return not _is_action(segments) and not _repeats_itself(segments)


def changes_site(url: str) -> bool:
    """Whether a request for the URL would count a reader, cast a vote or the like, and so change the site.

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
    """Whether the path repeats names as only a relative link to itself does: /news/news/news/news/."""
    if len(segments) < 4:
        return False
    words = Counter(segment for segment in segments if not segment.isdigit())
    return len(segments) > _DEEPEST or max(words.values(), default=0) > 3
