"""Mails, mailboxes and web pages that were saved with all that belongs to them (.eml, .mbox, .mht) as a document."""

from __future__ import annotations

import contextlib
import itertools
import re
from dataclasses import replace
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parsedate_to_datetime

from corpus.blocks import document_of_blocks
from corpus.cleaning import clean, title_from
from corpus.encoding import decode
from corpus.errors import TextError
from corpus.letters import Letter, blocks_of_letters, letter_of, letters_in
from corpus.limits import Limits
from corpus.plain_text import blocks_of_text
from corpus.types import Document
from corpus.web_page import blocks_of_part, read_web_page

MOST_PARTS = 1_000
"""Parts of a mail that are looked at."""

_FIELDS = ("From", "To", "Cc", "Date", "Subject")
_LETTER = re.compile(rb"(?:\A|\r?\n\r?\n)From [^\r\n]*\d{4}[^\r\n]*\r?\n(?=[\w-]+:)")
"""The line that begins each letter of a mailbox."""
_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September", "October"),
    *("November", "December"),
)


def read_mail(content: bytes, *, source: str, collection: str = "text", limits: Limits | None = None) -> Document:  # noqa: ARG001
    """Return the mail (.eml) or the mailbox (.mbox) ``content`` as a document: who wrote what to whom, and when.

    A subject is a heading, the head of each letter a line, and who wrote it speaks its words; what it quotes is told
    once. Of the parts of a letter its text is read, else its page; what is attached is not, and a warning says so.

    Raises:
        TextError: there is no mail in it, or no word.
    """
    letters: list[Letter] = []
    attached = broken = 0
    raws = _letters(content)
    for raw in raws:
        message = message_from_bytes(raw)
        head = letter_of({name: told for name in _FIELDS if (told := _told(message, name))})
        try:
            words, more = _words(message, source)
        except TextError:
            if len(raws) == 1:
                raise
            broken += 1
            continue
        attached += more
        letters += letters_in(words, head) if head.head else []
    if not letters:
        raise TextError(f"{source}: is no mail, which begins with lines such as 'From: Ada <ada@example.org>'.")
    document = document_of_blocks(
        blocks_of_letters(letters, blocks_of_text), source=source, title=title_from(source), collection=collection
    )
    warnings = list(document.warnings)
    if attached:
        warnings.append(
            f"{source}: {attached} attached files were not read. Save them to read them as texts of their own."
        )
    if broken:
        warnings.append(f"{source}: {broken} of {len(raws)} letters hold no text that can be read; they were left out.")
    return replace(document, warnings=tuple(warnings))


def read_saved_page(content: bytes, *, source: str, collection: str = "text", limits: Limits | None = None) -> Document:  # noqa: ARG001
    """Return the web page that a browser saved as one file (.mht, .mhtml) as a document, with its address.

    Raises:
        TextError: there is no page in it, or no text.
    """
    message = message_from_bytes(content)
    for part in itertools.islice(message.walk(), MOST_PARTS):
        if part.get_content_type() == "text/html":
            document = read_web_page(_content(part), source=source, collection=collection)
            address = _told(message, "Snapshot-Content-Location")
            return replace(document, url=address) if address.startswith(("http://", "https://")) else document
    raise TextError(f"{source}: there is no web page in it.")


def _letters(content: bytes) -> list[bytes]:
    """Return the letters of a mailbox; a single one where it is none."""
    starts = [(found.start(), found.end()) for found in _LETTER.finditer(content)]
    if not starts or content[: starts[0][0]].strip():
        return [content.lstrip()]
    ends = [*(start for start, _ in starts[1:]), len(content)]
    return [_ESCAPED.sub(rb"\1", content[start:end]) for (_, start), end in zip(starts, ends, strict=True)]


def _words(message: Message, source: str) -> tuple[str, int]:
    """Return the words of a letter, its paragraphs parted by blank lines, and how many files are attached to it."""
    plain: list[str] = []
    pages: list[str] = []
    attached = 0
    for part in itertools.islice(message.walk(), MOST_PARTS):
        kind = part.get_content_type()
        if part.is_multipart():
            continue
        if part.get_content_disposition() == "attachment" or part.get_content_maintype() != "text":
            attached += part.get_content_disposition() == "attachment"
        elif kind == "text/html":
            pages.append("\n\n".join(block.text for block in blocks_of_part(_content(part), source=source)))
        elif kind == "text/plain":
            plain.append(clean(_decoded(part, source)))
    return "\n\n".join(plain if any(map(str.strip, plain)) else pages), attached


def _content(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _decoded(part: Message, source: str) -> str:
    """Return the text of a part, in the encoding that it names unless that cannot be."""
    content = _content(part)
    named = part.get_content_charset()
    if named and not content.isascii():
        with contextlib.suppress(LookupError, ValueError):
            return content.decode(named)
    return decode(content, source=source) if content.strip() else ""


def _told(message: Message, name: str) -> str:
    """Return a field of the head in words; a date as ``12 March 2024, 09:15``."""
    value = message.get(name)
    if value is None:
        return ""
    try:
        told = str(make_header(decode_header(str(value))))
    except (LookupError, ValueError, HeaderParseError):
        told = str(value)
    told = " ".join(clean(told).split())
    if name == "Date":
        with contextlib.suppress(ValueError, TypeError, IndexError, OverflowError):
            date = parsedate_to_datetime(told)
            return f"{date.day} {_MONTHS[date.month - 1]} {date.year}, {date:%H:%M}"
    return told
