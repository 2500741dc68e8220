"""An agency's site with odd ways to link its pages, and traps; its articles are known."""

import gzip
import random
import re
from dataclasses import dataclass, field
from urllib.parse import quote

from .odd_server import Reply

_OPENINGS = (
    "The annual meeting of translators in the harbour city closed with a call for better terminology work.",
    "Our interpreters accompanied a delegation of engineers for nine days and kept a diary of hard words.",
    "A publisher asked for a second version of its catalogue, and the first lesson was about footnotes.",
    "When a contract names two governing languages, the translator must ask which of them prevails.",
)
_CHINESE = (
    "本公司近日完成了一批港口设备说明书的翻译工作,客户对术语的统一表示满意。",
    "口译组在为期九天的行程中记录了许多难词,并整理成册供同事参考。",
    "出版社希望目录有第二个译本,第一课就是脚注应当怎样处理。",
    "合同约定两种文字时,译者应当先问清以哪一种文字为准。",
)


def article(number: int, more: str = "") -> str:
    """A page with an article that no other number has the text of."""
    chance = random.Random(number)
    words = [f"{chance.choice('bdfgklmnprst')}{chance.choice('aeiou')}{chance.choice('dlmnrst')}" for _ in range(30)]
    english = (
        f"{_OPENINGS[number % 4]} The report of that day names {', '.join(words[:6])} and {words[7]} as partners."
    )
    chinese = f"{_CHINESE[number % 4]}报告第{number}号列出了各方的意见。"
    return (
        f"<html><head><title>Report on {words[8]} and {words[9]} - Agency</title></head><body>"
        f"<div class='nav'><a href='/index.htm'>Home</a> <a href='/logout.asp'>Log out</a></div>"
        f"<div class='content'><h1>Report on {words[8]} and {words[9]}</h1>"
        f"<p class='info'>2025-03-{number % 28 + 1:02} Source: Agency</p>"
        f"<p>{english}</p><p>{chinese}</p><p>Nobody at the agency had expected that "
        f" {words[10]} {words[11]} would matter so much to the readers of the {words[12]} edition.</p></div>"
        f"<div>{more}</div><p>Copyright 2025 Agency</p></body></html>"
    )


@dataclass(slots=True)
class OddSite:
    """Answers by target; ``articles`` are the targets of all articles, in the form in which they are canonical."""

    other_port: int
    articles: list[str] = field(default_factory=list)
    pages: dict[str, Reply] = field(default_factory=dict)
    late: dict[str, int] = field(default_factory=dict)
    port: int = 0
    _sessions: random.Random = field(default_factory=lambda: random.Random(7))

    def __post_init__(self) -> None:
        self._listing()
        self._english()
        self._hidden()
        self._redirects()
        self._rest()

    def answer(self, target: str) -> Reply:
        if self.late.get(target, 0) > 0:
            self.late[target] -= 1
            return Reply(b"busy", 503)
        bare = re.sub(r"[?&]PHPSESSID=\w+", "", target)
        reply = self.pages.get(bare) or self._calendar(bare) or Reply(b"<h1>404 Not Found</h1>", 404)
        session = f"{self._sessions.getrandbits(64):016x}"
        here = f"127.0.0.1:{self.port}".encode()
        body = reply.body.replace(b"SESSION", session.encode()).replace(b"HERE", here)
        packed = ("Content-Encoding", "gzip") in reply.headers
        return Reply(gzip.compress(body) if packed else body, reply.status, reply.headers)

    def _page(self, target: str, markup: str, charset: str = "utf-8") -> None:
        self.pages[target] = Reply(markup.encode(charset), headers=(("Content-Type", "text/html"),))

    def _article(self, target: str, more: str = "") -> str:
        self._page(target, article(len(self.articles), more))
        self.articles.append(target)
        return target

    def _listing(self) -> None:
        """A Chinese section whose list pages have Chinese in their queries, in the page's own encoding."""
        category = quote("新闻", encoding="gb18030")
        for page in range(1, 8):
            shown = [self._article(f"/xw/show-{page}-{n}.html") for n in range(4)]
            items = "".join(
                f"<li><a href='..{target}?PHPSESSID=SESSION'>标题{target}</a>2025-03-0{page}</li>" for target in shown
            )
            pager = "".join(
                f"<a href='list.asp?cat=新闻&page={n}'>{n}</a> " for n in (page - 1, page + 1) if 0 < n < 8
            )
            markup = f"<meta charset=gb2312><ul>{items}</ul>{pager}<a href='/index.htm?PHPSESSID=SESSION'>首页</a>"
            self._page(f"/xw/list.asp?cat={category}&page={page}", markup, "gb18030")
        self._page(
            "/index.htm",
            "<meta charset=gb2312><map><area href='/xw/list.asp?cat=新闻&page=1' alt='x'></map>"
            "<a href='HTTP://HERE/EN/'><img src='/en.gif'></a><iframe src='/frame.htm'></iframe>"
            "<div onclick=\"location.href='/more'\">x</div><a href='https://HERE/tls.html'>secure</a>"
            f"<a href='http://127.0.0.1:{self.other_port}/x'>partner</a><a href='//elsewhere.invalid/'>other</a>"
            "<a href='/cal/2025/1/'>2025</a><a href='/report.pdf'>PDF</a><a href='/secret/a.html'>staff</a>"
            "<a href='/wall'>wall</a><a href='/members'>members</a>",
            "gb18030",
        )
        self._page("/", "<meta http-equiv=refresh content='0;url=index.htm'>")

    def _english(self) -> None:
        """An English section whose list pages are numbered by a script, with articles without extension."""
        for page, name in enumerate(("", "index_1.shtml", "index_2.shtml")):
            items = "".join(f"<p><a href=a/{'xyz'[page]}{n}b>Story {n}</a>" for n in range(5))
            script = "<script>createPageHTML(3, 0, 'index', 'shtml');</script>"
            self._page("/EN/" + name, f"<base href='/EN/'>{items}{script}<a href='/stories/'>more&gt;&gt;</a>")
            for n in range(5):
                self._article(f"/EN/a/{'xyz'[page]}{n}b", f"<a href='?replytocom={n}'>Reply</a>")
        link = self._article("/stories/old-story/", "Next: <a href='../newer-story/'>title</a>")
        self._article("/stories/newer-story/", "Related: <a href='/rel/?id=77&amp;x=1'>title</a>")
        self._article("/rel/?id=77&x=1")
        self._page("/stories/", f"<a href='{link}'>An old story of the agency and its people</a>")

    def _hidden(self) -> None:
        """Articles that only a sitemap or a feed names."""
        for n in range(3):
            self._article(f"/only/map/{n}.html")
        entries = "".join(f"<url><loc>http://HERE/only/map/{n}.html</loc></url>" for n in range(3))
        index = "<sitemapindex><sitemap><loc>http://HERE/map1.xml</loc></sitemap></sitemapindex>"
        xml = (("Content-Type", "application/xml"),)
        self.pages["/map1.xml"] = Reply(f"<?xml version='1.0'?><urlset>{entries}</urlset>".encode(), headers=xml)
        self.pages["/maps.xml"] = Reply(index.encode(), headers=xml)
        feed = f"<rss><channel><item><link>http://HERE{self._article('/only/feed/1')}</link></item></channel></rss>"
        self.pages["/feed"] = Reply(feed.encode(), headers=(*xml, ("Content-Encoding", "gzip")))
        robots = "User-agent: *\nDisallow: /secret/\nSitemap: http://HERE/maps.xml\n"
        self.pages["/robots.txt"] = Reply(robots.encode(), headers=(("Content-Type", "text/plain"),))

    def _redirects(self) -> None:
        moves = {
            "/to/known": self.articles[0],
            "/to/moved": self._article("/moved/1.html"),
            "/to/secret": "/secret/b.html",
            "/to/outside": f"http://127.0.0.1:{self.other_port}/y",
            "/to/itself": "/to/itself",
        }
        for target, location in moves.items():
            self.pages[target] = Reply(status=302, headers=(("Location", location),))
        links = "".join(f"<a href='{target}'>{target}</a>" for target in moves)
        dead = "".join(f"<a href='/gone/{n}.html'>gone</a>" for n in range(300))
        self._page("/frame.htm", f"{links}{dead}<link rel=alternate type='application/rss+xml' href='/feed'>")

    def _rest(self) -> None:
        late = self._article("/late/1.html")
        self.late[late] = 2
        self._page("/more", f"<a href='{late}'>A story that is slow to come out of the server</a>")
        challenge = "<script>document.cookie='a=1';location.reload()</script>"
        self._page("/wall", f"<noscript>Please enable JavaScript</noscript>{challenge}")
        self.pages["/members"] = Reply(b"no", 403)

    def _calendar(self, target: str) -> Reply | None:
        found = re.fullmatch(r"/cal/(\d+)/(\d+)/(?:\d+/)?", target)
        if not found:
            return None
        year, month = int(found[1]), int(found[2])
        days = "".join(f"<td><a href='/cal/{year}/{month}/{day}/'>{day}</a>" for day in range(1, 29))
        following = f"/cal/{year + month // 12}/{month % 12 + 1}/"
        return Reply(f"<table><tr>{days}</table><a href='{following}'>next month &raquo;</a>".encode())
