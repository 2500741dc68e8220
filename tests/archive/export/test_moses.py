"""Parallel plain text: three files with a line for each unit, whatever the texts."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.bitext.translation_units import TranslationUnit, unit_id
from archive.errors import ArchiveMissing
from archive.export.selection_counts_and_language_pairs import commonest_languages
from archive.export.tables_csv_jsonl_moses_and_glossary import language_names, moses_lines, moses_paths, write_moses
from tests.archive.export.sample_units import ANY_TEXT, DOCUMENT, HOSTILE, OTHER, make_cross_page_unit, make_unit


def written(prefix: Path, *units: TranslationUnit) -> list[list[str]]:
    """The lines of the three files, as a program that ends lines at line feeds alone reads them."""
    names = commonest_languages(map(language_names, units))
    write_moses((line.encode() for line in moses_lines(units)), prefix, names)
    return [path.read_bytes().decode().removesuffix("\n").split("\n") for path in moses_paths(prefix, names)]


def test_a_line_a_unit_in_each_file(tmp_path: Path) -> None:
    units = make_unit("再见。", "Bye."), make_cross_page_unit()
    source, target, ids = written(tmp_path / "corpus", *units)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["corpus.en", "corpus.ids", "corpus.zh"]
    assert (source, target) == (["再见。", "你好。"], ["Bye.", "Hello."])
    assert ids[1].split("\t") == [unit_id(units[1]), DOCUMENT.id, OTHER.id, "0.9000"]


@given(st.lists(st.tuples(ANY_TEXT, ANY_TEXT), min_size=1, max_size=4))
def test_line_counts_are_equal_whatever_the_text(
    tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[str, str]]
) -> None:
    hostile = [(text, text) for name, text in HOSTILE.items() if name != "megabyte"]
    folder = tmp_path_factory.mktemp("moses")
    files = written(folder / "corpus", *(make_unit(*pair) for pair in [*pairs, *hostile]))
    assert {len(lines) for lines in files} == {len(pairs) + len(hostile)}
    for path in folder.iterdir():
        assert len(path.read_text(encoding="utf-8").splitlines()) == len(pairs) + len(hostile)


def test_the_names_are_those_of_the_commonest_languages() -> None:
    units = [make_unit(), make_unit().turned(), make_unit()]
    assert commonest_languages(map(language_names, units)) == ("zh", "en")
    assert commonest_languages([language_names(units[1])]) == ("en", "zh")
    unit = make_unit()
    assert language_names(replace(unit, target=replace(unit.target, lang="zh-Hant"))) == ("zh-Hans", "zh-Hant")
    with pytest.raises(ArchiveMissing, match="no translation unit passes"):
        commonest_languages([])
