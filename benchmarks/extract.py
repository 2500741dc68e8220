"""Extraction: ours beside other extractors, milliseconds a page, on the pages of the evaluation corpus.

    python benchmarks/extract.py

The pages are those of the corpus with a menu, a list and a script around them: few of them in small ones of about
5 kB, as many as pages of portals have in large ones of about 100 kB. Ours gives blocks, reasons, languages, facts
and pairs of blocks; trafilatura its text and metadata; the others text. Peers take part when they can be imported.
"""

import statistics
import time
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import lxml.html

from archive.bitext import pair_blocks
from archive.model.capture import Capture
from archive.model.document import Block, Document
from archive.model.page_headers_content_and_charset_names import Page
from crawler.extraction import extract
from tests.eval.gold import Case, read_corpus

ROUNDS = 5
SMALL, LARGE = (20, 15, 100), (450, 380, 8000)  # links in the menu, related links, numbers in the script
DATE = "2026-01-01T00:00:00Z"

Read = Callable[[bytes, str, str], object]


def _ours(payload: bytes, text: str, url: str) -> Document:
    headers = (("Content-Type", "text/html; charset=utf-8"),)
    return extract(Page("bench", Capture(url, None, None, None, None, DATE, 200, None), headers, payload))


def _pairing() -> Read:
    """The part of ours that pairs the blocks of a page's languages."""
    blocks: dict[bytes, tuple[Block, ...]] = {}

    def pair(payload: bytes, text: str, url: str) -> object:
        if payload not in blocks:
            blocks[payload] = _ours(payload, text, url).blocks
        return pair_blocks(blocks[payload])

    return pair


def _peers() -> dict[str, Read]:
    found: dict[str, Read] = {"ours": _ours, "ours, the pairing alone": _pairing()}
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


def _enlarged(text: str, links: int, related: int, numbers: int) -> str:
    """The page with things around its body as pages have them: a menu, a list with dates, a script."""
    body = text.lower().find("<body")
    at = text.find(">", body) + 1 if body >= 0 else 0
    menu = "".join(f'<li><a href="/c/{n}.html">栏目 {n} Section</a></li>' for n in range(links))
    more = "".join(
        f'<li><a href="/n/{n}.html">翻译行业第{n}次会议在深圳召开</a><span>2024-05-{n % 28 + 1:02d}</span></li>'
        for n in range(related)
    )
    script = f"<script>var a=[{','.join(map(str, range(numbers)))}];</script>"
    before, after = f"<div class=nav><ul>{menu}</ul></div>", f"<div class=more><ul>{more}</ul></div>{script}"
    end = text.lower().rfind("</body>")
    end = end if end > at else len(text)
    return text[:at] + before + text[at:end] + after + text[end:]


def _times(readers: dict[str, Read], pages: list[tuple[bytes, str, str]]) -> dict[str, float]:
    """Milliseconds of CPU a page: the median over the rounds, in each of which every reader has its turn."""
    rounds: dict[str, list[float]] = {name: [] for name in readers}
    for _ in range(ROUNDS):
        for name, read in readers.items():
            began = time.process_time()
            for page in pages:
                _attempt(read, page)
            rounds[name].append((time.process_time() - began) * 1000 / len(pages))
    return {name: statistics.median(times) for name, times in rounds.items()}


def _attempt(read: Read, page: tuple[bytes, str, str]) -> None:
    with suppress(Exception):  # a peer that fails on a page has spent its time all the same
        read(*page)


def _page(case: Case, around: tuple[int, int, int]) -> tuple[bytes, str, str]:
    text = _enlarged(case.html, *around)
    return text.encode("utf-8", "replace"), text, case.url


def main() -> None:
    cases = [case for case in read_corpus() if case.gold.blocks]
    small, large = ([_page(case, around) for case in cases] for around in (SMALL, LARGE))
    readers = _peers()
    for read in readers.values():
        for page in [*small, *large]:
            _attempt(read, page)
    in_small, in_large = _times(readers, small), _times(readers, large)
    print(f"| ms of CPU a page, {len(cases)} pages | {_kilobytes(small)} kB | {_kilobytes(large)} kB |")
    print("| --- | ---: | ---: |")
    for name in readers:
        print(f"| {name} | {in_small[name]:.2f} | {in_large[name]:.2f} |")


def _kilobytes(pages: list[tuple[bytes, str, str]]) -> int:
    return round(sum(len(payload) for payload, _, _ in pages) / len(pages) / 1000)


if __name__ == "__main__":
    main()
