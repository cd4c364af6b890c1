"""What a Word document keeps beside its text: styles of headings, kinds of lists, notes."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from lxml.etree import _Element as Element

_HEADING = re.compile(r"heading\s*([1-9])", re.IGNORECASE)
_TITLE_LEVEL = 1
_CONTENTS = re.compile(r"toc (?:\d|heading)|table of (?:contents|figures)", re.IGNORECASE)
_LIST = re.compile(r"list (?P<kind>bullet|number)(?: (?P<level>[2-9]))?", re.IGNORECASE)
_NO_NUMBERS = ("bullet", "none")
MOST_LEVELS = 9


def heading_levels(word: WordDocument) -> dict[str | None, int | None]:
    """Return by the name of its style the level of each heading, the title above all others; None for contents."""
    levels: dict[str | None, int | None] = {}
    for style in word.styles:
        base = style
        while base is not None:  # A style of one's own may be based on that of a heading.
            name = base.name or ""
            heading = _HEADING.fullmatch(name)
            if heading or name == "Title":
                levels[style.style_id] = _TITLE_LEVEL + (int(heading.group(1)) if heading else 0)
                break
            if _CONTENTS.fullmatch(name):
                levels[style.style_id] = None
                break
            base = getattr(base, "base_style", None)
    return levels


class Lists:
    """Which paragraphs of a Word document are items of a list, at which level, and whether they are numbered."""

    def __init__(self, word: WordDocument) -> None:
        self._styles: dict[str, tuple[int, bool]] = {}
        for style in word.styles:
            found = _LIST.fullmatch(style.name or "")
            if found:
                level = int(found["level"] or 1) - 1
                self._styles[style.style_id] = level, found["kind"].lower() == "number"
        self._formats = _formats(word)

    def level(self, paragraph: Element, style: str | None) -> int | None:
        """Return the level of an item, 0 for the outermost; None where the paragraph is no item."""
        number = paragraph.find(f"{tag('pPr')}/{tag('numPr')}")
        if number is None:
            return self._styles[style][0] if style in self._styles else None
        if _value(number, "numId") == "0":  # Taken out of the list that its style belongs to.
            return None
        level = _value(number, "ilvl") or "0"
        return min(int(level), MOST_LEVELS) if level.isascii() and level.isdigit() else 0

    def is_ordered(self, paragraph: Element, style: str | None) -> bool:
        """Tell whether the item that ``paragraph`` is has a number."""
        number = paragraph.find(f"{tag('pPr')}/{tag('numPr')}")
        if number is None:
            return style in self._styles and self._styles[style][1]
        key = _value(number, "numId"), _value(number, "ilvl") or "0"
        return self._formats.get(key, "bullet") not in _NO_NUMBERS


def notes_of(word: WordDocument) -> dict[tuple[str, str | None], list[Element]]:
    """Return the paragraphs of each footnote and endnote, by its kind and its id."""
    from docx.oxml.parser import parse_xml

    notes: dict[tuple[str, str | None], list[Element]] = {}
    for relation in word.part.rels.values():
        kind = relation.reltype.rsplit("/", 1)[-1].removesuffix("s")
        if kind not in ("footnote", "endnote") or relation.is_external:
            continue
        for note in parse_xml(relation.target_part.blob).iterchildren(tag(kind)):
            if note.get(tag("type")) is None:  # The line above the notes is one of another type.
                notes[kind, note.get(tag("id"))] = list(note.iter(tag("p")))
    return notes


def is_bold(paragraph: Element) -> bool:
    """Tell whether all words of a paragraph are set in bold, and there are some."""
    has_words = False
    for words in paragraph.iter(tag("t")):
        run = words.getparent()
        if run is None or not (words.text or "").strip():
            continue
        if not _is_on(run.find(f"{tag('rPr')}/{tag('b')}")):
            return False
        has_words = True
    return has_words


@functools.cache
def tag(name: str) -> str:
    """Return the full name of a WordprocessingML element."""
    from docx.oxml.ns import qn

    return qn(f"w:{name}")


def _formats(word: WordDocument) -> dict[tuple[str | None, str | None], str]:
    """Return the format of the numbers of each list, by its id and level."""
    from docx.opc.constants import RELATIONSHIP_TYPE

    formats: dict[tuple[str | None, str | None], str] = {}
    part = next((one for one in word.part.rels.values() if one.reltype == RELATIONSHIP_TYPE.NUMBERING), None)
    if part is None or part.is_external:
        return formats
    numbering = part.target_part.element
    abstract = {one.get(tag("abstractNumId")): one for one in numbering.iterchildren(tag("abstractNum"))}
    for number in numbering.iterchildren(tag("num")):
        definition = abstract.get(_value(number, "abstractNumId"))
        for level in definition.iterchildren(tag("lvl")) if definition is not None else ():
            formats[number.get(tag("numId")), level.get(tag("ilvl"))] = _value(level, "numFmt") or "decimal"
    return formats


def _value(element: Element, name: str) -> str | None:
    found = element.find(tag(name))
    return None if found is None else found.get(tag("val"))


def _is_on(switch: Element | None) -> bool:
    return switch is not None and switch.get(tag("val")) not in ("0", "false", "off")
