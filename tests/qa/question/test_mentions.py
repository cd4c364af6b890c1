"""What counts as a question of whether the text mentions something, and what does not."""

import pytest

from qa.question.mentions import mentioned_in


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("Does the film mention TensorFlow?", "tensorflow"),
        ("does it mention lua", "lua"),
        ("Did the talk say anything about the old mill?", "the old mill"),
        ("Is Ann Lee in the documentary?", "ann lee"),
        ("is ann lee in it", "ann lee"),
        ("Are the Baltic ports mentioned at all?", "the baltic ports"),
        ("Does Elon Musk appear?", "elon musk"),
        ("does jeremy howard show up in the film", "jeremy howard"),
        ("Is there anything about self-driving cars?", "self-driving cars"),
    ],
)
def test_the_thing_is_told_that_a_text_may_mention(question: str, thing: str) -> None:
    assert mentioned_in(question) == thing


@pytest.mark.parametrize(
    "question",
    [
        "Does the film say how the merger went?",
        "Does the film show that he was wrong?",
        "Do the people in the film agree?",
        "Is she in the film?",
        "Did the first version appear in spring or in autumn 2013?",
        "Was the film shown in Paris?",
        "Is PyTorch free?",
        "When does Lua appear in the film?",
    ],
)
def test_whatever_else_is_asked_is_no_such_question(question: str) -> None:
    assert mentioned_in(question) == ""
