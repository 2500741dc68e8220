from datetime import date
from pathlib import Path

import pytest

from crawler.extraction.model.block_features import FEATURES
from crawler.extraction.model.learned_verdicts_on_article_body_and_page_kind import FILE, read_weights
from crawler.extraction.model.page_features import PAGE_FEATURES
from tools.model.alignment import in_gold
from tools.model.writing import TABLE, Learned, write_weights

LONG = "The ferry to the island ran again on Monday, after the ice had closed the harbour."


@pytest.mark.parametrize(
    ("texts", "gold", "found"),
    [
        (["Home", LONG, "Share"], LONG, [False, True, False]),
        (["Share", LONG, "Share"], f"{LONG}\nShare", [False, True, True]),
        ([LONG, "The end", LONG], f"{LONG} The end", [True, True, False]),
        (["The end", LONG], f"{LONG} The end", [False, True]),
        (["On Monday", f"{LONG} It is blue.", "On Monday"], f"On Monday {LONG}", [True, True, False]),
        (["渡船", "渡船停了十二年"], "渡船停了十二年", [False, True]),
        (["", "…"], LONG, [False, False]),
    ],
)
def test_pieces_are_found_in_the_gold_in_order(texts: list[str], gold: str, found: list[bool]) -> None:
    assert in_gold(texts, gold) == found


def test_long_pieces_are_found_out_of_order_too() -> None:
    other = "Nobody had missed it but the captain, who had two children on the other side of the water."
    assert in_gold([other, LONG], f"{LONG} {other}") == [True, True]


def test_weights_are_read_as_they_are_written(tmp_path: Path) -> None:
    tree = {"nodes": [[0, 1.5, -1, -2]], "leaves": [-1.0, 2.0]}
    leaf = {"nodes": [], "leaves": [0.5]}
    write_weights(tmp_path, Learned([tree], [leaf], [], ("| texts |", "| kinds |"), date(2026, 1, 2)))
    found = read_weights((tmp_path / FILE).read_text(encoding="utf-8"))
    assert found.blocks.log_odds((2.0, *[0.0] * (len(FEATURES) - 1))) == 2.0
    assert found.page.log_odds([0.0] * len(PAGE_FEATURES)) == 0.5
    assert found.revision.startswith("2026-01-02/")
    assert found.revision in (tmp_path / TABLE).read_text(encoding="utf-8")
    assert [one.get("licence") for one in found.made_of] == ["CC-BY-4.0", "MIT", "Apache-2.0"]
