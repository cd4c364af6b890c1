"""Training: from files in the real format to weights, the same whether it was stopped in between or not."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy
import pytest
import torch
from transformers import AutoTokenizer, BertForQuestionAnswering

from qa.reader.shipped import check
from qa.training import __main__ as command
from qa.training import loop, stream
from qa.training.examples import part_of, read_qamr, read_sources
from qa.training.measures import auroc, plain, word_f1
from qa.training.near_misses import near_miss
from qa.training.objective import BARRED, loss_of
from qa.training.penn import joined
from qa.training.variation import varied
from qa.training.windows import batch_of, tokenize, window

CITIES = ("Oslo", "Lima", "Cairo", "Kyoto", "Quito", "Turin", "Porto", "Sofia", "Tunis", "Dakar", "Minsk", "Perth")


def paragraph(city: str, number: int) -> str:
    """Return a paragraph about one part of a city."""
    return (
        f"The old harbour of {city} was opened in {1800 + number} by Anna Berg. "
        f"It has {number + 2} piers and a market for fish. Ships from {city} sail north in the first days of spring. "
        "The builders wanted deep water, and they found it below the cliffs in the west."
    )


def write(file: Path, content: str) -> None:
    """Write a compressed file."""
    with gzip.open(file, "wt", encoding="utf-8") as opened:
        opened.write(content)


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small folder of training data in the format of the real one."""
    folder = tmp_path_factory.mktemp("data")
    articles = []
    for city in CITIES:
        paragraphs = []
        for number in range(3):
            text = paragraph(city, number)
            answers = [{"text": "Anna Berg", "answer_start": text.index("Anna Berg")}] * 2
            asked = {
                "question": f"Who opened the first harbour of {city}?",
                "id": f"{city}{number}",
                "answers": answers,
            }
            paragraphs.append({"context": text, "qas": [asked]})
        articles.append({"title": city, "paragraphs": paragraphs})
    for name in ("new_wiki", "reddit", "amazon_reviews"):
        write(folder / f"squadshifts_{name}.json.gz", json.dumps({"version": "1", "data": articles}))
    texts = [{"id": row, "doc": city, "title": city, "text": paragraph(city, row)} for row, city in enumerate(CITIES)]
    questions: list[dict[str, Any]] = []
    for row, city in enumerate(CITIES):
        year = str(1800 + row)
        start = texts[row]["text"].index(year)  # type: ignore[attr-defined]
        asked = {"question": f"When was {city} opened?", "answers": [year], "gold": [row], "near": [row]}
        questions.append({**asked, "start": start, "answerable": True, "doc": city})
        missed = {"question": f"When was {city} closed?", "answers": [], "gold": [], "near": [row]}
        questions.append({**missed, "start": None, "answerable": False, "doc": city})
    write(folder / "squad2_part.json.gz", json.dumps({"paragraphs": texts, "questions": questions}))
    words = "Anna -LRB- a builder -RRB- did n't sail , she said ``no'' .".replace("``no''", "`` no ''").split()
    rows = [{"id": f"Wiki1k:wikipedia:{number // 2}:1:{number}", "tokens": words} for number in range(8)]
    write(folder / "qamr_sentences.jsonl.gz", "\n".join(map(json.dumps, rows)))
    asked_words = [
        {"sentence": row["id"], "question": "Who did not sail?", "answers": [[0], [0], None]} for row in rows
    ]
    write(folder / "qamr_questions.jsonl.gz", "\n".join(map(json.dumps, asked_words)))
    return folder


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch, bert_folder: Path) -> Callable[[], tuple[Any, Any]]:
    """Put a model of one layer in the place of the packaged one, and few examples in a slice."""

    def make() -> tuple[Any, Any]:
        return BertForQuestionAnswering.from_pretrained(bert_folder), AutoTokenizer.from_pretrained(bert_folder)

    monkeypatch.setattr(command, "untrained", make)
    monkeypatch.setattr(stream, "SLICE", 48)
    return make


def weights(folder: Path) -> bytes:
    """Return the weights that a run wrote."""
    return (folder / "weights" / "reader.safetensors").read_bytes()


@pytest.mark.usefixtures("tiny")
def test_a_run_that_was_stopped_comes_to_the_same_weights(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = ["--steps", "6", "--threads", "1"]
    command.main([str(data), "--out", str(tmp_path / "whole"), *options])
    check(tmp_path / "whole" / "weights" / "reader.safetensors")
    evaluated = json.loads((tmp_path / "whole" / "weights" / "evaluation.json").read_text())
    assert {"right_paragraph", "right_paragraph_fp32", "pooled", "pooled_sentences"} <= set(evaluated["test"])
    assert "no-answer AUROC" in (tmp_path / "whole" / "weights" / "README.md").read_text()

    steps = 0

    def stopped(model: Any, batch: Any) -> torch.Tensor:
        nonlocal steps
        steps += 1
        if steps == 4:
            raise KeyboardInterrupt
        return loss_of(model, batch)

    monkeypatch.setattr(loop, "loss_of", stopped)
    with pytest.raises(KeyboardInterrupt):
        command.main([str(data), "--out", str(tmp_path / "stopped"), *options, "--save-seconds", "0"])
    assert not (tmp_path / "stopped" / "weights").exists()
    monkeypatch.setattr(loop, "loss_of", loss_of)
    command.main([str(data), "--out", str(tmp_path / "stopped"), *options])
    assert weights(tmp_path / "stopped") == weights(tmp_path / "whole")

    command.main([str(data), "--out", str(tmp_path / "other"), *options, "--seed", "1"])
    assert weights(tmp_path / "other") != weights(tmp_path / "whole")


def test_the_loss_falls(tiny: Callable[[], tuple[Any, Any]], data: Path) -> None:
    model, tokenizer = tiny()
    sources = read_sources(data, 0)
    negatives = {name: numpy.zeros((len(sources[name].questions), 6), dtype=numpy.int32) for name in stream.NEGATIVES}
    examples = stream.Stream(sources, negatives, tokenizer, 0)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2)
    batch, _ = examples.batch(stream.Place())
    losses = []
    for _ in range(30):
        loss = loss_of(model, batch)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())
    assert losses[-1] < 0.7 * losses[0]


def test_padding_and_the_question_cannot_be_marked(tiny: Callable[[], tuple[Any, Any]]) -> None:
    model, tokenizer = tiny()
    tokens = tokenize([paragraph("Oslo", 1), "Short."], tokenizer)
    asked = tokenizer("Who?", add_special_tokens=False)["input_ids"]
    both = [window(asked, one, (), tokenizer) for one in tokens]
    batch = batch_of(both, [])
    assert batch.context[1].sum() == 2
    assert batch.mask[1].sum() == len(both[1].ids)
    assert not batch.context[:, : len(asked) + 2].any()
    assert batch.starts[:, 0].tolist() == [1.0, 1.0]
    model.eval()
    alone, beside = batch_of(both[1:], []), batch
    losses = [loss_of(model, one).item() for one in (alone, batch_of(both[:1], []), beside)]
    assert losses[2] == pytest.approx((losses[0] + losses[1]) / 2, abs=1e-4)
    assert all(loss < -BARRED for loss in losses)


def test_a_window_holds_the_answer(tiny: Callable[[], tuple[Any, Any]]) -> None:
    _, tokenizer = tiny()
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


def test_measures() -> None:
    assert plain("The U.S., a  Land!") == "us land"
    assert word_f1("the old harbour", "Old harbour town") == pytest.approx(0.8)
    assert word_f1("", "town") == 0
    assert auroc([0.1, 0.4, 0.4, 0.9], [False, False, True, True]) == pytest.approx(0.875)
    with pytest.raises(ValueError, match="true and false"):
        auroc([1.0], [True])


@pytest.mark.parametrize("steps", [1000, 4000])
def test_the_rate_is_the_same_until_it_falls(steps: int) -> None:
    rates = [loop.rate_at(step, steps) for step in range(steps)]
    assert rates[: loop.WARM_UP] == sorted(rates[: loop.WARM_UP])
    assert set(rates[loop.WARM_UP : round(steps * (1 - loop.DECAY))]) == {1.0}
    assert 0 < rates[-1] < 0.01
