"""Web pages as documents: headings become sections, what is around the page's own content is left out.

lxml reads the page and the content is chosen here: trafilatura 2.3 passes 22 of the 47 tests of
``tests/corpus/test_web_page.py``, for it mixes the menu into short pages, drops their headings and turns 10^6 into 106.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from corpus.blocks import Block, document_of_blocks
from corpus.cleaning import clean, title_from
from corpus.encoding import decode
from corpus.errors import TextError
from corpus.html_blocks import blocks_of
from corpus.page_parts import content_roots
from corpus.types import Document

if TYPE_CHECKING:
    from lxml.html import HtmlElement

DECLARED_WITHIN = 4_096
"""Bytes at the beginning in which a page may name its encoding."""
_DECLARED = re.compile(
    rb"""<(?:meta\b[^>]{0,300}?\bcharset|\?xml\b[^>]{0,100}?\bencoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE
)
_BROWSERS_READ = {"ascii": "cp1252", "iso8859-1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932"}
_NO_ENCODINGS = frozenset(("idna", "punycode", "raw-unicode-escape", "unicode-escape", "utf-7", "undefined", "mbcs"))
_CDATA = re.compile(r"(?:<!\[CDATA\[)+", re.IGNORECASE)


def read_web_page(content: bytes, *, source: str, collection: str = "text") -> Document:
    """Return the web page ``content`` as a document of plain paragraphs.

    Tags and what is hidden fall away; a table is told row by row, a list with its lead-in is one paragraph.
    The words of ``<main>``, or else of ``<article>``, are taken where they are there; otherwise those of the page
    without menus, forms, notes beside the text and notices of cookies, unless nothing else is there.

    Raises:
        TextError: it is no text, or there is no text in it.
    """
    root = _parsed(_decoded(content, source), source)
    title = next((words for element in root.iter("title", "h1") if (words := _words(element))), title_from(source))
    for roots in content_roots(root):
        blocks = blocks_of(roots or [root], whole=roots is None)
        if blocks and (roots is None or any(not block.level for block in blocks)):
            return document_of_blocks(blocks, source=source, title=title, collection=collection, headed=False)
    raise TextError(f"{source}: there is no text in it.")


def blocks_of_fragment(text: str) -> list[Block]:
    """Return the blocks of a piece of HTML, such as stands in Markdown; none where there are no words in it."""
    try:
        return blocks_of([_parsed(text, "HTML")], whole=True)
    except TextError:
        return []


def blocks_of_part(content: bytes, *, source: str) -> list[Block]:
    """Return the blocks of a page that is a part of something, such as a chapter; none where it holds no words.

    Raises:
        TextError: it is no text.
    """
    text = _decoded(content, source)
    try:
        root = _parsed(text, source)
    except TextError:
        return []
    return blocks_of([root], whole=True)


def _decoded(content: bytes, source: str) -> str:
    """Return the text of the page, in the encoding that it names unless that cannot be."""
    declared = _DECLARED.search(content[:DECLARED_WITHIN])
    encoding = _encoding(declared.group(1).decode("ascii", "replace")) if declared else None
    text = decode(content, source=source)
    if encoding is None or text.encode("utf-8") in (content, content.removeprefix(codecs.BOM_UTF8)):
        return text if encoding is None or not content.isascii() else content.decode(encoding, "replace")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return text
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return text


def _encoding(name: str) -> str | None:
    """Return Python's name of an encoding of bytes that begins like ASCII, as browsers understand it."""
    try:
        found = codecs.lookup(name).name
        readable = b"<a>".decode(found) == "<a>"
    except (LookupError, ValueError, TypeError):
        return None
    return None if found in _NO_ENCODINGS or not readable else _BROWSERS_READ.get(found, found)


def _parsed(text: str, source: str) -> HtmlElement:
    from lxml import etree, html

    try:
        parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
        # HTML takes the mark of XML for a comment that ends at the next >, which may be the end of <script>.
        root = html.document_fromstring(_CDATA.sub("", text).encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise TextError(f"{source}: there is no text in it.") from error
    if any("depth" in entry.message for entry in parser.error_log):  # What is below is not in the tree.
        raise TextError(f"{source}: its elements are nested too deeply. Save it as text.")
    return root


def _words(element: HtmlElement) -> str:
    return " ".join(clean(element.text_content()).split())
