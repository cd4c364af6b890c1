"""What viewers say of answers can be evaluated."""

from __future__ import annotations

import json
from pathlib import Path

from qa.evaluation.questions import read_questions
from qa.web.judgements import Judged, Judgements


def test_what_is_judged_is_read_by_an_evaluation(tmp_path: Path) -> None:
    judgements = Judgements(tmp_path / "index")
    judgements.add(Judged("When was it?\n", "January 2017", "It was in January 2017.", "talk.md"), "right")
    judgements.add(Judged("Who edited it?"), "right")
    judgements.add(Judged("Who sang?", "Ada"), "should_refuse")
    judgements.add(Judged("Who spoke?", "Ada"), "wrong")
    questions = read_questions(judgements.known)
    assert [(one.question.strip(), one.answers, one.kind) for one in questions] == [
        ("When was it?", ("January 2017",), "judged"),
        ("Who edited it?", (), "judged"),
        ("Who sang?", (), "judged"),
    ]
    assert questions[0].evidence == "It was in January 2017."
    assert json.loads(judgements.open.read_text(encoding="utf-8")) == {
        "question": "Who spoke?",
        "kind": "judged",
        "given": "Ada",
    }
