"""The facts of a speech as Japanese titles word them."""

import re

from crawler.extraction.speech.labels import read_event
from crawler.extraction.speech.persons_en import Person
from crawler.extraction.speech.titles_en import Facts
from crawler.extraction.text.word_lists import any_of

KANA = re.compile("[ぁ-んァ-ヶ]")
_FORM = (
    f"(?P<form>{any_of('speech', 'form kinds.ja')}{{0,2}}{any_of('speech', 'forms.ja')}|(?:年頭|新年|就任|着任"
    "|受賞)所感)"
)
_ROLES = any_of("speech", "offices.ja")
_ROLE = f"(?:{_ROLES})"
_WHO = "(?P<who>[㐀-鿿ァ-ヶー・々ぁ-ん 　]{2,30}?)"
_WHOSE = re.compile(
    rf"(?:(?P<occasion>.{{2,60}}?)(?:における|での|にて|に際しての|で))?{_WHO}(?:の|による|[:：\s])?{_FORM}"
)
_WHOSE_AT = re.compile(rf"{_WHO}(?:の|、)(?P<occasion>.{{2,60}}?)(?:における|での|に際しての){_FORM}")
_AT = re.compile(rf"(?P<occasion>.{{2,60}}?)(?:における|での|に際しての){_FORM}")
_CEREMONY_END = f"(?P<occasion>.{{1,50}}?{any_of('speech', 'ceremonies.ja')})"
_CEREMONY_ONLY = re.compile(rf"{_CEREMONY_END}[ 　]?(?:の|での|における)?{_FORM}")
_FORM_ONLY = re.compile(_FORM)
_TAIL = re.compile(
    r"\s*[(（【\[](?:全文|要旨|日中対訳|対訳|仮訳|和訳|抜粋|[^()（）]{0,8}年度?)[)）】\]]\s*\Z|\s*全文\Z|「[^「」]*」\Z"
)
_NAME = "[㐀-鿿ァ-ヶー・々ぁ-ん]{2,12}"
_CEREMONY = "(?P<occasion>[^ 　]{1,40}(?:式|会|祭|典|フォーラム|総会|大会|レセプション))"
_SPACED = (
    re.compile(rf"{_WHO}[ 　]{_CEREMONY}(?:の|での|における)?{_FORM}"),
    re.compile(rf"{_CEREMONY}[ 　](?P<who>[^ 　]{{2,20}}?)の?{_FORM}"),
    re.compile(rf"(?P<who>[^ 　]{{2,20}}?){_FORM}[ 　]{_CEREMONY}"),
    re.compile(rf"(?:{_CEREMONY}[ 　])?{_FORM}[ 　]{_WHO}"),
    re.compile(rf"{_WHO}[ 　](?P<occasion>(?!))?[^ 　]{{0,8}}?{_FORM}"),
    re.compile(rf"(?P<who>[^ 　]{{2,30}}?){_FORM}(?P<occasion>(?!))?"),
)
_NAME_ROLE = re.compile(
    rf"(?!(?:卒業|在校|新入|修了|遺族|学)生?[代総])(?P<name>{_NAME}?)[ 　]?(?P<role>{_ROLE}|氏|さん|先生)"
)
_SEGMENT = re.compile(r"\s[-–—|]\s|[:：|]|[—–─~〜]{1,2}|[「『].*[」』]|[【】]")
_SPACED_NAME = re.compile(
    rf"(?P<role>(?:[㐀-鿿ァ-ヶー・]{{2,20}}[ 　])?[㐀-鿿ァ-ヶー・\w]{{0,24}}{_ROLE})[ 　・:：]{{1,3}}"
    "(?P<name>[㐀-鿿々ヶ]{1,4}[ 　][㐀-鿿々ぁ-んァ-ヶー]{1,4})(?:氏|さん)?"
)
_ROLE_ALONE = re.compile(rf"[㐀-鿿ァ-ヶー・々]{{0,20}}{_ROLE}")
_NAME_THEN_ROLE = re.compile(
    rf"(?P<name>{_NAME}?(?:[ 　][㐀-鿿々ぁ-んァ-ヶー]{{1,6}}?)?)(?:氏|さん|先生)?[ 　]"
    rf"(?P<role>[㐀-鿿ァ-ヶー・]{{1,24}}{_ROLE})"
)
_BRACKETED = re.compile("(.+?)[(（]([^()（）]{3,40})[)）]")
_ROLE_NAME = re.compile(rf"(?P<role>[㐀-鿿ァ-ヶー・]{{0,20}}{_ROLE})[ 　・](?P<name>{_NAME}?)(?:氏|さん|先生)?")

_PERSONS = (_SPACED_NAME, _ROLE_NAME, _NAME_ROLE, _NAME_THEN_ROLE)


def read_line(line: str, spoken: bool = False) -> Facts | None:
    """What a title says of a speech; None when it is no such line. ``spoken`` as in ``titles_europe.read_line``.

    >>> read_line("渡し場会館開館式での森川春子市長の式辞(全文)")
    Facts(speaker='森川春子', role='市長', occasion='渡し場会館開館式', form='式辞')
    """
    line = _TAIL.sub("", line.strip())
    if (held := _BRACKETED.fullmatch(line)) and (event := read_event(held[2])):
        facts = read_line(held[1], spoken)
        return facts and facts._replace(occasion=facts.occasion or event)
    for pattern in (_SPACED[1], _WHOSE, _WHOSE_AT, *_SPACED):
        found = pattern.fullmatch(line)
        person = read_person(found["who"]) if found else None
        if found and person:
            return Facts(person.name, person.role, found["occasion"], found["form"])
    at = _AT.fullmatch(line) or _CEREMONY_ONLY.fullmatch(line) if spoken else None
    return Facts(None, None, at["occasion"], at["form"]) if at else None


def read_form(line: str) -> str | None:
    """The form, when the line or its part beside a dash or a colon is nothing else.

    >>> read_form("追悼の辞"), read_form("式辞の書き方")
    ('追悼の辞', None)
    """
    parts = (part.strip() for part in _SEGMENT.split(_TAIL.sub("", line.strip())))
    return next((part for part in parts if len(part) > 1 and _FORM_ONLY.fullmatch(part)), None)


def read_person(text: str) -> Person | None:
    """Name and role, in either order, without a courtesy (氏, さん).

    >>> read_person("外務大臣 森川春子"), read_person("森川春子さん")
    (Person(name='森川春子', role='外務大臣'), Person(name='森川春子', role=None))
    """
    found = next(
        filter(None, (one.fullmatch(text.strip().removesuffix("閣下")) for one in _PERSONS)),
        None,
    )
    if not found or _FORM_ONLY.fullmatch(found["name"]):
        return Person(None, text.strip()) if _ROLE_ALONE.fullmatch(text.strip()) else None
    return Person(found["name"], None if found["role"] in ("氏", "さん", "先生") else found["role"])
