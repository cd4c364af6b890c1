"""The training run: one command, which goes on where it was stopped."""

from __future__ import annotations

import json
import time
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy
import torch

from qa.training.checkpoint import Average, Progress, resume, save
from qa.training.measures import Development
from qa.training.model import ReadingModel
from qa.training.objective import TEACHER_STEPS, loss_of, output_of
from qa.training.stream import Stream

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

PEAK_RATE = 6e-5
HEAD_RATE = 1e-3
"""Highest learning rate of the verdict, which begins from nothing."""
WARM_UP = 80
"""Steps in which the rate rises to its peak."""
DECAY = 0.35
"""Share of the steps, at the end, in which the rate falls to 0. Before, it is the same whatever the number of steps,
so that a run can be made longer or shorter."""
WEIGHT_DECAY = 0.01
LONGEST_GRADIENT = 1.0
LOG_STEPS = 50


@dataclass(frozen=True, slots=True)
class Run:
    """What one run is to do: ``steps`` in all, and every how many seconds it is saved and looked at."""

    steps: int
    seed: int = 0
    save_seconds: float = 300.0
    look_seconds: float = 900.0


def rate_at(step: int, steps: int) -> float:
    """Return the share of the highest learning rate, 0 to 1, at ``step`` out of ``steps``."""
    decay = max(1, round(DECAY * steps))
    return min(1.0, (step + 1) / WARM_UP, max(0.0, (steps - step) / decay))


def autocast(device: torch.device) -> AbstractContextManager[Any]:
    """Return bf16 arithmetic where ``device`` has it, else plain fp32: elsewhere it is a hundred times slower."""
    has = device.type == "cuda" or torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()
    return torch.autocast(device.type, dtype=torch.bfloat16) if has else nullcontext()


def optimizer_for(model: torch.nn.Module, peak: float = PEAK_RATE, head_peak: float = HEAD_RATE) -> torch.optim.AdamW:
    """Return AdamW over the trained weights: no decay of biases and norms, a rate of its own for the new layer."""
    groups: dict[tuple[float, float], list[torch.nn.Parameter]] = {}
    for name, weight in model.named_parameters():
        if weight.requires_grad:
            rate = head_peak if name.startswith("verdict") else peak
            groups.setdefault((rate, WEIGHT_DECAY if weight.ndim > 1 else 0.0), []).append(weight)
    return torch.optim.AdamW(
        [
            {"params": weights, "lr": rate, "peak": rate, "weight_decay": decay}
            for (rate, decay), weights in groups.items()
        ],
        fused=True,
    )


def train(
    model: ReadingModel,
    teacher: ReadingModel,
    tokenizer: PreTrainedTokenizerBase,
    stream: Stream,
    development: Development,
    folder: Path,
    run: Run,
) -> dict[str, torch.Tensor]:
    """Train ``model`` and return the average of its weights; ``folder`` holds the checkpoint and the log.

    A run that was stopped goes on from its last checkpoint and comes to the same weights as one that was not.
    """
    torch.use_deterministic_algorithms(True, warn_only=True)
    optimizer = optimizer_for(model)
    average = Average(model)
    at = resume(folder, model, optimizer, average)
    log(folder, {"event": "begin", "step": at.step, "steps": run.steps})
    model.train()
    saved = looked = told = time.monotonic()
    losses: list[float] = []
    tokens = 0
    while at.step < run.steps:
        share = rate_at(at.step, run.steps)
        for group in optimizer.param_groups:
            group["lr"] = group["peak"] * share
        torch.manual_seed(run.seed * 1_000_003 + at.step)
        batch, following = stream.batch(at.place)
        judged = None
        if at.step % TEACHER_STEPS == 0:
            with torch.inference_mode():
                known = output_of(teacher, batch)
            judged = known.relevance.clone()
        with autocast(batch.ids.device):
            loss = loss_of(output_of(model, batch), batch, judged)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(model.parameters(), LONGEST_GRADIENT)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        at = Progress(at.step + 1, following, at.seen + len(batch.ids))
        average.update(model, at.step)
        losses.append(loss.item())
        tokens += batch.ids.numel()
        now = time.monotonic()
        if at.step % LOG_STEPS == 0:
            row = {"step": at.step, "seen": at.seen, "loss": float(numpy.mean(losses)), "rate": PEAK_RATE * share}
            log(folder, {**row, "tokens_per_second": tokens / (now - told)})
            losses, tokens, told = [], 0, now
        if now - saved >= run.save_seconds:
            save(folder, model, optimizer, average, at)
            saved = now
        if now - looked >= run.look_seconds:
            log(folder, {"step": at.step, "development": looked_at(model, tokenizer, average, development)})
            looked = told = time.monotonic()
            tokens = 0
    save(folder, model, optimizer, average, at)
    return average.weights


def looked_at(
    model: ReadingModel,
    tokenizer: PreTrainedTokenizerBase,
    average: Average,
    development: Development,
) -> dict[str, dict[str, float]]:
    """Return the figures of the averaged weights; the model has its own again afterwards."""
    own = {name: weight.detach().clone() for name, weight in model.named_parameters() if name in average.weights}
    model.load_state_dict(average.weights, strict=False)
    measured = development.figures(model, tokenizer)
    model.load_state_dict(own, strict=False)
    return measured


def log(folder: Path, row: dict[str, Any]) -> None:
    """Add a row to the log of the run, with the time."""
    with (folder / "log.jsonl").open("a", encoding="utf-8") as opened:
        opened.write(json.dumps({"time": time.strftime("%H:%M:%S"), **row}) + "\n")
