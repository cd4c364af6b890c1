"""The record of a court is read as questions and answers, without the numbers of its lines."""

from __future__ import annotations

import pytest

from corpus import read_plain_text

RECORD = ["Q.  Where were you?", "A.  At the ferry house.", "Q.  Who was", "    with you?", "A.  My brother Paul."]
TOLD = "Where were you?\nAt the ferry house.\n\nWho was with you?\nMy brother Paul."


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(RECORD, id="plain"),
        pytest.param([f"{number:>2}   {line}" for number, line in enumerate(RECORD, start=1)], id="with numbers"),
        pytest.param([f"{(number + 22) % 25 + 1:>2}  {line}" for number, line in enumerate(RECORD)], id="over a page"),
        pytest.param([line.replace(".  ", "\t", 1) for line in RECORD], id="with tabs"),
    ],
)
def test_questions_and_answers_are_no_table(lines: list[str]) -> None:
    assert read_plain_text("\n".join(lines)).text == TOLD


def test_initials_are_no_labels() -> None:
    assert read_plain_text("A. Grey was there.\n\nA. Marsh was not.").text == "A. Grey was there.\n\nA. Marsh was not."
