"""Whether a text was delivered: it addresses hearers, speaks to them, thanks them, and is no letter."""

import re
from collections.abc import Sequence

from crawler.extraction.salutation import is_salutation

FIRST = 8  # texts among which hearers are addressed
_LAST = 6  # texts among which they are thanked, and letters signed
_LETTER_END = re.compile(
    r"(?:yours\s+(?:sincerely|faithfully|truly)|yours,|sincerely|(?:with\s+)?(?:all\s+)?(?:best|kind|kindest|warm|warmest)\s+"
    r"(?:regards|wishes)|warmly,|cordially|mit\s+(?:freundlichen|herzlichen|besten)\s+grüßen|herzlichst|cordialement"
    r"|bien\s+à\s+vous|atentamente|saludos|с\s+уважением|敬具|此致|敬礼|敬禮|顺颂|順頌|顺祝|順祝|敬上)(?!\w)"
    r"|.{0,30}全体(?:同仁|同事|员工|員工|人员)\W*$|(?:the|your)\s.{1,40}\steam\W*$",
    re.IGNORECASE,
)
_LETTER_SIGNED = re.compile(
    r"(?:敬上|敬啟|敬启|謹啟|谨启|謹上|拝|드림|올림)\W*\Z|(?:Ihr|Ihre|Euer|Eure|Ваша?)\s[^.!?]{3,40}\Z"
)
_PERSONAL_LETTER = re.compile(
    r"(?:dear\s+(?:all|sirs?|madam|mr|ms|valued|clients?|customers?|readers?|users?|partners?)\b|liebe\s+kund"
    r"|(?:尊敬的|亲爱的|各位|尊敬的各位|新老)(?:新老)?(?:客户|客戶|用户|用戶|读者|讀者|家长)"
    r"|[㐀-鿿]{1,3}(?:先生|女士|小姐|老师|老師|经理|經理)[,，!！]\s?[您你]好|.{2,20}[鑒鉴][,，:：]"
    r"|дорог(?:ой|ая|ие)\s+(?:читател|подписчик|клиент|покупател)|(?:chers?|chères?)\s+(?:lecteur|lectrice|client|abonné)"
    r"|(?:estimad|querid)[oa]s?\s+(?:lector|client)|liebe[rs]?\s+leser|독자|고객|読者)",
    re.IGNORECASE,
)
_THANKS = re.compile(
    r"(?:thanks?|thank\s+you|many\s+thanks|i\s+thank\s+you|(?:vielen\s+|herzlichen\s+)?dank|danke|merci|je\s+vous\s+remercie"
    r"|(?:muchas\s+)?gracias|(?:muito\s+)?obrigad[oa]|grazie|спасибо|благодарю)\b|(?:再次)?(?:谢谢|謝謝|多谢|多謝|感谢|感謝)"
    r"|ありがとう|ご清聴|감사합니다|고맙습니다",
    re.IGNORECASE,
)
_NOT_SPOKEN = re.compile(
    r"\b(?:letter|notice|how\s+to|tips|guide|joint\s+statement|announcement)\b"
    r"|\bw(?:rites?|rote|riting)\s+back\b|回信|[复復覆]信|返信|返事"
    r"|一封信|的信$|覆?[^来來公]函$|通知|公告|贺信|賀信|技巧|报价|倡议书|声明"
    r"|\b(?:(?:lese)?brief\b|lettre\b|carta\b|письмо\b|ответ\s+на)|書簡|手紙|편지|서한|답신|회신",
    re.IGNORECASE,
)
_LETTER_START = re.compile("拝啓|謹啓|前略|敬啟者|敬启者")
_LINE = 13  # characters: what is shorter is no paragraph
_PARAGRAPHS = 2
_READ = 1000  # characters of each
_QUOTED = re.compile('「[^」]*」|『[^』]*』|“[^”]*[”“]|„[^“”]*[“”]|«[^»]*»|"[^"]*"|‘[^’]{12,}’')
_SPEAKS = re.compile(
    r"我(?![国國军軍司院校社省市])|我們|我们|各位|大家|你们|你們|诸位|諸位|同志们"
    r"|皆様|皆さ[まん]|みなさ[まん]|諸君|諸氏|わたくし|私|我々|いたします|まいります|申し上げ"
    r"|여러분|저[는희를의도]|제가|우리|드립니다|바랍니다"
    r"|\b(?:[Вв](?:ас|ам|ами|ы|аш\w*)|[Мм]ы|[Нн]а[сш]\w{0,2}|[Яя]|[Мм]не|[Мм]еня|[Мм]о[йяеи]\w{0,2})\b"
    r"|(?<=[a-zäöüß,] )(?:Sie|Ihnen|Ihr|Euch)\b|\b(?:[Ee]uch|[Ww]ir|[Uu]ns|[Ii]ch|[Mm]ich|[Mm]ir)\b"
    r"|\b(?:[Vv]ous|[Nn]ous|[Jj]e|[Mm]oi)\b|\b[Jj]['’]"
    r"|\b(?:[Uu]stedes|[Vv]osotr[oa]s|[Nn]osotr[oa]s|[Yy]o|[Mm]e|[Nn]os|[Oo]s|[Ll]es\s\w+(?:o|amos|emos))\b"
    r"|\b(?:I|[Ww]e|[Uu]s|[Yy]ou|[Yy]our|[Oo]ur|my)\b"
)
_REPORTS = re.compile(
    r"(?:他|她|[长長任席表])(?:还|還|也)?(?:表示|指出|强调|強調|说|說|称|稱)[,，:：]|と(?:述べ|語っ|話し)|(?:밝혔|말했|전했|강조했)다"
    r"|\b(?:сказал|заявил|отметил|подчеркнул|сообщил|рассказал)[аи]?\b|\b(?:sagte|betonte|erklärte)\s+(?:sie|er|der|die)\b"
    r"|\b(?:a|ont)\s+(?:déclaré|souligné|affirmé|expliqué)\b|\b(?:dijo|afirmó|señaló|subrayó|explicó)\b"
    r"|\b(?:he|she|who)\s+(?:said|told|added)\b|\bsaid\s+(?:he|she|mr|ms|dr)\b"
)
_QUOTED_FROM = re.compile(
    r"[“”\"»」』]\s?[,，]?\s?(?:(?:sagte?|meinte?|erklärte?|says|said|(?:he|she|they)\s(?:said|told|says)|dice|dijo|a\sdit|говорит|сказал[аи]?)\b"
    r"|と(?:述べ|語っ|話し)|(?:이?라고|며)\s)"
)
_SUBJECT = re.compile(
    r"\b(?:translat(?:e[sd]?|ing|ions?)|interpreting|why|what\s+is)\b|翻译(?!协会|学会|大会|论坛|工作)|翻譯(?!學會|協會)",
    re.IGNORECASE,
)


def is_spoken(texts: Sequence[str]) -> bool:
    """Whether the text addresses hearers, and is no letter."""
    if any(_LETTER_END.match(text.strip()) for text in texts[-_LAST:]):
        return False
    if any(_LETTER_SIGNED.search(text.strip()) for text in texts[-2:]):
        return False
    return any(is_salutation(text) and not _PERSONAL_LETTER.match(text.strip()) for text in texts[:FIRST])


def speaks_itself(texts: Sequence[str]) -> bool:
    """Whether most of the paragraphs, outside of what they quote, are said by somebody to hearers, or of himself.

    >>> speaks_itself(["私は港で働いてまいりました。", "皆様とともに歩んでまいります。"])
    True
    >>> speaks_itself(["会長は「私は港で働いてきた」と述べた。", "皆様の参加を待つという。"])
    False
    """
    own = [_QUOTED.sub("", text[:_READ]) for text in texts if len(text) > _LINE]
    if len(own) < _PARAGRAPHS or any(map(_LETTER_START.match, texts[:1])) or reports(own):
        return False
    return 2 * sum(bool(_SPEAKS.search(text)) for text in own) >= len(own)


def reports(texts: Sequence[str]) -> bool:
    """Whether a text tells what somebody said, as reports of events do.

    >>> reports(["会長は「私は港で働いてきた」と述べた。"]), reports(["私は港で働いてまいりました。"])
    (True, False)
    """
    if any(_QUOTED_FROM.search(text[:_READ]) for text in texts):
        return True
    return any(_REPORTS.search(_QUOTED.sub("", text[:_READ])) for text in texts)


def is_thanked(texts: Sequence[str]) -> bool:
    """Whether the text ends with thanks."""
    return any(_THANKS.match(text.strip()) for text in texts[-_LAST:])


def is_letter_or_notice(head: str) -> bool:
    """Whether a title is that of a letter, a notice or a guide, which nobody delivers.

    >>> is_letter_or_notice("A letter from the chair"), is_letter_or_notice("Address, School of Interpreting")
    (True, False)
    >>> is_letter_or_notice("校长给同学们的回信")
    True
    """
    return bool(_NOT_SPOKEN.search(head))


def is_no_speech(head: str, texts: Sequence[str]) -> bool:
    """Whether a title is that of a letter or a notice, or of an essay: one about speeches has lines like a speech.

    Hearers who are addressed and thanked were there, whatever the title says of translation.
    """
    if is_letter_or_notice(head):
        return True
    return bool(_SUBJECT.search(head)) and not (is_spoken(texts) and is_thanked(texts))
