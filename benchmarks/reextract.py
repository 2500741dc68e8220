"""Measures re-extraction by one process, by two, and by Apache Spark: ``python -m benchmarks.reextract``.

An archive of generated pages, four sites with four WARC files each, is copied for each run. ``scrapy reextract``
makes documents and translation units, joins the pages of each site and indexes all; the Spark job makes documents,
units and Parquet, neither joins nor index, and starts Java first. Each round runs every one of them; the medians
stand in the table. What they make is compared byte for byte, and the exit code is 1 when it differs. The bar, two
workers at least 1.7 times as fast as one, means something only on two cores that do nothing else.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from archive.layout import Archive
from benchmarks.crawled import SITES, make_archive
from crawler.reextract.reextraction_of_files_and_worker_processes import available_cores

ROOT = Path(__file__).parents[1]
SPARK = ROOT / ".clients" / "spark" / "bin"
PAGES = 1000
ROUNDS = 2
BAR = 1.7
ON_SPARK = "Spark, local[2]"

WarcResult = dict[str, bytes]
"""Documents and translation units by their paths; those that join pages left out."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run: seconds of the clock, of CPU (Spark's workers are not among it), and what it made."""

    wall: float
    cpu: float
    made: WarcResult


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--sites", type=int, default=len(SITES), choices=range(1, len(SITES) + 1))
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        crawled = make_archive(Path(directory) / "crawled", options.pages, options.sites)
        runs = _rounds(crawled, options.rounds)
    ratio = _ratio(runs, "--workers 1", "--workers 2")
    same = all(run.made == runs["--workers 1"][0].made for some in runs.values() for run in some)
    _print(runs, options.pages, ratio, same=same)
    return 0 if same else 1


def _rounds(crawled: Archive, rounds: int) -> dict[str, list[Run]]:
    contenders: dict[str, Callable[[Archive], Run]] = {
        "--workers 1": lambda archive: _reextract(archive, 1),
        "--workers 2": lambda archive: _reextract(archive, 2),
    }
    if (SPARK / "spark-submit").exists() and shutil.which("java"):
        contenders[ON_SPARK] = _spark
    runs: dict[str, list[Run]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, run in contenders.items():
            with tempfile.TemporaryDirectory() as directory:
                shutil.copytree(crawled.root, Path(directory) / "data")
                runs[name].append(run(Archive(Path(directory) / "data")))
    return runs


def _reextract(archive: Archive, workers: int) -> Run:
    scrapy = str(Path(sys.executable).with_name("scrapy"))
    command = [scrapy, "reextract", "--all", "--workers", str(workers), "-s", f"ARCHIVE_DIR={archive.root}"]
    return _timed(command, archive.root)


def _spark(archive: Archive) -> Run:
    out = archive.root / "made"
    job = [str(ROOT / "crawler/reextract/spark.py"), "--warcs", f"{archive.warc_dir}/**/*.warc.gz", "--out", str(out)]
    return _timed([str(SPARK / "spark-submit"), "--master", "local[2]", *job], out)


def _timed(command: list[str], made: Path) -> Run:
    python = {"PYSPARK_PYTHON": str(SPARK / "python"), "SPARK_LOCAL_IP": "127.0.0.1"}
    before, began = os.times(), time.perf_counter()
    subprocess.run(command, cwd=ROOT, env={**os.environ, **python}, check=True, capture_output=True)
    wall, after = time.perf_counter() - began, os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Run(wall, cpu, _made(made))


def _made(root: Path) -> WarcResult:
    paths = (path for name in ("documents", "bitext") for path in sorted((root / name).glob("*/*/*.jsonl*")))
    return {str(path.relative_to(root)): path.read_bytes() for path in paths}


def _ratio(runs: dict[str, list[Run]], slow: str, fast: str) -> float:
    """How many times as fast one is as the other: the median over the rounds."""
    return statistics.median(one.wall / other.wall for one, other in zip(runs[slow], runs[fast], strict=True))


def _print(runs: dict[str, list[Run]], pages: int, ratio: float, *, same: bool) -> None:
    files = len(runs["--workers 1"][0].made) // 2
    print(f"| {pages} pages in {files} WARC files | s, wall | s, CPU | times as fast as one worker |")
    print("| --- | ---: | ---: | ---: |")
    for name, some in runs.items():
        wall, cpu = (statistics.median(getattr(run, part) for run in some) for part in ("wall", "cpu"))
        shown = "" if name == ON_SPARK else f"{cpu:.1f}"
        print(f"| {name} | {wall:.1f} | {shown} | {_ratio(runs, '--workers 1', name):.2f} |")
    size = sum(map(len, runs["--workers 1"][0].made.values())) / 1_000_000
    is_same = "the same in every run" if same else "NOT the same in every run"
    print(f"\nDocuments and translation units, {size:.1f} MB, are {is_same}, byte for byte.")
    verdict = f"the bar, {BAR}, is {'reached' if ratio >= BAR else 'missed'}"
    print(f"Two workers are {ratio:.2f} times as fast as one on {available_cores()} cores: {verdict}.")
    if ON_SPARK not in runs:
        print("Spark is not installed; 'make clients' does it.")


if __name__ == "__main__":
    sys.exit(main())
