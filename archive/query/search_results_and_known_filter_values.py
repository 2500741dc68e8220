"""``archive query``: search results as text, JSON and CSV, and the check for mistyped values of filters."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Any

from archive.errors import UsageError
from archive.index import Copy, Filters, Hit, Index, SearchOptions, SearchResult, Snippet
from archive.layout import Archive
from archive.model.document import Document
from archive.query.terminal_output_columns_json_and_csv import (
    StyledText,
    clean,
    cleaned_part,
    counted,
    printed_json,
    to_csv,
)

_COLUMNS = ("id", "url", "title", "published", "site", "kind")
_LISTS = ("snippets", "also")


def find_hits(archive: Archive, query: str, filters: Filters, limit: int, options: SearchOptions) -> SearchResult:
    """Search an archive for a query; without a query list the documents that pass the filters, the newest first.

    Raises UsageError when neither the query nor a filter has anything to look for, ArchiveMissing when the archive
    holds no document.
    """
    if not query.strip() and filters == Filters():
        raise UsageError("nothing to look for: give a word or a character, or filters, which list what passes them")
    with Index(archive) as index:
        result = index.search(query, filters, limit, options=options)
        if not result.total and not index.counts().documents:
            raise archive.no_documents()
    return result


def hits_json(result: SearchResult) -> str:
    """Print search hits as one JSON array."""
    return printed_json([_values(hit) for hit in result.hits])


def hits_csv(result: SearchResult) -> str:
    """Print search hits as CSV; the snippets of a hit share a cell, separated by bars, as do the addresses of its
    copies.
    """
    return to_csv((*_COLUMNS, *_LISTS), map(_cells, result.hits))


def hits_text(result: SearchResult, query: str) -> StyledText:
    """Print search hits for a terminal, with the matching places marked."""
    text = StyledText()
    for hit in result.hits:
        text.append_text(_hit_text(hit))
        text.append("\n")
    text.append(_summary(result, clean(query)), style="dim")
    return text


def hit_facts(document: Document) -> dict[str, Any]:
    """Return what search hits say of their document, as JSON values."""
    return {
        "id": document.id,
        "url": document.url,
        "title": document.title,
        "published": document.published,
        "site": document.site,
        "kind": document.kind,
    }


def _values(hit: Hit) -> dict[str, Any]:
    return {
        **hit_facts(hit.document),
        "snippets": [snippet.text for snippet in hit.snippets],
        "also": [copy._asdict() for copy in hit.also],
    }


def _cells(hit: Hit) -> list[str | None]:
    values = _values(hit)
    snippets, also = values["snippets"], [copy.url for copy in hit.also]
    return [*(values[name] for name in _COLUMNS), " | ".join(snippets), " | ".join(also)]


def _hit_text(hit: Hit) -> StyledText:
    document = hit.document
    part = f"part {document.part.number} of {document.part.count}" if document.part else None
    facts = [document.published and document.published[:10], document.site, document.kind, part, document.id]
    text = StyledText().append(clean(document.title or "(no title)") + "\n", style="bold")
    text.append("  " + " · ".join(clean(fact) for fact in facts if fact) + "\n", style="dim")
    text.append("  " + clean(document.url) + "\n", style="dim")
    for snippet in hit.snippets:
        text.append("  ").append_text(_snippet_text(snippet)).append("\n")
    for copy in hit.also:
        text.append(f"  also: {_copy_text(copy)}\n", style="dim")
    return text


def _copy_text(copy: Copy) -> str:
    facts = [copy.published and copy.published[:10], copy.site, copy.url]
    return " · ".join(clean(fact) for fact in facts if fact)


def _snippet_text(snippet: Snippet) -> StyledText:
    text, at = StyledText(), 0
    for begin, end in snippet.spans:
        text.append(cleaned_part(snippet.text[at:begin]))
        text.append(cleaned_part(snippet.text[begin:end]), style="bold yellow")
        at = end
    return text.append(cleaned_part(snippet.text[at:]))


def _summary(result: SearchResult, query: str) -> str:
    number = counted(result.total, "document")
    if result.documents > result.total:
        number = f"{counted(result.total, 'text')} in {result.documents} documents"
    asked = f" for {query}" if query else ""
    more = f"; the best {len(result.hits)} are shown, more with --limit" if result.total > len(result.hits) else ""
    mark = "; a ? at the end of a word is a question mark, word:cat? finds one more letter" if "?" in query else ""
    return number + asked + (more if result.total else mark)


_MOST_NAMED = 12


def check_known_values(index: Index, filters: Filters, *languages: str | None) -> None:
    """Check for mistyped filters with an open index: that documents have the site, the language and the speaker, and
    the other languages.

    Raises UsageError for the first that none has, with those that there are; an index without documents has any.
    """
    given = list(filters_apart(filters, languages))
    if given and index.counts().documents:
        for name, value, alone in given:
            if not count_documents(index, alone):
                raise unknown_value(name, value, _existing_values(index, name))


def count_documents(index: Index, filters: Filters) -> int:
    """Count the documents whose current version passes the filters; each copy of a text counts."""
    return index.search("", filters, 1, options=SearchOptions(apart=True)).total


def filters_apart(filters: Filters, languages: Sequence[str | None]) -> Iterator[tuple[str, str, Filters]]:
    """Yield each filter that can be mistyped: its name, its value, and the filters that ask for it alone."""
    if filters.site is not None:
        yield "site", filters.site, Filters(site=filters.site)
    for language in dict.fromkeys((filters.lang, *languages)):
        if language is not None:
            yield "language", language, Filters(lang=language)
    if filters.speaker is not None:
        yield "speaker", filters.speaker, Filters(speaker=filters.speaker)


def _existing_values(index: Index, name: str) -> list[str]:
    if name == "speaker":
        return [summary.name for summary in index.speakers()]
    return list(index.names("site" if name == "site" else "language"))


def unknown_value(name: str, value: str, existing: Sequence[str]) -> UsageError:
    """Return the error for a filter's value that no document has, which names similar and other existing values."""
    if not existing:
        return UsageError(f"no {name} {value!r}: no document in this archive has a {name}")
    close = get_close_matches(value, existing)
    named = list(dict.fromkeys([*close, *existing]))[:_MOST_NAMED]
    more = f" and {len(existing) - len(named)} more" if len(existing) > len(named) else ""
    return UsageError(f"no {name} {value!r} in this archive; there are {', '.join(map(clean, named))}{more}")
