"""Conversations written down: lines that begin with who speaks, chats with the time of each message, plays."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from corpus.plays import turns_of_a_play
from corpus.turn import Turn, is_no_speaker, reads_like_speech
from corpus.voices import NAME_WORD, WORDS_OF_A_NAME, names_before

FEWEST = 2
"""Times that some speaker has to be named for a text to be a conversation."""
FEWEST_TURNS = 3
"""Turns from which on it is one, where no time stands beside the names."""
SPOKEN_SHARE = 0.5
"""Share of the turns that have to read like something said, and not like the entries of a form."""
LONGEST_HEADER = 150
"""Characters of a line with a name and a time and nothing else."""
_CLOCK = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[\s\u202f]?[AaPp]\.?[Mm]\.?)?"
_DATE = r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}"
_MESSAGE = re.compile(
    rf"\s*[\[(]?(?P<date>{_DATE})(?:,|\s|T)\s*{_CLOCK}[\])]?\s*(?:[-\u2013\u2014]\s+)?"
    r"(?:<(?P<nick>[^<>\n]{1,40})>|(?P<name>[^:\n<>]{1,60}):)\s+(?P<words>\S.*)"
)
_STAMPED = re.compile(rf"\s*[\[(]?{_DATE}(?:,|\s|T)\s*{_CLOCK}[\])]?\s*(?:[-\u2013\u2014]\s+)?\S")
_NAME = rf"(?P<name>{NAME_WORD}(?:[ ](?:{NAME_WORD}|\([^()\n]{{1,30}}\))){{0,{WORDS_OF_A_NAME - 1}}})"
_CAPITALIZED = re.compile(r"(?:[^\W\d_a-z]\S*|\(.*\)|\d+)(?:[ ]|\Z)")
_DAY = (
    rf"(?P<date>(?:Today|Yesterday|{_DATE}|\d{{1,2}}-[A-Z][a-z]{{2}}-\d{{2,4}}|\d{{1,2}}[./]\d{{1,2}}\.?)"
    r"(?:[ ]at|,)?[ ])?"
)
_HEADER = re.compile(rf"\s*{_NAME},?[ \t]+(?:[\u2013\u2014-][ \t]*)?[\[(]?{_DAY}{_CLOCK}[\])]?\s*")
_TIME_FIRST = re.compile(
    rf"\s*(?:[\[(]{_DAY}{_CLOCK}(?:[.,]\d{{1,3}})?[\])]|\d{{1,2}}:\d{{2}}:\d{{2}})"
    rf"[ \t]+(?:[-\u2013\u2014][ \t]+)?{_NAME}(?:#\d{{4}})?\s*:?\s*"
)
_NAME_ALONE = re.compile(rf"\s*{_NAME}\s*")
_TIME_ALONE = re.compile(rf"\s*[\[(]?{_DAY}{_CLOCK}[\])]?\s*")
_NOTHING = re.compile(  # What a chat says in place of what it does not hold.
    r"<?(?:media|image|photo|video|video note|audio|voice message|sticker|gif|document|contact card)[ ]omitted>?"
    r"|<attached:[^<>\n]*>|\S+[ ]\(file attached\)|(?:this message was|you) deleted(?: this message)?\.?|null"
    r"|messages and calls are end-to-end encrypted\..*|waiting for this message\..*"
    r"|(?:missed )?(?:group )?(?:voice|video) call(?:[.,].*)?",
    re.IGNORECASE,
)
_EDITED = re.compile(r"\s*<This message was edited>\Z|\s+\(edited\)\Z")


def turns_in(lines: Sequence[str], begins: Sequence[bool]) -> list[Turn | None]:
    """Return for each line the turn that begins there, None where none does.

    ``begins`` tells of each line whether a paragraph begins with it. Understood are the messages of a chat with date,
    time and name; names alone in a line with a time beside or below it, or in capitals as in a play, above what is
    said; and names with a colon before it, where these come again and what is behind them reads like something said.
    """
    for found in (_messages(lines), _below_times(lines, begins), turns_of_a_play(lines, begins)):
        names = Counter(turn.speaker for turn in found if turn is not None and turn.speaker)
        if sum(names.values()) >= FEWEST_TURNS and max(names.values()) >= FEWEST:
            return found
    return _behind_names(lines)


def _messages(lines: Sequence[str]) -> list[Turn | None]:
    """Return the messages of a chat; what its program tells in between, such as who joined, is said by nobody."""
    turns: list[Turn | None] = []
    part = ""
    named = told = 0
    for line in lines:
        if not _STAMPED.match(line):  # As every message is.
            turns.append(None)
            continue
        found = _MESSAGE.match(line)
        name = "" if found is None else " ".join((found["nick"] or found["name"]).split())
        if found is not None and not is_no_speaker(name):
            named += 1
            part = found["date"]
            words = _EDITED.sub("", found["words"]).strip()
            turns.append(Turn(name.lstrip("~ "), "" if _NOTHING.fullmatch(words) else words, part))
        else:
            told += 1
            turns.append(Turn("", "", part))
    return turns if 2 * named >= told else [None] * len(lines)


def _below_times(lines: Sequence[str], begins: Sequence[bool]) -> list[Turn | None]:
    """Return who speaks in the lines below names that stand alone in a line with a time, or with one below them."""
    turns: list[Turn | None] = []
    is_time = False
    headers = [_header(line) for line in lines]
    for place, line in enumerate(lines):
        if is_time:  # That of the name above it.
            turns.append(turns[-1])
            is_time = False
            continue
        below = lines[place + 1] if place + 1 < len(lines) else ""
        found = headers[place]
        if found is not None and not (begins[place] or found["date"]):
            found = None
        may_be_time = below and len(below) <= LONGEST_HEADER and begins[place] and not begins[place + 1]
        if found is None and may_be_time and _TIME_ALONE.fullmatch(below):
            found = _NAME_ALONE.fullmatch(line)
            is_time = found is not None
        has_words = bool(below) and headers[place + 1] is None
        name = " ".join(found["name"].split()) if found is not None and has_words else ""
        turns.append(Turn(name, "", holds=True) if name and not is_no_speaker(name) else None)
    return _of_several(turns)


def _header(line: str) -> re.Match[str] | None:
    """Return a name alone in a line with a time; a topic behind one mostly has words in small letters."""
    if len(line) > LONGEST_HEADER:
        return None
    found = _HEADER.fullmatch(line)
    if found is not None:
        return found
    found = _TIME_FIRST.fullmatch(line)
    if found is None or (found["date"] and len(found["name"].split()) == 1):
        return found
    return found if all(map(_CAPITALIZED.match, found["name"].split())) else None


def _of_several(turns: list[Turn | None]) -> list[Turn | None]:
    """Return ``turns`` if more than one speaks, else none."""
    return turns if len({turn.speaker for turn in turns if turn is not None}) > 1 else [None] * len(turns)


def _behind_names(lines: Sequence[str]) -> list[Turn | None]:
    """Return who speaks in the lines that begin with a name and a colon."""
    none: list[Turn | None] = [None] * len(lines)
    if sum(":" in line for line in lines) < FEWEST_TURNS:
        return none
    named = names_before([line.strip() for line in lines])
    turns = [Turn(name, words) if name and not is_no_speaker(name) else None for name, words in named]
    names = Counter(turn.speaker for turn in turns if turn is not None)
    said = [turn.words for turn in turns if turn is not None]
    spoken = sum(reads_like_speech(words) for words in said)
    if len(names) < 2 or len(said) < FEWEST_TURNS or max(names.values()) < FEWEST or spoken < SPOKEN_SHARE * len(said):
        return none
    return list(turns)
