"""The same question is worked out once, for as long as nothing is written."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from starlette.types import Receive, Scope, Send

from archive.index import IndexState
from archive.web import response_cache
from archive.web.app_state_search_and_term_caches import SEARCH_STATE
from archive.web.response_cache import ResponseCache

Sent = list[dict[str, Any]]


@dataclass
class Inside:
    """An application that counts what it is asked, and answers as it is told."""

    status: int = 200
    headers: list[tuple[bytes, bytes]] = field(default_factory=lambda: [(b"etag", b'"e"')])
    body: bytes = b"answer"
    sized: bool = True
    fails: bool = False
    asked: int = 0
    methods: list[str] = field(default_factory=list)
    gate: asyncio.Event | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked += 1
        self.methods.append(scope["method"])
        number = self.asked
        if self.gate:
            await self.gate.wait()
        if self.fails:
            raise ZeroDivisionError
        body = self.body + b"%d" % number
        length = [(b"content-length", b"%d" % len(body))] if self.sized else []
        await send({"type": "http.response.start", "status": self.status, "headers": [*self.headers, *length]})
        await send({"type": "http.response.body", "body": body[:3], "more_body": True})
        await send({"type": "http.response.body", "body": body[3:]})


@dataclass
class Asker:
    inside: Inside
    state: int = 0
    withdrawn: int = 0

    def __post_init__(self) -> None:
        self.app = ResponseCache(self.inside, lambda: IndexState(self.state, self.withdrawn), threads=2)

    async def ask(
        self, path: bytes = b"/", method: str = "GET", query: bytes = b"", **headers: str
    ) -> tuple[int, bytes]:
        """Status and body."""
        sent: Sent = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            sent.append(message)

        given = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
        scope = {
            "type": "http", "method": method, "path": path.decode(), "raw_path": path, "query_string": query,
            "headers": [(b"host", b"localhost"), *given],
        }  # fmt: skip
        await self.app(scope, receive, send)
        return sent[0]["status"], b"".join(message.get("body", b"") for message in sent)


def run(test: Callable[[Asker], Awaitable[None]], inside: Inside | None = None) -> Asker:
    async def made() -> Asker:
        asker = Asker(inside or Inside())
        await test(asker)
        return asker

    return asyncio.run(made())


def test_the_same_question_is_worked_out_once() -> None:
    async def ask(asker: Asker) -> None:
        assert [await asker.ask() for _ in range(3)] == [(200, b"answer1")] * 3
        assert await asker.ask(b"/other") == (200, b"answer2")
        assert await asker.ask(query=b"q=a") == (200, b"answer3")

    assert run(ask).inside.asked == 3


def test_head_has_the_head_of_the_same_answer() -> None:
    async def ask(asker: Asker) -> None:
        assert await asker.ask(method="HEAD") == (200, b"")
        assert await asker.ask() == (200, b"answer1")
        assert await asker.ask(method="HEAD") == (200, b"")
        assert asker.inside.asked == 1
        asker.inside.status = 404
        assert await asker.ask(b"/other", method="HEAD") == (404, b"")

    assert run(ask).inside.methods == ["GET", "GET"]


def test_other_methods_and_parts_and_long_addresses_are_passed_on() -> None:
    async def ask(asker: Asker) -> None:
        await asker.ask()
        assert await asker.ask(method="POST") == (200, b"answer2")
        assert await asker.ask(range="bytes=0-1") == (200, b"answer3")
        for _ in range(2):
            await asker.ask(query=b"q" * response_cache.LONGEST_KEY)
            await asker.ask(accept_language="x" * response_cache.LONGEST_KEY)
        assert await asker.ask(cookie="x" * response_cache.LONGEST_KEY) == (200, b"answer1")

    assert run(ask).inside.asked == 7


def test_what_was_written_is_seen() -> None:
    async def ask(asker: Asker) -> None:
        await asker.ask()
        asker.state = 1
        assert await asker.ask() == (200, b"answer2")
        assert await asker.ask() == (200, b"answer2")

    run(ask)


def test_many_who_ask_at_once_have_one_answer() -> None:
    async def ask(asker: Asker) -> None:
        asker.inside.gate = asyncio.Event()
        asking = [asyncio.create_task(asker.ask()) for _ in range(50)]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        asker.inside.gate.set()
        assert set(await asyncio.gather(*asking)) == {(200, b"answer1")}

    assert run(ask).inside.asked == 1


def test_readers_with_other_languages_have_answers_of_their_own() -> None:
    async def ask(asker: Asker) -> None:
        assert await asker.ask(accept_language="zh") == (200, b"answer1")
        assert await asker.ask(accept_language="en") == (200, b"answer2")
        assert await asker.ask(accept_language="en", cookie=f"ui=zh; large={'x' * 8000}") == (200, b"answer2")
        assert await asker.ask(accept_language="zh;q=0.5, en", cookie="seen=1") == (200, b"answer2")
        assert await asker.ask(accept_language="zh", user_agent="x") == (200, b"answer1")

    run(ask)


@pytest.mark.parametrize(
    "inside",
    [
        Inside(status=404),
        Inside(sized=False),
        Inside(headers=[(b"set-cookie", b"a=b")]),
        Inside(body=b"x" * (response_cache.LONGEST + 1)),
    ],
    ids=["404", "no length", "cookie", "long"],
)
def test_what_is_not_for_others_is_passed_on(inside: Inside) -> None:
    async def ask(asker: Asker) -> None:
        asker.inside.gate = asyncio.Event()
        asking = [asyncio.create_task(asker.ask()) for _ in range(3)]
        await asyncio.sleep(0)
        asker.inside.gate.set()
        answers = await asyncio.gather(*asking)
        assert len({body for _, body in answers}) == 3
        await asker.ask()

    assert run(ask, inside).inside.asked == 4


def test_a_failure_is_each_askers_own() -> None:
    async def ask(asker: Asker) -> None:
        asker.inside.gate = asyncio.Event()
        asking = [asyncio.create_task(asker.ask()) for _ in range(3)]
        await asyncio.sleep(0)
        asker.inside.gate.set()
        failed = await asyncio.gather(*asking, return_exceptions=True)
        assert [type(each) for each in failed] == [ZeroDivisionError] * 3
        asker.inside.fails = False
        assert await asker.ask() == (200, b"answer4")

    run(ask, Inside(fails=True))


def test_what_the_reader_holds_is_not_sent() -> None:
    async def ask(asker: Asker) -> None:
        assert await asker.ask(if_none_match='"e"') == (304, b"")
        assert await asker.ask() == (200, b"answer1")
        assert await asker.ask(if_none_match='"other"') == (200, b"answer1")
        assert await asker.ask(if_none_match='W/"e"') == (304, b"")

    run(ask)


@asynccontextmanager
async def crowd(asker: Asker) -> AsyncIterator[None]:
    """More readers at work than there are threads, all of whom wait until this is left."""
    asker.inside.gate = asyncio.Event()
    waiting = [asyncio.create_task(asker.ask(b"/crowd/%d" % number)) for number in range(3)]
    await asyncio.sleep(0)
    gate, asker.inside.gate = asker.inside.gate, None
    yield
    gate.set()
    await asyncio.gather(*waiting)


def test_while_readers_crowd_an_answer_may_be_old(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(response_cache, "_STATE_READ_EVERY", -1.0)

    async def ask(asker: Asker) -> None:
        await asker.ask()
        async with crowd(asker):
            asker.state = 1
            assert await asker.ask() == (200, b"answer1")
            assert await asker.ask(if_none_match='"e"') == (304, b"")
            monkeypatch.setattr(response_cache, "MOST_STALE_SECONDS", 0.0)
            assert await asker.ask() == (200, b"answer5")

    run(ask)


def test_while_readers_crowd_no_answer_is_older_than_a_withdrawal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(response_cache, "_STATE_READ_EVERY", -1.0)

    async def ask(asker: Asker) -> None:
        await asker.ask()
        async with crowd(asker):
            asker.state = asker.withdrawn = 1
            assert await asker.ask() == (200, b"answer5")
            asker.state = 2
            assert await asker.ask() == (200, b"answer5")

    run(ask)


def test_soon_after_the_crowd_answers_are_new_again(monkeypatch: pytest.MonkeyPatch) -> None:
    async def ask(asker: Asker) -> None:
        await asker.ask()
        async with crowd(asker):
            asker.state = 1
        assert await asker.ask() == (200, b"answer1")
        now = time.monotonic()
        monkeypatch.setattr(time, "monotonic", lambda: now + response_cache.CROWDED_FOR + 0.1)
        assert await asker.ask() == (200, b"answer5")

    run(ask)


def test_what_is_old_is_made_anew_behind_the_readers_backs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(response_cache, "_STATE_READ_EVERY", -1.0)
    monkeypatch.setattr(response_cache, "REFRESH_AFTER", -1.0)

    async def ask(asker: Asker) -> None:
        await asker.ask()
        async with crowd(asker):
            asker.state = 1
            assert {await asker.ask() for _ in range(20)} == {(200, b"answer1")}
            await asyncio.sleep(0.05)
            assert await asker.ask() == (200, b"answer5")
            assert asker.inside.asked == 5

    run(ask)


@pytest.mark.parametrize("fails", [True, False], ids=["raises", "404"])
def test_what_cannot_be_made_anew_is_forgotten(monkeypatch: pytest.MonkeyPatch, fails: bool) -> None:
    monkeypatch.setattr(response_cache, "_STATE_READ_EVERY", -1.0)
    monkeypatch.setattr(response_cache, "REFRESH_AFTER", -1.0)

    async def ask(asker: Asker) -> None:
        await asker.ask()
        async with crowd(asker):
            asker.state = 1
            asker.inside.fails, asker.inside.status = fails, 200 if fails else 404
            assert await asker.ask() == (200, b"answer1")
            await asyncio.sleep(0.05)
            asker.inside.fails = False
            assert await asker.ask() == (asker.inside.status, b"answer6")

    run(ask)


def test_an_answer_that_took_long_takes_no_newer_ones_place() -> None:
    async def ask(asker: Asker) -> None:
        asker.inside.gate = asyncio.Event()
        slow = asyncio.create_task(asker.ask())
        await asyncio.sleep(0)
        gate, asker.inside.gate = asker.inside.gate, None
        asker.state = 1
        assert await asker.ask() == (200, b"answer2")
        gate.set()
        assert await slow == (200, b"answer1")
        assert await asker.ask() == (200, b"answer2")

    run(ask)


def test_the_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(response_cache, "MOST_BYTES", 30_000)

    async def ask(asker: Asker) -> None:
        for number in range(100):
            await asker.ask(b"/%d" % number)
        await asker.ask(b"/99")
        assert asker.inside.asked == 100
        await asker.ask(b"/0")
        assert asker.inside.asked == 101

    run(ask)


def test_a_response_with_an_older_search_is_as_old_as_the_search() -> None:
    taken: list[bool] = []

    class Searching(Inside):
        async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
            seen = scope[SEARCH_STATE]
            taken.append(seen.reuse(IndexState(0, 0), seen.at - 10))
            await super().__call__(scope, receive, send)

    async def ask(asker: Asker) -> None:
        asker.state = 1
        assert await asker.ask() == (200, b"answer1")
        assert await asker.ask() == (200, b"answer1")
        asker.app._crowded_until = time.monotonic() + 60
        assert await asker.ask(b"/crowded") == (200, b"answer2")
        assert await asker.ask(b"/crowded") == (200, b"answer2")
        assert asker.app._responses.get((b"/crowded", b"", b"localhost", "en")).state == IndexState(0, 0)  # type: ignore[union-attr]
        await asyncio.sleep(0.01)  # the old one is recomputed, from no search that is due too
        assert taken == [False, True, False]
        asker.app._crowded_until = 0.0
        assert await asker.ask(b"/crowded") == (200, b"answer3")

    run(ask, Searching())
