"""Training: from files in the real format to weights, the same whether it was stopped in between or not."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from cities import paragraph
from exported_beside import assert_alike

from qa.reader.shipped import check
from qa.training import __main__ as command
from qa.training import export, heads, loop, objective, stream
from qa.training.claims import read_claims
from qa.training.examples import read_sources
from qa.training.measures import Marked, auroc
from qa.training.model import ReadingModel, from_cross_encoder
from qa.training.negatives import hard_negatives
from qa.training.objective import BARRED, loss_of, output_of
from qa.training.windows import Group, batch_of, tokenize, window


def weights(folder: Path) -> bytes:
    """Return the weights that a run wrote."""
    return (folder / "weights" / "reader.safetensors").read_bytes()


def test_a_run_that_was_stopped_comes_to_the_same_weights(
    data: Path, options: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(objective, "FROZEN_LAYERS", 0)
    command.main([str(data), "--out", str(tmp_path / "whole"), *options, "--look-seconds", "0"])
    looked = [json.loads(line) for line in (tmp_path / "whole" / "log.jsonl").read_text().splitlines()]
    last = next(row["development"] for row in reversed(looked) if "development" in row)
    assert {"new_wiki", "squad2", "squad1", "claims"} == set(last)
    assert 0 <= last["squad1"]["twins"] <= 1
    assert 0 <= last["claims"]["right"] <= 1

    steps = 0

    def stopped(*arguments: Any) -> torch.Tensor:
        nonlocal steps
        steps += 1
        if steps == 4:
            raise KeyboardInterrupt
        return loss_of(*arguments)

    monkeypatch.setattr(loop, "loss_of", stopped)
    with pytest.raises(KeyboardInterrupt):
        command.main([str(data), "--out", str(tmp_path / "stopped"), *options, "--save-seconds", "0"])
    assert not (tmp_path / "stopped" / "weights").exists()
    monkeypatch.setattr(loop, "loss_of", loss_of)
    command.main([str(data), "--out", str(tmp_path / "stopped"), *options])
    assert weights(tmp_path / "stopped") == weights(tmp_path / "whole")

    command.main([str(data), "--out", str(tmp_path / "other"), *options, "--seed", "1"])
    assert weights(tmp_path / "other") != weights(tmp_path / "whole")

    began = tmp_path / "stopped" / "weights" / "reader.safetensors"
    command.main([str(data), "--out", str(tmp_path / "further"), *options, "--start", str(began)])
    assert weights(tmp_path / "further") != weights(tmp_path / "stopped")


def test_what_is_exported_reads_like_what_was_trained(
    data: Path, options: list[str], tmp_path: Path, cross_encoder_folder: Path
) -> None:
    command.main([str(data), "--out", str(tmp_path), *options])
    file = tmp_path / "weights" / "reader.safetensors"
    for name, most in (("fp32", 1e-3), ("int8", 0.6)):
        extra = ["--fp32"] if name == "fp32" else []
        export.main([str(file), "--base", str(cross_encoder_folder), "--out", str(tmp_path / name), *extra])
        check(tmp_path / name)
        model, tokenizer = from_cross_encoder(cross_encoder_folder)
        model.load_state_dict(export.trained(file))
        model.eval()
        assert_alike(model, tokenizer, tmp_path / name, most)


def test_heads_are_trained_on_a_backbone_that_stays(
    data: Path, options: list[str], tmp_path: Path, cross_encoder_folder: Path
) -> None:
    command.main([str(data), "--out", str(tmp_path), *options])
    file = tmp_path / "weights" / "reader.safetensors"
    whole = tmp_path / "heads" / "reader.safetensors"
    given = ["--base", str(cross_encoder_folder), "--weights", str(file), "--out", str(whole)]
    heads.main([str(data), *given, "--windows", "60", "--claims", "30"])
    before, after = export.trained(file), export.trained(whole)
    moved = {name for name, weight in after.items() if not torch.equal(weight, before[name])}
    assert moved
    assert all(name.startswith(("bert.pooler", "classifier", "verdict")) for name in moved)


def test_the_loss_falls(tiny: tuple[ReadingModel, Any], data: Path) -> None:
    model, tokenizer = tiny
    sources = read_sources(data, 0)
    negatives = {name: hard_negatives(sources[name]) for name in stream.NEGATIVES}
    examples = stream.Stream(sources, negatives, read_claims(data, sources, 0), tokenizer, 0)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2)
    batch, _ = examples.batch(stream.Place())
    teacher = torch.ones(len(batch.ids))
    losses = []
    for _ in range(30):
        loss = loss_of(output_of(model, batch), batch, teacher)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())
    assert losses[-1] < 0.8 * losses[0]


def test_every_part_of_the_objective_is_learnt(tiny: tuple[ReadingModel, Any], data: Path) -> None:
    """A batch with only one kind of example moves the head that learns from it, and no head that does not."""
    model, tokenizer = tiny
    tokens = tokenize([paragraph("Oslo", 1), paragraph("Lima", 2)], tokenizer)
    asked = tokenizer("Who opened it?", add_special_tokens=False)["input_ids"]
    start = paragraph("Oslo", 1).index("Anna")
    held = window(asked, tokens[0], [(start, start + 9)], tokenizer)
    lacking = window(asked, tokens[1], (), tokenizer)
    claim = replace(lacking, verdict=1)
    for group, learning in (
        (Group((held,)), {"qa_outputs"}),
        (Group((held, lacking), "passages"), {"qa_outputs", "classifier"}),
        (Group((claim,)), {"verdict"}),
    ):
        model.zero_grad()
        batch = batch_of([group])
        loss_of(output_of(model, batch), batch).backward()
        moved = {
            name.split(".")[0]
            for name, weight in model.named_parameters()
            if not name.startswith("bert") and weight.grad is not None and bool(weight.grad.abs().sum() > 0)
        }
        assert moved == learning


def test_padding_and_the_question_cannot_be_marked(tiny: tuple[ReadingModel, Any]) -> None:
    model, tokenizer = tiny
    tokens = tokenize([paragraph("Oslo", 1), "Short."], tokenizer)
    asked = tokenizer("Who?", add_special_tokens=False)["input_ids"]
    both = [window(asked, one, (), tokenizer) for one in tokens]
    batch = batch_of([Group((one,)) for one in both])
    assert batch.context[1].sum() == 2
    assert batch.mask[1].sum() == len(both[1].ids)
    assert not batch.context[:, : len(asked) + 2].any()
    assert batch.starts[:, 0].tolist() == [1.0, 1.0]
    model.eval()
    alone, beside = batch_of([Group((both[1],))]), batch
    losses = [loss_of(output_of(model, one), one).item() for one in (alone, batch_of([Group((both[0],))]), beside)]
    assert losses[2] == pytest.approx((losses[0] + losses[1]) / 2, abs=1e-4)
    assert all(loss < -BARRED for loss in losses)


def test_measures() -> None:
    reading = Marked("Where?", ("Old harbour town", "the pier"), "the old harbour", 2.0, 1.0)
    assert (reading.exact, reading.f1) == (0, pytest.approx(0.8))
    assert replace(reading, text="A pier!").exact == 1
    assert replace(reading, answers=()).f1 == 0
    assert auroc([0.1, 0.4, 0.4, 0.9], [False, False, True, True]) == pytest.approx(0.875)
    with pytest.raises(ValueError, match="true and false"):
        auroc([1.0], [True])


@pytest.mark.parametrize("steps", [1000, 4000])
def test_the_rate_is_the_same_until_it_falls(steps: int) -> None:
    rates = [loop.rate_at(step, steps) for step in range(steps)]
    assert rates[: loop.WARM_UP] == sorted(rates[: loop.WARM_UP])
    assert set(rates[loop.WARM_UP : round(steps * (1 - loop.DECAY))]) == {1.0}
    assert 0 < rates[-1] < 0.01
