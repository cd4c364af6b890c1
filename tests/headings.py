"""The headings that words of a document stand under, for the tests of whatever reads or cites them."""

from __future__ import annotations

from corpus import Document


def heading_at(document: Document, offset: int) -> tuple[str, ...]:
    """Return the path of headings above ``offset``, outermost first; empty where there is none."""
    inside = [section for section in document.sections if section.start <= offset < section.end]
    return inside[-1].heading if inside else ()
