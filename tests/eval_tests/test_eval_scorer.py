"""A perfect document scores 1.0 in every column, and known damage lowers the right one."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model.capture import Capture
from archive.model.document import Block, Document, Extractor, Pair, Part, Removed, Speech
from tests.eval.columns import COLUMNS, Scores
from tests.eval.gold import Case, parse_gold
from tests.eval.reading import Reading, reading_of
from tests.eval.score import faults, score_document, score_reading

HTML = """<html><body><div style="display:none">buy cheap words</div>
<p><a href="/">Home</a> &gt; <a href="/news">News</a> &gt; Text</p>
<h1>Remarks by Mayor Ada Poe at the Bridge Opening</h1><h2>爱达·坡市长在大桥通车仪式上的讲话</h2>
<p>Source: Bridge Office By Tom Lee Date: 5 March 2024 14:03 Views: 12</p>
<p>Dear neighbours,</p><p>The bridge took nine years and four mayors.</p>
<p>这座桥用了九年时间,历经四任市长。</p><p>Thank you!</p>
<p>Copyright 2024 Bridge Office</p></body></html>"""

BLOCKS = (
    ("Dear neighbours,", "salutation", "en"),
    ("The bridge took nine years and four mayors.", "paragraph", "en"),
    ("这座桥用了九年时间,历经四任市长。", "paragraph", "zh-Hans"),
    ("Thank you!", "paragraph", "en"),
)
REMOVED = (
    ("breadcrumb", "Text"), ("byline", "Source:"), ("byline", "By"), ("byline", "Date:"), ("byline", "Views: 12"),
    ("copyright", "Copyright 2024 Bridge Office"),
)  # fmt: skip
SPEECH = {"speaker": "Ada Poe", "role": "Mayor", "occasion": "Bridge Opening", "form": "Remarks", "delivered": None}
FIRST = "http://bridge.example/1.html"


def gold_values() -> dict[str, object]:
    return {
        "charset": "utf-8", "kind": "speech", "title": "Remarks by Mayor Ada Poe at the Bridge Opening",
        "subtitle": "爱达·坡市长在大桥通车仪式上的讲话", "breadcrumb": ["Home", "News"], "section": "News",
        "source": ["Bridge Office", None], "author": "Tom Lee", "published": "2024-03-05T14:03+08:00",
        "speech": SPEECH, "part": {"number": 1, "count": 2, "first": FIRST}, "hidden": ["buy cheap words"],
        "blocks": [{"text": text, "kind": kind, "lang": lang} for text, kind, lang in BLOCKS],
        "removed": [{"text": text, "reasons": [reason, "other"]} for reason, text in REMOVED],
        "pairs": [[[2], [1]]],
    }  # fmt: skip


CASE = Case("bridge", FIRST, "text/html", HTML.encode(), parse_gold(gold_values()))
PERFECT = Document(
    id="bridge.example-000000000000",
    version="2026-11-24T09:32:26Z",
    url=FIRST,
    site="bridge.example",
    kind="speech",
    title="Remarks by Mayor Ada Poe at the Bridge Opening",
    capture=Capture(FIRST, None, None, None, None, "2026-11-24T09:32:26Z", 200, None),
    extractor=Extractor("0", "bridge.example/1", None),
    subtitle="爱达·坡市长在大桥通车仪式上的讲话",
    breadcrumb=("Home", "News"),
    section="News",
    source="Bridge Office",
    author="Tom Lee",
    published="2024-03-05T14:03+08:00",
    speech=Speech("Ada Poe", "Mayor", "the Bridge Opening", "remarks", None),
    part=Part(1, 2, FIRST),
    blocks=tuple(Block(n, kind, text, lang, 1.0, "/") for n, (text, kind, lang) in enumerate(BLOCKS)),  # type: ignore[arg-type]  # literals from a table
    pairs=(Pair((2,), (1,), 1.0),),
    removed=tuple(Removed(reason, text, "/") for reason, text in REMOVED),  # type: ignore[arg-type]  # the same
)


def scores_of(document: Document) -> Scores:
    return score_document(CASE, document)


def block(at: int, **changes: object) -> Document:
    """The perfect document with one block changed."""
    changed = replace(PERFECT.blocks[at], **changes)  # type: ignore[arg-type]  # any field of a block
    return replace(PERFECT, blocks=(*PERFECT.blocks[:at], changed, *PERFECT.blocks[at + 1 :]))


def removed(*entries: tuple[str, str]) -> Document:
    """The perfect document with these entries removed instead."""
    return replace(PERFECT, removed=tuple(Removed(reason, text, "/") for reason, text in entries))  # type: ignore[arg-type]  # any reason


def test_a_perfect_document_is_perfect_in_every_column() -> None:
    scores = scores_of(PERFECT)
    assert scores == {column.name: 1.0 for column in COLUMNS if column.name != "empty"}
    assert faults(CASE, PERFECT) == []


EXTRA = Block(9, "paragraph", "Copyright 2024 Bridge Office", "en", 1.0, "/")
INVENTED = Block(9, "paragraph", "A sentence nobody wrote", "en", 1.0, "/")
DAMAGE: list[tuple[set[str], Document]] = [
    ({"body_f1", "exact", "short", "accounted"}, replace(PERFECT, blocks=PERFECT.blocks[:-1])),
    ({"exact", "precision"}, block(1, text="The bridge took nine years, and four mayors.")),
    ({"body_f1", "precision", "kept_out", "once"}, replace(PERFECT, blocks=(*PERFECT.blocks, EXTRA))),
    ({"body_f1", "precision", "grounded"}, replace(PERFECT, blocks=(*PERFECT.blocks, INVENTED))),
    ({"lang"}, block(0, lang="fr")),
    ({"kinds"}, block(0, kind="heading")),
    ({"pairs"}, replace(PERFECT, pairs=(Pair((2,), (0,), 1.0),))),
    ({"pairs"}, replace(PERFECT, pairs=())),
    ({"title", "grounded", "accounted"}, replace(PERFECT, title="buy cheap words")),
    ({"subtitle", "accounted"}, replace(PERFECT, subtitle=None)),
    ({"source"}, replace(PERFECT, source="Bridge")),
    ({"author", "accounted"}, replace(PERFECT, author=None)),
    ({"breadcrumb", "once"}, replace(PERFECT, breadcrumb=("Home", "News", "Text"))),
    ({"section"}, replace(PERFECT, section=None)),
    ({"published"}, replace(PERFECT, published="2024-03-05")),
    ({"published", "day"}, replace(PERFECT, published="2024-05-03T14:03+08:00")),
    ({"part"}, replace(PERFECT, part=None)),
    ({"speech"}, replace(PERFECT, speech=Speech("Ada Poe", None, "Bridge Opening", "Remarks", None))),
    ({"speech"}, replace(PERFECT, speech=None)),
    ({"removed", "reason", "accounted"}, removed(*REMOVED[:-1])),
    ({"reason"}, removed(*REMOVED[:-1], ("share", REMOVED[-1][1]))),
    ({"once"}, removed(*REMOVED, ("other", "Thank you!"))),
    ({"grounded"}, removed(*REMOVED, ("other", "buy cheap words"))),
    ({"kind"}, replace(PERFECT, kind="news")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("columns", "damaged"), DAMAGE, ids=lambda value: "+".join(sorted(value)) if isinstance(value, set) else ""
)
def test_damage_lowers_its_column_and_is_said_in_words(columns: set[str], damaged: Document) -> None:
    lowered = {name for name, value in scores_of(damaged).items() if value is not None and value < 1}
    assert columns <= lowered
    assert faults(CASE, damaged)


@pytest.mark.parametrize(("columns", "damaged"), [pair for pair in DAMAGE if len(pair[0]) == 1])
def test_damage_of_one_thing_lowers_no_other_column(columns: set[str], damaged: Document) -> None:
    lowered = {name for name, value in scores_of(damaged).items() if value is not None and value < 1}
    assert lowered <= columns | {"accounted", "grounded"}


def test_every_column_can_be_lowered() -> None:
    assert set().union(*(columns for columns, _ in DAMAGE)) == {column.name for column in COLUMNS} - {"empty"}


def test_a_removed_text_may_be_divided_over_entries_but_each_needs_its_reason() -> None:
    halves = removed(*REMOVED[:-1], ("copyright", "Copyright 2024"), ("other", "Bridge Office"))
    wrong = removed(*REMOVED[:-1], ("copyright", "Copyright 2024"), ("share", "Bridge Office"))
    assert scores_of(halves)["reason"] == 1.0
    assert scores_of(wrong)["reason"] == pytest.approx(5 / 6)


def test_a_time_in_another_zone_is_the_same_moment() -> None:
    assert scores_of(replace(PERFECT, published="2024-03-05T06:03+00:00"))["published"] == 1.0
    assert scores_of(replace(PERFECT, published="2024-03-05T14:03:00+08:00"))["published"] == 0.0


def test_words_of_boilerplate_that_the_body_uses_too_are_not_held_against_it() -> None:
    values = gold_values() | {"blocks": [{"text": "Copyright 2024 Bridge Office", "kind": "paragraph", "lang": "en"}]}
    case = replace(CASE, gold=parse_gold(values))
    document = replace(PERFECT, blocks=(EXTRA,))
    assert score_document(case, document)["kept_out"] == 1.0


def test_a_page_that_is_no_article_is_judged_by_kind_and_emptiness() -> None:
    values = gold_values() | {"kind": ["list", "other"], "blocks": []}
    case = replace(CASE, gold=parse_gold(values))
    assert score_document(case, replace(PERFECT, kind="other", blocks=())) == {"empty": 1.0, "kind": 1.0}
    assert score_document(case, PERFECT) == {"empty": 0.0, "kind": 0.0}
    assert len(faults(case, PERFECT)) == 1 + len(PERFECT.blocks)


def test_peers_are_measured_in_the_columns_that_say_so() -> None:
    columns = {column.name for column in COLUMNS if column.peers}
    assert set(score_reading(CASE, reading_of(PERFECT))) == columns - {"empty"}


def test_nothing_found_is_nothing_right() -> None:
    scores = score_reading(CASE, Reading((), None, None))
    assert {scores[name] for name in ("body_f1", "exact", "precision", "short", "title", "day")} == {0.0}


@given(st.lists(st.text(max_size=40), max_size=6), st.text(max_size=20))
def test_scores_of_any_document_lie_between_none_and_all(texts: list[str], title: str) -> None:
    blocks = tuple(Block(n, "paragraph", text, "und", 0.0, "/") for n, text in enumerate(texts))
    scores = scores_of(replace(PERFECT, blocks=blocks, title=title, removed=()))
    assert all(value is None or 0.0 <= value <= 1.0 for value in scores.values())
