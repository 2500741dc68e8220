"""A page that asks for its parts in every way looks the same in replay, in our frame."""

import re
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Browser

from tests.archive.replay.written import write_archive
from tests.clients.chromium import chromium, needs_chromium
from tests.clients.hard_site import PAGE, hard_site
from tests.clients.pictured import Log, take_framed
from tests.clients.replay_server import replayed

pytestmark = [pytest.mark.clients, needs_chromium]

SAID = [
    "INTEGRITY OK", "MODULE dep", "WRITTEN", "JSON a", "JSON b", "JSON c", "MODULE dyn", "keptkeptk=v", "DAXINYA 123",
    "ZZZ 987",
]  # fmt: skip


def test_a_hard_page(tmp_path: Path) -> None:
    with chromium() as browser:
        with hard_site() as site:
            said, _ = seen(browser, f"{site.origin}{PAGE}", tmp_path / "live.png")
            assert said == SAID
        archive = write_archive(tmp_path / "data", site.answered.values())
        with replayed(archive) as origin:
            again = tmp_path / "again.png"
            said, log = seen(browser, f"{origin}/frame/20261124120000/{site.origin}{PAGE}", again)
            assert said == SAID
            ours = re.compile(rf"{re.escape(origin)}/|http://p[0-9a-f]{{20}}\.localhost:|data:|about:")
            assert [url for url in log.asked if not ours.match(url)] == []
            # Chromium looks ahead for images before it knows how wide a frame is, and takes this one for nothing.
            assert [line for line in (*log.failed, *log.errors) if "/i/p0.png" not in line] == []
            assert different(tmp_path / "live.png", again) == 0
    assert len(site.answered) > 30


def seen(browser: Browser, address: str, picture: Path) -> tuple[list[str], Log]:
    log = Log()
    page = browser.new_page(viewport={"width": 900, "height": 600})
    log.follow(page)
    page.goto(address, wait_until="networkidle")
    shown = page.frames[1] if "/frame/" in address else page.main_frame
    if "/frame/" in address:
        take_framed(page, picture)
    else:
        page.screenshot(path=picture, full_page=True)
    said = [line.inner_text() for line in shown.query_selector_all("p")]
    page.close()
    return said, log


def different(one: Path, other: Path) -> int:
    """The number of pixels in which two pictures differ. Raises ValueError where they are of two sizes."""
    with Image.open(one) as first, Image.open(other) as second:
        if first.size != second.size:
            raise ValueError(f"{first.size} and {second.size}")
        changed = ImageChops.difference(first.convert("RGB"), second.convert("RGB")).convert("L").point(bool)
        return changed.histogram()[1]
