"""A page of a form-based content system: one form around everything, session ids in paths, lines with breaks."""

from html import escape
from posixpath import relpath

from tests.samplesite import chrome, dates
from tests.samplesite.article import Article
from tests.samplesite.body import Forms, write_body
from tests.samplesite.frame import Frame, Link, with_session

_FORMS = Forms(
    "{}<br />",
    {"heading": "<b>{}</b><br />", "caption": "<br />{}<br />"},
    {"table-row": ('<table rules="all">', "</table>")},
)


def render(article: Article, frame: Frame) -> str:
    words = frame.words
    menu = "\n".join(_link(link, article.path) for link in frame.navigation)
    related = "<br />".join(_link(link, article.path) for link in frame.related)
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "">
<html xmlns="http://www.w3.org/1999/xhtml">
<head><title>
\t{escape(article.title)}
</title>{chrome.charset_meta(article.declared, modern=False)}<link href="/css/site.css" rel="stylesheet" /></head>
<body>
<form name="form1" method="post" action="Show.aspx" id="form1">
<div>
<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="/wEPDwUKLTk2NTQ3{len(article.title):04d}ZGQ=" /></div>
<table id="ctl00_menu" border="0"><tr><td>
{menu}
</td></tr></table>
<div id="ctl00_path">{chrome.breadcrumb(frame)}</div>
<span id="ctl00_Main_lblTitle" class="bigtitle">{escape(article.title)}</span><br />
<span id="ctl00_Main_lblSub">{escape(article.subtitle or "")}</span><br />
<span id="ctl00_Main_lblInfo">{_byline(article, frame)}</span>
<hr />
<span id="ctl00_Main_lblContent">
{write_body(article, _FORMS)}
</span>
<hr />
<input type="button" value="打印" onclick="window.print()" />
<div id="ctl00_Main_prev">{"<br />".join(chrome.neighbours(frame))}</div>
<div id="ctl00_Main_rel"><b>{words.related}</b><br />{related}</div>
<div id="ctl00_foot">{chrome.footer(words, "<br />")}</div>
</form>
</body></html>"""


def _link(link: Link, page: str) -> str:
    """A link relative to the page, with the session id of the page."""
    path = relpath(link.href, page.rpartition("/")[0] or "/") + ("/" if link.href.endswith("/") else "")
    return f'<a href="{escape(with_session(path, "jsessionid", page))}">{escape(link.text)}</a>'


def _byline(article: Article, frame: Frame) -> str:
    words = frame.words
    source = f"{words.source}{escape(article.source)}&nbsp;&nbsp;" if article.source else ""
    author = f"{words.author}{escape(article.author)}&nbsp;&nbsp;" if article.author else ""
    hits = chrome.hits(article.path, words)
    return f"{words.date}{dates.numeric(article.published)}&nbsp;&nbsp;{source}{author}{hits}"
