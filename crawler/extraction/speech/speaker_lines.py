"""Lines between a title and its text that name who speaks and as what, where and when."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from archive.model.document import Speech
from crawler.extraction.speech import labels, persons_en, persons_zh, speakers, titles_ko
from crawler.extraction.speech.editor_intros import find_intros
from crawler.extraction.speech.facts import find_speech, is_byline_date
from crawler.extraction.speech.spoken_text import is_spoken
from crawler.extraction.text.normalise_and_measure import SENTENCE_END, is_wide, narrow
from crawler.extraction.text.word_lists import any_of

_MAX = 100  # characters
_OF = re.compile(r"\s(?:of|for|to|at|in)\s|,")
_OFFICE_AND_NAME = re.compile(
    rf"(?P<role>[\u3400-\u9fff·、]{{1,30}}{any_of('speech', 'offices before a name')})\s(?P<name>"
    rf"[\u3400-\u9fff]{{2,4}}|[\u3400-\u9fff]{{1,8}}[·•][\u3400-\u9fff]{{1,8}})"
)
_BY = re.compile(r"^by\s+", re.IGNORECASE)
_WRITES = re.compile(r"记者|編輯|(?<!总)编辑|作者|译者|译员|撰稿|通讯员|先生$|女士$|老师$|同志$")
_WRITES_EN = re.compile(
    r"\b(?:editor|writer|author|translator|interpreter|reporter|correspondent|staff)\b", re.IGNORECASE
)

_WRITES_ELSEWHERE = re.compile(any_of("speech", "who write"), re.IGNORECASE)


def is_speaker_line(text: str) -> bool:
    """Whether a line is a person's name with an office and nothing else; not that of one who writes or translates.

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
    if is_wide(text) and not titles_ko.HANGUL.search(text):
        return _is_chinese_speaker(text) or _is_speaker_elsewhere(text)
    return _is_other_speaker(text) or _is_speaker_elsewhere(text)


def is_of_speaker(texts: Sequence[str], n: int) -> bool:
    """Whether line ``n`` of those from the title on says who speaks or when, and is none of the page's byline.

    >>> is_of_speaker(["Address", "Speaker: Ada Quill", "Date: 3 May 2018"], 2)
    True
    """
    text = texts[n]
    if is_speaker_line(text) or labels.is_labelled(text) or labels.GIVEN_BY.search(text[:_MAX]):
        return True
    return any(map(speakers.is_labelled, texts[n - 1 : n + 1]))


def _is_chinese_speaker(text: str) -> bool:
    bare = narrow(text).strip(" ()")
    person = persons_zh.read_person(bare)
    role = person.role if person and person.name else None
    if apart := _OFFICE_AND_NAME.fullmatch(bare):
        role = role or apart["role"]
    return bool(role and not _WRITES.search(role))


def _is_other_speaker(text: str) -> bool:
    person = persons_en.read_person(_BY.sub("", text))
    if not person or not person.name or not person.role or len(person.name.split()) < 2:
        return False
    if "," in text and text.partition(",")[0].rstrip().endswith(person.name) is False:
        return False  # an office, then the place of it
    office = _OF.split(person.role, maxsplit=1)[0]
    return persons_en.read_role(office) is not None and not _WRITES_EN.search(person.role)


def _is_speaker_elsewhere(text: str) -> bool:
    """Whether a line has name and office in a language besides Chinese and English."""
    first, comma, _ = text.partition(",")
    if comma and persons_en.read_role(first) is not None:
        return False  # an office, then the place of it
    person = speakers.read_speaker(text)
    return bool(person and person.name and person.role) and not (
        _WRITES_ELSEWHERE.search(text) or _WRITES_EN.search(text)
    )


def is_name_and_office(name: str, office: str) -> bool:
    """Whether two lines are a name and, below it, the office of the person.

    >>> is_name_and_office("John Marsh", "Director, Stone Bridge Tea Works"), is_name_and_office("石桥镇", "欢迎您")
    (True, False)
    """
    if is_wide(name):
        return len(name) <= 12 and is_speaker_line(f"{office} {name}")
    person = persons_en.read_person(name)
    return bool(person and person.name and not person.role) and is_speaker_line(f"{name}, {office}")


def lines_of_speaker(lines: Sequence[str], title: str, texts: Sequence[str]) -> set[int]:
    """Which of the lines between a title and its texts belong to the speech: who speaks, what it is, where and when.

    >>> sorted(lines_of_speaker(["(2024年3月5日)", "顾南星", "2 comments"], "在年会上的讲话", ["各位来宾:"]))
    [0, 1]
    """
    if not lines:
        return set()
    found = {n for n, line in enumerate(lines) if is_speaker_line(line)}
    for n, (name, office) in enumerate(pairwise(lines)):
        if is_name_and_office(name, office):
            found |= {n, n + 1}
    if not is_spoken(texts) and not find_speech(title, None, texts):
        return found
    said = find_speech(None, None, texts)
    found |= {n for n, line in enumerate(lines) if is_byline_date(line) or _is_of_speech(line, texts, said)}
    found |= {n for n, line in enumerate(lines) if len(line) <= _MAX and speakers.read_role(line)}
    beside = {other for n in found for other in (n - 1, n + 1)}
    for n, (name, office) in enumerate(pairwise(lines)):
        person = speakers.read_speaker(f"{name.rstrip(',，')}, {office}", spoken=True)
        if person and person.role and person.name and person.name in name:
            found |= {n, n + 1}
    beside |= {other for n in found for other in (n - 1, n + 1)}
    named = (n for n in beside if 0 <= n < len(lines) and speakers.read_speaker(lines[n], spoken=True))
    return found | set(named)


def _is_of_speech(line: str, texts: Sequence[str], said: Speech | None) -> bool:
    """Whether a line says more of the speech than the texts, of which ``said`` are the facts, say themselves."""
    if any(find_intros([line])):
        return True
    if len(line) <= _MAX and (labels.is_labelled(line, plainly=True) or speakers.is_labelled(line)):
        return True
    speech = find_speech(line, None, texts) if len(line) <= _MAX else None
    told = (said.speaker, said.occasion) if said else (None, None)
    return speech is not None and (speech.speaker, speech.occasion) not in (told, (None, None))
