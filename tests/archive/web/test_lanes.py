"""A document waits for no search, and no more are worked on at once than there is room for."""

import asyncio

from starlette.types import Receive, Scope, Send

from archive.web.lanes import Lanes


def test_documents_pass_searches_and_each_lane_has_its_room() -> None:
    inside: list[str] = []
    gate = asyncio.Event()

    async def work(scope: Scope, receive: Receive, send: Send) -> None:
        inside.append(scope["path"])
        if scope["path"] == "/":
            await gate.wait()

    async def ask(app: Lanes, path: str, kind: str = "http") -> None:
        await app({"type": kind, "path": path}, None, None)  # type: ignore[arg-type]

    async def test() -> None:
        app = Lanes(work, 4)
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
