"""What the articles are, as a set."""

import re
from html import unescape
from pathlib import Path

import pytest

from tests.samplesite import ARTICLES, Article
from tests.samplesite.article import load_articles
from tests.samplesite.frame import article_frame
from tests.samplesite.markups import render

_WHOLE = [article for article in ARTICLES if article.path == article.first_path]


def _text(article: Article) -> str:
    return "\n".join((article.title, article.subtitle or "", *(block.text for block in article.blocks)))


def test_there_are_enough_and_they_are_shown_in_enough_ways() -> None:
    assert len({article.path for article in ARTICLES}) == len(ARTICLES) >= 40
    assert len({article.markup for article in ARTICLES}) >= 8
    assert {(article.charset, article.declared) for article in ARTICLES} >= {
        ("gbk", "gb2312"), ("gbk", None), ("big5hkscs", "big5"), ("utf-8", "utf-8")
    }  # fmt: skip
    assert {article.kind for article in ARTICLES} == {"speech", "interview", "news", "article", "notice"}
    assert {lang for article in ARTICLES for lang in article.languages} == {"zh-Hans", "zh-Hant", "en", "ja", "fr"}


def test_only_one_family_speaks_of_capacity() -> None:
    named = {
        a.name for a in ARTICLES if any(w in _text(a).casefold() for w in ("产能", "產能", "industrial cooperation"))
    }
    assert named == {a.name for a in ARTICLES if a.name.startswith(("lanting-forum", "capacity-"))}
    assert len({a.markup for a in ARTICLES if a.name.startswith("lanting-forum")}) == 3


def test_only_the_twins_are_nearly_alike() -> None:
    shared = {
        frozenset((one.name, other.name))
        for one in _WHOLE
        for other in _WHOLE
        if one.name < other.name and len({b.text for b in one.blocks} & {b.text for b in other.blocks}) > 0
        if not one.name.startswith("lanting-forum")
    }
    assert shared == {frozenset(("twin-a", "twin-b"))}


def test_shares_of_languages_add_up() -> None:
    for article in ARTICLES:
        assert sum(article.languages.values()) == pytest.approx(1)


def test_an_article_over_pages_gives_an_entry_a_page() -> None:
    parts = [article for article in ARTICLES if article.part]
    assert sorted((a.path, a.part.number, a.part.count, a.part.first) for a in parts if a.part) == [
        ("/guides/38.html", 1, 3, "/guides/38.html"),
        ("/guides/38_2.html", 2, 3, "/guides/38.html"),
        ("/guides/38_3.html", 3, 3, "/guides/38.html"),
    ]


def test_a_body_line_that_is_no_block_is_named(tmp_path: Path) -> None:
    fields = 'path="/a"\nmarkup="dede"\nsection="guides"\nkind="news"\ntitle="A"\n'
    (tmp_path / "a.toml").write_text(f"{fields}body='''\nno language here\n'''", "utf-8")
    with pytest.raises(ValueError, match=r"a\.toml: .*no language here"):
        load_articles(tmp_path)


def test_the_seed_page_shows_all_that_it_was_founded_on() -> None:
    articles = [article for article in ARTICLES if article.name.startswith("lanting-forum")]
    for article in articles:
        page = " ".join(unescape(re.sub(r"<[^>]*>", "", render(article, article_frame(article, ARTICLES)))).split())
        for line in _SEED_LINES:
            assert line in page
        assert (article.blocks[0].text, article.blocks[-1].text) == ("28 April 2015", "Thank you!")
        assert "获得发展机遇和切实利益" in page
        assert "发展中囯家" in page


_SEED_LINES = (
    "Copy Success",
    "Current location:Home > News > Industry News",
    "Source: Daxinya Date:2025-03-03 09:32:26",
    "Promote Industrial Cooperation for Common Development",
    "– Keynote Speech by Foreign Minister Wang Yi at the Eleventh Lanting Forum",
    "Copyright © 2025 Shenzhen Daxinya Translation Co., Ltd. All rights reserved "
    "Registration Number: Guangdong ICP No. 08130137-1",
    "Technical Support:Ebaixun - Website",
)
