"""The interface says everything in both languages."""

import re
from pathlib import Path
from string import Formatter

import pytest
from starlette.requests import Request

from archive.web import words as package
from archive.web.rendering import HERE
from archive.web.words import Words, preferred, words, words_for

PAGES = [*(HERE / "templates").iterdir(), *(HERE / "pages").glob("*.py")]
_KEY = re.compile(r"""\bt(?:\.count)?\(\s*"([a-z_.]+)"\s*[,)]""")
_KEY_BEGINS = re.compile(r"""\bt\(\s*"([a-z_.]+[._])"\s*~|\bt\.term\("([a-z_]+)",|_named\(t, "([a-z]+)",""")


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def make_request(query: str = "", accepted: str = "") -> Request:
    headers = [(b"cookie", b"ui=zh"), (b"accept-language", accepted.encode())]
    return Request({"type": "http", "method": "GET", "path": "/", "query_string": query.encode(), "headers": headers})


def test_both_languages_have_the_same_texts_with_the_same_places() -> None:
    english, chinese = words("en").texts, words("zh").texts
    assert english.keys() == chinese.keys()
    assert not [key for key in english if fields(english[key]) != fields(chinese[key])]


def test_chinese_is_in_chinese() -> None:
    texts = words("zh").texts
    same = {key for key, text in words("en").texts.items() if text == texts[key]}
    assert not same - {f"month.{n}" for n in range(1, 13)}


@pytest.mark.parametrize("name", ["en", "zh"])
def test_every_text_that_a_page_names_is_there(name: str) -> None:
    texts = words(name).texts
    for page in PAGES:
        for key in _KEY.findall(page.read_text("utf-8")):
            assert key in texts or f"{key}.other" in texts, (page.name, key)


def test_every_text_is_named_by_a_page() -> None:
    source = "\n".join(page.read_text("utf-8") for page in PAGES) + Path(package.__file__).read_text("utf-8")
    begun = {name.rstrip(".") for found in _KEY_BEGINS.findall(source) for name in found if name}
    for key in words("en").texts:
        group, _, name = key.partition(".")
        named = f'"{key}"' in source or (name in ("one", "other") and f'"{group}"' in source)
        by_group = any(key.startswith((f"{beginning}.", f"{beginning}_")) for beginning in begun) or group == "month"
        of_either = group in ("speakers", "sites") and f'".{name}"' in source
        assert named or by_group or of_either or key.startswith("history.only_"), key


@pytest.mark.parametrize(
    ("query", "accepted", "chosen"),
    [
        ("", "", "en"),
        ("", "zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("", "fr,en;q=0.2,zh;q=0.1", "en"),
        ("", "zh;q=,;;,q", "en"),
        ("", "zh" * 100_000, "en"),
        ("ui=en", "zh", "en"),
        ("ui=fr", "zh", "zh"),
        ("ui=<script>", "en", "en"),
    ],
)
def test_language_is_that_of_the_address_else_that_of_the_browser(query: str, accepted: str, chosen: str) -> None:
    assert words_for(make_request(query, accepted)).name == chosen


def test_days_and_numbers_are_written_as_each_language_does() -> None:
    english, chinese = words("en"), words("zh")
    assert english.day("2025-03-03T09:32:26+08:00") == "3 March 2025"
    assert chinese.day("2025-03-03") == "2025年3月3日"
    assert english.moment("2026-11-25T13:39:21.844361Z") == "25 November 2026, 13:39:21 UTC"
    assert english.count("documents", 1234) == "1,234 documents"
    assert english.count("documents", 1) == "1 document"


@pytest.mark.parametrize("text", ["", "noon", "2025-99-99", "２０２５-03-03", "{0}"])
def test_what_is_no_day_stays_as_it_is(text: str) -> None:
    assert words("en").day(text) == text


def test_what_is_put_into_a_text_is_not_read_as_a_place() -> None:
    assert Words("en", "en", {"greeting": "Hello {name}"})("greeting", name="{other}") == "Hello {other}"


def test_a_weight_of_nothing_is_preferred_to_none() -> None:
    assert preferred("zh;q=0") in ("en", "zh")
