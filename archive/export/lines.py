"""Translation units as lines of cells with a tab between, as Moses' and OPUS' tools read them."""

import re
from collections.abc import Iterable, Iterator

from archive.bitext.units import TranslationUnit
from archive.export.text import storable

_BETWEEN_CELLS = re.compile(r"[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")


def tsv_lines(units: Iterable[TranslationUnit]) -> Iterator[str]:
    """A line for each unit: source, target, score, the two languages, document, URL, and those of the target.

    There is no head. The last two differ from the two before only where the sides stand on two pages. What would
    end a cell becomes a space, and a lone surrogate U+FFFD.
    """
    for unit in units:
        cells = (
            unit.source.text, unit.target.text, f"{unit.score:.4f}", unit.source.lang, unit.target.lang,
            unit.document, unit.url, unit.target.origin.document, unit.target.origin.url,
        )  # fmt: skip
        yield "\t".join(map(_cell, cells)) + "\n"


def _cell(text: str) -> str:
    return storable(_BETWEEN_CELLS.sub(" ", text))
