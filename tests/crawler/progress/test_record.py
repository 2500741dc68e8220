"""The summary of a crawl as JSON: whatever the end, where a monitor finds it, by the archive's own account."""

import json
import re
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from archive.jobs_and_locks import find_jobs, lock_site
from archive.layout import Archive
from crawler.discovery.frontier import Candidate
from crawler.discovery.link_selection import Interest
from crawler.discovery.outcome import Answer, Outcome, Verdict
from crawler.progress.crawl_result_and_summary import CrawlCounts, CrawlResult, summary_text, summary_values
from crawler.spiders.response_text_document_and_crawl_report import MOST_NAMED, Report
from tests.crawler.capture.crawling import crawl, start_crawl
from tests.crawler.capture.known_captures.changing_site import ChangingSite
from tests.crawler.spiders.odd_server import Reply, Server, serve

FORMATS = Path(__file__).parents[3] / "docs" / "formats.md"


@pytest.fixture
def site() -> ChangingSite:
    return ChangingSite()


@pytest.fixture
def server(site: ChangingSite) -> Iterator[Server]:
    with serve(lambda target: site.answer(target)) as served:
        yield served


def summary(archive: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((archive / "summaries" / "daxinya.json").read_text(encoding="utf-8"))
    return found


def test_a_first_crawl_and_a_later_one(server: Server, site: ChangingSite, tmp_path: Path) -> None:
    first = crawl(tmp_path, server.url, "-s", f"SUMMARY_FILE={tmp_path / 'told' / 'last.json'}")
    found = summary(tmp_path)
    assert json.loads((tmp_path / "told" / "last.json").read_text()) == found
    assert "documents  40: " in first.stdout
    assert found["documents"] | {"kinds": 0, "languages": 0} == {
        "new": 40, "changed": 0, "unchanged": 0, "missing": 0, "gone": 0, "back": 0, "stored": 40,
        "kinds": 0, "languages": 0,
    }  # fmt: skip
    (job,) = find_jobs(Archive(tmp_path)).values()
    assert (found["job"], found["began"]) == (job.job, job.began)
    assert (found["spider"], found["site"], found["start_url"]) == ("daxinya", "daxinya", server.url)
    assert (found["reason"], found["complete"], found["exit_code"], found["error"]) == ("finished", True, 0, None)
    assert found["pages"] == int(re.findall(r"^pages +(\d+) ", first.stdout, re.MULTILINE)[0])
    site.listed = [43, 42, 41, *(number for number in site.listed if number not in (36, 35))]
    site.changed = {40, 39, 5}
    later = crawl(tmp_path, server.url, "-a", "full=1")
    assert "documents  3 new, 3 changed, 35 unchanged, 2 missing\nversions   6: " in later.stdout
    told = summary(tmp_path)["documents"]
    assert [told[name] for name in ("new", "changed", "unchanged", "missing", "gone", "stored")] == [
        3,
        3,
        35,
        2,
        0,
        6,
    ]
    third = crawl(tmp_path, server.url)
    assert "new" not in third.stdout.partition("documents")[2].partition("\n")[0]
    assert "versions" not in third.stdout


def test_failures_are_counted_and_the_first_are_named(tmp_path: Path) -> None:
    site = ChangingSite()

    def answer(target: str) -> Reply:
        return Reply(b"no", 403) if target in ("/news/1.html", "/news/7.html") else site.answer(target)

    with serve(answer) as server:
        crawl(tmp_path, server.url)
    refused = summary(tmp_path)["failures"]["refused"]
    assert refused["count"] == 2
    assert {"url": f"{server.url}news/1.html", "reason": "403 Forbidden"} in refused["first"]


def test_a_crawl_that_could_not_begin_says_so(tmp_path: Path) -> None:
    crawl(tmp_path, "http://127.0.0.1:1/")
    found = summary(tmp_path)
    assert (found["exit_code"], found["complete"]) == (4, False)
    assert found["error"] == "the connection is refused"


def test_a_crawl_that_is_interrupted_is_not_complete(server: Server, tmp_path: Path) -> None:
    process = start_crawl(tmp_path, server.url, "-s", "DOWNLOAD_DELAY=0.1")
    while len(server.log) < 10 and process.poll() is None:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    stopped = summary(tmp_path)
    assert (stopped["reason"], stopped["complete"], stopped["exit_code"]) == ("shutdown", False, 0)
    crawl(tmp_path, server.url)
    gone_on = summary(tmp_path)
    assert gone_on["captured_before"] > 0
    assert (gone_on["complete"], gone_on["documents"]["new"], gone_on["documents"]["unchanged"]) == (True, 40, 0)


def test_a_crawl_that_another_holds_off_leaves_its_summary_alone(server: Server, tmp_path: Path) -> None:
    crawl(tmp_path, server.url)
    before = summary(tmp_path)
    with lock_site(Archive(tmp_path), "daxinya"):
        refused = crawl(tmp_path, server.url, "-s", f"SUMMARY_FILE={tmp_path / 'last.json'}")
    assert refused.returncode == 3
    assert summary(tmp_path) == before
    assert json.loads((tmp_path / "last.json").read_text())["exit_code"] == 3


def test_a_summary_that_cannot_be_written_is_an_error(server: Server, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ended = crawl(tmp_path / "data", server.url, "-s", f"SUMMARY_FILE={tmp_path / 'file' / 'last.json'}")
    assert ended.returncode == 3
    assert ended.stderr.count("error: ") == 1
    assert "last.json cannot be written" in ended.stderr
    assert summary(tmp_path / "data")["complete"]


def test_the_documentation_names_every_field(server: Server, tmp_path: Path) -> None:
    crawl(tmp_path, server.url)
    section = FORMATS.read_text(encoding="utf-8").partition("## The summary of a crawl\n")[2].partition("\n## ")[0]
    example = json.loads(section.partition("```json\n")[2].partition("```")[0])
    found = summary(tmp_path)
    assert example.keys() == found.keys()
    for part in ("documents", "failures"):
        assert example[part].keys() == found[part].keys()
    assert {name for name in example if f"`{name}`" not in section} == set()


def test_more_failures_than_are_named_are_counted() -> None:
    report = Report()
    for number in range(MOST_NAMED + 7):
        url = f"http://a.example/{number}"
        candidate = Candidate(url, url, "shape", "link", Interest.DULL)
        report.record(candidate, Verdict(Answer(Outcome.DEAD), "404 Not Found"), url)
    figures = CrawlCounts(0, 0, 0, 0.0, {}, {})
    archive = Archive(Path("none"))
    ended = CrawlResult("a", "a", "", archive, None, "", "", "finished", None, figures, report)
    missing = summary_values(ended)["failures"]["missing"]
    assert missing["count"] == MOST_NAMED + 7
    assert len(missing["first"]) == 20


def test_the_summary_warns_of_a_clock_that_was_set_back() -> None:
    figures = CrawlCounts(0, 0, 0, 0.0, {}, {})
    ended = CrawlResult("a", "a", "", Archive(Path("none")), None, "", "", "finished", None, figures, Report())
    assert "warning" not in summary_text(ended)
    assert "clock is 1 h 1 min behind" in summary_text(replace(ended, clock_behind=3660))
