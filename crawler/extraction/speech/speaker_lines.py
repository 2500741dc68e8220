"""Lines that name who speaks: 'Ottilie Crane | Director of Ferry House', '主讲人:青柳市市长 顾南星'."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from crawler.extraction.speech import chinese_persons, english_persons
from crawler.extraction.speech.languages import language, words
from crawler.extraction.speech.occasion_and_day import GIVEN_BY, is_labelled_occasion
from crawler.extraction.speech.persons import (
    JAPANESE,
    KOREAN,
    Person,
    european_office,
    european_person,
    is_degree,
    person_by_pattern,
    spaced_language,
)
from crawler.extraction.text.normalise_and_measure import SENTENCE_END, is_wide, narrow

_pattern = language("shared").pattern
_PARTED = (
    re.compile(r"(?P<first>[^|｜/()（）]{2,80}?)\s*[|｜/]\s*(?P<second>[^|｜/]{2,100})"),
    re.compile(r"(?P<first>[^()（）]{2,80}?)\s+[–—-]\s+(?P<second>.{2,100})"),
    re.compile(r"(?P<first>[^()（）]{2,80}?)\s*[(（](?P<second>[^()（）]{2,100})[)）]"),
)
"""What is said of a person behind the name: no clause, and no place or day."""
_MAX = 100  # characters
_ENGLISH_WHO_WRITE = re.compile(words("who_write", "en"), re.IGNORECASE)


def without_label(line: str) -> str:
    """Return the line without what announces the speaker.

    >>> without_label("Speaker: Ottilie Crane"), without_label("主讲人:顾南星")
    ('Ottilie Crane', '顾南星')
    """
    found = _pattern("label_of_a_speaker").match(line)
    return line[found.end() :].strip() if found else line


def announces_speaker(line: str) -> bool:
    """Tell whether the line announces the speaker.

    >>> announces_speaker("Speaker: Ottilie Crane"), announces_speaker("By Ottilie Crane")
    (True, False)
    """
    found = _pattern("label_of_a_speaker").match(line)
    return bool(found and found[0].rstrip().endswith((":", "：")))


def read_speaker(line: str, spoken: bool = False) -> Person | None:
    """Return name and role of a line of the speaker alone; None for another line, such as a heading or a place.

    ``spoken`` says that the line stands beside a speech, so that what is said of a person there is the role.

    >>> read_speaker("顾南星(青柳市翻译协会会长)")
    Person(name='顾南星', role='青柳市翻译协会会长')
    >>> read_speaker("Peaceful Development"), read_speaker("English"), read_speaker("Ada Quill, keeper of the light")
    (None, None, None)
    >>> read_speaker("Ada Quill, keeper of the light", spoken=True)
    Person(name='Ada Quill', role='keeper of the light')
    """
    labelled = without_label(_unwrapped(line))
    own = _pattern("relation_before").sub("", labelled, count=1)
    if not own or is_no_speaker(own):
        return None
    person = next(filter(None, _readings(own, spoken, labelled != _unwrapped(line))), None)
    return person if person and not is_no_speaker(person.name or "") else None


def read_role(line: str) -> str | None:
    """Return the role, when the line is nothing else, perhaps in brackets.

    >>> read_role("(青柳市市长)"), read_role("директор музея"), read_role("Ada Quill")
    ('青柳市市长', 'директор музея', None)
    """
    bare = _unwrapped(line)
    if own := spaced_language(bare):
        person = person_by_pattern(bare, own)
    elif _pattern("han").search(bare):
        return chinese_persons.read_role(bare)
    else:
        person = Person(None, english_persons.read_role(bare)) if bare[:1].isupper() else european_office(bare)
    return person.role if person and not person.name else None


def _unwrapped(line: str) -> str:
    """Return the line without brackets that stand around the whole of it."""
    found = _pattern("in_brackets").fullmatch(line.strip())
    return found[1].strip() if found else line.strip()


def is_no_speaker(text: str) -> bool:
    """Tell whether it is the name of a language or of a part of the page, as heads of tables are.

    >>> is_no_speaker("English"), is_no_speaker("中文")
    (True, True)
    """
    return bool(_pattern("not_a_speaker").fullmatch(text.strip()))


def _readings(line: str, spoken: bool, labelled: bool) -> Iterator[Person | None]:
    parted = next(filter(None, (pattern.fullmatch(line) for pattern in _PARTED)), None)
    whole = f"{parted['first']}, {parted['second']}" if parted else line
    if own := spaced_language(line):
        yield _named(person_by_pattern(whole, own)) or _named(person_by_pattern(whole.replace(",", ""), own))
        alone = (spoken or labelled) and own.pattern("name_alone").fullmatch(line)
        yield Person(line, None) if alone else None
    elif _pattern("han").search(line):
        parted = parted or _pattern("chinese_name_and_office").fullmatch(line)
        spaced = f"{parted['first']} {parted['second']}" if parted else line
        yield chinese_persons.read_person(spaced)
        japanese = _named(person_by_pattern(spaced, JAPANESE))
        yield japanese if japanese and japanese.role else None
    else:
        english = _sure(english_persons.read_person(whole), spoken, labelled)
        sure = english and english_persons.names_role(english.role or "") and not is_degree(english.role or "")
        yield english if sure else None
        european = european_person(line) or european_person(whole)
        yield european if european and european.role else None
        yield english
        yield european


def _named(person: Person | None) -> Person | None:
    return person if person and person.name else None


def _sure(person: Person | None, spoken: bool, labelled: bool) -> Person | None:
    """Return the person, unless the role is none or the name is made of common words."""
    if not person or not person.name:
        return None
    if person.role:
        role = person.role.removesuffix(" Prof.")
        if english_persons.names_role(role):
            return Person(person.name, role)
        role = role if spoken and _pattern("said_of_a_person").fullmatch(role) else ""
        is_name = english_persons.is_sure_name(person.name) and len(person.name.split()) < 5
        return Person(person.name, role or None) if (role or labelled) and is_name else None
    return person if english_persons.is_sure_name(person.name) else None


def is_speaker_line(text: str) -> bool:
    """Tell whether a line is only a person's name with an office, not that of one who writes or translates.

    >>> is_speaker_line("石桥镇副镇长 祝大海"), is_speaker_line("by John Marsh, Director of Stone Bridge")
    (True, True)
    >>> is_speaker_line("John Marsh"), is_speaker_line("by John Marsh, Staff Writer")
    (False, False)
    """
    return len(text) <= _MAX and _names_speaker(text)


@lru_cache(maxsize=512)  # asked for the byline and for the text
def _names_speaker(text: str) -> bool:
    plain = narrow(text)
    if SENTENCE_END.search(plain) or re.search(r"[\d:|]", plain):
        return False
    if is_wide(text) and not KOREAN.pattern("letters").search(text):
        return _is_chinese_speaker(text) or _is_speaker_elsewhere(text)
    return _is_other_speaker(text) or _is_speaker_elsewhere(text)


def is_of_speaker(texts: Sequence[str], n: int) -> bool:
    """Tell whether line ``n`` of those from the title on says who speaks or when, and is none of the page's byline.

    >>> is_of_speaker(["Address", "Speaker: Ada Quill", "Date: 3 May 2018"], 2)
    True
    """
    text = texts[n]
    if is_speaker_line(text) or is_labelled_occasion(text) or GIVEN_BY.search(text[:_MAX]):
        return True
    return any(map(announces_speaker, texts[n - 1 : n + 1]))


def _is_chinese_speaker(text: str) -> bool:
    bare = narrow(text).strip(" ()")
    person = chinese_persons.read_person(bare)
    role = person.role if person and person.name else None
    if apart := _pattern("chinese_office_and_name").fullmatch(bare):
        role = role or apart["role"]
    return bool(role and not _pattern("chinese_writer").search(role))


def _is_other_speaker(text: str) -> bool:
    person = english_persons.read_person(_pattern("by_before").sub("", text))
    if not person or not person.name or not person.role or len(person.name.split()) < 2:
        return False
    if "," in text and text.partition(",")[0].rstrip().endswith(person.name) is False:
        return False  # an office, then the place of it
    office = _pattern("after_an_office").split(person.role, maxsplit=1)[0]
    return english_persons.read_role(office) is not None and not _ENGLISH_WHO_WRITE.search(person.role)


def _is_speaker_elsewhere(text: str) -> bool:
    """Tell whether a line has name and office in a language besides Chinese and English."""
    first, comma, _ = text.partition(",")
    if comma and english_persons.read_role(first) is not None:
        return False  # an office, then the place of it
    person = read_speaker(text)
    return bool(person and person.name and person.role) and not _pattern("writer").search(text)


def is_name_and_office(name: str, office: str) -> bool:
    """Tell whether two lines are a name and, below it, the office of the person.

    >>> is_name_and_office("John Marsh", "Director, Stone Bridge Tea Works"), is_name_and_office("石桥镇", "欢迎您")
    (True, False)
    """
    if is_wide(name):
        return len(name) <= 12 and is_speaker_line(f"{office} {name}")
    person = english_persons.read_person(name)
    return bool(person and person.name and not person.role) and is_speaker_line(f"{name}, {office}")
