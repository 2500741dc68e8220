"""Speeches that no line of address opens, what an editor writes before them, and what is none."""

import pytest

from archive.model.document import Speech
from crawler.extraction.article.article_kind import article_kind, is_news
from crawler.extraction.speech.salutation_and_spoken_text import is_salutation
from crawler.extraction.speech.speaker_lines import is_speaker_line, read_speaker
from crawler.extraction.speech.speech_facts import find_speech

JA = ["私は港で三十年働いてまいりました。風の名を覚えたのもここです。", "皆様とともに歩んでまいる所存です。"]
KO = ["저는 항구에서 삼십 년을 일했습니다. 바람의 이름도 여기서 배웠습니다.", "여러분과 함께 걷겠습니다. 감사합니다."]
RU = ["Когда я пришёл в порт, у нас был один словарь на всех.", "Я прошу вас: берегите маленькие слова."]
DE = ["Als ich in den Hafen kam, hatten wir ein Wörterbuch.", "Ich bitte Sie: Achten Sie auf die kleinen Wörter."]
FR = ["Quand je suis arrivé au port, nous avions un dictionnaire.", "Je vous demande de garder les petits mots."]
ES = ["Cuando yo llegué al puerto, nosotros teníamos un diccionario.", "A ustedes les pido que cuiden las palabras."]
EN = ["When I came to the port we had one dictionary.", "I ask you to look after the small words."]
ZH = ["我到港口的时候,我们只有一本字典。", "我请大家珍惜每一个小小的字。"]

SPOKEN = [
    (
        "渡し場会館 開館式 式辞",
        ["館長 森川 春子", *JA],
        Speech("森川 春子", "館長", "渡し場会館 開館式", "式辞", None),
    ),
    ("追悼の辞", ["遺族会会長　森川　春子", *JA], Speech("森川　春子", "遺族会会長", None, "追悼の辞", None)),
    (
        "나루의 날 기념식 기념사",
        ["나루재단 이사장 박지훈입니다.", *KO],
        Speech("박지훈", "나루재단 이사장", "나루의 날 기념식", "기념사", None),
    ),
    ("[취임사] 제7대 원장 박지훈", KO, Speech("박지훈", "제7대 원장", None, "취임사", None)),
    (
        "나루의 날 축사",
        [*KO, "2016년 5월 30일", "재단법인 나루재단 이사장 박 지 훈"],
        Speech("박지훈", "재단법인 나루재단 이사장", "나루의 날", "축사", "2016-05-30"),
    ),
    (
        "Речь на открытии музея",
        ["Публикуем речь директора музея Ивана Громова. Речной порт, 3 мая 2018 года.", *RU],
        Speech("Ивана Громова", "директора музея", "открытии музея", "Речь", "2018-05-03"),
    ),
    (
        "Приветственное слово председателя Совета Анны Павловны Громовой участникам форума",
        RU,
        Speech("Анны Павловны Громовой", "председателя Совета", "форума", "Приветственное слово", None),
    ),
    ("Иван Громов: речь на открытии музея", RU, Speech("Иван Громов", None, "открытии музея", "речь", None)),
    (
        "Trauerrede für Jost Kern",
        ["Gehalten von Pastorin Hanne Vogt am 3. Mai 2018 in St. Marien", *DE],
        Speech("Hanne Vogt", "Pastorin", None, "Trauerrede", "2018-05-03"),
    ),
    (
        "Ansprache des Vorsitzenden zum Fährtag",
        ["Dr. Jost Kern, Vorsitzender der Fährleute", *DE],
        Speech("Jost Kern", "Vorsitzender der Fährleute", "Fährtag", "Ansprache", None),
    ),
    (
        "Hommage à Luc Morin",
        ["Éloge funèbre prononcé par son ami Odile Ferrand en l'église du Bac, le 3 mai 2018", *FR],
        Speech("Odile Ferrand", None, None, "Hommage", "2018-05-03"),
    ),
    (
        "Worte haben Häfen",
        [
            "Wir dokumentieren die Rede, die Hafenkapitän Jost Kern am 3. Mai 2018 beim Fährball gehalten hat.",
            "Liebe Gäste,",
            *DE,
        ],
        Speech("Jost Kern", "Hafenkapitän", "Fährball", "Rede", "2018-05-03"),
    ),
    (
        "Laudatio auf die Fährfrau Ute Brandt",
        ["Von Jost Kern, Vorsitzender der Fährleute", *DE],
        Speech("Jost Kern", "Vorsitzender der Fährleute", None, "Laudatio", None),
    ),
    ("Alocución del capitán Luis Mora a los remeros", ES, Speech("Luis Mora", "capitán", None, "Alocución", None)),
    ("追思渡口老人——告别式上的讲话", ["长子 顾南星", *ZH], Speech("顾南星", None, "告别式", "讲话", None)),
    (
        "市口译员协会会长顾南星2015年新春团拜会致辞",
        ["各位会员:", *ZH],
        Speech("顾南星", "市口译员协会会长", "2015年新春团拜会", "致辞", None),
    ),
    (
        "Neujahrsansprache 2014 von Bürgermeister Jost Kern",
        ["Liebe Gäste,", *DE],
        Speech("Jost Kern", "Bürgermeister", None, "Neujahrsansprache", None),
    ),
    (
        "Schlusswort",
        ["Tagung „Fähre und Wort“, 3. Mai 2018", "Dr. Jost Kern, Leiter der Tagung", "Liebe Gäste,", *DE],
        Speech("Jost Kern", "Leiter der Tagung", "Tagung „Fähre und Wort“", "Schlusswort", "2018-05-03"),
    ),
    ("나루의 날 격려사 - 문화부 장관 박지훈", KO, Speech("박지훈", "문화부 장관", "나루의 날", "격려사", None)),
    ("森川館長による閉館のごあいさつ", JA, Speech("森川", "館長", None, "閉館のごあいさつ", None)),
    (
        "Напутственное слово",
        ["Говорит директор школы Анна Громова", *RU],
        Speech("Анна Громова", "директор школы", None, "Напутственное слово", None),
    ),
    (
        "致辞",
        ["青柳港集团董事长 顾南星在渡口招待会上", "2018年5月3日", "2018年5月5日", *ZH],
        Speech("顾南星", "青柳港集团董事长", "渡口招待会", "致辞", "2018-05-03"),
    ),
    (
        "翻譯學會週年晚宴會長歡迎辭",
        ["會長 顧南星博士", "各位來賓:", *ZH],
        Speech("顧南星", "會長", "翻譯學會週年晚宴", "歡迎辭", None),
    ),
    ("Elogio fúnebre de Luis Mora, por Ana Rey", ES, Speech("Ana Rey", None, None, "Elogio fúnebre", None)),
    (
        "A eulogy for Captain Ada Quill",
        ["Delivered by her son, Ottis Quill, on 3 May 2018", *EN],
        Speech("Ottis Quill", None, None, "eulogy", "2018-05-03"),
    ),
    (
        "Closing remarks: Ferry Words Conference",
        EN,
        Speech(None, None, "Ferry Words Conference", "closing remarks", None),
    ),
    (
        "Commencement Address, Interpreting Conference",
        ["Ada Quill, Dean of the Ferry School", *EN],
        Speech("Ada Quill", "Dean of the Ferry School", "Interpreting Conference", "commencement address", None),
    ),
    (
        "开幕词",
        ["编者按:5月3日,首届渡口大赛在青柳开幕,大赛组委会主任顾南星致开幕词。全文如下。", *ZH],
        Speech("顾南星", "大赛组委会主任", "首届渡口大赛", "开幕词", "2018-05-03"),
    ),
    (
        "桥不是路",
        ["编者按:5月3日,第二届渡口论坛在青柳召开。青柳大学翻译学院院长顾南星教授应邀作主旨报告。本号刊发全文。", *ZH],
        Speech("顾南星", "青柳大学翻译学院院长", "第二届渡口论坛", "主旨报告", "2018-05-03"),
    ),
    (
        "会长致词:2018年渡口年会",
        [*ZH, "渡口商会会长 顾南星", "Gu Nanxing, President, Ferry Chamber", "二〇一八年五月三日", "3 May 2018"],
        Speech("顾南星", "渡口商会会长", "2018年渡口年会", "致词", "2018-05-03"),
    ),
    (
        "Discours de Mme Odile Ferrand, maire adjointe à la culture — Rodez, samedi 3 mai 2018",
        ["Mesdames et messieurs,", "Nous vous remercions d'être venus. Je vous salue.", "Je vous remercie."],
        Speech("Odile Ferrand", "maire adjointe à la culture", None, "Discours", "2018-05-03"),
    ),
    (
        "渡口講習會開幕致詞",
        [
            "（編按：本院於民國一百零七年五月三日舉辦107年度渡口講習會，會員百餘人參加，以下為顧院長南星開幕致詞全文。）",
            *ZH,
        ],
        Speech("顧南星", "院長", "107年度渡口講習會", "開幕致詞", "2018-05-03"),
    ),
]


@pytest.mark.parametrize(("title", "texts", "speech"), SPOKEN, ids=lambda case: str(case)[:30])
def test_a_title_of_a_form_and_a_text_that_speaks(title: str, texts: list[str], speech: Speech) -> None:
    assert find_speech(title, None, texts, "2018-05-05") == speech
    assert article_kind(title, None, texts, speech) == "speech"


SPOKEN += [
    (
        "钱维安:笔记本里没有句子",
        ["编者按:本文根据钱维安女士5月3日在“渡口”第六期分享会上的演讲录音整理,小标题为编者所加。", *ZH],
        Speech("钱维安", None, "“渡口”第六期分享会", "演讲", "2018-05-03"),
    ),
    (
        "渡し場フォーラム2018 会長挨拶",
        ["去る5月3日、渡し場会館で渡し場フォーラム2018を開催いたしました。当日の会長挨拶を掲載します。", *JA],
        Speech(None, "会長", None, "挨拶", "2018-05-03"),
    ),
    (
        "Statement on the Right to Water",
        [
            "Delivered by H.E. Ms. Ada Quill, Deputy Permanent Representative, at the High-level Meeting on Shared "
            "Rivers and Harbours, 3 May 2018",
            "Madam Chair,",
            *EN,
        ],
        Speech(
            "Ada Quill",
            "Deputy Permanent Representative",
            "High-level Meeting on Shared Rivers and Harbours",
            "statement",
            "2018-05-03",
        ),
    ),
    (
        "The missing word",
        [
            "Lecturer",
            "Professor Ada Quill",
            "Delivered",
            "6 October 2021, Old Theatre",
            "Madam Provost, friends,",
            *EN,
        ],
        Speech("Ada Quill", "Professor", None, None, "2021-10-06"),
    ),
    (
        "船只管理办法发布会发布词",
        ["市外办副主任 岳松年", "各位朋友:", *ZH],
        Speech("岳松年", "市外办副主任", None, None, None),
    ),
    (
        "Words on reopening the Library",
        ["Speaker:", "Ada Quill, Ambassador of Norland", "Delivered:", "17 October 2014", "Dear friends,", *EN],
        Speech("Ada Quill", "Ambassador of Norland", None, None, "2014-10-17"),
    ),
    (
        "校長石韻如一一〇學年度畢業典禮致詞",
        ["中華民國111年6月11日", "各位畢業生、各位家長:", *ZH],
        Speech("石韻如", "校長", "一一〇學年度畢業典禮", "致詞", "2022-06-11"),
    ),
    (
        "Convocation Address, September 8, 2015",
        [
            "President Marcus T. Hale",
            "A Bible lies in our library.",
            *["The clerk went down to see it."] * 4,
            "[Applause.]",
        ],
        Speech("Marcus T. Hale", "President", None, "convocation address", "2015-09-08"),
    ),
]

NOT_SPOKEN = [
    ("老翻译家钱维安返乡演讲:翻译是笨功夫", ["本报讯 5月3日下午,钱维安回到母校石桥一中。“我译了一辈子书。”他说。"]),
    ("翻译家钱维安渡口图书馆演讲", ["本报讯 5月3日下午,渡口图书馆座无虚席。“我译了一辈子书。”他说。"]),
    (
        "森川会長、開館式で挨拶",
        ["森川会長は3日、開館式で挨拶し、「私は皆様の港で働いてきた」と述べた。", "会場には皆さんが集まったという。"],
    ),
    ("Письмо председателя читателям", ["Дорогие читатели!", *RU, "Ваша Анна Громова"]),
    ("覆讀者張先生函", ["張先生大鑒:", "我們收到來函,我們謹覆如下。", "編輯部 敬上"]),
    ("Trauerrede", ["Die Trauerrede ist eine Form der Rede am Grab.", "Sie dauert selten länger als zehn Minuten."]),
]


@pytest.mark.parametrize(("title", "texts"), NOT_SPOKEN)
def test_what_nobody_delivered(title: str, texts: list[str]) -> None:
    assert find_speech(title, None, texts) is None


def test_an_interview_that_only_a_credit_names_is_no_speech() -> None:
    texts = ["Comment êtes-vous venue ?", "Par le bac, un matin d'hiver.", "Et depuis ?", "Je ne suis plus repartie."]
    subtitle = "Entretien avec Odile Ferrand, directrice du Bac"
    assert find_speech("« Le bac aussi se tait »", subtitle, texts) is None
    assert article_kind("« Le bac aussi se tait »", subtitle, texts, None) == "interview"
    assert (
        article_kind("Five questions", None, ["Interview by Jo Hale.", "Why here?", "Why not.", "And now?"], None)
        == "interview"
    )


@pytest.mark.parametrize(
    "text",
    [
        "존경하는 어업인 여러분, 선원 가족 여러분, 그리고 멀리서 오신 열두 나라의 항만 관계자 여러분, 안녕하십니까?",
        "Дорогие слушатели, уважаемый Пётр Адамович, дорогие капитаны!",
        "Liebe Familie Kern, liebe Trauergemeinde,",
        "Queridos graduados, queridas familias:",
        "張先生大鑒:",
        "各位會員、各位貴賓,大家早安:",
        "Дорогие выпускники, дорогие коллеги, родители и те, кто просто зашёл на шум!",
        "Members of the Class of 2019, colleagues, trustees, families who could not bring themselves to drive home:",
    ],
)
def test_lines_of_address(text: str) -> None:
    assert is_salutation(text)


def test_speakers_below_a_title() -> None:
    assert read_speaker("Иван Громов, директор музея") == ("Иван Громов", "директор музея")
    assert read_speaker("所長 森川 春子") == ("森川 春子", "所長")
    assert is_speaker_line("Иван Громов, директор музея")
    assert is_speaker_line("渡し場市長 森川 春子")
    assert not is_speaker_line("Иван Громов, редактор музея")


@pytest.mark.parametrize(
    ("title", "first"),
    [
        ("Ярмарка словарей", "В субботу, 22 сентября, во дворе типографии пройдёт ярмарка."),
        ("Oberbürgermeisterin eröffnet Fährtag", "Uppvik."),
        ("Words on the board", "“A board cannot run out of battery,” he told us."),
        ("Le maire", "Le bac a rouvert lundi 3 mai après les travaux."),
        ("El rector y el puerto", "El pasado lunes se abrió la puerta."),
        ("A nova travessia", "A barca reabriu nesta segunda-feira (3) depois das obras."),
        ("Il porto inaugura la scuola", "Il corso dura due anni."),
        ("الميناء", "أعلنت اللجنة مساء السبت فوز المترجمة بالجائزة."),
        ("馆藏译稿《渡船须知》完成修复", "译稿共二十六册。"),
        ("渡し場まつり", "町は3日、渡し場で祭りを開いた。"),
        ("나루 축제", "지난 3일 나루에서 축제가 열렸다."),
    ],
)
def test_reports_of_events_are_news(title: str, first: str) -> None:
    assert is_news(title, [first])


@pytest.mark.parametrize(
    ("title", "texts"),
    [
        ("校长给同学们的回信", ["亲爱的同学们:", "你们的来信我收到了,读了以后我很高兴。", "林校长", "2024年5月4日"]),
        ("林渡復信青年譯員", ["青年譯員們:", "你們好!來信收悉,我很高興。謝謝你們!", "林渡"]),
        ("Chen Yi writes back to schoolchildren", ["Dear children,", "I was glad to read your letter.", "Chen Yi"]),
    ],
)
def test_a_reply_to_a_letter_is_no_speech(title: str, texts: list[str]) -> None:
    speech = find_speech(title, None, texts)
    assert speech is None
    assert article_kind(title, None, texts, speech) != "speech"
