"""Plain text, from a file or pasted, as a document."""

from __future__ import annotations

from corpus.cleaning import clean, title_from, without_surrogates
from corpus.errors import TextError
from corpus.front_matter import split_front_matter
from corpus.line_ends import join_lines, without_soft_line_ends, words_of
from corpus.sentences import BLANK_LINES
from corpus.timestamps import parted_at_times, with_times
from corpus.types import Document

__all__ = ["clean", "read_plain_text", "title_from", "without_surrogates"]

WRAP_COLUMN = 120
"""Characters a line: a text of such short lines is taken as wrapped by hand, so that a line end is only a space."""
WRAPPED_SHARE = 0.9
"""Share of the lines that have to be so short; an address or a table may be longer."""


def read_plain_text(text: str, *, source: str = "pasted text", collection: str = "text") -> Document:
    """Return ``text`` as a document whose paragraphs stand apart by one blank line.

    Where the text was wrapped by hand, the lines of a paragraph are joined; otherwise every line is a paragraph.
    The text may begin with front matter (see :mod:`corpus.front_matter`), and the times of a transcript at the
    beginning of its paragraphs become cues.

    Raises:
        TextError: there is nothing but white space.
    """
    front, text = split_front_matter(clean(without_soft_line_ends(text)), source=source, certain=False)
    text = parted_at_times(text).strip()
    if not text:
        raise TextError(f"{source}: there is no text in it.")
    if _is_wrapped(text):
        known = words_of(text.split("\n"))
        joined = [join_lines(paragraph.split("\n"), known) for paragraph in BLANK_LINES.split(text)]
    else:
        joined = [" ".join(line.split()) for line in text.split("\n")]
    document = Document(
        source=source,
        text="\n\n".join(paragraph for paragraph in joined if paragraph),
        title=title_from(source),
        collection=collection,
    )
    return front.on(with_times(document))


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
