"""How a query is translated, found in units that hold it and units that do not."""

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.bitext.translation_units import TranslationUnit
from archive.terms import query_translations
from archive.terms.query_translations import TranslationQuery, Translations, find_translations
from archive.word_lists_and_character_tables import to_simplified
from tests.archive.terms.bilingual_units import SENTENCES, make_unit, make_units


def asked(query: str, units: Iterable[TranslationUnit] | None = None) -> Translations:
    def holds(text: str) -> bool:
        return query.lower() in to_simplified(text).lower()

    return find_translations(make_units() if units is None else units, TranslationQuery((query,), holds))


@pytest.mark.parametrize(
    ("query", "lang", "units", "best"),
    [
        ("产能合作", "en", 6, ("industrial cooperation", 6)),
        ("产能", "en", 9, ("production capacity", 3)),
        ("互联互通", "en", 4, ("connectivity", 4)),
        ("一带一路", "en", 3, ("Belt and Road Initiative", 3)),
        ("铁路", "en", 3, ("railway", 3)),
        ("industrial cooperation", "zh", 6, ("产能合作", 6)),
        ("connectivity", "zh", 4, ("互联互通", 4)),
        ("developing countries", "zh", 3, ("发展中国家", 3)),
    ],
)
def test_translations_in_either_direction(query: str, lang: str, units: int, best: tuple[str, int]) -> None:
    found = asked(query)
    assert (found.lang, found.units) == (lang, units)
    assert best in [(one.text, one.count) for one in found.phrases[:2]]


def test_several_translations_share_the_units() -> None:
    found = [(one.text, one.count) for one in asked("产能").phrases]
    assert sorted(found) == [("industrial cooperation", 6), ("production capacity", 3)]


def test_what_is_common_anyway_is_no_translation() -> None:
    everywhere = [(f"{chinese}各国都知道。", f"All countries know: {english}") for chinese, english in SENTENCES]
    texts = [one.text for one in asked("互联互通", make_units(everywhere)).phrases]
    assert texts[0].lower() == "connectivity"
    assert "countries" not in texts


def test_one_unit_is_enough_for_what_the_dictionary_explains() -> None:
    found = asked("咖啡")
    assert [(one.text, one.count) for one in found.phrases] == [("coffee", 1)]
    unknown = asked("咖啡", [make_unit("他喜欢咖啡。", "He likes the zorblax.")])
    assert (unknown.units, unknown.phrases) == (1, ())


def test_traditional_and_the_same_texts_again() -> None:
    sentences = (*SENTENCES, *SENTENCES, ("產能合作帶來就業。", "Industrial cooperation brings jobs."))
    found = asked("产能合作", make_units(sentences))
    assert (found.units, found.phrases[0].count) == (7, 7)


def test_nothing_holds_the_query() -> None:
    assert asked("月亮") == Translations("en", 0, ())
    assert asked("月亮", ()) == Translations("en", 0, ())
    french = [make_unit("月亮很圆。", "La lune est ronde.", languages=("zh", "fr"))]
    assert asked("月亮", french) == Translations("en", 0, ())


def test_so_many_units_are_read_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(query_translations, "MOST_UNITS", 5)
    assert asked("产能").units == 5


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=30), st.text(max_size=30)), max_size=6), st.text(min_size=1, max_size=3))
def test_any_text_can_be_asked_about(pairs: list[tuple[str, str]], query: str) -> None:
    found = asked(query, make_units(pairs))
    assert all(0 < one.count <= found.units for one in found.phrases)
