"""Terms of translation units: which stand up, how they are counted, and what is never one."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.terms import bilingual_units_and_term_candidates, term_pairing
from archive.terms.term_extraction import Term, find_terms
from archive.word_lists_and_character_tables import to_simplified
from tests.archive.terms.bilingual_units import SENTENCES, make_unit, make_units

PAIRS = {
    "产能合作": "industrial cooperation",
    "国际产能合作": "international industrial cooperation",
    "产能": "production capacity",
    "互联互通": "connectivity",
    "一带一路": "Belt and Road Initiative",
    "发展中国家": "developing countries",
}
TRADITIONAL = (
    ("產能合作帶來就業。", "Industrial cooperation brings jobs."),
    ("互聯互通惠及鄉村。", "Connectivity benefits villages."),
)
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=40)


def by_chinese(terms: list[Term]) -> dict[str, Term]:
    return {term.chinese: term for term in terms}


def test_terms_stand_up_beside_their_translations() -> None:
    found = by_chinese(find_terms(make_units()))
    assert {chinese: found[chinese].english for chinese in PAIRS if chinese in found} == PAIRS


def test_general_words_are_left_out_unless_asked_for() -> None:
    assert "港口" not in by_chinese(find_terms(make_units()))
    found = by_chinese(find_terms(make_units(), with_general=True))
    assert (found["港口"].english, found["港口"].type) == ("port", "general")


def test_what_stands_in_a_longer_term_counts_for_that_one() -> None:
    found = by_chinese(find_terms(make_units()))
    assert [found[one].count for one in ("国际产能合作", "产能合作", "产能")] == [3, 3, 3]
    assert [found[one].chinese_count for one in ("国际产能合作", "产能合作", "产能")] == [3, 6, 9]
    assert found["产能合作"].english_count == 6


NAMES = (
    ("约翰·米勒在海牙说，G20 论坛很重要。", "The G20 Forum mattered, John Miller said in The Hague."),
    ("海牙的冬天很冷，约翰·米勒说。", "Winter is cold in The Hague, John Miller said."),
    ("G20 论坛明年不在海牙。", "Next year the G20 Forum will not be in The Hague."),
    ("何思琪在滨海大学教书，她喜欢新德里。", "A teacher at Binhai University, He Siqi likes New Delhi."),
    ("滨海大学的何思琪去了新德里。", "Then He Siqi of Binhai University went to New Delhi."),
)


@pytest.mark.parametrize(
    ("chinese", "english", "kind"),
    [
        ("约翰·米勒", "John Miller", "person"),
        ("海牙", "The Hague", "place"),
        ("G20 论坛", "G20 Forum", "other"),
        ("何思琪", "He Siqi", "person"),
        ("滨海大学", "Binhai University", "organisation"),
        ("新德里", "New Delhi", "place"),
    ],
)
def test_names_with_dots_digits_and_small_words_have_a_type(chinese: str, english: str, kind: str) -> None:
    term = by_chinese(find_terms(make_units(NAMES + SENTENCES)))[chinese]
    assert (term.english, term.type) == (english, kind)


def test_further_translations_of_a_term_are_variants_of_it() -> None:
    sentences = (
        *SENTENCES,
        ("互联互通让贸易更快。", "Interconnection makes trade faster."),
        ("我们需要互联互通。", "We need interconnection."),
        ("互联互通是未来。", "The future is interconnection."),
    )
    found = [term for term in find_terms(make_units(sentences)) if term.chinese == "互联互通"]
    assert [(term.english, term.variants, term.documents) for term in found] == [
        ("connectivity", ("interconnection",), 7)
    ]
    assert found[0].first_seen == found[0].last_seen == "2026-01-02"


def test_examples_say_where_a_term_stands() -> None:
    term = by_chinese(find_terms(make_units()))["互联互通"]
    first = term.examples[0]
    assert (first.chinese.text, first.english.text) == SENTENCES[9]
    assert first.chinese.origin.url == "http://sample.example/9"
    for example in term.examples:
        assert term.chinese in example.chinese.text
        assert term.english.lower() in example.english.text.lower()


def test_traditional_characters_count_with_the_simplified() -> None:
    found = by_chinese(find_terms(make_units(SENTENCES + TRADITIONAL)))
    assert found["产能合作"].count == 4
    assert found["互联互通"].count == 5
    traditional = by_chinese(find_terms(make_units(TRADITIONAL * 2 + ((TRADITIONAL[0][0] + "好", "It is so."),))))
    assert all(to_simplified(term) in PAIRS for term in traditional)


def test_the_same_two_texts_count_once() -> None:
    spaced = [(f" {chinese}".replace("。", " 。 "), english.replace(" ", "  ")) for chinese, english in SENTENCES]
    wide = [(chinese.replace(",", "，"), english) for chinese, english in SENTENCES]
    assert find_terms(make_units((*SENTENCES, *SENTENCES, *spaced, *wide))) == find_terms(make_units())


def test_plural_and_singular_are_one_and_shown_as_they_stand_most_often() -> None:
    sentences = (
        ("两座港口已经建成。", "Two ports have been built."),
        ("这些港口很深。", "These ports are deep."),
        ("港口很忙。", "A port is busy."),
        *SENTENCES[6:9],
        *SENTENCES[-4:],
    )
    term = by_chinese(find_terms(make_units(sentences), with_general=True))["港口"]
    assert (term.english, term.english_count, term.chinese_count) == ("ports", 3, 3)


def test_a_capital_at_the_beginning_of_a_sentence_tells_nothing() -> None:
    assert by_chinese(find_terms(make_units()))["国际产能合作"].english[0] == "i"


def test_no_term_reaches_across_punctuation_or_has_a_particle_at_its_edge() -> None:
    sentences = [
        (f"我们的合作,发展的机遇{n}。", f"Our cooperation, the opportunity of development {n}.") for n in range(9)
    ]
    for term in find_terms(make_units(sentences)):
        assert not re.search("[,。0-9]", term.chinese)
        assert term.chinese[0] not in "的我们"
        assert term.chinese[-1] not in "的们"
        assert term.english.split()[0].lower() not in ("our", "the", "of")
        assert "," not in term.english


def test_what_meets_by_chance_is_no_term() -> None:
    """Every Chinese word with every English one, as often as not."""
    sentences = [
        (f"{chinese}很好。", f"A fine {english}.")
        for chinese in ("港口", "铁路", "水泥", "茶叶")
        for english in ("dog", "cat", "bird", "fish")
    ]
    assert find_terms(make_units(sentences)) == []


def test_a_least_count_and_a_limit() -> None:
    assert all(term.count >= 4 for term in find_terms(make_units(), min_count=4))
    assert "互联互通" in by_chinese(find_terms(make_units(), min_count=4))
    everything = find_terms(make_units())
    assert find_terms(make_units(), limit=2) == everything[:2]
    assert [term.score for term in everything] == sorted((term.score for term in everything), reverse=True)


def test_only_chinese_and_english_have_terms() -> None:
    assert find_terms([]) == []
    french = (make_unit(chinese, english, n, ("zh-Hans", "fr")) for n, (chinese, english) in enumerate(SENTENCES))
    assert find_terms(french) == []


def test_the_sides_may_stand_either_way_round() -> None:
    turned = (make_unit(english, chinese, n, ("en", "zh")) for n, (chinese, english) in enumerate(SENTENCES))
    assert by_chinese(find_terms(turned)).keys() == by_chinese(find_terms(make_units())).keys()


def test_rare_sequences_are_dropped_when_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bilingual_units_and_term_candidates, "MOST_SEQUENCES", 20)
    found = by_chinese(find_terms(make_units(SENTENCES)))
    assert "互联互通" in found
    assert len(found) < len(find_terms(make_units(SENTENCES))) + 20


def test_of_frequent_terms_a_sample_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    sentences = [(f"产能{'甲乙丙丁戊己庚辛壬癸'[n % 10]}。", f"No capacity {chr(97 + n)}{n}.") for n in range(60)]
    sentences += [(f"茶{n}。", f"No tea {n}.") for n in range(60)]
    monkeypatch.setattr(term_pairing, "MOST_UNITS", 7)
    assert by_chinese(find_terms(make_units(sentences)))["产能"].english == "capacity"


def test_a_megabyte_of_the_same_is_read_in_part() -> None:
    long = ("产能合作" * 250_000, "industrial cooperation " * 50_000)
    found = by_chinese(find_terms(make_units((*SENTENCES, long, ("茶" * 1_000_000, "t" * 1_000_000)))))
    assert found["产能合作"].english == "industrial cooperation"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(ANY_TEXT, ANY_TEXT), max_size=8))
def test_any_text_can_be_read(pairs: list[tuple[str, str]]) -> None:
    for term in find_terms(make_units(pairs * 2 + [(f"{a}x", b) for a, b in pairs])):
        assert any(term.chinese in " ".join(example.chinese.text.split()) for example in term.examples)
