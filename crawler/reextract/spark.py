"""Documents, translation units and Parquet of many WARC files, on Apache Spark: ``scrapy reextract --all`` at scale.

::

    python -m crawler.reextract.spark --warcs 'data/warc/*.warc.gz' --out made
    spark-submit --master URL crawler/reextract/spark.py --warcs s3://news/warcs.txt --out s3://news/made

A WARC file is one task, the largest first. ``documents/`` and ``bitext/`` below the output are byte for byte what
``scrapy reextract --all`` writes into an archive with these WARC files.
"""

import argparse
import os
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from archive.errors import ArchiveError, UsageError
from archive.layout import Stem, is_stem
from crawler.reextract.elsewhere import (
    Made,
    Source,
    earlier,
    make,
    originals_in,
    sketch,
    survey,
    with_originals,
    with_templates,
)
from crawler.reextract.storage import Output, expand, name_of

_OF_PYTHON = re.compile(r"[A-Za-z]+(?:Error|Exception): ")


class SparkFailed(ArchiveError):
    """Raised when Spark is not there, cannot begin or gives up."""

    exit_code = 4


def main(arguments: Sequence[str] | None = None) -> int:
    """Does what the command line asks; the exit code: 3 where one file or more gave nothing, each named in a line."""
    options = _parser().parse_args(arguments)
    try:
        urls = _checked(expand(options.warcs))
        output = Output(options.out).begin()
        with Cluster.start() as cluster:
            made = cluster.make_all(urls, options.out)
    except ArchiveError as error:
        print(f"reextract: {error}", file=sys.stderr)
        return error.exit_code
    faults = _tell(made)
    if not faults:
        output.end()
    return ArchiveError.exit_code if faults else 0


@dataclass(frozen=True)
class Cluster:
    """Spark, told what to do."""

    context: Any

    @classmethod
    def start(cls) -> "Cluster":
        """The cluster that spark-submit names, or all cores of this machine. Raises SparkFailed."""
        try:
            from pyspark import SparkConf, SparkContext  # nothing else needs it, and it is large
        except ImportError as error:
            raise SparkFailed(f"{error}; install the package with its extra [spark]") from error
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # else any python3 that is found on the way
        try:
            conf = SparkConf().setAppName("reextract").setIfMissing("spark.master", "local[*]")
            return cls(SparkContext.getOrCreate(conf))
        except Exception as error:  # from Java, which is not there or too old, to a cluster that says no
            raise _failed(error) from error

    def __enter__(self) -> "Cluster":
        return self

    def __exit__(self, *_: object) -> None:
        self.context.stop()

    def make_all(self, urls: Sequence[str], out: str) -> list[Made]:
        """What each file gave, in order of their names. Raises SparkFailed where Spark gives up."""
        try:
            surveyed = self._each(urls).map(survey).collect()
            whole = [source for source in surveyed if source.fault is None]
            ready = self._ready(whole)
            sources = with_templates(ready, self._each(ready).map(sketch).collect())
            made = self._each(sources).map(partial(make, out=out)).collect()
        except Exception as error:  # of Java's, Py4J's and Spark's own kinds
            raise _failed(error) from error
        faulty = [Made(source.url, fault=source.fault) for source in surveyed if source.fault is not None]
        return sorted([*made, *faulty], key=lambda each: name_of(each.url))

    def _ready(self, sources: Sequence[Source]) -> list[Source]:
        """The files with the records that their revisits need, the largest first."""
        wanted = frozenset[str]().union(*(source.wanted for source in sources))
        originals: dict[str, Any] = {}
        if wanted:
            found = self._each([source.url for source in sources]).flatMap(partial(originals_in, wanted=wanted))
            originals = found.reduceByKey(earlier).collectAsMap()
        ready = [with_originals(source, originals) for source in sources]
        return sorted(ready, key=lambda source: (-source.size, source.url))

    def _each(self, given: Sequence[object]) -> Any:
        """The values, each a task of its own."""
        return self.context.parallelize(given, max(len(given), 1))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m crawler.reextract.spark", description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--warcs",
        metavar="LIST|GLOB",
        required=True,
        nargs="+",
        help="WARC files, globs, or text files with one or the other a line; paths, or addresses that fsspec knows",
    )
    parser.add_argument(
        "--out", metavar="URL", required=True, help="where documents/, bitext/, parquet/ and made/ are put"
    )
    return parser


def _checked(urls: list[str]) -> list[str]:
    """The addresses, when no two files would give outputs of the same name. Raises UsageError."""
    known: dict[str, str] = {}
    for url in urls:
        name = name_of(url)
        key = str(Stem.parse(name)) if is_stem(name) else name
        if known.setdefault(key, url) != url:
            raise UsageError(f"{url} and {known[key]} have one name; what is made of them would have one place")
    return urls


def _tell(made: Sequence[Made]) -> int:
    """Says what was made, and each file that gave nothing; how many did not."""
    for each in made:
        if each.fault is not None:
            print(f"reextract: {each.fault}", file=sys.stderr)
        if each.orphans:
            line = f"{each.orphans} revisits have no document, for their payloads are in no file that was given"
            print(f"reextract: {each.url}: {line}", file=sys.stderr)
    faults = sum(each.fault is not None for each in made)
    documents, units = sum(each.documents for each in made), sum(each.units for each in made)
    print(f"{documents} documents and {units} translation units made from {len(made) - faults} WARC files")
    return faults


def _failed(error: Exception) -> SparkFailed:
    """The error with the line of a trace that says most: that of a worker's Python, or else the first."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    line = next(filter(_OF_PYTHON.match, lines), lines[0] if lines else type(error).__name__)
    return SparkFailed(f"Spark gave up: {line}; what made/ names is whole, give the same command again")


if __name__ == "__main__":
    from crawler.reextract import spark  # by its name, so that workers can import what they are told to do

    sys.exit(spark.main())
