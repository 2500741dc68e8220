"""The tables and the sentence that says where ours is not first."""

from dataclasses import replace
from pathlib import Path

from tests.eval_public.extractors import ANY_KIND, HTMLDATE, OURS
from tests.eval_public.figures import KINDS, MEASURES, Extractor, Figures, read_figures, rules_digest, write_figures
from tests.eval_public.report import not_first, readme_part, results_file


def figures(**others: float | None) -> Figures:
    """Ours with 0.5 in all measures, beside a peer with 0.4 and what is given."""
    means: dict[str, float | None] = dict.fromkeys((measure.name for measure in MEASURES), 0.5)
    peer = {**dict.fromkeys(means, 0.4), "article_unwanted": 0.6, **others}
    return Figures(
        rules="0" * 64,
        commits={"aeb": "a", "wcxb": "b"},
        pages={"aeb": 2, "wcxb": 7},
        kinds=dict.fromkeys(KINDS, 1),
        called=dict.fromkeys(KINDS, 0.5),
        days={"all": 3, "called": 2, "nowhere": 1},
        published={"kept": 0.45},
        extractors=(
            Extractor(OURS, "", {**means, "article_f1": 0.95}),
            Extractor(ANY_KIND, "", dict.fromkeys(means, 0.99)),
            Extractor("peer", "1.0", peer),
            Extractor(HTMLDATE, "2.0", {**dict.fromkeys(means, None), "day_called": 0.5, "day_all": 0.1}),
        ),
    )


def test_ours_is_first_where_no_other_program_is_better() -> None:
    assert not_first(figures()) == "Ours is first in every column."


def test_each_column_in_which_another_is_better_is_named_with_both_figures() -> None:
    told = not_first(figures(title_all=0.6, article_unwanted=0.1, day_called=0.7))
    assert told == (
        "Ours is not first in: WCXB article snippets let in 0.500 (peer 0.100); title, all articles 0.500 "
        "(peer 0.600); day, called articles 0.500 (peer 0.700)."
    )


def test_outputs_that_a_set_keeps_count_as_others() -> None:
    assert not_first(replace(figures(), published={"kept": 0.9})) == (
        "Ours is not first in: AEB F1 0.500 (kept 0.900)."
    )


def test_the_tables_have_a_row_for_each_extractor_that_is_measured() -> None:
    text, facts = readme_part(figures()).split("Of WCXB its articles")
    assert "| peer 1.0 " in text
    assert "whatever the kind" in text
    assert "htmldate" not in text
    assert "| htmldate 2.0 " in facts
    assert "whatever the kind" not in facts
    assert "on 1 of the 3" in facts


def test_the_results_have_a_row_for_each_kind_of_page() -> None:
    rows = [line for line in results_file(figures()).splitlines() if line.startswith("|")]
    assert {row.split("|")[1].strip() for row in rows} >= {*KINDS, "all"}


def test_figures_survive_their_file(tmp_path: Path) -> None:
    write_figures(figures(), tmp_path / "figures.json")
    assert read_figures(tmp_path / "figures.json") == figures()


def test_the_digest_follows_every_file_of_the_rules(tmp_path: Path) -> None:
    (tmp_path / "crawler" / "extraction" / "__pycache__").mkdir(parents=True)
    (tmp_path / "crawler" / "sites").mkdir()
    rule = tmp_path / "crawler" / "extraction" / "title.py"
    rule.write_text("A = 1\n")
    digests = [rules_digest(tmp_path)]
    for path, text in ((rule, "A = 2\n"), (tmp_path / "crawler" / "sites" / "site.toml", "")):
        path.write_text(text)
        digests.append(rules_digest(tmp_path))
    assert len(set(digests)) == 3
    (tmp_path / "crawler" / "extraction" / "__pycache__" / "title.pyc").write_text("")
    (tmp_path / "crawler" / "spiders.py").write_text("")
    assert rules_digest(tmp_path) == digests[-1]
