"""``archive words``, ``collocations``, ``keyness`` and ``trend``, called as a script calls them."""

import csv
import io
import json
import shlex
from pathlib import Path

import pytest

from archive.cli import main
from tests.archive.cli.test_concordance import Run, done, place  # noqa: F401 - fixtures

COMMANDS = (
    ("words", "--lang", "zh"),
    ("collocations", "产能", "--min-count", "1"),
    ("collocations", "产能", "--translations", "--min-count", "1"),
    ("keyness", "--kind", "speech", "--against", "kind=news", "--lang", "zh", "--min-count", "1"),
    ("trend", "产能"),
)
ROWS = {"words": "words", "collocations": "collocates", "keyness": "words", "trend": "periods"}


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_form_has_the_same_rows(place: Path, done: Run, command: tuple[str, ...]) -> None:  # noqa: F811
    values = json.loads(done(*command, "--format", "json"))
    rows = values["translations" if "--translations" in command else ROWS[command[0]]]
    assert rows
    table = list(csv.DictReader(io.StringIO(done(*command, "--format", "csv"))))
    assert [row["query"] for row in table] == [row["query"] for row in rows]
    assert [{name: str(cell) for name, cell in row.items()} for row in rows] == table
    text = done(*command)
    assert "\x1b" not in text
    head, first, *_ = text.splitlines()
    assert first.split()[:2] == [str(cell) for cell in list(rows[0].values())[:2]]
    assert head.startswith(("text", "period"))


def test_the_lines_of_a_word_are_as_many_as_it_counts(place: Path, done: Run) -> None:  # noqa: F811
    text = done("words", "产能", "--lang", "zh", "--all", "--site", "sample")
    count = int(text.splitlines()[1].split()[1])
    _, *command = shlex.split(text.splitlines()[-1].removeprefix("lines: "))
    assert json.loads(done(*command, "--format", "json"))["hits"] == count > 0


def test_a_trend_leads_to_the_lines_of_its_period(place: Path, done: Run) -> None:  # noqa: F811
    first, *_ = json.loads(done("trend", "产能", "--format", "json"))["periods"]
    assert f"--from {first['period']} --to {first['period']}" in done("trend", "产能")
    months = json.loads(done("trend", "产能", "--by", "month", "--format", "json"))["periods"]
    assert [len(each["period"]) for each in months] == [7] * len(months)


def test_windows_order_and_limit(place: Path, done: Run) -> None:  # noqa: F811
    def found(*options: str) -> dict[str, dict[str, float]]:
        values = json.loads(done("collocations", "产能", "--min-count", "1", "--format", "json", *options))
        return {row["text"]: row for row in values["collocates"]}

    assert all(row["before"] == 0 for row in found("--left", "0").values())
    assert all(row["after"] == 0 for row in found("--right", "0").values())
    scores = [row["log_dice"] for row in found("--sort", "logdice").values()]
    assert scores == sorted(scores, reverse=True)
    assert len(found("--limit", "2")) == 2


def test_keyness_compares_with_all_others_unless_told(place: Path, done: Run) -> None:  # noqa: F811
    def sizes(*options: str) -> tuple[int, int]:
        values = json.loads(done("keyness", "--lang", "zh", "--format", "json", *options))
        return values["documents"], values["other_documents"]

    assert sizes("--kind", "speech") == (1, 1)  # the copy of the speech, which is news, counts with the speech
    assert sizes("--kind", "speech", "--against", "site=sample,kind=news") == (1, 1)
    assert sizes("--kind", "speech", "--against", "kind=news", "--against", "from=2024") == (1, 1)


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (["keyness"], "say which documents to compare"),
        (["keyness", "--site", "sample", "--against", "place=x"], "cannot read 'place=x'; write NAME=VALUE"),
        (["keyness", "--site", "sample", "--against", "kind=news,kind=speech"], "'kind' is given twice"),
        (["keyness", "--site", "sample", "--against", "site=nowhere"], "no site 'nowhere'"),
        (["collocations", "，"], "nothing to count in '，'"),
        (["words", "--ngrams", "6"], "'--ngrams'"),
    ],
)
def test_what_cannot_be_counted_is_said(
    place: Path,  # noqa: F811
    capsys: pytest.CaptureFixture[str],
    command: list[str],
    message: str,
) -> None:
    assert main(command) == 2
    assert message in capsys.readouterr().err
