"""Fit the decision between an answer and a refusal: ``python -m benchmarks.fit_decision``.

A logistic regression over the features of :mod:`qa.decide`, on the development questions, asked of every collection
that they could be asked of. Writes ``qa/decision.json`` and prints what ten-fold cross-validation says of it, with
whole groups of neighbouring questions held out together.
"""

from __future__ import annotations

import json
from dataclasses import asdict

import numpy
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict

from benchmarks.development import answers, question_sets
from index import Encoder
from qa.assistant import PASSAGES
from qa.decide import COEFFICIENTS, features_of
from qa.question import clean_question
from qa.reader import SentenceReader
from qa.retrieve import retrieve

WRONG_COSTS = 0.5
"""What a wrong answer costs where a right one earns 1 and a refusal nothing."""
THRESHOLD = WRONG_COSTS / (1 + WRONG_COSTS)
"""The probability from which on an answer earns more than it costs."""
GROUP = 10
"""Neighbouring questions, which are about the same paragraph, in one fold."""


def main() -> None:
    """Fit, write, and print."""
    encoder = Encoder.load()
    rows, right, groups = [], [], []
    with question_sets(encoder) as sets:
        for questions in sets:
            for number, question in enumerate(questions.questions):
                asked = clean_question(question["question"])
                vector = encoder.encode_question(asked)
                for collection in questions.index.manifest.collections:
                    passages = retrieve(questions.index, asked, vector, collection=collection, count=PASSAGES)
                    spans = SentenceReader().read(asked, passages)
                    rows.append(asdict(features_of(asked, spans)))
                    right.append(answers(spans[0].text, question))
                    groups.append(f"{questions.name} {number // GROUP}")
    names = list(rows[0])
    table = numpy.array([[row[name] for name in names] for row in rows])
    labels = numpy.array(right)
    model = LogisticRegression(C=100.0, max_iter=1000)  # The features are few and range from 0 to 1: hardly held back.
    held_out = cross_val_predict(model, table, labels, groups=groups, cv=GroupKFold(10), method="predict_proba")[:, 1]
    model.fit(table, labels)
    shown = held_out >= THRESHOLD
    written = {
        "model": {
            "encoder": encoder.identity.model,
            "threshold": round(THRESHOLD, 4),
            "intercept": round(float(model.intercept_[0]), 4),
            "weights": {name: round(float(weight), 4) for name, weight in zip(names, model.coef_[0], strict=True)},
        },
        "fitted": {
            "command": "python -m benchmarks.fit_decision",
            "cases": len(labels),
            "right_sentence_found": int(labels.sum()),
            "held_out_auroc": round(float(roc_auc_score(labels, held_out)), 3),
            "held_out_shown": int(shown.sum()),
            "held_out_shown_and_right": int((shown & labels).sum()),
        },
    }
    COEFFICIENTS.write_text(json.dumps(written, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(written, indent=2))


if __name__ == "__main__":
    main()
