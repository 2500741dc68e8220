import json
from pathlib import Path

import pytest

from archive.model.capture import Capture
from archive.model.page_headers_content_and_charset_names import Page
from crawler.extraction.explanation import analyse_page
from crawler.extraction.model.block_features import FEATURES
from crawler.extraction.model.learned_verdicts_on_article_body_and_page_kind import (
    FILE,
    Forest,
    overruled,
    read_weights,
    weights,
)
from crawler.extraction.model.page_features import PAGE_FEATURES
from crawler.extraction.page_reading import PageReading
from tests.golden.recorded import recorded

PARAGRAPH = "The ferry to the island ran again on Monday, after the ice had closed the harbour for nine days."
PAGE = f"""<html><head><title>The ferry runs again</title></head><body>
<div class="menu"><a href="/">Home</a> <a href="/news">News</a></div>
<div class="story"><h1>The ferry runs again</h1><p>{PARAGRAPH}</p><p>Nobody had missed it, said its captain.</p>
<p>{PARAGRAPH}</p></div>
<div class="box"><div>Opening hours</div><div>Monday to Friday, 9 to 5</div></div>
</body></html>"""


RECORDED = Path(__file__).parent / "recorded_odds.json"
"""The log-odds of the page's blocks by number, of its text, and of the page, for the shipped weights.

Record them anew with ``python -m pytest tests/golden tests/crawler/extraction/model --update-golden``.
"""


def read_html(html: str) -> PageReading:
    capture = Capture("http://ferry.example/news/1", None, None, None, None, "2026-01-01T00:00:00Z", 200, None)
    found = analyse_page(Page("ferry", capture, (("Content-Type", "text/html; charset=utf-8"),), html.encode()))
    assert found is not None
    return found


def agreed(n: int) -> bool:
    return False


def test_weights_give_the_recorded_log_odds(request: pytest.FixtureRequest) -> None:
    found = read_html(PAGE)
    odds = {str(n): round(value, 3) for n, value in found.judged.odds.items()}
    told = {"revision": weights().revision, "pieces": odds, "page": round(found.verdict.log_odds, 3)}
    assert told == json.loads(recorded(RECORDED, json.dumps(told, indent=1) + "\n", request))


def test_weights_say_what_they_were_made_of() -> None:
    assert [one["licence"] for one in weights().made_of] == ["CC-BY-4.0", "MIT", "Apache-2.0"]
    assert all(one["pages"] for one in weights().made_of)


def test_weights_for_other_features_are_refused() -> None:
    values = {"revision": "1", "made_of": [], "page": {"features": list(PAGE_FEATURES), "trees": []}}
    values["blocks"] = {"features": [*FEATURES, "more"], "trees": []}
    with pytest.raises(ValueError, match=FILE):
        read_weights(json.dumps(values))


def test_forest_takes_the_left_branch_up_to_the_threshold() -> None:
    tree = {"nodes": [[0, 1.5, 1, -3], [1, 0.0, -1, -2]], "leaves": [0.25, -1.0, 4.0]}
    forest = Forest([tree, {"nodes": [], "leaves": [10.0]}], 2)
    assert [forest.log_odds(one) for one in ((1.5, 0.0), (1.5, 0.5), (1.6, 0.0))] == [10.25, 9.0, 14.0]


def test_forest_refuses_more_leaves_than_fit() -> None:
    nodes = [[0, float(n), -n - 1, n + 1] for n in range(16)]
    nodes[-1][3] = -17
    with pytest.raises(ValueError, match="17 leaves"):
        Forest([{"nodes": nodes, "leaves": [0.0] * 17}], 1)


@pytest.mark.parametrize(
    ("ruled", "odds", "wide", "both"),
    [
        ((2, 3), {1: 0.3, 2: 2.0, 3: 2.0}, False, (2, 3)),
        ((2, 3), {0: 0.3, 1: 0.3, 2: 2.0, 3: 2.0}, False, (0, 1, 2, 3)),
        ((2, 3), {0: 0.3, 1: 0.3, 2: 2.0, 3: 2.0}, True, (2, 3)),
        ((2, 3), {1: 9.0, 2: 2.0, 3: 2.0}, True, (2, 3)),
        ((5,), {1: 9.0, 2: 9.0, 3: 9.0, 4: 9.0, 5: 2.0}, True, (5,)),
        ((6,), {1: 9.0, 2: 9.0, 3: 9.0, 4: 9.0, 5: 0.1, 6: 2.0}, True, (1, 2, 3, 4, 5, 6)),
        ((1, 2, 3), {1: 2.0, 2: -2.0, 3: 2.0}, False, (1, 3)),
        ((1,), {1: -0.3, 2: 0.3}, False, (1,)),
        ((), {1: 0.1, 2: -0.1, 3: 0.1}, False, (1, 3)),
        ((), {1: 0.1, 2: -0.1, 3: 0.1}, True, ()),
    ],
)
def test_runs_change_sides_together(
    ruled: tuple[int, ...], odds: dict[int, float], wide: bool, both: tuple[int, ...]
) -> None:
    assert overruled(ruled, odds, agreed, wide) == both


def test_guarded_pieces_stay_and_part_no_run() -> None:
    odds = {1: 2.0, 2: -0.3, 3: -4.0, 4: -0.3}
    assert overruled((1, 2, 3, 4), odds, {3}.__contains__, wide=False) == (1, 3)


def test_lines_that_the_rules_know_are_not_put_in() -> None:
    page = PAGE.replace('</div>\n<div class="box">', '<p>Previous article: The ice</p></div>\n<div class="box">')
    found = read_html(page)
    line = next(block.n for block in found.segmented.blocks if block.text.startswith("Previous"))
    assert line not in found.judged.odds or found.judged.odds[line] <= 0
    assert line not in {block.n for block in found.body}
