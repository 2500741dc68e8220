"""Text fragments: what a browser is given to find."""

from urllib.parse import unquote

from hypothesis import given
from hypothesis import strategies as st

from archive.web.pages.links_url_parameters_and_snippets import text_fragment


def parts(text: str) -> list[str]:
    """What stands in the directive."""
    fragment = text_fragment(text)
    assert fragment.startswith("#:~:text=")
    return [unquote(part) for part in fragment.removeprefix("#:~:text=").split(",")]


def test_a_long_text_is_named_by_its_first_and_last_words() -> None:
    text = (
        "To strengthen industrial cooperation is a sure path for China. " * 3 + "This is good news for all countries."
    )
    start, end = parts(text)
    assert (start, end) == ("To strengthen industrial", "good news for all countries.")


def test_chinese_is_cut_beside_punctuation() -> None:
    text = (
        "中国加强国际产能合作,是自身经济加快转型升级的必由之路。经过多年发展,中国已进入工业化的成熟期。" * 2
        + "这对世界各国来说都将是个利好消息,也是世界经济发展的重要动力和源泉。"
    )
    start, end = parts(text)
    assert start == "中国加强国际产能合作,是自身经济加快转型升级的必由之路"
    assert end == "这对世界各国来说都将是个利好消息,也是世界经济发展的重要动力和源泉。"


def test_what_would_be_a_long_address_is_none() -> None:
    assert text_fragment("长" * 1_000_000) == ""
    assert len(text_fragment("长" * 1_000_000 + "。" + "短" * 30)) < 10_000


@given(st.text(max_size=300))
def test_what_is_named_stands_at_both_ends_of_the_text(text: str) -> None:
    if not text:
        assert text_fragment(text) == ""
        return
    try:
        text.encode()
    except UnicodeEncodeError:
        return
    named = parts(text)
    assert text.startswith(named[0])
    assert text.endswith(named[-1])
    assert sum(map(len, named)) <= len(text)


@given(st.text(alphabet="-,&# a产", min_size=1, max_size=80))
def test_nothing_in_the_text_is_read_as_part_of_the_directive(text: str) -> None:
    fragment = text_fragment(text).removeprefix("#:~:text=")
    assert not set(fragment) & set("-&# ")
    assert fragment.count(",") <= 1
