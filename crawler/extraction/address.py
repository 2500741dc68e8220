"""Lines of address in the languages of Europe: 'Sehr geehrte Damen und Herren,', 'Madam Chair, dear friends,'.

A line is taken apart at its commas. Each part must be one that addresses somebody: a courteous word with what it
belongs to, a title with a name, or persons; and the line must name persons somewhere, or call them dear. Beside a
part that can be nothing but an address, others may name anybody.
"""

import re

_ENGLISH_PERSONS = (
    "guests|excellenc(?:y|ies)|ladies|gentlemen|friends?|colleagues?|comrades?|delegates|members|ministers?|ambassadors?"
    "|(?:vice[- ])?president|(?:vice[- ])?premier|governor|mayor|chair(?:man|woman|person)?|(?:vice[- ])?chancellor"
    "|secretary(?:[- ]general)?|commissioners?|directors?(?:[- ]general)?|professors?|prof|doctors?|students|teachers"
    "|graduates|parents|faculty|alumni|citizens|compatriots|countrymen|translators|interpreters|partners|representatives"
    "|heads|leaders|majest(?:y|ies)|highness(?:es)?|honou?r|lordships?|lords?|senators?|speaker|congressmen|judges?|justice"
    "|consuls?(?:[- ]general)?|general|councill?ors?|counsell?ors?|dean|rector|sirs?|madame?|mr|mrs|ms|dr"
    "|brothers|sisters|everyone|all|clients?|customers?|readers?|participants|experts|scholars|entrepreneurs|journalists|officers|king"
    "|queen|prince|princess|editors?|envoys?|team|families|neighbou?rs|volunteers|people|youth|pupils|staff|employees"
    "|shareholders|investors|benefactors|donors|jurors|laureates|class|subscribers|users|trustees|fellows|hosts?|captains?"
    "|commanders?|provosts?|principals?|worships?|grace|eminence|holiness|graduands"
)
_OTHER_PERSONS = (
    r"mesdames|mesdemoiselles|messieurs|monsieur|madame|excellences|amie?s|collègues|confrères|consœurs|invitée?s|membres"
    r"|traduct(?:eurs|rices)|interprètes|étudiante?s|élèves|parents|concitoyens|concitoyennes|camarades|professeurs|ministre"
    r"|señor(?:as|es)?|señora|amig[oa]s|colegas|compañer[oa]s|invitad[oa]s|miembros|excelencias?|estudiantes|ciudadan[oa]s"
    r"|traductor(?:es|as)|embajador[ae]?s?|alcald(?:e|esa)s?|capitán|rector[a]?|director[a]?|ministr[oa]s?|senhor(?:as|es)?|senhora|convidad[oa]s|membros|mães|pais|formand[oa]s|tradutor(?:es|as)|alunos"
    r"|signor[aei]|amic[ih]e?|colleghi|ospiti|membri|studenti|traduttori|cittadini|eccellenz[ae]|autorità|autoridades"
    r"|dames|heren|vrienden|collega['’]?s|aanwezigen|gasten|leden"
    r"|exzellenz(?:en)?|eminenz|magnifizenz(?:en)?|spektabilität(?:en)?|hoheit|durchlaucht|\w+(?:innen|leute|versammlung)|damen|herren|herr|frau|freund(?:e|en|innen)|anwesenden?|eltern|studierenden?|mitglieder|familien"
    r"|\w*(?:gäste|kollegen|kolleginnen|bürger(?:meister)?|schüler|partner|kunden|leser|genossen|nachbarn|absolventen"
    r"|teilnehmer|übersetzer|dolmetscher|minister|präsident|botschafter|mitarbeiter|vorsitzender?|rektor|professor)(?:in|innen)?"
    r"|дамы|господа|господин|госпожа|друзья|коллеги|гости|товарищи|участники|участницы|переводчики|студенты|выпускники"
    r"|выпускницы|родители|учителя|преподаватели|граждане|соотечественники|клиенты|партн[её]ры|читатели|члены|президент"
    r"|министр|мэр|капитан|превосходительств[оа]|высочество|преподобие|\w+(?:тели|чики|щики|исты)|председатель|посол|ректор|директор|братья|с[её]стры|слушател(?:и|ьницы)|реб[яё]та|дети|земляки"
    r"|ветераны|жители|капитаны|моряки|педагоги|ученики|школьники|абитуриенты|сотрудники|работники"
    r"|graduad[oa]s|familias|vecin[oa]s|padres|alumn[oa]s|docentes|profesor(?:es|as)|compatriotas|adhérente?s|partenaires"
    r"|diplômée?s|habitante?s|familles?|élue?s|auditeurs|auditrices|familie|trauer\w+|festgemeinde|jubilar(?:e|in|innen)?"
)
_FELLOWS = r"(?<=fellow )[a-z-]+(?:s|men|women|people|folk)"
_PERSONS = f"{_ENGLISH_PERSONS}|{_OTHER_PERSONS}|{_FELLOWS}"
_PERSON = re.compile(rf"\b(?:{_PERSONS})\b", re.IGNORECASE)
_COURTESY = (
    r"dear(?:est)?|distinguished|esteemed|hono(?:u?rable|u?red)|respected|fellow|beloved|valued|(?:my|your|his|her)(?=\s)"
    r"|(?:sehr\s+)?(?:ge|ver)ehrte[nrs]?|hoch(?:ge|ver)ehrte[nr]?|liebe[nr]?|werte[nr]?|meine|hohe"
    r"|(?:mes\s+)?ch(?:ers?|ères?)|honorables?|distinguée?s"
    r"|(?:muy\s+)?(?:estimad|querid|distinguid|respetad|apreciad)[oa]s?"
    r"|(?:car|prezad|excelent[ií]s+im|ilustr[ií]s+im)[oa]s?|minhas|meus|ilustres|gentil[ei]ssim[ie]|gentili|egregi|illustri|stimati|car[ie]"
    r"|geachte|beste|lieve|(?:много|глубоко|высоко)?уважаем\w+|ваш[еи](?=\s)|дорог\w{1,3}|мил(?:ые|ый|ая)|мои"
)
_DEAR = re.compile(
    r"(?:(?:my|meine)\s+)?(?:dear(?:est)?|(?:sehr\s+)?(?:hoch)?(?:ge|ver)ehrte[nrs]?|liebe[nr]?(?=\s[A-ZÄÖÜ])|(?:mes\s+)?ch(?:ers|ères)"
    r"|(?:querid|estimad|prezad|car)[oa]s(?<!caras)|(?:глубоко|много)?уважаем(?:ые|ый|ая))\s+(?!(?:and|und|et|y|e|и|o|à)\s|gr(?:ü|ue)(?:ß|ss)e)",
    re.IGNORECASE,
)
_TITLE = (
    r"mr|mrs|ms|chief|madame?|sir|dr|prof(?:essor)?|herr|frau|monsieur|señora?|senhora?|signora?|signor|господин|госпожа|meneer"
    r"|mevrouw|comrade|h\.e|vice|deputy|prime|foreign|state|first"
)
_BEGINS = re.compile(rf"(?:and\s+)?(?:{_COURTESY}|{_TITLE}|good\s+people|{_PERSONS})\b", re.IGNORECASE)
_COURTEOUS = re.compile(rf"(?:(?:and|und|et|y|e|и|en)\s+)?(?:(?:{_COURTESY})\s+)+(?P<rest>.+)", re.IGNORECASE)
_SMALL_WORD = re.compile(r"\b[a-zà-ÿœа-яё][\wà-ÿœ]+\b")
_SMALL = re.compile(
    rf"(?:{_PERSONS}|{_COURTESY}|and|of|the|to|from|for|young|old|good|my|our|наш[аеиу]?|other|here|present|sehr|et|der|die|das|den"
    r"|des|du|de|le|la|les|los|las|il|lo|gli|todos|todas|tous|toutes|alle|все|und|von|vom|da|do|dos|di|del|della|y|и|en|van)",
    re.IGNORECASE,
)
_BY_WORD = re.compile(
    r"\s(?:of|from|at|in|near|across|within|aus|von|der|des|de|du|da|do|di|del|della|из|van)\s", re.I
)
_AND = re.compile(r"\s(?:and|und|et|y|e|и|en)\s")
_SURE = re.compile(
    rf"(?:{_COURTESY}|{_TITLE}|ladies|mesdames|excellenc\w+|exzellenz\w*|magnifizenz)\b", re.IGNORECASE
)
_OFFICE = re.compile(
    r"(?:vice[- ])?(?:chancellor|president|premier|chair\w*|provost|principal|mayor|minister|governor|rector|dean"
    r"|ambassador)",
    re.IGNORECASE,
)
_FREE_WORDS, _PLACE_WORDS = 3, 6
_LINE = re.compile(r"[^\W\d_](?:[\w\s.,;&'’()-]*[^\W_])?\s?[,:!]")
_GREETING = re.compile(
    r"\b(?:good\s+(?:morning|afternoon|evening|day)|hello|hi|welcome|thanks?|goodbye|congratulations|danke|merci|gracias"
    r"|obrigad[oa]|grazie|спасибо|guten\s+(?:morgen|tag|abend)|bonjour|buenos\s+días|здравствуйте|willkommen)\b",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|has|have|had|will|would|can|could|may|must|should|do|does|did|said|says|say|know|who|which"
    r"|that|met|ist|sind|war|wird|werden|wurde|haben|hat|sagte|sagt|betonte|est|sont|était|ont|dit|qui|que|son|fue|dijo"
    r"|dicen|ha|han|hay|foi|são|disse|sono|hanno|был[аои]?|может|могут|сказал[аи]?|сообщил[аи]?|что|how|tips|fragen|preise)\b",
    re.IGNORECASE,
)
_WITHOUT_WHOM = re.compile(
    r",\s(?:(?:without|to)\s+whom|ohne\s+die|sans\s+(?:qui|lesquels)|sin\s+(?:los\s+|las\s+)?(?:que|quienes)"
    r"|(?:без|у|с|к)\s+котор\w+)\s[^,;:!]+(?=[,:!]\Z)",
    re.IGNORECASE,
)
_NO_ADDRESS_ALONE = re.compile(
    r"(?:herren|damen|frau|herr|\w*kunden|dames|heren|\w*partner|\w*(?:präsident|minister)(?:in)?"
    r"|team|staff|class|people|youth|директор|президент|министр|мэр|клиенты)[,:!]",
    re.IGNORECASE,
)


def is_address(text: str) -> bool:
    """Whether a line in a language of Europe addresses its hearers or reader.

    >>> is_address("Madam Chair, friends from three continents,"), is_address("Members of the jury met on Monday:")
    (True, False)
    """
    if not _LINE.fullmatch(text) or not _BEGINS.match(text) or _NO_ADDRESS_ALONE.fullmatch(text):
        return False
    if _GREETING.search(text) or _VERB.search(text) or not (_PERSON.search(text) or _DEAR.match(text)):
        return False
    parts = [part.strip() for part in re.split("[,;:!]", _WITHOUT_WHOM.sub("", text)) if part.strip()]
    if all(_is_part(part, len(parts) > 1) for part in parts):
        return True
    sure = (_SURE.match(parts[0]) and _PERSON.search(parts[0])) or _OFFICE.fullmatch(parts[0])
    if (
        not sure
        or re.search("[;:!].", text)
        or not any(_PERSON.search(part) or _COURTEOUS.fullmatch(part) for part in parts[1:])
    ):
        return False
    return all(_is_free(part, _FREE_WORDS) for part in parts)


def _is_part(part: str, beside_others: bool) -> bool:
    """Whether one part of the line addresses somebody; what stands beside others may say more freely whom."""
    if found := _COURTEOUS.fullmatch(part):
        who = _BY_WORD.split(found["rest"], maxsplit=1)
        known = _PERSON.search(part) or _DEAR.match(part)
        return (
            bool(known) and _is_free(who[0], _FREE_WORDS) and all(_is_free(place, _PLACE_WORDS) for place in who[1:])
        )
    if _is_of_small_words(part):
        return True
    who = _BY_WORD.split(part, maxsplit=1)
    person = bool(_PERSON.search(who[0])) and _is_of_small_words(who[0])
    return beside_others and person and len(who) > 1 and _is_free(who[1], _PLACE_WORDS)


def _is_of_small_words(part: str) -> bool:
    return all(_SMALL.fullmatch(word) for word in _SMALL_WORD.findall(part))


def _is_free(part: str, most: int) -> bool:
    """Whether there are few words but persons and those between them, on each side of an 'and'."""
    return all(sum(not _SMALL.fullmatch(word) for word in side.split()) <= most for side in _AND.split(part))
