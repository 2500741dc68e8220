"""Bodies are decoded as browsers decode them, and no further than the limit."""

import contextlib
import gzip
import zlib

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import ContentCodingError, ContentTooLarge
from archive.model.page_headers_content_and_charset_names import decode_content

BODY = "<p>产能合作</p>".encode() * 3000
CODED = {
    "gzip": gzip.compress(BODY),
    "x-gzip": gzip.compress(BODY),
    "deflate": zlib.compress(BODY),
    "br": brotli.compress(BODY),
    "zstd": zstandard.compress(BODY),
}


@pytest.mark.parametrize("coding", CODED)
def test_each_coding(coding: str) -> None:
    assert decode_content(CODED[coding], coding.upper(), len(BODY)) == BODY


def test_raw_deflate_and_several_members() -> None:
    assert decode_content(zlib.compress(BODY)[2:-4], "deflate", len(BODY)) == BODY
    assert decode_content(gzip.compress(BODY) + gzip.compress(b"more"), "gzip", len(BODY) + 4) == BODY + b"more"


def test_codings_are_taken_off_from_the_last() -> None:
    assert decode_content(brotli.compress(gzip.compress(BODY)), "gzip, br", len(BODY)) == BODY


@pytest.mark.parametrize("coding", CODED)
def test_a_bomb_stops_at_the_limit(coding: str) -> None:
    with pytest.raises(ContentTooLarge):
        decode_content(CODED[coding], coding, 1000)


@pytest.mark.parametrize("coding", CODED)
def test_a_cut_body_gives_its_beginning(coding: str) -> None:
    text = bytes(range(256)) * 3000
    coded = {"br": brotli.compress, "zstd": zstandard.compress, "deflate": zlib.compress}.get(coding, gzip.compress)(
        text
    )
    decoded = decode_content(coded[: len(coded) * 3 // 4], coding, len(text))
    assert text.startswith(decoded)


def test_a_body_that_was_never_coded_is_taken_as_it_is() -> None:
    assert decode_content(BODY, "gzip", len(BODY)) == BODY
    assert decode_content(BODY, "rot13", len(BODY)) == BODY


def test_rubbish_is_said_to_be_so() -> None:
    with pytest.raises(ContentCodingError):
        decode_content(b"\x00\x01rubbish", "gzip", 100)


@given(st.binary(max_size=300), st.sampled_from(sorted(CODED)))
def test_any_bytes_give_bytes_or_a_named_error(body: bytes, coding: str) -> None:
    with contextlib.suppress(ContentCodingError, ContentTooLarge):
        assert isinstance(decode_content(body, coding, 10_000), bytes)
