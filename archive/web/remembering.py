"""Gives the same answer to the same question while nothing was written, and works it out once for all who ask.

A page takes some milliseconds of work, and two hundred readers ask at once while a crawl writes all the time. So
there are two rules. While readers crowd, which is when more requests are in work than threads, and for ``CALM``
seconds after, an answer that is kept is given at once if it is at most ``MOST_STALE`` seconds old, and is worked out
anew behind the readers' backs: one at a time, with as long a rest after each as it took, so that those who ask for
what is not kept have most of the machine. At other times an answer is never older than what was last written, and
at no time older than the last withdrawal.
"""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from starlette.types import ASGIApp, Receive, Scope, Send

from archive.errors import ArchiveError
from archive.index import IndexState
from archive.web.answers import (
    Answer,
    Answers,
    Key,
    Recorder,
    asked_for_all,
    key_of,
    nobody_reads,
    nobody_sends,
    without_body,
)
from archive.web.lanes import WANTED

MOST_STALE = 30.0
"""Seconds that an answer which is given while readers crowd may be old."""
RENEWED = 2.0
"""Seconds after which an answer that is given while readers crowd is worked out anew."""
CALM = 2.0
_GLANCE = 0.05
"""Seconds between two looks at the state of the index while readers crowd."""


@dataclass(slots=True)
class _Work:
    """An answer that is being worked out for so many readers; ``done`` gives None where it is not for others."""

    state: IndexState
    at: float
    readers: int
    done: asyncio.Future[Answer | None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Remembering:
    """An application that remembers the answers of the one inside; ``state`` is another after anything was written.

    Answers are kept by address, host and language. Those that set cookies, are no 200, are of no known length or too
    long are passed on and not kept, as are those to long or partial questions. It stands before all that looks at
    a request: who asks by the same host for the same address may have what another was given.
    """

    def __init__(self, app: ASGIApp, state: Callable[[], IndexState], threads: int) -> None:
        self._app = app
        self._state = state
        self._threads = threads
        self._at_work = 0
        self._crowded_until = 0.0
        self._seen: tuple[float, IndexState] = (0.0, IndexState(None, None))
        self._answers = Answers()
        self._working: dict[Key, _Work] = {}
        self._due: dict[Key, Scope] = {}
        self._renewing: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        key = key_of(scope) if scope["type"] == "http" else None
        now = time.monotonic()
        state = None
        with suppress(ArchiveError):  # the application inside says what is wrong
            state = self._glance(now) if key else None
        if key is None or state is None:
            await self._app(scope, receive, send)
            return
        answer = self._kept(key, scope, state, now) or await self._worked_on(key, state, now)
        if answer is None:
            passed_on = without_body(send) if scope["method"] == "HEAD" else send
            answer = await self._work_out(key, asked_for_all(scope), receive, Recorder(passed_on), state)
        if answer:
            await answer.give(scope, send)

    def _crowded(self, now: float) -> bool:
        return self._at_work > self._threads or now < self._crowded_until

    def _glance(self, now: float) -> IndexState:
        """The state of the index, while readers crowd as it was a moment ago."""
        if not self._crowded(now) or now - self._seen[0] > _GLANCE:
            self._seen = now, self._state()
        return self._seen[1]

    def _will_do(self, state: IndexState, at: float, seen: IndexState, now: float) -> bool:
        if state == seen:
            return True
        return state.withdrawn == seen.withdrawn and self._crowded(now) and now - at < MOST_STALE

    def _kept(self, key: Key, scope: Scope, state: IndexState, now: float) -> Answer | None:
        """The answer that is kept, where it will do."""
        kept = self._answers.get(key)
        if kept is None or not self._will_do(kept.state, kept.at, state, now):
            return None
        if kept.state != state and now - kept.at > RENEWED:
            self._renew_later(key, scope)
        return kept

    async def _worked_on(self, key: Key, state: IndexState, now: float) -> Answer | None:
        """The answer that is being worked out for another."""
        work = self._working.get(key)
        if work is None or not self._will_do(work.state, work.at, state, now):
            return None
        work.readers += 1
        return await asyncio.shield(work.done)

    async def _work_out(
        self, key: Key, scope: Scope, receive: Receive, recorder: Recorder, state: IndexState
    ) -> Answer | None:
        """A new answer, which is kept; None where it was passed on as it came."""
        self._working[key] = work = _Work(state, time.monotonic(), 0 if receive is nobody_sends else 1)
        self._at_work += 1
        if self._at_work > self._threads:
            self._crowded_until = time.monotonic() + CALM
        answer = None
        try:
            await self._app({**scope, WANTED: lambda: work.readers}, receive, recorder)
            answer = recorder.answer(work.state, work.at)
        finally:
            self._at_work -= 1
            work.done.set_result(answer)
            if self._working.get(key) is work:
                del self._working[key]
        if answer:
            self._answers.put(key, answer)
        else:
            self._answers.drop(key)
        return answer

    def _renew_later(self, key: Key, scope: Scope) -> None:
        if key not in self._due and key not in self._working:
            self._due[key] = asked_for_all(scope)
        if self._renewing is None or self._renewing.done():
            self._renewing = asyncio.create_task(self._renew())

    async def _renew(self) -> None:
        """Works out anew what is due, those first that have waited longest.

        The state is the one last seen: what is worked out may be newer than that, never older.
        """
        while self._due:
            key = next(iter(self._due))
            scope, begun = self._due.pop(key), time.monotonic()
            work = self._work_out(key, scope, nobody_sends, Recorder(nobody_reads), self._seen[1])
            (failure,) = await asyncio.gather(work, return_exceptions=True)
            if failure is not None and not isinstance(failure, Answer):
                self._answers.drop(key)  # the next who asks meets the failure, and it is told there
            await asyncio.sleep(time.monotonic() - begun)
