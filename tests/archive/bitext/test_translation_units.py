"""Translation units: what they hold, where they say they stand, and what is flagged in them."""

from dataclasses import replace

import pytest

from archive.bitext.translation_units import (
    BlockSpan,
    Side,
    cross_page_units,
    find_flags,
    side_faults,
    units_of_document,
)
from archive.model.document import Block, Document, Pair
from tests.archive.index.sample_documents import make_document

CHINESE = "中国有3亿人。我们明天去北京开会。"
ENGLISH = "There are 300 million people in China.  We will go to Beijing tomorrow for a meeting."


def bilingual(*texts: tuple[str, str], pairs: tuple[Pair, ...]) -> Document:
    """A document with these blocks, each with its language."""
    blocks = tuple(Block(n, "paragraph", text, lang, 1.0, "/p") for n, (lang, text) in enumerate(texts))
    return replace(make_document(), blocks=blocks, pairs=pairs)


def text_at(document: Document, side: Side) -> str:
    (place,) = side.places
    return document.blocks[place.block].text[place.start : place.end]


def test_a_unit_for_each_bead_with_its_places() -> None:
    document = bilingual(("en", ENGLISH), ("zh-Hans", CHINESE), pairs=(Pair((1,), (0,), 0.9),))
    found = list(units_of_document(document))
    assert [(unit.source.text, unit.target.text) for unit in found] == [
        ("中国有3亿人。", "There are 300 million people in China."),
        ("我们明天去北京开会。", "We will go to Beijing tomorrow for a meeting."),
    ]
    for unit in found:
        assert text_at(document, unit.source) == unit.source.text
        assert text_at(document, unit.target) == unit.target.text
        assert (unit.source.lang, unit.target.lang, unit.first) == ("zh-Hans", "en", "target")
        assert 0 < unit.score <= 0.9
        assert (unit.document, unit.version, unit.capture) == (document.id, document.version, document.capture)
        assert unit.flags == ()


def test_a_side_over_two_blocks_has_two_places() -> None:
    document = bilingual(
        ("zh-Hans", "我们明天去北京开会，"), ("zh-Hans", "然后回家。"), ("en", "We meet in Beijing, then go home."),
        pairs=(Pair((0, 1), (2,), 1.0),),
    )  # fmt: skip
    (unit,) = units_of_document(document)
    assert unit.source.places == (BlockSpan(0, 0, 10), BlockSpan(1, 0, 5))
    assert unit.source.text == "我们明天去北京开会，然后回家。"


def test_the_same_texts_again_are_a_duplicate() -> None:
    pair = (("zh-Hans", "我们明天去北京开会。"), ("en", "We will go to Beijing tomorrow for a meeting."))
    document = bilingual(*pair, *pair, pairs=(Pair((0,), (1,), 1.0), Pair((2,), (3,), 1.0)))
    assert [unit.flags for unit in units_of_document(document)] == [(), ("duplicate",)]


def test_the_same_document_gives_the_same_units() -> None:
    document = bilingual(("zh-Hans", CHINESE), ("en", ENGLISH), pairs=(Pair((0,), (1,), 0.9),))
    assert list(units_of_document(document)) == list(units_of_document(document))
    assert list(units_of_document(replace(document, pairs=()))) == []


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("2015年4月28日", "On April 28, 2015", ()),
        ("２０１５年4月28日", "On April 28,2015", ()),
        ("二〇一五年，三十五个国家", "In 2015, 35 countries", ()),
        ("1.5亿元，12,500人", "150 million yuan and 12500 people", ()),
        ("3万亿美元", "3 trillion dollars", ()),
        ("有三个人。", "There are 3 people.", ()),
        ("增长了25%。", "It grew by 52%.", ("number-mismatch",)),
        ("Hello there", "Hello there.", ("copied-source", "odd-length-ratio", "wrong-language")),
        ("好的，没有问题。", "没有问题，好的。", ("odd-length-ratio", "wrong-language")),
        ("好。", "This is a very long translation of a very short word.", ("odd-length-ratio",)),
        ("我们坐IBM的车。", "We ride in a car of 国际 IBM.", ()),
    ],
)
def test_flags(source: str, target: str, expected: tuple[str, ...]) -> None:
    assert find_flags(source, target, ("zh-Hans", "en")) == expected


def test_letters_are_judged_by_the_language() -> None:
    assert find_flags("日本の首都", "The capital of Japan", ("ja", "en")) == ()
    assert find_flags("Столица", "首都", ("ru", "zh")) == ()
    assert find_flags("首都", "Столица", ("zh", "ja")) == ("wrong-language",)


def titled(title: str | None, subtitle: str | None) -> Document:
    languages = {"en": 0.6, "zh-Hans": 0.4}
    return replace(bilingual(pairs=()), title=title, subtitle=subtitle, languages=languages)


@pytest.mark.parametrize(
    ("title", "subtitle", "first"),
    [
        ("口译员的一天", "A Day in the Life of an Interpreter", "source"),
        ("A Day in the Life of an Interpreter", "口译员的一天", "target"),
    ],
)
def test_a_title_in_two_languages_is_a_unit(title: str, subtitle: str, first: str) -> None:
    (unit,) = units_of_document(titled(title, subtitle))
    assert (unit.source.text, unit.source.lang) == ("口译员的一天", "zh-Hans")
    assert (unit.target.text, unit.target.lang) == ("A Day in the Life of an Interpreter", "en")
    assert unit.source.places == unit.target.places == ()
    assert unit.first == first
    assert unit.score > 0.9


@pytest.mark.parametrize(
    ("title", "subtitle"),
    [
        ("促进国际产能合作", "Keynote Speech by Foreign Minister Wang Yi"),
        ("促进国际产能合作", "王毅部长的演讲"),
        ("Day of Interpreters", "A Day in the Life of an Interpreter"),
        ("口译员的一天", None),
        (None, None),
    ],
)
def test_a_subtitle_that_says_something_else_is_no_unit(title: str | None, subtitle: str | None) -> None:
    assert list(units_of_document(titled(title, subtitle))) == []


def test_titles_of_two_pages_are_a_unit() -> None:
    chinese = titled("口译员的一天", "本报记者")
    english = replace(titled("A Day in the Life of an Interpreter", None), id="sample-000000000001")
    (unit,) = cross_page_units(chinese, english, [])
    assert unit.is_cross_page
    assert unit.first is None
    assert side_faults(unit.source, chinese) == side_faults(unit.target, english) == []
    assert side_faults(unit.source, english) != []
