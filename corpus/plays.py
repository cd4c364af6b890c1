"""Plays and screenplays: names above or before what is said, stage directions that nobody says, scenes as parts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.turn import Turn, is_no_speaker, reads_like_speech
from corpus.voices import CAPITALS

FEWEST_TURNS = 3
"""Speeches from which on a text is a play."""
SPOKEN_SHARE = 0.6
"""Share of them that have to read like something said."""
NAMED_SHARE = 0.4
"""Share of the paragraphs that have to begin with a name where names are not in capitals."""
TURNS_A_NAME = 3
"""Speeches for each name in such a text."""
MOST_CHARACTERS = 80
"""Characters of the heading of a scene."""

_DIRECTION = r"(?:[ ]?[\[(][^\[\]()\n]{1,80}[\])][.:]?)"
_ABOVE = re.compile(
    rf"\s*(?P<name>{CAPITALS}(?:[ ][A-Z0-9][A-Z0-9.'\u2019-]*){{0,3}}?)[.:]?(?P<how>{_DIRECTION})?[.:]?\s*"
)
_BEFORE = re.compile(
    rf"(?P<name>{CAPITALS}(?:[ ][A-Z0-9][A-Z0-9'\u2019-]*){{0,3}}?)(?:(?<=\w)\.|(?=[ ]?[\[(]))"
    rf"(?P<how>{_DIRECTION})?\.?[ ]+(?=[^\W\d])(?P<words>.+)",
    re.DOTALL,
)
_CAPITALIZED = re.compile(
    rf"(?P<name>[A-Z][a-z'\u2019-]+(?:[ ][A-Z][a-z'\u2019-]+){{0,2}})(?P<how>{_DIRECTION})?\.?(?<=[.)])[ ]+(?=[^\W\d])"
    r"(?P<words>.+)",
    re.DOTALL,
)
_SCENE = re.compile(
    r"\s*(?:(?:INT|EXT|INT\.?/EXT|EXT\.?/INT|I/E)[. ]\s*\S.*"
    r"|(?:ACT|SCENE|PROLOGUE|EPILOGUE|Act|Scene)\b(?:[ .:,\u2014-].*)?)"
)
_CHANGE = re.compile(
    r"\s*(?:(?:SMASH |MATCH |JUMP )?CUT TO|FADE (?:IN|OUT|TO BLACK)|DISSOLVE TO|CURTAIN|BLACKOUT|THE END|\[?Exeunt\b.*"
    r"|\[?Exit\b.*)[.:\]]*\s*"
)
_ALONE = re.compile(r"\s*(?:\([^()\n]*\)|\[[^\[\]\n]*\])\s*")
_HOW = re.compile(r"\s*[\[(][a-z-]+(?: [a-z-]+)?[\])]\s*")
_INSIDE = re.compile(r"\s*\((?:CONT'D|CONT\u2019D|CONTINUED|V\.?O\.?|O\.?S\.?|O\.?C\.?)\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Cue:
    """A name with what stands behind it in its line, and how it is said."""

    name: str
    words: str
    how: str


def turns_of_a_play(lines: Sequence[str], begins: Sequence[bool]) -> list[Turn | None]:
    """Return who speaks in the lines of a play, none where it is no play.

    A name stands alone above what is said (``NORA``, ``NORA (softly)``) or before it (``NORA. Hide the tree.``), at the
    beginning of a paragraph. What stands alone in brackets is said by nobody, and so is a paragraph without a name.
    The heading of a scene is the part that what stands below it belongs to.
    """
    for cues in (_above(lines, begins), _before(lines, begins, _BEFORE), _before(lines, begins, _CAPITALIZED)):
        kept = _of_speakers(cues, lines)
        if kept:
            return list(_turns(lines, begins, kept))
    return [None] * len(lines)


def _above(lines: Sequence[str], begins: Sequence[bool]) -> dict[int, _Cue]:
    """Return the names that stand alone in a line above others of their paragraph."""
    cues = {}
    for place, line in enumerate(lines[:-1]):
        found = _ABOVE.fullmatch(line) if begins[place] and not begins[place + 1] else None
        if found is not None and not _SCENE.fullmatch(line):
            cues[place] = _cue(found, "")
    return cues


def _before(lines: Sequence[str], begins: Sequence[bool], pattern: re.Pattern[str]) -> dict[int, _Cue]:
    """Return the names that stand before what is said."""
    cues = {}
    for place, line in enumerate(lines):
        found = pattern.fullmatch(line.strip()) if begins[place] else None
        if found is not None and not _SCENE.fullmatch(line):
            cues[place] = _cue(found, found["words"])
    names = Counter(cue.name for cue in cues.values())
    if pattern is _CAPITALIZED and (
        len(cues) < max(2 * FEWEST_TURNS, NAMED_SHARE * sum(begins)) or len(cues) < TURNS_A_NAME * len(names)
    ):
        return {}
    return cues


def _cue(found: re.Match[str], words: str) -> _Cue:
    name = " ".join(found["name"].split()).rstrip(".:")
    how = "" if found["how"] is None or _INSIDE.match(found["how"]) else found["how"].strip(" .:")
    return _Cue(name, words, how)


def _of_speakers(cues: dict[int, _Cue], lines: Sequence[str]) -> dict[int, _Cue]:
    """Return the cues of those who speak; none unless several do, one of them again, in what reads like speech.

    What is there once and stands above the first name that comes again is a title or a list of who plays.
    """
    named = {place: cue for place, cue in cues.items() if not is_no_speaker(cue.name)}
    counts = Counter(cue.name for cue in named.values())
    first = min((place for place, cue in named.items() if counts[cue.name] > 1), default=len(lines))
    listed = _listed(lines[:first])
    kept = {place: cue for place, cue in named.items() if place >= first or counts[cue.name] > 1 or cue.name in listed}
    below = ((cue.words, *lines[place + 1 : place + 3]) for place, cue in kept.items())
    said = [next((line for line in found if line and not _ALONE.fullmatch(line)), "") for found in below]
    spoken = sum(map(reads_like_speech, said))
    if len(kept) < FEWEST_TURNS or len({cue.name for cue in kept.values()}) < 2 or spoken < SPOKEN_SHARE * len(kept):
        return {}
    return kept


def _listed(lines: Sequence[str]) -> frozenset[str]:
    """Return the names at the beginning of lines above the play, as in the list of who plays."""
    return frozenset(line.strip().partition(",")[0] for line in lines if "," in line)


def _turns(lines: Sequence[str], begins: Sequence[bool], cues: dict[int, _Cue]) -> Iterator[Turn | None]:
    """Yield what begins at each line."""
    scene, speaker = "", ""
    started = False
    for place, line in enumerate(lines):
        cue = cues.get(place)
        if cue is not None:
            started, speaker = True, cue.name
            how = f"({cue.how.strip('()[]')}) " if cue.how and cue.words else ""
            yield Turn(speaker, how + cue.words if cue.words else "", scene)
        elif begins[place] and len(line) <= MOST_CHARACTERS and _SCENE.fullmatch(line):
            scene, speaker = " ".join(line.split()), ""
            yield Turn("", "", scene)
        elif begins[place] and _CHANGE.fullmatch(line):
            speaker = ""
            yield Turn("", "", scene)
        elif begins[place]:
            speaker = ""
            yield Turn("", line, scene) if started or scene else None
        elif speaker and _ALONE.fullmatch(line):
            yield Turn("", "" if _HOW.fullmatch(line) else line, scene)
        elif speaker and _ALONE.fullmatch(lines[place - 1]):
            yield Turn(speaker, line, scene)
        else:
            yield None
