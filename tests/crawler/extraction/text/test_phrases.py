"""Lines at an article's edges in the languages that agencies write, and lines glued to its last paragraph."""

# ruff: noqa: E501 - a language a line reads best

from collections.abc import Callable

import pytest

from archive.model.document import Document
from crawler.extraction.text.boilerplate_phrases_and_section_names import phrase_reason

PAGES = {
    "zh": ("河口镇的渡船", "渡船每天清晨六点开航,译员早早地等在岸边,把船期表译成三种语言。", "船长说,这条航线已经走了整整四十年,从没有误过一班。"),
    "en": ("The ferry at Hekou", "The ferry leaves at six every morning, and the translator waits on the quay with the timetable in three languages.", "The captain says that the line has been run for forty years and that no boat was ever late."),
    "ja": ("河口の渡し船", "渡し船は毎朝六時に出航し、通訳は三つの言葉で書かれた時刻表を持って岸で待っている。", "船長は、この航路は四十年間続いており、一度も遅れたことがないと話している。"),
    "ko": ("강어귀의 나룻배", "나룻배는 매일 아침 여섯 시에 떠나고, 통역사는 세 언어로 된 시간표를 들고 강가에서 기다린다.", "선장은 이 항로가 사십 년 동안 이어졌고 한 번도 늦은 적이 없다고 말했다."),
    "ru": ("Паром в устье", "Паром отходит каждое утро в шесть часов, и переводчик ждёт на причале с расписанием на трёх языках.", "Капитан говорит, что линия работает сорок лет и ни один рейс не опоздал."),
    "de": ("Die Fähre an der Mündung", "Die Fähre legt jeden Morgen um sechs Uhr ab, und der Übersetzer wartet mit dem Fahrplan in drei Sprachen am Kai.", "Der Kapitän sagt, die Linie bestehe seit vierzig Jahren, und kein Schiff sei je zu spät gekommen."),
    "fr": ("Le bac de l'estuaire", "Le bac part chaque matin à six heures, et le traducteur attend sur le quai avec l'horaire en trois langues.", "Le capitaine raconte que la ligne existe depuis quarante ans et qu'aucun bateau n'est arrivé en retard."),
    "es": ("La barca de la ría", "La barca sale todas las mañanas a las seis, y el traductor espera en el muelle con el horario en tres idiomas.", "El capitán cuenta que la línea existe desde hace cuarenta años y que ningún barco llegó tarde."),
    "it": ("Il traghetto della foce", "Il traghetto parte ogni mattina alle sei, e il traduttore aspetta sul molo con l'orario in tre lingue.", "Il capitano racconta che la linea esiste da quarant'anni e che nessuna barca è mai arrivata tardi."),
    "pt": ("A barca da foz", "A barca parte todas as manhãs às seis, e o tradutor espera no cais com o horário em três línguas.", "O capitão conta que a linha existe há quarenta anos e que nenhum barco chegou atrasado."),
}  # fmt: skip
LINES = [
    ("zh", "阅读原文", "navigation"),
    ("zh", "点个“在看”,分享给更多朋友", "share"),
    ("zh", "一审丨何静 二审丨许岩 三审丨罗水", "byline"),
    ("zh", "本文为河口号作者上传并发布,仅代表该作者观点,不代表本平台立场。", "notice"),
    ("zh", "本文采用 知识共享署名 4.0 协议，转载请注明出处。", "copyright"),
    ("zh", "本文最后更新于 2022-05-09，若内容或图片失效，请留言反馈。", "notice"),
    ("zh", "本頁面最後修訂於 2021年4月3日 (星期六) 14:27。", "byline"),
    ("zh", "取自「https://wiki.hekou.example/index.php?oldid=9114」", "navigation"),
    ("zh", "看更多報導", "related"),
    ("zh", "按讚加入粉絲團", "share"),
    ("en", "Sign up for our daily newsletter", "advertisement"),
    ("en", "Follow the Hekou Courier on Instagram, Facebook and YouTube.", "share"),
    ("en", "This story was originally published in the Hekou Courier on May 3.", "byline"),
    ("en", "For more information, contact:", "contact"),
    ("en", "Reporting by Ann Pier; editing by Tom Quay", "byline"),
    ("ja", "文字サイズ 小 中 大", "navigation"),
    ("ja", "この記事をシェアする", "share"),
    ("ja", "あわせて読みたい", "related"),
    ("ko", "기사 전문 보기", "navigation"),
    ("ko", "* 이 글의 사진은 허락 없이 퍼 가실 수 없습니다.", "copyright"),
    ("ko", "이웃추가", "share"),
    ("ko", "나루터 기자 naru@hekou.example", "byline"),
    ("ko", "많이 본 뉴스", "related"),
    ("ru", "Скачать приложение", "share"),
    ("ru", "Читайте также: На реке открыта новая линия", "related"),
    ("ru", "Нашли ошибку? Выделите текст и нажмите Ctrl+Enter", "contact"),
    ("de", "Pressekontakt: Eva Kai, Telefon 030 555010, presse@hekou.example", "contact"),
    ("de", "Mehr zum Thema", "related"),
    ("fr", "Écouter l'article", "navigation"),
    ("fr", "Reproduction interdite sans autorisation", "copyright"),
    ("es", "Tiempo de lectura: 3 minutos", "byline"),
    ("es", "Síguenos en Facebook", "share"),
    ("it", "Continua a leggere", "navigation"),
    ("it", "Leggi anche", "related"),
    ("pt", "Leia também: Uma nova linha no rio", "related"),
    ("pt", "Baixe o nosso aplicativo", "share"),
]
KEPT = [
    ("zh", "版权声明写在哪里、写多长,是渡口的人常常争论的问题。"),
    ("zh", "本文采用问卷调查的方法,研究渡口的协议。"),
    ("zh", "谢谢大家!"),
    ("en", "“Subscribe to our newsletter” is a line that the captain would never have written."),
    ("en", "They follow the river on foot and share what they find."),
    ("ko", "감사합니다."),
    ("ru", "Благодарю за внимание!"),
    ("de", "Die Lesezeit am Abend war ihm heilig."),
    ("fr", "Je vous remercie de votre attention."),
]
GLUED = [
    ("zh", "(责任编辑:何静)", "byline"),
    ("en", " (Editing by Tom Quay)", "byline"),
    ("en", " Read more: A new line on the river", "related"),
    ("ja", "【河口支局】", "byline"),
    ("ko", " (강=나루뉴스) 나루터 기자", "byline"),
    ("it", " © RIPRODUZIONE RISERVATA", "copyright"),
    ("it", "© RIPRODUZIONE RISERVATA", "copyright"),
]


def page(language: str, after: str = "", glued: str = "") -> str:
    title, first, last = PAGES[language]
    return (
        f"<html lang={language}><head><meta charset=utf-8><title>{title}</title></head><body><h1>{title}</h1>"
        f"<p>2019-05-03 10:20</p><div><p>{first}</p><p>{last}{glued}</p>{after}</div></body></html>"
    )


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks]


@pytest.mark.parametrize(("language", "line", "reason"), LINES)
def test_line_below_the_text(language: str, line: str, reason: str, extracted: Callable[..., Document]) -> None:
    document = extracted(page(language, after=f"<p>{line}</p>"))
    assert texts(document) == list(PAGES[language][1:])
    assert (reason, line) in [(entry.reason, entry.text) for entry in document.removed]


@pytest.mark.parametrize(("language", "line"), KEPT)
def test_line_about_such_lines_or_of_a_speech_stays(
    language: str, line: str, extracted: Callable[..., Document]
) -> None:
    assert texts(extracted(page(language, after=f"<p>{line}</p>"))) == [*PAGES[language][1:], line]


@pytest.mark.parametrize(("language", "line", "reason"), GLUED)
def test_line_glued_to_the_last_paragraph(
    language: str, line: str, reason: str, extracted: Callable[..., Document]
) -> None:
    document = extracted(page(language, glued=line))
    assert texts(document) == list(PAGES[language][1:])
    assert (reason, line.strip()) in [(entry.reason, entry.text) for entry in document.removed]


def test_reporter_glued_to_the_last_paragraph_is_the_author(extracted: Callable[..., Document]) -> None:
    document = extracted(page("zh", glued="(记者 何静)"))
    assert texts(document) == list(PAGES["zh"][1:])
    assert document.author == "何静"
    assert [entry.text for entry in document.removed if entry.reason == "byline"][-2:] == ["(记者", ")"]


def test_who_asked_and_wrote_down_is_the_author(extracted: Callable[..., Document]) -> None:
    document = extracted(page("zh", after="<p>采访、整理：何静　摄影：罗水</p>"))
    assert texts(document) == list(PAGES["zh"][1:])
    assert document.author == "何静"


def test_credit_of_a_picture_stays_with_its_caption(extracted: Callable[..., Document]) -> None:
    caption = "The ferry at the quay of Hekou in May. Photo: Ann Pier"
    document = extracted(
        page("en").replace("<div><p>", f"<div><figure><figcaption>{caption}</figcaption></figure><p>")
    )
    assert [block.text for block in document.blocks if block.kind == "caption"] == [caption]


def test_credit_in_brackets_stays_with_its_caption(extracted: Callable[..., Document]) -> None:
    caption = "▲渡船清晨停在岸邊。(圖/記者何靜攝)"
    document = extracted(page("zh").replace("<div><p>", f"<div><img src=a.jpg><p>{caption}</p><p>"))
    assert [block.text for block in document.blocks if block.kind == "caption"] == [caption]


@pytest.mark.parametrize("credit", ["图片来源:河口影像", "Foto: Eva Kai", "写真=河口新聞"])
def test_credit_of_a_picture_between_paragraphs_stays(credit: str, extracted: Callable[..., Document]) -> None:
    _, first, last = PAGES["zh"]
    html = page("zh").replace(f"<p>{last}", f"<p><img src=a.jpg></p><p>{credit}</p><p>{last}")
    assert texts(extracted(html)) == [first, credit, last]


@pytest.mark.parametrize(
    "line", ["share this article", "SHARE THIS ARTICLE", "SHARE THİS ARTİCLE", "share thıs artıcle"]
)
def test_letters_of_a_phrase_are_compared_without_case(line: str) -> None:
    assert phrase_reason(line) == "share"


@pytest.mark.parametrize("line", ["share this", "share his article", "this article"])
def test_a_line_with_some_words_of_a_phrase_is_not_the_phrase(line: str) -> None:
    assert phrase_reason(f"{line} again and again") is None
