"""Speech without full stops, cut where a speaker is likely to begin anew and never within a name."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from corpus.word_set import word_set

WORDS = 45
"""Words of a stretch that has no end of a sentence in it; with the words before it, about 65 are read at once. Of 45
and 60, that with more right answers to five texts: ``python -m benchmarks.captions`` (207 and 199 of 317)."""
MOST_WORDS = 60
"""Words up to which it stays whole."""
FEWEST_WORDS = 20
"""Words that are left on either side of a cut."""
LEAD_WORDS = 20
"""Words at the end of a stretch that the next chunk begins with: ``python -m benchmarks.captions``."""
WORD_CHARACTERS = 8
"""Characters that count as a word, for languages without blanks."""
WORDS_A_MARK = 30
"""With more words than this for each comma and the like, a written sentence is speech recognised without marks."""
FARNESS = 6.0
"""What ``WORDS`` words from the middle count against a place to cut."""
LONG_SILENCE = 2.0
"""Seconds of silence beyond which it matters no more how long it is."""

_ENDS = (".", "!", "?", "\u2026", "")
_MARKS = (",", ";", ":", "\u2013", "\u2014")
_CLOSING = "\"')]\u201d\u2019"
_BEGIN = word_set(
    "actually after also although and anyway as because before but finally first he her here his how however i i'd "
    "i'll i'm i've if in it it's later let's maybe my next no now of okay on one or our second she since so some "
    "sometimes that's the their then there there's these they they're this those though today until we we'd we'll "
    "we're we've well what when where which while who why with yeah yes you your"
)
"""Words with which clauses and phrases begin, none of which is a part of a name in the middle of it."""
_STRONG = word_set("actually also anyway because but finally however now okay so then there well when while yeah yes")
"""Those of them with which a sentence begins in speech."""
_LEAD = word_set(
    "a about al am an and are as at be been being but by can could da de del den der di do does dr du for from had has "
    "have he her his i if in into is it its la le lady lord miss mr mrs ms my nor of on or our over prof saint she "
    "should sir st than that the their they this to under van very von was we were which who whose will with would you "
    "your"
)
"""Words that lead to the next one, so that nothing is cut behind them."""
_NUMBERS = word_set(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion point "
    "first second third fourth fifth sixth seventh eighth ninth tenth"
)


def cuts(words: Sequence[str], silences: Sequence[float] = ()) -> list[int]:
    """Return at which of ``words``, that have no end of a sentence among them, a new stretch begins.

    ``silences`` are the seconds before each word, where they are known. Cut is at silences and at words with which
    clauses begin, never between two words that may be one name or one number.
    """
    lengths = [max(1, round(len(word) / WORD_CHARACTERS)) if len(word) > 2 * WORD_CHARACTERS else 1 for word in words]
    left = sum(lengths)
    found: list[int] = []
    start = 0
    while left > MOST_WORDS:
        aim = WORDS if left >= WORDS + MOST_WORDS else left / 2
        best, length = (0.0, 0, 0), 0
        for place in range(start + 1, len(words)):
            length += lengths[place - 1]
            if length > MOST_WORDS or left - length < FEWEST_WORDS:
                break
            if length >= FEWEST_WORDS:
                silence = silences[place] if silences else 0.0
                fit = 10 + _fit(words, place, silence) - abs(length - aim) / 20
                best = max(best, (fit, place, length))
        if not best[1]:  # One word is longer than all that.
            place, length = start + 1, lengths[start]
            if place >= len(words):
                break
            best = (0.0, place, length)
        start = best[1]
        left -= best[2]
        found.append(start)
    return found


def parted(text: str) -> list[str]:
    """Return a paragraph in several pieces where there is no end of a sentence for too long, and in one elsewhere.

    A long sentence with commas is written, not spoken, and stays whole.
    """
    words = text.split()
    if len(words) <= MOST_WORDS:
        return [" ".join(words)]
    starts = [0]
    begin = marks = 0
    for place, word in enumerate(words, start=1):
        last = word.rstrip(_CLOSING)[-1:]
        marks += last in _MARKS
        if last in _ENDS or place == len(words):
            run = words[begin:place]
            if len(run) > MOST_WORDS and marks * WORDS_A_MARK < len(run):
                starts += [begin + cut for cut in cuts(run)]
            begin, marks = place, 0
    return [" ".join(words[start:end]) for start, end in pairwise([*starts, len(words)])]


def best_cut(words: Sequence[str]) -> int:
    """Return at which of two or more ``words`` they are best cut in two, not far from the middle."""
    half = len(words) // 2
    places = range(max(1, half - WORDS), min(len(words), half + WORDS))
    return max(places, key=lambda place: _fit(words, place, 0.0) - abs(place - len(words) / 2) / WORDS * FARNESS)


def lead_start(words: Sequence[str]) -> int:
    """Return from which of ``words`` on the next stretch repeats them, so that what goes on there is told whole."""
    aim = max(1, len(words) - LEAD_WORDS)
    places = range(max(1, aim - LEAD_WORDS // 4), min(len(words), aim + LEAD_WORDS // 4 + 1))
    return max(places, key=lambda place: _fit(words, place, 0.0) - abs(place - aim) / LEAD_WORDS * 2, default=0)


def _fit(words: Sequence[str], place: int, silence: float) -> float:
    """Return how well a new stretch begins at a word: below 0 where that would part what belongs together."""
    before, word = words[place - 1], words[place]
    bare, last = word.lower().strip(",;:"), before.lower().strip(",;:")
    if before.endswith((",", ";", ":", "\u2014", "\u2013")):
        fit = 1.0
    elif last in _LEAD:
        fit = -3.0
    else:
        fit = 0.0
    after = words[place + 1].lower() if place + 1 < len(words) else ""
    if _is_number(last) and (_is_number(bare) or (bare in ("and", "point") and _is_number(after))):
        return -6.0
    follows = place + 1 < len(words) and _has_capital(words[place + 1])
    if _has_capital(before) and (_has_capital(word) or (bare in _LEAD and follows)):
        return -6.0 + min(silence, LONG_SILENCE)
    if bare in _BEGIN and not _is_number(bare):
        if bare in ("and", "or"):  # It may join two names, unless a clause begins behind it.
            fit += 2.0 if after in _BEGIN else 0.0
        else:
            fit += 2.0 if bare in _STRONG else 1.2
    elif word[:1].islower():
        fit -= 1.0  # It may be the second half of a name in small letters.
    return fit + min(silence, LONG_SILENCE)


def _has_capital(word: str) -> bool:
    """Tell whether a word is written like a part of a name."""
    return word[:1].isupper() and word.lower().partition("'")[0] not in ("i", *_STRONG)


def _is_number(word: str) -> bool:
    return word in _NUMBERS or word[:1].isdigit() or word.partition("-")[0] in _NUMBERS
