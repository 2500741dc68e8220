"""The sentence of an editor before a speech: 'The following is the full text of the speech by …'."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_FIRST = 3  # texts among which it may be
_MOST_CHARACTERS = 400
_NOTE = r"(?:(?:editor['’]s\s+note|编者按|編者按|按)\s*[:：]\s*)?"
_ENGLISH = re.compile(
    rf"{_NOTE}(?:the\s+)?(?:following|below|here)\s+is\s+(?:an?\s+|the\s+)?(?:(?:full|edited|complete|unofficial|english)\s+){{0,2}}"
    r"(?:(?:text|transcript|translation|version)\s+of\s+)?(?:an?\s+|the\s+)?(?P<what>.{10,360}?)[.:]?",
    re.IGNORECASE,
)
_CHINESE = re.compile(
    rf"{_NOTE}(?:以下|下面|现)(?:是|为|為|将)(?P<what>.{{6,200}}?)(?:的?(?:全文|实录|實錄|文字稿|中英文全文|中文译文|译文))?(?:刊登|摘录)?(?:如下)?[。:：]?"
)
_CHINESE_AFTER = re.compile(
    rf"{_NOTE}(?P<what>.{{6,200}}?)(?:[,，。;；]?(?:演讲|演講|讲话|講話|致辞|致辭|发言|發言|内容)?(?:的)?(?:全文|实录|實錄)如下)[:：。]?"
)
_DAY_WITHIN = re.compile("(?:(?:19|20)\\d\\d年)?\\d{1,2}月\\d{1,2}日(?:[上下]午|晚)?[,，]?")


class Intro(NamedTuple):
    """Such a sentence, and what it says of the speech: in the words of a title, without the day."""

    sentence: str
    says: str


def find_intros(texts: Sequence[str]) -> Iterator[Intro]:
    """The sentences of the kind among the first texts.

    >>> [intro.says for intro in find_intros(["以下是顾南星3月5日在渡口论坛上的致辞全文:"])]
    ['顾南星在渡口论坛上的致辞']
    """
    for text in texts[:_FIRST]:
        if len(text) > _MOST_CHARACTERS:
            continue
        found = next(
            filter(None, (one.fullmatch(text.strip()) for one in (_ENGLISH, _CHINESE, _CHINESE_AFTER))), None
        )
        if found:
            yield Intro(text, _DAY_WITHIN.sub("", found["what"]))
