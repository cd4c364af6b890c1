"""What a question of a conversation is understood as, by its words and the turns before it."""

from __future__ import annotations

import pytest

from qa import Turn
from qa.question import interpretations, turns_of
from qa.question.phrases import phrases
from qa.question.references import put_in, references

TALKS = [
    pytest.param(
        "When did it come out?", [("Who made PyTorch?", "Adam Paszke")], "When did PyTorch come out?", id="it"
    ),
    pytest.param(
        "Where was she born?", [("Who sang the aria?", "Tove Lindahl")], "Where was Tove Lindahl born?", id="she"
    ),
    pytest.param(
        "what's her name?", [("Who owned the shop?", "Pavel's aunt")], "What's Pavel's aunt's name?", id="her"
    ),
    pytest.param(
        "why did they make it",
        [("What does ONNX stand for?", "Open Neural Network Exchange")],
        "Why did they make ONNX?",
        id="they at large",
    ),
    pytest.param("And Chainer?", [("When did Theano appear?", "2007")], "When did Chainer appear?", id="and X"),
    pytest.param(
        "what about water voles",
        [("When did the frogs come?", "in 2020")],
        "When did water voles come?",
        id="what about X",
    ),
    pytest.param(
        "And 2.0?", [("When was PyTorch 1.0 released?", "2018")], "When was PyTorch 2.0 released?", id="version"
    ),
    pytest.param(
        "and in 2022?", [("How many visitors came in 2021?", "900")], "How many visitors came in 2022?", id="in a year"
    ),
    pytest.param(
        "to whom?", [("When was the patent granted?", "1870")], "To whom was the patent granted?", id="to whom"
    ),
    pytest.param(
        "for how long?",
        [("What happened in 2021?", "a rockfall shut the Sorel tunnel")],
        "For how long a rockfall shut the Sorel tunnel?",
        id="for how long",
    ),
    pytest.param(
        "who else?", [("Did Google contribute to PyTorch?", "Yes")], "Who else contribute to PyTorch?", id="who else"
    ),
    pytest.param(
        "What did the second one say?",
        [("Who speaks?", "Brian Granger and Jeremy Howard")],
        "What did Jeremy Howard say?",
        id="the second one",
    ),
    pytest.param(
        "the parlour one?",
        [("How many tubes does the cabin ombrel have?", "49")],
        "How many tubes does the parlour ombrel have?",
        id="the other kind",
    ),
    pytest.param(
        "why there?",
        [("Where do they change engines?", "at Brandeck")],
        "Why do they change engines at Brandeck?",
        id="there",
    ),
    pytest.param(
        "And what became of her?",
        [("Who sang the aria?", "Tove Lindahl")],
        "What became of Tove Lindahl?",
        id="what became of",
    ),
    pytest.param("Tell me more", [("Who is Lin Qiao?", "an engineer")], "Tell me about Lin Qiao", id="more"),
    pytest.param(
        "What about Nvidia, is it in the foundation?",
        [("Who contributed?", "Google")],
        "Is Nvidia in the foundation?",
        id="what about X, is it",
    ),
    pytest.param(
        "What was it called at first?",
        [("Who wrote Caffe?", "Yangqing Jia"), ("Was he a professor?", "He was a student.")],
        "What was Caffe called at first?",
        id="two turns back",
    ),
]


@pytest.mark.parametrize(("question", "history", "understood"), TALKS)
def test_what_is_taken_up_is_put_in(question: str, history: list[tuple[str, str]], understood: str) -> None:
    found = interpretations(question, turns_of(history))
    assert found.needed
    assert found.rewrites[0].question == understood


@pytest.mark.parametrize(
    "question",
    [
        "Who created PyTorch?",
        "When did Adam Paszke say that he would leave?",
        "Is there a night market?",
        "What does it cost to hire the room?",
        "Is it true that Google made PyTorch?",
        "When was PyTorch released, and who made it?",
        "Nvidia joined the foundation, didn't it?",
    ],
)
def test_a_question_that_stands_alone_is_left_alone(question: str) -> None:
    assert not interpretations(question, turns_of([("Who is Lin Qiao?", "an engineer")])).needed


def test_a_pronoun_without_a_conversation_is_known_as_such() -> None:
    found = interpretations("When did she die?", ())
    assert found.needed
    assert (found.pronouns, found.rewrites) == (("she",), ())


def test_a_history_may_be_turns_pairs_or_messages() -> None:
    turn = Turn("Who?", "Ada")
    messages = [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "Who?"},
        {"role": "assistant", "content": [{"type": "text", "text": "Ada"}]},
    ]
    assert turns_of([turn]) == turns_of([("Who?", "Ada")]) == turns_of(messages) == (turn,)
    with pytest.raises(ValueError, match="pairs or messages"):
        turns_of(["Who?"])


def test_phrases_keep_names_whole_and_leave_verbs_out() -> None:
    found = [phrase.text for phrase in phrases("When did the first train of the cooperative leave for Monte Carlo?")]
    assert "the first train of the cooperative" in " / ".join(found)
    assert "Monte Carlo" in found
    assert "the frogs" in [phrase.text for phrase in phrases("When did the frogs come?")]


@pytest.mark.parametrize(
    "question",
    [
        "Did the developers listen to their users?",
        "Tomas drove the beavers here himself, right?",
        "All the banks were keen to lend, weren't they?",
        "What odds does a tourist have of spotting one?",
        "Who gave the intern his task?",
        "Corrin put his clock up in 1588, right?",
        "Whose relative lent her name to the heavy bell?",
        "who cast old margery again after she cracked in 1814",
        "My daughter is fifteen, does she count as a junior?",
        "Was the red hand there before capital time became law, or only afterwards?",
        "How come there's no president?",
        "why is it called pytorch",
    ],
)
def test_a_question_that_names_what_it_means_stands_alone(question: str) -> None:
    assert not interpretations(question, ()).needed


@pytest.mark.parametrize(
    ("question", "pronoun"),
    [
        ("So, what was his role?", "his"),
        ("Explain his role", "his"),
        ("How many children did his wife have?", "his"),
        ("How old was he when he died?", "he"),
        ("What changed after he left?", "he"),
        ("Who was his wife?", "his"),
        ("Why is it called that?", "it"),
        ("Why was it called off?", "it"),
    ],
)
def test_nothing_before_a_pronoun_is_meant_where_no_noun_stands_there(question: str, pronoun: str) -> None:
    assert interpretations(question, ()).pronouns[0] == pronoun


def test_what_was_said_before_is_meant_by_a_pronoun_behind_who() -> None:
    found = interpretations("Who took over his shop?", turns_of([("Who founded the shop?", "Abel Corrin")]))
    assert found.rewrites[0].question == "Who took over Abel Corrin's shop?"


def test_what_began_a_sentence_is_put_in_as_it_stands_inside_one() -> None:
    found = interpretations("When was it made?", turns_of([("What was shown?", "The documentary")]))
    assert "When was the documentary made?" in [one.question for one in found.rewrites]


@pytest.mark.parametrize(
    ("said", "understood"),
    [
        ("the documentary", "What does the documentary say?"),
        ("Meta", "What does Meta say?"),
        ("Adam Paszke and Soumith Chintala", "What do Adam Paszke and Soumith Chintala say?"),
        ("the engineers", "What do the engineers say?"),
        ("the people", "What do the people say?"),
    ],
)
def test_a_verb_fits_what_takes_the_place_of_they(said: str, understood: str) -> None:
    (they,) = references("What do they say?")
    assert put_in("What do they say?", [they], {"they": said}) == understood
