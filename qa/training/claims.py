"""Claims with a verdict: is it so, is it not, or does the passage not say?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy

from qa.training.examples import Source, rows_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

YES, NO, NOT_SAID = range(3)
_LABELS = {"entailment": YES, "contradiction": NO, "neutral": NOT_SAID}
_NOISY = ("climate-fever",)
"""Sources whose "neutral" often means that annotators did not agree."""

ELSEWHERE = 0.5
"""How often a claim that holds is also put beside a passage that does not say so."""

_AUXILIARY = re.compile(r"\b(?:is|are|was|were|has|have|can|could|will|would|should|does|do|did)\b")
_WHEN = re.compile(
    r"(?:when|where|in (?:what|which) (?:year|month|century|city|country|state|town)) "
    r"(?P<verb>was|were|is|are|did|does|do|has|had) (?P<rest>[^?]{6,})\??",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"(?:who|what|which \w+) (?P<rest>(?!is\b|are\b|was\b|were\b|do|did|has\b|have\b)[a-z]+(?:ed|s)\b[^?]{4,})\??",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b1\d{3}\b|\b20\d{2}\b")
_NAME = re.compile(r"\b[A-Z][\w'\u2019-]+(?: (?:of |the )?[A-Z][\w'\u2019-]+)*")
_PREPOSITION = re.compile(r"^(?:in|on|at|by|from|after|before|during|since|about|around|near)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim or a yes/no question about ``context``, a passage, and its ``verdict``: a place in ``VERDICTS``.

    ``title`` is what the passage is about, empty where that is not known.
    """

    text: str
    context: str
    verdict: int
    title: str = ""


def read_claims(
    folder: Path,
    sources: dict[str, Source],
    seed: int,
    negatives: Mapping[str, NDArray[numpy.int32]] | None = None,
) -> dict[str, list[Claim]]:
    """Return claims by where they are from: ``boolq``, ``nli``, and ``squad``, made from questions with answers.

    ``negatives`` are passages without the answer, of :func:`qa.training.negatives.hard_negatives`.
    A question of BoolQ beside the passage of another is "not said"; half of the hypotheses of NLI that can be are
    turned into questions.

    Raises:
        FileNotFoundError: one of the files is not there.
    """
    rng = numpy.random.default_rng(seed)
    asked = list(rows_of(folder / "boolq.jsonl.gz"))
    boolq = [
        Claim(_capital(row["question"]) + "?", row["context"], YES if row["answers"][0] == "yes" else NO)
        for row in asked
    ]
    for row in rng.permutation(len(asked))[: len(asked) // 3].tolist():
        other = asked[int(rng.integers(len(asked)))]
        if other["doc"] != asked[row]["doc"]:
            boolq.append(Claim(_capital(asked[row]["question"]) + "?", other["context"], NOT_SAID))
    nli = []
    for row in rows_of(folder / "nli.jsonl.gz"):
        if row["label"] not in _LABELS or row["source"] in _NOISY:
            continue
        text = row["hypothesis"].strip()
        asked_as = as_question(text) if rng.random() < 0.5 else None
        nli.append(Claim(asked_as or text, row["premise"], _LABELS[row["label"]]))
    squad = [
        claim
        for name in ("squad1", "squad2", "new_wiki")
        for claim in from_questions(sources[name], rng, (negatives or {}).get(name))
    ]
    return {"boolq": boolq, "nli": nli, "squad": squad}


def from_questions(
    source: Source, rng: numpy.random.Generator, negatives: NDArray[numpy.int32] | None = None
) -> Iterator[Claim]:
    """Yield claims made of the questions of ``source``: with the answer, with another one, and of near-misses.

    "When was it built?" with the answer 1901 is "Was it built in 1901?", yes, and "Was it built in 1874?", no, where
    1874 stands in the passage or near the year; the same of a question that the passage does not answer is not said.
    In :data:`ELSEWHERE` of the cases a claim that holds also stands beside one of the ``negatives``, which do not say.
    """
    for number, question in enumerate(source.questions):
        text = source.contexts[question.context]
        title = source.title(question.context)
        if not question.answers:
            years = _YEAR.findall(text)
            if years:
                claim = _claim(question.text.strip(), str(rng.choice(years)))
                if claim:
                    yield Claim(claim, text, NOT_SAID, title)
            continue
        start, end = question.answers[0]
        answer = text[start:end]
        if len(answer.split()) > 6:
            continue
        kind = rng.random()
        if kind < 0.5:
            claim = _claim(question.text.strip(), answer)
            if claim:
                yield Claim(claim, text, YES, title)
                rows = [] if negatives is None else [row for row in negatives[number].tolist() if row >= 0]
                if rows and rng.random() < ELSEWHERE:
                    row = int(rng.choice(rows))
                    yield Claim(claim, source.contexts[row], NOT_SAID, source.title(row))
        else:
            other = _other(answer, text, [text[low:high] for low, high in question.answers], rng)
            claim = _claim(question.text.strip(), other) if other else None
            if claim:
                yield Claim(claim, text, NO, title)


def as_question(statement: str) -> str | None:
    """Return "Is a man asleep?" of "A man is asleep."; None where there is no single auxiliary to put first."""
    words = statement.rstrip(" .!")
    found = list(_AUXILIARY.finditer(words))
    if len(found) != 1 or found[0].start() == 0 or not 1 <= len(words[: found[0].start()].split()) <= 6:
        return None
    verb = found[0]
    if re.search(r"\b(?:that|who|which|there)\b", words[: verb.start()], re.IGNORECASE):
        return None
    subject = words[: verb.start()].strip()
    if subject.split()[0].lower() in ("the", "a", "an", "some", "people", "he", "she", "it", "they", "this", "two"):
        subject = subject[0].lower() + subject[1:]
    return f"{verb.group().capitalize()} {subject} {words[verb.end() :].strip()}?"


def _claim(question: str, answer: str) -> str | None:
    """Return the question as one that is answered by yes or no, with ``answer`` in it."""
    when = _WHEN.fullmatch(question)
    if when is not None:
        preposition = "" if _PREPOSITION.match(answer) else ("at " if ":" in answer else "in ")
        return f"{when.group('verb').capitalize()} {when.group('rest').strip()} {preposition}{answer}?"
    who = _WHO.fullmatch(question)
    if who is not None:
        return f"{_capital(answer)} {who.group('rest').strip()}, right?"
    return None


def _other(answer: str, passage: str, answers: Sequence[str], rng: numpy.random.Generator) -> str | None:
    """Return another year or name of the passage than ``answer``, or a year near it; None where there is none."""
    year = _YEAR.search(answer)
    if year is not None:
        others = sorted({found for found in _YEAR.findall(passage) if found not in " ".join(answers)})
        moved = str(int(year.group()) + int(rng.choice([-7, -3, -2, -1, 1, 2, 3, 8])))
        other = str(rng.choice(others)) if others and rng.random() < 0.6 else moved
        return answer.replace(year.group(), other)
    if not _NAME.fullmatch(answer):
        return None
    said = " ".join(answers).lower()
    names = [
        match.group()
        for match in _NAME.finditer(passage)
        if match.start() > 1 and passage[match.start() - 2] not in ".!?" and match.group().lower() not in said
    ]
    return str(rng.choice(sorted(set(names)))) if names else None


def _capital(text: str) -> str:
    """Return ``text`` with its first letter as a capital."""
    return text[:1].upper() + text[1:]
