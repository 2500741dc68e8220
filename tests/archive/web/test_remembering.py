"""The same question is worked out once, for as long as nothing is written."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from starlette.types import Receive, Scope, Send

from archive.web import remembering
from archive.web.remembering import Remembering

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
    gate: asyncio.Event | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked += 1
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

    def __post_init__(self) -> None:
        self.app = Remembering(self.inside, lambda: self.state, threads=2)

    async def ask(self, path: bytes = b"/", method: str = "GET", **headers: str) -> tuple[int, bytes]:
        """Status and body."""
        sent: Sent = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            sent.append(message)

        given = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
        scope = {
            "type": "http", "method": method, "path": path.decode(), "raw_path": path, "query_string": b"",
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
        assert await asker.ask(method="HEAD") == (200, b"answer3")

    assert run(ask).inside.asked == 3


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
        assert await asker.ask(cookie="ui=zh") == (200, b"answer3")
        assert await asker.ask(accept_language="zh", user_agent="x") == (200, b"answer1")

    run(ask)


@pytest.mark.parametrize(
    "inside",
    [
        Inside(status=404),
        Inside(sized=False),
        Inside(headers=[(b"set-cookie", b"ui=zh")]),
        Inside(body=b"x" * (remembering.LONGEST + 1)),
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


def test_under_load_an_answer_may_be_a_moment_old(monkeypatch: pytest.MonkeyPatch) -> None:
    async def ask(asker: Asker) -> None:
        await asker.ask()
        asker.inside.gate = asyncio.Event()
        busy = [asyncio.create_task(asker.ask(b"/%d" % number)) for number in range(3)]
        await asyncio.sleep(0)
        asker.state = 1
        assert await asker.ask() == (200, b"answer1")
        monkeypatch.setattr(remembering, "MOST_STALE", 0.0)
        busy.append(asyncio.create_task(asker.ask()))
        await asyncio.sleep(0)
        asker.inside.gate.set()
        await asyncio.gather(*busy)
        assert asker.inside.asked == 5

    run(ask)


def test_the_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembering, "MOST_BYTES", 30_000)

    async def ask(asker: Asker) -> None:
        for number in range(100):
            await asker.ask(b"/%d" % number)
        await asker.ask(b"/99")
        assert asker.inside.asked == 100
        await asker.ask(b"/0")
        assert asker.inside.asked == 101

    run(ask)
