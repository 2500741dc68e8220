"""Patterns are compiled when a page first needs them, and all of them can be."""

import re
from importlib import import_module
from pkgutil import walk_packages
from typing import cast

import pytest

import crawler.extraction
from crawler.extraction.text.word_lists_and_patterns import CompiledPattern, any_of, lazy_pattern


def test_a_pattern_is_compiled_at_its_first_use() -> None:
    broken = lazy_pattern("(")
    with pytest.raises(re.error):
        broken.search("")


def test_a_pattern_has_what_a_compiled_one_has() -> None:
    assert lazy_pattern("B+", re.IGNORECASE).sub("c", "abba") == "aca"
    assert lazy_pattern(rb"b(.)").pattern == rb"b(.)"


def test_every_pattern_of_extraction_compiles() -> None:
    found = 0
    for module in walk_packages(crawler.extraction.__path__, "crawler.extraction."):
        for value in vars(import_module(module.name)).values():
            if isinstance(value, CompiledPattern):
                assert cast(re.Pattern[str], value).pattern
                found += 1
    assert found > 200


def test_a_list_takes_others_in_by_name() -> None:
    assert "{credit notice}" not in any_of("page", "credit notice line")
    assert "copyright notice" in any_of("page", "credit notice line")
