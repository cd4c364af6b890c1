"""Plain text, from a file or pasted, as a document."""

from __future__ import annotations

import re
import unicodedata

from corpus.errors import TextError
from corpus.sentences import BLANK_LINES
from corpus.types import Document

WRAP_COLUMN = 120
"""Characters a line: a text of such short lines is taken as wrapped by hand, so that a line end is only a space."""
WRAPPED_SHARE = 0.9
"""Share of the lines that have to be so short; an address or a table may be longer."""

_LINE_ENDS = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")


def clean(text: str) -> str:
    """Return ``text`` with uniform line ends and without what is no text.

    Control characters become spaces; soft hyphens, zero-width spaces and byte-order marks are removed; lone
    surrogates become U+FFFD, so that the result can always be written as UTF-8.
    """
    text = without_surrogates(_INVISIBLE.sub("", _LINE_ENDS.sub("\n", text)))
    return "".join(
        " " if character not in "\n\t" and unicodedata.category(character) == "Cc" else character for character in text
    )


def without_surrogates(text: str) -> str:
    """Return ``text`` with U+FFFD for every half of a surrogate pair, so that it can be written as UTF-8."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def read_plain_text(text: str, *, source: str = "pasted text", collection: str = "text") -> Document:
    """Return ``text`` as a document whose paragraphs stand apart by one blank line.

    Where the text was wrapped by hand, the lines of a paragraph are joined; otherwise every line is a paragraph.

    Raises:
        TextError: there is nothing but white space.
    """
    text = clean(text).strip()
    if not text:
        raise TextError(f"{source}: there is no text in it.")
    paragraphs = BLANK_LINES.split(text) if _is_wrapped(text) else text.split("\n")
    joined = [" ".join(paragraph.split()) for paragraph in paragraphs]
    return Document(
        source=source,
        text="\n\n".join(paragraph for paragraph in joined if paragraph),
        title=title_from(source),
        collection=collection,
    )


def _is_wrapped(text: str) -> bool:
    """Tell whether the lines of ``text`` were broken to fit a width, and not because a paragraph ends.

    That is so where nearly all lines are short, and either blank lines part the paragraphs or most lines end within a
    sentence.
    """
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if sum(len(line) <= WRAP_COLUMN for line in lines) < WRAPPED_SHARE * len(lines):
        return False
    within = sum(line[-1] not in ".!?:;\"'\u201d\u2019)" for line in lines)
    return BLANK_LINES.search(text) is not None or within > len(lines) / 2


def title_from(source: str) -> str:
    """Return a title made from a file's name: ``talks/my_talk.txt`` gives ``my talk``."""
    name = source.replace("\\", "/").rsplit("/", 1)[-1]
    stem = name.rsplit(".", 1)[0] or name
    return re.sub(r"[_\-\s]+", " ", stem).strip()
