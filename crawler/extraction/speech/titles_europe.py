"""The facts of a speech as titles in German, French, Spanish, Portuguese and Italian word them."""

import re
from typing import NamedTuple

from crawler.extraction.speech.labels import read_event
from crawler.extraction.speech.persons_en import Person
from crawler.extraction.speech.titles_en import Facts
from crawler.extraction.text.word_lists import any_of


class _Language(NamedTuple):
    """How a language names a form, who spoke and where: three patterns."""

    form: str
    by: str
    at: str


_GERMAN = _Language(
    r"(?:[A-ZÄÖÜ][a-zäöüß]*)?(?:[Rr]ede|[Aa]nsprache|[Vv]ortrag|[Vv]orlesung|[Gg]ru(?:ß|ss)worte?|[Ll]audatio|[Nn]achruf|[Ss]tatement|[Ee]rklärung"
    r"|(?:Begrüßungs|Schluss|Eröffnungs|Einführungs|Geleit|Dankes|Abschieds)worte?|Begrüßung|Predigt|[Pp]ressekonferenz|[Ii]nterview|[Tt]oast)",
    r"(?:,?\s?gehalten\s+)?(?:von|durch|des|der|mit)\s+",
    r"(?:beim?|auf|anlässlich|zu[mr]?|am|an|im|in|vor)\s+(?:de[rmsn]\s+)?",
)
_FRENCH = _Language(
    r"(?:Discours|Allocution|Intervention|Déclaration|Toast|Message|Conférence(?:\s+de\s+presse)?|Entretien|Mots?|Propos|V(?:œ|oe)ux"
    r"|[EÉ]loge|Oraison|Hommage|Harangue|Prise\s+de\s+parole|Plaidoyer|Leçon|Remerciements|Causerie|Communication)"
    r"(?:\s+(?:d['’](?:ouverture|adieu|accueil|hommage|investiture)|de\s+(?:clôture|bienvenue|remerciements?|réception|départ)|du\s+Nouvel\s+An"
    r"|inaugurale?|liminaires?|funèbre))?",
    r"(?:(?:prononcé|porté|donné)e?s?\s+)?(?:par\s+|avec\s+|du\s+|de\s+la\s+|de\s+l['’]|de\s+|d['’])",
    r"(?:à\s+l['’]occasion\s+d(?:e\s+la\s+|e\s+l['’]|u\s+|es\s+|e\s+|['’])|lors\s+d(?:e\s+la\s+|e\s+l['’]|u\s+|es\s+|e\s+|['’])"
    r"|devant\s+(?:l[ae]s?\s+|l['’])|à\s+la\s+|à\s+l['’]|aux?\s+|à\s+|pour\s+(?:l['’]|la\s+|le\s+)?)",
)
_ROMANCE = _Language(
    r"(?:Discurso|Palabras|Intervención|Brindis|Declaración|Elogio|Alocución|Oración|Pregón(?:\s+de\s+fiestas)?|Homenaje|Saludo|Lección(?:\s+inaugural)?|Ponencia|Charla|Agradecimiento|Mensagem|Saudação|Saluto|Conferencia(?:\s+(?:de\s+prensa|magistral|inaugural))?|Mensaje|Entrevista|Palavras"
    r"|Intervenção|Brinde|Discorso|Intervento|Dichiarazione|Prolusione)"
    r"(?:\s+(?:de\s+(?:apertura|clausura|bienvenida|despedida|agradecimiento|inauguración|abertura|encerramento|boas-vindas)|fúnebre|funebre|di\s+(?:apertura|chiusura|benvenuto)"
    r"|inaugurale?))?",
    r"(?:(?:pronunciad|leíd|ofrecid)[oa]s?\s+por\s+|por\s+|con\s+|de\s+la\s+|de\s+el\s+|del(?:la|lo)?\s+|dell['’]|de\s+|d[oai]\s+)",
    r"(?:con\s+motivo\s+de(?:l|\s+la)?\s+|durante\s+(?:el|la|o|a|il)\s+|ante\s+(?:el|la)\s+|en\s+(?:el|la|los|las)\s+|en\s+|n[oa]s?\s+"
    r"|em\s+|al(?:la)?\s+|all['’]|nel(?:la)?\s+|nell['’])",
)
_LANGUAGES = (_GERMAN, _FRENCH, _ROMANCE)
_FORMS = tuple(
    rf"(?:(?:Die|Le|La|El|O|Il)\s+)?(?P<form>(?i:{one.form}))(?:\s(?:íntegro|completo|intégral|complet))?(?:\s(?:19|20)\d\d)?"
    for one in _LANGUAGES
)
_OCCASION = "(?P<occasion>.{3,150})"
_BY_PATTERNS = tuple(
    (re.compile(rf"{form}(?:\s+(?P<by>{one.by})|(?P<colon>:)\s+)(?P<who>.{{3,200}})"), re.compile(rf",?\s+{one.at}"))
    for form, one in zip(_FORMS, _LANGUAGES, strict=True)
)
_AT_PATTERNS = tuple(
    re.compile(rf"{form}\s+{one.at}{_OCCASION}") for form, one in zip(_FORMS, _LANGUAGES, strict=True)
)
_FORM_PATTERNS = tuple(map(re.compile, _FORMS))
_FOR_SOMEBODY = tuple(
    re.compile(
        rf"{form}\s+(?:(?:für|auf|an|de|du|des|à|aux?|para|al?|per)\s+|d['’]|l['’]|de\s+la\s+).{{3,80}}?(?P<tail>,\s+(?:von|par|por)\s+(?P<who>.{{3,60}}))?"
    )
    for form in _FORMS
)
_PRESS = re.compile(
    "(?P<form>Pressekonferenz|Conférence de presse|Conferencia de prensa|Conferenza stampa)(?:\\s.{1,120})?"
)
_ASKED = re.compile("Presse|Conférence de presse|Conferencia de prensa|Interview|Entretien|Entrevista")
_OF_THE_DEAD = re.compile("Hommage|[EÉ]loge|Elogio|Homenaje|Oraison|Oración|Trauer|Nachruf|Laudatio|Toast|Brindis")
_OF_A_DEAD = re.compile("[EÉ]loge|Elogio|Oraison|Oración", re.IGNORECASE)
"""Forms behind which stands whom they praise."""
_TO_WHOM = re.compile(r"\s+(?:a\s+l[oa]s|aux|an\s+die)\s+[a-zà-ÿ].*")
_TO_ALL = re.compile("[a-zà-ÿ]+s|[a-z]+[aei]r\\s.*|personnel|pueblo|peuple|nation|nación")
_DASH = re.compile(r"\s[–—-]+\s|:\s")
_PLACE_LAST = re.compile(r"(?<=\w)\s[–—]\s(?:[A-ZÀ-Þ][\w'’-]+[\s,]*){1,3}\Z")
_CHARGED = re.compile(r"\b(?:déléguée?|adjointe?|chargée?|conseill(?:er|ère))\Z", re.IGNORECASE)
"""With what it is charged follows: 'adjointe à la culture'."""
_ACADEMIC = re.compile(r"\b(?:(?:Univ\.-)?Prof|Dr|Mag|Dipl\.-\w+|h\.\s?c|med|phil|jur|rer|nat|Ing)\.\s*(?=\S)")
_PROFESSOR = re.compile(r"\bProf\.")
_HONORIFIC = re.compile(
    r"^(?:(?:Dr\.|M(?:me|lle)?\.?|Mr\.?|Herrn?|Frau|Monsieur|Madame|Mademoiselle|(?i:señora?|s[ea]nhora?|signora?|don|do[ñn]a)|Sr[a]?\.?|D(?:ña)?\.|Dott?\.?|Sig\.?(?:ra)?|S\.\s?E\.|D\.?ª|de[rmn]|die|la|le|el|il|(?:son|sa|su|seine?|ihre?)\s\w+,?)\s+|l['’]){1,3}"
)
_OFFICES = any_of("speech", *(f"offices.{language}" for language in ("de", "fr", "es", "pt", "it")))
_ROLE = re.compile(rf"\b{_OFFICES}\b\.?", re.IGNORECASE)
_LEADS_ON = frozenset(
    ("de", "des", "du", "der", "del", "von", "vom", "für", "la", "le", "les", "los", "las", "et", "und", "y")
)
_NAME = re.compile(
    r"[A-ZÀ-Þ][\w'’.-]*(?:\s+(?:d[aeiou]|de[rln]?|von|van|zu|du|la|le|dos?|[A-ZÀ-Þ][\w'’.-]*)){0,4}\s+[A-ZÀ-Þ][\w'’-]*"
)
_NAME_AT_END = re.compile(rf"(?:^|\s){_NAME.pattern}\Z")


def read_line(line: str, spoken: bool = False) -> Facts | None:
    """What a title or a subtitle says of a speech; None when it is no such line.

    ``spoken`` says that the text below is known to be a speech: then form and occasion are enough.

    >>> read_line("Rede von Bürgermeisterin Hanne Vogt zur Eröffnung des Fährhauses")
    Facts(speaker='Hanne Vogt', role='Bürgermeisterin', occasion='Eröffnung des Fährhauses', form='Rede')
    """
    line = _PLACE_LAST.sub("", line)
    for part in (part.strip(" –—-") for part in dict.fromkeys((line, _DASH.split(line)[-1]))):
        if facts := _read_by(part, spoken):
            return facts
        if not spoken or read_form(part):
            continue
        for pattern in _AT_PATTERNS:
            if found := pattern.fullmatch(part):
                return Facts(None, None, _occasion(found, found["occasion"]), found["form"])
        for pattern in _FOR_SOMEBODY:
            if found := pattern.fullmatch(part):
                person = _bare_name(found["who"]) if found["who"] else None
                return Facts(*(person or Person(None, None)), None, found["form"])
    return None


def _read_by(part: str, spoken: bool) -> Facts | None:
    """A form with who gave it, divided from the occasion where a person ends; or with the event that it was for."""
    for pattern, at in _BY_PATTERNS:
        if not (found := pattern.fullmatch(part)):
            continue
        who = found["who"]
        if _OF_A_DEAD.match(found["form"]) and (found["by"] or "").startswith("d"):
            continue
        cuts = [(who[: cut.start()], who[cut.end() :]) for cut in at.finditer(who)]
        cuts = [*(cut for cut in cuts if not _CHARGED.search(cut[0])), (who, None)]
        for name, occasion in cuts:
            name = _TO_WHOM.sub("", name)
            if person := read_person(name) or (None if found["colon"] else _named(name)):
                return Facts(person.name, person.role, _occasion(found, occasion), found["form"])
        if spoken and (event := read_event(who)):
            return Facts(None, None, event, found["form"])
        if spoken and (office := read_office(_TO_WHOM.sub("", cuts[0][0]))):
            return Facts(office.name, office.role, _occasion(found, cuts[0][1]), found["form"])
    return None


def _occasion(found: re.Match[str], occasion: str | None) -> str | None:
    """Where it was said; what stands there of questions by the press is what they were about."""
    if occasion and _TO_ALL.fullmatch(occasion):
        return None
    whom = _OF_THE_DEAD.match(found["form"]) and _NAME_AT_END.search(occasion or "")
    return None if whom or _ASKED.match(found["form"]) else occasion


def read_form(line: str) -> str | None:
    """The form, when the line or its part beside a colon or a dash is nothing else.

    >>> read_form("Eröffnungsrede"), read_form("Festvortrag: Das Wort am Kai"), read_form("Redensarten")
    ('Eröffnungsrede', 'Festvortrag', None)
    """
    parts = (part.strip() for part in dict.fromkeys((line, *_DASH.split(line))))
    found = (pattern.fullmatch(part) for part in parts for pattern in _FORM_PATTERNS)
    return next((form["form"] for form in found if form), None)


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
    plain = _ACADEMIC.sub("", _HONORIFIC.sub("", text.strip(" ,."), count=1))
    first, _, second = (_HONORIFIC.sub("", part.strip(), count=1) for part in plain.partition(","))
    if _NAME.fullmatch(first) and not _ROLE.search(first):
        if _ROLE.search(second):
            return Person(first, second)
        professor = _PROFESSOR.search(text)
        return Person(first, professor and professor[0]) if professor or _ACADEMIC.search(text) else None
    if second and _NAME.fullmatch(second) and _ROLE.search(first):
        return Person(second, first)
    return next(filter(None, (_role_then_name(first.split(), length) for length in (2, 3, 4))), None)


def _role_then_name(words: list[str], length: int) -> Person | None:
    """A name of so many words after a role; what stands beside the role with its organisation belongs to it."""
    name, role = " ".join(words[-length:]), " ".join(words[:-length])
    if not _ROLE.match(role) or not _NAME.fullmatch(name) or role.split()[-1].lower() in _LEADS_ON:
        return None
    return Person(_HONORIFIC.sub("", name, count=1), role.removesuffix(" Prof."))


def read_office(text: str) -> Person | None:
    """Who is named by the office alone: a Person without a name."""
    bare = _HONORIFIC.sub("", text.strip(" ,."), count=1)
    return Person(None, bare) if _ROLE.match(bare) else None


def _named(text: str) -> Person | None:
    """A name, and what is said of the person behind a comma."""
    first, _, second = text.partition(", ")
    name = _bare_name(first)
    return Person(name.name, second.strip(" ,") or None) if name and not re.search(r"\d", second) else None


def names_role(text: str) -> bool:
    """Whether the text has the name of an office in it."""
    return bool(_ROLE.search(text))


def _bare_name(text: str) -> Person | None:
    if read_event(text) or _ROLE.match(text):
        return None
    name = _ACADEMIC.sub("", _HONORIFIC.sub("", text.strip(" ,."), count=1))
    return Person(name, None) if _NAME.fullmatch(name) else None
