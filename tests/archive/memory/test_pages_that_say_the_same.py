"""Which pages are joined: translations of each other, however they are found, and nothing that only looks like it."""

from dataclasses import replace
from itertools import product

import pytest

from archive.bitext.across import pair_across, side_of
from archive.bitext.units import units_across
from archive.memory import side_faults
from archive.model.document import Pair
from tests.archive.memory.stories import HOLIDAY, OTHER_VISIT, STORIES, VISIT, Story, page


@pytest.mark.parametrize("declared", [False, True])
@pytest.mark.parametrize(("one", "other"), list(product(range(len(STORIES)), repeat=2)))
def test_stories_are_joined_with_their_translation_alone(one: int, other: int, declared: bool) -> None:
    pages = page("cn", STORIES[one].chinese), page("en", STORIES[other].english)
    assert bool(pair_across(*pages, declared=declared)) == (one == other)


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
    assert pair_across(page("cn", story.chinese), english, declared=False)
    assert pair_across(changed, english, declared=False) == []


def test_units_stand_where_the_pairs_say() -> None:
    pages = page("cn", VISIT.chinese), page("en", VISIT.english)
    pairs = pair_across(*pages, declared=False)
    assert [(pair.source, pair.target) for pair in pairs] == [((n,), (n,)) for n in range(4)]
    for unit in units_across(*pages, pairs):
        assert unit.is_across
        assert unit.first is None
        assert (unit.source.lang, unit.target.lang) == ("zh-Hans", "en")
        assert side_faults(unit.source, pages[0]) == side_faults(unit.target, pages[1]) == []


def test_a_page_of_both_languages_is_joined_with_none() -> None:
    chinese, english = page("cn", VISIT.chinese), page("en", VISIT.english)
    assert (side_of(chinese), side_of(english)) == ("zh", "en")
    texts = [*chinese.blocks, *(replace(block, n=block.n + 4) for block in english.blocks)]
    assert side_of(replace(chinese, blocks=tuple(texts))) is None
    stray = replace(english.blocks[3], n=4, text="Photo")
    assert side_of(replace(chinese, blocks=(*chinese.blocks, stray))) == "zh"
    assert side_of(replace(chinese, blocks=(*chinese.blocks, stray), pairs=(Pair((0,), (4,), 0.9),))) is None
    assert side_of(replace(chinese, blocks=())) is None
    assert side_of(replace(english, blocks=tuple(replace(block, lang="fr") for block in english.blocks))) is None


def test_a_few_words_are_never_enough() -> None:
    assert pair_across(page("cn", ("你好。",)), page("en", ("Hello.",)), declared=True) == []
