"""What themes put beside an article: consent to cookies, readers' comments, related posts as cards."""

# ruff: noqa: E501 - markup reads best as it stands on a page

from collections.abc import Callable

import pytest

from archive.model.document import Document

URL = "http://www.lakeside.example/2024/03/a-harbour-school-for-interpreters/"
TEXT = (
    "The harbour school took in its first twelve interpreters on Monday, and all of them had been at sea before.",
    "Its head said that a pilot who has to repeat an order has already lost the minute in which it mattered.",
)
MENU = "<nav><a href='/'>Home</a> <a href='/about/'>About</a> <a href='/blog/'>Blog</a></nav>"
COOKIES = (
    "<div id='cookie-bar'>We use cookies to make this site work better. <a href='/privacy/'>Privacy policy</a></div>",
    "<div class='x1'><p>This website uses cookies to ensure you get the best experience. <a href='/p'>Learn more</a></p></div>",
    "<div class='gdpr-consent'><p>Cookies help us to count our readers, and you may refuse them at any time.</p></div>",
    "<div id='c'><span>本网站使用Cookie以改善您的浏览体验。</span><a href='/p'>了解详情</a></div>",
)
COMMENTS = """<div id="comments"><h2>2 thoughts</h2><ol>
<li id="comment-7"><cite>Oskar</cite> <a href="#comment-7">May 2, 2024 at 9:14</a><p>I was there on the second day, and the coffee was better than the microphones, which is saying a lot.</p><a href="?replytocom=7#respond">Reply</a></li>
<li id="comment-8"><cite>Ines</cite> <a href="#comment-8">May 3, 2024 at 7:02</a><p>Will there be a course in spring, and who may take part in it?</p><a href="?replytocom=8#respond">Reply</a></li>
</ol></div>"""
CARDS = "<div class='jp-relatedposts'><h3>Related posts</h3>" + "".join(
    f"<article><h4><a href='/2023/0{n}/older-story-{n}/'>An older story of the harbour, part {n}</a></h4><time>2023-0{n}-11</time>"
    f"<p>The lighthouse keeper spoke four languages, and in each of them he said very little to anybody, {n} words.</p></article>"
    for n in (2, 4, 6)
)


def page(body: str, head: str = "") -> str:
    return f"<html><head><title>A harbour school for interpreters – Lakeside</title>{head}</head><body>{MENU}{body}<footer>© 2024 Lakeside</footer></body></html>"


def in_widgets(texts: tuple[str, ...]) -> str:
    return "".join(
        f"<div class='elementor-widget'><div class='elementor-widget-container'><p>{text}</p></div></div>"
        for text in texts
    )


@pytest.mark.parametrize("cookies", COOKIES)
def test_consent_to_cookies_is_a_notice_and_never_the_body(extracted: Callable[..., Document], cookies: str) -> None:
    article = "<h1>A harbour school for interpreters</h1><p>4 March 2024</p>" + "".join(
        f"<p>{text}</p>" for text in TEXT
    )
    document = extracted(page(f"<main>{article}</main>{cookies}"), url=URL)
    assert tuple(block.text for block in document.blocks) == TEXT
    removed = [each for each in document.removed if "ookie" in each.text]
    assert [each.reason for each in removed] == ["notice"]
    links = "".join(
        f"<li><a href='/2024/0{n}/story-{n}/'>A story of the harbour, number {n}</a></li>" for n in range(1, 7)
    )
    assert (
        extracted(page(f"<h1>Blog</h1><ul>{links}</ul>{cookies}"), url="http://www.lakeside.example/blog/").kind
        == "list"
    )


def test_an_article_about_cookies_keeps_its_text(extracted: Callable[..., Document]) -> None:
    texts = (
        "We use cookies as a metaphor in the classroom: each learner is given one for a word that nobody else knew, and eats it in silence.",
        *TEXT,
    )
    document = extracted(
        page(
            "<h1>A harbour school for interpreters</h1><p>4 March 2024</p>"
            + "".join(f"<p>{text}</p>" for text in texts)
        ),
        url=URL,
    )
    assert tuple(block.text for block in document.blocks) == texts


def test_comments_below_a_page_builders_paragraphs_are_comments(extracted: Callable[..., Document]) -> None:
    date = "<div class='elementor-widget'><ul><li>Ida Holm</li><li><time>March 4, 2024</time></li></ul></div>"
    heading = "<div class='elementor-widget'><h1>A harbour school for interpreters</h1></div>"
    document = extracted(
        page(f"<div class='elementor'>{heading}{date}{in_widgets(TEXT)}{CARDS}</div>{COMMENTS}</div>"), url=URL
    )
    assert tuple(block.text for block in document.blocks) == TEXT
    reasons = {each.text: each.reason for each in document.removed}
    assert all(
        reason == "comments" for text, reason in reasons.items() if "microphones" in text or "in spring" in text
    )
    assert all(reason == "related" for text, reason in reasons.items() if "lighthouse" in text)
    assert sum("microphones" in text or "lighthouse" in text for text in reasons) == 4


def test_a_short_notice_keeps_its_paragraphs_beside_related_posts(extracted: Callable[..., Document]) -> None:
    notice = ("办事处10月1日至7日放假(总经理办公室)。", "急件请联系值班员,祝各位节日快乐。")
    heading = "<div class='elementor-widget'><h1>国庆节放假通知</h1></div>"
    date = "<div class='elementor-widget'><ul><li>何敏</li><li><time>2024年9月28日</time></li></ul></div>"
    head = "<meta property='article:published_time' content='2024-09-28T10:00:00+08:00'>"
    document = extracted(
        page(f"<div class='elementor'>{heading}{date}{in_widgets(notice)}{CARDS}</div>{COMMENTS}</div>", head),
        url=URL,
    )
    assert tuple(block.text for block in document.blocks) == notice
    assert document.kind == "notice"


LD = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "A harbour school for interpreters", "datePublished": "2024-03-04"}</script>'


def test_related_posts_as_cards_make_no_list_of_an_article(extracted: Callable[..., Document]) -> None:
    recent = "<ul><li><a href='/2024/03/a-harbour-school-for-interpreters/'>A harbour school for interpreters</a> 2024-03-04</li></ul>"
    body = (
        "<section class='prose'>" + "".join(f"<div>{text}</div>" for text in TEXT) + "</section><p>March 4, 2024</p>"
    )
    document = extracted(
        page(
            f"{LD}<div class='hero'><div class='h1'>A harbour school for interpreters</div></div>{body}{CARDS}</div><aside>{recent}</aside>"
        ),
        url=URL,
    )
    assert tuple(block.text for block in document.blocks) == TEXT
