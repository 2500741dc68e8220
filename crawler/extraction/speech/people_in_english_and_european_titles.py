"""Speakers' names and offices in English and the other languages of Europe in Latin letters: a name and a role, in
either order, and the occasion that may follow.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from crawler.extraction.language.detection import words_of
from crawler.extraction.speech.language_data import LANGUAGES, language

_pattern = language("en").pattern
_ROLE_NOUN = _pattern("role_noun")
EUROPEAN = language(*(code for code in LANGUAGES if language(code).entry("like", "") == "latin"))


class Person(NamedTuple):
    """The speaker of a speech: name and role."""

    name: str | None
    role: str | None


NOBODY = Person(None, None)


def read_person(text: str) -> Person | None:
    """Read an English speaker's name and role, in either order; None when there is no name.

    >>> read_person("H.E. Li Qiang, Premier of the State Council")
    Person(name='Li Qiang', role='Premier of the State Council')
    >>> read_person("Minister of Commerce Zhao Lianshan")
    Person(name='Zhao Lianshan', role='Minister of Commerce')
    """
    text = _without_honorifics(re.sub(r"^by\s+", "", text.strip(" ,.–—-"), flags=re.IGNORECASE))
    first, _, second = (part.strip() for part in text.partition(","))
    person = _role_then_name(first)
    if person.name and person.role:
        titled = _is_office(second) or _pattern("office_of").search(second)
        return Person(person.name, second) if titled and _pattern("courtesy").fullmatch(person.role) else person
    if not second:
        return person if person.name else None
    if person.name:
        return Person(person.name, second)
    following = _without_honorifics(second)
    return Person(following, first) if _is_name(following) else None


def read_role(line: str) -> str | None:
    """Return the role of an English speaker, when the line is nothing else.

    >>> read_role("Premier of the State Council"), read_role("Premier Li Qiang")
    ('Premier of the State Council', None)
    """
    line = line.strip(" ,.")
    return line if _ROLE_NOUN.search(line) and line[:1].isupper() and not read_person(line) else None


def names_role(text: str) -> bool:
    """Return whether an English text has the name of an office in it.

    >>> names_role("Honorary President"), names_role("China")
    (True, False)
    """
    return bool(_ROLE_NOUN.search(text))


def _is_office(text: str) -> bool:
    """Return whether an English text is an office and nothing else, from its first word or its last before 'of'.

    >>> _is_office("Embassy Spokesperson"), _is_office("Rector of the University"), _is_office("Beijing")
    (True, True, False)
    """
    office = re.split(r"\s(?:of|for|to|at|in|and)\s|,", text, maxsplit=1)[0]
    nouns = list(_ROLE_NOUN.finditer(office))
    return bool(nouns) and office[nouns[-1].end() :].strip().lower() in ("", "general") and text[:1].isupper()


def is_sure_name(text: str) -> bool:
    """Return whether an English name without an office is one: of two words or more, and none a common word.

    >>> is_sure_name("Ottilie Crane"), is_sure_name("Peaceful Development"), is_sure_name("Will Young")
    (True, False, True)
    """
    names = [name.lower() for name in text.split()]
    return (
        len(names) > 1
        and not re.search(r"['’]s\b", text)
        and not any(name in words_of("en") and not _pattern("names_too").fullmatch(name) for name in names)
    )


def office_of(who: str) -> Person | None:
    """Return the English speaker who is named by the office alone: 'the Embassy Spokesperson'."""
    role = re.sub(r"^(?:the|our)\s+", "", who.strip(" ,"), flags=re.IGNORECASE)
    return Person(None, role) if _is_office(role) else None


def split_occasion(said: str) -> tuple[str, str | None]:
    """Split the English speaker from the occasion that follows, without the topic of the speech.

    >>> split_occasion("Ada Quill, Keeper of the Light, at the Harbour Forum")
    ('Ada Quill, Keeper of the Light', 'Harbour Forum')
    """
    if found := _pattern("at_occasion").search(said):
        return before_topic(said[: found.start()]), clean_occasion(found["occasion"])
    found, topic = _pattern("other_occasion").search(said), _pattern("topic").search(said)
    if not found or (topic and topic.start() < found.start()):
        return before_topic(said), None
    who = said[: found.start()]
    if _belongs_to_role(who, found["how"]):
        return before_topic(said), None
    return who, clean_occasion(found["occasion"])


def clean_occasion(text: str) -> str | None:
    """Return an English occasion without article and what follows it; None for the hearers of all speeches.

    >>> clean_occasion("the Harbour Forum: A Day on the Water"), clean_occasion("the Nation")
    ('Harbour Forum', None)
    """
    text = re.sub(r"^(?:the|an?)\s+", "", text.strip(), flags=re.IGNORECASE)
    text = re.split(r"\s+[–—|]\s+|\s+-\s+|:\s", text, maxsplit=1)[0]
    text = _pattern("after_event").split(text, maxsplit=1)[0].strip(" ,.;:-–—(")
    return None if not text or text.lower() in ("nation", "people", "public", "media", "press") else text


def before_topic(text: str) -> str:
    """Return what an English title says before its topic: 'on …', or what follows a colon or a dash."""
    return re.split(r":\s|\s[–—|-]\s", _pattern("topic").split(text)[0], maxsplit=1)[0]


def _belongs_to_role(who: str, how: str) -> bool:
    """Return whether 'to the' says where an ambassador is sent, not whom he spoke to."""
    sent = how.lower().startswith("to") and _pattern("envoy").search(who)
    return bool(sent) and ("," in who or not read_person(who))


def _without_honorifics(text: str) -> str:
    while found := _pattern("honorific").match(text):
        text = text[found.end() :]
    return text


def _role_then_name(text: str) -> Person:
    """Read an English role and the name after it, where the text has both; two Nones for neither."""
    nouns = list(_ROLE_NOUN.finditer(text))
    if not nouns:
        return Person(text, None) if _is_name(text) else Person(None, None)
    if turned := _name_then_role(text, nouns[0].start()):
        return turned
    end = nouns[-1].end()
    name = _without_honorifics(text[end:].strip())
    if name and not re.match(r"(?:of|for|to|at|in|on)\s", name):
        return Person(name, text[:end].strip()) if _is_name(name) else Person(None, None)
    name = _name_at_end(name)
    return Person(name, text[: len(text) - len(name)].strip()) if name else Person(None, None)


def _name_then_role(text: str, start: int) -> Person | None:
    """Read an English name and role with no comma between them, as 'Xi Jinping President of China'."""
    name, role = text[:start].strip(), text[start:]
    is_open = re.match(r"\S+\s+(?:of|for|to)\s", role)
    if not is_open or len(name.split()) < 2 or not _is_name(name) or _pattern("before_role").search(name):
        return None
    return Person(name, role)


def _name_at_end(text: str) -> str:
    """Return the English name after an organisation or a country ('of Commerce Wang Wentao'), or nothing."""
    tokens = text.split()
    organisation = [_pattern("organisation_word").fullmatch(token) or _is_acronym(token) for token in tokens]
    last = max((n for n, known in enumerate(organisation) if known), default=0)
    own = tokens[last + 1 :]
    if tokens and tokens[last].islower():
        own = own[-2:] if len(own) > 2 else []  # 'of Norland Li Wei', but 'of Ferry House'
    elif len(own) > 3:
        own = own[-2:]
    name = " ".join(own)
    return name if len(own) >= 2 and _is_name(name) else ""


def _is_acronym(token: str) -> bool:
    return 2 <= len(token) <= 5 and token.isupper()


def _is_name(text: str) -> bool:
    """Return whether English words are capitalised as those of a name, and none is known to be something else."""
    if not _pattern("name").fullmatch(text):
        return False
    tokens = text.split()
    capital = all(token[0].isupper() or _pattern("particle_of_names").fullmatch(token) for token in tokens)
    return capital and not any(
        _pattern("organisation_word").fullmatch(word) or _pattern("nobody").fullmatch(word) for word in tokens
    )


def european_person(text: str) -> Person | None:
    """Read a speaker's name and role in a European language, in either order; None without a known role.

    >>> european_person("Mme Odile Ferrand, directrice du Bac"), european_person("maire Luc Morin")
    (Person(name='Odile Ferrand', role='directrice du Bac'), Person(name='Luc Morin', role='maire'))
    """
    degree, role = EUROPEAN.pattern("degree"), EUROPEAN.pattern("role")
    plain = degree.sub("", _without_honorific(text.strip(" ,.")))
    first, _, second = (_without_honorific(part.strip()) for part in plain.partition(","))
    if _is_european_name(first) and not role.search(first):
        if role.search(second):
            return Person(first, second)
        professor = EUROPEAN.pattern("professor").search(text)
        return Person(first, professor and professor[0]) if professor or degree.search(text) else None
    if second and _is_european_name(second) and role.search(first):
        return Person(second, first)
    return next(_role_before_name(first.split()), None)


def european_office(text: str) -> Person | None:
    """Return the speaker named by the office alone in a European language: a Person without a name."""
    bare = _without_honorific(text.strip(" ,."))
    return Person(None, bare) if EUROPEAN.pattern("role").match(bare) else None


def european_name(text: str) -> Person | None:
    """Read a speaker's name that has no known role in a European language, with what is said behind a comma.

    >>> european_name("Mme Odile Ferrand, amie du fleuve"), european_name("directrice du Bac")
    (Person(name='Odile Ferrand', role='amie du fleuve'), None)
    """
    first, _, second = text.partition(", ")
    if re.search(r"\d", second) or EUROPEAN.pattern("role").match(first):
        return None
    name = EUROPEAN.pattern("degree").sub("", _without_honorific(first.strip(" ,.")))
    return Person(name, second.strip(" ,") or None) if _is_european_name(name) else None


def names_european_role(text: str) -> bool:
    """Return whether a text in a European language has the name of an office in it."""
    return bool(EUROPEAN.pattern("role").search(text))


def _role_before_name(words: list[str]) -> Iterator[Person]:
    """Yield names of two to four words after a role in a European language, to which its organisation belongs."""
    for length in (2, 3, 4):
        name, role = " ".join(words[-length:]), " ".join(words[:-length])
        if not EUROPEAN.pattern("role").match(role) or not _is_european_name(name):
            continue
        if not EUROPEAN.pattern("role_leads_on").fullmatch(role.split()[-1].lower()):
            yield Person(_without_honorific(name), role.removesuffix(" Prof."))


def _is_european_name(text: str) -> bool:
    return bool(EUROPEAN.pattern("name").fullmatch(text))


def _without_honorific(text: str) -> str:
    return EUROPEAN.pattern("honorific").sub("", text, count=1)
