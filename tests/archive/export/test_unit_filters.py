"""Which units the named filters leave out of a corpus."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.bitext.translation_units import TranslationUnit, find_flags
from archive.errors import UsageError
from archive.export.selection_counts_and_language_pairs import ExportCounts, UnitSelection
from archive.export.unit_filters_templates_and_corpus_splits import UnitFilter, parse_unit_filters, template
from archive.index import Filters
from tests.archive.export.sample_units import ANY_TEXT, make_unit


def flagged(source: str, target: str) -> TranslationUnit:
    return replace(make_unit(source, target), flags=find_flags(source, target, ("zh-Hans", "en")))


def kept(*units: TranslationUnit, names: str = "", cap: int | None = None) -> list[TranslationUnit]:
    filters = parse_unit_filters(names) if names else ()
    return list(UnitSelection(Filters(), unit_filters=filters, cap=cap).select(units))


GOOD = flagged("代表团昨天到达北京。", "The delegation arrived in Beijing yesterday.")


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        ("length-ratio", flagged("好。", "The delegation arrived in Beijing yesterday.")),
        ("language", flagged("The delegation left the hall.", "The delegation is gone.")),
        ("numbers", flagged("代表团有45人。", "The delegation has 54 members.")),
        ("untranslated", flagged("ABC Corp.", "ABC corp")),
        ("script", flagged("2015", "In 2015")),
        ("script", flagged("二〇一五年", "2015")),
    ],
)
def test_each_filter_leaves_out_its_kind(name: str, bad: TranslationUnit) -> None:
    assert kept(GOOD, bad, bad.turned()) == [GOOD, bad, bad.turned()]
    assert kept(GOOD, bad, bad.turned(), names=name) == [GOOD]


def test_the_same_news_with_another_number_or_name_counts_once() -> None:
    first = flagged("3月5日，北京报告新增病例12例。", "On March 5, Beijing reported 12 new cases.")
    again = flagged("4月6日，上海报告新增病例三百例。", "On April 6, Shanghai reported 300 new cases.")
    other = flagged("3月5日，北京报告死亡病例12例。", "On March 5, Beijing reported 12 fatal cases.")
    units = [first, again, again.turned(), other]
    assert kept(*units, names="near-duplicates") == [first, other]


def test_texts_of_names_alone_are_told_apart_by_them() -> None:
    units = [flagged("法国", "France"), flagged("德国", "Germany"), flagged("法国", "France")]
    assert kept(*units, names="near-duplicates") == units[:2]


def test_the_cap_counts_a_template_sentence_on_either_side() -> None:
    units = [flagged(f"代表团第{n}次到访{verb}", f"It visited {n} times.") for n, verb in enumerate("了过着呢吧", 21)]
    assert kept(*units, names="near-duplicates") == units
    assert kept(*units, cap=3) == units[:3]
    assert kept(*units, GOOD, cap=1) == [units[0], GOOD]


def test_a_unit_counts_for_the_first_step_that_leaves_it_out() -> None:
    counts = ExportCounts()
    selection = UnitSelection(Filters(), 0.5, unit_filters=tuple(UnitFilter), cap=1)
    mismatch = flagged("代表团有45人。", "The delegation has 54 members.")
    list(selection.select([GOOD, GOOD, mismatch, replace(mismatch, score=0.1)], counts))
    assert dict(counts.left_out) == {
        "--min-score": 1,
        "--filter length-ratio": 0,
        "--filter language": 0,
        "--filter numbers": 1,
        "--filter untranslated": 0,
        "--filter script": 0,
        "--filter near-duplicates": 1,
        "--cap": 0,
    }


def test_an_unknown_filter_is_wrong_usage_that_names_what_there_is() -> None:
    with pytest.raises(UsageError, match=r"no filter 'nummbers'; there are length-ratio, language, numbers"):
        parse_unit_filters("script,nummbers")


def test_nouns_with_capitals_are_no_names_in_german() -> None:
    assert template("Der Rat tagt im Haus.", "de") == "der rat tagt im haus"


@given(st.integers(0, 10**9), st.decimals(0, 10**6, places=2))
def test_a_template_does_not_depend_on_the_numbers(first: int, second: object) -> None:
    for text, language in (("It reported {:,} new cases.", "en"), ("新增病例{:,}例", "zh")):
        assert template(text.format(first), language) == template(text.format(second), language)


@given(ANY_TEXT, st.sampled_from(["zh-Hans", "en", "de", "ja"]))
def test_any_text_has_a_template_without_figures(text: str, language: str) -> None:
    assert not any(word.isdecimal() for word in template(text, language).split())
