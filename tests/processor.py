"""A bound on work that other load on the machine does not change: seconds that this process has a processor."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def bounded(seconds: float) -> Iterator[None]:
    """Stops the work within, regular expressions too, after so many seconds on a processor, and fails."""

    def stop(number: int, frame: object) -> None:
        raise AssertionError(f"still at work after {seconds:g} s on a processor")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
