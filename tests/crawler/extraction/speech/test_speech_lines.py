"""Who speaks, as what, where and when: lines below a title, titles in more languages, evidence without a form."""

from typing import NamedTuple

import pytest

from archive.model.document import ArticleKind, Speech
from crawler.extraction.article.article_kind import article_kind
from crawler.extraction.speech.speech_facts import find_speech


class Case(NamedTuple):
    """A title, a subtitle and the first lines, with the facts: speaker, role, occasion, form and day."""

    title: str
    subtitle: str | None
    texts: tuple[str, ...]
    facts: tuple[str | None, str | None, str | None, str | None, str | None]


Z = ("各位来宾、各位同行:", "桥修好了,路也就通了。", "谢谢大家!")
E = ("Ladies and gentlemen,", "A bridge that is mended is a road that is open.", "Thank you.")

LINES = [
    Case(
        "在渡口译站开工仪式上的讲话",
        "渡口译站总编辑 白砚秋",
        Z,
        ("白砚秋", "渡口译站总编辑", "渡口译站开工仪式", "讲话", None),
    ),
    Case(
        "在渡口译站开工仪式上的讲话",
        None,
        ("青柳市副市长 顾南星", *Z),
        ("顾南星", "青柳市副市长", "渡口译站开工仪式", "讲话", None),
    ),
    Case("让译文过河", "青柳市副市长 顾南星", Z, ("顾南星", "青柳市副市长", None, None, None)),
    Case("让译文过河", None, ("演讲人:顾南星", *Z), ("顾南星", None, None, None, None)),
    Case(
        "让译文过河",
        None,
        ("主讲人:青柳市翻译协会会长 顾南星", "2018年6月2日", *Z),
        ("顾南星", "青柳市翻译协会会长", None, None, "2018-06-02"),
    ),
    Case("让译文过河", None, ("顾南星(青柳市翻译协会会长)", *Z), ("顾南星", "青柳市翻译协会会长", None, None, None)),
    Case("让译文过河", None, ("顾南星,青柳市翻译协会会长", *Z), ("顾南星", "青柳市翻译协会会长", None, None, None)),
    Case("让译文过河", None, ("顾南星 | 青柳市翻译协会会长", *Z), ("顾南星", "青柳市翻译协会会长", None, None, None)),
    Case(
        "让译文过河", None, ("顾南星", "青柳市翻译协会会长", *Z), ("顾南星", "青柳市翻译协会会长", None, None, None)
    ),
    Case(
        "让译文过河",
        "——在第二届渡口论坛上的主旨演讲",
        ("青柳大学校长 顾南星", *Z),
        ("顾南星", "青柳大学校长", "第二届渡口论坛", "主旨演讲", None),
    ),
    Case(
        "開幕致辭",
        None,
        ("青柳翻譯學會會長 顧南星", "(2018年6月2日)", *Z),
        ("顧南星", "青柳翻譯學會會長", None, "開幕致辭", "2018-06-02"),
    ),
    Case("會長在圖書館啟用禮上的致辭", None, Z, (None, "會長", "圖書館啟用禮", "致辭", None)),
    Case("校长在开学典礼上的讲话", None, Z, (None, "校长", "开学典礼", "讲话", None)),
    Case(
        "市翻译协会理事长在年会闭幕式上的总结发言",
        None,
        (),
        (None, "市翻译协会理事长", "年会闭幕式", "总结发言", None),
    ),
    Case(
        "Mending the Bridge",
        "Ottilie Crane, Honorary President",
        E,
        ("Ottilie Crane", "Honorary President", None, None, None),
    ),
    Case("Mending the Bridge", "by Ottilie Crane, Director", E, ("Ottilie Crane", "Director", None, None, None)),
    Case(
        "Mending the Bridge",
        None,
        ("Ottilie Crane | Director, Ferry House", *E),
        ("Ottilie Crane", "Director, Ferry House", None, None, None),
    ),
    Case(
        "Mending the Bridge",
        None,
        ("Ottilie Crane – Director of Ferry House", *E),
        ("Ottilie Crane", "Director of Ferry House", None, None, None),
    ),
    Case(
        "Mending the Bridge",
        None,
        ("Ottilie Crane (Director of Ferry House)", *E),
        ("Ottilie Crane", "Director of Ferry House", None, None, None),
    ),
    Case(
        "Mending the Bridge",
        None,
        ("Ottilie Crane", "Director of Ferry House", *E),
        ("Ottilie Crane", "Director of Ferry House", None, None, None),
    ),
    Case(
        "Mending the Bridge",
        None,
        ("Speaker: Ottilie Crane, Director of Ferry House", *E),
        ("Ottilie Crane", "Director of Ferry House", None, None, None),
    ),
    Case(
        "Mending the Bridge",
        None,
        ("Delivered by Ottilie Crane, Director of Ferry House, at the Ferry Forum", "2 June 2018", *E),
        ("Ottilie Crane", "Director of Ferry House", "Ferry Forum", None, "2018-06-02"),
    ),
    Case(
        "Opening Remarks",
        "Ottilie Crane, Director of Ferry House",
        E,
        ("Ottilie Crane", "Director of Ferry House", None, "opening remarks", None),
    ),
    Case(
        "Commencement Address 2018",
        None,
        ("Ottilie Crane", "June 2, 2018", *E),
        ("Ottilie Crane", None, None, "commencement address", "2018-06-02"),
    ),
    Case("Mending the Bridge", None, ("Peaceful Development", *E), (None, None, None, None, None)),
    Case("Mending the Bridge", None, ("English", *E), (None, None, None, None, None)),
    Case(
        "Remarks at the Ferry Forum", None, ("Chinese", "English", *E), (None, None, "Ferry Forum", "remarks", None)
    ),
    Case("在渡口论坛上的致辞", None, ("中文", "英文", *Z), (None, None, "渡口论坛", "致辞", None)),
    Case("Remarks at the Ferry Forum", "English Version", E, (None, None, "Ferry Forum", "remarks", None)),
    Case("Remarks at the Ferry Forum", None, ("Beijing, China", *E), (None, None, "Ferry Forum", "remarks", None)),
]

MARKED = [
    Case("顾南星出席渡口论坛并发表主旨演讲(中英对照)", None, Z, ("顾南星", None, "渡口论坛", "主旨演讲", None)),
    Case(
        "青柳市市长顾南星在渡口论坛开幕式上发表致辞(全文)",
        None,
        Z,
        ("顾南星", "青柳市市长", "渡口论坛开幕式", "致辞", None),
    ),
    Case("顾南星在渡口论坛作主题报告【全文】", None, Z, ("顾南星", None, "渡口论坛", "主题报告", None)),
    Case(
        "Chairman Ned Holloway Delivers Keynote Speech at the Ferry Forum (full text)",
        None,
        E,
        ("Ned Holloway", "Chairman", "Ferry Forum", "keynote speech", None),
    ),
    Case(
        "Full text: Ned Holloway gives a welcome address at the Ferry Forum",
        None,
        E,
        ("Ned Holloway", None, "Ferry Forum", "welcome address", None),
    ),
    Case(
        "Ned Holloway Attends the Ferry Forum and Delivers a Speech (Bilingual)",
        None,
        E,
        ("Ned Holloway", None, "Ferry Forum", "speech", None),
    ),
    Case(
        "Mayor Ada Quill's Remarks at the Ferry Forum (Full Text)",
        None,
        (),
        ("Ada Quill", "Mayor", "Ferry Forum", "remarks", None),
    ),
]

LANGUAGES = [
    Case(
        "Rede von Bürgermeisterin Hanne Vogt zur Eröffnung des Fährhauses",
        None,
        ("Meine Damen und Herren,",),
        ("Hanne Vogt", "Bürgermeisterin", "Eröffnung des Fährhauses", "Rede", None),
    ),
    Case(
        "Eröffnungsrede von Prof. Jost Kern beim Fährtag 2018",
        None,
        (),
        ("Jost Kern", "Prof.", "Fährtag 2018", "Eröffnungsrede", None),
    ),
    Case(
        "Grußwort des Präsidenten Jost Kern anlässlich des Fährtags",
        None,
        (),
        ("Jost Kern", "Präsidenten", "Fährtags", "Grußwort", None),
    ),
    Case(
        "Brücken bauen – Festrede von Hanne Vogt auf dem Fährtag",
        None,
        (),
        ("Hanne Vogt", None, "Fährtag", "Festrede", None),
    ),
    Case(
        "Ansprache zum Jahresempfang",
        "Hanne Vogt, Präsidentin des Fährvereins",
        ("Liebe Gäste,",),
        ("Hanne Vogt", "Präsidentin des Fährvereins", "Jahresempfang", "Ansprache", None),
    ),
    Case(
        "Discours de Mme Odile Ferrand, directrice du Bac, à l’inauguration de la Maison du fleuve",
        None,
        (),
        ("Odile Ferrand", "directrice du Bac", "inauguration de la Maison du fleuve", "Discours", None),
    ),
    Case(
        "Allocution de bienvenue de Luc Morin lors du Forum du fleuve",
        None,
        (),
        ("Luc Morin", None, "Forum du fleuve", "Allocution de bienvenue", None),
    ),
    Case(
        "Allocution du maire Luc Morin au Forum du fleuve",
        None,
        (),
        ("Luc Morin", "maire", "Forum du fleuve", "Allocution", None),
    ),
    Case(
        "Discurso del alcalde Julián Prado en la inauguración del Puerto",
        None,
        (),
        ("Julián Prado", "alcalde", "inauguración del Puerto", "Discurso", None),
    ),
    Case(
        "Palabras de Inés Lago, presidenta del Gremio, en el Foro del Río",
        None,
        (),
        ("Inés Lago", "presidenta del Gremio", "Foro del Río", "Palabras", None),
    ),
    Case(
        "第2回渡し場フォーラムにおける森川春子会長の基調講演",
        None,
        (),
        ("森川春子", "会長", "第2回渡し場フォーラム", "基調講演", None),
    ),
    Case("森川春子会長の開会挨拶", None, (), ("森川春子", "会長", None, "開会挨拶", None)),
    Case(
        "渡し場会館開館式での森川春子市長の式辞(全文)",
        None,
        (),
        ("森川春子", "市長", "渡し場会館開館式", "式辞", None),
    ),
]


NOTED = [
    Case(
        "Von Stegen und Worten",
        "Ansprache beim Neujahrsempfang im Alten Zollhaus",
        (
            "Die Vorsitzende Dr. Eva Kai begrüßte am 11. Januar 2019 hundert Gäste. Wir drucken ihre Worte.",
            "Sehr geehrte Damen und Herren,",
            "setzen Sie sich, soweit Sie können.",
        ),
        ("Eva Kai", "Vorsitzende", "Neujahrsempfang im Alten Zollhaus", "Ansprache", "2019-01-11"),
    ),
    Case(
        "Речь на открытии Лоцманской читальни",
        None,
        (
            "Выборг, 10 июня 2009 года. Главный хранитель музея Анна Павловна Речная открывает читальню.",
            "Дорогие моряки!",
            "Читальня открыта.",
        ),
        ("Анна Павловна Речная", "Главный хранитель музея", "открытии Лоцманской читальни", "Речь", "2009-06-10"),
    ),
    Case(
        "[축사] 제5회 나루 그림책 대회 시상식",
        None,
        (
            "2019년 10월 12일 시상식에서 박나루 나루문화원장이 한 축사를 글로 옮겼습니다.",
            "어린이 여러분, 그리고 가족 여러분,",
            "반갑습니다.",
        ),
        ("박나루", "나루문화원장", "제5회 나루 그림책 대회 시상식", "축사", "2019-10-12"),
    ),
    Case(
        "在渡口圖書館落成典禮上的演講",
        None,
        ("民國七十六年十月二十五日，作者以首任館長身分在典禮上所講。", "各位來賓、各位小朋友：", "請大家看地板。"),
        (None, "首任館長", "渡口圖書館落成典禮", "演講", "1987-10-25"),
    ),
    Case(
        "Formatura da primeira turma",
        None,
        (
            "Caras formandas e caros formandos,",
            "voltem às suas comunidades.",
            "Discurso proferido pelo reitor, professor Luís Cais, na cerimônia de formatura, em 28 de julho de 2017.",
        ),
        ("Luís Cais", "reitor", "cerimônia de formatura", "Discurso", "2017-07-28"),
    ),
    Case(
        "開館式典 館長あいさつ",
        None,
        (
            "当館には、展示ケースが一つもありません。",
            "河口民話館 館長 名倉 さち",
            "※この文章は、平成22年4月10日に行われた開館式典での館長あいさつの全文です。",
        ),
        ("名倉 さち", "河口民話館 館長", "開館式典", "あいさつ", "2010-04-10"),
    ),
    Case(
        "The Pier",
        None,
        ("From 3 May 2018 to 5 May 2018 the pier was closed.", "Dear friends,", "Welcome to the pier."),
        (None, None, None, None, None),
    ),
]


@pytest.mark.parametrize(
    "case", LINES + MARKED + LANGUAGES + NOTED, ids=lambda case: f"{case.title[:30]}|{case.texts[:1]}"
)
def test_facts_of_a_speech(case: Case) -> None:
    expected = Speech(*case.facts) if any(case.facts) else None
    assert find_speech(case.title, case.subtitle, case.texts) == expected


NO_SPEECH = [
    ("新年寄语:致每一位译者", ("亲爱的译者们:", "一年过去了。", "渡口译站全体同仁", "2019年1月1日")),
    (
        "A New Year Letter",
        ("Dear translators, dear friends,", "The year is over.", "Warmly,", "The Ferry House team"),
    ),
    (
        "At the Turn of the Year",
        ("Dear friends,", "The year is over.", "With warm wishes,", "Ada Quill", "Ferry House"),
    ),
    ("岁末致谢", ("各位客户,各位译员:", "一年过去了。", "祝新年快乐!", "渡口译站")),
    ("Neujahrsgruß", ("Liebe Kunden, liebe Freunde,", "Das Jahr ist um.", "Mit freundlichen Grüßen", "Ihr Fährhaus")),
    ("Chairman Ned Holloway Delivers Keynote Speech at the Ferry Forum", ("On Monday the forum opened.",)),
    ("Glossary", ("English", "Chinese", "ferry", "渡船")),
    ("Die Rede in der Übersetzung", ("Eine Rede ist schwer zu übersetzen.",)),
    ("Discours et traduction", ("Le discours est un genre difficile.",)),
    ("演説の翻訳について", ("演説の翻訳は難しい。",)),
    ("Le discours de la méthode", ("Un livre de philosophie.",)),
]


@pytest.mark.parametrize(("title", "texts"), NO_SPEECH)
def test_no_facts_where_nobody_speaks(title: str, texts: tuple[str, ...]) -> None:
    assert find_speech(title, None, texts) is None
    assert article_kind(title, None, texts, None) not in ("speech", "interview")


Q = ("Q: Will the ferry run in winter?", "A: It will.", "Q: And at night?", "A: It will not.")

PRESS: list[tuple[str, tuple[str, ...], ArticleKind, tuple[str | None, ...]]] = [
    ("Transcript of the Press Conference", Q, "interview", (None, None, None, "press conference", None)),
    (
        "Press Conference on the Ferry, June 2, 2018",
        Q,
        "interview",
        (None, None, None, "press conference", "2018-06-02"),
    ),
    (
        "Transcript of Press Conference by Mayor Ada Quill",
        Q,
        "interview",
        ("Ada Quill", "Mayor", None, "press conference", None),
    ),
    (
        "Mayor Ada Quill: Press Conference Transcript",
        Q,
        "interview",
        ("Ada Quill", "Mayor", None, "press conference", None),
    ),
    (
        "新闻发布会实录",
        ("问:冬天开船吗?", "答:开。", "问:夜里呢?", "答:不开。"),
        "interview",
        (None, None, None, "新闻发布会", None),
    ),
    (
        "渡口翻译新闻发布会文字实录",
        ("记者:冬天开船吗?", "顾南星:开。", "记者:夜里呢?", "顾南星:不开。"),
        "interview",
        (None, None, None, "新闻发布会", None),
    ),
    (
        "Pressekonferenz zur Fähre",
        ("Frage: Fährt sie im Winter?", "Antwort: Ja.", "Frage: Und nachts?", "Antwort: Nein."),
        "interview",
        (None, None, None, "Pressekonferenz", None),
    ),
]


@pytest.mark.parametrize(("title", "texts", "kind", "facts"), PRESS)
def test_questions_and_answers_to_the_press(
    title: str, texts: tuple[str, ...], kind: ArticleKind, facts: tuple[str | None, ...]
) -> None:
    speech = find_speech(title, None, texts)
    assert speech == Speech(*facts)
    assert article_kind(title, None, texts, speech) == kind


def test_speech_without_a_fact_is_one_by_its_kind_only() -> None:
    texts = ("Mr. President,", "Fifty years ago we met here.", "Thank you!")
    assert find_speech("Together for Peace", None, texts) is None
    assert article_kind("Together for Peace", None, texts, None) == "speech"
