"""A line on standard error that says how far a run is."""

import sys
from collections.abc import Callable
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.live import Live
from rich.text import Text
from scrapy.settings import Settings
from scrapy.utils.asyncio import create_looping_call
from scrapy.utils.log import install_scrapy_root_handler

_REDRAWN = 0.5  # seconds


class ProgressLine:
    """One live line on a terminal, elsewhere a plain line each PROGRESS_INTERVAL seconds; none where that is 0.

    ``text`` gives what it says.
    """

    def __init__(self, settings: Settings, text: Callable[[], str]) -> None:
        self._settings, self._text = settings, text
        self._interval = settings.getfloat("PROGRESS_INTERVAL")
        console = Console(stderr=True)
        self._live = Live(console=console, auto_refresh=False, transient=True) if console.is_terminal else None
        self._loop: Any = None

    def begin(self) -> None:
        """Start the line."""
        if self._interval:
            self._loop = create_looping_call(self._show)
            self._loop.start(_REDRAWN if self._live else self._interval, now=False)
            self._set_live(True)

    def end(self) -> None:
        """End the line, if it was begun."""
        if self._loop and self._loop.running:
            self._loop.stop()
            self._set_live(False)

    def _set_live(self, on: bool) -> None:
        if self._live:
            self._live.start() if on else self._live.stop()
            # Scrapy's log handler holds the stream of before; a new one writes above the live line.
            install_scrapy_root_handler(self._settings)

    def _show(self) -> None:
        if self._live:
            self._live.update(Text(self._text()), refresh=True)
        else:
            print(f"{datetime.now():%Y-%m-%d %H:%M:%S} {self._text()}", file=sys.stderr, flush=True)
