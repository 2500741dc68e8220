"""The interface says everything in each of its languages."""

import re
from pathlib import Path
from string import Formatter

import pytest
from starlette.requests import Request

import archive
from archive.interface_languages.texts_and_language_choice import (
    DEFAULT,
    LANGUAGES,
    InterfaceTexts,
    preferred_language,
    texts_for,
    texts_for_browser,
    texts_in,
)

ROOT = Path(archive.__file__).parent
PAGES = [
    *(ROOT / "web" / "templates").iterdir(), *(ROOT / "web" / "pages").glob("*.py"),
    *(ROOT / "replay" / "templates").iterdir(), *(ROOT / "replay").glob("*.py"),
]  # fmt: skip
OTHERS = [name for name in LANGUAGES if name != DEFAULT]
_KEY = re.compile(r"""\b(?:t|texts_for_browser\(request\))(?:\.count)?\(\s*"([a-z_.]+)"\s*[,)]""")
_KEY_BEGINS = re.compile(r"""\bt\(\s*"([a-z_.]+[._])"\s*~|\bt\.term\("([a-z_]+)",|_named\(t, "([a-z]+)",""")


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def make_request(query: str = "", accepted: str = "") -> Request:
    headers = [(b"cookie", b"ui=zh"), (b"accept-language", accepted.encode())]
    return Request({"type": "http", "method": "GET", "path": "/", "query_string": query.encode(), "headers": headers})


@pytest.mark.parametrize("name", OTHERS)
def test_each_language_has_the_same_texts_with_the_same_placeholders(name: str) -> None:
    english, other = texts_in(DEFAULT).texts, texts_in(name).texts
    missing = {key for key in english if key not in other and not key.endswith(".one")}
    assert (missing, other.keys() - english.keys()) == (set(), set())
    assert not [key for key in other if fields(english[key]) != fields(other[key])]


@pytest.mark.parametrize("name", OTHERS)
def test_each_language_translates_the_same_messages(name: str) -> None:
    assert texts_in(name).messages.keys() == texts_in("zh").messages.keys()
    assert not [each for each in texts_in(name).messages.items() if fields(each[0]) < fields(each[1])]


def test_chinese_is_in_chinese() -> None:
    texts = texts_in("zh").texts
    same = {key for key, text in texts_in("en").texts.items() if text == texts.get(key)}
    names_of_forms = {f"export_form.{form}" for form in ("jsonl", "documents-jsonl", "xliff", "xliff12")}
    assert not same - {f"month.{n}" for n in range(1, 13)} - {"help.api"} - names_of_forms


def test_a_language_without_a_singular_has_one_form() -> None:
    assert texts_in("zh").count("documents", 1) == "1篇文献"


def test_the_replay_takes_its_language_from_the_browser_alone() -> None:
    assert texts_for_browser(make_request("ui=en", "zh")).name == "zh"


@pytest.mark.parametrize("name", LANGUAGES)
def test_every_text_that_a_page_names_is_there(name: str) -> None:
    texts = texts_in(name).texts
    for page in PAGES:
        for key in _KEY.findall(page.read_text("utf-8")):
            assert key in texts or f"{key}.other" in texts, (page.name, key)


def test_every_text_is_named_by_a_page() -> None:
    own = ROOT / "interface_languages" / "texts_and_language_choice.py"
    source = "\n".join(page.read_text("utf-8") for page in (*PAGES, own))
    begun = {name.rstrip(".") for found in _KEY_BEGINS.findall(source) for name in found if name}
    for key in texts_in("en").texts:
        group, _, name = key.rpartition(".")
        named = f'"{key}"' in source or (name in ("one", "other") and f'"{group}"' in source)
        by_group = any(key.startswith((f"{beginning}.", f"{beginning}_")) for beginning in begun) or group == "month"
        of_either = group in ("speakers", "sites") and f'".{name}"' in source
        assert named or by_group or of_either or key.startswith("history.only_"), key


@pytest.mark.parametrize(
    ("query", "accepted", "chosen"),
    [
        ("", "", "en"),
        ("", "zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("", "xx,en;q=0.2,zh;q=0.1", "en"),
        ("", "zh;q=,;;,q", "en"),
        ("", "zh" * 100_000, "en"),
        ("ui=en", "zh", "en"),
        ("ui=xx", "zh", "zh"),
        ("ui=<script>", "en", "en"),
    ],
)
def test_language_is_that_of_the_address_else_that_of_the_browser(query: str, accepted: str, chosen: str) -> None:
    assert texts_for(make_request(query, accepted)).name == chosen


def test_days_and_numbers_are_written_as_each_language_does() -> None:
    english, chinese = texts_in("en"), texts_in("zh")
    assert english.day("2025-03-03T09:32:26+08:00") == "3 March 2025"
    assert chinese.day("2025-03-03") == "2025年3月3日"
    assert english.moment("2026-11-25T13:39:21.844361Z") == "25 November 2026, 13:39:21 UTC"
    assert english.count("documents", 1234) == "1,234 documents"
    assert english.count("documents", 1) == "1 document"


@pytest.mark.parametrize("text", ["", "noon", "2025-99-99", "２０２５-03-03", "{0}"])
def test_what_is_no_day_stays_as_it_is(text: str) -> None:
    assert texts_in("en").day(text) == text


def test_what_is_put_into_a_text_is_not_read_as_a_place() -> None:
    assert InterfaceTexts("en", "en", {"greeting": "Hello {name}"}, {})("greeting", name="{other}") == "Hello {other}"


def test_a_weight_of_nothing_is_preferred_to_none() -> None:
    assert preferred_language("zh;q=0") in ("en", "zh")
