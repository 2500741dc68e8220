"""The whole Chinese text in one container, the whole translation in the one beside it, as under two tabs."""

from html import escape
from itertools import groupby

from tests.samplesite import chrome, dates
from tests.samplesite.article import Article
from tests.samplesite.body import PLAIN, write_body
from tests.samplesite.frame import Frame


def render(article: Article, frame: Frame) -> str:
    words = frame.words
    halves = "\n".join(
        f'<div class="tab-pane lang-{lang[:2]}">\n{write_body(article, PLAIN, list(blocks))}\n</div>'
        for lang, blocks in groupby(article.blocks, key=lambda block: block.lang)
    )
    return f"""<!DOCTYPE html>
<html lang="zh-CN">
<head>
{chrome.charset_meta(article.declared)}
<meta http-equiv="X-UA-Compatible" content="IE=edge">
<title>{escape(article.title)} - {words.company}</title>
<link rel="stylesheet" href="/css/site.css">
</head>
<body>
<div class="topbar">{chrome.language_switch()}</div>
<ul class="nav-list">{"".join(f"<li>{link.html}</li>" for link in frame.navigation)}</ul>
<div class="bread"><span>{chrome.breadcrumb(frame, "<em>/</em>")}</span></div>
<div class="news-detail">
<div class="news-title">{escape(article.title)}</div>
{_subtitle(article)}
<div class="news-info">{_origin(article, frame)}{words.date}{dates.numeric(article.published)}</div>
<div class="tab-content">
{halves}
</div>
<div class="share-box"><span>{words.share}</span><em>{words.copied}</em></div>
<div class="page-turn"><span>{"</span><span>".join(chrome.neighbours(frame))}</span></div>
</div>
<div class="hot"><h4>{words.recent}</h4>{chrome.list_of(frame.recent)}</div>
<div class="footer">{chrome.footer(words)}</div>
</body>
</html>"""


def _subtitle(article: Article) -> str:
    return f'<div class="news-subtitle">{escape(article.subtitle)}</div>' if article.subtitle else ""


def _origin(article: Article, frame: Frame) -> str:
    source = f"{frame.words.source}{escape(article.source)} | " if article.source else ""
    author = f"{frame.words.author}{escape(article.author)} | " if article.author else ""
    return source + author
