"""A site of articles in listings of ten, the newest first, which is changed between crawls."""

from dataclasses import dataclass, field

from tests.crawler.spiders.odd_server import Reply
from tests.crawler.spiders.odd_site import article

_EACH = 10


@dataclass(slots=True)
class ChangingSite:
    """Answers by target: the home page, ``/news/list_N.html`` and an article for each number listed."""

    listed: list[int] = field(default_factory=lambda: list(range(40, 0, -1)))
    changed: set[int] = field(default_factory=set)

    def answer(self, target: str) -> Reply:
        name = target.rpartition("/")[2].removesuffix(".html")
        if target == "/":
            return _page("<h1>Agency</h1><a href='/news/list_1.html'>News</a>")
        if name.startswith("list_"):
            return _page(self._listing(int(name.removeprefix("list_"))))
        if name.isdigit() and int(name) in self.listed:
            content = article(int(name))
            changed = content.replace("Nobody at the agency", "Everybody at the agency")
            return Reply((changed if int(name) in self.changed else content).encode())
        return Reply(b"<title>404 Not Found</title><h1>404 Not Found</h1>", 404)

    def _listing(self, page: int) -> str:
        items = "".join(
            f"<li><a href='/news/{number}.html'>A report of the agency with the number {number}</a> 2025-03-01</li>"
            for number in self.listed[(page - 1) * _EACH : page * _EACH]
        )
        more = f"<a href='/news/list_{page + 1}.html'>Next page</a>" if page * _EACH < len(self.listed) else ""
        return f"<title>News</title><ul>{items}</ul>{more}"


def _page(markup: str) -> Reply:
    return Reply(f"<html><body>{markup}</body></html>".encode())
