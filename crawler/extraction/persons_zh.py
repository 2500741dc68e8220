"""People as Chinese titles name them: a name, and a role before or after it, or both."""

import re
from collections.abc import Iterator

from crawler.extraction.han import to_simplified
from crawler.extraction.persons_en import Person

FRAME = " \t　–—―-─－·:：《》“”\"'〉〈"
"""What stands around a name or a title and is no part of it."""

_ROLES = (
    "总书记|书记|主席|总理|部长|外长|防长|财长|大使|总领事|公使|参赞|领事|代办|发言人|省长|市长|州长|县长|区长|委员|委员长|会长|理事长|秘书长|主任"
    "|局长|司长|处长|院长|校长|所长|董事长|总经理|经理|总裁|首席执行官|代表|特使|总统|首相|国王|女王|亲王|王储|总干事|行长|主编|总编辑|教授|院士"
    "|博士|研究员|专家|翻译家|译审|作家|学者|议长|大臣|司令|将军|上将|署长|馆长|团长|议员|总监|律师|法官|检察长|特首|行政长官|先生|女士|同志|老师"
    "|台长|社长|创始人|负责人|教练|导演|秘书|顾问|专员|首席|主持人|译员|参议员|国务卿|参谋长|政委|队长|厅长|科长|庭长|站长|助理|理事|CEO|董事"
    "|译者|诗人|画家|科学家|艺术家|工程师|企业家|设计师|医生|演员|歌手|长老|大主教|主教|酋长"
)
_ROLE = "(?:" + "|".join(sorted(_ROLES.split("|"), key=len, reverse=True)) + ")"
_ENDS_IN_ROLE = re.compile(f".*{_ROLE}")
_ROLE_ALONE = re.compile(f"(?:(?:副|前|国务|部长|常务|执行){{0,2}}{_ROLE}[兼、]?){{1,3}}")
_LAST_ROLE = re.compile(rf"(?:副|助理|前)?{_ROLE}\Z")
_STYLED = re.compile("(.{2,4}?)(?:先生|女士|小姐|博士|教授|院士|同志|老师)")
_COURTESY = frozenset(("先生", "女士", "同志", "老师"))

_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧肖程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金"
    "陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢岳齐梅莫庄辛管祝"
    "左涂谷祁舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游裴席卫查屈鲍覃霍翁隋甘景单包司柏宁柯阮桂闵解柴华车冉房边吉饶瞿戚丘古米池滕晋邬臧宫苟褚廉简娄"
    "符奚穆党燕郎冀姬屠连晏栾郁商蒙喻揭窦迟敖冷卓仇艾蓝巩井仲乐虞卞封竺冼楚佟栗匡宗应巫鞠桑荆谌银明沙伏岑习胥蔺云皮元佘双衡步闫缪尉"
    "酆昌湛禹狄贝茅麻危刁骆昝裘贲杭钮嵇滑荣荀羊於芮羿汲邴糜隗宓蓬郗钭厉戎郜蓟蒲邰鄂咸莘逄郦雍郤璩濮扈郏尚茹宦庾暨寇阙殳蔚夔厍晁訾阚毋乜蒯逯桓鬱妥撒"
    "仝仉佴俎冮亓仵恽忻岐旷檀沐漆眭矫禚粟肇苑茆贠赫郇郐郄鄢雒靖颉骈麴楼帅邸"
)
_SURNAMES_AND_WORDS = frozenset(
    "凤花计谈支经宣诸惠储松富乌弓牧仰秋暴祖束幸韶薄印宿怀索籍阴苍闻贡劳扶堵宰寿浦慕容慎戈终居满弘禄沃隆勾融那须丰巢盖水时平和强家国全能通都东利越师"
    "空养相后红益公别充从农广山干巴班衣铁木海麦哈买敬鹿战操母虎信修原员台来玉竹阳延代仓才智承律理盘种税年布由英鱼权"
)
"""Surnames that begin many words too: a name of theirs is one of three characters beside an office."""
_WORD = re.compile(
    "国[家务际防内外民庆会资营企土]|全[国体球省市民世]|公[司共安关开益证署]|东[北方部盟道南亚非京欧]|和[平谐会解]|后[勤任]|家[长庭乡]|利[比用益物]"
    "|越[南共]|红[十军]|师[范生]|空[军间]|能[源力]|通[讯信用]|都市|相[关声]|广[东西州播电告]|水[利务电资]|农[业村林民工牧垦]|山[东西区]|文[化旅联物艺学教明史]"
    "|计[划生算]|经[济贸理营信]|宣传|储备|富士|乌[克兰干]|牧[区业]|印[度尼]|劳[动工务]|浦东|容[器]|居民|终身|时[任代]|平[安台]|成[都员]|强调|家长|权威"
    "|巴[西基拿黎勒]|班[级主]|铁[道路]|木[材业]|海[关洋外南军事协]|战[略区]|信[息访托]|修订|原[任副国子]|员工|台[湾办北]|来宾|代[理表]|延安|才|智[利能库]"
    "|律师|理[事论]|税务|年[度会]|布[什鲁]|英[国语]|别国|商[务会业界]|党[委组校总支群]|司[法机]|科技|社会|中[国央共方]|安[全哥徽]|华[侨人东北南]|法[国院学制语律]|关于|白宫|交通|财政|教育|石油|金融|万国"
)
_DOUBLE_SURNAME = re.compile(
    "欧阳|司马|诸葛|上官|司徒|东方|独孤|南宫|夏侯|皇甫|尉迟|公孙|慕容|令狐|长孙|宇文|轩辕|端木|司空|淳于|呼延|申屠|钟离|闻人|澹台"
    "|万俟|赫连|公羊|濮阳|宗政|仲孙|鲜于|闾丘|亓官|司寇|子车|颛孙|公西|漆雕|乐正|壤驷|公良|拓跋|夹谷|谷梁|段干|东郭|羊舌|微生|梁丘|左丘|西门"
    "|纳兰|完颜|叶赫|哥舒|贺兰|耶律|宰父|公冶|太叔|巫马|爱新觉罗"
)
_TRANSLITERATED = re.compile(
    "[阿埃艾安昂奥巴白拜班邦保鲍贝本比彼毕宾波博伯勃布查达戴丹道得德登邓迪蒂丁杜顿多厄恩尔法范菲费芬冯佛弗夫福盖甘冈高戈哥格根古哈海汉赫亨洪侯胡"
    "霍基吉加贾简杰金京卡凯坎康考科克肯库拉莱兰朗劳勒雷黎里利莉丽林琳卢鲁路伦罗洛吕马玛迈麦曼梅门蒙米密明缪摩莫默姆穆纳娜奈南内尼娘宁纽努诺欧帕"
    "潘庞佩彭皮平坡普齐奇钱强乔切琴丘邱让热仁日荣茹儒瑞若撒萨塞赛桑瑟森沙绍舍申生圣施史士什舒斯朔松苏孙索塔泰坦汤唐陶特腾滕提廷图托瓦万旺威韦维"
    "魏温文翁沃乌伍武西希锡夏香谢辛欣休许雅亚延扬杨耶叶伊易因英尤雨约赞扎泽曾詹珍朱兹卓佐]{2,7}"
)
_COUNTRY = re.compile(
    "巴西|埃及|肯尼亚|加纳|安哥拉|古巴|智利|越南|日本|印度|巴基斯坦|蒙古|朝鲜|老挝|缅甸|柬埔寨|马来西亚|新加坡|印度尼西亚|印尼|菲律宾|斯里兰卡|尼泊尔"
    "|阿富汗|伊朗|伊拉克|叙利亚|沙特|阿联酋|卡塔尔|科威特|以色列|巴勒斯坦|土耳其|俄罗斯|乌克兰|白俄罗斯|哈萨克斯坦|波兰|希腊|意大利|西班牙|葡萄牙|荷兰"
    "|比利时|瑞士|瑞典|挪威|芬兰|丹麦|奥地利|匈牙利|塞尔维亚|捷克|罗马尼亚|爱尔兰|冰岛|加拿大|墨西哥|阿根廷|秘鲁|哥伦比亚|委内瑞拉|玻利维亚|厄瓜多尔"
    "|乌拉圭|澳大利亚|新西兰|斐济|尼日利亚|埃塞俄比亚|坦桑尼亚|乌干达|卢旺达|赞比亚|津巴布韦|莫桑比克|纳米比亚|塞内加尔|摩洛哥|阿尔及利亚|突尼斯|利比亚"
    "|苏丹|南非|刚果|喀麦隆|马里|香港|澳门|台湾|欧洲|亚洲|非洲|拉美|联合国"
)
_HAN_ONLY = re.compile("[㐀-鿿]+")
_DOTTED = re.compile("[㐀-鿿A-Za-z]{1,12}(?:[·•・‧∙．.][㐀-鿿A-Za-z]{1,12}){1,4}")
_NO_NAME = re.compile(
    "毕业生|新生|学生|员工|家属|团|公司|部$|协会|委员会|我|领导|大学|中国|中方|论坛|会议|记者|客户|全体|各位|如何|翻译|政府|新闻|嘉宾|本站|双语|年$|^致|致$|会$|们|第.届"
    "|省$|市$|县$|镇$|日$|节$|式$|礼$|宴|活动|纪念|周年|\\d"
)


def read_person(text: str) -> Person | None:
    """Name and role of one person, in either order; None when there is no name.

    >>> read_person("驻英国大使刘晓明"), read_person("王毅部长")
    (Person(name='刘晓明', role='驻英国大使'), Person(name='王毅', role='部长'))
    """
    simplified = to_simplified(text)
    person = person_in(simplified)
    return Person(*(as_written(part, simplified, text) for part in person)) if person else None


def read_role(text: str) -> str | None:
    """The role, when the line is nothing else.

    >>> read_role("中华人民共和国主席"), read_role("王毅部长")
    ('中华人民共和国主席', None)
    """
    return text.strip(FRAME) if role_in(to_simplified(text.strip(FRAME))) else None


def role_in(text: str) -> str | None:
    """The role, when a text in simplified writing is nothing else."""
    return text if _ENDS_IN_ROLE.fullmatch(text) and not person_in(text) else None


def role_ends(text: str) -> list[int]:
    """Where the names of offices end in a text in simplified writing, in order.

    >>> role_ends("联合国秘书长世界水日")
    [6]
    """
    return [found.end() for found in re.finditer(_ROLE, text)]


def as_written(part: str | None, simplified: str, line: str) -> str | None:
    """A part of the simplified line as the line itself writes it."""
    if not part:
        return part
    if (start := simplified.find(part)) >= 0:
        return line[start : start + len(part)]
    spaced = re.search(r"\s?".join(map(re.escape, part)), simplified)
    return line[spaced.start() : spaced.end()] if spaced else part


def person_in(text: str) -> Person | None:
    """Name and role of one person, in a text in simplified writing."""
    parts = text.strip(FRAME).removesuffix("阁下").split()
    if len(parts) == 2:
        return _two_parts(*parts)
    return _joined("".join(parts))


def _two_parts(first: str, second: str) -> Person | None:
    """'外交部长 王毅', '王毅 外交部长', or a name with a space in it."""
    if _ENDS_IN_ROLE.fullmatch(first):
        second = _unstyled(second)
    if _ENDS_IN_ROLE.fullmatch(first) and _is_name(second):
        return Person(second, first)
    if _is_bare_name(first) and _ENDS_IN_ROLE.fullmatch(second):
        return Person(first, second)
    return _joined(first + second)


def _unstyled(name: str) -> str:
    """A name that stands after an office, without the courtesy or degree behind it."""
    styled = _STYLED.fullmatch(name)
    return styled[1] if styled and _is_bare_name(styled[1]) else name


def _joined(text: str) -> Person | None:
    role = _ENDS_IN_ROLE.match(text)
    if not role:
        return Person(text, None) if _is_bare_name(text) else None
    name = text[role.end() :]
    if name:
        name = _unstyled(name)
        return Person(name, role[0]) if _is_name(name) else None
    return next(_role_last(text), None)


def _role_last(text: str) -> Iterator[Person]:
    """A name with a role after it, perhaps one before it too: '王毅部长', '常驻联合国代表张军大使'."""
    for length in (2, 3, 4):
        role = text[length:]
        if _is_name_before(text[:length]) and _ROLE_ALONE.fullmatch(role):
            yield Person(text[:length], None if role in _COURTESY else role)
    last = _LAST_ROLE.search(text)
    before = text[: last.start()] if last else ""
    inner = _joined(before) if before else None
    if last and inner:
        yield inner if inner.role or last[0] in _COURTESY else Person(inner.name, last[0])


def _is_name(text: str) -> bool:
    """Whether the characters after a role can be a name."""
    if _NO_NAME.search(text):
        return False
    if _DOTTED.fullmatch(text) or _is_bare_name(text):
        return True
    return 2 <= len(text) <= 5 and bool(_HAN_ONLY.fullmatch(text))


def _is_name_before(text: str) -> bool:
    """Whether the characters before an office are a name."""
    if _is_bare_name(text):
        return True
    rare = len(text) == 3 and text[0] in _SURNAMES_AND_WORDS and bool(_HAN_ONLY.fullmatch(text))
    return rare and not (_NO_NAME.search(text) or _WORD.match(text) or _ENDS_IN_ROLE.fullmatch(text))


def _is_bare_name(text: str) -> bool:
    """Whether the characters are a name by themselves: of a Chinese form, or one from abroad in Chinese sounds."""
    if _NO_NAME.search(text) or _COUNTRY.fullmatch(text) or _WORD.fullmatch(text) or not text:
        return False
    if _DOTTED.fullmatch(text):
        return True
    if not _HAN_ONLY.fullmatch(text):
        return False
    if _DOUBLE_SURNAME.match(text) and len(text) in (3, 4):
        return True
    return (text[0] in _SURNAMES and len(text) in (2, 3)) or bool(_TRANSLITERATED.fullmatch(text))
