"""The words by which pages mark what is not their article, in Chinese and English."""

import re
from functools import lru_cache

_WIDE = re.compile("[\u2e80-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff]+")
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_NARROWED = re.compile("[\uff01-\uff5e\u3000]")
_SPACING = re.compile(r"[\s\W_]+")
_MENU_ENTRY = 40  # characters

ENTRY_DATE = re.compile(
    r"^\W*(?:(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}[-/.月]\d{1,2}日?|(?:19|20)\d\d[-/.年]\d{1,2}月?"
    r"|[一二三四五六七八九十]{1,2}月 \d{1,2}, (?:19|20)\d\d"
    r"|[A-Z][a-z]{2,8}\.? \d{1,2},? (?:19|20)\d\d|\d{1,2} [A-Z][a-z]{2,8}\.? (?:19|20)\d\d)"
    r"(?:[\sT]*\d{1,2}:\d\d(?::\d\d)?)?\W*$"
)
"""A date and nothing else, as entries of a list have it."""

SENTENCE_END = re.compile(r"[。!?!?…][”’\"'」』)】\)]*(?:\s|$)|\.[”’\"'\)]*(?:\s|$)|[。!?;]")
COMMA = re.compile(r"[,,、;;]")

COPYRIGHT = re.compile(
    r"(?:©|\(c\)|Ⓒ)\s*(?:copyright|\d{4}|[A-ZÀ-ÞА-ЯЁ\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3])"
    r"|copyright\s*(?:©|\(c\)|@|&|\d{4}|[::]|by\b)"
    r"|(?:all|some)\s+rights?\s+reserved"
    r"|(?:版权所有|版權所有|著作权所有|著作權所有)|版权归.{0,30}所有|保留所有(?:权利|權利)|保留一切权利",
    re.IGNORECASE,
)
ICP = re.compile(
    r"网站标识码\s*[::]?\s*\w{6,14}"
    r"|(?:(?:Registration (?:Number|No\.?)|Record(?:ation)? (?:Number|No\.?)|备案号|網站備案|网站备案(?:号)?"
    r"|备案/许可证(?:编)?号(?:为)?|备案序号|许可证号|Filing No\.?|License No\.?)\s*[::]?\s*)?"
    r"(?:(?<![\w.@])(?!reserved)[A-Z]\w{2,12}\s+(?=ICP|B2))?[\u4e00-\u9fff]?\s?(?:ICP|B2)\s*(?:备|備|证|證|License|No\.?|Filing|-"
    r"|\d)[\w\-〔〕\[\]()()/. ]{0,30}?\d{4,}(?:\s*号|\s*號)?(?:-\d+)?",
    re.IGNORECASE,
)
PUBLIC_SECURITY = re.compile(
    r"[\u4e00-\u9fff]?\s?公\s?网\s?安\s?备\s*[\d\s]*号?|(?:public|network) security (?:bureau )?(?:filing"
    r"|record|registration|net(?:work)?)[\w .:#-]{0,40}|[\u4e00-\u9fff]{1,2}公安网备[\d\s]*号?",
    re.IGNORECASE,
)
TECHNICAL_SUPPORT = re.compile(
    r"技术支持|技術支援|技術支持|technical\s+support|tech(?:nology)?\s+support|power(?:ed)?\s+by|网站建设|網站建設"
    r"|网站制作|网站设计|website\s+(?:by|design)|site\s+(?:by|design(?:ed)?)|designed\s+by|proudly powered"
    r"|theme\s*[::]",
    re.IGNORECASE,
)
HOST = re.compile(r"(?:主\s?[办辦]|承\s?[办辦])(?:单位|單位)")
"""Who is answerable for a site of a public body, as its foot says it."""
SHARE = re.compile(
    r"^[\W_]*(?:(?:分享(?:到|至|给(?:好友|朋友)|让更多人看到)?|一键分享|转发(?:到|至)?|收藏(?:本文|本页)?|微信(?:好友|朋友圈"
    r"|扫一扫)?|朋友圈|新浪微博|腾讯微博|微博|QQ(?:好友|空间)?|豆瓣|人人网|开心网|更多|"
    r"复制链接|複製連結|复制本文|点赞|赞|打印(?:本页|本文|此文|文章)?|列印|关闭(?:窗口|本页|页面)?"
    r"|關閉(?:視窗)?|大|中|小|字号|字体|加入收藏|推荐给朋友|返回顶部|回顶部|返回上页|顶部|top|back to top|"
    r"share(?:\s+(?:this|to|on|it)(?:\s+(?:article|page|post|story))?)?|tweet|twitter|facebook|linkedin|weibo"
    r"|wechat|whatsapp|pinterest|reddit|telegram|line|\bx\b|e-?mail|"
    r"copy(?:\s+link)?|print(?:\s+this(?:\s+page)?|\s+page)?|save|like|follow us|close(?:\s+window)?|bookmark"
    r"|qr code|二维码|扫一扫.{0,20}|扫码.{0,12}|用微信扫.{0,20}|click to print.{0,40}"
    r"|click to share.{0,40}|send to (?:a )?friends?|e-?mail this.{0,12})[\W_]*)+$",
    re.IGNORECASE,
)
SHARING = re.compile(
    r"分享|转发|收藏|微信|微博|朋友圈|QQ|豆瓣|人人|开心|复制|複製|点赞|推荐|二维码|扫|share|tweet|twitter|facebook|linkedin|weibo"
    r"|wechat|whatsapp|pinterest|reddit|telegram|mail|copy|friend|like|follow",
    re.IGNORECASE,
)
SCRIPT_NOTICE = re.compile(
    r"^\W*(?:copy\s+success(?:ful(?:ly)?)?|copied(?:\s+to clipboard)?|复制成功|複製成功|已复制(?:到剪贴板)?"
    r"|链接已复制|loading|加载中|正在加载|載入中|please wait|请稍候|提交成功|操作成功)\W*$"
    r"|(?:enable|turn on|activate|requires?)\s+java\s?script|(?:启用|开启|打开|支持|啟用)\s*java\s?script"
    r"|java\s?script\s+(?:is\s+)?(?:disabled|required|已被禁用)",
    re.IGNORECASE,
)
SITE_NOTICE = re.compile(
    r"(?:this\s+(?:web)?site|we)\s+uses?\s+cookies|\bcookies?\b.{0,80}(?:accept|consent|agree|policy)|(?:使用"
    r"|接受|同意).{0,12}cookies?|浏览器版本(?:过低|太低)|升级(?:您的)?浏览器"
    r"|browser\s+is\s+(?:out\s?-?of\s?-?date|outdated|not supported)|(?:upgrade|update)\s+your\s+browser"
    r"|browser is too old|outdated browser|建议(?:您)?使用.{0,30}浏览|best viewed (?:at|with|in)"
    r"|分辨率.{0,12}(?:浏览|以上)|accept (?:all )?cookies|^\W*(?:accept|got it|i agree|decline|我知道了"
    r"|同意并继续)\W*$",
    re.IGNORECASE,
)
COOKIES = re.compile(r"\bcookies?\b", re.IGNORECASE | re.ASCII)
CONSENT = re.compile(
    r"^\W*(?:(?:this|our)\s+(?:web\s?)?site\s+uses?|we(?:\s+and\s+our\s+partners)?\s+(?:also\s+)?use|by\s+(?:using|continuing)\b"
    r"|(?:本网站|本站|我们)(?:会)?(?:使用|采用)|(?:diese|unsere)\s+(?:web)?site\s+verwendet|wir\s+verwenden|nous\s+utilisons"
    r"|utilizamos|(?:este|nuestro)\s+sitio\s+(?:web\s+)?utiliza)(?:\b|(?=[a-z]))",
    re.IGNORECASE,
)
"""The beginning of a line that tells of cookies and asks for consent."""
ADVERTISEMENT = re.compile(
    r"^\W*(?:广\s?告(?:位|合作|招商)?|廣\s?告|推广|赞助商?(?:链接|广告)?|advertisements?"
    r"|sponsored(?:\s+(?:content|links?|by.{0,30}))?|ads?(?:\s+by\s+.{0,20})?|promoted|赞助内容|ad)(?:\W|$)",
    re.IGNORECASE,
)
CONTACT = re.compile(
    r"(?:电\s*话|電\s*話|手机|传\s*真|傳\s*真|邮\s*箱|郵\s*箱|电子邮件|電郵|邮\s*编|地\s*址|联系人|聯絡人|热线"
    r"|熱線|咨询|客服|在线QQ|QQ|微信|微信号|公众号|tel(?:ephone)?|phone|mobile|fax|e-?mail|add(?:ress)?|hotline"
    r"|whatsapp|skype|wechat|contact|zip)\s*(?:号码|号|no\.?|number|us)?\s*[::]"
    r"|(?:热线|電話|电话|hotline|call us|tel)\W{0,3}[\d+(]{1}[\d\s()+-]{6,}|\b400[-\s]?\d{3,4}[-\s]?\d{3,4}\b"
    r"|^\W*(?:联系我们|聯絡我們|联系方式|contact us|contact|get in touch|在线咨询|在线客服|全国服务热线)\W*$"
    r"|^\W*[\w.+-]+@[\w-]+(?:\.[\w-]+)+\W*$",
    re.IGNORECASE,
)
_CONTACT_SIGN = re.compile(r"[:\d+(@]")
RELATED = re.compile(
    r"^\W*(?:相关(?:文章|新闻|阅读|链接|资讯|内容|报道|推荐|专题|信息|主题|案例|产品|服务|标签)?|相關(?:文章"
    r"|新聞|閱讀|連結|報導|資訊)?|推荐(?:文章|阅读|新闻|资讯|内容)?|推薦(?:文章|閱讀)?|热门(?:文章|新闻|资讯"
    r"|标签|推荐|关注|点击)?|熱門(?:文章|新聞)?|(?:最新|最近|热点|热门|推荐|图文|栏目)(?:文章|新闻|资讯|动态"
    r"|消息|发布|更新|内容|发表|推荐|热点|排行)|最新(?:文章|新聞|消息)|延伸阅读|延伸閱讀|猜你喜欢|您可能.{0,8}"
    r"|你可能.{0,8}|大家(?:都)?在看|其他(?:文章|新闻)|其它(?:文章|新闻)|更多(?:文章|新闻|精彩|相关|阅读"
    r"|内容).{0,6}|今日(?:热点|头条|推荐)|往期.{1,8}|点击排行|阅读排行|排行榜|本周热门|热点(?:新闻|推荐|排行)|友情链接"
    r"|友情連結|上一[篇条条則则]|下一[篇条则則]|上一[篇条][::].*|下一[篇条][::].*|前一篇|后一篇|後一篇|"
    r"related(?:\s+(?:articles?|posts?|news|stories|links?|reading|content|topics?|items?|pages?|documents?))?"
    r"|recommended(?:\s+(?:articles?|reading|for you|posts?))?|you (?:may|might) (?:also\s+)?(?:like"
    r"|be interested).{0,12}|(?:latest|recent|popular|hot|top|more|trending|other|featured)\s+(?:news|posts?"
    r"|articles?|stories|updates|reads?|comments)|most (?:read|popular|viewed)|see also|read (?:more|next|also)"
    r"|also read|further reading|more from.{0,40}|related to this.{0,20}|friendly? links|links)(?:\s*[::]?\W*$"
    r"|\s*[::])",
    re.IGNORECASE,
)
NEIGHBOUR = re.compile(
    r"^\W*(?:(?:阅读|查看)?(?:上一?\s?[篇条則则]|下一?\s?[篇条則则]|前一?[篇条]|[后後]一?[篇条])(?:文章|新闻|内容|新聞|信息|资讯|消息|公告|产品|案例)?\s*(?:[:»›>→\]】]|$|\s)"
    r"|(?:previous|prev|next|older|newer)\s*(?:(?:post|article|news|entry|story|item|essay|page)s?\s*(?:[:»›>→]|$)|[:»›>→]|$))",
    re.IGNORECASE,
)
PAGER = re.compile(
    r"^[\W_]*(?:(?:上一?页|下一?页|上一頁|下一頁|首页|尾页|末页|首頁|末頁|尾頁|前一页|后一页|后页|前页"
    r"|第?\s*\d++\s*(?:页|頁)?|(?:共|of|/)\s*共?\s*\d++\s*(?:页|頁|pages?)?|previous(?:\s+page)?|prev"
    r"|next(?:\s+page)?|first(?:\s+page)?|last(?:\s+page)?|pages?|转到|跳转|跳至|go(?:\s+to)?|全文|单页阅读"
    r"|余下全文|阅读全文|view all|single page|all|分页|本文共|当前)[\W_]*)+$",
    re.IGNORECASE,
)
COMMENTS = re.compile(
    r"^\W*(?:(?:网友|用户|最新|热门|全部|发表|我要|文章|精彩|参与|查看|我来|读者)?(?:评论|評論|留言|跟帖|点评"
    r"|回复)(?:列表|区|内容|正文|\(\d+\)|(\d+)|\d*条)?|(?:\d+\s+|no\s+|leave\s+a\s+|post\s+a\s+|add\s+(?:a\s+)?"
    r"|user\s+|reader\s+|your\s+)?(?:comments?|repl(?:y|ies)|responses?|discussion)(?:\s*\(\d+\)|\s+\d+"
    r"|\s+(?:on|to)\b.{0,120}|\s+are closed\.?)?|leave (?:a )?(?:comment|reply)|write a comment|发表您的(?:看法"
    r"|评论)|说点什么.{0,8}|请登录后.{0,8}"
    r"|(?:您|你)?需要(?:先)?登录后.{0,12}(?:回帖|评论|发表|回复|留言).{0,16})\W*(?:\d*\W*)?$",
    re.IGNORECASE,
)
CREDIT_NOTICE = re.compile(
    r"^\W*(?:免责声明|免責聲明|版权声明|版權聲明|特别声明|郑重声明|声明|聲明|版权说明|转载(?:请注明|声明|须知)"
    r"|disclaimer|copyright notice)\W{0,3}(?:[::]|$)|^\W*(?:本文(?:来源于|来自|转自|摘自)?网络.{0,20}(?:侵权"
    r"|删除)|(?:如有|若有).{0,6}侵权"
    # What goes on otherwise speaks about the phrase.
    r"|转载请注明(?!\w{1,12}[,，](?!并|且|同时|否则|违者|未经|谢|多谢|感谢|保留|侵权|不得|请|本|原|作者|链接|来源|出处|网址|http))|未经.{0,10}(?:授权|许可|允许).{0,6}(?:不得|禁止|请勿)|本(?:网"
    r"|站|文)(?:所有|部分|转载|内容|图片).{0,60}(?:侵权|版权|删除|转载))",
    re.IGNORECASE,
)
_MAKER = re.compile(r"\W*\S+(?:\s\S+)?\s*:|power(?:ed)?\s+by|proudly|designed|网站(?:建设|制作)", re.IGNORECASE)
_OWNER = re.compile(
    r"^\W*(?:text\s+)?(?:©|\(c\)|copyright|版权所有|版權所有)|\b(?:19|20)\d\d\b|reserved\W*$|(?:版权所有"
    r"|版權所有)\W*(?:$|\S{0,30}$)",
    re.IGNORECASE,
)
HOME = re.compile(
    r"^\W*(?:首\s*[页頁]|主\s*[页頁]|网站首页|網站首頁|回首頁|home(?:\s*page)?|front page|main page|index|start"
    r"|accueil|startseite|inicio|início|главная(?:\s+страница)?|ホーム|トップ(?:ページ)?|홈)\W*$",
    re.IGNORECASE,
)
TRAIL_LABEL = re.compile(
    r"^\W*(?:(?:您|你)?(?:现在|現在|目前|当前|當前)?(?:所在|的)?(?:的)?(?:位置|位于|路径|导航)(?:是|为|在)?"
    r"|当前(?:位置|页面|栏目)|目前位置|現在位置|您正在浏览|current\s*(?:location|position|page)"
    r"|(?:your\s+)?(?:current\s+)?(?:location|position)|you\s*(?:are|’re|'re)\s*here|you\s+are\s+in"
    r"|vous\s+êtes\s+ici|sie\s+(?:sind|befinden\s+sich)\s+hier|(?:usted\s+)?está\s+aquí|вы\s+здесь|where\s+am\s+i)\s*[::>»]*\s*",
    re.IGNORECASE,
)
PAGE_ITSELF = re.compile(
    r"^\W*(?:正\s*文|查看(?:内容|文章|新闻|详情|信息)|浏览(?:文章|内容|新闻)|阅读(?:文章|新闻)?|(?:文章|新闻"
    r"|资讯|信息|内容|动态)?(?:详情|详细|正文|內容|内容)(?:页|页面|信息|内容)?|詳(?:情|細|細內容)|內文|content"
    r"|detail(?:s|ed)?(?:\s+page)?|full text|text|article|view|here|本页|当前页面|列表|this page|news detail)\W*$",
    re.IGNORECASE,
)
ERROR = re.compile(
    r"404|(?:page|article|content|document)\s+(?:not|cannot be|could not be|can(?:’|')?t be)\s+"
    r"(?:found|displayed|opened|shown)|not\s+found|(?:may|might|could)\s+have\s+been\s+(?:removed|deleted|moved|renamed)|temporarily\s+unavailable|(?:页面|頁面|网页|網頁|文章"
    r"|内容|信息|新闻|资源|文件|链接)(?:已|可能|已经|已經)?(?:不存在|被?删除|被?刪除|失效|过期|找不到|没有找到"
    r"|丢失|不見了)|找不到(?:您|你|该|該|此|页面|頁面|相关|网页)?|没有找到|抱歉.{0,20}(?:不存在|删除|找不到"
    r"|无法)|对不起.{0,20}(?:不存在|删除|找不到|无法|没有)|(?:doesn|does\s+no|don)[’']?t\s+exist"
    r"|(?:page|article|content)\s+(?:that\s+)?you\s+(?:are|were|’re|'re)\s+looking\s+for"
    r"|no\s+longer\s+(?:available|exists?)|has\s+been\s+(?:removed|deleted|moved)|出错了|错误提示|系统错误"
    r"|访问出错|服务器错误|internal server error|access denied|forbidden|error\s+\d{3}|bad gateway"
    r"|service unavailable|oops",
    re.IGNORECASE,
)
ABOUT = re.compile(
    r"^\W*(?:关于(?:我们|本站|公司|大|.{0,10})|關於(?:我們|本站|公司)|(?:公司|企业|机构|集团|本站|单位"
    r"|中心)(?:简介|介绍|概况|概述|文化|历史|荣誉|资质|历程)|企業簡介|公司簡介|联系(?:我们|方式|本站)"
    r"|聯絡(?:我們|方式|资訊)|聯繫我們|人才招聘|招聘信息|加入我们|诚聘英才|隐私(?:政策|声明|权|条款)|法律声明"
    r"|免责声明|服务条款|使用条款|用户协议|网站地图|在线留言|留言(?:板|本)|客户留言|意见反馈|(?:用户"
    r"|会员)?(?:登录|登陆|登入|注册|註冊)|找回密码|忘记密码|在线(?:询价|报价|咨询|下单)|报价|付款方式|支付方式"
    r"|服务(?:项目|范围|流程)|业务范围|组织机构|领导团队|团队介绍|"
    r"about(?:\s+(?:us|the\s+company|our\s+company|.{0,30}))?|contact(?:s|\s+(?:us|information|details|form))?"
    r"|company\s+(?:profile|introduction|overview|history)|who\s+we\s+are|our\s+(?:team|company|history|mission"
    r"|services|story|offices?)|get\s+in\s+touch|careers?|jobs?|join\s+us|privacy(?:\s+policy|\s+statement"
    r"|\s+notice)?|terms(?:\s+(?:of\s+(?:use|service)|and\s+conditions|&\s+conditions))?|legal(?:\s+notice)?"
    r"|imprint|impressum|site\s*map|feedback|guestbook|log\s?-?in|sign\s?-?in|sign\s?-?up|register"
    r"|forgot(?:ten)?\s+password|my\s+account|cookie\s+policy|request\s+a\s+quote|get\s+a\s+quote|services"
    r"|faqs?"
    r"|(?:kontakt|anfahrt|kontaktformular)(?:\s*(?:&|und|/)\s*(?:kontakt|anfahrt|impressum|öffnungszeiten))?|über\s+uns"
    r"|so\s+finden\s+sie\s+uns|contactez[- ]nous|nous\s+contacter|qui\s+sommes[- ]nous|mentions\s+légales"
    r"|contacto|contáctenos|quiénes\s+somos|sobre\s+nosotros|contatti|chi\s+siamo|contatos?|quem\s+somos|контакты|о\s+(?:нас|компании)"
    r"|お問い?合わせ|会社概要|アクセス|회사\s?소개|오시는\s?길|연락처)\W*$",
    re.IGNORECASE,
)
ABOUT_ADDRESS = re.compile(
    r"/(?:about(?:[-_]?us)?|contact(?:[-_]?us)?|profile|login|sign-?in|sign-?up|register|privacy|terms"
    r"|sitemap|guestbook"
    r"|feedback|lianxi|guanyu|gsjj|lxwm|jianjie|liuyan|member|account|user)(?:\.\w{2,5})?/?$",
    re.IGNORECASE,
)
LIST_ADDRESS = re.compile(
    r"/(?:tags?|search|category|categories|author|calendar|sousuo|feed|so)(?:[/.?]|$)"
    r"|/archives?(?:/(?:19|20)\d\d(?:[-/]\d{1,2}){0,2})?(?:/index|/page/\d+)?(?:\.\w{2,5})?/?(?:\?|$)"
    r"|/topics?(?:/[^/\d?]*)?/?(?:\?|$)"
    r"|[?&](?:s|q|wd|keywords?|keyword|search|tag)=",
    re.IGNORECASE,
)
COMMENTS_ADDRESS = re.compile(r"/(?:comments?|pinglun|feedback|reply|replies)(?:[-_/.?]|$)", re.IGNORECASE)
LIST_TITLE = re.compile(
    r"^\W*(?:(?:search\s+results?|results?\s+for|搜索(?:结果|“|:)|搜索.{0,30}结果|tags?\s*[::]|标签\s*[::]"
    r"|category\s*[::]|archives?\b|存档|归档|新闻列表|文章列表|日历|calendar\b|.{0,40}的搜索结果"
    r"|与.{0,40}相关的))",
    re.IGNORECASE,
)
GREETING = re.compile(
    r"[,,\s](?:(?:大家|各位|你们|您|你)(?:早上|上午|中午|下午|晚上)?好|(?:早上|上午|下午|晚上)好|good\s+(?:morning|afternoon|evening)"
    r"|안녕하(?:십니까|세요)|(?:皆さん、?)?こんにちは)\W*$",
    re.IGNORECASE,
)
"""How the line ends that greets the listeners of a speech."""
COMMENTS_TITLE = re.compile(
    r"^\W*(?:(?:网友|用户)?(?:评论|評論|留言)\s*[::-]|comments?\s*(?:on|for|[::])|.{0,60}(?:的评论|的网友评论"
    r"|评论列表)\W*$)",
    re.IGNORECASE,
)


def narrow(text: str) -> str:
    """The text with full-width forms of ASCII as ASCII, and as long as before; the patterns are written for it.

    >>> narrow("来源\uff1a新华网\uff0c\uff12\uff10\uff12\uff14")
    '来源:新华网,2024'
    """
    return text.translate(_NARROW) if not text.isascii() and _NARROWED.search(text) else text


def units(text: str) -> int:
    """How much there is to read, in characters of Latin script; a Chinese one counts as two and a half.

    >>> units("news"), units("新闻")
    (4, 5)
    """
    if text.isascii():
        return len(text)
    wide = _short_wide(text) if len(text) <= _MENU_ENTRY else _wide(text)
    return len(text) + wide * 3 // 2


def _wide(text: str) -> int:
    """How many of the characters are Chinese, Japanese or Korean."""
    return sum(map(len, _WIDE.findall(text)))


_short_wide = lru_cache(maxsize=8192)(_wide)


def is_wide(text: str) -> bool:
    """Whether most letters are Chinese, Japanese or Korean."""
    wide = _short_wide(text) if len(text) <= _MENU_ENTRY else _wide(text)
    return wide * 2 >= len(text) or wide * 2.5 > len(text) - wide


def writing(text: str) -> str:
    """In what letters a text is mostly written: 'hangul', 'kana' (Chinese characters among them), 'han' or 'other'.

    >>> writing("한중 번역 포럼"), writing("翻訳についての話"), writing("翻译论坛"), writing("Forum")
    ('hangul', 'kana', 'han', 'other')
    """
    if not is_wide(text):
        return "other"
    letters = _WIDE.findall(text)
    hangul = sum("\uac00" <= letter <= "\ud7a3" for run in letters for letter in run)
    kana = sum("\u3041" <= letter <= "\u30fa" for run in letters for letter in run)
    return "hangul" if hangul * 2 > sum(map(len, letters)) else "kana" if kana > 1 else "han"


def key(text: str) -> str:
    """The text as it is compared with others: letters and digits only, without case.

    >>> key("Lanting  Forum – News")
    'lantingforumnews'
    """
    return _short_key(text) if len(text) <= _MENU_ENTRY else _key(text)


def _key(text: str) -> str:
    return _SPACING.sub("", text).casefold()


_short_key = lru_cache(maxsize=8192)(_key)  # menus say the same on every page of a site


def names_contact(text: str) -> bool:
    """Whether a text, as ``narrow`` gives it, says how somebody is reached.

    >>> names_contact("Tel: 020"), names_contact("Contact us"), names_contact("The contact was lost")
    (True, True, False)
    """
    found = CONTACT.search(text) if _CONTACT_SIGN.search(text) else CONTACT.match(text)
    return found is not None


def count_contacts(text: str) -> int:
    """How often a text, as ``narrow`` gives it, says how somebody is reached."""
    return len(CONTACT.findall(text)) if _CONTACT_SIGN.search(text) else int(names_contact(text))


def names_registration(text: str) -> bool:
    """Whether a text names the number under which a site is registered in China.

    >>> names_registration("苏ICP备2020041177号"), names_registration("ICP")
    (True, False)
    """
    lowered = text.lower()
    return ("icp" in lowered or "b2" in lowered or "标识码" in lowered) and bool(ICP.search(text))


def is_footer(text: str) -> bool:
    """Whether a line is of a page's foot: who owns it, where it is registered, who made it.

    >>> is_footer("© 2021 Crossriver. All rights reserved."), is_footer("版权所有,翻印必究,这八个字人人见过。")
    (True, False)
    """
    if text.endswith(("。", "!", "?")):
        return False
    if PUBLIC_SECURITY.search(text) or names_registration(text):
        return True
    if TECHNICAL_SUPPORT.match(text) or HOST.match(text):
        return len(text) < 80 and bool(_MAKER.match(text))
    return bool(COPYRIGHT.search(text)) and bool(_OWNER.search(text))
