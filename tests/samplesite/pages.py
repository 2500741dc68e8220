"""Pages that are neither lists nor articles: about, contact, errors, and those that refuse."""

from tests.samplesite.article import Article
from tests.samplesite.frame import plain_frame
from tests.samplesite.plain import plain_page

_ABOUT = """<h1>关于我们</h1>
<p>达信雅翻译成立于深圳,主要为制造、法律、医药和会展客户提供笔译和口译服务。</p>
<p>公司设有项目部、审校部和口译部。每份稿件由译员翻译,另一位译员审校,项目经理最后核对格式。</p>
<ul><li>笔译</li><li>同声传译与交替传译</li><li>网站与软件本地化</li><li>多媒体听译与字幕</li></ul>"""
_ABOUT_EN = """<h1>About us</h1>
<p>Daxinya Translation is based in Shenzhen and works for clients in manufacturing, law, medicine and events.</p>
<p>Every text is translated by one linguist, revised by another and checked for layout by a project manager.</p>"""
_CONTACT = """<h1>联系我们</h1>
<p>地址:深圳市福田区示例路1号<br>电话:<a href="tel:+8675500000000">0755-0000 0000</a><br>
邮箱:<a href="mailto:info@example.invalid">info@example.invalid</a><br>QQ:10000000<br>联系人:王小姐</p>
<img src="/images/qr.png" alt="微信二维码" width="80" height="80">"""
_CONTACT_EN = """<h1>Contact us</h1>
<p>Address: 1 Example Road, Futian, Shenzhen<br>Phone: +86 755 0000 0000<br>
E-mail: <a href="mailto:info@example.invalid">info@example.invalid</a></p>"""
_MISSING = """<h1>页面不存在</h1>
<p>抱歉,您访问的页面不存在或已被删除。</p>
<p>您可以<a href="/">返回首页</a>,或<a href="javascript:history.back()">返回上一页</a>。</p>"""

SOFT_404 = "/news/company/20190101000000.html"
"""A page of status 200 that says that it does not exist."""

PLAIN_PAGES = {
    "/about.html": ("关于我们", _ABOUT, "zh-Hans"),
    "/en/about.html": ("About us", _ABOUT_EN, "en"),
    "/contact.html": ("联系我们", _CONTACT, "zh-Hans"),
    "/en/contact.html": ("Contact us", _CONTACT_EN, "en"),
    SOFT_404: ("页面不存在", _MISSING, "zh-Hans"),
}
"""Path to title, content and interface."""


def page(path: str, articles: tuple[Article, ...]) -> str:
    """One of PLAIN_PAGES."""
    title, content, interface = PLAIN_PAGES[path]
    return plain_page(title, content, plain_frame(interface, articles))


def missing(articles: tuple[Article, ...]) -> str:
    """The page of status 404."""
    return plain_page("404", _MISSING, plain_frame("zh-Hans", articles))


def refused() -> str:
    """The page of status 403."""
    return "<html><head><title>403 Forbidden</title></head><body><h1>403 Forbidden</h1><hr>nginx</body></html>"


def unavailable() -> str:
    """The page of status 503."""
    return (
        "<html><head><title>503 Service Temporarily Unavailable</title></head>"
        "<body><h1>503 Service Temporarily Unavailable</h1></body></html>"
    )


def forwarding(target: str) -> str:
    """A page that sends its reader on by itself (http-equiv refresh)."""
    return (
        f'<html><head><meta charset="utf-8"><meta http-equiv="refresh" content="0; url={target}">'
        f'<title>Redirecting</title></head><body><a href="{target}">Click here</a></body></html>'
    )
