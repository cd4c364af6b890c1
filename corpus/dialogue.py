"""Conversations written down: lines that begin with who speaks, chats with the time of each message, plays."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.questions import asks
from corpus.voices import names_before
from corpus.word_set import word_set

FEWEST = 2
"""Times that some speaker has to be named for a text to be a conversation."""
FEWEST_TURNS = 3
"""Turns from which on it is one, where no time stands beside the names."""
SPOKEN_SHARE = 0.5
"""Share of the turns that have to read like something said, and not like the entries of a form."""
FEW_WORDS = 6
"""Words from which on a turn without a number in it reads like something said."""

_CLOCK = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[\s\u202f]?[AaPp]\.?[Mm]\.?)?"
_DATE = r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}"
_MESSAGE = re.compile(
    rf"\s*[\[(]?(?P<date>{_DATE})(?:,|\s|T)\s*{_CLOCK}[\])]?\s*(?:[-\u2013\u2014]\s+)?"
    r"(?:<(?P<nick>[^<>\n]{1,40})>|(?P<name>[^:\n<>]{1,60}):)\s+(?P<words>\S.*)"
)
_NAME = r"(?P<name>[^\W\d_][\w.'\u2019-]*(?:[ ](?:[^\W\d_][\w.'\u2019-]*|\([^()\n]{1,30}\))){0,4})"
_HEADER = re.compile(
    rf"\s*{_NAME}[ \t]+(?:[\u2013\u2014-][ \t]*)?[\[(]?(?:(?:Today|Yesterday|{_DATE})(?:[ ]at|,)?[ ])?{_CLOCK}[\])]?\s*"
)
_IN_A_PLAY = re.compile(
    r"\s*(?P<name>[A-Z][A-Z.'\u2019-]+(?:[ ][A-Z0-9][A-Z0-9.'\u2019-]*){0,3})(?:[ ]\([^()\n]{1,20}\))?\s*"
)
_NOTHING = re.compile(
    r"<?(?:media|image|photo|video|audio|voice message|sticker|gif|document|contact card)[ ]omitted>?", re.IGNORECASE
)
_ENDS = re.compile(r"[.!?\u2026][\"')\]\u201d\u2019]*\Z")
_PERSONAL = re.compile(
    r"\b(?:i|i'm|i've|me|my|you|your|we|our|it|he|she|they|yes|no|ok|okay|thanks|please|hi|hello)\b", re.IGNORECASE
)
_NO_SPEAKERS = word_set(
    "address age answer author background caution chapter conclusion contents date debug email error example fact "
    "figure hint important info introduction location name note notes number objective phone price question references "
    "role section source step subject summary table task time tip title topic type warn warning year"
)


@dataclass(frozen=True, slots=True)
class Turn:
    """What stands in a line without the name before it: ``words``, said by ``speaker``, on a ``date`` if that is told.

    Without words the line is a name above what is said, or a message of which nothing is left.
    """

    speaker: str
    words: str
    date: str = ""


def turns_in(lines: Sequence[str], begins: Sequence[bool]) -> list[Turn | None]:
    """Return for each line the turn that begins there, None where none does.

    ``begins`` tells of each line whether a paragraph begins with it. Understood are the messages of a chat with date,
    time and name; names alone in a line with a time, or in capitals as in a play, above what is said; and names with a
    colon before it, where these come again and what stands behind them reads like something said.
    """
    for found in (_messages(lines), _below_names(lines, begins, _HEADER), _below_names(lines, begins, _IN_A_PLAY)):
        names = Counter(turn.speaker for turn in found if turn is not None)
        if sum(names.values()) >= FEWEST_TURNS and max(names.values()) >= FEWEST:
            return found
    return _behind_names(lines)


def _messages(lines: Sequence[str]) -> list[Turn | None]:
    """Return the messages of a chat."""
    turns: list[Turn | None] = []
    for line in lines:
        found = _MESSAGE.match(line)
        name = "" if found is None else " ".join((found["nick"] or found["name"]).split())
        if found is None or name.lower() in _NO_SPEAKERS:
            turns.append(None)
        else:
            words = found["words"].strip()
            turns.append(Turn(name.lstrip("~ "), "" if _NOTHING.fullmatch(words) else words, found["date"]))
    return turns


def _below_names(lines: Sequence[str], begins: Sequence[bool], header: re.Pattern[str]) -> list[Turn | None]:
    """Return who speaks in the lines below names that stand alone in a line."""
    turns: list[Turn | None] = []
    for place, line in enumerate(lines):
        found = header.fullmatch(line) if begins[place] else None
        below = place + 1 < len(lines) and not begins[place + 1]
        name = " ".join(found["name"].split()) if found is not None and below else ""
        turns.append(Turn(name, "") if name and name.lower() not in _NO_SPEAKERS else None)
    return turns if len({turn.speaker for turn in turns if turn is not None}) > 1 else [None] * len(lines)


def _behind_names(lines: Sequence[str]) -> list[Turn | None]:
    """Return who speaks in the lines that begin with a name and a colon."""
    none: list[Turn | None] = [None] * len(lines)
    if sum(":" in line for line in lines) < FEWEST_TURNS:
        return none
    named = names_before([line.strip() for line in lines])
    turns = [Turn(name, words) if name and name.lower() not in _NO_SPEAKERS else None for name, words in named]
    names = Counter(turn.speaker for turn in turns if turn is not None)
    said = [turn.words for turn in turns if turn is not None]
    spoken = sum(_reads_like_speech(words) for words in said)
    if len(names) < 2 or len(said) < FEWEST_TURNS or max(names.values()) < FEWEST or spoken < SPOKEN_SHARE * len(said):
        return none
    return list(turns)


def _reads_like_speech(words: str) -> bool:
    return (
        _ENDS.search(words) is not None
        or asks(words)
        or (len(words.split()) >= FEW_WORDS and not any(letter.isdigit() for letter in words))
        or _PERSONAL.search(words) is not None
    )
