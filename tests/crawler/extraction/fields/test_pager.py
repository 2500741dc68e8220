"""Articles over several pages."""

# ruff: noqa: E501 - markup reads best as it stands on a page

from collections.abc import Callable

import pytest

from archive.model.document import Document, Part

TEXT = "<h1>渡船上的翻译</h1><p>清晨六点,老码头的渡船还没有开,翻译周志宁已经在候船室里背名单了。</p><p>他要接待的是十二位外国船长。</p>"


@pytest.mark.parametrize(
    ("url", "pager", "expected"),
    [
        ("http://x.example/n/12.html", "<b>1</b> <a href=12_2.html>2</a> <a href=12_3.html>3</a> <a href=12_2.html>下一页</a>",
         Part(1, 3, "http://x.example/n/12.html")),
        ("http://x.example/n/12_2.html", "共3页: <a href=12.html>上一页</a> <a href=12.html>1</a> 2 <a href=12_3.html>3</a> <a href=12_3.html>下一页</a>",
         Part(2, 3, "http://x.example/n/12.html")),
        ("http://x.example/show.asp?id=5&page=2", "<ul><li><a href='?id=5&page=1'>1</a></li><li>2</li><li><a href='?id=5&page=3'>3</a></li></ul>",
         Part(2, 3, "http://x.example/show.asp?id=5&page=1")),
        ("http://x.example/2024/05/ferry/2/", "Pages: <a href=/2024/05/ferry/>1</a> <span>2</span>", Part(2, 2, "http://x.example/2024/05/ferry/")),
        ("http://x.example/n/12.html", "第1页/共3页 首页 上一页 <a href=12_2.html>下一页</a> <a href=12_3.html>尾页</a>", Part(1, 3, "http://x.example/n/12.html")),
        ("http://x.example/n/12.html", "<a href=11.html>上一篇</a> <a href=13.html>下一篇</a>", None),
        ("http://x.example/n/12.html", "<a href=/list_1.html>1</a> <a href=/list_2.html>2</a>", None),
    ],
)  # fmt: skip
def test_part_of_an_article(url: str, pager: str, expected: Part | None, extracted: Callable[..., Document]) -> None:
    document = extracted(
        f"<title>渡船上的翻译</title><body>{TEXT}<div>{pager}</div><p>版权所有 © 2025 南湖译文</p>", url=url
    )
    assert document.is_article
    assert document.part == expected
    assert len(document.blocks) == 2
    if expected:
        assert "pagination" in {removed.reason for removed in document.removed}
