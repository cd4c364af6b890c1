"""Questions as people type them: in lower case, without a question mark, with a slip, or as mere keywords."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.training.synonyms import WORD

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy

SHARE = 0.15
"""Share of the questions that are varied."""
REWORDED = 0.3
"""Share of the questions in which other words are put for some, where such words are given."""
EXCHANGED = 0.5
"""How often each word that could be exchanged is, in a question that is reworded."""

_STOP_WORDS = """a an the is are was were do does did has have had be been of in on at to for by with from and or what
which who whom whose when where why how that this these those it its can could would should will"""


def varied(question: str, rng: numpy.random.Generator) -> str:
    """Return ``question``, and in :data:`SHARE` of the cases as somebody in a hurry would type it."""
    if rng.random() >= SHARE:
        return question
    way = rng.integers(4)
    if way == 0:
        return question.lower()
    if way == 1:
        return question.rstrip("?").strip()
    if way == 2:
        return with_slip(question, rng)
    words = [word for word in question.rstrip("?").split() if word.lower() not in _STOP_WORDS.split()]
    return " ".join(words) if len(words) >= 2 else question


def with_slip(question: str, rng: numpy.random.Generator) -> str:
    """Return ``question`` with one slip of the finger in a word of four letters or more, if it has one."""
    words = question.split(" ")
    long = [number for number, word in enumerate(words) if len(word) >= 4 and word.isalpha()]
    if not long:
        return question
    number = int(rng.choice(long))
    word = words[number]
    place = int(rng.integers(1, len(word) - 1))
    way = rng.integers(3)
    if way == 0:
        word = word[:place] + word[place + 1 :]
    elif way == 1:
        word = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    else:
        word = word[:place] + word[place] + word[place:]
    words[number] = word
    return " ".join(words)


def reworded(question: str, synonyms: Mapping[str, Sequence[str]], rng: numpy.random.Generator) -> str:
    """Return ``question``, and in :data:`REWORDED` of the cases with other words of like meaning for some of its own.

    The first of the ``synonyms`` of a word is the likeliest to be taken.
    """
    if not synonyms or rng.random() >= REWORDED:
        return question
    parts = []
    last = 0
    for match in WORD.finditer(question):
        others = synonyms.get(match.group())
        if others and rng.random() < EXCHANGED:
            parts += [question[last : match.start()], others[min(int(rng.geometric(0.4)), len(others)) - 1]]
            last = match.end()
    return "".join([*parts, question[last:]])
