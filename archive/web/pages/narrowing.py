"""What a question can be narrowed by, with how many hits each way has, and what it is narrowed by already."""

from dataclasses import dataclass

from archive.index import Facets
from archive.web.pages.addresses import address
from archive.web.pages.asked import FILTERS, Asked
from archive.web.pages.shown import Shown, shown
from archive.web.words import Words

MOST = 12
"""Ways that are offered of one kind."""
_NAME = 60


@dataclass(frozen=True, slots=True)
class Way:
    """One way to narrow a question, and how many hits are left then; ``href`` asks so."""

    name: Shown
    hits: int
    href: str


@dataclass(frozen=True, slots=True)
class Facet:
    """The ways of one kind, most hits first, years the newest first; ``key`` names the kind in ``[narrow]``."""

    key: str
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A filter that is set; ``href`` asks without it."""

    key: str
    name: Shown
    href: str


def facets(asked: Asked, counted: Facets, t: Words) -> list[Facet]:
    """The ways to narrow the question further; kinds of which there is no choice are left out."""
    kinds = (
        ("language", "lang", counted.languages),
        ("kind", "kind", counted.kinds),
        ("speaker", "speaker", counted.speakers),
        ("year", "year", tuple(reversed(counted.years))),
        ("site", "site", counted.sites),
    )
    given = asked.parameters
    return [
        Facet(
            key,
            tuple(Way(_name(t, key, name), hits, _narrowed(given, filter_, name)) for name, hits in values[:MOST]),
        )
        for key, filter_, values in kinds
        if _open(asked, filter_) and len(values) > 1
    ]


def chosen(asked: Asked, t: Words) -> list[Chosen]:
    """The filters that are set, each with the question without it."""
    keys = {"lang": "language", "since": "from", "until": "to"}
    given = [(name, getattr(asked.filters, name)) for name in FILTERS if getattr(asked.filters, name)]
    return [
        Chosen(
            keys.get(name, name), _name(t, keys.get(name, name), value), asked.with_filters(**{name: None}).address()
        )
        for name, value in given
    ]


def _open(asked: Asked, filter_: str) -> bool:
    if filter_ == "year":
        return not asked.filters.since and not asked.filters.until
    return getattr(asked.filters, filter_) is None


def _narrowed(given: dict[str, str | None], filter_: str, name: str) -> str:
    values = {"from": name, "to": name} if filter_ == "year" else {filter_: name}
    return address("/", **{**given, **values})


def _name(t: Words, key: str, value: str) -> Shown:
    """The word for a language, a kind or rights, the name itself of all else."""
    if key in ("language", "kind", "rights"):
        return Shown(t.term(key, value), t.lang)
    return shown(value, ("en",) if key == "speaker" else (), _NAME)
