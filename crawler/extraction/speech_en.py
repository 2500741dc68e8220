"""The facts of a speech as English titles word them."""

import re
from typing import NamedTuple


class Facts(NamedTuple):
    """What one line says of a speech; None for what it does not say. ``form`` is in the line's own words."""

    speaker: str | None
    role: str | None
    occasion: str | None
    form: str | None


class Person(NamedTuple):
    """Who speaks, and as what."""

    name: str | None
    role: str | None


_KINDS = (
    "opening|closing|concluding|keynote|welcome|welcoming|special|inaugural|farewell|commencement|convocation|acceptance"
    "|nobel|luncheon|dinner|banquet|congratulatory|introductory|brief|short|video|virtual|recorded|televised|national"
    "|policy|plenary|main|thematic|general|new year|new year's|new year’s|christmas|spring festival|victory|budget"
    "|press|joint|exclusive|written|regular|daily|weekly|annual|public|memorial|graduation|campaign|maiden|prepared"
    "|impromptu|ministerial|presidential|state of the union|state of the nation|launch|guest|distinguished|on-site"
)
_NOUNS = (
    "speech|remarks|address|statement|toast|lecture|keynote|message|interview|press conference|news conference"
    "|press briefing|briefing|q&a|q & a|questions and answers|testimony|eulogy|talk|greetings|intervention|presentation"
    "|sermon|oration|monologue|fireside chat"
)
_FORM = rf"(?P<form>(?:(?:{_KINDS})\s+){{0,3}}(?:{_NOUNS}))"
_LEAD = r"(?:(?:full\s+text|text|transcript|translation|record)\s*(?:of(?:\s+the)?|:)\s*|the\s+)?"
_MADE = r"(?:delivered|made|given|presented)?\s*(?:by|of|from)"

_BY = re.compile(rf"{_LEAD}{_FORM}\s+{_MADE}\s+(?P<rest>.+)", re.IGNORECASE)
_WHOSE = re.compile(
    rf"{_LEAD}(?P<who>.{{2,120}}?)(?:'s|’s|(?<=s)['’])\s+{_FORM}(?:\s+(?P<rest>(?:at|to|on|in|during|before|with)\s.+))?",
    re.IGNORECASE,
)
_AT_BY = re.compile(
    rf"{_LEAD}{_FORM}\s+(?P<rest>(?:at|to|before|during)\s.+?)(?<!hosted)(?<!held)(?<!organised)(?<!organized)"
    r"(?<!sponsored)(?<!convened)\s+(?:delivered\s+)?by\s+(?P<who>[^,]+(?:,[^,]+){0,2})",
    re.IGNORECASE,
)
_AT = re.compile(
    rf"{_LEAD}(?:(?P<who>[^:–—]{{2,80}}):\s*)?{_FORM}\s+(?P<rest>(?:at|to|before|during)\s.+)", re.IGNORECASE
)
_WITH = re.compile(
    rf"{_LEAD}(?:an?\s+)?(?P<form>(?:exclusive\s+)?interview|q&a)(?:\s+with\s+|:\s+|\s+[|–-]\s+)(?P<who>.+)", re.I
)
_ALONE = re.compile(rf"{_LEAD}{_FORM}", re.IGNORECASE)
_TOPIC = re.compile(r"\s+(?:on(?!\s+the\s+occasion)|regarding|concerning|about)\s", re.IGNORECASE)
_AT_OCCASION = re.compile(r"[\s,]+at\s+(?P<occasion>.+)", re.IGNORECASE)
_OTHER_OCCASION = re.compile(
    r"[\s,]+(?P<how>during|before|in\s+the|on\s+the\s+occasion\s+of|to\s+mark|marking|in\s+celebration\s+of|to\s+the)\s+"
    r"(?P<occasion>.+)",
    re.IGNORECASE,
)
_SENT_TO = re.compile(
    r"\b(?:ambassador|representative|envoy|consul|delegate|observer|special adviser)\b", re.IGNORECASE
)
_NEWS_VERB = re.compile(
    r"\b(?:delivers?|delivered|attends?|attended|says?|said|wins?|draws?|sparks?|hails?|hailed|praised?|inspires?|meets"
    r"|urges?|calls\s+for|stresses|highlights?|echoes|resonates?|receives?|earns?|gains?|sheds)\b",
    re.IGNORECASE,
)

_HONORIFIC = re.compile(
    r"(?:the\s+|his\s+excellency\b|her\s+excellency\b|h\.?\s?e\.?(?=\s)|his\s+majesty\b|her\s+majesty\b|(?:rt\.?\s+)?hon(?:\.|ou?rable\b)"
    r"|comrade\b|mrs?\.?(?=\s)|ms\.?(?=\s)|mme\.?(?=\s)|madam\b|madame\b|dr\.?(?=\s)|sir(?=\s))[\s,]*",
    re.IGNORECASE,
)
_ROLE_NOUN = re.compile(
    r"\b(?:minister|president|premier|ambassador|governor|secretary|secretary[- ]general|director|director[- ]general"
    r"|general|chair|chairman|chairwoman|chairperson|commissioner|councill?or|counsell?or|chancellor|vice-chancellor"
    r"|mayor|consul|d.affaires|spokesperson|spokesman|spokeswoman|representative|envoy|ceo|officer|dean|judge|justice"
    r"|king|queen|prince|princess|emperor|pope|senator|speaker|commander|admiral|principal|manager|founder|rector|provost"
    r"|professor|prof|academician|translator|interpreter|editor|editor-in-chief|author|laureate|leader|head|coordinator"
    r"|administrator|fellow|attaché|chief|chief executive|delegate|expert|member|scholar|partner|lawyer|writer)\b\.?",
    re.IGNORECASE,
)
_ORGANISATION_WORD = re.compile(
    r"(?:of|for|to|and|the|on|in|at|&|affairs|commerce|education|finance|trade|defen[cs]e|state|council|committee|nations"
    r"|republic|china|culture|tourism|health|justice|transport|agriculture|energy|environment|science|technology|labou?r"
    r"|ministry|department|institute|university|association|college|company|group|bank|union|office|bureau|commission"
    r"|court|congress|assembly|parliament|party|states|kingdom|province|city|county|region|development|reform"
    r"|security|industry|information|water|resources|interior|planning|investment|economy|europe|africa|asia|america"
    r"|britain|france|germany|russia|japan|india|australia|canada|spain|italy|brazil|egypt|kenya|nigeria)",
    re.IGNORECASE,
)
_NAME_WORD = r"(?:[^\W\d_]\.|[^\W\d_][^\W\d_'’.-]*(?:[-'’][^\W\d_]+){0,3}\.?)"
_PARTICLE = re.compile("d[aeio]|do[sn]|del|van|von|de[rn]|bint?|ibn|[ae]l|l[ae]|ben|y|e")
_NAME = re.compile(rf"{_NAME_WORD}(?:\s+{_NAME_WORD}){{0,4}}")


def read_line(line: str) -> Facts | None:
    """What a title, a subtitle or a line below it says of a speech; None when it is no such line.

    >>> read_line("Keynote Speech by Foreign Minister Wang Yi at the Eleventh Lanting Forum")
    Facts(speaker='Wang Yi', role='Foreign Minister', occasion='Eleventh Lanting Forum', form='keynote speech')
    """
    line = line.strip(" \t–—―-·:")
    return _read_by(line) or _read_at_by(line) or _read_whose(line) or _read_with(line) or _read_at(line)


def read_form(line: str) -> str | None:
    """The form, when the line is nothing else ('Closing Remarks').

    >>> read_form("Closing Remarks"), read_form("Closing Remarks of the Day")
    ('closing remarks', None)
    """
    found = _ALONE.fullmatch(line.strip(" \t–—―-·:"))
    return _form(found) if found else None


def read_person(text: str) -> Person | None:
    """Name and role of one person, in either order; None when there is no name.

    >>> read_person("H.E. Li Qiang, Premier of the State Council")
    Person(name='Li Qiang', role='Premier of the State Council')
    >>> read_person("Minister of Commerce Zhao Lianshan")
    Person(name='Zhao Lianshan', role='Minister of Commerce')
    """
    text = _without_honorifics(re.sub(r"^by\s+", "", text.strip(" ,.–—-"), flags=re.IGNORECASE))
    first, _, second = (part.strip() for part in text.partition(","))
    person = _role_then_name(first)
    if person.name and person.role:
        return person
    if not second:
        return person if person.name else None
    if person.name:
        return Person(person.name, second)
    following = _without_honorifics(second)
    return Person(following, first) if _is_name(following) else None


def read_role(line: str) -> str | None:
    """The role, when the line is nothing else.

    >>> read_role("Premier of the State Council"), read_role("Premier Li Qiang")
    ('Premier of the State Council', None)
    """
    line = line.strip(" ,.")
    return line if _ROLE_NOUN.search(line) and line[:1].isupper() and not read_person(line) else None


def read_occasion(line: str) -> str | None:
    """The occasion, when the line is nothing else.

    >>> read_occasion("At the Opening Ceremony of the Boao Forum for Asia")
    'Opening Ceremony of the Boao Forum for Asia'
    """
    found = re.fullmatch(r"\(?at\s+(.{3,150})", line.strip(), re.IGNORECASE)
    return _clean_occasion(found[1]) if found and not line.rstrip().endswith(".") else None


def _read_by(line: str) -> Facts | None:
    found = _BY.fullmatch(line)
    if not found or _NEWS_VERB.search(line):
        return None
    who, occasion = _split_occasion(found["rest"])
    person = read_person(who)
    return Facts(person.name, person.role, occasion, _form(found)) if person else None


def _read_at_by(line: str) -> Facts | None:
    found = _AT_BY.fullmatch(line)
    person = read_person(found["who"]) if found and not _NEWS_VERB.search(line) else None
    if not found or not person:
        return None
    return Facts(person.name, person.role, _occasion(found["rest"]), _form(found))


def _read_whose(line: str) -> Facts | None:
    found = _WHOSE.fullmatch(line)
    if not found or _NEWS_VERB.search(line):
        return None
    person = read_person(found["who"])
    occasion = _occasion(found["rest"]) if found["rest"] else None
    return Facts(person.name, person.role, occasion, _form(found)) if person else None


def _read_with(line: str) -> Facts | None:
    found = _WITH.fullmatch(line)
    person = read_person(_before_topic(found["who"])) if found else None
    return Facts(person.name, person.role, None, _form(found)) if found and person else None


def _read_at(line: str) -> Facts | None:
    found = _AT.fullmatch(line)
    if not found or _NEWS_VERB.search(line):
        return None
    person = (read_person(found["who"]) if found["who"] else None) or Person(None, None)
    return Facts(person.name, person.role, _occasion(found["rest"]), _form(found))


def _form(found: re.Match[str]) -> str:
    return " ".join(found["form"].lower().split())


def _split_occasion(rest: str) -> tuple[str, str | None]:
    """Who, and the occasion that follows; what the speech was about is neither."""
    if found := _AT_OCCASION.search(rest):
        return _before_topic(rest[: found.start()]), _clean_occasion(found["occasion"])
    found, topic = _OTHER_OCCASION.search(rest), _TOPIC.search(rest)
    if (
        not found
        or (topic and topic.start() < found.start())
        or _belongs_to_role(rest[: found.start()], found["how"])
    ):
        return _before_topic(rest), None
    return rest[: found.start()], _clean_occasion(found["occasion"])


def _before_topic(text: str) -> str:
    return re.split(r":\s|\s[–—|-]\s", _TOPIC.split(text)[0], maxsplit=1)[0]


def _belongs_to_role(who: str, how: str) -> bool:
    """Whether 'to the' tells where an ambassador is sent, not whom he spoke to."""
    return how.lower().startswith("to") and bool(_SENT_TO.search(who)) and ("," in who or not read_person(who))


def _occasion(rest: str) -> str | None:
    found = re.match(r"(?:at|to|before|during|in|on\s+the\s+occasion\s+of)\s+(.+)", rest, re.IGNORECASE)
    return _clean_occasion(found[1]) if found else None


def _clean_occasion(text: str) -> str | None:
    text = re.sub(r"^(?:the|an?)\s+", "", text.strip(), flags=re.IGNORECASE)
    text = re.split(r"\s+[–—|]\s+|\s+-\s+|:\s", text, maxsplit=1)[0]
    text = text.strip(" ,.;:-–—(")
    return None if not text or text.lower() in ("nation", "people", "public", "media", "press") else text


def _without_honorifics(text: str) -> str:
    while found := _HONORIFIC.match(text):
        text = text[found.end() :]
    return text


def _role_then_name(text: str) -> Person:
    """A role and the name after it, where the text has both; a text that is neither gives two Nones."""
    nouns = list(_ROLE_NOUN.finditer(text))
    if not nouns:
        return Person(text, None) if _is_name(text) else Person(None, None)
    end = nouns[-1].end()
    name = _without_honorifics(text[end:].strip())
    if name and not re.match(r"(?:of|for|to|at|in|on)\s", name):
        return Person(name, text[:end].strip()) if _is_name(name) else Person(None, None)
    name = _name_at_end(name)
    return Person(name, text[: len(text) - len(name)].strip()) if name else Person(None, None)


def _name_at_end(text: str) -> str:
    """The name after an organisation or a country ('of Commerce Wang Wentao'), or nothing."""
    tokens = text.split()
    organisation = [_ORGANISATION_WORD.fullmatch(token) or _is_acronym(token) for token in tokens]
    last = max((n for n, known in enumerate(organisation) if known), default=0)
    own = tokens[last + 1 :]
    if len(own) > 3 or (len(own) == 3 and tokens[last].islower()):
        own = own[-2:]
    name = " ".join(own)
    return name if len(own) >= 2 and _is_name(name) else ""


def _is_acronym(token: str) -> bool:
    return 2 <= len(token) <= 5 and token.isupper()


def _is_name(text: str) -> bool:
    """Whether the words are capitalised as those of a name, and none is known to be something else."""
    if not _NAME.fullmatch(text):
        return False
    tokens = text.split()
    capital = all(token[0].isupper() or _PARTICLE.fullmatch(token) for token in tokens)
    return capital and not any(_ORGANISATION_WORD.fullmatch(token) for token in tokens)
