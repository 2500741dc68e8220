"""Debian's Chromium without a window, driven by Playwright."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from tests.clients.needed import needs

needs_chromium = needs("chromium", "'apt-get install chromium fonts-noto-cjk' brings it")


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser that is closed in the end. It runs as root too, as continuous integration does."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()
