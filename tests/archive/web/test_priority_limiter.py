"""A document waits for no search, and no more are worked on at once than there is room for."""

import asyncio

import pytest
from starlette.types import Receive, Scope, Send

from archive.web.request_limits_and_priority import READERS_WAITING, PriorityLimiter, _Slots


def test_documents_pass_searches_and_each_lane_has_its_room() -> None:
    inside: list[str] = []
    gate = asyncio.Event()

    async def work(scope: Scope, receive: Receive, send: Send) -> None:
        inside.append(scope["path"])
        if scope["path"] == "/":
            await gate.wait()

    async def ask(app: PriorityLimiter, path: str, kind: str = "http") -> None:
        await app({"type": kind, "path": path}, None, None)  # type: ignore[arg-type]

    async def test() -> None:
        app = PriorityLimiter(work, 4)
        searches = [asyncio.create_task(ask(app, "/")) for _ in range(5)]
        await asyncio.sleep(0)
        assert inside == ["/", "/"]
        for path in ("/document/a", "/api/document", "/static/type.css"):
            await ask(app, path)
        await ask(app, "", "lifespan")
        assert inside[2:] == ["/document/a", "/api/document", "/static/type.css", ""]
        gate.set()
        await asyncio.gather(*searches)
        assert inside.count("/") == 5

    async def bounded() -> None:
        await asyncio.wait_for(test(), 10)

    asyncio.run(bounded())


def test_what_most_wait_for_comes_first_and_who_gives_up_holds_nobody_up() -> None:
    inside: list[str] = []
    gates = {name: asyncio.Event() for name in ("first", "gives up", "one", "renewal", "many", "one more")}

    async def work(scope: Scope, receive: Receive, send: Send) -> None:
        inside.append(scope["query"])
        await gates[scope["query"]].wait()

    async def ask(app: PriorityLimiter, name: str, readers: int) -> None:
        scope = {"type": "http", "path": "/", "query": name, READERS_WAITING: lambda: readers}
        await app(scope, None, None)  # type: ignore[arg-type]

    async def test() -> None:
        app = PriorityLimiter(work, 2)
        wanted = {"first": 1, "gives up": 9, "one": 1, "renewal": 0, "many": 3, "one more": 1}
        asking = {name: asyncio.create_task(ask(app, name, readers)) for name, readers in wanted.items()}
        await asyncio.sleep(0)
        asking["gives up"].cancel()
        await asyncio.sleep(0)
        for name in ("first", "many", "one", "one more"):
            assert inside[-1] == name
            gates[name].set()
            await asking[name]
            await asyncio.sleep(0)
        assert inside[-1] == "renewal"

    async def bounded() -> None:
        await asyncio.wait_for(test(), 10)

    asyncio.run(bounded())


def test_who_gives_up_when_its_turn_has_come_leaves_its_room() -> None:
    async def test() -> None:
        lane = _Slots(1)

        async def enter() -> None:
            async with lane.acquired(lambda: 1):
                pytest.fail("it was cancelled before it ran again")

        async with lane.acquired(lambda: 1):
            late = asyncio.create_task(enter())
            await asyncio.sleep(0)
        late.cancel()
        await asyncio.gather(late, return_exceptions=True)
        assert late.cancelled()
        async with lane.acquired(lambda: 1):
            pass

    async def bounded() -> None:
        await asyncio.wait_for(test(), 10)

    asyncio.run(bounded())


def test_a_place_is_not_given_to_who_has_just_given_up() -> None:
    async def test() -> None:
        slots, entered = _Slots(1), asyncio.Event()

        async def wait(readers: int) -> None:
            async with slots.acquired(lambda: readers):
                entered.set()

        async with slots.acquired(lambda: 1):
            gives_up, waits = asyncio.create_task(wait(2)), asyncio.create_task(wait(1))
            await asyncio.sleep(0)
            gives_up.cancel()
        await asyncio.wait_for(entered.wait(), 10)
        await waits
        assert gives_up.cancelled()

    asyncio.run(test())


def test_of_those_who_wait_the_cheaper_question_comes_first() -> None:
    inside: list[str] = []
    gate = asyncio.Event()

    async def work(scope: Scope, receive: Receive, send: Send) -> None:
        inside.append(scope["path"] + scope["query_string"].decode())
        await gate.wait()

    async def test() -> None:
        app = PriorityLimiter(work, 2)
        asked = [
            ("/", b"first"),
            ("/concordance", b"q=a"),
            ("/terms", b""),
            ("/", b"q=" + b"a+" * 24),
            ("/", b"q=a+b"),
        ]
        asking = [
            asyncio.create_task(app({"type": "http", "path": path, "query_string": query}, None, None))  # type: ignore[arg-type]
            for path, query in asked
        ]
        await asyncio.sleep(0)
        gate.set()
        await asyncio.gather(*asking)
        assert inside == ["/first", "/q=a+b", "/q=" + "a+" * 24, "/terms", "/concordanceq=a"]

    async def bounded() -> None:
        await asyncio.wait_for(test(), 10)

    asyncio.run(bounded())
