"""The floors file and the check against it."""

from pathlib import Path

import pytest

from tests.eval.columns import COLUMNS
from tests.eval.floors import below, read_floors
from tests.eval.gold import read_corpus
from tests.eval.run import run_ours


def test_floors_name_every_column_and_nothing_else() -> None:
    assert set(read_floors()) == {column.name for column in COLUMNS} | {"body_f1_lowest"}


def test_floors_are_shares() -> None:
    assert all(0 <= floor <= 1 for floor in read_floors().values())


def test_a_mean_at_its_floor_holds_and_one_below_does_not() -> None:
    assert below({"title": 0.9}, {"title": 0.9}) == []
    assert below({"title": 0.9}, {"title": 0.91}) == ["title: 0.9000 is below its floor of 0.9100"]


def test_what_was_not_measured_is_below_its_floor() -> None:
    assert below({"title": None}, {"title": 0.0}) == ["title: not measured, its floor is 0.0000"]


def test_a_file_without_floors_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "floors.toml"
    path.write_text("[other]\n")
    with pytest.raises(KeyError):
        read_floors(path)


def test_no_mean_of_ours_is_below_its_floor() -> None:
    assert below(run_ours(read_corpus()).means(), read_floors()) == []
