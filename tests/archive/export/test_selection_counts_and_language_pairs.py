"""Which units are exported."""

from dataclasses import replace
from pathlib import Path
from typing import Any
from unicodedata import normalize

from hypothesis import given

from archive.bitext.translation_units import digest_of_texts
from archive.export.selection_counts_and_language_pairs import (
    ExportCounts,
    TextsByLanguages,
    UnitSelection,
    commonest_languages,
    language_tags,
)
from archive.index import Filters
from archive.model.language_codes import LanguageCodes
from tests.archive.export.sample_units import ANY_TEXT, make_cross_page_unit, make_unit

UNITS = [
    replace(make_unit(), flags=()),
    make_unit("再见。", score=0.4),
    make_unit("谢谢。"),
    replace(make_unit(score=0.8), flags=()),
    make_unit("\ud800"),
]
ENGLISH_FIRST = replace(UNITS[0], source=UNITS[0].target, target=UNITS[0].source, first="target")


TRADITIONAL = replace(UNITS[0], source=replace(UNITS[0].source, lang="zh-Hant"))


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
        ("zh", None, [UNITS[0]] * 2),
        ("ZH-hans", "en", [UNITS[0]] * 2),
        ("zh_CN", "en-US", [UNITS[0]] * 2),
        ("en", None, [ENGLISH_FIRST] * 2),
        (None, "Chinese", [ENGLISH_FIRST] * 2),
        ("zh-Hant", None, []),
        ("z", None, []),
        ("zh", "zh", []),
    ):
        assert list(UnitSelection(Filters(), source=source, target=target).select(both)) == expected


def test_a_unit_of_two_pages_is_turned_with_its_pages() -> None:
    across = make_cross_page_unit()
    (turned,) = UnitSelection(Filters(), source="en").select([across])
    assert (turned.source, turned.target, turned.first) == (across.target, across.source, None)
    assert turned.url == across.target.origin.url
    assert turned.turned() == across


def test_taiwan_and_hong_kong_write_traditional_characters_and_chinese_is_both() -> None:
    both = [UNITS[0], TRADITIONAL]
    for wanted, expected in (("zh-TW", [TRADITIONAL]), ("zh-HK", [TRADITIONAL]), ("zh-CN", both[:1]), ("chi", both)):
        assert list(UnitSelection(Filters(), source=wanted).select(both)) == expected


def test_codes_with_regions_are_written_where_they_are_asked_for() -> None:
    selection = UnitSelection(Filters(), source="en", codes=LanguageCodes.REGION)
    languages = [(unit.source.lang, unit.target.lang) for unit in selection.select([UNITS[0], TRADITIONAL])]
    assert languages == [("en", "zh-CN"), ("en", "zh-TW")]


def test_what_each_option_leaves_out_is_counted() -> None:
    counts = ExportCounts()
    selection = UnitSelection(Filters(), min_score=0.5, source="zh-Hans", unflagged=True, dedupe=True)
    written = list(selection.select([*UNITS, UNITS[0], TRADITIONAL], counts))
    assert len(written) == counts.written == 1
    assert counts.left_out == {"--min-score": 1, "--unflagged": 2, "--dedupe": 2, "--source and --target": 1}


@given(ANY_TEXT)
def test_a_digest_does_not_tell_a_text_from_its_normal_form(text: str) -> None:
    marked = f"，{text}！（{text}）：；？"
    assert digest_of_texts([marked]) == digest_of_texts([normalize("NFKC", marked)])
    assert digest_of_texts([marked]) != digest_of_texts([f"{marked}。"])


def test_what_is_written_of_units_is_apart_by_languages(tmp_path: Path) -> None:
    long = replace(UNITS[0], source=replace(UNITS[0].source, text="长" * 30_000))
    texts = TextsByLanguages(
        language_tags, lambda pair: lambda units: (f"{pair[0]} {unit.source.text}\n" for unit in units), str(tmp_path)
    )
    for units in ([TRADITIONAL, long, TRADITIONAL], [long], [ENGLISH_FIRST]):
        texts.add(units, written=True)
    texts.add([TRADITIONAL] * 3, written=False)
    assert texts.numbers == {("zh-Hans", "en"): 2, ("zh-Hant", "en"): 5, ("en", "zh-Hans"): 1}
    assert (texts.written[("zh-Hant", "en")], commonest_languages(texts.numbers)) == (2, ("zh-Hant", "en"))
    with texts.read(("zh-Hans", "en")) as file:
        assert file.read().decode() == f"zh-Hans {long.source.text}\n" * 2
    assert texts.read(("zh-Hans", "ja")).read() == b""
    assert not list(tmp_path.iterdir())
