"""A later crawl reads listings until it meets what is known; with ``-a full=1`` it asks for all of it."""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import forked
from tests.crawler.capture.crawling import crawl, documents_in
from tests.crawler.capture.known_captures.changing_site import ChangingSite
from tests.crawler.spiders.odd_server import Server, serve

NEW = [43, 42, 41]
CHANGED = {40, 39, 38, 37, 5, 4, 3, 20, 21, 22}
REMOVED = [36, 35, 19, 18, 2]


@pytest.fixture
def site() -> ChangingSite:
    return ChangingSite()


@pytest.fixture
def server(site: ChangingSite) -> Iterator[Server]:
    with serve(lambda target: site.answer(target)) as served:
        yield served


def asked(server: Server, archive: Path, *arguments: str) -> list[str]:
    """What a crawl asks for."""
    before = len(server.log)
    ended = crawl(archive, server.url, *arguments)
    assert ended.returncode == 0, ended.stderr
    return server.log[before:]


def versions(archive: Path) -> dict[str, int]:
    """How many versions of each article there are, by the address's end."""
    names = [document.url.rpartition("/")[2] for document in documents_in(archive)]
    return {name: names.count(name) for name in set(names)}


def test_it_reads_listings_until_what_is_known(server: Server, site: ChangingSite, tmp_path: Path) -> None:
    first = asked(server, tmp_path)
    assert len(versions(tmp_path)) == 40
    assert "/news/list_4.html" in first
    site.listed = [*NEW, *site.listed]
    site.changed = {40}
    later = asked(server, tmp_path)
    assert "/news/list_2.html" in later  # the first has new articles on it
    assert "/news/list_3.html" not in later
    assert len(later) < len(first) * 2 / 3
    assert len(versions(tmp_path)) == 43
    assert versions(tmp_path)["40.html"] == 2
    nothing_new = asked(server, tmp_path)
    assert not {"/news/list_2.html", "/news/list_3.html"} & set(nothing_new)


def test_all_is_asked_for_when_told(server: Server, site: ChangingSite, tmp_path: Path) -> None:
    asked(server, tmp_path)
    site.listed = [*NEW, *(number for number in site.listed if number not in REMOVED)]
    site.changed = CHANGED
    later = asked(server, tmp_path, "-a", "full=1")
    assert {f"/news/{number}.html" for number in range(1, 44)} <= set(later)
    assert {name for name, number in versions(tmp_path).items() if number == 2} == {f"{n}.html" for n in CHANGED}
    assert len(versions(tmp_path)) == 43
    assert told(tmp_path) == {"new": set(NEW), "changed": CHANGED, "missing": set(REMOVED)}
    asked(server, tmp_path, "-a", "full=1")
    assert told(tmp_path) == {}


def told(archive: Path) -> dict[str, set[int]]:
    """What ``archive changes`` says of the last crawl: the articles by what became of them."""
    command = [sys.executable, "-m", "archive", "changes", "--format", "json", "--archive", str(archive)]
    said = json.loads(forked.run(command, cwd=Path.cwd(), env=os.environ).stdout)
    found: dict[str, set[int]] = {}
    for change in said:
        found.setdefault(change["change"], set()).add(int(change["url"].rpartition("/")[2].removesuffix(".html")))
    return found
