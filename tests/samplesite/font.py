"""A font made in code: letters and digits are bars of their own heights, so that a page shows that it came."""

import struct

_UNITS = 1000
_WIDTH = 600
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def truetype(family: str) -> bytes:
    """A TrueType font of that name (OpenType 1.9: the tables that browsers ask of one with glyf outlines)."""
    glyphs = [_bar(700), *(_bar(200 + 20 * number) for number in range(len(_LETTERS)))]
    offsets = [sum(map(len, glyphs[:number])) for number in range(len(glyphs) + 1)]
    tables = {
        b"OS/2": _os2(),
        b"cmap": _cmap(),
        b"glyf": b"".join(glyphs),
        b"head": _head(),
        b"hhea": struct.pack(
            ">IhhhHhhhhhhhhhhhH", 0x10000, 900, -100, 0, _WIDTH, 0, 0, 500, 1, *[0] * 7, len(glyphs)
        ),
        b"hmtx": struct.pack(">Hh", _WIDTH, 50) * len(glyphs),
        b"loca": struct.pack(f">{len(offsets)}I", *offsets),
        b"maxp": struct.pack(">I14H", 0x10000, len(glyphs), 4, 1, 0, 0, 1, *[0] * 8),
        b"name": _names(family),
        b"post": struct.pack(">IihhIIIII", 0x30000, 0, -100, 50, 1, 0, 0, 0, 0),
    }
    return _assembled(tables)


def _bar(height: int) -> bytes:
    """A glyph of one rectangle, padded to four bytes."""
    points = ((50, 0), (0, height), (500, 0), (0, -height))
    head = struct.pack(">hhhhh", 1, 50, 0, 550, height)
    body = struct.pack(">HH", 3, 0) + bytes([1] * 4)
    return _padded(head + body + b"".join(struct.pack(">h", point[axis]) for axis in (0, 1) for point in points))


def _head() -> bytes:
    return struct.pack(
        ">IIIIHHqqhhhhHHhhh",
        0x10000, 0x10000, 0, 0x5F0F3CF5, 3, _UNITS, 0, 0, 0, 0, 550, 900, 0, 8, 2, 1, 0,
    )  # fmt: skip


def _os2() -> bytes:
    start = struct.pack(">HhHHH", 4, _WIDTH, 400, 5, 0) + struct.pack(">10h", *[100] * 10) + struct.pack(">h", 0)
    middle = bytes(10) + struct.pack(">IIII", 1, 0, 0, 0) + b"TEST" + struct.pack(">HHH", 0x40, 0x30, 0x5A)
    return start + middle + struct.pack(">hhhHHIIhhHHH", 900, -100, 0, 900, 100, 1, 0, 500, 700, 0, 0x20, 1)


def _cmap() -> bytes:
    """Format 4: the digits and the capital letters, a segment each, and the last that ends the table."""
    segments = ((0x30, 0x39, 1 - 0x30), (0x41, 0x5A, 11 - 0x41), (0xFFFF, 0xFFFF, 1))
    ends, starts, deltas = (b"".join(struct.pack(">H", s[n] & 0xFFFF) for s in segments) for n in (1, 0, 2))
    table = struct.pack(">HHHH", 6, 4, 1, 2) + ends + b"\0\0" + starts + deltas + bytes(6)
    table = struct.pack(">HHH", 4, len(table) + 6, 0) + table
    return struct.pack(">HHHHI", 0, 1, 3, 1, 12) + table


def _names(family: str) -> bytes:
    texts = {1: family, 2: "Regular", 4: family, 6: family.replace(" ", "")}
    strings = b"".join(text.encode("utf-16-be") for text in texts.values())
    records, at = b"", 0
    for number, text in texts.items():
        length = len(text.encode("utf-16-be"))
        records += struct.pack(">HHHHHH", 3, 1, 0x409, number, length, at)
        at += length
    return struct.pack(">HHH", 0, len(texts), 6 + len(records)) + records + strings


def _assembled(tables: dict[bytes, bytes]) -> bytes:
    at = 12 + 16 * len(tables)
    directory, body = b"", b""
    for tag, table in sorted(tables.items()):
        directory += tag + struct.pack(">III", _checksum(table), at + len(body), len(table))
        body += _padded(table)
    font = struct.pack(">IHHHH", 0x10000, len(tables), 128, 3, 16 * len(tables) - 128) + directory + body
    head = font.index(b"head") + 8
    place = struct.unpack(">I", font[head : head + 4])[0] + 8
    adjusted = struct.pack(">I", (0xB1B0AFBA - _checksum(font)) & 0xFFFFFFFF)
    return font[:place] + adjusted + font[place + 4 :]


def _checksum(table: bytes) -> int:
    words = _padded(table)
    total: int = sum(struct.unpack(f">{len(words) // 4}I", words))
    return total & 0xFFFFFFFF


def _padded(table: bytes) -> bytes:
    return table + bytes(-len(table) % 4)
