"""Full-page screenshots of pages in Chromium, and what its log says: ``python -m tests.clients.pictured``.

As a program it replays an archive and takes the pictures of it, in a place without a network.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response

from archive.layout import Archive
from tests.clients.chromium import chromium
from tests.clients.replay_server import replayed

_WINDOW = {"width": 1000, "height": 800}
_ERROR = 400


@dataclass(slots=True)
class Log:
    """What the browser asked for, what of it failed, and what its console says is an error."""

    asked: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def follow(self, page: Page) -> None:
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("requestfailed", lambda request: self._note_failed(request))
        page.on("response", lambda response: self._note_answer(response))
        page.on("console", lambda message: self._note_message(message))
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _note_failed(self, request: Request) -> None:
        self.failed.append(f"{request.url}: {request.failure}")

    def _note_answer(self, response: Response) -> None:
        if response.status >= _ERROR:
            self.failed.append(f"{response.url}: {response.status}")

    def _note_message(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(f"{message.text} {message.location.get('url', '')}")


def take_pictures(browser: Browser, addresses: Sequence[str], folder: Path, framed: bool = False) -> Log:
    """Takes pictures ``0.png``, ``1.png`` … of the pages, each once it is at rest.

    Where they are ``framed`` the addresses are of our frame, and the pictures of the pages in it.
    """
    log = Log()
    page = browser.new_page(viewport={"width": _WINDOW["width"], "height": _WINDOW["height"]})
    log.follow(page)
    for number, address in enumerate(addresses):
        page.goto(address, wait_until="load")
        shown = page.frames[-1]
        if shown.evaluate("document.scripts.length + document.fonts.size"):
            page.wait_for_load_state("networkidle")
            shown.evaluate("document.fonts.ready.then(() => true)")
        if framed:
            take_framed(page, folder / f"{number}.png")
        else:
            page.screenshot(path=folder / f"{number}.png", full_page=True)
    page.close()
    return log


def take_framed(page: Page, path: Path) -> None:
    """Takes a picture of the whole page in our frame: the window is made as high as that needs."""
    size = page.viewport_size or _WINDOW
    bar = page.evaluate("document.getElementById('page').getBoundingClientRect().top")
    height = page.frames[1].evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": int(bar) + max(height, size["height"])})
    page.locator("#page").screenshot(path=path)
    page.set_viewport_size({"width": size["width"], "height": size["height"]})


def main() -> None:
    """Arguments: the archive, a folder for the pictures and the log, and the addresses to replay, a line each."""
    archive, folder = Path(sys.argv[1]), Path(sys.argv[2])
    urls = (folder / "addresses.txt").read_text("utf-8").split()
    with replayed(Archive(archive)) as origin, chromium() as browser:
        log = take_pictures(browser, [f"{origin}/frame/{url}" for url in urls], folder, framed=True)
    told = asdict(log) | {"origin": origin}
    (folder / "log.json").write_text(json.dumps(told), "utf-8")


if __name__ == "__main__":
    main()
