"""A small folder of training data, and small models to train."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import torch
from cities import CITIES, json_lines, paragraph, squad_row, write

from qa.training import stream
from qa.training.examples import MORE
from qa.training.model import ReadingModel, from_cross_encoder


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
    many = [f"{city} {number}" for city in CITIES for number in range(4)]
    questions = [squad_row(city, f"Who opened the harbour of {city}?", True) for city in many]
    write(folder / "squad11_train.jsonl.gz", json_lines(*questions))
    misses = [
        {**squad_row(city, f"Who closed {city}?", False), "pair_question": f"Who opened the harbour of {city}?"}
        for city in many
    ]
    write(folder / "unansq.jsonl.gz", json_lines(*misses))
    for name in MORE:
        write(folder / f"{name}.jsonl.gz", json_lines(*(squad_row(city, f"Why {city}?", True) for city in CITIES)))
    yes_no = [
        {**squad_row(city, f"is {city} old", True), "answers": ["yes" if row % 2 else "no"]}
        for row, city in enumerate(many)
    ]
    write(folder / "boolq.jsonl.gz", json_lines(*yes_no))
    labels = ("entailment", "contradiction", "neutral")
    nli = [
        {"premise": f"A man of {city} sleeps.", "hypothesis": "A man is asleep.", "label": label, "source": "snli/dev"}
        for city in many
        for label in labels
    ]
    write(folder / "nli.jsonl.gz", json_lines(*nli))
    return folder


@pytest.fixture
def options(cross_encoder_folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Options of a short run that begins with a model of one layer, with few examples in a slice."""
    monkeypatch.setattr(stream, "SLICE", 48)
    return ["--base", str(cross_encoder_folder), "--steps", "6", "--threads", "1"]


@pytest.fixture
def tiny(cross_encoder_folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[ReadingModel, Any]:
    """A model of one layer, none of it frozen, and its tokenizer."""
    monkeypatch.setattr(stream, "SLICE", 48)
    return from_cross_encoder(cross_encoder_folder)


@pytest.fixture(scope="session")
def mpnet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a tiny MPNet, as ``transformers`` writes it."""
    from transformers import MPNetConfig, MPNetModel

    folder = tmp_path_factory.mktemp("mpnet")
    sizes = {"hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 32}
    torch.manual_seed(0)
    MPNetModel(MPNetConfig(vocab_size=30527, **sizes)).save_pretrained(folder)
    return folder
