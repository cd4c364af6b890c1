"""What stands in a cue of subtitles as words and the voices that speak them: tags and entities are no words."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from corpus.shown import Line

_ATTRIBUTES = r"(?:\s+[\w:-]+\s*=\s*[^<>]*)?"
_TAG = re.compile(
    r"<(?:"
    r"\d{1,4}(?::\d{1,2}){1,2}(?:[.,]\d{1,9})?"  # The moment at which the next word is spoken.
    r"|/?(?:font|span|div|p|a|br|lang)(?:[\s./][^<>]*)?"
    rf"|/?(?:c|i|b|u|s|em|strong|ruby|rt|big|small|tt)(?:\.[^\s<>]*)?{_ATTRIBUTES}\s*/?"
    r"|(?P<end>/v)\s*"
    r"|v(?:\.[^\s<>]*)?[ \t]+(?P<voice>[^<>\n]*)"
    r")>",
    re.IGNORECASE,
)
_RUBY_TEXT = re.compile(r"<rt\b[^<>]{0,100}>[^<>]{0,100}</rt>", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>|(?<!:)\\N", re.IGNORECASE)
_OVERRIDE = re.compile(r"\{\\[^{}\n]*\}")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.IGNORECASE)
_DIRECTIONS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def lines_of(markup: str) -> tuple[Line, ...]:
    """Return the lines of one cue without tags, each with the name of its ``<v Name>``; empty lines are left out.

    What looks like a tag and is none, as in ``a < b`` or ``<Quentin>``, is text.
    """
    if "<" in markup or "\\" in markup:
        markup = _BREAK.sub("\n", _RUBY_TEXT.sub("", _OVERRIDE.sub("", markup)))
    return tuple(Line(words, speaker) for speaker, part in _voiced(markup) for words in _words_of_lines(part))


def decoded(text: str) -> str:
    """Return ``text`` with its entities as characters, those too that were encoded twice."""
    for _ in range(2):
        if "&" not in text:
            break
        text = _ENTITY.sub(lambda found: html.unescape(found.group()), text)
    return _DIRECTIONS.sub("", text)


def _voiced(markup: str) -> Iterator[tuple[str, str]]:
    """Yield the stretches of a cue without tags, each with the name of who speaks it, empty where that is not told."""
    if "<" not in markup:
        yield "", markup
        return
    speaker, kept, start = "", [], 0
    for tag in _TAG.finditer(markup):
        kept.append(markup[start : tag.start()])
        start = tag.end()
        if tag["voice"] is None and tag["end"] is None:
            continue
        before = "".join(kept)
        kept = []
        if tag["voice"] is not None and before.strip() and not any(letter.isalnum() for letter in before):
            kept = [before]  # A dash before the name belongs to what is said.
        else:
            yield speaker, before
        speaker = " ".join(decoded(tag["voice"] or "").split())
    yield speaker, "".join([*kept, markup[start:]])


def _words_of_lines(text: str) -> Iterator[tuple[str, ...]]:
    for line in decoded(text).split("\n"):
        words = tuple(line.split())
        if words:
            yield words
