"""Sounds that captions describe in brackets, as in ``[Music]`` and ``(door slams)``: nobody says them."""

from __future__ import annotations

import re

from corpus.word_set import word_set

MOST_WORDS = 5
"""Words of the description of a sound."""
MOST_IN_PARENTHESES = 2
"""Words of one in parentheses within a line, where there may be speech in parentheses, too."""

_KNOWN = word_set(
    "applause applauding audio beep beeping bleep breathes breathing cheer cheering cheers chuckle chuckles chuckling "
    "clapping claps clears cough coughing coughs cries crosstalk crying exhales foreign gasp gasping gasps giggles "
    "groaning groans grunting grunts hum humming hums inaudible indistinct inhales instrumental laugh laughing laughs "
    "laughter mumbles mumbling music musical noise noises panting pause scoffs screaming screams shouting shouts sigh "
    "sighing sighs silence singing sniffing sniffles sniffs sobbing sobs sound sounds speaking static unintelligible "
    "whispering whispers whistles whistling whooping yawns"
)
_BRACKETS = re.compile(
    r"\[(?P<square>[^\[\]()]{0,80})\](?!:)|\((?P<round>[^\[\]()]{0,80})\)(?!:)|(?<!\S)\*(?P<star>[^*]{1,80})\*(?!\S)"
)
_NOTES = re.compile("[\u2669-\u266f\U0001f3b5\U0001f3b6]+")
_MARKS = re.compile(r"[\[(*\u2669-\u266f\U0001f3b5\U0001f3b6]")
_WORD = re.compile(r"[^\W\d_]+")


def without_sounds(text: str, *, finished: bool = True) -> str:
    """Return the words of a cue without the sounds that are described in brackets, its lines where they were.

    A sound is told by its words, by capitals, or by standing alone in the cue; alone in round brackets it is one where
    the sentence before it is ``finished``. Numbers are told of no sound.
    """
    if _MARKS.search(text) is None:
        return text
    text = _NOTES.sub(" ", text)

    def gap(found: re.Match[str]) -> str:
        alone = found.group() == text.strip()
        return "\n" * found.group().count("\n") + " " if _is_sound(found, alone, finished) else found.group()

    return _BRACKETS.sub(gap, text)


def _is_sound(found: re.Match[str], alone: bool, finished: bool) -> bool:
    """Tell whether what stands in brackets describes a sound."""
    content = found["square"] or found["round"] or found["star"] or ""
    words = _WORD.findall(content)
    if not words:
        return found["square"] is not None and not any(letter.isdigit() for letter in content)
    if len(words) > MOST_WORDS or any(letter.isdigit() for letter in content):
        return False
    known = any(word.lower() in _KNOWN for word in words)
    capitals = len(words) > 1 and content.isupper()
    if found["round"] is None:
        return known or capitals or alone
    if alone:
        return known or capitals or (finished and content[:1].islower())
    return capitals or (known and len(words) <= MOST_IN_PARENTHESES)
