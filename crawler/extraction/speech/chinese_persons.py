"""People as Chinese titles name them: a name, and a role before or after it, or both."""

import re
from collections.abc import Iterator

from crawler.extraction.language.chinese_characters import to_simplified
from crawler.extraction.speech.languages import language, word_list, words
from crawler.extraction.speech.persons import Person

FRAME = " \t　–—―-─－·:：《》“”\"'〉〈"
"""What stands around a name or a title and is no part of it."""

_CHINESE = language("zh")
_ROLE = f"(?:{'|'.join(sorted(word_list('offices', 'zh'), key=len, reverse=True))})"
_ENDS_IN_ROLE = re.compile(f".*{_ROLE}")
_ROLE_ALONE = re.compile(f"(?:(?:副|前|国务|部长|常务|执行){{0,2}}{_ROLE}[兼、]?){{1,3}}")
_LAST_ROLE = re.compile(rf"(?:副|助理|前)?{_ROLE}\Z")
_STYLED = re.compile("(.{2,4}?)(?:先生|女士|小姐|博士|教授|院士|同志|老师)")
_PARTED_NAME = re.compile(f"(?P<surname>[㐀-鿿])(?P<role>副?{_ROLE})(?P<given>[㐀-鿿]{{2}})")
"""'颜院长立人', as Taiwan's offices write a name."""
_COURTESY = frozenset(("先生", "女士", "同志", "老师"))

_SURNAMES = frozenset("".join(word_list("surnames", "zh")))
_SURNAMES_AND_WORDS = frozenset("".join(word_list("surnames_that_begin_words", "zh")))
"""Surnames that begin many words too: a name of theirs is one of three characters beside an office."""
_WORD = re.compile(words("words_like_names"))
_DOUBLE_SURNAME = re.compile(words("double_surnames"))
_TRANSLITERATED = re.compile(f"[{''.join(word_list('characters_of_foreign_names', 'zh'))}]{{2,7}}")
_COUNTRY = re.compile(words("countries"))
_BODY = _CHINESE.pattern("body")
_HAN_ONLY = re.compile("[㐀-鿿]+")
_DOTTED = re.compile("[㐀-鿿A-Za-z]{1,12}(?:[·•・‧∙．.][㐀-鿿A-Za-z]{1,12}){1,4}")
_NO_NAME = re.compile(words("no_name"))


def read_person(text: str) -> Person | None:
    """Name and role of one person, in either order; None when there is no name.

    >>> read_person("驻英国大使刘晓明"), read_person("王毅部长")
    (Person(name='刘晓明', role='驻英国大使'), Person(name='王毅', role='部长'))
    """
    simplified = to_simplified(text)
    person = person_in(simplified)
    return Person(*(as_written(part, simplified, text) for part in person)) if person else None


def read_role(text: str) -> str | None:
    """The role, when the line is nothing else.

    >>> read_role("中华人民共和国主席"), read_role("王毅部长")
    ('中华人民共和国主席', None)
    """
    return text.strip(FRAME) if role_in(to_simplified(text.strip(FRAME))) else None


def role_in(text: str) -> str | None:
    """The role, when a text in simplified writing is nothing else."""
    return text if _ENDS_IN_ROLE.fullmatch(text) and not person_in(text) else None


def role_ends(text: str) -> list[int]:
    """Where the names of offices end in a text in simplified writing, in order.

    >>> role_ends("联合国秘书长世界水日")
    [6]
    """
    return [found.end() for found in re.finditer(_ROLE, text)]


def as_written(part: str | None, simplified: str, line: str) -> str | None:
    """A part of the simplified line as the line itself writes it."""
    if not part:
        return part
    if (start := simplified.find(part)) >= 0:
        return line[start : start + len(part)]
    if spaced := re.search(r"\s?".join(map(re.escape, part)), simplified):
        return line[spaced.start() : spaced.end()]
    return "".join(line[at] if (at := simplified.find(one)) >= 0 else one for one in part)


def person_in(text: str) -> Person | None:
    """Name and role of one person, in a text in simplified writing."""
    parts = text.strip(FRAME).removesuffix("阁下").split()
    if len(parts) == 2:
        return _two_parts(*parts)
    return _joined("".join(parts))


def person_or_role(text: str) -> Person | None:
    """Return an office alone, or who is named, in a text in simplified writing."""
    role = role_in(text)
    return Person(None, role) if role else person_in(text)


def person_asked(text: str) -> Person | None:
    """Return who was asked, in simplified writing: not somebody of whom only a profession is known.

    >>> person_asked("青年译员"), person_asked("译员王毅")
    (None, Person(name='王毅', role='译员'))
    """
    person = person_or_role(text)
    unknown = person and not person.name and _CHINESE.pattern("profession").search(person.role or "")
    return None if unknown else person


def chinese_splits(said: str) -> list[tuple[str, str]]:
    """Divide who from the occasion with nothing between them, after each office and after what may be a name.

    Where a division leaves a name, those without one are left out.

    >>> chinese_splits("联合国秘书长国际翻译日")
    [('联合国秘书长', '国际翻译日')]
    """
    offices = role_ends(said)
    ends = (*(office + length for office in offices for length in range(2, 8)), *offices, 3, 2, 4)
    begins, event = _CHINESE.pattern("event_begins"), _CHINESE.pattern("event_after_office")
    splits = [(said[:end], said[end:]) for end in ends if end in offices or begins.match(said, end)]
    splits = [(who, rest) for who, rest in splits if event.fullmatch(rest) and not _BODY.match(rest)]
    return [split for split in splits if person_in(split[0])] or splits


def _two_parts(first: str, second: str) -> Person | None:
    """'外交部长 王毅', '王毅 外交部长', or a name with a space in it."""
    if _ENDS_IN_ROLE.fullmatch(first):
        second = _unstyled(second)
    if _ENDS_IN_ROLE.fullmatch(first) and _is_name(second):
        return Person(second, first)
    if _is_bare_name(first) and _ENDS_IN_ROLE.fullmatch(second):
        return Person(first, second)
    return _joined(first + second)


def _unstyled(name: str) -> str:
    """A name that stands after an office, without the courtesy or degree behind it."""
    styled = _STYLED.fullmatch(name)
    return styled[1] if styled and _is_bare_name(styled[1]) else name


def _joined(text: str) -> Person | None:
    role = _ENDS_IN_ROLE.match(text)
    if not role:
        return Person(text, None) if _is_bare_name(text) else None
    name = text[role.end() :]
    if (parted := _PARTED_NAME.fullmatch(text)) and parted["surname"] in _SURNAMES | _SURNAMES_AND_WORDS:
        return Person(parted["surname"] + parted["given"], parted["role"])
    if name:
        name = _unstyled(name)
        return Person(name, role[0]) if _is_name(name) else None
    return next(_role_last(text), None)


def _role_last(text: str) -> Iterator[Person]:
    """A name with a role after it, perhaps one before it too: '王毅部长', '常驻联合国代表张军大使'."""
    for length in (2, 3, 4):
        role = text[length:]
        if _is_name_before(text[:length]) and _ROLE_ALONE.fullmatch(role):
            yield Person(text[:length], None if role in _COURTESY else role)
    last = _LAST_ROLE.search(text)
    before = text[: last.start()] if last else ""
    inner = _joined(before) if before else None
    if last and inner:
        yield inner if inner.role or last[0] in _COURTESY else Person(inner.name, last[0])


def _is_name(text: str) -> bool:
    """Whether the characters after a role can be a name."""
    if _NO_NAME.search(text):
        return False
    if _DOTTED.fullmatch(text) or _is_bare_name(text):
        return True
    return 2 <= len(text) <= 5 and bool(_HAN_ONLY.fullmatch(text))


def _is_name_before(text: str) -> bool:
    """Whether the characters before an office are a name."""
    if _is_bare_name(text):
        return True
    rare = len(text) == 3 and text[0] in _SURNAMES_AND_WORDS and bool(_HAN_ONLY.fullmatch(text))
    return rare and not (_NO_NAME.search(text) or _WORD.match(text) or _ENDS_IN_ROLE.fullmatch(text))


def _is_bare_name(text: str) -> bool:
    """Whether the characters are a name by themselves: of a Chinese form, or one from abroad in Chinese sounds."""
    if _NO_NAME.search(text) or _COUNTRY.fullmatch(text) or _WORD.fullmatch(text) or not text:
        return False
    if _DOTTED.fullmatch(text):
        return True
    if not _HAN_ONLY.fullmatch(text):
        return False
    if _DOUBLE_SURNAME.match(text) and len(text) in (3, 4):
        return True
    return (text[0] in _SURNAMES and len(text) in (2, 3)) or bool(_TRANSLITERATED.fullmatch(text))
