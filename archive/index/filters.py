"""What narrows a search besides its words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.errors import UsageError
from archive.index.folding import fold
from archive.model.document import ARTICLE_KINDS

_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Filters:
    """Facts that a hit must have; None is any.

    ``lang``: a language in the document, by BCP 47 range (``zh`` takes ``zh-Hans`` too). ``site`` and ``kind``:
    the very one. ``speaker``: a part of the name, folded. ``since`` and ``until``: the day of publication,
    both ends included, as ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; documents without a date are then left out.

    Raises UsageError for a kind or a day that is none.
    """

    lang: str | None = None
    site: str | None = None
    kind: str | None = None
    speaker: str | None = None
    since: str | None = None
    until: str | None = None

    def __post_init__(self) -> None:
        if self.kind is not None and self.kind not in ARTICLE_KINDS:
            raise UsageError(f"no kind {self.kind!r}; there are {', '.join(sorted(ARTICLE_KINDS))}")
        for day in (self.since, self.until):
            if day is not None and not _DAY.fullmatch(day):
                raise UsageError(f"{day!r} is no day; write YYYY, YYYY-MM or YYYY-MM-DD")

    def conditions(self) -> Iterator[tuple[str, tuple[str | int, ...]]]:
        """SQL conditions on the row of ``documents``, each with its values."""
        if self.lang is not None:
            lang = self.lang.lower()
            yield (
                "EXISTS (SELECT 1 FROM languages WHERE languages.number = documents.number "
                "AND (lower(lang) = ? OR substr(lower(lang), 1, ?) = ?))",
                (lang, len(lang) + 1, f"{lang}-"),
            )
        if self.site is not None:
            yield "site = ?", (self.site,)
        if self.kind is not None:
            yield "kind = ?", (self.kind,)
        if self.speaker is not None:
            yield "instr(speaker, ?) > 0", (fold(self.speaker),)
        if self.since is not None:
            yield "published >= ?", (self.since,)
        if self.until is not None:
            yield "substr(published, 1, ?) <= ?", (len(self.until), self.until)
