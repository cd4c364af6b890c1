"""Chats that programs export as JSON: who writes what, and on which day."""

from __future__ import annotations

import json
from typing import Any

import pytest

from corpus import TextError, read_content

WELL = [("Ana Cruz", "The well is 31 metres deep & dry."), ("Bo", "Sam Pike dug it.")]
CHATS: dict[str, Any] = {
    "Slack": [
        {"type": "message", "subtype": "channel_join", "text": "<@U3> has joined the channel", "user": "U3"},
        {"type": "message", "text": "The well is 31 metres deep &amp; dry.", "user": "U1", "ts": "1709280000.000100",
         "user_profile": {"real_name": "Ana Cruz"}},
        {"type": "message", "text": "<https://a.example|Sam Pike> dug it.", "user": "U2", "ts": "1709280300.000100",
         "user_profile": {"real_name": "Bo"}},
    ],
    "Telegram": {"name": "Hut", "type": "private_group", "messages": [
        {"id": 1, "type": "service", "date": "2024-02-01T10:00:00", "actor": "Eva", "text": ""},
        {"id": 2, "type": "message", "date": "2024-03-01T10:01:00", "from": "Ana Cruz",
         "text": "The well is 31 metres deep & dry."},
        {"id": 3, "type": "message", "date": "2024-03-01T10:02:00", "from": "Bo",
         "text": [{"type": "bold", "text": "Sam Pike"}, " dug it."]},
    ]},
    "Discord": {"guild": {"id": "1", "name": "Garden"}, "channel": {"id": "2", "name": "tools"}, "messages": [
        {"id": "9", "type": "Default", "timestamp": "2024-03-01T10:00:00+00:00",
         "content": "The well is 31 metres deep & dry.", "author": {"id": "7", "name": "ana", "nickname": "Ana Cruz"}},
        {"id": "10", "type": "Default", "timestamp": "2024-03-01T10:05:00+00:00", "content": "Sam Pike dug it.",
         "author": {"id": "8", "name": "Bo"}},
    ]},
    "Messenger": {"participants": [{"name": "Ana Cruz"}, {"name": "Bo"}], "messages": [
        {"sender_name": "Ana Cruz", "timestamp_ms": 1709280000000, "content": "The well is 31 metres deep & dry."},
        {"sender_name": "Bo", "timestamp_ms": 1709280100000, "photos": []},
        {"sender_name": "Bo", "timestamp_ms": 1709280200000, "content": "Sam Pike dug it."},
    ]},
}  # fmt: skip


@pytest.mark.parametrize("name", CHATS)
def test_who_writes_what_is_read_of_every_program(name: str) -> None:
    document = read_content(json.dumps(CHATS[name]).encode(), source="a.json")
    assert [(one.name, document.text[one.start : one.end]) for one in document.speakers] == WELL
    assert [section.heading for section in document.sections] == [("2024-03-01",)]
    assert document.cues == ()


def test_whoever_is_spoken_of_is_called_by_name() -> None:
    chat = [
        {"text": "Ask <@U2> or <@U9>.", "user": "U1"},
        {"text": "Me?", "user": "U2", "user_profile": {"name": "Bo"}},
    ]
    assert read_content(json.dumps(chat).encode(), source="a.json").text == "Ask Bo or somebody.\nMe?"


@pytest.mark.parametrize("data", [[{"name": "Bera", "built": 1974}], [{"text": "One.", "user": "A"}], {"user": "A"}])
def test_other_data_is_no_chat(data: object) -> None:
    with pytest.raises(TextError, match="no transcript"):
        read_content(json.dumps(data).encode(), source="a.json")
