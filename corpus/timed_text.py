"""SubRip, WebVTT and SubViewer: lines of text below lines of times.

WebVTT is read as `its specification <https://www.w3.org/TR/webvtt1/#file-parsing>`_ says: blocks of NOTE, STYLE and
REGION, what stands before the first cue, the identifiers and settings of cues are no text. What people's tools write
is understood beside it: times of other shapes, no number or no blank line between cues, blank lines within one. A
line of times is one that holds nothing but two times and settings. (Tried on files of these kinds, webvtt-py 0.6
takes no SubRip without numbers or milliseconds, leaves entities and eats what stands between ``<`` and ``>``; srt 3.5
leaves comments in and loses cues whose arrow is short; pysubs2 1.8 has one loop for all formats.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.cue_markup import lines_of
from corpus.shown import Shown

FRAMES = 25
"""Frames of a second, where a time ends with the number of one."""
FEWEST = 3
"""Lines of times from which on a text is subtitles that does not begin with one."""
SHARE = 0.2
"""Share of the lines that they have to be then."""
LOOKED_AT = 20_000
"""Characters of a text by which that is told."""
MOST_SETTINGS = 500
"""Characters behind two times in which settings are looked for."""

_FIELD = r"\s?:\s?"
_TIME = rf"(?:\d{{1,4}}{_FIELD})?\d{{1,4}}{_FIELD}\d{{1,2}}(?:\s?[.,:]\s?\d{{1,9}})?"
_ARROW = r"[ \t]*(?:-{1,3}[ \t]?(?:>|&gt;)|[\u2013\u2014][ \t]?>|=>|\u2192)[ \t]*"
_TIMES = re.compile(rf"\s*({_TIME}){_ARROW}(?:({_TIME})(?=\s|\Z)|(?=\Z))(.*)")
_SUBVIEWER = re.compile(r"\s*(\d+:\d\d:\d\d\.\d{1,3}),(\d+:\d\d:\d\d\.\d{1,3})\s*()\Z")
_PARTS = re.compile(r"(?:(\d+)\s?:\s?)?(\d+)\s?:\s?(\d+)(?:\s?([.,:])\s?(\d+))?")
_SETTING = re.compile(
    r"\s*(?:(?:align|line|position|size|vertical|region)(?::\s*\S+)?|[A-Za-z]\w*:[^\s:/]\S*)(?=\s|\Z)"
)
_NO_CUE = re.compile(r"(?:NOTE(?=\s|\Z)|(?:STYLE|REGION)\s*\Z|WEBVTT(?=\s|\Z))")
_NUMBER = re.compile(r"\s*\d{1,7}\s*\Z", re.ASCII)
_HEADER = re.compile(r"\s*WEBVTT(?:\s|\Z)")


@dataclass(frozen=True, slots=True)
class _Times:
    """A line of times: its number, the seconds, and what stands behind them."""

    line: int
    start: float
    end: float | None
    rest: str


def is_webvtt(text: str) -> bool:
    """Tell whether ``text`` begins as a WebVTT file does."""
    return _HEADER.match(text[:200]) is not None


def is_timed_text(text: str) -> bool:
    """Tell whether ``text`` is made of lines below lines of times, whatever it is called.

    It is if its first line, or the one below a number, is one of times; or if at least ``FEWEST`` and ``SHARE`` of
    its lines are.
    """
    if is_webvtt(text):
        return True
    number = times = 0
    first = ""
    for line in text[:LOOKED_AT].splitlines():
        if not line.strip():
            continue
        number += 1
        first = first or line
        if _times_in(number, line) is not None:
            times += 1
            if number == 1 or (number == 2 and _NUMBER.match(first)):
                return True
    return times >= FEWEST and times >= SHARE * number


def read_timed_text(text: str) -> list[Shown]:
    """Return the cues of ``text`` in its order; none where there is no line of times.

    A cue without an end lasts to the next one. Text above the first line of times is kept but in WebVTT.
    """
    lines = text.split("\n")
    times = [found for number, line in enumerate(lines) if (found := _times_in(number, line)) is not None]
    if not times:
        return []
    numbered = _are_numbered(lines, times)
    webvtt = is_webvtt(text) or (not numbered and all("." in lines[found.line] for found in times))
    begins = _begins(lines, times, numbered=numbered, webvtt=webvtt)
    cues = []
    if not webvtt and (above := lines_of("\n".join(lines[: begins[0]]))):
        cues.append(Shown(0.0, 0.0, above))
    for found, following, until in zip(times, [*times[1:], None], [*begins[1:], len(lines)], strict=True):
        below = lines[found.line + 1 : until]
        payload = [found.rest, *(_without_comments(below) if webvtt else below)]
        end = found.end if found.end is not None else following.start if following is not None else found.start
        cues.append(Shown(found.start, max(found.start, end), lines_of("\n".join(payload))))
    return cues


def seconds_of(time: str) -> float | None:
    """Return the seconds that a clock shows: ``1:02:03,5``, ``04:40``, ``0:0:4.8``; None where it is no such thing."""
    found = _PARTS.fullmatch(time.strip())
    if found is None or len(time) > 40:
        return None
    hours, minutes, seconds, mark, rest = found.groups()
    part = 0.0
    if rest is not None:
        part = int(rest) / FRAMES if mark == ":" and len(rest) < 3 else float(f"0.{rest}")
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + part


def _times_in(number: int, line: str) -> _Times | None:
    """Return the times of a line that holds nothing else but settings, or words of the cue behind them."""
    if ":" not in line:
        return None
    found = _TIMES.match(line) if (">" in line or "\u2192" in line or "&gt;" in line) else _SUBVIEWER.match(line)
    if found is None:
        return None
    start = seconds_of(found[1])
    if start is None:
        return None
    rest = _SETTING.sub("", found[3][:MOST_SETTINGS]).strip()
    return _Times(number, start, seconds_of(found[2]) if found[2] else None, found[3] if rest else "")


def _are_numbered(lines: Sequence[str], times: Sequence[_Times]) -> bool:
    """Tell whether most cues have a number above their times."""
    numbered = sum(_above(lines, found.line) is not None for found in times)
    return 2 * numbered > len(times)


def _above(lines: Sequence[str], number: int) -> int | None:
    """Return which line above line ``number`` is nothing but a number, blank lines between them left out."""
    place = number - 1
    while place >= 0 and not lines[place].strip():
        place -= 1
    return place if place >= 0 and _NUMBER.match(lines[place]) else None


def _begins(lines: Sequence[str], times: Sequence[_Times], *, numbered: bool, webvtt: bool) -> list[int]:
    """Return the line with which each cue begins: its number, its identifier, or its times."""
    begins = []
    last = -1
    expected: int | None = None
    for found in times:
        begin = found.line
        place = _above(lines, begin)
        if place is not None and place > last:
            number = int(lines[place])
            if number == expected or (numbered and place == begin - 1) or (numbered and expected is None):
                begin, expected = place, number
        identified = webvtt and begin == found.line and begin - 1 > last and lines[begin - 1].strip()
        if identified and (begin < 2 or not lines[begin - 2]):
            begin -= 1
        expected = expected + 1 if expected is not None else None
        begins.append(begin)
        last = found.line
    return begins


def _without_comments(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines below the times of a WebVTT cue but those of blocks that are none."""
    before = "words"
    skipping = False
    for line in lines:
        if not line:
            skipping = False
        elif not before and _NO_CUE.match(line):
            skipping = True
        if not skipping:
            yield line
        before = line
