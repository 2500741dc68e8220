"""The template of pages that are no articles."""

from collections.abc import Iterator
from html import escape

from tests.samplesite import chrome
from tests.samplesite.frame import Frame
from tests.samplesite.words import Words


def plain_page(title: str, content: str, frame: Frame, declared: str | None = "utf-8") -> str:
    """A page that is no article, with the usual surroundings."""
    words = frame.words
    return f"""<!DOCTYPE html>
<html>
<head>
{chrome.charset_meta(declared)}
<title>{escape(title)}-{words.company}</title>
<link rel="stylesheet" href="/css/site.css">
<link rel="alternate" type="application/rss+xml" href="/feed.xml">
</head>
<body>
<div class="top"><a href="/"><img src="/images/logo.png" alt="{words.company}" width="120" height="40"></a>
{chrome.language_switch()} {chrome.search_form(words)}</div>
<div class="nav">{chrome.list_of(frame.navigation)}</div>
<div class="main">
{content}
</div>
<div class="side"><h3>{words.recent}</h3>{chrome.list_of(frame.recent)}
<h3>{words.tags}</h3><p>{" ".join(tag.html for tag in frame.tags)}</p></div>
<div class="foot"><p>{" | ".join(_foot_links(words))}</p><p>{chrome.footer(words)}</p></div>
</body>
</html>"""


def _foot_links(words: Words) -> Iterator[str]:
    prefix = "/en" if words.lang == "en" else ""
    yield f'<a href="{prefix}/about.html">{words.about}</a>'
    yield f'<a href="{prefix}/contact.html">{words.contact}</a>'
    yield '<a href="mailto:info@example.invalid">info@example.invalid</a>'
    yield '<a href="tel:+8675500000000">0755-0000 0000</a>'
    yield '<a href="javascript:void(0)">TOP</a>'
    yield '<a href="http://example.invalid/partner">example.invalid</a>'
    yield '<a href="/admin/login.php">ADMIN</a>'
