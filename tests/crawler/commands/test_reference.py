"""The reference of Scrapy's commands holds what their help says, and the README's commands exist."""

import os
import re
import sys
from pathlib import Path

import pytest

from tests import forked

ROOT = Path(__file__).parents[3]
BIN = Path(sys.executable).parent
REFERENCE = (ROOT / "docs" / "scrapy-commands.md").read_text(encoding="utf-8")
SCRAPYS_OWN = {"--help", "--logfile", "--loglevel", "--nolog", "--profile", "--pidfile", "--set", "--pdb"}


def options(command: str) -> set[str]:
    done = forked.run([BIN / "scrapy", command, "--help"], cwd=ROOT, env=os.environ)
    done.check_returncode()
    return set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", done.stdout)) - SCRAPYS_OWN


def section(command: str) -> str:
    return REFERENCE.partition(f"## scrapy {command}\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize("command", ["extract", "reextract", "sites"])
def test_every_option_stands_in_the_reference_and_the_reverse(command: str) -> None:
    assert set(re.findall(r"--[a-z][a-z-]+", section(command))) == options(command)


def test_every_option_of_the_job_on_a_cluster_stands_in_the_reference_and_the_reverse() -> None:
    command = [sys.executable, "-m", "crawler.reextract.spark", "--help"]
    done = forked.run(command, cwd=ROOT, env=os.environ)
    done.check_returncode()
    told = REFERENCE.partition("## On a cluster: Apache Spark\n")[2].partition("\n## ")[0]
    of_others = {"--help", "--master", "--all", "--what"}
    found = {option for text in (done.stdout, told) for option in re.findall(r"(?<![\w-])--[a-z][a-z-]+", text)}
    assert found - of_others == {"--archives", "--warcs", "--out"}
    assert all(option in text for option in found - of_others for text in (done.stdout, told))


def test_every_setting_of_ours_stands_in_the_reference() -> None:
    settings = (ROOT / "crawler" / "settings.py").read_text(encoding="utf-8")
    prefixes = "REQUISITES|CRAWL|CAPTURE|PUBLIC|ARCHIVE|CONTACT|MAX_PAGES|PROGRESS|SITES?_|SUMMARY"
    ours = set(re.findall(rf"^((?:{prefixes})\w*)", settings, re.MULTILINE))
    assert ours
    assert {name for name in ours if f"`{name}`" not in REFERENCE} == set()


@pytest.mark.parametrize("document", ["README.md", "docs/scrapy-commands.md"])
def test_every_command_that_is_shown_exists(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    commands = _listed("archive", "--help") | _listed("scrapy")
    shown = set(re.findall(r"^(?:\.venv/bin/)?((?:archive|scrapy) [a-z]+)", text, re.MULTILINE))
    assert shown
    assert {each for each in shown if each not in commands} == set()


def _listed(program: str, *arguments: str) -> set[str]:
    done = forked.run([BIN / program, *arguments], cwd=ROOT, env=os.environ)
    return {f"{program} {name}" for name in re.findall(r"^\W{1,4}([a-z]+)\s{2,}", done.stdout, re.MULTILINE)}
