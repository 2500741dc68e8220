"""Some hundred rounds of the fuzz; with ``make soak`` an hour of it, or FUZZ_SECONDS, an equal part for each kind."""

import os
import random
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from archive.web.app import create_app
from tests.adversary import fuzz
from tests.archive.cli.sample_archive import make_archive
from tests.archive.intake.foreign_files import by_warcio, package

ROUNDS = {"head": 200, "markup": 200, "extracted": 60, "request": 60, "added": 10, "packaged": 10, "crawled": 0}
SECONDS = int(os.environ.get("FUZZ_SECONDS", "3600"))
MOST_FOUND = 20
"""Findings after which a long run of one kind ends."""

Round = Callable[[random.Random], None]


@pytest.fixture
def rounds(tmp_path: Path) -> Iterator[dict[str, Round]]:
    whole = by_warcio(tmp_path / "whole.warc.gz", range(3))
    packed = package(tmp_path / "whole.wacz", {"archive/whole.warc.gz": whole.read_bytes()})
    place = tmp_path / "added"
    place.mkdir()
    with TestClient(create_app(make_archive(tmp_path / "data")), "http://localhost") as client:
        yield {
            "head": fuzz.head,
            "markup": fuzz.markup,
            "extracted": fuzz.extracted,
            "request": partial(fuzz.request, client=client),
            "added": partial(fuzz.added, whole=whole, place=place),
            "packaged": partial(fuzz.added, whole=packed, place=place),
            "crawled": partial(fuzz.crawled, place=tmp_path),
        }


def found(round: Round, seed: int) -> str | None:
    """What a round finds, with the seed that finds it again."""
    try:
        round(random.Random(seed))
    except Exception as error:
        return f"seed {seed}: {error!r}"
    return None


@pytest.mark.parametrize("kind", [kind for kind, number in ROUNDS.items() if number])
def test_random_input_is_borne(rounds: dict[str, Round], kind: str) -> None:
    assert [said for seed in range(ROUNDS[kind]) if (said := found(rounds[kind], seed))] == []


@pytest.mark.soak
@pytest.mark.parametrize("kind", ROUNDS)
def test_much_random_input_is_borne(rounds: dict[str, Round], kind: str) -> None:
    seed, end = 1_000_000, time.monotonic() + SECONDS / len(ROUNDS)
    findings: list[str] = []
    while time.monotonic() < end and len(findings) < MOST_FOUND:
        if said := found(rounds[kind], seed):
            findings.append(said)
        seed += 1
    print(f"{kind}: {seed - 1_000_000} rounds")
    assert findings == []
