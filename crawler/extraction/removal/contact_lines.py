"""Recognise lines of contact data: post, telephone, hours, in the forms of many countries."""

import re

from crawler.extraction.text.word_lists import any_of

# ruff: noqa: E501 - one country a line reads best

_LABELS = re.compile(rf"^\W*{any_of('contact', 'labels')}(?=\s*[.:]?\s*(?:[\d+(〒]|$)|\s*[:])", re.IGNORECASE)
_NUMBER = re.compile(
    r"\W*(?:\+\d{1,3}|\(?0\d|\(\d{3,5}\)\s?\d)[\d\s()/.\-–]{6,20}(?:\s?(?:доб|ext|内線)\.?\s?\d{1,5})?\W*"
)
_POSTCODE = re.compile(
    r"〒\s?\d{3}-?\d{4}|\(우\)\s?\d{3}-?\d{2,3}|우편번호\s?\d{5}|^(?:(?:D-|F-|E-)?\d{5}|(?:A|CH|L|B)-\d{4})\s[A-ZÀ-Þ][\w.'À-ÿ-]+(?:\s[\w.'()À-ÿ-]+){0,3}$"
    r"|^\d{6},?\s(?:г\.|город|[А-ЯЁ])|^\d{3}(?:\d\d)?\s?[臺台新高桃基嘉宜花屏彰南]\S{1,3}[市縣]|\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}$"
)
_STREET = re.compile(any_of("contact", "streets"), re.IGNORECASE)
_HOURS = re.compile(r"(?<!\d)\d{1,2}[:.]\d\d\s?(?:Uhr\s)?[–—~-]\s?\d{1,2}[:.]\d\d(?:\s?Uhr)?\W*$")
_SIGN = re.compile(r"[\d.都道府県]")  # an address in one of these forms has at least one of them
_MAIL = re.compile(r"\W*[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+\W*")
_LONGEST = 160


def is_contact_line(text: str) -> bool:
    """Return whether a line gives an address, a telephone number or the hours of an office; ``text`` as ``narrow``
    gives it.

    >>> is_contact_line("Große Elbstraße 9"), is_contact_line("22767 Hamburg"), is_contact_line("Telefon 040 000 77 12")
    (True, True, True)
    >>> is_contact_line("Die Elbstraße ist gesperrt"), is_contact_line("2018 Hamburg hat gewählt")
    (False, False)
    """
    if len(text) > _LONGEST:
        return False
    text = text.strip()
    if _LABELS.match(text):
        return True
    if not _SIGN.search(text):
        return False
    if _NUMBER.fullmatch(text):
        return True
    return bool(_POSTCODE.search(text) or _STREET.search(text) or _HOURS.search(text)) and not text.endswith(
        (".", "。")
    )


def is_address_itself(text: str) -> bool:
    """Return whether a text is an e-mail address or a telephone number and nothing else, as links to them are named.

    >>> is_address_itself("office@ferry.example"), is_address_itself("(343) 200-17-40"), is_address_itself("E-Mail")
    (True, True, False)
    """
    return len(text) <= _LONGEST and bool(_MAIL.fullmatch(text) or _NUMBER.fullmatch(text))
