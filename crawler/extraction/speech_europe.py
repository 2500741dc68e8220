"""The facts of a speech as titles in German, French, Spanish, Portuguese and Italian word them."""

import re
from typing import NamedTuple

from crawler.extraction.persons_en import Person
from crawler.extraction.speech_en import Facts


class _Language(NamedTuple):
    """How a language names a form, who spoke and where: three patterns."""

    form: str
    by: str
    at: str


_GERMAN = _Language(
    r"(?:[A-ZÄÖÜ][a-zäöüß]*)?(?:[Rr]ede|[Aa]nsprache|[Vv]ortrag|[Gg]rußworte?|[Ll]audatio|[Ss]tatement|[Ee]rklärung"
    r"|[Pp]ressekonferenz|[Ii]nterview|[Tt]oast)",
    r"(?:von|des|der|mit)\s+",
    r"(?:beim?|auf|anlässlich|zum|zur|am|an|im|in|vor)\s+(?:de[rmsn]\s+)?",
)
_FRENCH = _Language(
    r"(?:Discours|Allocution|Intervention|Déclaration|Toast|Message|Conférence\s+de\s+presse|Entretien|Mots?|Propos)"
    r"(?:\s+(?:d['’]ouverture|de\s+(?:clôture|bienvenue|remerciements?)|inaugurale?|liminaires?))?",
    r"(?:prononcée?\s+)?(?:par\s+|avec\s+|du\s+|de\s+la\s+|de\s+l['’]|de\s+|d['’])",
    r"(?:à\s+l['’]occasion\s+d(?:e\s+la\s+|e\s+l['’]|u\s+|es\s+|e\s+|['’])|lors\s+d(?:e\s+la\s+|e\s+l['’]|u\s+|es\s+|e\s+|['’])"
    r"|devant\s+(?:l[ae]s?\s+|l['’])|à\s+la\s+|à\s+l['’]|aux?\s+|à\s+|pour\s+)",
)
_ROMANCE = _Language(
    r"(?:Discurso|Palabras|Intervención|Brindis|Declaración|Conferencia(?:\s+de\s+prensa)?|Mensaje|Entrevista|Palavras"
    r"|Intervenção|Brinde|Discorso|Intervento|Dichiarazione|Prolusione)"
    r"(?:\s+(?:de\s+(?:apertura|clausura|bienvenida|abertura|encerramento|boas-vindas)|di\s+(?:apertura|chiusura|benvenuto)"
    r"|inaugurale?))?",
    r"(?:pronunciad[oa]\s+por\s+|por\s+|con\s+|de\s+la\s+|de\s+el\s+|del(?:la|lo)?\s+|dell['’]|de\s+|d[oai]\s+)",
    r"(?:con\s+motivo\s+de(?:l|\s+la)?\s+|durante\s+(?:el|la|o|a|il)\s+|ante\s+(?:el|la)\s+|en\s+(?:el|la|los|las)\s+|en\s+|n[oa]s?\s+"
    r"|em\s+|al(?:la)?\s+|all['’]|nel(?:la)?\s+|nell['’])",
)
_LANGUAGES = (_GERMAN, _FRENCH, _ROMANCE)
_FORMS = tuple(rf"(?:(?:Die|Le|La|El|O|Il)\s+)?(?P<form>{one.form})" for one in _LANGUAGES)
_OCCASION = "(?P<occasion>.{3,150})"
_BY_PATTERNS = tuple(
    re.compile(rf"{form}\s+{one.by}(?P<who>.{{3,100}}?)(?:,?\s+{one.at}{_OCCASION})?")
    for form, one in zip(_FORMS, _LANGUAGES, strict=True)
)
_AT_PATTERNS = tuple(
    re.compile(rf"{form}\s+{one.at}{_OCCASION}") for form, one in zip(_FORMS, _LANGUAGES, strict=True)
)
_FORM_PATTERNS = tuple(map(re.compile, _FORMS))
_PRESS = re.compile(
    "(?P<form>Pressekonferenz|Conférence de presse|Conferencia de prensa|Conferenza stampa)(?:\\s.{1,120})?"
)
_ASKED = re.compile("Presse|Conférence de presse|Conferencia de prensa|Interview|Entretien|Entrevista")
_DASH = re.compile(r"\s[–—-]+\s|:\s")
_HONORIFIC = re.compile(
    r"^(?:(?:Dr\.|M(?:me|lle)?\.?|Mr\.?|Herrn?|Frau|Sr[a]?\.?|Don|Doña|Dott?\.?|Sig\.?(?:ra)?|S\.\s?E\.|de[rmn]|die|la|le|el|il)\s+){1,3}"
)
_ROLE = re.compile(
    r"\b(?:\w*(?:bürgermeister|präsident|minister|direktor|vorsitzende|botschafter|kanzler|sprecher|leiter|rektor|dekan"
    r"|professor|dolmetscher|übersetzer|schriftsteller|autor|geschäftsführer|sekretär|konsul|abgeordnete|senator)(?:in|en|s|r|n)?|Prof|maire|directeur|directrice"
    r"|présidente?|ministre|ambassadeur|ambassadrice|recteur|rectrice|secrétaire|député[e]?|professeure?|consule?|doyenne?"
    r"|chef|cheffe|traducteur|traductrice|interprète|écrivaine?|auteure?|autrice|traductor[a]?|intérprete|escritor[a]?|autor[a]?"
    r"|tradutor[a]?|traduttore|traduttrice|scrittore|scrittrice|alcalde(?:sa)?|president[ea]|director[a]?|ministr[oa]|embajador[a]?|rector[a]?|secretari[oa]|diputad[oa]"
    r"|cónsul|profesor[a]?|prefeit[oa]|diretor[a]?|embaixador[a]?|reitor[a]?|professor[a]?|sindac[oa]|direttore|direttrice"
    r"|ambasciatore|ambasciatrice|rettore|rettrice|professoressa|presidentessa)\b\.?",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"[A-ZÀ-Þ][\w'’.-]*(?:\s+(?:d[aeiou]|de[rln]?|von|van|zu|du|la|le|dos?|[A-ZÀ-Þ][\w'’.-]*)){0,4}\s+[A-ZÀ-Þ][\w'’-]*"
)


def read_line(line: str, spoken: bool = False) -> Facts | None:
    """What a title or a subtitle says of a speech; None when it is no such line.

    ``spoken`` says that the text below is known to be a speech: then form and occasion are enough.

    >>> read_line("Rede von Bürgermeisterin Hanne Vogt zur Eröffnung des Fährhauses")
    Facts(speaker='Hanne Vogt', role='Bürgermeisterin', occasion='Eröffnung des Fährhauses', form='Rede')
    """
    for part in dict.fromkeys((line, _DASH.split(line)[-1])):
        for pattern in _BY_PATTERNS:
            found = pattern.fullmatch(part.strip(" –—-"))
            person = read_person(found["who"]) or _bare_name(found["who"]) if found else None
            if found and person:
                return Facts(person.name, person.role, _occasion(found), found["form"])
        for pattern in _AT_PATTERNS if spoken else ():
            if found := pattern.fullmatch(part.strip(" –—-")):
                return Facts(None, None, _occasion(found), found["form"])
    return None


def _occasion(found: re.Match[str]) -> str | None:
    """Where it was said; what stands there of questions by the press is what they were about."""
    return None if _ASKED.match(found["form"]) else found["occasion"]


def read_form(line: str) -> str | None:
    """The form, when the line is nothing else, but for what it was about.

    >>> read_form("Eröffnungsrede"), read_form("Redensarten")
    ('Eröffnungsrede', None)
    """
    return line.strip() if any(pattern.fullmatch(line.strip()) for pattern in _FORM_PATTERNS) else None


def read_press_form(line: str) -> str | None:
    """The form with which a title of questions and answers to the press begins.

    >>> read_press_form("Pressekonferenz zur Fähre")
    'Pressekonferenz'
    """
    found = _PRESS.fullmatch(line.strip())
    return found["form"] if found else None


def read_person(text: str) -> Person | None:
    """Name and role, in either order; None without a role that is known.

    >>> read_person("Mme Odile Ferrand, directrice du Bac"), read_person("maire Luc Morin")
    (Person(name='Odile Ferrand', role='directrice du Bac'), Person(name='Luc Morin', role='maire'))
    """
    first, _, second = (part.strip() for part in _HONORIFIC.sub("", text.strip(" ,."), count=1).partition(","))
    if _NAME.fullmatch(first) and not _ROLE.search(first):
        return Person(first, second) if _ROLE.search(second) else None
    if second and _NAME.fullmatch(second) and _ROLE.search(first):
        return Person(second, first)
    words = first.split()
    name, role = " ".join(words[-2:]), " ".join(words[:-2])
    return Person(name, role) if _ROLE.match(role) and _NAME.fullmatch(name) else None


def _bare_name(text: str) -> Person | None:
    name = _HONORIFIC.sub("", text.strip(" ,."), count=1)
    return Person(name, None) if _NAME.fullmatch(name) else None
