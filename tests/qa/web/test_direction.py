"""What turns the direction of a text round ends where the words end that it came with."""

from __future__ import annotations

import pytest

from qa.web.direction import balanced, enclosed, isolated, straight

OVERRIDE, EMBEDDING, ISOLATE = "\u202e", "\u202b", "\u2067"
POP, POP_ISOLATE = "\u202c", "\u2069"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("lamps", "lamps"),
        (f"a{OVERRIDE}b", "ab"),
        (f"a{EMBEDDING}b", f"a{EMBEDDING}b{POP}"),
        (f"a{EMBEDDING}b{POP}c", f"a{EMBEDDING}b{POP}c"),
        (f"a{POP_ISOLATE}{POP}b", "ab"),
        (f"{ISOLATE}{EMBEDDING}a", f"{ISOLATE}{EMBEDDING}a{POP}{POP_ISOLATE}"),
        (f"{ISOLATE}{EMBEDDING}a{POP_ISOLATE}{POP}b", f"{ISOLATE}{EMBEDDING}a{POP_ISOLATE}b"),
        (f"{EMBEDDING}{ISOLATE}a{POP}", f"{EMBEDDING}{ISOLATE}a{POP_ISOLATE}{POP}"),
        (f"{EMBEDDING}a\nb{POP}", f"{EMBEDDING}a{POP}\nb"),
    ],
)
def test_what_begins_ends_and_nothing_else_does(words: str, told: str) -> None:
    assert balanced(words) == told


def test_names_keep_their_direction_to_themselves() -> None:
    assert isolated(f"<b>{EMBEDDING}") == f"<bdi>&lt;b&gt;{EMBEDDING}{POP}</bdi>"
    assert enclosed("the talk") == "the talk"
    assert enclosed("\u05e9\u05dc\u05d5\u05dd") == "\u2068\u05e9\u05dc\u05d5\u05dd\u2069"
    assert straight(f"a{OVERRIDE}b.md: it is empty") == "ab.md: it is empty"
