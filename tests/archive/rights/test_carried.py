"""What is said of the use of a text goes with it, wherever it goes."""

import json
from pathlib import Path
from zipfile import ZipFile

import pyarrow.parquet as parquet
import pytest
from lxml import etree, html
from starlette.testclient import TestClient
from typer.testing import CliRunner

from archive.cli.app import app
from archive.layout import Archive
from archive.model.document import document_id
from archive.web.app import create_app
from tests.archive.check.archive_with_articles import SITE
from tests.archive.rights.captured_site import HOST, make_site

TERMS = "https://sample.example/terms"
BY = "https://creativecommons.org/licenses/by/4.0/"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return make_site(Archive(tmp_path_factory.mktemp("rights") / "data"))


def run(archive: Archive, *line: str) -> str:
    done = CliRunner().invoke(app, [*line, "--archive", str(archive.root)])
    assert done.exit_code == 0, done.stderr
    return done.stdout


def url(number: int) -> str:
    return f"{HOST}/news/{number}.html"


def id_of(number: int) -> str:
    return document_id(SITE, url(number))


@pytest.mark.parametrize("command", [["export", "tmx"], ["concordance", "meeting", "--format", "tmx"]])
def test_units_as_tmx(archive: Archive, command: list[str]) -> None:
    root = etree.fromstring(run(archive, *command).encode(), etree.XMLParser(load_dtd=False))
    found: dict[str, dict[str, str]] = {}
    for unit in root.iter("tu"):
        facts = {str(prop.get("type")): prop.text or "" for prop in unit.iter("prop")}
        found[facts["x-url"]] = facts
    said = found[url(1)]
    assert (said["x-tdm-reservation"], said["x-tdm-policy"], said["x-robots-kept-out"]) == (
        "1",
        TERMS,
        "GPTBot CCBot",
    )
    assert found[url(2)]["x-tdm-reservation"] == "0" if url(2) in found else True


def test_units_as_xliff(archive: Archive) -> None:
    assert f'<mda:meta type="tdm-policy">{TERMS}</mda:meta>' in run(archive, "export", "xliff")


@pytest.mark.parametrize("what", ["units", "documents"])
def test_tables(archive: Archive, tmp_path: Path, what: str) -> None:
    target = tmp_path / "out.parquet"
    run(archive, "export", "parquet", "--what", what, "-o", str(target))
    rows = {row["url"]: row for row in parquet.read_table(target).to_pylist()}
    assert (rows[url(1)]["tdm_reservation"], rows[url(1)]["tdm_policy"]) == (True, TERMS)
    assert rows[url(1)]["robots_kept_out"] == ["GPTBot", "CCBot"]
    assert rows[url(1)]["noarchive"] is None
    lines = run(archive, "export", "csv", "--what", what)
    assert ",true," in lines
    if what == "documents":
        assert rows[url(5)]["license"] == BY
        assert rows[url(3)]["tdm_reservation"] is False


def test_pages_in_a_package(archive: Archive, tmp_path: Path) -> None:
    target = tmp_path / "out.wacz"
    run(archive, "export", "wacz", "-o", str(target))
    with ZipFile(target) as package:
        pages = [json.loads(line) for line in package.read("pages/pages.jsonl").splitlines()[1:]]
    rights = {page["url"]: page["rights"] for page in pages}
    assert rights[url(1)]["tdm-policy"] == TERMS
    assert rights[url(5)]["license"] == BY


def test_citations(archive: Archive) -> None:
    references = run(archive, "export", "bibtex")
    assert f"licence {BY}" in references
    assert references.count("text and data mining reserved") == 3
    assert f"text and data mining reserved ({TERMS})" in references


def test_a_document_as_it_is_shown(archive: Archive) -> None:
    said = run(archive, "show", url(5))
    assert f"Licence    {BY}" in said
    assert f"Terms      {TERMS}" in said
    assert "Robots     GPTBot CCBot" in said


def test_the_reading_room(archive: Archive) -> None:
    with TestClient(create_app(archive), "http://127.0.0.1:8640") as room:
        page = html.document_fromstring(room.get(f"/document/{id_of(5)}").content)
        known = {str(term.text) for term in page.iter("dt")}
        assert {
            "Licence",
            "Text and data mining reserved",
            "Text and data mining policy",
            "Disallowed robots",
        } <= known
        assert page.xpath(f"//dd/a[@href='{BY}']")
        (cited,) = room.get(f"/document/{id_of(5)}/cite/csl").json()
        assert cited["license"] == BY
        assert "text and data mining reserved" in cited["note"]
        exported = room.get("/concordance/tmx?q=meeting").text
        assert f'<prop type="x-tdm-policy">{TERMS}</prop>' in exported
