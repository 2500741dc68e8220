"""The language of blocks: alone, on their page, in threads, and on any input."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extraction.language.detection import Detection, detect_blocks
from tests import forked
from tests.counting import calls_of

SENTENCES = {
    "en": [
        "The translators met in the old town hall to discuss the new standard.",
        "We are looking for an interpreter who knows the law of the sea.",
        "Nobody had expected that the harbour would freeze so early this year.",
        "Please send us your documents, and we will reply within one working day.",
    ],
    "fr": [
        "Les traducteurs se sont réunis dans l'ancienne mairie pour parler de la nouvelle norme.",
        "Nous cherchons une interprète qui connaisse le droit de la mer.",
        "Personne ne s'attendait à ce que le port gèle si tôt cette année.",
        "Veuillez nous envoyer vos documents, nous vous répondrons sous un jour ouvré.",
    ],
    "de": [
        "Die Übersetzer trafen sich im alten Rathaus, um über die neue Norm zu sprechen.",
        "Wir suchen eine Dolmetscherin, die sich im Seerecht auskennt.",
        "Niemand hatte erwartet, dass der Hafen in diesem Jahr so früh zufriert.",
        "Bitte senden Sie uns Ihre Unterlagen, wir antworten innerhalb eines Werktags.",
    ],
    "es": [
        "Los traductores se reunieron en el antiguo ayuntamiento para hablar de la nueva norma.",
        "Buscamos una intérprete que conozca el derecho del mar.",
        "Nadie esperaba que el puerto se helara tan pronto este año.",
        "Envíenos sus documentos y le responderemos en un día hábil.",
    ],
    "pt": [
        "Os tradutores reuniram-se na antiga câmara municipal para falar da nova norma.",
        "Procuramos uma intérprete que conheça o direito do mar.",
        "Ninguém esperava que o porto congelasse tão cedo este ano.",
        "Envie-nos os seus documentos e responderemos no prazo de um dia útil.",
    ],
    "it": [
        "I traduttori si sono riuniti nel vecchio municipio per parlare della nuova norma.",
        "Cerchiamo un'interprete che conosca il diritto del mare.",
        "Nessuno si aspettava che il porto gelasse così presto quest'anno.",
        "Inviateci i vostri documenti e vi risponderemo entro un giorno lavorativo.",
    ],
    "ru": [
        "Переводчики собрались в старой ратуше, чтобы обсудить новый стандарт.",
        "Мы ищем переводчика, который знает морское право.",
        "Никто не ожидал, что гавань замёрзнет так рано.",
        "Пришлите нам документы, и мы ответим в течение рабочего дня.",
    ],
    "ar": [
        "اجتمع المترجمون في دار البلدية القديمة لمناقشة المعيار الجديد.",
        "نبحث عن مترجم فوري يعرف قانون البحار.",
        "لم يتوقع أحد أن يتجمد الميناء في وقت مبكر هذا العام.",
        "أرسلوا إلينا وثائقكم وسنرد عليكم خلال يوم عمل واحد.",
    ],
    "ja": [
        "翻訳者たちは新しい規格について話し合うため、旧市庁舎に集まりました。",
        "海洋法に詳しい通訳者を探しています。",
        "今年こんなに早く港が凍るとは誰も思わなかった。",
        "書類をお送りいただければ、一営業日以内にお返事します。",
    ],
    "ko": [
        "번역가들이 새로운 표준을 논의하기 위해 옛 시청에 모였다.",
        "해양법을 잘 아는 통역사를 찾고 있습니다.",
        "올해 항구가 이렇게 일찍 얼 줄은 아무도 몰랐다.",
        "서류를 보내 주시면 하루 안에 답변드리겠습니다.",
    ],
    "zh-Hans": [
        "译员们在旧市政厅开会,讨论新的标准。",
        "我们正在寻找一位熟悉海洋法的口译员。",
        "谁也没有料到今年港口会这么早结冰。",
        "请把文件发给我们,我们会在一个工作日内答复。",
    ],
    "zh-Hant": [
        "譯員們在舊市政廳開會,討論新的標準。",
        "我們正在尋找一位熟悉海洋法的口譯員。",
        "誰也沒有料到今年港口會這麼早結冰。",
        "請把文件發給我們,我們會在一個工作日內答覆。",
    ],
    "nl": [
        "De vertalers kwamen bijeen in het oude stadhuis om over de nieuwe norm te praten.",
        "Wij zoeken een tolk die verstand heeft van zeerecht.",
    ],
    "vi": [
        "Các biên dịch viên họp tại tòa thị chính cũ để thảo luận về tiêu chuẩn mới.",
        "Chúng tôi đang tìm một phiên dịch viên am hiểu luật biển.",
    ],
    "th": ["นักแปลประชุมกันที่ศาลากลางเก่าเพื่อหารือเกี่ยวกับมาตรฐานใหม่", "เรากำลังหาล่ามที่รู้กฎหมายทะเล"],
    "tr": [
        "Çevirmenler yeni standardı görüşmek üzere eski belediye binasında toplandı.",
        "Deniz hukukunu bilen bir tercüman arıyoruz.",
    ],
    "el": ["Οι μεταφραστές συναντήθηκαν στο παλιό δημαρχείο."],
    "he": ["המתרגמים נפגשו בבניין העירייה הישן."],
    "hi": ["अनुवादक नए मानक पर चर्चा करने के लिए पुराने नगर भवन में मिले।"],
    "uk": ["Перекладачі зібралися в старій ратуші, щоб обговорити новий стандарт."],
}

PAIRS = {
    "en": ["green harbour", "new building", "working people", "strong growth", "legal advice", "early morning"],
    "fr": ["nouveau bâtiment", "petite maison", "croissance forte", "conseil juridique", "travail quotidien"],
    "de": ["neues Gebäude", "kleines Haus", "starkes Wachstum", "früher Morgen", "tägliche Arbeit", "guter Rat"],
    "es": ["nuevo edificio", "pequeña casa", "crecimiento fuerte", "trabajo diario", "consejo jurídico"],
    "pt": [
        "novo edifício",
        "pequena casa",
        "crescimento forte",
        "manhã cedo",
        "conselho jurídico",
        "trabalho diário",
    ],
    "it": ["nuovo edificio", "piccola casa", "forte crescita", "lavoro quotidiano", "consulenza legale"],
    "ru": ["новое здание", "маленький дом", "сильный рост", "раннее утро"],
    "ar": ["مبنى جديد", "بيت صغير", "نمو قوي", "صباح باكر"],
    "ja": ["新しい建物", "小さな家", "強い成長", "早い朝"],
    "ko": ["새 건물", "작은 집", "강한 성장", "이른 아침"],
    "vi": ["tòa nhà", "ngôi nhà nhỏ", "tăng trưởng mạnh", "sáng sớm"],
    "zh": ["新建", "小家", "成长", "早晨", "河北", "山水", "文化", "中国", "人民", "工"],
}

SHORT_LINES = {
    "en": [
        "Thank you!",
        "Thank you.",
        "Good morning!",
        "Source: Daxinya",
        "Industry News",
        "28 April 2015",
        "Home > News",
        "Contact us",
        "About Us",
        "Company News",
        "PRESS RELEASE",
        "Ladies and Gentlemen,",
        "Dear friends,",
        "Excellencies,",
        "Read more",
        "Next page",
        "Back to top",
        "Our Services",
        "Distinguished Guests,",
        "Translation Services",
        "Date: 3 March 2025",
        "Author: admin",
        "Hits: 123",
        "Click here",
        "Related articles",
        "Previous: None",
        "Table 1",
        "Chapter One",
        "Interview",
        "FAQ",
        "Editor's note",
        "Copyright notice",
        "Job Vacancies",
        "Price list",
        "Q&A",
        "Beijing, 5 May 2021",
        "Yours sincerely,",
        "Notes",
        "References",
        "(Applause)",
        "The End",
        "Questions and answers",
    ],
    "fr": [
        "Merci !",
        "Merci beaucoup.",
        "Bonjour à tous !",
        "Mesdames et Messieurs,",
        "Qui sommes-nous",
        "Actualités",
        "Contactez-nous",
        "le 3 mars 2025",
        "Lire la suite",
        "Page suivante",
    ],
    "de": [
        "Vielen Dank!",
        "Guten Morgen!",
        "Meine Damen und Herren,",
        "Über uns",
        "Aktuelles",
        "Kontakt aufnehmen",
        "3. März 2025",
        "Weiterlesen",
        "Nächste Seite",
        "Unsere Leistungen",
    ],
    "es": [
        "¡Muchas gracias!",
        "¡Buenos días!",
        "Señoras y señores:",
        "Quiénes somos",
        "Noticias del sector",
        "Contáctenos",
        "3 de marzo de 2025",
        "Leer más",
        "Página siguiente",
        "Nuestros servicios",
    ],
    "pt": [
        "Muito obrigado!",
        "Bom dia!",
        "Senhoras e senhores,",
        "Quem somos",
        "Notícias do setor",
        "Fale conosco",
        "3 de março de 2025",
        "Leia mais",
        "Próxima página",
        "Nossos serviços",
    ],
    "it": [
        "Grazie mille!",
        "Buongiorno a tutti!",
        "Signore e signori,",
        "Chi siamo",
        "Notizie del settore",
        "Contattateci",
        "3 marzo 2025",
        "Leggi tutto",
        "Pagina successiva",
        "I nostri servizi",
    ],
    "ru": [
        "Спасибо!",
        "Доброе утро!",
        "Дамы и господа!",
        "О нас",
        "Новости отрасли",
        "Свяжитесь с нами",
        "3 марта 2025 года",
    ],
    "ar": ["شكرا لكم", "صباح الخير", "من نحن", "أخبار القطاع", "اتصل بنا", "السيدات والسادة"],
    "ja": [
        "ありがとうございます",
        "おはようございます",
        "会社について",
        "ニュース",
        "お問い合わせ",
        "2025年3月3日(月)のお知らせ",
    ],
    "ko": ["감사합니다", "안녕하세요", "회사 소개", "뉴스", "문의하기", "2025년 3월 3일"],
    "vi": ["Xin cảm ơn!", "Chào buổi sáng!", "Tin tức ngành", "Liên hệ với chúng tôi", "Về chúng tôi"],
    "zh": [
        "谢谢大家!",
        "大家好!",
        "来源:大新亚",
        "行业新闻",
        "2015年4月28日",
        "联系我们",
        "首页",
        "女士们、先生们:",
        "上一篇:无",
        "(完)",
    ],
}

NO_LANGUAGE = [
    "",
    " ",
    "2025-03-03",
    "0755-2600 0000",
    "+86 755 2600 0000",
    "100%",
    "http://example.com/news/1.html",
    "www.example.com",
    "info@example.com",
    "***",
    "— — —",
    "1.",
    "(3)",
    "A",
    "12:30",
    "€ 4.50",
    "8,200,000",
    "★★★★",
]


def primary(found: Detection) -> str:
    """The language subtag."""
    return found.lang.partition("-")[0]


def share_right(lists: dict[str, list[str]]) -> float:
    """The mean over languages of the share of texts, each a block alone, whose language is found."""
    shares = [
        sum(primary(detect_blocks([text])[0]) == lang for text in texts) / len(texts) for lang, texts in lists.items()
    ]
    return sum(shares) / len(shares)


@pytest.mark.parametrize(("lang", "text"), [(lang, text) for lang, texts in SENTENCES.items() for text in texts])
def test_sentence_alone(lang: str, text: str) -> None:
    found = detect_blocks([text])[0]
    assert found.lang == lang
    assert found.confidence > 0.8


def test_word_pairs_alone_keep_their_floor() -> None:
    assert share_right(PAIRS) >= 0.95


def test_short_lines_alone_keep_their_floor() -> None:
    assert share_right(SHORT_LINES) >= 0.96


@pytest.mark.parametrize("text", SHORT_LINES["en"])
def test_short_lines_of_agencies_are_english(text: str) -> None:
    assert detect_blocks([text])[0].lang == "en"


@pytest.mark.parametrize("lang", [lang for lang in SHORT_LINES if lang in SENTENCES])
def test_short_lines_lean_to_their_page(lang: str) -> None:
    texts = [*SENTENCES[lang], *SHORT_LINES[lang], *PAIRS[lang]]
    wrong = [text for text, found in zip(texts, detect_blocks(texts), strict=True) if found.lang != lang]
    assert not wrong


@pytest.mark.parametrize("other", ["fr", "de", "es", "pt", "it", "nl", "vi"])
def test_page_in_english_and_another(other: str) -> None:
    texts = [*SENTENCES["en"], *SENTENCES[other], "Thank you!", *PAIRS.get(other, [])]
    pairs = len(PAIRS.get(other, []))
    langs = ["en"] * 4 + [other] * len(SENTENCES[other]) + ["en"] + [other] * pairs
    found = [one.lang for one in detect_blocks(texts)]
    wrong = [text for text, lang, one in zip(texts, langs, found, strict=True) if one != lang]
    assert len(wrong) <= 1


@pytest.mark.parametrize("name", ["Wang Yi", "Zhang Wei", "Daxinya", "Liu Xiaoming", "Adaeze Okonkwo", "Shenzhen"])
def test_names_lean_to_the_page(name: str) -> None:
    for lang in ("en", "fr", "de"):
        assert detect_blocks([*SENTENCES[lang], name])[-1].lang == lang


@pytest.mark.parametrize(
    "text",
    [
        "Huawei Technologies",
        "Simultaneous interpretation",
        "Zhang Wei",
        "Dar es Salaam",
        "No comment",
        "Panda diplomacy",
    ],
)
def test_a_short_line_leans_to_english_on_a_chinese_page(text: str) -> None:
    assert detect_blocks([*SENTENCES["zh-Hans"], text])[-1].lang == "en"
    assert detect_blocks([*SENTENCES["zh-Hans"], *SENTENCES["en"], text])[-1].lang == "en"


def test_short_lines_of_clients_are_in_the_languages_of_their_page() -> None:
    names = [
        "Siemens AG",
        "Volkswagen",
        "Deloitte",
        "Marco Polo",
        "Sapporo",
        "Gansu",
        "Kung fu",
        "Mo Yan",
        "Lisa Wang",
    ]
    texts = [*SENTENCES["zh-Hans"], *SENTENCES["en"][:1], *names * 3]
    assert {found.lang for found in detect_blocks(texts)} == {"zh-Hans", "en"}


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fr", "Les traducteurs se sont réunis hier."),
        ("de", "Vielen Dank für Ihre Aufmerksamkeit"),
        ("vi", "Xin cảm ơn các bạn"),
    ],
)
def test_a_line_that_is_surely_in_a_third_language(lang: str, text: str) -> None:
    assert detect_blocks([*SENTENCES["zh-Hans"], *SENTENCES["en"], text])[-1].lang == lang


@pytest.mark.parametrize("lang", ["it", "fr", "es", "de"])
def test_short_lines_of_another_language_beside_chinese(lang: str) -> None:
    texts = [text for pair in zip(SHORT_LINES["zh"], SHORT_LINES[lang], strict=False) for text in pair]
    assert [found.lang for found in detect_blocks(texts)[1::2]] == [lang] * (len(texts) // 2)


@pytest.mark.parametrize("text", NO_LANGUAGE)
def test_what_has_no_language(text: str) -> None:
    assert detect_blocks([text])[0].lang == "und"
    assert detect_blocks([*SENTENCES["en"], text])[-1].lang == "und"


@pytest.mark.parametrize(
    ("texts", "langs"),
    [
        (["中文"], ["zh"]),
        (["中文", "汉语"], ["zh-Hans", "zh-Hans"]),
        (["中文", "漢語"], ["zh-Hant", "zh-Hant"]),
        (["文化", "图书馆", "人民", "圖書館", "山水"], ["zh-Hans", "zh-Hans", "zh-Hans", "zh-Hant", "zh-Hant"]),
        (["发展中囯家和人民真正获得发展机遇"], ["zh-Hans"]),
        (["他引用了古書《史記》中的一句话,并作了详细的说明。"], ["zh-Hans"]),
        (["皇后", "干杯", "公里"], ["zh", "zh", "zh"]),
    ],
)
def test_simplified_and_traditional(texts: list[str], langs: list[str]) -> None:
    assert [found.lang for found in detect_blocks(texts)] == langs


@pytest.mark.parametrize(
    ("texts", "lang"),
    [
        (["会社概要", *SENTENCES["ja"]], "ja"),
        (["経済産業省"], "ja"),
        (["东京", *SENTENCES["ja"]], "zh-Hans"),
        (["人民", *SENTENCES["ko"]], "zh"),
        (["中国のニュース"], "ja"),
        (["他说“こんにちは”,然后离开了会场,大家都感到十分惊讶。"], "zh-Hans"),
        (["美·中 정상회담 개최"], "ko"),
    ],
)
def test_chinese_and_its_neighbours(texts: list[str], lang: str) -> None:
    assert detect_blocks(texts)[0].lang == lang


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Daxinya大新亚翻译公司成立于二〇〇三年,专门从事笔译和口译。", "zh-Hans"),
        ("The word 道 (dao) is hard to translate into any other language.", "en"),
        ("我们使用CAT工具(Trados, memoQ)完成项目。", "zh-Hans"),
        ("Beijing (北京) is the capital of China and home to many translators.", "en"),
        ("谢谢! Thank you very much for your attention today, dear friends.", "en"),
    ],
)
def test_block_in_two_languages_has_that_of_its_larger_part(text: str, lang: str) -> None:
    assert detect_blocks([text])[0].lang == lang


def calls_for(texts: list[str]) -> int:
    """How many functions are called to find the languages of a page's texts."""
    return calls_of(lambda: detect_blocks(texts))


def test_the_work_grows_as_the_number_of_blocks_does() -> None:
    texts = ["文化", "汉语", "人民", "漢語", "Thank you!"]
    detect_blocks(texts)  # reads what is read once
    assert calls_for(texts * 4_000) < 11 * calls_for(texts * 400)


def test_address_beside_words_does_not_count() -> None:
    assert detect_blocks(["详情见 http://www.example.com/en/news/index.html?category=industry"])[0].lang == "zh-Hans"


def test_same_answer_in_sixteen_threads_at_first_use() -> None:
    program = (
        "from concurrent.futures import ThreadPoolExecutor\n"
        "from crawler.extraction.language import detect_blocks\n"
        "texts = ['Thank you!', '谢谢大家!', 'Новости отрасли', 'quiero', 'अनुवादक', 'أخبار']\n"
        "with ThreadPoolExecutor(16) as pool:\n"
        "    print(set(pool.map(lambda _: str(detect_blocks(texts)), range(64))) == {str(detect_blocks(texts))})\n"
    )
    done = forked.run([sys.executable, "-c", program], cwd=Path.cwd(), env=os.environ)
    assert done.stdout == "True\n", done.stderr


def test_same_answer_in_every_run() -> None:
    program = (
        "from crawler.extraction.language import detect_blocks\n"
        "print(detect_blocks(['manera profesional', 'sabor equilibrio', 'sole', 'Wang Yi', '28 April']))"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", program], capture_output=True, check=True, timeout=60, env={"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("0", "1", "77")
    }
    assert len(runs) == 1


def test_same_answer_in_threads() -> None:
    texts = [text for texts in SENTENCES.values() for text in texts]
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(lambda _: tuple(detect_blocks(texts)), range(8)))) == 1


@given(st.lists(st.text(max_size=80), max_size=6))
def test_any_texts_are_read(texts: list[str]) -> None:
    found = detect_blocks(texts)
    assert len(found) == len(texts)
    assert all(0 <= one.confidence <= 1 and one.lang for one in found)


@given(st.lists(st.sampled_from(SENTENCES["en"] + SENTENCES["zh-Hans"] + NO_LANGUAGE), max_size=8))
def test_answer_does_not_depend_on_other_scripts(texts: list[str]) -> None:
    alone = [detect_blocks([text])[0].lang for text in texts]
    assert [found.lang for found in detect_blocks(texts)] == alone


@pytest.mark.parametrize("unit", ["a", "word ", "字", "a@", "www.", "a.", "http://", "ا", "é́", "a-"])
def test_the_work_grows_as_the_length_of_a_text_does(unit: str) -> None:
    for times in (5_000, 50_000):
        calls_for([unit * times])  # reads what is read once
    assert calls_for([unit * 50_000]) < 11 * calls_for([unit * 5_000])
