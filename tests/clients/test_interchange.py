"""An exported package shows in pywb and in replayweb.page what the site showed, with the site shut down.

Both live in places of their own: pywb's pins clash with ours, and replayweb.page is a script for browsers.
"""

import json
import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Frame, Page

from archive.document_and_unit_files import find_documents
from archive.export.cdxj import captures_in, cdxj_lines, surt
from archive.export.wacz import write_wacz
from archive.index import Index
from archive.layout import Archive
from archive.model.times import format_stamp, parse_time
from tests.clients.chromium import chromium, needs_chromium
from tests.clients.installed import CLIENTS
from tests.clients.needed import needs
from tests.clients.pywb_server import PYWB, collection
from tests.clients.ranges import served
from tests.samplesite import serve

ROOT = Path(__file__).parents[2]
READER = CLIENTS / "replaywebpage" / "package"
WACZ = CLIENTS / "wacz" / "bin"
PATIENCE = 60_000
SHOWN = """async () => {
    const fetches = [...document.scripts].some(script => script.src.includes('/js/daily.js'));
    for (let tries = 0; fetches && tries < 200 && !document.querySelector('.daily'); tries++) {
        await new Promise(resolve => setTimeout(resolve, 50));  // what the script fetches comes after the page
    }
    for (const image of document.images) {
        image.loading = 'eager';
        await image.decode().catch(() => null);
    }
    const pixels = image => {
        const canvas = document.createElement('canvas');
        [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
        const context = canvas.getContext('2d');
        context.drawImage(image, 0, 0);
        return Array.from(context.getImageData(0, 0, canvas.width, canvas.height).data).join();
    };
    const images = [...document.images].filter(image => image.complete && image.naturalWidth);
    return {text: document.body.innerText, images: images.map(pixels)};
}"""

pytestmark = [
    pytest.mark.clients,
    needs_chromium,
    needs(PYWB / "wayback", "'make clients' installs it"),
    needs(READER / "ui.js", "'make clients' brings it"),
    needs(WACZ / "wacz", "'make clients' installs it"),
]


@dataclass(frozen=True, slots=True)
class Shown:
    """What a reader sees of a page: its text, and the pixels of its images in order."""

    text: str
    images: tuple[str, ...]

    @classmethod
    def in_frame(cls, frame: Page | Frame) -> "Shown":
        found = frame.evaluate(SHOWN)
        return cls(" ".join(found["text"].split()), tuple(found["images"]))


@dataclass(frozen=True, slots=True)
class Crawled:
    """An archive, its package, and what its articles showed while their site was there.

    Articles are named by capture: 14 digits of its time and the address.
    """

    archive: Archive
    package: Path
    live: dict[tuple[str, str], Shown]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def crawled(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    place = tmp_path_factory.mktemp("interchange")
    archive = Archive(place / "data")
    with serve() as site:
        scrapy = str(Path(sys.executable).with_name("scrapy"))
        command = [scrapy, "crawl", "daxinya", "-a", f"start_url={site.url}"]
        env = {**os.environ, "ARCHIVE_DIR": str(archive.root)}
        subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True)
        page = browser.new_page()
        live = {}
        for stored in find_documents(archive):
            url = stored.document.capture.uri
            page.goto(url, wait_until="load")
            live[format_stamp(parse_time(stored.document.version)), url] = Shown.in_frame(page)
        page.close()
    write_wacz(archive, place / "sample.wacz")
    return Crawled(archive, place / "sample.wacz", live)


def test_the_package_is_valid(crawled: Crawled) -> None:
    validated = subprocess.run([WACZ / "wacz", "validate", "-f", crawled.package], capture_output=True, text=True)
    assert (validated.returncode, "the passed WACZ is valid" in validated.stdout) == (0, True), validated.stdout


def test_the_index_is_that_of_other_tools(crawled: Crawled) -> None:
    warcs = list(map(str, crawled.archive.warc_paths()))
    theirs = subprocess.run([WACZ / "cdxj-indexer", "--sort", *warcs], check=True, capture_output=True, text=True)
    with Index(crawled.archive) as index:
        ours = "".join(cdxj_lines(captures_in(index, crawled.archive.warc_names())))
    assert ours == theirs.stdout


@pytest.mark.parametrize("seed", range(3))
def test_keys_are_those_of_other_tools(seed: int) -> None:
    urls = _odd_urls(seed)
    script = "import json, sys; from surt import surt; print(json.dumps([surt(url) for url in json.load(sys.stdin)]))"
    made = subprocess.run(
        [WACZ / "python", "-c", script], input=json.dumps(urls), check=True, capture_output=True, text=True
    )
    assert list(map(surt, urls)) == json.loads(made.stdout)


def test_pywb_shows_every_article(crawled: Crawled, browser: Browser) -> None:
    page = browser.new_page()
    with collection("--unpack-wacz", crawled.package) as address:
        _require_same(_frame(page, f"{address}/{'/'.join(next(iter(crawled.live)))}"), crawled.live)
    page.close()
    assert len(crawled.live) >= 50


def test_replayweb_page_shows_every_article(crawled: Crawled, browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "replay").mkdir()
    shutil.copy(READER / "ui.js", tmp_path)
    shutil.copy(READER / "sw.js", tmp_path / "replay")
    shutil.copy(crawled.package, tmp_path)
    page = browser.new_page()
    with served(tmp_path) as address:
        (tmp_path / "index.html").write_text(
            f'<!DOCTYPE html><script src="/ui.js"></script><replay-web-page embed="replayonly" replayBase="/replay/" '
            f'source="{address}/sample.wacz" url="{next(iter(crawled.live))[1]}"></replay-web-page>'
        )
        _require_same(_frame(page, address), crawled.live)
    page.close()


def _frame(page: Page, address: str) -> Frame:
    """The frame in which a replay tool shows the archived page."""
    with page.expect_event("framenavigated", lambda frame: "mp_/http" in frame.url, timeout=PATIENCE) as navigated:
        page.goto(address)
    frame: Frame = navigated.value
    frame.wait_for_load_state("load")
    return frame


def _require_same(frame: Frame, live: dict[tuple[str, str], Shown]) -> None:
    """Fails at the first article that the frame does not show as the site did."""
    base = re.sub(r"\d{14}mp_/.*", "", frame.url)
    for (stamp, url), shown in live.items():
        frame.goto(f"{base}{stamp}mp_/{url}", wait_until="load")
        assert Shown.in_frame(frame) == shown, url


def _odd_urls(seed: int) -> list[str]:
    """Addresses with all that pages of old sites put into them."""
    chosen = random.Random(seed)
    hosts = ["www.example.com", "EXAMPLE.com", "a.b.example.cn", "10.0.0.1", "例子.com", "user@h.com", "h.com:8080"]
    steps = ["a", "News", "中文", ".", "", "%E4%B8%AD", "%e4", "a b", "show.asp", "x;y=1", "a%252e", "b+c", "'", '"']
    fields = ["id=1", "ID=2", "b", "", "a=%26", f"sid={'0123456789abcdef' * 2}", "q=产能", "a=1=2", "%", "x=%zz"]
    urls = []
    for _ in range(500):
        path = "/".join(chosen.choices(steps, k=chosen.randint(0, 4)))
        query = "&".join(chosen.choices(fields, k=chosen.randint(0, 4)))
        urls.append(f"{chosen.choice(['http', 'https'])}://{chosen.choice(hosts)}/{path}{query and '?'}{query}")
    return urls
