"""Whether a text was delivered: it addresses hearers, thanks them, and is no letter."""

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
_PERSONAL_LETTER = re.compile(
    r"(?:dear\s+(?:all|sirs?|madam|mr|ms|valued|clients?|customers?|readers?|users?|partners?)\b|liebe\s+kund"
    r"|(?:尊敬的|亲爱的|各位|尊敬的各位|新老)(?:新老)?(?:客户|客戶|用户|用戶|读者|讀者|家长)"
    r"|[㐀-鿿]{1,3}(?:先生|女士|小姐|老师|老師|经理|經理)[,，!！]\s?[您你]好)",
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
    r"|一封信|的信$|通知|公告|贺信|賀信|技巧|报价|倡议书|声明",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"\b(?:translat(?:e[sd]?|ing|ions?)|interpreting|why|what\s+is)\b|翻译(?!协会|学会|大会|论坛|工作)|翻譯(?!學會|協會)",
    re.IGNORECASE,
)


def is_spoken(texts: Sequence[str]) -> bool:
    """Whether the text addresses hearers, and is no letter."""
    if any(_LETTER_END.match(text.strip()) for text in texts[-_LAST:]):
        return False
    return any(is_salutation(text) and not _PERSONAL_LETTER.match(text.strip()) for text in texts[:FIRST])


def is_thanked(texts: Sequence[str]) -> bool:
    """Whether the text ends with thanks."""
    return any(_THANKS.match(text.strip()) for text in texts[-_LAST:])


def is_no_speech(head: str, texts: Sequence[str]) -> bool:
    """Whether a title is that of a letter or a notice, or of an essay: one about speeches has lines like a speech.

    Hearers who are addressed and thanked were there, whatever the title says of translation.
    """
    if _NOT_SPOKEN.search(head):
        return True
    return bool(_SUBJECT.search(head)) and not (is_spoken(texts) and is_thanked(texts))
