"""pywb in an environment of its own, since its pins clash with ours: ``make clients`` sets it up."""

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.clients.installed import CLIENTS

PYWB = CLIENTS / "pywb" / "bin"
PATIENCE = 60.0


@contextmanager
def collection(*files: str | Path) -> Iterator[str]:
    """The address of a collection that holds the files, WARC or, after ``--unpack-wacz``, WACZ."""
    with TemporaryDirectory() as place:
        subprocess.run([PYWB / "wb-manager", "init", "sample"], cwd=place, check=True, capture_output=True)
        subprocess.run([PYWB / "wb-manager", "add", "sample", *files], cwd=place, check=True, capture_output=True)
        port = free_port()
        with subprocess.Popen(
            [PYWB / "wayback", "-b", "127.0.0.1", "-p", str(port)],
            cwd=place,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as server:
            try:
                _await(port)
                yield f"http://127.0.0.1:{port}/sample"
            finally:
                server.terminate()


def free_port() -> int:
    """A port of the loopback address that nothing listens at."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await(port: int) -> None:
    """Returns when something answers at the port.

    Raises TimeoutError when nothing does in a minute.
    """
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise TimeoutError(f"pywb does not answer at port {port}")
