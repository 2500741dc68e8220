"""All that an archive shows of itself: every command, page, feed, API answer, replay and export."""

import gzip
import shutil
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

from starlette.testclient import TestClient
from typer.testing import CliRunner

from archive.cli.app import app
from archive.export.formats_and_export_of_units import FORMATS, Content
from archive.layout import Archive
from archive.replay.app import create_replay_app
from archive.web.app import create_app

_REPLAYED = (
    "/", "/20261124093226/", "/20261124093226id_/", "/frame/20261124/", "/bar/20261124/", "/timegate/",
    "/timemap/link/", "/compare/20261124/20261125/",
)  # fmt: skip


def shown(archive: Archive, url: str, id_: str, word: str, place: Path) -> Iterator[tuple[str, bytes]]:
    """What each way of asking for a document, by address, id and a word of its text, answers; by what was asked."""
    yield from _commands(archive, url, id_, word)
    yield from _exports(archive, place)
    with TestClient(create_app(archive), "http://127.0.0.1:8640", follow_redirects=False) as room:
        for path in _room_paths(url, id_, word):
            answer = room.get(path)
            assert answer.status_code < 500, (path, answer.text)
            yield path, answer.content
    with TestClient(create_replay_app(archive), "http://127.0.0.1:8641", follow_redirects=False) as replay:
        for prefix in _REPLAYED:
            yield f"replay {prefix}", replay.get(f"{prefix}{url}").content


def _commands(archive: Archive, url: str, id_: str, word: str) -> Iterator[tuple[str, bytes]]:
    lines: list[list[str]] = [
        ["query", word], ["query", word, "--all", "--format", "json"], ["concordance", word],
        ["concordance", word, "--format", "tmx"], ["show", url], ["show", id_, "--format", "json"],
        ["show", id_, "--format", "html"], ["history", url], ["history", id_, "--format", "json"],
        ["changes", "--since", "2020-01-01"], ["changes", "--since", "2020-01-01", "--format", "json"], ["stats"],
        ["terms", "--min-count", "1"], ["replay", url, "--raw"], ["replay", url, "--decoded"], ["check"],
    ]  # fmt: skip
    for line in lines:
        done = CliRunner().invoke(app, [*line, "--archive", str(archive.root)])
        yield " ".join(line), done.stdout_bytes + done.stderr_bytes


def _exports(archive: Archive, place: Path) -> Iterator[tuple[str, bytes]]:
    for form in FORMATS:
        for what in Content:
            target = place / f"export-{what}.{form}"
            line = ["export", form, "--what", what, "-o", str(target), "--archive", str(archive.root)]
            if CliRunner().invoke(app, line).exit_code == 0:
                made = list(place.glob(f"{target.name}*"))
                yield f"export {form} {what}", b"".join(part for path in made for part in _content(path))
                for path in made:
                    shutil.rmtree(path) if path.is_dir() else path.unlink()


def _content(path: Path) -> Iterator[bytes]:
    if path.suffix == ".parquet":
        import pyarrow.parquet as parquet

        yield str(parquet.read_table(path).to_pylist()).encode()
    elif path.is_dir():
        for each in (found for found in path.rglob("*") if found.is_file()):
            yield gzip.decompress(each.read_bytes()) if each.suffix == ".gz" else each.read_bytes()
    elif path.suffix in (".wacz", ".xlsx"):
        with ZipFile(path) as package:
            for name in package.namelist():
                content = package.read(name)
                yield gzip.decompress(content) if name.endswith(".gz") and content else content
    else:
        yield path.read_bytes()


def _room_paths(url: str, id_: str, word: str) -> list[str]:
    return [
        f"/?q={word}", f"/concordance?q={word}", f"/concordance/csv?q={word}", f"/concordance/tmx?q={word}",
        f"/document/{id_}", f"/document/{id_}/cite/bibtex", f"/document/{id_}/cite/ris", f"/history?url={url}",
        "/changes", "/changes.atom", "/site", "/speaker", "/statistics", "/terms", "/terms/csv", "/help",
        f"/api/search?q={word}", f"/api/concordance?q={word}", f"/api/document?id={id_}", f"/api/document?id={url}",
        f"/api/history?id={id_}", "/api/changes", "/api/changes?since=2020-01-01", "/api/statistics",
    ]  # fmt: skip
