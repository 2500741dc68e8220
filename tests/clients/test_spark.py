"""Re-extraction on Apache Spark, on disk and in object storage: to the byte what ``scrapy reextract`` makes."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from archive.keeping.merge_and_split import merge
from archive.layout import Archive
from crawler.reextract.all_sites import reextract_sites
from tests.archive.check.archive_with_articles import SITE
from tests.clients.needed import needs
from tests.clients.spark import (
    PATIENCE,
    SPARK,
    STEPS,
    download,
    environment,
    module,
    object_storage,
    run,
    run_archive,
    submitted,
    told,
    without_memory,
)
from tests.crawler.reextract.scattered import halves, made_in, make_scattered, texts_in

TEN = "10 documents and {} translation units made from 3 WARC files\n"

pytestmark = [
    pytest.mark.timeout(900),  # Spark starts slowly where other programs run
    pytest.mark.clients,
    needs(SPARK / "spark-submit", "'make clients' installs it"),
    needs("java", "'apt-get install default-jre-headless' installs it"),
]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return make_scattered(tmp_path_factory.mktemp("scattered") / "data")


@pytest.fixture
def warcs(archive: Archive, tmp_path: Path) -> Path:
    """The archive's WARC files, and nothing else of it."""
    shutil.copytree(archive.warc_dir, tmp_path / "data" / "warc")
    return tmp_path / "data/warc"


def summary(archive: Archive) -> str:
    units = sum(content.count(b"\n") for name, content in made_in(archive.root).items() if "bitext" in name)
    return TEN.format(units)


def test_submitted_it_makes_the_same_and_again_the_same(archive: Archive, warcs: Path, tmp_path: Path) -> None:
    command = submitted("--warcs", f"{warcs}/**/*.warc.gz", "--out", str(tmp_path / "made"))
    ended = run(command)
    assert (ended.returncode, ended.stdout, told(ended)) == (0, summary(archive), []), ended.stderr
    first = files_below(tmp_path / "made")
    assert made_in(tmp_path / "made") == made_in(archive.root)
    assert {"_SUCCESS"} < set(first)
    assert {name.partition("/")[0] for name in first} == {
        "_SUCCESS",
        "bitext",
        "documents",
        "made",
        "parquet",
        "templates",
    }
    assert run(command).returncode == 0
    assert files_below(tmp_path / "made") == first


def test_a_damaged_or_missing_file_is_named_and_fails_no_other(archive: Archive, warcs: Path, tmp_path: Path) -> None:
    torn = max(warcs.rglob("*.warc.gz"))
    torn.write_bytes(torn.read_bytes()[:-30])
    missing = warcs / "sample-20261124093226-gone-00000.warc.gz"
    (tmp_path / "list").write_text(f"{warcs}/**/*.warc.gz\n{missing}\n")
    ended = run(module("--warcs", str(tmp_path / "list"), "--out", str(tmp_path / "made")))
    assert ended.returncode == 3, ended.stderr
    assert [name for name in (torn.name, missing.name) if sum(name in line for line in told(ended)) == 1] == [
        torn.name,
        missing.name,
    ]
    assert len(told(ended)) == 2
    there = texts_in(archive.root)
    assert texts_in(tmp_path / "made") == {name: there[name] for name in there if torn.name[:-8] not in name}
    assert not (tmp_path / "made/_SUCCESS").exists()


def test_archives_in_object_storage_give_what_the_merged_one_gives_where_workers_die(
    archive: Archive, tmp_path: Path
) -> None:
    """Both hold one site, and a page of it that both captured; a worker dies, or has no memory left, at each step."""
    one, two = halves(archive, tmp_path)
    merged = Archive(tmp_path / "merged").create()
    with object_storage() as variables:
        for each, store in ((one, "s3://news/one"), (two, "s3://news/two")):
            merge(merged, each)
            uploaded = run_archive(variables, "store", store, "--archive", str(each.root))
            assert uploaded.returncode == 0, uploaded.stderr
        stores = ["--archives", "s3://news/one", "s3://news/two"]
        dying = variables | without_memory(tmp_path / "deaths")
        ended = run(submitted(*stores, "--out", "s3://news/made", tries=4), dying)
        assert (ended.returncode, told(ended)) == (0, []), ended.stderr
        assert sorted(path.name for path in (tmp_path / "deaths").glob("*.died")) == [
            f"{each}.died" for each in sorted(STEPS)
        ]
        (tmp_path / "made").mkdir()
        download(variables, "s3://news/made", tmp_path / "made")
        refused = run(submitted(*stores, "--out", "s3://news/one"), variables)
    list(reextract_sites(merged, [SITE], 1))
    assert made_in(tmp_path / "made") == made_in(merged.root)
    assert ended.stdout.startswith("12 documents and "), ended.stdout
    assert (tmp_path / "made/_SUCCESS").exists()
    assert (refused.returncode, len(told(refused))) == (2, 1)


def test_killed_it_is_not_whole_and_goes_on(archive: Archive, warcs: Path, tmp_path: Path) -> None:
    out = tmp_path / "made"
    command = module("--warcs", f"{warcs}/**/*.warc.gz", "--out", str(out))
    running = subprocess.Popen(
        command, env=environment(), start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(out / "documents", running)
    finally:
        signal_group(running)
    assert not (out / "_SUCCESS").exists()
    assert run(command).returncode == 0
    assert made_in(out) == made_in(archive.root)


def test_wrong_usage_is_one_line(tmp_path: Path) -> None:
    ended = run(module("--warcs", str(tmp_path / "none.txt"), "--out", str(tmp_path / "made")))
    assert (ended.returncode, len(told(ended))) == (3, 1)
    assert run(module("--out", str(tmp_path / "made"))).returncode == 2
    assert not (tmp_path / "made").exists()


def wait_for(directory: Path, running: "subprocess.Popen[bytes]") -> None:
    """Returns when there is a file in the directory."""
    end = time.monotonic() + PATIENCE
    while not (directory.exists() and any(directory.iterdir())):
        assert running.poll() is None
        assert time.monotonic() < end
        time.sleep(0.005)


def signal_group(running: "subprocess.Popen[bytes]") -> None:
    """Kills Spark with its Java and its workers: the group that it leads."""
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()


def files_below(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}
