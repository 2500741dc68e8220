"""The facts of a speech as Korean titles word them."""

import re

from crawler.extraction.speech.persons_en import Person
from crawler.extraction.speech.titles_en import Facts
from crawler.extraction.text.word_lists import any_of

HANGUL = re.compile("[가-힣]")
_FORM_WORD = any_of("speech", "forms.ko")
_LINE = re.compile(f"(?:(?P<before>.{{2,100}}?)\\s+)?(?P<form>{_FORM_WORD})")
_TAIL = re.compile(
    "\\s*(?:[(（\\[【](?:전문|전체|발췌|요지|번역문?|한중\\s?대역|한중\\s?대조|국문)[)）\\]】]|전문)\\s*\\Z"
)
_SEGMENT = re.compile("\\s+[-–—|/]\\s+|[:：|]\\s*|[—–]{1,2}")
_ROLE_END = any_of("speech", "offices.ko")
_SURNAME = (
    "[김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민류나진지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금"
    "옥육인맹제모탁국어은편용]"
)
_NAME = f"(?:{_SURNAME}[가-힣]{{1,2}}|(?:남궁|황보|제갈|선우|독고|사공)[가-힣]{{1,2}})"
_NAME = f"(?!{any_of('speech', 'no names.ko')}){_NAME}"
_ROLE = f"(?:[가-힣A-Za-z\\d·]+\\s){{0,3}}?[가-힣A-Za-z·]*(?:{_ROLE_END})"
_PERSON = (
    re.compile(
        "(?P<name>(?!주[한미중일러])[가-힣]{1,6}\\s[가-힣]{2,6})\\s(?P<role>(?:주[한미중일러]\\s[가-힣]+\\s)?(?:대사|총영사|공사))"
    ),
    re.compile("(?P<role>주[한미중일러]\\s[가-힣]+\\s(?:대사|총영사|공사))\\s(?P<name>[가-힣]{1,6}\\s[가-힣]{2,6})"),
    re.compile(f"(?P<name>{_NAME})\\s(?P<role>{_ROLE})(?:님|께서)?"),
    re.compile(f"(?P<role>{_ROLE})\\s(?P<name>{_NAME})"),
    re.compile(f"(?P<role>{_ROLE})(?P<name>(?!))?"),
)
_BRACKETED = re.compile("[\\[【〈<(（]([^\\]】〉>)）]{2,12})[\\]】〉>)）]\\s*(.{2,80})")
_PARTICLE = re.compile(
    "(?:[이가](?=\\Z)|께서|에서의|에서\\s(?:행한|한|발표한|드리는|전하는)|에서|드리는|에\\s대한|의)\\Z"
)
_SPACED_NAME = re.compile(f"(?<=\\s){_SURNAME}\\s[가-힣]\\s[가-힣]\\Z")
_INTRODUCES = re.compile("(?:저는\\s|여러분,?\\s)?(.{4,40}?)\\s?입니다")
_EVENT = re.compile("(?:식|대회|포럼|총회|축제|리셉션|행사)\\s")
_NEWS = re.compile("[,，…]|서\\Z")
_WORDS_AT_MOST = 5  # of a person with the office


def read_line(line: str, spoken: bool = False) -> Facts | None:
    """What a title says of a speech; None when it is no such line. ``spoken`` as in ``titles_europe.read_line``.

    >>> read_line("김민수 시장의 제3회 항구 포럼 개막 축사(전문)")
    Facts(speaker='김민수', role='시장', occasion='제3회 항구 포럼 개막', form='축사')
    """
    line = _TAIL.sub("", line.strip())
    if (marked := _BRACKETED.fullmatch(line)) and (form := _LINE.fullmatch(marked[1])):
        person, occasion = _who_and_where(marked[2])
        return Facts(*(person or Person(None, None)), occasion, form["form"])
    parts = [part.strip() for part in _SEGMENT.split(line) if part.strip()]
    read = (_read_part(part, spoken) for part in dict.fromkeys((line, *reversed(parts))))
    facts = next(filter(None, read), None)
    if facts and not facts.speaker and len(parts) > 1:
        person = next((one for one in map(read_person, parts) if one and one.name), None)
        facts = facts._replace(speaker=person.name, role=person.role) if person else facts
    return facts


def read_form(line: str) -> str | None:
    """The form, when the line or its part before or after a colon or a dash is nothing else.

    >>> read_form("기조연설: 강의 언어"), read_form("연설 번역")
    ('기조연설', None)
    """
    line = _TAIL.sub("", line.strip())
    parts = (_LINE.fullmatch(part.strip()) for part in (line, *_SEGMENT.split(line)))
    return next((found["form"] for found in parts if found and not found["before"]), None)


def read_introduction(text: str) -> Person | None:
    """Who says his own name at the beginning of a speech.

    >>> read_introduction("반갑습니다. 나루재단 이사장 박지훈입니다."), read_introduction("오늘은 바다의 날입니다.")
    (Person(name='박지훈', role='나루재단 이사장'), None)
    """
    for sentence in text.split(".")[:3]:
        found = _INTRODUCES.fullmatch(sentence.strip())
        person = read_person(found[1]) if found else None
        if person and person.name:
            return person
    return None


def _read_part(part: str, spoken: bool) -> Facts | None:
    found = _LINE.fullmatch(part)
    before = _PARTICLE.sub("", found["before"] or "") if found else ""
    if not found or not before or _SEGMENT.search(part):
        return None
    person, occasion = _who_and_where(before)
    if not person:
        occasion = None if before.startswith("고 ") else occasion  # who is mourned
        return Facts(None, None, occasion, found["form"]) if spoken and not _NEWS.search(before) else None
    return None if _NEWS.search(before) and not spoken else Facts(*person, occasion, found["form"])


def _who_and_where(text: str) -> tuple[Person | None, str | None]:
    """The person at the beginning or the end of a text, and what else it says; all of it where no person is."""
    words = text.split()
    for length in range(min(_WORDS_AT_MOST, len(words)), 0, -1):
        for own, rest in ((words[:length], words[length:]), (words[-length:], words[:-length])):
            person = read_person(_PARTICLE.sub("", " ".join(own).rstrip(",，")))
            if person and (
                person.name or _EVENT.search(" ".join([*rest[-1:], ""])) or not (rest or _EVENT.search(text))
            ):
                return person, _PARTICLE.sub("", " ".join(rest)) or None
    return None, text


def read_person(text: str) -> Person | None:
    """Name and role, in either order, or an office alone.

    >>> read_person("외교부 장관 박지훈"), read_person("항구 포럼")
    (Person(name='박지훈', role='외교부 장관'), None)
    """
    text = _SPACED_NAME.sub(lambda name: name[0].replace(" ", ""), text)
    found = next(filter(None, (pattern.fullmatch(text) for pattern in _PERSON)), None)
    return Person(found["name"], found["role"]) if found else None
