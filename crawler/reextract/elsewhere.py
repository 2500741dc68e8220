"""One WARC file made again where its archive is not at hand: fetched, extracted from, and what is made put elsewhere.

It is laid into an archive of its own, which is thrown away, with those records of other files
that its revisits need; then what ``scrapy reextract --all`` does for a file is done there. Which records
those are is found out before, by going through all files twice: a revisit needs the first record with its payload, by
time, file and offset, as in an index that was made anew.
"""

import hashlib
import json
import logging
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from archive.documents import read_documents, replace_documents
from archive.errors import ArchiveDamaged, ArchiveError, UsageError
from archive.fixity.seals import seal_of
from archive.layout import Archive, Stem
from archive.memory import complete, forget
from archive.model.capture import CatalogueEntry, Damage
from archive.storage import fetch
from archive.warc import FindOriginal, catalogue_file, catalogue_whole
from archive.withdrawal import Withdrawals
from crawler.extraction.sections import SectionChoices
from crawler.extraction.template import Template
from crawler.reextract.documents import may_hold_article
from crawler.reextract.files import remake_file
from crawler.reextract.partitions import DIRECTORIES, partition_name, partitions
from crawler.reextract.section_choices import choices_of
from crawler.reextract.settling import sketches_of
from crawler.reextract.sketches import SketchedPage
from crawler.reextract.storage import Output, beside, fetch_all, fetch_range, name_of
from crawler.reextract.templates import jobs_of, learned

MADE = "made"
"""The directory of an output with a file for each WARC file of which all has been put there."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Original:
    """A response record that holds the payload of a revisit, and the address of its file."""

    url: str
    entry: CatalogueEntry

    @property
    def order(self) -> tuple[str, str, int]:
        """The first of several with one payload is the one that is read."""
        capture = self.entry.capture
        return capture.date, capture.warc or "", capture.offset or 0


@dataclass(frozen=True, slots=True)
class Source:
    """A WARC file: its address, its size in bytes and the payload digests of revisits that may hold articles.

    ``originals`` are the records that hold these payloads, by digest; ``template`` is that of the site for its
    crawl. ``fault`` says why it cannot be read.
    """

    url: str
    size: int = 0
    wanted: frozenset[str] = frozenset()
    originals: tuple[tuple[str, Original], ...] = ()
    template: Template | None = None
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """What one WARC file gave, or why it gave nothing; ``orphans`` are payloads of its revisits that are nowhere."""

    url: str
    documents: int = 0
    units: int = 0
    orphans: int = 0
    fault: str | None = None


def survey(url: str) -> Source:
    """What has to be known of a WARC file before it is extracted from."""
    try:
        with TemporaryDirectory() as directory:
            path = _fetched(url, Archive(Path(directory)).create())
            revisits = (entry for entry in _undamaged(path) if entry.record_type == "revisit")
            wanted = frozenset(entry.capture.payload_digest or "" for entry in revisits if may_hold_article(entry))
            return Source(url, path.stat().st_size, wanted)
    except Exception as error:  # what is wrong with one file, or with us at it, must not end the others' work
        return Source(url, fault=_told(url, error))


def _undamaged(path: Path) -> Iterator[CatalogueEntry]:
    """The captures of a file. Raises ArchiveDamaged where it is not whole: what was extracted from it is not here."""
    for found in catalogue_whole(path):
        if isinstance(found, Damage):
            raise ArchiveDamaged(found.what)
        yield found


def originals_in(url: str, wanted: Set[str]) -> Iterator[tuple[str, Original]]:
    """The response records of a WARC file that hold one of these payloads, by digest; those that are whole."""
    with TemporaryDirectory() as directory, suppress(ArchiveError):
        for entry in catalogue_file(_fetched(url, Archive(Path(directory)).create())):
            digest = entry.capture.payload_digest or ""
            if digest in wanted and entry.record_type == "response":
                yield digest, Original(url, entry)


def earlier(one: Original, other: Original) -> Original:
    """The one that is read where two records hold the same payload."""
    return min(one, other, key=lambda each: each.order)


def with_originals(source: Source, originals: dict[str, Original]) -> Source:
    """The file with the records that its revisits need."""
    return replace(
        source, originals=tuple((digest, originals[digest]) for digest in source.wanted if digest in originals)
    )


def sketch(source: Source) -> list[SketchedPage]:
    """The pages of a WARC file, as they count for the template of its site; none where that fails."""
    try:
        with TemporaryDirectory() as directory:
            archive = Archive(Path(directory)).create()
            stem, find_original = _laid_out(archive, source)
            return list(sketches_of(archive, stem, find_original, Template("")))
    except Exception as error:  # what is wrong is said when the file is made
        logger.info("%s", _told(source.url, error))
        return []


def with_templates(sources: Sequence[Source], pages: Sequence[list[SketchedPage]]) -> list[Source]:
    """The files, each with the template of its crawl, which follows from the pages of all."""
    stems = {source.url: Stem.parse(name_of(source.url)) for source in sources}
    found: defaultdict[tuple[str, str], list[SketchedPage]] = defaultdict(list)
    for source, own in zip(sources, pages, strict=True):
        found[stems[source.url].site, stems[source.url].job] += own
    templates: dict[str, Template] = {}
    for site in {stem.site for stem in stems.values()}:
        jobs = jobs_of([stem for stem in stems.values() if stem.site == site])
        choices = _choices_beside([url for url, stem in stems.items() if stem.site == site], site)
        made = learned(site, jobs, partial(_pages_of, found, site), {}, choices)
        templates |= {each.template.name: each.template for each in made}
    return [replace(source, template=templates[_name_of(stems[source.url])]) for source in sources]


def _choices_beside(urls: Sequence[str], site: str) -> SectionChoices:
    """What is said of a site's sections in the archive that these files come from."""
    with TemporaryDirectory() as directory:
        archive = Archive(Path(directory))
        archive.sites_dir.mkdir()
        for place in sorted({beside(url, "sites") for url in urls}):
            fetch_all(place, f"{site}.toml", archive.sites_dir)
        return choices_of(archive, site)


def _name_of(stem: Stem) -> str:
    return f"{stem.site}/{stem.job}"


def _pages_of(found: Mapping[tuple[str, str], list[SketchedPage]], site: str, job: str) -> Iterator[SketchedPage]:
    return iter(found[site, job])


def make(source: Source, out: str) -> Made:
    """Makes documents, translation units and Parquet of one WARC file and puts them below the address ``out``.

    They are put there whole, file by file; that all are is said last, by ``made/STEM.json``.
    """
    try:
        with TemporaryDirectory() as directory:
            archive = Archive(Path(directory)).create()
            return _make(archive, source, Output(out))
    except Exception as error:  # what is wrong with one file, or with us at it, must not end the others' work
        return Made(source.url, fault=_told(source.url, error))


def _make(archive: Archive, source: Source, output: Output) -> Made:
    stem, find_original = _laid_out(archive, source)
    archive.withdrawn_dir.mkdir()
    fetch_all(beside(source.url, "withdrawn"), "*.json", archive.withdrawn_dir)
    documents = _shown(archive, stem, remake_file(archive, stem, find_original, source.template))
    units = archive.bitext_file(stem).read_bytes().count(b"\n")
    made = Made(source.url, documents, units, orphans=len(source.wanted - dict(source.originals).keys()))
    _put(archive, stem, output, _record(archive, stem, made))
    return made


def _laid_out(archive: Archive, source: Source) -> tuple[Stem, FindOriginal]:
    """Lays a WARC file into an archive, with the records that its revisits need; what finds these."""
    stem = Stem.parse(_fetched(source.url, archive).name)
    for _, original in source.originals:
        _fetch_record(original, archive)
    return stem, {digest: original.entry for digest, original in source.originals}.get


def _shown(archive: Archive, stem: Stem, documents: int) -> int:
    """Leaves out what was withdrawn from the archive that the file comes from; how many documents are left."""
    withdrawals, path = Withdrawals.of(archive), archive.documents_file(stem)
    if not withdrawals.standing:
        return documents
    made = [stored.document for stored in read_documents(path)]
    shown = [each for each in made if not withdrawals.hides(each)]
    forget(archive, stem)
    replace_documents(path, shown)
    complete(archive, stem)
    return len(shown)


def _fetched(url: str, archive: Archive) -> Path:
    """The WARC file, in the archive.

    Raises UsageError where it is not named as one, ArchiveMissing and ArchiveUnusable where it cannot be fetched.
    """
    name = name_of(url)
    path = archive.warc_dir / Stem.parse(name).warc
    if name != path.name:
        raise UsageError(f"{url}: not a finished WARC file; 'archive check --repair' finishes what a crawl left open")
    fetch(url, path)
    return path


def _fetch_record(original: Original, archive: Archive) -> None:
    """Lays a record of another WARC file where it stands there, into a file of the same name with nothing else."""
    capture = original.entry.capture
    path = archive.warc_dir / Stem.parse(capture.warc or "").warc
    fetch_range(original.url, capture.offset or 0, capture.length or 0, path)


def _record(archive: Archive, stem: Stem, made: Made) -> bytes:
    """What ``made/STEM.json`` says: from how many bytes what was made, by which extractor."""
    paths = {"documents": archive.documents_file(stem), "bitext": archive.bitext_file(stem)}
    first = next(read_documents(paths["documents"]), None)
    values = {
        "warc": stem.warc,
        "bytes": archive.warc_file(stem).stat().st_size,
        "documents": made.documents,
        "units": made.units,
        "extractor": first.document.extractor.version if first else None,
        "sha256": {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in paths.items()},
    }
    return json.dumps(values, indent=1).encode() + b"\n"


def _put(archive: Archive, stem: Stem, output: Output, record: bytes) -> None:
    """Puts what was made where it belongs; while it is not what an earlier job put there, no record says it is."""
    said = f"{MADE}/{stem}.json"
    if output.read(said) != record:
        output.remove(said)
    for path in (archive.documents_file(stem), archive.bitext_file(stem)):
        output.put(path, f"{path.parent.name}/{path.name}")
        output.put(seal_of(path), f"{path.parent.name}/{path.name}.sha256")
    written = set()
    for name, pieces in partitions(archive, stem):
        path = archive.root / "partition.parquet"
        with path.open("wb") as stream:
            stream.writelines(pieces)
        output.put(path, name)
        written.add(name)
    _remove_others(stem, output, written)
    output.put_bytes(record, said)


def _remove_others(stem: Stem, output: Output, written: Set[str]) -> None:
    """Removes what an earlier job put into partitions in which nothing of the file is now."""
    for directory in DIRECTORIES:
        for year in output.directories(f"{directory}/site={stem.site}"):
            name = partition_name(directory, stem, year.removeprefix("year="))
            if name not in written:
                output.remove(name)


def _told(url: str, error: Exception) -> str:
    """What is said of a file that gave nothing; the trace of a fault of ours goes into the log."""
    if isinstance(error, ArchiveError):
        return str(error)
    logger.exception("%s: nothing was made of it", url)
    return f"{url}: {' '.join(str(error).split()) or type(error).__name__}; the worker's log has the trace"
