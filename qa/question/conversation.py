"""A question that leans on the turns before it, put into words that stand alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qa.question.ellipsis import completed, is_fragment, without_connective
from qa.question.references import ReferenceKind, put_in, references, unbound_references
from qa.question.referents import Referent, is_clause, referents, said_in
from qa.types import Answer, Turn

History = Sequence[Turn | tuple[str, str] | Sequence[str] | Mapping[str, Any]]
"""Turns, pairs of question and answer, or chat messages with ``role`` and ``content``; the oldest first."""

TURNS = 3
"""Turns that a question may refer to."""
MOST_REWRITES = 8
"""Interpretations of a question that are compared by what is found for them."""
PER_REFERENCE = 4
"""Things that each reference is tried with."""

FITS_WELL = 0.6
"""How well a phrase fits a second reference at least (0 to 1) to be put in for it."""
_LEADS: tuple[ReferenceKind, ...] = ("he", "she", "it", "that", "there", "they", "one")
"""Which reference of several is tried with several things: the one that says most of what it stands for."""

_ABOUT_FIRST = re.compile(
    r"^\W*(?:(?:what|how) about|and)\s+(?P<what>[^,?]{2,60}),\s*(?P<asked>.*\S)", re.IGNORECASE | re.DOTALL
)
_MORE = re.compile(
    r"^\W*(?:(?:please|and|ok|can you|could you)\W+)*"
    r"(?:tell me (?:some )?more|go on|continue|more(?: details?| please)?"
    r"|(?:say|give me|explain|elaborate)(?: it| that| this| on that| more| in more detail| further| some more)*"
    r"|(?:what|anything|something) (?:else|more)|in more detail|what do you mean|and)"
    r"(?: about (?:it|that|this|him|her|them))?\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Rewrite:
    """An interpretation of a question: its words, and how well what was put in fits by grammar and recency, 0 to 1."""

    question: str
    fit: float


@dataclass(frozen=True, slots=True)
class Interpretations:
    """How a question may be understood. ``needed`` says that it does not stand alone; then ``pronouns`` say why.

    ``rewrites`` come best fitting first; they are empty where nothing was said before that could be put in.
    """

    question: str
    rewrites: tuple[Rewrite, ...] = ()
    needed: bool = False
    pronouns: tuple[str, ...] = ()


def turns_of(history: History | None) -> tuple[Turn, ...]:
    """Return ``history`` as turns; messages of other roles than user and assistant are left out.

    Raises:
        ValueError: one of them is neither a turn, a pair, nor a message.
    """
    turns: list[Turn] = []
    for one in history or ():
        if isinstance(one, Turn):
            turns.append(one)
        elif isinstance(one, Mapping):
            _add_message(turns, one)
        elif isinstance(one, Sequence) and not isinstance(one, str) and len(one) == 2:
            turns.append(Turn(str(one[0]), one[1] if isinstance(one[1], Answer) else _text_of(one[1]) or None))
        else:
            raise ValueError(
                f"A history holds turns, (question, answer) pairs or messages with role and content, not {one!r:.80}."
            )
    return tuple(turn for turn in turns if turn.question.strip())


def interpretations(question: str, turns: Sequence[Turn]) -> Interpretations:
    """Return how ``question`` may be understood after ``turns``, of which the last few count."""
    turns = _resolved(turns[-TURNS:])
    asked = without_connective(question) if turns else question
    found = references(asked)
    fragment = is_fragment(asked, question)
    if not turns:
        pronouns = tuple(one.text for one in unbound_references(asked) if one.kind != "one")
        return Interpretations(question, needed=bool(pronouns) or fragment, pronouns=pronouns)
    candidates = referents(turns)
    if _MORE.match(question):
        return Interpretations(question, tuple(_more(candidates))[:MOST_REWRITES], needed=True)
    rewrites: list[Rewrite] = []
    about = _ABOUT_FIRST.match(asked)
    if about and references(about["asked"]):
        found = references(about["asked"])
        rewrites = [Rewrite(put_in(about["asked"], found, {one.kind: about["what"] for one in found}), 1.0)]
    elif found and any(one.kind != "one" for one in found) and not (fragment and found[0].kind == "there"):
        rewrites = list(_substituted(asked, candidates))
    if fragment or any(reference.kind == "one" for reference in found):
        base = rewrites or [Rewrite(asked, 1.0)]
        rewrites = [Rewrite(text, fit * one.fit) for one in base for text, fit in completed(one.question, turns[-1])]
    if any(reference.kind == "that" for reference in found) and is_clause(said_in(turns[-1].answer)):
        rewrites.append(Rewrite(f"{_open(asked)} ({said_in(turns[-1].answer).strip(' .')})?", 0.9))
    if rewrites:
        return Interpretations(question, _best(rewrites), needed=True, pronouns=tuple(one.text for one in found))
    if found or fragment:
        return Interpretations(question, needed=True, pronouns=tuple(one.text for one in found))
    return Interpretations(asked)


def _resolved(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """Return the turns with their questions as they were understood, by grammar alone where that is not on record."""
    done: list[Turn] = []
    for turn in turns:
        question = turn.answer.resolved_question if isinstance(turn.answer, Answer) else ""
        if not question:
            understood = interpretations(turn.question, done) if done else None
            is_clear = understood is not None and understood.needed and understood.rewrites
            question = understood.rewrites[0].question if understood and is_clear else turn.question
        done.append(Turn(question, turn.answer))
    return tuple(done)


def _substituted(question: str, candidates: Sequence[Referent]) -> Iterator[Rewrite]:
    """Yield ``question`` with what its references may stand for put in; the same word stands for the same thing.

    Where there are several, what the first stands for is tried, with the best for the others; one for which nothing
    fits well stays, for "they" may be people at large and "it" a whole event.
    """
    found = references(question)
    kinds: list[ReferenceKind] = list(dict.fromkeys(reference.kind for reference in found))
    kinds.sort(key=_LEADS.index)
    fitting = sorted(((one.fits(kinds[0]), one) for one in candidates), key=lambda pair: -pair[0])
    for fit, one in [pair for pair in fitting if pair[0] > 0][:PER_REFERENCE]:
        chosen: dict[str, str] = {kinds[0]: one.text}
        for other in kinds[1:]:
            rest = [(two.fits(other), two) for two in candidates if not _overlap(two.text, one.text)]
            best = max(rest, key=lambda pair: pair[0], default=None)
            if best is not None and best[0] >= FITS_WELL:
                chosen[other] = best[1].text
        yield Rewrite(put_in(question, found, chosen), fit)


def _overlap(one: str, other: str) -> bool:
    """Tell whether one of two phrases holds the other."""
    return one.casefold() in other.casefold() or other.casefold() in one.casefold()


def _more(candidates: Sequence[Referent]) -> Iterator[Rewrite]:
    """Yield what "tell me more" asks for: more about what was spoken of."""
    for one in sorted(candidates, key=lambda one: -one.weight):
        if one.phrase.kind not in ("time", "number"):
            yield Rewrite(f"Tell me about {one.text}", one.weight)


def _best(rewrites: Sequence[Rewrite]) -> tuple[Rewrite, ...]:
    """Return the best fitting of the rewrites, each once."""
    unique: dict[str, Rewrite] = {}
    for rewrite in sorted(rewrites, key=lambda one: -one.fit):
        written = _written(rewrite.question)
        unique.setdefault(written.casefold(), Rewrite(written, rewrite.fit))
    return tuple(unique.values())[:MOST_REWRITES]


def _written(question: str) -> str:
    """Return ``question`` with a capital at its beginning and a mark at its end, as readers are used to it."""
    whole = question if question.endswith(("?", ".", "!")) or question.startswith("Tell ") else f"{question}?"
    return whole[:1].upper() + whole[1:]


def _open(question: str) -> str:
    """Return ``question`` without the mark at its end."""
    return question.rstrip(" ?.!")


def _add_message(turns: list[Turn], message: Mapping[str, Any]) -> None:
    """Add a chat message to the turns: a question, or the answer to the last one."""
    role, content = message.get("role"), _text_of(message.get("content"))
    if role == "user" and content.strip():
        turns.append(Turn(content))
    elif role == "assistant" and turns and content.strip():
        answer = turns[-1].answer
        said = f"{answer} {content}" if isinstance(answer, str) else content
        turns[-1] = Turn(turns[-1].question, said)


def _text_of(content: Any) -> str:  # noqa: ANN401 - whatever a chat puts into a message.
    """Return the words of a message: a string, or the texts among its parts."""
    if isinstance(content, str):
        return content
    if isinstance(content, Mapping):
        return _text_of(content.get("text", ""))
    if isinstance(content, Sequence):
        return " ".join(filter(None, map(_text_of, content)))
    return ""
