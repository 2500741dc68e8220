"""The facts of a speech as Chinese titles word them, in simplified and in traditional writing."""

import re

from crawler.extraction.speech_en import Facts, Person

_FORM_KINDS = (
    "主旨|主题|主題|开幕|開幕|闭幕|閉幕|欢迎|歡迎|书面|書面|视频|視頻|重要|即席|特别|特別|新年|节日|節日|答谢|答謝|晚宴|总结|總結|获奖|獲獎"
    "|毕业|畢業|就职|就職|告别|告別|开场|開場|专题|專題|政策|电视|電視|施政|例行|中外|吹风|独家|獨家|联合|聯合|国庆|春节|祝酒|受奖|领奖|现场"
    "|录像|錄像|线上|引导|引導|旁听|大会|基调|解释性|补充|立场|表决|闭门|午餐"
)
_FORM_NOUNS = (
    "演讲|演講|讲话|講話|致辞|致辭|致词|致詞|发言|發言|祝酒辞|祝酒辭|祝酒词|祝酒詞|贺词|賀詞|贺辞|賀辭|讲演|講演|演说|演說|陈述|陳述"
    "|答记者问|答記者問|答问|答問|问答|問答|专访|專訪|采访|採訪|访谈|訪談|记者会|記者會|新闻发布会|記者招待會|记者招待会|讲座|講座|谈话|談話|感言"
    "|吹风会|报告|開場白|开场白|献词|獻詞|寄语|悼词"
)
_FORM = f"(?P<form>(?:{_FORM_KINDS}){{0,3}}(?:{_FORM_NOUNS}))"
_TAIL = re.compile(
    r"[\s(（\[【]*(?:全文|实录|實錄|双语|雙語|中英对照|中英對照|中英文|节选|節選|摘要|文字版|译文|譯文|现场实录|稿|讲稿|参考译文|[/、\s])+[)）\]】\s]*\Z"
)
_DASHES = " \t　–—―-─－·:：《》“”\"'"
_AT = r"(?:在|于|於)"
_AFTER_OCCASION = r"(?:期间|期間|之际|之際|上|中|时|時)?"

_AT_OCCASION = re.compile(
    rf"(?P<who>[^，。,;；?？!！]{{0,60}}?)[:：]?{_AT}(?P<occasion>.{{2,80}}?){_AFTER_OCCASION}(?:所?(?:发表|發表|作|做)?的){_FORM}"
)
_AT_WITHOUT_DE = re.compile(
    rf"(?P<who>[^，。,;；?？!！]{{0,60}}?)[:：]?{_AT}(?P<occasion>.{{2,80}}?){_AFTER_OCCASION}{_FORM}"
)
_ANSWERS = re.compile(
    r"(?P<who>[^，。,;；?？!！]{2,60}?)[:：]?(?:就|回应|回應|针对|對).{1,80}?(?:问题|問題)?(?P<form>答记者问|答記者問|答问|答問|接受采访|接受專訪|接受专访)"
)
_RECEIVES = re.compile(rf"(?P<who>[^，。,;；?？!！]{{2,60}}?)(?:接受|答).{{0,60}}?{_FORM}")
_HOLDS = re.compile(rf"(?P<who>[^，。,;；?？!！]{{2,60}}?)(?:主持|举行|舉行){_FORM}")
_VISITS = re.compile(
    r"(?:.{0,80}?(?:——|—|–|─|-|\s|[:：|]))?(?P<form>独家专访|獨家專訪|专访|專訪|对话|對話|访谈|訪談|访|訪)[:：]?(?P<who>[^，。,;；?？!！]{2,40})"
)
_WHO_FORM = re.compile(rf"(?P<who>[^，。,;；?？!！的]{{2,40}}?)的?{_FORM}")
_ALONE = re.compile(_FORM)

_NO_SPEECH = re.compile(
    "^(?:学习|學習|解读|解讀|评|評|论|論|谈|談|如何|怎样|怎樣|浅析|淺析|关于|關於|转发|贯彻|贯徹|聚焦|热议|深入|认真|传达|做好|致)"
    "|发表(?!的)|發表(?!的)|会见|會見|强调|強調|表示|指出|引发|引發|反响|热议|翻译技巧|怎么|通知|公告|声明$"
)
_WORK_OF_PAPER = frozenset(("报告", "问答", "問答", "讲座", "講座", "对话", "對話", "访", "訪", "访谈", "訪談"))

_ROLES = (
    "总书记 總書記 主席 总理 總理 部长 部長 外长 外長 防长 防長 财长 財長 大使 总领事 總領事 公使 参赞 參贊 领事 領事 发言人 發言人 省长 省長 市长 市長 州长 州長 县长 "
    "区长 書記 书记 委员 委員 委员长 委員長 会长 會長 理事长 理事長 秘书长 秘書長 主任 局长 局長 司长 司長 处长 處長 院长 院長 校长 校長 所长 所長 "
    "董事长 董事長 总经理 總經理 总裁 總裁 首席执行官 首席代表 代表 特使 总统 總統 首相 国王 國王 女王 亲王 王储 总干事 總幹事 行长 行長 主编 主編 "
    "总编辑 教授 院士 博士 研究员 專家 专家 翻译家 翻譯家 译审 翻译 作家 学者 議長 议长 大臣 司令 将军 上将 署长 署長 馆长 館長 团长 團長 议员 議員 "
    "总监 總監 经理 经理人 律师 律師 法官 检察长 特首 行政长官 行政長官 先生 女士 同志 老师 台长 社长 社長 创始人 負責人 负责人 教练 导演 秘书 顾问 顧問 专员 專員 "
    "候任总统 领导人 首席 主持人 译员 口译员 高级代表 参议员 州务卿 国务卿 國務卿 财政司司长 总检察长 参谋长 政委 队长 船长 店长 庭长 厅长 廳長 科长 镇长 村长 CEO"
).split()
_ROLE = "(?:" + "|".join(sorted(_ROLES, key=len, reverse=True)) + ")"
_ROLE_AT_END = re.compile(rf".*{_ROLE}", re.DOTALL)
_ROLE_AFTER_NAME = re.compile(rf"(?:(?:副|助理|国务委员兼|國務委員兼|总|前)?{_ROLE}(?:兼|、)?){{1,3}}")
_TWO_CHARACTER_SURNAMES = frozenset(
    "欧阳 歐陽 司马 司馬 诸葛 諸葛 上官 司徒 东方 東方 独孤 獨孤 南宫 南宮 夏侯 皇甫 尉迟 尉遲 公孙 公孫 慕容 令狐 长孙 長孫 宇文 轩辕 端木 司空 淳于 呼延 太史 申屠 钟离 闻人 澹台".split()
)
_NAME = re.compile(r"[㐀-鿿]{2,6}|[㐀-鿿A-Za-z]{1,12}(?:[·•・‧∙．.][㐀-鿿A-Za-z]{1,12}){1,4}")
_NO_NAME = re.compile(
    "代表团|代表團|公司|集团|部$|协会|協會|委员会|我|我们|領导|领导|大学|中国$|中方|论坛|会议|记者|客户|全体|各位|如何|翻译|政府|新闻|嘉宾|学习|本站|双语|年$|致$"
)
_HONORIFICS = frozenset(("先生", "女士", "同志", "老师"))
_SECOND_ROLE = re.compile(
    r"(?P<name>[㐀-鿿]{2,4}?)(?P<role>大使|部长|部長|主席|总理|外长|教授|博士|院士|先生|女士|同志)"
)


def read_line(line: str, spoken: bool = False) -> Facts | None:
    """What a title, a subtitle or a line below it says of a speech; None when it is no such line.

    ``spoken`` says that the text below is known to be a speech, so that '在…上致辞' is one and not news of one.

    >>> read_line("外交部长王毅在第十一届蓝厅论坛上的主旨演讲")
    Facts(speaker='王毅', role='外交部长', occasion='第十一届蓝厅论坛', form='主旨演讲')
    """
    line = _TAIL.sub("", line.strip(_DASHES)).strip(_DASHES)
    if _NO_SPEECH.search(line):
        return None
    return _read_occasion(line, spoken) or _read_interview(line) or _read_greeting(line)


def read_form(line: str) -> str | None:
    """The form, when the line is nothing else.

    >>> read_form("就职演说"), read_form("演讲技巧")
    ('就职演说', None)
    """
    line = _TAIL.sub("", line.strip(_DASHES))
    return line if _ALONE.fullmatch(line) else None


def read_person(text: str) -> Person | None:
    """Name and role of one person, in either order; None when there is no name.

    >>> read_person("驻英国大使刘晓明"), read_person("王毅部长")
    (Person(name='刘晓明', role='驻英国大使'), Person(name='王毅', role='部长'))
    """
    text = re.sub(r"[\s　]+", " ", text.strip(_DASHES)).strip()
    first, _, last = text.rpartition(" ")
    if first and _is_name(last) and _ROLE_AT_END.fullmatch(first):
        return Person(last, first)
    if first and _is_name(first.partition(" ")[0]) and not _is_name(last):
        return Person(first.partition(" ")[0], text.partition(" ")[2])
    return _read_joined(text.replace(" ", ""))


def _read_joined(text: str) -> Person | None:
    role = _ROLE_AT_END.match(text)
    if not role:
        return Person(text, None) if _is_name(text) else None
    name = text[role.end() :]
    if name:
        return Person(name, role[0]) if _is_name(name) else None
    return _read_role_last(text)


def _read_role_last(text: str) -> Person | None:
    """A name with a role after it, perhaps with another before it: '王毅部长', '常驻联合国代表张军大使'."""
    for start in (2, 3, 4):
        if _ROLE_AFTER_NAME.fullmatch(text[start:]) and _is_name(text[:start]):
            role = text[start:]
            return Person(text[:start], None if role in _HONORIFICS else role)
    found = re.search(rf"{_ROLE}\Z", text)
    before = text[: found.start()] if found else ""
    inner = _read_joined(before) if before and _ROLE_AT_END.match(before) else None
    if inner and inner.role:
        return inner
    if found and _is_name(before) and not before.startswith("驻"):
        return Person(before, found[0])
    return None


def _is_name(text: str) -> bool:
    if not _NAME.fullmatch(text) or _NO_NAME.search(text):
        return False
    if "·" in text or not re.fullmatch("[㐀-鿿]+", text):
        return True
    return len(text) <= (6 if text[:2] in _TWO_CHARACTER_SURNAMES else 5)


def _read_occasion(line: str, spoken: bool) -> Facts | None:
    found = _AT_OCCASION.fullmatch(line) or (_AT_WITHOUT_DE.fullmatch(line) if spoken else None)
    if not found:
        return None
    person = read_person(found["who"]) if found["who"] else Person(None, None)
    if not person:
        return None
    occasion = re.sub(r"^(?:出席|参加|參加)", "", found["occasion"])
    return Facts(person.name, person.role, occasion, found["form"])


def _read_interview(line: str) -> Facts | None:
    for pattern in (_ANSWERS, _RECEIVES, _HOLDS, _VISITS):
        found = pattern.fullmatch(line)
        person = read_person(found["who"]) if found else None
        if found and person:
            form = "专访" if found["form"] == "访" else found["form"]
            return Facts(person.name, person.role, None, form.removeprefix("接受"))
    return None


def _read_greeting(line: str) -> Facts | None:
    """'国家主席习近平新年贺词': who and the form, and nothing between."""
    found = _WHO_FORM.fullmatch(line)
    person = read_person(found["who"]) if found else None
    if not found or not person or found["form"] in _WORK_OF_PAPER:
        return None
    return Facts(person.name, person.role, None, found["form"])
