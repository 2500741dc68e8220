"""A unit survives encoding, and what is encoded validates against the published schema."""

import json
from dataclasses import replace
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.bitext.translation_units import (
    BlockSpan,
    Flag,
    Origin,
    Side,
    TranslationUnit,
    decode_unit,
    encode_unit,
    unit_faults,
    unit_values,
)
from archive.index.tables.unit_rows import pack_units, unpack_units
from archive.model.json_shape import read_schema
from tests.archive.translation_memory.stories import VISIT, page

TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=30)
ORIGINS = [Origin.of_document(page("cn", VISIT.chinese)), Origin.of_document(page("en", VISIT.english))]
PLACES = st.lists(
    st.builds(BlockSpan, st.integers(0, 99), st.integers(0, 999), st.integers(0, 999)), min_size=1, max_size=3
)


@st.composite
def translation_units(draw: st.DrawFn) -> TranslationUnit:
    origins = draw(st.sampled_from([ORIGINS, ORIGINS[:1] * 2]))
    sides = [Side(lang, draw(TEXT), tuple(draw(PLACES)), at) for lang, at in zip(("zh", "en"), origins, strict=True)]
    first: Literal["source", "target"] | None = None
    if origins[0] == origins[1]:
        first = "source" if draw(st.booleans()) else "target"
    flags: tuple[Flag, ...] = ("duplicate", "number-mismatch") if draw(st.booleans()) else ()
    return TranslationUnit(sides[0], sides[1], draw(st.floats(0, 1)), first, flags)


@given(translation_units())
@settings(deadline=None)  # the first one reads the schema
def test_encode_and_decode(unit: TranslationUnit) -> None:
    line = encode_unit(unit)
    assert "\n" not in line
    assert decode_unit(line) == unit
    assert line == json.dumps(unit_values(unit), ensure_ascii=False, separators=(",", ":"))
    assert unit_faults(unit_values(unit)) == []
    assert (unit_values(unit)["target_page"] is None) is not unit.is_cross_page


@given(st.lists(translation_units(), min_size=1, max_size=4), st.booleans())
@settings(deadline=None)
def test_units_packed_together_are_those_decoded_alone(units: list[TranslationUnit], is_turned: bool) -> None:
    last = replace(units[-1], source=replace(units[-1].source, text=encode_unit(units[0])))  # a text like a head
    packed = [*units, last.turned() if is_turned else last]
    assert unpack_units(pack_units(packed)) == packed


def test_a_unit_says_all_that_the_schema_asks_for() -> None:
    side = Side("zh", "好。", (BlockSpan(0, 0, 2),), ORIGINS[0])
    values = unit_values(TranslationUnit(side, replace(side, lang="en"), 0.5, "source", ()))
    assert list(values) == read_schema("archive.translation_memory", "unit.schema.json")["required"]
    for key in values:
        assert unit_faults({name: value for name, value in values.items() if name != key}) != []


@pytest.mark.parametrize("line", ["", "[]", "{}", '{"schema": 2}', '{"schema": 1}', "null", "{" * 9])
def test_what_is_no_unit_is_refused(line: str) -> None:
    with pytest.raises((ValueError, KeyError, TypeError, AttributeError)):
        decode_unit(line)
