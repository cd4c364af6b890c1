"""Questions that can be asked next: made from the texts, and offered only once they have been asked and answered."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from index import Index
from qa.question.phrases import phrases
from qa.types import Answer

if TYPE_CHECKING:
    from qa.retrieve import Vector

CONFIDENT = 0.55
"""Probability (0 to 1) of the answer from which on a question is offered."""
MOST_MADE = 60
"""Questions that are made of the texts at most."""
NAMES = 12
"""Names that are asked for: those that stand in the texts most."""
MOST_TRIED = 3
"""Questions that are tried for one refusal at most, for the user waits meanwhile."""

_PASSIVE = re.compile(
    r"^(?P<what>(?:The |An? )?[A-Z][\w.'-]*(?: [\w.'-]+){0,4}?) (?P<be>was|were) "
    r"(?P<verb>\w+ed|built|made|written|begun|bought|sold|found|opened) (?P<how>in|on|by) "
)


class Suggestions:
    """The questions of one index that are answered with confidence; safe to use from several threads.

    ``ask`` answers a question, and ``vectors`` returns its embedding, of length 1.
    """

    def __init__(self, index: Index, ask: Callable[[str], Answer], vectors: Callable[[str], Vector]) -> None:
        self.index = index
        self._ask = ask
        self._vectors = vectors
        self._waiting = list(dict.fromkeys((*_spread(index.questions), *made_of(index))))[:MOST_MADE]
        self._answered: dict[str, Vector] = {}
        self._lock = threading.Lock()

    def first(self, count: int) -> tuple[str, ...]:
        """Return ``count`` questions from all over the texts that are answered, or all there are."""
        while len(self._answered) < count and self._waiting:
            self._try(self._waiting[:1])
        return tuple(dict(self._answered))[:count]

    def near(self, question: str, count: int, *, tries: int = 0) -> tuple[str, ...]:
        """Return up to ``count`` questions near to ``question`` that are answered; ``tries`` new ones are asked."""
        vector = self._vectors(question)
        if tries:
            self._try(sorted(self._waiting, key=lambda other: -float(self._vectors(other) @ vector))[:tries])
        answered = dict(self._answered)
        known = sorted(answered, key=lambda other: -float(answered[other] @ vector))
        return tuple(other for other in known if other.casefold() != question.casefold())[:count]

    def _try(self, questions: Sequence[str]) -> None:
        """Ask those of ``questions`` that nobody asks at this moment, and keep those that are answered."""
        for question in questions:
            with self._lock:  # Never held while something is asked: others go on meanwhile.
                if question not in self._waiting:
                    continue
                self._waiting.remove(question)
            answer = self._ask(question)
            if answer.answered and answer.confidence >= CONFIDENT:
                self._answered[question] = self._vectors(question)


def made_of(index: Index) -> Iterator[str]:
    """Yield questions that the texts of ``index`` should answer, by the form of their sentences and by their names."""
    names: Counter[str] = Counter()
    dated: list[str] = []
    for chunk in index.chunks:
        for sentence in chunk.sentences:
            words = chunk.document.text[sentence.start : sentence.end]
            match = _PASSIVE.match(words)
            if match and match["how"] == "by":
                dated.append(f"Who {match['verb']} {_inside(match['what'])}?")
            elif match:
                dated.append(f"When {match['be']} {_inside(match['what'])} {match['verb']}?")
            names.update(phrase.text for phrase in phrases(words) if phrase.is_name and phrase.kind == "thing")
    yield from dict.fromkeys(_spread(tuple(dated)))
    for name, count in names.most_common(NAMES):
        if count > 1 and not name.lower().startswith(("the ", "a ", "an ")):
            yield f"What is {name}?" if " " not in name or name.isupper() else f"Who or what is {name}?"


def _inside(what: str) -> str:
    """Return the beginning of a sentence as it is written inside one."""
    return re.sub(r"^(The|An?) ", lambda match: match.group().lower(), what)


def _spread(questions: tuple[str, ...], parts: int = 6) -> Iterator[str]:
    """Yield ``questions`` so that the first few are from all over them."""
    step = max(1, len(questions) // parts)
    yield from (question for start in range(step) for question in questions[start::step])
