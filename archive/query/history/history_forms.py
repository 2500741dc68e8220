"""``archive history`` and ``archive changes``: the history of a page, changes of articles, as text and JSON."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from archive.model.capture import CatalogueEntry
from archive.query.history.changes import Change
from archive.query.history.history import Absence, ComparedVersion, History, Version
from archive.query.history.version_and_text_comparison import (
    BlockChange,
    Comparison,
    FactChange,
    OneSidedChange,
    TextPart,
    UnchangedTranslation,
)
from archive.query.terminal_output_columns_json_and_csv import StyledText, clean, cleaned_part, counted, printed_json

_LANGUAGES = {"zh": "Chinese", "en": "English"}
_BECAME = {"changed": "changed", "new": "is new", "gone": "is gone"}
_PIECE_STYLES = {"same": "", "gone": "red strike", "new": "green"}
_CHANGE_STYLES = {"new": "green", "changed": "yellow", "missing": "red", "gone": "bold red", "back": "cyan"}
_BRACKETS = {"same": ("", ""), "gone": ("[-", "-]"), "new": ("{+", "+}")}
_AROUND = 30
"""Characters that are shown of what is the same on either side of a change."""


def history_json(history: History, versions: Iterable[ComparedVersion]) -> str:
    """Print the history of a page as one JSON object."""
    values = history_values(history)
    values["versions"] = [
        {**version_values(version), "changes": comparison and comparison_values(comparison)}
        for version, comparison in versions
    ]
    values["others"] = [capture_values(entry) for entry in history.others]
    return printed_json(values)


def history_values(history: History) -> dict[str, Any]:
    """Return the history of a page without its versions, as JSON values."""
    document = history.document
    return {
        "id": document.id,
        "url": document.url,
        "title": document.title,
        "first_seen": history.first_seen,
        "last_seen": history.last_seen,
        "missing_since": history.missing_since,
        "gone": history.absence is not None and history.absence.is_gone,
    }


def version_values(version: Version) -> dict[str, Any]:
    """Return one version of a page's history as JSON values."""
    return {
        "version": version.version,
        "first_seen": version.first_seen,
        "last_seen": version.last_seen,
        "payload_digest": version.payload_digest,
        "captures": [capture_values(entry) for entry in version.captures],
    }


def capture_values(entry: CatalogueEntry) -> dict[str, Any]:
    """Return one capture of a page's history as JSON values."""
    capture = entry.capture
    return {
        "date": capture.date,
        "uri": capture.uri,
        "status": capture.status,
        "record_type": entry.record_type,
        "payload_digest": capture.payload_digest,
        "warc": capture.warc,
        "offset": capture.offset,
        "record_id": capture.record_id,
    }


def comparison_values(comparison: Comparison) -> dict[str, Any]:
    """Return the differences between two versions of a page as JSON values; blocks that are the same are left out."""
    return {
        "from": comparison.old.version,
        "to": comparison.new.version,
        "facts": list(map(asdict, comparison.facts)),
        "blocks": [_block_values(block) for block in comparison.changed],
        "one_sided": list(map(asdict, comparison.one_sided)),
        "elsewhere": list(map(asdict, comparison.unchanged_translations)),
    }


def _block_values(block: BlockChange) -> dict[str, Any]:
    return {
        "change": block.change,
        "lang": block.shown.lang,
        "old": block.old and block.old.n,
        "new": block.new and block.new.n,
        "pieces": [{"kind": piece.kind, "text": piece.text} for piece in block.pieces],
    }


def history_text(history: History, versions: Iterable[ComparedVersion]) -> StyledText:
    """Print the history of a page for a terminal: what is gone stands in ``[-…-]``, what is new in ``{+…+}``."""
    document = history.document
    text = StyledText().append(clean(document.title or "(no title)") + "\n", style="bold")
    text.append(f"  {clean(document.url)}\n  {document.id}\n", style="dim")
    text.append(f"  first seen {history.first_seen}, last seen {history.last_seen}\n")
    for absence in history.absences:
        text.append(f"  {_absence_sentence(absence)}\n", style="bold" if absence.back is None else "")
    for number, (version, comparison) in enumerate(versions, 1):
        text.append(f"\nVersion {number}  {version.version}\n", style="bold")
        text.append(f"  {_captures_sentence(version)}\n", style="dim")
        if comparison:
            text.append_text(_comparison_text(comparison))
    return text


def _absence_sentence(found: Absence) -> str:
    """Say in a sentence when a page was or is missing from its site.

    >>> _absence_sentence(Absence("2026-01-02", "2026-01-03", 2, back="2026-01-04"))
    'missing from 2026-01-02 (found so 2 times, last 2026-01-03), back since 2026-01-04'
    """
    times = f"(found so {counted(found.times, 'time')}, last {found.last})"
    if found.back:
        return f"missing from {found.since} {times}, back since {found.back}"
    return f"{'gone, ' if found.is_gone else ''}missing since {found.since} {times}"


def _captures_sentence(version: Version) -> str:
    times = len(version.captures)
    seen = f"captured {counted(times, 'time')}, last {version.last_seen}"
    return f"{seen}, payload {clean(version.payload_digest)}" if version.payload_digest else seen


def _comparison_text(comparison: Comparison) -> StyledText:
    text = StyledText()
    for fact in comparison.facts:
        text.append(f"  {_fact_sentence(fact)}\n")
    for block in comparison.changed:
        text.append(f"  block {block.shown.n} ({clean(block.shown.lang)}) {block.change}: ")
        text.append_text(_pieces_text(block)).append("\n")
    for each in comparison.one_sided:
        text.append(f"  {_one_sided_sentence(each)}\n", style="bold")
    for page in comparison.unchanged_translations:
        text.append(f"  {_unchanged_translation_sentence(page)}\n", style="bold")
    if not comparison.facts and not comparison.changed:
        text.append("  the page changed, its text did not\n")
    return text


def _fact_sentence(fact: FactChange) -> str:
    """Describe a changed fact of a document in a line, as ``title: old -> new``."""
    return f"{fact.name}: {clean(fact.old or '(none)')} -> {clean(fact.new or '(none)')}"


def _pieces_text(block: BlockChange) -> StyledText:
    text, whole = StyledText(), block.change != "changed"
    for number, piece in enumerate(block.pieces):
        opening, closing = ("", "") if whole else _BRACKETS[piece.kind]
        at_end = number in (0, len(block.pieces) - 1)
        text.append(opening + _shortened(piece, number == 0, at_end) + closing, style=_PIECE_STYLES[piece.kind])
    return text


def _shortened(piece: TextPart, is_first: bool, at_end: bool) -> str:
    """Return a part of a text comparison; of a long common part only what is next to the changes."""
    text = cleaned_part(piece.text)
    if piece.kind != "same" or len(text) <= 2 * _AROUND:
        return text
    if at_end:
        return f"…{text[-_AROUND:]}" if is_first else f"{text[:_AROUND]}…"
    return f"{text[:_AROUND]}…{text[-_AROUND:]}"


def _one_sided_sentence(each: OneSidedChange) -> str:
    """Say in a sentence that blocks of one language changed while their translations did not.

    >>> _one_sided_sentence(OneSidedChange("changed", "zh-Hans", (3,), "en", (4,)))
    'the Chinese of block 3 changed; its English (block 4) did not change'
    """
    changed, kept = (_language(lang) for lang in (each.changed_lang, each.kept_lang))
    what = f"the {changed} of {_blocks(each.changed)} {_BECAME[each.change]}"
    return f"{what}; its {kept} ({_blocks(each.kept)}) did not change"


def _unchanged_translation_sentence(page: UnchangedTranslation) -> str:
    """Say in a sentence that the page in another language did not change with this one.

    >>> _unchanged_translation_sentence(UnchangedTranslation("en", "a-1", "http://sample.example/en/1"))
    'the page in English did not change (http://sample.example/en/1)'
    """
    return f"the page in {_language(page.lang)} did not change ({clean(page.url)})"


def _language(lang: str) -> str:
    return _LANGUAGES.get(lang.partition("-")[0].lower(), clean(lang))


def _blocks(numbers: tuple[int, ...]) -> str:
    return f"block{'s' if len(numbers) > 1 else ''} {', '.join(map(str, numbers))}"


def changes_json(changes: Sequence[Change]) -> str:
    """Print article changes as one JSON array."""
    return printed_json([change_values(change) for change in changes])


def change_values(change: Change) -> dict[str, Any]:
    """Return one article change as JSON values."""
    document = change.document
    return {
        "change": change.kind,
        "at": change.at,
        "id": document.id,
        "url": document.url,
        "title": document.title,
        "site": document.site,
        "version": document.version,
        "difference": change.comparison and comparison_values(change.comparison),
        "absence": change.absence and asdict(change.absence),
    }


def changes_text(changes: Sequence[Change]) -> StyledText:
    """Print article changes for a terminal, and how many of each sort there are."""
    text = StyledText()
    for change in changes:
        document = change.document
        text.append(f"{change.kind:<8}", style=_CHANGE_STYLES[change.kind])
        text.append(f"{clean(document.title or '(no title)')}\n", style="bold")
        text.append(f"        {change.at} · {document.site} · {document.id}\n", style="dim")
        text.append(f"        {clean(document.url)}\n", style="dim")
        for line in _change_lines(change):
            text.append(f"        {line}\n")
    counts = Counter(change.kind for change in changes)
    return text.append(", ".join(f"{number} {kind}" for kind, number in counts.items()) or "nothing changed", "dim")


def _change_lines(change: Change) -> list[str]:
    """Describe an article change in a few lines."""
    comparison = change.comparison
    if comparison is None:
        return [_absence_sentence(change.absence)] if change.absence else []
    blocks = Counter(block.change for block in comparison.changed)
    parts = [f"{counted(number, 'block')} {what}" for what, number in blocks.items()]
    return [
        *map(_fact_sentence, comparison.facts),
        *filter(None, [", ".join(parts)]),
        *map(_one_sided_sentence, comparison.one_sided),
        *map(_unchanged_translation_sentence, comparison.unchanged_translations),
    ]
