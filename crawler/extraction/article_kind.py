"""Which kind of article a text is: speech, interview, notice, news or article."""

import re
from collections.abc import Sequence

from archive.model.document import ArticleKind, Speech
from crawler.extraction.han import to_simplified
from crawler.extraction.news_evidence import is_news
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
    r"|\b(?:entretien|rencontre|conversation)\s+avec\b|\b(?:im\s+gespräch|interview|gespräch)\s+mit\b"
    r"|\b(?:entrevista|conversación)\s+(?:a|al|con|de)\b|\b(?:интервью|беседа|разговор)\s+со?\b|インタビュー|対談|인터뷰|대담"
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
_TURN = re.compile(r"[^\W\d_][\w ·.’'-]{1,30}\s?[:：]\s?.{6,}[?？]")
_COLON = re.compile("[:：]")
_ANSWERS_NEEDED = 2
_CREDIT = re.compile(
    r"^(?:interview(?:ed)?(?:\s+by\b|\s*:)|(?:text|words)\s+and\s+interview|propos\s+recueillis|entretien\s+(?:réalisé|mené)|(?:das\s+)?(?:gespräch|interview)\s+führte"
    r"|entrevista\s*:|entrevistad[oa]\s+por|беседовал[аи]?|интервью\s+(?:взял|подготовил)|聞き手|インタビュアー|인터뷰\s*[:：]|采访\s*[:：]|采访人|采写)",
    re.IGNORECASE,
)
_CREDIT_LINE = 100  # characters

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
_BEGINNING = 200  # characters of each


def article_kind(title: str | None, subtitle: str | None, texts: Sequence[str], speech: Speech | None) -> ArticleKind:
    """The kind of an article: 'speech' and 'interview' are what somebody said, 'notice' what a body makes known.

    'news' reports what happened, and 'article' is the rest: essays and guides. ``speech`` is what ``find_speech``
    found.

    >>> article_kind("关于春节放假的通知", None, [], None), article_kind("What Is Localisation?", None, [], None)
    ('notice', 'article')
    """
    if speech:
        return "interview" if is_interview(speech.form) else "speech"
    heads = [to_simplified(line.strip()[:_BEGINNING]) for line in (title, subtitle) if line]
    if any(_INTERVIEW_TITLE.search(head) for head in heads):
        return "interview"
    head = heads[0] if title else ""
    if is_guide(head):
        return "article"
    if is_asked(texts) or _is_credited(texts):
        return "interview"
    if _NOTICE_TITLE.search(head):
        return "notice"
    if is_spoken(texts) and is_thanked(texts) and not any(is_no_speech(head, texts) for head in heads):
        return "speech"
    return "news" if is_news(head, texts) else "article"


def is_interview(form: str | None) -> bool:
    """Whether a form of speech is that of questions and answers.

    >>> is_interview("独家专访"), is_interview("keynote speech")
    (True, False)
    """
    return bool(form and _INTERVIEW_FORM.search(to_simplified(form)))


def _is_credited(texts: Sequence[str]) -> bool:
    """Whether a line names who asked, and questions stand between the paragraphs."""
    asked = sum(text.rstrip().endswith(("?", "？")) for text in texts if len(text) <= _BEGINNING)
    return asked >= _ANSWERS_NEEDED and any(
        _CREDIT.match(to_simplified(text.strip())) for text in texts if len(text) <= _CREDIT_LINE
    )


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
    starts = [to_simplified(start) for text in texts if _COLON.search(start := text.lstrip()[:60])]
    questions = sum(1 for start in starts if _QUESTION.match(start))
    answers = sum(1 for start in starts if _ANSWER.match(start) and not _QUESTION.match(start))
    return min(questions, answers) >= _ANSWERS_NEEDED


def has_turns(texts: Sequence[str]) -> bool:
    """Whether questions stand behind the name of who asks.

    >>> has_turns(["Daily: How did you begin?", "Crane: By chance.", "Daily: And then?", "Crane: I never left."])
    True
    """
    return sum(bool(_TURN.fullmatch(text.strip())) for text in texts if len(text) <= _BEGINNING) >= _ANSWERS_NEEDED
