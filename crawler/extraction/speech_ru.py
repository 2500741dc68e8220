"""The facts of a speech as Russian titles word them, names and offices in the case in which they stand."""

import re

from crawler.extraction.persons_en import Person
from crawler.extraction.speech_en import Facts

CYRILLIC = re.compile("[А-яЁё]")
_FORM = (
    r"(?P<form>(?:(?:Вступительн|Заключительн|Приветственн|Новогодн|Торжественн|Программн|Эксклюзивн|Совместн|Ежегодн)\w{2,3}\s+)?"
    "(?:выступление|речь|слово|обращение|приветствие|заявление|тост|доклад|лекция|послание|интервью|пресс-конференция|брифинг"
    r"|ответы\s+на\s+вопросы|стенограмма\s+выступления))"
)
_ROLE_NOUN = (
    r"(?:министр|президент|премьер|премьер-министр|посл|посол|председател|директор|ректор|мэр|губернатор|секретар|консул|канцлер|глав"
    r"|представител|заместител|корол|королев|профессор|академик|депутат|сенатор|руководител|спикер|декан|архиепископ|патриарх|переводчи|писател|журналист)\w{0,4}"
)
_NAME = r"(?:(?:[А-ЯЁ]\.\s?){1,2}[А-ЯЁ][а-яё-]+|[А-ЯЁ][а-яё-]+(?:\s[А-ЯЁ][а-яё-]+){1,2})"
_PERSON = rf"(?:(?P<role>(?:[\w-]+\s){{0,8}}?(?i:{_ROLE_NOUN})(?:\s[\w-]+){{0,10}}?)\s)?(?P<name>{_NAME})"
_PLACE = r"(?:на|перед|в\s+ходе|во\s+время|по\s+случаю|в\s+рамках|в|во)"
_WHOSE = re.compile(
    rf"(?i:{_FORM})\s+(?:со?\s+)?{_PERSON}(?:\s+(?i:{_PLACE})\s+(?P<occasion>[^,]{{3,150}}))?"
    r"(?:(?:,|\s(?:о|об|по|для|с|и|[а-я]+[еуию]\s«)).*)?"
)
_AT = re.compile(rf"(?i:{_FORM}\s+{_PLACE})\s+(?P<occasion>[^,]{{3,150}})(?:,.*)?")
_PRESS = re.compile("интервью|конференц|брифинг|вопрос", re.IGNORECASE)
_FORM_ALONE = re.compile(_FORM, re.IGNORECASE)


def read_line(line: str, spoken: bool = False) -> Facts | None:
    """What a title says of a speech; None when it is no such line. ``spoken`` as in ``speech_europe.read_line``.

    >>> read_line("Речь президента Ивана Громова на открытии Дома переводчиков")
    Facts(speaker='Ивана Громова', role='президента', occasion='открытии Дома переводчиков', form='Речь')
    """
    line = line.strip(" –—-")
    found = _WHOSE.fullmatch(line)
    if found:
        person = Person(found["name"], found["role"])
        return Facts(*person, None if _PRESS.search(found["form"]) else found["occasion"], found["form"])
    at = _AT.fullmatch(line) if spoken else None
    return Facts(None, None, at["occasion"], at["form"]) if at else None


def read_form(line: str) -> str | None:
    """The form, when the line is nothing else.

    >>> read_form("Вступительное слово"), read_form("Слово за слово")
    ('Вступительное слово', None)
    """
    return line.strip() if _FORM_ALONE.fullmatch(line.strip()) else None
