"""What was aligned before by the same aligner is not aligned again, and what is kept is what would be made."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from archive.bitext.alignment import block_pairing, kept_alignments, sentence_aligner
from archive.bitext.alignment.kept_alignments import KeptAlignments
from archive.bitext.chinese_words import dictionary_file
from archive.model.document import Block

TEXTS = (
    "港口是国民经济的晴雨表。今天是星期一。",
    "Ports are a barometer of the economy. Today is Monday.",
    "谢谢大家。",
    "Thank you all.",
)
BLOCKS = [Block(n, "paragraph", text, ("zh-Hans", "en")[n % 2], 1.0, f"/p[{n}]") for n, text in enumerate(TEXTS)]
SEGMENTS = (("你好！", "今天是星期一。"), ("Hello! Today is Monday.",), ("zh-Hans", "en"))
WORK: dict[str, Callable[[], Any]] = {
    "blocks": lambda: block_pairing.pair_blocks(BLOCKS),
    "segments": lambda: sentence_aligner.align_segments(*SEGMENTS),
}
ALIGNERS = {"blocks": (block_pairing, "_pair_languages"), "segments": (sentence_aligner, "_align_either_way")}


@pytest.fixture
def aligned(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The kinds of what is aligned, and not taken from what was kept, in order."""
    calls: list[str] = []

    def counted(kind: str, align: Callable[..., Any]) -> Callable[..., Any]:
        def align_counted(*texts: Any) -> Any:
            calls.append(kind)
            return align(*texts)

        return align_counted

    for kind, (module, name) in ALIGNERS.items():
        monkeypatch.setattr(module, name, counted(kind, getattr(module, name)))
    return calls


def kept_in(path: Path, kind: str) -> Any:
    with KeptAlignments().in_use() as kept:
        made = WORK[kind]()
    kept.store(path)
    return made


@pytest.mark.parametrize("kind", WORK)
def test_an_alignment_is_taken_from_the_file_as_it_was_made(kind: str, tmp_path: Path, aligned: list[str]) -> None:
    made = kept_in(tmp_path / "kept", kind)
    assert len(made) > 0
    assert aligned == [kind]
    with KeptAlignments.of_file(tmp_path / "kept").in_use():
        assert WORK[kind]() == made
    assert aligned == [kind]
    assert WORK[kind]() == made
    assert aligned == [kind, kind]


@pytest.mark.parametrize("change", ["another aligner", "damage", "no file"])
def test_of_another_aligner_or_a_damaged_file_nothing_is_kept(
    change: str, tmp_path: Path, aligned: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "kept"
    made = kept_in(path, "blocks")
    if change == "another aligner":
        monkeypatch.setattr(kept_alignments, "aligner_revision", lambda: "another")
    elif change == "damage":
        path.write_bytes(path.read_bytes().replace(b"[[[0],[1],", b"[[[0],[3],"))
    else:
        path.unlink()
    with KeptAlignments.of_file(path).in_use():
        assert WORK["blocks"]() == made
    assert aligned == ["blocks", "blocks"]


@pytest.mark.parametrize(
    "changed",
    [
        [replace(BLOCKS[0], text="港口是国民经济的晴雨表。"), *BLOCKS[1:]],
        [replace(BLOCKS[0], lang="zh-Hant"), *BLOCKS[1:]],
        [*BLOCKS[2:], *BLOCKS[:2]],
        [replace(block, n=block.n + 1) for block in BLOCKS],
        BLOCKS[:-1],
    ],
)
def test_blocks_of_other_text_language_order_or_number_are_aligned_again(
    changed: list[Block], tmp_path: Path, aligned: list[str]
) -> None:
    kept_in(tmp_path / "kept", "blocks")
    with KeptAlignments.of_file(tmp_path / "kept").in_use():
        found = block_pairing.pair_blocks(changed)
    assert aligned == ["blocks", "blocks"]
    assert found == block_pairing.pair_blocks(changed)


def test_alignments_that_were_not_used_are_dropped(tmp_path: Path) -> None:
    path = tmp_path / "kept"
    kept_in(path, "blocks")
    KeptAlignments.of_file(path).store(path, with_unused=True)
    assert path.exists()
    KeptAlignments.of_file(path).store(path)
    assert not path.exists()


def test_the_revision_covers_all_that_the_aligner_loads() -> None:
    """Each module of ours that an alignment loads is in the digest; what others have is read by path or by Python."""
    program = (
        "import sys; from archive.bitext.alignment import block_pairing, sentence_aligner; "
        f"sentence_aligner.align_segments(*{SEGMENTS!r}); "
        "print(*(name for name in sys.modules if name.partition('.')[0] == 'archive'))"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    ).stdout.split()
    covered = ("archive.bitext", "archive.model", "archive.word_lists_and_character_tables")
    others = {name for name in loaded if not name.startswith(covered)}
    assert "archive.bitext.chinese_words" in loaded
    assert others == {"archive", "archive.disk", "archive.errors"}  # by which nothing is aligned


def test_the_revision_changes_with_the_aligners_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = kept_alignments.aligner_revision()
    table = tmp_path / "table"
    table.write_bytes(dictionary_file().read_bytes()[:-1])
    kept_alignments.aligner_revision.cache_clear()
    monkeypatch.setattr(kept_alignments, "dictionary_file", lambda: table)
    try:
        assert kept_alignments.aligner_revision() != before
    finally:
        kept_alignments.aligner_revision.cache_clear()
