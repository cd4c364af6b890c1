"""Chats in JSON, as Slack, Telegram, Discord and their like export them: who says what, a day below the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from typing import Any

from corpus.blocks import Block, spoken_block
from corpus.cleaning import clean

DEEPEST = 8
"""Levels of lists and objects within one another at which messages are looked for."""
FEWEST = 2
"""Messages from which on a file is a chat."""

_TEXTS = ("text", "content", "body", "message")
_SPEAKERS = (
    *("user_profile", "sender_name", "senderName", "from", "from_name", "author", "sender", "username", "user"),
    "role",
)
_NAMES = ("real_name", "display_name", "nickname", "global_name", "name", "username", "role")
_DATES = ("date", "timestamp", "created_at", "createdAt", "time", "timestamp_ms", "ts")
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]|\Z)")
_SECONDS = re.compile(r"1\d{9}(?:\.\d+)?")
_MENTION = re.compile(r"<@(\w+)(?:\|([^<>]*))?>")
_LINK = re.compile(r"<(?:https?|mailto):[^|<>\s]*\|([^<>]*)>")
_BARE_LINK = re.compile(r"<((?:https?|mailto):[^|<>\s]*)>")


@dataclass(frozen=True, slots=True)
class _Message:
    """What somebody writes, on a day if that is known."""

    speaker: str
    text: str
    day: str


def blocks_of_messages(data: Any) -> list[Block]:  # noqa: ANN401 - JSON is anything.
    """Return a paragraph for each message of a chat with who writes it, and each day as a heading; none if it is none.

    Messages are objects in a list that hold a text and who it is from; what a program tells in between (who joined or
    left) is passed over.
    """
    names = dict(_ids(data, 0))
    found: dict[tuple[str, ...], list[_Message]] = {}
    for path, message in _walk(data, (), 0, names):
        found.setdefault(path, []).append(message)
    messages = max(found.values(), key=len, default=[])
    if len(messages) < FEWEST:
        return []
    blocks: list[Block] = []
    day = ""
    for message in messages:
        if message.day and message.day != day:
            day = message.day
            blocks.append(Block(day, level=1))
        blocks.append(spoken_block(message.text, message.speaker))
    return blocks


def _walk(
    data: Any,  # noqa: ANN401
    path: tuple[str, ...],
    depth: int,
    names: Mapping[str, str],
) -> Iterator[tuple[tuple[str, ...], _Message]]:
    """Yield every message with the names on the way to it."""
    if depth > DEEPEST:
        return
    if isinstance(data, list):
        for value in data:
            message = _message(value, names) if isinstance(value, Mapping) else None
            if message is None:
                yield from _walk(value, path, depth + 1, names)
            elif message.text:
                yield path, message
    elif isinstance(data, Mapping):
        for name, value in data.items():
            yield from _walk(value, (*path, str(name)), depth + 1, names)


def _message(data: Mapping[str, Any], names: Mapping[str, str]) -> _Message | None:
    """Return the message that an object is, without words where a program tells something; None where it is none."""
    text = next((_words(data[name]) for name in _TEXTS if isinstance(data.get(name), str | list | Mapping)), None)
    speaker = next((name for field in _SPEAKERS if (name := _name(data.get(field)))), "")
    if text is None or not speaker:
        return None
    if data.get("type") in ("service", "system") or str(data.get("subtype") or "").startswith(("channel_", "group_")):
        return _Message(speaker, "", "")
    text = _MENTION.sub(lambda found: names.get(found[1]) or found[2] or "somebody", text)
    text = unescape(_BARE_LINK.sub(r"\1", _LINK.sub(r"\1", text)))
    lines = (" ".join(line.split()) for line in clean(text).split("\n"))
    return _Message(names.get(speaker, speaker), "\n".join(filter(None, lines)), _day(data))


def _words(value: Any) -> str:  # noqa: ANN401
    """Return what a message says, which may be in parts."""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        value = value.get("parts", value.get("text"))
        return value if isinstance(value, str) else _words(value) if isinstance(value, list) else ""
    parts = (part.get("text") if isinstance(part, Mapping) else part for part in value)
    return "".join(part for part in parts if isinstance(part, str))


def _name(value: Any) -> str:  # noqa: ANN401
    """Return who a field names."""
    if isinstance(value, Mapping):
        value = next((value[name] for name in _NAMES if isinstance(value.get(name), str) and value[name].strip()), "")
    return " ".join(clean(value[:60]).split()) if isinstance(value, str) else ""


def _ids(data: Any, depth: int) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    """Yield what stands for a person with the name, where objects hold both."""
    if depth > DEEPEST:
        return
    if isinstance(data, Mapping):
        called = data.get("user", data.get("id"))
        name = _name(data.get("user_profile") or data.get("profile"))
        if isinstance(called, str) and name:
            yield called, name
    for value in data.values() if isinstance(data, Mapping) else data if isinstance(data, list) else ():
        if isinstance(value, Mapping | list):
            yield from _ids(value, depth + 1)


def _day(data: Mapping[str, Any]) -> str:
    """Return the day of a message as ``2024-03-01``; nothing where it is unknown."""
    for field in _DATES:
        value = data.get(field)
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            continue
        told = str(value)
        found = _DAY.match(told)
        if found is not None:
            return found.group(1)
        seconds = told[:10] if field == "timestamp_ms" else told
        if _SECONDS.fullmatch(seconds):
            return datetime.fromtimestamp(float(seconds), UTC).date().isoformat()
    return ""
