"""The model's word on the page: how probable it is that it is an article, and what becomes of it."""

from dataclasses import dataclass
from math import exp

from archive.model.document import OtherKind
from crawler.extraction.evidence import Evidence
from crawler.extraction.kind import Findings, is_called_page, other_kind
from crawler.extraction.metadata import Metadata
from crawler.extraction.model.blocks import Judgement, is_wide_text
from crawler.extraction.model.features import Vector
from crawler.extraction.model.page_features import page_facts, text_facts
from crawler.extraction.model.weights import weights
from crawler.extraction.piece import Segmented

ARTICLE = -1.3
"""The log-odds from which on a page is an article: a probability of 0.21; one list in twelve is taken in."""

NO_ARTICLE, NO_ARTICLE_RULED = -2.6, -1.5
"""The log-odds below which it surely is none; the second where the rules take it for none, too."""

VERY_SURE = 4.0
"""The log-odds, either way, from which on the model is believed on pages in Chinese, Japanese or Korean."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What rules and model say of a page.

    ``ruled`` is what the rules take it for when it is no article, ``facts`` are its features, ``log_odds`` those of
    its being an article, ``other`` is its kind when it is none, and ``unsure`` says that its text is kept still.
    """

    ruled: OtherKind | None
    facts: Vector
    log_odds: float
    other: OtherKind | None
    unsure: bool

    @property
    def confidence(self) -> float:
        """The probability that it is an article, in hundredths."""
        return probability(self.log_odds)


def probability(log_odds: float) -> float:
    """From 0 to 1, in hundredths, so that every machine writes the same.

    >>> probability(0.0), probability(-700.0), probability(2.0)
    (0.5, 0.0, 0.88)
    """
    return round(1 / (1 + exp(-max(-50.0, min(50.0, log_odds)))), 2)


UNJUDGED = Verdict(None, (), 0.0, None, unsure=False)
"""The verdict on a page before there is one."""


def judge_page(
    findings: Findings, evidence: Evidence, metadata: Metadata, segmented: Segmented, judged: Judgement
) -> Verdict:
    """The word of rules and model on a page."""
    ruled = other_kind(findings, segmented.pieces, evidence)
    facts = page_facts(findings, ruled, metadata, segmented)
    text = text_facts(judged.vectors, judged.odds, (piece.n for piece in findings.body))
    log_odds = weights().page.log_odds((*facts, *text))
    if not findings.body or (ruled == "page" and (findings.is_offer or is_called_page(findings))):
        return Verdict(ruled, facts, log_odds, ruled, unsure=False)
    other, unsure = decided(ruled, log_odds, is_wide_text(findings.body))
    return Verdict(ruled, facts, log_odds, other, unsure)


def decided(ruled: OtherKind | None, log_odds: float, wide: bool) -> tuple[OtherKind | None, bool]:
    """What a page is when it is no article, and whether that is unsure.

    An error stays one. On pages in Chinese, Japanese or Korean (``wide``) the rules' verdict stands, unless the model
    is very sure.
    """
    if ruled == "error":
        return ruled, False
    if wide and abs(log_odds) < VERY_SURE:
        return ruled, False
    if log_odds >= ARTICLE:
        return None, False
    sure = log_odds < (NO_ARTICLE_RULED if ruled else NO_ARTICLE)
    return (ruled or "page", False) if sure else ("page", True)
