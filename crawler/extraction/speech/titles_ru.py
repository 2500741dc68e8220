"""The facts of a speech as Russian titles word them, names and offices in the case in which they stand."""

import re

from crawler.extraction.speech.persons_en import Person
from crawler.extraction.speech.titles_en import Facts
from crawler.extraction.text.word_lists import any_of

CYRILLIC = re.compile("[А-яЁё]")
_FORM = rf"(?P<form>(?:{any_of('speech', 'form kinds.ru')}\w{{2,3}}\s+)?{any_of('speech', 'forms.ru')})"
_ROLE_NOUN = rf"{any_of('speech', 'offices.ru')}\w{{0,4}}"
_NAME = (
    r"(?:(?:[А-ЯЁ]\.\s?){1,2}[А-ЯЁ][а-яё-]+(?:-[А-ЯЁ][а-яё]+)?"
    r"|[А-ЯЁ][а-яё]+(?:\s[А-ЯЁ][а-яё]+(?:вич|вн|ич|ичн)(?:а|у|ем|ой|ы|е)?(?=\s))?\s[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
    r"(?:\s[А-ЯЁ][а-яё]+(?:вич|вна)(?!\w))?)"
)
_NAME_ALONE = re.compile(_NAME)
_PERSON = rf"(?:(?P<role>(?:[\w-]+\s){{0,8}}?(?i:{_ROLE_NOUN})(?:\s[\w«»\"-]+){{0,10}}?)\s)?(?P<name>{_NAME})"
_OFFICE = rf"(?P<role>(?:[а-яё-]+\s){{0,3}}(?i:{_ROLE_NOUN})(?:\s(?!на\b|перед\b|в\b|во\b|по\b|к\b)[\w«»-]+){{0,5}})"
_OFFICE_ALONE = re.compile(_OFFICE)
_PLACE = any_of("speech", "before an event.ru")
_REST = rf"(?:\s+(?i:{_PLACE})\s+(?P<occasion>[^,]{{3,150}}))?(?:(?:,|\s(?:о|об|по|для|с|ко?|и|[а-я]+[еуию]\s«)).*)?"
_WHOSE = re.compile(
    rf"(?i:{_FORM})\s+(?:со?\s+)?{_PERSON}(?:,\s+(?P<office>(?:[\w-]+\s){{0,3}}(?i:{_ROLE_NOUN})[^,]*),?)?{_REST}"
)
_WHOSE_OFFICE = re.compile(
    rf"(?i:{_FORM})\s+{_OFFICE}(?:\s+(?i:{_PLACE})\s+(?P<occasion>[^,]{{3,150}}))?(?:\s(?:ко?|о|об)\s.*)?"
)
_BEFORE = re.compile(rf"{_PERSON}(?:,\s+(?P<office>[^.,:]{{3,80}}))?(?:\.|:|\s[–—-])\s+(?P<rest>.+)")
_AT = re.compile(rf"(?i:{_FORM}\s+{_PLACE})\s+(?P<occasion>[^,]{{3,150}})(?:,.*)?")
_BEGINNING = re.compile(rf"{_PERSON},?\s+[а-яё]")
_LINE_PERSONS = (
    re.compile(rf"(?P<name>{_NAME})(?:,|\s[–—-])\s+(?P<role>[^.!?]*?(?i:\b{_ROLE_NOUN}).*)"),
    re.compile(rf"{_PERSON}(?:\s+(?i:{_PLACE})\s.*)?"),
)
_PRESS = re.compile("интервью|конференц|брифинг|вопрос", re.IGNORECASE)
_FORM_ALONE = re.compile(_FORM, re.IGNORECASE)
_FOR_SOMEBODY = re.compile(rf"{_FORM}\s+(?:ко?|памяти|в\s+память|о|об|над|при)\s.+", re.IGNORECASE)
_SEGMENT = re.compile(r":\s|\s[–—-]\s|[.]\s")


def read_line(line: str, spoken: bool = False) -> Facts | None:
    """What a title says of a speech; None when it is no such line. ``spoken`` as in ``titles_europe.read_line``.

    >>> read_line("Речь президента Ивана Громова на открытии Дома переводчиков")
    Facts(speaker='Ивана Громова', role='президента', occasion='открытии Дома переводчиков', form='Речь')
    """
    line = line.strip(" –—-")
    if found := _WHOSE.fullmatch(line):
        person = Person(found["name"], found["role"] or found["office"])
        return Facts(*person, None if _PRESS.search(found["form"]) else found["occasion"], found["form"])
    return (_read_before(line) or _read_place(line)) if spoken else None


def _read_before(line: str) -> Facts | None:
    """'Иван Громов: речь на открытии': who, and the form after it."""
    found = _BEFORE.fullmatch(line)
    facts = (_read_place(found["rest"]) or _form_only(found["rest"])) if found else None
    if not found or not facts:
        return None
    return facts._replace(speaker=found["name"], role=found["office"] or found["role"])


def _read_place(line: str) -> Facts | None:
    if at := _AT.fullmatch(line):
        return Facts(None, None, at["occasion"], at["form"])
    if office := _WHOSE_OFFICE.fullmatch(line):
        return Facts(None, office["role"], office["occasion"], office["form"])
    return None


def _form_only(line: str) -> Facts | None:
    form = read_form(line)
    return Facts(None, None, None, form) if form else None


def read_form(line: str) -> str | None:
    """The form, when the line or its part beside a dash or a colon is nothing else but for whom it is of.

    >>> read_form("Вступительное слово"), read_form("Слово за слово"), read_form("Слово о друге")
    ('Вступительное слово', None, 'Слово')
    """
    for part in (line.strip(), *_SEGMENT.split(line.strip())):
        found = _FORM_ALONE.fullmatch(part) or _FOR_SOMEBODY.fullmatch(part)
        if found:
            return found["form"]
    return None


def read_beginning(sentence: str) -> Person | None:
    """The office and the name with which a sentence begins, before its verb.

    >>> read_beginning("Главный хранитель музея Анна Речная открывает читальню")
    Person(name='Анна Речная', role='Главный хранитель музея')
    """
    found = _BEGINNING.match(sentence)
    return Person(found["name"], found["role"]) if found and found["role"] else None


def is_name(text: str) -> bool:
    """Whether the text is a name and nothing else."""
    return bool(_NAME_ALONE.fullmatch(text))


def is_office(text: str) -> bool:
    """Whether the text is an office and nothing else."""
    return bool(_OFFICE_ALONE.fullmatch(text))


def read_person(text: str) -> Person | None:
    """Name and role, in either order, in the case in which they stand; None without a role.

    >>> read_person("Николай Орлов, директор библиотеки"), read_person("директор библиотеки Н. Орлов")
    (Person(name='Николай Орлов', role='директор библиотеки'), Person(name='Н. Орлов', role='директор библиотеки'))
    """
    found = next(filter(None, (pattern.fullmatch(text.strip(" ,.")) for pattern in _LINE_PERSONS)), None)
    return Person(found["name"], found["role"]) if found and found["role"] else None
