"""The facts of a speech as Korean titles word them."""

import re

from crawler.extraction.persons_en import Person
from crawler.extraction.speech_en import Facts

HANGUL = re.compile("[가-힣]")
_FORM_WORD = (
    "(?:기조|특별|축하|초청|모두|대국민|공식|합동|공동|신년|단독|서면|수락|유엔|국정|시정)?\\s?"
    "(?:연설문?|담화문?|강연|발언|기자\\s?회견문?|인터뷰|대담|성명서?)"
    "|(?:축|개회|폐회|개막|폐막|환영|환송|송별|기념|신년|송년|취임|퇴임|이임|부임|격려|경축|추도|추모|조|답|건배|만찬|오찬|치|고별|식|개식|인사)사"
    "|(?:축하|격려|마무리|여는|닫는|감사)의?\\s?말씀|훈사|훈시|격려사|치사|봉축사|성년사|송사|말씀|회고사|축하\\s?인사"
    "|(?:환영|개회|폐회|신년|마무리)?\\s?인사\\s?(?:말씀?|말)|수상\\s?소감|축하\\s?메시지|신년\\s?메시지"
)
_LINE = re.compile(f"(?:(?P<before>.{{2,100}}?)\\s+)?(?P<form>{_FORM_WORD})")
_TAIL = re.compile(
    "\\s*(?:[(（\\[【](?:전문|전체|발췌|요지|번역문?|한중\\s?대역|한중\\s?대조|국문)[)）\\]】]|전문)\\s*\\Z"
)
_SEGMENT = re.compile("\\s+[-–—|/]\\s+|[:：|]\\s*|[—–]{1,2}")
_ROLE_END = (
    "대통령|총리|장관|차관|대사|총영사|영사|시장|도지사|지사|군수|구청장|청장|의장|의원|위원장|위원|회장|이사장|이사|총장|학장|원장|교장|교수|박사|사장|대표|국장|대변인|총재"
    "|관장|원장|학장|이사장|소장|청장|처장|본부장|센터장|지부장|조합장|교육감|총무|간사|스님|신부|목사|주교|추기경|학생회장|주석|총서기|서기|부장|특사|관장|협회장|소장|실장|단장|작가|시인|번역가|통역사|감독|소설가|가수|배우|교사|의사|변호사|판사|검사|선장|함장|제독|학과장|팀장|과장|국왕|여왕|총독|수상|외상"
)
_SURNAME = (
    "[김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민류나진지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금"
    "옥육인맹제모탁국어은편용]"
)
_NAME = f"(?:{_SURNAME}[가-힣]{{1,2}}|(?:남궁|황보|제갈|선우|독고|사공)[가-힣]{{1,2}})"
_NAME = f"(?!국경일|기념|개[막회관]|폐[막회]|한국|조직|전국|국제|신년|송년|주최|주관|공동|양국|부산|서울|인천){_NAME}"
_ROLE = f"(?:[가-힣A-Za-z\\d·]+\\s){{0,3}}?[가-힣A-Za-z·]*(?:{_ROLE_END})"
_PERSON = (
    re.compile(
        "(?P<name>(?!주[한미중일러])[가-힣]{1,6}\\s[가-힣]{2,6})\\s(?P<role>(?:주[한미중일러]\\s[가-힣]+\\s)?(?:대사|총영사|공사))"
    ),
    re.compile("(?P<role>주[한미중일러]\\s[가-힣]+\\s(?:대사|총영사|공사))\\s(?P<name>[가-힣]{1,6}\\s[가-힣]{2,6})"),
    re.compile(f"(?P<name>{_NAME})\\s(?P<role>{_ROLE})(?:님|께서)?"),
    re.compile(f"(?P<role>{_ROLE})\\s(?P<name>{_NAME})"),
    re.compile(f"(?P<role>{_ROLE})(?P<name>(?!))?"),
)
_BRACKETED = re.compile("[\\[【〈<(（]([^\\]】〉>)）]{2,12})[\\]】〉>)）]\\s*(.{2,80})")
_PARTICLE = re.compile(
    "(?:[이가](?=\\Z)|께서|에서의|에서\\s(?:행한|한|발표한|드리는|전하는)|에서|드리는|에\\s대한|의)\\Z"
)
_SPACED_NAME = re.compile(f"(?<=\\s){_SURNAME}\\s[가-힣]\\s[가-힣]\\Z")
_INTRODUCES = re.compile("(?:저는\\s|여러분,?\\s)?(.{4,40}?)\\s?입니다")
_EVENT = re.compile("(?:식|대회|포럼|총회|축제|리셉션|행사)\\s")
_NEWS = re.compile("[,，…]|서\\Z")
_WORDS_AT_MOST = 5  # of a person with the office


def read_line(line: str, spoken: bool = False) -> Facts | None:
    """What a title says of a speech; None when it is no such line. ``spoken`` as in ``speech_europe.read_line``.

    >>> read_line("김민수 시장의 제3회 항구 포럼 개막 축사(전문)")
    Facts(speaker='김민수', role='시장', occasion='제3회 항구 포럼 개막', form='축사')
    """
    line = _TAIL.sub("", line.strip())
    if (marked := _BRACKETED.fullmatch(line)) and (form := _LINE.fullmatch(marked[1])):
        person, occasion = _who_and_where(marked[2])
        return Facts(*(person or Person(None, None)), occasion, form["form"])
    parts = [part.strip() for part in _SEGMENT.split(line) if part.strip()]
    read = (_read_part(part, spoken) for part in dict.fromkeys((line, *reversed(parts))))
    facts = next(filter(None, read), None)
    if facts and not facts.speaker and len(parts) > 1:
        person = next((one for one in map(read_person, parts) if one and one.name), None)
        facts = facts._replace(speaker=person.name, role=person.role) if person else facts
    return facts


def read_form(line: str) -> str | None:
    """The form, when the line or its part before or after a colon or a dash is nothing else.

    >>> read_form("기조연설: 강의 언어"), read_form("연설 번역")
    ('기조연설', None)
    """
    line = _TAIL.sub("", line.strip())
    parts = (_LINE.fullmatch(part.strip()) for part in (line, *_SEGMENT.split(line)))
    return next((found["form"] for found in parts if found and not found["before"]), None)


def read_introduction(text: str) -> Person | None:
    """Who says his own name at the beginning of a speech.

    >>> read_introduction("반갑습니다. 나루재단 이사장 박지훈입니다."), read_introduction("오늘은 바다의 날입니다.")
    (Person(name='박지훈', role='나루재단 이사장'), None)
    """
    for sentence in text.split(".")[:3]:
        found = _INTRODUCES.fullmatch(sentence.strip())
        person = read_person(found[1]) if found else None
        if person and person.name:
            return person
    return None


def _read_part(part: str, spoken: bool) -> Facts | None:
    found = _LINE.fullmatch(part)
    before = _PARTICLE.sub("", found["before"] or "") if found else ""
    if not found or not before or _SEGMENT.search(part):
        return None
    person, occasion = _who_and_where(before)
    if not person:
        occasion = None if before.startswith("고 ") else occasion  # who is mourned
        return Facts(None, None, occasion, found["form"]) if spoken and not _NEWS.search(before) else None
    return None if _NEWS.search(before) and not spoken else Facts(*person, occasion, found["form"])


def _who_and_where(text: str) -> tuple[Person | None, str | None]:
    """The person at the beginning or the end of a text, and what else it says; all of it where no person is."""
    words = text.split()
    for length in range(min(_WORDS_AT_MOST, len(words)), 0, -1):
        for own, rest in ((words[:length], words[length:]), (words[-length:], words[:-length])):
            person = read_person(_PARTICLE.sub("", " ".join(own).rstrip(",，")))
            if person and (
                person.name or _EVENT.search(" ".join([*rest[-1:], ""])) or not (rest or _EVENT.search(text))
            ):
                return person, _PARTICLE.sub("", " ".join(rest)) or None
    return None, text


def read_person(text: str) -> Person | None:
    """Name and role, in either order, or an office alone.

    >>> read_person("외교부 장관 박지훈"), read_person("항구 포럼")
    (Person(name='박지훈', role='외교부 장관'), None)
    """
    text = _SPACED_NAME.sub(lambda name: name[0].replace(" ", ""), text)
    found = next(filter(None, (pattern.fullmatch(text) for pattern in _PERSON)), None)
    return Person(found["name"], found["role"]) if found else None
