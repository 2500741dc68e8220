"""Reasons of lines that stand beside an article: contacts, bylines' rests, tables of papers, polls, owners."""

from collections.abc import Callable

import pytest

from archive.model.document import Document
from crawler.extraction.text.boilerplate_advertisement_and_disclaimer_lines import short_line_reason
from crawler.extraction.text.contact_credit_and_footer_lines import is_contact_line

PROSE = "".join(
    f"<p>Der Hafen hat gestern das Wörterbuch {n} bekommen, das viele Sprachen kennt und in die Tasche passt.</p>"
    for n in ("eins", "zwei", "drei", "vier")
)
MENU = "<div><a href='/a'>Aktuelles</a> <a href='/b'>最新文章</a> <a href='/c'>Kontakt</a></div>"
POLL = "<div><b>Umfrage</b><p><input type='radio'>Papier<br><input type='radio'>Kein Papier</p></div>"
PAPER = "<table><tr><td>索引号:</td><td>0042/2021-7</td><td>主题分类:</td><td>公路水运</td></tr></table>"
REACHED = "".join(
    f"<p><a href='{address}'>{name}</a></p>"
    for address, name in (
        ("mailto:o@faehre.example", "o@faehre.example"),
        ("#r", "Répondre à cet article"),
        ("/m", "Con tecnología de Weebly"),
        ("/n", "Lotsen"),
    )
)
FOOT = "<div><p>Sprachkontor Fährhaus GmbH</p><p>Große Fährstraße 9</p><p>22767 Uppvik</p></div>"
HOST = "<p>主办单位:渡口交通局</p>"
PAGE = (
    f"<html><head><title>Ein Wörterbuch für den Hafen</title></head><body>{MENU}{POLL}{PAPER}"
    f"<h1>Ein Wörterbuch für den Hafen</h1><div class='text'>{PROSE}</div>{REACHED}{FOOT}{HOST}</body></html>"
)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("最新文章", "navigation"),
        ("Papier", "other"),
        ("索引号:", "byline"),
        ("公路水运", "byline"),
        ("o@faehre.example", "contact"),
        ("Répondre à cet article", "comments"),
        ("Con tecnología de Weebly", "technical-support"),
        ("Lotsen", "navigation"),
        ("Sprachkontor Fährhaus GmbH", "contact"),
        ("22767 Uppvik", "contact"),
        ("主办单位:渡口交通局", "copyright"),
    ],
)
def test_reasons_on_a_page(extracted: Callable[..., Document], line: str, reason: str) -> None:
    removed = {one.text: one.reason for one in extracted(PAGE).removed}
    found = next((why for text, why in removed.items() if line in text), None)
    assert found == reason, removed


@pytest.mark.parametrize(
    "line",
    [
        "Große Fährstraße 9",
        "22767 Uppvik",
        "Telefon 040 000 77 12",
        "+7 (4852) 00-14-28",
        "вт-вс, 11:00-19:00",
        "ул. Речная, 5",
        "〒305-0000 茨城県つくば市中央一丁目",
        "(우) 48943 부산광역시 중구 나루로 12 | 전화 051-000-2016",
        "12, rue du Bac",
        "5 Ferry House Lane",
        "(343) 200-00-40",
        "경기도 나루시 단원구 나루로 77 나루의원",
    ],
)
def test_ways_to_reach_the_owner(line: str) -> None:
    assert is_contact_line(line)


@pytest.mark.parametrize(
    "line", ["12 rue piétonnes en une ville.", "2018 Uppvik hat gewählt", "Die Fährstraße ist zu"]
)
def test_other_lines_reach_nobody(line: str) -> None:
    assert not is_contact_line(line)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("提交", "byline"),
        ("張貼者: 阿端 於 下午 11:41", "byline"),
        ("Отправлено: Среда, 03 Октября 2007", "byline"),
        ("조회 수 1093 댓글 0", "byline"),
        ("索 引 号:", "byline"),
        ("文章目录", "navigation"),
        ("由 Hexo 强力驱动", "technical-support"),
        ("Pubblicato con Textpattern", "technical-support"),
        ("版权属于:", "copyright"),
        ("Посетители из группы Гости не могут оставлять комментарии к статье.", "comments"),
        ("トラックバックURL: http://www.hekou.example/mt-tb.cgi/29", "comments"),
        ("Опрос", "other"),
        ("Извините, комментарии не разрешены для этой статьи.", "comments"),
        ("Самая читаемая статья из раздела:", "related"),
        ("Der Hafen schläft", None),
    ],
)
def test_short_lines(line: str, reason: str | None) -> None:
    assert short_line_reason(line) == reason
