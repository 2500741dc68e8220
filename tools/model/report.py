"""The cross-validated tables that are written beside the weights."""

from collections.abc import Mapping, Sequence
from statistics import fmean

from crawler.extraction.model.learned_verdicts_on_article_body_and_page_kind import decided
from tests.eval_public.formulas import same_words, shingle_means, shingles, words
from tools.model.alignment import tokens
from tools.model.blocks import Odds, body_of, name_of
from tools.model.samples import Sample

BLOCKS = ("AEB F1", "AEB accuracy", "WCXB articles, word F1", "`tests/eval`, token F1")
PAGES = (
    "WCXB articles called articles",
    "listings, collections, products called articles",
    "WCXB articles, word F1 with the kind obeyed",
    "AEB F1 with the kind obeyed",
    "pages unsure",
)
_LISTS = ("listing", "collection", "product")

Row = tuple[str, tuple[float, ...]]


def block_figures(
    samples: Sequence[Sample], odds: Mapping[str, Odds] | None, without_captions: bool = False
) -> tuple[float, ...]:
    """How good the bodies of articles are, whatever the kind that they are given; without odds, the rules' bodies."""
    pairs = _pairs(samples, odds, without_captions)
    of = {name: [pairs[name_of(one)] for one in _articles(samples, name)] for name in ("aeb", "wcxb", "own")}
    return (
        _shingle_f1(of["aeb"]),
        fmean(same_words(*pair) for pair in of["aeb"]),
        fmean(words(*pair).f1 for pair in of["wcxb"]),
        fmean(_token_f1(*pair) for pair in of["own"]),
    )


def page_figures(
    samples: Sequence[Sample], odds: Mapping[str, Odds] | None, pages: Mapping[str, float] | None
) -> tuple[float, ...]:
    """How good the kinds of pages are, and the bodies when they are obeyed; without odds, by the rules alone."""
    verdicts = {name_of(one): _verdict(one, pages) for one in samples}
    pairs = {
        name: (found if verdicts[name][0] else "", gold) for name, (found, gold) in _pairs(samples, odds).items()
    }
    lists = [one for one in samples if one.page.kind in _LISTS]
    articles = _articles(samples, "wcxb")
    return (
        fmean(verdicts[name_of(one)][0] for one in articles),
        fmean(verdicts[name_of(one)][0] for one in lists),
        fmean(words(*pairs[name_of(one)]).f1 for one in articles),
        _shingle_f1([pairs[name_of(one)] for one in _articles(samples, "aeb")]),
        fmean(unsure for _, unsure in verdicts.values()),
    )


def table(columns: Sequence[str], rows: Sequence[Row]) -> str:
    """The rows as a Markdown table."""
    lines = [f"| | {' | '.join(columns)} |", f"| --- |{' ---: |' * len(columns)}"]
    lines += [f"| {name} | {' | '.join(f'{value:.4f}' for value in values)} |" for name, values in rows]
    return "\n".join(lines)


def _articles(samples: Sequence[Sample], name: str) -> list[Sample]:
    return [one for one in samples if one.page.set == name and one.page.is_article]


def _pairs(
    samples: Sequence[Sample], odds: Mapping[str, Odds] | None, without_captions: bool = False
) -> dict[str, tuple[str, str]]:
    """Found and gold text of each page."""
    bodies = ((one, set(_body(one, odds)) - (one.captions if without_captions else set())) for one in samples)
    return {name_of(one): (_text(one, sorted(body)), one.page.body) for one, body in bodies}


def _text(sample: Sample, body: Sequence[int]) -> str:
    return "\n".join(sample.texts[n] for n in body)


def _shingle_f1(pairs: Sequence[tuple[str, str]]) -> float:
    return shingle_means([shingles(*pair) for pair in pairs]).f1


def _token_f1(found: str, gold: str) -> float:
    """The words that both texts have, each Chinese, Japanese or Korean character being one."""
    return words(" ".join(tokens(found)), " ".join(tokens(gold))).f1


def _body(sample: Sample, odds: Mapping[str, Odds] | None) -> tuple[int, ...]:
    if odds is None:
        return tuple(sorted((set(sample.ruled) - sample.dropped) | sample.added))
    return body_of(sample, odds.get(name_of(sample), {}))


def _verdict(sample: Sample, pages: Mapping[str, float] | None) -> tuple[bool, bool]:
    """Whether the page is an article, and whether that is unsure."""
    if pages is None:
        return sample.verdict is None, False
    other, unsure = decided(sample.verdict, pages[name_of(sample)], sample.wide)
    return other is None, unsure
