"""Pages as large portals make them: what stands beside, between and below the paragraphs and is none of them."""

# ruff: noqa: E501 - markup reads best as it stands on a page

from collections.abc import Callable

import pytest

from archive.model.document import Document

P1 = "青石镇的旧船厂昨天重新开了门,第一批来参观的是镇上小学的四十名学生。"
P2 = "老船工贺长庚带他们看了船台、锯房和绳索间,每到一处都先讲木头,再讲人。"
P3 = "他说,船厂停了十二年,木头还是香的;孩子们听不懂,可是都凑上去闻了。"
TITLE = "旧船厂重新开门"
MENU = "".join(f"<li><a href='/c{n}.html'>频道{n}</a></li>" for n in range(30))
FOOT = "<div>青石在线 版权所有 © 2020</div>"


def page(body: str, title: str = f"{TITLE}_青石在线") -> str:
    return f"<html><head><title>{title}</title></head><body><ul>{MENU}</ul>{body}{FOOT}</body></html>"


def article(before: str = "", between: str = "", inside: str = "", after: str = "") -> str:
    return page(
        f"<div class=main><h1>{TITLE}</h1><div class=date>2020-05-06 08:30 来源:青石晚报</div>{before}"
        f"<div class=text><p>{P1}</p>{between}<p>{P2}</p><p>{P3}</p>{inside}</div>{after}</div>"
    )


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks]


def test_disclaimer_far_below_is_no_part_of_a_short_article(extracted: Callable[..., Document]) -> None:
    form = "<div><div>写评论<span>已有0条评论</span></div><div><span>提 交</span>还可输入500字</div></div><div><div>撤消</div></div>"
    notice = f"<div><p>【免责声明】{'本文仅代表作者本人观点,与青石在线无关,请读者仅作参考。' * 3}</p></div>"
    html = page(
        f"<div><h1>{TITLE}</h1><div>2020-05-06 08:30 青石晚报</div><div><p>{P1}</p></div></div>{form}{notice}"
    )
    assert texts(extracted(html)) == [P1]


def test_statement_of_an_embassy_stays(extracted: Callable[..., Document]) -> None:
    said = "郑重声明:我国政府坚决反对这一做法,并要求对方立即纠正,以免两国多年的往来受到损害。"
    assert texts(extracted(article(between=f"<p>{said}</p>"))) == [P1, said, P2, P3]


def test_notice_on_rights_under_its_own_heading_is_left_out(extracted: Callable[..., Document]) -> None:
    notice = (
        "<p>反侵权公告:</p><p>未经书面许可,擅自转载本报作品的,本报将依法追究责任。</p>"
        "<p>一、任何人使用本报的原创内容,必须事先取得授权。</p><p>岳律师(法律顾问)0512-555 0100</p>"
    )
    assert texts(extracted(article(inside=notice))) == [P1, P2, P3]


def test_section_on_disclaimers_in_an_article_on_them_stays(extracted: Callable[..., Document]) -> None:
    lines = [P1 + P2 + P3, "免责声明", "网站上的免责声明该怎么译,译者们的看法并不一致。", P3]
    body = "".join(f"<p>{line}</p>" for line in lines)
    html = page(f"<div><h1>免责声明的译法</h1><p>2020-05-06</p>{body}</div>", "免责声明的译法 - 青石在线")
    assert texts(extracted(html)) == lines


@pytest.mark.parametrize(
    "promotion",
    [
        "<div class=quote><p>“潮水退了才知道谁在裸泳”,一张榜单写尽一年的大事!“年度人物”评选火热进行中!【<a href=/vote>点击投票</a>】选出你的人物</p></div>",
        "<div><p>暑期写作营还有十个名额,老师都是本报的编辑,一共四周,每周两天!<a href=/camp>立即报名>></a></p></div>",
    ],
)
def test_call_to_take_part_above_the_text_is_advertisement(
    promotion: str, extracted: Callable[..., Document]
) -> None:
    document = extracted(article(before=promotion))
    assert texts(document) == [P1, P2, P3]
    assert {entry.reason for entry in document.removed if "评选" in entry.text or "写作营" in entry.text} == {
        "advertisement"
    }


def test_counter_and_tags_around_the_text_are_left_out(extracted: Callable[..., Document]) -> None:
    html = page(
        f"<div><div><div>{TITLE}</div><div><div>发布时间: 2020-05-06 08:30:11</div><span>4</span></div></div>"
        f"<div>{P1}</div><div><div>20200506|船厂|青石镇|小学</div></div></div>",
        f"青石要闻--{TITLE}",
    )
    document = extracted(html)
    assert document.title == TITLE
    assert texts(document) == [P1]


def test_trail_in_a_heading_is_no_title(extracted: Callable[..., Document]) -> None:
    html = page(
        f"<div><div><h3>首页 - 新闻动态</h3></div><div><h5>{TITLE}</h5><div><span>发布时间:2020-05-06</span> 来源:青石晚报</div>"
        f"<p>{P1}</p><p>{P2}</p></div></div>",
        "新闻动态-青石在线",
    )
    assert extracted(html).title == TITLE


def test_caption_after_the_control_of_type_size_is_text(extracted: Callable[..., Document]) -> None:
    html = page(
        f"<div><h1>{TITLE}</h1><p>2020-05-06 08:30</p><div>字号</div>"
        f"<div><div><img src=1.jpg></div><span>旧船厂。视觉青石 资料</span><br>{P1}<br>{P2}</div></div>"
    )
    assert texts(extracted(html)) == ["旧船厂。视觉青石 资料", P1, P2]


def test_label_that_heads_a_paragraph_stays(extracted: Callable[..., Document]) -> None:
    assert texts(extracted(article(between="<p><b>点评:</b></p>"))) == [P1, "点评:", P2, P3]


def test_code_that_prints_is_no_row_of_buttons(extracted: Callable[..., Document]) -> None:
    code = "<pre><code>time.sleep(5)<br>print('xxxx')</code></pre>"
    assert texts(extracted(article(between=code))) == [P1, "time.sleep(5)", "print('xxxx')", P2, P3]


@pytest.mark.parametrize("line", ["Trackback: http://t.example/ping?id=5", "《旧船厂》已有 1 件评论"])
def test_line_of_comments_below_is_left_out(line: str, extracted: Callable[..., Document]) -> None:
    document = extracted(article(inside=f"<p>{line}</p>"))
    assert texts(document) == [P1, P2, P3]
    assert {entry.reason for entry in document.removed if entry.text == line} == {"comments"}


def test_topic_with_links_below_is_an_article(extracted: Callable[..., Document]) -> None:
    links = "".join(
        f"<div><div><a href='http://m{n}.example/7'>报道{n}:旧船厂重新开门</a><div>晚报{n}</div></div></div>"
        for n in range(4)
    )
    html = page(f"<div><h2>{TITLE}</h2><span>昨天</span><div><div>{P1}{P2}{P3}</div></div><div>{links}</div></div>")
    assert texts(extracted(html, url="http://www.example.com/topic/7PM49H7yjs5")) == [P1 + P2 + P3]
    assert extracted(html, url="http://www.example.com/topic/").kind == "list"


@pytest.mark.parametrize(
    "tabs",
    [
        "<ul><li>中文</li><li>English</li><li>双语对照</li></ul>",
        "<div><span>中文版</span></div><div><span>English version</span></div>",
    ],
)
def test_choice_of_languages_above_the_text_is_left_out(tabs: str, extracted: Callable[..., Document]) -> None:
    assert texts(extracted(article(between=tabs))) == [P1, P2, P3]


def test_name_of_a_language_that_heads_a_half_stays(extracted: Callable[..., Document]) -> None:
    assert texts(extracted(article(between="<p>中文</p>"))) == [P1, "中文", P2, P3]


def test_title_in_two_languages_begins_with_the_first_heading(extracted: Callable[..., Document]) -> None:
    html = page(
        f"<div><h1>旧船厂参观问与答</h1><h2>Q&amp;A on Visits to the Old Shipyard</h2><p>时间:2021/08/09 09:05</p>"
        f"<p><b>问:小学生可以参观吗?</b></p><p>{P1}</p><p>{P2}</p></div>",
        "旧船厂参观问与答 Q&amp;A on Visits to the Old Shipyard - 青石在线",
    )
    document = extracted(html)
    assert (document.title, document.subtitle) == ("旧船厂参观问与答", "Q&A on Visits to the Old Shipyard")
    assert texts(document) == ["问:小学生可以参观吗?", P1, P2]


def test_subtitle_above_the_day_of_the_speech_and_the_byline(extracted: Callable[..., Document]) -> None:
    html = page(
        f"<div><div>贺长庚在旧船厂开门仪式上的致辞</div><div>Remarks by He Changgeng at the Opening of the Old Shipyard</div>"
        f"<div>(二〇一一年五月十八日)</div><div>信息来源:青石在线 发布时间:2011-5-20 16:41:03</div><div><p>{P1}</p><p>{P2}</p></div></div>",
        "贺长庚在旧船厂开门仪式上的致辞_青石在线",
    )
    document = extracted(html)
    assert document.subtitle == "Remarks by He Changgeng at the Opening of the Old Shipyard"
    assert texts(document)[-2:] == [P1, P2]


def test_byline_with_a_stroke_for_its_author(extracted: Callable[..., Document]) -> None:
    html = page(
        f"<div><h1>{TITLE}</h1><div>文/岳小满 · 2023年6月30日 · 阅读约需5分钟</div><p>{P1}</p><p>{P2}</p></div>"
    )
    document = extracted(html)
    assert (document.author, document.published) == ("岳小满", "2023-06-30")
    assert texts(document) == [P1, P2]


def test_trail_that_begins_at_a_home_page_in_french(extracted: Callable[..., Document]) -> None:
    trail = "<div>Vous êtes ici : <a href='/'>Accueil</a> / <a href='/actualites'>Actualités</a></div>"
    document = extracted(page(f"{trail}<div><h1>{TITLE}</h1><p>{P1}</p><p>{P2}</p></div>"))
    assert document.breadcrumb == ("Accueil", "Actualités")


LECTURE = "<h1>The River and Those Who Live by It</h1>"
NAMED = "<p>Remarks by Gu Yun, Minister of Water, at the Mekong Dialogue</p>"
LABELLED = "<div class=info>Source: Qingshi Date:2020-05-03 09:32:26 Hits:12</div>"


@pytest.mark.parametrize("day", ["", "<p>Vientiane, April 27, 2020</p>"])
def test_byline_below_subtitle_and_day(day: str, extracted: Callable[..., Document]) -> None:
    html = page(f"<div>{LECTURE}{NAMED}{day}{LABELLED}<div><p>{P1}</p><p>{P2}</p></div></div>", "The River - Qingshi")
    document = extracted(html)
    assert (document.source, document.published) == ("Qingshi", "2020-05-03T09:32:26")
    assert document.subtitle == "Remarks by Gu Yun, Minister of Water, at the Mekong Dialogue"
    assert texts(document)[-2:] == [P1, P2]


@pytest.mark.parametrize(
    ("line", "source", "author", "published"),
    [
        ("出处:《江风》杂志 2020-05-03", "《江风》杂志", None, "2020-05-03"),
        ("2020-05-03 记者 叶问渔", None, "叶问渔", "2020-05-03"),
        ("<span>30</span><span>2023-06</span>", None, None, "2023-06-30"),
        ("Le 30 juin 2023 par Claire Dubois", None, "Claire Dubois", "2023-06-30"),
        ("Written by Lily Chen / Translated by Tom Hu / June 2023", None, "Lily Chen", None),
    ],
)
def test_bylines_of_more_forms(
    line: str, source: str | None, author: str | None, published: str | None, extracted: Callable[..., Document]
) -> None:
    document = extracted(page(f"<div><h1>{TITLE}</h1><div>{line}</div><p>{P1}</p><p>{P2}</p></div>"))
    assert (document.source, document.author, document.published) == (source, author, published)
    assert texts(document) == [P1, P2]
    assert document.subtitle is None


@pytest.mark.parametrize(
    "trail",
    [
        "<a href=/>首页</a> / <a href=/n>新闻中心</a> / <a href=/n/h>镇上新闻</a>",
        "首页 > 新闻中心 > 镇上新闻",
        "当前位置:<a href=/>首页</a> > <a href=/n>新闻中心</a> > <a href=/n/h>镇上新闻</a> > 列表",
    ],
)
def test_trails_of_more_forms(trail: str, extracted: Callable[..., Document]) -> None:
    document = extracted(page(f"<div>{trail}</div><div><h1>{TITLE}</h1><p>{P1}</p><p>{P2}</p></div>"))
    assert document.breadcrumb == ("首页", "新闻中心", "镇上新闻")


def test_menu_with_strokes_is_no_trail(extracted: Callable[..., Document]) -> None:
    menu = "<a href=/>首页</a> / <a href=/about>简介</a> / <a href=/news>新闻</a>"
    assert extracted(page(f"<div>{menu}</div><div><h1>{TITLE}</h1><p>{P1}</p><p>{P2}</p></div>")).breadcrumb == ()


def test_registration_after_an_address_leaves_the_address_whole(extracted: Callable[..., Document]) -> None:
    foot = "<p>E-mail: info@qingshi.example 京ICP备12345678号</p><p>Copyright 2020 Qingshi All Rights Reserved 蜀ICP备12345678号</p>"
    reasons = {entry.text: entry.reason for entry in extracted(article(after=foot)).removed}
    assert reasons["E-mail: info@qingshi.example"] == "contact"
    assert reasons["Copyright 2020 Qingshi All Rights Reserved"] == "copyright"
    assert reasons["京ICP备12345678号"] == reasons["蜀ICP备12345678号"] == "icp"


@pytest.mark.parametrize(
    "line",
    [
        "— 继续阅读 —",
        "更多船厂资讯,请关注微信公众号:青石在线",
        "本文由青石在线整理发布,转载请注明出处:http://www.qingshi.example/",
        "转载请注明出处,并保留本文链接。",
        "转载请注明来自青石在线,谢谢!",
    ],
)
def test_lines_of_the_site_at_the_end_are_left_out(line: str, extracted: Callable[..., Document]) -> None:
    assert texts(extracted(article(inside=f"<p>{line}</p>"))) == [P1, P2, P3]


def test_a_sentence_about_such_a_line_is_kept(extracted: Callable[..., Document]) -> None:
    line = "转载请注明出处,这几个字船厂的人从来没有当真。"
    assert texts(extracted(article(inside=f"<p>{line}</p>"))) == [P1, P2, P3, line]


def test_title_in_korean_above_one_in_chinese(extracted: Callable[..., Document]) -> None:
    html = page(
        f"<div><h1>조선소 개막 축사</h1><h2>在旧船厂开门仪式上的贺词</h2><div>来源:青石在线 2021-10-08 10:10</div><p>{P1}</p><p>{P2}</p></div>",
        "조선소 개막 축사",
    )
    document = extracted(html)
    assert (document.title, document.subtitle) == ("조선소 개막 축사", "在旧船厂开门仪式上的贺词")


@pytest.mark.parametrize("line", ["[复制链接]", "阅读 1.2万", "点赞 36"])
def test_tools_below_a_title_are_no_subtitle(line: str, extracted: Callable[..., Document]) -> None:
    html = page(
        f"<div><div><h1>The Old Shipyard</h1><div>{line}</div></div><div><p>{P1}</p><p>{P2}</p></div></div>",
        "The Old Shipyard",
    )
    document = extracted(html)
    assert (document.title, document.subtitle) == ("The Old Shipyard", None)
    assert texts(document) == [P1, P2]


def test_greeting_is_neither_title_nor_subtitle(extracted: Callable[..., Document]) -> None:
    html = page(
        "<div><div><div>조선소 개막 축사</div><div>在旧船厂开门仪式上的贺词</div><div><div>来源:青石在线</div><div>2021-10-08 10:10</div><div>阅读 1.2万</div></div></div>"
        f"<div><div>존경하는 참석자 여러분, 안녕하십니까?</div></div><div><div>尊敬的各位来宾,大家好!</div></div><div><div>{P1}</div></div><div><div>{P2}</div></div></div>",
        "详情页",
    )
    document = extracted(html)
    assert (document.title, document.subtitle) == ("조선소 개막 축사", "在旧船厂开门仪式上的贺词")
    assert texts(document) == ["존경하는 참석자 여러분, 안녕하십니까?", "尊敬的各位来宾,大家好!", P1, P2]
