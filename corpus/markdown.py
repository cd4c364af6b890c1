"""Markdown as a document: headings become sections, footnotes with an address become references."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from corpus.errors import TextError
from corpus.plain_text import clean, title_from
from corpus.types import Document, Reference, Section

if TYPE_CHECKING:
    from markdown_it.token import Token
    from markdown_it.tree import SyntaxTreeNode

_ADDRESS = re.compile(r"https?://\S+")
_NOT_FOR_READING = re.compile(r"</?(?:script|style)\b", re.IGNORECASE)


def read_markdown(text: str, *, source: str, collection: str = "text") -> Document:
    """Return Markdown ``text`` as a document of plain paragraphs.

    Marks, HTML and images fall away; a list item and a table row are a paragraph each. YAML front matter may hold
    ``title``, ``url`` (the public address of the whole) and ``questions`` (a list that the text suggests). A
    footnote with an address makes that address the source of the paragraphs that refer to it.

    Raises:
        TextError: the front matter is not YAML, or there is no text.
    """
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode
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
    for level, paragraph, labels in _blocks(SyntaxTreeNode(tokens)):
        if not paragraph:
            continue
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


def _blocks(parent: SyntaxTreeNode) -> Iterator[tuple[int, str, list[int]]]:
    """Yield heading level (0 for a paragraph), words, and footnote numbers of each block but the footnotes."""
    for node in parent.children:
        if node.type == "heading":
            yield int(node.tag[1:]), *_words(node.children)
        elif node.type == "tr":
            cells = [_words(cell.children) for cell in node.children]
            labels = [label for _, found in cells for label in found]
            yield 0, " | ".join(words for words, _ in cells if words), labels
        elif node.type in ("fence", "code_block"):
            yield 0, " ".join(node.content.split()), []
        elif node.type == "inline":
            yield 0, *_words([node])
        elif node.type not in ("footnote_block", "front_matter"):
            yield from _blocks(node)


def _words(inlines: Sequence[SyntaxTreeNode]) -> tuple[str, list[int]]:
    """Return the words of inline runs and the numbers of the footnotes that they refer to."""
    parts: list[str] = []
    labels: list[int] = []
    hidden = 0
    for node in (node for inline in inlines for node in inline.walk(include_self=False)):
        if node.type == "html_inline" and _NOT_FOR_READING.match(node.content):
            hidden += -1 if node.content.startswith("</") else 1
        elif node.type == "footnote_ref":
            labels.append(node.meta["id"])
        elif hidden <= 0 and node.type in ("text", "code_inline") and not _in_image(node):
            parts.append(node.content)
        elif node.type in ("softbreak", "hardbreak"):
            parts.append(" ")
    return " ".join("".join(parts).split()), labels


def _in_image(node: SyntaxTreeNode) -> bool:
    """Tell whether ``node`` is the text that stands in for an image."""
    return node.parent is not None and node.parent.type == "image"
