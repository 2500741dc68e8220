"""``python -m tests.eval_terms.segmentation``: how well Chinese is cut into words, ours beside others.

The folder has UD Chinese-GSDSimp (CC BY-SA 4.0), of which nothing is part of this project. F1 of words is that of the
CoNLL 2018 shared task (https://universaldependencies.org/conll18/evaluation.html): a word is right where it has the
same characters as one of the treebank, white space left out, marks of punctuation counted as words.
"""

import argparse
import importlib
import importlib.util
import logging
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import redirect_stdout
from importlib.metadata import version
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, NamedTuple

from archive.corpus.words import split_words

SET = Path(".clients/sets/UD_Chinese-GSDSimp")
PARTS = ("dev", "test")
Cut = Callable[[str], Iterable[str]]
"""Cuts a text into words, marks of punctuation among them."""


class Sentence(NamedTuple):
    """A sentence of the treebank: its text and its words."""

    text: str
    words: tuple[str, ...]


class Scores(NamedTuple):
    """Shares of right words: of those cut, of those of the treebank, and the harmonic mean of both."""

    precision: float
    recall: float
    f1: float


def read_sentences(folder: Path, part: str) -> Iterator[Sentence]:
    """The sentences of a part of the treebank, ``dev`` or ``test``.

    Raises FileNotFoundError where the folder does not have it.
    """
    for paragraph in (folder / f"zh_gsdsimp-ud-{part}.conllu").read_text(encoding="utf-8").split("\n\n"):
        lines = paragraph.splitlines()
        text = next((line.removeprefix("# text = ") for line in lines if line.startswith("# text = ")), None)
        rows = (line.split("\t") for line in lines if not line.startswith("#"))
        if text is not None:
            yield Sentence(text, tuple(row[1] for row in rows if row[0].isdecimal()))


def score(sentences: Iterable[Sentence], cut: Cut) -> Scores:
    """How many words are right.

    >>> score([Sentence("国际产能合作", ("国际", "产能", "合作"))], lambda text: ["国际", "产能合作"])
    Scores(precision=0.5, recall=0.3333333333333333, f1=0.4)
    """
    right = given = wanted = 0
    for sentence in sentences:
        cuts, words = _spans(cut(sentence.text)), _spans(sentence.words)
        right, given, wanted = right + len(cuts & words), given + len(cuts), wanted + len(words)
    return Scores(right / max(1, given), right / max(1, wanted), 2 * right / max(1, given + wanted))


def _spans(words: Iterable[str]) -> set[tuple[int, int]]:
    """Where each word begins and ends, by the characters that are no white space."""
    lengths = (len("".join(word.split())) for word in words)
    return {(start, end) for start, end in pairwise(accumulate(lengths, initial=0)) if start < end}


def ours(text: str) -> list[str]:
    """The words and marks that the corpus has."""
    return [text[word.start : word.end] for word in split_words(text, "zh")]


def peers() -> dict[str, Cut]:
    """The segmenters that are installed, by name and version."""
    return {
        f"{name} {version(package)}": make(importlib.import_module(module))
        for name, package, module, make in _PEERS
        if importlib.util.find_spec(module.partition(".")[0])
    }


def _jieba(module: Any) -> Cut:
    module.setLogLevel(logging.WARNING)
    return lambda text: module.lcut(text)


def _snownlp(module: Any) -> Cut:
    return lambda text: module.seg(text)


def _cutword(module: Any) -> Cut:
    cutter = module.Cutter()
    return lambda text: cutter.cutword(text)


_PEERS: tuple[tuple[str, str, str, Callable[[Any], Cut]], ...] = (
    ("jieba", "jieba", "jieba", _jieba),
    ("SnowNLP", "snownlp", "snownlp.seg", _snownlp),
    ("cutword", "cutword", "cutword", _cutword),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the scores of each segmenter; 2 where the folder does not have the treebank."""
    parser = argparse.ArgumentParser(prog="python -m tests.eval_terms.segmentation", description=__doc__)
    parser.add_argument("--set", type=Path, default=SET, metavar="FOLDER", help=f"the treebank; by default {SET}")
    parser.add_argument("--part", choices=PARTS, default="dev", help="by default dev, on which rules are developed")
    options = parser.parse_args(arguments)
    try:
        sentences = list(read_sentences(options.set, options.part))
    except FileNotFoundError as error:
        print(
            f"{error.filename}: no such file; clone UD_Chinese-GSDSimp there, or name its folder with --set",
            file=sys.stderr,
        )
        return 2
    print(f"| {options.part} | precision | recall | F1 |\n| --- | --- | --- | --- |")
    with redirect_stdout(sys.stderr):  # some say what they load
        segmenters = {"ours": ours, **peers()}
    for name, cut in segmenters.items():
        print(f"| {name} |", " | ".join(f"{value:.3f}" for value in score(sentences, cut)), "|", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
