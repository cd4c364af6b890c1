"""Bytes as text, whatever the encoding."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Sequence

from corpus.errors import TextError

SAMPLE_BYTES = 50_000
"""Bytes from which a legacy encoding is guessed: lines that hold more than ASCII."""
CONTROL_SHARE = 0.02
"""Share of control characters from which on a content is no text."""
LINE_BYTES = 2_000
"""Bytes before and after the first such byte that are taken of a line."""
WESTERN_LEAD = 0.08
"""Mess (a measure of charset-normalizer) by which another encoding has to be tidier to be taken before Windows-1252."""
WRONG_SHARE = 0.2
"""Share of signs within a word, out of all that is not ASCII, from which on a text is not Windows-1252."""

_MARKS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16.
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WIDE = ("utf-8-sig", "utf-32", "utf-16", "utf-16-be", "utf-16-le")
_SIGNATURES = (b"%PDF-", b"PK\x03\x04", b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"\xd0\xcf\x11\xe0", b"\x1f\x8b\x08")
_SPACES = "\t\n\v\f\r\x1a\x1b"
_CONTROLS = bytes({*range(0x20), 0x7F} - set(_SPACES.encode()))
_NO_TEXT = ("Cc", "Cn", "Co", "Cs")
_ALPHABETS = (
    *("cp1251", "koi8_r", "cp866", "iso8859_5", "cp1253", "cp1255", "cp1256", "cp874"),
    *("cp932", "euc_jp", "gb18030", "big5", "cp949"),
)
_LATIN = ("cp1250", "iso8859_2", "cp1254")
_OLD_LATIN = ("cp850", "mac_roman")
_HIGH = re.compile(rb"[\x80-\xff]")
_SMALL = "a-z\u00df-\u00ff"
_SIGNS = "\u0080-\u00b6\u00b8-\u00bf\u0192\u02c6\u02dc\u201a\u201e\u2020-\u2022\u2030-\u203a\ufffd"
_NEVER_FIRST = "\u00a6\u00a8\u00ac\u00af\u00b1-\u00b4\u00b6\u00b8\u00b9\u00bc-\u00be"
_WRONG_IN_WESTERN = re.compile(  # Capital letters and signs within a word, signs that begin none.
    f"(?<=[{_SMALL}])(?:[\u00c0-\u00de\u0160\u0152\u017d\u0178]|[{_SIGNS}](?=[{_SMALL}{_SIGNS}]))|[{_NEVER_FIRST}](?=[{_SMALL}])"
)


def decode(content: bytes, *, source: str) -> str:
    """Return the text that ``content`` stands for; what cannot be a character becomes U+FFFD.

    Raises:
        TextError: it is no text but an image, an archive or the like.
    """
    encoding = encoding_of(content, source=source)
    text = content.decode(encoding, "replace")
    return _checked(text, source) if encoding in _WIDE else text


def encoding_of(content: bytes, *, source: str) -> str:
    """Return the name of the encoding of a text, as Python calls it.

    Byte-order marks come first, then UTF-8, then UTF-16 without a mark; otherwise the encoding is guessed. UTF-8 may
    have a few broken bytes.

    Raises:
        TextError: it is no text but an image, an archive or the like.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return encoding
    wide = _wide_encoding(content)
    if wide is not None:
        return wide
    controls = len(content) - len(content.translate(None, _CONTROLS))
    if content.startswith(_SIGNATURES) or controls > max(2, CONTROL_SHARE * len(content)):
        raise _no_text(source)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "utf-8" if _is_damaged(content, content.decode("utf-8", "replace")) else _guess(content)
    return "utf-8"


def _wide_encoding(content: bytes) -> str | None:
    """Return which UTF-16 it is where every other byte of the beginning is mostly NUL."""
    sample = content[:SAMPLE_BYTES]
    high, low = sample[0::2].count(0), sample[1::2].count(0)
    if len(sample) < 4 or max(high, low) < len(sample) / 4 or min(high, low) > max(high, low) / 20:
        return None
    return "utf-16-be" if high > low else "utf-16-le"


def _checked(text: str, source: str) -> str:
    """Return the text of UTF-16 or UTF-32 unless it is mostly what no text holds."""
    sample = text[:SAMPLE_BYTES]
    strange = sum(character not in _SPACES and unicodedata.category(character) in _NO_TEXT for character in sample)
    if strange + sample.count("\ufffd") > max(2, CONTROL_SHARE * len(sample)):
        raise _no_text(source)
    return text


def _is_damaged(content: bytes, text: str) -> bool:
    """Tell whether it is UTF-8 with a few broken bytes: right characters beyond ASCII are no fewer than wrong ones."""
    meant = content.count("\ufffd".encode())
    broken = text.count("\ufffd") - meant
    right = len(text) - len(text.encode("ascii", "ignore")) - broken
    return right >= broken


def _guess(content: bytes) -> str:
    """Return the legacy encoding that fits best.

    Guessing is unsure in a text with a few accents; there it is Windows-1252, by far the most frequent.
    """
    sample = b"\n".join(_high_lines(content))
    high = len(sample) - len(sample.translate(None, bytes(range(0x80, 0x100))))
    if sum(sample.count(letter) for letter in b"abcdefghijklmnopqrstuvwxyz") <= high:
        return min(_mess(sample, _ALPHABETS))[-1]
    if len(_WRONG_IN_WESTERN.findall(sample.decode("cp1252", "replace"))) > WRONG_SHARE * high:
        return min(_mess(sample, (*_LATIN, *_OLD_LATIN, *_ALPHABETS)))[-1]
    best = min(_mess(sample, (*_LATIN, *_ALPHABETS)))
    western = min(_mess(sample, ("cp1252",)))
    return best[-1] if best[0] + WESTERN_LEAD < western[0] else "cp1252"


def _mess(sample: bytes, encodings: Sequence[str]) -> list[tuple[float, float, str]]:
    """Return for each encoding how messy the text would be, how little it looks like a language, and its name."""
    from charset_normalizer import from_bytes

    found: list[tuple[float, float, str]] = [(1.0, 0.0, "cp1252")]
    for encoding in encodings:  # One at a time: charset-normalizer passes over what resembles one that failed.
        for match in from_bytes(sample, cp_isolation=[encoding]):
            found.append((match.chaos, -match.coherence, encoding))
    return found


def _high_lines(content: bytes) -> list[bytes]:
    """Return the first lines that hold more than ASCII, up to ``SAMPLE_BYTES``."""
    lines: list[bytes] = []
    size = position = 0
    while size < SAMPLE_BYTES and (found := _HIGH.search(content, position)) is not None:
        start = max(content.rfind(b"\n", position, found.start()) + 1, position, found.start() - LINE_BYTES)
        end = content.find(b"\n", found.start(), found.start() + LINE_BYTES)
        position = found.start() + LINE_BYTES if end < 0 else end
        lines.append(content[start:position])
        size += position - start
    return lines


def _no_text(source: str) -> TextError:
    return TextError(f"{source}: is not text but something like an image, an archive or a program. Convert it to text.")
