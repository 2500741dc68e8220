"""A little news under a large navigation: menus of services, languages and industries on every page."""

from html import escape

from tests.samplesite import chrome, dates
from tests.samplesite.article import Article
from tests.samplesite.body import Forms, write_body
from tests.samplesite.frame import Frame

_MENUS = {
    "翻译服务": "文件翻译 合同翻译 标书翻译 论文翻译 专利翻译 手册翻译 证件翻译 字幕翻译 配音 听译 排版 母语润色",
    "口译服务": "同声传译 交替传译 陪同口译 电话口译 展会口译 商务谈判 设备租赁 译员外派",
    "语种": "英语 日语 韩语 法语 德语 西班牙语 葡萄牙语 俄语 阿拉伯语 意大利语 越南语 泰语 荷兰语",
    "行业": "机械 电子 汽车 化工 医药 法律 金融 能源 建筑 通信 航空 船舶 农业 食品 服装 旅游 游戏 教育",
    "城市": "深圳 广州 东莞 佛山 珠海 惠州 中山 厦门 长沙 武汉 上海 北京 成都 西安",
}
_FORMS = Forms('<div class="txt">{}</div>', {"heading": '<div class="txt"><b>{}</b></div>'})


def render(article: Article, frame: Frame) -> str:
    words = frame.words
    return f"""<!DOCTYPE html>
<html>
<head>
{chrome.charset_meta(article.declared)}
<title>{escape(article.title)}-{words.company}</title>
<meta name="keywords" content="翻译公司,深圳翻译公司,同声传译">
<link rel="stylesheet" href="/css/site.css">
</head>
<body>
<div class="mega">{_menus()}</div>
<div class="nav2">{chrome.list_of(frame.navigation)}</div>
<div class="banner"><img src="/images/banner.png" alt="" width="760" height="60"></div>
<div class="where">{chrome.breadcrumb(frame)}</div>
<div class="left"><h3>{words.contact}</h3><p>电话:0755-0000 0000</p><p>QQ:10000000</p><p>微信:daxinya-sample</p>
<h3>{words.recent}</h3>{chrome.list_of(frame.recent)}</div>
<div class="right">
<h2>{escape(article.title)}</h2>
{_subtitle(article)}
<p class="time">{_origin(article, frame)}{dates.numeric(article.published)}</p>
<div class="news-text">
{write_body(article, _FORMS)}
</div>
<p>{"</p><p>".join(chrome.neighbours(frame))}</p>
</div>
<div class="links">友情链接:<a href="http://example.invalid/a">译协</a> <a href="http://example.invalid/b">术语在线</a></div>
<div class="bottom">{chrome.footer(words)}</div>
</body>
</html>"""


def _menus() -> str:
    return "\n".join(
        f"<dl><dt>{name}</dt><dd>{' '.join(_item(item) for item in items.split())}</dd></dl>"
        for name, items in _MENUS.items()
    )


def _item(name: str) -> str:
    return f'<a href="/tags?name={name}">{name}</a>'


def _subtitle(article: Article) -> str:
    return f'<p class="second">{escape(article.subtitle)}</p>' if article.subtitle else ""


def _origin(article: Article, frame: Frame) -> str:
    source = f"{frame.words.source}{escape(article.source)} " if article.source else ""
    author = f"{frame.words.author}{escape(article.author)} " if article.author else ""
    return source + author
