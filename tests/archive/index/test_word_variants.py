"""Words written with ~ find their plurals and singulars, with diacritics and without, and no others."""

import re
import tempfile
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.index import Filters, Index, IndexWriter, SearchOptions
from archive.index.folding import fold, strip_diacritics
from archive.index.query_language.vocabulary_and_word_variants import (
    accented_words,
    is_same_word,
    variants,
)
from archive.layout import Archive
from tests.archive.index.sample_documents import make_document

_ENDINGS = ("", "s", "es", "ies", "y", "ss", "us", "is", "x", "xes", "ch", "ches", "o", "oes", "e", "news")
_words = st.builds(
    lambda stem, ending: stem + ending,
    st.text("abeéëoóñcçsx", min_size=1, max_size=4),
    st.sampled_from(_ENDINGS),
) | st.sampled_from(["men", "man", "women", "children", "child", "lives", "life", "countries", "country", "série"])
_texts = st.lists(_words | st.sampled_from(["合作", "-", "的", ",", "2025年"]), min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("word", "same", "other"),
    [
        ("country", ["countries", "country"], ["count", "countrys'"]),
        ("boxes", ["box", "boxe"], ["boxer"]),
        ("café", ["cafe", "cafes", "cafés"], ["caf"]),
        ("men", ["man", "mens"], ["me", "woman"]),
        ("glass", ["glasses"], ["glas"]),
        ("news", [], ["new"]),
        ("movie", ["movies"], ["movy"]),
    ],
)
def test_which_words_are_the_same(word: str, same: list[str], other: list[str]) -> None:
    assert all(is_same_word(word, one) and is_same_word(one, word) for one in same)
    assert not any(is_same_word(word, one) for one in other)


@given(_words, _words)
def test_variants_are_all_words_that_are_the_same(wanted: str, held: str) -> None:
    wanted, held = fold(wanted), fold(held)
    accents = list(accented_words(held))
    found = variants(wanted, lambda plain: [word for base, word in accents if base == plain])
    assert (held in found) == (is_same_word(wanted, held) or held == wanted)
    assert found[0] == wanted


@given(st.text())
def test_words_with_diacritics_are_those_that_change_without(text: str) -> None:
    for plain, word in accented_words(fold(text)):
        assert plain == strip_diacritics(word) != word


def scan(texts: list[str], query: list[str]) -> set[str]:
    """The texts in which words that are the same stand beside each other."""
    return {text for text in texts if _holds(_parts(text), _parts(" ".join(query)))}


def _parts(text: str) -> list[str]:
    """Words, and each character that is in none; a space between words is nothing."""
    found = re.findall(r"[a-zéëóñç]+|[0-9]+|.", fold(" ".join(text.split())))
    return [
        part
        for at, part in enumerate(found)
        if part != " " or not (_is_word(found, at - 1) and _is_word(found, at + 1))
    ]


def _is_word(parts: list[str], at: int) -> bool:
    return 0 <= at < len(parts) and unicodedata.category(parts[at][0]) in ("Ll", "Nd")


def _holds(parts: list[str], wanted: list[str]) -> bool:
    starts = range(len(parts) - len(wanted) + 1)
    return any(all(is_same_word(*pair) for pair in zip(parts[at:], wanted, strict=False)) for at in starts)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(_texts, min_size=1, max_size=6), st.lists(_words, min_size=1, max_size=3), st.booleans())
def test_what_is_found_is_what_a_scan_finds(written: list[list[str]], query: list[str], everywhere: bool) -> None:
    texts = list({" ".join(words) for words in written})
    with tempfile.TemporaryDirectory() as directory:
        archive = Archive(Path(directory)).create()
        with IndexWriter(archive) as writer:
            writer.add((), [make_document(text, path=str(at), title=None) for at, text in enumerate(texts)])
        asked = f'"{" ".join(query)}"'
        with Index(archive) as index:
            result = index.search(
                asked if everywhere else f"{asked}~", Filters(), 100, None, SearchOptions(tolerant=everywhere)
            )
            exact = index.search(asked, Filters(), 100)
    assert {hit.document.blocks[0].text for hit in result.hits} == scan(texts, query)
    assert exact.total <= result.total
    for hit in result.hits:
        for begin, end in hit.snippets[0].spans:
            assert _holds(_parts(hit.snippets[0].text[begin:end]), _parts(" ".join(query)))
        assert hit.snippets[0].spans


def test_tolerance_is_asked_for_by_term_or_for_all(archive: Archive) -> None:
    with IndexWriter(archive) as writer:
        writer.add((), [make_document("the cafés of two countries, 合作", path="1", title="Cities")])

    def total(query: str, tolerant: bool = False) -> int:
        with Index(archive) as index:
            return index.search(query, Filters(), 1, None, SearchOptions(tolerant=tolerant)).total

    assert total("cafe country") == total("cafe~ country") == 0
    assert total("cafe~ country~") == total("cafe country 合作", tolerant=True) == 1
    assert total('"cafe of two country"~') == total("title:city~") == total("title:city", tolerant=True) == 1
    assert total("coun*", tolerant=True) == 1
    assert total("cou", tolerant=True) == 0
