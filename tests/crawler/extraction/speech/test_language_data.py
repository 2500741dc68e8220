"""The data files of languages hold together: all expressions compile, and what they name is there."""

import re
from importlib.resources import files
from pathlib import Path

import pytest

from crawler.extraction.speech import language_data
from crawler.extraction.speech.language_data import LANGUAGES, Language, language, words
from crawler.extraction.speech.people_in_english_and_european_titles import EUROPEAN
from crawler.extraction.speech.speech_titles import Facts, TitleReader, read_title

FILES = sorted(
    path.name.removesuffix(".toml")
    for path in files("crawler.extraction.speech.languages").iterdir()
    if path.name.endswith(".toml")
)
GROUPS = frozenset(
    ("who", "said", "name", "role", "office", "own_office", "at", "occasion", "attended", "event", "form", "then")
)


@pytest.mark.parametrize("code", FILES)
def test_every_list_of_words_is_an_expression(code: str) -> None:
    for name in language(code).entry("words", {}):
        re.compile(words(name, code))


def _read_together() -> list[Language]:
    others = {code: language(code).entry("together_with", ()) for code in LANGUAGES}
    joined = {code for codes in others.values() for code in codes}
    return [language(code, *others[code]) for code in LANGUAGES if code not in joined]


@pytest.mark.parametrize("own", [*_read_together(), EUROPEAN], ids=lambda own: "+".join(own.codes))
def test_every_pattern_compiles(own: Language) -> None:
    for name, value in own.entry("patterns", {}).items():
        patterns = own.patterns(name) if isinstance(value, list) else [own.pattern(name)]
        assert all(pattern.pattern for pattern in patterns)  # compiled when its attributes are asked for


@pytest.mark.parametrize("own", _read_together(), ids=lambda own: "+".join(own.codes))
def test_every_rule_for_titles_has_groups_that_are_known(own: Language) -> None:
    reader = TitleReader(*own.codes)
    assert reader.rules or own.codes == ("nl",)
    for rule in [*reader.rules, *reader.press_rules]:
        assert set(rule.pattern.groupindex) <= GROUPS, rule.text
        assert rule.person or not {"who"} & set(rule.pattern.groupindex), rule.text


@pytest.mark.parametrize("own", _read_together(), ids=lambda own: "+".join(own.codes))
def test_a_line_without_a_form_holds_for_no_rule_that_has_one(own: Language) -> None:
    reader = TitleReader(*own.codes)
    patterns = own.entry("patterns", {})
    alone = [patterns.get("form_alone", "{form}"), patterns.get("to_somebody", "{form}")]
    lines = [text for text in patterns.get("forms_of_lines", ()) if "{to_somebody}" not in text]
    for text in [*(rule.text for rule in (*reader.rules, *reader.press_rules) if rule.has_form), *alone, *lines]:
        assert _requires_form(text), text


def _requires_form(text: str) -> bool:
    """Whether ``{form}`` stands outside of groups that may be left out and of alternatives."""
    rest = re.sub(r"\\.|\[[^\]]*\]", "x", text.replace("{form}", "\ue000"))
    while "(" in rest:
        rest = re.sub(r"\((?!\?[!<=])(?:\?(?:[:i]+|P<\w+>))?([^()|]*\ue000[^()|]*)\)(?![?*{])", r"\1", rest)
        rest = re.sub(r"\([^()]*\)", "x", rest)
    return "\ue000" in rest and "|" not in rest


@pytest.mark.parametrize("text", ["(?:{form})?x", "{form}|x", "(?:{form}|x)y", "(?!{form})x", "x"])
def test_a_form_may_be_lacking(text: str) -> None:
    assert not _requires_form(text)


DUTCH = """
like = "latin"

[words]
form_words = ["toespraak"]
by = ["door "]
at = ["bij de "]
for_whom = ["voor "]
"""


def test_a_language_is_added_by_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in files("crawler.extraction.speech.languages").iterdir():
        if path.name.endswith(".toml"):
            (tmp_path / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "xx.toml").write_text(DUTCH, encoding="utf-8")
    monkeypatch.setattr(language_data, "_FOLDER", tmp_path)
    title = "Toespraak door Prof. Jan de Wit bij de opening van de haven"
    assert read_title(title, spoken=True) is None
    facts = TitleReader("xx").by_rules(title, spoken=True)
    assert facts == Facts("Jan de Wit", "Prof.", "opening van de haven", "Toespraak")
