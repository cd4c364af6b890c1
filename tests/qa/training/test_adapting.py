"""Adaptation: what was written for the reader, and what is learnt of it without touching the matrices."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy
import onnx
import pytest
import torch
from cities import paragraph
from exported_beside import assert_alike
from onnx import numpy_helper
from safetensors.torch import load_file, save_file
from transformers import BertConfig

from qa.answer.claims import statement_of
from qa.reader.shipped import GRAPH_NAME, MODEL_NAME, TOKENIZER_NAME, WEIGHTS, check
from qa.training import adapt, export, graph
from qa.training.claims import NO, NOT_SAID, YES
from qa.training.exported import matrices, weights_in
from qa.training.model import ReadingModel
from qa.training.objective import loss_of, output_of
from qa.training.stream import question_tokens
from qa.training.windows import Batch, Group, batch_of, tokenize, window
from qa.training.written import Written, read_written

ROOT = Path(__file__).resolve().parents[3]
FILES = sorted(adapt.WRITTEN.glob("*.txt"))
SAME_WORDS = 12
"""Words in a row that two texts share only if one was taken from the other; eight are shared once by chance."""

PASSAGE = "Marta Oyelaran lit the furnace in 1962. The furnace at Norrby was hers, and Marta paid for all of it."
TWO_PARTS = f"""# The glass of Norrby
## A first furnace
{PASSAGE}
f| Who lit the furnace? | Marta Oyelaran
k| norrby furnace year | 1962
r| What did she run? | The furnace
w| Why was it hers? | Marta paid for all of it
l| Who is named? | Marta
n| When was the furnace sold? | 1962 | norrby furnace year
p| Why did Marta put out the furnace? | -
y| Was the furnace paid for by one person? | Marta paid for all of it
x| Did somebody else light it? | Marta Oyelaran lit the furnace
u| Was Marta born at Norrby? | -

## The second
In 1970 a pupil bought it.
f| Who bought it? | a pupil

# Letters
{paragraph("Oslo", 4)}
r| In which year did the port begin to work? | 1804
"""

_LAYER = "bert.encoder.layer.0"
_MATRICES = (
    *(f"{_LAYER}.attention.self.{part}" for part in ("query", "key", "value")),
    *(f"{_LAYER}.{part}.dense" for part in ("attention.output", "intermediate", "output")),
    "bert.pooler.dense",
)
_NORMS = (f"{_LAYER}.attention.output.LayerNorm", f"{_LAYER}.output.LayerNorm")
_HEADS = ("qa_outputs", "classifier", "verdict.0", "verdict.2")
LEARNT = {
    *(f"{name}.{part}" for name in _MATRICES for part in ("gain", "bias")),
    *(f"{name}.{part}" for name in _NORMS + _HEADS for part in ("weight", "bias")),
}
"""What is learnt of a model of one layer: of its matrices only gains and biases, of norms and heads all."""


@pytest.fixture
def two_parts(tmp_path: Path) -> Path:
    """A file with every kind of line."""
    file = tmp_path / "two.txt"
    file.write_text(TWO_PARTS, encoding="utf-8")
    return file


@pytest.fixture
def shipped_folder(tiny: tuple[ReadingModel, Any], cross_encoder_folder: Path, tmp_path: Path) -> Path:
    """The tiny model as it is shipped: int8, with its graph. No two of its weights are the same, as after training."""
    torch.manual_seed(0)
    with torch.no_grad():
        for weight in tiny[0].parameters():
            weight.add_(torch.randn_like(weight) * 0.1)
    export.export(tiny[0], cross_encoder_folder / TOKENIZER_NAME, tmp_path / "shipped")
    return tmp_path / "shipped"


def config(folder: Path) -> BertConfig:
    """Return the configuration of the cross-encoder in ``folder``."""
    return BertConfig.from_pretrained(str(folder))


def test_every_kind_of_line_is_learnt_from(two_parts: Path) -> None:
    written = read_written([two_parts])
    assert written.documents == ("The glass of Norrby", "The glass of Norrby", "Letters")
    assert written.titles == ("The glass of Norrby, A first furnace", "The glass of Norrby, The second", "Letters")
    source = written.source()
    assert [source.title(row) for row in range(3)] == list(written.titles)
    marked = {
        one.text: [(start, source.contexts[one.context][start:end]) for start, end in one.answers]
        for one in source.questions
    }
    again = PASSAGE.rindex("Marta")
    assert marked == {
        "Who lit the furnace?": [(0, "Marta Oyelaran")],
        "norrby furnace year": [(PASSAGE.index("1962"), "1962")],
        "What did she run?": [(PASSAGE.index("The furnace"), "The furnace")],
        "Why was it hers?": [(again, "Marta paid for all of it")],
        "Who is named?": [(0, "Marta"), (again, "Marta")],
        "When was the furnace sold?": [],
        "Why did Marta put out the furnace?": [],
        "Who bought it?": [(8, "a pupil")],
        "In which year did the port begin to work?": [(paragraph("Oslo", 4).index("1804"), "1804")],
    }
    twins = {one.text: one.twin for one in source.questions if one.twin}
    assert twins == {"When was the furnace sold?": "norrby furnace year"}
    elsewhere = [{row for row in rows if row >= 0} for rows in written.elsewhere().tolist()]
    assert elsewhere == [{1}] * 7 + [{0}, set()]


def test_a_span_within_a_word_is_marked_only_where_no_whole_word_is(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("# A\nArtists and art, 30kg.\nf| What? | art\nf| How heavy? | 30\n", encoding="utf-8")
    assert [one.answers for one in read_written([file]).source().questions] == [((12, 15),), ((17, 19),)]


def test_rows_of_a_table_are_lines_with_full_stops_and_a_claim_stands_beside_its_row(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    rows = ["Ship Bera: Built 1974, Length (m) 62", "Ship Corvo: Built 1981, Length (m) 48"]
    lines = ["# Ships", " // ".join(rows), "f| How long is the Corvo? | 48", "y| Is the Corvo of 1981? | Built 1981"]
    file.write_text("\n".join(lines), encoding="utf-8")
    written = read_written([file])
    assert written.contexts == (".\n".join(rows),)
    assert {(claim.context, claim.verdict) for claim in written.claims(0)} == {
        (written.contexts[0], YES),
        (rows[1], YES),
        (f"{rows[0]}.", NOT_SAID),
    }


def test_claims_stand_beside_their_passage_and_beside_sentences(two_parts: Path) -> None:
    written = read_written([two_parts])
    first, second = PASSAGE[: PASSAGE.index(" The furnace")], PASSAGE[PASSAGE.index("The furnace") :]
    asked = [one.text for one in written.asked if one.kind in "yxu"]
    as_asked = {text: one for one in asked for text in (one, statement_of(one))}
    seen = [{(as_asked[claim.text], claim.context, claim.verdict) for claim in written.claims(seed)} for seed in (0, 1)]
    paid, lit, born = asked
    assert seen[0] == seen[1]
    assert seen[0] == {
        (paid, PASSAGE, YES),
        (paid, second, YES),
        (paid, first, NOT_SAID),
        (lit, PASSAGE, NO),
        (lit, first, NO),
        (lit, second, NOT_SAID),
        (born, PASSAGE, NOT_SAID),
        (born, first, NOT_SAID),
        (born, second, NOT_SAID),
    }
    put = {claim.text for seed in range(9) for claim in written.claims(seed)}
    assert put == set(as_asked)
    assert {claim.title for claim in written.claims(0)} == {"The glass of Norrby, A first furnace"}


@pytest.mark.parametrize("kind", ["f", "r", "k", "w", "l", "y", "x"])
def test_a_span_that_does_not_stand_in_its_passage_is_named(two_parts: Path, kind: str) -> None:
    lines = [*TWO_PARTS.splitlines(), f"{kind}| Who closed the harbour? | Anna Bergman"]
    two_parts.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(ValueError, match=re.escape(f"{two_parts}:{len(lines)}: ") + ".*Anna Bergman"):
        read_written([two_parts])


def test_what_is_written_can_be_learnt_from() -> None:
    titles = [line[2:] for file in FILES for line in file.read_text("utf-8").splitlines() if line.startswith("# ")]
    written = read_written(FILES)
    assert len(titles) > 200
    assert sorted(titles) == sorted(set(written.documents))
    assert not [text for text in written.contexts if "|" in text or len(text.split()) < 15]
    assert len(set(written.contexts)) == len(written.contexts)
    assert all(written.titles)
    questions = written.source().questions
    asked = {(question.context, question.text) for question in questions if question.answers}
    twins = [(question.context, question.twin) in asked for question in questions if question.twin]
    assert numpy.mean(twins) > 0.9


def test_nothing_that_judges_is_written() -> None:
    folders = [ROOT / "tests" / "questions", ROOT / "corpus" / "documentary", ROOT / "corpus" / "background"]
    judging = [file for folder in folders for file in folder.rglob("*.*") if file.is_file()]
    assert len(judging) > 20
    judged = {run for file in judging for run in _runs(file.read_text(encoding="utf-8"))}
    assert len(judged) > 10_000
    assert not [text for text in read_written(FILES).contexts if judged & _runs(text)]


def _runs(text: str) -> set[tuple[str, ...]]:
    """Return all runs of :data:`SAME_WORDS` words."""
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[place : place + SAME_WORDS]) for place in range(len(words) - SAME_WORDS + 1)}


def test_weights_are_taken_out_of_an_exported_reader(
    tiny: tuple[ReadingModel, Any], shipped_folder: Path, cross_encoder_folder: Path
) -> None:
    model, tokenizer = tiny
    taken = weights_in(shipped_folder / MODEL_NAME)
    for name, weight in model.state_dict().items():
        if name not in taken:
            assert "position_ids" in name
            continue
        assert taken[name].shape == weight.shape
        step = float(weight.abs().max()) / 60  # Of int8; a column's own is smaller.
        assert torch.allclose(torch.from_numpy(taken[name]), weight, atol=step), name
    assert_alike(adapt.model_of(shipped_folder, config(cross_encoder_folder)), tokenizer, shipped_folder, 0.6)


def test_another_reader_is_not_gone_on_with(shipped_folder: Path, cross_encoder_folder: Path) -> None:
    larger = config(cross_encoder_folder)
    larger.num_hidden_layers = 2
    with pytest.raises(ValueError, match=r"layer\.1"):
        adapt.model_of(shipped_folder, larger)


def test_what_is_learnt_is_read_with(
    tiny: tuple[ReadingModel, Any], shipped_folder: Path, cross_encoder_folder: Path, tmp_path: Path
) -> None:
    kept = (shipped_folder / MODEL_NAME).read_bytes()
    model = adapt.model_of(shipped_folder, config(cross_encoder_folder))
    adapt.open_up(model)
    assert_alike(model, tiny[1], shipped_folder, 0.6)
    torch.manual_seed(1)
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if name.endswith(".gain"):
                weight.copy_(torch.randn_like(weight))
            elif weight.requires_grad:
                weight.add_(torch.randn_like(weight) * 0.5)
    learnt = adapt.learnt_by(model)
    assert any(bool((weight < 0).any()) for name, weight in learnt.items() if name.endswith(".gain"))
    with pytest.raises(AssertionError):
        assert_alike(model, tiny[1], shipped_folder, 0.6)
    save_file(learnt, tmp_path / adapt.ADAPTED)
    graph.main([str(shipped_folder), "--adapted", str(tmp_path / adapt.ADAPTED)])
    check(shipped_folder)
    assert_alike(model, tiny[1], shipped_folder, 0.6)
    assert (shipped_folder / MODEL_NAME).read_bytes() == kept
    graph.main([str(shipped_folder)])
    assert_alike(adapt.model_of(shipped_folder, config(cross_encoder_folder)), tiny[1], shipped_folder, 0.6)


@pytest.mark.parametrize(
    "name",
    [
        "bert.encoder.layer.7.output.dense.gain",
        "bert.encoder.layer.0.attention.self.key.gain",
        "bert.encoder.layer.0.attention.self.key.bias",
        "bert.encoder.layer.0.attention.self.key.weight",
        "verdict.1.bias",
    ],
)
def test_what_has_no_place_in_the_reader_is_refused(shipped_folder: Path, name: str) -> None:
    with pytest.raises(ValueError, match=re.escape(name)):
        graph.graph(shipped_folder / MODEL_NAME, {name: numpy.ones(16, dtype=numpy.float32)})


def test_only_what_costs_nothing_is_learnt(
    data: Path,
    tiny: tuple[ReadingModel, Any],
    shipped_folder: Path,
    cross_encoder_folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder, out = tmp_path / "written", tmp_path / "out"
    folder.mkdir()
    held = next(title for title in (f"Letters {number}" for number in range(99)) if _is_held(title))
    (folder / "a.txt").write_text(TWO_PARTS.partition("\n# Letters")[0], encoding="utf-8")
    (folder / "b.txt").write_text(TWO_PARTS.partition("\n# Letters")[0].replace("The glass of Norrby", held), "utf-8")
    made: list[ReadingModel] = []

    def model_of(*given: Any) -> ReadingModel:
        made.append(adapt_model_of(*given))
        return made[-1]

    adapt_model_of = adapt.model_of
    monkeypatch.setattr(adapt, "model_of", model_of)
    given = ["--written", str(folder), "--reader", str(shipped_folder), "--base", str(cross_encoder_folder)]
    short = ["--seconds", "2", "--workers", "1", "--batch-tokens", "512", "--looked-at", "40"]
    adapt.main([str(data), *given, *short, "--out", str(out)])

    rows = [json.loads(line) for line in (out / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    looked = {row["event"]: row.get("development", {}) for row in rows if "event" in row}
    assert looked["begun"]["written"]["questions"] == looked["adapted"]["written"]["questions"] == 8

    learnt = load_file(out / adapt.ADAPTED)
    assert set(learnt) == LEARNT
    adapted, begun = made
    before = begun.state_dict()
    for name, layer in adapted.named_modules():
        if isinstance(layer, adapt.Gained):
            assert torch.equal(layer.weight.cpu(), before[f"{name}.weight"].cpu()), name
            assert not torch.equal(layer.gain.cpu(), torch.ones_like(layer.gain.cpu())), name
    for name, weight in adapted.bert.embeddings.state_dict().items():
        assert torch.equal(weight.cpu(), before[f"bert.embeddings.{name}"].cpu()), name

    again = adapt_model_of(shipped_folder, config(cross_encoder_folder))
    batches = _batches(read_written([folder / "a.txt"]), tiny[1])
    first = [_loss(again, batch) for batch in batches]
    adapt.open_up(again)
    again.load_state_dict(learnt, strict=False)
    then = [_loss(again, batch) for batch in batches]
    assert then[0] < first[0]
    assert then[1] < first[1]


def test_documents_that_are_kept_out_are_only_looked_at(two_parts: Path) -> None:
    titles = [f"Letters {number}" for number in range(60)]
    asked = TWO_PARTS.partition("\n# Letters")[0]
    two_parts.write_text("\n".join(asked.replace("The glass of Norrby", title) for title in titles), encoding="utf-8")
    none = adapt.Material({}, {}, {}, adapt.Development({}, []))
    material = adapt.with_written(none, read_written([two_parts]), 0)
    learnt, looked_at = material.sources["written"], material.development.sources["written"]
    assert 2 <= len(set(looked_at.documents)) <= 12
    assert sorted({*learnt.documents, *looked_at.documents}) == sorted(titles)
    assert not {*learnt.documents} & {*looked_at.documents}
    assert len(material.negatives["written"]) == len(learnt.questions)
    for claims, source in ((material.claims["written"], learnt), (material.development.claims, looked_at)):
        assert {claim.title.partition(",")[0] for claim in claims} == set(source.documents)


def _is_held(title: str) -> bool:
    """Whether a document of that title is kept out of training."""
    none = adapt.Material({}, {}, {}, adapt.Development({}, []))
    alone = Written(("A.",), (title,), (title,), ())
    return not adapt.with_written(none, alone, 0).sources["written"].contexts


def _batches(written: Written, tokenizer: Any) -> tuple[Batch, Batch]:
    """Return a batch of the questions and one of the claims."""
    tokens = tokenize(written.contexts, tokenizer)
    questions = [
        window(question_tokens(one.text, tokenizer), tokens[one.context], one.answers, tokenizer)
        for one in written.source().questions
    ]
    claims = [
        replace(
            window(question_tokens(one.text, tokenizer), tokenize([one.context], tokenizer)[0], (), tokenizer),
            verdict=one.verdict,
        )
        for one in written.claims(0)
    ]
    return batch_of([Group((one,)) for one in questions]), batch_of([Group((one,)) for one in claims])


def _loss(model: ReadingModel, batch: Batch) -> float:
    """Return the loss of ``batch``."""
    with torch.inference_mode():
        return float(loss_of(output_of(model.eval(), batch), batch))


def test_the_shipped_reader_is_adapted() -> None:
    check(WEIGHTS)
    whole, run = (onnx.load(WEIGHTS / name).graph for name in (MODEL_NAME, GRAPH_NAME))
    values = {
        one.name: (numpy_helper.to_array(one), numpy_helper.to_array(other))
        for one, other in zip(whole.initializer, run.initializer, strict=True)
    }
    backbone = {names: matrix for names, matrix in matrices(whole).items() if names[0].startswith("bert.")}
    assert len(backbone) == 12 * 4 + 1
    for matrix in backbone.values():
        kept, same = values[f"{matrix}_quantized"]
        assert numpy.array_equal(kept, same)
        scale, gained = values[f"{matrix}_scale"]
        gains = gained / scale
        assert numpy.mean(numpy.abs(gains - 1) > 1e-3) > 0.5
