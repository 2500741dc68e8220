"""``python -m tests.eval.ablate``: takes each rule and word list of extraction out in turn, and says who needs it.

A rule is a function of ``crawler.extraction`` that says yes or no; without it the answer is no. A list is a pattern,
or a set, tuple or mapping of its modules; without it nothing matches. What no page needs can go.
"""

import argparse
import importlib
import pkgutil
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from types import ModuleType
from typing import Any

import crawler.extraction
from archive.model.document import Document
from crawler.extraction import extract
from crawler.extraction.text.word_lists_and_patterns import CompiledPattern
from tests.eval.columns import Scores
from tests.eval.gold import CORPUS, Case, read_corpus
from tests.eval.run import page_of
from tests.eval.score import score_document

_NEVER = re.compile(r"(?!)")
_PATTERNS = (re.Pattern, CompiledPattern)
_SHOWN = 5  # pages that are named


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule or list, by its module and name there, and what stands in its place when it is taken out."""

    module: str
    name: str
    without: Any

    def __str__(self) -> str:
        return f"{self.module}.{self.name}"


@dataclass(frozen=True, slots=True)
class Need:
    """The pages whose document is another one without a rule, and those of them that score less."""

    changed: tuple[str, ...]
    worse: tuple[str, ...]


def rules(modules: Sequence[ModuleType]) -> Iterator[Rule]:
    """The rules and lists of these modules, each where it is defined."""
    seen: set[int] = set()
    for module in modules:
        for name, value in vars(module).items():
            without = _without(module, name, value)
            if without is not None and id(value) not in seen:
                seen.add(id(value))
                yield Rule(module.__name__, name, without)


def need_of(rule: Rule, modules: Sequence[ModuleType], read: Callable[[], Sequence[Document | None]],
            cases: Sequence[Case], before: Sequence[Document | None]) -> Need:  # fmt: skip
    """Which pages need a rule. It stays taken out, so that this is done in a process that ends with it."""
    take_out(rule, modules)
    pairs = list(zip(cases, before, read(), strict=True))
    changed = [(case, old, new) for case, old, new in pairs if old != new]
    worse = [case.name for case, old, new in changed if _is_worse(_scores(case, old), _scores(case, new))]
    return Need(tuple(case.name for case, _, _ in changed), tuple(worse))


def take_out(rule: Rule, modules: Sequence[ModuleType]) -> None:
    """Puts what stands for nothing in a rule's place, in each module that has it, and forgets what was remembered."""
    value = getattr(sys.modules[rule.module], rule.name)
    for module in modules:
        for name, other in list(vars(module).items()):
            if other is value:
                setattr(module, name, rule.without)
            elif hasattr(other, "cache_clear") and not isinstance(other, type):
                other.cache_clear()


def extraction_modules() -> list[ModuleType]:
    """All modules of ``crawler.extraction``."""
    package = crawler.extraction
    found = pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    return [importlib.import_module(each.name) for each in found]


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when done."""
    parser = argparse.ArgumentParser(prog="python -m tests.eval.ablate", description=__doc__)
    parser.add_argument("corpora", nargs="*", type=Path, help="folders of pages with gold; without, our own")
    parser.add_argument("--only", default="", metavar="TEXT", help="only rules with this in their name")
    options = parser.parse_args(arguments)
    cases = [case for corpus in options.corpora or [CORPUS] for case in read_corpus(corpus)]
    modules = extraction_modules()
    found = [rule for rule in rules(modules) if options.only in str(rule)]
    _RUN.update(modules=modules, cases=cases, before=_read(cases))
    with get_context("fork").Pool(2, maxtasksperchild=1) as pool:  # a process for each, which has the pages read
        for rule, need in zip(found, pool.imap(_need, [(each.module, each.name) for each in found]), strict=True):
            print(_line(rule, need), flush=True)
    return 0


_RUN: dict[str, Any] = {}
"""What the processes are given by being forked: modules, cases, and the documents with all rules."""


def _need(place: tuple[str, str]) -> Need:
    modules, cases = _RUN["modules"], _RUN["cases"]
    rule = next(each for each in rules(modules) if (each.module, each.name) == place)
    return need_of(rule, modules, lambda: _read(cases), cases, _RUN["before"])


def _read(cases: Sequence[Case]) -> list[Document | None]:
    return [_document(case) for case in cases]


def _document(case: Case) -> Document | None:
    try:
        return extract(page_of(case))
    except Exception:  # a rule that is taken out may leave the others without what they stand on
        return None


def _scores(case: Case, document: Document | None) -> Scores:
    return score_document(case, document) if document else {}


def _is_worse(before: Scores, after: Scores) -> bool:
    return any((after.get(name) or 0) < score for name, score in before.items() if score is not None)


def _without(module: ModuleType, name: str, value: object) -> Any:
    if name.startswith("__"):
        return None
    if callable(value):
        answer = getattr(value, "__annotations__", {}).get("return")
        is_rule = answer in (bool, "bool") and value.__module__ == module.__name__
        return (lambda *_, **__: False) if is_rule else None
    if isinstance(value, _PATTERNS):
        return _NEVER
    if isinstance(value, (Set, Mapping)) and value:
        return type(value)() if isinstance(value, (frozenset, set, dict)) else {}
    return () if isinstance(value, tuple) and value and isinstance(value[0], (str, *_PATTERNS)) else None


def _line(rule: Rule, need: Need) -> str:
    if not need.changed:
        return f"{rule}: no page needs it"
    named = ", ".join(need.worse[:_SHOWN]) + (", …" if len(need.worse) > _SHOWN else "")
    return f"{rule}: {len(need.changed)} pages change, {len(need.worse)} are worse{': ' if named else ''}{named}"


if __name__ == "__main__":
    sys.exit(main())
