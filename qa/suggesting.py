"""Questions that can be asked next: made from the texts, and offered only once they have been asked and answered."""

from __future__ import annotations

import atexit
import re
import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from index import Index, stop_words
from index.folding import folded
from qa.question.phrases import QUESTION_WORDS, phrases
from qa.reader.cores import stay_behind
from qa.types import Answer

if TYPE_CHECKING:
    from qa.retrieve import Vector

CONFIDENT = 0.55
"""Probability (0 to 1) of the answer from which on a question is offered."""
MOST_MADE = 60
"""Questions that are made of the texts at most."""
ENOUGH = 12
"""Questions with answers from which on no more are looked for in the background."""
MOST_TRIED = 3
"""Questions that are tried for one refusal at most, for the user waits meanwhile."""

_PASSIVE = re.compile(
    r"^(?:(?:In|On) (?:\w+ ){0,2}(?P<before>1\d{3}|20\d\d),? (?=the |[A-Z]))?"
    r"(?P<what>(?:[A-Z]|the )[^,;:()\"]{1,60}?) (?P<be>was|were) (?P<first>first )?(?P<verb>[a-z]+)"
    r"(?: (?:in|on) (?:\w+ ){0,2}(?P<year>1\d{3}|20\d\d)\b)?(?: by (?P<who>[A-Z][\w.'-]+(?: [A-Z][\w.'-]+)+))?"
    r"(?=(?P<reason>[^;:]{0,60} because )?)"
)
_IS = re.compile(r"^(?P<what>[A-Z][^,;:()\"]{1,40}?) (?P<be>is|was) (?P<kind>an? [^,;:()\"]+)")
_STANDS_FOR = re.compile(r"\b(?P<short>[A-Z][A-Z0-9]+) (?:stands|stood|is short) for (?P<long>\w+)")
_NAME_INSIDE = re.compile(r"(?<=[a-z,;] )[A-Z][\w.+-]*\w|\b[A-Z]\w*[A-Z0-9]\w*")
_PAST = {
    "built": "built",
    "made": "made",
    "written": "wrote",
    "begun": "began",
    "bought": "bought",
    "sold": "sold",
    "found": "found",
    "drawn": "drew",
    "won": "won",
    "led": "led",
    "taught": "taught",
    "sung": "sang",
}
"""Participles that do not end in -ed, with the form that goes with who."""
_WHEN_ONLY = frozenset({"born", "held"})
_NO_DEED = frozenset({"used", "based", "located", "supposed", "named", "called", "followed", "joined", "interested"})
_POINTING = frozenset(
    {"other", "same", "next", "latter", "former", "following", "two", "three", "whole", "rest", "last"}
)
_LINKS = frozenset({"of", "the", "and", "de", "van", "von", "for"})


@dataclass(frozen=True, slots=True)
class Made:
    """A question that is made of a sentence, and what its answer has to hold to be the one that was meant."""

    question: str
    holds: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A question that is answered: its embedding, of length 1, and the answer."""

    vector: Vector
    answer: str


class Suggestions:
    """The questions of one index that are answered with confidence; safe to use from several threads.

    ``ask`` answers a question, and ``vectors`` returns its embedding, of length 1. What is known of the same texts is
    taken over from ``before``.
    """

    def __init__(
        self,
        index: Index,
        ask: Callable[[str], Answer],
        vectors: Callable[[str], Vector],
        before: Suggestions | None = None,
    ) -> None:
        self.index = index
        self._ask = ask
        self._vectors = vectors
        self._lock = threading.Lock()
        self._filling: threading.Thread | None = None
        self._ended = False
        self._enough: int | None = None
        self._nearby: tuple[Vector, int] | None = None
        self._waiting: list[Made] = []
        self._answered: dict[str, Offer] = {}
        if before is not None and _same_texts(before.index, index):
            self._waiting, self._answered = list(before._waiting), dict(before._answered)
        else:
            unique = {_content(made.question): made for made in reversed([*_in_order(index)])}
            self._waiting = list(reversed(unique.values()))[:MOST_MADE]
        if before is not None:
            before.end()

    def first(self, count: int) -> tuple[str, ...]:
        """Return ``count`` questions from all over the texts that are answered, or all there are."""
        while len(self._answered) < count and self._waiting:
            self._try(self._waiting[:1])
        return tuple(dict(self._answered))[:count]

    def known(self, count: int) -> tuple[tuple[str, ...], bool]:
        """Return up to ``count`` questions that are known to be answered, and whether there will be no more.

        Nobody waits for them: they are looked for in the background from the first call on.
        """
        if self._enough is None:
            self._enough = ENOUGH
        self._go_on()
        settled = self._filling is None
        questions = tuple(dict(self._answered))[:count]
        return questions, settled or len(questions) == count

    def near(
        self, question: str, count: int, *, answer: str = "", asked: Collection[str] = (), tries: int = 0
    ) -> tuple[str, ...]:
        """Return up to ``count`` questions near to ``question`` that are answered; ``tries`` new ones are asked.

        Where ``count`` are known nobody waits for the new ones: they are asked in the background, and there for the
        next time. Left out is what was ``asked`` already, and what has the same ``answer``.
        """
        vector = self._vectors(question)
        if tries and len(self._answered) < count:
            self._try(self._nearest(vector, tries))
        elif tries:
            self._nearby = vector, tries
            self._go_on()
        answered = dict(self._answered)
        known = sorted(answered, key=lambda other: -float(answered[other].vector @ vector))
        over = {_content(other) for other in (question, *asked)}
        return tuple(
            other for other in known if _content(other) not in over and (not answer or answered[other].answer != answer)
        )[:count]

    def end(self) -> None:
        """Ask nothing more: other texts are asked now."""
        self._ended = True
        with self._lock:
            self._waiting.clear()

    def _go_on(self) -> None:
        """Look for questions in the background, where there is anything to look for and nobody does already."""
        with self._lock:
            if self._filling is None and self._is_due():
                self._filling = threading.Thread(target=self._fill, name="suggesting", daemon=True)
                _filling.add(self)
                self._filling.start()

    def _is_due(self) -> bool:
        """Tell whether there is anything to look for."""
        return bool(self._waiting) and (self._nearby is not None or len(self._answered) < (self._enough or 0))

    def _fill(self) -> None:
        """Look for what is near to the latest refusal, and for questions from all over until there are enough."""
        stay_behind()
        try:
            while True:
                with self._lock:  # Whoever wants more at this moment finds it at work, or ended.
                    if not self._is_due():
                        self._has_ended()
                        return
                with _in_background:  # However many visitors have texts of their own, those who ask go first.
                    nearby, self._nearby = self._nearby, None
                    self._try(self._nearest(*nearby) if nearby else self._waiting[:1])
        except BaseException:
            with self._lock:
                self._enough, self._nearby = 0, None  # What failed once is not tried again and again.
                self._has_ended()
            raise

    def _has_ended(self) -> None:
        """Note that nothing runs in the background any more."""
        self._filling = None
        _filling.discard(self)

    def _nearest(self, vector: Vector, count: int) -> list[Made]:
        """Return the ``count`` questions not asked yet that are nearest to the question with this embedding.

        None are where nothing is to be asked any more: there may be hundreds, and somebody may wait for the end.
        """
        near: dict[Made, float] = {}
        for made in list(self._waiting):
            if self._ended:
                return []
            near[made] = float(self._vectors(made.question) @ vector)
        return sorted(near, key=lambda made: -near[made])[:count]

    def join(self) -> None:
        """Ask nothing more, and wait until the last answer is there."""
        self.end()
        filling = self._filling
        if filling is not None:
            filling.join()

    def _try(self, candidates: Sequence[Made]) -> None:
        """Ask those of ``candidates`` that nobody asks at this moment, and keep those that are answered."""
        for made in candidates:
            with self._lock:  # Never held while something is asked: others go on meanwhile.
                if made not in self._waiting:
                    continue
                self._waiting.remove(made)
            answer = self._ask(made.question)
            if answer.answered and answer.confidence >= CONFIDENT and made.holds in answer.text and not self._ended:
                self._answered[made.question] = Offer(self._vectors(made.question), answer.text)


_filling: set[Suggestions] = set()
_in_background = threading.Lock()


@atexit.register
def end_all() -> None:
    """End what runs in the background: a thread that is in a model when Python ends takes the process down."""
    running = list(_filling)
    for suggestions in running:  # All of them first: those that wait for their turn would go on, one by one.
        suggestions.end()
    for suggestions in running:
        suggestions.join()


def _in_order(index: Index) -> Iterator[Made]:
    """Yield the questions that texts of ``index`` bring with them, and those made of them, in the order to try them in.

    Where texts were added, those of the last collection take turns with the others: whoever adds a text asks about it.
    """
    told = [Made(question) for question in _spread(index.questions)]
    collections = index.manifest.collections
    if index.manifest.bundled or len(collections) == 1:
        yield from (*told, *made_of(index))
        return
    added, others = made_of(index, collections[-1:]), iter((*told, *made_of(index, collections[:-1])))
    for pair in zip_longest(added, others):
        yield from (made for made in pair if made is not None)


def made_of(index: Index, collections: Sequence[str] = ()) -> Iterator[Made]:
    """Yield questions that the texts of ``index``, of all ``collections`` or of these, should answer.

    They are made by the form of their sentences.

    Only forms are used of which the subject is a whole noun phrase and the verb can stay as it is: rather none than a
    question that nobody would ask so.
    """
    sentences = [
        chunk.document.text[sentence.start : sentence.end]
        for chunk in index.chunks
        if not collections or chunk.document.collection in collections
        for sentence in chunk.sentences
    ]
    names = {name for sentence in sentences for name in _NAME_INSIDE.findall(sentence)}
    spellings = index.vocabulary.spellings

    def is_name(word: str, *, alone: bool) -> bool:
        seen = word in names or any(letter.isupper() for letter in word[1:])
        return seen or (not alone and spellings.get(folded(word), word) == word)

    found = [made for sentence in dict.fromkeys(sentences) for made in _of_sentence(sentence, is_name)]
    often = Counter(made.question for made in dict.fromkeys(found))  # Two answers to one question: neither is meant.
    yield from _spread([made for made in dict.fromkeys(found) if often[made.question] == 1])
    asked = collections or index.manifest.collections
    for name in asked[:1] if index.manifest.bundled else asked[-1:]:  # What was added last is asked for.
        if name.isalpha() and name.islower() and len(name) > 1:
            yield Made(f"What is the {name} about?")


def _of_sentence(sentence: str, is_name: Callable[..., bool]) -> Iterator[Made]:
    """Yield the questions that one sentence answers."""
    passive = _PASSIVE.match(sentence)
    subject = _subject(passive["what"], is_name) if passive else None
    if passive and subject:
        verb, year, who = passive["verb"], passive["year"] or passive["before"], passive["who"]
        is_deed = (verb.endswith("ed") or verb in _PAST) and verb not in _NO_DEED
        if year and (is_deed or verb in _WHEN_ONLY):
            yield Made(f"When {passive['be']} {subject} {passive['first'] or ''}{verb}?", year)
        if who and is_deed and not passive["first"]:
            yield Made(f"Who {_PAST.get(verb, verb)} {subject}?", who)
        if passive["reason"] and is_deed and not passive["first"]:
            yield Made(f"Why {passive['be']} {subject} {verb}?")
    told = _IS.match(sentence)
    what = told["what"] if told else ""
    if told and re.fullmatch(r"An? [a-z]+(?: [a-z]+)?", what) and _is_phrase(what) and told["be"] == "is":
        yield Made(f"What is {_inside(what)}?")
    elif told and re.fullmatch(r"[A-Z][a-z]+(?: [A-Z]\.)?(?: [A-Z][a-z]+){1,2}", what) and _subject(what, is_name):
        if any(phrase.kind == "person" for phrase in phrases(told["kind"])):
            yield Made(f"Who {told['be']} {what}?")
    elif told and re.fullmatch(r"[A-Z]\w*[A-Z0-9]\w*(?: [A-Z0-9][\w.]*)?", what) and told["be"] == "is":
        yield Made(f"What is {what}?")
    short = _STANDS_FOR.search(sentence)
    if short:
        yield Made(f"What does {short['short']} stand for?", short["long"])


def _subject(words: str, is_name: Callable[..., bool]) -> str | None:
    """Return a name or ``the`` with a noun as it stands inside a sentence; None for what is neither, or points back."""
    first, *rest = words.split()
    if first in ("The", "the"):
        plain = bool(rest) and rest[0].lower() not in _POINTING and not any(word.endswith("ed") for word in rest)
        return _inside(words) if plain and len(rest) <= 4 and _is_phrase(words) else None
    capitals = [word for word in (first, *rest) if word[0].isupper() or word[0].isdigit()]
    links = [word for word in rest if word in _LINKS]
    whole = len(capitals) + len(links) == len(rest) + 1 <= 5 and words.split()[-1] in capitals
    known = first.lower() not in stop_words() and is_name(first.removesuffix("'s"), alone=not rest)
    return words if whole and known else None


def _is_phrase(words: str) -> bool:
    """Tell whether ``words`` are one noun phrase, with nothing before or behind it."""
    return any(phrase.start == 0 and phrase.end == len(words) for phrase in phrases(words))


def _inside(what: str) -> str:
    """Return the beginning of a sentence as it is written inside one."""
    return re.sub(r"^(The|An?) ", lambda match: match.group().lower(), what)


def _content(question: str) -> frozenset[str]:
    """Return the words of a question that make it another one than its neighbours."""
    words = re.findall(r"\w+", question.casefold())
    return frozenset(word for word in words if word in QUESTION_WORDS or word not in stop_words())


def _same_texts(one: Index, other: Index) -> bool:
    """Tell whether two indexes hold the same texts and suggest the same questions."""
    one_ids, other_ids = ([chunk.id for chunk in index.chunks] for index in (one, other))
    same_suggested = one.questions == other.questions
    return same_suggested and one.manifest.encoder == other.manifest.encoder and one_ids == other_ids


def _spread(made: Sequence[Any], parts: int = 6) -> Iterator[Any]:
    """Yield what was made so that the first few are from all over it."""
    step = max(1, len(made) // parts)
    yield from (one for start in range(step) for one in made[start::step])
