"""The registry of export formats: what each holds, how it is written, and its options and media type.

To add a form, write its function into the module of its family and add an entry to ``FORMATS``, or for terms to
``TERM_FORMATS``.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from tempfile import gettempdir
from typing import IO

from archive.bitext.translation_units import TranslationUnit
from archive.disk import read_pieces
from archive.errors import UsageError, disk_errors
from archive.export import conllu_tei_and_vertical_text as corpus_forms
from archive.export import tables_csv_jsonl_moses_and_glossary as tables
from archive.export import tmx_xliff_tbx as xml_forms
from archive.export.bag_and_warc_copies import export_bag
from archive.export.cdxj import export_cdxj
from archive.export.provenance import PageLookup
from archive.export.selection_counts_and_language_pairs import (
    ExportCounts,
    Languages,
    SelectedUnits,
    TextsByLanguages,
    UnitSelection,
    WriteUnits,
    commonest_languages,
    language_tags,
    selected_documents,
)
from archive.export.tables_csv_jsonl_moses_and_glossary import terms_csv
from archive.export.unit_filters_templates_and_corpus_splits import DocumentSplits
from archive.export.wacz import export_wacz
from archive.layout import Archive
from archive.model.document import Document
from archive.model.language_codes import LanguageCodes
from archive.query.citation import citation_bibtex
from archive.query.terms_of_an_archive import terms_json, terms_text
from archive.terms.term_extraction import Term

Parts = Iterable[str] | Iterable[bytes]
"""The parts of a file, text in UTF-8."""


class Content(StrEnum):
    """The content of an exported file: translation units, documents or captures."""

    UNITS = "units"
    DOCUMENTS = "documents"
    CAPTURES = "captures"


@dataclass(frozen=True, slots=True)
class TextExport:
    """An export of translation units or documents: which of them, the facts of their pages, and where it goes.

    ``output`` is None for standard output. ``counts`` has what is written and left out. With ``split``, the name of
    one of ``splits``, ``units`` are those of this split alone.
    """

    archive: Archive
    selection: UnitSelection
    pages: PageLookup
    output: Path | None = None
    byte_order_mark: bool = False
    counts: ExportCounts = field(default_factory=ExportCounts)
    splits: DocumentSplits | None = None
    split: str | None = None

    def path(self, meaning: str) -> Path:
        """Return the path to export to. Raises UsageError where none was named; ``meaning`` says what it is."""
        if self.output is None:
            raise UsageError(f"{meaning}; name it with --output")
        return self.output

    @property
    def selected(self) -> SelectedUnits:
        """Return the translation units selected for export, of all splits."""
        return SelectedUnits(self.archive, self.selection, self.counts)

    @property
    def units(self) -> Iterable[TranslationUnit]:
        """The selected units of documents in the split, counted; all where there is no split."""
        return self.selected if self.split is None else self._of_split(self.split)

    def by_split(self) -> dict[str, "TextExport"]:
        """Return the same export for each split (train, dev, test), by its name."""
        return {name: replace(self, split=name) for name in self.splits.names} if self.splits else {}

    @property
    def documents(self) -> Iterator[Document]:
        return selected_documents(self.archive, self.selection, self.counts)

    def in_commonest_languages(
        self, languages_of: Callable[[TranslationUnit], Languages], writer_of: Callable[[Languages], WriteUnits]
    ) -> tuple[Languages, IO[bytes]]:
        """Return the languages of most selected units, and what their writer writes of those that are in the split.

        Other units are counted as left out; what is written of them waits beside the output until all are read.
        """
        with disk_errors(self.output or Path(gettempdir())):
            texts = TextsByLanguages(languages_of, writer_of, str(self.output.parent) if self.output else None)
            for document, group in groupby(self.selected, key=lambda unit: unit.document):
                texts.add(group, self._has_document(document))
        commonest = commonest_languages(texts.numbers)
        if others := texts.numbers.total() - texts.numbers[commonest]:
            self.counts.leave_out(f"languages other than {' and '.join(commonest)} (see --source, --target)", others)
        if self.split is not None:
            self.counts.splits[self.split] = texts.written[commonest]
        return commonest, texts.read(commonest)

    def _has_document(self, document: str) -> bool:
        """Return whether a document is in the split; one indexed since the split was made is in none."""
        return self.splits is None or self.split is None or self.splits.of_document.get(document) == self.split

    def _of_split(self, split: str) -> Iterator[TranslationUnit]:
        self.counts.splits[split] = 0
        for unit in self.selected:
            if self._has_document(unit.document):
                self.counts.splits[split] += 1
                yield unit

    @property
    def unit_table(self) -> tables.Table:
        return tables.unit_table(self.units, self.pages.facts_of)

    @property
    def block_table(self) -> tables.Table:
        return tables.block_table(self.documents, self.pages.rights_of)


@dataclass(frozen=True, slots=True)
class CaptureExport:
    """An export of captures: of the whole archive or one site, to a path or to standard output (None).

    ``key`` is the file of a private key that signs the package.
    """

    archive: Archive
    site: str | None
    output: Path | None
    key: Path | None
    report: Callable[[str], None]


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """An export format, with a function for each kind of content that it can hold.

    The functions give the parts of the file, text or bytes, or None where they have written the output themselves.
    ``help`` is the beginning of the form's description in the docs. ``can_be_split``: each split of the units can
    have files of its own; ``splits_itself``: the function writes all splits. ``default`` is what is written, where
    the form holds it, when nothing else is named. ``has_lemmas``: base forms of words are in it.
    """

    name: str
    help: str
    media_type: str
    units: Callable[[TextExport], Parts | None] | None = None
    documents: Callable[[TextExport], Parts | None] | None = None
    captures: Callable[[CaptureExport], Parts | None] | None = None
    is_binary: bool = False
    has_many_files: bool = False
    can_be_signed: bool = False
    can_have_byte_order_mark: bool = False
    can_be_split: bool = False
    splits_itself: bool = False
    default: Content = Content.UNITS
    has_lemmas: bool = False

    @property
    def contents(self) -> tuple[Content, ...]:
        """Return the kinds of content that the export format can hold, the default first."""
        possible = (content for content in Content if getattr(self, content) is not None)
        return tuple(sorted(possible, key=lambda content: content is not self.default))


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:  # closed at its end
        yield from read_pieces(file)


def _tmx(export: TextExport) -> Parts:
    selection = export.selection
    source_code = selection.codes.code_of(selection.source) if selection.source else None
    return xml_forms.tmx_of_units(export.units, export.pages.facts_of, source_code)


def _xliff(export: TextExport, new: type[xml_forms.Xliff]) -> Parts:
    """The XLIFF file of the commonest pair of languages."""
    facts = export.pages.facts_of
    pair, files = export.in_commonest_languages(language_tags, lambda languages: new(languages, facts).files)
    return new(pair, facts).around(_pieces(files))


def _moses(export: TextExport) -> None:
    prefix = export.path("moses writes PREFIX.zh, PREFIX.en and PREFIX.ids")
    names, lines = export.in_commonest_languages(tables.language_names, lambda _: tables.moses_lines)
    with lines:
        tables.write_moses(lines, prefix, names)


def _xlsx(export: TextExport) -> Parts:
    from archive.export.spreadsheet import xlsx_of_units  # long to load, and few forms need it

    return xlsx_of_units(export.units, export.pages.facts_of)


def _bibtex(export: TextExport) -> Parts:
    documents = export.documents
    return (f"{citation_bibtex(document, export.pages.rights_of(document))}\n" for document in documents)


def _pages(export: TextExport) -> Iterator[corpus_forms.Page]:
    """Yield the chosen documents for corpus programs, with their texts in the chosen language alone."""
    return corpus_forms.pages_of_documents(export.documents, export.pages.rights_of, export.selection.filters.lang)


def _source_pages(export: TextExport, write: corpus_forms.WritePages) -> Parts:
    """Write the source pages of units in the commonest pair of languages; turned, units keep their order."""

    def write_units(units: Iterable[TranslationUnit]) -> Iterator[str]:
        return write(source for source, _ in corpus_forms.pages_of_units(units, export.pages.facts_of))

    _, text = export.in_commonest_languages(tables.language_names, lambda _: write_units)
    return _pieces(text)


def _single_pages(export: TextExport) -> Iterator[tuple[corpus_forms.Page]]:
    return ((page,) for page in _pages(export))


def _pairs_of_pages(export: TextExport) -> Iterator[tuple[corpus_forms.Page, corpus_forms.Page]]:
    return corpus_forms.pages_of_units(export.units, export.pages.facts_of)


def _text(export: TextExport, groups: Iterable[tuple[corpus_forms.Page, ...]]) -> None:
    tables.write_texts(groups, export.path("text writes a directory of files"))


def _parquet(table: tables.Table) -> Parts:
    with _parquet_needed():
        from archive.export.parquet_and_dataset import parquet_of_table  # long to load, and few forms need it
    return parquet_of_table(table)


def _dataset(export: TextExport) -> None:
    folder = export.path("a data set is a directory")
    with _parquet_needed():
        from archive.export.parquet_and_dataset import write_dataset  # the same
    units = {name: each.units for name, each in export.by_split().items()} or {"train": export.units}
    write_dataset(units, export.pages.facts_of, folder)


@contextmanager
def _parquet_needed() -> Iterator[None]:
    """Turn the lack of pyarrow into a UsageError that says how to get it."""
    try:
        yield
    except ImportError as error:
        raise UsageError(f"Parquet needs {error.name}: pip install 'agency-archive[parquet]'") from error


_FORMATS = (
    ExportFormat("tmx", "A translation memory in TMX 1.4b", "application/x-tmx+xml", units=_tmx),
    ExportFormat(
        "xliff", "XLIFF 2.1, in one pair of languages", "application/xliff+xml",
        units=lambda export: _xliff(export, xml_forms.Xliff21),
    ),
    ExportFormat(
        "xliff12", "XLIFF 1.2, for programs that do not know 2.1", "application/xliff+xml",
        units=lambda export: _xliff(export, xml_forms.Xliff12),
    ),
    ExportFormat(
        "tsv", "A line a unit", "text/tab-separated-values", can_be_split=True,
        units=lambda export: tables.tsv_of_units(export.units),
    ),
    ExportFormat(
        "jsonl", "A line of JSON a unit, or a document", "application/jsonl", can_be_split=True,
        units=lambda export: tables.json_lines_of_units(export.units, export.pages.facts_of),
        documents=lambda export: tables.json_lines_of_documents(export.documents),
    ),
    ExportFormat(
        "csv", "A row a unit, or a block of a document", "text/csv", can_have_byte_order_mark=True, can_be_split=True,
        units=lambda export: tables.csv_of_table(export.unit_table, export.byte_order_mark),
        documents=lambda export: tables.csv_of_table(export.block_table, export.byte_order_mark),
    ),
    ExportFormat(
        "xlsx", "A workbook with a row a unit",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", units=_xlsx, is_binary=True,
    ),
    ExportFormat(
        "parquet", "The same rows with types", "application/vnd.apache.parquet", is_binary=True, can_be_split=True,
        units=lambda export: _parquet(export.unit_table),
        documents=lambda export: _parquet(export.block_table),
    ),
    ExportFormat(
        "dataset", "A folder for training programs", "inode/directory", units=_dataset, has_many_files=True,
        can_be_split=True, splits_itself=True,
    ),
    ExportFormat(
        "moses", "Parallel plain text", "text/plain", units=_moses, has_many_files=True, can_be_split=True
    ),
    ExportFormat("bibtex", "An entry a document", "application/x-bibtex", documents=_bibtex),
    ExportFormat(
        "vertical", "A token a line", "text/plain", has_lemmas=True, default=Content.DOCUMENTS,
        units=lambda export: _source_pages(export, corpus_forms.vertical_of_pages),
        documents=lambda export: corpus_forms.vertical_of_pages(_pages(export)),
    ),
    ExportFormat(
        "conllu", "Sentences in CoNLL-U", "text/plain", has_lemmas=True, default=Content.DOCUMENTS,
        units=lambda export: _source_pages(export, corpus_forms.conllu_of_pages),
        documents=lambda export: corpus_forms.conllu_of_pages(_pages(export)),
    ),
    ExportFormat(
        "tei", "A TEI P5 corpus", "application/tei+xml", has_lemmas=True, default=Content.DOCUMENTS,
        units=lambda export: corpus_forms.tei_of_pages(_pairs_of_pages(export)),
        documents=lambda export: corpus_forms.tei_of_pages(_single_pages(export)),
    ),
    ExportFormat(
        "text", "A folder of plain text", "inode/directory", has_many_files=True, default=Content.DOCUMENTS,
        units=lambda export: _text(export, _pairs_of_pages(export)),
        documents=lambda export: _text(export, _single_pages(export)),
    ),
    ExportFormat(
        "wacz", "The WARC files byte for byte with an index of their captures", "application/wacz+zip",
        captures=lambda each: export_wacz(each.archive, each.output, each.site, each.key, each.report),
        can_be_signed=True,
    ),
    ExportFormat(
        "cdxj", "The index of all captures", "text/x-cdxj",
        captures=lambda each: export_cdxj(each.archive, each.site, each.report),
    ),
    ExportFormat(
        "bag", "A bag by BagIt 1.0", "inode/directory", has_many_files=True,
        captures=lambda each: export_bag(each.archive, each.output, each.site, each.report),
    ),
)  # fmt: skip
FORMATS = {form.name: form for form in _FORMATS}
"""The export forms by name, in the order of the help and the docs."""


@dataclass(frozen=True, slots=True)
class TermExport:
    """An export of bilingual terms. ``codes`` are those of languages; ``english_first``: a glossary is from English
    to Chinese.
    """

    terms: Sequence[Term]
    codes: LanguageCodes = LanguageCodes.BCP47
    english_first: bool = False
    byte_order_mark: bool = False


@dataclass(frozen=True, slots=True)
class TermFormat:
    """An export format of bilingual terms; ``write`` gives the parts of the file. ``help`` begins the form's
    description in the docs.
    """

    name: str
    help: str
    write: Callable[[TermExport], Iterable[str] | Iterable[bytes]]
    is_binary: bool = False


def _terms_csv(export: TermExport) -> Iterable[str]:
    return [tables.BYTE_ORDER_MARK if export.byte_order_mark else "", terms_csv(export.terms)]


def _terms_xlsx(export: TermExport) -> Iterable[bytes]:
    from archive.export.spreadsheet import xlsx_of_terms  # long to load, and only this form needs it

    return xlsx_of_terms(export.terms)


_TERM_FORMATS = (
    TermFormat("text", "A table for people", lambda export: [terms_text(export.terms), "\n"]),
    TermFormat("csv", "A row a term", _terms_csv),
    TermFormat("json", "An array of objects", lambda export: [terms_json(export.terms), "\n"]),
    TermFormat("xlsx", "A workbook", _terms_xlsx, is_binary=True),
    TermFormat("tbx", "A term base in TBX", lambda export: xml_forms.tbx_of_terms(export.terms, codes=export.codes)),
    TermFormat(
        "tbx2",
        "A term base in TBX of 2008",
        lambda export: xml_forms.tbx_of_terms(export.terms, xml_forms.TBX_2008, export.codes),
    ),
    TermFormat("omegat", "A glossary", lambda export: tables.glossary_of_terms(export.terms, export.english_first)),
)
TERM_FORMATS = {form.name: form for form in _TERM_FORMATS}
"""The forms of terms by name, in the order of the help and the docs."""
