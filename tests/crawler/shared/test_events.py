"""What the log holds comes back as it went in, and nothing else comes out of it."""

import json
import pickle
import zlib
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery import Answer, Lead, Outcome
from crawler.discovery.novelty import Imprint
from crawler.requisites import Requisite
from crawler.shared import events
from crawler.shared.events import (
    Added,
    Began,
    Damaged,
    Entry,
    Fetching,
    Finished,
    Had,
    Lost,
    Needed,
    Redirected,
    Settled,
    Taken,
    decode,
    encode,
)

TEXTS = st.text(max_size=40)
LEADS = st.lists(
    st.builds(
        Lead,
        TEXTS,
        TEXTS,
        st.sampled_from(["start", "link", "next", "sitemap", "entry", "feed"]),
        st.booleans(),
        st.none() | st.dates(),
    ),
    max_size=30,
).map(tuple)
ANSWERS = st.builds(Answer, st.sampled_from(Outcome), st.none() | st.text(min_size=1).map(Imprint.of))
KINDS = st.sampled_from(["style", "script", "image", "font", "empty", "iframe", "object"])
REQUISITES = st.lists(st.builds(Requisite, TEXTS, KINDS, TEXTS, st.integers(0, 9)), max_size=20).map(tuple)
EVENTS = st.one_of(
    st.builds(Began, TEXTS),
    st.builds(Added, LEADS),
    st.just(Taken()),
    st.builds(Redirected, TEXTS, TEXTS),
    st.builds(Settled, TEXTS, ANSWERS, LEADS, LEADS),
    st.builds(Lost, TEXTS),
    st.builds(Finished, st.none() | TEXTS),
    st.builds(Needed, REQUISITES),
    st.just(Fetching()),
    st.builds(Had, TEXTS, KINDS, st.booleans()),
)
ENTRIES = st.builds(Entry, TEXTS, st.integers(0, 2**40), EVENTS)
LEAD = Lead("http://example.com/a", "译文", "link", True, date(2025, 3, 3))


@given(ENTRIES)
def test_an_entry_comes_back(entry: Entry) -> None:
    assert decode(encode(entry)) == entry


@given(st.binary(max_size=300))
def test_what_is_no_entry_is_damaged(stored: bytes) -> None:
    with pytest.raises(Damaged):
        decode(stored)


@given(st.recursive(st.none() | st.booleans() | st.integers() | TEXTS, st.lists, max_leaves=20))
def test_nor_is_other_json(value: object) -> None:
    with pytest.raises(Damaged):
        decode(json.dumps(value).encode())


@given(ENTRIES, st.data())
def test_an_entry_with_a_byte_changed_is_an_entry_or_damaged(entry: Entry, data: st.DataObject) -> None:
    stored = bytearray(encode(entry))
    stored[data.draw(st.integers(0, len(stored) - 1))] ^= data.draw(st.integers(1, 255))
    with suppress(Damaged):
        assert isinstance(decode(bytes(stored)), Entry)


@pytest.mark.parametrize(
    "values",
    [
        ["w", "1", "taken"],
        ["w", 1.0, "taken"],
        ["w", 1, "taken", 1],
        ["w", 1, "settled", "k", "NEVER", None, [], []],
        ["w", 1, "settled", "k", "PAGE", "no digits", [], []],
        ["w", 1, "added", [["http://a/", "", "admin", False, None]]],
        ["w", 1, "added", [["http://a/", "", ["link"], False, None]]],
        ["w", 1, "added", [["http://a/", "", "link", False, "yesterday"]]],
        ["w", 1, "needed", [["http://a/", "document", "", 0]]],
        ["w", 1, "__class__"],
    ],
)
def test_each_value_is_looked_at(values: list[object]) -> None:
    with pytest.raises(Damaged):
        decode(json.dumps(values).encode())


def test_a_pickle_is_not_executed() -> None:
    class Bomb:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return pytest.fail, ("it was executed",)

    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        with pytest.raises(Damaged):
            decode(pickle.dumps(Bomb(), protocol))


def test_a_long_entry_is_small_and_a_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = Entry("w", 1, Added((LEAD,) * 500))
    assert len(encode(entry)) < 1000
    monkeypatch.setattr(events, "MOST_BYTES", 10_000)
    with pytest.raises(Damaged, match="too large"):
        decode(zlib.compress(b"[" + b" " * 20_000 + b"]"))
