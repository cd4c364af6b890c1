"""Fit the decisions between an answer and a refusal: ``python -m benchmarks.fit_decision``.

One logistic regression a kind of reader, over the features of :mod:`qa.answer.decide`, on the development questions,
asked of every collection that they could be asked of. Writes ``qa/answer/decision.json`` and prints what ten-fold
cross-validation says of it, with whole groups of neighbouring questions held out together.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import numpy
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict

from benchmarks.development import QuestionSet, answered_by, answers, question_sets
from index import Encoder
from qa.answer.decide import COEFFICIENTS, features_of, sentence_of
from qa.assistant import PASSAGES, Assistant
from qa.question import clean_question
from qa.reader import Reader, SentenceReader, load_reader
from qa.retrieve import retrieve
from qa.types import AnswerSpan

WRONG_COSTS = 0.75
"""What a wrong answer costs where a right one earns 1 and a refusal nothing."""
THRESHOLD = WRONG_COSTS / (1 + WRONG_COSTS)
"""The probability from which on an answer earns more than it costs."""
GROUP = 10
"""Neighbouring questions, which are about the same paragraph, in one fold."""


def main() -> None:
    """Fit, write, and print."""
    encoder = Encoder.load()
    readers: tuple[Reader, ...] = (SentenceReader(), load_reader("shipped"))
    with question_sets(encoder) as sets:
        written = {reader.kind: fitted(reader, encoder, sets) for reader in readers}
    COEFFICIENTS.write_text(json.dumps(written, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(written, indent=2))


def fitted(reader: Reader, encoder: Encoder, sets: list[QuestionSet]) -> dict[str, Any]:
    """Return the regression for the spans of ``reader``, and what is measured of it."""
    rows: list[dict[str, float]] = []
    right: list[bool] = []
    groups: list[str] = []
    cases: list[int] = []
    for questions in sets:
        assistant = Assistant(questions.index, encoder, questions.folder, reader=reader)
        for number, question in enumerate(questions.questions):
            asked, _ = assistant.understood(clean_question(question["question"]))
            vector = encoder.encode_question(asked)
            for collection in questions.index.manifest.collections:
                passages = retrieve(questions.index, asked, vector, collection=collection, count=PASSAGES)
                spans = reader.read(asked, passages).spans
                for span in spans if reader.kind == "span" else spans[:1]:
                    rows.append(asdict(features_of(asked, span, spans, reader.kind)))
                    right.append(is_right(span, reader, question))
                    groups.append(f"{questions.name} {number // GROUP}")
                    cases.append(len(set(cases)) if span is spans[0] else cases[-1])
    names = list(rows[0])
    table = numpy.array([[row[name] for name in names] for row in rows])
    labels, of_case = numpy.array(right), numpy.array(cases)
    model = LogisticRegression(C=100.0, max_iter=5000)  # The features are few: hardly held back.
    held_out = cross_val_predict(model, table, labels, groups=groups, cv=GroupKFold(10), method="predict_proba")[:, 1]
    model.fit(table, labels)
    best = numpy.array([max(numpy.flatnonzero(of_case == case), key=lambda row: held_out[row]) for case in set(cases)])
    shown = held_out[best] >= THRESHOLD
    return {
        "model": {
            "encoder": encoder.identity.model,
            "threshold": round(THRESHOLD, 4),
            "intercept": round(float(model.intercept_[0]), 4),
            "weights": {name: round(float(weight), 4) for name, weight in zip(names, model.coef_[0], strict=True)},
        },
        "fitted": {
            "command": "python -m benchmarks.fit_decision",
            "cases": len(best),
            "right_found": int(labels[best].sum()),
            "held_out_auroc": round(float(roc_auc_score(labels[best], held_out[best])), 3),
            "held_out_shown": int(shown.sum()),
            "held_out_shown_and_right": int((shown & labels[best]).sum()),
        },
    }


def is_right(span: AnswerSpan, reader: Reader, question: dict[str, Any]) -> bool:
    """Tell whether a reader's span answers ``question``: exact words are judged by the words, sentences as a whole."""
    if reader.kind == "sentence":
        return answers(span.text, question)
    sentence = sentence_of(span).span
    return answered_by(span.text, span.passage.chunk.document.text[sentence.start : sentence.end], question)


if __name__ == "__main__":
    main()
