"""``archive stats``: statistics of what the archive holds, as text and JSON."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from rich.filesize import decimal

from archive.corpus.corpus_and_selections import Corpus
from archive.errors import ArchiveDamaged, ArchiveUnusable, IndexOutdated
from archive.index import Counts, Filters, Index
from archive.jobs_and_locks import installed_rules, outdated
from archive.layout import OPEN_SUFFIX, Archive, WarcName
from archive.query.terminal_output_columns_json_and_csv import clean, columns, counted, printed_json

_MOST_YEARS = 100
"""Years that are drawn as a line of time; more come from a date that a page has wrong."""
_BAR, _BAR_WIDTH = "▇", 40


@dataclass(frozen=True, slots=True)
class LeftOutSection:
    """A section of a site of which no documents are made: its name, how many pages it has, and the address of one."""

    site: str
    name: str
    pages: int
    example: str


@dataclass(frozen=True, slots=True)
class FileTotals:
    """The number and total bytes of some files of the archive, for its statistics."""

    number: int
    size: int

    @classmethod
    def of_files(cls, paths: Iterable[Path]) -> "FileTotals":
        """Count files and their bytes; one that a crawl closes meanwhile has its size taken under either name."""
        sizes = [size for path in paths if (size := _size(path)) is not None]
        return cls(len(sizes), sum(sizes))


class TextSize(NamedTuple):
    """An amount of text: documents that have any, and their words and characters, marks not counted as words."""

    documents: int = 0
    words: int = 0
    characters: int = 0

    def plus(self, documents: int, words: int, characters: int) -> "TextSize":
        return TextSize(self.documents + documents, self.words + words, self.characters + characters)


NO_TEXT = TextSize()


@dataclass(slots=True)
class TextSizes:
    """The amounts of text in an archive, in all and by language, site, kind and year; each copy of a text counts.

    ``words_once`` is the number of words where copies of a text count once. ``missing`` is the number of changes of
    documents that are not counted yet, or a lower bound of it.
    """

    total: TextSize = NO_TEXT
    words_once: int = 0
    missing: int = 0
    languages: dict[str, TextSize] = field(default_factory=dict)
    sites: dict[str, TextSize] = field(default_factory=dict)
    kinds: dict[str, TextSize] = field(default_factory=dict)
    years: dict[str, TextSize] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Statistics:
    """The statistics of an archive: the counts of the index, and the files.

    ``outdated`` documents were made by other rules than those of the installed crawler. ``left_out`` are the sections
    of sites of which no documents are made. ``texts`` is None where words are not counted.
    """

    place: Path
    counts: Counts
    warc: FileTotals
    documents: FileTotals
    index_size: int
    outdated: int = 0
    left_out: tuple[LeftOutSection, ...] = ()
    texts: TextSizes | None = None


def read_statistics(archive: Archive) -> Statistics:
    """Count captures, documents, files and words of an archive; all is zero where nothing was captured yet.

    Raises ArchiveMissing where there is no archive, and where there are files but no index.
    """
    archive.require()
    files = count_files(archive, Counts(0, 0, 0))
    if not archive.index_file.exists() and not files.warc.number and not files.documents.number:
        return files
    rules = installed_rules(archive)
    with Index(archive) as index:
        older = sum(index.document_count(stem.warc) for stem in outdated(archive, rules)) if rules else 0
        counts, left_out = index.counts(), tuple(left_out_sections(archive))
    return replace(files, counts=counts, outdated=older, left_out=left_out, texts=read_text_sizes(archive))


def read_text_sizes(archive: Archive) -> TextSizes | None:
    """Count the words and characters of an archive by the tokens file; None where that is missing or cannot be
    read.
    """
    try:
        with Corpus.open(archive, update=False) as corpus:
            return _text_sizes(corpus)
    except (ArchiveDamaged, ArchiveUnusable, IndexOutdated):
        return None


def _text_sizes(corpus: Corpus) -> TextSizes:
    sizes = TextSizes(missing=corpus.missing)
    for names, lang, size in _sums(corpus, sizes):
        if lang is not None:
            sizes.languages[lang] = sizes.languages.get(lang, NO_TEXT).plus(*size)
            size = TextSize(0, size.words, size.characters)
        sizes.total = sizes.total.plus(*size)
        for counted_by, name in zip((sizes.sites, sizes.kinds, sizes.years), names, strict=True):
            counted_by[name] = counted_by.get(name, NO_TEXT).plus(*size)
    return sizes


def _sums(corpus: Corpus, sizes: TextSizes) -> Iterator[tuple[tuple[str, str, str], str | None, TextSize]]:
    """Yield the amounts of text by site, kind and year: of each language, and for no language the number of
    documents.

    ``words_once`` of ``sizes`` is set.
    """
    copies, profiles = corpus.index.copy_rows(), corpus.index.row_profiles()
    texts: defaultdict[tuple[tuple[str, str, str], str], list[int]] = defaultdict(lambda: [0, 0, 0])
    documents: Counter[tuple[str, str, str]] = Counter()
    row, names = 0, ("", "", "")
    for number, lang, words, characters in corpus.select(Filters(), copies=True).totals():
        if row < number:
            while row < number:
                row, names = next(profiles)
            documents[names] += 1
        text = texts[names, lang]
        text[0] += 1
        text[1] += words
        text[2] += characters
        if number not in copies:
            sizes.words_once += words
    yield from ((names, lang, TextSize(*size)) for (names, lang), size in texts.items())
    yield from ((names, None, TextSize(number)) for names, number in documents.items())


def left_out_sections(archive: Archive, site: str | None = None) -> Iterator[LeftOutSection]:
    """List the sections of sites that extraction makes no documents of, by the templates of one site or all."""
    stems = archive.warc_names() if site is None else archive.warc_names_of(site)
    newest = {stem.site: stem for stem in sorted(stems, key=lambda stem: (stem.time, stem.job))}
    for stem in sorted(newest.values(), key=lambda stem: stem.site):
        with suppress(OSError, ValueError, KeyError, TypeError):
            values = json.loads((archive.templates_dir / f"{stem.site}-{stem.job}.json").read_bytes())
            for section in values["left_out"]:
                yield LeftOutSection(stem.site, section["name"], section["pages"], section["example"])


def count_files(archive: Archive, counts: Counts) -> Statistics:
    """Add the number and size of the archive's files to the given counts of the index."""
    warc, documents = (
        FileTotals.of_files(archive.warc_paths()),
        FileTotals.of_files(archive.documents_paths()),
    )
    index_size = archive.index_file.stat().st_size if archive.index_file.exists() else 0
    return Statistics(archive.root, counts, warc, documents, index_size)


def sites_by_size(archive: Archive) -> list[str]:
    """List the sites that have a WARC file, by the total size of their files, the largest first."""
    sizes = warc_sizes(archive)
    return sorted(sizes, key=lambda site: (-sizes[site], site))


def warc_sizes(archive: Archive) -> Counter[str]:
    """Return the total bytes of each site's WARC files, by the name of the site."""
    sizes: Counter[str] = Counter()
    for path in archive.warc_paths():
        sizes[WarcName.parse(path.name).site] += path.stat().st_size
    return sizes


def statistics_json(statistics: Statistics) -> str:
    """Print the statistics of an archive as one JSON object; sizes are in bytes."""
    values = {"archive": str(statistics.place), "outdated": statistics.outdated, **statistics_values(statistics)}
    values["left_out"] = [asdict(section) for section in statistics.left_out]
    return printed_json(values)


def statistics_values(statistics: Statistics) -> dict[str, Any]:
    """Return the statistics of an archive as JSON values, without the place; sizes are in bytes."""
    counts = statistics.counts
    return {
        "captures": counts.captures,
        "documents": counts.documents,
        "versions": counts.versions,
        "warc": {"files": statistics.warc.number, "bytes": statistics.warc.size},
        "documents_files": {"files": statistics.documents.number, "bytes": statistics.documents.size},
        "index": {"bytes": statistics.index_size},
        "published": {"earliest": counts.earliest, "latest": counts.latest},
        "sites": dict(counts.by_site),
        "kinds": dict(counts.by_kind),
        "languages": dict(counts.by_language),
        "years": dict(counts.by_year),
        "months": dict(counts.by_month),
        "texts": statistics.texts and _text_values(statistics.texts),
    }


def _text_values(texts: TextSizes) -> dict[str, Any]:
    groups = {"languages": texts.languages, "sites": texts.sites, "kinds": texts.kinds, "years": texts.years}
    return {
        **texts.total._asdict(),
        "words_once": texts.words_once,
        "missing": texts.missing,
        **{
            name: {key: size._asdict() for key, size in sorted(sizes.items()) if key}
            for name, sizes in groups.items()
        },
    }


def statistics_text(statistics: Statistics) -> str:
    """Print the statistics of an archive for reading on a terminal."""
    counts = statistics.counts
    overview = [
        ("captures", str(counts.captures)),
        ("documents", str(counts.documents)),
        ("versions of documents", str(counts.versions)),
        ("WARC files", str(statistics.warc.number)),
        ("WARC size", decimal(statistics.warc.size)),
        ("documents size", decimal(statistics.documents.size)),
        ("index size", decimal(statistics.index_size)),
    ]
    texts = statistics.texts
    if texts:
        overview += [
            ("words", str(texts.total.words)),
            ("words, copies counted once", str(texts.words_once)),
            ("characters of text", str(texts.total.characters)),
        ]
    if statistics.outdated:
        overview.append(("made by older rules", f"{statistics.outdated} ('archive reextract --outdated')"))
    if counts.earliest and counts.latest:
        overview += [("earliest publication", counts.earliest), ("latest publication", counts.latest)]
    parts = [clean(str(statistics.place)), "\n".join(columns([(name, value) for name, value in overview]))]
    tables = [
        _table("site", counts.by_site, texts.sites if texts else None),
        _table("kind", counts.by_kind, texts.kinds if texts else None),
        _table("language", counts.by_language, None),
        _language_sizes(texts),
        _sections(statistics.left_out),
        _years(counts, texts.years if texts else None),
        _uncounted(texts) if counts.documents else [],
    ]
    return "\n\n".join([*parts, *("\n".join(table) for table in tables if table)])


def _uncounted(texts: TextSizes | None) -> list[str]:
    """A line that says which words are not counted, and how they will be."""
    if texts is None:
        return ["words and characters are not counted; 'archive index' counts them"]
    if not texts.missing:
        return []
    changed = counted(texts.missing, "document")
    return [f"words are not counted yet in at least {changed} that changed; 'archive index' counts them"]


def _size(path: Path) -> int | None:
    for named in (path, path.with_name(path.name.removesuffix(OPEN_SUFFIX))):
        with suppress(FileNotFoundError):
            return named.stat().st_size
    return None


def _years(counts: Counts, sizes: Mapping[str, TextSize] | None) -> list[str]:
    """A line for each year from the first to the last: its documents and text, and a bar for the documents."""
    numbers = {int(year): number for year, number in counts.by_year if year.isdigit()}
    if not numbers or max(numbers) - min(numbers) > _MOST_YEARS:
        return _table("year", counts.by_year, sizes)
    most = max(numbers.values())
    years = range(min(numbers), max(numbers) + 1)
    lines = _table("year", tuple((str(year), numbers.get(year, 0)) for year in years), sizes)
    bars = ["", *(_BAR * -(-numbers.get(year, 0) * _BAR_WIDTH // most) for year in years)]
    return [f"{line}  {bar}".rstrip() for line, bar in zip(lines, bars, strict=True)]


def _sections(sections: Sequence[LeftOutSection]) -> list[str]:
    """A line for each section that is left out, with an example."""
    head = ("section left out", "site", "pages", "for example")
    rows = [(clean(each.name), each.site, str(each.pages), clean(each.example)) for each in sections]
    return columns([head, *rows]) if rows else []


def _language_sizes(texts: TextSizes | None) -> list[str]:
    """A line for each language that text is in, most words first."""
    sizes = sorted(texts.languages.items(), key=lambda pair: -pair[1].words) if texts else []
    return _table("text in", [(lang, size.documents) for lang, size in sizes], dict(sizes)) if sizes else []


def _table(name: str, rows: Sequence[tuple[str, int]], sizes: Mapping[str, TextSize] | None) -> list[str]:
    """Print statistics by name: documents, and where known words and characters."""
    if sizes is None or not rows:
        return (
            columns([(name, "documents"), *((clean(value), str(number)) for value, number in rows)]) if rows else []
        )
    found = [(value, number, sizes.get(value, NO_TEXT)) for value, number in rows]
    cells = ((clean(value), str(number), str(size.words), str(size.characters)) for value, number, size in found)
    return columns([(name, "documents", "words", "characters"), *cells])
