"""``make crawl``: serves the sample site, crawls it into an archive, and asks the archive a question."""

import os
import socket
import subprocess
import sys
from pathlib import Path

from tests.samplesite import serve

PORT = 8700
BIN = Path(sys.executable).parent


def main() -> int:
    """The exit code of the first command that failed, 0 when all went well."""
    with serve(_port()) as site:
        print(f"Sample site on {site.url}, crawled into {os.environ.get('ARCHIVE_DIR', 'data')}/", flush=True)
        crawled = _run("scrapy", "crawl", "daxinya", "-a", f"start_url={site.url}")
    return crawled or _run("archive", "query", "产能") or _suggest()


def _port() -> int:
    """The sample site's own port, so that a second crawl meets the same addresses; a free one where it is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", PORT))
        except OSError:
            return 0
    return PORT


def _run(*command: str) -> int:
    print(f"\n$ {' '.join(command)}", flush=True)
    return subprocess.run([BIN / command[0], *command[1:]], check=False).returncode


def _suggest() -> int:
    print("\nTry next:")
    for command in (
        "archive serve",
        "archive query 'industrial cooperation'",
        "archive stats",
        "archive check",
        "archive --help",
    ):
        print(f"  .venv/bin/{command}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
