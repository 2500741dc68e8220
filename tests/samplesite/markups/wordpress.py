"""A blog theme: post with comments, share buttons, related posts and widgets in a sidebar."""

import zlib
from html import escape

from tests.samplesite import chrome, dates
from tests.samplesite.article import Article
from tests.samplesite.body import PLAIN, write_body
from tests.samplesite.frame import Frame

_COMMENTS = {
    "zh-Hans": (("小林", "写得很实用,已经转给同事。"), ("译路", "第二段说到的问题我们也碰到过,期待下一篇。")),
    "en": (("Marta", "Very useful, thank you for sharing."), ("J. Okafor", "Could you say more about the costs?")),
    "zh-Hant": (("阿德", "謝謝分享。"), ("讀者", "期待下一篇。")),
}
_HEADS = {
    "zh-Hans": ("条评论", "发表评论", "昵称", "归档", "广告"),
    "en": ("comments", "Leave a reply", "Name", "Archives", "Advertisement"),
    "zh-Hant": ("則留言", "發表留言", "暱稱", "彙整", "廣告"),
}


def render(article: Article, frame: Frame) -> str:
    words = frame.words
    number = zlib.crc32(article.path.encode()) % 900 + 100
    return f"""<!DOCTYPE html>
<html lang="{words.lang}">
<head>
{chrome.charset_meta(article.declared)}
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(article.title)} | {words.company}</title>
<link rel="stylesheet" href="/css/theme.css?ver=5.4">
<link rel="alternate" type="application/rss+xml" href="/feed.xml">
<style>.wp-block-image{{margin:0}}</style>
</head>
<body class="post-template-default single single-post postid-{number} single-format-standard">
<div id="page" class="site">
<a class="skip-link screen-reader-text" href="#content">{words.home}</a>
<header id="masthead" class="site-header"><p class="site-title"><a href="/">{words.company}</a></p>
<nav class="main-navigation">
<div class="menu-main-container">{chrome.list_of(frame.navigation, "menu")}</div></nav></header>
<div id="content" class="site-content"><div id="primary" class="content-area"><main class="site-main">
<nav class="breadcrumbs">{" / ".join(link.html for link in frame.trail)}</nav>
<article id="post-{number}" class="post-{number} post type-post status-publish hentry">
{_header(article, frame)}
<div class="entry-content">
{write_body(article, PLAIN)}
</div>
<footer class="entry-footer">
<span class="tags-links">{words.tags}: {", ".join(t.html for t in frame.tags)}</span></footer>
</article>
<div class="sharedaddy"><h3>{words.share}</h3><button type="button">{words.copied}</button></div>
<nav class="post-navigation"><div class="nav-links">{" ".join(chrome.neighbours(frame))}</div></nav>
<div class="related-posts"><h3>{words.related}</h3>{chrome.list_of(frame.related)}</div>
{_comments(words.lang)}
</main></div>
{_sidebar(frame)}
</div>
<footer class="site-footer"><div class="site-info">{chrome.footer(words)}</div></footer>
</div></body></html>"""


def _header(article: Article, frame: Frame) -> str:
    words = frame.words
    name = f'<span class="author vcard">{escape(article.author or "")}</span>'
    author = f'<span class="byline">{words.author}{name}</span>' if article.author else ""
    source = f'<span class="source">{words.source}{escape(article.source)}</span>' if article.source else ""
    day = dates.english(article.published) if words.lang == "en" else dates.chinese(article.published)
    subtitle = f'<p class="entry-subtitle">{escape(article.subtitle)}</p>' if article.subtitle else ""
    return f"""<header class="entry-header"><h1 class="entry-title">{escape(article.title)}</h1>{subtitle}
<div class="entry-meta"><span class="posted-on">
<time class="entry-date published" datetime="{article.published}">{day}</time></span>
{author}{source}</div></header>"""


def _comments(lang: str) -> str:
    count, reply, name, *_ = _HEADS[lang]
    rows = "\n".join(
        f'<li class="comment"><cite class="fn">{who}</cite><div class="comment-content"><p>{what}</p></div></li>'
        for who, what in _COMMENTS[lang]
    )
    return f"""<div id="comments" class="comments-area"><h2 class="comments-title">{len(_COMMENTS[lang])} {count}</h2>
<ol class="comment-list">{rows}</ol>
<div id="respond"><h3>{reply}</h3><form action="/comment" method="post"><label>{name}</label><input name="author">
<textarea name="comment"></textarea></form></div></div>"""


def _sidebar(frame: Frame) -> str:
    *_, archives, advertisement = _HEADS[frame.words.lang]
    months = ("2025-03", "2025-02", "2025-01")
    listed = "".join(f'<li><a href="/calendar?month={month}">{month}</a></li>' for month in months)
    return f"""<aside id="secondary" class="widget-area">
<section class="widget widget_search">{chrome.search_form(frame.words)}</section>
<section class="widget widget_recent_entries"><h2>{frame.words.recent}</h2>{chrome.list_of(frame.recent)}</section>
<section class="widget widget_tag_cloud"><h2>{frame.words.tags}</h2>
{" ".join(t.html for t in frame.tags)}</section>
<section class="widget widget_archive"><h2 class="widget-title">{archives}</h2><ul>{listed}</ul></section>
<section class="widget widget_ad"><p>{advertisement}</p>
<a href="http://example.invalid/buy" rel="nofollow">CAT 2025</a></section>
</aside>"""
