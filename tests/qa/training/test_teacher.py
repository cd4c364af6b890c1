"""A larger model learns first, and then teaches the reader."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy
import pytest
import torch
from cities import paragraph

from qa.training import distil, export, stream
from qa.training.model import ReadingModel, from_cross_encoder
from qa.training.objective import output_of
from qa.training.teacher import TeachingModel, from_encoder
from qa.training.windows import Group, batch_of, tokenize, window


def test_the_teacher_reads_as_mpnet_does(mpnet: Path, tiny: tuple[ReadingModel, Any]) -> None:
    from transformers import MPNetModel

    tokenizer = tiny[1]
    teacher, known = from_encoder(mpnet).eval(), MPNetModel.from_pretrained(mpnet).eval()
    told = tokenizer(["Who opened it?", "When?"], [paragraph("Oslo", 1) * 3, "In May."], padding=True)
    ids, mask = torch.tensor(told["input_ids"]), torch.tensor(told["attention_mask"])
    seen: list[torch.Tensor] = []
    teacher.layers[-1].register_forward_hook(lambda _layer, _given, states: seen.append(states))
    with torch.inference_mode():
        teacher(ids, mask, mask)
        expected = known(input_ids=teacher.known[ids], attention_mask=mask).last_hidden_state
    assert torch.allclose(seen[0][mask.bool()], expected[mask.bool()], atol=1e-5)
    assert teacher.known[ids][0, 0] == 0  # MPNet's own first token, not BERT's.


def test_another_kind_of_teacher_is_refused(cross_encoder_folder: Path) -> None:
    with pytest.raises(ValueError, match="type mpnet"):
        from_encoder(cross_encoder_folder)


def test_a_reader_comes_nearer_to_its_teacher(tiny: tuple[ReadingModel, Any], mpnet: Path) -> None:
    model, tokenizer = tiny
    tokens = tokenize([paragraph("Oslo", 1), paragraph("Lima", 2)], tokenizer)
    asked = tokenizer("Who opened it?", add_special_tokens=False)["input_ids"]
    windows = [window(asked, one, (), tokenizer) for one in tokens]
    batch = batch_of([Group((windows[0],)), Group((replace(windows[1], verdict=1),))])
    teacher: TeachingModel = from_encoder(mpnet).eval()
    with torch.no_grad():
        teacher.marks.weight.mul_(30)
        shown = teacher(batch.ids, batch.mask, batch.types)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2)
    losses = []
    for _ in range(30):
        loss = distil.likeness_loss(output_of(model, batch), shown, batch)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())
    assert losses[-1] < 0.5 * losses[0]
    assert float(distil.likeness_loss(shown, shown, batch)) == pytest.approx(0, abs=1e-5)


def test_a_teacher_learns_and_then_teaches(data: Path, mpnet: Path, cross_encoder_folder: Path, tmp_path: Path) -> None:
    out, negatives = tmp_path / "out", tmp_path / "negatives.npz"
    given = ["--base", str(cross_encoder_folder), "--teacher", str(mpnet), "--negatives", str(negatives)]
    short = ["--teacher-seconds", "1", "--seconds", "1", "--workers", "2", "--batch-tokens", "512", "--looked-at", "4"]
    distil.main([str(data), *given, *short, "--out", str(out)])
    rows = [json.loads(line) for line in (out / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["lesson"] for row in rows if row.get("event") == "fitted"] == ["teacher", "reader"]
    assert all(row["steps"] > 0 for row in rows if row.get("event") == "fitted")
    trained = export.trained(out / "weights" / "reader.safetensors")
    begun = from_cross_encoder(cross_encoder_folder)[0].state_dict()
    moved = {name for name, weight in trained.items() if not torch.equal(weight.half(), begun[name].half())}
    assert any("layer.0." in name for name in moved)
    assert "bert.embeddings.word_embeddings.weight" not in moved
    with numpy.load(negatives) as held:
        assert set(held) == set(stream.NEGATIVES)
