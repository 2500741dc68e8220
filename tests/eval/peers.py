"""Other people's extractors, each behind one small adapter; whichever can be imported is measured.

They are given the page's address and its text as it is truly written, so that none is judged by its guess at a
charset. A page on which one of them raises counts as read empty. None of them is needed to run the evaluation.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import Any, Protocol

from tests.eval.reading import Reading, normalised
from tests.eval.visible import visible_lines


class Source(Protocol):
    """What every extractor is given: the page's address, and its text as it is truly written."""

    @property
    def url(self) -> str: ...

    @property
    def html(self) -> str: ...


Adapter = Callable[[Any, Source], Reading]


@dataclass(frozen=True, slots=True)
class Peer:
    """An extractor: its distribution, its version here, whether it gives dates, and how it reads a page."""

    name: str
    version: str
    dates: bool
    read: Callable[[Source], Reading]


def available() -> list[Peer]:
    """The peers that are installed, in the order of the table."""
    return [
        Peer(name, _version(name), name not in _WITHOUT_DATES, partial(_read, adapter, import_module(module)))
        for name, (module, adapter) in _ADAPTERS.items()
        if find_spec(module.partition(".")[0])
    ]


def _read(adapter: Adapter, module: Any, case: Source) -> Reading:
    """What the adapter reads; nothing where the extractor fails, and its errors are not ours to know."""
    try:
        return adapter(module, case)
    except Exception:
        return Reading((), None, None)


def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return ""


def _lines(text: str | None) -> tuple[str, ...]:
    """The lines that hold text, without the marks that stand for a list."""
    lines = (normalised(line).removeprefix("- ") for line in (text or "").splitlines())
    return tuple(line for line in lines if line)


def _trafilatura(module: Any, case: Source) -> Reading:
    found = module.bare_extraction(case.html, url=case.url, include_comments=False, with_metadata=True)
    if found is None:
        return Reading((), None, None)
    return Reading(_lines(found.text), found.title, found.date)


def _gne(module: Any, case: Source) -> Reading:
    found = module.GeneralNewsExtractor().extract(case.html)
    return Reading(_lines(found["content"]), found["title"] or None, found["publish_time"] or None)


def _readability(module: Any, case: Source) -> Reading:
    document = module.Document(case.html, url=case.url)
    return Reading(tuple(visible_lines(document.summary())), document.short_title(), None)


def _newspaper(module: Any, case: Source) -> Reading:
    article = module.article(case.url, input_html=case.html, fetch_images=False)  # it would look for them on the web
    date = article.publish_date
    return Reading(_lines(article.text), article.title or None, date.isoformat() if date else None)


def _resiliparse(module: Any, case: Source) -> Reading:
    tree = import_module("resiliparse.parse.html").HTMLTree.parse(case.html)
    return Reading(_lines(module.extract_plain_text(tree, main_content=True)), tree.title or None, None)


_ADAPTERS: dict[str, tuple[str, Adapter]] = {
    "trafilatura": ("trafilatura", _trafilatura),
    "gne": ("gne", _gne),
    "readability-lxml": ("readability", _readability),
    "newspaper4k": ("newspaper", _newspaper),
    "resiliparse": ("resiliparse.extract.html2text", _resiliparse),
}
_WITHOUT_DATES = frozenset({"readability-lxml", "resiliparse"})
