"""A personal-looking page of a traditional Chinese site, centred, with a calendar-like date above the title."""

from html import escape

from tests.samplesite import chrome, dates
from tests.samplesite.article import Article
from tests.samplesite.body import Forms, write_body
from tests.samplesite.frame import Frame

_FORMS = Forms(
    '<div align="justify">{}</div><div>&nbsp;</div>',
    {"heading": '<div><font color="#006699">{}</font></div>', "list-item": "<div>{}</div>"},
)


def render(article: Article, frame: Frame) -> str:
    words = frame.words
    return f"""<html>
<head>
{chrome.charset_meta(article.declared, modern=False)}
<title>{words.company}:{escape(article.title)}</title>
<link rel="stylesheet" href="/css/site.css">
</head>
<body>
<center><h1><a href="/hant/">{words.company}</a></h1></center>
<div id="main"><div class="date-posts">
<div class="crumb">{chrome.breadcrumb(frame, " / ")}</div>
<h2 class="date-header"><span>{dates.chinese(article.published)}</span></h2>
<h3 class="post-title">{escape(article.title)}</h3>
{_subtitle(article)}
<div class="post-body">
{write_body(article, _FORMS)}
</div>
<div class="post-footer">{_origin(article, frame)}
<span>{chrome.hits(article.path, words)}</span> <span>{words.share}</span></div>
<div class="blog-pager">{" ".join(chrome.neighbours(frame))}</div>
</div></div>
<div id="sidebar"><h4>{words.recent}</h4>{chrome.list_of(frame.recent)}
<h4>{words.tags}</h4>{"、".join(tag.html for tag in frame.tags)}
{chrome.list_of(frame.navigation)}</div>
<div id="footer">{chrome.footer(words)}</div>
</body></html>"""


def _subtitle(article: Article) -> str:
    return f'<div class="post-subtitle">{escape(article.subtitle)}</div>' if article.subtitle else ""


def _origin(article: Article, frame: Frame) -> str:
    author = f"{frame.words.author}{escape(article.author)}" if article.author else ""
    source = f"{frame.words.source}{escape(article.source)}" if article.source else ""
    return " ".join(part for part in (author, source) if part)
