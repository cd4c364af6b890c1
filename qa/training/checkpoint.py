"""Checkpoints of a training run, and the weights that come out of it."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file

from index.hashing import file_hash
from qa.training.stream import Place

CHECKPOINT = "checkpoint.pt"
WEIGHTS_NAME = "reader.safetensors"
ABOUT_NAME = "run.json"
FROZEN = "bert.embeddings.word_embeddings.weight"
"""Left out of a checkpoint: it stays as the base has it."""


@dataclass(slots=True)
class Progress:
    """Where a run stands: ``step`` steps done, the next batch at ``place``, and ``seen`` windows shown."""

    step: int = 0
    place: Place = field(default_factory=Place)
    seen: int = 0


class Average:
    """The running average of a model's trained weights: steadier than the last ones (Polyak and Juditsky 1992)."""

    DECAY = 0.995
    """Share that stays of the old average at each step, once there are many: about the last 200 steps."""

    def __init__(self, model: torch.nn.Module) -> None:
        self.weights = {
            name: weight.detach().clone() for name, weight in model.named_parameters() if weight.requires_grad
        }

    @torch.no_grad()
    def update(self, model: torch.nn.Module, step: int) -> None:
        """Take in the weights of ``model`` after ``step`` steps."""
        share = 1 - min(self.DECAY, (1 + step) / (10 + step))
        mine = list(self.weights.values())
        theirs: list[torch.Tensor] = [weight for weight in model.parameters() if weight.requires_grad]
        torch._foreach_lerp_(mine, theirs, share)


def save(
    folder: Path, model: torch.nn.Module, optimizer: torch.optim.Optimizer, average: Average, at: Progress
) -> None:
    """Write a checkpoint to ``folder``; one that is there stays whole until the new one is."""
    state = {
        "model": {name: weight for name, weight in model.state_dict().items() if name != FROZEN},
        "optimizer": optimizer.state_dict(),
        "average": average.weights,
        "step": at.step,
        "place": (at.place.slice, at.place.batch),
        "seen": at.seen,
    }
    partial = folder / (CHECKPOINT + ".partial")
    torch.save(state, partial)
    os.replace(partial, folder / CHECKPOINT)  # noqa: PTH105  # The same on every system, over what is there.


def resume(folder: Path, model: torch.nn.Module, optimizer: torch.optim.Optimizer, average: Average) -> Progress:
    """Continue from the checkpoint in ``folder``; a folder without one begins at the beginning."""
    file = folder / CHECKPOINT
    if not file.exists():
        return Progress()
    state: dict[str, Any] = torch.load(file, map_location="cpu", weights_only=True)
    model.load_state_dict(state["model"], strict=False)
    optimizer.load_state_dict(state["optimizer"])
    for name, weight in state["average"].items():
        average.weights[name].copy_(weight)
    return Progress(state["step"], Place(*state["place"]), state["seen"])


def save_weights(folder: Path, weights: dict[str, torch.Tensor], about: dict[str, Any]) -> None:
    """Write trained weights to ``folder`` as fp16, and ``about`` with their sha256 beside them."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / WEIGHTS_NAME
    save_file({name: weight.half().contiguous() for name, weight in sorted(weights.items())}, file)
    beside = {"sha256": file_hash(file), **about}
    (folder / ABOUT_NAME).write_text(json.dumps(beside, indent=1) + "\n", encoding="utf-8")
