"""People as Chinese titles name them: a name, and a role before or after it, or both."""

import re
from collections.abc import Iterator

from crawler.extraction.language.chinese_characters import to_simplified
from crawler.extraction.speech.languages import language
from crawler.extraction.speech.persons import Person

FRAME = language("zh").entry("frame", "")
"""What stands around a name or a title and is no part of it."""

_pattern = language("zh").pattern


def read_person(text: str) -> Person | None:
    """Return name and role of one person, in either order; None when there is no name.

    >>> read_person("驻英国大使刘晓明"), read_person("王毅部长")
    (Person(name='刘晓明', role='驻英国大使'), Person(name='王毅', role='部长'))
    """
    simplified = to_simplified(text)
    person = person_in(simplified)
    return Person(*(as_written(part, simplified, text) for part in person)) if person else None


def read_role(text: str) -> str | None:
    """Return the role, when the line is nothing else.

    >>> read_role("中华人民共和国主席"), read_role("王毅部长")
    ('中华人民共和国主席', None)
    """
    return text.strip(FRAME) if role_in(to_simplified(text.strip(FRAME))) else None


def role_in(text: str) -> str | None:
    """Return the role, when a text in simplified writing is nothing else."""
    return text if _pattern("ends_in_role").fullmatch(text) and not person_in(text) else None


def role_ends(text: str) -> list[int]:
    """Return where the names of offices end in a text in simplified writing, in order.

    >>> role_ends("联合国秘书长世界水日")
    [6]
    """
    return [found.end() for found in _pattern("role").finditer(text)]


def as_written(part: str | None, simplified: str, line: str) -> str | None:
    """Return a part of the simplified line as the line itself writes it."""
    if not part:
        return part
    if (start := simplified.find(part)) >= 0:
        return line[start : start + len(part)]
    if spaced := re.search(r"\s?".join(map(re.escape, part)), simplified):
        return line[spaced.start() : spaced.end()]
    return "".join(line[at] if (at := simplified.find(one)) >= 0 else one for one in part)


def person_in(text: str) -> Person | None:
    """Return name and role of one person, in a text in simplified writing."""
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
    unknown = person and not person.name and _pattern("profession").search(person.role or "")
    return None if unknown else person


def chinese_splits(said: str) -> list[tuple[str, str]]:
    """Divide the speaker from an occasion that follows directly, after each office and each possible name.

    Where a division leaves a name, those without one are left out.

    >>> chinese_splits("联合国秘书长国际翻译日")
    [('联合国秘书长', '国际翻译日')]
    """
    offices = role_ends(said)
    ends = (*(office + length for office in offices for length in range(2, 8)), *offices, 3, 2, 4)
    begins, event = _pattern("event_begins"), _pattern("event_after_office")
    splits = [(said[:end], said[end:]) for end in ends if end in offices or begins.match(said, end)]
    splits = [(who, rest) for who, rest in splits if event.fullmatch(rest) and not _pattern("body").match(rest)]
    return [split for split in splits if person_in(split[0])] or splits


def _two_parts(first: str, second: str) -> Person | None:
    """Read '外交部长 王毅', '王毅 外交部长', or a name with a space in it."""
    if _pattern("ends_in_role").fullmatch(first):
        second = _unstyled(second)
    if _pattern("ends_in_role").fullmatch(first) and _pattern("name_after_role").fullmatch(second):
        return Person(second, first)
    if _pattern("bare_name").fullmatch(first) and _pattern("ends_in_role").fullmatch(second):
        return Person(first, second)
    return _joined(first + second)


def _unstyled(name: str) -> str:
    """Return a name that stands after an office, without the courtesy or degree behind it."""
    styled = _pattern("styled").fullmatch(name)
    return styled[1] if styled and _pattern("bare_name").fullmatch(styled[1]) else name


def _joined(text: str) -> Person | None:
    role = _pattern("ends_in_role").match(text)
    if not role:
        return Person(text, None) if _pattern("bare_name").fullmatch(text) else None
    name = text[role.end() :]
    if parted := _pattern("parted_name").fullmatch(text):  # '颜院长立人', as Taiwan's offices write a name
        return Person(parted["surname"] + parted["given"], parted["role"])
    if name:
        name = _unstyled(name)
        return Person(name, role[0]) if _pattern("name_after_role").fullmatch(name) else None
    return next(_role_last(text), None)


def _role_last(text: str) -> Iterator[Person]:
    """Yield a name with a role after it, perhaps one before it too: '王毅部长', '常驻联合国代表张军大使'."""
    for length in (2, 3, 4):
        role = text[length:]
        if _pattern("name_before_role").fullmatch(text[:length]) and _pattern("roles_alone").fullmatch(role):
            yield Person(text[:length], None if _pattern("courtesy").fullmatch(role) else role)
    last = _pattern("last_role").search(text)
    before = text[: last.start()] if last else ""
    inner = _joined(before) if before else None
    if last and inner:
        yield inner if inner.role or _pattern("courtesy").fullmatch(last[0]) else Person(inner.name, last[0])
