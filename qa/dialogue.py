"""A question of a conversation: as what it is understood and answered, or that it is asked back what was meant."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from index import terms
from qa.question import Interpretations, Rewrite, interpretations
from qa.question.phrases import phrases
from qa.question.references import put_in, references
from qa.question.shapes import shape_of
from qa.types import Answer, Passage, Turn

FIT_WEIGHT = 0.5
"""What a reading gains that fits by grammar and recency (0 to 1), beside the score of the best passage found for it
(about 0 to 1)."""
MOST_READ = 2
"""Interpretations of a question that are read at most; the others are only searched for."""
LEAST_PERSON = 0.6
"""Share of the best fit from which on somebody else may be meant by "he" or "she"; of things nobody says that."""
AS_GOOD = 0.05
"""Scores that lie nearer together than this do not tell which of two people is meant."""
LONGEST_SUBJECT = 3
"""Words of the longest title that is taken for the name of what a text is about."""
WHOLE_SENTENCE = "Ask that in a whole sentence, please."
MOST_OFFERED = 3
"""Interpretations that are offered to choose from."""

Ask = Callable[[str], Answer]
"""Answers a question that stands alone."""
Near = Callable[[str], float]
"""Tells how near the best passage is to a question, about 0 to 1, without reading it."""


def in_conversation(question: str, turns: Sequence[Turn], ask: Ask, near: Near) -> Answer:
    """Answer ``question`` as it is understood after ``turns``.

    What it refers to is put in, the interpretations are compared by what is found for each, and the best of them are
    read until one is answered. A question that stands alone is asked as it is, so that a change of subject shows
    itself. One that refers to nothing is asked back, with interpretations to choose from.
    """
    understood = interpretations(question, turns)
    if not understood.needed:
        answer = ask(understood.question)
        says_nothing = not terms(question) and shape_of(question) != "overview"  # "Why why why?"
        return _incomplete(answer) if says_nothing else answer
    of_people = _is_of_people(question)
    least = LEAST_PERSON * max((one.fit for one in understood.rewrites), default=0.0) if of_people else 0.0
    ranked = _ranked([one for one in understood.rewrites if one.fit >= least], near)
    if not ranked:
        return _without_antecedent(understood, ask, near)
    answers = []
    for one in ranked[:MOST_READ]:
        answer = ask(one.question)
        if answer.answered:
            return answer
        answers.append(answer)
    bare = ask(question) if terms(question) else answers[0]  # "Where is it?" asks for anything.
    return bare if bare.answered else answers[0]


def _is_of_people(question: str) -> bool:
    """Tell whether somebody is meant whom ``question`` calls "he" or "she"."""
    return any(reference.kind in ("he", "she") for reference in references(question))


def _ranked(rewrites: Sequence[Rewrite], near: Near) -> list[Rewrite]:
    """Return the interpretations with the best evidence first."""
    if len(rewrites) == 1:
        return list(rewrites)
    return sorted(rewrites, key=lambda one: -(near(one.question) + FIT_WEIGHT * one.fit))


def _without_antecedent(understood: Interpretations, ask: Ask, near: Near) -> Answer:
    """Answer a question that refers to nothing that was said: by the text's one subject, or by asking back.

    "It" and "they" may be what the whole text is about, and then the question is answered as it is; "he" and "she" may
    not where the text speaks of several people.
    """
    answer = ask(understood.question)
    if not understood.pronouns and not terms(understood.question):  # "When?" alone.
        return _incomplete(answer)
    offered = _offered(understood.question, answer.passages, near)
    of_people = _is_of_people(understood.question)
    clear = len(offered) < 2 or offered[0].fit - offered[1].fit > AS_GOOD
    if answer.answered and (not of_people or clear):
        return answer
    subject = _subject(answer.passages)
    if not of_people and subject and not answer.answered:
        found = references(understood.question)
        about = ask(put_in(understood.question, found, {one.kind: subject for one in found}))
        if about.answered:
            return about
    if answer.answered or understood.pronouns:
        return asked_back(answer, understood.pronouns, [one.question for one in offered])
    return _incomplete(answer)


def _incomplete(answer: Answer) -> Answer:
    """Return what is said instead of ``answer`` where too little was asked to tell what is meant."""
    return replace(asked_back(answer, (), ()), text=WHOLE_SENTENCE)


def _subject(passages: Sequence[Passage]) -> str:
    """Return what the text nearest to a question is about, if its title is no more than a name."""
    title = passages[0].chunk.document.title.strip() if passages else ""
    is_name = 0 < len(title.split()) <= LONGEST_SUBJECT and not any(mark in title for mark in ":?!,;/._")
    return title.removesuffix(".") if is_name else ""


def asked_back(answer: Answer, pronouns: Sequence[str], offered: Sequence[str]) -> Answer:
    """Return what is said instead of ``answer`` where it is not clear what is meant."""
    who = any(reference.kind in ("he", "she") for word in pronouns for reference in references(f"did {word} go"))
    what = f'{"Who" if who else "What"} is meant by "{pronouns[0]}"?' if pronouns else "What is meant?"
    return replace(
        answer,
        text=what,
        status="needs_clarification",
        note="",
        collection=None,
        citations=(),
        follow_ups=tuple(offered),
    )


def _offered(question: str, passages: Sequence[Passage], near: Near) -> list[Rewrite]:
    """Return interpretations of ``question`` with names from the nearest passages put in, the best found first.

    ``fit`` of each is how near its best passage is.
    """
    found = [reference for reference in references(question) if reference.kind in ("he", "she", "it", "they")]
    if not found:
        return []
    of_people = found[0].kind in ("he", "she")
    names: dict[str, str] = {}
    for passage in passages:
        for sentence in passage.sentences:
            words = passage.chunk.document.text[sentence.span.start : sentence.span.end]
            for phrase in phrases(words):
                is_person = len(phrase.text.split()) == 2 and all(word[1:].islower() for word in phrase.text.split())
                if phrase.is_name and phrase.kind in ("thing", "person") and (is_person or not of_people):
                    names.setdefault(phrase.text.casefold(), phrase.text)
    rewrites = [
        Rewrite(asked, near(asked))
        for name in list(names.values())[:8]
        for asked in (put_in(question, found, {found[0].kind: name}),)
    ]
    return sorted(rewrites, key=lambda one: -one.fit)[:MOST_OFFERED]
