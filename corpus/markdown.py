"""Markdown as a document: headings become sections, footnotes with an address become references."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from corpus.errors import TextError
from corpus.plain_text import clean, title_from
from corpus.types import Document, Reference, Section

if TYPE_CHECKING:
    from markdown_it.token import Token

_ADDRESS = re.compile(r"https?://\S+")


def read_markdown(text: str, *, source: str, collection: str = "text") -> Document:
    """Return Markdown ``text`` as a document of plain paragraphs.

    Marks, HTML and images fall away; a list item and a table row are a paragraph each. YAML front matter may hold
    ``title``, ``url`` (the public address of the whole) and ``questions`` (a list that the text suggests). A
    footnote with an address makes that address the source of the paragraphs that refer to it.

    Raises:
        TextError: the front matter is not YAML, or there is no text.
    """
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin
    from mdit_py_plugins.front_matter import front_matter_plugin

    parser = MarkdownIt("commonmark").enable("table").use(front_matter_plugin).use(footnote_plugin, inline=False)
    environment: dict[str, Any] = {}
    tokens = parser.parse(clean(text), environment)
    front = _front_matter(tokens, source)
    addresses = _footnote_addresses(tokens)

    paragraphs: list[str] = []
    length = 0
    headings: list[tuple[int, tuple[str, ...]]] = []
    path: list[tuple[int, str]] = []
    references: list[Reference] = []
    for level, paragraph, labels in _blocks(tokens):
        if level:
            path = [(depth, heading) for depth, heading in path if depth < level] + [(level, paragraph)]
            headings.append((length, tuple(heading for _, heading in path)))
            continue
        urls = dict.fromkeys(url for label in labels for url in addresses.get(label, ()))
        references += [Reference(length, length + len(paragraph), url) for url in urls]
        paragraphs.append(paragraph)
        length += len(paragraph) + len("\n\n")
    if not paragraphs:
        raise TextError(f"{source}: there is no text in it.")
    whole = "\n\n".join(paragraphs)
    ends = [start for start, _ in headings[1:]] + [len(whole)]
    first = headings[0][1][0] if headings else title_from(source)
    return Document(
        source=source,
        text=whole,
        title=str(front.get("title") or first),
        collection=collection,
        url=str(front["url"]) if front.get("url") else None,
        sections=tuple(Section(s, min(e, len(whole)), h) for (s, h), e in zip(headings, ends, strict=True) if s < e),
        references=tuple(references),
        questions=tuple(str(question) for question in front.get("questions") or ()),
    )


def _front_matter(tokens: list[Token], source: str) -> dict[str, Any]:
    """Return the fields of the YAML front matter; none where there is no front matter."""
    import yaml

    for token in tokens:
        if token.type == "front_matter":
            try:
                fields = yaml.safe_load(token.content)
            except yaml.YAMLError as error:
                mark = getattr(error, "problem_mark", None)
                line = mark.line + 2 if mark else 1
                raise TextError(f"{source}, line {line}: the front matter is not valid YAML: {error}") from error
            if fields is None:
                return {}
            if not isinstance(fields, dict) or not isinstance(fields.get("questions") or [], list):
                raise TextError(
                    f"{source}, line 1: the front matter must be fields such as 'title: My talk', "
                    "and 'questions' a list. Mend it or remove the lines between the two '---'."
                )
            return fields
    return {}


def _footnote_addresses(tokens: list[Token]) -> dict[int, tuple[str, ...]]:
    """Return the addresses in each footnote, by the number of the footnote."""
    addresses: dict[int, tuple[str, ...]] = {}
    number: int | None = None
    for token in tokens:
        if token.type == "footnote_open":
            number = token.meta["id"]
        elif token.type == "footnote_close":
            number = None
        elif token.type == "inline" and number is not None:
            addresses[number] = addresses.get(number, ()) + tuple(_ADDRESS.findall(token.content))
    return addresses


def _blocks(tokens: list[Token]) -> Iterator[tuple[int, str, list[int]]]:
    """Yield heading level (0 for a paragraph), words, and footnote numbers of each block before the footnotes."""
    level = 0
    cells: list[str] | None = None
    labels: list[int] = []
    for token in tokens:
        if token.type == "footnote_block_open":
            return
        if token.type == "heading_open":
            level = int(token.tag[1:])
        elif token.type == "heading_close":
            level = 0
        elif token.type == "tr_open":
            cells, labels = [], []
        elif token.type == "tr_close" and cells is not None:
            if any(cells):
                yield 0, " | ".join(cells), labels
            cells = None
        elif token.type in ("fence", "code_block"):
            words = " ".join(token.content.split())
            if words:
                yield 0, words, []
        elif token.type == "inline":
            words, found = _words(token.children or [])
            if cells is not None:
                cells.append(words)
                labels += found
            elif words:
                yield level, words, found


def _words(children: list[Token]) -> tuple[str, list[int]]:
    """Return the words of an inline run and the numbers of the footnotes that it refers to."""
    parts: list[str] = []
    labels: list[int] = []
    for child in children:
        if child.type in ("text", "code_inline"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif child.type == "footnote_ref":
            labels.append(child.meta["id"])
    return " ".join("".join(parts).split()), labels
