"""Misspelt words: mended where the texts have the word that is meant, and left alone where they have not."""

from __future__ import annotations

import json
import random
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from benchmarks.development import QUESTIONS
from benchmarks.spelling import slipped
from corpus import Document, read_bundled, read_file
from index import Encoder, Vocabulary
from qa import Assistant, Correction
from qa.question import LONGEST_QUESTION, nearest_word, spelling
from qa.question.lexicon import lexicon
from qa.question.spelling import COMMON, MOST_UNKNOWN, Speller

MAY_BE_CHANGED = ("typo", "half-remembered")
MISSPELT = {
    "why did microsft stop devlopping CNTK",
    "sumith chintala wife",
    "paske university warsaw",
    "lua torch",
    "who is adam pashke",
    "who is sumit chintala",
    "Who was the guy with the ukrainian name, dmitro something, and what did he work on?",
}
"""Questions of other kinds in which a word is misspelt, or a name written apart, all the same."""
OTHER_NAMES = (
    *("Linus Torvalds", "Jeff Dean", "Keras", "Nvidia", "Peru", "Netflix", "Guido van Rossum", "Geoffrey Hinton"),
    *("Yoshua Bengio", "Andrej Karpathy", "Ilya Sutskever", "Kotlin", "Haskell", "Julia", "Flax", "MXNet", "Anthropic"),
    *("DeepMind", "Hugging Face", "scikit-learn", "Elon Musk", "Fei-Fei Li", "Sam Altman", "Pandas", "Gemini", "Rust"),
)
MENDED_SHARE = 0.95
"""Of the long words of the texts with one slip."""
BENT_SHARE = 0.03
"""Of common English words with one slip that the texts do not hold."""


def seeded(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311


@pytest.fixture(scope="module")
def speller(encoder: Encoder) -> Speller:
    return Speller(Vocabulary(read_bundled()), encoder.words)


@pytest.mark.parametrize(
    ("question", "understood", "status", "holds"),
    [
        ("What is pytorhc?", "What is PyTorch?", "answered", "open-source framework"),
        ("Who is Soumit Chintela?", "Who is Soumith Chintala?", "answered", "researcher at Facebook"),
        ("What does Soumeth Chintella eat?", "What does Soumith Chintala eat?", "not_in_text", ""),
        ("who is soumit chintla", "who is Soumith Chintala", "answered", "researcher at Facebook"),
        ("When was py torch released?", "When was PyTorch released?", "answered", "January 2017"),
    ],
)
def test_a_misspelt_question_is_answered_as_it_was_meant(
    documentary: Assistant, question: str, understood: str, status: str, holds: str
) -> None:
    answer = documentary.ask(question)
    assert (answer.question, answer.resolved_question) == (question, understood)
    assert answer.status == status
    assert holds in answer.text
    assert answer.corrections
    same = documentary.ask(understood)
    assert (answer.text, answer.confidence, answer.passages) == (same.text, same.confidence, same.passages)
    assert same.corrections == ()


def test_the_answer_says_what_was_changed(documentary: Assistant) -> None:
    answer = documentary.ask("Who is Soumit Chintela?")
    assert answer.corrections == (Correction("Soumit", "Soumith"), Correction("Chintela", "Chintala"))
    written = json.loads(json.dumps(answer.to_dict()))
    assert written["corrections"][0] == {"typed": "Soumit", "understood": "Soumith"}
    assert written["resolved_question"] == "Who is Soumith Chintala?"


@pytest.mark.parametrize("question", ["What is pytorhc?", "Who edited pytorhc's film?"])
def test_what_is_shown_says_how_it_was_understood(documentary: Assistant, question: str) -> None:
    answer = documentary.ask(question)
    assert answer.understood_otherwise
    assert answer.resolved_question == question.replace("pytorhc", "PyTorch")
    assert not documentary.ask("What is pytorch?").understood_otherwise


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("theono", "Theano"),
        ("tehano", "Theano"),
        ("Pashke", "Paszke"),
        ("Pashke's role", "Paszke's role"),
        ("ONXX", "ONNX"),
        ("PYTROCH", "PyTorch"),
        ("pytorchfoundation", "PyTorch Foundation"),
        ("adampaszke", "Adam Paszke"),
        ("tensor flow", "TensorFlow"),
        ("Py-Torch", "PyTorch"),
        ("seya tokoi", "Seiya Tokui"),
        ("Wich compnies", "Which companies"),
        ("open-sorce", "open-source"),
        ("relase (pytroch)", "release (PyTorch)"),
    ],
)
def test_slips_of_every_kind(speller: Speller, typed: str, understood: str) -> None:
    assert speller.mend(typed)[0] == understood
    assert speller.mend(understood) == (understood, ())


@pytest.mark.parametrize(
    "question",
    [
        "pytorch",
        "PYTORCH and soumith chintala",
        "When did the lighthouse keeper open a cafe?",
        "Who was the director, and what did the camera and the budget cost?",
        "What did it labor to analyze in the theater?",
        "dont you think it didnt matter, and whats more?",
        "caffe3 pytorch2 torch.complie tesnorflow.org me@pytroch.org 1,2,3 torch/pytroch",
        "Wann wurde PyTorch veröffentlicht, und von wem?",
        "Когда вышел PyTorch?",
        "PyTorch はいつ公開されましたか",
        "teh ofr adn",
        "",
        "?!",
    ],
)
def test_what_is_correct_or_cannot_be_judged_stays(speller: Speller, question: str) -> None:
    assert speller.mend(question) == (question, ())


@pytest.mark.parametrize("name", OTHER_NAMES)
@pytest.mark.parametrize("small", [False, True], ids=["as written", "small letters"])
def test_a_name_that_is_not_in_the_texts_is_not_bent(speller: Speller, name: str, small: bool) -> None:
    question = f"Did {name.lower() if small else name} use it?"
    assert speller.mend(question) == (question, ())


def test_names_that_differ_in_a_letter_are_two_names(encoder: Encoder) -> None:
    own = Speller(Vocabulary([Document("talk", "Ada Karas and Ilse Maren spoke, and then Karas sang.")]), encoder.words)
    for question in ("What is Keras?", "what is keras", "Who is Marek?", "Who is Moren?"):
        assert own.mend(question) == (question, ())
    assert own.mend("Who is Ada Keras?")[0] == "Who is Ada Karas?"


def test_two_words_as_near_leave_it_open(encoder: Encoder) -> None:
    own = Speller(Vocabulary([Document("talk", "Brelland and Brolland met.")]), encoder.words)
    assert own.mend("Who is Brilland?") == ("Who is Brilland?", ())


def test_a_word_of_any_collection_is_known(encoder: Encoder) -> None:
    texts = [Document("a", "Chantala sang.", collection="a"), Document("b", "Chintala spoke.", collection="b")]
    own = Speller(Vocabulary(texts), encoder.words)
    assert own.mend("Chantala or Chintala?")[1] == ()


@pytest.mark.parametrize("path", sorted(QUESTIONS.glob("*.jsonl")), ids=lambda path: path.stem)
def test_no_correctly_spelt_question_is_changed(encoder: Encoder, path: Path) -> None:
    text = path.with_suffix(".md")
    own = Speller(Vocabulary([read_file(text)] if text.exists() else read_bundled()), encoder.words)
    questions = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    changed = {
        one["question"] for one in questions if one["kind"] not in MAY_BE_CHANGED and own.mend(one["question"])[1]
    }
    assert changed <= MISSPELT


def test_common_english_words_are_never_changed(speller: Speller) -> None:
    common = [word for word, count in lexicon().items() if count >= COMMON]
    for word in seeded(1).sample(common, 1000):
        assert speller.mend(f"what about {word} here") == (f"what about {word} here", ())


def test_most_slips_in_long_words_are_mended_and_few_english_words_bent(speller: Speller) -> None:
    numbers = seeded(2)
    shares = []
    english = [word for word, count in lexicon().items() if count >= COMMON and word not in speller.vocabulary.counts]
    for words in ([*speller.vocabulary.counts], english):
        long = numbers.choices([word for word in words if len(word) > 5], k=300)
        slips = [(word, typed) for word in long if not speller.knows(typed := slipped(word, numbers))]
        understood = [(word, speller.mend(f"what {typed}")) for word, typed in slips]
        shares.append(sum(text.lower() == f"what {word}" for word, (text, _) in understood) / len(slips))
        shares.append(sum(bool(changes) for _, (_, changes) in understood) / len(slips))
    assert shares[0] >= MENDED_SHARE
    assert shares[3] <= BENT_SHARE


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=80) | st.text("pytorchsumin' -.'\u2019ABÉßŉﬁ\u01310", max_size=60))
@example("ŉŉŉŉŉŉ ﬁlmm \uff30\uff39\uff34\uff2f\uff32\uff28\uff23 \u0131stanbul PYTORHC's Ǆǅǆabc")
def test_nothing_that_is_typed_breaks_it(speller: Speller, question: str) -> None:
    understood, corrections = speller.mend(question)
    assert bool(corrections) == (understood != question)
    for correction in corrections:
        assert correction.typed in question
        assert correction.understood in understood


@settings(deadline=None, max_examples=150)
@given(word=st.sampled_from(["Chintala", "PyTorch", "TensorFlow", "Kavukcuoglu", "Collobert"]), seed=st.integers(0))
def test_a_slip_in_a_long_name_never_makes_another_one(speller: Speller, word: str, seed: int) -> None:
    typed = slipped(word.lower(), seeded(seed))
    understood, _ = speller.mend(f"what about {typed}?")
    assert understood in (f"what about {word}?", f"what about {typed}?")


def test_a_question_stays_short_enough(documentary: Assistant) -> None:
    question = ("word " * LONGEST_QUESTION)[: LONGEST_QUESTION - 13] + "sumith chintla"
    assert len(documentary.ask(question).resolved_question) <= LONGEST_QUESTION


def test_gibberish_is_left_alone_without_a_search(speller: Speller, monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[str] = []

    def counted(typed: str, *others: Any) -> list[nearest_word.Candidate]:
        searched.append(typed)
        return nearest_word.candidates(typed, *others)

    monkeypatch.setattr(spelling, "candidates", counted)
    question = " ".join(f"pytorhc{letter}" for letter in "abcdefghijklm"[: MOST_UNKNOWN + 1])
    assert speller.mend(question) == (question, ())
    assert searched == []
    speller.mend(question.rsplit(" ", 1)[0])
    assert searched != []


def test_a_large_vocabulary_takes_little_time(encoder: Encoder) -> None:
    words = list(lexicon())[:30_000]
    large = Speller(Vocabulary([Document("large", " ".join(words))]), encoder.words)
    large.mend("what is prgoramming")
    spent = []
    for _ in range(5):
        started = time.process_time()
        assert large.mend("what is prgoramming")[1] == (Correction("prgoramming", "programming"),)
        spent.append(time.process_time() - started)
    assert min(spent) < 0.01


def test_other_texts_bring_other_words(documentary: Assistant, tmp_path: Path) -> None:
    own = documentary.copy(tmp_path / "own")
    assert own.ask("Who is Ynes Kowar?").corrections == ()
    own.rebuild(["The quay was built by Ines Kovar in 1901.\n\nIt is long."])
    assert own.ask("Who is Ines Kovvar?").resolved_question == "Who is Ines Kovar?"
