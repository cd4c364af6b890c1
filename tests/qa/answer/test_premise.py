"""What a question takes for granted, held against a text by the real reader."""

from __future__ import annotations

import pytest

from corpus import Document
from index import Encoder
from qa import Assistant
from qa.answer.premise import taken_for_granted

TEXT = """The mill stood at the weir. It burned down in 1902, and the miller's son, Otto Brand, did not rebuild it; he
became a baker in Sund.

The bakery was opened in 1904. It closes on Mondays and sells rye bread."""


@pytest.fixture(scope="module")
def mill(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return Assistant.build([Document("mill", TEXT)], tmp_path_factory.mktemp("mill"), encoder=encoder)


def test_a_sentence_that_denies_it_is_shown(mill: Assistant) -> None:
    answer = mill.ask("When did Otto Brand rebuild the mill?")
    assert answer.text.startswith("Not so: ")
    assert "did not rebuild it" in answer.citations[0].quote


def test_what_is_true_is_answered(mill: Assistant) -> None:
    assert mill.ask("When did the mill burn down?").text == "1902"
    assert not mill.ask("Where was Otto Brand born?").text.startswith("Not so")


@pytest.mark.parametrize(
    ("question", "claim"),
    [
        ("When did he rebuild it?", "Did he rebuild it?"),
        ("So, why wasn't the hall sold?", "Wasn't the hall sold?"),
        ("In which year was it shut?", "Was it shut?"),
        ("Who rebuilt it?", None),
        ("Did he rebuild it?", None),
    ],
)
def test_what_a_question_takes_for_granted_is_put_as_one_of_yes_or_no(question: str, claim: str | None) -> None:
    assert taken_for_granted(question) == claim
