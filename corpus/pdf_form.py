"""What was filled in to the form of a PDF, as lines beside those of its page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from corpus.cleaning import clean
from corpus.pdf_lines import Line

if TYPE_CHECKING:
    from pypdf import PageObject

MOST_FIELDS = 5_000
"""Fields of a page that are read."""
MOST_ABOVE = 20
"""Fields around a field that may say what it is."""
SIZE = 10.0
"""Size of the letters of a value, in points, where no words stand beside it."""

_CHECKED = {True: "\u2612", False: "\u2610"}
_NO_NAME = re.compile(r"\W*(?:[a-z]{0,12}[_\s-]?\d[\w\s.-]*|undefined|untitled.*)?\W*", re.IGNORECASE)


def with_fields(lines: Sequence[Line], page: PageObject, number: int) -> list[Line]:
    """Return the lines of a page with the values of its form, each behind the words on its left.

    A value without words beside it stands behind the name of its field. A form that cannot be read is passed over.
    """
    told = list(lines)
    try:
        fields = list(page.annotations or [])[:MOST_FIELDS]
    except Exception:
        return told
    for reference in fields:
        try:
            field = reference.get_object()
            if field.get("/Subtype") != "/Widget":
                continue
            value = _value(field)
            left, low, high = _box([float(side) for side in field["/Rect"]])
        except Exception:  # noqa: S112 - A broken field is none.
            continue
        if value:
            _put(told, Line(value, number, left, low, SIZE, bold=False), height=high - low, name=_name(field))
    return told


def _box(sides: Sequence[float]) -> tuple[float, float, float]:
    """Return left, low and high side of a box, whichever corners it was told by."""
    first, second, third, fourth = sides
    return min(first, third), min(second, fourth), max(second, fourth)


def _put(lines: list[Line], value: Line, *, height: float, name: str) -> None:
    """Put the line of a value into ``lines``: behind the words on its left, else before what stands below it."""
    row = [
        place
        for place, line in enumerate(lines)
        if value.y - 0.5 * line.size <= line.y <= value.y + max(height, line.size)
    ]
    beside = [place for place in row if lines[place].x < value.x]
    if beside:
        place = max(beside, key=lambda place: lines[place].x)
        label = lines[place]
        lines.insert(place + 1, Line(value.text, value.page, value.x, label.y, label.size, label.bold))
        return
    if row and value.text in _CHECKED.values():
        label = lines[row[0]]
        lines.insert(row[0], Line(value.text, value.page, value.x, label.y, label.size, label.bold))
        return
    place = next((place for place, line in enumerate(lines) if line.y < value.y), len(lines))
    text = f"{name}: {value.text}" if name else value.text
    lines.insert(place, Line(text, value.page, value.x, value.y, value.size, value.bold))


def _value(field: Any) -> str:  # noqa: ANN401 - Objects of pypdf are of no certain type.
    """Return what a field holds, in one line; nothing for a button, a signature, or a field that is empty."""
    kind = _inherited(field, "/FT")
    value = _inherited(field, "/V")
    if kind == "/Btn":
        state = field.get("/AS")
        pressed = int(_inherited(field, "/Ff") or 0) & (1 << 16)
        return "" if pressed or state is None else _CHECKED[state != "/Off"]
    if kind not in ("/Tx", "/Ch") or value is None:
        return ""
    words = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return " ".join(clean(words).split())


def _name(field: Any) -> str:  # noqa: ANN401
    """Return what a person calls a field; nothing where only a program has a name for it."""
    told = _inherited(field, "/TU") or field.get("/T") or ""
    name = " ".join(clean(str(told)).split()).rstrip(": ")
    return "" if _NO_NAME.fullmatch(name) or "[" in name else name.replace("_", " ")


def _inherited(field: Any, key: str) -> Any:  # noqa: ANN401
    """Return an entry of a field, or of the fields around it."""
    for _ in range(MOST_ABOVE):
        if key in field:
            return field[key].get_object() if hasattr(field[key], "get_object") else field[key]
        if "/Parent" not in field:
            return None
        field = field["/Parent"].get_object()
    return None
