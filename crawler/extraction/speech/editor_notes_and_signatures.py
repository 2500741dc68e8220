"""Editors' notes before and after a speech, and the signature with which it ends, read for the facts of the speech.

An editor announces a speech in set words ('The following is the full text of …'; the ``intros`` of a language's
file), or tells freely, before the line of address or below the speech, who spoke and when. A signature is a short
line of the person or the day.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice, pairwise
from typing import NamedTuple

from crawler.extraction.byline.dates_and_clock_times import moment_spans
from crawler.extraction.speech import people_in_asian_and_russian_titles as asian_names
from crawler.extraction.speech import people_in_english_and_european_titles as european_names
from crawler.extraction.speech.language_data import LANGUAGES, language
from crawler.extraction.speech.occasion_place_and_day import day_span, read_event
from crawler.extraction.speech.people_in_english_and_european_titles import Person
from crawler.extraction.speech.salutation_and_spoken_text import is_salutation
from crawler.extraction.speech.speaker_lines import read_speaker
from crawler.extraction.text.text_blocks_normalisation_and_links import SENTENCE_END

_FIRST_INTROS = 3  # texts among which an announcement may be
_FIRST_NOTES = 4  # texts among which the hearers are addressed below a note
_DAYS = 3  # that are looked for in a note
_LAST_SIGNED = 4  # texts that may be signature and day, in two languages
_LONGEST_NOTE = 400
_LONGEST_SIGNATURE = 60
_MOST_WORDS = 8  # of a person with the office
_CHINESE = language("zh")
_pattern = language("shared").pattern


class Intro(NamedTuple):
    """An editor's sentence that announces a speech, and what it says of it: in the words of a title, without
    the day.
    """

    sentence: str
    says: str


def find_intros(texts: Sequence[str]) -> Iterator[Intro]:
    """Yield the editor's sentences among an article's first texts that announce a speech.

    >>> [intro.says for intro in find_intros(["以下是顾南星3月5日在渡口论坛上的致辞全文:"])]
    ['顾南星在渡口论坛上的致辞']
    >>> [intro.says for intro in find_intros(["Ada Quill gave the following speech at the pier."])]
    ['Speech by Ada Quill at the pier']
    """
    for text in texts[:_FIRST_INTROS]:
        if len(text) <= _LONGEST_NOTE and (says := _says(text.strip())):
            yield Intro(text, says)


@lru_cache(maxsize=64)  # the title and the first texts are asked for several facts
def _says(text: str) -> str | None:
    """Return what an editor's text says of the speech, where it announces one."""
    if (noted := _CHINESE.pattern("noted").fullmatch(text)) and (told := _narrated(f"。{noted['note']}")):
        return told
    for own in filter(lambda own: own.writes(text), map(language, LANGUAGES)):
        found = next(filter(None, (one.fullmatch(text) for one in own.patterns("intros"))), None)
        if not found:
            continue
        if "who" in found.groupdict():
            return f"{found['form'].capitalize()} {own.entry('by', '')} {found['who']}{found['rest'] or ''}"
        what = _pattern("relative_clause").sub(r"\1 von ", _pattern("day_within").sub("", found["what"]))
        return what[:1].upper() + what[1:]
    return None


def _narrated(note: str) -> str | None:
    """Return what an editor's Chinese note tells of the event and of who spoke there."""
    gave, held = _CHINESE.pattern("gave").search(note), _CHINESE.pattern("held").search(note)
    if not gave:
        return None
    at = f"在{held['event'] or held['hosted']}上" if held else ""
    return f"{gave['who']}{at}的{gave['form']}"


def read_note(texts: Sequence[str]) -> str | None:
    """Find the editor's note on a speech: the sentence before the first line of address, or the last text if it says
    who spoke.

    >>> read_note(["Ada Quill opened the pier on 3 May 2018.", "Dear friends,", "Welcome."])
    'Ada Quill opened the pier on 3 May 2018.'
    """
    for before, text in pairwise(texts[:_FIRST_NOTES]):
        if is_salutation(text):
            return before if _is_note(before) else read_note_below(texts)
    return read_note_below(texts)


def read_note_below(texts: Sequence[str]) -> str | None:
    """Find the editor's note below a speech: the last text where it says who held the speech, or when.

    >>> read_note_below(["Liebe Gäste,", "Gehalten am 3. Mai 2018 von Eva Kai."])
    'Gehalten am 3. Mai 2018 von Eva Kai.'
    """
    return texts[-1] if len(texts) > 1 and _is_note(texts[-1]) and _pattern("delivery").search(texts[-1]) else None


def _is_note(text: str) -> bool:
    return len(text) <= _LONGEST_NOTE and bool(SENTENCE_END.search(text)) and not is_salutation(text)


def day_in_note(note: str) -> str | None:
    """Return the only day that an editor's note on a speech names.

    >>> day_in_note("Gehalten am 3. Mai 2018 in Hameln."), day_in_note("Vom 3. Mai 2018 bis zum 5. Mai 2018.")
    ('2018-05-03', None)
    """
    days = {moment[:10] for moment, _, _ in islice(moment_spans(note), _DAYS)}
    return days.pop() if len(days) == 1 else None


def person_in_note(note: str) -> Person | None:
    """Return the first person whom an editor's note on a speech names with an office.

    >>> person_in_note("Die Vorsitzende Dr. Eva Kai begrüßte hundert Gäste.")
    Person(name='Eva Kai', role='Vorsitzende')
    >>> person_in_note("10월 12일 시상식에서 박나루 나루문화원장이 한 축사를 글로 옮겼습니다.")
    Person(name='박나루', role='나루문화원장')
    """
    if asian_names.KOREAN.pattern("letters").search(note):
        return next(_korean_persons(note), None)
    if asian_names.RUSSIAN.pattern("letters").search(note):
        return next(filter(None, map(asian_names.read_beginning, re.split(r"(?<=[^\W\d_]{3})\.\s+", note))), None)
    if taken := _CHINESE.pattern("role_taken").search(note):
        return Person(None, taken["role"])
    return next(_european_persons(_pattern("second_title").sub(", ", note)), None)


def event_in_note(note: str) -> str | None:
    """Return the event of a speech that a part of the editor's note between commas names.

    >>> event_in_note("Discurso proferido pelo reitor, na cerimônia de abertura, em 3 de maio de 2018.")
    'cerimônia de abertura'
    """
    starts = filter(None, map(_pattern("at_an_event_before").match, re.split(r",\s", note.rstrip("."))))
    return next(filter(None, (read_event(start.string[start.end() :]) for start in starts)), None)


def _korean_persons(note: str) -> Iterator[Person]:
    words = note.split()
    for first in range(len(words)):
        for length in (2, 3, 4):
            text = asian_names.KOREAN.pattern("particle_in_note").sub("", " ".join(words[first : first + length]))
            person = asian_names.person_by_pattern(text, asian_names.KOREAN)
            if person and person.name and person.role:
                yield person


def _european_persons(note: str) -> Iterator[Person]:
    for start in (*_pattern("by_whom_before").finditer(note), *_pattern("beginning_of_a_sentence").finditer(note)):
        words = _pattern("article_before").sub("", note[start.end() :], count=1).split()
        for length in range(min(_MOST_WORDS, len(words)), 2, -1):
            person = european_names.european_person(" ".join(words[:length]))
            if person and person.name and european_names.european_office(person.role or ""):
                yield person


def read_signature(texts: Sequence[str]) -> Person | None:
    """Return the speaker who signs in a line below the speech.

    >>> read_signature(["各位来宾:", "谢谢大家!", "青柳市市长 顾南星", "2018年5月3日"])
    Person(name='顾南星', role='青柳市市长')
    """
    lines = (line for line in _signatures(texts) if not day_span(line))
    return next(filter(None, map(read_speaker, lines)), None)


def read_day_signed(texts: Sequence[str]) -> str | None:
    """Return the day of the speech in a line below it that has nothing else.

    >>> read_day_signed(["各位来宾:", "谢谢大家!", "2018年5月3日"]), read_day_signed(["多谢!", "2018年5月3日开会"])
    ('2018-05-03', None)
    """
    for line in _signatures(texts):
        found = day_span(line)
        if found and not (line[: found[1]] + line[found[2] :]).strip(" ()（）.,"):
            return found[0]
    return None


def _signatures(texts: Sequence[str]) -> Iterator[str]:
    """Yield the short lines among a speech's last texts, which may be its signature, the last first."""
    last = reversed(texts[1:][-_LAST_SIGNED:])
    short = (text.strip() for text in last if len(text) <= _LONGEST_SIGNATURE)
    return (line for line in short if day_span(line) or not SENTENCE_END.search(line))
