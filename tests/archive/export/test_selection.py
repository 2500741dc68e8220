"""Which units are exported."""

from dataclasses import replace
from typing import Any

from archive.export.selection import UnitSelection
from archive.index import Filters
from tests.archive.export.sample_units import make_unit

UNITS = [
    replace(make_unit(), flags=()),
    make_unit("再见。", score=0.4),
    make_unit("谢谢。"),
    replace(make_unit(score=0.8), flags=()),
    make_unit("\ud800"),
]
ENGLISH_FIRST = replace(UNITS[0], source=UNITS[0].target, target=UNITS[0].source)


def chosen(**options: Any) -> list[int]:
    return [UNITS.index(unit) for unit in UnitSelection(Filters(), **options).select(UNITS)]


def test_all_low_scores_repeats_and_flags() -> None:
    assert chosen() == [0, 1, 2, 3, 4]
    assert chosen(min_score=0.8) == [0, 2, 3, 4]
    assert chosen(dedupe=True) == [0, 1, 2, 4]
    assert chosen(unflagged=True) == [0, 3]
    assert chosen(unflagged=True, dedupe=True) == [0]


def test_what_is_left_out_is_no_first_of_alike() -> None:
    assert chosen(dedupe=True, min_score=0.85) == [0, 2, 4]
    alike = [make_unit(score=0.3), make_unit(score=0.9)]
    assert list(UnitSelection(Filters(), min_score=0.5, dedupe=True).select(alike)) == alike[1:]


def test_texts_posted_again_are_the_same_whatever_their_spaces_and_widths() -> None:
    first, again = make_unit("他说：ＡＩ 好。"), make_unit("他说: AI  好。")
    dated = replace(again, source=replace(again.source, lang="zh"))
    other = make_unit("他说：AI不好。")
    assert list(UnitSelection(Filters(), dedupe=True).select([first, again, dated, other])) == [first, other]


def test_languages_are_ranges() -> None:
    both = [UNITS[0], ENGLISH_FIRST]
    for source, target, expected in (
        ("zh", None, both[:1]),
        ("ZH-hans", "en", both[:1]),
        ("en", None, both[1:]),
        (None, "zh", both[1:]),
        ("zh-Hant", None, []),
        ("z", None, []),
        ("zh", "zh", []),
    ):
        assert list(UnitSelection(Filters(), source=source, target=target).select(both)) == expected
