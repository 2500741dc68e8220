"""Questions and answers in a definition list, after an introduction."""

from html import escape

from tests.samplesite import chrome, dates
from tests.samplesite.article import Article, Block
from tests.samplesite.frame import Frame

_QUESTION = ("问", "Q:", "Q:", "記者", "记者")


def render(article: Article, frame: Frame) -> str:
    words = frame.words
    return f"""<!DOCTYPE html>
<html>
<head>
{chrome.charset_meta(article.declared)}
<title>{escape(article.title)}_{words.company}</title>
<link rel="stylesheet" href="/css/site.css">
</head>
<body class="interview">
<div class="nav">{chrome.list_of(frame.navigation)}</div>
<p class="loc">{chrome.breadcrumb(frame, " - ")}</p>
<div id="article">
<h1>{escape(article.title)}</h1>
{_subtitle(article)}
<p class="info"><span>{dates.chinese(article.published)}</span>{_origin(article, frame)}
<span>字号:<a href="javascript:;">大</a> <a href="javascript:;">小</a></span></p>
{_talk(article.blocks)}
<p class="editor">责任编辑:小周</p>
</div>
<div class="share">{words.share}<i>{words.copied}</i></div>
<div class="rel"><h3>{words.related}</h3>{chrome.list_of(frame.related)}</div>
<div class="foot">{chrome.footer(words)}</div>
</body>
</html>"""


def _talk(blocks: tuple[Block, ...]) -> str:
    first = next((n for n, block in enumerate(blocks) if _asks(block)), len(blocks))
    intro = "\n".join(f'<p class="intro">{escape(block.text)}</p>' for block in blocks[:first])
    turns = "\n".join(
        f"<dt><b>{escape(block.text)}</b></dt>" if _asks(block) else f"<dd><p>{escape(block.text)}</p></dd>"
        for block in blocks[first:]
    )
    return f"{intro}\n<dl>\n{turns}\n</dl>"


def _asks(block: Block) -> bool:
    return block.text.startswith(_QUESTION)


def _subtitle(article: Article) -> str:
    return f'<p class="h2">{escape(article.subtitle)}</p>' if article.subtitle else ""


def _origin(article: Article, frame: Frame) -> str:
    source = f" <span>{frame.words.source}{escape(article.source)}</span>" if article.source else ""
    author = f" <span>{frame.words.author}{escape(article.author)}</span>" if article.author else ""
    return source + author
