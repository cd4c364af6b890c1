"""Markdown as a document: headings become sections, footnotes with an address become references."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from corpus.blocks import Block, document_of_blocks
from corpus.cleaning import clean, title_from
from corpus.composing import Composer, Kind
from corpus.errors import TextError
from corpus.front_matter import split_front_matter
from corpus.lists import leads_in
from corpus.records import told_breaks
from corpus.tables import Cell
from corpus.timestamps import parted_at_times, with_times
from corpus.types import Document
from corpus.web_page import blocks_of_fragment

if TYPE_CHECKING:
    from markdown_it.token import Token

MOST_NESTED = 100
"""Lists and quotations within one another; what is nested deeper is left out."""

_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_NOT_FOR_READING = re.compile(r"</?(?:script|style)\b", re.IGNORECASE)
_LINE_BREAK = re.compile(r"<br\b", re.IGNORECASE)
_WHOLE_HTML = re.compile(r"^ {0,3}<(table|dl|ul|ol)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL | re.MULTILINE)
_BLANK_LINES = re.compile(r"\n\s*\n")
_WIKI_LINK = re.compile(r"(!?)\[\[([^\[\]|\n]+)(?:\\?\|([^\[\]|\n]+))?\]\]")
_ALERT = re.compile(r"\s*\[!\w+\][+-]?\s*")
_ALERT_TITLE = re.compile(r"^( {0,3}(?:> ?)+)(\[!\w+\][+-]?[ \t]+\S.*)$", re.MULTILINE)
_ADMONITION = re.compile(r"^ {0,3}:{3,}[ \t]*(?:\{?[.\w-]+\}?)?", re.MULTILINE)
_DEFINES = re.compile(r"^ {0,3}[:~][ \t]", re.MULTILINE)
_COMMENT = re.compile(r"(?<![^\s(])%%[^%]{1,2000}%%(?![^\s.,;)])")
_HIGHLIGHT = re.compile(r"(?<![\w=])==(?=[^\s=])([^=\n]{1,500}?[^\s=]|[^\s=])==(?![\w=])")
_NOTE_WITHIN = re.compile(r"\s*\^\[([^\[\]\n]{1,500})\]")
_TASK = re.compile(r"\[([ xX])\]\s+(?=\S)")
_TEMPLATE = re.compile(  # Of Hugo and Jekyll; what stands in code is shown and not filled in.
    r"(?P<code>^ {0,3}(?P<fence>`{3,}|~{3,}).*?(?:^ {0,3}(?P=fence)|\Z)|`[^`\n]*`)"
    r"|\{%-?\s*comment\s*-?%\}.{0,5000}?\{%-?\s*endcomment\s*-?%\}"
    r"|\{\{[<%].{0,1000}?[%>]\}\}|\{%.{0,1000}?%\}|\{:[^{}\n]{0,200}\}",
    re.DOTALL | re.MULTILINE,
)
_BLOCK_NAME = re.compile(r"(?:^|(?<=\s))\^(?=[\w-]*[^\W\d])[\w-]{3,60}[ \t]*$", re.MULTILINE)
_ATTRIBUTES = re.compile(r"\s*\{\s*[#.:][^{}\n]*\}\s*\Z")
_PASSED = frozenset(
    f"{part}_{end}" for part in ("td", "th", "thead", "tbody", "paragraph") for end in ("open", "close")
)
_KINDS: dict[str, Kind] = {
    "bullet_list": "list",
    "ordered_list": "list",
    "list_item": "item",
    "dl": "entries",
    "dt": "term",
    "dd": "definition",
}


def read_markdown(text: str, *, source: str, collection: str = "text") -> Document:
    """Return Markdown ``text`` as a document of plain paragraphs.

    Marks, tags, images and struck out words fall away. A table is told row by row, a list with its lead-in is one
    paragraph, a block of code one of several lines. The text may begin with front matter (see
    :mod:`corpus.front_matter`), and the times of a transcript at the beginning of its paragraphs become cues. A
    footnote with an address makes that address the source of the paragraphs that refer to it, and its words are not
    part of the text; those of another footnote stand below the paragraph. Headings are kept as places.

    Raises:
        TextError: the text is nested too deeply, or there is no text.
    """
    front, text = split_front_matter(clean(text), source=source)
    try:
        tokens = _parsed(parted_at_times(text))
    except RecursionError as error:
        raise TextError(f"{source}: lists, quotations or emphasis are nested too deeply. Make it flatter.") from error
    blocks = _Reader(_footnotes(tokens)).blocks(tokens)
    document = document_of_blocks(blocks, source=source, title=title_from(source), collection=collection)
    return front.on(with_times(document))


def _parsed(text: str) -> list[Token]:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.footnote import footnote_plugin

    parser = MarkdownIt("commonmark", {"maxNesting": MOST_NESTED}).enable(["table", "strikethrough"])
    if "[^" in text:
        parser.use(footnote_plugin, inline=False)
    if _DEFINES.search(text):
        parser.use(deflist_plugin)
    # A blank line ends HTML in Markdown, within a table as well.
    if "{" in text:
        text = _TEMPLATE.sub(lambda found: found["code"] or "", text)
    text = _WHOLE_HTML.sub(lambda found: _BLANK_LINES.sub("\n", found.group()), text)
    text = _ALERT_TITLE.sub(r"\1\2\n\1", text)  # What the title of a note is followed by is no part of it.
    return parser.parse(_COMMENT.sub("", _ADMONITION.sub("", text)) if "%%" in text else _ADMONITION.sub("", text))


def _footnotes(tokens: list[Token]) -> dict[int, tuple[tuple[str, ...], str]]:
    """Return the addresses in each footnote, and its words where it has none, by the number of the footnote."""
    notes: dict[int, tuple[tuple[str, ...], str]] = {}
    number: int | None = None
    for token in tokens:
        if token.type == "footnote_open":
            number = token.meta["id"]
        elif token.type == "footnote_close":
            number = None
        elif token.type == "inline" and number is not None:
            links = [str(child.attrs["href"]) for child in token.children or [] if child.type == "link_open"]
            found = links or [_without_punctuation(address) for address in _ADDRESS.findall(token.content)]
            addresses, words = notes.get(number, ((), ""))
            notes[number] = (*addresses, *found), f"{words} {_words(token.children or [])[0]}".strip()
    return {number: (addresses, "" if addresses else words) for number, (addresses, words) in notes.items()}


def _without_punctuation(address: str) -> str:
    """Return an address without the punctuation of the sentence around it; brackets of its own stay."""
    while address[-1] in ".,;:!?'" or (address[-1] in ")]" and address.count(")") > address.count("(")):
        address = address[:-1]
    return address


class _Reader:
    """Puts the tokens of a text together as blocks."""

    def __init__(self, notes: dict[int, tuple[tuple[str, ...], str]]) -> None:
        self._notes = notes
        self._composer = Composer()
        self._level = 0
        self._rows: list[list[Cell]] | None = None  # Of the table that is open.
        self._urls: list[str] = []  # Of that table.
        self._told: list[str] = []  # Words of footnotes that are due below what is open.
        self._depth = 0  # How many lists, definitions and tables are open.
        self._quoted = False  # Whether a quotation begins here.

    def blocks(self, tokens: list[Token]) -> list[Block]:
        """Return the blocks that all tokens but those of the footnotes make up."""
        for token in tokens:
            if token.type == "footnote_block_open":
                break
            self._take(token)
        self._tell_notes()
        return self._composer.blocks()

    def _take(self, token: Token) -> None:
        if token.type in _PASSED:
            return
        kind = token.type.removesuffix("_open").removesuffix("_close")
        if kind == "heading":
            self._level = int(token.tag[1:]) if token.nesting == 1 else 0
        elif kind in _KINDS or kind == "table":
            self._take_part(kind, token)
        elif kind == "tr" and token.nesting == 1 and self._rows is not None:
            self._rows.append([])
        elif kind == "blockquote":
            self._quoted = token.nesting == 1
        elif token.type == "inline":
            self._take_words(token)
        elif token.type in ("fence", "code_block"):
            lines = (" ".join(line.split()) for line in clean(token.content).split("\n"))
            self._composer.add(Block("\n".join(filter(None, lines)), ends=True))
        elif token.type == "html_block":
            for block in blocks_of_fragment(token.content):
                self._composer.add(block)

    def _take_part(self, kind: str, token: Token) -> None:
        """Take the beginning or the end of a table, of a list or definitions, or of a part of them."""
        opens = token.nesting == 1
        self._depth += token.nesting
        if kind == "table":
            if self._rows:
                self._composer.add_table(self._rows, urls=tuple(self._urls))
            self._rows, self._urls = ([] if opens else None), []
        elif opens:
            first = int(token.attrs.get("start", 1))
            self._composer.begin(_KINDS[kind], ordered=kind == "ordered_list", first=first)
        else:
            self._composer.end(_KINDS[kind])
        self._tell_notes()

    def _take_words(self, token: Token) -> None:
        words, labels = _words(token.children or [])
        urls = [url for label in labels for url in self._notes.get(label, ((), ""))[0]]
        for label in labels:
            addresses, told = self._notes.get(label, ((), ""))
            self._told += [told] if told else []
            self._notes[label] = addresses, ""
        if self._quoted:
            words, self._quoted = _ALERT.sub("", words, count=1) if _ALERT.match(words) else words, False
        if self._rows is not None:
            self._urls += urls
            self._rows[-1].append(Cell(words, names=len(self._rows) == 1))
            return
        task = _TASK.match(words) if self._depth else None
        if task is not None:
            words = f"{words[task.end() :]} ({'open' if task[1] == ' ' else 'done'})"
        if self._level:
            words = _ATTRIBUTES.sub("", words)
        elif self._told and not self._depth and words and not leads_in(words):
            words = "\n".join([words, *self._told])
            self._told = []
        self._composer.add(Block(words, self._level, tuple(urls), bold=_is_bold(token.children or [])))
        if not self._level and not leads_in(words):
            self._tell_notes()

    def _tell_notes(self) -> None:
        """Tell the footnotes that are due, unless something is open."""
        if self._told and not self._depth:
            self._composer.add(Block("\n".join(self._told), ends=True))
            self._told = []


def _words(children: Sequence[Token]) -> tuple[str, list[int]]:
    """Return the words of an inline run and the numbers of the footnotes that it refers to."""
    parts: list[str] = []
    labels: list[int] = []
    hidden = 0
    for child in children:
        if child.type in ("s_open", "s_close"):
            hidden += child.nesting
        elif child.type == "html_inline" and _NOT_FOR_READING.match(child.content):
            hidden += -1 if child.content.startswith("</") else 1
        elif child.type == "footnote_ref":
            labels.append(child.meta["id"])
        elif hidden <= 0 and child.type == "text":
            parts.append(_WIKI_LINK.sub(_linked, child.content) if "[[" in child.content else child.content)
        elif hidden <= 0 and child.type == "code_inline":
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak") or _LINE_BREAK.match(child.content):
            parts.append("\n")
    words = clean("".join(parts))
    words = _HIGHLIGHT.sub(r"\1", words) if "==" in words else words
    words = _BLOCK_NAME.sub("", _NOTE_WITHIN.sub(r" (\1)", words)) if "^" in words else words
    if "\n" not in words:
        return " ".join(words.split()), labels
    return told_breaks(words.split("\n")), labels


def _is_bold(children: Sequence[Token]) -> bool:
    """Tell whether all words of an inline run stand out as strong."""
    kept = [child for child in children if child.content or child.nesting]
    ends = len(kept) > 2 and kept[0].type == "strong_open" and kept[-1].type == "strong_close"
    return ends and sum(child.type == "strong_open" for child in kept) == 1


def _linked(link: re.Match[str]) -> str:
    """Return the words that a link of a wiki shows."""
    embeds, target, shown = link.groups()
    return "" if embeds else (shown or target.replace("#", " > ").strip()).strip()
