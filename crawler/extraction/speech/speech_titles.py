"""The reader of titles of speeches, and of lines like them, in any language, by the rules of its data file.

A rule is for a line or a part of one (see ``language_data``). The ``views`` of the data file name the ways in which a
title is taken apart for the rules, in the order in which they are tried. Titles of letters, notices and essays are
none of a speech.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from typing import Any, NamedTuple

from crawler.extraction.language.writing_systems_and_chinese_characters import as_written, to_simplified
from crawler.extraction.speech import people_in_asian_and_russian_titles as asian_names
from crawler.extraction.speech import people_in_english_and_european_titles as european_names
from crawler.extraction.speech.language_data import FORM, LANGUAGES, Language, TitleRule, language
from crawler.extraction.speech.occasion_place_and_day import read_event
from crawler.extraction.speech.people_in_english_and_european_titles import (
    NOBODY,
    Person,
    before_topic,
    is_sure_name,
    read_person,
)
from crawler.extraction.speech.salutation_and_spoken_text import is_spoken, is_thanked
from crawler.extraction.text.word_lists_and_patterns import any_of, lazy_pattern

_english_pattern, _shared_pattern = language("en").pattern, language("shared").pattern
_INTERVIEW_FORM = lazy_pattern(any_of("kind", "interview form"), re.IGNORECASE)


class Facts(NamedTuple):
    """The facts of a speech that one title line gives; None for what it does not say. ``form`` is in the line's own
    words.
    """

    speaker: str | None
    role: str | None
    occasion: str | None
    form: str | None


NOTHING = Facts(None, None, None, None)


def _first_person(who: str) -> Person | None:
    """Return the person whom an English title names, the first of two; an acronym is an office ('CE', 'SFST').

    >>> _first_person("Foreign Minister Wang Yi and President Marta Lindqvist"), _first_person("CE")
    (Person(name='Wang Yi', role='Foreign Minister'), Person(name=None, role='CE'))
    """
    first, *others = _english_pattern("two_persons").split(who, maxsplit=1)
    person = (read_person(first) if others and read_person(others[0]) else None) or read_person(who)
    if person and not person.role and _english_pattern("acronym").fullmatch(person.name or ""):
        return Person(None, person.name)
    return person


def _sure_person(who: str) -> Person | None:
    """Return the person whom an English title names, with an office or a name that is surely one."""
    person = _first_person(who)
    return person if person and (person.role or is_sure_name(person.name or "")) else None


def _person_asked(who: str) -> Person | None:
    """Return the person after 'interview with' in an English title, before the topic and the paper."""
    return _sure_person(_english_pattern("for_whom_asked").split(before_topic(who))[0])


def _european_splits(said: str, own: Language) -> Iterator[tuple[str, str | None]]:
    """Split the speaker from the occasion in a European language, at each word that may begin it; last the text
    undivided.
    """
    to_whom, charged = own.pattern("to_whom"), own.pattern("charged_with")
    cuts = [(said[: cut.start()], said[cut.end() :]) for cut in own.pattern("occasion_cut").finditer(said)]
    for who, occasion in (*(cut for cut in cuts if not charged.search(cut[0])), (said, None)):
        yield to_whom.sub("", who), occasion


_PERSONS: Mapping[str, Mapping[str, Callable[[str], Person | None]]] = {
    "en": {"any": _first_person, "sure": _sure_person, "asked": _person_asked, "office": european_names.office_of},
    "zh": {"any": asian_names.chinese_person_or_role, "name": asian_names.chinese_person_in,
           "asked": asian_names.chinese_person_asked},
    "latin": {"any": european_names.european_person, "name": european_names.european_name,
              "office": european_names.european_office},
}  # fmt: skip
"""The ways of reading a person; in other languages persons are read by the patterns of the data file."""
_SPLITTERS: Mapping[str, Callable[[str, Language], Iterable[tuple[str, str | None]]]] = {
    "en": lambda said, own: [european_names.split_occasion(said)],
    "zh": lambda said, own: asian_names.chinese_splits(said),
    "ko": lambda said, own: asian_names.korean_splits(said),
    "latin": _european_splits,
}
"""How a language divides who spoke from the occasion, in the order in which the divisions are tried."""


class TitleReader:
    """The reader of titles of speeches in one language, by the rules of its data file."""

    def __init__(self, *codes: str) -> None:
        self.own = language(*codes)
        self.kind = self.own.entry("like", codes[0])
        self.simplified = self.own.entry("simplified", False)
        self.frame = self.own.entry("frame", " ")
        self.views: tuple[str, ...] = tuple(self.own.entry("views", ()))
        self._rules_for = cache(self._chosen)
        self.by_rules = lru_cache(maxsize=64)(self._by_rules)
        """Returns what the first rule says that holds for a line as a whole; several views ask it of one line."""
        self.rules = [self._rule(entry) for entry in self.own.entry("titles", ())]
        self.press_rules = [self._rule(entry) for entry in self.own.entry("press_titles", ())]

    @cached_property
    def _any_form(self) -> re.Pattern[str]:
        return re.compile(self.own.expanded(FORM), re.IGNORECASE)

    def read_press(self, line: str) -> Facts | None:
        """Return who answered, as a title of questions and answers to the press says it."""
        return self._first(self.press_rules, line, spoken=True)

    def form(self, line: str) -> str | None:
        """Return the form of speech ('address', '讲话'), when a title line or a part of it is nothing else."""
        plain, alone = self.plain(line), self.own.pattern("form_alone")
        bare = self.bare(plain)
        if not self._any_form.search(bare):
            return None
        found = next(filter(None, map(alone.fullmatch, (bare, *self.parts(bare)))), None)
        lines = (one.fullmatch(bare) for one in self.own.patterns("forms_of_lines"))
        found = found or next(filter(None, lines), None)
        return self.as_written(self._form(found), plain, line) if found else None

    def form_before(self, part: str, spoken: bool) -> str | None:
        """Return the form of speech that the first part of a title line names, before a person."""
        if not self.own.has("form_first"):
            return self.form(part)
        found = self.own.pattern("form_first").fullmatch(part) if spoken else None
        return found["form"] if found else None

    def press_form(self, line: str) -> str | None:
        """Return the form that a title of questions and answers to the press names, in one language."""
        plain = self.plain(line)
        found = self.own.pattern("press_title").fullmatch(self.bare(plain))
        return self.as_written(self._form(found), plain, line) if found else None

    def occasion(self, line: str) -> str | None:
        """Return the occasion of a speech, when the title line is nothing else."""
        plain = self.plain(line)
        found = self.own.pattern("occasion_line").fullmatch(self._unframed(plain))
        return self.as_written(self._clean(found["occasion"], ""), plain, line) if found else None

    def plain(self, line: str) -> str:
        """Convert a title line of a speech to the writing that the language's rules are for: simplified Chinese, or
        as it is.
        """
        return to_simplified(line) if self.simplified else line

    def as_written(self, part: str | None, plain: str, line: str) -> str | None:
        """Return a part of a converted title line as the line itself writes it."""
        return as_written(part, plain, line) if self.simplified else part

    def bare(self, line: str) -> str:
        """Return a title line of a speech without marks such as '(Full Text)', and without what stands around it."""
        line = self._unframed(line)
        for mark in self.own.patterns("marks"):
            line = self._unframed(mark.sub("", line, count=1))
        return line

    def parts(self, line: str) -> list[str]:
        """Split a title line of a speech at its dashes and colons."""
        return [self._unframed(part) for part in self.own.pattern("part_mark").split(line)]

    def person(self, way: str, who: str, form: str = "") -> Person | None:
        """Read the speaker in a part of a title line in one of the rule's ways, unless it is an event."""
        if self.kind not in _PERSONS:
            return asian_names.person_by_pattern(who, self.own)
        read = _PERSONS[self.kind].get(way)
        written = way == "office" and self.own.pattern("written_form").search(form)
        return None if not read or written or (way == "name" and read_event(who)) else read(who)

    def _by_rules(self, line: str, spoken: bool, last: bool = False) -> Facts | None:
        news = bool(self.own.pattern("news").search(line))
        return self._first(self._rules_for(spoken, last, news), line, spoken)

    def _chosen(self, spoken: bool, last: bool, news: bool) -> list[TitleRule]:
        rules = (rule for rule in self.rules if rule.last == last and (spoken or not rule.spoken))
        return [rule for rule in rules if not news or (not rule.quiet and (spoken or rule.news))]

    def _first(self, rules: Iterable[TitleRule], line: str, spoken: bool) -> Facts | None:
        formed = self._any_form.search(line) is not None
        tried = (rule for rule in rules if formed or not rule.has_form)
        found = ((rule, rule.pattern.fullmatch(line)) for rule in tried)
        return next(filter(None, (self._facts(rule, groups, spoken) for rule, groups in found if groups)), None)

    def _facts(self, rule: TitleRule, found: re.Match[str], spoken: bool) -> Facts | None:
        groups = {name: text for name, text in found.groupdict().items() if text is not None}
        form = self._form(found) if "form" in groups else None
        if "then" in groups:
            return self._facts_further(groups, spoken)
        if "event" in groups:
            event = read_event(groups["event"])
            return Facts(None, None, event, form) if event else None
        for who, where in self._divided(groups):
            for way in rule.person:
                if person := self.person(way, who, form or ""):
                    return Facts(*person, self._occasion(rule, {**groups, **where}, form or ""), form)
            if not rule.person and where:
                return Facts(None, None, self._occasion(rule, where, form or ""), form)
        if "said" in groups or ("who" in groups and "nobody" not in rule.person):
            return None
        role = groups.get("role") or groups.get("office")
        return Facts(groups.get("name"), role, self._occasion(rule, groups, form or ""), form)

    def _facts_further(self, groups: Mapping[str, str], spoken: bool) -> Facts | None:
        """Return the facts in the rest of a title line whose beginning names the speaker."""
        facts = self.by_rules(groups["then"], spoken) or NOTHING._replace(form=self.form(groups["then"]))
        role = groups.get("own_office") or groups.get("role")
        return facts._replace(speaker=groups["name"], role=role) if facts != NOTHING else None

    def _divided(self, groups: Mapping[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
        """Yield who may have spoken by a title line, with the occasion where that stands behind the person."""
        if "who" in groups:
            yield groups["who"], {}
        if "said" in groups:
            for who, where in _SPLITTERS[self.kind](groups["said"], self.own):
                yield who, {"occasion": where} if where else {}

    def _occasion(self, rule: TitleRule, groups: Mapping[str, str], form: str) -> str | None:
        """Return the occasion in a title line; of an interview none where the rule says so."""
        asked = rule.asked_nowhere and self.own.pattern("asked_form").search(form)
        phrase = self.own.pattern("before_occasion").fullmatch(groups.get("at", ""))
        to_all = self.own.pattern("to_all").fullmatch(groups.get("at", ""))
        texts = [] if asked else [phrase["occasion"] if phrase and not to_all else "", groups.get("occasion", "")]
        return next(filter(None, (self._clean(text, form) for text in (*texts, groups.get("attended", "")))), None)

    def _clean(self, occasion: str, form: str) -> str | None:
        """Return an occasion without a particle behind it; None for hearers, and for whom a form praises."""
        if self.own.pattern("hearers").fullmatch(occasion):
            return None
        if self.own.pattern("praise").match(form) and self.own.pattern("name_at_end").search(occasion):
            return None
        occasion = self.own.pattern("particle").sub("", occasion)
        return european_names.clean_occasion(occasion) if self.kind == "en" else occasion

    def _form(self, found: re.Match[str]) -> str:
        return " ".join(found["form"].lower().split()) if self.kind == "en" else found["form"]

    def _rule(self, entry: Mapping[str, Any]) -> TitleRule:
        settings = {name: value for name, value in entry.items() if name not in ("pattern", "person")}
        return TitleRule(self.own, entry["pattern"], tuple(entry.get("person", ())), **settings)

    def _unframed(self, part: str) -> str:
        return part.strip(self.frame)


def read_title(line: str, spoken: bool = False) -> Facts | None:
    """Read the facts of a speech in its title, subtitle or a line below, in any language; None when it is no such
    line.

    ``spoken`` says that the text below is known to be the speech, so that 'X delivers a speech' is its title and no
    news of one, and form and occasion are enough.

    >>> read_title("Keynote Speech by Foreign Minister Wang Yi at the Eleventh Lanting Forum")
    Facts(speaker='Wang Yi', role='Foreign Minister', occasion='Eleventh Lanting Forum', form='keynote speech')
    >>> read_title("外交部长王毅在第十一届蓝厅论坛上的主旨演讲")
    Facts(speaker='王毅', role='外交部长', occasion='第十一届蓝厅论坛', form='主旨演讲')
    >>> read_title("王毅在第十一届蓝厅论坛上发表演讲")
    >>> read_title("Речь президента Ивана Громова на открытии Дома переводчиков")
    Facts(speaker='Ивана Громова', role='президента', occasion='открытии Дома переводчиков', form='Речь')
    >>> read_title("Rede von Bürgermeisterin Hanne Vogt zur Eröffnung des Fährhauses")
    Facts(speaker='Hanne Vogt', role='Bürgermeisterin', occasion='Eröffnung des Fährhauses', form='Rede')
    >>> read_title("渡し場会館開館式での森川春子市長の式辞(全文)")
    Facts(speaker='森川春子', role='市長', occasion='渡し場会館開館式', form='式辞')
    >>> read_title("김민수 시장의 제3회 항구 포럼 개막 축사(전문)")
    Facts(speaker='김민수', role='시장', occasion='제3회 항구 포럼 개막', form='축사')
    """
    return next(filter(None, (_read_as_written(reader, line, spoken) for reader in _readers(line, spoken))), None)


def read_press_title(line: str) -> Facts | None:
    """Return who answered, as the title of questions and answers to the press says it; None for another line.

    >>> read_press_title("Foreign Minister Wang Yi Meets the Press")
    Facts(speaker='Wang Yi', role='Foreign Minister', occasion=None, form=None)
    """
    return next(filter(None, (reader.read_press(line) for reader in _all_readers() if reader.own.writes(line))), None)


def read_form(line: str) -> str | None:
    """Return the form of speech, when a title line or its part before or after a colon or a dash is nothing else.

    >>> read_form("Closing Remarks: A Long Day"), read_form("Closing Remarks of the Day")
    ('closing remarks', None)
    >>> read_form("就职演说:慢一点"), read_form("演讲技巧"), read_form("追悼の辞"), read_form("式辞の書き方")
    ('就职演说', None, '追悼の辞', None)
    >>> read_form("Festvortrag: Das Wort am Kai"), read_form("Redensarten"), read_form("기조연설: 강의 언어")
    ('Festvortrag', None, '기조연설')
    >>> read_form("Вступительное слово"), read_form("Слово за слово"), read_form("Слово о друге")
    ('Вступительное слово', None, 'Слово')
    """
    return next(filter(None, (reader.form(line) for reader in _all_readers() if reader.own.writes(line))), None)


def read_press_form(line: str) -> str | None:
    """Return the form that a title of questions and answers to the press names, in any language.

    >>> read_press_form("Press Conference on the Ferry"), read_press_form("渡口翻译新闻发布会文字实录")
    ('press conference', '新闻发布会')
    >>> read_press_form("Pressekonferenz zur Fähre")
    'Pressekonferenz'
    """
    found = (reader.press_form(line) for reader in _all_readers() if reader.own.writes(line))
    return next(filter(None, found), None)


def read_occasion(line: str) -> str | None:
    """Return the occasion of a speech, when the title line is nothing else, in any language.

    >>> read_occasion("At the Opening Ceremony of the Boao Forum for Asia"), read_occasion("在水一方")
    ('Opening Ceremony of the Boao Forum for Asia', None)
    >>> read_occasion("——在第二届渡口论坛上")
    '第二届渡口论坛'
    """
    found = (reader.occasion(line) for reader in _all_readers() if reader.own.writes(line))
    return next(filter(None, found), None)


def is_record(line: str) -> bool:
    """Return whether a speech's title says that the words themselves follow: '(实录)', '中英对照'.

    >>> is_record("国新办新闻发布会(文字实录)"), is_record("国新办举行新闻发布会")
    (True, False)
    """
    return any(reader.own.pattern("record").search(reader.plain(line)) for reader in _all_readers())


@cache
def _all_readers() -> tuple[TitleReader, ...]:
    """Return the readers of all languages whose files have views of titles."""
    others = {code: language(code).entry("together_with", ()) for code in LANGUAGES}
    joined = {code for codes in others.values() for code in codes}
    own = [code for code in LANGUAGES if code not in joined and language(code).entry("views", ())]
    return tuple(TitleReader(code, *others[code]) for code in own)


def _readers(line: str, spoken: bool) -> Iterator[TitleReader]:
    """Yield the title readers for the letters of a line; those for Latin letters where no others settle its language.

    A language that has ``rare_letters`` may be written in those alone where the text is known to be a speech.
    """
    scripted = [reader for reader in _all_readers() if reader.own.has_letters]
    found = [reader for reader in scripted if reader.own.pattern("letters").search(line)]
    yield from found
    others = (reader for reader in scripted if spoken and reader not in found)
    yield from (reader for reader in others if reader.own.pattern("rare_letters").search(line))
    if all(reader.own.entry("mixes_with_latin", False) for reader in found):
        yield from (reader for reader in _all_readers() if not reader.own.has_letters)


def _read_as_written(reader: TitleReader, line: str, spoken: bool) -> Facts | None:
    plain = reader.plain(line)
    facts = _read(reader, reader.bare(plain), spoken)
    return Facts(*(reader.as_written(fact, plain, line) for fact in facts)) if facts else None


def _read(reader: TitleReader, line: str, spoken: bool) -> Facts | None:
    """Return what the first view of a bare title line says, or else the last rules."""
    if reader.own.pattern("no_title").search(line):
        return None
    line = reader.own.pattern("place_after").sub("", line)
    if found := reader.own.pattern("part_in_brackets").fullmatch(line):
        line = f"{found[1]}——{found[2]}"
    views = (_VIEWS[name] for name in reader.views)
    facts = next(filter(None, (view(reader, line, spoken) for view in views)), None)
    return facts or reader.by_rules(line, spoken, last=True)


def _whole(reader: TitleReader, line: str, spoken: bool) -> Facts | None:
    return reader.by_rules(line, spoken)


def _last_part(reader: TitleReader, line: str, spoken: bool) -> Facts | None:
    """Return the facts in the last part of a speech's title, with the speaker whom the first may name."""
    first, *others = reader.parts(line)
    facts = reader.by_rules(others[-1], spoken) if others else None
    way = reader.own.entry("first_part", "")
    if not facts or facts.speaker or facts.role or not way:
        return facts
    person = reader.person(way, first) or NOBODY
    return facts._replace(speaker=person.name, role=person.role)


def _any_part(reader: TitleReader, line: str, spoken: bool) -> Facts | None:
    """Return the facts in a part of a speech's title, the last first, with the speaker whom another may name."""
    parts = list(filter(None, reader.parts(line)))
    facts = next(filter(None, (reader.by_rules(part, spoken) for part in reversed(parts))), None)
    if not facts or facts.speaker or len(parts) < 2:
        return facts
    person = next((one for one in (reader.person("any", part) for part in parts) if one and one.name), None)
    return facts._replace(speaker=person.name, role=person.role) if person else facts


def _form_and_person(reader: TitleReader, line: str, spoken: bool) -> Facts | None:
    """Return the form of speech in a title, and the person who stands behind its mark."""
    first, *others = map(reader.bare, reader.parts(line))
    form = reader.form_before(first, spoken) if others else None
    way = reader.own.entry("person_after_form", "")
    person = (
        next(filter(None, (reader.person(way, part) for part in (others[0], others[-1]))), None) if form else None
    )
    return Facts(*person, None, form) if person else None


def _event_after(reader: TitleReader, line: str, spoken: bool) -> Facts | None:
    """Return the facts in the first part of a speech's title, with the event that the second may name."""
    first, *others = map(reader.bare, reader.parts(line))
    facts = reader.by_rules(first, spoken) if others and len(first) > 3 else None
    if facts and not facts.occasion and reader.own.pattern("event_alone").fullmatch(others[0]):
        return facts._replace(occasion=others[0])
    return facts


def _event_in_brackets(reader: TitleReader, line: str, spoken: bool) -> Facts | None:
    """Return the facts before an event in brackets in a speech's title, with the event."""
    held = reader.own.pattern("in_brackets").fullmatch(line)
    event = read_event(held[2]) if held else None
    facts = _read(reader, held[1], spoken) if held and event else None
    return facts and facts._replace(occasion=facts.occasion or event)


_VIEWS: Mapping[str, Callable[[TitleReader, str, bool], Facts | None]] = {
    "whole": _whole,
    "last part": _last_part,
    "any part": _any_part,
    "form and person": _form_and_person,
    "first part and event": _event_after,
    "event in brackets": _event_in_brackets,
}


def is_interview(form: str | None) -> bool:
    """Return whether a form of speech is an interview: questions and answers.

    >>> is_interview("独家专访"), is_interview("keynote speech")
    (True, False)
    """
    return bool(form and _INTERVIEW_FORM.search(to_simplified(form)))


def is_letter_or_notice(head: str) -> bool:
    """Return whether a title is that of a letter, a notice or a guide, which nobody delivers as a speech.

    >>> is_letter_or_notice("A letter from the chair"), is_letter_or_notice("Address, School of Interpreting")
    (True, False)
    >>> is_letter_or_notice("校长给同学们的回信")
    True
    """
    return bool(_shared_pattern("title_of_what_is_written").search(head))


def is_no_speech(head: str, texts: Sequence[str]) -> bool:
    """Return whether a title is that of a letter, a notice or an essay, which may have lines like a speech.

    Hearers who are addressed and thanked were there, whatever the title says of translation.
    """
    if is_letter_or_notice(head):
        return True
    return bool(_shared_pattern("subject_of_an_essay").search(head)) and not (is_spoken(texts) and is_thanked(texts))
