"""Files for programs: robots.txt, sitemap.xml and the feed."""

from email.utils import format_datetime
from html import escape

from tests.samplesite.article import Article
from tests.samplesite.dates import moment
from tests.samplesite.frame import whole_articles, with_parameter

_TRACKING = "utm_source=rss&utm_medium=feed"


def robots(host: str) -> str:
    """What programs may not ask for, and where the sitemap is."""
    return (
        "# Sample site\nUser-agent: *\nDisallow: /admin/\nDisallow: /private/\n\n"
        f"Sitemap: http://{host}/sitemap.xml\n"
    )


def sitemap(host: str, articles: tuple[Article, ...]) -> str:
    """The addresses of all articles (sitemaps.org, protocol 0.9)."""
    rows = "\n".join(
        f"<url><loc>http://{host}{escape(article.path)}</loc><lastmod>{moment(article.published).date()}</lastmod></url>"
        for article in whole_articles(articles)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        f"<url><loc>http://{host}/</loc></url>\n{rows}\n</urlset>\n"
    )


def feed(host: str, articles: tuple[Article, ...]) -> str:
    """The ten newest articles (RSS 2.0), with a tracking parameter in each address."""
    items = "\n".join(
        f"<item><title>{escape(article.title)}</title>"
        f"<link>http://{host}{escape(with_parameter(article.path, _TRACKING))}</link>"
        f"<pubDate>{format_datetime(moment(article.published))}</pubDate></item>"
        for article in whole_articles(articles)[:10]
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>达信雅翻译</title>'
        f"<link>http://{host}/</link><description>新闻</description>\n{items}\n</channel></rss>\n"
    )
