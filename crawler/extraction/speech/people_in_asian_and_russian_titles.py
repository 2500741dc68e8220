"""Speakers' names and offices in Chinese, Japanese, Korean and Russian.

A Chinese speaker is a name, and a role before or after it, or both.
"""

from collections.abc import Iterator, Sequence

from crawler.extraction.language.writing_systems_and_chinese_characters import as_written, to_simplified
from crawler.extraction.speech.language_data import Language, language
from crawler.extraction.speech.people_in_english_and_european_titles import Person

JAPANESE, KOREAN, RUSSIAN = language("ja"), language("ko"), language("ru")
_MOST_WORDS = 5  # of a Korean person with the office
_FIRST = 4  # texts in which speakers introduce themselves
_SENTENCES = 3  # of each


def person_by_pattern(text: str, own: Language) -> Person | None:
    """Read a speaker's name and role by a pattern of the language, or an office alone.

    >>> person_by_pattern("外務大臣 森川春子", JAPANESE), person_by_pattern("森川春子さん", JAPANESE)
    (Person(name='森川春子', role='外務大臣'), Person(name='森川春子', role=None))
    >>> person_by_pattern("외교부 장관 박지훈", KOREAN), person_by_pattern("항구 포럼", KOREAN)
    (Person(name='박지훈', role='외교부 장관'), None)
    >>> person_by_pattern("Николай Орлов, директор библиотеки", RUSSIAN)
    Person(name='Николай Орлов', role='директор библиотеки')
    """
    text = own.pattern("honorific_after").sub("", text.strip(" ,."))
    text = own.pattern("spaced_name").sub(lambda name: name[0].replace(" ", ""), text)
    for pattern in own.patterns("persons"):
        if (found := pattern.fullmatch(text)) and not own.pattern("no_person").fullmatch(found["name"]):
            return Person(found["name"], None if own.pattern("courtesy").fullmatch(found["role"]) else found["role"])
    return Person(None, text) if own.pattern("office_alone").fullmatch(text) else None


def read_introduction(texts: Sequence[str]) -> Person | None:
    """Return the speaker who says his own name in the first texts of a speech, as Koreans do by custom.

    >>> read_introduction(["반갑습니다. 나루재단 이사장 박지훈입니다."])
    Person(name='박지훈', role='나루재단 이사장')
    >>> read_introduction(["오늘은 바다의 날입니다."])
    """
    sentences = (sentence.strip() for text in texts[:_FIRST] for sentence in text.split(".")[:_SENTENCES])
    found = filter(None, map(KOREAN.pattern("introduction").fullmatch, sentences))
    persons = (person_by_pattern(each[1], KOREAN) for each in found)
    return next((person for person in persons if person and person.name), None)


def read_beginning(sentence: str) -> Person | None:
    """Read the office and the name with which a Russian sentence begins, before its verb.

    >>> read_beginning("Главный хранитель музея Анна Речная открывает читальню")
    Person(name='Анна Речная', role='Главный хранитель музея')
    """
    found = RUSSIAN.pattern("beginning").match(sentence)
    return Person(found["name"], found["role"]) if found else None


def korean_splits(said: str) -> Iterator[tuple[str, str | None]]:
    """Split a Korean speaker at the beginning or the end of a text from the rest, the occasion; long ones first.

    An office without a name is a person only beside an event.
    """
    particle, event = KOREAN.pattern("particle"), KOREAN.pattern("event")
    said = particle.sub("", said)
    words = said.split()
    for length in range(min(_MOST_WORDS, len(words)), 0, -1):
        for own, rest in ((words[:length], words[length:]), (words[-length:], words[:-length])):
            who = particle.sub("", " ".join(own).rstrip(",，"))
            person = person_by_pattern(who, KOREAN)
            beside = event.search(" ".join([*rest[-1:], ""])) or not (rest or event.search(said))
            if person and (person.name or beside):
                yield who, particle.sub("", " ".join(rest)) or None


_CHINESE_FRAME = language("zh").entry("frame", "")
"""What stands around a name or a title and is no part of it."""

_chinese = language("zh").pattern


def read_chinese_person(text: str) -> Person | None:
    """Read a Chinese speaker's name and role, in either order; None when there is no name.

    >>> read_chinese_person("驻英国大使刘晓明"), read_chinese_person("王毅部长")
    (Person(name='刘晓明', role='驻英国大使'), Person(name='王毅', role='部长'))
    """
    simplified = to_simplified(text)
    person = chinese_person_in(simplified)
    return Person(*(as_written(part, simplified, text) for part in person)) if person else None


def read_chinese_role(text: str) -> str | None:
    """Return the role of a Chinese speaker, when the line is nothing else.

    >>> read_chinese_role("中华人民共和国主席"), read_chinese_role("王毅部长")
    ('中华人民共和国主席', None)
    """
    return text.strip(_CHINESE_FRAME) if _chinese_role_in(to_simplified(text.strip(_CHINESE_FRAME))) else None


def _chinese_role_in(text: str) -> str | None:
    """Return the role of a speaker, when a text in simplified writing is nothing else."""
    return text if _chinese("ends_in_role").fullmatch(text) and not chinese_person_in(text) else None


def _chinese_role_ends(text: str) -> list[int]:
    """Return where the names of offices end in a text in simplified writing, in order.

    >>> _chinese_role_ends("联合国秘书长世界水日")
    [6]
    """
    return [found.end() for found in _chinese("role").finditer(text)]


def chinese_person_in(text: str) -> Person | None:
    """Read a Chinese speaker's name and role, in a text in simplified writing."""
    parts = text.strip(_CHINESE_FRAME).removesuffix("阁下").split()
    if len(parts) == 2:
        return _read_two_parts(*parts)
    return _read_joined("".join(parts))


def chinese_person_or_role(text: str) -> Person | None:
    """Return the office alone, or the speaker who is named, in a text in simplified writing."""
    role = _chinese_role_in(text)
    return Person(None, role) if role else chinese_person_in(text)


def chinese_person_asked(text: str) -> Person | None:
    """Return who was interviewed, in simplified writing: not somebody of whom only a profession is known.

    >>> chinese_person_asked("青年译员"), chinese_person_asked("译员王毅")
    (None, Person(name='王毅', role='译员'))
    """
    person = chinese_person_or_role(text)
    unknown = person and not person.name and _chinese("profession").search(person.role or "")
    return None if unknown else person


def chinese_splits(said: str) -> list[tuple[str, str]]:
    """Split the Chinese speaker from an occasion that follows directly, after each office and each possible name.

    Where a division leaves a name, those without one are left out.

    >>> chinese_splits("联合国秘书长国际翻译日")
    [('联合国秘书长', '国际翻译日')]
    """
    offices = _chinese_role_ends(said)
    ends = (*(office + length for office in offices for length in range(2, 8)), *offices, 3, 2, 4)
    begins, event = _chinese("event_begins"), _chinese("event_after_office")
    splits = [(said[:end], said[end:]) for end in ends if end in offices or begins.match(said, end)]
    splits = [(who, rest) for who, rest in splits if event.fullmatch(rest) and not _chinese("body").match(rest)]
    return [split for split in splits if chinese_person_in(split[0])] or splits


def _read_two_parts(first: str, second: str) -> Person | None:
    """Read '外交部长 王毅', '王毅 外交部长', or a name with a space in it."""
    if _chinese("ends_in_role").fullmatch(first):
        second = _unstyled(second)
    if _chinese("ends_in_role").fullmatch(first) and _chinese("name_after_role").fullmatch(second):
        return Person(second, first)
    if _chinese("bare_name").fullmatch(first) and _chinese("ends_in_role").fullmatch(second):
        return Person(first, second)
    return _read_joined(first + second)


def _unstyled(name: str) -> str:
    """Return a Chinese name that stands after an office, without the courtesy or degree behind it."""
    styled = _chinese("styled").fullmatch(name)
    return styled[1] if styled and _chinese("bare_name").fullmatch(styled[1]) else name


def _read_joined(text: str) -> Person | None:
    role = _chinese("ends_in_role").match(text)
    if not role:
        return Person(text, None) if _chinese("bare_name").fullmatch(text) else None
    name = text[role.end() :]
    if parted := _chinese("parted_name").fullmatch(text):  # '颜院长立人', as Taiwan's offices write a name
        return Person(parted["surname"] + parted["given"], parted["role"])
    if name:
        name = _unstyled(name)
        return Person(name, role[0]) if _chinese("name_after_role").fullmatch(name) else None
    return next(_role_last(text), None)


def _role_last(text: str) -> Iterator[Person]:
    """Yield a Chinese name with a role after it, perhaps one before it too: '王毅部长', '常驻联合国代表张军大使'."""
    for length in (2, 3, 4):
        role = text[length:]
        if _chinese("name_before_role").fullmatch(text[:length]) and _chinese("roles_alone").fullmatch(role):
            yield Person(text[:length], None if _chinese("courtesy").fullmatch(role) else role)
    last = _chinese("last_role").search(text)
    before = text[: last.start()] if last else ""
    inner = _read_joined(before) if before else None
    if last and inner:
        yield inner if inner.role or _chinese("courtesy").fullmatch(last[0]) else Person(inner.name, last[0])
