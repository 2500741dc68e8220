"""Commands that scripts call often import what they need and nothing else, so that they start fast."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

FORMATS = Path(__file__).parents[1] / "formats"
PROJECT = Path(__file__).parents[3]

CHANGES = "import archive.cli; archive.cli.main(['changes'])"
QUERY = "import archive.cli; archive.cli.main(['query', 'agency'])"
ALIGN = "import archive.cli; archive.cli.main(['align', 'zh.txt', 'en.txt'])"
EXTRACT = "import archive.cli; archive.cli.main(['extract', 'page.html'])"
SCRAPY_EXTRACT = "import scrapy.cmdline; scrapy.cmdline.execute(['scrapy', 'extract', 'page.html'])"
SHOWN = "\nimport sys; print(*sorted(sys.modules), sep='\\n', file=sys.stderr)"

SLOW = (
    "starlette",
    "scrapy",
    "twisted",
    "lxml",
    "rich",
    "pyarrow",
    "warcio",
    "fsspec",
    "asyncio",
    "email.utils",
    "protego",
    "opencc",
    "pydantic",
    "urllib.request",
)
WORK = (
    "archive.bitext.alignment", "archive.export", "archive.index.update",
    "archive.index.index_writer_and_source_files", "archive.rights_of_pages_and_sites",
    "archive.terms", "archive.translation_memory", "archive.warc", "archive.web",
)  # fmt: skip
CRAWL = (
    "archive.index", "archive.keeping", "archive.translation_memory", "archive.warc", "archive.web",
    "crawler.capture", "crawler.many_sites", "crawler.progress", "crawler.reextract", "redis", "requests",
    "rich.console", "tldextract",
)  # fmt: skip


def imported(code: str, folder: Path) -> tuple[str, list[str]]:
    """What the code prints, and the modules that are imported when it ends."""
    ended = f"try:\n    {code}\nexcept SystemExit:\n    pass{SHOWN}"
    env = {**os.environ, "ARCHIVE_DIR": str(folder / "data"), "SCRAPY_SETTINGS_MODULE": "crawler.settings"}
    run = subprocess.run(
        [sys.executable, "-c", ended], cwd=folder, env=env, capture_output=True, text=True, check=True, timeout=120
    )
    return run.stdout, run.stderr.splitlines()


def among(modules: list[str], packages: tuple[str, ...]) -> list[str]:
    return [name for name in modules if name.startswith(tuple(f"{each}." for each in packages)) or name in packages]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(FORMATS / "1", tmp_path / "data")
    shutil.copy(PROJECT / "tests/golden/lakeside/wordpress/page.html", tmp_path / "page.html")
    return tmp_path


def test_a_query_imports_what_searches(folder: Path) -> None:
    imported(QUERY, folder)  # makes the index
    printed, modules = imported(QUERY, folder)
    assert "2 texts in 3 documents for agency" in printed
    assert among(modules, (*SLOW, *WORK, "crawler")) == []
    assert len(among(modules, ("archive",))) <= 50


def test_an_answer_on_the_terminal_imports_nothing_that_serves_pages(folder: Path) -> None:
    imported(QUERY, folder)  # makes the index
    _, modules = imported(CHANGES, folder)
    assert among(modules, ("archive.interface_languages", "archive.web", "asyncio", "starlette")) == []


def test_an_alignment_imports_what_aligns(folder: Path) -> None:
    (folder / "zh.txt").write_text("谢谢大家。\n", encoding="utf-8")
    (folder / "en.txt").write_text("Thank you.\n", encoding="utf-8")
    printed, modules = imported(ALIGN, folder)
    assert printed == "0:0\n"
    assert among(modules, (*SLOW, "archive.export", "archive.index", "archive.model.document", "crawler")) == []


@pytest.mark.parametrize(("command", "unused"), [(SCRAPY_EXTRACT, CRAWL), (EXTRACT, (*CRAWL, "scrapy", "twisted"))])
def test_an_extraction_imports_nothing_that_crawls_or_searches(
    folder: Path, command: str, unused: tuple[str, ...]
) -> None:
    printed, modules = imported(command, folder)
    assert printed.startswith("{")
    assert among(modules, unused) == []
