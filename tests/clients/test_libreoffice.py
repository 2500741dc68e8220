"""LibreOffice reads exported workbooks, and CSV with a byte order mark, as they were meant."""

import csv
import json
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from archive.cli import main
from archive.layout import Archive
from archive.model.document import Block, Document, Pair
from tests.archive.index.sample_documents import make_document
from tests.archive.query.concordance_documents import make_bilingual, store
from tests.clients.needed import needs

FORMULA = '=HYPERLINK("http://example.com/","合作")'
TO_CSV = "csv:Text - txt - csv (StarCalc):44,34,76"
"""Comma, quotation mark, UTF-8: the form in which LibreOffice writes what it read."""

pytestmark = [pytest.mark.clients, needs("soffice", "'apt-get install libreoffice-calc-nogui' brings it")]


def with_formula() -> Document:
    """A page whose Chinese paragraph looks like a formula."""
    texts = ((FORMULA, "zh-Hans"), ("To strengthen industrial cooperation", "en"))
    blocks = tuple(Block(n, "paragraph", text, lang, 1.0, "/p") for n, (text, lang) in enumerate(texts))
    return replace(make_document(path="formula"), blocks=blocks, pairs=(Pair((0,), (1,), 0.9),))


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    pages = [make_bilingual(path, "2020-01-02", "Wang Yi") for path in ("a", "b")]
    return store(tmp_path_factory.mktemp("libreoffice") / "data", [*pages, with_formula()])


def exported(archive: Archive, file: Path, *command: str) -> list[list[str]]:
    """Writes a file by a command of ours; its rows as LibreOffice reads them."""
    assert main([*command, "-o", str(file), "--archive", str(archive.root)]) == 0
    read = file.parent / "read"
    place = f"-env:UserInstallation=file://{file.parent}/profile"
    program: list[str | Path] = ["soffice", place, "--headless", "--convert-to", TO_CSV, "--outdir", read, file]
    subprocess.run(program, check=True, capture_output=True, timeout=120)
    with (read / f"{file.stem}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def texts_of(rows: list[list[str]]) -> set[tuple[str, str]]:
    """Source and target of each row, without the apostrophe that keeps a cell from being a formula."""
    head = rows[0]
    columns = head.index("source"), head.index("target")
    return {(row[columns[0]].removeprefix("'"), row[columns[1]]) for row in rows[1:]}


def expected(archive: Archive, place: Path) -> set[tuple[str, str]]:
    """Source and target of each unit, as the plain table of it says."""
    assert main(["export", "tsv", "-o", str(place / "units.tsv"), "--archive", str(archive.root)]) == 0
    lines = (place / "units.tsv").read_text(encoding="utf-8").splitlines()
    return {(line.split("\t")[0], line.split("\t")[1]) for line in lines}


@pytest.mark.parametrize(("name", "options"), [("units.xlsx", ()), ("units.csv", ("--bom",))])
def test_units_are_read_with_their_chinese_and_without_formulas(
    archive: Archive, tmp_path: Path, name: str, options: tuple[str, ...]
) -> None:
    form = name.rpartition(".")[2]
    found = texts_of(exported(archive, tmp_path / name, "export", form, *options))
    assert found == expected(archive, tmp_path)
    assert FORMULA in {source for source, _ in found}


def test_terms_are_read(archive: Archive, tmp_path: Path) -> None:
    rows = exported(archive, tmp_path / "terms.xlsx", "terms", "--format", "xlsx", "--min-count", "1")
    place = tmp_path / "terms.json"
    command = ["terms", "--format", "json", "--min-count", "1", "-o", str(place), "--archive", str(archive.root)]
    assert main(command) == 0
    terms = json.loads(place.read_text(encoding="utf-8"))
    assert terms
    assert {each["chinese"] for each in terms} <= {cell for row in rows for cell in row}
