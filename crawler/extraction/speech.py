"""What a page says of a speech: who gave it, as what, where, in which form and when."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from archive.model.document import Speech
from crawler.extraction import persons_en, persons_zh, speech_en, speech_zh
from crawler.extraction.article_kind import article_kind, is_asked
from crawler.extraction.dates import day_span
from crawler.extraction.persons_en import Person
from crawler.extraction.salutation import is_salutation
from crawler.extraction.speech_en import Facts

__all__ = ["article_kind", "find_speech", "is_byline_date", "is_salutation"]

_LINES_BELOW = 6  # below the title, of which one may name speaker or day
_MOST_CHARACTERS = 300
_LONGEST_LINE = 120
_HAN = re.compile("[㐀-鿿]")
_DATE_FRAME = " \t()（）[]【】,，.。;；—–-·|"
_SENTENCE_ENDS = (".", "。", "!", "！", "?", "？")
_WEEKDAY = re.compile(
    r"(?:星期|周|週)[一二三四五六日天]|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE
)
_PLACE = re.compile(r"[A-Z][\w.'’-]*(?:[ ,]{1,2}[A-Z][\w.'’-]*){0,4}|[㐀-鿿·]{2,8}")
_BEFORE_DATE = re.compile(r"(?:,\s*[A-Z][\w.]*(?:\s[A-Z][\w.]*)?)?(?:\s+on)?[\s,(（,，]*\Z")
_LETTER_END = re.compile(
    r"(?:yours\s+(?:sincerely|faithfully|truly)|sincerely|(?:best|kind|warm)\s+(?:regards|wishes)|此致|敬礼|敬禮|顺颂|敬上)\b",
    re.IGNORECASE,
)
_NOT_SPOKEN = re.compile(
    r"\b(?:letter|notice|how\s+to|tips|guide|translat\w+|interpreting|joint\s+statement|announcement|why|what\s+is)\b"
    r"|一封信|的信$|通知|公告|贺信|賀信|技巧|翻译|翻譯|报价|倡议书|声明",
    re.IGNORECASE,
)
_PERSONAL_LETTER = re.compile(
    r"(?:dear\s+(?:all|sirs?|madam|mr|ms|valued|clients?|customers?|readers?|users?|partners?)\b|尊敬的(?:客户|客戶|用户|读者|家长)|亲爱的(?:客户|用户|读者))",
    re.IGNORECASE,
)


def find_speech(title: str | None, subtitle: str | None, texts: Sequence[str]) -> Speech | None:
    """The facts of a speech, from its title and subtitle and the lines below; None for what nobody delivered.

    ``texts`` are the blocks of the article in order. What is not given is None; ``form`` is in the page's own words,
    English ones in lower case; ``delivered`` is ``YYYY-MM-DD``.

    >>> find_speech("刘晓明大使在伦敦政治经济学院的演讲", None, ["(2015年4月28日)", "各位来宾:"])
    Speech(speaker='刘晓明', role='大使', occasion='伦敦政治经济学院', form='演讲', delivered='2015-04-28')
    """
    heads = [" ".join(line.split()) for line in (title, subtitle) if line and len(line) <= _MOST_CHARACTERS]
    below = list(_lines_below(texts))
    spoken = _is_spoken(texts)
    facts = next(filter(None, (_read(head, spoken) for head in heads)), None)
    if not facts:
        facts = _read_below(heads, texts, spoken)
    if not facts:
        return None
    facts = _complete(facts, [*heads[1:], *below])
    if not (facts.speaker or facts.role or spoken):
        return None
    return Speech(facts.speaker, facts.role, facts.occasion, facts.form, _delivered(heads, below))


def is_byline_date(text: str) -> bool:
    """Whether a block is only a date, perhaps in brackets, with the day of the week or the place.

    >>> is_byline_date("(2015年4月28日,北京)"), is_byline_date("2015年4月28日,论坛在北京举行。")
    (True, False)
    """
    found = day_span(text) if len(text) <= 80 else None
    if not found:
        return False
    rest = _WEEKDAY.sub("", text[: found[1]] + text[found[2] :]).strip(_DATE_FRAME)
    return not rest or (bool(_PLACE.fullmatch(rest)) and not text.rstrip().endswith("。"))


def _lines_below(texts: Sequence[str]) -> Iterator[str]:
    """The short lines between the title and the speech itself."""
    short = takewhile(lambda text: len(text) <= _LONGEST_LINE and not is_salutation(text), texts[:_LINES_BELOW])
    return (text.strip() for text in short)


def _is_spoken(texts: Sequence[str]) -> bool:
    """Whether the text addresses hearers, and is no letter."""
    if any(_LETTER_END.match(text.strip()) for text in texts[-6:]):
        return False
    return any(is_salutation(text) and not _PERSONAL_LETTER.match(text.strip()) for text in texts[: _LINES_BELOW + 2])


def _read(line: str, spoken: bool) -> Facts | None:
    line = _without_date(line)
    if _HAN.search(line):
        return speech_zh.read_line(line, spoken)
    return speech_en.read_line(line)


def _read_below(heads: Sequence[str], texts: Sequence[str], spoken: bool) -> Facts | None:
    """Facts of which the title gives the form at most."""
    if any(_NOT_SPOKEN.search(head) for head in heads):
        return None
    facts = next(filter(None, (_read(line, spoken) for line in _lines_below(texts))), None)
    if not facts and is_asked(texts):
        facts = next(filter(None, map(speech_en.read_press_line, heads)), None)
    if facts or not spoken:
        return facts
    form = next(filter(None, (speech_en.read_form(head) or speech_zh.read_form(head) for head in heads)), None)
    return Facts(None, None, None, form)


def _complete(facts: Facts, lines: Sequence[str]) -> Facts:
    """The facts with what the lines below the title say of speaker, role and occasion."""
    lines = [line for line in lines if not is_byline_date(line) and not line.endswith(_SENTENCE_ENDS)]
    if not facts.speaker:
        person = next(filter(None, map(_person, lines)), Person(None, None))
        facts = facts._replace(speaker=person.name, role=person.role or facts.role)
    if facts.speaker and not facts.role:
        facts = facts._replace(role=next(filter(None, map(_role, lines)), None))
    if not facts.occasion:
        occasions = (speech_en.read_occasion(_without_date(line)) for line in lines)
        facts = facts._replace(occasion=next(filter(None, occasions), None))
    return facts


def _person(line: str) -> Person | None:
    return persons_zh.read_person(line) if _HAN.search(line) else persons_en.read_person(line)


def _role(line: str) -> str | None:
    return persons_zh.read_role(line) if _HAN.search(line) else persons_en.read_role(line)


def _without_date(line: str) -> str:
    """The line without the day it names and the place beside that."""
    found = day_span(line)
    if not found:
        return line
    before, after = line[: found[1]], line[found[2] :]
    return (_BEFORE_DATE.sub("", before) + after.lstrip(")）")).strip()


def _delivered(heads: Sequence[str], below: Sequence[str]) -> str | None:
    lines = [*heads, *(line for line in below if is_byline_date(line))]
    return next((found[0] for found in map(day_span, lines) if found), None)
