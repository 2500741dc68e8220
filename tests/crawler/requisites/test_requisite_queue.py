"""The queue of requisites: once each, hosts in turn, dead hosts given up."""

from crawler.requisites.middleware_and_queue import MOST_DEAD, Limits, RequisiteQueue
from crawler.requisites.scripts_and_style_sheets import Requisite


def requisites(host: str, count: int) -> list[Requisite]:
    return [Requisite(f"http://{host}/{number}.png", "image", "http://page.example/") for number in range(count)]


def test_no_more_are_under_way_than_allowed() -> None:
    queue = RequisiteQueue(Limits(most=100, open_in_all=5, open_at_host=2))
    queue.add([*requisites("a.example", 9), *requisites("b.example", 9), *requisites("c.example", 9)])
    taken = list(iter(queue.take, None))
    assert [each.url[7] for each in taken] == ["a", "b", "c", "a", "b"]
    queue.settle(taken[1], answered=True)
    following = queue.take()
    assert following is not None
    assert following.url == "http://c.example/1.png"


def test_what_was_asked_for_as_a_page_is_not_asked_for_again() -> None:
    queue = RequisiteQueue(Limits(most=100, open_in_all=5, open_at_host=5))
    first, second = requisites("a.example", 2)
    queue.mark_requested(first.url)
    queue.add([first, second, second])
    assert queue.take() == second
    assert queue.take() is None


def test_what_is_beyond_the_limit_is_left_out_and_counted() -> None:
    queue = RequisiteQueue(Limits(most=3, open_in_all=9, open_at_host=9))
    assert queue.add(requisites("a.example", 5)) == 2
    assert queue.add(requisites("b.example", 2)) == 2
    assert len(list(iter(queue.take, None))) == 3


def test_a_host_that_gives_no_answer_is_given_up() -> None:
    queue = RequisiteQueue(Limits(most=100, open_in_all=1, open_at_host=1))
    queue.add(requisites("dead.example", MOST_DEAD + 4))
    given_up = [queue.settle(requisite, answered=False) for requisite in iter(queue.take, None)]
    assert given_up == [0, 0, 4]
    assert queue.add([Requisite("http://dead.example/more.png", "image", "")]) == 1


def test_an_answer_in_between_keeps_a_host_alive() -> None:
    queue = RequisiteQueue(Limits(most=100, open_in_all=1, open_at_host=1))
    queue.add(requisites("a.example", 9))
    settled = [queue.settle(each, answered=number % 3 == 2) for number, each in enumerate(iter(queue.take, None))]
    assert settled == [0] * 9


def test_what_is_lost_under_way_holds_nothing_up_for_ever() -> None:
    queue = RequisiteQueue(Limits(most=100, open_in_all=1, open_at_host=1))
    queue.add(requisites("a.example", 2))
    assert queue.take() is not None
    assert queue.take() is None
    queue.clear_open()
    assert queue.take() is not None
