"""The table of attacks names tests that there are, and every test of this folder."""

import ast
import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", (HERE / "README.md").read_text("utf-8"))


@pytest.mark.parametrize("path", sorted({path for path, _ in NAMED}))
def test_named_tests_exist(path: str) -> None:
    made = {
        node.name for node in ast.parse((ROOT / path).read_text("utf-8")).body if isinstance(node, ast.FunctionDef)
    }
    assert {name for where, name in NAMED if where == path} - made == set()


def test_each_module_here_is_named() -> None:
    modules = {path.relative_to(ROOT).as_posix() for path in HERE.glob("test_*.py")} - {
        "tests/adversary/test_attacks.py"
    }
    assert modules - {path for path, _ in NAMED} == set()
