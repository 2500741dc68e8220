"""Scores of the body: which gold blocks were found, and what was said of them."""

from collections import Counter
from collections.abc import Iterable, Sequence

from archive.model.document import Document
from tests.eval.columns import Scores
from tests.eval.gold import Gold
from tests.eval.reading import Reading, normalised
from tests.eval.tokens import bag, f1, key

SHORT = 30
"""A gold block of at most so many characters is a short line."""

Link = tuple[int, int]


def match_blocks(gold: Gold, texts: Sequence[str]) -> dict[int, int]:
    """For each gold block that is exactly one of the texts, the number of that text; each text is used once."""
    places: dict[str, list[int]] = {}
    for number, text in enumerate(texts):
        places.setdefault(normalised(text), []).append(number)
    matched = {}
    for number, block in enumerate(gold.blocks):
        if places.get(block.text):
            matched[number] = places[block.text].pop(0)
    return matched


def body_scores(gold: Gold, reading: Reading) -> Scores:
    """Body F1, exact blocks, block precision, short lines and boilerplate kept out, for any extractor."""
    matched = match_blocks(gold, reading.texts)
    short = [number for number, block in enumerate(gold.blocks) if len(block.text) <= SHORT]
    wanted = bag(block.text for block in gold.blocks)
    return {
        "body_f1": f1(bag(reading.texts), wanted) if gold.blocks else float(not reading.texts),
        "exact": len(matched) / len(gold.blocks) if gold.blocks else None,
        "precision": _precision(len(matched), len(reading.texts), bool(gold.blocks)),
        "short": sum(number in matched for number in short) / len(short) if short else None,
        "kept_out": _kept_out(gold, reading.texts),
    }


def _precision(right: int, found: int, wanted: bool) -> float | None:
    """The share of the blocks found that are right; None for an article without text of which none was found."""
    if not found:
        return 0.0 if wanted else None
    return right / found


def let_in(gold: Gold, texts: Iterable[str]) -> list[str]:
    """The boilerplate that stands in the body more often than the gold body says the same words."""
    body = "".join(key(text) for text in texts)
    wanted = "".join(key(block.text) for block in gold.blocks)
    return [one.text for one in gold.removed if body.count(key(one.text)) > wanted.count(key(one.text))]


def _kept_out(gold: Gold, texts: Iterable[str]) -> float | None:
    return 1 - len(let_in(gold, texts)) / len(gold.removed) if gold.removed else None


def block_scores(gold: Gold, document: Document) -> Scores:
    """Language and kind of the gold blocks that were found, and the pairs between them."""
    matched = match_blocks(gold, [block.text for block in document.blocks])
    right = [(gold.blocks[number], document.blocks[at]) for number, at in matched.items()]
    if not gold.blocks:
        return {"lang": None, "kinds": None, "pairs": None}
    return {
        "lang": sum(wanted.lang == found.lang for wanted, found in right) / len(right) if right else 0.0,
        "kinds": sum(found.kind in wanted.kinds for wanted, found in right) / len(right) if right else 0.0,
        "pairs": _pairs(gold, document, matched),
    }


def _pairs(gold: Gold, document: Document, matched: dict[int, int]) -> float | None:
    """F1 over the links of one block with one; None where no gold block translates another."""
    if not gold.pairs:
        return None
    wanted, found = _links(gold, document, matched)
    return 2 * (wanted & found).total() / (wanted.total() + found.total())


def links_amiss(gold: Gold, document: Document) -> tuple[int, int]:
    """How many links between blocks are missing, and how many should not be."""
    wanted, found = _links(gold, document, match_blocks(gold, [block.text for block in document.blocks]))
    return (wanted - found).total(), (found - wanted).total()


def _links(gold: Gold, document: Document, matched: dict[int, int]) -> tuple[Counter[Link], Counter[Link]]:
    """The links of the gold and of the document, both by the document's numbers; -1 for a block not found."""
    at = {number: document.blocks[place].n for number, place in matched.items()}
    wanted = Counter((at.get(s, -1), at.get(t, -1)) for source, target in gold.pairs for s in source for t in target)
    found = Counter((s, t) for pair in document.pairs for s in pair.source for t in pair.target)
    return wanted, found
