"""Bytes become the text that somebody wrote, in whatever encoding it was saved."""

from __future__ import annotations

import contextlib
import time
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import TextError
from corpus.encoding import decode

GERMAN = "Der Flu\u00df flie\u00dft durch die Stadt, sagte die B\u00fcrgermeisterin. \u201eFr\u00fcher nicht.\u201c"
RUSSIAN = "Маяк был построен в 1901 году. Его смотрителем был Бруно Фальк."  # noqa: RUF001
JAPANESE = "灯台は1901年に建てられました。灯台守はブルーノでした。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "cp1252"])
def test_a_text_is_the_same_in_every_encoding(encoding: str) -> None:
    assert decode(GERMAN.encode(encoding), source="a.txt") == GERMAN


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("He said \u201cwait\u201d \u2014 and the caf\u00e9 didn\u2019t open until noon.", "cp1252"),
        ("L\u2019\u00e9t\u00e9 dernier, \u00e7a co\u00fbtait d\u00e9j\u00e0 50 \u20ac.", "cp1252"),
        ("\u00bfD\u00f3nde est\u00e1 el ni\u00f1o? El se\u00f1or lleg\u00f3 ma\u00f1ana.", "latin-1"),
        ("Perch\u00e9 \u00e8 cos\u00ec? L\u2019universit\u00e0 non \u00e8 pi\u00f9 l\u00e0.", "cp1252"),
        ("K\u00e4vin eilen kaupassa ja ostin leip\u00e4\u00e4. Hyv\u00e4\u00e4 y\u00f6t\u00e4!", "cp1252"),
        ("na\u00efve", "cp1252"),
        ("\u2022 one item \u2013 two\n\u2022 three", "cp1252"),
        ("Książka leży na półce, a dziewczynka śpi już od godziny w łóżku.", "cp1250"),
        ("Książka leży na półce, a dziewczynka śpi już od godziny w łóżku.", "iso8859-2"),
        ("Şu anda İstanbul'da hava çok güzel, çocuklar bahçede oynuyor. Işık söndü, kapı açıldı.", "cp1254"),  # noqa: RUF001
        ("He said \u201cwait\u201d \u2014 and the caf\u00e9 didn\u2019t open.", "mac_roman"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "cp866"),
        ("Ο φάρος χτίστηκε το 1901. Ο φύλακάς του ήταν ο Γιώργος.", "cp1253"),  # noqa: RUF001
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
        ("灯塔建于1901年。它的看守人是布鲁诺。我们每天都去看海。", "gb18030"),
        ("燈塔建於1901年。它的看守人是布魯諾。我們每天都去看海。", "big5"),
        ("등대는 1901년에 세워졌다. 등대지기는 브루노였다.", "cp949"),
    ],
)
@pytest.mark.parametrize("times", [1, 20])
def test_short_and_long_texts_of_old_come_out_right(text: str, encoding: str, times: int) -> None:
    assert decode("\n".join([text] * times).encode(encoding), source="a.txt") == "\n".join([text] * times)


@pytest.mark.parametrize("byte", range(0x80, 0x100, 7))
def test_one_broken_byte_does_not_spoil_the_accents_of_the_rest(byte: int) -> None:
    content = bytearray(GERMAN.encode())
    content[3] = byte
    text = decode(bytes(content), source="a.txt")
    assert text.endswith(GERMAN[6:])
    assert "\ufffd" in text


def test_old_encodings_are_seen_far_down_the_file() -> None:
    text = "No accent here.\n" * 50_000 + RUSSIAN
    assert decode(text.encode("cp1251"), source="a.txt") == text


@pytest.mark.parametrize(
    "content",
    [
        zlib.compress(b"".join(str(number).encode() for number in range(3000))),
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x10",
        b"PK\x03\x04" + b"some words" * 50,
        b"%PDF-1.4\n1 0 obj",
        bytes(1000),
        b"\xff\xfe" + zlib.compress(GERMAN.encode() * 50) * 9,
    ],
)
def test_what_is_no_text_is_refused_by_name(content: bytes) -> None:
    with pytest.raises(TextError, match=r"photo\.txt: is not text"):
        decode(content, source="photo.txt")


@pytest.mark.parametrize("content", [b"", b"a", b"soft\x00hyphen", b"\x1b[31mred\x1b[0m", b"form\x0cfeed"])
def test_a_stray_control_character_is_still_text(content: bytes) -> None:
    assert decode(content, source="a.txt") == content.decode()


@pytest.mark.parametrize("content", [b"a" * 20_000_000 + b"\xe9", b"\xe9" * 20_000_000, b"\xe9a\n" * 7_000_000])
def test_large_files_take_no_longer_than_their_size(content: bytes) -> None:
    began = time.monotonic()
    decode(content, source="a.txt")
    assert time.monotonic() - began < 20


@given(st.binary(max_size=300))
def test_whatever_the_bytes_they_are_read_or_refused(content: bytes) -> None:
    with contextlib.suppress(TextError):
        decode(content, source="a.txt").encode("utf-8")
