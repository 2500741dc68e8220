"""``archive changes``: what changed, as text and JSON."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from rich.text import Text

from archive.index import Index
from archive.index.tables.captures import parse_moment
from archive.layout import Archive
from archive.query.history.changes import Change, find_changes
from archive.query.history.history_forms import (
    absence_sentence,
    comparison_values,
    fact_sentence,
    one_sided_sentence,
    unchanged_translation_sentence,
)
from archive.query.terminal import clean, counted, printed_json

_STYLES = {"new": "green", "changed": "yellow", "missing": "red", "gone": "bold red", "back": "cyan"}


def changes_since(archive: Archive, since: str | None, site: str | None) -> list[Change]:
    """The changes since a moment, else since the last crawl of each site began; latest first.

    Raises UsageError when ``since`` is no time, ArchiveMissing where there is no archive.
    """
    archive.require()
    with Index(archive) as index, index.snapshot():
        return list(find_changes(archive, index, parse_moment(since) if since else None, site))


def changes_json(changes: Sequence[Change]) -> str:
    """The changes as one JSON array."""
    return printed_json([change_values(change) for change in changes])


def change_values(change: Change) -> dict[str, Any]:
    """One change as JSON values."""
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


def changes_text(changes: Sequence[Change]) -> Text:
    """The changes for reading on a terminal, and how many of each sort there are."""
    text = Text()
    for change in changes:
        document = change.document
        text.append(f"{change.kind:<8}", style=_STYLES[change.kind])
        text.append(f"{clean(document.title or '(no title)')}\n", style="bold")
        text.append(f"        {change.at} · {document.site} · {document.id}\n", style="dim")
        text.append(f"        {clean(document.url)}\n", style="dim")
        for line in _said(change):
            text.append(f"        {line}\n")
    counts = Counter(change.kind for change in changes)
    return text.append(", ".join(f"{number} {kind}" for kind, number in counts.items()) or "nothing changed", "dim")


def _said(change: Change) -> list[str]:
    """What changed, in a few lines."""
    comparison = change.comparison
    if comparison is None:
        return [absence_sentence(change.absence)] if change.absence else []
    blocks = Counter(block.change for block in comparison.changed)
    parts = [f"{counted(number, 'block')} {what}" for what, number in blocks.items()]
    return [
        *map(fact_sentence, comparison.facts),
        *_line(parts),
        *map(one_sided_sentence, comparison.one_sided),
        *map(unchanged_translation_sentence, comparison.unchanged_translations),
    ]


def _line(parts: list[str]) -> list[str]:
    return [", ".join(parts)] if parts else []
