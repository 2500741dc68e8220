"""What goes wrong is said in Chinese too, and the Chinese interface has no English sentence of its own."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html
from starlette.testclient import TestClient

import archive
from archive.interface_languages.texts_and_language_choice import messages_in, translate
from archive.layout import Archive
from archive.web.api import OPERATIONS
from archive.web.app import create_app
from tests.archive.web.pages.test_pages import PATHS, read

ROOT = Path(archive.__file__).parent
SOURCES = (
    *(path for path in (ROOT / "index").rglob("*.py") if path.parent.name != "writing"),
    ROOT / "query" / "concordance" / "concordance.py", ROOT / "query" / "history" / "changes.py",
    ROOT / "query" / "history" / "history.py",
    *(ROOT / "web" / "pages").glob("*.py"),
    *(ROOT / "web").glob("limits.py"),
)  # fmt: skip
"""Where what a reader may be told is worded; the API speaks English, and so does what only a command meets."""
NOT_MET = (
    "the archive at {x} holds no documents yet; crawl into it first", "no path", "module {x} has no attribute {x}",
)  # fmt: skip
WRONG = (
    "/none", "/document/none", "/site?name=none", "/speaker?name=Nobody", "/changes?kind=x", "/changes?after=x",
    '/?q="合作', "/?q=(合作", "/?q=合作)", "/?q=，", "/?q=nofield:x", "/?q=kind:none", "/?q=-合作",
    "/?q=published:x", "/?q=published:2020..2010", "/?q=lang:!", "/?q=site:", "/?q=合作~", "/?q=kind:news*",
    "/?q=title:(site:x)", f"/?q={'a' * 1001}", f"/?q={'(' * 50}", "/?q=合作&after=x", "/?from=x", "/?kind=none",
    "/?rights=x", "/?q=*", "/?q=/coop.*/", '/?q=[lemma="x"]', "/?q=a%20NEAR%20b", "/?q=a%20OR", "/?q=NOT",
    "/?q=%2Bword", "/?q=a%20NEAR/5", "/?q=a%20NEAR/5%20b%20NEAR/5%20c", "/?q=a%20||%20b", "/?q=word~2", "/?q=a.b?c*d",
    "/?q=c?op~",    "/?q=lemma:went", "/?q=lemma:合作", "/?q=zh:合作", "/?q=speaker:*son", "/?q=a%20NEAR/999%20b",
    "/concordance?q=(zh:合作)", "/concordance?q=zh:a%20OR%20b",
    "/concordance?q=site:sample", "/document/sample-1?at=noon", f"/?q={'a%20' * 4000}", "/concordance/pdf",
)  # fmt: skip
_ENGLISH = re.compile(r"[A-Za-z]{2,}(?: [A-Za-z]{2,}){2,}")


def worded() -> Iterator[tuple[str, str]]:
    """Every message that is raised or returned in the sources, with x where something is put in, and its file."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                kind = re.fullmatch(r"\w+(Error|Exception)|Archive\w+|AnswerTooSlow", node.func.id)
                texts = [argument for argument in node.args if isinstance(argument, ast.JoinedStr | ast.Constant)]
                for text in texts if kind else ():
                    if (said := _text(text)) is not None:
                        yield path.name, said


def _text(node: ast.JoinedStr | ast.Constant) -> str | None:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "{x}" for part in node.values)


def test_every_message_that_a_reader_may_meet_is_in_chinese() -> None:
    found = [message for message in worded() if message[1] not in NOT_MET]
    assert len(found) > 30
    assert [message for message in found if translate("zh", message[1].replace("{x}", "x")) is None] == []


def test_what_the_api_can_be_asked_is_in_chinese() -> None:
    texts = {text for each in OPERATIONS for text in (each.summary, *(one.description for one in each.parameters))}
    assert [text for text in texts if translate("zh", text) is None] == []


def test_every_message_is_still_worded_somewhere() -> None:
    source = "\n".join(path.read_text("utf-8") for path in (*ROOT.rglob("*.py"), ROOT / "web" / "openapi.json"))
    spoken = re.sub(r'"\s*f?"', "", source)
    for message in messages_in("zh"):
        longest = max(re.split(r"\{\w+\}", message.english), key=len)
        assert longest in spoken, message.english


def test_what_is_put_in_stays_as_it_is() -> None:
    assert translate("zh", "no kind '{kinds}'; there are news") == "没有 '{kinds}' 这种类型；可用的有 news。"
    assert translate("zh", "This archive has no site \\1\n{name}.") == "本档案中没有网站 \\1\n{name}。"


def test_a_long_hostile_message_is_given_up_in_time() -> None:
    assert translate("zh", f"'{'; there are names no ' * 900}' is no day" + "x" * 200) is None


def english(page: html.HtmlElement) -> list[str]:
    """The English sentences of the interface itself: text whose language is that of the page."""
    texts = page.xpath(
        "//body//text()[not(ancestor::script)] | //@aria-label | //@placeholder | //@data-done | //title/text()"
    )
    return [str(text) for text in texts if _ENGLISH.search(text) and _lang(text.getparent()) == "zh-Hans"]


def _lang(element: html.HtmlElement) -> str:
    """The language of an element; that of a page's own text is said or left open at it."""
    named = (each.get("lang") for each in (element, *element.iterancestors()) if each.get("lang") is not None)
    return next(named, "")


@pytest.mark.parametrize("path", [*PATHS, "/api/"])
def test_the_chinese_interface_has_no_english_sentence(client: TestClient, path: str) -> None:
    assert english(read(client, path, accepted="zh")) == []


@pytest.mark.parametrize("path", WRONG, ids=lambda path: path[:40])
def test_what_goes_wrong_is_said_in_chinese(client: TestClient, path: str) -> None:
    answer = client.get(path, headers={"accept-language": "zh"})
    assert answer.status_code >= 400
    page = html.document_fromstring(answer.content)
    assert english(page) == []
    message = page.find(".//div[@class='fault']/p[@dir='auto']")
    assert message is not None
    assert message.get("lang") == "zh-Hans", message.text
    assert "。" in (message.text or "")


def test_what_is_wrong_with_an_archive_is_said_in_chinese(tmp_path: Path) -> None:
    with TestClient(create_app(Archive(tmp_path / "none")), "http://127.0.0.1:8640") as client:
        answer = client.get("/", headers={"accept-language": "zh"})
    assert answer.status_code == 503
    assert "处没有档案；请先采集" in answer.text
