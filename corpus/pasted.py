"""Text without a file: pasted, typed, or from standard input."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace

from corpus.archives import kind_of_archive
from corpus.cleaning import clean
from corpus.kinds import SNIFFED, kind_of
from corpus.limits import Limits
from corpus.reading import read_content
from corpus.types import Document

TITLE_WORDS = 8
"""Words of a text without a heading that stand for its title."""
TITLE_CHARACTERS = 80
"""The most characters of it, however long its words are."""

_MARKDOWN = re.compile(r"^(?:#{1,6} +\S|\[\^[^\]\n]+\]: )", re.MULTILINE)


def read_pasted(content: str | bytes, *, collection: str = "text", limits: Limits | None = None) -> Document:
    """Return a text that came without a name; its kind is told by its beginning.

    Its ``source`` comes from a hash of its words, so that the same text has the same name every time.

    Raises:
        TextError: there is no text in it, it cannot be read as what it seems to be, or it is beyond the limits.
    """
    given = clean(content).encode("utf-8") if isinstance(content, str) else content
    suffix = suffix_of(given)
    name = f"pasted-{hashlib.sha256(given).hexdigest()[:8]}"
    document = read_content(given, source=f"{name}{suffix}", collection=collection, limits=limits)
    if document.sections or document.title != name.replace("-", " "):
        return document
    words = document.text.split()
    title = " ".join(words[:TITLE_WORDS])[:TITLE_CHARACTERS]
    return replace(document, title=title + ("..." if title != " ".join(words) else ""))


def suffix_of(content: bytes) -> str:
    """Return the ending that the name of a file with this content would have; ``.txt`` where nothing tells it."""
    if content.startswith(b"%PDF-"):
        return ".pdf"
    if content.startswith(b"PK\x03\x04"):
        return kind_of_archive(content)
    beginning = content[:SNIFFED].decode("utf-8-sig", "replace")
    kind = kind_of(beginning)
    if kind is not None:
        return kind
    return ".md" if _MARKDOWN.search(beginning) else ".txt"
