"""``python -m tests.samplesite [--port N]``: serves the sample site until it is told to stop."""

import argparse
import errno
import signal
import sys
from contextlib import ExitStack

from tests.samplesite import Served, serve

DEFAULT_PORT = 8700


def main() -> int:
    """Serves on the port asked for, 8700 without one or a free one if that is taken; 0 after SIGINT or SIGTERM."""
    parser = argparse.ArgumentParser(prog="python -m tests.samplesite", description="Serves the sample site.")
    parser.add_argument("--port", type=int, help=f"port on 127.0.0.1, 0 for any free one (default: {DEFAULT_PORT})")
    port: int | None = parser.parse_args().port
    # Both signals are kept for sigwait; the threads that serve are started after this and inherit it.
    stop = {signal.SIGINT, signal.SIGTERM}
    signal.pthread_sigmask(signal.SIG_BLOCK, stop)
    with ExitStack() as stack:
        try:
            served = _start(stack, port)
        except (OSError, OverflowError) as error:
            print(f"port {port}: {error}; choose another with --port", file=sys.stderr)
            return 2
        print(f"Sample site on {served.url}", flush=True)
        signal.sigwait(stop)
    return 0


def _start(stack: ExitStack, port: int | None) -> Served:
    try:
        return stack.enter_context(serve(DEFAULT_PORT if port is None else port))
    except OSError as error:
        if port is not None or error.errno != errno.EADDRINUSE:
            raise
        return stack.enter_context(serve(0))


if __name__ == "__main__":
    sys.exit(main())
