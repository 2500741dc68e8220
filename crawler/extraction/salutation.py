"""Lines of address: 'Distinguished Guests,', '女士们、先生们:'."""

import re

from crawler.extraction.han import to_simplified

_MOST_CHARACTERS = 160

_PERSONS = (
    "guests|excellenc(?:y|ies)|ladies|gentlemen|friends?|colleagues?|comrades?|delegates|members|ministers?|ambassadors?"
    "|(?:vice[- ])?president|(?:vice[- ])?premier|governor|mayor|chair(?:man|woman|person)?|(?:vice[- ])?chancellor"
    "|secretary(?:[- ]general)?|commissioners?|directors?(?:[- ]general)?|professors?|prof|doctors?|students|teachers"
    "|graduates|parents|faculty|alumni|citizens|compatriots|countrymen|translators|interpreters|partners|representatives"
    "|heads|leaders|majest(?:y|ies)|highness(?:es)?|honou?r|lordships?|lords?|senators?|speaker|congressmen|judges?|justice"
    "|consuls?(?:[- ]general)?|general|councill?ors?|counsell?ors?|dean|rector|sirs?|madame?|mr|mrs|ms|dr"
    "|brothers|sisters|everyone|all|clients?|customers?|readers?|participants|experts|scholars|entrepreneurs|journalists|officers|king"
    "|queen|prince|princess|editors?|envoys?|team|messieurs|mesdames|amis|collègues"
    "|señoras|señores|damen|herren|freunde|amigos"
)
_PERSON = re.compile(rf"\b(?:{_PERSONS})\b", re.IGNORECASE)
_BEGINS = re.compile(
    rf"(?:dear|distinguished|esteemed|honou?r(?:able|ed)|respected|fellow|my|your|his|her|h\.e|vice|deputy|prime|foreign"
    rf"|state|first|sehr|liebe|meine|chers?|queridos|{_PERSONS})\b",
    re.IGNORECASE,
)
_LINE = re.compile(r"[^\W\d_][\w\s.,;&'’()-]*[,:!]")
_SMALL_WORD = re.compile(r"\b[a-zà-ÿ]{2,}\b")
_BETWEEN = re.compile(
    rf"(?:{_PERSONS}|and|of|the|to|from|for|dear|distinguished|honou?r(?:able|ed)|esteemed|fellow|young|old|good|my|our|other|here"
    r"|present|et|der|die|des|du|le|la|les|und|de|geehrte|chers|sehr|y)",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"\b(?:good\s+(?:morning|afternoon|evening|day)|hello|hi|welcome|thanks?|goodbye|congratulations)\b",
    re.IGNORECASE,
)

_COURTEOUS = "(?:尊敬|亲爱|敬爱|尊贵)的|各位|诸位|全体|在座的?"
_CHINESE_PERSONS = (
    "先生|女士|小姐|夫人|阁下|陛下|殿下|同志|朋友|来宾|嘉宾|同事|同学|老师|代表|委员|使节|专家|学者|同胞|记者|乡亲|伙伴|客户|读者|会员|校友|家长|译员"
    "|译者|同仁|战友|青年|企业家|媒体|领导|主席|总统|总理|首相|部长|外长|省长|市长|州长|大使|总领事|会长|院长|校长|秘书长|主任|理事长|书记|总干事"
    "|议长|教授|博士|院士|总裁|董事长|总经理|团长|国王|女王|行长|局长|司长|委员长|评委|公民|孩子|兄弟|姐妹|父老|各位|诸位|大家"
)
_ADDRESSED = rf"(?:{_COURTEOUS}){{0,2}}[㐀-鿿·•A-Za-z ]{{0,14}}?(?:{_CHINESE_PERSONS})(?:们)?"
_CHINESE_LINE = re.compile(rf"{_ADDRESSED}(?:[,，、和及与] ?{_ADDRESSED}){{0,9}} ?[,，:：!！]")
_CHINESE_BEGINS = re.compile(
    rf"(?:{_COURTEOUS})|.{{0,12}}?们[,，、:：!！]|[㐀-鿿·]{{2,12}}?(?:{_CHINESE_PERSONS})[,，:：、!！]"
)
_NO_ADDRESS = re.compile(
    "好[!！]|谢|表示|认为|指出|强调|说|介绍|以下|如下|就|是|将|有|的[是话]|对|向|为|进行|提出|发表|联系|负责|问|答|请|在(?!座)"
    f"|^(?:{_CHINESE_PERSONS}|专家学者)[,，:：!！]"
)


_LETTER = re.compile(r"Dear(?: [^\W\d_][\w.'’-]*){1,4}[,:!]|(?:亲爱|敬爱|尊敬)的[㐀-鿿·]{1,12}[,，:：!！]")


def is_salutation(text: str) -> bool:
    """Whether a block is a line that addresses the hearers; a greeting ('Good morning!') is none.

    >>> is_salutation("Excellencies, Members of the Diplomatic Corps,"), is_salutation("Good morning!")
    (True, False)
    >>> is_salutation("女士们、先生们,朋友们:"), is_salutation("我们将遵循以下原则:")
    (True, False)
    """
    text = text.strip()
    if not 2 < len(text) <= _MOST_CHARACTERS or text[-1] not in ",:!，：！":
        return False
    if (letter := _LETTER.fullmatch(text)) and not _NO_ADDRESS.search(to_simplified(letter[0])):
        return True
    return _is_chinese(to_simplified(text)) if re.search("[㐀-鿿]", text) else _is_other(text)


def _is_chinese(text: str) -> bool:
    if not _CHINESE_BEGINS.match(text) or _NO_ADDRESS.search(text):
        return False
    return bool(_CHINESE_LINE.fullmatch(text))


def _is_other(text: str) -> bool:
    if not _LINE.fullmatch(text) or not _BEGINS.match(text) or _GREETING.search(text):
        return False
    return bool(_PERSON.search(text)) and all(_BETWEEN.fullmatch(word) for word in _SMALL_WORD.findall(text))
