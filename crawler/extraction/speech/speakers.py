"""Lines below a title that say who speaks: 'Ottilie Crane | Director of Ferry House', '主讲人:青柳市市长 顾南星'."""

import re
from collections.abc import Iterator

from crawler.extraction.speech import persons_en, persons_zh, titles_europe, titles_ja, titles_ko, titles_ru
from crawler.extraction.speech.persons_en import Person
from crawler.extraction.text.word_lists import any_of

_HAN = re.compile("[㐀-鿿]")
_RELATION = re.compile(
    r"(?:(?:长|長|次)?[子女](?:儿|兒)?|儿子|兒子|女[儿兒]|学生|學生|弟子|友人|[挚摯]友|老友|同事|家属|家屬)\s(?=[\u3400-\u9fff]{2,4}\Z)|(?:(?:his|her|their)\s+[a-z]+|(?:son|sa|ses)\s+[a-zéèê]+|(?:sein|ihr)(?:e[mnr]?)?\s+[A-ZÄÖÜ][a-zäöüß]+|su\s+[a-z]+),?\s+(?=[A-ZÀ-Þ])"
)
_LABEL = re.compile(rf"{any_of('speech', 'speaker labels')}\s*", re.IGNORECASE)
_NO_SPEAKER = re.compile(any_of("speech", "no speakers"), re.IGNORECASE)
_PARTED = (
    re.compile(r"(?P<first>[^|｜/()（）]{2,80}?)\s*[|｜/]\s*(?P<second>[^|｜/]{2,100})"),
    re.compile(r"(?P<first>[^()（）]{2,80}?)\s+[–—-]\s+(?P<second>.{2,100})"),
    re.compile(r"(?P<first>[^()（）]{2,80}?)\s*[(（](?P<second>[^()（）]{2,100})[)）]"),
)
_WRAPPED = re.compile(r"[(（\[【]([^()（）\[\]【】]+)[)）\]】]")
_SAID_OF = re.compile(rf"(?!{any_of('speech', 'begins a clause')}\b)[a-zà-ÿ][\w'’-]+(?:,?\s[\w'’.&-]+){{0,9}}")
"""What is said of a person behind the name: no clause, and no place or day."""
_CHINESE_PARTED = re.compile(
    "(?P<first>[㐀-鿿·•]{2,20}|[A-Za-z ]{2,20}?)\\s*[,，、]\\s*(?P<second>[㐀-鿿·•A-Za-z ]{2,60})"
)


def without_label(line: str) -> str:
    """The line without what announces the speaker.

    >>> without_label("Speaker: Ottilie Crane"), without_label("主讲人:顾南星")
    ('Ottilie Crane', '顾南星')
    """
    found = _LABEL.match(line)
    return line[found.end() :].strip() if found else line


def is_labelled(line: str) -> bool:
    """Whether the line announces the speaker.

    >>> is_labelled("Speaker: Ottilie Crane"), is_labelled("By Ottilie Crane")
    (True, False)
    """
    found = _LABEL.match(line)
    return bool(found and found[0].rstrip().endswith((":", "：")))


def read_speaker(line: str, spoken: bool = False) -> Person | None:
    """Name and role of a line that is of the speaker alone; None for another line, such as a heading or a place.

    ``spoken`` says that the line stands beside a speech, so that what is said of a person there is the role.

    >>> read_speaker("顾南星(青柳市翻译协会会长)")
    Person(name='顾南星', role='青柳市翻译协会会长')
    >>> read_speaker("Peaceful Development"), read_speaker("English"), read_speaker("Ada Quill, keeper of the light")
    (None, None, None)
    >>> read_speaker("Ada Quill, keeper of the light", spoken=True)
    Person(name='Ada Quill', role='keeper of the light')
    """
    labelled = without_label(_unwrapped(line))
    own = _RELATION.sub("", labelled, count=1)
    if not own or is_no_speaker(own):
        return None
    person = next(filter(None, _readings(own, spoken, labelled != _unwrapped(line))), None)
    return person if person and not is_no_speaker(person.name or "") else None


def read_role(line: str) -> str | None:
    """The role, when the line is nothing else, perhaps in brackets.

    >>> read_role("(青柳市市长)"), read_role("директор музея"), read_role("Ada Quill")
    ('青柳市市长', 'директор музея', None)
    """
    own = _unwrapped(line)
    if titles_ko.HANGUL.search(own):
        person = titles_ko.read_person(own)
    elif titles_ru.CYRILLIC.search(own):
        person = Person(None, own) if titles_ru.is_office(own) else None
    elif _HAN.search(own):
        return persons_zh.read_role(own)
    else:
        person = Person(None, persons_en.read_role(own)) if own[:1].isupper() else titles_europe.read_office(own)
    return person.role if person and not person.name else None


def _unwrapped(line: str) -> str:
    """The line without brackets that stand around the whole of it."""
    found = _WRAPPED.fullmatch(line.strip())
    return found[1].strip() if found else line.strip()


def is_no_speaker(text: str) -> bool:
    """Whether it is the name of a language or of a part of the page, as heads of tables are.

    >>> is_no_speaker("English"), is_no_speaker("中文")
    (True, True)
    """
    return bool(_NO_SPEAKER.fullmatch(text.strip()))


def _readings(line: str, spoken: bool, labelled: bool) -> Iterator[Person | None]:
    parted = next(filter(None, (pattern.fullmatch(line) for pattern in _PARTED)), None)
    whole = f"{parted['first']}, {parted['second']}" if parted else line
    if titles_ko.HANGUL.search(line):
        person = titles_ko.read_person(whole.replace(",", ""))
        yield person if person and person.name else None
    elif titles_ru.CYRILLIC.search(line):
        yield titles_ru.read_person(whole)
        yield Person(line, None) if (spoken or labelled) and titles_ru.is_name(line) else None
    elif _HAN.search(line):
        parted = parted or _CHINESE_PARTED.fullmatch(line)
        spaced = f"{parted['first']} {parted['second']}" if parted else line
        yield persons_zh.read_person(spaced)
        japanese = titles_ja.read_person(spaced)
        yield japanese if japanese and japanese.name and japanese.role else None
    else:
        english = _sure(persons_en.read_person(whole), spoken, labelled)
        sure = english and persons_en.names_role(english.role or "") and not persons_en.is_degree(english.role or "")
        yield english if sure else None
        european = titles_europe.read_person(line) or titles_europe.read_person(whole)
        yield european if european and european.role else None
        yield english
        yield european


def _sure(person: Person | None, spoken: bool, labelled: bool) -> Person | None:
    """The person, unless the role is none or the name is made of common words."""
    if not person or not person.name:
        return None
    if person.role:
        role = person.role.removesuffix(" Prof.")
        if persons_en.names_role(role):
            return Person(person.name, role)
        role = role if spoken and _SAID_OF.fullmatch(role) else ""
        return Person(person.name, role or None) if (role or labelled) and _is_of_name(person.name) else None
    return person if persons_en.is_sure_name(person.name) else None


def _is_of_name(name: str) -> bool:
    return persons_en.is_sure_name(name) and len(name.split()) < 5
