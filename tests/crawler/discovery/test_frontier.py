"""Which pages of a site are asked for: every article, each page once, and few of what leads nowhere."""

import random
import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.discovery.budgets import FAMILY, FRUITLESS, GROWTH, SITE
from crawler.discovery.frontier import Frontier
from crawler.discovery.links import LinkCandidate as Link
from crawler.discovery.outcome import Answer, Outcome
from crawler.discovery.urls_and_crawl_scope import Scope

from .paper_site import HOME, PaperSite, Sheet, anchors, crawl

ARTICLE_PATHS: dict[str, Callable[[int], str]] = {
    "number": lambda n: f"news/{n}.html",
    "query": lambda n: f"show.php?id={n}",
    "root": lambda n: f"show-12-{n}-1.html",
    "dated": lambda n: f"2025/{n % 12 + 1:02}/story-of-{'abcdefghij'[n % 10]}{n}/",
    "bare": lambda n: f"a/{'abcdefghijklmnopqrst'[n % 20]}x{n // 20 * 'y'}z",
    "same script": lambda n: f"index.php?m=content&c=index&a=show&catid=6&id={n}",
    "deep": lambda n: f"html/{n % 3}/{n % 7}/t{n}.shtml",
}
LIST_PATHS: dict[str, Callable[[int], str]] = {
    "page parameter": lambda n: f"list.asp?classid=3&page={n}",
    "numbered file": lambda n: f"news/list_{n}.html",
    "folder": lambda n: f"category/news/page/{n}/",
    "index file": lambda n: f"xw/index_{n}.shtml",
    "same script": lambda n: f"index.php?m=content&c=index&a=lists&catid=6&page={n}",
}


def listed_site(article: Callable[[int], str], listing: Callable[[int], str], count: int, size: int) -> PaperSite:
    """A home page, a listing of ``count`` articles, ``size`` a page, each page linking to the next alone."""
    site = PaperSite()
    site.page("", anchors("/" + listing(1), "/about.html", "/contact.html"))
    site.page("about.html", "About")
    site.page("contact.html", "Contact")
    for page, start in enumerate(range(0, count, size), 1):
        paths = ["/" + article(n) for n in range(start, min(start + size, count))]
        site.page(listing(page), anchors(*paths) + f"<a href='/{listing(page + 1)}'>下一页</a>")
    for n in range(count):
        site.article(article(n), anchors("/", "/" + listing(1)))
    return site


@pytest.mark.parametrize("article", ARTICLE_PATHS)
@pytest.mark.parametrize("listing", LIST_PATHS)
def test_every_article_of_a_long_listing_is_found(article: str, listing: str) -> None:
    site = listed_site(ARTICLE_PATHS[article], LIST_PATHS[listing], count=600, size=8)
    crawl(site)
    assert site.articles <= set(site.asked)
    assert len(site.asked) < 600 + 75 + 40


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(ARTICLE_PATHS)), st.sampled_from(sorted(LIST_PATHS)), st.randoms(use_true_random=False))
def test_articles_are_found_wherever_they_are_linked(article: str, listing: str, chance: random.Random) -> None:
    """Half are listed; the others hang on one random page each: list pages, articles, the home page."""
    path = ARTICLE_PATHS[article]
    site = listed_site(path, LIST_PATHS[listing], count=60, size=5)
    hosts = list(site.sheets)
    for n in range(60, 120):
        host = chance.choice(hosts)
        sheet = site.sheets[host]
        site.sheets[host] = Sheet(sheet.markup + anchors("/" + path(n)), sheet.outcome, sheet.text)
        hosts.append(site.article(path(n)))
    crawl(site)
    assert site.articles <= set(site.asked)


def test_a_chain_of_next_links_is_followed_to_its_end() -> None:
    site = PaperSite()
    site.page("", anchors("/a/0"))
    for n in range(300):
        site.article(f"a/{n}", f"<p>下一篇:<a href='/a/{n + 1}'>Title</a></p>", "long " * n)
    crawl(site)
    assert site.articles <= set(site.asked)


def calendar(url: str) -> Sheet | None:
    found = re.fullmatch(re.escape(HOME) + r"calendar/(\d+)/(\d+)/", url)
    if not found:
        return None
    year, month = int(found[1]), int(found[2])
    following = f"/calendar/{year + month // 12}/{month % 12 + 1}/"
    days = anchors(*(f"/calendar/{year}/{month}/{day}/" for day in range(1, 29)))
    return Sheet(days + f"<a href='{following}'>next</a> 2025-03-03")


def searches(url: str) -> Sheet | None:
    if not url.startswith(HOME + "search"):
        return None
    names = ["sort", "year", "lang", "tag", "view", "size"]
    extended = [f"{url}{'&' if '?' in url else '?'}{name}={n}" for name in names for n in range(4) if name not in url]
    return Sheet(anchors(*extended, *(f"/news/{n}.html" for n in range(0, 40, 7))))


def endless_pages(url: str) -> Sheet | None:
    found = re.fullmatch(re.escape(HOME) + r"products\?page=(\d+)", url)
    return Sheet(f"<a href='?page={int(found[1]) + 1}'>下一页</a>") if found else None


def farm(url: str) -> Sheet | None:
    if not url.startswith(HOME + "farm/"):
        return None
    seed = random.Random(url)
    return Sheet(anchors(*(f"/farm/{seed.randrange(10**9)}-{seed.choice('abcdef')}.html" for _ in range(300))))


def folders(url: str) -> Sheet | None:
    return Sheet(anchors("more/", "deep/", "x.html")) if url.startswith(HOME + "loop/") else None


def aliases(url: str) -> Sheet | None:
    found = re.match(re.escape(HOME) + r"news/(\d+)\.html\?ref=", url)
    if not found:
        return None
    links = (f"/news/{n % 40}.html?ref={random.Random(url).randrange(10**9)}" for n in range(8))
    return Sheet(anchors(*links), Outcome.ARTICLE, f"text of news/{found[1]}.html")


def visits(url: str) -> Sheet | None:
    """Each page links to others under a path that names the visit, as ASP.NET does without cookies."""
    if not url.startswith(HOME + "(S("):
        return None
    token = "".join(random.Random(url).choices("abcdefghijklmnop0123456789", k=24))
    return Sheet(anchors(*(f"/(S({token}))/about-{n}.aspx" for n in "abcdefgh")))


def words(url: str) -> Sheet | None:
    """Each page links to others whose path is made up: no two have a shape or a family in common."""
    if not url.startswith(HOME + "w-"):
        return None
    chance = random.Random(url)
    return Sheet(anchors(*(f"/w-{''.join(chance.choices('bcdfgklm', k=6))}/x/" for _ in range(9))))


TRAPS = {
    "visits": (visits, "/(S(x))/about-a.aspx"),
    "words": (words, "/w-a/x/"),
    "calendar": (calendar, "/calendar/2025/3/"),
    "searches": (searches, "/search"),
    "endless pages": (endless_pages, "/products?page=1"),
    "farm": (farm, "/farm/1-a.html"),
    "folders": (folders, "/loop/"),
    "aliases": (aliases, "/news/1.html?ref=1"),
}


@pytest.mark.parametrize("trap", TRAPS)
def test_a_trap_costs_some_tens_of_pages_and_no_article(trap: str) -> None:
    maker, entrance = TRAPS[trap]
    site = listed_site(ARTICLE_PATHS["number"], LIST_PATHS["numbered file"], count=40, size=10)
    wanted = site.articles
    site.makers.append(maker)
    site.sheets[HOME] = Sheet(anchors(entrance) + site.sheets[HOME].markup)
    crawl(site, limit=1_000)
    assert wanted <= set(site.asked)
    assert sum(url not in site.sheets for url in site.asked) <= max(FAMILY * 4, SITE + FRUITLESS)


def trapped_site() -> PaperSite:
    site = listed_site(ARTICLE_PATHS["number"], LIST_PATHS["page parameter"], count=40, size=10)
    wanted = site.articles
    site.makers += [maker for maker, _ in TRAPS.values()]
    entrances = anchors(*(entrance for _, entrance in TRAPS.values()))
    site.sheets[HOME] = Sheet(entrances + site.sheets[HOME].markup)
    for url in wanted:
        site.sheets[url] = Sheet(entrances, Outcome.ARTICLE, url)
    return site


def test_all_traps_at_once_end() -> None:
    site = trapped_site()
    wanted = site.articles
    crawl(site, limit=2_000)
    assert wanted <= set(site.asked)


@pytest.mark.parametrize("order", ["dead first", "dead last", "mixed"])
def test_dead_links_of_the_articles_shape_do_not_hide_them(order: str) -> None:
    site = PaperSite()
    live = [f"/news/{n}.html" for n in range(40)]
    dead = [f"/news/{n}.html" for n in range(1000, 1400)]
    links = {"dead first": dead + live, "dead last": live + dead, "mixed": random.Random(1).sample(live + dead, 440)}
    site.page("", anchors(*links[order]))
    for path in live:
        site.article(path[1:])
    crawl(site)
    assert site.articles <= set(site.asked)


def test_dead_links_of_a_shape_of_their_own_are_given_up() -> None:
    site = listed_site(ARTICLE_PATHS["number"], LIST_PATHS["numbered file"], count=40, size=10)
    site.page("about.html", anchors(*(f"/old/{n}.htm" for n in range(2_000))))
    frontier = crawl(site)
    assert site.articles <= set(site.asked)
    assert sum("/old/" in url for url in site.asked) <= FRUITLESS / 0.25
    assert frontier.waiting()["/old/#.htm"][0] >= 1_900


def test_dead_links_in_the_listings_shape_do_not_stop_it() -> None:
    """The listing's pages and hundreds of dead ones look alike."""
    site = listed_site(ARTICLE_PATHS["number"], LIST_PATHS["page parameter"], count=400, size=8)
    site.page("about.html", anchors(*(f"/list.asp?classid={n}&page=1" for n in range(10, 400))))
    crawl(site)
    assert site.articles <= set(site.asked)


def test_news_among_many_products_of_the_same_shape() -> None:
    site = PaperSite()
    products, news = [f"/show.php?id={n}" for n in range(500)], [f"/show.php?id={n}" for n in range(900, 940)]
    site.page("", anchors("/products.html", "/xw.html"))
    site.page("products.html", anchors(*products))
    site.page("xw.html", "".join(f"<li><a href='{path}'>t</a> 2025-03-03</li>" for path in news))
    for path in products:
        site.page(path[1:], "a product")
    for path in news:
        site.article(path[1:])
    crawl(site)
    assert site.articles <= set(site.asked)


def test_a_listing_whose_first_pages_are_known_is_read_on() -> None:
    """A sitemap names all but the oldest articles, which only the end of the listing has."""
    site = listed_site(ARTICLE_PATHS["number"], LIST_PATHS["page parameter"], count=400, size=8)
    entries = "".join(f"<url><loc>{HOME}news/{n}.html</loc></url>" for n in range(380))
    site.page("sitemap.xml", f"<urlset>{entries}</urlset>")
    crawl(site, extra=(Link(HOME + "sitemap.xml", role="sitemap"),))
    assert site.articles <= set(site.asked)


def test_articles_that_only_a_sitemap_index_names() -> None:
    site = PaperSite()
    site.page("", "nothing here")
    site.page("sitemap.xml", f"<sitemapindex><sitemap><loc>{HOME}s1.xml</loc></sitemap></sitemapindex>")
    entries = "".join(f"<url><loc>{HOME}p/{n}</loc></url>" for n in range(500))
    site.page("s1.xml", f"<urlset>{entries}</urlset>")
    for n in range(460, 500):
        site.article(f"p/{n}")
    for n in range(460):
        site.page(f"p/{n}", "a product")
    crawl(site, extra=(Link(HOME + "sitemap.xml", role="sitemap"),))
    assert site.articles <= set(site.asked)


def test_articles_that_differ_in_figures_alone_are_all_asked_for() -> None:
    site = PaperSite()
    site.page("", anchors(*(f"/n/{n}.html" for n in range(200))))
    for n in range(200):
        site.article(f"n/{n}.html", text=f"Bulletin number {n}.")
    crawl(site)
    assert site.articles <= set(site.asked)


def test_calendar_pages_taken_for_articles_still_end() -> None:
    def month(url: str) -> Sheet | None:
        found = re.fullmatch(re.escape(HOME) + r"month/(\d+)", url)
        return found and Sheet(f"<a href='{int(found[1]) + 1}'>next</a>", Outcome.ARTICLE, f"Month {found[1]}")

    site = PaperSite(makers=[month])
    site.page("", anchors("/month/1"))
    crawl(site, limit=(int(FRUITLESS + GROWTH)) * 12)


def test_host_variants_are_one_page() -> None:
    frontier = Frontier(Scope.around([HOME]))
    frontier.add(
        [
            Link("http://agency.test/a"),
            Link("https://www.agency.test/a"),
            Link("http://www.agency.test/a"),
        ]
    )
    taken = frontier.take()
    assert taken
    assert taken.url == "http://agency.test/a"
    assert frontier.take() is None


@pytest.mark.parametrize("chain", [["old", "new"], ["old", "older", "new"]])
def test_the_target_of_a_redirect_is_asked_for_once(chain: list[str]) -> None:
    site = PaperSite(redirects={HOME + a: HOME + b for a, b in pairwise(chain)})
    site.page("", anchors("/old", "/new", "/older"))
    site.article("new")
    crawl(site)
    assert site.asked.count(HOME + "new") == 1


def test_redirects_are_followed_to_host_variants_but_not_off_the_site_or_back() -> None:
    frontier = Frontier(Scope.around([HOME]))
    frontier.add([Link(HOME)])
    start = frontier.take()
    assert start
    assert not frontier.redirect(start, HOME)
    assert not frontier.redirect(start, "http://elsewhere.test/")
    assert not frontier.redirect(start, "http://agency.test:8080/")
    assert frontier.redirect(start, "https://www.agency.test/")
    assert not frontier.redirect(start, "https://www.agency.test/")


def test_no_more_than_max_pages_are_given_out() -> None:
    frontier = Frontier(Scope.around([HOME]), max_pages=3)
    frontier.add([Link(HOME + str(n)) for n in range(9)])
    assert [frontier.take() is not None for _ in range(5)] == [True, True, True, False, False]


def test_what_is_left_out_is_counted_once_with_its_reason() -> None:
    frontier = Frontier(Scope.around([HOME]))
    links = [
        Link("http://a.test/x"),
        Link("http://a.test/x"),
        Link(HOME + "a.pdf"),
        Link(HOME + "login.php"),
    ]
    frontier.add(links)
    assert dict(frontier.left_out) == {"off the site": 1, "no page (file, form, action)": 2}


def test_shapes_that_promise_as_much_are_served_in_the_order_found() -> None:
    frontier = Frontier(Scope.around(["http://example.com/"]))
    frontier.add([Link("http://example.com/")])
    start = frontier.take()
    assert start
    frontier.settle(start, Answer(Outcome.PAGE))
    found = [f"http://example.com/{chr(97 + n // 20) + chr(97 + n % 20)}/" for n in range(40)]
    frontier.add([Link(url) for url in found], start)
    assert [candidate.url for candidate in iter(frontier.take, None)] == found[: frontier.taken - 1]
    assert frontier.taken > 20
