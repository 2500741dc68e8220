"""Speech facts of titles as ministries, missions, universities and agencies word them, and titles that have none.

The cases stand in ``speech_titles.tsv``: title, subtitle, the lines below it (parted by ' ¶ '), the text that follows
by its name in ``TEXTS``, and the five facts; a case without any fact is no speech.
"""

import csv
from pathlib import Path
from typing import NamedTuple

import pytest

from archive.model.document import Speech
from crawler.extraction.article.article_kind import article_kind
from crawler.extraction.speech.speech_facts import find_speech
from tests.processor import ended_if_it_hangs

TEXTS = {
    "": (),
    "speech in English": (
        "Excellencies, Ladies and Gentlemen,",
        "A river has two banks and one language.",
        "Thank you!",
    ),
    "speech in Chinese": ("各位来宾,女士们、先生们:", "一条河有两岸,却只有一种水声。", "谢谢大家!"),
    "remarks in English": (
        "I am glad to see you all in this hall tonight, and I know how far some of you have come.",
        "We shall keep the harbour library open for as long as you keep reading in it.",
        "Thank you for coming, and let us begin.",
    ),
    "speech in German": (
        "Sehr geehrte Damen und Herren,",
        "ich freue mich, dass Sie heute so zahlreich in unser Haus gekommen sind.",
        "Wir werden diese Bibliothek offen halten, solange Sie darin lesen.",
        "Vielen Dank.",
    ),
    "speech in French": (
        "Mesdames et Messieurs,",
        "je suis heureux de vous voir si nombreux dans cette maison ce soir.",
        "Nous garderons cette bibliothèque ouverte aussi longtemps que vous y lirez.",
        "Je vous remercie.",
    ),
    "speech in Spanish": (
        "Señoras y señores:",
        "Me alegra verles a todos ustedes esta noche en esta casa.",
        "Nosotros mantendremos abierta la biblioteca mientras ustedes lean en ella.",
        "Muchas gracias.",
    ),
    "speech in Russian": (
        "Уважаемые дамы и господа!",
        "Я рад видеть вас сегодня в нашем доме, и знаю, как далеко вы ехали.",
        "Мы сохраним эту библиотеку открытой, пока вы в ней читаете.",
        "Спасибо за внимание.",
    ),
    "speech in Japanese": (
        "皆様、",
        "本日は当館にお越しいただき、厚く御礼申し上げます。",
        "皆様がお読みになるかぎり、私どもは図書館の扉を開けてまいります。",
        "ご清聴ありがとうございました。",
    ),
    "speech in Korean": (
        "존경하는 내빈 여러분,",
        "오늘 저희 도서관을 찾아 주신 여러분께 깊이 감사드립니다.",
        "여러분이 읽으시는 한 우리는 문을 열어 두겠습니다.",
        "감사합니다.",
    ),
    "speech in Portuguese": (
        "Senhoras e senhores,",
        "é com alegria que vejo tantos de vós nesta casa.",
        "Manteremos a biblioteca aberta enquanto nela lerdes.",
        "Muito obrigado.",
    ),
    "speech in Italian": (
        "Signore e signori,",
        "sono felice di vedervi così numerosi in questa casa.",
        "Terremo aperta la biblioteca finché vi leggerete.",
        "Grazie.",
    ),
    "prose in English": ("The harbour belongs to all of us, and we shall keep it open to every ship.",),
    "prose in Chinese": ("港口属于我们大家,我们将让它向每一条船开放。",),
    "questions in English": (
        "Q: When will the harbour open?",
        "A: In May.",
        "Q: For which ships?",
        "A: For all of them.",
    ),
    "questions in Chinese": ("问:港口何时开放?", "答:五月。", "问:对哪些船只开放?", "答:所有船只。"),
    "news in English": (
        "HARBOUR CITY, May 3 (Harbour News) – Foreign Minister Qian Wenbo spoke on Tuesday about the harbour.",
    ),
    "news in Chinese": ("本报讯 5月3日,港口论坛在滨海开幕,三百多人参加。", "会议为期两天。"),
}


class Case(NamedTuple):
    """What a page says, and what of it is of a speech."""

    title: str
    subtitle: str | None
    texts: tuple[str, ...]
    speech: Speech | None


def read_cases() -> list[Case]:
    lines = Path(__file__).with_name("speech_titles.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return [_case(*cells) for cells in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]


def _case(title: str, subtitle: str, lines: str, text: str, *facts: str) -> Case:
    below = tuple(filter(None, lines.split(" ¶ ")))
    speaker, role, occasion, form, delivered = (fact or None for fact in facts)
    speech = Speech(speaker, role, occasion, form, delivered) if any(facts) else None
    return Case(title, subtitle or None, (*below, *TEXTS[text]), speech)


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: case.title[:50])
def test_facts_of_a_title(case: Case) -> None:
    assert find_speech(case.title, case.subtitle, case.texts) == case.speech


@pytest.mark.parametrize("length", [120, 300, 200_000])
@pytest.mark.parametrize(
    "unit",
    [
        "a ",
        "在上",
        "Remarks by ",
        ", ",
        "王毅",
        "总理",
        "发言人就",
        "(",
        "——",
        "Речь ",
        "А.",
        "森の",
        "会",
        "du ",
        "H.E. ",
        "1月",
        "'s ",
    ],
)
def test_no_line_takes_long(unit: str, length: int) -> None:
    for before in ("", "Remarks by ", "王毅在", "Речь ", "森川の", "Rede "):
        line = (before + unit * (length // len(unit) + 1))[:length]
        with ended_if_it_hangs():
            article_kind(line, line, [line] * 6, find_speech(line, line, [line, line, "Ladies and gentlemen,"]))
