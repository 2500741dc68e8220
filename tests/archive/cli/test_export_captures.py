"""``archive export wacz`` and ``cdxj``, called as a script calls them."""

import json
import zipfile
from pathlib import Path

import pytest

from archive.cli import main
from archive.layout import Archive
from tests.archive.export.crawled import two_sites


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """An archive of two sites, named by the environment."""
    monkeypatch.setenv("ARCHIVE_DIR", str(tmp_path / "data"))
    two_sites(Archive(tmp_path / "data"))
    return Archive(tmp_path / "data")


@pytest.mark.usefixtures("archive")
def test_a_package_goes_into_a_file_and_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "out.wacz"
    assert main(["export", "wacz", "-o", str(path), "--site", "two"]) == 0
    with zipfile.ZipFile(path) as zipped:
        assert json.loads(zipped.read("datapackage.json"))["title"] == "two"
    assert capsys.readouterr().err == "2 WARC files, 3 captures, 0 pages written\n"
    assert main(["add", str(path), "--archive", str(tmp_path / "again")]) == 0
    assert "originals.warc.gz: 1 record, 1 capture, taken as" in capsys.readouterr().out


@pytest.mark.usefixtures("archive")
def test_an_index_goes_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "cdxj", "--site", "one"]) == 0
    out, err = capsys.readouterr()
    assert [line.split(" ")[0] for line in out.splitlines()] == ["example,one)/", "example,one)/a?a=1&b=2"]
    assert err == "2 captures written\n"


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["wacz"], 2, "name it with --output FILE"),
        (["wacz", "-o", "{}", "--what", "units"], 2, "wacz holds captures, not units"),
        (["wacz", "-o", "{}", "--kind", "news"], 2, "--site is the only filter for it"),
        (["cdxj", "--min-score", "0.5"], 2, "apply to units, not to captures"),
        (["cdxj", "--sign", "key.pem"], 2, "--sign is for wacz"),
        (["wacz", "-o", "{}", "--sign", "key.pem"], 2, "key.pem: No such file or directory; name a file"),
        (["cdxj", "--site", "three"], 2, "no site 'three' in this archive; there are one, two"),
        (["wacz", "-o", "{}", "--site", "three"], 2, "no site 'three'"),
    ],
)
def test_what_cannot_be_is_one_line(
    arguments: list[str], code: int, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [argument.format(tmp_path / "out.wacz") for argument in arguments]
    assert main(["export", *given]) == code
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert said in err
    assert not (tmp_path / "out.wacz").exists()
