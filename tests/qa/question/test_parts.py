"""Two questions in one are told from one with an "and" in it."""

from __future__ import annotations

import pytest

from qa.question.parts import parts_of


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("Who made PyTorch and when?", ("Who made PyTorch?", "When?")),
        ("When and where was it shown?", ("When was it shown?", "Where was it shown?")),
        (
            "How high was the bill, and which year was it worked out?",
            ("How high was the bill?", "Which year was it worked out?"),
        ),
        ("What is it about? Who made it?", ("What is it about? Who made it?",)),
        ("What is the film about? Who made it?", ("What is the film about?", "Who made it?")),
        ("Is it open source and who contributed?", ("Is it open source?", "Who contributed?")),
        ("Who are Ann and Otto?", ("Who are Ann and Otto?",)),
        ("Which came first, Torch or Theano, and why?", ("Which came first, Torch or Theano, and why?",)),
        ("Who contributed and also founded it?", ("Who contributed and also founded it?",)),
    ],
)
def test_the_parts_of_a_question(question: str, parts: tuple[str, ...]) -> None:
    assert parts_of(question) == parts
