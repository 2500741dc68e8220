"""Turns at a host: one at a time, in order, a delay apart from when it was really asked."""

import asyncio
import time
from itertools import pairwise

import pytest

from crawler.body_size_limits_and_request_pace import Pace

DELAY = 0.1


async def ask(pace: Pace, host: str, connecting: float, asked: list[float]) -> None:
    async with pace.slot(host, DELAY) as slot:
        await asyncio.sleep(connecting)
        asked.append(time.monotonic())
        assert slot
        slot.start_delay_now()
        await asyncio.sleep(5 * DELAY)  # the answer is waited for without holding the turn


def test_the_delay_begins_when_the_host_was_asked_however_long_it_took_to_connect() -> None:
    pace, asked = Pace(), list[float]()

    async def all_of_them() -> None:
        await asyncio.gather(*(ask(pace, "a.example", wait, asked) for wait in (3 * DELAY, 0, DELAY, 0)))

    asyncio.run(all_of_them())
    gaps = [later - sooner for sooner, later in pairwise(asked)]
    assert len(gaps) == 3
    assert min(gaps) >= DELAY


def test_who_fails_before_it_asked_gives_the_turn_up() -> None:
    pace, asked = Pace(), list[float]()

    async def failing_first() -> None:
        with pytest.raises(ConnectionError):
            async with pace.slot("a.example", DELAY):
                raise ConnectionError
        waiting = asyncio.ensure_future(ask(pace, "a.example", 10, []))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        await asyncio.wait_for(ask(pace, "a.example", 0, asked), 10)

    asyncio.run(failing_first())
    assert len(asked) == 1


def test_without_a_delay_there_are_no_slots_and_other_hosts_are_not_waited_for() -> None:
    pace = Pace()

    async def three_at_once() -> None:
        async with pace.slot("a.example", 0) as none, pace.slot("a.example", 9), pace.slot("b.example", 9):
            assert none is None

    asyncio.run(asyncio.wait_for(three_at_once(), 5))


def test_hosts_that_may_be_asked_again_are_forgotten() -> None:
    pace = Pace()

    async def many_hosts() -> None:
        async with pace.slot("held.example", 9) as held:
            for number in range(3000):
                async with pace.slot(f"{number}.example", 1e-9):
                    pass
            assert held
            assert len(pace._hosts) < 1100
            assert "held.example" in pace._hosts

    asyncio.run(many_hosts())
