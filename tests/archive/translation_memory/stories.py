"""News in two languages, as documents of one language each; and news so like them that only a reader tells."""

from dataclasses import dataclass, replace

from archive.model.capture import Capture
from archive.model.document import Alternate, Block, Document, Image, document_id
from archive.model.url import canonical_url
from tests.archive.index.sample_documents import make_document

STEM = "sample-20260102030405-job1-00000"


@dataclass(frozen=True, slots=True)
class Story:
    """What a page in each language says, a paragraph after the other."""

    chinese: tuple[str, ...]
    english: tuple[str, ...]


VISIT = Story(
    (
        "中国外交部长王毅3月5日在北京会见了来访的法国外交部长。双方讨论了贸易、气候变化和文化交流。",
        "王毅说，中国愿意同法国一道，扩大农产品和航空领域的合作，支持两国企业互相投资。",
        "法国部长表示，法国重视对华关系，希望两国大学之间有更多学生交流，并感谢北京的热情接待。",
        "会见后，双方签署了三项协议，内容包括核能安全、食品检验和博物馆展览。",
    ),
    (
        "Chinese Foreign Minister Wang Yi met with the visiting French foreign minister in Beijing on March 5. The "
        "two sides discussed trade, climate change and cultural exchanges.",
        "Wang Yi said that China is ready to work with France to expand cooperation in agricultural products and "
        "aviation, and supports mutual investment by companies of both countries.",
        "The French minister said that France attaches importance to its relations with China, hopes for more "
        "student exchanges between universities of the two countries, and thanked Beijing for its warm reception.",
        "After the meeting the two sides signed three agreements, covering nuclear safety, food inspection and "
        "museum exhibitions.",
    ),
)
OTHER_VISIT = Story(
    (
        "中国外交部长王毅3月5日在北京会见了来访的巴西外交部长。双方讨论了铁路建设、大豆出口和卫星项目。",
        "王毅说，中国愿意同巴西一道，加快港口改造，扩大牛肉进口，支持两国银行用本币结算。",
        "巴西部长表示，巴西欢迎中国企业参加雨林保护，希望两国医生联合研究热带疾病。",
        "会见后，双方签署了两项协议，内容包括海关手续和足球教练培训。",
    ),
    (
        "Chinese Foreign Minister Wang Yi met with the visiting Brazilian foreign minister in Beijing on March 5. "
        "The two sides discussed railway construction, soybean exports and satellite projects.",
        "Wang Yi said that China is ready to work with Brazil to speed up the rebuilding of ports and import more "
        "beef, and supports settlement in local currencies between banks of both countries.",
        "The Brazilian minister said that Brazil welcomes Chinese companies to take part in rainforest protection, "
        "and hopes that doctors of the two countries will study tropical diseases together.",
        "After the meeting the two sides signed two agreements, covering customs procedures and the training of "
        "football coaches.",
    ),
)
LIBRARY = Story(
    (
        "新图书馆的阅览室里有四百个座位，窗户朝着河。开馆第一天，孩子们在门口排队，等着领借书卡。",
        "馆长说，老楼的屋顶漏雨，很多旧书受了潮，工人花了两年时间才把它们修好。",
        "为了让老人也能用电脑，图书馆每周二下午开课，由学生志愿者教他们写邮件、查地图。",
        "晚上十点，灯一盏一盏熄灭，最后离开的是一位退休的厨师，他在写自己的回忆录。",
    ),
    (
        "The reading room of the new library has four hundred seats, and its windows face the river. On opening day "
        "children queued at the door, waiting for their library cards.",
        "The director said that the roof of the old building had leaked, many old books had got damp, and workers "
        "needed two years to repair them.",
        "So that the elderly can use computers too, the library holds a class every Tuesday afternoon, in which "
        "student volunteers teach them to write e-mails and look up maps.",
        "At ten in the evening the lamps go out one by one; the last to leave is a retired cook, who is writing his "
        "memoirs.",
    ),
)
HOLIDAY = Story(
    (
        "根据国务院的安排，本公司2025年春节放假时间为1月28日至2月4日，共8天，2月5日起正常上班。",
        "放假期间，口译部和笔译部留有值班人员，急件请拨打电话021-55667788。",
        "请各位客户提前安排好翻译任务，祝大家节日愉快，身体健康。",
    ),
    (
        "According to the arrangement of the State Council, our company will be closed for the 2025 Spring Festival "
        "from January 28 to February 4, eight days in all, and normal work resumes on February 5.",
        "During the holiday the interpreting and translation departments have staff on duty; for urgent matters "
        "please call 021-55667788.",
        "Clients are asked to arrange their translation tasks in advance. We wish you all a happy festival and good "
        "health.",
    ),
)
HOLIDAY_BEFORE = Story(
    (
        "根据国务院的安排，本公司2024年春节放假时间为2月10日至2月17日，共8天，2月18日起正常上班。",
        "放假期间，口译部和笔译部留有值班人员，急件请拨打电话021-55661234。",
        "请各位客户提前安排好翻译任务，祝大家节日愉快，身体健康。",
    ),
    (
        "According to the arrangement of the State Council, our company will be closed for the 2024 Spring Festival "
        "from February 10 to February 17, eight days in all, and normal work resumes on February 18.",
        "During the holiday the interpreting and translation departments have staff on duty; for urgent matters "
        "please call 021-55661234.",
        "Clients are asked to arrange their translation tasks in advance. We wish you all a happy festival and good "
        "health.",
    ),
)
STORIES = (VISIT, OTHER_VISIT, LIBRARY, HOLIDAY, HOLIDAY_BEFORE)


def page(
    path: str, texts: tuple[str, ...], *, day: int = 2, offset: int = 0, names: tuple[str, ...] = ()
) -> Document:
    """A page with these paragraphs, in the language that they are in; it ``names`` others as the same."""
    lang = "en" if texts[0].isascii() else "zh-Hans"
    url = canonical_url(f"http://sample.example/{path}")
    made = make_document(path=path, day=day)
    capture = Capture(
        url, f"{STEM}.warc.gz", offset, 100, f"<urn:uuid:{path}-{day}>", made.version, 200, f"sha1:{'A' * 32}"
    )
    return replace(
        made,
        id=document_id("sample", url),
        capture=capture,
        published="2025-03-05",
        languages={lang: 1.0},
        blocks=tuple(Block(n, "paragraph", text, lang, 1.0, f"/p[{n + 1}]") for n, text in enumerate(texts)),
        images=(Image("http://sample.example/logo.png", None),),
        alternates=tuple(
            Alternate("zh" if lang == "en" else "en", f"http://sample.example/{name}") for name in names
        ),
    )
