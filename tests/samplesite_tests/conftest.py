"""A running sample site and ways to ask it."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Protocol

import pytest

from tests.samplesite import Served, serve


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: ``body`` with transfer coding removed and content coding kept."""

    status: int
    headers: Mapping[str, str]
    pairs: tuple[tuple[str, str], ...]
    body: bytes


class Ask(Protocol):
    """Asks a site for a target, without following redirects."""

    def __call__(self, site: Served, target: str, method: str = "GET", **headers: str) -> Answer: ...


@pytest.fixture
def site() -> Iterator[Served]:
    with serve() as served:
        yield served


@pytest.fixture
def ask() -> Ask:
    return _ask


def _ask(site: Served, target: str, method: str = "GET", **headers: str) -> Answer:
    with closing(HTTPConnection("127.0.0.1", site.port, timeout=10)) as connection:
        connection.request(method, target, headers={name.replace("_", "-"): text for name, text in headers.items()})
        response = connection.getresponse()
        pairs = tuple(response.getheaders())
        return Answer(response.status, dict(pairs), pairs, response.read())
