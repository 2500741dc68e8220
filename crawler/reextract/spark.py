"""Re-extract many WARC files on Apache Spark, with Parquet as further output: ``scrapy reextract --all`` at scale.

::

    python -m crawler.reextract.spark --warcs 'data/warc/**/*.warc.gz' --out made
    spark-submit --master URL crawler/reextract/spark.py --archives s3://one/news s3://two/news --out s3://news/made

A WARC file is one task, the largest first. ``documents/``, ``bitext/`` and ``templates/`` below the output are byte
for byte the files that ``scrapy reextract --all`` writes in the archive that ``archive merge`` makes of the archives
with these WARC files. The driver holds one address per file; payloads and pages go from worker to worker.
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
from archive.keeping.object_storage_and_uploads import file_name_of
from archive.layout import WarcName
from archive.withdrawal import Withdrawals
from crawler.extraction.article.site_template_page_sketch_and_selectors import Template
from crawler.reextract.spark_tasks_inputs_and_output import (
    Payload,
    SiteDecisions,
    SourceFile,
    SparkOutput,
    Survey,
    WarcResult,
    distinct_files,
    earlier_original,
    expand_warc_urls,
    learn_site_templates,
    reextract_warc,
    sketch_warc,
    survey_warc,
)
from crawler.sites import Profile

_SPREAD = 512
"""The most partitions of payloads and sites; the task of each file looks for its own in all of them."""

_TRIES = 4
"""How often a task is tried if its worker is killed, as for lack of memory; a cluster has a setting of its own."""

_OF_PYTHON = re.compile(r"[A-Za-z]+(?:Error|Exception): ")


class SparkFailed(ArchiveError):
    """Raised if Apache Spark is not installed, cannot start or gives up."""

    exit_code = 4


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line of the re-extraction on Spark; return the exit code: 3 if files failed, each reported in a
    line.
    """
    parser = _parser()
    options = parser.parse_args(arguments)
    if not (options.archives or options.warcs):
        parser.error("name --archives or --warcs")
    try:
        urls = expand_warc_urls(
            [*(f"{each.rstrip('/')}/warc/**/*.warc.gz" for each in options.archives), *options.warcs]
        )
        output = SparkOutput(options.out).begin()
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
    """A Spark cluster (context), and the re-extraction as its jobs."""

    context: Any

    @classmethod
    def start(cls) -> "Cluster":
        """Connect to the Spark cluster that spark-submit names, or all cores of this machine. Raises SparkFailed."""
        try:
            from pyspark import SparkConf, SparkContext  # nothing else needs it, and it is large
        except ImportError as error:
            raise SparkFailed(f"{error}; install the package with its extra [spark]") from error
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # else the first python3 in the path
        try:
            conf = SparkConf().setAppName("reextract").setIfMissing("spark.master", f"local[*,{_TRIES}]")
            return cls(SparkContext.getOrCreate(conf))
        except Exception as error:  # of many kinds: Java missing or too old, a cluster that refuses
            raise _failed(error) from error

    def __enter__(self) -> "Cluster":
        return self

    def __exit__(self, *_: object) -> None:
        self.context.stop()

    def make_all(self, urls: Sequence[str], out: str) -> list[WarcResult]:
        """Re-extract WARC files on Spark; return the result for each file, in order of their names. Raises
        SparkFailed if Spark gives up.
        """
        from pyspark import StorageLevel

        try:
            surveys = self._deal(urls, len(urls)).map(survey_warc).persist(StorageLevel.MEMORY_AND_DISK)
            surveyed = surveys.map(attrgetter("source")).collect()
            sources = distinct_files(source for source in surveyed if source.fault is None)
            known = SiteDecisions.of_archives(
                (source.url for source in surveyed), {_stem_of(source).site for source in sources}
            )
            made = self._make(sources, surveys, known, out).collect()
        except ArchiveError:
            raise
        except Exception as error:  # of Java's, Py4J's and Spark's own kinds
            raise _failed(error) from error
        faulty = [WarcResult(source.url, fault=source.fault) for source in surveyed if source.fault is not None]
        return sorted([*made, *faulty], key=lambda each: file_name_of(each.url))

    def _make(self, sources: Sequence[SourceFile], surveys: Any, known: SiteDecisions, out: str) -> Any:
        """The results of the files. Keys are the places of the files: with as many partitions, a file is a task."""
        places, files = {source.url: place for place, source in enumerate(sources)}, len(sources)
        held = surveys.flatMap(lambda each: each.held.items()).reduceByKey(earlier_original, self._parts(files))
        wanted = surveys.flatMap(partial(_wanted_by, places))
        joined = wanted.leftOuterJoin(held, self._parts(files))
        payloads = joined.map(lambda pair: (pair[1][0], (pair[0], pair[1][1])))
        dealt = self._deal(list(enumerate(sources)), self._parts(files))
        sketched = dealt.cogroup(payloads, max(files, 1)).map(partial(_sketched, profiles=known.profiles))
        sites = sketched.groupByKey(self._parts(len(known.profiles)))
        templates = sites.flatMap(partial(_templates, profiles=known.profiles, out=out))
        ready = dealt.cogroup(payloads.union(templates), max(files, 1))
        return ready.map(partial(_made, withdrawals=known.withdrawals, out=out))

    def _parts(self, number: int) -> int:
        return max(1, min(number, _SPREAD))

    def _deal(self, given: Sequence[object], parts: int) -> Any:
        """The values, distributed in order to ``parts`` partitions, each a task."""
        return self.context.parallelize(given, max(parts, 1))


Needed = tuple[int, tuple[Iterable[SourceFile], Iterable[Payload | Template]]]
"""The place of a file, the file itself, and the payloads and the template that were found for it."""


def _stem_of(source: SourceFile) -> WarcName:
    return WarcName.parse(file_name_of(source.url))


def _wanted_by(places: Mapping[str, int], surveyed: Survey) -> Iterator[tuple[str, int]]:
    """Digests of payloads, with the place of the file that needs them; none if the file is left out."""
    place = places.get(surveyed.source.url)
    return ((digest, place) for digest in surveyed.wanted if place is not None)


def _found(needed: Needed) -> tuple[SourceFile, list[Template]]:
    """A file with its payloads, and its template if there is one yet."""
    (source,), found = needed[1][0], list(needed[1][1])
    payloads = [each for each in found if not isinstance(each, Template)]
    return source.with_payloads(payloads), [each for each in found if isinstance(each, Template)]


Sketched = tuple[int, WarcName, list[bytes]]
"""The place of a file, its name, and its sketched pages."""


def _sketched(needed: Needed, profiles: Mapping[str, Profile]) -> tuple[str, Sketched]:
    """The sketched pages of a file, keyed by its site."""
    source, _ = _found(needed)
    stem = _stem_of(source)
    return stem.site, (needed[0], stem, sketch_warc(source, profiles[stem.site]))


def _templates(
    sketched: tuple[str, Iterable[Sketched]], profiles: Mapping[str, Profile], out: str
) -> list[tuple[int, Template]]:
    """The template for each file of a site, keyed by the file's place."""
    site, files = sketched[0], list(sketched[1])
    made = learn_site_templates(profiles[site], ((stem, pages) for _, stem, pages in files), out)
    return [(place, made[stem.job]) for place, stem, _ in files]


def _made(needed: Needed, withdrawals: Withdrawals, out: str) -> WarcResult:
    source, (template,) = _found(needed)
    return reextract_warc(source, template, withdrawals, out)


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
        "--out", metavar="URL", required=True, help="where documents/, bitext/, templates/ and parquet/ are written"
    )
    return parser


def _tell(made: Sequence[WarcResult]) -> int:
    """Print the totals of a re-extraction on Spark, and a line for each file that failed; return the number of
    those.
    """
    for each in made:
        if each.fault is not None:
            print(f"reextract: {each.fault}", file=sys.stderr)
        if each.orphans:
            line = f"{each.orphans} revisits have no document, since their payloads are in none of the given files"
            print(f"reextract: {each.url}: {line}", file=sys.stderr)
    faults = sum(each.fault is not None for each in made)
    documents, units = sum(each.documents for each in made), sum(each.units for each in made)
    print(f"{documents} documents and {units} translation units made from {len(made) - faults} WARC files")
    return faults


def _failed(error: Exception) -> SparkFailed:
    """The error with the most telling line of a traceback: that of a worker's Python, or else the first."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    line = next(filter(_OF_PYTHON.match, lines), lines[0] if lines else type(error).__name__)
    return SparkFailed(f"Spark gave up: {line}; the files named in made/ are complete, give the same command again")


if __name__ == "__main__":
    from crawler.reextract import spark

    sys.exit(spark.main())
