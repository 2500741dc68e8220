"""Speaker lines of a speech, which name who speaks, and other lines between its title and its text.

A line may give name and role ('Ottilie Crane | Director of Ferry House', '主讲人:青柳市市长 顾南星'), or, with
others below the title, the occasion and by which label.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import takewhile

from crawler.extraction.language.writing_systems_and_chinese_characters import is_wide
from crawler.extraction.speech import occasion_place_and_day
from crawler.extraction.speech import people_in_asian_and_russian_titles as asian_names
from crawler.extraction.speech import people_in_english_and_european_titles as european_names
from crawler.extraction.speech.language_data import language, spaced_language, words
from crawler.extraction.speech.occasion_place_and_day import GIVEN_BY, day_span, is_labelled_occasion
from crawler.extraction.speech.people_in_english_and_european_titles import Person, split_occasion
from crawler.extraction.speech.salutation_and_spoken_text import is_salutation
from crawler.extraction.speech.speech_titles import Facts, read_occasion, read_title
from crawler.extraction.text.text_blocks_normalisation_and_links import SENTENCE_END, narrow
from crawler.extraction.text.word_lists_and_patterns import lazy_pattern

_pattern = language("shared").pattern
_PARTED = (
    lazy_pattern(r"(?P<first>[^|｜/()（）]{2,80}?)\s*[|｜/]\s*(?P<second>[^|｜/]{2,100})"),
    lazy_pattern(r"(?P<first>[^()（）]{2,80}?)\s+[–—-]\s+(?P<second>.{2,100})"),
    lazy_pattern(r"(?P<first>[^()（）]{2,80}?)\s*[(（](?P<second>[^()（）]{2,100})[)）]"),
)
"""What is said of a person behind the name: no clause, and no place or day."""
_MAX = 100  # characters
_ENGLISH_WHO_WRITE = lazy_pattern(words("who_write", "en"), re.IGNORECASE)

_DEGREES = frozenset(("prof", "professor", "dr", "professorin", "教授", "博士", "교수", "박사", "профессор"))


def _without_label(line: str) -> str:
    """Return a speaker line without the label that announces the speaker.

    >>> _without_label("Speaker: Ottilie Crane"), _without_label("主讲人:顾南星")
    ('Ottilie Crane', '顾南星')
    """
    found = _pattern("label_of_a_speaker").match(line)
    return line[found.end() :].strip() if found else line


def announces_speaker(line: str) -> bool:
    """Return whether a line announces the speaker by a label ('主讲人:', 'Speaker:').

    >>> announces_speaker("Speaker: Ottilie Crane"), announces_speaker("By Ottilie Crane")
    (True, False)
    """
    found = _pattern("label_of_a_speaker").match(line)
    return bool(found and found[0].rstrip().endswith((":", "：")))


def read_speaker(line: str, spoken: bool = False) -> Person | None:
    """Read name and role in a line of the speaker alone; None for another line, such as a heading or a place.

    ``spoken`` says that the line stands beside a speech, so that what is said of a person there is the role.

    >>> read_speaker("顾南星(青柳市翻译协会会长)")
    Person(name='顾南星', role='青柳市翻译协会会长')
    >>> read_speaker("Peaceful Development"), read_speaker("English"), read_speaker("Ada Quill, keeper of the light")
    (None, None, None)
    >>> read_speaker("Ada Quill, keeper of the light", spoken=True)
    Person(name='Ada Quill', role='keeper of the light')
    """
    labelled = _without_label(_unwrapped(line))
    own = _pattern("relation_before").sub("", labelled, count=1)
    if not own or _is_no_speaker(own):
        return None
    person = next(filter(None, _readings(own, spoken, labelled != _unwrapped(line))), None)
    return person if person and not _is_no_speaker(person.name or "") else None


def read_role(line: str) -> str | None:
    """Return the speaker's role, when the line is nothing else, perhaps in brackets.

    >>> read_role("(青柳市市长)"), read_role("директор музея"), read_role("Ada Quill")
    ('青柳市市长', 'директор музея', None)
    """
    bare = _unwrapped(line)
    if own := spaced_language(bare):
        person = asian_names.person_by_pattern(bare, own)
    elif _pattern("han").search(bare):
        return asian_names.read_chinese_role(bare)
    else:
        person = (
            Person(None, european_names.read_role(bare))
            if bare[:1].isupper()
            else european_names.european_office(bare)
        )
    return person.role if person and not person.name else None


def _unwrapped(line: str) -> str:
    """Return a speaker line without brackets that stand around the whole of it."""
    found = _pattern("in_brackets").fullmatch(line.strip())
    return found[1].strip() if found else line.strip()


def _is_no_speaker(text: str) -> bool:
    """Return whether a line is the name of a language or of a part of the page, as heads of tables are.

    >>> _is_no_speaker("English"), _is_no_speaker("中文")
    (True, True)
    """
    return bool(_pattern("not_a_speaker").fullmatch(text.strip()))


def _readings(line: str, spoken: bool, labelled: bool) -> Iterator[Person | None]:
    parted = next(filter(None, (pattern.fullmatch(line) for pattern in _PARTED)), None)
    whole = f"{parted['first']}, {parted['second']}" if parted else line
    if own := spaced_language(line):
        yield _named(asian_names.person_by_pattern(whole, own)) or _named(
            asian_names.person_by_pattern(whole.replace(",", ""), own)
        )
        alone = (spoken or labelled) and own.pattern("name_alone").fullmatch(line)
        yield Person(line, None) if alone else None
    elif _pattern("han").search(line):
        parted = parted or _pattern("chinese_name_and_office").fullmatch(line)
        spaced = f"{parted['first']} {parted['second']}" if parted else line
        yield asian_names.read_chinese_person(spaced)
        japanese = _named(asian_names.person_by_pattern(spaced, asian_names.JAPANESE))
        yield japanese if japanese and japanese.role else None
    else:
        english = _sure(european_names.read_person(whole), spoken, labelled)
        sure = english and european_names.names_role(english.role or "") and not _is_degree(english.role or "")
        yield english if sure else None
        european = european_names.european_person(line) or european_names.european_person(whole)
        yield european if european and european.role else None
        yield english
        yield european


def _named(person: Person | None) -> Person | None:
    return person if person and person.name else None


def _sure(person: Person | None, spoken: bool, labelled: bool) -> Person | None:
    """Return the speaker, unless the role is none or the name is made of common words."""
    if not person or not person.name:
        return None
    if person.role:
        role = person.role.removesuffix(" Prof.")
        if european_names.names_role(role):
            return Person(person.name, role)
        role = role if spoken and _pattern("said_of_a_person").fullmatch(role) else ""
        is_name = european_names.is_sure_name(person.name) and len(person.name.split()) < 5
        return Person(person.name, role or None) if (role or labelled) and is_name else None
    return person if european_names.is_sure_name(person.name) else None


def is_speaker_line(text: str) -> bool:
    """Return whether a line is only a person's name with an office, not that of one who writes or translates.

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
    if is_wide(text) and not asian_names.KOREAN.pattern("letters").search(text):
        return _is_chinese_speaker(text) or _is_speaker_elsewhere(text)
    return _is_other_speaker(text) or _is_speaker_elsewhere(text)


def is_of_speaker(texts: Sequence[str], n: int) -> bool:
    """Return whether line ``n`` from the title on says who speaks or when, and is none of the page's byline.

    >>> is_of_speaker(["Address", "Speaker: Ada Quill", "Date: 3 May 2018"], 2)
    True
    """
    text = texts[n]
    if is_speaker_line(text) or is_labelled_occasion(text) or GIVEN_BY.search(text[:_MAX]):
        return True
    return any(map(announces_speaker, texts[n - 1 : n + 1]))


def _is_chinese_speaker(text: str) -> bool:
    bare = narrow(text).strip(" ()")
    person = asian_names.read_chinese_person(bare)
    role = person.role if person and person.name else None
    if apart := _pattern("chinese_office_and_name").fullmatch(bare):
        role = role or apart["role"]
    return bool(role and not _pattern("chinese_writer").search(role))


def _is_other_speaker(text: str) -> bool:
    person = european_names.read_person(_pattern("by_before").sub("", text))
    if not person or not person.name or not person.role or len(person.name.split()) < 2:
        return False
    if "," in text and text.partition(",")[0].rstrip().endswith(person.name) is False:
        return False  # an office, then the place of it
    office = _pattern("after_an_office").split(person.role, maxsplit=1)[0]
    return european_names.read_role(office) is not None and not _ENGLISH_WHO_WRITE.search(person.role)


def _is_speaker_elsewhere(text: str) -> bool:
    """Return whether a speaker line has name and office in a language besides Chinese and English."""
    first, comma, _ = text.partition(",")
    if comma and european_names.read_role(first) is not None:
        return False  # an office, then the place of it
    person = read_speaker(text)
    return bool(person and person.name and person.role) and not _pattern("writer").search(text)


def is_name_and_office(name: str, office: str) -> bool:
    """Return whether two lines of a speech are the speaker's name and, below it, the office.

    >>> is_name_and_office("John Marsh", "Director, Stone Bridge Tea Works"), is_name_and_office("石桥镇", "欢迎您")
    (True, False)
    """
    if is_wide(name):
        return len(name) <= 12 and is_speaker_line(f"{office} {name}")
    person = european_names.read_person(name)
    return bool(person and person.name and not person.role) and is_speaker_line(f"{name}, {office}")


_LINES = 6  # below the title, of which one may name speaker or day
_LONGEST_GIVEN = 300  # characters of a line that begins with 'delivered by' or the like
_LONGEST_LINE = 120
_LONGEST_LABEL = 20
_SENTENCE_ENDS = (".", "。", "!", "！", "?", "？")
_ENGLISH = language("en")


def with_labels(texts: Sequence[str]) -> Iterator[str]:
    """Join a label of speaker, event or day that stands alone in a speech's lines to the text below it.

    >>> list(with_labels(["Speaker:", "Ada Quill", "Dear friends,"]))
    ['Speaker: Ada Quill', 'Dear friends,']
    """
    label = ""
    for text, below in zip(texts, [*texts[1:], ""], strict=False):
        line = f"{label.rstrip(':：')}: {text}" if label else text
        label = line if not label and len(text) <= _LONGEST_LABEL and _is_label(text, below) else ""
        if not label:
            yield line


def _is_label(text: str, below: str) -> bool:
    bare = text.rstrip(":：")
    if re.search("[:：,，]", bare):
        return False
    line = f"{bare}: {below[:_LONGEST_LINE]}"
    return announces_speaker(line) or occasion_place_and_day.is_labelled_occasion(line, plainly=True)


def lines_below_title(texts: Sequence[str]) -> list[str]:
    """Return the short lines between a speech's title and the speech itself, without labelled places and remarks."""
    short = takewhile(lambda text: _is_short(text) and not is_salutation(text), texts[:_LINES])
    return list(filter(None, map(occasion_place_and_day.plain, short)))


def _is_short(text: str) -> bool:
    return len(text) <= (_LONGEST_GIVEN if GIVEN_BY.match(text) else _LONGEST_LINE)


@lru_cache(maxsize=128)  # the same lines are asked of a speech for the text and for its facts
def read_line(line: str, spoken: bool) -> Facts | None:
    """Read what a line says of a speech as titles do, without its day; '(full text)' says that it is spoken."""
    return read_title(
        occasion_place_and_day.without_date(line), spoken or bool(_pattern("full_text_mark").search(line))
    )


def complete(facts: Facts, lines: Sequence[str], spoken: bool) -> Facts:
    """Complete the facts of a speech's title by what the lines below it say of speaker, role and occasion."""
    lines = [line for line in lines if not occasion_place_and_day.is_byline_date(line)]
    lines = [line.rstrip(".。") for line in lines if not line.endswith(_SENTENCE_ENDS) or _is_told(line)]
    for line, following in zip(lines if not facts.speaker else (), [*lines[1:], ""], strict=False):
        said = _line_facts(line, following, spoken)
        if said and said.speaker:
            facts = facts._replace(speaker=said.speaker, role=weightier(said.role, facts.role))
            facts = facts._replace(occasion=facts.occasion or said.occasion, form=facts.form or said.form)
            break
    if facts.speaker:
        role = next(filter(None, map(read_role, lines)), None)
        facts = facts._replace(role=weightier(facts.role, role))
    if not facts.occasion:
        bare = map(occasion_place_and_day.without_date, lines)
        occasions = (read_occasion(line) or occasion_place_and_day.labelled_occasion(line) for line in bare)
        facts = facts._replace(occasion=next(filter(None, occasions), None))
    return facts


def weightier(role: str | None, other: str | None) -> str | None:
    """Choose the role of a speaker among two: the first, unless it is an academic title and the second is an office.

    >>> weightier("Prof.", "Rector of the University"), weightier("Dean", "Professor"), weightier(None, "教授")
    ('Rector of the University', 'Dean', '教授')
    """
    return other if other and (not role or _is_degree(role)) else role


def _is_degree(role: str) -> bool:
    """Return whether a speaker's role is an academic title, which counts only where nothing else is said."""
    return role.lower().rstrip(".") in _DEGREES


def _line_facts(line: str, following: str, spoken: bool) -> Facts | None:
    """Read what a line below a speech's title says: as a title, or of the speaker, or in brackets with where and
    when.

    The line that follows may have the role of somebody whom this one names.
    """
    day = day_span(line) if GIVEN_BY.search(line) else None
    bare = _pattern("place_at_end").sub("", line[: day[1]]) if day else occasion_place_and_day.without_date(line)
    if (said := read_line(bare, spoken)) and said.speaker:
        return said
    if (
        _pattern("at_a_chinese_event").fullmatch(bare)
        and (said := read_line(f"{bare}的讲话", spoken))
        and said.speaker
    ):
        return said._replace(form=None)
    who, occasion = _split(bare)
    who = _pattern("clause_of_place").sub("", who) if _is_told(line) else who
    parts = re.split("[,，;；]", who.strip("()（）. ")) if line.startswith(("(", "（")) else []
    person = next(filter(None, (read_speaker(part, spoken) for part in [who, *parts])), None)
    if following and "," not in who.rstrip(",") and not (person and person.role):
        joined = read_speaker(f"{who.rstrip(',，')}, {following}", spoken)
        is_of_line = joined and joined.role and joined.name and joined.name in who
        person = joined if is_of_line else person
    return Facts(person.name, person.role, occasion, None) if person else None


def _is_told(line: str) -> bool:
    """Return whether a line, even if it is a sentence, says who speaks."""
    return bool(GIVEN_BY.match(line)) or announces_speaker(line)


def _split(line: str) -> tuple[str, str | None]:
    """Split a line into speaker and occasion: 'Delivered by X at Y', 'X, speaking at Y'."""
    if found := _ENGLISH.pattern("speaking").search(line):
        return line[: found.start()], read_occasion(occasion_place_and_day.without_date(line[found.end() :]))
    return split_occasion(line) if _ENGLISH.pattern("delivered_by").match(line) else (line, None)
