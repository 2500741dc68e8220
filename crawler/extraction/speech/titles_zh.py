"""The facts of a speech as Chinese titles word them.

Titles are matched in simplified writing, which has one character for each of the traditional, and the facts are
given as the title writes them.
"""

import re
from collections.abc import Iterator

from crawler.extraction.language.chinese_characters import to_simplified
from crawler.extraction.speech.persons_en import Person
from crawler.extraction.speech.persons_zh import FRAME, as_written, person_in, role_ends, role_in
from crawler.extraction.speech.titles_en import Facts
from crawler.extraction.text.word_lists import any_of

_FORM_KINDS = any_of("speech", "form kinds.zh")
_FORM_NOUNS = any_of("speech", "forms.zh")
_FORM = f"(?P<form>(?:{_FORM_KINDS}){{0,3}}(?:{_FORM_NOUNS}))"
_REMARK = any_of("speech", "remarks.zh")
_TAIL = re.compile(rf"[\s(（\[【]{{0,3}}(?:(?:{_REMARK})[/、·\s]?){{1,4}}[)）\]】\s]{{0,3}}\Z")
_WHO = "(?P<who>[^，。,;；?？!！—–─|:：]{2,60}?)"
_IN = "[在于]"
_OCCASION = "(?P<occasion>.{2,80}?)(?:期间|之际|上|中|时)?之?"

_AT_OCCASION = re.compile(rf"{_WHO}?[:：]?{_IN}{_OCCASION}(?:所?(?:发表|作|做)?的){_FORM}")
_AT_WITHOUT_DE = re.compile(rf"{_WHO}?[:：]?{_IN}{_OCCASION}(?:发表|作|致(?![词辞]))?{_FORM}")
_ATTENDS = re.compile(rf"{_WHO}(?:应邀)?(?:出席|参加){_OCCASION}[,，]?并?(?:发表|作|做)?了?{_FORM}")
_TOWARDS = re.compile(rf"{_WHO}(?:向|对|为){_OCCASION}(?:发表|作|致|的){_FORM}")
_ABOUT = re.compile(rf"{_WHO}(?:就|围绕).{{1,60}}?(?:的|发表|作|动议)?{_FORM}")
_BOOK = re.compile("(?<=[讲话辞词言告])[:：]?《[^《》]{1,40}》\\Z")
_EVENT = re.compile(
    f"(?P<occasion>[^，。,;；?？!！—:：]{{0,40}}{any_of('speech', 'events before a form.zh')}){_FORM}"
)
_EVENT_OF = re.compile(
    f"(?P<occasion>[^，。,;；?？!！—:：]{{2,40}}{any_of('speech', 'events before an office.zh')})(?P<role>(?:名誉"
    f"|副)?{any_of('speech', 'offices of events.zh')}){_FORM}"
)
_HELD = re.compile(f"(?P<occasion>[^，。,;；?？!！—:：在]{{3,60}}?)(?:期间|之际|[上中])的{_FORM}")
_RECORD = re.compile("实录|文字稿|文字记录|中英对照|双语")
_PRESS = re.compile(
    "[^，。,;；?？!！]{0,60}?(?P<form>(?:例行|中外)?(?:记者会|新闻发布会|记者招待会|吹风会|媒体见面会))(?:[\\s:：|,，].*)?"
)
_ANSWERS = re.compile(
    rf"{_WHO}[:：]?(?:(?:就|回应|针对|对).{{1,80}}?)?(?P<form>回?答(?:中外|现场|本台)?记者提?问|答问|接受专访|接受采访)"
)
_MEETS = re.compile(f"{_WHO}(?:会见|出席|举行).{{0,20}}记者.{{0,20}}")
_FORM_FIRST = re.compile(f"(?:人物|高端|名家)?{_FORM}")
_HEAD_MARK = re.compile("[【\\[][^】\\]]{1,12}[】\\]]\\s*")
_TAIL_MARK = re.compile(
    "\\s*[(（\\[【][^()（）在]{0,8}(?:双语|对照|全文|版|稿|附|译|实录|节选|中文|英文)[^()（）在]{0,8}[)）\\]】]\\s*\\Z"
)
_RECEIVES = re.compile(rf"{_WHO}(?:[,，]?(?:就|围绕|针对).{{1,60}}?)?接受.{{0,60}}?{_FORM}")
_SAYS = re.compile(
    r"(?P<who>[^，。,;；?？!！—–─|:：]{0,40}发言人[^，。,;；?？!！—–─|:：]{0,6}?)(?:就|针对|围绕).{1,80}?(?:发表|的)(?P<form>谈话|讲话|表态|声明)"
)
_DECLARES = re.compile(
    rf"{_WHO}(?:(?:就|针对|围绕|关于).{{1,80}}?|在(?P<occasion>.{{2,60}}?)上)?(?:发表)?的(?P<form>(?:联合|书面|共同|政策)?声明)"
)
_DECLARING_BODY = re.compile(
    "[^，。,;；、]{0,16}(?:外交部|国防部|商务部|政府|国务院|使馆|总领馆|代表团|安理会|外长会)"
)
_HOLDS = re.compile(rf"{_WHO}(?:主持|举行|出席){_FORM}")
_VISITS = re.compile(
    "(?:.{0,80}?[—–─:：|\\s-])?(?:本[刊报站社网])?(?:记者)?(?:人物|高端|名家)?(?P<form>独家专访|专访|对话|访谈|访)[:：|\\s]?(?P<who>[^，。,;；?？!！—:：|]{2,40})"
    "(?:[:：].{0,80})?"
)
_VISITED = re.compile(f"{_WHO}[:：].{{2,60}}?[—(（【\\[]{{1,2}}(?P<form>独家专访|专访|访谈录?|对话|采访)[)）】\\]]?")
_PROFESSION = re.compile(rf"{any_of('speech', 'professions.zh')}\Z")
"""What many are: alone it says of nobody who was asked."""
_GREETS = re.compile(rf"{_WHO}(?:发表)?(?:[〇零一二三四五六七八九\d]{{4}}年)?的?{_FORM}")
_ALONE = re.compile(_FORM)
_SEGMENT = re.compile("[—–─]{1,2}|\\s-\\s|[:：|]")
_BRACKETS = re.compile("(.+?)[(（]([^()（）]+)[)）]")
_EVENT_END = any_of("speech", "ends of occasions.zh")
_AFTER_ROLE = re.compile(f"(?P<occasion>[^在，。,;；?？!！—:：]{{2,60}}{_EVENT_END})")
_IS_EVENT = re.compile(f".{{2,40}}{any_of('speech', 'event ends.zh')}")
_BODY = re.compile("协会|学会|联盟|之家|俱乐部|公会|工会")
_EVENT_BEGINS = re.compile(any_of("speech", "beginnings of occasions.zh"))
_AT = re.compile(f"{_IN}(?P<occasion>.{{3,80}}?)(?:期间|之际|上|中|时)")
_NOT_SPOKEN_OF_ONE = frozenset(("报告", "问答", "讲座", "访谈", "采访", "辞", "词"))

_NEWS_OF_ONE = re.compile(
    "(?!发表.{0,6}(?:新年|新春|春节|元旦|元宵|中秋|国庆)(?:贺词|贺辞|献词|致辞)\\Z)发表(?!的)|"
    + any_of("speech", "visits.zh")
)
_NO_SPEECH = re.compile(any_of("speech", "no speech.zh"))


def read_line(line: str, spoken: bool = False) -> Facts | None:
    """What a title, a subtitle or a line below it says of a speech; None when it is no such line.

    ``spoken`` says that the text below is known to be a speech, so that '在…上致辞' is one and not news of one.

    >>> read_line("外交部长王毅在第十一届蓝厅论坛上的主旨演讲")
    Facts(speaker='王毅', role='外交部长', occasion='第十一届蓝厅论坛', form='主旨演讲')
    >>> read_line("王毅在第十一届蓝厅论坛上发表演讲")
    """
    simplified = to_simplified(line)
    facts = _read(_unmarked(simplified), spoken)
    return Facts(*(as_written(fact, simplified, line) for fact in facts)) if facts else None


def read_form(line: str) -> str | None:
    """The form, when the line or its part before or after a colon or a dash is nothing else.

    >>> read_form("就职演说:慢一点"), read_form("演讲技巧")
    ('就职演说', None)
    """
    simplified = to_simplified(line)
    line_only = _unmarked(simplified)
    parts = (part.strip(FRAME) for part in (line_only, *_SEGMENT.split(line_only)))
    form = next((part for part in parts if len(part) > 1 and _ALONE.fullmatch(part)), None)
    return as_written(form, simplified, line)


def read_press_form(line: str) -> str | None:
    """The form at the end of a title of questions and answers to the press.

    >>> read_press_form("渡口翻译新闻发布会文字实录")
    '新闻发布会'
    """
    simplified = to_simplified(line)
    found = _PRESS.fullmatch(_TAIL.sub("", simplified.strip(FRAME)))
    return as_written(found["form"], simplified, line) if found else None


def is_record(line: str) -> bool:
    """Whether a title says that the words themselves follow: '(实录)', '中英对照'.

    >>> is_record("国新办新闻发布会(文字实录)"), is_record("国新办举行新闻发布会")
    (True, False)
    """
    return bool(_RECORD.search(to_simplified(line)))


def _unmarked(line: str) -> str:
    """The line without '【双语】' before it and '(全文)' after it."""
    line = _BOOK.sub("", re.sub("^(?:以下|本文)[是为系]", "", line.strip(FRAME.replace("》", ""))))
    line = _TAIL_MARK.sub("", _HEAD_MARK.sub("", line.strip(FRAME), count=1))
    return _TAIL.sub("", line.strip(FRAME)).strip(FRAME)


def _read(line: str, spoken: bool) -> Facts | None:
    if _NO_SPEECH.search(line) or _ALONE.fullmatch(line):
        return None
    if bracketed := _BRACKETS.fullmatch(line):
        line = f"{bracketed[1]}——{bracketed[2]}"
    return _read_whole(line, spoken) or _read_last_segment(line, spoken) or _read_first_segment(line, spoken)


def _read_whole(line: str, spoken: bool) -> Facts | None:
    if says := _SAYS.fullmatch(line):
        person = _person_or_role(says["who"])
        return Facts(person.name, person.role, None, says["form"]) if person else None
    if declares := _DECLARES.fullmatch(line):
        return _read_declaration(declares)
    if not spoken and _NEWS_OF_ONE.search(line):
        return None
    if spoken and (found := _EVENT_OF.fullmatch(line)):
        return Facts(None, found["role"], found["occasion"], found["form"])
    facts = _read_occasion(line, spoken) or _read_interview(line) or _read_greeting(line, spoken)
    for pattern in (_MEETS, _ABOUT) if spoken and not facts else ():
        found = pattern.fullmatch(line)
        if found and (person := _person_or_role(found["who"])):
            return Facts(person.name, person.role, None, found.groupdict().get("form"))
    event = (_EVENT.fullmatch(line) or _HELD.fullmatch(line)) if spoken and not facts else None
    return Facts(None, None, event["occasion"], event["form"]) if event else facts


def _read_declaration(found: re.Match[str]) -> Facts | None:
    """Who makes a statement: a person, an office, or a body that speaks for a state and is no person."""
    if person := _person_or_role(found["who"]):
        return Facts(person.name, person.role, found["occasion"], found["form"])
    body = _DECLARING_BODY.fullmatch(found["who"])
    return Facts(None, None, found["occasion"], found["form"]) if body else None


def _read_last_segment(line: str, spoken: bool) -> Facts | None:
    """What stands after a dash or a colon, with the speaker who may stand before it."""
    *before, last = _SEGMENT.split(line)
    facts = _read_whole(last.strip(FRAME), spoken) if before else None
    if not facts or facts.speaker or facts.role:
        return facts
    person = person_in(before[0]) or Person(None, None)
    return facts._replace(speaker=person.name, role=person.role)


def _read_first_segment(line: str, spoken: bool) -> Facts | None:
    """What stands before a title of its own: '校长寄语:做一个渡河的人'."""
    first, *after = (_TAIL.sub("", part.strip(FRAME)) for part in _SEGMENT.split(line))
    if not after:
        return None
    form = _FORM_FIRST.fullmatch(first)
    person = _person_or_role(after[0]) if form and spoken else None
    if form and person:
        known = person.name or not _PROFESSION.search(person.role or "")
        return Facts(person.name, person.role, None, form["form"]) if known else None
    facts = _read_whole(first, spoken) if len(first) > 3 else None
    if facts and not facts.occasion and _IS_EVENT.fullmatch(after[0]):
        facts = facts._replace(occasion=after[0])
    return facts


def read_occasion(line: str) -> str | None:
    """The occasion, when the line is nothing else.

    >>> read_occasion("——在第二届渡口论坛上"), read_occasion("在水一方")
    ('第二届渡口论坛', None)
    """
    simplified = to_simplified(line)
    found = _AT.fullmatch(simplified.strip(FRAME + "()（）"))
    return as_written(found["occasion"], simplified, line) if found else None


def _read_occasion(line: str, spoken: bool) -> Facts | None:
    patterns = (_AT_OCCASION, _ATTENDS, _AT_WITHOUT_DE, _TOWARDS) if spoken else (_AT_OCCASION,)
    found = next(filter(None, (pattern.fullmatch(line) for pattern in patterns)), None)
    if not found:
        return None
    person = _person_or_role(found["who"]) if found["who"] else Person(None, None)
    occasion = re.sub(r"^(?:出席|参加)", "", found["occasion"])
    return Facts(person.name, person.role, occasion, found["form"]) if person else None


def _read_interview(line: str) -> Facts | None:
    for pattern in (_ANSWERS, _RECEIVES, _HOLDS, _VISITS, _VISITED):
        found = pattern.fullmatch(line)
        person = _person_or_role(found["who"]) if found else None
        if found and person and (person.name or not _PROFESSION.search(person.role or "")):
            form = None if found["form"] == "访" else found["form"].removeprefix("接受")
            return Facts(person.name, person.role, None, form)
    return None


def _read_greeting(line: str, spoken: bool) -> Facts | None:
    """'国家主席习近平新年贺词': who and the form, and nothing between but a year."""
    found = _GREETS.fullmatch(line)
    if not found or (found["form"] in _NOT_SPOKEN_OF_ONE and not (spoken and len(found["form"]) > 1)):
        return None
    person = _person_or_role(found["who"]) if spoken else person_in(found["who"])
    if not person:
        return _read_own_occasion(found)
    return Facts(person.name, person.role, None, found["form"])


def _read_own_occasion(found: re.Match[str]) -> Facts | None:
    """Who, the occasion and the form with nothing between them: '联合国秘书长2024年国际翻译日致辞'."""
    read = list(_own_occasions(found))
    return next((facts for facts in read if facts.speaker), read[0] if read else None)


def _own_occasions(found: re.Match[str]) -> Iterator[Facts]:
    """What the words before the form say, divided after each office and after what may be a name."""
    who = found.string[: found.start("form")].removesuffix("的")
    offices = role_ends(who)
    for end in (*(office + length for office in offices for length in range(2, 8)), *offices, 3, 2, 4):
        person = None if _BODY.match(who[end:]) else _person_or_role(who[:end])
        after = _AFTER_ROLE.fullmatch(who[end:]) if person else None
        if (
            person
            and after
            and ((person.role and not person.name) or end in offices or _EVENT_BEGINS.match(who[end:]))
        ):
            yield Facts(person.name, person.role, after["occasion"], found["form"])


def _person_or_role(text: str) -> Person | None:
    role = role_in(text)
    return Person(None, role) if role else person_in(text)
