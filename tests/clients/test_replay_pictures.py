"""Every article of the sample site, replayed with the site shut down and no network, looks as it did when it ran."""

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops

from tests.clients.chromium import chromium, needs_chromium
from tests.clients.offline import run_offline
from tests.clients.pictured import Log, take_pictures
from tests.samplesite import ARTICLES, serve

ROOT = Path(__file__).parents[2]
MOST_DIFFERENT = 0.005
"""Share of the pixels of a page that may be different."""

pytestmark = [pytest.mark.clients, needs_chromium]


@dataclass(frozen=True, slots=True)
class Pictures:
    """Pictures of all articles, by number: of the site while it ran, and of its replay."""

    live: Path
    replayed: Path
    live_log: Log
    replayed_log: dict[str, Any]


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Pictures:
    live, again = tmp_path_factory.mktemp("live"), tmp_path_factory.mktemp("replayed")
    archive = tmp_path_factory.mktemp("archive") / "data"
    with serve() as site:
        command = [str(Path(sys.executable).with_name("scrapy")), "crawl", "daxinya", "-a", f"start_url={site.url}"]
        env = {**os.environ, "ARCHIVE_DIR": str(archive)}
        subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True)
        addresses = [f"{site.url}{article.path[1:]}" for article in ARTICLES]
        with chromium() as browser:
            log = take_pictures(browser, addresses, live)
    (again / "addresses.txt").write_text("\n".join(addresses), "utf-8")
    run_offline("tests.clients.pictured", archive, again)
    return Pictures(live, again, log, json.loads((again / "log.json").read_text("utf-8")))


@pytest.mark.parametrize("number", range(len(ARTICLES)), ids=[article.path for article in ARTICLES])
def test_an_article_looks_as_it_did(pictures: Pictures, number: int) -> None:
    with Image.open(pictures.live / f"{number}.png") as one, Image.open(pictures.replayed / f"{number}.png") as other:
        assert one.size == other.size
        changed = ImageChops.difference(one.convert("RGB"), other.convert("RGB")).convert("L").point(bool)
        assert changed.histogram()[1] / (one.width * one.height) <= MOST_DIFFERENT


def test_the_log_has_no_failed_and_no_foreign_request(pictures: Pictures) -> None:
    log = pictures.replayed_log
    assert log["failed"] == []
    assert log["errors"] == []
    port = log["origin"].rpartition(":")[2]
    ours = re.compile(rf"{re.escape(log['origin'])}/|http://p[0-9a-f]{{20}}\.localhost:{port}/|data:")
    assert [url for url in log["asked"] if not ours.match(url)] == []
    assert len(log["asked"]) >= len(ARTICLES)


def test_fonts_backgrounds_and_fetched_data_were_among_it(pictures: Pictures) -> None:
    asked = "\n".join(pictures.replayed_log["asked"])
    for name in ("/fonts/mark.ttf", "/images/weave.png", "/images/bar.png", "/data/daily.json", "/js/daily.js"):
        assert name in asked
        assert any(name in url for url in pictures.live_log.asked)
    assert {article.charset for article in ARTICLES} >= {"gbk", "big5hkscs", "utf-8"}
