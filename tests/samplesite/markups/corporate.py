"""An English company site on a grid framework: hero, columns, cards, a newsletter form."""

from html import escape

from tests.samplesite import chrome, dates
from tests.samplesite.article import Article
from tests.samplesite.body import Forms, write_body
from tests.samplesite.frame import Frame

_FORMS = Forms(
    '<p class="mb-3">{}</p>',
    {
        "heading": '<h3 class="mt-5">{}</h3>',
        "list-item": '<li class="list-group-item">{}</li>',
        "quote": '<blockquote class="blockquote"><p>{}</p></blockquote>',
        "caption": '<p class="text-muted small">{}</p>',
    },
    {
        "list-item": ('<ul class="list-group">', "</ul>"),
        "table-row": ('<div class="table-responsive"><table class="table">', "</table></div>"),
    },
)


def render(article: Article, frame: Frame) -> str:
    words = frame.words
    cards = "\n".join(f'<div class="card">{link.html}<small>{link.date}</small></div>' for link in frame.related)
    return f"""<!DOCTYPE html>
<html lang="{words.lang}">
<head>
{chrome.charset_meta(article.declared)}
<meta name="description" content="{escape(article.blocks[0].text[:80])}">
<title>{escape(article.title)} | {words.company}</title>
<link href="/css/site.css" rel="stylesheet">
</head>
<body>
<nav class="navbar navbar-expand-lg">
<div class="container">{chrome.list_of(frame.navigation, "navbar-nav")}</div></nav>
<section class="hero"><div class="container"><h1>{escape(article.title)}</h1>{_subtitle(article)}</div></section>
<div class="container"><div class="row">
<ol class="breadcrumb">{"".join(f'<li class="breadcrumb-item">{link.html}</li>' for link in frame.trail)}</ol>
<div class="col-lg-8">
<ul class="list-inline post-meta"><li>{_day(article, frame)}</li>{_origin(article, frame)}</ul>
<div class="post-body">
{write_body(article, _FORMS)}
</div>
<div class="social"><a href="http://example.invalid/share?u={escape(article.path)}">{words.share}</a></div>
</div>
<div class="col-lg-4"><h4>{words.related}</h4>
{cards}
<form action="/subscribe" method="post"><label>Newsletter</label><input name="email"></form></div>
</div></div>
<footer class="bg-dark"><div class="container">{chrome.footer(words)}</div></footer>
</body>
</html>"""


def _day(article: Article, frame: Frame) -> str:
    return dates.english(article.published) if frame.words.lang == "en" else dates.chinese(article.published)


def _subtitle(article: Article) -> str:
    return f'<p class="lead">{escape(article.subtitle)}</p>' if article.subtitle else ""


def _origin(article: Article, frame: Frame) -> str:
    author = f"<li>{frame.words.author}{escape(article.author)}</li>" if article.author else ""
    source = f"<li>{frame.words.source}{escape(article.source)}</li>" if article.source else ""
    return author + source
