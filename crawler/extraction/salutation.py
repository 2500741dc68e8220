"""Lines of address: 'Distinguished Guests,', '女士们、先生们:'."""

import re

_MOST_CHARACTERS = 160

_PERSONS = (
    "guests|excellenc(?:y|ies)|ladies|gentlemen|friends?|colleagues?|comrades?|delegates|members|ministers?|ambassadors?"
    "|president|vice[- ]president|premier|vice[- ]premier|prime minister|governor|mayor|chair|chairman|chairwoman|chairperson"
    "|chancellor|vice[- ]chancellor|secretary[- ]general|commissioners?|directors?|director[- ]general|professors?|doctors?"
    "|students|teachers|graduates|parents|faculty|alumni|citizens|compatriots|countrymen|translators|interpreters|partners"
    "|representatives|heads|leaders|majest(?:y|ies)|highness(?:es)?|honou?r|lordships?|lords?|senators?|speaker|congressmen"
    "|judges?|justice|consul|consuls?[- ]general|general|councill?ors?|counsell?ors?|dean|rector|sirs?|madam|madame|mr|mrs|ms|dr"
    "|brothers|sisters|everyone|all|clients?|customers?|readers?|participants|experts|scholars|entrepreneurs|journalists"
    "|veterans|soldiers|officers|king|queen|prince|princess|prof|editors?|messieurs|mesdames|amis|collègues|señoras|señores"
    "|damen|herren|kollegen|freunde|amigos|secretary|prelates|envoys?|team"
)
_PERSON = re.compile(rf"\b(?:{_PERSONS})\b", re.IGNORECASE)
_ADDRESS = re.compile(
    r"(?:dear|distinguished|esteemed|honou?rable|honou?red|respected|fellow|my|your|ladies|excellenc|gentlemen|comrades|friends"
    r"|colleagues|mr|mrs|ms|madam|dr|prof|president|governor|premier|minister|mayor|ambassador|chairman|chairperson|chair"
    r"|secretary|vice|deputy|members|heads|prime|h\.e|his|her|sir|senator|director|delegates|graduates|compatriots|mesdames|chers?"
    r"|sehr|liebe|meine|señoras|queridos|state|king|lord|commissioner|professor|general|speaker|judge|everyone|students|citizens)",
    re.IGNORECASE,
)
_ENGLISH = re.compile(r"[^\W\d_][\w\s.,;&'’()-]*[,:!]")
_LOWER = re.compile(r"\b[a-zà-ÿ]{2,}\b")
_JOINING = frozenset(
    "and of the to from for dear fellow de et der die des du le la les y e und friends colleagues guests gentlemen ladies "
    "all everyone students teachers citizens translators interpreters compatriots delegates members partners comrades "
    "distinguished honourable honorable honoured honored participants experts graduates parents clients customers readers "
    "brothers sisters countrymen faculty alumni representatives ministers ambassadors journalists entrepreneurs scholars "
    "amis collègues sirs sir madam young old good my our other here present leaders heads team".split()
)
_GREETING = re.compile(
    r"\b(?:good\s+(?:morning|afternoon|evening|day)|hello|welcome|thank|thanks|hi|goodbye|congratulations)\b", re.I
)

_CHINESE_PERSON = (
    "先生|女士|小姐|夫人|阁下|閣下|陛下|殿下|同志|朋友|来宾|來賓|嘉宾|嘉賓|同事|同学|同學|老师|老師|代表|委员|委員|使节|使節|专家|專家|学者|學者|同胞"
    "|记者|記者|乡亲|鄉親|伙伴|客户|客戶|读者|讀者|校友|家长|家長|译员|译者|同仁|女士们|战友|青年|企业家|媒体|领导|領導|主席|总统|總統|总理|總理|首相"
    "|部长|部長|省长|省長|市长|市長|大使|会长|會長|院长|院長|校长|校長|秘书长|秘書長|主任|理事长|理事長|书记|書記|州长|州長|总干事|议长|議長|教授|博士|院士"
    "|总裁|總裁|董事长|董事長|总经理|外长|外長|团长|国王|女王|行长|局长|司长|总领事|委员长|评委|裁判|公民|孩子|兄弟|姐妹|弟兄|父老|各位|诸位|諸位|大家"
)
_CHINESE_UNIT = rf"(?:尊敬的|亲爱的|親愛的|敬爱的|尊贵的|各位|诸位|諸位|全体|全體|在座的)?[㐀-鿿·•A-Za-z\s]{{0,14}}?(?:{_CHINESE_PERSON})(?:们|們|，?您)?"
_CHINESE = re.compile(rf"{_CHINESE_UNIT}(?:[,，、和及与]\s?{_CHINESE_UNIT}){{0,9}}\s?[,，:：!！]")
_CHINESE_VERB = re.compile(
    "好[!！]|谢谢|謝謝|表示|认为|認為|指出|强调|说|說|介绍|以下|如下|就|是|将|將|有|在|的是|对|對|向|为|為|进行|提出|发表|联系|負責|负责|问|答|请|請"
)
_CHINESE_START = re.compile(
    rf"(?:尊敬|亲爱|親愛|敬爱|尊贵|各位|诸位|諸位|全体|全體|在座)|(?:.{{0,12}}?(?:们|們)[,，、:：!！])|[㐀-鿿·]{{1,12}}?(?:{_CHINESE_PERSON})[,，:：、!！]"
)
_BARE = re.compile(
    "(?:朋友|代表|专家|专家学者|记者|大家|主任|教授|客户|读者|来宾|领导|书记|委员|主席|市长|部长|总理|会长|联系|译者|译员|青年|媒体|孩子|记者)[,，:：!！]"
)


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
    return _is_chinese(text) if re.search("[㐀-鿿]", text) else _is_english(text)


def _is_chinese(text: str) -> bool:
    if _BARE.fullmatch(text) or not _CHINESE_START.match(text):
        return False
    return bool(_CHINESE.fullmatch(text)) and not _CHINESE_VERB.search(text)


def _is_english(text: str) -> bool:
    if not _ENGLISH.fullmatch(text) or not _ADDRESS.match(text) or _GREETING.search(text):
        return False
    if not _PERSON.search(text):
        return False
    return all(word in _JOINING for word in _LOWER.findall(text))
