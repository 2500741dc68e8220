"""Shows how far a run over many sites is, on standard error."""

import asyncio
import sys
from datetime import datetime

from rich.console import Console
from rich.live import Live
from rich.text import Text
from scrapy.settings import Settings
from scrapy.utils.log import install_scrapy_root_handler

from crawler.many.tally import Tally

_REDRAWN = 0.5


class ManyProgress:
    """One live line on a terminal, elsewhere a plain line each PROGRESS_INTERVAL seconds; none where that is 0."""

    def __init__(self, settings: Settings, tally: Tally) -> None:
        self._settings, self._tally = settings, tally
        self._interval = settings.getfloat("PROGRESS_INTERVAL")
        console = Console(stderr=True)
        self._live = Live(console=console, auto_refresh=False, transient=True) if console.is_terminal else None
        self._task: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """Starts the line."""
        if self._interval:
            self._task = asyncio.ensure_future(self._keep_showing())
            self._set_live(True)

    def end(self) -> None:
        """Ends the line, if it was begun."""
        if self._task:
            self._task.cancel()
            self._set_live(False)
            self._task = None

    def _set_live(self, on: bool) -> None:
        if self._live:
            self._live.start() if on else self._live.stop()
            # Scrapy's log handler holds the stream of before; a new one writes above the live line.
            install_scrapy_root_handler(self._settings)

    async def _keep_showing(self) -> None:
        while True:
            await asyncio.sleep(_REDRAWN if self._live else self._interval)
            line = self._tally.line()
            if self._live:
                self._live.update(Text(line), refresh=True)
            else:
                print(f"{datetime.now():%Y-%m-%d %H:%M:%S} {line}", file=sys.stderr, flush=True)
