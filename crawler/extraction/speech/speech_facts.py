"""The facts of a speech on a page: who gave it, as what, where, in which form and when."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from archive.model.document import Speech
from crawler.extraction.article.article_kind import is_asked, is_dialogue, is_reported
from crawler.extraction.speech import (
    editor_notes_and_signatures,
    occasion_place_and_day,
    salutation_and_spoken_text,
    speaker_lines,
    speech_titles,
)
from crawler.extraction.speech.editor_notes_and_signatures import Intro
from crawler.extraction.speech.language_data import language
from crawler.extraction.speech.people_in_asian_and_russian_titles import read_introduction
from crawler.extraction.speech.people_in_english_and_european_titles import Person
from crawler.extraction.speech.speaker_lines import complete, lines_below_title, read_line, weightier, with_labels
from crawler.extraction.speech.speech_titles import Facts, is_interview
from crawler.extraction.text.word_lists_and_patterns import lazy_pattern

_MOST_CHARACTERS = 300
_ENGLISH = language("en")
_EVENT_LINE = 80
_LONGEST_LINE = 100
_SPEAKS_ITSELF = lazy_pattern("我(?![国國])")
_QUOTED_TITLE = lazy_pattern("(?<=\\w)\\s?(?:«[^«»]*»|„[^„“”]*[“”]|“[^“”]*”|「[^「」]*」)\\s*\\Z")
_PARTS = lazy_pattern(r"\s[–—|/-]+\s|[—–|:：]+|,\s")
_GAP = lazy_pattern(r"[\s/|｜]")
_WORDS_AFTER_HAN = lazy_pattern(r"(?<=[㐀-鿿)）】》”])[\s/|｜]+(?=[A-Z“\"'‘][^㐀-鿿]*\s[^㐀-鿿]*\s[^㐀-鿿]+\Z)")
_HAN_AFTER_WORDS = lazy_pattern("(?<=[^㐀-鿿])[\\s/|｜]+(?=[㐀-鿿《“【][^A-Za-z]{3,}\\Z)")


def find_speech(
    title: str | None, subtitle: str | None, texts: Sequence[str], published: str | None = None
) -> Speech | None:
    """Find the facts of a speech in its title, subtitle and the lines below; None for what nobody delivered.

    ``texts`` are the blocks of the article in order. What is not given is None; ``form`` is in the page's own words,
    English ones in lower case; ``delivered`` is ``YYYY-MM-DD``. ``published``, the day of the page, completes a day
    that an editor's sentence names without its year.

    >>> find_speech("刘晓明大使在伦敦政治经济学院的演讲", None, ["(2015年4月28日)", "各位来宾:"])
    Speech(speaker='刘晓明', role='大使', occasion='伦敦政治经济学院', form='演讲', delivered='2015-04-28')
    """
    heads = [head for line in (title, subtitle) if line and len(line) <= _MOST_CHARACTERS for head in _heads(line)]
    texts = list(with_labels(texts))
    below = lines_below_title(texts)
    intros = list(editor_notes_and_signatures.find_intros([*heads[1:], *texts]))
    formed = _is_spoken_form(heads, texts, intros)
    spoken = formed or salutation_and_spoken_text.is_spoken(texts)
    facts = _read_heads(heads, intros, spoken or is_asked(texts)) or _read_below(heads, texts, spoken, formed)
    if not facts or _is_credit(facts, title, texts) or (not (spoken or intros) and _is_of_news(facts, texts)):
        return None
    labelled = (speaker_lines.read_speaker(line, spoken) for line in below if speaker_lines.announces_speaker(line))
    facts = _with_person(facts, next(filter(None, labelled), None))
    facts = complete(facts, [*heads[1:], *below], spoken)
    if spoken and not facts.speaker:
        facts = _with_person(facts, next(filter(None, map(_named, heads)), None))
    if spoken and not facts.speaker:
        facts = _with_person(facts, read_introduction(texts) or editor_notes_and_signatures.read_signature(texts))
    note = editor_notes_and_signatures.read_note(texts) if spoken else None
    facts = _with_note(facts, note) if note else facts
    if spoken and not facts.occasion:
        dated = (occasion_place_and_day.without_date(line) for line in below if len(line) <= _EVENT_LINE)
        facts = facts._replace(occasion=next(filter(None, map(occasion_place_and_day.read_event, dated)), None))
    if spoken and not facts.occasion:
        facts = facts._replace(occasion=next(filter(None, map(_event, heads)), None))
    if not facts.form and (spoken or is_asked(texts)):
        facts = facts._replace(form=next(filter(None, map(_form_of, heads)), None))
    if not (facts.speaker or facts.role or spoken or is_asked(texts) or _says_itself(facts, heads)):
        return None
    delivered = occasion_place_and_day.day_delivered(
        [*heads, *(intro.sentence for intro in intros)], below, published
    )
    delivered = delivered or _day_told(intros, note, published)
    speech = Speech(*facts, delivered or (editor_notes_and_signatures.read_day_signed(texts) if spoken else None))
    return speech if any((*facts, speech.delivered)) else None


def with_author(speech: Speech | None, author: str | None) -> Speech | None:
    """Make the page's author the speaker of a speech that has a form but no speaker.

    >>> with_author(Speech(None, None, None, "keynote", None), "Ada Quill").speaker
    'Ada Quill'
    """
    if not speech or not author or speech.speaker or not speech.form or is_interview(speech.form):
        return speech
    person = speaker_lines.read_speaker(author, spoken=True)
    return replace(speech, speaker=author) if person and person.name == author else speech


def lines_of_speaker(lines: Sequence[str], title: str, texts: Sequence[str]) -> set[int]:
    """Return the numbers of the lines between title and text that name a speech's speaker, form, occasion or day.

    >>> sorted(lines_of_speaker(["(2024年3月5日)", "顾南星", "2 comments"], "在年会上的讲话", ["各位来宾:"]))
    [0, 1]
    """
    if not lines:
        return set()
    found = {n for n, line in enumerate(lines) if speaker_lines.is_speaker_line(line)}
    for n, (name, office) in enumerate(pairwise(lines)):
        if speaker_lines.is_name_and_office(name, office):
            found |= {n, n + 1}
    if not salutation_and_spoken_text.is_spoken(texts) and not find_speech(title, None, texts):
        return found
    said = find_speech(None, None, texts)
    found |= {
        n
        for n, line in enumerate(lines)
        if occasion_place_and_day.is_byline_date(line) or _is_of_speech(line, texts, said)
    }
    found |= {n for n, line in enumerate(lines) if len(line) <= _LONGEST_LINE and speaker_lines.read_role(line)}
    beside = {other for n in found for other in (n - 1, n + 1)}
    for n, (name, office) in enumerate(pairwise(lines)):
        person = speaker_lines.read_speaker(f"{name.rstrip(',，')}, {office}", spoken=True)
        if person and person.role and person.name and person.name in name:
            found |= {n, n + 1}
    beside |= {other for n in found for other in (n - 1, n + 1)}
    named = (n for n in beside if 0 <= n < len(lines) and speaker_lines.read_speaker(lines[n], spoken=True))
    return found | set(named)


def _is_of_speech(line: str, texts: Sequence[str], said: Speech | None) -> bool:
    """Return whether a line says more of the speech than its texts do, of which ``said`` are the facts."""
    if any(editor_notes_and_signatures.find_intros([line])):
        return True
    if len(line) <= _LONGEST_LINE and (
        occasion_place_and_day.is_labelled_occasion(line, plainly=True) or speaker_lines.announces_speaker(line)
    ):
        return True
    speech = find_speech(line, None, texts) if len(line) <= _LONGEST_LINE else None
    told = (said.speaker, said.occasion) if said else (None, None)
    return speech is not None and (speech.speaker, speech.occasion) not in (told, (None, None))


def _with_note(facts: Facts, note: str) -> Facts:
    """Add to the facts of a speech what only an editor's note says."""
    if not facts.speaker:
        facts = _with_person(facts, editor_notes_and_signatures.person_in_note(note))
    form = facts.form or _form(note.split(maxsplit=1)[0])
    return facts._replace(form=form, occasion=facts.occasion or editor_notes_and_signatures.event_in_note(note))


def _day_told(intros: Sequence[Intro], note: str | None, published: str | None) -> str | None:
    """Return the day of a speech in an editor's note, or the one that an announcement names without its year."""
    told = [*(intro.sentence for intro in intros), *([note] if note else [])]
    day = editor_notes_and_signatures.day_in_note(note) if note else None
    days = (occasion_place_and_day.day_announced(sentence, published) for sentence in told)
    return day or next(filter(None, days), None)


def _is_spoken_form(heads: Sequence[str], texts: Sequence[str], intros: Sequence[Intro]) -> bool:
    """Return whether a title names a form of speech, and the text below it is spoken itself."""
    if any(
        speech_titles.is_letter_or_notice(head) or (speech_titles.is_no_speech(head, texts) and not _form(head))
        for head in heads
    ):
        return False
    lead = {intro.sentence for intro in intros}
    own = [text for text in texts if text not in lead]
    return any(_form(head) or read_line(head, spoken=True) for head in heads) and (
        salutation_and_spoken_text.speaks_itself(own) or bool(editor_notes_and_signatures.read_note_below(texts))
    )


def _is_credit(facts: Facts, title: str | None, texts: Sequence[str]) -> bool:
    """Tell whether the facts are of an interview that the title does not call one, and the text has no turns."""
    if not is_interview(facts.form) or is_asked(texts) or is_dialogue(texts):
        return False
    own = _heads(title or "")
    return not (_press(own) or any(_form(head) or read_line(head, spoken=True) for head in own))


def _with_person(facts: Facts, person: Person | None) -> Facts:
    return facts._replace(speaker=person.name, role=weightier(person.role, facts.role)) if person else facts


def _is_of_news(facts: Facts, texts: Sequence[str]) -> bool:
    """Return whether a title names a speech, and the first text reports it as news and is not spoken itself."""
    first = next((text for text in texts if not occasion_place_and_day.is_byline_date(text)), "")
    return (
        is_reported([first])
        and not is_interview(facts.form)
        and not _SPEAKS_ITSELF.search(salutation_and_spoken_text.unquoted(first))
    )


def _says_itself(facts: Facts, heads: Sequence[str]) -> bool:
    """Tell whether the title alone tells that the words of a body follow: its statement, or a record of its press."""
    form = facts.form or ""
    return form.endswith("声明") or ("会" in form and any(map(speech_titles.is_record, heads)))


def _heads(line: str) -> list[str]:
    """Return a speech's title, and its halves where it is one in two languages."""
    line = " ".join(line.split())
    if not _GAP.search(line) or (line.isascii() and ")" not in line):
        return [line]
    apart = _WORDS_AFTER_HAN.search(line) or _HAN_AFTER_WORDS.search(line)
    return [line, line[: apart.start()], line[apart.end() :]] if apart else [line]


def _read_heads(heads: Sequence[str], intros: Sequence[Intro], spoken: bool) -> Facts | None:
    """Read the facts of a speech in its title, with what only the subtitle, the other title or an editor's note
    has.
    """
    read = [facts for head in heads if (facts := read_line(head, spoken))]
    own = None if read else next(filter(None, map(_form, heads)), None)
    read += [facts for intro in intros if (facts := read_line(intro.says, spoken=True))]
    if not read:
        return None
    facts = read[0]._replace(form=own or read[0].form)
    for other in read[1:]:
        if not facts.speaker and (other.speaker or not facts.role):
            facts = facts._replace(speaker=other.speaker, role=other.role or facts.role)
        facts = facts._replace(occasion=facts.occasion or other.occasion, form=facts.form or other.form)
    return facts


def _read_below(heads: Sequence[str], texts: Sequence[str], spoken: bool, formed: bool) -> Facts | None:
    """Read the facts of a speech below a title that has at most the form; ``formed``: it has, and the text is
    spoken.
    """
    if not formed and any(speech_titles.is_no_speech(head, texts) for head in heads):
        return _press(heads) if is_asked(texts) else None
    if any(map(speech_titles.is_record, heads)) and (facts := _press(heads)):
        return facts
    facts = next(filter(None, (read_line(line, spoken) for line in lines_below_title(texts))), None)
    if facts and formed:
        facts = facts._replace(form=next(filter(None, map(_form, heads)), facts.form))
    if not facts and is_asked(texts):
        facts = next(filter(None, map(speech_titles.read_press_title, heads)), None) or _press(heads)
    return facts or (Facts(None, None, None, None) if spoken else None)


def _named(head: str) -> Person | None:
    """Return who is named before the colon of a speech's title, or behind the dash after a form of speech."""
    first, _, second = (part.strip() for part in re.split(r"([:：]|\s[–—-]+\s)", f"{head}:", maxsplit=1))
    person = (
        speaker_lines.read_speaker(second.rstrip(":") if _form(first) else first, spoken=True) if second else None
    )
    return person if person and person.name and not _form(person.name) else None


def _event(head: str) -> str | None:
    """Return the event that a speech's title names beside a form of speech and a mark, or a comma."""
    parts = [part.strip() for part in _PARTS.split(occasion_place_and_day.without_date(head))]
    others = [part for part in parts if not _form(part)]
    return (
        next(filter(None, map(occasion_place_and_day.read_event, others)), None)
        if 0 < len(others) < len(parts)
        else None
    )


def _form_of(head: str) -> str | None:
    """Return the form that a title of what is spoken names: 'Statement on the Right to Water'."""
    return _form(head) or _form(_ENGLISH.pattern("on_topic").sub("", head))


@lru_cache(maxsize=64)
def _form(head: str) -> str | None:
    return speech_titles.read_form(_QUOTED_TITLE.sub("", head))


def _press(heads: Sequence[str]) -> Facts | None:
    """Return the form of questions and answers to the press, where nothing else is said of them."""
    bare = [occasion_place_and_day.without_date(head) for head in heads]
    form = next(filter(None, map(speech_titles.read_press_form, bare)), None)
    return Facts(None, None, None, form) if form else None
