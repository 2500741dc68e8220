"""Lines that say how the owner of a page is reached: post, telephone, hours, in the forms of many countries."""

import re

# ruff: noqa: E501 - one country a line reads best

_LABELS = re.compile(
    r"^\W*(?:tel(?:efon|efono|éfono)?|tél(?:éphone|écopie)?|fon|fax|móvil|mobil|handy|e-?mail|courriel|correo(?:\s+electrónico)?|mél"
    r"|адрес|телефоны?|тел|факс|эл(?:ектронная)?\.?\s*почта|часы\s+работы|режим\s+работы"
    r"|住所|所在地|電話(?:番号)?|連絡先|問い?合わ?せ先|営業時間|開館時間|주소|전화(?:번호)?|팩스|이메일|메일|대표전화|우편번호|사업자\s?등록번호|대표자"
    r"|服務(?:專線|時間|電話)|客服專線|聯絡(?:電話|地址|信箱)|電子(?:郵件|信箱)|公司地址|营业时间|营业地址|办公(?:地址|时间)|联系电话"
    r"|öffnungszeiten|sprechzeiten|anschrift|adresse|horaires|dirección|horario|opening\s+hours|office\s+hours)"
    r"(?=\s*[.:]?\s*(?:[\d+(〒]|$)|\s*[:])",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\W*(?:\+\d{1,3}|\(?0\d|\(\d{3,5}\)\s?\d)[\d\s()/.\-–]{6,20}(?:\s?(?:доб|ext|内線)\.?\s?\d{1,5})?\W*"
)
_POSTCODE = re.compile(
    r"〒\s?\d{3}-?\d{4}|\(우\)\s?\d{3}-?\d{2,3}|우편번호\s?\d{5}|^(?:(?:D-|F-|E-)?\d{5}|(?:A|CH|L|B)-\d{4})\s[A-ZÀ-Þ][\w.'À-ÿ-]+(?:\s[\w.'()À-ÿ-]+){0,3}$"
    r"|^\d{6},?\s(?:г\.|город|[А-ЯЁ])|^\d{3}(?:\d\d)?\s?[臺台新高桃基嘉宜花屏彰南]\S{1,3}[市縣]|\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}$"
)
_STREET = re.compile(
    r"^[A-ZÄÖÜ][\w.äöüß -]{1,40}(?:straße|strasse|str\.|gasse|weg|platz|allee|ufer|damm|markt|brücke|kai|ring|chaussee)\s\d{1,4}\s?[a-z]?\b"
    r"|^\d{1,4}(?:\s?(?:bis|ter))?,?\s(?:rue|avenue|boulevard|bd|place|quai|allée|impasse|chemin|cours)\s"
    r"|^(?:calle|c/|avda\.?|avenida|plaza|paseo|rúa|carrer)\s.{2,40}\d|\b(?:ул|пр|просп|пер|наб|пл)\.\s?[А-ЯЁ]|\b(?:улица|проспект|набережная)\b.{2,30}\bд?\.?\s?\d"
    r"|^\d{1,5}\s(?:[A-Z][\w.'-]*\s){1,3}(?:Street|St\.?|Road|Rd\.?|Lane|Avenue|Ave\.?|Quay|Square|Drive|Terrace|Row|Wharf)\b"
    r"|^(?:[㐀-鿿]{2,9}[省市區区縣县州]){1,3}[㐀-鿿]{1,12}(?:路|街|道|巷|里)[㐀-鿿]{0,8}\d{1,5}(?:-\d+)?[号號]"
    r"|^\S{2,6}[시도]\s\S{1,6}[시군구]\s(?:\S{1,6}[구읍면]\s)?\S{1,10}[로길동]\s?\d"
    r"|^\S{2,4}[都道府県]\S{1,8}[市区町村]\S{1,16}(?:丁目|番地?|号|\d-\d)",
    re.IGNORECASE,
)
_HOURS = re.compile(r"(?<!\d)\d{1,2}[:.]\d\d\s?(?:Uhr\s)?[–—~-]\s?\d{1,2}[:.]\d\d(?:\s?Uhr)?\W*$")
_SIGN = re.compile(r"[\d.都道府県]")  # an address in one of these forms has at least one of them
_MAIL = re.compile(r"\W*[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+\W*")
_LONGEST = 160


def is_contact_line(text: str) -> bool:
    """Whether a line gives an address, a telephone number or the hours of an office; ``text`` as ``narrow`` gives it.

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
    """Whether a text is an e-mail address or a telephone number and nothing else, as links to them are named.

    >>> is_address_itself("office@ferry.example"), is_address_itself("(343) 200-17-40"), is_address_itself("E-Mail")
    (True, True, False)
    """
    return len(text) <= _LONGEST and bool(_MAIL.fullmatch(text) or _NUMBER.fullmatch(text))
