"""What the pages say around an article, in the languages of the interface."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """The wording of one interface language. ``footer`` lines stand at the end of every page."""

    lang: str
    home: str
    here: str
    source: str
    date: str
    author: str
    hits: str
    previous: str
    next: str
    none: str
    share: str
    copied: str
    related: str
    recent: str
    tags: str
    search: str
    about: str
    contact: str
    first_page: str
    previous_page: str
    next_page: str
    last_page: str
    company: str
    footer: tuple[str, ...]


ENGLISH = Words(
    lang="en",
    home="Home",
    here="Current location:",
    source="Source: ",
    date="Date:",
    author="Author: ",
    hits="Views: {}",
    previous="Previous: ",
    next="Next: ",
    none="None",
    share="Share to: WeChat Weibo LinkedIn",
    copied="Copy Success",
    related="Related articles",
    recent="Latest",
    tags="Tags",
    search="Search",
    about="About us",
    contact="Contact us",
    first_page="First",
    previous_page="Previous page",
    next_page="Next page",
    last_page="Last",
    company="Daxinya Translation",
    footer=(
        "Copyright © 2025 Shenzhen Daxinya Translation Co., Ltd. All rights reserved "
        "Registration Number: Guangdong ICP No. 08130137-1",
        "Technical Support:Ebaixun - Website",
    ),
)

SIMPLIFIED = Words(
    lang="zh-Hans",
    home="首页",
    here="当前位置:",
    source="来源:",
    date="发布时间:",
    author="作者:",
    hits="点击:{}次",
    previous="上一篇:",
    next="下一篇:",
    none="没有了",
    share="分享到:微信 新浪微博 QQ空间",
    copied="复制成功",
    related="相关阅读",
    recent="最新文章",
    tags="热门标签",
    search="搜索",
    about="关于我们",
    contact="联系我们",
    first_page="首页",
    previous_page="上一页",
    next_page="下一页",
    last_page="末页",
    company="达信雅翻译",
    footer=(
        "版权所有 © 2025 深圳市达信雅翻译有限公司 粤ICP备08130137号-1",
        "粤公网安备 44030402000000号",
        "技术支持:易百讯 - 网站建设",
    ),
)

TRADITIONAL = Words(
    lang="zh-Hant",
    home="首頁",
    here="目前位置:",
    source="來源:",
    date="發布日期:",
    author="作者:",
    hits="瀏覽:{}次",
    previous="上一則:",
    next="下一則:",
    none="沒有了",
    share="分享:Facebook LINE",
    copied="複製成功",
    related="相關文章",
    recent="最新文章",
    tags="熱門標籤",
    search="搜尋",
    about="關於我們",
    contact="聯絡我們",
    first_page="首頁",
    previous_page="上一頁",
    next_page="下一頁",
    last_page="末頁",
    company="達信雅翻譯",
    footer=("版權所有 © 2025 達信雅翻譯有限公司", "技術支援:易百訊 - 網站建置"),
)

WORDS = {words.lang: words for words in (ENGLISH, SIMPLIFIED, TRADITIONAL)}
