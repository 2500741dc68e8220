"""Which kind of article a text is: speech, interview, notice, news or article."""

import re
from collections.abc import Sequence

from archive.model.document import ArticleKind, Speech
from crawler.extraction.han import to_simplified
from crawler.extraction.speech_evidence import is_no_speech, is_spoken, is_thanked

_INTERVIEW_FORM = re.compile(
    "interview|conference|briefing|q ?& ?a|questions|fireside|pressekonferenz"
    "|conférence de presse|entretien|entrevista|会見|インタビュー|인터뷰|회견|대담"
    "|记者|专访|采访|访谈|答问|问答|对话|发布会|吹风会",
    re.IGNORECASE,
)
_INTERVIEW_TITLE = re.compile(
    r"\binterview(?:s|ed)?\s+(?:with|by)\b|^(?:exclusive\s+)?interview\b"
    r"|\b(?:in\s+conversation|a\s+conversation|q\s?&\s?a|questions\s+and\s+answers)\s+with\b"
    r"|^(?:独家|人物|高端|名家)?(?:专访|对话|访谈)|记者(?:提)?问|(?:专访|访谈|对话录|问答实录|记者会实录)$",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"(?:Q|Question|Frage|Pregunta|Вопрос|質問|질문|问|.{0,30}记者|.{0,30}\b(?:reporter|interviewer|journalist))\s?\d{0,2}"
    r"\s?[:：]",
    re.IGNORECASE,
)
_ANSWER = re.compile(
    r"(?:A|Answer|Antwort|Réponse|Respuesta|Ответ|回答|답변|答|[^\W\d_][\w ·.’'-]{1,30})\s?\d{0,2}\s?[:：]",
    re.IGNORECASE,
)
_ANSWERS_NEEDED = 2

_NOTICE_TITLE = re.compile(
    r"(?:通知|公告|启事|公示|通告|声明|通报|招聘信息|招标|征稿|征集令)(?:[(（【].{0,20}[)）】])?$"
    r"|^(?:招聘|诚聘|急聘|急招|(?:公告|通知|启事|公示)[:：\s])|^关于.{2,60}的(?:通知|公告|通告|声明|启事|说明)|放假(?:安排|时间)"
    r"|^(?:public\s+|holiday\s+|important\s+)?notice\b|\bnotice$|^announcement\b|\bannouncement$"
    r"|^(?:we\s+are\s+hiring|now\s+hiring|vacanc(?:y|ies)|job\s+opening|recruitment|call\s+for\s+(?:papers|entries))\b",
    re.IGNORECASE,
)
_GUIDE_TITLE = re.compile(
    r"如何|怎样|怎么|技巧|方法|原则|策略|指南|为什么|什么是|何为|浅谈|浅析|谈谈|注意事项|常识|常见问题|须知|[?？]$|[一二三四五六七八九十几\d][大个条点项种].{0,6}(?:误区|要点|建议|理由|细节|区别|错误|问题|步骤)"
    r"|\bhow\s+to\b|\btips\b|\bguide\b|^what\b|^why\b|\bfaq\b|\bfrequently\s+asked\b",
    re.IGNORECASE,
)
_NEWS_TITLE = re.compile(
    r"发表.{0,16}(?:演讲|讲话|致辞|致词)|出席|举行|举办|召开|开幕|闭幕|会见|访问|揭牌|揭晓|启动|启用|签约|签署|落幕|荣获|获奖|入选|亮相|抵达|圆满"
    r"|发布|公布|上线|迁往|迁至|参加|成立|[一二三四五六七八九十百\d]周年|登上|承接|中标|当选|推出|开业|付印|出版|参展|完工|投用|走进|走访|探访|做客|为.{2,20}培训|(?:しました|開催|開設|発売)$"
    r"|\b(?:eröffnet|veröffentlicht|ausgezeichnet|gegründet|inaugure|ouvre|remporte|publie|inaugura|gana|publica|lanza)\b"
    r"|\b(?:attends?|delivers?|meets|opens|signs?|signed|launche[sd]|holds|held|visits|wins|unveils|announces|concludes|joins)\b"
    r"|\b(?:kicks\s+off|moves\s+to|takes\s+part|celebrates|publishe[sd]|selected|appointed|elected)\b",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"[(（【]?(?:新华社|中新社|中新网|人民网|央视网|本报|本网|本刊).{0,30}[电讯]|.{0,16}(?:电|(?<![资通])讯)(?:[\s:：(（])"
    r"|[A-Z][A-Za-z .'-]{2,40},\s+(?:[A-Z][a-z]{2,8}\.?\s+\d{1,2}|\d{1,2}\s+[A-Z][a-z]{2,8})\.?(?:,\s+\d{4})?\s*"
    r"(?:\([^)]{2,30}\)\s*)?[-–—]"
)
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_NUMBER = "[一二三四五六七八九十\\d]{1,3}"
_WHEN = re.compile(
    rf"\b(?:gestern|vergangenen?|ayer)\b|本日|先日|近日|日前|昨[日天晚]|今[日天晨晚]|即日|本[周月]|[上下]个?[周月]|当地时间|北京时间|据.{{2,20}}(?:报道|消息)|本报记者|^记者"
    rf"|{_NUMBER}月(?:{_NUMBER}日|初|底|中旬|上旬|下旬|起)|\b(?:on|last|this|late|early)\s+{_DAY}\b"
    r"|\b(?:last|next|this)\s+(?:week|month|year|spring|summer|autumn|winter)\b|\b(?:from|as\s+of)\s+today\b"
    r"|^on\s+(?:\d{1,2}\s+[a-z]+|[a-z]+\s+\d{1,2})\b|\b(?:today|yesterday|recently)\b|\bofficials\s+said\b",
    re.IGNORECASE,
)
_FIRST = 3  # texts that tell news from the rest
_BEGINNING = 200  # characters of each


def article_kind(title: str | None, subtitle: str | None, texts: Sequence[str], speech: Speech | None) -> ArticleKind:
    """The kind of an article: 'speech' and 'interview' are what somebody said, 'notice' what a body makes known.

    'news' reports what happened, and 'article' is the rest: essays and guides. ``speech`` is what ``find_speech``
    found.

    >>> article_kind("关于春节放假的通知", None, [], None), article_kind("What Is Localisation?", None, [], None)
    ('notice', 'article')
    """
    if speech:
        return "interview" if _INTERVIEW_FORM.search(to_simplified(speech.form or "")) else "speech"
    heads = [to_simplified(line.strip()[:_BEGINNING]) for line in (title, subtitle) if line]
    if any(_INTERVIEW_TITLE.search(head) for head in heads):
        return "interview"
    head = heads[0] if title else ""
    if is_guide(head):
        return "article"
    if is_asked(texts):
        return "interview"
    if _NOTICE_TITLE.search(head):
        return "notice"
    if is_spoken(texts) and is_thanked(texts) and not any(is_no_speech(head, texts) for head in heads):
        return "speech"
    return "news" if _is_news(head, texts) else "article"


def is_guide(title: str) -> bool:
    """Whether a title is that of a guide or an essay, in whatever section it stands.

    >>> is_guide("语言服务采购的三个误区"), is_guide("港口论坛开幕")
    (True, False)
    """
    return bool(_GUIDE_TITLE.search(title))


def is_asked(texts: Sequence[str]) -> bool:
    """Whether the text is of questions and answers.

    >>> is_asked(["Q: How did you begin?", "A: By chance.", "Q: And then?", "A: I never left."])
    True
    """
    starts = [to_simplified(text.lstrip()[:60]) for text in texts]
    questions = sum(1 for start in starts if _QUESTION.match(start))
    answers = sum(1 for start in starts if _ANSWER.match(start) and not _QUESTION.match(start))
    return min(questions, answers) >= _ANSWERS_NEEDED


def _is_news(title: str, texts: Sequence[str]) -> bool:
    return is_reported(texts) or bool(_NEWS_TITLE.search(title))


def is_reported(texts: Sequence[str]) -> bool:
    """Whether the first texts tell news: they have a dateline, or say which day of late it was.

    >>> is_reported(["本报讯 5月3日,港口论坛在滨海开幕。"]), is_reported(["港口属于我们大家。"])
    (True, False)
    """
    first = [to_simplified(text.strip()[:_BEGINNING]) for text in texts[:_FIRST]]
    return any(_DATELINE.match(text) or _WHEN.search(text) for text in first)
