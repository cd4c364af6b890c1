"""Plain text, from a file or pasted, as a document."""

from __future__ import annotations

import re
import unicodedata

from corpus.errors import TextError
from corpus.types import Document

WRAP_COLUMN = 120
"""Characters a line: a text with no longer line is taken as wrapped by hand, so that a line end is only a space."""

_BLANK_LINES = re.compile(r"\n\s*\n")
_LINE_ENDS = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")


def clean(text: str) -> str:
    """Return ``text`` with uniform line ends and without what is no text.

    Control characters become spaces; soft hyphens, zero-width spaces and byte-order marks are removed; lone
    surrogates become U+FFFD, so that the result can always be written as UTF-8.
    """
    text = _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text))
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return "".join(
        " " if character not in "\n\t" and unicodedata.category(character) == "Cc" else character for character in text
    )


def read_plain_text(text: str, *, source: str = "pasted text", collection: str = "text") -> Document:
    """Return ``text`` as a document whose paragraphs stand apart by one blank line.

    Where the text was wrapped by hand (no line longer than ``WRAP_COLUMN`` and blank lines between paragraphs), the
    lines of a paragraph are joined; otherwise every line is a paragraph.

    Raises:
        TextError: there is nothing but white space.
    """
    text = clean(text).strip()
    if not text:
        raise TextError(f"{source}: there is no text in it.")
    longest = max(len(line) for line in text.split("\n"))
    wrapped = longest <= WRAP_COLUMN and _BLANK_LINES.search(text) is not None
    paragraphs = _BLANK_LINES.split(text) if wrapped else text.split("\n")
    joined = [" ".join(paragraph.split()) for paragraph in paragraphs]
    return Document(
        source=source,
        text="\n\n".join(paragraph for paragraph in joined if paragraph),
        title=title_from(source),
        collection=collection,
    )


def title_from(source: str) -> str:
    """Return a title made from a file's name: ``talks/my_talk.txt`` gives ``my talk``."""
    name = source.replace("\\", "/").rsplit("/", 1)[-1]
    stem = name.rsplit(".", 1)[0] or name
    return re.sub(r"[_\-\s]+", " ", stem).strip()
