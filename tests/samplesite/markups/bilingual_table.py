"""Two columns in a table: the Chinese on the left, its translation on the right, a row for each paragraph."""

from html import escape

from tests.samplesite import chrome, dates
from tests.samplesite.article import Article, Block
from tests.samplesite.frame import Frame


def render(article: Article, frame: Frame) -> str:
    words = frame.words
    sides = list(zip(article.blocks[::2], article.blocks[1::2], strict=True))
    rows = "\n".join(f'<tr><td valign="top">{_cell(a)}</td><td valign="top">{_cell(b)}</td></tr>' for a, b in sides)
    return f"""<!DOCTYPE html>
<html>
<head>
{chrome.charset_meta(article.declared)}
<title>{escape(article.title)}_{words.company}</title>
<link rel="stylesheet" href="/css/site.css">
</head>
<body>
<div id="top"><div class="lang">{chrome.language_switch()}</div>{chrome.search_form(words)}</div>
<div class="nav">{chrome.list_of(frame.navigation)}</div>
<div class="crumbs">{chrome.breadcrumb(frame, " » ")}</div>
<div class="main">
<h1 class="t">{escape(article.title)}</h1>
<h3 class="st">{escape(article.subtitle or "")}</h3>
<div class="meta"><span>{words.date}{dates.numeric(article.published)}</span>{_origin(article, frame)}
<span>{chrome.hits(article.path, words)}</span></div>
<table class="bilingual" width="100%" cellpadding="6">
<colgroup><col width="50%"><col width="50%"></colgroup>
<tbody>
{rows}
</tbody>
</table>
<div class="bdsharebuttonbox">{words.share}</div>
<div class="pn"><p>{"</p><p>".join(chrome.neighbours(frame))}</p></div>
<h4>{words.related}</h4>{chrome.list_of(frame.related)}
</div>
<div class="foot">{chrome.footer(words)}</div>
</body>
</html>"""


def _cell(block: Block) -> str:
    text = escape(block.text)
    return f"<b>{text}</b>" if block.kind == "heading" else text


def _origin(article: Article, frame: Frame) -> str:
    author = f" <span>{frame.words.author}{escape(article.author)}</span>" if article.author else ""
    source = f" <span>{frame.words.source}{escape(article.source)}</span>" if article.source else ""
    return source + author
