"""What a page says of a speech: who gave it, as what, where, in which form and when."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import takewhile

from archive.model.document import Speech
from crawler.extraction.article.article_kind import has_turns, is_asked, is_interview, is_reported
from crawler.extraction.byline.dates import day_span
from crawler.extraction.speech import (
    labels,
    persons_en,
    titles_en,
    titles_europe,
    titles_ja,
    titles_ko,
    titles_ru,
    titles_zh,
)
from crawler.extraction.speech.editor_intros import Intro, day_of, find_intros
from crawler.extraction.speech.editor_notes import (
    day_in_note,
    event_in_note,
    person_in_note,
    read_note,
    read_note_below,
)
from crawler.extraction.speech.persons_en import weightier
from crawler.extraction.speech.salutation import is_salutation
from crawler.extraction.speech.signatures import read_day_signed, read_introduction, read_signature
from crawler.extraction.speech.speakers import is_labelled, read_role, read_speaker
from crawler.extraction.speech.spoken_text import (
    is_letter_or_notice,
    is_no_speech,
    is_spoken,
    speaks_itself,
    unquoted,
)
from crawler.extraction.speech.titles_en import Facts
from crawler.extraction.speech.titles_ja import KANA

_FORM_READERS = (
    titles_en.read_form,
    titles_zh.read_form,
    titles_europe.read_form,
    titles_ru.read_form,
    titles_ko.read_form,
    titles_ja.read_form,
)
_PRESS_READERS = (titles_en.read_press_form, titles_zh.read_press_form, titles_europe.read_press_form)
_OCCASION_READERS = (titles_en.read_occasion, titles_zh.read_occasion, labels.read_occasion)
_LINES_BELOW = 6  # below the title, of which one may name speaker or day
_MOST_CHARACTERS = 300
_EVENT_LINE = 80
_LABEL = 20
_LONGEST_LINE = 120
_HAN = re.compile("[㐀-鿿]")
_DATE_FRAME = " \t()（）[]【】,，.。;；—–-·|"
_SENTENCE_ENDS = (".", "。", "!", "！", "?", "？")
_WEEKDAY = re.compile(
    r"(?:星期|周|週)[一二三四五六日天]|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE
)
_TO_PLACE = re.compile(
    r"^(?:le|am|den|el|on|il|em|в)\b[\s,]*|(?<=,\s)(?:à|in|en|em|a|в)\s|^(?:à|in|en|em|a|в)\s", re.IGNORECASE
)
_PLACE = re.compile(
    r"[A-Z][\w.'’-]*(?:[ ,]{1,2}(?:(?:de|da|do|del|la|le|es|el|of|upon|am|an|der|sur)[ ])?[A-Z][\w.'’-]*){0,4}"
    r"|[㐀-鿿·]{2,8}"
)
_BEFORE_DATE = re.compile(
    r"(?:\s+(?:on|am|vom|le|el|em|il|der|den))?(?:\s+(?:\w{3,6}day|\w{3,10}(?:tag|woch)|\w{3,5}di|lunes|martes|miércoles|jueves|viernes),?)?"
    r"[\s,(（,，]*\Z"
)
_PLACE_BEFORE = re.compile(
    r",\s*(?:in\s+)?((?:[A-ZÀ-Þ][\w.'’-]*)(?:\s(?:am|an|der|de|del|do|la|upon|[A-ZÀ-Þ][\w.'’-]*)){0,3})\Z"
)
_SPEAKS_ITSELF = re.compile("我(?![国國])")
_DELIVERED_BY = re.compile(r"(?:delivered|given|presented)\s+by\s", re.IGNORECASE)
_PLACE_AT_END = re.compile(
    r"(?:[\s,]+(?:in|im|en|à|au|at(?=\s(?:[A-Z][\w.'’]*\s){0,4}(?:Church|Hall|House|Chapel|Cathedral|Theatre|School|College|University)))\s[^,]{3,60})?"
    r"(?:,\s+(?:gehalten|prononcée?|pronunciad[oa]|delivered|given))?[\s,]+(?:am|le|el|on|den)?(?:\s+\w+)?[\s,]*\Z"
)
_PLACE_CLAUSE = re.compile(
    r",\s+(?:in|at|on|to|before|im|am|auf|bei|vor|zu[mr]?|à|au|aux|dans|lors|devant|en|ante|durante|con|nel|na|no|em|на|в|перед)\s.*\Z"
)
_QUOTED_TITLE = re.compile("(?<=\\w)\\s?(?:«[^«»]*»|„[^„“”]*[“”]|“[^“”]*”|「[^「」]*」)\\s*\\Z")
_ON_TOPIC = re.compile(r"\s+(?:on|regarding|concerning|about)\s.+\Z")
_PARTS = re.compile(r"\s[–—|/-]+\s|[—–|:：]+|,\s")
_AT_EVENT = re.compile("[\u3400-\u9fff ]{4,40}[在于][\u3400-\u9fff\\d]{3,30}[上中]")
_SPEAKING = re.compile(r",?\s+speaking\s+(?=at\s)", re.IGNORECASE)
_WORDS_AFTER_HAN = re.compile(r"(?<=[㐀-鿿)）】》”])[\s/|｜]+(?=[A-Z“\"'‘][^㐀-鿿]*\s[^㐀-鿿]*\s[^㐀-鿿]+\Z)")
_HAN_AFTER_WORDS = re.compile("(?<=[^㐀-鿿])[\\s/|｜]+(?=[㐀-鿿《“【][^A-Za-z]{3,}\\Z)")
_MARK = re.compile(
    r"[(（【\[]\s*(?:the\s+)?(?:full\s+text|transcript|verbatim|全文|文字实录|实录|實錄|讲稿|講稿|演讲稿|中英对照|中英對照|双语对照)\s*[)）】\]]"
    r"|^full\s+text\b|全文$",
    re.IGNORECASE,
)


def find_speech(
    title: str | None, subtitle: str | None, texts: Sequence[str], published: str | None = None
) -> Speech | None:
    """The facts of a speech, from its title and subtitle and the lines below; None for what nobody delivered.

    ``texts`` are the blocks of the article in order. What is not given is None; ``form`` is in the page's own words,
    English ones in lower case; ``delivered`` is ``YYYY-MM-DD``. ``published``, the day of the page, completes a day
    that an editor's sentence names without its year.

    >>> find_speech("刘晓明大使在伦敦政治经济学院的演讲", None, ["(2015年4月28日)", "各位来宾:"])
    Speech(speaker='刘晓明', role='大使', occasion='伦敦政治经济学院', form='演讲', delivered='2015-04-28')
    """
    heads = [head for line in (title, subtitle) if line and len(line) <= _MOST_CHARACTERS for head in _heads(line)]
    texts = list(_with_labels(texts))
    below = list(_lines_below(texts))
    intros = list(find_intros([*heads[1:], *texts]))
    formed = _is_spoken_form(heads, texts, intros)
    spoken = formed or is_spoken(texts)
    facts = _read_heads(heads, intros, spoken or is_asked(texts)) or _read_below(heads, texts, spoken, formed)
    if not facts or _is_credit(facts, title, texts) or (not (spoken or intros) and _is_of_news(facts, texts)):
        return None
    labelled = (read_speaker(line, spoken) for line in below if is_labelled(line))
    facts = _with_person(facts, next(filter(None, labelled), None))
    facts = _complete(facts, [*heads[1:], *below], spoken)
    if spoken and not facts.speaker:
        facts = _with_person(facts, next(filter(None, map(_named, heads)), None))
    if spoken and not facts.speaker:
        facts = _with_person(facts, read_introduction(texts) or read_signature(texts))
    note = read_note(texts) if spoken else None
    facts = _with_note(facts, note) if note else facts
    if spoken and not facts.occasion:
        dated = (_without_date(line) for line in below if len(line) <= _EVENT_LINE)
        facts = facts._replace(occasion=next(filter(None, map(labels.read_event, dated)), None))
    if spoken and not facts.occasion:
        facts = facts._replace(occasion=next(filter(None, map(_event, heads)), None))
    if not facts.form and (spoken or is_asked(texts)):
        facts = facts._replace(form=next(filter(None, map(_form_of, heads)), None))
    if not (facts.speaker or facts.role or spoken or is_asked(texts) or _says_itself(facts, heads)):
        return None
    delivered = _delivered([*heads, *(intro.sentence for intro in intros)], below, published)
    delivered = delivered or _day_told(intros, note, published)
    speech = Speech(*facts, delivered or (read_day_signed(texts) if spoken else None))
    return speech if any((*facts, speech.delivered)) else None


def with_author(speech: Speech | None, author: str | None) -> Speech | None:
    """The speech given by the page's author where nothing says by whom, but a form does what it is.

    >>> with_author(Speech(None, None, None, "keynote", None), "Ada Quill").speaker
    'Ada Quill'
    """
    if not speech or not author or speech.speaker or not speech.form or is_interview(speech.form):
        return speech
    person = read_speaker(author, spoken=True)
    return replace(speech, speaker=author) if person and person.name == author else speech


def _with_note(facts: Facts, note: str) -> Facts:
    """The facts with what an editor's note says that nothing else does."""
    if not facts.speaker:
        facts = _with_person(facts, person_in_note(note))
    form = facts.form or _form(note.split(maxsplit=1)[0])
    return facts._replace(form=form, occasion=facts.occasion or event_in_note(note))


def _day_told(intros: Sequence[Intro], note: str | None, published: str | None) -> str | None:
    """The day in an editor's note, or the one that a sentence of his names without its year."""
    told = [*intros, *([Intro(note, "")] if note else [])]
    day = day_in_note(note) if note else None
    return day or next(filter(None, (day_of(intro, published) for intro in told)), None)


def _is_spoken_form(heads: Sequence[str], texts: Sequence[str], intros: Sequence[Intro]) -> bool:
    """Whether the title names a form of speech, and the text below it speaks for itself."""
    if any(is_letter_or_notice(head) or (is_no_speech(head, texts) and not _form(head)) for head in heads):
        return False
    lead = {intro.sentence for intro in intros}
    own = [text for text in texts if text not in lead]
    return any(_form(head) or _read(head, spoken=True) for head in heads) and (
        speaks_itself(own) or bool(read_note_below(texts))
    )


def _is_credit(facts: Facts, title: str | None, texts: Sequence[str]) -> bool:
    """Whether the facts are those of an interview that the title does not call one, nor the text has in turns."""
    if not is_interview(facts.form) or is_asked(texts) or has_turns(texts):
        return False
    own = _heads(title or "")
    return not (_press(own) or any(_form(head) or _read(head, spoken=True) for head in own))


def _with_person(facts: Facts, person: persons_en.Person | None) -> Facts:
    return facts._replace(speaker=person.name, role=weightier(person.role, facts.role)) if person else facts


def _is_of_news(facts: Facts, texts: Sequence[str]) -> bool:
    """Whether the title names a speech, and the first text reports it and does not speak itself."""
    first = next((text for text in texts if not is_byline_date(text)), "")
    return is_reported([first]) and not is_interview(facts.form) and not _SPEAKS_ITSELF.search(unquoted(first))


def _says_itself(facts: Facts, heads: Sequence[str]) -> bool:
    """Whether the title alone tells that the words of a body follow: its statement, or a record of its press."""
    form = facts.form or ""
    return form.endswith("声明") or ("会" in form and any(map(titles_zh.is_record, heads)))


def is_byline_date(text: str) -> bool:
    """Whether a block is only a date, perhaps in brackets, with the day of the week or the place.

    >>> is_byline_date("(2015年4月28日,北京)"), is_byline_date("2015年4月28日,论坛在北京举行。")
    (True, False)
    >>> is_byline_date("Dar es Salaam, 26 April 2014")
    True
    """
    return len(text) <= _LONGEST_LINE and _is_date(text)


@lru_cache(maxsize=512)  # several fields ask it of the same line
def _is_date(text: str) -> bool:
    text = labels.plain(text)
    found = day_span(text) if len(text) <= 80 else None
    if not found:
        return False
    rest = _WEEKDAY.sub("", text[: found[1]] + text[found[2] :]).strip(_DATE_FRAME)
    if not rest:
        return True
    if labels.is_of_page(rest):
        return False
    place = _PLACE.fullmatch(_TO_PLACE.sub("", rest)) and not (
        rest.startswith("By ") or persons_en.names_role(rest) or titles_europe.names_role(rest)
    )
    return bool(place) and not text.rstrip().endswith("。")


def _heads(line: str) -> list[str]:
    """A title, and its halves where it is one in two languages."""
    line = " ".join(line.split())
    apart = _WORDS_AFTER_HAN.search(line) or _HAN_AFTER_WORDS.search(line)
    return [line, line[: apart.start()], line[apart.end() :]] if apart else [line]


def _with_labels(texts: Sequence[str]) -> Iterator[str]:
    """The texts; a label of speaker, event or day that stands alone is in one line with the text below it."""
    label = ""
    for text, below in zip(texts, [*texts[1:], ""], strict=False):
        line = f"{label.rstrip(':：')}: {text}" if label else text
        label = line if not label and len(text) <= _LABEL and _is_label(text, below) else ""
        if not label:
            yield line


def _is_label(text: str, below: str) -> bool:
    bare = text.rstrip(":：")
    if re.search("[:：,，]", bare):
        return False
    line = f"{bare}: {below[:_LONGEST_LINE]}"
    return is_labelled(line) or labels.is_labelled(line, plainly=True)


def _lines_below(texts: Sequence[str]) -> Iterator[str]:
    """The short lines between the title and the speech itself."""
    short = takewhile(lambda text: _is_short(text) and not is_salutation(text), texts[:_LINES_BELOW])
    return filter(None, map(labels.plain, short))


def _is_short(text: str) -> bool:
    return len(text) <= (_MOST_CHARACTERS if labels.GIVEN_BY.match(text) else _LONGEST_LINE)


@lru_cache(maxsize=128)  # the same lines are asked of a speech for the text and for its facts
def _read(line: str, spoken: bool) -> Facts | None:
    spoken = spoken or bool(_MARK.search(line))
    line = _without_date(line)
    if KANA.search(line) and (japanese := titles_ja.read_line(line, spoken)):
        return japanese
    if titles_ko.HANGUL.search(line) and (korean := titles_ko.read_line(line, spoken)):
        return korean
    if _HAN.search(line):
        return titles_zh.read_line(line, spoken) or (titles_ja.read_line(line, spoken) if spoken else None)
    if titles_ru.CYRILLIC.search(line):
        return titles_ru.read_line(line, spoken)
    return titles_en.read_line(line, spoken) or titles_europe.read_line(line, spoken)


def _read_heads(heads: Sequence[str], intros: Sequence[Intro], spoken: bool) -> Facts | None:
    """Facts of the title, with what only the subtitle, the title in the other language or the editor's note has."""
    read = [facts for head in heads if (facts := _read(head, spoken))]
    own = None if read else next(filter(None, map(_form, heads)), None)
    read += [facts for intro in intros if (facts := _read(intro.says, spoken=True))]
    if not read:
        return None
    facts = read[0]._replace(form=own or read[0].form)
    for other in read[1:]:
        if not facts.speaker and (other.speaker or not facts.role):
            facts = facts._replace(speaker=other.speaker, role=other.role or facts.role)
        facts = facts._replace(occasion=facts.occasion or other.occasion, form=facts.form or other.form)
    return facts


def _read_below(heads: Sequence[str], texts: Sequence[str], spoken: bool, formed: bool) -> Facts | None:
    """Facts of which the title gives the form at most; ``formed`` says that it does, and the text bears it out."""
    if not formed and any(is_no_speech(head, texts) for head in heads):
        return _press(heads) if is_asked(texts) else None
    if any(map(titles_zh.is_record, heads)) and (facts := _press(heads)):
        return facts
    facts = next(filter(None, (_read(line, spoken) for line in _lines_below(texts))), None)
    if facts and formed:
        facts = facts._replace(form=next(filter(None, map(_form, heads)), facts.form))
    if not facts and is_asked(texts):
        facts = next(filter(None, map(titles_en.read_press_line, heads)), None) or _press(heads)
    return facts or (Facts(None, None, None, None) if spoken else None)


def _named(head: str) -> persons_en.Person | None:
    """Who is named before the colon of a title, or behind the dash of one that begins with a form of speech."""
    first, _, second = (part.strip() for part in re.split(r"([:：]|\s[–—-]+\s)", f"{head}:", maxsplit=1))
    person = read_speaker(second.rstrip(":") if _form(first) else first, spoken=True) if second else None
    return person if person and person.name and not _form(person.name) else None


def _event(head: str) -> str | None:
    """The event that a title names beside a form of speech and a mark, or a comma."""
    parts = [part.strip() for part in _PARTS.split(_without_date(head))]
    others = [part for part in parts if not _form(part)]
    return next(filter(None, map(labels.read_event, others)), None) if 0 < len(others) < len(parts) else None


def _form_of(head: str) -> str | None:
    """The form that a title of what is spoken names: 'Statement on the Right to Water'."""
    return _form(head) or _form(_ON_TOPIC.sub("", head))


@lru_cache(maxsize=64)
def _form(head: str) -> str | None:
    head = _QUOTED_TITLE.sub("", head)
    return next(filter(None, (read(head) for read in _FORM_READERS)), None)


def _press(heads: Sequence[str]) -> Facts | None:
    """The form of questions and answers to the press, where nothing else is said of them."""
    bare = [_without_date(head) for head in heads]
    form = next(filter(None, (read(head) for head in bare for read in _PRESS_READERS)), None)
    return Facts(None, None, None, form) if form else None


def _complete(facts: Facts, lines: Sequence[str], spoken: bool) -> Facts:
    """The facts with what the lines below the title say of speaker, role and occasion."""
    lines = [line for line in lines if not is_byline_date(line)]
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
        bare = [_without_date(line) for line in lines]
        occasions = (read(line) for line in bare for read in _OCCASION_READERS)
        facts = facts._replace(occasion=next(filter(None, occasions), None))
    return facts


def _line_facts(line: str, following: str, spoken: bool) -> Facts | None:
    """What a line below the title says: as a title does, or of the speaker, or in brackets with where and when.

    The line that follows may have the role of somebody whom this one names.
    """
    day = day_span(line) if labels.GIVEN_BY.search(line) else None
    bare = _PLACE_AT_END.sub("", line[: day[1]]) if day else _without_date(line)
    if (said := _read(bare, spoken)) and said.speaker:
        return said
    if _AT_EVENT.fullmatch(bare) and (said := _read(f"{bare}的讲话", spoken)) and said.speaker:
        return said._replace(form=None)
    who, occasion = _split(bare)
    who = _PLACE_CLAUSE.sub("", who) if _is_told(line) else who
    parts = re.split("[,，;；]", who.strip("()（）. ")) if line.startswith(("(", "（")) else []
    person = next(filter(None, (read_speaker(part, spoken) for part in [who, *parts])), None)
    if following and "," not in who.rstrip(",") and not (person and person.role):
        joined = read_speaker(f"{who.rstrip(',，')}, {following}", spoken)
        is_of_line = joined and joined.role and joined.name and joined.name in who
        person = joined if is_of_line else person
    return Facts(person.name, person.role, occasion, None) if person else None


def _is_told(line: str) -> bool:
    """Whether a line, even if it is a sentence, says who speaks."""
    return bool(labels.GIVEN_BY.match(line)) or is_labelled(line)


def _split(line: str) -> tuple[str, str | None]:
    """Who, and the occasion where the line names it too: 'Delivered by X at Y', 'X, speaking at Y'."""
    if found := _SPEAKING.search(line):
        return line[: found.start()], titles_en.read_occasion(_without_date(line[found.end() :]))
    return titles_en.split_occasion(line) if _DELIVERED_BY.match(line) else (line, None)


def _without_date(line: str) -> str:
    """The line without the day it names and the place beside that."""
    found = day_span(line)
    if not found:
        return line
    before, after = line[: found[1]], line[found[2] :]
    before = _BEFORE_DATE.sub("", before)
    place = _PLACE_BEFORE.search(before)
    if place and not persons_en.names_role(place[1]):
        before = before[: place.start()]
    return (before + after.lstrip(")）")).strip()


def _delivered(heads: Sequence[str], below: Sequence[str], published: str | None) -> str | None:
    """The day that a title names, or a line below it that is only of the day, or of the day and the place.

    Of two days that of publication comes last.
    """
    lines = [*heads, *(line for line in below if is_byline_date(line))]
    given = [line for line in below if labels.GIVEN_BY.search(line) or line.startswith(("(", "（"))]
    told = [line for line in below if not is_byline_date(line) and labels.read_day(line)]
    days = [found[0] for found in map(day_span, [*heads, *given, *told, *lines]) if found]
    return min(days, key=lambda day: day == (published or "")[:10], default=None)
