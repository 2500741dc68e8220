"""Whether a text was delivered: it addresses hearers, speaks to them, thanks them, and is no letter."""

import re
from collections.abc import Sequence

from crawler.extraction.speech.languages import words
from crawler.extraction.speech.salutation import is_salutation

FIRST = 8  # texts among which hearers are addressed
_LAST = 6  # texts among which they are thanked, and letters signed
_LETTER_END = re.compile(rf"{words('ends_of_letters')}(?!\w)", re.IGNORECASE)
_LETTER_SIGNED = re.compile(
    rf"{words('signatures_of_letters')}\W*\Z|{words('signatures_with_a_name')}\s[^.!?]{{3,40}}\Z"
)
_PERSONAL_LETTER = re.compile(words("beginnings_of_letters"), re.IGNORECASE)
_THANKS = re.compile(words("thanks"), re.IGNORECASE)
_NOT_SPOKEN = re.compile(words("not_spoken"), re.IGNORECASE)
_LETTER_START = re.compile(words("openings_of_letters"))
_LINE = 13  # characters: what is shorter is no paragraph
_PARAGRAPHS = 2
_READ = 1000  # characters of each
_QUOTED = re.compile('「[^」]*」|『[^』]*』|“[^”]*[”“]|„[^“”]*[“”]|«[^»]*»|"[^"]*"|‘[^’]{12,}’')
_SPEAKS = re.compile(words("speaks_to_hearers"))
_REPORTS = re.compile(words("reports"))
_QUOTED_FROM = re.compile(
    rf"[“”\"»」』]\s?[,，]?\s?(?:{words('said_after_a_quotation')}\b|{words('reported_quotations')})"
)
_HEARD = re.compile(rf"[\[(（]{words('heard')}[\])）.]", re.IGNORECASE)
_SUBJECT = re.compile(words("subjects"), re.IGNORECASE)


def is_spoken(texts: Sequence[str]) -> bool:
    """Whether the text addresses hearers, and is no letter."""
    if any(_LETTER_END.match(text.strip()) for text in texts[-_LAST:]):
        return False
    if any(_LETTER_SIGNED.search(text.strip()) for text in texts[-2:]):
        return False
    return any(is_salutation(text) and not _PERSONAL_LETTER.match(text.strip()) for text in texts[:FIRST])


def speaks_itself(texts: Sequence[str]) -> bool:
    """Whether a third of the paragraphs, outside of what they quote, are said to hearers or of the speaker himself.

    Applause or laughter that is noted in brackets is enough.

    >>> speaks_itself(["私は港で働いてまいりました。", "皆様とともに歩んでまいります。"])
    True
    >>> speaks_itself(["会長は「私は港で働いてきた」と述べた。", "皆様の参加を待つという。"])
    False
    """
    own = [unquoted(text) for text in texts if len(text) > _LINE]
    if len(own) < _PARAGRAPHS or any(map(_LETTER_START.match, texts[:1])) or reports(own):
        return False
    said = sum(bool(_SPEAKS.search(text)) for text in own)
    return 3 * said >= len(own) or any(map(_HEARD.search, texts))


def unquoted(text: str) -> str:
    """The beginning of a text without what stands in quotation marks.

    >>> unquoted("他说:“我是港口的人。”")
    '他说:'
    """
    return _QUOTED.sub("", text[:_READ])


def reports(texts: Sequence[str]) -> bool:
    """Whether a text tells what somebody said, as reports of events do.

    >>> reports(["会長は「私は港で働いてきた」と述べた。"]), reports(["私は港で働いてまいりました。"])
    (True, False)
    """
    if any(_QUOTED_FROM.search(text[:_READ]) for text in texts):
        return True
    return any(_REPORTS.search(unquoted(text)) for text in texts)


def is_thanked(texts: Sequence[str]) -> bool:
    """Whether the text ends with thanks."""
    return any(_THANKS.match(text.strip()) for text in texts[-_LAST:])


def is_letter_or_notice(head: str) -> bool:
    """Whether a title is that of a letter, a notice or a guide, which nobody delivers.

    >>> is_letter_or_notice("A letter from the chair"), is_letter_or_notice("Address, School of Interpreting")
    (True, False)
    >>> is_letter_or_notice("校长给同学们的回信")
    True
    """
    return bool(_NOT_SPOKEN.search(head))


def is_no_speech(head: str, texts: Sequence[str]) -> bool:
    """Whether a title is that of a letter or a notice, or of an essay: one about speeches has lines like a speech.

    Hearers who are addressed and thanked were there, whatever the title says of translation.
    """
    if is_letter_or_notice(head):
        return True
    return bool(_SUBJECT.search(head)) and not (is_spoken(texts) and is_thanked(texts))
