"""The outline of a PDF (its bookmarks): which of its paragraphs are headings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from corpus.pdf_paragraphs import Part

if TYPE_CHECKING:
    from pypdf import PdfReader

LONGEST_NUMBER = 14
"""Characters by which a heading may be longer than in the outline: ``Chapter 12:``."""
MOST_ENTRIES = 20_000
MOST_LEVELS = 20


def heading_levels(reader: PdfReader, paragraphs: Sequence[Sequence[Part]]) -> dict[int, int]:
    """Return the level of each paragraph that the outline names on its page, by the paragraph's place.

    An outline that cannot be read, and an entry whose words do not stand on its page, are passed over.
    """
    try:
        entries = [entry for _, entry in zip(range(MOST_ENTRIES), _entries(reader, reader.outline, 1), strict=False)]
    except Exception:
        return {}
    places: dict[int, list[int]] = defaultdict(list)
    for place, parts in enumerate(paragraphs):
        places[parts[0].page].append(place)
    levels: dict[int, int] = {}
    for level, title, page in entries:
        for place in places[page]:
            if place not in levels and _is_heading(_plain("".join(part.text for part in paragraphs[place])), title):
                levels[place] = level
                break
    return levels if len(levels) < len(paragraphs) else {}


def _entries(reader: PdfReader, outline: Sequence[Any], level: int) -> Iterator[tuple[int, str, int]]:
    """Yield level, words and number of the page of each entry."""
    for entry in outline:
        if isinstance(entry, list):
            if level < MOST_LEVELS:
                yield from _entries(reader, entry, level + 1)
            continue
        page = reader.get_destination_page_number(entry)
        title = _plain(str(entry.title or ""))
        if page is not None and page >= 0 and title:
            yield level, title, page + 1


def _is_heading(paragraph: str, title: str) -> bool:
    return paragraph.endswith(title) and len(paragraph) <= len(title) + LONGEST_NUMBER


def _plain(text: str) -> str:
    """Return the letters and digits of ``text`` alone, all of them small."""
    return "".join(character for character in text[:500].casefold() if character.isalnum())
