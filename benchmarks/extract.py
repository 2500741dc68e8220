"""Extraction: ours beside other extractors, milliseconds a page, on the pages of the evaluation corpus.

    python benchmarks/extract.py

Small pages are the corpus's own, about 5 kB; large ones are the same with menus, scripts and lists around them as
pages of portals have them, about 100 kB. Ours gives blocks, reasons, languages and facts; trafilatura its text and
metadata; the others text. Peers take part when they can be imported.
"""

import statistics
import time
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import lxml.html

from archive.model.capture import Capture
from archive.model.page import Page
from crawler.extraction import extract
from tests.eval.gold import Case, read_corpus

ROUNDS = 3
LARGE = 100_000
DATE = "2026-01-01T00:00:00Z"

Read = Callable[[bytes, str, str], object]


def _ours(payload: bytes, text: str, url: str) -> object:
    headers = (("Content-Type", "text/html; charset=utf-8"),)
    return extract(Page("bench", Capture(url, None, None, None, None, DATE, 200, None), headers, payload))


def _peers() -> dict[str, Read]:
    found: dict[str, Read] = {"ours": _ours}
    for name, (module, make) in _MAKERS.items():
        if find_spec(module.partition(".")[0]):
            found[name] = make(import_module(module))
    found["lxml, the tree alone"] = lambda payload, text, url: lxml.html.fromstring(text)
    return found


def _trafilatura(module: Any) -> Read:
    return lambda payload, text, url: module.bare_extraction(text, url=url, with_metadata=True)


def _readability(module: Any) -> Read:
    return lambda payload, text, url: module.Document(text, url=url).summary()


def _gne(module: Any) -> Read:
    return lambda payload, text, url: module.GeneralNewsExtractor().extract(text)


def _justext(module: Any) -> Read:
    words = module.get_stoplist("English")
    return lambda payload, text, url: module.justext(text, words)


def _resiliparse(module: Any) -> Read:
    return lambda payload, text, url: module.extract_plain_text(text, main_content=True)


_MAKERS: dict[str, tuple[str, Callable[[Any], Read]]] = {
    "trafilatura": ("trafilatura", _trafilatura),
    "readability-lxml": ("readability", _readability),
    "GNE": ("gne", _gne),
    "jusText": ("justext", _justext),
    "resiliparse": ("resiliparse.extract.html2text", _resiliparse),
}


def _enlarged(text: str) -> str:
    """The page with as much around its body as pages of portals have: menus, lists with dates, scripts."""
    body = text.lower().find("<body")
    at = text.find(">", body) + 1 if body >= 0 else 0
    menu = "".join(f'<li><a href="/c/{n}.html">栏目 {n} Section</a></li>' for n in range(400))
    related = "".join(
        f'<li><a href="/n/{n}.html">翻译行业第{n}次会议在深圳召开</a><span>2024-05-{n % 28 + 1:02d}</span></li>'
        for n in range(300)
    )
    script = f"<script>var a=[{','.join(map(str, range(6000)))}];</script>"
    before, after = f"<div class=nav><ul>{menu}</ul></div>", f"<div class=more><ul>{related}</ul></div>{script}"
    end = text.lower().rfind("</body>")
    end = end if end > at else len(text)
    return text[:at] + before + text[at:end] + after + text[end:]


def _time(read: Read, pages: list[tuple[bytes, str, str]]) -> float:
    """Milliseconds a page, the median of the rounds."""
    rounds = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        for page in pages:
            _attempt(read, page)
        rounds.append((time.perf_counter() - began) * 1000 / len(pages))
    return statistics.median(rounds)


def _attempt(read: Read, page: tuple[bytes, str, str]) -> None:
    with suppress(Exception):  # a peer that fails on a page has spent its time all the same
        read(*page)


def _page(case: Case, large: bool) -> tuple[bytes, str, str]:
    text = _enlarged(case.html) if large else case.html
    return text.encode("utf-8", "replace"), text, case.url


def main() -> None:
    cases = [case for case in read_corpus() if case.gold.blocks]
    sizes = {"small": [_page(case, False) for case in cases], "large": [_page(case, True) for case in cases]}
    means = {name: sum(len(page[0]) for page in pages) // len(pages) for name, pages in sizes.items()}
    print(f"| ms a page ({len(cases)} pages) | {means['small'] / 1000:.0f} kB | {means['large'] / 1000:.0f} kB |")
    print("| --- | ---: | ---: |")
    for name, read in _peers().items():
        print(f"| {name} | {_time(read, sizes['small']):.2f} | {_time(read, sizes['large']):.2f} |", flush=True)


if __name__ == "__main__":
    main()
