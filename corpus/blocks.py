"""Headings and paragraphs, one after another, as a document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from corpus.errors import TextError
from corpus.types import Document, Reference, Section


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a heading where ``level`` counts from 1; ``urls`` are the sources of what it says."""

    text: str
    level: int = 0
    urls: tuple[str, ...] = ()


def document_of_blocks(
    blocks: Iterable[Block], *, source: str, title: str, collection: str = "text", headed: bool = True
) -> Document:
    """Return the paragraphs of ``blocks`` as a document; its headings are kept as places, not as text.

    A heading with nothing below it is left out. Where the text is ``headed``, its first heading is its title and
    ``title`` stands in for one; otherwise it is ``title`` in any case.

    Raises:
        TextError: there is no paragraph.
    """
    paragraphs: list[str] = []
    length = 0
    headings: list[tuple[int, tuple[str, ...]]] = []
    path: list[tuple[int, str]] = []
    references: list[Reference] = []
    for block in blocks:
        if not block.text:
            continue
        if block.level:
            path = [(level, heading) for level, heading in path if level < block.level] + [(block.level, block.text)]
            headings.append((length, tuple(heading for _, heading in path)))
            continue
        references += [Reference(length, length + len(block.text), url) for url in dict.fromkeys(block.urls)]
        paragraphs.append(block.text)
        length += len(block.text) + len("\n\n")
    if not paragraphs:
        raise TextError(f"{source}: there is no text in it.")
    text = "\n\n".join(paragraphs)
    bounds = [*headings, (len(text), ())]
    return Document(
        source=source,
        text=text,
        title=headings[0][1][0] if headings and headed else title,
        collection=collection,
        sections=tuple(
            Section(start, min(end, len(text)), heading)
            for (start, heading), (end, _) in pairwise(bounds)
            if start < min(end, len(text))
        ),
        references=tuple(references),
    )
