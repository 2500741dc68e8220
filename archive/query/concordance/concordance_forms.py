"""``archive concordance``: a concordance as text, JSON and CSV."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from archive.query.concordance.concordance import Concordance, FoldedLine, Frequency
from archive.query.concordance.keyword_lines import Counterpart
from archive.query.terminal_output_columns_json_and_csv import (
    StyledText,
    cell_width,
    clean,
    cleaned_part,
    columns,
    counted,
    first_columns,
    last_columns,
    printed_json,
    to_csv,
)

_LEAST_WIDTH = 40
_MOST_NAMES = 10
"""Sites and speakers that text shows."""
_HEADER = (
    "left", "keyword", "right", "translation", "translation_lang", "translation_kind",
    "translation_document", "translation_version", "title", "speaker",
    "published", "site", "kind", "document", "version", "url", "field", "block", "start", "end", "lang", "copies",
    "capture", "record_id",
)  # fmt: skip


def concordance_json(concordance: Concordance) -> str:
    """Print a concordance as one JSON object."""
    return printed_json(concordance_values(concordance))


def concordance_values(concordance: Concordance) -> dict[str, Any]:
    """Return a concordance as JSON values; offsets are in characters."""
    sample = concordance.sample
    return {
        "query": concordance.query,
        "documents": concordance.documents,
        "read": concordance.read,
        "hits": concordance.hits,
        "distinct": concordance.distinct,
        "exact": concordance.exact,
        "sample": sample and {"lines": sample.size, "seed": sample.seed, "documents": concordance.read},
        "lines": [_values(found) for found in concordance.lines],
        "frequencies": {
            "years": [asdict(one) for one in concordance.by_year],
            "sites": [asdict(one) for one in concordance.by_site],
            "speakers": [asdict(one) for one in concordance.by_speaker],
        },
        "translations": asdict(concordance.translations),
    }


def _values(found: FoldedLine) -> dict[str, Any]:
    line = found.line
    return {
        "left": line.left,
        "keyword": line.keyword,
        "right": line.right,
        "field": line.field,
        "block": line.block,
        "lang": line.lang,
        "start": line.place.start,
        "end": line.place.end,
        "sentence": line.sentence._asdict(),
        "translation": _translation(line.counterpart),
        "document": asdict(line.origin),
        "copies": found.copies,
        "also": [{"id": one.id, "version": one.version, "url": one.url} for one in found.also],
    }


def _translation(counterpart: Counterpart | None) -> dict[str, Any] | None:
    if counterpart is None:
        return None
    return {**asdict(counterpart), "places": [place._asdict() for place in counterpart.places]}


def concordance_csv(concordance: Concordance) -> str:
    """Print the lines of a concordance as CSV."""
    return to_csv(_HEADER, map(_row, concordance.lines))


def _row(found: FoldedLine) -> list[str | None]:
    line, origin, beside = found.line, found.line.origin, found.line.counterpart
    capture = origin.capture
    translation: tuple[str | None, ...] = (None,) * 5
    if beside:
        translation = beside.text, beside.lang, beside.kind, beside.document, beside.version
    return [
        line.left, line.keyword, line.right, *translation, origin.title, origin.speaker, origin.published,
        origin.site, origin.kind, origin.id, origin.version, origin.url, line.field,
        None if line.block is None else str(line.block), str(line.place.start), str(line.place.end), line.lang,
        str(found.copies), f"{capture.warc}:{capture.offset}" if capture.warc else None, capture.record_id,
    ]  # fmt: skip


def concordance_text(concordance: Concordance, width: int) -> StyledText:
    """Print a concordance for a terminal of ``width`` columns, the keywords below each other.

    Below each line stand its translation, and where it comes from.
    """
    text = StyledText()
    for found in concordance.lines:
        text.append_text(_line_text(found, max(width, _LEAST_WIDTH)))
    for part in _tables(concordance):
        text.append(f"{part}\n\n")
    return text.append(_summary(concordance), style="dim")


def _line_text(found: FoldedLine, width: int) -> StyledText:
    line = found.line
    before = width * 2 // 5
    keyword = first_columns(cleaned_part(line.keyword), width - before)
    after = width - before - cell_width(keyword)
    text = StyledText(last_columns(cleaned_part(line.left).lstrip(), before))
    text.append(keyword, style="bold yellow")
    text.append(first_columns(cleaned_part(line.right).rstrip(), after) + "\n")
    if line.counterpart:
        text.append("  " + first_columns(clean(line.counterpart.text), 2 * width) + "\n")
    return text.append("  " + _provenance(found) + "\n\n", style="dim")


def _provenance(found: FoldedLine) -> str:
    line, origin = found.line, found.line.origin
    place = line.field if line.block is None else f"block {line.block}"
    facts = [
        origin.published and origin.published[:10], origin.speaker, origin.site, origin.id, place,
        f"{found.copies} times" if found.copies > 1 else None,
    ]  # fmt: skip
    return " · ".join(clean(fact) for fact in facts if fact)


def _tables(concordance: Concordance) -> Iterator[str]:
    found = concordance.translations
    if found.phrases:
        head = (f"probable translation ({found.lang})", f"of {counted(found.units, 'unit')}")
        yield "\n".join(columns([head, *((clean(one.text), str(one.count)) for one in found.phrases)]))
    if concordance.hits:
        yield _frequency_table("year", concordance.by_year)
        yield _frequency_table("site", concordance.by_site[:_MOST_NAMES])
        yield _frequency_table("speaker", concordance.by_speaker[:_MOST_NAMES])


def _frequency_table(name: str, frequencies: Sequence[Frequency]) -> str:
    rows: list[tuple[str, ...]] = [(name, "hits", "documents")]
    rows += [(clean(one.name or "(not known)"), str(one.hits), str(one.documents)) for one in frequencies]
    return "\n".join(columns(rows))


def _summary(concordance: Concordance) -> str:
    least = "" if concordance.exact else "at least "
    parts = [f"{least}{counted(concordance.hits, 'hit')} for {clean(concordance.query)}"]
    parts.append(f"{counted(concordance.documents, 'document')}")
    sample = concordance.sample
    if sample:
        drawn = counted(min(sample.size, concordance.hits), "hit")
        parts.append(f"{drawn} drawn at random (seed {sample.seed})")
    elif not sample and concordance.read < concordance.documents:
        parts.append(f"lines from the {concordance.read} most relevant")
    if concordance.distinct < concordance.hits and not sample:
        parts.append(counted(concordance.distinct, "different line"))
    if len(concordance.lines) < concordance.distinct:
        parts.append(f"{len(concordance.lines)} shown, more with --limit")
    return "; ".join(parts)
