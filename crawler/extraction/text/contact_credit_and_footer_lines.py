"""Contact data, page footers and credits recognised: addresses, telephone numbers, owners, makers and registration
numbers; who edited an article.

A line of a footer that says several of these is split into parts, each with a reason for leaving it out.
"""

import re
from collections.abc import Iterator

from archive.model.document import Reason
from crawler.extraction.text.text_blocks_normalisation_and_links import cached_if_short
from crawler.extraction.text.word_lists_and_patterns import any_of, lazy_pattern

_LINE = 120  # characters

COPYRIGHT = lazy_pattern(any_of("page", "copyright"), re.IGNORECASE)
_RIGHTS_SIGNS = ("©", "copyright", "版权", "版權", "(c)", "ⓒ", "reserved", "著作", "保留")  # one of them is in each
ICP = lazy_pattern(any_of("page", "icp number"), re.IGNORECASE)
PUBLIC_SECURITY = lazy_pattern(any_of("page", "public security number"), re.IGNORECASE)
TECHNICAL_SUPPORT = lazy_pattern(any_of("page", "technical support"), re.IGNORECASE)
HOST = lazy_pattern(r"(?:主\s?[办辦]|承\s?[办辦])(?:单位|單位)")
"""Who is answerable for a site of a public body, as its foot says it."""

CONTACT = lazy_pattern(any_of("page", "contact line"), re.IGNORECASE)
_CONTACT_SIGN = lazy_pattern(r"[:\d+(@]")

_MAKER = lazy_pattern(any_of("page", "maker line"), re.IGNORECASE)
_OWNER = lazy_pattern(any_of("page", "owner line"), re.IGNORECASE)
_FOOTER_LINE = 240  # characters
_FOOT: tuple[tuple[re.Pattern[str], Reason], ...] = (
    (PUBLIC_SECURITY, "public-security"),
    (ICP, "icp"),
    (TECHNICAL_SUPPORT, "technical-support"),
    (COPYRIGHT, "copyright"),
    (HOST, "copyright"),
)
_FOOT_HINT = lazy_pattern(any_of("page", "hints of a foot"))

_CREDIT = lazy_pattern(rf"^\W*(?:纠错\W+)?{any_of('byline', 'credit')}\s*[:/|]", re.IGNORECASE)


@cached_if_short(_LINE, 8192)
def names_contact(text: str) -> bool:
    """Return whether a line, as ``narrow`` gives it, has contact data: how somebody is reached.

    >>> names_contact("Tel: 020"), names_contact("Contact us"), names_contact("The contact was lost")
    (True, True, False)
    """
    found = CONTACT.search(text) if _CONTACT_SIGN.search(text) else CONTACT.match(text)
    return found is not None


def count_contacts(text: str) -> int:
    """Count how often a line, as ``narrow`` gives it, has contact data."""
    return len(CONTACT.findall(text)) if _CONTACT_SIGN.search(text) else int(names_contact(text))


def names_registration(text: str) -> bool:
    """Return whether a line names the number under which a site is registered in China (ICP).

    >>> names_registration("苏ICP备2020041177号"), names_registration("ICP")
    (True, False)
    """
    lowered = text.lower()
    return ("icp" in lowered or "b2" in lowered or "标识码" in lowered) and bool(ICP.search(text))


def is_footer(text: str) -> bool:
    """Return whether a line is of a page's footer: who owns it, where it is registered, who made it.

    >>> is_footer("© 2021 Crossriver. All rights reserved."), is_footer("版权所有,翻印必究,这八个字人人见过。")
    (True, False)
    """
    if text.endswith(("。", "!", "?")):
        return False
    if PUBLIC_SECURITY.search(text) or names_registration(text):
        return True
    if TECHNICAL_SUPPORT.match(text) or HOST.match(text):
        return len(text) < 80 and bool(_MAKER.match(text))
    return names_owner(text) and bool(_OWNER.search(text))


def names_owner(text: str) -> bool:
    """Return whether a line says who has the copyright.

    >>> names_owner("(c) 2021 Crossriver"), names_owner("版权归渡口社所有"), names_owner("The copyright was sold.")
    (True, True, False)
    """
    lowered = text.lower()
    return any(sign in lowered for sign in _RIGHTS_SIGNS) and bool(COPYRIGHT.search(text))


_CONTACT_LABELS = lazy_pattern(any_of("contact", "label line"), re.IGNORECASE)
_TELEPHONE = lazy_pattern(any_of("contact", "telephone"))
_POSTCODE = lazy_pattern(any_of("contact", "postcodes"))
_STREET = lazy_pattern(any_of("contact", "streets"), re.IGNORECASE)
_OFFICE_HOURS = lazy_pattern(r"(?<!\d)\d{1,2}[:.]\d\d\s?(?:Uhr\s)?[–—~-]\s?\d{1,2}[:.]\d\d(?:\s?Uhr)?\W*$")
_ADDRESS_SIGN = lazy_pattern(r"[\d.都道府県]")  # an address in one of these forms has at least one of them
_MAIL = lazy_pattern(r"\W*[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+\W*")
_LONGEST_CONTACT = 160


def is_contact_line(text: str) -> bool:
    """Return whether a line gives an address, a telephone number or the hours of an office; ``text`` as ``narrow``
    gives it.

    >>> is_contact_line("Große Elbstraße 9"), is_contact_line("22767 Hamburg"), is_contact_line("Fon 040 000 77 12")
    (True, True, True)
    >>> is_contact_line("Die Elbstraße ist gesperrt"), is_contact_line("2018 Hamburg hat gewählt")
    (False, False)
    """
    if len(text) > _LONGEST_CONTACT:
        return False
    text = text.strip()
    if _CONTACT_LABELS.match(text):
        return True
    if not _ADDRESS_SIGN.search(text):
        return False
    if _TELEPHONE.fullmatch(text):
        return True
    return bool(_POSTCODE.search(text) or _STREET.search(text) or _OFFICE_HOURS.search(text)) and not text.endswith(
        (".", "。")
    )


@cached_if_short(_LONGEST_CONTACT, 8192)
def is_address_itself(text: str) -> bool:
    """Return whether a text is only an e-mail address or a telephone number, as links to them are named.

    >>> is_address_itself("office@ferry.example"), is_address_itself("(343) 200-17-40"), is_address_itself("E-Mail")
    (True, True, False)
    """
    return len(text) <= _LONGEST_CONTACT and bool(_MAIL.fullmatch(text) or _TELEPHONE.fullmatch(text))


@cached_if_short(_FOOTER_LINE, 8192)  # menus and foot say the same on every page of a site
def footer_reason(text: str) -> Reason | None:
    """Return the reason for leaving out a line of up to 240 characters that has words of a page's footer, or None."""
    if not _FOOT_HINT.search(text):
        return None
    return next((reason for pattern, reason in _FOOT if pattern.search(text)), None)


def may_be_footer(text: str) -> bool:
    """Return whether a line may have parts of a page's foot in it: a quick look before ``split_footer``."""
    return bool(footer_reason(text) if len(text) <= _FOOTER_LINE else _FOOT_HINT.search(text))


def split_footer(text: str) -> Iterator[tuple[Reason | None, int, int]]:
    """Split a line of a page's footer into parts with a reason of their own; None where the line's reason applies.

    >>> line = "某某公司 版权所有 技术支持:南湖网络 苏ICP备2020041177号"
    >>> [(reason, line[start:end].strip()) for reason, start, end in split_footer(line)]
    [('copyright', '某某公司 版权所有'), ('technical-support', '技术支持:南湖网络'), ('icp', '苏ICP备2020041177号')]
    """
    marks = sorted(_marks(text)) if may_be_footer(text) else []
    at = 0
    for n, (start, end, reason) in enumerate(marks):
        if start < at:
            continue
        limit = next((first for first, _, _ in marks[n + 1 :] if first > start), len(text))
        if reason == "copyright":
            start, end = at, limit
        elif reason == "technical-support":
            end = limit
        if start > at:
            yield (None, at, start)
        yield (reason, start, end)
        at = end
    if at < len(text):
        yield (None, at, len(text))


def _marks(text: str) -> list[tuple[int, int, Reason]]:
    """Find the words that mark a line of a page's footer; a statement of the owner counts once."""
    found: list[tuple[int, int, Reason]] = []
    for pattern, reason in _FOOT:
        for mark in pattern.finditer(text):
            if reason == "copyright" and any(kind == "copyright" for *_, kind in found):
                break
            if not any(start <= mark.start() < end for start, end, _ in found):
                found.append((mark.start(), mark.end(), reason))
    return found


def is_credit(text: str) -> bool:
    """Return whether a line begins as credits under an article do: who edited it, where it is from.

    >>> is_credit("(责任编辑:小周)"), is_credit("编辑们都来了")
    (True, False)
    """
    return bool(_CREDIT.match(text))
