"""The offset of a time of publication: stated by the page, known of the site or the country, or none."""

from collections.abc import Callable

import pytest

from archive.model.capture import Capture
from archive.model.document import Document
from archive.model.page_headers_content_and_charset_names import Page
from crawler.extraction import extract
from crawler.extraction.byline.publication_time_and_time_zone import country_zone, with_offset
from crawler.sites import KnownSites

TEXT = {
    "zh-Hans": "译通翻译有限公司与外国语学院签署合作协议,双方将共同建设语言服务实训基地,培养应用型翻译人才。",
    "zh-Hant": "譯通翻譯社與外語學院簽署合作備忘錄,雙方將共同規劃口譯課程,培育專業語言服務人才。",
    "ja": "地元の大学と協定を締結し、若手通訳者のための研修センターを共同で運営することになりました。",
    "ko": "당사는 지난주 지역 대학교와 협약을 체결하고 젊은 통역사를 위한 교육 센터를 공동으로 운영하기로 했습니다.",
    "de": "Das Übersetzungsbüro hat mit der Universität vereinbart, ein Zentrum für Dolmetscher zu betreiben.",
    "ru": "На прошлой неделе бюро переводов подписало соглашение с университетом о работе учебного центра.",
    "en": "The translation agency signed an agreement with the university to run a training centre for interpreters.",
}


def published_at(host: str, html: str) -> str | None:
    url = f"https://{host}/news/1.html"
    capture = Capture(url, None, None, None, None, "2026-11-24T09:32:26.481203Z", 200, "sha1:" + "A" * 32)
    return extract(
        Page(KnownSites().site_at(url), capture, (("Content-Type", "text/html; charset=utf-8"),), html.encode())
    ).published


@pytest.mark.parametrize(
    ("host", "lang", "offset"),
    [
        ("www.yitong.example.cn", "zh-Hans", "+08:00"),
        ("www.yitong.example.tw", "zh-Hant", "+08:00"),
        ("www.hashi.example.jp", "ja", "+09:00"),
        ("www.dari.example.kr", "ko", "+09:00"),
        ("www.bruecke.example.de", "de", "+02:00"),
        ("www.most.example.ru", "ru", ""),  # eleven zones
        ("www.bridge.example.com", "en", ""),
        ("www.bridge.example.com", "zh-Hans", ""),
        ("www.bridge.example.cn", "en", ""),
        ("www.bridge.example.tw", "zh-Hans", ""),
        ("www.hashi.example.jp", "en", ""),
    ],
)
def test_time_has_the_offset_of_domain_and_language_together(host: str, lang: str, offset: str) -> None:
    html = f"<h1>{TEXT[lang][:14]}</h1><p>2024-05-03 10:05</p>" + f"<p>{TEXT[lang]}</p>" * 3
    assert published_at(host, html) == f"2024-05-03T10:05{offset}"


@pytest.mark.parametrize("host", ["www.yitong.example.cn", "www.bridge.example.com", "www.daxinya.com"])
def test_stated_offset_is_kept_as_it_is(host: str) -> None:
    html = "<h1>译通翻译签署合作协议</h1><p>2024-05-03T10:05:00-05:00</p>" + f"<p>{TEXT['zh-Hans']}</p>" * 3
    assert published_at(host, html) == "2024-05-03T10:05:00-05:00"


def test_profile_of_the_site_gives_its_zone() -> None:
    html = f"<h1>{TEXT['en'][:14]}</h1><p>2024-05-03 10:05</p>" + f"<p>{TEXT['en']}</p>" * 3
    assert published_at("www.daxinya.com", html) == "2024-05-03T10:05+08:00"
    assert KnownSites().named("example.com").zone is None


def test_offset_is_that_of_the_day() -> None:
    assert with_offset("2024-01-03T10:05", "Europe/Berlin") == "2024-01-03T10:05+01:00"
    assert with_offset("2024-07-03T10:05:06", "Europe/Berlin") == "2024-07-03T10:05:06+02:00"
    assert with_offset("2024-07-03", "Europe/Berlin") == "2024-07-03"
    assert with_offset(None, "Europe/Berlin") is None


def test_address_without_a_country_gives_no_zone() -> None:
    for url in ("", "http://127.0.0.1:8000/1.html", "http://[::1]/", "http://[broken/", "http://cn/"):
        assert country_zone(url, {"zh-Hans": 1.0}) == ("Asia/Shanghai" if url == "http://cn/" else None)
    assert country_zone("http://example.cn/", {"zh-Hans": 0.1, "en": 0.9}) is None


@pytest.mark.parametrize(
    ("foot", "offset"),
    [("苏ICP备2020041177号-1", "+08:00"), ("苏公网安备32050602010001号", "+08:00"), ("© 2025", "")],
)
def test_a_number_of_chinas_register_names_the_country(
    foot: str, offset: str, extracted: Callable[..., Document]
) -> None:
    text = "下午的座谈会开了三个小时,没有一位船长低头看手机,翻译周志宁一个人坐在渡船的候船室里。"
    html = f"<h1>渡船上的翻译</h1><p>发布时间:2024-05-03 09:30</p><p>{text}</p><p>{text}</p><div>{foot}</div>"
    assert extracted(html, url="http://www.bridge.example.com/n/1.html").published == f"2024-05-03T09:30{offset}"
