"""The cross-validated table that is written beside the weights."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from tools.model.blocks import Odds, body_of, name_of
from tools.model.samples import Sample
from tools.model.scores import shingle_scores, text_of, token_f1, word_f1

COLUMNS = ("AEB F1", "AEB accuracy", "WCXB articles, word F1", "`tests/eval`, token F1")


@dataclass(frozen=True, slots=True)
class Figures:
    """A row of the table: its name, and a figure for each column."""

    name: str
    values: tuple[float, ...]


def block_figures(samples: Sequence[Sample], odds: Mapping[str, Odds] | None) -> tuple[float, ...]:
    """How good the bodies of articles are, whatever the kind that they are given; without odds, the rules' bodies."""
    texts = {name_of(sample): text_of(sample, _body(sample, odds)) for sample in samples}
    by_set: dict[str, list[tuple[str, str]]] = {"aeb": [], "wcxb": [], "own": []}
    for sample in samples:
        by_set[sample.page.set].append((texts[name_of(sample)], sample.page.body))
    return (
        *shingle_scores(by_set["aeb"]),
        fmean(word_f1(*pair) for pair in by_set["wcxb"]),
        fmean(token_f1(*pair) for pair in by_set["own"]),
    )


def table(rows: Sequence[Figures]) -> str:
    """The rows as a Markdown table."""
    lines = [f"| | {' | '.join(COLUMNS)} |", f"| --- |{' ---: |' * len(COLUMNS)}"]
    lines += [f"| {row.name} | {' | '.join(f'{value:.4f}' for value in row.values)} |" for row in rows]
    return "\n".join(lines)


def _body(sample: Sample, odds: Mapping[str, Odds] | None) -> tuple[int, ...]:
    if odds is None:
        return tuple(sorted((set(sample.ruled) - sample.dropped) | sample.added))
    return body_of(sample, odds.get(name_of(sample), {}))
