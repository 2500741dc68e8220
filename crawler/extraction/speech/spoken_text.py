"""Tell whether a text was delivered: it addresses hearers, speaks to them, thanks them, and is no letter."""

from collections.abc import Sequence

from crawler.extraction.speech.languages import language
from crawler.extraction.speech.salutation import is_salutation

_pattern = language("shared").pattern

FIRST = 8  # texts among which hearers are addressed
_LAST = 6  # texts among which they are thanked, and letters signed
_LINE = 13  # characters: what is shorter is no paragraph
_PARAGRAPHS = 2
_READ = 1000  # characters of each


def is_spoken(texts: Sequence[str]) -> bool:
    """Tell whether the text addresses hearers, and is no letter."""
    if any(_pattern("end_of_a_letter").match(text.strip()) for text in texts[-_LAST:]):
        return False
    if any(_pattern("letter_signed").search(text.strip()) for text in texts[-2:]):
        return False
    return any(
        is_salutation(text) and not _pattern("beginning_of_a_letter").match(text.strip()) for text in texts[:FIRST]
    )


def speaks_itself(texts: Sequence[str]) -> bool:
    """Tell whether a third of the paragraphs, without quotations, speak to hearers or of the speaker himself.

    Applause or laughter that is noted in brackets is enough.

    >>> speaks_itself(["私は港で働いてまいりました。", "皆様とともに歩んでまいります。"])
    True
    >>> speaks_itself(["会長は「私は港で働いてきた」と述べた。", "皆様の参加を待つという。"])
    False
    """
    own = [unquoted(text) for text in texts if len(text) > _LINE]
    if len(own) < _PARAGRAPHS or any(map(_pattern("opening_of_a_letter").match, texts[:1])) or reports(own):
        return False
    said = sum(bool(_pattern("speaking_to_hearers").search(text)) for text in own)
    return 3 * said >= len(own) or any(map(_pattern("heard_in_brackets").search, texts))


def unquoted(text: str) -> str:
    """Return the beginning of a text without what stands in quotation marks.

    >>> unquoted("他说:“我是港口的人。”")
    '他说:'
    """
    return _pattern("quotation").sub("", text[:_READ])


def reports(texts: Sequence[str]) -> bool:
    """Tell whether a text tells what somebody said, as reports of events do.

    >>> reports(["会長は「私は港で働いてきた」と述べた。"]), reports(["私は港で働いてまいりました。"])
    (True, False)
    """
    if any(_pattern("quotation_reported").search(text[:_READ]) for text in texts):
        return True
    return any(_pattern("reporting").search(unquoted(text)) for text in texts)


def is_thanked(texts: Sequence[str]) -> bool:
    """Tell whether the text ends with thanks."""
    return any(_pattern("thanks_to_hearers").match(text.strip()) for text in texts[-_LAST:])


def is_letter_or_notice(head: str) -> bool:
    """Tell whether a title is that of a letter, a notice or a guide, which nobody delivers.

    >>> is_letter_or_notice("A letter from the chair"), is_letter_or_notice("Address, School of Interpreting")
    (True, False)
    >>> is_letter_or_notice("校长给同学们的回信")
    True
    """
    return bool(_pattern("title_of_what_is_written").search(head))


def is_no_speech(head: str, texts: Sequence[str]) -> bool:
    """Tell whether a title is that of a letter, a notice or an essay, which may have lines like a speech.

    Hearers who are addressed and thanked were there, whatever the title says of translation.
    """
    if is_letter_or_notice(head):
        return True
    return bool(_pattern("subject_of_an_essay").search(head)) and not (is_spoken(texts) and is_thanked(texts))
