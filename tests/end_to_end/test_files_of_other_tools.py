"""Files that wget and warcio wrote of the sample site: added, made documents of, searched and checked."""

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from archive.document_and_unit_files import find_documents
from archive.errors import ArchiveDamaged
from archive.layout import Archive
from archive.model.document import Document, document_faults, to_json
from archive.model.url import canonical_url
from archive.warc.foreign_records import UnreadablePlace, read_foreign_records
from archive.warc.warc_records_and_digests import read_records
from tests import forked
from tests.archive_files import files_below
from tests.samplesite import ARTICLES, serve

BIN = Path(sys.executable).parent
WGET = shutil.which("wget")
FORMS = {
    "a member a record": (),
    "plain": ("--no-warc-compression",),
    "without digests": ("--no-warc-digests",),
    "several files": ("--warc-max-size=100000",),
    "compressed pages": ("--compression=gzip",),
}
TRIES = 8
CAPTURE = """
import sys
from warcio.capture_http import capture_http
import http.client
from urllib.parse import urlsplit
with capture_http(sys.argv[1], warc_version="1.1"):
    for url in sys.stdin.read().split():
        parts = urlsplit(url)
        connection = http.client.HTTPConnection(parts.netloc)
        connection.request("GET", parts.path + ("?" + parts.query if parts.query else ""))
        connection.getresponse().read()
        connection.close()
"""


def run(archive: Archive, *command: str) -> str:
    env = {**os.environ, "ARCHIVE_DIR": str(archive.root)}
    done = forked.run([BIN / command[0], *command[1:]], cwd=Path.cwd(), env=env)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    return done.stdout


def awake(base: str) -> str:
    """The addresses of the articles, a line each, once those that fail at first do not any more."""
    addresses = [f"{base.rstrip('/')}{article.path}" for article in ARTICLES]
    for address in addresses * 2:
        with suppress(HTTPError), urlopen(address) as response:  # noqa: S310 - our own site
            response.read()
    return "\n".join(addresses)


def documents_from(archive: Archive, files: list[Path], base: str) -> dict[str, Document]:
    """The documents of the files by their paths on the site, each valid, and the archive sound."""
    assert files
    assert run(archive, "archive", "add", *map(str, files)).endswith("archive reextract\n")
    assert "missing documents made" in run(archive, "scrapy", "reextract")
    assert "no faults" in run(archive, "archive", "check")
    documents = [stored.document for stored in find_documents(archive)]
    assert [fault for document in documents for fault in document_faults(to_json(document))] == []
    return {document.url.removeprefix(base.rstrip("/")): document for document in documents}


def is_whole(found: dict[str, Document]) -> None:
    for article in ARTICLES:
        document = found.pop(canonical_url(f"http://site.example{article.path}").removeprefix("http://site.example"))
        assert document.title == article.title
        assert (document.published or "")[:10] == (article.published or "")[:10]
        assert document.blocks
    assert found == {}


def by_wget(folder: Path, form: str, addresses: str) -> list[Path]:
    """The files that wget writes.

    Without digests it writes what happens to be in its memory into their fields; where that ends a line the record is
    none any more, and wget is asked once more.
    """
    command = [str(WGET), "--quiet", "--input-file=-", "--output-document=/dev/null", "--warc-file=wget"]
    for number in range(TRIES):
        place = folder / str(number)
        place.mkdir()
        subprocess.run([*command, *FORMS[form]], input=addresses, text=True, cwd=place, check=False, timeout=120)
        files = sorted(place.glob("wget*"))
        if not any(map(is_damaged, files)):
            return files
    raise AssertionError(f"wget wrote {TRIES} files that are damaged")


def is_damaged(path: Path) -> bool:
    """A record cannot be read, or its head ends before its length, so that it is none in an archive."""
    with path.open("rb") as stream:
        if any(isinstance(each, UnreadablePlace) for each in read_foreign_records(stream)):
            return True
    try:
        return path.suffix == ".gz" and not all(True for _ in read_records(path))
    except ArchiveDamaged as error:
        return "no length" in str(error)


@pytest.mark.skipif(WGET is None, reason="wget is not on this machine")
@pytest.mark.parametrize("form", FORMS)
def test_wget(tmp_path: Path, form: str) -> None:
    archive = Archive(tmp_path / "data")
    with serve() as site:
        addresses = awake(site.url)
        found = documents_from(archive, by_wget(tmp_path, form, addresses), site.url)
    is_whole(found)
    assert "speech" in run(archive, "archive", "query", "产能")


def test_warcio(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "data")
    path = tmp_path / "warcio.warc.gz"
    with serve() as site:
        addresses = awake(site.url)
        subprocess.run([sys.executable, "-c", CAPTURE, path], input=addresses, text=True, check=True, timeout=120)
        found = documents_from(archive, [path], site.url)
    is_whole(found)
    before = files_below(archive.documents_dir)
    run(archive, "scrapy", "reextract", "--all")
    assert files_below(archive.documents_dir) == before
    assert [each.read_bytes() for each in archive.warc_paths()] == [path.read_bytes()]
