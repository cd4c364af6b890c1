"""Whether one thing is more than another: the text is asked how much of both."""

from __future__ import annotations

import pytest

from index import Encoder
from qa import Assistant
from qa.answer.measuring import compared

TEXT = """# The boats of Lowmere

The Teal is a double scull. The Teal weighs 27 kilograms, and it is 10 metres long. It cost 6,400 pounds.

The Dipper, our oldest single, was built of cedar. The Dipper weighs 19 kilograms. Its length is 8 metres.

The Bittern is an eight and weighs 97 kilograms; the club paid 18,000 pounds for the Bittern in 2006.

The launch has two engines. The ferry has one engine and twelve seats. Nobody has weighed the ferry.
"""


@pytest.fixture(scope="module")
def boats(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Assistant:
    folder = tmp_path_factory.mktemp("boats")
    (folder / "boats.md").write_text(TEXT, encoding="utf-8")
    return Assistant.build([folder / "boats.md"], folder / "index", encoder=encoder, collection="text")


@pytest.mark.parametrize(
    ("question", "said", "amounts"),
    [
        ("Is the Dipper lighter than the Teal?", "Yes. ", ("19", "27")),
        ("Is the Dipper heavier than the Bittern?", "No. ", ("19", "97")),
        ("Does the Bittern weigh more than the Teal?", "Yes. ", ("97", "27")),
        ("Which is heavier, the Teal or the Dipper?", "The Teal. ", ("27", "19")),
        ("Which boat is lighter: the Bittern or the Teal?", "The Teal. ", ("97", "27")),
    ],
)
def test_two_amounts_are_compared_and_both_are_proved(
    boats: Assistant, question: str, said: str, amounts: tuple[str, ...]
) -> None:
    answer = boats.ask(question)
    assert answer.answered
    assert answer.text.startswith(said)
    proofs = " ".join(citation.quote for citation in answer.citations)
    assert all(amount in proofs for amount in amounts)


@pytest.mark.parametrize("question", ["Is the ferry heavier than the Teal?", "Is the launch heavier than the Bittern?"])
def test_what_is_weighed_nowhere_is_not_compared(boats: Assistant, question: str) -> None:
    assert not boats.ask(question).text.startswith(("Yes", "No. The Teal weighs", "No. The Bittern"))


@pytest.mark.parametrize(
    "question",
    [
        "Is the film longer than 30 minutes?",
        "Is it faster than before?",
        "Is PyTorch better than TensorFlow?",
        "Is the mill older than the bridge?",
        "Do juniors make up more than half of the club?",
        "Did it cost more than expected?",
        "Was the repair longer than a year?",
    ],
)
def test_an_amount_a_judgement_and_an_age_are_compared_otherwise(question: str) -> None:
    assert compared(question) is None
