"""Salutations (lines of address) of speeches, and whether a text was delivered.

A line of address is 'Distinguished Guests,', 'Sehr geehrte Damen und Herren,' or '女士们、先生们:'. One in a language
of Europe is taken apart at its commas. Each part must be one that addresses somebody: a courteous word with what it
belongs to, a title with a name, or persons; and the line must name persons somewhere, or call them dear. Beside a
part that can be nothing but an address, others may name anybody.

A text was delivered if it addresses hearers, speaks to them or thanks them, and is no letter.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from crawler.extraction.language.writing_systems_and_chinese_characters import to_simplified
from crawler.extraction.speech.language_data import language

_pattern = language("shared").pattern
_MOST_CHARACTERS = 160
_ENDS = ",:!，：！،、"
_CHINESE, _JAPANESE, _KOREAN = language("zh"), language("ja"), language("ko")
_CHINESE_PART = _CHINESE.pattern("salutation_part")
_JAPANESE_TITLE = _JAPANESE.pattern("salutation_title")
_OTHERS = language("more").patterns("salutations")

_FREE_WORDS, _PLACE_WORDS = 3, 6
_SEVERAL = 2  # commas in a line whose last part may say more of whom it names


def is_salutation(text: str) -> bool:
    """Return whether a block is a salutation, which addresses the hearers, perhaps with a greeting; a greeting alone
    is none.

    >>> is_salutation("Excellencies, Members of the Diplomatic Corps,"), is_salutation("Good morning!")
    (True, False)
    >>> is_salutation("女士们、先生们,朋友们:"), is_salutation("我们将遵循以下原则:")
    (True, False)
    """
    text = text.strip()
    return 2 < len(text) <= _MOST_CHARACTERS and _addresses(text)


@lru_cache(maxsize=512)  # several fields ask it of the same line
def _addresses(text: str) -> bool:
    text = _KOREAN.pattern("greeting_before").sub("", text, count=1) if _pattern("hangul").match(text) else text
    if greeting := _pattern("greeting_after").search(text):
        text = text[: greeting.start()]
        if _CHINESE.pattern("one_greeted").fullmatch(to_simplified(text)):
            return True
    if _ends_openly(text):
        return True
    if text[-1] not in _ENDS:
        return False
    if (letter := _pattern("letter_to_one").fullmatch(text)) and not _CHINESE.pattern("no_salutation").search(
        to_simplified(letter[0])
    ):
        return True
    if _pattern("han").search(text):
        return _is_chinese(to_simplified(text)) or bool(_JAPANESE_TITLE.fullmatch(text))
    return _is_european(text) or any(pattern.fullmatch(text) for pattern in _OTHERS)


def _ends_openly(text: str) -> bool:
    """Return whether a line is a Japanese or Korean salutation, where no mark need end it."""
    if text[-1] in "様まん君位方" + _ENDS and _JAPANESE.pattern("salutation").fullmatch(text):
        return True
    if not _pattern("hangul").search(text[:2]) or not _KOREAN.pattern("salutation").fullmatch(text):
        return False
    return (text[-1] in _ENDS or text.endswith("여러분")) and not _KOREAN.pattern("no_salutation").search(text)


def _is_chinese(text: str) -> bool:
    if not _CHINESE.pattern("salutation_begins").match(text) or _CHINESE.pattern("no_salutation").search(text):
        return False
    parts = [part.strip() for part in re.split("[,，、]", text.rstrip(_ENDS))]
    return all(map(_CHINESE_PART.fullmatch, parts))


def _is_european(text: str) -> bool:
    """Return whether a line in a language of Europe is a salutation to hearers or reader."""
    text = _pattern("clause_without_whom").sub(
        "", _pattern("clause_of_who").sub("", text) if text.count(",") >= _SEVERAL else text
    )
    if (
        not _pattern("line_of_address").fullmatch(text)
        or not _pattern("address_begins").match(text)
        or _pattern("alone_no_address").fullmatch(text)
    ):
        return False
    if _pattern("greeting_or_verb").search(text) or not (
        _pattern("person_addressed").search(text) or _pattern("dear_somebody").match(text)
    ):
        return False
    parts = [part.strip() for part in re.split("[,;:!]", text) if part.strip()]
    if all(_is_part(part, len(parts) > 1) for part in parts):
        return True
    sure = (_pattern("sure_address").match(parts[0]) and _pattern("person_addressed").search(parts[0])) or _pattern(
        "office_addressed"
    ).fullmatch(parts[0])
    if not sure or re.search("[;:!].", text):
        return False
    others = any(
        _pattern("person_addressed").search(part) or _pattern("courteous_address").fullmatch(part)
        for part in parts[1:]
    )
    return others and all(_is_free(part, _FREE_WORDS) for part in parts)


def _is_part(part: str, beside_others: bool) -> bool:
    """Return whether one part of a salutation addresses somebody; what stands beside others may say more freely
    whom.
    """
    if found := _pattern("courteous_address").fullmatch(part):
        who, *places = _pattern("belonging_to").split(found["rest"], maxsplit=1)
        known = _pattern("person_addressed").search(part) or _pattern("dear_somebody").match(part)
        return bool(known) and _is_free(who, _FREE_WORDS) and all(_is_free(place, _PLACE_WORDS) for place in places)
    if _is_of_small_words(part):
        return True
    who, *places = _pattern("belonging_to").split(part, maxsplit=1)
    person = bool(_pattern("person_addressed").search(who)) and _is_of_small_words(who)
    return beside_others and person and bool(places) and _is_free(places[0], _PLACE_WORDS)


def _is_of_small_words(part: str) -> bool:
    return all(_pattern("small_word_of_address").fullmatch(word) for word in _pattern("small_word").findall(part))


def _is_free(part: str, most: int) -> bool:
    """Return whether a salutation has few words but persons and those between them, on each side of an 'and'."""
    return all(
        sum(not _pattern("small_word_of_address").fullmatch(word) for word in side.split()) <= most
        for side in _pattern("and_between").split(part)
    )


FIRST = 8  # texts among which hearers are addressed
_LAST = 6  # texts among which they are thanked, and letters signed
_LINE = 13  # characters: what is shorter is no paragraph
_PARAGRAPHS = 2
_READ = 1000  # characters of each


def is_spoken(texts: Sequence[str]) -> bool:
    """Return whether a text was spoken: it addresses hearers, and is no letter."""
    if any(_pattern("end_of_a_letter").match(text.strip()) for text in texts[-_LAST:]):
        return False
    if any(_pattern("letter_signed").search(text.strip()) for text in texts[-2:]):
        return False
    return any(
        is_salutation(text) and not _pattern("beginning_of_a_letter").match(text.strip()) for text in texts[:FIRST]
    )


def speaks_itself(texts: Sequence[str]) -> bool:
    """Return whether a text is a speech by its paragraphs: a third, without quotations, address hearers or say 'I'.

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
    """Return the beginning of a speech's text without what stands in quotation marks.

    >>> unquoted("他说:“我是港口的人。”")
    '他说:'
    """
    return _pattern("quotation").sub("", text[:_READ])


def reports(texts: Sequence[str]) -> bool:
    """Return whether a text reports what somebody said, as news does, and is no speech.

    >>> reports(["会長は「私は港で働いてきた」と述べた。"]), reports(["私は港で働いてまいりました。"])
    (True, False)
    """
    if any(_pattern("quotation_reported").search(text[:_READ]) for text in texts):
        return True
    return any(_pattern("reporting").search(unquoted(text)) for text in texts)


def is_thanked(texts: Sequence[str]) -> bool:
    """Return whether a speech's text ends with thanks."""
    return any(_pattern("thanks_to_hearers").match(text.strip()) for text in texts[-_LAST:])
