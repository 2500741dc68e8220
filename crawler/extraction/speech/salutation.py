"""Lines of address: 'Distinguished Guests,', 'Sehr geehrte Damen und Herren,', '女士们、先生们:'.

A line in a language of Europe is taken apart at its commas. Each part must be one that addresses somebody: a
courteous word with what it belongs to, a title with a name, or persons; and the line must name persons somewhere, or
call them dear. Beside a part that can be nothing but an address, others may name anybody.
"""

import re
from functools import lru_cache

from crawler.extraction.language.chinese_characters import to_simplified
from crawler.extraction.speech.languages import language, words

_MOST_CHARACTERS = 160
_ENDS = ",:!，：！،、"
_HAN = re.compile("[㐀-鿿]")
_HANGUL = re.compile("[가-힣]")
_CHINESE, _JAPANESE, _KOREAN = language("zh"), language("ja"), language("ko")
_CHINESE_PART = _CHINESE.pattern("salutation_part")
_JAPANESE_TITLE = _JAPANESE.pattern("salutation_title")
_OTHERS = language("more").patterns("salutations")
_GREETING_AFTER = re.compile(rf"(?<=[,，!！、])\s*{words('greetings_after')}\s?[.。!！?？:：]?\Z", re.IGNORECASE)
_LETTER = re.compile(words("letters_to_one"))

_PERSONS = rf"(?:{words('addressed')}|(?<=fellow )[a-z-]+(?:s|men|women|people|folk))"
_COURTESY = words("courteous_words")
_TITLE = words("titles_of_address")
_AND_WORD = words("and_words")
_PERSON = re.compile(rf"\b{_PERSONS}\b", re.IGNORECASE)
_DEAR = re.compile(
    rf"(?:(?:my|meine)\s+)?{words('dear')}\s+(?!(?:and|und|et|y|e|и|o|à)\s|gr(?:ü|ue)(?:ß|ss)e)", re.IGNORECASE
)
_BEGINS = re.compile(rf"(?:and\s+)?(?:{_COURTESY}|{_TITLE}|good\s+people|{_PERSONS})\b", re.IGNORECASE)
_COURTEOUS = re.compile(rf"(?:{_AND_WORD}\s+)?(?:{_COURTESY}\s+)+(?P<rest>.+)", re.IGNORECASE)
_SMALL_WORD = re.compile(r"\b[a-zà-ÿœа-яё][\wà-ÿœ]+\b")
_SMALL = re.compile(rf"(?:{_PERSONS}|{_COURTESY}|{words('small_words_of_address')})", re.IGNORECASE)
_BELONGING = re.compile(rf"\s{words('words_of_belonging')}\s", re.IGNORECASE)
_AND = re.compile(rf"\s{_AND_WORD}\s")
_SURE = re.compile(rf"(?:{_COURTESY}|{_TITLE}|{words('sure_addresses')})\b", re.IGNORECASE)
_OFFICE = re.compile(f"(?:vice[- ])?{words('addressed_offices')}", re.IGNORECASE)
_FREE_WORDS, _PLACE_WORDS = 3, 6
_LINE = re.compile(r"[^\W\d_](?:[\w\s.,;&'’()-]*[^\W_])?\s?[,:!]")
_GREETING_OR_VERB = re.compile(rf"\b(?:{words('greetings')}|{words('verbs')})\b", re.IGNORECASE)
_WITHOUT_WHOM = re.compile(rf",\s{words('without_whom')}\s[^,;:!]+(?=[,:!]\Z)", re.IGNORECASE)
_WHO = re.compile(rf"\s{words('who_words')}\s[^,;:!]+(?=[,:!]\Z)", re.IGNORECASE)
_SEVERAL = 2  # commas in a line whose last part may say more of whom it names
_NO_ADDRESS_ALONE = re.compile(f"{words('no_address_alone')}[,:!]", re.IGNORECASE)


def is_salutation(text: str) -> bool:
    """Tell whether a block is a line that addresses the hearers, perhaps with a greeting; a greeting alone is none.

    >>> is_salutation("Excellencies, Members of the Diplomatic Corps,"), is_salutation("Good morning!")
    (True, False)
    >>> is_salutation("女士们、先生们,朋友们:"), is_salutation("我们将遵循以下原则:")
    (True, False)
    """
    text = text.strip()
    return 2 < len(text) <= _MOST_CHARACTERS and _addresses(text)


@lru_cache(maxsize=512)  # several fields ask it of the same line
def _addresses(text: str) -> bool:
    text = _KOREAN.pattern("greeting_before").sub("", text, count=1) if _HANGUL.match(text) else text
    if greeting := _GREETING_AFTER.search(text):
        text = text[: greeting.start()]
        if _CHINESE.pattern("one_greeted").fullmatch(to_simplified(text)):
            return True
    if _ends_openly(text):
        return True
    if text[-1] not in _ENDS:
        return False
    if (letter := _LETTER.fullmatch(text)) and not _CHINESE.pattern("no_salutation").search(to_simplified(letter[0])):
        return True
    if _HAN.search(text):
        return _is_chinese(to_simplified(text)) or bool(_JAPANESE_TITLE.fullmatch(text))
    return _is_european(text) or any(pattern.fullmatch(text) for pattern in _OTHERS)


def _ends_openly(text: str) -> bool:
    """Tell whether it is a line of address in Japanese or Korean, where no mark need end it."""
    if text[-1] in "様まん君位方" + _ENDS and _JAPANESE.pattern("salutation").fullmatch(text):
        return True
    if not _HANGUL.search(text[:2]) or not _KOREAN.pattern("salutation").fullmatch(text):
        return False
    return (text[-1] in _ENDS or text.endswith("여러분")) and not _KOREAN.pattern("no_salutation").search(text)


def _is_chinese(text: str) -> bool:
    if not _CHINESE.pattern("salutation_begins").match(text) or _CHINESE.pattern("no_salutation").search(text):
        return False
    parts = [part.strip() for part in re.split("[,，、]", text.rstrip(_ENDS))]
    return all(map(_CHINESE_PART.fullmatch, parts))


def _is_european(text: str) -> bool:
    """Tell whether a line in a language of Europe addresses its hearers or reader."""
    text = _WITHOUT_WHOM.sub("", _WHO.sub("", text) if text.count(",") >= _SEVERAL else text)
    if not _LINE.fullmatch(text) or not _BEGINS.match(text) or _NO_ADDRESS_ALONE.fullmatch(text):
        return False
    if _GREETING_OR_VERB.search(text) or not (_PERSON.search(text) or _DEAR.match(text)):
        return False
    parts = [part.strip() for part in re.split("[,;:!]", text) if part.strip()]
    if all(_is_part(part, len(parts) > 1) for part in parts):
        return True
    sure = (_SURE.match(parts[0]) and _PERSON.search(parts[0])) or _OFFICE.fullmatch(parts[0])
    if not sure or re.search("[;:!].", text):
        return False
    others = any(_PERSON.search(part) or _COURTEOUS.fullmatch(part) for part in parts[1:])
    return others and all(_is_free(part, _FREE_WORDS) for part in parts)


def _is_part(part: str, beside_others: bool) -> bool:
    """Tell whether one part of the line addresses somebody; what stands beside others may say more freely whom."""
    if found := _COURTEOUS.fullmatch(part):
        who, *places = _BELONGING.split(found["rest"], maxsplit=1)
        known = _PERSON.search(part) or _DEAR.match(part)
        return bool(known) and _is_free(who, _FREE_WORDS) and all(_is_free(place, _PLACE_WORDS) for place in places)
    if _is_of_small_words(part):
        return True
    who, *places = _BELONGING.split(part, maxsplit=1)
    person = bool(_PERSON.search(who)) and _is_of_small_words(who)
    return beside_others and person and bool(places) and _is_free(places[0], _PLACE_WORDS)


def _is_of_small_words(part: str) -> bool:
    return all(_SMALL.fullmatch(word) for word in _SMALL_WORD.findall(part))


def _is_free(part: str, most: int) -> bool:
    """Tell whether there are few words but persons and those between them, on each side of an 'and'."""
    return all(sum(not _SMALL.fullmatch(word) for word in side.split()) <= most for side in _AND.split(part))
