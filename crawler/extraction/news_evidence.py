"""Whether a text is news: its title tells an event, or its first lines say when it was or who said so."""

import re
from collections.abc import Sequence

from crawler.extraction.han import to_simplified
from crawler.extraction.speech_evidence import reports

_TITLES = (
    r"发表.{0,16}(?:演讲|讲话|致辞|致词)|出席|举行|举办|召开|开幕|闭幕|会见|访问|揭牌|揭晓|启动|启用|签约|签署|落幕|荣获|获奖|入选|亮相|抵达|圆满",
    r"发布|公布|上线|迁往|迁至|参加|成立|[一二三四五六七八九十百\d]周年|登上|承接|中标|当选|推出|开业|付印|出版|参展|完工|投用|走进|走访|探访|做客",
    r"为.{2,20}培训",
    r"(?:した|開催|開幕|開設|発売|開始|発表|出版|活動|参加|受賞|表彰|挨拶|実施|公開|オープン)$",
    r"(?:했다|한다|됐다|열려|열린다|열었다|개최|개막|폐막|출간|선정|수상|발간|참가|체결|성료|시작|열어|운영)$",
    r"\b(?:выступил|откры[лв]|прош[лё]|состоял|состоится|пройд[её]т|подписал|посетил|пров[её]л|вручил|отпраздновал)\w*",
    r"\b(?:отметил|запустил|представил|вышл|издан|получил|принял|завершил|начал|избран|награжд|обсудил)\w*",
    r"\b(?:erscheint|startet|feiert|gewinnt|erhält|zieht\s+(?:um|ein)|wählt|empfängt|übergibt|unterzeichnet|geht\s+in)\b",
    r"\b(?:eröffnet|veröffentlicht|ausgezeichnet|gegründet)\b",
    r"\b(?:s['’]ouvre|accueille|fête|lance|reçoit|célèbre|organise|salue|paraît|rejoint|inaugure|ouvre|remporte|publie)\b",
    r"\b(?:recibe|celebra|organiza|pide|estrena|entrega|acoge|reúne|anuncia|participa|inaugura|gana|publica|lanza)\b",
    r"\b(?:attends?|delivers?|meets|opens|signs?|signed|launche[sd]|holds|held|visits|wins|unveils|announces|concludes)\b",
    r"\b(?:joins|named|hosts|hosted|reopens|won|receives|kicks\s+off|moves\s+to|takes\s+part|celebrates|publishe[sd])\b",
    r"\b(?:selected|appointed|elected)\b",
)
_TITLE = re.compile("|".join(_TITLES), re.IGNORECASE)
_MONTH = r"(?:[A-Z][a-z]{2,8}\.?\s+\d{1,2}|\d{1,2}\.?\s+(?:de\s+)?[^\W\d_]{3,12}\.?)(?:,?\s+(?:de\s+)?\d{4})?"
_DATELINES = (
    r"[(（【]?(?:新华社|中新社|中新网|人民网|央视网|本报|本网|本刊).{0,30}[电讯]|.{0,16}(?:电|(?<![资通])讯)(?:[\s:：(（])",
    rf"[A-ZÀ-ÞА-ЯЁ][\w .'-]{{2,40}},\s+{_MONTH}\s*(?:\([^)]{{2,30}}\)\s*)?[-–—]",
    r"[A-ZÀ-Þ][\w .'-]{2,30}(?:\([\w./ ]{2,20}\)\s*)?(?:\.\s[–—-]|//)",
    r"[\[【(](?:[가-힣]{2,8}\s?=\s?)?.{2,20}기자[\]】)]|.{0,12}\(.{0,10}(?:뉴스|통신)\)|【.{1,12}(?:共同|時事|通信|記者).{0,12}】",
)
_DATELINE = re.compile("|".join(_DATELINES))
_NUMBER = "[一二三四五六七八九十\\d]{1,3}"
_MONTHS_RU = "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря"
_MONTHS_DE = "januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember"
_TIMES = (
    r"本日|先日|近日|日前|昨[日天晚]|今[日天晨晚]|即日|本[周月]|[上下]个?[周月]|当地时间|北京时间|据.{2,20}(?:报道|消息)|本报记者|^记者",
    rf"{_NUMBER}月(?:{_NUMBER}日|初|底|中旬|上旬|下旬|起)|(?<!\d)\d{{1,2}}日、",
    r"\d{1,2}일\s?(?:오전|오후|열린|개최|밝)|(?:지난|오는)\s?(?:\d{1,2}[월일]|주|달|해)|\d{1,2}월\s\d{1,2}일",
    rf"\b(?:вчера|сегодня|накануне)\b|\b\d{{1,2}}\s+(?:{_MONTHS_RU})\b",
    r"\b(?:во?|прошл\w+|минувш\w+)\s+(?:понедельник|вторник|среду|четверг|пятницу|субботу|воскресенье)\b",
    rf"\b(?:gestern|vergangenen?)\b|\b(?:am|vom|zum)\s+\d{{1,2}}\.\s?(?:{_MONTHS_DE}|\d)",
    r"\bam\s+(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag)\b",
    r"\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\s+(?:\d|dernier|soir|matin)|\ble\s\d{1,2}(?:er)?\s[a-zûé]{3,9}\b",
    r"\b(?:ayer|anoche)\b|\b(?:el|este)\s+(?:pasado\s+)?(?:lunes|martes|miércoles|jueves|viernes|sábado|domingo)\b",
    r"\bel\s+(?:pasado\s+)?\d{1,2}\s+de\s+[a-z]{4,10}\b",
    r"\b(?:on|last|this|late|early)\s+(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:from|as\s+of)\s+today\b",
    r"\b(?:last|next|this)\s+(?:week|month|year|spring|summer|autumn|winter)\b|\b(?:today|yesterday|recently)\b",
    r"^on\s+(?:\d{1,2}\s+[a-z]+|[a-z]+\s+\d{1,2})\b|\bofficials\s+said\b",
)
_WHEN = re.compile("|".join(_TIMES), re.IGNORECASE)
_FIRST = 3  # texts that tell news from the rest
_BEGINNING = 200  # characters of each


def is_news(title: str, texts: Sequence[str]) -> bool:
    """Whether a title tells an event, or the first texts report one.

    >>> is_news("Директор открыл выставку", []), is_news("Как читать карту", ["Карту читают с конца."])
    (True, False)
    """
    return is_reported(texts) or bool(_TITLE.search(title)) or reports(texts[:_FIRST])


def is_reported(texts: Sequence[str]) -> bool:
    """Whether the first texts tell news: they have a dateline, or say which day of late it was.

    >>> is_reported(["本报讯 5月3日,港口论坛在滨海开幕。"]), is_reported(["港口属于我们大家。"])
    (True, False)
    """
    first = [to_simplified(text.strip()[:_BEGINNING]) for text in texts[:_FIRST]]
    return any(_DATELINE.match(text) or _WHEN.search(text) for text in first)
