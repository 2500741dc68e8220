"""The wheel and the sdist: what a user installs, in an empty folder, without the checkout.

With ``INSTALL=newest`` (``make test-newest``) the newest releases of all libraries are installed instead of those of
the lock file.
"""

import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.archive_files import files_below
from tests.samplesite import ARTICLES, serve

pytestmark = pytest.mark.clients

ROOT = Path(__file__).parents[2]
UV = str(Path(sys.executable).parent / "uv")
MOST_MEGABYTES = 240
NEWEST = os.environ.get("INSTALL") == "newest"


@dataclass(frozen=True)
class Built:
    """The two files of a release."""

    wheel: Path
    sdist: Path


@dataclass(frozen=True)
class Installed:
    """An environment with the wheel, and a folder with a crawl of the sample site by its ``archive``."""

    environment: Path
    folder: Path
    printed: str
    page: str

    def archive(self, *arguments: str, expect: int = 0) -> str:
        return run(self.environment, self.folder, *arguments, expect=expect)


def run(environment: Path, folder: Path, *arguments: str, expect: int = 0) -> str:
    kept = {name: value for name, value in os.environ.items() if name not in ("ARCHIVE_DIR", "PYTHONPATH")}
    command = [str(environment / "bin" / "archive"), *arguments]
    done = subprocess.run(command, cwd=folder, env=kept, capture_output=True, check=False)
    printed = done.stdout.decode(errors="replace") + done.stderr.decode()
    assert done.returncode == expect, printed
    return printed


def build(source: Path, target: Path, *what: str) -> None:
    """Builds with this environment's setuptools, from a copy, so that nothing is left in the checkout."""
    command = [
        UV,
        "build",
        "--quiet",
        "--no-build-isolation",
        "--python",
        sys.executable,
        *what,
        "--out-dir",
        str(target),
    ]
    subprocess.run([*command, str(source)], check=True, capture_output=True)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    place = tmp_path_factory.mktemp("built")
    names = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    for name in filter(None, names):
        (place / "source" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, place / "source" / name)
    build(place / "source", place / "dist", "--sdist", "--wheel")
    return Built(next((place / "dist").glob("*.whl")), next((place / "dist").glob("*.tar.gz")))


@pytest.fixture(scope="module")
def installed(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installed]:
    environment = tmp_path_factory.mktemp("environment") / "env"
    folder = tmp_path_factory.mktemp("folder")
    (folder / "crawler").mkdir()
    (folder / "crawler" / "__init__.py").write_text("raise SystemExit('a folder of the user, not the program')\n")
    (folder / "scrapy.cfg").write_text("[settings]\ndefault = crawler.settings\n")
    subprocess.run([UV, "venv", "--quiet", "--python", sys.executable, str(environment)], check=True)
    lock = [] if NEWEST else ["--constraint", str(ROOT / "requirements.txt")]
    python = str(environment / "bin" / "python")
    subprocess.run([UV, "pip", "install", "--quiet", "--python", python, *lock, str(built.wheel)], check=True)
    with serve() as site:
        printed = run(environment, folder, "crawl", site.url)
        yield Installed(environment, folder, printed, f"{site.url}{ARTICLES[0].path.lstrip('/')}")


def test_the_sdist_builds_the_same_wheel(built: Built, tmp_path: Path) -> None:
    with tarfile.open(built.sdist) as packed:
        packed.extractall(tmp_path, filter="data")
    source = next(tmp_path.iterdir())
    build(source, tmp_path / "dist", "--wheel")
    with zipfile.ZipFile(built.wheel) as first, zipfile.ZipFile(next((tmp_path / "dist").glob("*.whl"))) as second:
        assert {name: first.read(name) for name in first.namelist()} == {
            name: second.read(name) for name in second.namelist()
        }


@pytest.mark.parametrize(
    "name",
    [
        "tests/demo.py",
        "docs/architecture.md",
        "docs/screenshots/search.png",
        "CHANGELOG.md",
        "scrapy.cfg",
        "Makefile",
    ],
)
def test_the_sdist_holds_what_a_packager_needs(built: Built, name: str) -> None:
    with tarfile.open(built.sdist) as packed:
        assert any(each.partition("/")[2] == name for each in packed.getnames())


def test_what_is_installed_is_small(installed: Installed) -> None:
    files = (path for path in installed.environment.rglob("*") if path.is_file() and not path.is_symlink())
    size = sum(path.stat().st_size for path in files if path.suffix != ".pyc")
    assert size <= MOST_MEGABYTES * 1024 * 1024, f"{size / 1024 / 1024:.0f} MB"


def test_a_crawl_finds_the_articles_and_says_where_the_archive_lies(installed: Installed) -> None:
    assert str(installed.folder / "data") in installed.printed
    statistics = json.loads(installed.archive("stats", "--format", "json"))
    assert statistics["documents"] >= len(ARTICLES)


def test_what_was_crawled_is_found_shown_and_exported(installed: Installed) -> None:
    hits = json.loads(installed.archive("query", "产能合作", "--format", "json"))
    assert hits
    assert hits[0]["title"] in installed.archive("show", hits[0]["id"])
    assert installed.archive("replay", hits[0]["url"], "--raw")
    installed.archive("export", "tmx", "-o", "units.tmx")
    assert "<tu" in (installed.folder / "units.tmx").read_text(encoding="utf-8")
    assert "agency-archive[parquet]" in installed.archive("export", "parquet", "-o", "units.parquet", expect=2)


def test_documents_are_made_again_from_warc(installed: Installed) -> None:
    documents = installed.folder / "data" / "documents"
    before = files_below(documents)
    shutil.rmtree(documents)
    assert "documents made from" in installed.archive("reextract", "--all")
    assert files_below(documents) == before


def test_a_page_is_extracted_from_its_address(installed: Installed) -> None:
    document = json.loads(installed.archive("extract", installed.page))
    assert document["title"] == ARTICLES[0].title


def test_the_reading_room_is_served(installed: Installed) -> None:
    command = [str(installed.environment / "bin" / "archive"), "serve", "--port", "0"]
    with subprocess.Popen(command, cwd=installed.folder, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        line = next(line for line in server.stdout if "http://" in line)
        address = line[line.index("http://") :].split()[0]
        with urlopen(address) as answer:  # noqa: S310 - the address is http
            page = answer.read().decode()
        server.terminate()
    assert "Reading Room" in page
