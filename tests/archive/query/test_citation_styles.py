"""Citations in four styles, by the examples that the standards and manuals print themselves."""

from dataclasses import replace

import pytest

from archive.query.citation import CitedFacts, facts_to_cite
from archive.query.citation_styles_and_names import (
    CITATION_STYLES,
    cite_apa,
    cite_chicago,
    cite_gb_t,
    cite_mla,
    split_names,
)
from tests.archive.index.sample_documents import make_speech

NOTHING = CitedFacts(
    key="x", url="https://example.com/", captured="2026-11-24", note="", author=None, title=None, subtitle=None,
    form=None, occasion=None, delivered=None, source=None, published=None, license=None,
)  # fmt: skip


def cite(style: str, **facts: str) -> str:
    return "".join(part.text for part in CITATION_STYLES[style](replace(NOTHING, **facts)))


GB_T_7714_2015 = [
    (
        {"author": "萧钰", "title": "出版业信息化迈入快车道", "published": "2001-12-19", "captured": "2002-04-15",
         "url": "http://www.creader.com/news/20011219/200112190019.html"},
        "萧钰. 出版业信息化迈入快车道[EB/OL]. (2001-12-19)[2002-04-15]. "
        "http://www.creader.com/news/20011219/200112190019.html.",
    ),
    (
        {"author": "Alan Hopkinson", "title": "UNIMARC and metadata", "subtitle": "Dublin Core",
         "published": "2009-04-22", "captured": "2013-03-27", "url": "http://archive.ifla.org/IV/ifla64/138-161e.htm"},
        "HOPKINSON A. UNIMARC and metadata: Dublin Core[EB/OL]. (2009-04-22)[2013-03-27]. "
        "http://archive.ifla.org/IV/ifla64/138-161e.htm.",
    ),
    (
        {"author": "David Bawden", "title": "Origins and concepts of digital literacy", "published": "2008-05-04",
         "captured": "2013-03-08", "url": "http://www.soi.city.ac.uk/~dbawden/digital%20literacy%20chapter.pdf"},
        "BAWDEN D. Origins and concepts of digital literacy[EB/OL]. (2008-05-04)[2013-03-08]. "
        "http://www.soi.city.ac.uk/~dbawden/digital%20literacy%20chapter.pdf.",
    ),
]  # fmt: skip

APA_7 = [
    (
        {"author": "Caroline Bologna", "title": "Why some people with anxiety love watching horror movies",
         "published": "2019-10-31", "source": "HuffPost", "url": "https://www.huffpost.com/entry/anxiety"},
        "Bologna, C. (2019, October 31). Why some people with anxiety love watching horror movies. HuffPost. "
        "https://www.huffpost.com/entry/anxiety",
    ),
    (
        {"author": "World Health Organization", "title": "The top 10 causes of death", "published": "2018-05-24",
         "source": "World Health Organization", "url": "https://www.who.int/news-room/fact-sheets/detail/top-10"},
        "World Health Organization. (2018, May 24). The top 10 causes of death. "
        "https://www.who.int/news-room/fact-sheets/detail/top-10",
    ),
]  # fmt: skip

MLA_9 = [
    (
        {"author": "Susan Lundman", "title": "How to Make Vegetarian Chili", "source": "eHow",
         "captured": "2015-07-06", "url": "https://www.ehow.com/how_10727_make-vegetarian-chili.html"},
        "Lundman, Susan. “How to Make Vegetarian Chili.” eHow, www.ehow.com/how_10727_make-vegetarian-chili.html. "
        "Accessed 6 July 2015.",
    ),
]  # fmt: skip

CHICAGO_17 = [
    (
        {"author": "Yale University", "title": "About Yale: Yale Facts", "captured": "2022-03-08",
         "url": "https://www.yale.edu/about-yale/yale-facts"},
        "Yale University. “About Yale: Yale Facts.” Accessed March 8, 2022. "
        "https://www.yale.edu/about-yale/yale-facts.",
    ),
    (
        {"author": "Farhad Manjoo", "title": "Snap Makes a Bet on the Cultural Supremacy of the Camera",
         "source": "New York Times", "published": "2017-03-08", "url": "https://www.nytimes.com/2017/03/08/snap.html"},
        "Manjoo, Farhad. “Snap Makes a Bet on the Cultural Supremacy of the Camera.” New York Times, March 8, 2017. "
        "https://www.nytimes.com/2017/03/08/snap.html.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("style", "facts", "cited"),
    [
        (style, facts, cited)
        for style, examples in (
            ("gb-t-7714", GB_T_7714_2015),
            ("apa", APA_7),
            ("mla", MLA_9),
            ("chicago", CHICAGO_17),
        )
        for facts, cited in examples
    ],
)
def test_the_examples_of_the_standard(style: str, facts: dict[str, str], cited: str) -> None:
    assert cite(style, **facts) == cited


@pytest.mark.parametrize(
    ("author", "gb_t", "apa", "mla"),
    [
        ("王毅", "王毅. ", "王毅. ", "王毅. "),
        ("王 毅", "王毅. ", "王毅. ", "王毅. "),
        ("Wang Yi", "WANG Y. ", "Wang, Y. ", "Wang Yi. "),
        ("Xi Jinping", "XI J P. ", "Xi, J. ", "Xi Jinping. "),
        ("Ouyang Xiu", "OUYANG X. ", "Ouyang, X. ", "Ouyang Xiu. "),
        ("LI Keqiang", "LI K Q. ", "Li, K. ", "LI Keqiang. "),
        ("Ban Ki-moon", "BAN K M. ", "Ban, K. ", "Ban Ki-moon. "),
        ("Dan Brown", "BROWN D. ", "Brown, D. ", "Brown, Dan. "),
        ("John F. Kennedy", "KENNEDY J F. ", "Kennedy, J. F. ", "Kennedy, John F. "),
        ("Ursula von der Leyen", "VON DER LEYEN U. ", "von der Leyen, U. ", "von der Leyen, Ursula. "),
        ("Martin Luther King, Jr.", "KING M L Jr. ", "King, M. L., Jr. ", "King, Martin Luther, Jr. "),
        ("Smith, John", "SMITH J. ", "Smith, J. ", "Smith, John. "),
        ("外交部", "外交部. ", "外交部. ", "外交部. "),
        ("Ministry of Foreign Affairs", *["Ministry of Foreign Affairs. "] * 3),
        ("Xinhua", "Xinhua. ", "Xinhua. ", "Xinhua. "),
        ("王毅、李强", "王毅, 李强. ", "王毅, & 李强. ", "王毅, and 李强. "),
        ("John Smith and Jane Doe", "SMITH J, DOE J. ", "Smith, J., & Doe, J. ", "Smith, John, and Jane Doe. "),
        ("甲一；乙二；丙三；丁四", "甲一, 乙二, 丙三, 等. ", "甲一, 乙二, 丙三, & 丁四. ", "甲一, et al. "),
        ("A. Li, B. Li, C. Li, D. Li", "LI A, LI B, LI C, et al. ", None, "Li, A., et al. "),
    ],
)
def test_names_in_their_order(author: str, gb_t: str, apa: str | None, mla: str) -> None:
    assert cite("gb-t-7714", author=author, title="标题").startswith(f"{gb_t}标题[EB/OL]. ")
    assert apa is None or cite("apa", author=author, title="标题").startswith(f"{apa}(n.d.). 标题. ")
    assert cite("mla", author=author, title="标题").startswith(f"{mla}“标题.” ")


def test_a_speech_names_its_speaker_form_and_occasion() -> None:
    document = replace(
        make_speech("Wang Yi", "你好。", path="a", published="2015-04-29"), title="Remarks", source="Daxinya"
    )
    assert document.speech is not None
    document = replace(
        document,
        speech=replace(
            document.speech, form="keynote speech", occasion="Eleventh Lanting Forum", delivered="2015-04-28"
        ),
    )
    facts = facts_to_cite(document)
    text = {style: "".join(part.text for part in write(facts)) for style, write in CITATION_STYLES.items()}
    assert text["chicago"].startswith(
        "Wang Yi. “Remarks.” Keynote speech, Eleventh Lanting Forum, April 28, 2015. Daxinya, April 29, 2015. http"
    )
    assert text["apa"].startswith("Wang, Y. (2015, April 29). Remarks [Keynote speech]. Daxinya. http")
    assert text["mla"].startswith("Wang Yi. “Remarks.” Daxinya, 29 Apr. 2015, ")
    assert ". Keynote speech. Accessed " in text["mla"]
    assert text["gb-t-7714"].startswith("WANG Y. Remarks[EB/OL]. (2015-04-29)[")


def test_what_is_missing_is_left_out() -> None:
    url = "https://example.com/"
    assert cite("gb-t-7714", title="标题") == f"标题[EB/OL]. [2026-11-24]. {url}."
    assert cite("gb-t-7714", title="标题", subtitle="The Title") == f"标题[EB/OL]. [2026-11-24]. {url}."
    assert cite("apa", title="Why?") == f"Why? (n.d.). Retrieved November 24, 2026, from {url}"
    assert cite("mla", title="Why?") == "“Why?” example.com/. Accessed 24 Nov. 2026."
    assert cite("chicago", title="会议。") == f"“会议。” Accessed November 24, 2026. {url}."
    assert cite("apa", author="王毅") == f"王毅. (n.d.). {url}. Retrieved November 24, 2026, from {url}"


def test_titles_and_sites_stand_in_italics_where_the_style_asks() -> None:
    facts = replace(NOTHING, author="Wang Yi", title="Remarks", source="Daxinya", published="2015-04-29")
    italic = {
        write: [part.text for part in write(facts) if part.italic]
        for write in (cite_gb_t, cite_apa, cite_mla, cite_chicago)
    }
    assert italic == {cite_gb_t: [], cite_apa: ["Remarks"], cite_mla: ["Daxinya"], cite_chicago: []}


@pytest.mark.parametrize("text", ["", ",", "、、", "and", "A", "Ü", "1 2", "a, b, c", "Jr.", "'", "王", "A,", ", B"])
def test_odd_names_are_no_fault(text: str) -> None:
    for write in CITATION_STYLES.values():
        write(replace(NOTHING, author=text or None, title=text or None))
    assert all(name.text for name in split_names(text))
