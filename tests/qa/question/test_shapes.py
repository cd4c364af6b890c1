"""Which shape of answer a question asks for, as viewers type it."""

from __future__ import annotations

import pytest

from qa.question.shapes import Shape, shape_of, subject_of

QUESTIONS: dict[Shape, list[str]] = {
    "fact": [
        "When was the harbour opened?",
        "who built the lighthouse",
        "What is the budget of the museum?",
        "What is the museum's address?",
        "Who was the architect?",
        "how long is the bridge",
        "How much did the dome cost?",
        "What is the film called?",
        "what is 2+2",
    ],
    "reason": [
        "Why did the tower fall?",
        "how did they find the wreck",
        "what is the swell for",
        "How come nobody noticed?",
        "What was the purpose of the wall?",
        "tell me why the canal froze",
        "What made the bread so sour?",
    ],
    "definition": [
        "What is an astrolabe?",
        "whats an astrolabe",
        "Who\u2019s Ines Kovar?",
        "tell me about the Great Wall",
        "can you explain the swell to me please",
        "Explain the swell in simple words",
        "What is the swell, like I'm five?",
        "What does the word hyalophone mean?",
        "astrolabe",
        "What about Lisbon?",
    ],
    "overview": [
        "What is it about?",
        "whats the film about",
        "Summarise the documentary for me please",
        "summary please",
        "tl;dr",
        "What are the main points?",
        "Give me the gist in three sentences",
        "What happened in 1912?",
        "what happened to the ferry",
        "What happened?",
        "who's who in this film",
        "Which people are mentioned?",
        "sum up the part about the storm",
        "What can I learn from this talk?",
        "can you sum it up for me",
    ],
    "list": [
        "List the keepers",
        "name two towns on the river",
        "Which instruments were on board?",
        "what colours did the aisles have",
        "Give me all the names",
        "Who were the three members of the crew?",
        "On which evenings is it open?",
    ],
    "count": ["How many boats were lost?", "how many keepers did it have", "What is the number of visitors?"],
    "expansion": ["What does RNLI stand for?", "what is CNTK short for", "Which abbreviation is used for it?"],
    "comparison": [
        "Which came first, the bridge or the ferry?",
        "Which is older, the tower or the hall?",
        "what's the difference between the cabin and the parlour model",
        "Which collection is bigger, that of Lisbon or that of Porto?",
    ],
    "yes_no": [
        "Was the harbour built in 1868?",
        "did they win",
        "The bridge is of iron, right?",
        "There's a market at night, isn't there?",
        "Did the crowd clap when they arrived?",
        "Nadia is a composer, no?",
    ],
    "either_or": [
        "Was it painted red or green?",
        "Did the drive take 16 or 26 hours?",
        "Which foot works the bellows, the left or the right?",
        "Are there more dams or more beavers?",
    ],
}


@pytest.mark.parametrize(("shape", "question"), [(shape, one) for shape, asked in QUESTIONS.items() for one in asked])
def test_a_question_gets_its_shape_however_it_is_typed(shape: Shape, question: str) -> None:
    assert shape_of(question) == shape
    assert shape_of(question.rstrip("?").replace("\u2019", "'")) == shape


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("What is the swell?", "swell"),
        ("who is brian granger", "brian granger"),
        ("Who's Soumith Chintala and what did he do?", "soumith chintala"),
        ("tell me something about Yann LeCun", "yann lecun"),
        ("What is meant by frontend and backend here?", "frontend and backend"),
        ("Explain what the Traders' Council is.", "traders' council"),
        ("What is PyTorch 1.0?", "pytorch 1.0"),
        ("What is the CEO of Nvidia's name?", ""),
        ("What is the oldest business?", ""),
        ("What is it?", ""),
        ("Who are you?", ""),
    ],
)
def test_the_subject_of_a_definition_is_what_is_to_be_explained(question: str, subject: str) -> None:
    assert subject_of(question) == subject
