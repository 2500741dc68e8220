"""Which pages are joined: translations of each other, however they are found, and nothing that only looks like it."""

from dataclasses import replace
from itertools import product

import pytest

from archive.bitext import page_pairs
from archive.bitext.page_pairs import pair_pages
from archive.bitext.translation_units import cross_page_units, side_faults
from archive.model.document import Pair
from archive.translation_memory.page_candidates import language_of_page
from tests.archive.translation_memory.stories import HOLIDAY, OTHER_VISIT, STORIES, VISIT, Story, page


@pytest.mark.parametrize("declared", [False, True])
@pytest.mark.parametrize(("one", "other"), list(product(range(len(STORIES)), repeat=2)))
def test_stories_are_joined_with_their_translation_alone(one: int, other: int, declared: bool) -> None:
    pages = page("cn", STORIES[one].chinese), page("en", STORIES[other].english)
    assert bool(pair_pages(*pages, declared=declared)) == (one == other)


@pytest.mark.parametrize(
    ("story", "old", "new"),
    [
        (VISIT, "法国", "德国"),
        (VISIT, "3月5日", "3月6日"),
        (OTHER_VISIT, "巴西", "阿根廷"),
        (HOLIDAY, "2025", "2026"),
        (HOLIDAY, "1月28日至2月4日", "2月10日至2月17日"),
    ],
)
def test_the_same_words_about_another_country_day_or_year_are_other_news(story: Story, old: str, new: str) -> None:
    english = page("en", story.english)
    changed = page("cn", tuple(text.replace(old, new) for text in story.chinese))
    assert pair_pages(page("cn", story.chinese), english, declared=False)
    assert pair_pages(changed, english, declared=False) == []


@pytest.mark.parametrize(("old", "new", "declared"), [("3月5日", "3月6日", True), ("法国", "德国", False)])
def test_pages_of_other_days_or_subjects_are_not_aligned(
    old: str, new: str, declared: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_pairs, "pair_blocks", None)
    changed = page("cn", tuple(text.replace(old, new) for text in VISIT.chinese))
    assert pair_pages(changed, page("en", VISIT.english), declared=declared) == []


STATISTICS = Story(
    (
        "海关发布的数据显示，该港口第一季度集装箱吞吐量增长12.5%，达到345万标箱，出口以家电和汽车为主。",
        "港口负责人表示，新泊位投入使用后，船舶等待时间明显缩短，工人的劳动强度也降低了。",
    ),
    (
        "Customs figures show that the port's container throughput grew 12.5% in the first quarter to 3.45 million "
        "standard containers, with exports led by home appliances and cars.",
        "The head of the port said that after the new berths came into use the waiting time of ships was shortened "
        "markedly, and the work of the labourers became less heavy.",
    ),
)


def test_the_same_report_with_other_figures_is_another_report() -> None:
    english = page("en", STATISTICS.english)
    other = tuple(text.replace("12.5", "13.4").replace("345", "398") for text in STATISTICS.chinese)
    assert pair_pages(page("cn", STATISTICS.chinese), english, declared=False)
    assert pair_pages(page("cn", other), english, declared=False) == []


def test_units_stand_where_the_pairs_say() -> None:
    pages = page("cn", VISIT.chinese), page("en", VISIT.english)
    pairs = pair_pages(*pages, declared=False)
    assert [(pair.source, pair.target) for pair in pairs] == [((n,), (n,)) for n in range(4)]
    for unit in cross_page_units(*pages, pairs):
        assert unit.is_cross_page
        assert unit.first is None
        assert (unit.source.lang, unit.target.lang) == ("zh-Hans", "en")
        assert side_faults(unit.source, pages[0]) == side_faults(unit.target, pages[1]) == []


def test_a_page_of_both_languages_is_joined_with_none() -> None:
    chinese, english = page("cn", VISIT.chinese), page("en", VISIT.english)
    assert (language_of_page(chinese), language_of_page(english)) == ("zh", "en")
    texts = [*chinese.blocks, *(replace(block, n=block.n + 4) for block in english.blocks)]
    assert language_of_page(replace(chinese, blocks=tuple(texts))) is None
    stray = replace(english.blocks[3], n=4, text="Photo")
    assert language_of_page(replace(chinese, blocks=(*chinese.blocks, stray))) == "zh"
    assert language_of_page(replace(chinese, blocks=(*chinese.blocks, stray), pairs=(Pair((0,), (4,), 0.9),))) is None
    assert language_of_page(replace(chinese, blocks=())) is None
    assert (
        language_of_page(replace(english, blocks=tuple(replace(block, lang="fr") for block in english.blocks)))
        is None
    )


def test_a_few_words_are_never_enough() -> None:
    assert pair_pages(page("cn", ("你好。",)), page("en", ("Hello.",)), declared=True) == []
