"""An XHTML template of a PHP content system of the 2010s, with clipboard widget, hit counter and part pager."""

from html import escape

from tests.samplesite import chrome, dates
from tests.samplesite.article import Article
from tests.samplesite.body import Forms, write_body
from tests.samplesite.frame import Frame

_FORMS = Forms(
    "<p>{}</p>",
    {
        "heading": "<p><strong>{}</strong></p>",
        "list-item": "<p>{}</p>",
        "quote": '<p style="margin-left: 2em;">{}</p>',
        "date": '<p style="text-align: right;">{}</p>',
        "caption": '<p style="text-align: center;">{}</p>',
    },
    {"table-row": ('<table class="tbl">', "</table>")},
)


def render(article: Article, frame: Frame) -> str:
    words = frame.words
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml">
<head>
{chrome.charset_meta(article.declared, modern=False)}
<title>{escape(article.title)}_{words.company}</title>
<link href="/css/dede.css" rel="stylesheet" type="text/css" />
</head>
<body>
<div id="copied" class="toast">{words.copied}</div>
<div class="header"><a href="/"><img src="/images/logo.png" alt="{words.company}" width="120" height="40" /></a>
<div class="lang">{chrome.language_switch()}</div></div>
<div class="nav">{chrome.list_of(frame.navigation)}</div>
<div class="w960 clearfix">
<div class="place">{chrome.breadcrumb(frame, "&nbsp;&gt;&nbsp; ")}</div>
<div class="viewbox">
{_head(article, frame)}
<div class="content">
{write_body(article, _FORMS)}
</div>
{_pager(article, frame)}
<div class="context"><ul><li>{"</li><li>".join(chrome.neighbours(frame))}</li></ul></div>
</div>
<div class="sidebox"><dl><dt>{words.related}</dt><dd>{chrome.list_of(frame.related)}</dd></dl>
{chrome.search_form(words)}</div>
</div>
<div class="footer">{chrome.footer(words, " <br />")}</div>
</body>
</html>"""


def _head(article: Article, frame: Frame) -> str:
    words = frame.words
    source = f"{words.source}{escape(article.source)} " if article.source else ""
    author = f"{words.author}{escape(article.author)} " if article.author else ""
    subtitle = f'<div class="subtitle">{escape(article.subtitle)}</div>' if article.subtitle else ""
    hits = "" if words.lang == "en" else " " + chrome.hits(article.path, words)
    return (
        f'<div class="info">{source}{author}{words.date}{dates.numeric(article.published)}{hits}</div>\n'
        f'<div class="title"><h2>{escape(article.title)}</h2></div>{subtitle}'
    )


def _pager(article: Article, frame: Frame) -> str:
    part = article.part
    if part is None:
        return ""
    return f'<div class="pages">{chrome.part_links(part.first, part.number, part.count, frame.words)}</div>'
