"""What the lines between a title and its text say of a speech: who speaks, on which occasion, by which label."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import takewhile

from crawler.extraction.byline.dates import day_span
from crawler.extraction.speech import occasion_and_day, speaker_lines
from crawler.extraction.speech.english_persons import split_occasion
from crawler.extraction.speech.languages import language
from crawler.extraction.speech.occasion_and_day import GIVEN_BY
from crawler.extraction.speech.persons import weightier
from crawler.extraction.speech.salutation import is_salutation
from crawler.extraction.speech.title_rules import Facts
from crawler.extraction.speech.titles import read_occasion, read_title

_pattern = language("shared").pattern
_LINES = 6  # below the title, of which one may name speaker or day
_LONGEST_GIVEN = 300  # characters of a line that begins with 'delivered by' or the like
_LONGEST_LINE = 120
_LONGEST_LABEL = 20
_SENTENCE_ENDS = (".", "。", "!", "！", "?", "？")
_ENGLISH = language("en")


def with_labels(texts: Sequence[str]) -> Iterator[str]:
    """Yield the texts; a label of speaker, event or day that stands alone is in one line with the text below it.

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
    return speaker_lines.announces_speaker(line) or occasion_and_day.is_labelled_occasion(line, plainly=True)


def lines_below_title(texts: Sequence[str]) -> list[str]:
    """Return the short lines between the title and the speech itself, without labelled places and remarks."""
    short = takewhile(lambda text: _is_short(text) and not is_salutation(text), texts[:_LINES])
    return list(filter(None, map(occasion_and_day.plain, short)))


def _is_short(text: str) -> bool:
    return len(text) <= (_LONGEST_GIVEN if GIVEN_BY.match(text) else _LONGEST_LINE)


@lru_cache(maxsize=128)  # the same lines are asked of a speech for the text and for its facts
def read_line(line: str, spoken: bool) -> Facts | None:
    """Return what a line says of a speech as titles do, without its day; '(full text)' says that it is spoken."""
    return read_title(occasion_and_day.without_date(line), spoken or bool(_pattern("full_text_mark").search(line)))


def complete(facts: Facts, lines: Sequence[str], spoken: bool) -> Facts:
    """Return the facts with what the lines below the title say of speaker, role and occasion."""
    lines = [line for line in lines if not occasion_and_day.is_byline_date(line)]
    lines = [line.rstrip(".。") for line in lines if not line.endswith(_SENTENCE_ENDS) or _is_told(line)]
    for line, following in zip(lines if not facts.speaker else (), [*lines[1:], ""], strict=False):
        said = _line_facts(line, following, spoken)
        if said and said.speaker:
            facts = facts._replace(speaker=said.speaker, role=weightier(said.role, facts.role))
            facts = facts._replace(occasion=facts.occasion or said.occasion, form=facts.form or said.form)
            break
    if facts.speaker:
        role = next(filter(None, map(speaker_lines.read_role, lines)), None)
        facts = facts._replace(role=weightier(facts.role, role))
    if not facts.occasion:
        bare = map(occasion_and_day.without_date, lines)
        occasions = (read_occasion(line) or occasion_and_day.labelled_occasion(line) for line in bare)
        facts = facts._replace(occasion=next(filter(None, occasions), None))
    return facts


def _line_facts(line: str, following: str, spoken: bool) -> Facts | None:
    """Return what a line below the title says: as a title, or of the speaker, or in brackets with where and when.

    The line that follows may have the role of somebody whom this one names.
    """
    day = day_span(line) if GIVEN_BY.search(line) else None
    bare = _pattern("place_at_end").sub("", line[: day[1]]) if day else occasion_and_day.without_date(line)
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
    person = next(filter(None, (speaker_lines.read_speaker(part, spoken) for part in [who, *parts])), None)
    if following and "," not in who.rstrip(",") and not (person and person.role):
        joined = speaker_lines.read_speaker(f"{who.rstrip(',，')}, {following}", spoken)
        is_of_line = joined and joined.role and joined.name and joined.name in who
        person = joined if is_of_line else person
    return Facts(person.name, person.role, occasion, None) if person else None


def _is_told(line: str) -> bool:
    """Tell whether a line, even if it is a sentence, says who speaks."""
    return bool(GIVEN_BY.match(line)) or speaker_lines.announces_speaker(line)


def _split(line: str) -> tuple[str, str | None]:
    """Return who, and the occasion where the line names it too: 'Delivered by X at Y', 'X, speaking at Y'."""
    if found := _ENGLISH.pattern("speaking").search(line):
        return line[: found.start()], read_occasion(occasion_and_day.without_date(line[found.end() :]))
    return split_occasion(line) if _ENGLISH.pattern("delivered_by").match(line) else (line, None)
