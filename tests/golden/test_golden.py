"""Golden cases: ``SITE/CASE/page.html`` and ``headers.json`` give ``document.json``, to the last character.

To add one, make a folder with ``page.html`` (the bytes as served) and ``headers.json`` (address, status and header
pairs), named for what is difficult on the page; a page of ``tests/eval/corpus`` is not copied, but read from its
folder of the same name. Then run ``python -m pytest tests/golden --update-golden`` and read the
document that it shows. Pages are our own: from the sample site, from ``tests/eval/corpus``, or written for the case.
"""

import base64
import hashlib
import json
from pathlib import Path

import pytest

from archive.model.capture import Capture
from archive.model.document import document_faults, to_json
from archive.model.page_headers_content_and_charset_names import Page
from crawler.extraction import extract
from tests.golden.recorded import recorded, rewrite

HERE = Path(__file__).parent
CORPUS = HERE.parent / "eval" / "corpus"
CASES = sorted(path.parent for path in HERE.glob("*/*/headers.json"))


def read_page(case: Path) -> Page:
    """The page of a case; ``headers.json`` has its address, status and header pairs."""
    given = json.loads((case / "headers.json").read_text(encoding="utf-8"))
    own = case / "page.html"
    payload = (own if own.exists() else CORPUS / case.name / "page.html").read_bytes()
    digest = base64.b32encode(hashlib.sha1(payload, usedforsecurity=False).digest()).decode()
    date = "2026-11-24T09:32:26.481203Z"
    capture = Capture(given["url"], None, None, None, None, date, given["status"], f"sha1:{digest}")
    return Page(case.parent.name, capture, tuple((name, value) for name, value in given["headers"]), payload)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}-{case.name}")
def test_golden(case: Path, request: pytest.FixtureRequest) -> None:
    text = json.dumps(to_json(extract(read_page(case))), ensure_ascii=False, indent=1) + "\n"
    assert json.loads(text) == json.loads(recorded(case / "document.json", text, request))
    assert document_faults(json.loads(text)) == []


def test_there_are_cases() -> None:
    assert len(CASES) >= 30


def test_rewriting_gives_the_difference(tmp_path: Path) -> None:
    path = tmp_path / "document.json"
    assert rewrite(path, '{\n "title": "Old"\n}\n').endswith('@@ -0,0 +1,3 @@\n+{\n+ "title": "Old"\n+}')
    assert rewrite(path, '{\n "title": "New"\n}\n').splitlines()[2:] == [
        "@@ -1,3 +1,3 @@", " {", '- "title": "Old"', '+ "title": "New"', " }"
    ]  # fmt: skip
    assert path.read_text(encoding="utf-8") == '{\n "title": "New"\n}\n'
    assert rewrite(path, '{\n "title": "New"\n}\n') == ""
