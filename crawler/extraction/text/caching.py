"""Caches for what several steps of extraction ask of the same text: of a text block, or of a short line."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar, TypeVarTuple


class KeepsAnswers(Protocol):
    """An object that keeps what was found out about it."""

    @property
    def answers(self) -> dict[object, Any]: ...


_Block = TypeVar("_Block", bound=KeepsAnswers)
_Given = ParamSpec("_Given")
_Others = TypeVarTuple("_Others")
_Answer = TypeVar("_Answer")


def cached_on_block(
    question: Callable[Concatenate[_Block, _Given], _Answer],
) -> Callable[Concatenate[_Block, _Given], _Answer]:
    """Return the question with its answers kept in the block that it is asked of."""

    @wraps(question)
    def ask(block: _Block, /, *given: _Given.args, **named: _Given.kwargs) -> _Answer:
        key = (question, given, *named.items()) if given or named else question
        if key not in block.answers:
            block.answers[key] = question(block, *given, **named)
        answer: _Answer = block.answers[key]
        return answer

    return ask


def cached_if_short(
    longest: int, maxsize: int
) -> Callable[[Callable[[str, *_Others], _Answer]], Callable[[str, *_Others], _Answer]]:
    """Decorate a function of a text: keep its results for texts of up to ``longest`` characters in an LRU cache.

    Menus say the same on every page of a site, and several fields are looked for in one line; long texts differ, and
    would only fill the memory.
    """

    def decorate(function: Callable[[str, *_Others], _Answer]) -> Callable[[str, *_Others], _Answer]:
        cached = lru_cache(maxsize=maxsize)(function)

        @wraps(function)
        def call(text: str, /, *others: *_Others) -> _Answer:
            return cached(text, *others) if len(text) <= longest else function(text, *others)

        call.cache_clear = cached.cache_clear  # type: ignore[attr-defined] # as what lru_cache returns has it
        return call

    return decorate
