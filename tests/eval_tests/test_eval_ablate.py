"""Each rule is taken out by itself, and only the pages that it is for need it."""

import shutil
from pathlib import Path

import pytest

from tests.eval.ablate import main
from tests.eval.gold import CORPUS

PAGE = "speech_zh_opening"


def test_a_page_names_the_rules_that_it_needs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(CORPUS / PAGE, tmp_path / PAGE)
    assert main([str(tmp_path), "--only", "speech.salutation_and_spoken_text."]) == 0
    lines = capsys.readouterr().out.splitlines()
    module = "crawler.extraction.speech.salutation_and_spoken_text"
    assert f"{module}._CHINESE_PART: 1 pages change, 1 are worse: {PAGE}" in lines
    assert f"{module}.is_salutation: 1 pages change, 1 are worse: {PAGE}" in lines
    assert f"{module}._JAPANESE_TITLE: no page needs it" in lines
