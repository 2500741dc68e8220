"""What sites call their sections, so that such a line is not taken for an article's title."""

import re

_ZH_WHOSE = (
    "公司|企业|企業|行业|行業|业界|業界|协会|協會|学会|學會|学校|学院|學院|本站|本会|本會|最新|热点|热门|时政|国内|国际|社会|综合|图片"
    "|视频|部门|工作|校园|媒体|翻译|集团|中心|党建|学术|學術|双语|雙語|外事|基层|系统|站内|网站|頭條|头条"
)
_ZH_WHAT = (
    "新闻|新聞|动态|動態|资讯|資訊|要闻|要聞|消息|快讯|公告|公示|通知|报道|報導|报导|信息|訊息|活动|活動|讲座"
    "|专题|專題"
)
_NAMES = (
    rf"(?:{_ZH_WHOSE})*(?:{_ZH_WHAT})+(?:中心|列表|专栏|專欄|發[布佈]|发布|[稿区區频道頻]|花絮|园地)?",
    r"(?:领导|領導|重要)?(?:讲话|講話|致辞|致詞|演讲|文章)(?:稿)?|学术园地|译文欣赏|翻译知识|(?:新聞|新闻)稿|電子報|公[布佈]欄|[访訪专專][谈談访訪]|博客|專欄|专栏",
    r"(?:重要な)?お知らせ(?:一覧)?|(?:最新)?ニュース(?:リリース|一覧)?|新着(?:情報|記事)|トピックス|プレスリリース|(?:活動|研究|開催)報告"
    r"|イベント(?:情報)?|(?:スタッフ)?ブログ|コラム|インタビュー|報道発表(?:資料)?|広報|ページ情報",
    r"(?:협회|회사|학회|기관)?\s*(?:공지(?:사항)?|보도\s?자료|소식|뉴스|새\s?소식|알림(?:마당)?|자료실"
    r"|언론\s?보도|칼럼|게시판|인터뷰|페이지 정보|본문)",
    r"(?:последние\s+|наши\s+)?новости(?:\s+(?:отрасли|компании|союза|сайта|и события))?|пресс-(?:релизы|центр)"
    r"|анонсы|события|статьи|интервью|публикации|объявления|блог|выступления",
    r"aktuelles|aktuell|nachrichten|neuigkeiten|neues|presse(?:mitteilung(?:en)?|meldung(?:en)?|bereich)?|meldungen|archiv|termine"
    r"|veranstaltungen|einzelansicht|reden|interviews?",
    r"(?:our\s+|the\s+|latest\s+|recent\s+|company\s+|industry\s+)?(?:news(?:room)?|press(?:\s+(?:releases?|room|centre|center))?|events?|blog"
    r"|articles?|media|announcements?|speeches|interviews?|features?|publications?|stories|updates?|opinion|resources?|insights?)"
    r"(?:\s+(?:&|and)\s+(?:news|events?|media|articles?|updates?|publications?|insights?))?(?:\s+archives?)?",
    r"(?:nos\s+)?actualités?|communiqués?(?:\s+de\s+presse)?|discours|nouvelles|événements|à la une",
    r"noticias|actualidad|comunicados?(?:\s+de\s+prensa)?|(?:sala\s+de\s+)?prensa|notas?\s+de\s+prensa|discursos|eventos|sociedad|novedades",
)
_SECTION = re.compile(rf"\W*(?:{'|'.join(_NAMES)})\W*", re.IGNORECASE)


def is_section_name(text: str) -> bool:
    """Whether a line is but the name that many sites give to a section.

    >>> is_section_name("新闻动态"), is_section_name("Press releases"), is_section_name("新闻发布会在京举行")
    (True, True, False)
    """
    return len(text) <= 40 and bool(_SECTION.fullmatch(text))
