"""``archive export -o`` killed at its calls that change files: nothing torn ever has the final name."""

import hashlib
import shutil
import signal
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from archive.bitext.translation_units import units_of_document
from archive.cli import main
from archive.disk import remove_unfinished, replacing, replacing_folder
from archive.export.formats_and_export_of_units import FORMATS
from archive.export.tables_csv_jsonl_moses_and_glossary import moses_paths
from archive.index import IndexWriter
from archive.model.document import Block, Pair
from tests.adversary.killed import count_calls, run_killed
from tests.archive.cli.sample_archive import make_archive
from tests.archive.index.sample_documents import make_document

KILLS = 6
"""Kills of each export, spread evenly over its calls; the first is at its first call."""
LAST_CALLS = (2, 4, 6)
"""Further kills, N calls before the last: what a form collects first is then in the file beside the final one."""
FOLDERS = ("bag", "dataset", "text")
FORMS = [
    *((form,) for form in FORMATS),
    *((name, "--what", content) for name, form in FORMATS.items() for content in form.contents[1:]),
]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with captures, documents and translation units."""
    archive = make_archive(tmp_path_factory.mktemp("killed") / "data")
    texts = (("zh-Hans", "我们明天去北京开会。"), ("en", "We will go to Beijing tomorrow for a meeting."))
    blocks = tuple(Block(n, "paragraph", text, lang, 1.0, "/p") for n, (lang, text) in enumerate(texts))
    with IndexWriter(archive) as index:
        for number in range(20):
            made = replace(make_document(path=f"p{number}"), blocks=blocks, pairs=(Pair((0,), (1,), 0.9),))
            index.add([], [made], units_of_document(made))
    first = tmp_path_factory.mktemp("first") / "first.parquet"
    assert main(["export", "parquet", "-o", str(first), "--archive", str(archive.root)]) == 0  # loads what all need
    return archive.root


def state(path: Path) -> str:
    """What stands there: nothing, or the digest of what does not depend on the time of its making."""
    if path.suffix == ".wacz" and zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as zipped:
            assert zipped.testzip() is None
            return " ".join(sorted(zipped.namelist()))
    if path.suffix == ".xlsx" and zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as zipped:
            assert zipped.testzip() is None
            return hashlib.sha256(zipped.read("xl/worksheets/sheet1.xml")).hexdigest()
    if path.is_dir() and not (path / "manifest-sha256.txt").exists():
        return " ".join(f"{each.name} {state(each)}" for each in sorted(path.rglob("*.*")))
    if path.is_dir():
        manifest = (path / "manifest-sha256.txt").read_text()
        for line in manifest.splitlines():
            digest, name = line.split("  ")
            assert hashlib.sha256((path / name).read_bytes()).hexdigest() == digest
        return manifest + " ".join(sorted(each.name for each in path.iterdir()))
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else "nothing"


def finals(form: str, place: Path) -> list[Path]:
    """The files and folders that an export to a place makes."""
    return moses_paths(place, ("zh", "en")) if form == "moses" else [place]


@pytest.mark.parametrize("form", FORMS, ids=" ".join)
def test_a_killed_export_leaves_nothing_torn(form: tuple[str, ...], archive: Path, tmp_path: Path) -> None:
    place = tmp_path / "out" / f"exported.{form[0]}"
    place.parent.mkdir()
    arguments = ["export", *form, "-o", str(place), "--archive", str(archive)]
    calls = count_calls(arguments, tmp_path / "calls")
    made = finals(form[0], place)
    whole = list(map(state, made))
    assert "nothing" not in whole
    left_behind = 0
    spread = [1 + kill * (calls - 1) // (KILLS - 1) for kill in range(KILLS)]
    for kill, at in enumerate([*spread, *(calls - before for before in LAST_CALLS)]):
        shutil.rmtree(place.parent)
        place.parent.mkdir()
        if kill % 2 and form[0] not in FOLDERS:
            for each in made:
                shutil.copyfile(archive / "index" / "archive.sqlite3", each)
        before = list(map(state, made))
        assert run_killed(arguments, at) == -signal.SIGKILL
        assert all(state(each) in pair for each, *pair in zip(made, before, whole, strict=True))
        left_behind += any(each not in made for each in place.parent.iterdir())
    assert left_behind
    if form[0] in FOLDERS and place.exists():
        shutil.rmtree(place)
    assert main(arguments) == 0
    assert (list(map(state, made)), sorted(place.parent.iterdir())) == (whole, sorted(made))


def test_what_a_running_export_writes_is_left_alone(tmp_path: Path) -> None:
    file, folder = tmp_path / "a.tsv", tmp_path / "b"
    with replacing(file) as stream, replacing_folder(folder) as made:
        stream.write(b"a")
        (made / "kept").write_bytes(b"b")
        for left in ("a.tsv.1.new", "b.1.new"):
            (tmp_path / left).touch()
        for place in (file, folder):
            remove_unfinished(place)
    assert file.read_bytes() == b"a"
    assert (folder / "kept").read_bytes() == b"b"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.tsv", "b"]
