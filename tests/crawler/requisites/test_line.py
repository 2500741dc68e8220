"""The line of requisites: once each, hosts in turn, dead hosts given up."""

from crawler.requisites import Requisite
from crawler.requisites.line import MOST_DEAD, Limits, Line


def requisites(host: str, count: int) -> list[Requisite]:
    return [Requisite(f"http://{host}/{number}.png", "image", "http://page.example/") for number in range(count)]


def test_no_more_are_under_way_than_allowed() -> None:
    line = Line(Limits(most=100, open_in_all=5, open_at_host=2))
    line.add([*requisites("a.example", 9), *requisites("b.example", 9), *requisites("c.example", 9)])
    taken = list(iter(line.take, None))
    assert [each.url[7] for each in taken] == ["a", "b", "c", "a", "b"]
    line.settle(taken[1], answered=True)
    following = line.take()
    assert following is not None
    assert following.url == "http://c.example/1.png"


def test_what_was_asked_for_as_a_page_is_not_asked_for_again() -> None:
    line = Line(Limits(most=100, open_in_all=5, open_at_host=5))
    first, second = requisites("a.example", 2)
    line.know(first.url)
    line.add([first, second, second])
    assert line.take() == second
    assert line.take() is None


def test_what_is_beyond_the_limit_is_left_out_and_counted() -> None:
    line = Line(Limits(most=3, open_in_all=9, open_at_host=9))
    assert line.add(requisites("a.example", 5)) == 2
    assert line.add(requisites("b.example", 2)) == 2
    assert len(list(iter(line.take, None))) == 3


def test_a_host_that_gives_no_answer_is_given_up() -> None:
    line = Line(Limits(most=100, open_in_all=1, open_at_host=1))
    line.add(requisites("dead.example", MOST_DEAD + 4))
    given_up = [line.settle(requisite, answered=False) for requisite in iter(line.take, None)]
    assert given_up == [0, 0, 4]
    assert line.add([Requisite("http://dead.example/more.png", "image", "")]) == 1


def test_an_answer_in_between_keeps_a_host_alive() -> None:
    line = Line(Limits(most=100, open_in_all=1, open_at_host=1))
    line.add(requisites("a.example", 9))
    settled = [line.settle(each, answered=number % 3 == 2) for number, each in enumerate(iter(line.take, None))]
    assert settled == [0] * 9


def test_what_is_lost_under_way_holds_nothing_up_for_ever() -> None:
    line = Line(Limits(most=100, open_in_all=1, open_at_host=1))
    line.add(requisites("a.example", 2))
    assert line.take() is not None
    assert line.take() is None
    line.forget_open()
    assert line.take() is not None
