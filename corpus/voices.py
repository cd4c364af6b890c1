"""Who says what: names before words (``ANNA: Yes``), marks of another speaker (``>>``, dashes); sounds nobody says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.shown import Line, Shown
from corpus.sounds import without_sounds

LONGEST_NAME = 60
"""Characters of the name of a speaker."""
WORDS_OF_A_NAME = 5
"""Words of one, its title and what stands in brackets behind it counted."""
NAMED_SHARE = 0.25
"""Share of the cues that begin with a name, from which on whatever looks like one is taken for one."""
HELD = 8.0
"""Seconds of silence after which nobody is known to go on speaking."""

NAME_WORD = r"[^\W\d_][\w.'\u2019&-]*"
"""The pattern of a word of a name; it may hold a point, an apostrophe, a hyphen or "&"."""
CAPITALS = r"[A-Z][A-Z.'\u2019-]+"
"""The pattern of a word of a name that is written in capitals, as in a play."""
_NUMBER = r"#?\d{1,3}"
_LABEL = re.compile(
    rf"(?P<open>\[)?(?P<name>{NAME_WORD}(?:[ ](?:{NAME_WORD}|{_NUMBER})){{0,{WORDS_OF_A_NAME - 1}}}"
    r"(?:[ ]\([^()\n]{1,30}\))?)"
    r"(?(open)\]):(?=\s|\Z)"
)
_IN_BRACKETS = re.compile(
    rf"(?:\[(?P<square>{NAME_WORD}(?:[ ](?:{NAME_WORD}|{_NUMBER})){{0,2}})\]"
    rf"|\((?P<round>{CAPITALS}(?:[ ](?:{CAPITALS}|{_NUMBER})){{0,2}})\)|<(?P<nick>[^\s<>/][^<>\n]{{0,38}})>)(?=\s+\S)"
)
"""``[Anna] Yes``, ``(ANNA) Yes``, and ``<anna> yes`` as in a chat."""
_NUMBERED = re.compile(r"(?:speaker|spk|sprecher|participant|voice|guest|host)[ _]?#?(?:\d{1,3}|[A-Z])", re.IGNORECASE)
_SMALL_WORDS = ("al", "bin", "da", "de", "del", "den", "der", "di", "du", "la", "le", "of", "the", "van", "von")
_TURN = re.compile(r">{2,3}[ ]?")
_DASH = re.compile(r"[-\u2010-\u2013][ ]?(?=[^\W\d_a-z]|[\"'\u201c\u2018\[(.\u2026])")
_FINISHED = re.compile(r"(?:[.!?\u2026\u2014]|--|-)[\"')\]\u201d\u2019]*\Z")


@dataclass(frozen=True, slots=True)
class Spoken:
    """The words of one speaker in one cue, with the seconds at which they begin and end.

    ``speaker`` is empty where nobody is named; ``turn`` is true where somebody else begins to speak.
    """

    start: float
    end: float
    words: tuple[str, ...]
    speaker: str = ""
    turn: bool = False


@dataclass(frozen=True, slots=True)
class _Part:
    """Words between two marks of another speaker; ``mark`` is the one before them, ``label`` the name, if any.

    ``written`` is the name as it stands there, with its colon or brackets.
    """

    cue: int
    words: tuple[str, ...]
    speaker: str
    mark: str
    label: str
    written: str
    finished: bool

    @property
    def named(self) -> tuple[str, ...]:
        """The words with their label as it is written, for one that is none."""
        return tuple(self.written.split()) + self.words


def spoken_in(shown: Sequence[Shown], *, prose: bool = False) -> list[Spoken]:
    """Return what is said in cues, which have to be in the order of their times, each with its speaker.

    A name that a file keeps beside the words holds for the cue. One that stands before the words, with a colon, holds
    until somebody else speaks: until the next name, a mark (``>>`` or a dash), or ``HELD`` seconds of silence. In
    ``prose`` a word before a colon is taken for a name only where one of them comes again.
    """
    parts = list(_parts(shown))
    labels = _labels(parts, len(shown), prose=prose)
    spoken: list[Spoken] = []
    holder = ""
    last: tuple[str, float] = ("", 0.0)
    number, turn = -1, False
    for part in parts:
        cue = shown[part.cue]
        label = part.label if part.label in labels or (part.label and part.mark) else ""
        words = part.words if label or not part.label else part.named
        if label or part.mark or part.speaker or cue.start - last[1] > HELD:
            holder = label
        speaker = part.speaker or holder
        turn = turn or bool(part.mark) or (speaker != last[0] and bool(spoken))
        last = (speaker, cue.end)
        if not words:
            continue
        if spoken and part.cue == number and not turn:  # The next line of the same cue.
            spoken[-1] = replace(spoken[-1], words=spoken[-1].words + words)
        else:
            spoken.append(Spoken(cue.start, cue.end, words, _shown_name(speaker), turn))
        number, turn = part.cue, False
    return spoken


def names_before(texts: Sequence[str]) -> list[tuple[str, str]]:
    """Return for each text the name of who speaks it, where it begins with one and a colon, and its words without it.

    As in prose a topic may stand there just as well, at least one name has to come again.
    """
    parts: list[_Part] = []
    finished = True
    split = [_label(text) for text in texts]
    for number, (text, (label, rest)) in enumerate(zip(texts, split, strict=True)):
        parts.append(_Part(number, tuple(rest.split()), "", "", label, "", finished))
        finished = _FINISHED.search(text[-10:]) is not None
    labels = _labels(parts, len(texts), prose=True)
    return [(label, rest) if label in labels else ("", text) for (label, rest), text in zip(split, texts, strict=True)]


def _label(text: str) -> tuple[str, str]:
    """Return what stands before the words like a name, empty where nothing does, and the words."""
    found = _LABEL.match(text)
    if found is not None and _may_be_name(found["name"]):
        return found["name"], text[found.end() :].strip()
    bracketed = _IN_BRACKETS.match(text) if text[:1] in ("[", "(", "<") else None
    name = "" if bracketed is None else bracketed["square"] or bracketed["round"] or bracketed["nick"]
    if bracketed is None or not (bracketed["nick"] or _may_be_name(name)):
        return "", text
    return name, text[bracketed.end() :].strip()


def _parts(shown: Sequence[Shown]) -> Iterator[_Part]:
    """Yield what is said between two places at which another speaker may begin."""
    marked = any(line.words and line.words[0].startswith(">>") for cue in shown for line in cue.lines)
    finished = True
    for number, cue in enumerate(shown):
        lines = _without_sounds(cue.lines, finished=finished)
        for line in lines:
            for mark, text in _turns(" ".join(line.words), marked=marked):
                label, rest = _label(text)
                words = tuple(rest.split())
                if words or label or mark:
                    written = text[: len(text) - len(rest)] if label else ""
                    yield _Part(number, words, line.speaker, mark, label, written, finished)
                if words:
                    finished = _FINISHED.search(words[-1]) is not None


def _without_sounds(lines: Sequence[Line], *, finished: bool) -> list[Line]:
    """Return the lines of a cue without the sounds that nobody says."""
    texts = without_sounds("\n".join(" ".join(line.words) for line in lines), finished=finished).split("\n")
    return [Line(tuple(text.split()), line.speaker) for text, line in zip(texts, lines, strict=True) if text.strip()]


def _turns(text: str, *, marked: bool) -> Iterator[tuple[str, str]]:
    """Yield the stretches of a line, each with the mark of another speaker before it."""
    dash = _DASH.match(text)
    if dash is not None:
        yield "-", text[dash.end() :].strip()
        return
    if not marked or ">>" not in text:
        yield "", text
        return
    start, mark = 0, ""
    for turn in _TURN.finditer(text):
        if text[start : turn.start()].strip():
            yield mark, text[start : turn.start()].strip()
        start, mark = turn.end(), ">>"
    yield mark, text[start:].strip()


def _labels(parts: Sequence[_Part], cues: int, *, prose: bool) -> frozenset[str]:
    """Return which of the words before a colon name a speaker.

    These are the numbered ones of speech recognition; names in capitals, where the film has more than one line with
    such a name and is not itself in capitals; and others where they begin ``NAMED_SHARE`` of the cues, or where at
    least two of them come again and again. In ``prose``, where topics stand there as well, one has to come again.
    """
    counts = Counter(part.label for part in parts if part.label)
    if not counts:
        return frozenset()
    after_end = Counter(part.label for part in parts if part.label and part.finished)
    told = {part.speaker for part in parts if part.speaker}
    shouted = not any(word.islower() for part in parts for word in part.words)
    capitals = [label for label in counts if label.isupper()]
    others = [label for label in counts if not label.isupper()]
    found = {label for label in counts if _NUMBERED.fullmatch(label) or label in told}
    if not shouted and sum(counts[label] for label in capitals) > 1:
        found.update(capitals)
    again = [label for label in (*others, *(capitals if shouted else ())) if after_end[label] > 1]
    if prose and max(counts.values()) < 2:
        found = {label for label in found if _numbered(label)}
    elif sum(counts.values()) >= max(2, NAMED_SHARE * cues):
        found.update(counts)
    elif len(again) > 1:
        found.update(again)
    return frozenset(found)


def _may_be_name(words: str) -> bool:
    """Tell whether the words before a colon are written like a name: every one of them with a capital."""
    bare = re.sub(r"\([^()]*\)", "", words).split()
    letters = sum(letter.isalpha() for letter in words)
    named = all(not word[0].islower() or word in _SMALL_WORDS for word in bare)
    return letters > 1 and len(words) <= LONGEST_NAME and ((named and bare[0][0].isupper()) or _numbered(words))


def _numbered(words: str) -> bool:
    return _NUMBERED.fullmatch(words) is not None


def _shown_name(name: str) -> str:
    return name[:LONGEST_NAME].strip()
