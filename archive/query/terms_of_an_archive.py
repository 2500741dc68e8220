"""``archive terms``: bilingual term candidates, as a table, as CSV and as JSON."""

from collections.abc import Sequence

from archive.bitext.translation_units import Side
from archive.index import Filters, Index
from archive.layout import Archive
from archive.query.terminal_output_columns_json_and_csv import clean, columns, printed_json
from archive.terms.term_extraction import Term, find_terms


def archive_terms(
    archive: Archive, filters: Filters, min_count: int | None, limit: int, with_general: bool = False
) -> list[Term]:
    """Extract bilingual terms from the archive's translation units, best first; general words too if
    ``with_general``.

    Raises ArchiveMissing when the archive holds no document.
    """
    with Index(archive) as index:
        if not index.counts().documents:
            raise archive.no_documents()
        return find_terms(index.units(filters), min_count, limit, with_general)


def terms_text(terms: Sequence[Term]) -> str:
    """Print bilingual terms as tables for a terminal: terms, names with their types, and general words."""
    if not terms:
        return "no pair of terms is in enough translation units; filter less, or try --min-count 1"
    kinds = (
        lambda kind: kind == "term",
        lambda kind: kind not in ("term", "general"),
        lambda kind: kind == "general",
    )
    groups = ([term for term in terms if belongs(term.type)] for belongs in kinds)
    return "\n\n".join("\n".join(columns(_table(group))) for group in groups if group)


def _table(terms: Sequence[Term]) -> list[tuple[str, ...]]:
    heading = {"term": "variants", "general": "general words"}.get(terms[0].type, "names")
    rows: list[tuple[str, ...]] = [
        ("Chinese", "English", heading, "units", "of the Chinese", "of the English", "documents")
    ]
    for term in terms:
        counts = map(str, (term.count, term.chinese_count, term.english_count, term.documents))
        kind = (term.type,) if heading == "names" else ()
        notes = "; ".join((*kind, *map(clean, term.variants)))
        rows.append((clean(term.chinese), clean(term.english), notes, *counts))
    return rows


def terms_json(terms: Sequence[Term]) -> str:
    """Print bilingual terms as one JSON array, each with its examples."""
    return printed_json(
        [
            {
                "chinese": term.chinese,
                "english": term.english,
                "units": term.count,
                "chinese_units": term.chinese_count,
                "english_units": term.english_count,
                "score": term.score,
                "type": term.type,
                "variants": term.variants,
                "documents": term.documents,
                "first_seen": term.first_seen,
                "last_seen": term.last_seen,
                "examples": [
                    {"chinese": _example(unit.chinese), "english": _example(unit.english)} for unit in term.examples
                ],
            }
            for term in terms
        ]
    )


def _example(side: Side) -> dict[str, object]:
    origin = side.origin
    return {
        "lang": side.lang, "text": side.text, "url": origin.url, "document": origin.document,
        "version": origin.version, "places": [place._asdict() for place in side.places],
    }  # fmt: skip
