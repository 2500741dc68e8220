"""Golden cases: ``SITE/CASE/page.html`` and ``headers.json`` give ``document.json``, to the last character."""

import base64
import hashlib
import json
from pathlib import Path

import pytest

from archive.model.capture import Capture
from archive.model.document import to_json
from archive.model.page import Page
from archive.model.schema import faults
from crawler.extraction import extract

HERE = Path(__file__).parent
CASES = sorted(path.parent for path in HERE.glob("*/*/page.html"))


def read_page(case: Path) -> Page:
    """The page of a case; ``headers.json`` has its address, status and header pairs."""
    given = json.loads((case / "headers.json").read_text(encoding="utf-8"))
    payload = (case / "page.html").read_bytes()
    digest = base64.b32encode(hashlib.sha1(payload, usedforsecurity=False).digest()).decode()
    date = "2026-11-24T09:32:26.481203Z"
    capture = Capture(given["url"], None, None, None, None, date, given["status"], f"sha1:{digest}")
    return Page(case.parent.name, capture, tuple((name, value) for name, value in given["headers"]), payload)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}-{case.name}")
def test_golden(case: Path, update_golden: bool) -> None:
    values = to_json(extract(read_page(case)))
    path = case / "document.json"
    if update_golden:
        path.write_text(json.dumps(values, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    values = json.loads(json.dumps(values))
    assert values == json.loads(path.read_text(encoding="utf-8"))
    assert faults(values) == []


def test_there_are_cases() -> None:
    assert len(CASES) >= 6
