"""Finished WARC files in object storage that speaks S3: uploaded, verified, read from there."""

from pathlib import Path

import pytest

from archive.layout import Archive
from tests.archive.keeping.two_sites import make_two_sites
from tests.archive_files import files_below
from tests.clients.needed import needs
from tests.clients.spark import SPARK, download, object_storage, run_archive

pytestmark = [pytest.mark.clients, needs(SPARK / "moto_server", "'make clients' installs it")]

STORE = "s3://news/archive"


def test_uploaded_verified_and_read_from_there(tmp_path: Path) -> None:
    data = make_two_sites(tmp_path / "data")
    where = ("--archive", str(data.root))
    with object_storage() as variables:
        first = run_archive(variables, "store", STORE, "--verify", *where)
        again = run_archive({**variables, "ARCHIVE_STORE": STORE}, "store", *where)
        nowhere = run_archive(variables, "store", "s3://no-such-bucket/archive", *where)
        (tmp_path / "copy").mkdir()
        download(variables, STORE, tmp_path / "copy")
        added = run_archive(variables, "add", f"{STORE}/warc/**/*.warc.gz", "--archive", str(tmp_path / "other"))
    away = run_archive(variables, "store", STORE, *where)
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout.splitlines()[-1].startswith(f"2 WARC files uploaded to {STORE}, ")
    assert (again.returncode, again.stdout) == (0, f"0 WARC files uploaded to {STORE}, 0 bytes\n"), again.stderr
    for name in ("warc", "manifest"):
        assert files_below(tmp_path / "copy" / name) == files_below(data.root / name)
    assert added.returncode == 0, added.stderr
    taken = sorted(path.read_bytes() for path in Archive(tmp_path / "other").warc_paths())
    assert taken == sorted(path.read_bytes() for path in data.warc_paths())
    for failed in (nowhere, away):
        assert (failed.returncode, failed.stderr.count("\n")) == (4, 1), failed.stderr
        assert failed.stderr.startswith("archive: s3://")
