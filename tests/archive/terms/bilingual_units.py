"""Sentences and their translations, written for the tests, as translation units."""

from collections.abc import Iterable, Iterator

from archive.bitext.translation_units import BlockSpan, Origin, Side, TranslationUnit
from archive.model.capture import Capture

SENTENCES = (
    ("产能合作是两国互利共赢的好办法。", "Industrial cooperation serves both countries well."),
    ("我们愿同非洲开展产能合作。", "We are ready for industrial cooperation with Africa."),
    ("中哈产能合作已经签署二十八个项目。", "China and Kazakhstan have signed 28 projects of industrial cooperation."),
    ("国际产能合作要尊重各国的选择。", "International industrial cooperation must respect each choice."),
    ("企业是国际产能合作的主角。", "Companies are the main actors of international industrial cooperation."),
    ("国际产能合作需要金融支持。", "International industrial cooperation needs financial support."),
    ("去年水泥产能下降了。", "Last year the production capacity of cement fell."),
    ("钢铁产能过剩是一个老问题。", "Excess production capacity in steel is an old problem."),
    ("新工厂的产能是三万吨。", "The production capacity of the new plant is 30,000 tonnes."),
    ("互联互通让山区离港口更近。", "Connectivity brings the mountains nearer to the ports."),
    ("铁路是互联互通的骨干。", "Railways are the backbone of connectivity."),
    ("没有互联互通就没有共同市场。", "Without connectivity there is no common market."),
    ("数字互联互通同样重要。", "Digital connectivity matters just as much."),
    ("“一带一路”倡议欢迎所有国家。", "The Belt and Road Initiative is open to all countries."),
    ("去年有六个国家加入“一带一路”。", "Six countries joined the Belt and Road Initiative last year."),
    ("“一带一路”不是中国一家的独奏。", "The Belt and Road Initiative is no solo by China."),
    ("发展中国家需要资金和技术。", "Developing countries need capital and technology."),
    ("许多发展中国家缺少铁路。", "Many developing countries lack railways."),
    ("发展中国家的工厂正在增加。", "Factories in developing countries grow in number."),
    ("铁路穿过三个国家。", "The railway runs through three countries."),
    ("港口的工人谢谢大家。", "The workers of the port thank you all."),
    ("水泥从港口运到山区。", "Cement goes from the port to the mountains."),
    ("会议明天早上开始。", "The meeting begins tomorrow morning."),
    ("他喜欢喝茶,不喜欢喝咖啡。", "He likes tea, not coffee."),
    ("图书馆九点开门。", "The library opens at nine."),
    ("雨下了一整天。", "It rained all day."),
)  # fmt: skip
CAPTURE = Capture("http://sample.example/a", "a.warc.gz", 0, 1, "<urn:uuid:a>", "2026-01-02T03:04:05Z", 200, "sha1:A")


def make_unit(
    chinese: str, english: str, number: int = 0, languages: tuple[str, str] = ("zh-Hans", "en")
) -> TranslationUnit:
    """A unit of a page of its own."""
    url = f"http://sample.example/{number}"
    origin = Origin(f"sample-{number:012x}", "2026-01-02T03:04:05.000006Z", url, CAPTURE)
    sides = [
        Side(lang, text, (BlockSpan(block, 0, len(text)),), origin)
        for block, (lang, text) in enumerate(zip(languages, (chinese, english), strict=True))
    ]
    return TranslationUnit(sides[0], sides[1], 0.9, "source", ())


def make_units(sentences: Iterable[tuple[str, str]] = SENTENCES) -> Iterator[TranslationUnit]:
    """The units of sentences and their translations, in order."""
    return (make_unit(*pair, number) for number, pair in enumerate(sentences))
