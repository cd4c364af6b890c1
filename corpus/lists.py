"""Lists told in words: their items with the words that lead in to them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.questions import asks

SHORT_ITEM = 12
"""Words that an item may have to stand in a sentence with the others."""
SHORT_LIST = 80
"""Words that all items of such a list may have together."""
LEAD_WORDS = 12
"""Words that a line without an end of a sentence may have to lead in to the list below it."""
REPEATED_WORDS = 8
"""Words that the lead-in may have to stand before each item that says several things of one thing."""
STEP_WORDS = 4
"""Words from which on the numbered items of a list are steps, whose numbers are told."""
RECORDS_SHARE = 0.6
"""Share of the items that say several things, from which on all of them stay apart."""

_INNER_END = re.compile(r"[.!?]\s+\S")
_END = re.compile(r"\s*(?:[.,;]|[,;]?\s(?:and|or))\Z")
_FINISHED = re.compile(r"[.!?\u2026][\"')\]\u201d\u2019]*\Z")
_SEVERAL = re.compile(r",\s|;\s|:\s|\s[-\u2013\u2014=|]\s|\t")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_LAST_SENTENCE = re.compile(r"(?:.*[.!?][\"')\]]*\s+)?(.*)", re.DOTALL)


def leads_in(text: str) -> bool:
    """Tell whether ``text`` leads in to what stands below it: it ends with a colon, or it is short and has no end."""
    last = text.rsplit("\n", 1)[-1]
    if last.endswith(":") or asks(last):
        return True
    return "\n" not in text and not _FINISHED.search(text) and len(text.split()) <= LEAD_WORDS


def told_list(items: Sequence[str], *, lead: str = "", ordered: bool = False, first: int = 1) -> str:
    """Return a list in words; ``lead`` is the paragraph above it if that :func:`leads_in`, else nothing.

    Short items make one sentence with the words above them, as they would in prose. Items that say several things of
    one thing each (``Anna, cook``) are a line each, with a short lead-in before all of them; so are long ones. Lines
    are parted by the end of a line. The numbers of steps are told, from ``first`` on.
    """
    numbers = [""] * len(items)
    if ordered and any(_FINISHED.search(item) or len(item.split()) >= STEP_WORDS for item in items):
        numbers = [f"({number}) " for number in range(first, first + len(items))]
    if lead and not asks(lead):
        lead = lead if lead.endswith(":") else f"{lead}:"
    if len(items) > 1 and are_records(items):
        opening = _LAST_SENTENCE.fullmatch(lead)
        repeated = opening.group(1) if opening else ""
        if not lead or asks(lead) or len(repeated.split()) > REPEATED_WORDS or any("\n" in item for item in items):
            return "\n".join([*([lead] if lead else []), *items])
        above = lead[: len(lead) - len(repeated)].strip()
        return "\n".join([*([above] if above else []), *(f"{repeated} {item}" for item in items)])
    if not _are_short(items):
        return "\n".join([*([lead] if lead else []), *map("".join, zip(numbers, items, strict=True))])
    bare = [_END.sub("", item) for item in items]
    between = "; " if any(", " in _without_brackets(item) for item in bare) else ", "
    told = between.join(map("".join, zip(numbers, bare, strict=True)))
    if not lead:
        return told
    return f"{lead}\n{told}" if asks(lead) else f"{lead} {told}."


def told_within(item: str, items: Sequence[str]) -> str:
    """Return an item with those of the list below it: in brackets if they are short, else as a list of its own."""
    if not leads_in(item):
        return f"{item}\n{told_list(items)}"
    is_long = "\n" in item or asks(item) or len(item.split()) > SHORT_ITEM
    if is_long or not _are_short(items) or any("(" in inner for inner in items):
        return told_list(items, lead=item)
    return f"{item.rstrip(':')} ({told_list(items)})"


def _are_short(items: Sequence[str]) -> bool:
    """Tell whether all items fit into one sentence."""
    counts = [len(_without_brackets(item).split()) for item in items]
    if max(counts) > SHORT_ITEM or sum(len(item.split()) for item in items) > SHORT_LIST:
        return False
    return not any("\n" in item or _INNER_END.search(item) or asks(item) for item in items)


def are_records(items: Sequence[str]) -> bool:
    """Tell whether most items say several things, so that none of them may run into the next one."""
    return sum(map(is_record, items)) >= RECORDS_SHARE * len(items)


def is_record(item: str) -> bool:
    """Tell whether an item says several things of one thing: ``Anna, cook`` or ``Built: 1961``."""
    return _SEVERAL.search(_without_brackets(item)) is not None


def _without_brackets(item: str) -> str:
    """Return an item without what stands in brackets."""
    return _IN_BRACKETS.sub("", item) if "(" in item else item
