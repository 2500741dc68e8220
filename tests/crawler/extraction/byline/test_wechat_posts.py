"""Posts of WeChat's public accounts as the server sends them."""

from collections.abc import Callable

import pytest

from archive.model.document import Document

TEXT = (
    "石桥镇的茶厂今年第一次请了翻译,厂长说,外国客人问得很细,光靠手势已经不够用了。",
    "译员祝小满在茶厂住了五天,把四十道工序一道一道地记下来,又请师傅逐条讲给她听。",
)
HIDDEN = "visibility: hidden; opacity: 0; "
ACCOUNT = '<div id="profileBt"><a href="javascript:void(0);" id="js_name">石桥译会</a></div>'
SIGNED = '<span id="copyright_logo">原创</span><span><span id="js_author_name">沈青</span></span>'


def post(byline: str, script: str, style: str = HIDDEN, container: str = "js_content") -> str:
    body = "".join(f"<section><p><span>{text}</span></p></section>" for text in TEXT)
    return f"""<html><head><meta property="og:title" content="茶厂请了翻译"><title></title></head><body>
<h1 class="rich_media_title" id="activity-name">茶厂请了翻译</h1><div id="meta_content">{byline}{ACCOUNT}
<em id="publish_time" class="rich_media_meta rich_media_meta_text"></em></div>
<div class="rich_media_content" id="{container}" style="{style}">{body}</div>
<div><p>写得真好,我们厂去年也请过翻译,住了一个星期,大家都学会了几句外语。</p></div>
<script>{script}</script></body></html>"""


@pytest.mark.parametrize(
    ("script", "published"),
    [
        ('var ct = "1581517074";', "2020-02-12T22:17:54+08:00"),
        ("var createTime = '2024-05-01 10:20';", "2024-05-01T10:20"),
    ],
)
def test_a_post_is_read_though_a_script_would_uncover_it(
    script: str, published: str, extracted: Callable[..., Document]
) -> None:
    document = extracted(post(SIGNED, script))
    assert document.title == "茶厂请了翻译"
    assert document.subtitle is None
    assert (document.source, document.author, document.published) == ("石桥译会", "沈青", published)
    assert tuple(block.text for block in document.blocks[:2]) == TEXT


def test_an_author_without_an_identifier(extracted: Callable[..., Document]) -> None:
    document = extracted(
        post('<span class="rich_media_meta rich_media_meta_text">沈青</span>', "var ct='1581517074'")
    )
    assert (document.source, document.author) == ("石桥译会", "沈青")


def test_what_is_hidden_elsewhere_stays_hidden(extracted: Callable[..., Document]) -> None:
    document = extracted(post(SIGNED, "", container="popup"))
    assert TEXT[0] not in [block.text for block in document.blocks]
