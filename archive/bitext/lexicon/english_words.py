"""English words as an aligner compares them: in lower case, without inflection, rare endings off.

The stems are not for reading: they only have to be the same for words that a dictionary's gloss and a translator use
for the same thing (develop, developed, development).
"""

import re
from functools import lru_cache

_WORD = re.compile(r"[A-Za-zÀ-ÖØ-öø-ž]+(?:'[a-z]+)?|\d[\d,.]*")
_VOWEL = re.compile("[aeiouy]")
_IRREGULAR_FORMS = """
    go went gone, say said, see saw seen, come came, take took taken, get got gotten, give gave given, know knew
    known, think thought, tell told, find found, make made, become became, leave left, feel felt, bring brought,
    begin began begun, keep kept, hold held, write wrote written, stand stood, hear heard, mean meant, meet met, run
    ran, pay paid, sit sat, speak spoke spoken, lie lay lain lied lying, lead led, grow grew grown, lose lost, fall
    fell fallen, send sent, build built, understand understood, draw drew drawn, break broke broken, spend spent,
    rise rose risen, drive drove driven, buy bought, wear wore worn, choose chose chosen, eat ate eaten, fight
    fought, catch caught, teach taught, sell sold, sleep slept, throw threw thrown, fly flew flown, sing sang sung,
    ride rode ridden, shake shook shaken, hide hid hidden, bite bit bitten, blow blew blown, drink drank drunk,
    forget forgot forgotten, seek sought, shoot shot, steal stole stolen, strike struck, swear swore sworn, tear
    tore torn, wake woke woken, win won, bear bore borne born, weep wept, sweep swept, creep crept, kneel knelt,
    deal dealt, dig dug, hang hung, spin spun, stick stuck, swing swung, bend bent, lend lent, bind bound, feed fed,
    bleed bled, flee fled, freeze froze frozen, swim swam swum, ring rang rung, shrink shrank shrunk, sink sank
    sunk, spring sprang sprung, light lit, die died dying, tie tied tying, man men, woman women, child children,
    foot feet, tooth teeth, mouse mice, life lives, wife wives, knife knives, leaf leaves, thief thieves, half
    halves, shelf shelves, self selves, person people, good better best, bad worse worst
"""
_IRREGULAR = {form: row.split()[0] for row in _IRREGULAR_FORMS.split(",") for form in row.split()[1:]}
_DERIVED = ("ation", "ment", "ness", "ly", "ion", "er", "ful", "al", "ity", "ive", "ous", "able")
_HISSING = ("sses", "shes", "ches", "xes")

_GLUE_AS_TEXT = """
    a an the of to in on at for with by from as and or but not no be is are was were been being am it its that this
    these those he she they we you i his her their our your my him them us me who which what sb sth etc one's one
    oneself lit fig also variant see old up out so do does did has have had will would can could may there if then
    than about into over after before some any all more very when how
    """
GLUE = frozenset(_GLUE_AS_TEXT.split())
"""Words that hold English together: in a gloss they stand for nothing, unless they are all of it."""

_PRONOUNS = frozenset(("i", "he", "she", "we", "you", "me", "him", "her", "them", "they", "not", "no"))


def words(text: str) -> list[str]:
    """The words and figures of a text as written, in order.

    >>> words("China’s trade grew 4.5% to 1,200.")
    ["China's", 'trade', 'grew', '4.5', 'to', '1,200.']
    """
    return _WORD.findall(text.replace("’", "'"))


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """What is left of a word without inflection and ending; figures lose their commas.

    >>> [stem(word) for word in ("Developments", "developed", "children's", "carries", "1,200.")]
    ['develop', 'develop', 'child', 'carri', '1200']
    """
    if word[:1].isdigit():
        return word.replace(",", "").rstrip(".")
    plain = word.lower().removesuffix("'s")
    plain = _IRREGULAR.get(plain, plain)
    return plain if len(plain) < 4 else _without_end(_without_ending(_without_plural(plain)))


def _without_plural(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(_HISSING):
        return word[:-2]
    return word[:-1] if word.endswith("s") and word[-2] not in "sui" else word


def _without_ending(word: str) -> str:
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and _VOWEL.search(word[: -len(ending)]):
            word = word[: -len(ending)]
            word = word[:-1] if word[-1] == word[-2] and word[-1] not in "lsz" else word
            break
    for ending in _DERIVED:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def _without_end(word: str) -> str:
    if word.endswith("e") and len(word) > 3:
        word = word[:-1]
    return word[:-1] + "i" if word.endswith("y") and len(word) > 3 else word


WEAK = frozenset(stem(word) for word in GLUE - _PRONOUNS)
"""Stems that seldom answer to a word of the other language."""

_COMMON_AS_TEXT = """
    time year people way day man thing woman life child world school state family student group country problem hand
    part place case week company system program work government number night point home water room mother area money
    story fact month lot right study book eye job word business issue side kind head house service friend father power
    hour game line end member law car city community name president team minute idea body information back parent face
    other level office door health person art war history party result change morning reason research girl moment air
    teacher force education say get make go know take see come think look want give use find tell ask work seem feel
    try leave call put mean keep let begin help show hear play run move live believe hold bring happen write provide
    sit stand lose pay meet include continue set learn lead understand watch follow stop create speak read allow add
    spend grow open walk win offer remember love consider appear buy wait serve die send expect build stay fall cut
    reach kill remain good new first last long great little own old big high different small large next early young
    important few public bad same able two three one four five six seven eight nine ten hundred thousand million much
    many every now just only still again never always today country development economy international also should must
    need more most well even here there where why how because while through between under against during without
    before after since until
    """
COMMON = frozenset(stem(word) for word in _COMMON_AS_TEXT.split()) - WEAK
"""Stems of the commonest words that tell something."""
