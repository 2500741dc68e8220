"""What stands around the content of a page: where its links lead and what they say."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from tests.samplesite.article import Article
from tests.samplesite.sections import NEWS_CENTRE, NEWS_CENTRE_PATH, SECTIONS
from tests.samplesite.words import WORDS, Words

_TAGS = {
    "zh-Hans": ("翻译", "口译", "术语", "本地化", "会议"),
    "en": ("translation", "interpreting", "terminology", "localisation"),
    "zh-Hant": ("翻譯", "口譯", "術語"),
}


@dataclass(frozen=True, slots=True)
class Link:
    """A link; ``date`` stands beside it in lists, as ``YYYY-MM-DD``."""

    href: str
    text: str
    date: str = ""

    @property
    def html(self) -> str:
        return f'<a href="{escape(self.href)}">{escape(self.text)}</a>'


@dataclass(frozen=True, slots=True)
class Frame:
    """The surroundings of one page. ``trail`` is the breadcrumb without the page itself."""

    words: Words
    navigation: tuple[Link, ...]
    trail: tuple[Link, ...] = ()
    previous: Link | None = None
    next: Link | None = None
    related: tuple[Link, ...] = ()
    recent: tuple[Link, ...] = ()
    tags: tuple[Link, ...] = ()


def plain_frame(interface: str, articles: tuple[Article, ...]) -> Frame:
    """The surroundings of a page that is no article."""
    words = WORDS[interface]
    return Frame(
        words,
        _navigation(words),
        recent=tuple(map(article_link, whole_articles(articles)[:5])),
        tags=tag_links(interface),
    )


def article_frame(article: Article, articles: tuple[Article, ...]) -> Frame:
    """The surroundings of an article; previous and next are its neighbours in its section's list."""
    words = WORDS[article.interface]
    shelf = [other for other in whole_articles(articles) if other.section == article.section]
    at = next(i for i, other in enumerate(shelf) if other.path == article.first_path)
    related = (*shelf[at + 1 :], *shelf[:at])[:4]
    return Frame(
        words,
        _navigation(words),
        trail(article.section, words),
        previous=article_link(shelf[at - 1]) if at else None,
        next=article_link(shelf[at + 1]) if at + 1 < len(shelf) else None,
        related=tuple(map(article_link, related)),
        recent=tuple(map(article_link, whole_articles(articles)[:5])),
        tags=tag_links(article.interface),
    )


def whole_articles(articles: Iterable[Article]) -> tuple[Article, ...]:
    """The articles without the later parts of those over several pages: what lists link to."""
    return tuple(article for article in articles if article.path == article.first_path)


def article_link(article: Article) -> Link:
    return Link(article.path, article.title, (article.published or "")[:10])


def trail(section: str, words: Words) -> tuple[Link, ...]:
    """The breadcrumb of an article in a section."""
    found = SECTIONS[section]
    home = Link("/en/" if words.lang == "en" else "/", words.home)
    above = (Link(NEWS_CENTRE_PATH, NEWS_CENTRE[words.lang]),) if found.in_news else ()
    return (home, *above, Link(found.path, found.names[words.lang]))


def tag_links(interface: str) -> tuple[Link, ...]:
    return tuple(Link(f"/tags?name={tag}", tag) for tag in _TAGS[interface])


def with_session(href: str, parameter: str, page: str) -> str:
    """The address with a session id that differs from linking page to linking page, but never in time.

    >>> with_session("/show.aspx?id=9", "jsessionid", "/")
    '/show.aspx;jsessionid=8A5EDAB282632443219E051E4A?id=9'
    """
    session = hashlib.sha256(page.encode()).hexdigest()[:26]
    if parameter == "jsessionid":
        path, mark, query = href.partition("?")
        return f"{path};jsessionid={session.upper()}{mark}{query}"
    return with_parameter(href, f"{parameter}={session}")


def with_parameter(href: str, parameter: str) -> str:
    """The address with a parameter added, unless that is empty."""
    return f"{href}{'&' if '?' in href else '?'}{parameter}" if parameter else href


def _navigation(words: Words) -> tuple[Link, ...]:
    home = Link("/en/" if words.lang == "en" else "/", words.home)
    sections = [Link(section.path, section.names[words.lang]) for section in SECTIONS.values()]
    news = Link(NEWS_CENTRE_PATH, NEWS_CENTRE[words.lang])
    about = Link("/en/about.html" if words.lang == "en" else "/about.html", words.about)
    contact = Link("/en/contact.html" if words.lang == "en" else "/contact.html", words.contact)
    return (home, news, *sections, about, contact)
