"""The sentence of an editor before a speech: 'The following is the full text of the speech by …'."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from crawler.extraction.byline.date_forms import below_hundred
from crawler.extraction.byline.dates import find_day

_FIRST = 3  # texts among which it may be
_MOST_CHARACTERS = 400
_NOTE = r"(?:(?:editor['’]s\s+note|编者按|編者按|按)\s*[:：]\s*)?"
_ENGLISH = re.compile(
    rf"{_NOTE}(?:the\s+)?(?:(?:following|below|here|this)\s+(?:is|are)|we\s+(?:publish|print|reproduce)(?:\s+(?:here|below))?)"
    r"\s+(?:an?\s+|the\s+)?(?:(?:full|edited|complete|unofficial|english)\s+){0,2}"
    r"(?:(?:text|transcript|translation|version)\s+of\s+)?(?:an?\s+|the\s+)?(?P<what>.{10,360}?)[.:]?",
    re.IGNORECASE,
)
_CHINESE = re.compile(
    rf"{_NOTE}(?:以下|下面|现|現|本文)(?:是|为|為|系|将|將)(?!根据|根據)(?P<what>.{{6,200}}?)(?:的?(?:全文|实录|實錄|文字稿|中英文全文|中文译文|译文))?(?:刊登|摘录|摘錄)?(?:如下)?[。:：]?"
)
_CHINESE_AFTER = re.compile(
    rf"{_NOTE}(?P<what>.{{6,200}}?)(?:[,，。;；]?(?:演讲|演講|讲话|講話|致辞|致辭|致詞|发言|發言|内容|內容)?(?:的)?(?:全文|实录|實錄)如下)[:：。]?"
)
_CHINESE_MADE = re.compile(
    rf"{_NOTE}(?:本文|以下内容|以下內容)?(?:是|为|為|系)?(?:根据|根據)(?P<what>.{{6,120}}?)的?(?:现场|現場)?(?:录音|錄音|录像|錄影|速记|速記|实录|實錄|内容|內容)?(?:整理|改写|改寫|编辑|編輯)(?:而成)?[,，。;；].*"
)
_JAPANESE = re.compile(
    "(?:以下|下記|次)(?:は|に|が)、?(?P<what>.{6,150}?)(?:の?(?:全文|要旨|原稿|内容))?(?:です|である|を(?:掲載|紹介|ご紹介)(?:します|いたします|する))。?"
)
_JAPANESE_PRINTED = re.compile(
    "(?:[^。]{0,120}。)?(?:当日の)?(?P<what>[^。]{4,120}?)を(?:掲載|ご?紹介)(?:します|いたします|する)。?"
)
_KOREAN = re.compile(
    "(?:다음은|아래는|이\\s?글은|아래\\s?글은)\\s+(?P<what>.{6,150}?)(?:의|을)?\\s*(?:전문|내용|원고|요지)?(?:이다|입니다|을\\s(?:싣는다|게재합니다))[.:]?"
)
_RUSSIAN = re.compile(
    r"(?:(?:Публикуем|Предлагаем|Приводим|Печатаем|Ниже|Вашему\s+вниманию|Представляем)[^.]{0,40}?\s)?(?:(?:полный\s+)?(?:текст|стенограмм[ау]|запись)\s+)?"
    r"(?P<what>(?:[а-яё]+(?:ого|ой|его|ей|ое|ую)\s)?(?:выступлени[ея]|реч[ьи]|слов[оа]|обращени[ея]|приветстви[ея]|доклад[а]?|лекци[июя]|напутстви[ея]|поздравлени[ея])\s.{6,250}?)"
    r"(?:(?<!\b\w)[.:](?:\s.*)?)?",
    re.IGNORECASE,
)
_EUROPEAN = re.compile(
    r"(?:(?:Im\s+Folgenden|Nachstehend|Nachfolgend|Hier|Wir|Voici|Nous|Ci-dessous|Texte|Transcription|A\s+continuación|Reproducimos|Publicamos|Este\s+es|Texto|Transcripción)\b[^.]{0,70}?\s)?"
    r"(?:die|das|den|le|la|les|l['’]|el|las|los|du|del|de\s+la|de\s+las|des)?\s?"
    r"(?P<what>(?:[a-zäöü]*(?:rede|ansprache|grußwort|vortrag|laudatio)|discours|allocution|intervention|éloge\s+funèbre|discurso|palabras|intervención|alocución)"
    r",?\s.{6,250}?)(?:\s+gehalten\s+hat)?[.:]?",
    re.IGNORECASE,
)
_HELD_IT = (
    (r"(?P<who>.{5,90}?)\s+(?:gave|delivered|made)\s+(?:this|the\s+following)\s+(?P<form>\w+)(?P<rest>\s.+)?", "by"),
    (r"(?P<who>.{5,90}?)\s+hielt\s+diese[n]?\s+(?P<form>\w+)(?P<rest>\s.+)?", "von"),
    (r"(?P<who>.{5,90}?)\s+a\s+prononcé\s+ce(?:tte)?\s+(?P<form>\w+)(?P<rest>\s.+)?", "par"),
    (r"(?P<who>.{5,90}?)\s+pronunció\s+est[ea]s?\s+(?P<form>\w+)(?P<rest>\s.+)?", "por"),
)
_RELATIVE = re.compile(r"^(\w+),\s(?:die|den|das)\s")
_NOTED = re.compile(
    "[(（]?(?:编者按|編者按|编者的话|編者的話|按语|按語|编辑按|[编編]按)\\s*[:：]\\s*(?P<note>.{10,300}?)[)）]?"
)
_HELD = re.compile(
    "[,，。](?P<event>[^,，。;；]{3,40}?)(?:于[^,，。]{2,12})?在[^,，。;；]{1,16}?(?:开幕|開幕|举行|舉行|举办|舉辦|召开|召開)"
    "|(?:举办|舉辦|主办|主辦)了?(?P<hosted>[^,，。;；在]{4,40}?)(?=[,，。])"
)
_TALK = (
    "(?:(?:[開开][幕場场]|[閉闭]幕|[歡欢]迎|[总總][结結])[演致发發讲講]?|(?:主旨|主[題题]|[專专][題题])?[演致发發讲講谈談祝讚赞])[辞词辭詞話话講讲說说言]"
    "|(?:主旨|主[題题]|[專专][題题])?[報报]告"
)
_GIVEN = re.compile(
    "[,，。](?:以下[為为是])?(?P<who>[^,，。;；在的]{2,30}?)(?:[应應受]邀)?(?:在[会會]上|在開幕式上|在开幕式上)?"
    f"(?:致|发表|發表|作)?了?(?P<form>{_TALK})(?:全文)?(?![\u3400-\u9fff])"
)
_DAY_WITHIN = re.compile(
    "[,，]?(?:今[日天早晚]|昨[日天晚]|本日)?[(（]?(?:(?:19|20)\\d\\d[年년]\\s?)?(?P<month>[\\d一二三四五六七八九十]{1,3})[月월]\\s?(?P<day>[\\d一二三四五六七八九十]{1,3})[日일]"
    "(?:[(（]?星期.[)）]?)?[)）]?(?:[上下]午|晚|に)?[,，、]?\\s?|(?<=[\u3400-\u9fff])(?:今[日天早晚]|昨[日天晚])"
)


class Intro(NamedTuple):
    """Such a sentence, and what it says of the speech: in the words of a title, without the day."""

    sentence: str
    says: str


def find_intros(texts: Sequence[str]) -> Iterator[Intro]:
    """The sentences of the kind among the first texts.

    >>> [intro.says for intro in find_intros(["以下是顾南星3月5日在渡口论坛上的致辞全文:"])]
    ['顾南星在渡口论坛上的致辞']
    """
    for text in texts[:_FIRST]:
        if len(text) <= _MOST_CHARACTERS and (says := _says(text.strip())):
            yield Intro(text, says)


@lru_cache(maxsize=64)  # the title and the first texts are asked for several facts
def _says(text: str) -> str | None:
    """What a text says of the speech, where it is such a sentence."""
    after = (_CHINESE_AFTER,) if "如下" in text else ()
    patterns = (_ENGLISH, _CHINESE, _CHINESE_MADE, *after, _JAPANESE, _JAPANESE_PRINTED, _KOREAN, _RUSSIAN, _EUROPEAN)
    found = next(filter(None, (one.fullmatch(text) for one in patterns)), None)
    noted = _NOTED.fullmatch(text)
    if noted and (told := _narrated(f"。{noted['note']}")):
        return told
    for pattern, by in _HELD_IT if not found else ():
        if held := re.fullmatch(pattern, text.rstrip(".:")):
            return f"{held['form'].capitalize()} {by} {held['who']}{held['rest'] or ''}"
    if not found:
        return None
    what = _RELATIVE.sub(r"\1 von ", _DAY_WITHIN.sub("", found["what"]))
    return what[:1].upper() + what[1:]


def _narrated(note: str) -> str | None:
    """What a note tells of the event and of who spoke there."""
    given, held = _GIVEN.search(note), _HELD.search(note)
    if not given:
        return None
    at = f"在{held['event'] or held['hosted']}上" if held else ""
    return f"{given['who']}{at}的{given['form']}"


def day_of(intro: Intro, published: str | None) -> str | None:
    """The day that an editor's sentence names without its year, in the year in which the page was published after it.

    >>> day_of(Intro("以下是局长今日(十一月五日)的致辞全文:", ""), "2018-11-05T20:00+08:00")
    '2018-11-05'
    """
    found = _DAY_WITHIN.search(intro.sentence)
    if not found or not published:
        return None
    if not found["month"]:
        return published[:10]
    month, day = (each if each.isdigit() else below_hundred(each) for each in found.group("month", "day"))
    named = find_day(f"{published[:4]}年{month}月{day}日")
    return named if named and named <= published[:10] else None
