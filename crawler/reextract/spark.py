"""Documents, translation units and Parquet of many WARC files, on Apache Spark: ``scrapy reextract --all`` at scale.

::

    python -m crawler.reextract.spark --warcs 'data/warc/*.warc.gz' --out made
    spark-submit --master URL crawler/reextract/spark.py --archives s3://one/news s3://two/news --out s3://news/made

A WARC file is one task, the largest first. ``documents/``, ``bitext/`` and ``templates/`` below the output are byte
for byte what ``scrapy reextract --all`` writes into the archive that ``archive merge`` makes of those with these WARC
files. The driver holds an address a file; payloads and pages go from worker to worker.
"""

import argparse
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from typing import Any

from archive.errors import ArchiveError
from archive.layout import WarcName
from archive.withdrawal import Withdrawals
from crawler.extraction.body.site_template import Template
from crawler.extraction.kind.sections import SectionChoices
from crawler.reextract.archives import Known
from crawler.reextract.elsewhere import Made, learn, make, sketch, survey
from crawler.reextract.payloads import Payload, Source, Survey, earlier, once_each
from crawler.reextract.storage import Output, expand, name_of

_SPREAD = 512
"""Parts at most into which payloads and sites are dealt out; each file's task looks for its own in all of them."""

_TRIES = 4
"""How often a task is tried whose worker was killed, as by the system for lack of memory; a cluster has its own."""

_OF_PYTHON = re.compile(r"[A-Za-z]+(?:Error|Exception): ")


class SparkFailed(ArchiveError):
    """Raised when Spark is not there, cannot begin or gives up."""

    exit_code = 4


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks; the exit code: 3 where one file or more gave nothing, each named in a line."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if not (options.archives or options.warcs):
        parser.error("name --archives or --warcs")
    try:
        urls = expand([*(f"{each.rstrip('/')}/warc/*.warc.gz" for each in options.archives), *options.warcs])
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
            conf = SparkConf().setAppName("reextract").setIfMissing("spark.master", f"local[*,{_TRIES}]")
            return cls(SparkContext.getOrCreate(conf))
        except Exception as error:  # from Java, which is not there or too old, to a cluster that says no
            raise _failed(error) from error

    def __enter__(self) -> "Cluster":
        return self

    def __exit__(self, *_: object) -> None:
        self.context.stop()

    def make_all(self, urls: Sequence[str], out: str) -> list[Made]:
        """What each file gave, in order of their names. Raises SparkFailed where Spark gives up."""
        from pyspark import StorageLevel

        try:
            surveys = self._deal(urls, len(urls)).map(survey).persist(StorageLevel.MEMORY_AND_DISK)
            surveyed = surveys.map(attrgetter("source")).collect()
            sources = once_each(source for source in surveyed if source.fault is None)
            known = Known.of((source.url for source in surveyed), {_stem_of(source).site for source in sources})
            made = self._make(sources, surveys, known, out).collect()
        except ArchiveError:
            raise
        except Exception as error:  # of Java's, Py4J's and Spark's own kinds
            raise _failed(error) from error
        faulty = [Made(source.url, fault=source.fault) for source in surveyed if source.fault is not None]
        return sorted([*made, *faulty], key=lambda each: name_of(each.url))

    def _make(self, sources: Sequence[Source], surveys: Any, known: Known, out: str) -> Any:
        """What each file gives, each by its place among all: as its key, with so many parts, that makes it a task."""
        places, files = {source.url: place for place, source in enumerate(sources)}, len(sources)
        held = surveys.flatMap(lambda each: each.held.items()).reduceByKey(earlier, self._parts(files))
        wanted = surveys.flatMap(partial(_wanted_by, places))
        joined = wanted.leftOuterJoin(held, self._parts(files))
        payloads = joined.map(lambda pair: (pair[1][0], (pair[0], pair[1][1])))
        dealt = self._deal(list(enumerate(sources)), self._parts(files))
        sketched = dealt.cogroup(payloads, max(files, 1)).map(_sketched)
        sites = sketched.groupByKey(self._parts(len(known.choices)))
        templates = sites.flatMap(partial(_templates, choices=known.choices, out=out))
        ready = dealt.cogroup(payloads.union(templates), max(files, 1))
        return ready.map(partial(_made, withdrawals=known.withdrawals, out=out))

    def _parts(self, number: int) -> int:
        return max(1, min(number, _SPREAD))

    def _deal(self, given: Sequence[object], parts: int) -> Any:
        """The values, dealt out in order to so many parts, each a task."""
        return self.context.parallelize(given, max(parts, 1))


Needed = tuple[int, tuple[Iterable[Source], Iterable[Payload | Template]]]
"""A file by its place, with what was found for it."""


def _stem_of(source: Source) -> WarcName:
    return WarcName.parse(name_of(source.url))


def _wanted_by(places: Mapping[str, int], surveyed: Survey) -> Iterator[tuple[str, int]]:
    """Digests of payloads, with the place of the file that needs them; none where the file is not taken."""
    place = places.get(surveyed.source.url)
    return ((digest, place) for digest in surveyed.wanted if place is not None)


def _found(needed: Needed) -> tuple[Source, list[Template]]:
    """A file with its payloads, and its template once there is one."""
    (source,), found = needed[1][0], list(needed[1][1])
    payloads = [each for each in found if not isinstance(each, Template)]
    return source.with_payloads(payloads), [each for each in found if isinstance(each, Template)]


Sketched = tuple[int, WarcName, list[bytes]]
"""The pages of a file, with its place and its stem."""


def _sketched(needed: Needed) -> tuple[str, Sketched]:
    """The pages of a file, by its site."""
    source, _ = _found(needed)
    stem = _stem_of(source)
    return stem.site, (needed[0], stem, sketch(source))


def _templates(
    sketched: tuple[str, Iterable[Sketched]], choices: Mapping[str, SectionChoices], out: str
) -> list[tuple[int, Template]]:
    """The template for each file of a site, by its place."""
    site, files = sketched[0], list(sketched[1])
    made = learn(site, ((stem, pages) for _, stem, pages in files), choices[site], out)
    return [(place, made[stem.job]) for place, stem, _ in files]


def _made(needed: Needed, withdrawals: Withdrawals, out: str) -> Made:
    source, (template,) = _found(needed)
    return make(source, template, withdrawals, out)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m crawler.reextract.spark", description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--archives",
        metavar="URL",
        default=[],
        nargs="+",
        help="archives, or stores that archives were uploaded to, read as the one that 'archive merge' makes of them",
    )
    parser.add_argument(
        "--warcs",
        metavar="LIST|GLOB",
        default=[],
        nargs="+",
        help="WARC files, globs, or text files with one or the other a line; paths, or addresses that fsspec knows",
    )
    parser.add_argument(
        "--out",
        metavar="URL",
        required=True,
        help="where documents/, bitext/, templates/ and parquet/ are put",
    )
    return parser


def _tell(made: Sequence[Made]) -> int:
    """Say what was made, and each file that gave nothing; how many did not."""
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
