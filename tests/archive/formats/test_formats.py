"""Archives of every format that there was are opened by this program."""

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from archive.check import check, repair
from archive.cli.app import app
from archive.fixity import read_manifest
from archive.index import Filters, Index, update_index
from archive.layout import Archive
from archive.warc import catalogue_whole
from crawler.reextract.warc_file import reextract_missing

FORMATS = sorted(path for path in Path(__file__).parent.iterdir() if path.name.isdigit())


@pytest.mark.parametrize("kept", FORMATS, ids=lambda path: path.name)
def test_it_is_opened_and_made_whole(kept: Path, tmp_path: Path) -> None:
    archive = Archive(tmp_path / "data")
    shutil.copytree(kept, archive.root)
    asked = CliRunner().invoke(app, ["query", "agency", "--archive", str(archive.root)])
    assert asked.exit_code == 0
    with Index(archive) as index:
        urls = sorted(document.url for document in index.documents(Filters()))
    assert urls == [
        "http://one.example/news/1.html",
        "http://other.example/news/1.html",
        "http://other.example/news/3.html",
    ]
    assert sorted(read_manifest(archive).entries) == [path.name for path in archive.warc_paths()]
    for site in archive.sites():
        list(reextract_missing(archive, site, verify=True, renew=True))
    update_index(archive, catalogue_whole)
    list(repair(archive))
    assert check(archive).faults == []
