"""The comparison of captured pages as a site's file reads them with the heuristics alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from archive.index import Index
from archive.layout import Archive, WarcName
from archive.model.document import Document, stated_facts
from archive.model.page_headers_content_and_charset_names import Page
from archive.query.terminal_output_columns_json_and_csv import clean, counted, printed_json
from crawler.documents_of_captures import may_hold_article, page_of_capture
from crawler.extraction import extract
from crawler.extraction.article.site_template_page_sketch_and_selectors import Template
from crawler.sites import Profile
from crawler.template_files_and_learning import template_of

_WIDTH = 60


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """A field of a page that differs: what the heuristics give, and what the site's file gives; None for nothing."""

    field: str
    heuristics: str | None
    file: str | None


@dataclass(frozen=True, slots=True)
class PageComparison:
    """One captured page, and the fields in which the site's file and the heuristics differ."""

    url: str
    captured: str
    differences: tuple[FieldDifference, ...]


def compare_with_heuristics(archive: Archive, profile: Profile, limit: int) -> list[PageComparison]:
    """Extract a site's newest captured pages, at most ``limit``, with its file and without it, and compare."""
    plain = Profile(profile.name, profile.revision)
    found = []
    for page, template in islice(_newest_pages(archive, profile.name), limit):
        heuristics, by_file = (_values(extract(page, template, each)) for each in (plain, profile))
        differences = tuple(
            FieldDifference(name, heuristics[name], by_file[name])
            for name in heuristics
            if heuristics[name] != by_file[name]
        )
        found.append(PageComparison(page.url, page.capture.date, differences))
    return found


def comparison_json(pages: list[PageComparison]) -> str:
    """Print the compared pages as a JSON array, each with address, time of capture, and the fields that differ."""
    return printed_json(
        [
            {
                "url": page.url,
                "captured": page.captured,
                "differences": {
                    each.field: {"heuristics": each.heuristics, "file": each.file} for each in page.differences
                },
            }
            for page in pages
        ]
    )


def comparison_text(pages: list[PageComparison]) -> str:
    """Print the compared pages that differ, a line for each field, and how many pages were read."""
    lines = []
    for page in pages:
        if page.differences:
            lines.append(clean(f"{page.url} ({page.captured})"))
            lines += [
                f"  {each.field:<10} {_shortened(each.heuristics)}  ->  {_shortened(each.file)}"
                for each in page.differences
            ]
    differing = sum(bool(page.differences) for page in pages)
    return "\n".join([*lines, f"{counted(len(pages), 'page')} read, {differing} read otherwise by the file"])


def _newest_pages(archive: Archive, site: str) -> Iterator[tuple[Page, Template | None]]:
    """The captured pages of a site that may be articles, the newest first, each with its crawl's template."""
    with Index(archive) as index:
        for stem in reversed(archive.warc_names_of(site)):
            template = template_of(archive, stem)
            for page in _pages_in(archive, index, stem):
                yield page, template


def _pages_in(archive: Archive, index: Index, stem: WarcName) -> Iterator[Page]:
    for entry in reversed(list(index.entries_in(stem.warc))):
        page = page_of_capture(archive, entry, index.capture_with_digest) if may_hold_article(entry) else None
        if page:
            yield page


def _values(document: Document) -> dict[str, str | None]:
    """What is compared of a document, by name; ``text`` is its blocks, a line each."""
    text = "\n".join(block.text for block in document.blocks)
    return {"kind": document.kind, **stated_facts(document), "text": text or None}


def _shortened(text: str | None) -> str:
    """The text on one line of at most 60 characters, with its length where it is longer."""
    if text is None:
        return "(nothing)"
    line = clean(text)
    return line if len(line) <= _WIDTH else f"{line[:_WIDTH]}… ({counted(len(text), 'character')})"
