"""Prints what was measured as a table in Markdown."""

import os
import platform
from collections.abc import Sequence
from datetime import date

from tests.eval_bitext.gold import Text
from tests.eval_bitext.run import Result, Scores

LABELS = {
    "strict": "beads, strict F1",
    "lax": "beads, lax F1",
    "english_first": "the same with English as the source, strict F1",
    "traditional": "the same in traditional characters, strict F1",
    "by_lengths": "the same without a dictionary, strict F1",
    "vectors": "beads with the dictionary and sentence vectors, strict F1",
    "interleaved": "block pairs F1, interleaved",
    "interleaved_missing": "block pairs F1, interleaved, a quarter missing on each side",
    "english_first_missing": "block pairs F1, the same, English first",
    "halves_missing": "block pairs F1, halves, 12 % missing on each side",
    "tuned": "block pairs F1, 31 written pages",
    "held_out": "block pairs F1, 28 written pages put aside",
    "unrelated": "pages without translations on which nothing is paired",
    "single": "single pairs found on pages in one language, in part or whole",
    "strays": "the same pages without the translation on which nothing is paired",
    "segmented": "sentences split, F1",
    "sure_sentences": "right among sentence pairs with score >= 0.9",
    "sure_blocks": "right among block pairs with score >= 0.9",
    "sure_units": "right among translation units with score >= 0.9",
}


def table(ours: Result, peer: Scores | None) -> str:
    """A row for each measure; a dash where Gale-Church cannot be measured."""
    lines = ["| | agency-archive | galechurch |", "| --- | --- | --- |"]
    for name, label in LABELS.items():
        lines.append(f"| {label} | {ours.scores[name]:.3f} | {_figure(peer, name)} |")
    lines.append(f"| seconds for 1,000 beads | {ours.seconds_per_thousand:.2f} | - |")
    return "\n".join(lines)


def _figure(scores: Scores | None, name: str) -> str:
    return f"{scores[name]:.3f}" if scores and name in scores else "-"


def results_file(texts: Sequence[Text], ours: Result, peer: Scores | None, day: date) -> str:
    """The text of RESULTS.md: the table with what it was measured on, when and how."""
    return (
        "# What the evaluation of alignment found\n\n"
        f"{len(texts)} texts, {sum(len(text.beads) for text in texts)} beads. Python {platform.python_version()} "
        f"on {platform.machine()}, {os.cpu_count()} cores, {day.isoformat()}.\n\n"
        "    python -m tests.eval_bitext --write\n\n"
        f"{table(ours, peer)}\n\n"
        "Beads with an empty side count for precision, not for recall. Sentences are those of the corpus, not those\n"
        "that the program splits. A dash: not measured, or the package is not installed.\n"
    )
