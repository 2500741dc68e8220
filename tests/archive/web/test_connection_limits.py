"""Connections that would keep others out are closed: by time, by number, by length; large cookies are borne."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import pytest
import uvicorn
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from archive.web import request_limits_and_priority, server
from archive.web.request_limits_and_priority import ClientLimiter
from archive.web.server import protocol_of_server


async def hello(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse("hello")(scope, receive, send)


@asynccontextmanager
async def served(
    http: type[server.BoundedProtocol],
) -> AsyncIterator[Callable[[], Awaitable[tuple[asyncio.StreamReader, asyncio.StreamWriter]]]]:
    config = uvicorn.Config(hello, http=http, port=0, lifespan="off", log_level="error", ws="none")
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield lambda: asyncio.open_connection("127.0.0.1", port, limit=1 << 21)
    server.should_exit = True
    await running


def run(test: Awaitable[None]) -> None:
    async def bounded() -> None:
        await asyncio.wait_for(test, 30)

    asyncio.run(bounded())


async def _drip(writer: asyncio.StreamWriter) -> None:
    while True:
        writer.write(b"y")
        await asyncio.sleep(0.05)


@pytest.mark.parametrize(
    "start",
    [b"", b"\r\n", b"GET / HTTP/1.1\r\nHost: a\r\nX: ", b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n"],
)
def test_what_does_not_come_to_its_end_is_given_up(monkeypatch: pytest.MonkeyPatch, start: bytes) -> None:
    monkeypatch.setattr(server, "HEAD_SECONDS", 0.2)
    monkeypatch.setattr(server, "BODY_SECONDS", 0.2)

    async def test() -> None:
        async with served(protocol_of_server(Counter())) as connect:
            reader, writer = await connect()
            writer.write(start)
            dripping = asyncio.create_task(_drip(writer)) if start.endswith(b"X: ") else None
            with suppress(ConnectionError):
                while await reader.read(1 << 16):
                    pass
            if dripping:
                dripping.cancel()

    run(test())


def test_one_client_keeps_nobody_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "MOST_BY_CLIENT", 3)

    async def test(http: type[server.BoundedProtocol], most: int) -> None:
        async with served(http) as connect:
            held = [await connect() for _ in range(5)]
            statuses = []
            for reader, writer in held:
                writer.write(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                statuses.append((await reader.readline())[9:12])
            assert statuses == [b"200"] * most + [b"503"] * (5 - most)
            for _, writer in held:
                writer.close()
                await writer.wait_closed()
            await asyncio.sleep(0.05)
            reader, writer = await connect()
            writer.write(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            assert (await reader.readline())[9:12] == b"200"

    run(test(protocol_of_server(Counter()), 3))
    run(test(protocol_of_server(None), 5))


@pytest.mark.parametrize(
    ("head", "status"),
    [(b"Cookie: " + b"; ".join(b"c%d=" % n + b"x" * 4000 for n in range(60)), b"200"),
     (b"X-Long: " + b"x" * 240_000, b"400"), (b"Cookie: a=" + b"x" * 3_000_000, b"400")],
)  # fmt: skip
def test_large_cookies_of_other_programs_are_borne(head: bytes, status: bytes) -> None:
    async def test() -> None:
        async with served(protocol_of_server(Counter())) as connect:
            reader, writer = await connect()
            request = b"GET / HTTP/1.1\r\nHost: a\r\n" + head + b"\r\nX: y\r\n\r\n"
            for at in range(0, len(request), 65536):
                writer.write(request[at : at + 65536])
                await asyncio.sleep(0.005)
            with suppress(ConnectionError):  # the refusal may be lost with what was sent after it
                assert (await reader.readline())[9:12] in (status, b"" if status == b"400" else status)
                return
            assert status == b"400"

    run(test())


def test_behind_a_proxy_a_client_is_known_by_the_header_that_is_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request_limits_and_priority, "MOST_OF_PROXIED_CLIENT", 2)

    async def test() -> None:
        gate = asyncio.Event()
        inside: list[str] = []
        sent: list[tuple[str, int]] = []

        async def work(scope: Scope, receive: Receive, send: Send) -> None:
            inside.append(scope["path"])
            await gate.wait()

        async def ask(name: str, peer: str, header: bytes) -> None:
            async def send(message: dict[str, object]) -> None:
                if message["type"] == "http.response.start":
                    sent.append((name, int(str(message["status"]))))

            scope = {
                "type": "http",
                "path": name,
                "method": "GET",
                "client": (peer, 1),
                "headers": [(b"x-client", header)],
            }
            await app(scope, None, send)  # type: ignore[arg-type]

        app = ClientLimiter(work, "X-Client")
        here, there = "127.0.0.1", "5.5.5.5"
        asked = [
            ("a1", here, b"1.1.1.1"), ("a2", here, b"9.9.9.9, 1.1.1.1"), ("a3", here, b"1.1.1.1"),
            ("b1", here, b"2.2.2.2"), ("c1", there, b"3.3.3.3"), ("c2", there, b"4.4.4.4"), ("c3", there, b"6.6.6.6"),
        ]  # fmt: skip
        asking = [asyncio.create_task(ask(*each)) for each in asked]
        await asyncio.sleep(0)
        assert inside == ["a1", "a2", "b1", "c1", "c2"]
        gate.set()
        await asyncio.gather(*asking)
        assert sorted(sent) == [("a3", 503), ("c3", 503)]

    run(test())
