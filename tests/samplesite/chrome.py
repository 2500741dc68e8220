"""Pieces of surroundings that several markups and the plain pages share."""

import zlib
from collections.abc import Iterable
from html import escape

from tests.samplesite.article import part_path
from tests.samplesite.frame import Frame, Link
from tests.samplesite.words import Words


def charset_meta(declared: str | None, modern: bool = True) -> str:
    """The element that declares the charset, or nothing where nothing is declared."""
    if declared is None:
        return ""
    if modern:
        return f'<meta charset="{declared}">'
    return f'<meta http-equiv="Content-Type" content="text/html; charset={declared}" />'


def list_of(links: Iterable[Link], cls: str = "") -> str:
    """Links as an unordered list, with dates beside those that have one."""
    start = f'<ul class="{cls}">' if cls else "<ul>"
    rows = (f"<li>{link.html}{f' <span>{link.date}</span>' if link.date else ''}</li>" for link in links)
    return "\n".join((start, *rows, "</ul>"))


def breadcrumb(frame: Frame, separator: str = " &gt; ") -> str:
    """The trail with its label."""
    return f"{escape(frame.words.here)}{separator.join(link.html for link in frame.trail)}"


def neighbours(frame: Frame) -> tuple[str, str]:
    """The lines 'previous article' and 'next article'."""
    words = frame.words
    before = frame.previous.html if frame.previous else words.none
    after = frame.next.html if frame.next else words.none
    return words.previous + before, words.next + after


def part_links(first: str, number: int, count: int, words: Words) -> str:
    """The pager of an article over several pages: '上一页 1 2 3 下一页'."""
    numbers = [Link(part_path(first, n), str(n)).html if n != number else f"<b>{n}</b>" for n in range(1, count + 1)]
    before = [Link(part_path(first, number - 1), words.previous_page).html] if number > 1 else []
    after = [Link(part_path(first, number + 1), words.next_page).html] if number < count else []
    return " ".join((*before, *numbers, *after))


def hits(path: str, words: Words) -> str:
    """A count of visits that stays the same."""
    return words.hits.format(zlib.crc32(path.encode()) % 4000)


def footer(words: Words, between: str = "<br>\n") -> str:
    return between.join(escape(line) for line in words.footer)


def search_form(words: Words) -> str:
    return (
        f'<form action="/search" method="get"><input type="text" name="q" title="{words.search}">'
        f'<input type="submit" value="{words.search}"></form>'
    )


def language_switch() -> str:
    return '<a href="/">中文</a> | <a href="/en/">English</a> | <a href="/hant/">繁體</a>'
