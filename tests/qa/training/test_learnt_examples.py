"""What is learnt from: questions, near-misses, claims and windows, made of files in the real format."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy
from cities import CITIES, paragraph

from qa.training import stream
from qa.training.claims import NO, NOT_SAID, YES, as_question, from_questions, read_claims
from qa.training.examples import Question, Source, part_of, read_qamr, read_sources
from qa.training.model import ReadingModel
from qa.training.near_misses import near_miss
from qa.training.negatives import hard_negatives
from qa.training.penn import joined
from qa.training.synonyms import main as write_synonyms
from qa.training.synonyms import read_synonyms
from qa.training.variation import reworded, varied
from qa.training.windows import tokenize, window


def test_twins_see_the_same_stretch(tiny: tuple[ReadingModel, Any], data: Path) -> None:
    _, tokenizer = tiny
    sources = read_sources(data, 0)
    negatives = {name: hard_negatives(sources[name]) for name in stream.NEGATIVES}
    examples = stream.Stream(sources, negatives, read_claims(data, sources, 0), tokenizer, 0)
    source = sources["squad1"]
    miss = next(question for question in source.questions if question.twin)
    group = examples._unanswerable(source, miss, 160, [2040], numpy.random.default_rng(0))
    one, other = group.windows
    assert group.kind == "twins"
    assert one.answers
    assert not other.answers
    assert one.ids[one.context - 1 :] == other.ids[other.context - 1 :]
    assert one.ids[one.context - 1] == 2040


def test_claims_are_made_of_questions(data: Path) -> None:
    text = "The harbour was opened in 1807 by Anna Berg, and closed in 1850."
    answered = [
        Question("When was the harbour opened?", 0, ((text.index("1807"), text.index("1807") + 4),)),
        Question("Who opened the harbour?", 0, ((text.index("Anna"), text.index("Anna") + 9),)),
        Question("When was the harbour flooded?", 0, ()),
    ]
    source = Source("squad1", (text,), ("Harbours",), tuple(answered))
    rng = numpy.random.default_rng(0)
    made = {(claim.text, claim.verdict) for _ in range(40) for claim in from_questions(source, rng)}
    assert ("Was the harbour opened in 1807?", YES) in made
    assert ("Was the harbour opened in 1850?", NO) in made
    assert ("Anna Berg opened the harbour, right?", YES) in made
    assert {verdict for question, verdict in made if "flooded" in question} == {NOT_SAID}
    assert as_question("A man is asleep.") == "Is a man asleep?"
    assert as_question("Nobody sleeps.") is None


def test_a_claim_that_holds_also_stands_where_it_is_not_said() -> None:
    texts = ("The harbour was opened in 1807 by Anna Berg.", "The harbour has three piers.")
    asked = Question("When was the harbour opened?", 0, ((texts[0].index("1807"), texts[0].index("1807") + 4),))
    source = Source("squad1", texts, ("Harbours", "Piers"), (asked,))
    rng = numpy.random.default_rng(0)
    rows = numpy.array([[1, -1]], dtype=numpy.int32)
    made = {
        (claim.context, claim.verdict, claim.title) for _ in range(40) for claim in from_questions(source, rng, rows)
    }
    assert (texts[0], YES, "Harbours") in made
    assert (texts[1], NOT_SAID, "Piers") in made
    assert not any(verdict == YES for context, verdict, _ in made if context == texts[1])


def test_a_window_holds_the_answer(tiny: tuple[ReadingModel, Any]) -> None:
    _, tokenizer = tiny
    text = " ".join(paragraph(city, 5) for city in CITIES)
    start = text.rindex("Anna Berg")
    tokens = tokenize([text], tokenizer)[0]
    rng = numpy.random.default_rng(0)
    for _ in range(50):
        one = window([2040], tokens, [(start, start + 9)], tokenizer, rng, 80)
        assert len(one.ids) <= 84
        assert [tokenizer.decode(one.ids[low : high + 1]) for low, high in one.answers] == ["anna berg"]


def test_parts_are_whole_documents_and_always_the_same(data: Path) -> None:
    parts = part_of("squad2", CITIES)
    assert sorted(parts.values()).count("test") == 4
    assert sorted(parts.values()).count("development") == 2
    assert parts == part_of("squad2", reversed(CITIES))
    source = read_sources(data, 0)["squad2"]
    pieces = [source.part(part) for part in ("train", "development", "test")]
    assert sum(len(piece.questions) for piece in pieces) == len(source.questions)
    assert not set(pieces[0].documents) & set(pieces[2].documents)
    for piece in pieces:
        for question in piece.questions:
            assert all(piece.contexts[question.context][low:high].isdecimal() for low, high in question.answers)


def test_words_of_the_treebank_become_text(data: Path) -> None:
    text, offsets = joined(
        [
            "Anna",
            "-LRB-",
            "a",
            "builder",
            "-RRB-",
            "did",
            "n't",
            "say",
            "``",
            "no",
            "''",
            ":",
            "it",
            "'s",
            "$",
            "5",
            ".",
        ]
    )
    assert text == "Anna (a builder) didn't say \"no\": it's $5."
    assert [text[start:end] for start, end in offsets][:3] == ["Anna", "(", "a"]
    qamr = read_qamr(data / "qamr_sentences.jsonl.gz", data / "qamr_questions.jsonl.gz", 0)
    for question in qamr.questions:
        assert {qamr.contexts[question.context][low:high] for low, high in question.answers} == {"Anna"}


def test_near_misses_differ_and_do_not_name_the_answer() -> None:
    text = paragraph("Oslo", 7)
    rng = numpy.random.default_rng(0)
    made = {near_miss("Who opened the first harbour of Oslo in 1807?", text, ["Anna Berg"], rng) for _ in range(60)}
    assert len(made) > 4
    assert all(one and one != "Who opened the first harbour of Oslo in 1807?" and "Berg" not in one for one in made)
    assert any(one and "last harbour" in one for one in made)


def test_questions_are_varied_now_and_then() -> None:
    rng = numpy.random.default_rng(0)
    question = "When was the harbour of Oslo opened?"
    made = [varied(question, rng) for _ in range(400)]
    assert 0.08 < sum(one != question for one in made) / 400 < 0.22
    assert "harbour Oslo opened" in made
    assert question.rstrip("?") in made


def test_words_are_exchanged_for_their_synonyms(data: Path, tmp_path: Path) -> None:
    """WordNet's files are given with two synsets in their format; the form of the word is kept."""
    net = tmp_path / "net"
    net.mkdir()
    for part in ("noun", "adj", "adv"):
        (net / f"index.{part}").write_text("", encoding="utf-8")
        (net / f"data.{part}").write_text("", encoding="utf-8")
    (net / "index.verb").write_text("open v 1 1 @ 1 1 00000010  \n", encoding="utf-8")
    rows = [
        "00000010 30 v 02 open 0 unlock 0 001 @ 00000020 v 0000 00 | make open",
        "00000020 30 v 01 free_up 0 000 00 | free",
    ]
    (net / "data.verb").write_text("  1 licence\n" + "\n".join(rows) + "\n", encoding="utf-8")
    (net / "cntlist.rev").write_text("open%2:35:00:: 1 20\n", encoding="utf-8")
    file = tmp_path / "synonyms.json.gz"
    write_synonyms([str(data), "--wordnet", str(net), "--out", str(file)])
    found = read_synonyms(file)
    assert found == {"opened": ["unlocked", "freed up"]}
    rng = numpy.random.default_rng(0)
    made = {reworded("Who opened the harbour of Oslo?", found, rng) for _ in range(200)}
    assert made == {f"Who {word} the harbour of Oslo?" for word in ("opened", "unlocked", "freed up")}
    assert reworded("Who opened it?", {}, rng) == "Who opened it?"
