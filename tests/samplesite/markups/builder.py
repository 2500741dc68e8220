"""A post as rich-text editors of messaging apps make it: nested sections, inline styles, words cut across spans."""

from html import escape

from tests.samplesite import chrome, dates
from tests.samplesite.article import Article, Block
from tests.samplesite.body import picture
from tests.samplesite.frame import Frame

_BOX = '<section style="margin:10px 0;padding:0 15px;box-sizing:border-box;"><section style="line-height:1.75em;">'
_SPAN = '<span style="font-size:15px;letter-spacing:1px;color:rgb(63,63,63);">'


def render(article: Article, frame: Frame) -> str:
    words = frame.words
    body = "\n".join(_section(block, article) for block in article.blocks)
    return f"""<!DOCTYPE html>
<html>
<head>
{chrome.charset_meta(article.declared)}
<title>{escape(article.title)}</title>
<link rel="stylesheet" href="/css/site.css">
</head>
<body>
<div class="hd"><div class="menu">{chrome.list_of(frame.navigation)}</div></div>
<div class="path">{chrome.breadcrumb(frame)}</div>
<div id="img-content" class="rich_media_wrp">
<h1 class="rich_media_title">{escape(article.title)}</h1>
{_subtitle(article)}
<div class="rich_media_meta_list">{_byline(article, frame)}</div>
<div class="rich_media_content" id="js_content">
{body}
<section><br></section>
</div>
<div class="tool"><span>{words.copied}</span> <a href="javascript:;">{words.share}</a></div>
</div>
<div class="read-more"><h3>{words.related}</h3>{chrome.list_of(frame.related)}</div>
<div class="ft">{chrome.footer(words)}</div>
</body>
</html>"""


def _section(block: Block, article: Article) -> str:
    middle = len(block.text) // 2
    text = f"{escape(block.text[:middle])}</span>{_SPAN}{escape(block.text[middle:])}"
    if block.kind == "heading":
        return f'{_BOX}<p style="text-align:center;"><strong>{_SPAN}{text}</span></strong></p></section></section>'
    before = f"<p>{picture(article)}</p>" if block.kind == "caption" else ""
    return f'{_BOX}{before}<p style="margin:0;">{_SPAN}{text}</span></p></section></section>'


def _subtitle(article: Article) -> str:
    return f'<p class="rich_media_sub">{escape(article.subtitle)}</p>' if article.subtitle else ""


def _byline(article: Article, frame: Frame) -> str:
    words = frame.words
    author = f"<span>{words.author}{escape(article.author)}</span> " if article.author else ""
    source = f"<span>{words.source}{escape(article.source)}</span> " if article.source else ""
    return f"{author}{source}<em>{dates.chinese(article.published)}</em>"
