"""Who spoke and when, by a note of the editor: before the line of address, or below the speech.

The sentences that announce a speech in set words are in ``editor_intros``; a note here may be worded freely.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from crawler.extraction.byline.dates import moment_spans
from crawler.extraction.speech import titles_europe, titles_ko, titles_ru
from crawler.extraction.speech.labels import read_event
from crawler.extraction.speech.persons_en import Person
from crawler.extraction.speech.salutation import is_salutation
from crawler.extraction.text.normalise_and_measure import SENTENCE_END

_FIRST = 4  # texts among which the hearers are addressed below a note
_MOST_CHARACTERS = 400
_MOST_WORDS = 8  # of a person with the office
_GIVEN = re.compile(
    r"\b(?:delivered|given|gehalten|prononcée?|pronunciad[oa]|proferid[oa]|pronunciat[oa]|tenut[oa]|произнес\w+|произнёс)\b"
    r"|(?:行われた|おける|での).{0,40}(?:全文|要旨|原稿|記録)|(?:에서|한)\s.{0,30}(?:전문|원고|축사|연설)",
    re.IGNORECASE,
)
_BY = re.compile(r"\b(?:von|durch|par|por|pel[oa]|dalla?|dal)\s")
_SENTENCE = re.compile(r"(?:^|[.:]\s)")
_ARTICLE = re.compile(r"\A(?:der|die|das|le|la|el|il|o|a)\s", re.IGNORECASE)
_AT = re.compile(
    r"(?:n[ao]|em|en\s(?:la|el)|nella|nel|alla|lors\sd(?:e\sla|u)|bei\sder|beim|auf\sde[rm])\s", re.IGNORECASE
)
_SECOND_TITLE = re.compile(r",\s(?:professora?|doutora?|doctora?|prof\.|dr\.?)\s(?=[A-ZÀ-Þ])")
_ROLE_TAKEN = re.compile("以(?P<role>[㐀-鿿]{2,16}?)(?:的?)身[份分]")
_KOREAN_PARTICLE = re.compile("(?:께서|[이가은는의])\\Z")


def read_note(texts: Sequence[str]) -> str | None:
    """The note: the sentence before the first line of address, or the last text where it says who held the speech.

    >>> read_note(["Ada Quill opened the pier on 3 May 2018.", "Dear friends,", "Welcome."])
    'Ada Quill opened the pier on 3 May 2018.'
    """
    for before, text in pairwise(texts[:_FIRST]):
        if is_salutation(text):
            return before if _is_note(before) else read_note_below(texts)
    return read_note_below(texts)


def read_note_below(texts: Sequence[str]) -> str | None:
    """The last text where it is a note that says who held the speech, or when.

    >>> read_note_below(["Liebe Gäste,", "Gehalten am 3. Mai 2018 von Eva Kai."])
    'Gehalten am 3. Mai 2018 von Eva Kai.'
    """
    return texts[-1] if len(texts) > 1 and _is_note(texts[-1]) and _GIVEN.search(texts[-1]) else None


def _is_note(text: str) -> bool:
    return len(text) <= _MOST_CHARACTERS and bool(SENTENCE_END.search(text)) and not is_salutation(text)


def day_in_note(note: str) -> str | None:
    """The only day that a note names.

    >>> day_in_note("Gehalten am 3. Mai 2018 in Hameln."), day_in_note("Vom 3. Mai 2018 bis zum 5. Mai 2018.")
    ('2018-05-03', None)
    """
    days = {moment[:10] for moment, _, _ in islice(moment_spans(note), _FIRST)}
    return days.pop() if len(days) == 1 else None


def person_in_note(note: str) -> Person | None:
    """The first person whom a note names with an office.

    >>> person_in_note("Die Vorsitzende Dr. Eva Kai begrüßte hundert Gäste.")
    Person(name='Eva Kai', role='Vorsitzende')
    >>> person_in_note("10월 12일 시상식에서 박나루 나루문화원장이 한 축사를 글로 옮겼습니다.")
    Person(name='박나루', role='나루문화원장')
    """
    if titles_ko.HANGUL.search(note):
        return next(_korean(note), None)
    if titles_ru.CYRILLIC.search(note):
        return next(filter(None, map(titles_ru.read_beginning, re.split(r"(?<=[^\W\d_]{3})\.\s+", note))), None)
    if taken := _ROLE_TAKEN.search(note):
        return Person(None, taken["role"])
    return next(_european(_SECOND_TITLE.sub(", ", note)), None)


def event_in_note(note: str) -> str | None:
    """The event that a part of the note between commas names.

    >>> event_in_note("Discurso proferido pelo reitor, na cerimônia de abertura, em 3 de maio de 2018.")
    'cerimônia de abertura'
    """
    parts = (_AT.match(part) and _AT.sub("", part, count=1) for part in re.split(r",\s", note.rstrip(".")))
    return next(filter(None, (read_event(part) for part in parts if part)), None)


def _korean(note: str) -> Iterator[Person]:
    words = note.split()
    for first in range(len(words)):
        for length in (2, 3, 4):
            person = titles_ko.read_person(_KOREAN_PARTICLE.sub("", " ".join(words[first : first + length])))
            if person and person.name and person.role:
                yield person


def _european(note: str) -> Iterator[Person]:
    for start in (*_BY.finditer(note), *_SENTENCE.finditer(note)):
        words = _ARTICLE.sub("", note[start.end() :], count=1).split()
        for length in range(min(_MOST_WORDS, len(words)), 2, -1):
            person = titles_europe.read_person(" ".join(words[:length]))
            if person and person.name and titles_europe.read_office(person.role or ""):
                yield person
