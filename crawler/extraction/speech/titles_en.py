"""The facts of a speech as English titles word them."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from crawler.extraction.speech.persons_en import Person, is_office, is_sure_name, read_person
from crawler.extraction.text.word_lists import any_of


class Facts(NamedTuple):
    """What one line says of a speech; None for what it does not say. ``form`` is in the line's own words."""

    speaker: str | None
    role: str | None
    occasion: str | None
    form: str | None


_KINDS = any_of("speech", "form kinds.en")
_NOUNS = any_of("speech", "forms.en")
_FORM = rf"(?P<form>(?:(?:{_KINDS})\s+){{0,3}}(?:{_NOUNS}))"
_LEAD = (
    r"(?:(?:full(?=\s+(?:speech|remarks|address))|complete)\s+"
    r"|(?:full\s+text|text|transcript|translation|record)\s*(?:of(?:\s+the)?|:)\s*|the\s+)?"
)
_AS = r"(?:\s+\(?as\s+(?:prepared|delivered)(?:\s+for\s+delivery)?\)?)?"
_FEAST = r"(?:the\s+)?(?:[\w'’-]+\s+){0,5}(?:day|week|anniversary|festival)\b"
_MADE = r"(?:(?:as\s+)?(?:delivered|made|given|presented)\s+)?(?:by|of|from)"

_BY = re.compile(rf"{_LEAD}{_FORM}{_AS}\s+{_MADE}\s+(?P<rest>.+)", re.IGNORECASE)
_WHOSE = re.compile(
    rf"{_LEAD}(?P<who>.{{2,120}}?)(?:'s|’s|(?<=s)['’])\s+{_FORM}(?:\s+(?P<rest>(?:at|to|on|in|for|during|before|with)\s.+))?",
    re.IGNORECASE,
)
_AT_BY = re.compile(
    rf"(?:an?\s+)?{_LEAD}{_FORM}\s+(?:(?:delivered|given|made|presented)\s+)?(?P<rest>(?:at|to|before|during|on|for|in)\s.+?)(?<!hosted)(?<!held)(?<!organised)(?<!organized)"
    r"(?<!sponsored)(?<!convened),?\s+(?:(?:delivered|given|made|presented)\s+)?by\s+(?P<who>[^,]+(?:,[^,]+){0,2})",
    re.IGNORECASE,
)
_AT = re.compile(
    rf"{_LEAD}(?:(?P<who>[^:–—|]{{2,80}}?)(?::|\s[–—|-]+)\s*)?{_FORM}{_AS}\s+(?P<rest>(?:at|to|before|during)\s.+)",
    re.IGNORECASE,
)
_WITH = re.compile(
    rf"{_LEAD}(?:an?\s+)?(?:in\s+)?(?P<form>(?:exclusive\s+)?interview|q&a|conversation)(?:\s+with\s+|:\s+|\s+[|–-]\s+)(?P<who>.+)",
    re.I,
)
_BY_PRESS = re.compile(r"\s+(?:by|for|from|on|with|to|in)\s+(?=(?:the\s+)?[A-Z])")
_GIVES_INTERVIEW = re.compile(
    r"(?P<who>.{3,80}?)\s+(?:gives|grants|gave|granted)\s+(?:an?\s+)?(?P<form>(?:(?:exclusive|written|joint|television|tv|radio)\s+)?"
    r"interview)\s+(?:to|with)\s.{2,80}",
    re.IGNORECASE,
)
_MEETS = re.compile(
    r"(?P<who>.{3,80}?)\s+(?:meets\s+(?:with\s+)?the\s+press|(?:answers|takes)\s+questions"
    r"|holds\s+(?:an?\s+)?(?P<form>(?:press|news)\s+conference))(?:\W.*)?",
    re.IGNORECASE,
)
_QUESTIONS = re.compile(r"(?:\w+\s+)?questions\s+(?:for|to)\s+(?P<who>[^:–—|]{3,80}).*", re.IGNORECASE)
_DELIVERS = re.compile(
    rf"{_LEAD}(?P<who>.{{2,80}}?)\s+(?:attends\s+(?P<attended>.{{3,120}}?)\s+and\s+)?"
    rf"(?:delivers?|delivered|gives|gave|makes|made|presents)\s+(?:an?\s+|the\s+)?{_FORM}(?:\s+(?P<rest>(?:at|to|during|before)\s.+))?",
    re.IGNORECASE,
)
_WHO_FORM = re.compile(rf"{_LEAD}(?P<who>[^:–—|]{{2,80}}?)(?::|\s[–—|-]+)\s*{_FORM}", re.IGNORECASE)
_PRESS_ON = re.compile(
    rf"{_LEAD}(?P<form>(?:(?:{_KINDS})\s+){{0,2}}(?:(?:press|news)\s+conference|press\s+briefing|briefing))"
    r"(?:\s+(?:on|about|regarding|at|in)\s.+)?",
    re.IGNORECASE,
)
_TAIL = re.compile(
    rf"(?:\s*[(\[（【](?:the\s+)?{any_of('speech', 'remarks.en')}?{any_of('speech', 'remarks on text.en')}"
    rf"[)\]）】]){{1,3}}\s*\Z|\s*[,:|–—-]?\s+(?:full\s+)?(?:transcript|text)\s*\Z",
    re.IGNORECASE,
)
_BY_LETTER = re.compile("message|greetings|talk|presentation|tribute")
_ABOUT = re.compile(rf"(?:the\s+)?{any_of('speech', 'about a speech.en')}\b", re.IGNORECASE)
_AFTER = re.compile(r"\s+(?:after|following|ahead\s+of)\s", re.IGNORECASE)
_ACRONYM = re.compile("[A-Z]{2,5}")
_TWO = re.compile(r"\s+and\s+(?:the\s+)?", re.IGNORECASE)
_PRESS_FORM = re.compile("interview|q ?& ?a|conference|briefing")
_FRAME = " \t–—―-·:"
_DASH = re.compile(r"\s[–—|-]+\s|[–—]+|:\s|(?<=[a-z]{5})\.\s(?=[A-Z])")
_YEAR = re.compile(r"[,\s]+(?:19|20)\d\d\Z|\A(?:19|20)\d\d\s+")
_ALONE = re.compile(rf"{_LEAD}{_FORM}", re.IGNORECASE)
_FOR_SOMEBODY = re.compile(
    rf"(?:an?\s+)?{_LEAD}{_FORM}\s+(?:for|to|in\s+(?:honou?r|memory)\s+of)\s+[^:]{{3,80}}", re.IGNORECASE
)
_OF_SOMEBODY = re.compile("eulogy|tribute|toast|oration|sermon|memorial")
_TOPIC = re.compile(r"\s+(?:on(?!\s+the\s+occasion)|regarding|concerning|about)\s", re.IGNORECASE)
_AT_OCCASION = re.compile(r"[\s,]+at\s+(?P<occasion>.+)", re.IGNORECASE)
_OTHER_OCCASION = re.compile(
    r"[\s,]+(?P<how>during|before|in\s+the|on\s+the\s+occasion\s+of|to\s+mark|marking|in\s+celebration\s+of|to\s+the"
    rf"|(?:on|for)(?=\s{_FEAST}))\s+"
    r"(?P<occasion>.+)",
    re.IGNORECASE,
)
_TO_ALL = re.compile(r"to\s+(?:the\s+|all\s+|our\s+)?(?:[a-z]+s|staff|nation|people)")
_SENT_TO = re.compile(rf"\b{any_of('speech', 'sent to.en')}\b", re.IGNORECASE)
_NEWS_VERB = re.compile(rf"\b{any_of('speech', 'news verbs.en')}\b", re.IGNORECASE)


def read_line(line: str, spoken: bool = False) -> Facts | None:
    """What a title, a subtitle or a line below it says of a speech; None when it is no such line.

    ``spoken`` says that the text below is known to be the speech, so that 'X delivers a speech' is its title.

    >>> read_line("Keynote Speech by Foreign Minister Wang Yi at the Eleventh Lanting Forum")
    Facts(speaker='Wang Yi', role='Foreign Minister', occasion='Eleventh Lanting Forum', form='keynote speech')
    """
    line = _unmarked(line).strip(_FRAME)
    if _ABOUT.match(line):
        return None
    facts = _read_whole(line) or ((_read_delivers(line) or _read_office(line)) if spoken else None)
    facts = facts or _read_parts([part.strip(_FRAME) for part in _DASH.split(line)])
    return facts or (_read_by_others(line) if spoken else None)


def _read_parts(parts: Sequence[str]) -> Facts | None:
    """What the last part of a title says, with the speaker whom the first may name, or who stands beside a form."""
    if len(parts) < 2:
        return None
    facts = _read_whole(parts[-1])
    if not facts and (form := read_form(parts[0])):
        facts = Facts(None, None, None, form) if _sure_person(parts[-1]) else None
        person = _sure_person(parts[-1])
    else:
        person = _sure_person(parts[0])
    if not facts or facts.speaker or facts.role or not person:
        return facts
    return facts._replace(speaker=person.name, role=person.role)


def _read_whole(line: str) -> Facts | None:
    readers = (_read_by, _read_at_by, _read_whose, _read_with, _read_gives_interview, _read_at, _read_who)
    return next(filter(None, (read(line) for read in readers)), None)


def read_press_line(line: str) -> Facts | None:
    """Who answered, as the title of questions and answers says it; None for another line.

    >>> read_press_line("Foreign Minister Wang Yi Meets the Press")
    Facts(speaker='Wang Yi', role='Foreign Minister', occasion=None, form=None)
    """
    found = _MEETS.fullmatch(line)
    if not found:
        asked = _QUESTIONS.fullmatch(line)
        person = _sure_person(asked["who"]) if asked else None
        return Facts(person.name, person.role, None, None) if person else None
    person = read_person(found["who"])
    return Facts(person.name, person.role, None, found["form"] and _form(found)) if person else None


def read_form(line: str) -> str | None:
    """The form, when the line or its part before or after a colon or a dash is nothing else.

    >>> read_form("Closing Remarks: A Long Day"), read_form("Closing Remarks of the Day")
    ('closing remarks', None)
    """
    line = _unmarked(line)
    parts = (_YEAR.sub("", part).strip(_FRAME) for part in (line, *_DASH.split(line), line.partition(", ")[0]))
    found = next(filter(None, map(_ALONE.fullmatch, parts)), None)
    whom = _FOR_SOMEBODY.fullmatch(line)
    found = found or (whom if whom and _OF_SOMEBODY.search(whom["form"].lower()) else None)
    return _form(found) if found else None


def read_press_form(line: str) -> str | None:
    """The form with which a title of questions and answers to the press begins.

    >>> read_press_form("Press Conference on the Ferry")
    'press conference'
    """
    found = _PRESS_ON.fullmatch(_unmarked(line))
    return _form(found) if found else None


def read_occasion(line: str) -> str | None:
    """The occasion, when the line is nothing else.

    >>> read_occasion("At the Opening Ceremony of the Boao Forum for Asia")
    'Opening Ceremony of the Boao Forum for Asia'
    """
    found = re.fullmatch(r"\(?at\s+(.{3,150})", line.strip(), re.IGNORECASE)
    return _clean_occasion(found[1]) if found and not line.rstrip().endswith(".") else None


def _read_by(line: str) -> Facts | None:
    found = _BY.fullmatch(line)
    if not found or _NEWS_VERB.search(found["rest"]):
        return None
    who, occasion = split_occasion(found["rest"])
    person = _person(who) or _office(who, found)
    return Facts(person.name, person.role, occasion, _form(found)) if person else None


def _read_by_others(line: str) -> Facts | None:
    """'Statement by the delegation at the session': where, though not by whom."""
    found = _BY.fullmatch(line)
    occasion = split_occasion(found["rest"])[1] if found and not _NEWS_VERB.search(found["rest"]) else None
    return Facts(None, None, occasion, _form(found)) if found and occasion else None


def _read_at_by(line: str) -> Facts | None:
    found = _AT_BY.fullmatch(line)
    if not found or _NEWS_VERB.search(found["rest"]):
        return None
    who = _AFTER.split(found["who"], maxsplit=1)[0]
    person = _person(who) or _office(who, found)
    return Facts(person.name, person.role, _occasion(found["rest"]), _form(found)) if person else None


def _read_whose(line: str) -> Facts | None:
    found = _WHOSE.fullmatch(line)
    if not found or _NEWS_VERB.search(line):
        return None
    person = _person(found["who"]) or (_office(found["who"], found) if found["rest"] else None)
    occasion = _occasion(found["rest"]) if found["rest"] and not _is_press(found) else None
    return Facts(person.name, person.role, occasion, _form(found)) if person else None


def _read_office(line: str) -> Facts | None:
    """'Dean's Welcome Speech', which is one when the text below is."""
    found = _WHOSE.fullmatch(line)
    person = _office(found["who"], found) if found else None
    return Facts(None, person.role, None, _form(found)) if found and person else None


def _read_with(line: str) -> Facts | None:
    found = _WITH.fullmatch(line)
    person = _sure_person(_BY_PRESS.split(_before_topic(found["who"]))[0]) if found else None
    return Facts(person.name, person.role, None, _form(found)) if found and person else None


def _read_gives_interview(line: str) -> Facts | None:
    """'Ambassador X Gives an Interview to the Daily': an interview is given in no other way, so it is no news."""
    found = _GIVES_INTERVIEW.fullmatch(line)
    person = _sure_person(found["who"]) if found else None
    return Facts(person.name, person.role, None, _form(found)) if found and person else None


def _read_at(line: str) -> Facts | None:
    found = _AT.fullmatch(line)
    if not found or _NEWS_VERB.search(line):
        return None
    person = (_sure_person(found["who"]) if found["who"] else None) or Person(None, None)
    return Facts(person.name, person.role, _occasion(found["rest"]), _form(found))


def _read_who(line: str) -> Facts | None:
    found = _WHO_FORM.fullmatch(line)
    person = _sure_person(found["who"]) if found and not _NEWS_VERB.search(line) else None
    return Facts(person.name, person.role, None, _form(found)) if found and person else None


def _read_delivers(line: str) -> Facts | None:
    found = _DELIVERS.fullmatch(line)
    person = read_person(found["who"]) if found else None
    if not found or not person:
        return None
    occasion = _occasion(found["rest"]) if found["rest"] and not _is_press(found) else None
    if not occasion and found["attended"]:
        occasion = _clean_occasion(found["attended"])
    return Facts(person.name, person.role, occasion, _form(found))


def _unmarked(line: str) -> str:
    """The line without '(Full Text)' after it."""
    return _TAIL.sub("", line.strip(_FRAME))


def _person(who: str) -> Person | None:
    """The person, the first where there are two; an acronym is an office ('CE', 'SFST')."""
    first, *others = _TWO.split(who, maxsplit=1)
    person = (read_person(first) if others and read_person(others[0]) else None) or read_person(who)
    if person and not person.role and _ACRONYM.fullmatch(person.name or ""):
        return Person(None, person.name)
    return person


def _sure_person(who: str) -> Person | None:
    person = _person(who)
    return person if person and (person.role or is_sure_name(person.name or "")) else None


def _office(who: str, found: re.Match[str]) -> Person | None:
    """Who is named by the office alone ('the Embassy Spokesperson'), but for what offices also write."""
    role = re.sub(r"^(?:the|our)\s+", "", who.strip(" ,"), flags=re.IGNORECASE)
    return Person(None, role) if is_office(role) and not _BY_LETTER.search(found["form"].lower()) else None


def _is_press(found: re.Match[str]) -> bool:
    """Whether it is an interview or the like, which is given to somebody, not held at something."""
    return bool(_PRESS_FORM.search(_form(found)))


def _form(found: re.Match[str]) -> str:
    return " ".join(found["form"].lower().split())


def split_occasion(rest: str) -> tuple[str, str | None]:
    """Who, and the occasion that follows; what the speech was about is neither."""
    if found := _AT_OCCASION.search(rest):
        return _before_topic(rest[: found.start()]), _clean_occasion(found["occasion"])
    found, topic = _OTHER_OCCASION.search(rest), _TOPIC.search(rest)
    if not found or (topic and topic.start() < found.start()):
        return _before_topic(rest), None
    who = rest[: found.start()]
    if _belongs_to_role(who, found["how"]):
        return _before_topic(rest), None
    return who, _clean_occasion(found["occasion"])


def _before_topic(text: str) -> str:
    return re.split(r":\s|\s[–—|-]\s", _TOPIC.split(text)[0], maxsplit=1)[0]


def _belongs_to_role(who: str, how: str) -> bool:
    """Whether 'to the' tells where an ambassador is sent, not whom he spoke to."""
    return how.lower().startswith("to") and bool(_SENT_TO.search(who)) and ("," in who or not read_person(who))


def _occasion(rest: str) -> str | None:
    found = re.match(
        rf"(?:at|to|before|during|in(?=\s+the\s)|on\s+the\s+occasion\s+of|(?:on|for)(?=\s{_FEAST}))\s+(.+)",
        rest,
        re.IGNORECASE,
    )
    return None if not found or _TO_ALL.fullmatch(rest) else _clean_occasion(found[1])


def _clean_occasion(text: str) -> str | None:
    text = re.sub(r"^(?:the|an?)\s+", "", text.strip(), flags=re.IGNORECASE)
    text = _AFTER.split(re.split(r"\s+[–—|]\s+|\s+-\s+|:\s", text, maxsplit=1)[0], maxsplit=1)[0]
    text = text.strip(" ,.;:-–—(")
    return None if not text or text.lower() in ("nation", "people", "public", "media", "press") else text
