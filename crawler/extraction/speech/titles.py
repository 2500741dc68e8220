"""The reader of titles of speeches, and of lines like them, in any language.

The rules of a language (``title_rules``) are for a line or a part of one. The ``views`` of its data file name the
ways in which a title is taken apart for them, in the order in which they are tried.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache

from crawler.extraction.speech.languages import LANGUAGES, language
from crawler.extraction.speech.occasion_and_day import read_event
from crawler.extraction.speech.persons import NOBODY
from crawler.extraction.speech.title_rules import Facts, TitleReader


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
