"""Markup that no validator passes: elements never closed, forms in forms, stray ends, attributes without quotes."""

from html import escape

from tests.samplesite import chrome, dates
from tests.samplesite.article import Article
from tests.samplesite.body import Forms, write_body
from tests.samplesite.frame import Frame

_FORMS = Forms(
    "<p align=justify>{}</font>",
    {"heading": "<p><b>{}</p></b>", "list-item": "<li>{}", "quote": "<p><i>{}</p></i></span>"},
    {"table-row": ("<table border=1>", "</table>"), "list-item": ("<ul>", "</ul></li>")},
    ("<tr><td>", "<td>", ""),
)


def render(article: Article, frame: Frame) -> str:
    words = frame.words
    return f"""<html><html>
<head>{chrome.charset_meta(article.declared, modern=False)}
<title>{escape(article.title)}</title>
<link href=/css/site.css rel=stylesheet>
</head></head>
<body bgcolor=white onload=""><body>
<form action=/search><div class=nav>{"".join(f"<li>{link.html}" for link in frame.navigation)}</div>
<form action=/search method=get><input name=q value="" /></form>
<div class=wrap width=100%
><div class=path>{chrome.breadcrumb(frame)}
</div>
<td class=main>
<h1 align=center>{escape(article.title)}</h1></h2>
{_subtitle(article)}<center><font size=2>{_byline(article, frame)}</center>
<div class=text><div>
{write_body(article, _FORMS)}
</p></div></td></tr>
</form>
<div class=pn><p>{"<p>".join(chrome.neighbours(frame))}</div></span>
<div class=rel><b>{words.related}<ul>{"".join(f"<li>{link.html}" for link in frame.related)}</ul>
<div class=foot>{chrome.footer(words, "<br/>")}</center>
</body></div></html></body>"""


def _subtitle(article: Article) -> str:
    return f"<center>{escape(article.subtitle)}</center>\n" if article.subtitle else ""


def _byline(article: Article, frame: Frame) -> str:
    words = frame.words
    source = f"[{words.source}{escape(article.source)}] " if article.source else ""
    author = f"[{words.author}{escape(article.author)}] " if article.author else ""
    return f"{source}{author}[{words.date}{dates.numeric(article.published)}]"
