"""Prints figures as tables in Markdown, and says where ours is not first."""

from collections.abc import Iterator, Sequence

from tests.eval.report import markdown
from tests.eval_public.extractors import HTMLDATE, NO_CAPTIONS, OURS, OURS_IN_ALL
from tests.eval_public.figures import KINDS, MEASURE, Extractor, Figures
from tests.eval_public.sets import AEB, WCXB

COMMAND = "make eval-public"
BEGIN, END = "<!-- made by make eval-public -->\n", "<!-- end of make eval-public -->\n"

_TEXT = {
    "aeb_f1": "AEB F1", "aeb_precision": "precision", "aeb_recall": "recall", "aeb_accuracy": "accuracy",
    "article_f1": "WCXB F1", "article_precision": "precision", "article_recall": "recall",
    "article_wanted": "snippets", "article_unwanted": "unwanted",
}  # fmt: skip
_FACTS = {
    "title_called": "title", "title_all": "title, all articles", "day_called": "day", "day_all": "day, all articles",
}  # fmt: skip

# What the authors of WCXB measured on the articles of its development part (README.md of the set).
_PUBLISHED_WCXB = {"rs-trafilatura": 0.932, "MinerU-HTML": 0.928}


def readme_part(figures: Figures) -> str:
    """What stands in the README: text, titles and days beside the peers, and where ours is not first."""
    return "\n\n".join(
        (
            _sets(figures),
            _table(figures.extractors, _TEXT, (HTMLDATE,)),
            _text_notes(figures),
            _table(figures.extractors, _FACTS, OURS_IN_ALL[1:]),
            _fact_notes(figures),
            not_first(figures),
        )
    )


def results_file(figures: Figures) -> str:
    """The text of RESULTS.md: the README's part, and text by kind of page."""
    return (
        "# What the evaluation on public sets found\n\n"
        f"    {COMMAND}\n\n{readme_part(figures)}\n\n## By kind of page\n\n"
        "WCXB's development part, mean word F1; beside it the share of the pages that ours takes for articles.\n\n"
        f"{_kinds(figures)}\n"
    )


def with_part(readme: str, figures: Figures) -> str:
    """The README with the part between its two marks made anew; a ValueError says that a mark is missing."""
    before, begin, rest = readme.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"README.md has no place for the table: it needs {BEGIN.strip()} and {END.strip()}")
    return f"{before}{BEGIN}{readme_part(figures)}\n{END}{after}"


def not_first(figures: Figures) -> str:
    """A sentence for people: in which of the README's columns another extractor is better than ours."""
    behind = [line for name in (*_TEXT, *_FACTS) if (line := _better(figures, name))]
    if not behind:
        return "Ours is first in every column."
    return f"Ours is not first in: {'; '.join(behind)}."


def _better(figures: Figures, name: str) -> str | None:
    """The measure, ours, and the best of those that are better."""
    measure = MEASURE[name]
    ours = next((each.means[name] for each in figures.extractors if each.name == OURS), None)
    others = dict(_others(figures, name))
    if ours is None or not others:
        return None
    best = measure.best(others.values())
    if best == ours or measure.best((best, ours)) == ours:
        return None
    names = " and ".join(other for other, value in others.items() if value == best)
    return f"{measure.label} {_figure(ours)} ({names} {_figure(best)})"


def _others(figures: Figures, name: str) -> Iterator[tuple[str, float]]:
    for each in figures.extractors:
        value = each.means[name]
        if each.name not in OURS_IN_ALL and value is not None:
            yield each.name, value
    if name == "aeb_f1":
        yield from figures.published.items()
    if name == "article_f1":
        yield from _PUBLISHED_WCXB.items()


def _sets(figures: Figures) -> str:
    return (
        f"On other people's pages (`{COMMAND}`), each set with its own formula: "
        f"[article-extraction-benchmark]({AEB.repository}) (AEB), {figures.pages['aeb']} news articles, at commit "
        f"`{AEB.commit[:12]}`; [WCXB]({WCXB.repository}), development part, {figures.kinds['article']} articles "
        f"among {figures.pages['wcxb']} pages, at commit `{WCXB.commit[:12]}`. Our rules were tuned "
        "and our weights learned on both, so these are development figures; cross-validated by domain they stand in "
        "`crawler/extraction/model/WEIGHTS.md`. WCXB's test part was looked at by nobody here."
    )


def _text_notes(figures: Figures) -> str:
    best = ", ".join(f"{name} {_figure(value)}" for name, value in figures.published.items())
    kept = f" The best outputs that AEB keeps, by F1: {best}." if best else ""
    wcxb = ", ".join(f"{name} {_figure(value)}" for name, value in _PUBLISHED_WCXB.items())
    return (
        f"Of WCXB its articles. *{OURS}* gives no text for a page that it takes for no article; of WCXB's articles "
        f"it takes {_figure(figures.called.get('article'))} for articles, of its other pages "
        f"{_figure(_other_called(figures))}. *Unwanted*: snippets of boilerplate that were let in, lower is better. "
        f"*{NO_CAPTIONS}* leaves out the blocks whose kind is `caption`: AEB's texts have few of them."
        f"{kept} The best that WCXB's authors measured: {wcxb}."
    )


def _fact_notes(figures: Figures) -> str:
    days = figures.days
    return (
        f"Titles and days of publication on those WCXB articles that ours takes for articles ({days['called']} of "
        f"them with a gold day), and on all ({days['all']}). The gold day stands nowhere on the page or in its "
        f"address in a form that could be read on {days['nowhere']} of the {days['all']}."
    )


def _other_called(figures: Figures) -> float | None:
    """The share of WCXB's pages that are no articles, but are taken for such."""
    others = [kind for kind in figures.called if kind != "article"]
    pages = sum(figures.kinds[kind] for kind in others)
    return sum(figures.called[kind] * figures.kinds[kind] for kind in others) / pages if pages else None


def _kinds(figures: Figures) -> str:
    scored = [each for each in figures.extractors if each.name not in (HTMLDATE, NO_CAPTIONS)]
    rows = [["", "pages", "called articles", *(_name(each) for each in scored)]]
    for kind in (*KINDS, "all"):
        pages = figures.kinds.get(kind, 0) if kind != "all" else figures.pages["wcxb"]
        values = (_figure(each.means[f"{kind}_f1"]) for each in scored)
        rows.append([kind, str(pages), _figure(figures.called.get(kind)), *values])
    return markdown(rows)


def _table(extractors: Sequence[Extractor], columns: dict[str, str], without: Sequence[str]) -> str:
    rows = [["", *columns.values()]]
    for each in extractors:
        values = [each.means[name] for name in columns]
        if each.name not in without and any(value is not None for value in values):
            rows.append([_name(each), *map(_figure, values)])
    return markdown(rows)


def _name(extractor: Extractor) -> str:
    return f"{extractor.name} {extractor.version}".strip()


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
