"""Misspelt words of a question, mended by the words that the texts hold.

No library does it as well: the plain lookup of symspellpy mends as many words with a slip, but bends 128 of 990 unknown
names to words of the texts (ours 64), and with more texts 7.7% of short misspelt words to wrong ones (ours 1.4%):
``python -m benchmarks.spelling``, with and without ``--plain-lookup``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property

from index import Vocabulary, folded
from qa.question.lexicon import lexicon
from qa.question.nearest_word import Candidate, Slip, candidates, clear_winner, is_beaten
from qa.types import Correction

SHORTEST = 4
"""Letters of the shortest word that is changed, and of the shortest that it becomes."""
SHORTEST_OF_WORD = {Slip.SWAPPED_OR_DOUBLED: 4, Slip.MISSING_OR_EXTRA: 4, Slip.WRONG_LETTER: 5, Slip.TWO_EDITS: 8}
"""Letters that a word needs at least to be taken for an English word of the texts after each kind of slip. These
numbers and those below were set by hand and not searched for; ``python -m benchmarks.spelling`` shows what they do."""
SHORTEST_OF_NAME = {Slip.SWAPPED_OR_DOUBLED: 4, Slip.MISSING_OR_EXTRA: 5, Slip.WRONG_LETTER: 6, Slip.TWO_EDITS: 8}
"""The same for names: two people may well have names of five letters that differ in one (Keras is not Karas)."""
SHORTEST_OF_PAIR = {Slip.SWAPPED_OR_DOUBLED: 4, Slip.MISSING_OR_EXTRA: 4, Slip.WRONG_LETTER: 4, Slip.TWO_EDITS: 5}
"""The same for a name beside which the question has the name that stands beside it in the texts."""
SHORTEST_WITH_OTHER_START = 7
"""Letters from which on the first may be wrong too; hardly anybody mistypes that one."""
LEAST_ALIKE = 0.88
"""Jaro-Winkler similarity (0 to 1) that two edits must leave."""
SHORTEST_JOINED = 6
"""Letters of the shortest name that is recognised when it is typed in two words, as ``py torch``."""
SHORTEST_PART = 3
"""Letters of the shortest name that is recognised when it is typed in one word with the next."""
MOST_UNKNOWN = 8
"""Unknown words of a question that is mended; one with more is in another language, or none."""
COMMON = 1_000_000
"""How often an English word that the texts do not hold was counted if it may be meant just as well; 22,000 were."""
QUESTION_WORDS = ("what", "when", "where", "which", "whose", "many", "much", "does", "were")
"""Words that are recognised though the texts may not hold them."""

_CHUNK = re.compile(r"\S+")
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
_NO_PROSE = re.compile(r"\d|\w[./@_\\:]+\w")
_POSSESSIVE = re.compile(r"['\u2019]s?\Z", re.IGNORECASE)
_ENDINGS = ("s", "es", "ed", "ing")


@dataclass(slots=True)
class _Word:
    """A word of a question where it stands, and what it is understood as, folded."""

    start: int
    end: int
    typed: str
    understood: str


class Speller:
    """Mends questions by the words of ``vocabulary``; ``also_known`` are words in lower case that are left alone.

    A word of the vocabulary or of English is correct. Any other one is changed if it is a slip away from one word of
    the vocabulary and from no common English word that is as near::

        Speller(index.vocabulary).mend("who is soumit chintla")  # ("who is Soumith Chintala", (Correction(...), ...))
    """

    def __init__(self, vocabulary: Vocabulary, also_known: Set[str] = frozenset()) -> None:
        self.vocabulary = vocabulary
        self._also_known = also_known

    def mend(self, question: str) -> tuple[str, tuple[Correction, ...]]:
        """Return the question as it is understood, and what was changed in it, in its order."""
        words = list(self._joined(question, list(_words(question))))
        unknown = [
            number for number, word in enumerate(words) if not _is_changed(word) and not self.knows(word.understood)
        ]
        if len(unknown) > MOST_UNKNOWN:
            return question, ()
        near = {number: self._near(words[number]) for number in unknown}
        for number, found in near.items():
            self._mend_alone(words[number], found)
        for number, found in near.items():
            if not _is_changed(words[number]):
                self._mend_in_pair(words, near, number, found)
        corrections = []
        parts = []
        end = 0
        for word in words:
            if _is_changed(word):
                understood = self._written(word)
                corrections.append(Correction(word.typed, understood))
                parts += [question[end : word.start], understood]
                end = word.end
        return "".join((*parts, question[end:])), tuple(corrections)

    def knows(self, word: str) -> bool:
        """Tell whether a folded word is correct, or not to be judged: too short, or not in Latin letters."""
        if len(word) < SHORTEST or not word.isascii() or word in self.vocabulary.counts:
            return True
        stems = (word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending))
        if any(len(stem) >= SHORTEST and stem in self.vocabulary.counts for stem in stems):
            return True
        return word in lexicon() or word in self._also_known

    @cached_property
    def _counts(self) -> Mapping[str, int]:
        """The words that a word may become, with how often each stands in the texts."""
        texts = {word: count for word, count in self.vocabulary.counts.items() if len(word) >= SHORTEST}
        return {**dict.fromkeys(QUESTION_WORDS, 1), **texts}

    @cached_property
    def _meant(self) -> Sequence[str]:
        return tuple(self._counts)

    @cached_property
    def _rivals(self) -> Sequence[str]:
        """Common English words that the texts do not hold: who mistypes one of them means none of the texts'."""
        return tuple(
            word
            for word, count in lexicon().items()
            if count >= COMMON and len(word) >= SHORTEST and word not in self._counts
        )

    def _near(self, word: _Word) -> list[Candidate]:
        """Return what a word may mean, the nearest first; one with a capital inside the question means a name."""
        found = candidates(word.understood, self._meant, self._counts)
        is_a_name = word.start > 0 and word.typed[0].isupper()
        return [one for one in found if self._is_name(one.word)] if is_a_name else found

    def _is_name(self, word: str) -> bool:
        """Tell whether the texts write a word with a capital."""
        return self.vocabulary.spellings.get(word, word) != word

    def _mend_alone(self, word: _Word, found: Sequence[Candidate]) -> None:
        """Understand a word as the one that is clearly the nearest, if it is near enough."""
        best = clear_winner(found)
        if best is None:
            return
        is_english = best.word in lexicon() and not self._is_name(best.word)
        shortest = SHORTEST_OF_WORD if is_english else SHORTEST_OF_NAME
        if not _is_near(word.understood, best, shortest):
            return
        if not is_beaten(best, candidates(word.understood, self._rivals, lexicon()), lexicon()):
            word.understood = best.word

    def _mend_in_pair(
        self, words: Sequence[_Word], near: Mapping[int, Sequence[Candidate]], number: int, found: Sequence[Candidate]
    ) -> None:
        """Understand a word, with the next to it, as the only two names of the texts that they can be together."""
        pairs = set()
        for other in (number - 1, number + 1):
            if not 0 <= other < len(words):
                continue
            beside = {words[other].understood}
            if not _is_changed(words[other]):
                beside |= _allowed_in_pair(words[other], near.get(other, ()))
            for name in _allowed_in_pair(words[number], found):
                pairs |= {
                    (name, other, neighbour)
                    for neighbour in beside
                    if ((neighbour, name) if other < number else (name, neighbour)) in self.vocabulary.neighbours
                }
        if len(pairs) == 1:
            words[number].understood, other, words[other].understood = pairs.pop()

    def _joined(self, question: str, words: Sequence[_Word]) -> Iterator[_Word]:
        """Yield the words, a name that was typed in two of them as one, and two names in one as two."""
        number = 0
        while number < len(words):
            word = words[number]
            following = words[number + 1] if number + 1 < len(words) else None
            if following and question[word.end : following.start] in (" ", "-") and self._is_one(word, following):
                joined = word.understood + following.understood
                yield _Word(word.start, following.end, question[word.start : following.end], joined)
                number += 1
            elif (names := self._two_names(word.understood)) is not None:
                yield _Word(word.start, word.end, word.typed, " ".join(names))
            else:
                yield word
            number += 1

    def _is_one(self, word: _Word, following: _Word) -> bool:
        """Tell whether two words are a name that the texts write in one, a capital inside: ``tensor flow``."""
        joined = word.understood + following.understood
        written = self.vocabulary.spellings.get(joined, "")
        cut = len(word.understood)
        return len(joined) >= SHORTEST_JOINED and len(written) == len(joined) and written[cut].isupper()

    def _two_names(self, word: str) -> tuple[str, str] | None:
        """Return the two names that stand side by side in the texts and were typed in one word, if these are any."""
        if len(word) < 2 * SHORTEST or self.knows(word):
            return None
        cuts = range(SHORTEST_PART, len(word) - SHORTEST_PART + 1)
        pairs = ((word[:cut], word[cut:]) for cut in cuts)
        return next((pair for pair in pairs if pair in self.vocabulary.neighbours), None)

    def _written(self, word: _Word) -> str:
        """Return what a word is understood as in the spelling of the texts.

        An English word keeps the small letter that it was typed with, for the texts may only begin sentences with it.
        """
        names = word.understood.split()
        written = " ".join(self.vocabulary.spellings.get(name, name) for name in names)
        if word.typed[0].isupper():
            return written[0].upper() + written[1:]
        return written.lower() if written.istitle() and word.understood in lexicon() else written


def _words(question: str) -> Iterator[_Word]:
    """Yield the words of a question, but for numbers, addresses, names of functions and the like."""
    for chunk in _CHUNK.finditer(question):
        if _NO_PROSE.search(chunk.group()):
            continue
        for match in _WORD.finditer(chunk.group()):
            typed = _POSSESSIVE.sub("", match.group())
            start = chunk.start() + match.start()
            if typed.isalpha():
                yield _Word(start, start + len(typed), typed, folded(typed))


def _is_changed(word: _Word) -> bool:
    return word.understood != folded(word.typed)


def _is_near(typed: str, meant: Candidate, shortest: Mapping[Slip, int]) -> bool:
    """Tell whether a word is long enough for what must have been done to the one that is meant."""
    if len(typed) < shortest[meant.slip] or (meant.slip is Slip.TWO_EDITS and meant.alike < LEAST_ALIKE):
        return False
    keeps_start = typed[0] == meant.word[0] or meant.slip is Slip.SWAPPED_OR_DOUBLED
    return keeps_start or len(typed) >= SHORTEST_WITH_OTHER_START


def _allowed_in_pair(word: _Word, found: Sequence[Candidate]) -> set[str]:
    """Return what a word may mean beside the right name."""
    return {one.word for one in found if _is_near(word.understood, one, SHORTEST_OF_PAIR)}
