"""What narrows a search besides its words."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from archive.errors import UsageError
from archive.index.conditions import Condition, Fact
from archive.index.days import check_range
from archive.index.facts import NONE, kind_token, lang_token, name_token, published_tokens, site_token
from archive.index.folding import fold
from archive.model.document import ARTICLE_KINDS

_RESERVED = "coalesce(reserved, site_reserves(url, version))"
RIGHTS = {
    "reserved": f"{_RESERVED} = 1",
    "unreserved": f"{_RESERVED} IS NOT 1",
    "cc": "license LIKE 'https://creativecommons.org/%'",
    "licensed": "license IS NOT NULL",
    "none": f"license IS NULL AND {_RESERVED} IS NULL",
}
"""What ``rights`` may ask for, and how the row of ``documents`` answers.

Mining is reserved, or it is not; a licence of Creative Commons is named, or any; neither a licence nor a reservation.
"""


@dataclass(frozen=True, slots=True)
class Filters:
    """Facts that a hit must have; None is any.

    ``lang``: a language in the document, by BCP 47 range (``zh`` takes ``zh-Hans`` too). ``site`` and ``kind``:
    the very one. ``speaker``: a part of the name, folded. ``since`` and ``until``: the day of publication,
    both ends included, as ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; documents without a date are then left out.

    ``rights``: what is said of the use of the text, one of ``RIGHTS`` or the address of a licence.

    Raises UsageError for a kind, rights or a day that is none, and for a range of days that ends before it begins.
    """

    lang: str | None = None
    site: str | None = None
    kind: str | None = None
    speaker: str | None = None
    since: str | None = None
    until: str | None = None
    rights: str | None = None

    def __post_init__(self) -> None:
        if self.kind is not None and self.kind not in ARTICLE_KINDS:
            raise UsageError(f"no kind {self.kind!r}; there are {', '.join(sorted(ARTICLE_KINDS))}")
        if self.rights is not None and self.rights not in RIGHTS and "://" not in self.rights:
            raise UsageError(f"no rights {self.rights!r}; there are {', '.join(RIGHTS)}, and addresses of licences")
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

    def rights_condition(self) -> tuple[str, tuple[str, ...]]:
        """The SQL condition on the row of ``documents`` for ``rights``, and its values; empty where none are asked.

        It needs the function ``site_reserves(url, version)``.
        """
        if self.rights is None or self.rights in RIGHTS:
            return RIGHTS.get(self.rights or "", ""), ()
        return "license = ?", (self.rights,)

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
        if self.rights is not None:
            yield self.rights_condition()
