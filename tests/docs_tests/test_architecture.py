"""docs/architecture.md: a page's way names files, functions and types that exist, and names keep to the glossary."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from io import StringIO
from pathlib import Path
from tokenize import COMMENT, DEDENT, ENDMARKER, INDENT, NEWLINE, NL, generate_tokens

import pytest

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
SPINE_AT_MOST = 25
MODULES_AT_MOST, LINES_AT_LEAST, CODE_LINES_AT_MOST = 300, 30, 330
_WORD = re.compile("[A-Z]?[a-z]+")


def section(heading: str) -> str:
    return TEXT.partition(f"## {heading}\n")[2].partition("\n## ")[0]


def rows(heading: str) -> list[list[str]]:
    """The rows of a section's table, each with its cells, without the heads."""
    lines = [line for line in section(heading).splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


WAY = [
    (cells[1].strip("`"), cells[2].strip("`"), cells[3:]) for cells in rows("One page's way, by file and function")
]


@cache
def tree(path: str) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


def defined(path: str) -> set[str]:
    """The names of a module's functions and classes, and ``Class.method``."""
    found = set()
    for node in tree(path).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        if isinstance(node, ast.ClassDef):
            inside = (each for each in node.body if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef))
            found |= {f"{node.name}.{each.name}" for each in inside}
    return found


@cache
def modules() -> tuple[str, ...]:
    found = (path for package in ("archive", "crawler") for path in (ROOT / package).rglob("*.py"))
    return tuple(sorted(str(path.relative_to(ROOT)) for path in found))


@cache
def classes() -> frozenset[str]:
    nodes = (node for path in modules() for node in ast.walk(tree(path)))
    return frozenset(node.name for node in nodes if isinstance(node, ast.ClassDef))


@pytest.mark.parametrize(("path", "name"), [(path, name) for path, name, _ in WAY])
def test_the_way_names_what_is_there(path: str, name: str) -> None:
    assert name in defined(path)


def test_the_way_is_short() -> None:
    assert 15 < len({path for path, *_ in WAY}) <= SPINE_AT_MOST


def test_the_types_that_pass_exist() -> None:
    named = {name for *_, cells in WAY for cell in cells for name in re.findall(r"`([A-Z]\w+)`", cell)}
    assert named - classes() == {"Request", "Response"}  # Scrapy's


def names() -> Iterator[tuple[str, str]]:
    """The names of modules, and of their public classes, functions and methods, each with its module."""
    for path in modules():
        yield from ((path, part) for part in path.removesuffix(".py").split("/"))
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and node.name[0] != "_":
                yield path, node.name


def test_no_name_is_one_that_the_glossary_has_replaced() -> None:
    replaced = {name.strip() for *_, cell in rows("Words") for name in cell.split(",") if name.strip()}
    assert len(replaced) > 30
    whole = {f"{path}: {name}" for path, name in names() if name.lower() in replaced}
    words = ((path, name, word.lower()) for path, name in names() for word in _WORD.findall(name))
    parted = {f"{path}: {name}" for path, name, word in words if word in ALWAYS}
    assert whole | parted == set()


ALWAYS = frozenset([
    "twin", "twins", "imprint", "sighting", "turnout", "recall", "gist", "lanes", "remembering", "manner", "owed",
    "narrowing",
])  # fmt: skip
"""Replaced names that are no part of a longer name either."""


def test_the_parts_that_the_text_names_exist() -> None:
    """Every path of the repository that stands in backticks is there."""
    paths = re.findall(r"`((?:archive|crawler|tests|docs)/[\w/.-]*)`", TEXT)
    assert {path for path in paths if not (ROOT / path).exists()} == set()
    assert len(paths) > 40


PACKAGES = [path for path in modules() if path.endswith("/__init__.py")]


@pytest.mark.parametrize("path", PACKAGES)
def test_a_package_says_where_to_begin(path: str) -> None:
    """Its docstring tells what comes in and goes out, and names a module, package or function of it to begin with."""
    said = ast.get_docstring(tree(path)) or ""
    inside = {each.stem for each in (ROOT / path).parent.iterdir()} - {"__init__", "__pycache__"}
    named = {part for name in re.findall(r"``([\w.]+)``", said) for part in name.split(".")}
    assert "egin" in said
    assert named & inside


def code_lines(path: str) -> int:
    """The lines of a module without blank lines, comments and docstrings."""
    text = (ROOT / path).read_text(encoding="utf-8")
    docs = (
        node for node in ast.walk(tree(path))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    )  # fmt: skip
    left_out = {line for node in docs for line in range(node.lineno, (node.end_lineno or 0) + 1)}
    tokens = (token for token in generate_tokens(StringIO(text).readline) if token.type not in LAYOUT)
    return len({line for token in tokens for line in range(token.start[0], token.end[0] + 1)} - left_out)


LAYOUT = frozenset([COMMENT, DEDENT, ENDMARKER, INDENT, NEWLINE, NL])


def test_modules_are_few_and_neither_short_nor_long() -> None:
    lines = {path: (ROOT / path).read_text(encoding="utf-8").count("\n") for path in modules()}
    assert len(lines) <= MODULES_AT_MOST
    assert {path: code_lines(path) for path in lines if code_lines(path) > CODE_LINES_AT_MOST} == {}
    named = {path: count for path, count in lines.items() if not path.endswith("__.py")}
    assert {path: count for path, count in named.items() if count < LINES_AT_LEAST} == {}
