"""The model's word on the body that the rules found: neighbouring pieces change sides together, or not at all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from crawler.extraction.article import Body
from crawler.extraction.blocks import is_caption
from crawler.extraction.evidence import Evidence
from crawler.extraction.model.features import vectors
from crawler.extraction.model.weights import weights
from crawler.extraction.piece import Piece, Segmented
from crawler.extraction.speech import is_byline_date, is_salutation
from crawler.extraction.wording import GREETING, is_wide

MOST = 4.0
"""The log-odds of one piece count up to this much."""

ENOUGH, ENOUGH_WIDE = 0.5, 4.0
"""The sum of a run's log-odds at which it changes sides; the second on pages in Chinese, Japanese or Korean."""

_LOOKED_AT = 8  # pieces by which a page's script is known


def judge(segmented: Segmented, evidence: Evidence, taken: frozenset[int], title: int | None) -> dict[int, float]:
    """The log-odds that a piece is the article's text, for the pieces that the model judges."""
    forest = weights().blocks
    return {n: forest.log_odds(vector) for n, vector in vectors(segmented, evidence, taken, title).items()}


def overrule(body: Body | None, odds: Mapping[int, float], segmented: Segmented) -> Body | None:
    """The body after the model's word; None where neither finds one.

    Where the rules found none, the model's choice stands.
    """
    if body is None:
        chosen = tuple(n for n, value in odds.items() if value > 0)
        return Body(chosen, segmented.root) if chosen else None
    pieces, kept = segmented.pieces, frozenset(body.pieces)
    least = ENOUGH_WIDE if _is_wide([pieces[n] for n in body.pieces]) else ENOUGH
    changed = {
        n for run in _runs(odds, kept, pieces) if sum(min(abs(odds[n]), MOST) for n in run) > least for n in run
    }
    return replace(body, pieces=tuple(sorted(kept ^ changed)))


def _runs(odds: Mapping[int, float], kept: frozenset[int], pieces: Sequence[Piece]) -> Iterable[list[int]]:
    """The runs of judged pieces on which the model says other than the rules, each in one direction."""
    run: list[int] = []
    for n, value in odds.items():
        inside = n in kept
        if (value > 0) != inside and not (inside and _is_guarded(pieces[n])):
            if run and (run[-1] in kept) != inside:
                yield run
                run = []
            run.append(n)
        elif (value > 0) == inside and run:
            yield run
            run = []
    if run:
        yield run


def _is_guarded(piece: Piece) -> bool:
    """Whether it is a short line that the rules know better: a caption, a salutation, a greeting, a dated signature."""
    text = piece.text
    return is_caption(piece) or is_salutation(text) or bool(GREETING.search(text)) or is_byline_date(text)


def _is_wide(kept: Sequence[Piece]) -> bool:
    return is_wide("".join(piece.plain for piece in kept[:_LOOKED_AT]))
