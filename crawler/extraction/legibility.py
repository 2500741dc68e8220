"""How much a decoded text looks like writing, so that encodings can be weighed against each other.

Bytes of one East Asian encoding are nearly always valid in another, and give rare characters there. Frequent
characters therefore count for a reading, rare ones, symbols in a row and control characters against it.
"""

import re
from collections import Counter
from functools import cache, lru_cache

from crawler.extraction.han import traditional_forms

_FREQUENT_HAN = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形"
    "相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展"
    "五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战"
    "先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白"
    "教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且"
    "究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值"
    "号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严首底液官德随"
    "病苏失尔死讲配女推显谈神艺呢席含企望密批营项防举球英势告李台木帮轮破师围注远字材供河态封另施减树止案言士均武固波视仅费紧左章早"
    "朝服试食充源护司足某练差致板田降负击范继兴似余坚曲输修故城夫够送笔占右财吃富春职汉画功杂飞检吸助阳互初创抗考投坏策换未跑留端责"
    "站简述钱副射承独令限阿环双请微让控州良轴找否纪益依优础载倒房突坐络客析块协诉念仍罗友错夜移频母短皮终聚汽村云停室核校散吧久旧"
    "湖货预普稳植息扩银语挥守医译翻版谢版权页栏您欢迎链搜索邮箱址编辑登录返回闻译深圳广州询编"
)
_FREQUENT_HANGUL = (
    "이다는에을의가고하로한지도사기으자리대정를시은서어인일부나들과해수있전스아상제원성장보구여주조면위치비니경국개라그습것선공동"
    "었안모세미만소신거학연와민업중할유적화요관입물생용계했당되방산회안번우간트까교육무문통내외건"
)
_FREQUENT_KANA = re.compile("[ぁ-んァ-ヶー]")
_PUNCTUATION = re.compile("[　-】〝-〟！（），．：；？～–—‘’“”…·０-９]")
_SYMBOL = re.compile("[•©®™€°«»§¥£\xa0′″×→●■◆★※▲％／－Ａ-Ｚａ-ｚ]")
_WORSE = re.compile("[\x80-\x9f\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]")
_LETTER = re.compile("[À-ÖØ-öø-ſƠơƯưẠ-ỹ]")
_LETTERS_BESIDE = re.compile("[\x80-ſ‚ƒ„†‡ˆ‰‹Œ‘-•–—˜™š›œžŸ]{3,}")
_MOJIBAKE_BEGINS = re.compile("[À-ÖØ-öø-ÿ]")
_MOJIBAKE = re.compile(
    "(?:[À-ÖØ-öø-ÿ][¡-ÿ]){4,}|(?:[\xc2-\xdf][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|"
    "[\xe0-\xef][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]{2}){3,}|ï»¿|ï¿½|â€[œ\x9d™˜“”¦]"
)
_OWN_SCRIPTS = re.compile("[Ͱ-ϿЀ-ԯא-ת؀-ۿऀ-ॿก-๎Ა-Ჿა-ჿ]")


def legibility(text: str, single_byte: bool = False) -> float:
    """The mean worth of the characters beyond ASCII: about 2 for a text read right, below 0 for a wrong reading.

    0 when there are none. ``single_byte`` says that the encoding has one byte a character, where several letters
    with accents in a row tell against it.
    """
    counts = Counter(text)
    worth, total = 0.0, 0
    for character, count in counts.items():
        if character > "\x7f":
            worth += count * _worth(character)
            total += count
    if single_byte and total:
        worth -= 3.0 * sum(map(len, _LETTERS_BESIDE.findall(text)))
    return worth / total if total else 0.0


def is_mojibake(text: str) -> bool:
    r"""Whether the text shows the traces of bytes that were read in a wrong encoding before.

    >>> is_mojibake("中文".encode().decode("latin-1") + "æ–‡"), is_mojibake("Noël, Ærø – déjà vu")
    (True, False)
    """
    if "锟斤拷" in text:
        return True
    return bool(_MOJIBAKE_BEGINS.search(text) and _MOJIBAKE.search(text))


@lru_cache(maxsize=8192)
def _worth(character: str) -> float:
    if character in _frequent():
        return 3.0
    if "一" <= character <= "鿿":
        return 0.5 if _is_level_one(character) else -1.5
    if "가" <= character <= "힣":
        return 0.0 if character.encode("euc_kr", "ignore") else -2.0
    for pattern, worth in _WORTHS:
        if pattern.match(character):
            return worth
    return -1.0


_LEVEL_ONE = (("gb2312", 0xD7), ("big5", 0xC6), ("euc_jp", 0xCF))  # the last lead byte of the frequent characters
_WORTHS = (
    (_WORSE, -6.0),
    (_FREQUENT_KANA, 1.5),
    (_PUNCTUATION, 1.5),
    (_SYMBOL, 1.0),
    (_LETTER, 1.0),
    (_OWN_SCRIPTS, 1.0),
)


@cache
def _frequent() -> frozenset[str]:
    return frozenset(_FREQUENT_HAN + _FREQUENT_HANGUL) | traditional_forms(_FREQUENT_HAN)


def _is_level_one(character: str) -> bool:
    """Whether GB 2312, Big5 or JIS X 0208 has it among its frequent characters."""
    frequent = ((character.encode(charset, "ignore"), last) for charset, last in _LEVEL_ONE)
    return any(encoded and encoded[0] <= last for encoded, last in frequent)
