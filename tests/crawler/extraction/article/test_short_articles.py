"""A page with the title, the day and the place of an article is one, whatever little it says."""

import pytest

from archive.model.capture import Capture
from archive.model.document import (
    Attachment,
    Document,
    Image,
    decode_document,
    document_faults,
    encode_document,
    to_json,
)
from archive.model.page_headers_content_and_charset_names import Page
from crawler.extraction import extract

TITLE = "滨海市引航员新年登船纪实"
MENU = "<p><a href='/'>首页</a> <a href='/news/'>新闻中心</a> <a href='/us/'>关于我们</a></p>"
TRAIL = "<div class='pos'>当前位置:<a href='/'>首页</a> &gt; <a href='/news/'>新闻中心</a> &gt; 正文</div>"
SEARCH_WORDS = "港口翻译，滨海同传，港口译员，滨海合同翻译，滨海翻译有限公司"
PICTURE = "<p><img src='/u/1.jpg'></p>"


def page(body: str, path: str = "/news/12.html", trail: str = "", heading: str = f"<h1>{TITLE}</h1>") -> Document:
    text = (
        f"<html><head><title>{TITLE}-滨海翻译有限公司</title></head><body>{MENU}{trail}<div>{heading}"
        f"<div class='info'>作者:{SEARCH_WORDS} 发布时间:2019-01-30 18:07</div><div>{body}</div></div>"
        "<div>版权所有 滨海翻译有限公司</div></body></html>"
    )
    capture = Capture(f"http://port.example{path}", None, None, None, None, "2026-11-24T09:32:26.000000Z", 200, None)
    return extract(Page("port", capture, (("Content-Type", "text/html"),), text.encode()))


@pytest.mark.parametrize(
    "body",
    [
        PICTURE, f"{PICTURE}<p>图为引航员登船</p>", "<p><img src='/u/1.jpg'>引航员登船</p>", "<p>详见附件。</p>",
        "<p><a href='/u/1.xls'>附件:引航费用表.xls</a></p>", "<iframe src='/u/1.pdf'></iframe>",
        "<video src='/u/1.mp4'></video>", "",
    ],
)  # fmt: skip
@pytest.mark.parametrize(("path", "trail"), [("/12.html", TRAIL), ("/news/12.html", "")])
@pytest.mark.parametrize("heading", [f"<h1>{TITLE}</h1>", f"<div class='title'>{TITLE}</div>"])
def test_a_title_a_day_and_a_place_are_enough(body: str, path: str, trail: str, heading: str) -> None:
    document = page(body, path, trail, heading)
    assert document.is_article
    assert [image.url for image in document.images] == ["http://port.example/u/1.jpg"] * ("<img" in body)
    assert (document.title, document.published) == (TITLE, "2019-01-30T18:07")
    assert "版权" not in "".join(block.text for block in document.blocks)
    assert document_faults(to_json(document)) == []


def test_the_title_may_stand_in_the_head_alone() -> None:
    document = page(PICTURE, "/12.html", TRAIL, "")
    assert document.images == (Image("http://port.example/u/1.jpg", None),)
    assert document.is_article
    assert (document.title, document.published) == (TITLE, "2019-01-30T18:07")


@pytest.mark.parametrize(
    ("path", "heading"), [("/12.html", f"<h1>{TITLE}</h1>"), ("/news/12.html", "<h1>新闻中心</h1>")]
)
def test_without_a_place_or_a_title_of_its_own_it_is_none(path: str, heading: str) -> None:
    assert not page(PICTURE, path, "", heading).is_article


def test_the_page_of_a_file_is_none() -> None:
    heading = "<h1>IMG_2043</h1>"
    assert not page(PICTURE, "/2019/01/pilots/img-2043/", "", heading).is_article


LIST = (
    "<p><a href='/u/1.xls'>附件1:引航费用表</a></p>"
    "<p><a href='get.asp?id=3'>附件2:泊位.DOCX</a> 与 <a href='/u/1.xls'>同上</a></p>"
)
TEXT = "<p>各引航站:</p><p>现将引航费用表印发给你们,请遵照执行,有关事项见附件。</p>"
BESIDE = (
    "<div class='sidebar'><a href='/u/9.pdf'>手册.pdf</a></div>"
    "<h3>相关文章</h3><p><a href='/u/8.pdf'>旧表.pdf</a></p>"
)


@pytest.mark.parametrize("body", [LIST, f"{TEXT}{LIST}"])
@pytest.mark.parametrize("heading", [f"<h1>{TITLE}</h1>", ""])
def test_attachments_are_what_the_page_says(body: str, heading: str) -> None:
    document = page(f"{body}</div>{BESIDE}<div>", "/news/12.html", TRAIL, heading)
    assert document.attachments == (
        Attachment("http://port.example/u/1.xls", "附件1:引航费用表", "xls"),
        Attachment("http://port.example/news/get.asp?id=3", "附件2:泊位.DOCX", "docx"),
    )
    assert document_faults(to_json(document)) == []
    assert decode_document(encode_document(document)) == document


def test_pages_pictures_and_programs_are_no_attachments() -> None:
    links = (
        "/1.html",
        "/u/1.jpg",
        "javascript:open('a.pdf')",
        "mailto:a@port.example?subject=a.pdf",
        "http://[/a.pdf",
    )
    body = "".join(f'<p><a href="{link}">引航费用表</a></p>' for link in links)
    assert page(f"<p>现将引航费用表印发给你们,请遵照执行。</p>{body}", "/news/12.html", TRAIL).attachments == ()
