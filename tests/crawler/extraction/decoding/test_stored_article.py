"""Articles that stand only in the JSON of a page's scripts."""

import json
from collections.abc import Callable

import pytest

from archive.model.document import Document, document_faults, encode_document, to_json

URL = "https://www.heron.example/news/812"
CHINESE = "鹭岛译社上周把一整座旧灯塔改成了录音棚,七位译员轮流住进去,给航海日志配上声音。"
ENGLISH = (
    "Last week the Heron Isle translators turned an old lighthouse into a studio, where seven of them read logbooks."
)
LAST = "录音将在春天的渡口广播里播出,一共四十集,每集十二分钟,中文和英文各一遍。"
TEXTS = [CHINESE, ENGLISH, LAST]
MARKUP = "".join(f"<p>{text}</p>" for text in TEXTS)
ARTICLE = {
    "id": 812,
    "title": "灯塔里的录音棚",
    "subtitle": "A Studio in the Lighthouse",
    "author": {"name": "林渡"},
    "publishedAt": "2023-03-04T10:00:00+08:00",
}
OTHER = {"id": 811, "title": "渡口的旧钟", "content": f"<p>{'渡口的旧钟停了三十年,上个月忽然又走了起来。' * 20}</p>"}


def shell(scripts: str, visible: str = '<div id="app"></div>', head: str = "<title>鹭岛译社</title>") -> str:
    return f"<html><head>{head}</head><body>{visible}{scripts}</body></html>"


def data(value: object, attributes: str = 'id="__NEXT_DATA__" type="application/json"') -> str:
    text = json.dumps(value, ensure_ascii=False).replace("</", "<\\/")
    return f"<script {attributes}>{text}</script>"


def literal(value: object) -> str:
    """JSON as scripts write it that keep their markup from being read: ``<`` as an escape."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003C")


WHOLE = {**ARTICLE, "content": MARKUP}
STORES = {
    "Next": data({"props": {"pageProps": {"article": WHOLE, "related": [OTHER]}}, "query": {"slug": "812"}}),
    "state": f"<script>window.__INITIAL_STATE__={literal({'news': {'detail': WHOLE}})};(function(){{}})()</script>",
    "state as text": f"<script>window.__STATE__ = JSON.parse({literal(json.dumps({'detail': WHOLE}))});</script>",
    "paragraphs": data(
        {"article": {**ARTICLE, "body": [{"type": "paragraph", "text": t} for t in TEXTS] + [{"type": "image"}]}}
    ),
    "tree": data(
        {"a": {**ARTICLE, "content": {"type": "doc", "content": [
            {"type": "paragraph", "content": [{"type": "text", "text": t[:9]}, {"type": "text", "text": t[9:]}]}
            for t in TEXTS
        ]}}}
    ),
    "among others": data({"list": [OTHER, WHOLE, {**OTHER, "id": 810, "title": "雨衣"}]}),
    "attributes": data({"data": [OTHER, {"id": 812, "attributes": {k: v for k, v in WHOLE.items() if k != "id"}}]}),
}  # fmt: skip


@pytest.mark.parametrize("name", STORES)
def test_an_article_is_read_from_what_the_page_stores(name: str, extracted: Callable[..., Document]) -> None:
    document = extracted(shell(STORES[name]), url=URL)
    assert document.is_article
    assert [block.text for block in document.blocks] == TEXTS
    assert {block.xpath for block in document.blocks} == {"/html/body/script"}
    assert (document.title, document.subtitle) == (ARTICLE["title"], ARTICLE["subtitle"])
    assert (document.author, document.published) == ("林渡", ARTICLE["publishedAt"])
    assert document.removed == ()


def test_json_ld_with_entities(extracted: Callable[..., Document]) -> None:
    value = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebSite", "name": "Heron Isle"},
            {"@type": "NewsArticle", "headline": "A Studio in the Lighthouse", "datePublished": "2023-03-04",
             "articleBody": f"{ENGLISH}\n\n&ldquo;Fish &amp; salt,&rdquo; says the keeper, and closes the lamp."},
        ],
    }  # fmt: skip
    head = "<title>Heron Isle</title>" + data(value, 'type="application/ld+json"')
    document = extracted(shell("", head=head), url=URL)
    assert [block.text for block in document.blocks] == [
        ENGLISH,
        "“Fish & salt,” says the keeper, and closes the lamp.",
    ]
    assert document.blocks[0].xpath == "/html/head/script"
    assert (document.title, document.published) == ("A Studio in the Lighthouse", "2023-03-04")


def test_markup_in_a_store_keeps_its_kinds_and_links(extracted: Callable[..., Document]) -> None:
    markup = f"<h2>灯塔</h2><p>{CHINESE}</p><ul><li>见<a href='/logs'>日志</a></li></ul><p>{LAST}</p>"
    document = extracted(shell(data({"article": {**ARTICLE, "content": markup}})), url=URL)
    assert [block.kind for block in document.blocks] == ["heading", "paragraph", "list-item", "paragraph"]
    assert [link.url for link in document.links] == ["https://www.heron.example/logs"]


def test_what_the_shell_shows_is_removed_and_its_title_is_shown_once(extracted: Callable[..., Document]) -> None:
    visible = (
        '<nav><a href="/">首页</a></nav><h1>灯塔里的录音棚</h1><div id="app">Loading…</div><p>版权所有 © 鹭岛译社</p>'
    )
    document = extracted(shell(STORES["Next"], visible), url=URL)
    assert [block.text for block in document.blocks] == TEXTS
    assert [removed.text for removed in document.removed] == ["首页", "Loading…", "版权所有 © 鹭岛译社"]


def test_a_page_with_a_body_is_read_as_it_is_seen(extracted: Callable[..., Document]) -> None:
    visible = f"<h1>渡口的旧钟</h1><p>2023-03-05</p><p>{'旧钟在雨里又走了起来,修钟的老人什么也没有说。' * 4}</p>"
    document = extracted(shell(STORES["Next"], visible), url=URL)
    assert all("旧钟" in block.text for block in document.blocks)
    assert document.blocks[0].xpath.startswith("/html/body/p")


def test_others_in_the_store_are_not_the_page(extracted: Callable[..., Document]) -> None:
    document = extracted(shell(data({"list": [OTHER, {**OTHER, "id": 810, "title": "雨衣"}]})), url=URL)
    assert document.blocks == ()


def test_a_time_in_milliseconds(extracted: Callable[..., Document]) -> None:
    document = extracted(shell(data({"article": {**WHOLE, "publishedAt": 1_677_895_200_000}})), url=URL)
    assert document.published == "2023-03-04T02:00:00+00:00"


def test_a_stored_page_about_the_site_is_no_article(extracted: Callable[..., Document]) -> None:
    about = {"slug": "about", "title": "关于鹭岛", "content": f"<p>{CHINESE}</p><p>我们欢迎您致电咨询。</p>"}
    document = extracted(shell(data({"page": about})), url="https://www.heron.example/about")
    assert document.kind == "page"


_deep = "[" * 100_000


@pytest.mark.parametrize(
    "scripts",
    [
        f"<script>window.__STATE__={_deep}</script>",
        f'<script type="application/json">{_deep}</script>',
        data({"id": 812, "title": "x", "content": [[[["<p>"] * 40] * 40] * 40] * 2}),
        data({"id": 812, "title": "x", "content": "<p a=1 b=2>" * 60_000 + CHINESE}),
        f"<script>{'window.__STATE__={a:' * 5_000}</script>",
        f"<script>window.__STATE__='{'%7B' * 50}\\ud800'; var pageData=\"\\u12\"; let state=JSON.parse(x)</script>",
        f"<script>var state={{a:{chr(39)}{(chr(92) + chr(39)) * 50_000}</script>",
        data({"id": 812, "title": "\ud800x", "content": CHINESE * 4, "author": "\udfff"})
        .encode("ascii", "backslashreplace")
        .decode(),
        data({"id": 812, "title": {"name": 1}, "content": CHINESE * 4, "author": [1, {"name": None}], "date": 1e300}),
    ],
)
def test_hostile_stores_are_read_without_fail(scripts: str, extracted: Callable[..., Document]) -> None:
    page = shell(f"<script>{'//' * 50}</script>{scripts}")
    document = extracted(page, url=URL)
    assert encode_document(document).encode() == encode_document(extracted(page, url=URL)).encode()
    assert document_faults(to_json(document)) == []
