"""The events of a shared frontier, and how the log holds them: JSON in UTF-8, compressed with zlib where it is long.

What comes out of the log is read as input of unknown origin: everything is checked, nothing is executed.
"""

import json
import zlib
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from crawler.discovery import Answer, Lead, Outcome
from crawler.discovery.leads import Role
from crawler.discovery.novelty import Imprint
from crawler.requisites.requisite import Kind, Requisite

MOST_BYTES = 64 * 1024 * 1024
"""Bytes of one event's JSON; the 20,000 leads of the largest page have less."""

_LONG = 512
_ROLES = frozenset(get_args(Role))
_KINDS = frozenset(get_args(Kind))


class Damaged(ValueError):
    """Raised for what is no event."""


@dataclass(frozen=True, slots=True)
class Began:
    """The crawl began. ``terms`` are what all of its workers must agree in."""

    terms: str


@dataclass(frozen=True, slots=True)
class Added:
    """Leads were found that no page named."""

    leads: tuple[Lead, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """The worker took what the frontier gives out next."""


@dataclass(frozen=True, slots=True)
class Redirected:
    """The address that the worker holds by ``key`` redirects to ``url``."""

    key: str
    url: str


@dataclass(frozen=True, slots=True)
class Settled:
    """What came of the address that the worker holds by ``key``, and the leads found by it."""

    key: str
    answer: Answer
    linked: tuple[Lead, ...] = ()
    named: tuple[Lead, ...] = ()


@dataclass(frozen=True, slots=True)
class Lost:
    """Nothing more will be heard of ``worker``: what it holds is given back."""

    worker: str


@dataclass(frozen=True, slots=True)
class Finished:
    """Nothing is open anywhere, and nothing is left to take; ``unreachable`` where the crawl could not begin."""

    unreachable: str | None = None


@dataclass(frozen=True, slots=True)
class Needed:
    """Requisites were named."""

    requisites: tuple[Requisite, ...]


@dataclass(frozen=True, slots=True)
class Fetching:
    """The worker took the requisite whose turn it is."""


@dataclass(frozen=True, slots=True)
class Had:
    """The requisite that the worker holds at ``url`` as ``kind`` is over, answered or not."""

    url: str
    kind: Kind
    answered: bool


Event = Began | Added | Taken | Redirected | Settled | Lost | Finished | Needed | Fetching | Had


@dataclass(frozen=True, slots=True)
class Entry:
    """An event with the worker that it is of, and its number among that worker's, so that it counts once."""

    worker: str
    number: int
    event: Event


def encode(entry: Entry) -> bytes:
    """The entry as the log holds it."""
    name, values = _values(entry.event)
    text = json.dumps([entry.worker, entry.number, name, *values], ensure_ascii=False, separators=(",", ":"))
    plain = text.encode("utf-8", "surrogatepass")
    return zlib.compress(plain) if len(plain) > _LONG else plain


def decode(stored: bytes) -> Entry:
    """The entry that ``encode`` wrote.

    Raises Damaged for anything else.

    >>> decode(encode(Entry("w", 1, Lost("v"))))
    Entry(worker='w', number=1, event=Lost(worker='v'))
    """
    try:
        worker, number, name, *values = json.loads(_plain(stored).decode("utf-8", "surrogatepass"))
        return Entry(_text(worker), _number(number), _event(_text(name), values))
    except (ValueError, TypeError, KeyError, IndexError, zlib.error, RecursionError) as error:
        raise Damaged(f"no event of a crawl: {error}") from error


def _plain(stored: bytes) -> bytes:
    if stored.startswith(b"["):
        return stored
    unpacking = zlib.decompressobj()
    plain = unpacking.decompress(stored, MOST_BYTES)
    if not unpacking.eof:
        raise Damaged("it is cut short, or too large")
    return plain


def _values(event: Event) -> tuple[str, list[Any]]:
    match event:
        case Began(terms):
            return "began", [terms]
        case Added(leads):
            return "added", [_packed(leads)]
        case Taken():
            return "taken", []
        case Redirected(key, url):
            return "redirected", [key, url]
        case Settled(key, answer, linked, named):
            return "settled", [key, answer.outcome.name, _imprint(answer), _packed(linked), _packed(named)]
        case Lost(worker):
            return "lost", [worker]
        case Finished(unreachable):
            return "finished", [unreachable]
        case Needed(requisites):
            return "needed", [[[each.url, each.kind, each.source, each.depth] for each in requisites]]
        case Fetching():
            return "fetching", []
        case Had(url, kind, answered):
            return "had", [url, kind, answered]


def _event(name: str, values: list[Any]) -> Event:
    match name, values:
        case "began", [terms]:
            return Began(_text(terms))
        case "added", [leads]:
            return Added(_leads(leads))
        case "taken", []:
            return Taken()
        case "redirected", [key, url]:
            return Redirected(_text(key), _text(url))
        case "settled", [key, outcome, imprint, linked, named]:
            return Settled(_text(key), _answer(outcome, imprint), _leads(linked), _leads(named))
        case "lost", [worker]:
            return Lost(_text(worker))
        case "finished", [unreachable]:
            return Finished(None if unreachable is None else _text(unreachable))
        case "needed", [requisites]:
            return Needed(tuple(_requisite(*each) for each in requisites))
        case "fetching", []:
            return Fetching()
        case "had", [url, kind, answered]:
            return Had(_text(url), _kind(kind), bool(answered))
    raise Damaged(f"unknown: {name[:40]!r}")


def _imprint(answer: Answer) -> str | None:
    return (answer.imprint.whole + answer.imprint.bare).hex() if answer.imprint else None


def _answer(outcome: Any, imprint: Any) -> Answer:
    if imprint is None:
        return Answer(Outcome[_text(outcome)])
    digests = bytes.fromhex(_text(imprint))
    return Answer(Outcome[_text(outcome)], Imprint(digests[: len(digests) // 2], digests[len(digests) // 2 :]))


def _packed(leads: tuple[Lead, ...]) -> list[list[Any]]:
    return [[each.url, each.text, each.role, each.dated, each.day and each.day.isoformat()] for each in leads]


def _leads(packed: Any) -> tuple[Lead, ...]:
    return tuple(_lead(*values) for values in packed)


def _lead(url: Any, text: Any, role: Any, dated: Any, day: Any) -> Lead:
    if role not in _ROLES:
        raise Damaged(f"no role of a lead: {role!r}")
    return Lead(_text(url), _text(text), role, bool(dated), date.fromisoformat(day) if day else None)


def _requisite(url: Any, kind: Any, source: Any, depth: Any) -> Requisite:
    return Requisite(_text(url), _kind(kind), _text(source), _number(depth))


def _kind(value: Any) -> Kind:
    if value not in _KINDS:
        raise Damaged(f"no kind of requisite: {value!r}"[:100])
    kind: Kind = value
    return kind


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise Damaged(f"no text: {value!r}"[:100])
    return value


def _number(value: Any) -> int:
    if type(value) is not int:
        raise Damaged(f"no number: {value!r}"[:100])
    return value
