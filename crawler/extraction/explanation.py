"""The explanation of a page's extraction: what became of every text block, by rules and model, and why.

A page is analysed (``analyse_page``), and explained in one of two forms: lines for a terminal (``explain``), or the
page itself with its blocks marked (``explain_html``).
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from archive.model.page_headers_content_and_charset_names import Page
from crawler.extraction.decoding.html_tree_xpath_and_script_json import Locator
from crawler.extraction.document_extraction import find_on_page
from crawler.extraction.page_reading import PageReading
from crawler.extraction.removed_texts_and_reasons import Reasons
from crawler.extraction.text.text_blocks_normalisation_and_links import TextBlock
from crawler.sites import Profile

_COLOURS = {"block": "#16803c", "field": "#1d4ed8", "removed": "#b91c1c"}
_SHOWN = 100  # characters of a block


@dataclass(frozen=True, slots=True)
class BlockExplanation:
    """The explanation of a text block: what became of it (block, field or removed), and why.

    ``ruled`` says that the rules took it for text, ``odds`` is the model's log-odds, None where it was not asked;
    ``reason`` is why it was removed.
    """

    block: TextBlock
    fate: str
    ruled: bool
    odds: float | None
    reason: str

    def line(self) -> str:
        """Return the explanation of a text block in columns: number, fate, rules, model, reason."""
        rules = "text" if self.ruled else "-"
        model = "-" if self.odds is None else f"{self.odds:+.2f}"
        return f"{self.block.n:>4}  {self.fate:<7}  {rules:<5}  {model:>6}  {self.reason:<13}"


def analyse_page(page: Page, profile: Profile | None = None) -> PageReading | None:
    """Analyse a page as extraction does, without making its document; None for a page without text, or with too much.

    Raises UsageError for a faulty selector of the site's profile.
    """
    found = find_on_page(page, None, profile)[1]
    return found.reading if found else None


def explain(reading: PageReading) -> str:
    """Explain a page's extraction: a summary, then a line for each text block with number, fate, rules, model,
    reason, text.
    """
    locator = Locator(reading.segmented.root.element)
    lines = [_of_page(reading), "", f"{'n':>4}  {'fate':<7}  rules  {'model':>6}  {'reason':<13}  text"]
    for one in explain_blocks(reading):
        text = one.block.text if len(one.block.text) <= _SHOWN else f"{one.block.text[: _SHOWN - 1]}…"
        lines.append(f"{one.line()}  {text}  [{locator.xpath(one.block.holder)}]")
    return "\n".join(lines)


def explain_html(reading: PageReading) -> str:
    """Explain a page's extraction on the page itself: blocks outlined (green a block, blue a field, red removed),
    titles say why.

    Scripts are left out; images and style sheets are those of the page's address.
    """
    root = deepcopy(reading.segmented.root.element)
    locator = Locator(reading.segmented.root.element)
    for one in explain_blocks(reading):
        found = root.getroottree().xpath(locator.xpath(one.block.holder))
        for element in found if isinstance(found, list) else []:
            if isinstance(element, etree._Element):
                element.set("style", f"{element.get('style', '')};outline:2px solid {_COLOURS[one.fate]}")
                element.set("title", " ".join(one.line().split()))
    etree.strip_elements(root, "script", "noscript", with_tail=False)
    head = root.find("head")
    if head is not None and head.find("base") is None:
        head.insert(0, etree.Element("base", href=reading.metadata.base))
    return str(etree.tostring(root, encoding="unicode", method="html"))


def explain_blocks(reading: PageReading) -> Iterator[BlockExplanation]:
    """Yield an explanation of each text block of the page, in order."""
    kept, judged, reasons = reading.body_numbers, reading.judged, Reasons(reading)
    ruled = frozenset(judged.ruled)
    for block in reading.segmented.blocks:
        n = block.n
        fate = "block" if n in kept else "field" if n in judged.taken else "removed"
        reason = reasons.reason(n) if fate == "removed" else ""
        yield BlockExplanation(block, fate, n in ruled, judged.odds.get(n), reason)


def _of_page(reading: PageReading) -> str:
    verdict = reading.verdict
    found = "unsure: its text is kept, as of a page" if verdict.unsure else verdict.other or "an article"
    return (
        f"{reading.url}\nThe page is {found}. Rules: {verdict.ruled or 'an article'}; "
        f"model: {verdict.log_odds:+.2f}, probability {verdict.confidence:.2f}."
    )
