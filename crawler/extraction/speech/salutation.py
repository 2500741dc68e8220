"""Lines of address: 'Distinguished Guests,', '女士们、先生们:'."""

import re
from functools import lru_cache

from crawler.extraction.language.chinese_characters import to_simplified
from crawler.extraction.speech.salutation_europe import is_address
from crawler.extraction.text.word_lists import any_of

_MOST_CHARACTERS = 160
_HAN = re.compile("[㐀-鿿]")
_HANGUL = re.compile("[가-힣]")

_COURTEOUS = "(?:尊敬|亲爱|敬爱|尊贵)的|各位|诸位|全体|在座的?"
_CHINESE_PERSONS = any_of("address", "hearers.zh")
_ADDRESSED = rf"(?:{_COURTEOUS}){{0,2}}[㐀-鿿·•A-Za-z\d ]{{0,14}}?(?:{_CHINESE_PERSONS})(?:们)?"
_COURTEOUSLY = "(?:尊敬的|亲爱的|敬爱的)?(?:各位|诸位)[^\\W的和及与]{1,9}"  # whoever they are
_PART = f"(?:{_ADDRESSED}|{_COURTEOUSLY}|[㐀-鿿]{{1,8}}们)"
_CHINESE_PART = re.compile(f"{_PART}(?:[和及与] ?{_PART}){{0,2}}")
_CHINESE_BEGINS = re.compile(
    rf"(?:{_COURTEOUS})|.{{0,12}}?们[,，、:：!！]|(?:主席|陛下|殿下|阁下)[,，、:：]|(?:{_CHINESE_PERSONS})、(?=各位|诸位|尊敬|女士|先生)|(?![副总正前原兼])[㐀-鿿·]{{1,12}}?(?:{_CHINESE_PERSONS})[,，:：、!！]"
)
_NO_ADDRESS = re.compile(
    "好[!！]|谢|表示|认为|指出|强调|说|介绍|以下|如下|就|是|将|有|的[是话]|对|向|为|进行|提出|发表|联系|负责|问|答|请|在(?!座)"
    f"|^(?!(?:主席|陛下|殿下|阁下)[,，、:：](?:$|各位|诸位|尊敬|女士|先生))(?:{_CHINESE_PERSONS}|专家学者)[,，:：!！]"
)


_LETTER = re.compile(
    r"Dear(?: [^\W\d_][\w.'’-]*){1,4}[,:!]|(?:亲爱|敬爱|尊敬)的[㐀-鿿·]{1,12}[,，:：!！]"
    "|[㐀-鿿]{1,10}(?:先生|女士|小姐|君|兄|吾?师|老師|老师|教授|同志)(?:大|台|鈞|钧|惠|雅|道|勛|赐|賜)[鑒鉴][,，:：!！]"
)
_JAPANESE = re.compile(
    "(?:[㐀-鿿ァ-ヶー々・A-Za-zごおなるび、のいさまん]{0,48}?)"
    "(?:皆様|皆さま|皆さん|みなさま|みなさん|(?<=[ぁ-んァ-ヶ])(?:諸君|各位))(?:方)?[、,，:：!！]?"
)
_JAPANESE_TITLE = re.compile("[㐀-鿿ァ-ヶー々]{1,14}(?:様|殿|閣下|先生)[、,，:：!！]")
_KOREAN = re.compile("(?:[가-힣·]{1,12}[ ,]{1,2}){0,24}(?:여러분|귀하|각하|[가-힣]{1,8}님)[,!:，！：]?")
_KOREAN_GREETING = re.compile("(?:안녕하십니까|안녕하세요|반갑습니다)[?!.,]\\s*(?=[가-힣])")
_KOREAN_NO_ADDRESS = re.compile("감사|안녕|고맙|환영|축하|니다")
_ARABIC = re.compile(
    "(?:أيها|أيتها|السيدات|السادة|السيد|السيدة|حضرات|أصحاب|معالي|سعادة|أعزائي|الإخوة|الأخوات|الضيوف|الأصدقاء|الزملاء)"
    r"[\s\u0600-\u06ff]{0,100}[،,:!]"
)
_OTHERS = re.compile(
    r"(?:(?:kính\s+)?thưa|yang\s+(?:saya\s+)?(?:ter)?hormat\w*|saudara-saudara|hadirin|sayın|değerli|szanown\w+|drodzy|vážen\w+"
    r"|milí|tisztelt|kedves|stimat\w*|dragi|arvoisa\w*|hyvät)\b[\w\s,.-]{0,100}[,:!]",
    re.IGNORECASE,
)
_ENDS = ",:!，：！،、"
_GREETING = re.compile(
    r"(?<=[,，!！、])\s*(?:(?:and\s+)?(?:a\s+very\s+)?good\s+(?:morning|afternoon|evening|day)(?:\s+(?:to\s+)?(?:you\s+all|everyone|all))?"
    r"|hello(?:\s+(?:everyone|all))?|welcome|greetings|guten\s+(?:morgen|tag|abend)|bonjour|bonsoir|buenos\s+días|buenas\s+(?:tardes|noches)"
    r"|buongiorno|buonasera|bom\s+dia|boa\s+(?:tarde|noite)|здравствуйте|добрый\s+(?:день|вечер)|доброе\s+утро"
    r"|(?:大家|各位|诸位|諸位|你们|你們|您|你)?(?:早上|上午|中午|下午|晚上|傍晚|新年|新春|节日|節日|早|晚|午)?(?:好|安)|大家早"
    r"|(?<!^皆さん、)(?:こんにちは|こんばんは|おはようございます|ご[㐀-鿿]{2}(?:誠に|まことに)?おめでとうございます)"
    r"|안녕하십니까|안녕하세요|안녕하신지요|반갑습니다)\s?[.。!！?？:：]?\Z",
    re.IGNORECASE,
)
_ONE_GREETED = re.compile("[㐀-鿿]{1,3}(?:先生|女士|小姐|老师|教授|博士|医生|经理)[,，!！]")


def is_salutation(text: str) -> bool:
    """Whether a block is a line that addresses the hearers, with a greeting or without; a greeting alone is none.

    >>> is_salutation("Excellencies, Members of the Diplomatic Corps,"), is_salutation("Good morning!")
    (True, False)
    >>> is_salutation("女士们、先生们,朋友们:"), is_salutation("我们将遵循以下原则:")
    (True, False)
    """
    text = text.strip()
    return 2 < len(text) <= _MOST_CHARACTERS and _addresses(text)


@lru_cache(maxsize=512)  # several fields ask it of the same line
def _addresses(text: str) -> bool:
    text = _KOREAN_GREETING.sub("", text, count=1) if _KOREAN_GREETING.match(text) else text
    if greeting := _GREETING.search(text):
        text = text[: greeting.start()]
        if _ONE_GREETED.fullmatch(to_simplified(text)):
            return True
    if _ends_openly(text):
        return True
    if text[-1] not in _ENDS:
        return False
    if (letter := _LETTER.fullmatch(text)) and not _NO_ADDRESS.search(to_simplified(letter[0])):
        return True
    if _HAN.search(text):
        return _is_chinese(to_simplified(text)) or bool(_JAPANESE_TITLE.fullmatch(text))
    return is_address(text) or bool(_ARABIC.fullmatch(text) or _OTHERS.fullmatch(text))


def _ends_openly(text: str) -> bool:
    """Whether it is a line of address in Japanese or Korean, where no mark need end it."""
    if text[-1] in "様まん君位方" + _ENDS and _JAPANESE.fullmatch(text):
        return True
    return bool(_HANGUL.search(text[:2]) and _KOREAN.fullmatch(text) and not _KOREAN_NO_ADDRESS.search(text)) and (
        text[-1] in _ENDS or text.endswith("여러분")
    )


def _is_chinese(text: str) -> bool:
    if not _CHINESE_BEGINS.match(text) or _NO_ADDRESS.search(text):
        return False
    parts = [part.strip() for part in re.split("[,，、]", text.rstrip(_ENDS))]
    return all(map(_CHINESE_PART.fullmatch, parts))
