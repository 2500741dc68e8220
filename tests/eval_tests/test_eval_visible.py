"""What the scorer's own walk sees of a page."""

import pytest

from tests.eval.visible import page_text, visible_lines


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>x</script>",
        "<style>x</style>",
        "<template>x</template>",
        "<p hidden>x</p>",
        "<p style='color:red; Display : None'>x</p>",
        "<div style='visibility:hidden'><b>x</b></div>",
        "<dialog>x</dialog>",
        "<!-- x -->",
    ],
)
def test_hidden_text_is_not_seen_and_the_text_after_it_is(hidden: str) -> None:
    assert visible_lines(f"<body><p>a</p>{hidden}b</body>") == ["a", "b"]


def test_text_that_only_a_class_would_hide_is_seen() -> None:
    assert visible_lines("<p class='hidden'>a</p>") == ["a"]


def test_inline_elements_keep_the_spaces_between_words() -> None:
    assert visible_lines("<p>one <b>two</b> <i>three</i>\n four</p>") == ["one two three four"]


def test_block_elements_and_line_breaks_divide_lines() -> None:
    assert visible_lines("<div>a<br>b<p>c</p>d</div>") == ["a", "b", "c", "d"]


def test_what_depends_on_the_reader_is_page_text_that_is_never_asked_for() -> None:
    page = page_text("<p>a</p><noscript>n</noscript><select><option>o</option></select>")
    assert (page.key, page.whole_key) == ("a", "ano")
    assert set(page.bag) == {"a"}


@pytest.mark.parametrize("source", ["", "  ", "<?xml version='1.0' encoding='gbk'?><p>a</p>", "<p>\0a</p>"])
def test_odd_pages_are_read(source: str) -> None:
    assert page_text(source).key in ("", "a")


def test_links_with_nothing_between_them_are_one_word_or_two() -> None:
    page = page_text("<a>Home</a><a>News</a>")
    assert (set(page.bag), set(page.node_bag)) == ({"HomeNews"}, {"Home", "News"})
