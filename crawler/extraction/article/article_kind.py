"""The kind of an article, judged by its text: speech, interview, notice, news or article."""

import re
from collections.abc import Sequence
from functools import lru_cache

from archive.model.document import ArticleKind, Speech
from crawler.extraction.language.writing_systems_and_chinese_characters import to_simplified
from crawler.extraction.speech.salutation_and_spoken_text import is_spoken, is_thanked, reports
from crawler.extraction.speech.speech_titles import is_interview, is_no_speech
from crawler.extraction.text.word_lists_and_patterns import any_of, lazy_pattern

_EVENT = lazy_pattern(any_of("news", "events"), re.IGNORECASE)
_DATELINE = lazy_pattern(any_of("news", "datelines"))
_WHEN = lazy_pattern(any_of("news", "times"), re.IGNORECASE)
_FIRST = 3  # texts by which news is recognised
_BEGINNING_OF_NEWS = 200  # characters of each


def is_news(title: str, texts: Sequence[str]) -> bool:
    """Return whether an article is news: its title names an event, or its first texts report one.

    >>> is_news("Директор открыл выставку", []), is_news("Как читать карту", ["Карту читают с конца."])
    (True, False)
    """
    return is_reported(texts) or bool(_EVENT.search(title)) or reports(texts[:_FIRST])


def is_reported(texts: Sequence[str]) -> bool:
    """Return whether an article's first texts report news: they have a dateline, or name a recent day.

    >>> is_reported(["本报讯 5月3日,港口论坛在滨海开幕。"]), is_reported(["港口属于我们大家。"])
    (True, False)
    """
    return any(_tells_day(text.strip()[:_BEGINNING_OF_NEWS]) for text in texts[:_FIRST])


@lru_cache(maxsize=256)  # asked for the kind of article and for the facts of a speech
def _tells_day(text: str) -> bool:
    simplified = to_simplified(text)
    return bool(_DATELINE.match(simplified) or _WHEN.search(simplified))


_INTERVIEW_TITLE = lazy_pattern(any_of("kind", "interview title"), re.IGNORECASE)
_QUESTION = lazy_pattern(rf"{any_of('kind', 'question label')}\s?\d{{0,2}}\s?[:：]", re.IGNORECASE)
_ANSWER = lazy_pattern(rf"{any_of('kind', 'answer label')}\s?\d{{0,2}}\s?[:：]", re.IGNORECASE)
_TURN = lazy_pattern(r"[^\W\d_][\w ·.’'-]{1,30}\s?[:：]\s?.{6,}[?？]")
_COLON = lazy_pattern("[:：]")
_ANSWERS_NEEDED = 2
_CREDIT = lazy_pattern(f"^{any_of('kind', 'interview credit')}", re.IGNORECASE)
_CREDIT_LINE = 100  # characters

_NOTICE_TITLE = lazy_pattern(any_of("kind", "notice title"), re.IGNORECASE)
_GUIDE_TITLE = lazy_pattern(any_of("kind", "guide title"), re.IGNORECASE)
_BOOK = lazy_pattern("《[^》]*》")
_BEGINNING = 200  # characters of each


def article_kind(title: str | None, subtitle: str | None, texts: Sequence[str], speech: Speech | None) -> ArticleKind:
    """Classify an article by its text: speech, interview, notice (what a body makes known), news, or article for the
    rest.

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


def _is_credited(texts: Sequence[str]) -> bool:
    """Return whether the text is an interview: a line names who asked, and questions stand between the paragraphs."""
    asked = sum(text.rstrip().endswith(("?", "？")) for text in texts if len(text) <= _BEGINNING)
    return asked >= _ANSWERS_NEEDED and any(
        _CREDIT.match(to_simplified(text.strip())) for text in texts if len(text) <= _CREDIT_LINE
    )


def is_guide(title: str) -> bool:
    """Return whether an article's title is that of a guide or an essay, in whatever section it stands.

    >>> is_guide("语言服务采购的三个误区"), is_guide("港口论坛开幕")
    (True, False)
    """
    return bool(_GUIDE_TITLE.search(_BOOK.sub("", title)))


def is_asked(texts: Sequence[str]) -> bool:
    """Return whether an article's text is made of questions and answers, as an interview is.

    >>> is_asked(["Q: How did you begin?", "A: By chance.", "Q: And then?", "A: I never left."])
    True
    """
    turns = [_turn(text.lstrip()[:60]) for text in texts]
    return min(turns.count("question"), turns.count("answer")) >= _ANSWERS_NEEDED


@lru_cache(maxsize=1024)  # several facts of a speech depend on it
def _turn(start: str) -> str | None:
    """Return whether a paragraph that begins so is a 'question' or an 'answer' of an interview; None for neither."""
    if not _COLON.search(start):
        return None
    start = to_simplified(start)
    return "question" if _QUESTION.match(start) else "answer" if _ANSWER.match(start) else None


def is_dialogue(texts: Sequence[str]) -> bool:
    """Return whether the text is an interview in which questions stand behind the name of the person who asks them.

    >>> is_dialogue(["Daily: How did you begin?", "Crane: By chance.", "Daily: And then?", "Crane: I never left."])
    True
    """
    return sum(bool(_TURN.fullmatch(text.strip())) for text in texts if len(text) <= _BEGINNING) >= _ANSWERS_NEEDED
