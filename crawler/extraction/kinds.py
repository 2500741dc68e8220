"""Which kind of article a text is: speech, interview, notice, news or article."""

import re
from collections.abc import Sequence

from archive.model.document import ArticleKind, Speech

_INTERVIEW_FORM = re.compile(
    "interview|conference|briefing|q ?& ?a|questions|fireside|记者|專訪|专访|采访|採訪|访谈|訪談|答问|答問|问答|問答|对话|發布會|发布会|吹风会",
    re.IGNORECASE,
)
_INTERVIEW_TITLE = re.compile(
    r"\binterviews?\s+with\b|\b(?:in\s+conversation|a\s+conversation|q\s?&\s?a|questions\s+and\s+answers)\s+with\b"
    r"|^(?:专访|專訪|对话|访谈|独家专访)|答记者问|答記者問|(?:专访|專訪|访谈|訪談|对话录|问答实录)$",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"(?:Q|Question|问|問|记者|記者|[^:：]{1,30}(?:记者|記者))\s?\d{0,2}\s?[:：]", re.IGNORECASE)
_ANSWER = re.compile(r"(?:A|Answer|答|[^\W\d_][\w ·.]{1,30})\s?\d{0,2}\s?[:：]", re.IGNORECASE)
_NOTICE_TITLE = re.compile(
    r"(?:通知|公告|启事|啟事|公示|通告|声明|聲明|通报|招聘信息|中标结果|征稿|招标)(?:[(（【].{0,20}[)）】])?$|^(?:招聘|诚聘|誠聘|急聘|急招|(?:公告|通知|启事)[:：\s])"
    r"|^关于.{2,40}的(?:通知|公告|通告|声明|启事|说明)|放假(?:安排|通知)|^(?:public\s+|holiday\s+)?notice\b|\bnotice$"
    r"|^announcement\b|\bannouncement$|^(?:we\s+are\s+hiring|vacanc(?:y|ies)|job\s+opening|recruitment|call\s+for\s+papers|now\s+hiring)\b",
    re.IGNORECASE,
)
_NEWS_TITLE = re.compile(
    r"(?:发表|發表).{0,12}(?:演讲|講話|讲话|致辞|致詞)|出席|举行|舉行|召开|召開|开幕|閉幕|闭幕|会见|會見|访问|揭牌|启动|啟動|签约|簽約|签署|簽署|落幕|荣获|入选|亮相|抵达"
    r"|\b(?:attends?|delivers?|meets|opens|signs?|signed|launches|launched|holds|held|visits|wins|kicks\s+off|unveils|announces|concludes)\b",
    re.IGNORECASE,
)
_GUIDE_TITLE = re.compile(
    r"如何|怎样|怎么|技巧|方法|原则|策略|指南|为什么|什么是|何为|浅谈|浅析|谈谈|注意事项|常识|\bhow\s+to\b|\btips\b|\bguide\b|\bwhat\s+(?:is|are)\b|\bwhy\b",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"(?:(?:新华社|中新社|中新网|人民网|央视网|本报|本网|本刊|新華社|中新社)\S{0,20}\s?.{0,24}[电電讯訊])|.{0,16}(?:讯|訊|电|電)[\s:：(（]"
    r"|[A-Z][A-Za-z .,'-]{2,40},\s+(?:[A-Z][a-z]{2,8}\.?\s+\d{1,2}|\d{1,2}\s+[A-Z][a-z]{2,8})\.?(?:,\s+\d{4})?\s*(?:\([^)]{2,30}\)\s*)?[-–—]"
)
_WHEN = re.compile(
    r"^(?:近日|日前|昨日|今日|昨天|今天|本周|上周|.{0,14}\d{1,2}月\d{1,2}日(?:至\d{1,2}日)?(?:上午|下午|晚|,|，|在|,?记者)|当地时间|北京时间|据.{2,20}(?:报道|消息))"
    r"|\b(?:on|last|this|early|late)\s+(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|^(?:on\s+)\d{1,2}\s+[A-Z][a-z]+|^(?:on\s+)[A-Z][a-z]+\s+\d{1,2}\b"
    r"|\b(?:yesterday|recently|officials\s+said|said\s+on\s+\w+day)\b",
    re.IGNORECASE,
)
_ASKING = 4  # lines of questions and answers that make an interview


def article_kind(title: str | None, subtitle: str | None, texts: Sequence[str], speech: Speech | None) -> ArticleKind:
    """The kind of an article: 'speech' and 'interview' are what somebody said, 'notice' what a body makes known.

    'news' reports what happened, and 'article' is the rest: essays and guides. ``speech`` is what ``find_speech``
    found.

    >>> article_kind("关于春节放假的通知", None, [], None), article_kind("What Is Localisation?", None, [], None)
    ('notice', 'article')
    """
    heads = [line.strip() for line in (title, subtitle) if line]
    if speech:
        return "interview" if _INTERVIEW_FORM.search(speech.form or "") or _is_asked(texts) else "speech"
    if _is_asked(texts) or any(_INTERVIEW_TITLE.search(head) for head in heads):
        return "interview"
    if title and not _GUIDE_TITLE.search(title) and _NOTICE_TITLE.search(title.strip()):
        return "notice"
    return "news" if _is_news(title or "", texts) else "article"


def _is_asked(texts: Sequence[str]) -> bool:
    """Whether questions and answers follow each other."""
    starts = [text.lstrip()[:60] for text in texts]
    questions = sum(1 for start in starts if _QUESTION.match(start))
    answers = sum(1 for start in starts if _ANSWER.match(start) and not _QUESTION.match(start))
    return min(questions, answers) >= 2 and questions + answers >= _ASKING


def _is_news(title: str, texts: Sequence[str]) -> bool:
    if _GUIDE_TITLE.search(title):
        return False
    first = [text.strip()[:300] for text in texts[:3]]
    if any(_DATELINE.match(text) for text in first):
        return True
    told = any(_WHEN.search(text) for text in first)
    return told or bool(_NEWS_TITLE.search(title))
