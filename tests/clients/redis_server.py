"""A Redis server of a test's own: Debian's ``redis-server`` on a free port, that can be killed and started again."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import redis

_PATIENCE = 30.0
_STARTED_IN = 20.0


class RedisServer:
    """The server with its data in ``directory``; it saves there when it is told to, and when it is stopped."""

    def __init__(self, directory: Path, password: str = "") -> None:
        self.port, self._directory, self._password = _free_port(), directory, password
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def url(self) -> str:
        return f"redis://{f':{self._password}@' if self._password else ''}127.0.0.1:{self.port}/0"

    def client(self) -> "redis.Redis":
        return redis.Redis.from_url(self.url, socket_timeout=_PATIENCE, protocol=2)

    def start(self) -> None:
        """Starts it with what it had saved."""
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self._directory), "--save", ""]
        password = ["--requirepass", self._password] if self._password else []
        command = ["redis-server", *options, *password, "--appendonly", "no", "--loglevel", "warning"]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env={**os.environ, "LC_ALL": "C.UTF-8"})
        self._wait()

    def save(self) -> None:
        self.client().save()

    def kill(self) -> None:
        """Ends it without a chance to save."""
        if self._process:
            self._process.kill()
            self._process.wait(_PATIENCE)

    def _wait(self) -> None:
        until = time.monotonic() + _STARTED_IN
        while time.monotonic() < until:
            with suppress(redis.ConnectionError, redis.TimeoutError):
                self.client().ping()
                return
            time.sleep(0.05)
        raise TimeoutError("redis-server does not answer")


@contextmanager
def redis_server(directory: Path, password: str = "") -> Iterator[RedisServer]:
    """A server until the block ends."""
    server = RedisServer(directory, password)
    try:
        yield server
    finally:
        server.kill()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
