"""A page as sites are built now: semantic elements, Open Graph and JSON-LD."""

import json
from html import escape

from tests.samplesite import chrome, dates
from tests.samplesite.article import Article
from tests.samplesite.body import Forms, write_body
from tests.samplesite.frame import Frame

_FORMS = Forms(
    "<p>{}</p>",
    {
        "heading": "<h2>{}</h2>",
        "list-item": "<li>{}</li>",
        "quote": "<blockquote>{}</blockquote>",
        "caption": "<figcaption>{}</figcaption></figure>",
        "date": "<p><time>{}</time></p>",
    },
    {"list-item": ("<ol>", "</ol>"), "table-row": ("<table><tbody>", "</tbody></table>")},
)


def render(article: Article, frame: Frame) -> str:
    words = frame.words
    body = write_body(article, _FORMS).replace("<img ", '<figure><img loading="lazy" ')
    return f"""<!doctype html>
<html lang="{words.lang}">
<head>
{chrome.charset_meta(article.declared)}
<title>{escape(article.title)} – {words.company}</title>
<meta name="viewport" content="width=device-width">
<meta property="og:type" content="article">
<meta property="og:title" content="{escape(article.title)}">
<meta property="article:published_time" content="{article.published}">
<script type="application/ld+json">{_linked(article)}</script>
<link rel="stylesheet" href="/css/modern.css">
<script src="/js/daily.js" defer></script>
</head>
<body>
<div role="dialog" class="cookie-banner"><p>{_COOKIES[words.lang]}</p></div>
<header><a href="/" aria-label="{words.home}"><img src="/images/logo.png" alt="" width="120" height="40"></a>
<nav aria-label="main">{chrome.list_of(frame.navigation)}</nav></header>
<main>
<nav aria-label="breadcrumb"><ol>{"".join(f"<li>{link.html}</li>" for link in frame.trail)}</ol></nav>
<article>
<header><h1>{escape(article.title)}</h1>{_subtitle(article)}
<p>{_byline(article, frame)}</p></header>
{body}
</article>
<aside><h2>{words.related}</h2>{chrome.list_of(frame.related)}</aside>
</main>
<footer><p>{chrome.footer(words, "</p><p>")}</p><p>{chrome.language_switch()}</p></footer>
</body>
</html>"""


_COOKIES = {
    "zh-Hans": "本网站使用Cookie以改善您的浏览体验。",
    "en": "We use cookies to improve your experience on this website.",
    "zh-Hant": "本網站使用Cookie以改善您的瀏覽體驗。",
}


def _linked(article: Article) -> str:
    facts: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "datePublished": article.published,
    }
    if article.author:
        facts["author"] = {"@type": "Person", "name": article.author}
    return json.dumps(facts, ensure_ascii=False).replace("</", "<\\/")


def _subtitle(article: Article) -> str:
    return f'<p class="lead">{escape(article.subtitle)}</p>' if article.subtitle else ""


def _byline(article: Article, frame: Frame) -> str:
    words = frame.words
    day = dates.english(article.published) if words.lang == "en" else dates.chinese(article.published)
    author = f" · {words.author}{escape(article.author)}" if article.author else ""
    source = f" · {words.source}{escape(article.source)}" if article.source else ""
    return f'<time datetime="{article.published}">{day}</time>{author}{source}'
