"""What narrows a search besides its words."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from archive.errors import UsageError
from archive.index.conditions import Condition, Fact
from archive.index.days import check_range
from archive.index.facts import NONE, kind_token, lang_token, name_token, published_tokens, site_token
from archive.index.folding import fold
from archive.model.document import ARTICLE_KINDS


@dataclass(frozen=True, slots=True)
class Filters:
    """Facts that a hit must have; None is any.

    ``lang``: a language in the document, by BCP 47 range (``zh`` takes ``zh-Hans`` too). ``site`` and ``kind``:
    the very one. ``speaker``: a part of the name, folded. ``since`` and ``until``: the day of publication,
    both ends included, as ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; documents without a date are then left out.

    Raises UsageError for a kind or a day that is none, and for a range of days that ends before it begins.
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
        check_range(self.since, self.until)

    def facts(self, speakers: Callable[[], Iterable[str]]) -> tuple[Condition, ...]:
        """The filters as conditions that the engine knows; ``speakers`` gives the names of all there are."""
        tokens = [
            [name_token(name) for name in speakers() if fold(self.speaker) in fold(name)] or [NONE]
            if self.speaker is not None
            else [],
            [lang_token(self.lang)] if self.lang is not None else [],
            [site_token(self.site)] if self.site is not None else [],
            [kind_token(self.kind)] if self.kind is not None else [],
            published_tokens(self.since, self.until) if self.since or self.until else [],
        ]
        return tuple(Fact(tuple(alternatives)) for alternatives in tokens if alternatives)

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
