"""The rules by which titles of speeches, and lines like them, are read in each language.

A rule is a pattern for a whole line or part, and settings. The groups of the pattern say what they hold:

- ``who``: a person to be read; ``said``: a person and perhaps an occasion after it
- ``name``, ``role``, ``office``, ``own_office``: as they stand
- ``at``: an occasion with the word before it; ``occasion``, ``attended``: one without;
  ``event``: one that must name an event
- ``form``: the form; ``then``: the rest of the line, to be read further

The settings:

- ``person``: the ways of reading ``who`` or ``said`` (see ``_PERSONS``), of which one must read a person
- ``spoken``: the rule is for titles whose text is known to be a speech
- ``last``: the rule is tried when all else is
- ``news``: the rule holds for titles that the pattern ``news`` finds, even where the text is no speech;
  ``quiet``: the rule never holds for those
- ``asked_nowhere``: interviews have no occasion
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Any, NamedTuple

from crawler.extraction.language.scripts_and_chinese_characters import to_simplified
from crawler.extraction.speech import english_persons, persons
from crawler.extraction.speech.languages import Language, language
from crawler.extraction.speech.occasion_and_day import read_event
from crawler.extraction.speech.persons import Person, as_written

_FORM = "{form}"
"""The place of the forms of its language in a rule or in the patterns of forms; a line that holds has one of them."""


class Facts(NamedTuple):
    """The facts of a speech that one title line gives; None for what it does not say. ``form`` is in the line's own
    words.
    """

    speaker: str | None
    role: str | None
    occasion: str | None
    form: str | None


NOTHING = Facts(None, None, None, None)


@dataclass(frozen=True)
class _Rule:
    """A rule for titles of speeches, as a language's data file has it."""

    own: Language
    text: str
    person: tuple[str, ...] = ()
    spoken: bool = False
    last: bool = False
    news: bool = False
    quiet: bool = False
    asked_nowhere: bool = False

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(self.own.expanded(self.text))

    @property
    def has_form(self) -> bool:
        """Whether a line must name a form of speech for the rule to hold."""
        return _FORM in self.text


_PERSONS: Mapping[str, Mapping[str, Callable[[str], Person | None]]] = {
    "en": {"any": english_persons.first_person, "sure": english_persons.sure_person,
           "asked": english_persons.person_asked, "office": english_persons.office_of},
    "zh": {"any": persons.chinese_person_or_role, "name": persons.chinese_person_in,
           "asked": persons.chinese_person_asked},
    "latin": {"any": persons.european_person, "name": persons.european_name, "office": persons.european_office},
}  # fmt: skip
"""The ways of reading a person; in other languages persons are read by the patterns of the data file."""
_SPLITTERS: Mapping[str, Callable[[str, Language], Iterable[tuple[str, str | None]]]] = {
    "en": lambda said, own: [english_persons.split_occasion(said)],
    "zh": lambda said, own: persons.chinese_splits(said),
    "ko": lambda said, own: persons.korean_splits(said),
    "latin": persons.european_splits,
}
"""How a language divides who spoke from the occasion, in the order in which the divisions are tried."""


class TitleReader:
    """The reader of titles of speeches in one language, by the rules of its data file."""

    def __init__(self, *codes: str) -> None:
        self.own = language(*codes)
        self.kind = self.own.entry("like", codes[0])
        self.simplified = self.own.entry("simplified", False)
        self.frame = self.own.entry("frame", " ")
        self.views: tuple[str, ...] = tuple(self.own.entry("views", ()))
        self._rules_for = cache(self._chosen)
        self.by_rules = lru_cache(maxsize=64)(self._by_rules)
        """Returns what the first rule says that holds for a line as a whole; several views ask it of one line."""
        self.rules = [self._rule(entry) for entry in self.own.entry("titles", ())]
        self.press_rules = [self._rule(entry) for entry in self.own.entry("press_titles", ())]

    @cached_property
    def _any_form(self) -> re.Pattern[str]:
        return re.compile(self.own.expanded(_FORM), re.IGNORECASE)

    def read_press(self, line: str) -> Facts | None:
        """Return who answered, as a title of questions and answers to the press says it."""
        return self._first(self.press_rules, line, spoken=True)

    def form(self, line: str) -> str | None:
        """Return the form of speech ('address', '讲话'), when a title line or a part of it is nothing else."""
        plain, alone = self.plain(line), self.own.pattern("form_alone")
        bare = self.bare(plain)
        if not self._any_form.search(bare):
            return None
        found = next(filter(None, map(alone.fullmatch, (bare, *self.parts(bare)))), None)
        lines = (one.fullmatch(bare) for one in self.own.patterns("forms_of_lines"))
        found = found or next(filter(None, lines), None)
        return self.as_written(self._form(found), plain, line) if found else None

    def form_before(self, part: str, spoken: bool) -> str | None:
        """Return the form of speech that the first part of a title line names, before a person."""
        if not self.own.has("form_first"):
            return self.form(part)
        found = self.own.pattern("form_first").fullmatch(part) if spoken else None
        return found["form"] if found else None

    def press_form(self, line: str) -> str | None:
        """Return the form that a title of questions and answers to the press names, in one language."""
        plain = self.plain(line)
        found = self.own.pattern("press_title").fullmatch(self.bare(plain))
        return self.as_written(self._form(found), plain, line) if found else None

    def occasion(self, line: str) -> str | None:
        """Return the occasion of a speech, when the title line is nothing else."""
        plain = self.plain(line)
        found = self.own.pattern("occasion_line").fullmatch(self._unframed(plain))
        return self.as_written(self._clean(found["occasion"], ""), plain, line) if found else None

    def plain(self, line: str) -> str:
        """Convert a title line of a speech to the writing that the language's rules are for: simplified Chinese, or
        as it is.
        """
        return to_simplified(line) if self.simplified else line

    def as_written(self, part: str | None, plain: str, line: str) -> str | None:
        """Return a part of a converted title line as the line itself writes it."""
        return as_written(part, plain, line) if self.simplified else part

    def bare(self, line: str) -> str:
        """Return a title line of a speech without marks such as '(Full Text)', and without what stands around it."""
        line = self._unframed(line)
        for mark in self.own.patterns("marks"):
            line = self._unframed(mark.sub("", line, count=1))
        return line

    def parts(self, line: str) -> list[str]:
        """Split a title line of a speech at its dashes and colons."""
        return [self._unframed(part) for part in self.own.pattern("part_mark").split(line)]

    def person(self, way: str, who: str, form: str = "") -> Person | None:
        """Read the speaker in a part of a title line in one of the rule's ways, unless it is an event."""
        if self.kind not in _PERSONS:
            return persons.person_by_pattern(who, self.own)
        read = _PERSONS[self.kind].get(way)
        written = way == "office" and self.own.pattern("written_form").search(form)
        return None if not read or written or (way == "name" and read_event(who)) else read(who)

    def _by_rules(self, line: str, spoken: bool, last: bool = False) -> Facts | None:
        news = bool(self.own.pattern("news").search(line))
        return self._first(self._rules_for(spoken, last, news), line, spoken)

    def _chosen(self, spoken: bool, last: bool, news: bool) -> list[_Rule]:
        rules = (rule for rule in self.rules if rule.last == last and (spoken or not rule.spoken))
        return [rule for rule in rules if not news or (not rule.quiet and (spoken or rule.news))]

    def _first(self, rules: Iterable[_Rule], line: str, spoken: bool) -> Facts | None:
        formed = self._any_form.search(line) is not None
        tried = (rule for rule in rules if formed or not rule.has_form)
        found = ((rule, rule.pattern.fullmatch(line)) for rule in tried)
        return next(filter(None, (self._facts(rule, groups, spoken) for rule, groups in found if groups)), None)

    def _facts(self, rule: _Rule, found: re.Match[str], spoken: bool) -> Facts | None:
        groups = {name: text for name, text in found.groupdict().items() if text is not None}
        form = self._form(found) if "form" in groups else None
        if "then" in groups:
            return self._facts_further(groups, spoken)
        if "event" in groups:
            event = read_event(groups["event"])
            return Facts(None, None, event, form) if event else None
        for who, where in self._divided(groups):
            for way in rule.person:
                if person := self.person(way, who, form or ""):
                    return Facts(*person, self._occasion(rule, {**groups, **where}, form or ""), form)
            if not rule.person and where:
                return Facts(None, None, self._occasion(rule, where, form or ""), form)
        if "said" in groups or ("who" in groups and "nobody" not in rule.person):
            return None
        role = groups.get("role") or groups.get("office")
        return Facts(groups.get("name"), role, self._occasion(rule, groups, form or ""), form)

    def _facts_further(self, groups: Mapping[str, str], spoken: bool) -> Facts | None:
        """Return the facts in the rest of a title line whose beginning names the speaker."""
        facts = self.by_rules(groups["then"], spoken) or NOTHING._replace(form=self.form(groups["then"]))
        role = groups.get("own_office") or groups.get("role")
        return facts._replace(speaker=groups["name"], role=role) if facts != NOTHING else None

    def _divided(self, groups: Mapping[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
        """Yield who may have spoken by a title line, with the occasion where that stands behind the person."""
        if "who" in groups:
            yield groups["who"], {}
        if "said" in groups:
            for who, where in _SPLITTERS[self.kind](groups["said"], self.own):
                yield who, {"occasion": where} if where else {}

    def _occasion(self, rule: _Rule, groups: Mapping[str, str], form: str) -> str | None:
        """Return the occasion in a title line; of an interview none where the rule says so."""
        asked = rule.asked_nowhere and self.own.pattern("asked_form").search(form)
        phrase = self.own.pattern("before_occasion").fullmatch(groups.get("at", ""))
        to_all = self.own.pattern("to_all").fullmatch(groups.get("at", ""))
        texts = [] if asked else [phrase["occasion"] if phrase and not to_all else "", groups.get("occasion", "")]
        return next(filter(None, (self._clean(text, form) for text in (*texts, groups.get("attended", "")))), None)

    def _clean(self, occasion: str, form: str) -> str | None:
        """Return an occasion without a particle behind it; None for hearers, and for whom a form praises."""
        if self.own.pattern("hearers").fullmatch(occasion):
            return None
        if self.own.pattern("praise").match(form) and self.own.pattern("name_at_end").search(occasion):
            return None
        occasion = self.own.pattern("particle").sub("", occasion)
        return english_persons.clean_occasion(occasion) if self.kind == "en" else occasion

    def _form(self, found: re.Match[str]) -> str:
        return " ".join(found["form"].lower().split()) if self.kind == "en" else found["form"]

    def _rule(self, entry: Mapping[str, Any]) -> _Rule:
        settings = {name: value for name, value in entry.items() if name not in ("pattern", "person")}
        return _Rule(self.own, entry["pattern"], tuple(entry.get("person", ())), **settings)

    def _unframed(self, part: str) -> str:
        return part.strip(self.frame)
