"""An end to work that hangs, whatever else loads the machine: a minute on a processor, where a second is usual."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

_LIMIT = 60.0


@contextmanager
def ended_if_it_hangs() -> Iterator[None]:
    """Fail when the work within, regular expressions too, has had a processor for a minute.

    Tests give it input so long that work which grows faster than the input would take minutes.
    """

    def stop(number: int, frame: object) -> None:
        raise AssertionError(f"still at work after {_LIMIT:g} s on a processor")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, _LIMIT)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
