"""Fit what decides between an answer and a refusal, on questions whose answers are known.

Three logistic regressions (scikit-learn): over the spans of a reader of exact words, over whole sentences, and over
what a sentence says of a claim. They are judged on texts that they were not fitted on, each text left out in turn.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy

from qa.answer.claims import evidence
from qa.answer.decide import COEFFICIENTS, features_of, sentence_of
from qa.assistant import PASSAGES, Assistant, share_of
from qa.evaluation.errors import EvaluationError
from qa.evaluation.metrics import contains_answer, token_f1
from qa.evaluation.questions import Question
from qa.evaluation.statistics import Statistic, auroc, ece
from qa.question import asks_yes_or_no, clean_question
from qa.reader import Reader, ReaderKind, SentenceReader
from qa.retrieve import reranked, retrieve
from qa.types import AnswerSpan

if TYPE_CHECKING:
    from numpy.typing import NDArray

WRONG_COSTS = 0.67
"""What a wrong answer costs where a right one earns 1 and a refusal nothing: to refuse what the text says is the error
that people see first, and the proof stands beside every answer. Of 128 questions of newcomers 79 come out as they
should with 0.55, 83 with 0.67 and 84 with 1; of 1,576 others 1,166 with 0.67, 1,154 with 0.75 and 1,136 with 1."""
THRESHOLD = WRONG_COSTS / (1 + WRONG_COSTS)
"""The probability from which on an answer earns more than it costs."""
ALIKE = 0.5
"""Token F1 with a gold answer from which on an answer is taken for right: ``a dentist helping`` for ``a dentist``."""
MARKED = frozenset({"", "fact", "number", "sentence", "list", "refusal"})
"""Shapes of questions that words out of the text answer; of the others more is asked than that a span be right."""
YES, NO, NOT_SAID = range(3)
MOST_HELD_BACK = 1.0
"""Inverse of the strength of the penalty on the weights; the features are few and between -1 and 12."""


@dataclass(slots=True)
class Table:
    """Rows to learn from: ``features`` by name, what is right, and the text and the case that each is of."""

    features: list[dict[str, float]] = field(default_factory=list)
    labels: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    cases: list[str] = field(default_factory=list)

    def add(self, features: dict[str, float], label: int, text: str, case: str) -> None:
        """Add a row."""
        self.features.append(features)
        self.labels.append(label)
        self.texts.append(text)
        self.cases.append(case)

    def matrix(self) -> NDArray[numpy.float64]:
        """Return the features, float64, ``(rows, features)``."""
        return numpy.array([list(row.values()) for row in self.features])


@dataclass(slots=True)
class Tables:
    """What the questions of several texts gave: rows for each of the three fits."""

    span: Table = field(default_factory=Table)
    sentence: Table = field(default_factory=Table)
    claim: Table = field(default_factory=Table)


def collect(tables: Tables, assistant: Assistant, questions: Sequence[Question], text: str) -> None:
    """Ask every collection of ``assistant`` the questions about ``text``, and add what comes out to ``tables``.

    A follow-up is asked as it would be in full where its line has ``standalone``, and passed over where it has not.
    The reader's best span alone is learnt from: it is the one that is shown or not, and what stands behind it would
    teach to tell the spans of a text from each other, not an answer from none.
    """
    readers: tuple[Reader, ...] = (assistant.reader, SentenceReader())
    for question in questions:
        if question.shape == "reply" or (question.history and not question.standalone):
            continue
        asked, _ = assistant.understood(clean_question(question.standalone or question.question))
        vector = assistant.encoder.encode_question(asked)
        collections = assistant.index.manifest.collections
        count = share_of(PASSAGES, len(collections))
        for collection in collections:
            case = f"{text} {question.id} {collection}"
            passages = retrieve(assistant.index, asked, vector, collection=collection, count=count)
            for reader in readers:
                reading = reader.read(asked, passages)
                table = tables.span if reader.kind == "span" else tables.sentence
                marked = question.shape in MARKED and not asks_yes_or_no(asked)
                for span in reading.spans[:1] if reader.kind == "sentence" or marked else ():
                    features = asdict(features_of(asked, span, reading.spans, reader.kind))
                    table.add(features, int(is_right(span, reader.kind, question)), text, case)
                if reader.kind == "span" and asks_yes_or_no(asked):
                    ranked = reranked(reading.passages, reading.spans)
                    for span, stands in evidence(asked, ranked, reader):
                        tables.claim.add(asdict(stands), verdict_of(span, question), text, case)


def is_right(span: AnswerSpan, kind: ReaderKind, question: Question) -> bool:
    """Tell whether a reader's span answers ``question``: exact words are judged by the words, sentences as a whole.

    Words are right if they hold a gold answer, or are like one. A yes or a no, and a whole sentence, are right if the
    sentence proves the answer.
    """
    if not question.answerable:
        return False
    sentence = sentence_of(span).span
    words = span.passage.chunk.document.text[sentence.start : sentence.end]
    if kind == "sentence" or asks_yes_or_no(question.question):
        return _proves(words, question) or (kind == "sentence" and contains_answer(words, _long(question.answers)))
    return contains_answer(span.text, question.answers) or token_f1(span.text, question.answers) >= ALIKE


def verdict_of(span: AnswerSpan, question: Question) -> int:
    """Return what a sentence says of a claim, as the question's author sees it: :data:`YES`, :data:`NO` or neither."""
    if not question.answerable or not _proves(span.text, question):
        return NOT_SAID
    return YES if question.answers[0].casefold().startswith("yes") else NO


def _proves(sentence: str, question: Question) -> bool:
    """Whether ``sentence`` is what proves the answer, or a part of it."""
    return bool(question.evidence) and (sentence in question.evidence or question.evidence in sentence)


def _long(answers: Sequence[str]) -> list[str]:
    """Return the answers that say something by themselves."""
    return [answer for answer in answers if len(answer) > 2]


def fitted(tables: Tables, encoder: str, command: str) -> dict[str, Any]:
    """Return the regressions, as ``decision.json`` holds them, with what is measured of each on texts left out.

    Raises:
        EvaluationError: scikit-learn is missing, or the questions are too few or all of one sort.
    """
    written: dict[str, Any] = {}
    for name, table in (("sentence", tables.sentence), ("span", tables.span)):
        model, held_out = _fit(table)
        right = held_out[:, 1]
        best = _best_of_cases(table, right)
        labels = numpy.array(table.labels)
        shown = right[best] >= THRESHOLD
        written[name] = {
            "model": {
                "encoder": encoder,
                "threshold": round(THRESHOLD, 4),
                "intercept": round(float(model.intercept_[0]), 4),
                "weights": _named(table, model.coef_[0]),
            },
            "fitted": {
                "command": command,
                "cases": len(best),
                "texts": len(set(table.texts)),
                "right_found": int(labels[best].sum()),
                "left_out_auroc": _value(auroc(right[best], labels[best] == 1), len(best)),
                "left_out_shown": int(shown.sum()),
                "left_out_shown_and_right": int((shown & (labels[best] == 1)).sum()),
                "left_out_ece": _value(ece(right[best], labels[best].astype(numpy.float64)), len(best)),
            },
        }
    if len(set(tables.claim.labels)) == 3:
        model, held_out = _fit(tables.claim)
        names = list(tables.claim.features[0])
        written["claim"] = {
            "model": {
                "intercepts": [round(float(value), 4) for value in model.intercept_],
                "weights": {
                    name: [round(float(value), 4) for value in model.coef_[:, place]]
                    for place, name in enumerate(names)
                },
            },
            "fitted": {
                "command": command,
                "sentences": len(tables.claim.labels),
                "left_out_right": round(float((held_out.argmax(axis=1) == numpy.array(tables.claim.labels)).mean()), 3),
            },
        }
    return written


def write(written: dict[str, Any], file: Path = COEFFICIENTS) -> None:
    """Write the regressions to ``file``; what was not fitted stays as it is there."""
    old = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    file.write_text(json.dumps({**old, **written}, indent=2) + "\n", encoding="utf-8")


def _fit(table: Table) -> tuple[Any, NDArray[numpy.float64]]:
    """Return the regression over ``table``, and the probabilities that it gives to each text when fitted on the others.

    The probabilities are float64, ``(rows, classes)``.
    """
    try:
        from sklearn.linear_model import LogisticRegression
        from sklearn.model_selection import LeaveOneGroupOut, cross_val_predict
    except ImportError as error:
        raise EvaluationError("Calibrating needs scikit-learn: python -m pip install scikit-learn") from error
    labels = numpy.array(table.labels)
    if len(set(table.labels)) < 2:
        raise EvaluationError("The questions are all answered, or all refused: there is nothing to tell apart.")
    if len(set(table.texts)) < 2:
        raise EvaluationError("Calibrating needs questions about two texts at least, to be judged on one left out.")
    matrix = table.matrix()
    model = LogisticRegression(C=MOST_HELD_BACK, max_iter=5000)
    held_out = cross_val_predict(
        model, matrix, labels, groups=table.texts, cv=LeaveOneGroupOut(), method="predict_proba"
    )
    return model.fit(matrix, labels), held_out


def _named(table: Table, weights: Sequence[float]) -> dict[str, float]:
    """Return weights by the names of their features."""
    return {name: round(float(weight), 4) for name, weight in zip(table.features[0], weights, strict=True)}


def _best_of_cases(table: Table, probabilities: NDArray[numpy.float64]) -> NDArray[numpy.int64]:
    """Return the row of the most probable answer of each case."""
    best: dict[str, int] = {}
    for row, case in enumerate(table.cases):
        if case not in best or probabilities[row] > probabilities[best[case]]:
            best[case] = row
    return numpy.array(list(best.values()), dtype=numpy.int64)


def _value(statistic: Statistic, count: int) -> float:
    """Return what a statistic over ``count`` rows comes to, rounded to three places."""
    return round(float(statistic(numpy.ones((1, count)))[0]), 3)
