"""The committed figures are those of the rules as they are, and the README shows them."""

from tests.eval_public.__main__ import README, RESULTS
from tests.eval_public.extractors import OURS_IN_ALL
from tests.eval_public.figures import FIGURES, read_figures, rules_digest
from tests.eval_public.report import COMMAND, results_file, with_part
from tests.eval_public.sets import AEB, WCXB

AGAIN = f"run '{COMMAND}' and commit what it writes"


def test_the_figures_were_made_by_the_rules_as_they_are() -> None:
    assert FIGURES.exists(), f"{FIGURES} is missing: {AGAIN}"
    assert read_figures().rules == rules_digest(), f"the rules have changed since {FIGURES} was made: {AGAIN}"


def test_the_figures_are_of_whole_sets_and_stand_beside_those_of_peers() -> None:
    figures = read_figures()
    assert figures.commits == {"aeb": AEB.commit, "wcxb": WCXB.commit}
    assert (figures.pages, figures.kinds["article"]) == ({"aeb": 181, "wcxb": 1497}, 793)
    names = [extractor.name for extractor in figures.extractors]
    assert tuple(names[:3]) == OURS_IN_ALL
    assert {"trafilatura", "gne", "readability-lxml", "newspaper4k", "resiliparse", "htmldate"} <= set(names)


def test_the_readme_and_the_results_show_the_figures() -> None:
    figures, readme = read_figures(), README.read_text(encoding="utf-8")
    assert with_part(readme, figures) == readme, AGAIN
    assert RESULTS.read_text(encoding="utf-8") == results_file(figures), AGAIN
