"""Markdown as a document: headings become sections, footnotes with an address become references."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from corpus.blocks import Block, document_of_blocks
from corpus.cleaning import clean, title_from
from corpus.errors import TextError
from corpus.front_matter import split_front_matter
from corpus.timestamps import parted_at_times, with_times
from corpus.types import Document

if TYPE_CHECKING:
    from markdown_it.token import Token

MOST_NESTED = 100
"""Lists and quotations within one another; what is nested deeper is left out."""

_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_HIDDEN_HTML = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_NOT_FOR_READING = re.compile(r"</?(?:script|style)\b", re.IGNORECASE)
_LINE_BREAK = re.compile(r"<br\b", re.IGNORECASE)


def read_markdown(text: str, *, source: str, collection: str = "text") -> Document:
    """Return Markdown ``text`` as a document of plain paragraphs.

    Marks, tags and images fall away; a list item and a table row are a paragraph each. The text may begin with front
    matter (see :mod:`corpus.front_matter`), and the times of a transcript at the beginning of its paragraphs become
    cues. A footnote with an address makes that address the source of the paragraphs that refer to it; its words are
    not part of the text. Headings are kept as places: one with nothing below it is left out.

    Raises:
        TextError: the text is nested too deeply, or there is no text.
    """
    front, text = split_front_matter(clean(text), source=source)
    try:
        tokens = _parsed(parted_at_times(text))
    except RecursionError as error:
        raise TextError(f"{source}: lists, quotations or emphasis are nested too deeply. Make it flatter.") from error
    addresses = _footnote_addresses(tokens)
    blocks = (
        Block(words, level, tuple(url for label in labels for url in addresses.get(label, ())))
        for level, words, labels in _blocks(tokens)
    )
    document = document_of_blocks(blocks, source=source, title=title_from(source), collection=collection)
    return front.on(with_times(document))


def _parsed(text: str) -> list[Token]:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    parser = MarkdownIt("commonmark", {"maxNesting": MOST_NESTED}).enable("table").use(footnote_plugin, inline=False)
    return parser.parse(text)


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
            links = [str(child.attrs["href"]) for child in token.children or [] if child.type == "link_open"]
            found = links or [_without_punctuation(address) for address in _ADDRESS.findall(token.content)]
            addresses[number] = addresses.get(number, ()) + tuple(found)
    return addresses


def _without_punctuation(address: str) -> str:
    """Return an address without the punctuation of the sentence around it; brackets of its own stay."""
    while address[-1] in ".,;:!?'" or (address[-1] in ")]" and address.count(")") > address.count("(")):
        address = address[:-1]
    return address


def _blocks(tokens: list[Token]) -> Iterator[tuple[int, str, list[int]]]:
    """Yield heading level (0 for a paragraph), words, and footnote numbers of each block but the footnotes."""
    level = 0
    row: list[tuple[str, list[int]]] | None = None
    for token in tokens:
        if token.type == "footnote_block_open":
            return
        if token.type in ("heading_open", "heading_close"):
            level = int(token.tag[1:]) if token.nesting == 1 else 0
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close":
            yield 0, " | ".join(words for words, _ in row or [] if words), [n for _, found in row or [] for n in found]
            row = None
        elif token.type == "inline" and row is not None:
            row.append(_words(token.children or []))
        elif token.type == "inline":
            yield level, *_words(token.children or [])
        elif token.type in ("fence", "code_block", "html_block"):
            yield 0, _block_words(token), []


def _words(children: Sequence[Token]) -> tuple[str, list[int]]:
    """Return the words of an inline run and the numbers of the footnotes that it refers to."""
    parts: list[str] = []
    labels: list[int] = []
    hidden = 0
    for child in children:
        if child.type == "html_inline" and _NOT_FOR_READING.match(child.content):
            hidden += -1 if child.content.startswith("</") else 1
        elif child.type == "footnote_ref":
            labels.append(child.meta["id"])
        elif hidden <= 0 and child.type in ("text", "code_inline"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak") or _LINE_BREAK.match(child.content):
            parts.append(" ")
    return " ".join(clean("".join(parts)).split()), labels


def _block_words(token: Token) -> str:
    """Return the words of a block of code, or of HTML without its tags, scripts, styles and comments."""
    content = token.content
    if token.type == "html_block":
        content = html.unescape(_TAG.sub(" ", _HIDDEN_HTML.sub(" ", content)))
    return " ".join(clean(content).split())
