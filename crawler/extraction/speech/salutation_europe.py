"""Lines of address in the languages of Europe: 'Sehr geehrte Damen und Herren,', 'Madam Chair, dear friends,'.

A line is taken apart at its commas. Each part must be one that addresses somebody: a courteous word with what it
belongs to, a title with a name, or persons; and the line must name persons somewhere, or call them dear. Beside a
part that can be nothing but an address, others may name anybody.
"""

import re

from crawler.extraction.text.word_lists import any_of

_FELLOWS = r"(?<=fellow )[a-z-]+(?:s|men|women|people|folk)"
_PERSONS = f"{any_of('address', 'persons')}|{_FELLOWS}"
_PERSON = re.compile(rf"\b(?:{_PERSONS})\b", re.IGNORECASE)
_COURTESY = any_of("address", "courteous words")
_DEAR = re.compile(
    rf"(?:(?:my|meine)\s+)?{any_of('address', 'dear')}\s+(?!(?:and|und|et|y|e|и|o|à)\s|gr(?:ü|ue)(?:ß|ss)e)",
    re.IGNORECASE,
)
_TITLE = any_of("address", "titles")
_BEGINS = re.compile(rf"(?:and\s+)?(?:{_COURTESY}|{_TITLE}|good\s+people|{_PERSONS})\b", re.IGNORECASE)
_COURTEOUS = re.compile(rf"(?:(?:and|und|et|y|e|и|en)\s+)?(?:(?:{_COURTESY})\s+)+(?P<rest>.+)", re.IGNORECASE)
_SMALL_WORD = re.compile(r"\b[a-zà-ÿœа-яё][\wà-ÿœ]+\b")
_SMALL = re.compile(rf"(?:{_PERSONS}|{_COURTESY}|{any_of('address', 'small words')})", re.IGNORECASE)
_BY_WORD = re.compile(
    r"\s(?:of|from|at|in|near|across|within|aus|von|der|des|de|du|da|do|di|del|della|из|van)\s", re.I
)
_AND = re.compile(r"\s(?:and|und|et|y|e|и|en)\s")
_SURE = re.compile(
    rf"(?:{_COURTESY}|{_TITLE}|ladies|mesdames|excellenc\w+|exzellenz\w*|magnifizenz)\b", re.IGNORECASE
)
_OFFICE = re.compile(f"(?:vice[- ])?{any_of('address', 'offices')}", re.IGNORECASE)
_FREE_WORDS, _PLACE_WORDS = 3, 6
_LINE = re.compile(r"[^\W\d_](?:[\w\s.,;&'’()-]*[^\W_])?\s?[,:!]")
_GREETING = re.compile(rf"\b{any_of('address', 'greetings')}\b", re.IGNORECASE)
_VERB = re.compile(rf"\b{any_of('address', 'verbs')}\b", re.IGNORECASE)
_WITHOUT_WHOM = re.compile(
    r",\s(?:(?:without|to)\s+whom|ohne\s+die|sans\s+(?:qui|lesquels)|sin\s+(?:los\s+|las\s+)?(?:que|quienes)"
    r"|(?:без|у|с|к)\s+котор\w+)\s[^,;:!]+(?=[,:!]\Z)",
    re.IGNORECASE,
)
_WHO = re.compile(r"\s(?:who(?:se)?|(?:и\s)?(?:все\s)?те,\sкто)\s[^,;:!]+(?=[,:!]\Z)", re.IGNORECASE)
_SEVERAL = 2  # commas in a line whose last part may say more of whom it names
_NO_ADDRESS_ALONE = re.compile(f"{any_of('address', 'names alone')}[,:!]", re.IGNORECASE)


def is_address(text: str) -> bool:
    """Whether a line in a language of Europe addresses its hearers or reader.

    >>> is_address("Madam Chair, friends from three continents,"), is_address("Members of the jury met on Monday:")
    (True, False)
    >>> is_address("Members of the crew, colleagues, families who have come all this way:")
    True
    """
    text = _WITHOUT_WHOM.sub("", _WHO.sub("", text) if text.count(",") >= _SEVERAL else text)
    if not _LINE.fullmatch(text) or not _BEGINS.match(text) or _NO_ADDRESS_ALONE.fullmatch(text):
        return False
    if _GREETING.search(text) or _VERB.search(text) or not (_PERSON.search(text) or _DEAR.match(text)):
        return False
    parts = [part.strip() for part in re.split("[,;:!]", text) if part.strip()]
    if all(_is_part(part, len(parts) > 1) for part in parts):
        return True
    sure = (_SURE.match(parts[0]) and _PERSON.search(parts[0])) or _OFFICE.fullmatch(parts[0])
    if (
        not sure
        or re.search("[;:!].", text)
        or not any(_PERSON.search(part) or _COURTEOUS.fullmatch(part) for part in parts[1:])
    ):
        return False
    return all(_is_free(part, _FREE_WORDS) for part in parts)


def _is_part(part: str, beside_others: bool) -> bool:
    """Whether one part of the line addresses somebody; what stands beside others may say more freely whom."""
    if found := _COURTEOUS.fullmatch(part):
        who = _BY_WORD.split(found["rest"], maxsplit=1)
        known = _PERSON.search(part) or _DEAR.match(part)
        return (
            bool(known) and _is_free(who[0], _FREE_WORDS) and all(_is_free(place, _PLACE_WORDS) for place in who[1:])
        )
    if _is_of_small_words(part):
        return True
    who = _BY_WORD.split(part, maxsplit=1)
    person = bool(_PERSON.search(who[0])) and _is_of_small_words(who[0])
    return beside_others and person and len(who) > 1 and _is_free(who[1], _PLACE_WORDS)


def _is_of_small_words(part: str) -> bool:
    return all(_SMALL.fullmatch(word) for word in _SMALL_WORD.findall(part))


def _is_free(part: str, most: int) -> bool:
    """Whether there are few words but persons and those between them, on each side of an 'and'."""
    return all(sum(not _SMALL.fullmatch(word) for word in side.split()) <= most for side in _AND.split(part))
