"""Rows of words and times, wherever they are in JSON, found by the names that programs give to such fields."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from corpus.cleaning import clean
from corpus.timed_text import seconds_of

DEEPEST = 16
"""Levels of lists and objects within one another at which rows are looked for."""
MOST_SECONDS = 1_000_000_000
"""Seconds, or milliseconds, from which on a number is no time but a date."""
WHOLE_SHARE = 0.8
"""Share of the longest text that another choice of rows has to hold in order to be as good."""

_TEXTS = (
    *("punctuated_word", "text", "utf8", "transcript", "display", "content", "body", "word", "value", "sentence"),
    *("caption", "line", "subtitle", "utterance", "DisplayText"),
)
_STARTS = (
    *("start", "start_time", "startTime", "start_s", "startSeconds", "begin", "from", "ts", "time", "t", "offset"),
    *("timestamp", "timestamps", "startOffset", "offsets"),
)
_STARTS_IN_MS = (
    "tStartMs",
    "startMs",
    "start_ms",
    "startTimeMs",
    "start_time_ms",
    "offsetMs",
    "offset_ms",
    "offsetMilliseconds",
)
_ENDS = ("end", "end_time", "endTime", "end_s", "endSeconds", "stop", "to", "end_ts", "endOffset", "until")
_ENDS_IN_MS = ("endMs", "end_ms", "endTimeMs", "end_time_ms")
_LENGTHS = ("duration", "dur", "length", "d")
_LENGTHS_IN_MS = ("dDurationMs", "durationMs", "duration_ms", "durationMilliseconds")
_TICKS = (("offsetInTicks", "durationInTicks"), ("Offset", "Duration"))
_SPEAKERS = (
    *("speaker", "speaker_name", "speakerName", "speaker_label", "speakerLabel", "speaker_id", "speakerId"),
    *("speakerTag", "speaker_tag", "spk", "author"),
)
_CHOICES = ("alternatives", "nBest", "NBest")
"""Names of lists of which only the first one is meant: the others are what else may have been said."""
_PREFERRED = ("utterances", "audio_segments", "segments", "snippets", "sentences", "recognizedPhrases", "transcription")
_NUMBER_AND_UNIT = re.compile(r"(?:PT)?(\d{1,9}(?:\.\d{1,12})?)\s*(s|S|sec|secs|seconds|ms)?")
_NUMBERED = re.compile(r"(?:(?:spk|speaker)[_ -]?)?(\d+|.)", re.IGNORECASE)
_ISO = re.compile(r"PT(?:(\d{1,5})H)?(?:(\d{1,5})M)?(?:(\d{1,5}(?:\.\d{1,12})?)S)?")


@dataclass(frozen=True, slots=True)
class Row:
    """Words with their times as a file tells them: ``start``, and ``end`` or ``length``; None where it does not.

    With ``has_unit`` the times are seconds for certain. ``is_word`` is true for one word, or ``is_mark``, the
    punctuation behind one.
    """

    text: str
    start: float | None = None
    end: float | None = None
    length: float | None = None
    has_unit: bool = False
    speaker: str = ""
    is_word: bool = False
    is_mark: bool = False


def rows_in(data: Any) -> list[Row]:  # noqa: ANN401 - JSON is anything.
    """Return the rows of a transcript in the order of the file; none where there are no words with a time.

    Where the same words are there several times, as segments and as words, those are taken that name speakers and hold
    whole sentences.
    """
    found: dict[tuple[str, ...], list[Row]] = {}
    for path, row in _walk(data, (), "", 0):
        found.setdefault(path, []).append(row)
    timed = {path: rows for path, rows in found.items() if any(row.start is not None for row in rows)}
    # Speech recognition without times of its words, or with those of some: what it understood is there beside them.
    understood = {path: rows for path, rows in found.items() if path and path[-1] in _CHOICES}
    if _size(understood) * WHOLE_SHARE > _size(timed):
        timed = timed | understood
    sizes = {path: sum(len(row.text) for row in rows) for path, rows in timed.items()}
    whole = [path for path, size in sizes.items() if size and size >= WHOLE_SHARE * max(sizes.values())]
    if not whole:
        return []
    best = min(whole, key=lambda path: _order(path, timed[path]))
    rows = timed[best]
    rows = rows if any(row.speaker for row in rows) else _with_speakers(rows, data)
    names = _names(data)
    return [replace(row, speaker=names.get(row.speaker, row.speaker)) for row in rows] if names else rows


def _size(found: Mapping[tuple[str, ...], Sequence[Row]]) -> int:
    """Return how many letters and the like the rows of the longest choice have, whether they are words or sentences."""
    return max((sum(len("".join(row.text.split())) for row in rows) for rows in found.values()), default=0)


def _names(data: Any) -> dict[str, str]:  # noqa: ANN401
    """Return the names of speakers by what rows call them, where a file lists them with their numbers."""
    listed = data.get("speakers") or data.get("participants") if isinstance(data, dict) else None
    names: dict[str, str] = {}
    for one in listed if isinstance(listed, list) else ():
        if isinstance(one, dict) and isinstance(one.get("name"), str):
            called = _speaker({"speaker": one.get("id", one.get("label"))})
            name = " ".join(clean(one["name"][:200]).split())
            if called and name:
                names[called] = name
    return names


def text_in(data: Any) -> str:  # noqa: ANN401
    """Return the text of an object that is nothing but a text without times; else none."""
    if isinstance(data, dict):
        for name in ("text", "transcript"):
            if isinstance(data.get(name), str):
                return clean(data[name]).strip()
    return ""


def _order(path: tuple[str, ...], rows: Sequence[Row]) -> tuple[bool, bool, int, int]:
    """Return by what one choice of rows goes before another."""
    preferred = next((place for place, name in enumerate(_PREFERRED) if path and path[-1] == name), len(_PREFERRED))
    return not any(row.speaker for row in rows), _are_words(rows), preferred, len(path)


def _walk(data: Any, path: tuple[str, ...], speaker: str, depth: int) -> Iterator[tuple[tuple[str, ...], Row]]:  # noqa: ANN401
    """Yield every row of words with the names on the way to it; a speaker holds for all that is below."""
    if depth > DEEPEST:
        return
    if isinstance(data, dict):
        row = _row(data, path[-1] if path else "")
        speaker = _speaker(data) or speaker
        if row is not None:
            yield path, replace(row, speaker=speaker)
            if path and path[-1] == "events":  # The parts of YouTube's events have times within the event.
                return
        for name, value in data.items():
            if isinstance(value, dict | list) and not (row is not None and name in ("segs", "runs")):
                chosen = value[:1] if name in _CHOICES and isinstance(value, list) else value
                step = "0" if str(name).isdigit() else str(name)
                yield from _walk(chosen, (*path, step), speaker, depth + 1)
    elif isinstance(data, list):
        for value in data:
            yield from _walk(value, path, speaker, depth + 1)


def _row(data: Mapping[str, Any], place: str) -> Row | None:
    """Return what an object says and when; None where it is no row.

    Words without a time are a row, too: that of a list in which others have one.
    """
    name, text = _text(data)
    if text is None:
        return None
    start, end, length, has_unit = _times(data)
    kind = str(data.get("type") or "")
    is_mark = kind in ("punctuation", "punct")
    if start is None and end is None and not is_mark and not name and not text.strip():
        return None
    is_word = is_mark or name in ("word", "punctuated_word") or place in ("words", "items", "elements")
    is_word = is_word or (kind in ("word", "pronunciation"))
    return Row(text, start, end, length, has_unit, is_word=is_word and len(text.split()) <= 2, is_mark=is_mark)


def _are_words(rows: Sequence[Row]) -> bool:
    return sum(row.is_word for row in rows) > len(rows) / 2


def _text(data: Mapping[str, Any]) -> tuple[str, str | None]:
    """Return the field that holds the words of a row, and these; None where none does, nothing where it is null."""
    snippet = data.get("snippet")
    parts = data.get("segs") or (snippet.get("runs") if isinstance(snippet, dict) else None)
    if isinstance(parts, list):
        return "segs", "".join(_of_part(part) for part in parts)
    for name in _TEXTS:
        text = _plain(data[name]) if name in data else None
        if text is not None:
            return name, text
    for name in _CHOICES:
        choices = data.get(name)
        if isinstance(choices, list) and choices and isinstance(choices[0], dict):
            name, text = _text(choices[0])
            if name in ("content", "display"):  # Elsewhere the choices have words with times of their own.
                return name, text
    return "", None


def _plain(value: Any) -> str | None:  # noqa: ANN401
    """Return a value as words; None where it is neither words nor null."""
    if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
        return " ".join(value)
    if isinstance(value, bool) or not (value is None or isinstance(value, str | int | float)):
        return None
    return "" if value is None else str(value)


def _of_part(part: Any) -> str:  # noqa: ANN401
    """Return the words of one part of a row."""
    text = part.get("utf8", part.get("text")) if isinstance(part, dict) else None
    return text if isinstance(text, str) else ""


def _times(data: Mapping[str, Any]) -> tuple[float | None, float | None, float | None, bool]:
    """Return start, end and length of a row, and whether they are seconds for certain."""
    for offset, duration in _TICKS:
        if isinstance(data.get(offset), int | float) and isinstance(data.get(duration), int | float):
            return _finite(data[offset] / 1e7), None, _finite(data[duration] / 1e7), True
    start, sure = _first(data, _STARTS_IN_MS, 0.001)
    end, _ = _first(data, _ENDS_IN_MS, 0.001)
    length, _ = _first(data, _LENGTHS_IN_MS, 0.001)
    if start is not None:
        return start, end, length, True
    for name in _STARTS:
        value = data.get(name)
        if isinstance(value, list) and value:  # Both times are in one field.
            start, sure = _moment(value[0])
            end = _moment(value[1])[0] if len(value) > 1 else None
        elif isinstance(value, dict) and "from" in value:
            start, sure = _moment(value["from"])
            end = _moment(value.get("to"))[0]
        else:
            start, sure = _moment(value)
        if start is not None:
            break
    if end is None:
        end, _ = _first(data, _ENDS, 1.0)
    if length is None:
        length, _ = _first(data, _LENGTHS, 1.0)
    return start, end, length, sure and start is not None


def _first(data: Mapping[str, Any], names: Sequence[str], scale: float) -> tuple[float | None, bool]:
    """Return the first of the named fields that holds a time, and whether its unit is known."""
    for name in names:
        moment, sure = _moment(data.get(name))
        if moment is not None:
            return moment * (scale if not sure else 1.0), sure or scale != 1.0
    return None, False


def _moment(value: Any) -> tuple[float | None, bool]:  # noqa: ANN401
    """Return the time that a value tells, and whether it is in seconds for certain."""
    if isinstance(value, bool) or value is None:
        return None, False
    if isinstance(value, int | float):
        return _finite(value), False
    if isinstance(value, dict) and ("seconds" in value or "nanos" in value):
        seconds, nanos = _moment(value.get("seconds", 0))[0], _moment(value.get("nanos", 0))[0]
        return _finite((seconds or 0.0) + (nanos or 0.0) / 1e9), True
    if not isinstance(value, str) or len(value) > 40:
        return None, False
    found = _NUMBER_AND_UNIT.fullmatch(value.strip())
    if found is not None:
        return _finite(float(found[1]) * (0.001 if found[2] == "ms" else 1.0)), found[2] is not None
    iso = _ISO.fullmatch(value.strip())
    if iso is not None:
        hours, minutes, seconds = (float(part or 0) for part in iso.groups())
        return _finite(hours * 3600 + minutes * 60 + seconds), True
    clock = seconds_of(value)
    return (None, False) if clock is None else (_finite(clock), True)


def _finite(number: float) -> float | None:
    """Return a time from 0 on; None for what is none."""
    try:
        number = float(number)
    except OverflowError:
        return None
    return max(number, 0.0) if math.isfinite(number) and number < MOST_SECONDS else None


def _speaker(data: Mapping[str, Any]) -> str:
    """Return the name of who speaks; numbers and letters become ``Speaker 1``."""
    for field in () if data.keys().isdisjoint(_SPEAKERS) else _SPEAKERS:
        value = data.get(field)
        if isinstance(value, dict):
            value = value.get("name") or value.get("label") or value.get("id")
        if isinstance(value, bool) or not isinstance(value, str | int):
            continue
        name = " ".join(clean(str(value)[:200]).split())
        if name:
            numbered = _NUMBERED.fullmatch(name)
            return f"Speaker {numbered.group(1)}" if numbered else name
    return ""


def _with_speakers(rows: list[Row], data: Any) -> list[Row]:  # noqa: ANN401
    """Return the rows with the names that another part of the file gives to their times."""
    turns = sorted(set(_turns(data, 0))) if isinstance(data, dict | list) else []
    starts = [start for start, _, _ in turns]
    named: list[Row] = []
    for row in rows:
        place = bisect_right(starts, row.start) - 1 if row.start is not None else -1
        inside = place >= 0 and row.start is not None and row.start <= turns[place][1]
        previous = named[-1].speaker if named and row.is_mark else ""
        named.append(replace(row, speaker=turns[place][2] if inside else previous))
    return named


def _turns(data: dict[str, Any] | list[Any], depth: int) -> Iterator[tuple[float, float, str]]:
    """Yield from when to when somebody speaks, where objects tell that without the words."""
    if depth > DEEPEST:
        return
    if isinstance(data, dict):
        speaker = _speaker(data)
        if speaker and _text(data)[1] is None:
            start, end, length, _ = _times(data)
            if start is not None:
                yield start, end if end is not None else start + (length or 0.0), speaker
    for name, value in data.items() if isinstance(data, dict) else (("", value) for value in data):
        if isinstance(value, dict | list) and name not in ("segs", "runs"):  # These are parts of a row.
            yield from _turns(value, depth + 1)
