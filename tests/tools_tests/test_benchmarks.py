"""``make bench`` runs in the environment of tools/peers.txt, which lacks what only tests need."""

import ast
import re
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parents[2]


@cache
def _imports(path: Path) -> tuple[str, ...]:
    """The full names that a file imports as it is loaded."""
    names: list[str] = []
    for statement in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(statement, ast.Import):
            names += [name.name for name in statement.names]
        elif isinstance(statement, ast.ImportFrom) and statement.module:
            names += [f"{statement.module}.{name.name}" for name in statement.names]
    return tuple(names)


@cache
def _file_of(name: str) -> Path | None:
    """The project's own file that defines a name, if one does."""
    candidates = (ROOT / part for part in (f"{name.replace('.', '/')}.py", f"{name.replace('.', '/')}/__init__.py"))
    parent = name.rpartition(".")[0]
    return next((path for path in candidates if path.exists()), _file_of(parent) if parent else None)


def _packages(path: Path) -> set[str]:
    """The packages of others that loading a file needs, through the project's own files too."""
    needed, seen, waiting = set[str](), set[Path](), {path}
    while waiting:
        seen.add(current := waiting.pop())
        for name in _imports(current):
            own = _file_of(name)
            waiting |= {own} - seen if own else set()
            needed |= set() if own else {name.partition(".")[0]}
    return needed


def test_benchmarks_import_only_what_their_environment_has() -> None:
    locked = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / "tools/peers.txt").read_text(encoding="utf-8"), re.MULTILINE))
    installed = packages_distributions()
    for path in (ROOT / "benchmarks").glob("*.py"):
        for package in _packages(path).intersection(installed):
            names = {re.sub(r"[-_.]+", "-", name).lower() for name in installed[package]}
            assert names & locked, f"{path.name} imports {package}"
