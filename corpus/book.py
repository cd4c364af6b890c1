"""Books (.epub) as a document: the web pages that they are made of, in the order in which they are read."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import unquote

from corpus.archives import Archive
from corpus.blocks import Block, document_of_blocks
from corpus.cleaning import clean, title_from
from corpus.errors import TextError
from corpus.limits import Limits, default_limits
from corpus.types import Document
from corpus.unreadable import told_plainly
from corpus.web_page import blocks_of_part

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

KIND = "book (.epub)"

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_PAGES = (".xhtml", ".html", ".htm", ".xml")


def read_book(content: bytes, *, source: str, collection: str = "text", limits: Limits | None = None) -> Document:
    """Return the book (.epub) ``content`` as a document of plain paragraphs, without its table of contents.

    Title and author, where the book names both, are the first of them.

    Raises:
        TextError: it is no book, it is protected against copying or beyond ``limits``, or there is no text in it.
    """
    limits = limits or default_limits()
    with told_plainly(source, KIND, limits):
        archive = Archive(content, source, limits, kind=KIND)
        names, title, author = _contents(archive)
        if not names:
            raise TextError(f"{source}: is no {KIND}, or nothing in it says what is to be read.")
        protected = _protected(archive)
        if protected.intersection(names):
            raise TextError(f"{source}: is protected against copying. Use a copy without protection.")
        blocks = [Block(f"{title} by {author}", ends=True)] if title and author else []
        for name in names:
            blocks += blocks_of_part(archive.read(name), source=f"{source}/{name}")
    return document_of_blocks(
        blocks, source=source, title=title or title_from(source), collection=collection, headed=False
    )


def _contents(archive: Archive) -> tuple[list[str], str, str]:
    """Return the names of the pages in the order in which they are read, the title of the book and who wrote it.

    Where the book does not say what is read, these are all the pages in it by their names.
    """
    there = set(archive.names)
    container = _parsed(archive, _CONTAINER)
    package_name = next((found for one in _named(container, "rootfile") if (found := one.get("full-path"))), "")
    package = _parsed(archive, package_name)
    folder = posixpath.dirname(package_name)
    pages: dict[str, str] = {}
    for item in _named(package, "item"):
        name = posixpath.normpath(posixpath.join(folder, unquote(item.get("href") or "")))
        if name in there and "nav" not in (item.get("properties") or "").split() and name.lower().endswith(_PAGES):
            pages[item.get("id") or ""] = name
    ordered = [pages[key] for one in _named(package, "itemref") if (key := one.get("idref") or "") in pages]
    title, author = (
        next((" ".join(clean(one.text or "").split()) for one in _named(package, name)), "")
        for name in ("title", "creator")
    )
    names = list(dict.fromkeys(ordered)) or sorted(name for name in there if name.lower().endswith(_PAGES[:3]))
    return names, title, author


def _protected(archive: Archive) -> set[str]:
    """Return the names of the files that are encrypted; of most books, these are letters alone."""
    references = _named(_parsed(archive, _ENCRYPTION), "CipherReference")
    return {unquote(reference.get("URI") or "") for reference in references}


def _parsed(archive: Archive, name: str) -> Element | None:
    """Return the root of a file of XML; None where it is not there or cannot be understood."""
    from lxml import etree

    if name not in archive.names:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root: Element | None = etree.fromstring(archive.read(name), parser)
    return root


def _named(root: Element | None, name: str) -> Sequence[Element]:
    """Return the elements of a name, whatever the namespace."""
    if root is None:
        return []
    return [one for one in root.iter() if isinstance(one.tag, str) and one.tag.rsplit("}")[-1] == name]
