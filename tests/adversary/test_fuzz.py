"""A short run of the fuzz, and with ``make soak`` a quarter of an hour of each kind."""

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
from tests.archive.intake.foreign_files import by_warcio

ROUNDS = {"head": 300, "markup": 300, "request": 60, "added": 15}
SECONDS = 900

Round = Callable[[random.Random], None]


@pytest.fixture
def rounds(tmp_path: Path) -> Iterator[dict[str, Round]]:
    whole = by_warcio(tmp_path / "whole.warc.gz", range(3)).read_bytes()
    (tmp_path / "added").mkdir()
    with TestClient(create_app(make_archive(tmp_path / "data")), "http://localhost") as client:
        yield {
            "head": fuzz.head,
            "markup": fuzz.markup,
            "request": partial(fuzz.request, client=client),
            "added": partial(fuzz.added, whole=whole, place=tmp_path / "added"),
        }


def one(round: Round, seed: int) -> None:
    try:
        round(random.Random(seed))
    except Exception as error:
        raise AssertionError(f"seed {seed}: {error!r}") from error


@pytest.mark.parametrize("kind", ROUNDS)
def test_random_input_is_borne(rounds: dict[str, Round], kind: str) -> None:
    for seed in range(ROUNDS[kind]):
        one(rounds[kind], seed)


@pytest.mark.soak
@pytest.mark.parametrize("kind", ROUNDS)
def test_much_random_input_is_borne(rounds: dict[str, Round], kind: str) -> None:
    seed, end = 1_000_000, time.monotonic() + SECONDS
    while time.monotonic() < end:
        one(rounds[kind], seed)
        seed += 1
