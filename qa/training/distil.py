"""Train a reader on an accelerator, beside a larger one that learns first and then teaches.

``python -m qa.training.distil DATA_FOLDER --base FOLDER --teacher FOLDER --out FOLDER``: minutes where
``python -m qa.training`` takes hours on a processor. The learning rate follows the clock, so that a run ends when it
is told to, whatever the machine; two runs come to like weights, not to the same ones.

Source:
    Hinton, Vinyals and Dean 2015, *Distilling the Knowledge in a Neural Network*.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch import nn

from qa.training.checkpoint import FROZEN, save_weights
from qa.training.loop import LONGEST_GRADIENT, autocast, log, optimizer_for
from qa.training.material import LOOKED_AT, read_material
from qa.training.model import ReaderOutput, from_cross_encoder
from qa.training.objective import BARRED, VERDICT_WEIGHT, loss_of, output_of, prepare
from qa.training.options import add_arguments
from qa.training.stream import Stream
from qa.training.synonyms import read_synonyms
from qa.training.teacher import from_encoder
from qa.training.windows import Batch

BATCH_TOKENS = 16_384
RATE = 1.5e-4
"""Highest learning rate of the reader: batches are eight times those on a processor, and nothing is frozen."""
TEACHER_RATE = 5e-5
WARM_UP = 0.04
"""Share of the time in which the rate rises; then it falls to 0."""
HEAT = 2.0
"""What logits are divided by before those of the teacher and the reader are compared."""
TAUGHT = 0.6
"""Weight of the likeness to the teacher; the rest is that of what the example itself says."""
DROPOUT = 0.05
ALIGNED = 8
"""Windows are as long as a multiple of this: fused attention wants it."""
LONGEST = 0.999
"""Share of the time at which a lesson ends."""
LEAST_STEPS = 4
"""Steps of a lesson on however slow a machine: the first alone, whose rate is 0, teaches nothing."""
LOG_STEPS = 100
AHEAD = 24
"""Batches that each process has ready."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """One model's training: for how many ``seconds``, at which highest ``rate``, and what it is to bring down."""

    name: str
    seconds: float
    rate: float
    loss: Callable[[nn.Module, Batch], torch.Tensor]


def main(arguments: list[str] | None = None) -> None:
    """Train as the command line says."""
    parser = argparse.ArgumentParser(prog="python -m qa.training.distil", description=__doc__)
    add_arguments(parser, "data", "--base", "--start")
    parser.add_argument("--teacher", type=Path, help="folder of an MPNet encoder; without it nobody teaches")
    parser.add_argument("--teacher-seconds", type=float, default=200.0)
    add_options(parser, seconds=300.0)
    given = parser.parse_args(arguments)
    device = device_for(given.out)
    material = read_material(given.data, given.seed, looked_at=given.looked_at, negatives=given.negatives)
    model, tokenizer = from_cross_encoder(given.base, given.seed)
    begun, _ = from_cross_encoder(given.base, given.seed)
    for one in (model, begun) if given.start is not None else ():
        one.load_state_dict({name: weight.float() for name, weight in load_file(given.start).items()}, strict=False)
    synonyms = read_synonyms(given.synonyms) if given.synonyms else {}
    stream = Stream(
        material.sources, material.negatives, material.claims, tokenizer, given.seed, synonyms, given.batch_tokens
    )
    log(given.out, {"event": "ready", "device": str(device), "workers": given.workers})

    with Batches(stream, given.workers, device) as batches:
        teacher = None
        if given.teacher is not None:
            teacher = from_encoder(given.teacher, given.seed).to(device)
            lesson = Lesson("teacher", given.teacher_seconds, TEACHER_RATE, _own_loss)
            fit(teacher, batches, lesson, given.out)
            log(given.out, {"event": "teacher", "development": material.development.figures(teacher, tokenizer)})
            teacher = teacher.to(torch.bfloat16 if device.type == "cuda" else torch.float32).eval()
        prepare(model, frozen_layers=0, dropout=DROPOUT)
        model.bert.embeddings.requires_grad_(True)
        model.get_parameter(FROZEN).requires_grad_(False)
        model.to(device)
        ranking = begun.to(device).eval()

        def loss(taught: nn.Module, batch: Batch) -> torch.Tensor:
            return taught_loss(taught, teacher, ranking, batch)

        fit(model, batches, Lesson("reader", given.seconds, RATE, loss), given.out)
    save_weights(given.out / "weights", model.cpu().state_dict(), {"seconds": given.seconds, "seed": given.seed})
    model.to(device)
    log(given.out, {"event": "reader", "development": material.development.figures(model, tokenizer)})


def add_options(parser: argparse.ArgumentParser, *, seconds: float) -> None:
    """Add the options of every run by the clock, whose last lesson takes so many ``seconds`` if nothing is said."""
    parser.add_argument("--out", type=Path, required=True, help="folder for the log and the weights")
    parser.add_argument("--synonyms", type=Path, help="what python -m qa.training.synonyms wrote")
    parser.add_argument("--negatives", type=Path, help="file to keep what hard negatives were found in")
    parser.add_argument("--seconds", type=float, default=seconds)
    parser.add_argument("--workers", type=int, default=max(1, (os.cpu_count() or 2) - 2), help="that make batches")
    parser.add_argument("--batch-tokens", type=int, default=BATCH_TOKENS)
    parser.add_argument("--looked-at", type=int, default=LOOKED_AT, help="questions a source that are asked at the end")
    add_arguments(parser, "--seed")


def device_for(out: Path) -> torch.device:
    """Make the folder ``out`` of a run, and return what it is to run on: an accelerator if there is one."""
    out.mkdir(parents=True, exist_ok=True)
    torch.set_float32_matmul_precision("high")
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def fit(
    model: nn.Module, batches: Batches, lesson: Lesson, folder: Path, optimizer: torch.optim.Optimizer | None = None
) -> None:
    """Train ``model`` for the time of ``lesson``; the log goes to ``folder``.

    Each group of an ``optimizer`` of its own names its highest rate as ``peak``.
    """
    device = next(model.parameters()).device
    optimizer = optimizer or optimizer_for(model, lesson.rate, lesson.rate)
    model.train()
    batch = next(batches)  # Waits for the processes that make them, which is no time of the lesson.
    begun = told = time.monotonic()
    losses: list[torch.Tensor] = []
    tokens = step = 0
    while (passed := min(LONGEST, (time.monotonic() - begun) / lesson.seconds)) < LONGEST or step < LEAST_STEPS:
        for group in optimizer.param_groups:
            group["lr"] = group["peak"] * min(passed / WARM_UP, (1 - passed) / (1 - WARM_UP))
        with autocast(device):
            loss = lesson.loss(model, batch)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(model.parameters(), LONGEST_GRADIENT)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        losses.append(loss.detach())
        tokens += batch.ids.numel()
        batch = next(batches)
        step += 1
        if step % LOG_STEPS == 0:
            mean = float(torch.stack(losses).mean())  # Waits for the device, so that the clock is right.
            now = time.monotonic()
            row = {"lesson": lesson.name, "step": step, "loss": mean, "passed": round(passed, 3)}
            log(folder, {**row, "tokens_per_second": round(tokens / (now - told))})
            losses, tokens, told = [], 0, now
    log(folder, {"event": "fitted", "lesson": lesson.name, "steps": step})


def likeness_loss(reader: ReaderOutput, teacher: ReaderOutput, batch: Batch) -> torch.Tensor:
    """Return how far the outputs of the reader are from the teacher's, a scalar.

    It is the divergence of start and end over the tokens of the passage and the first token, for windows of
    questions, and of the verdict, for windows of claims; all logits are divided by :data:`HEAT`.
    """
    asked = batch.verdicts < 0
    open_to = batch.context.clone()
    open_to[:, 0] = True
    total = reader.start_logits.new_zeros(())
    for own, shown in ((reader.start_logits, teacher.start_logits), (reader.end_logits, teacher.end_logits)):
        apart = _divergence(own.masked_fill(~open_to, BARRED), shown.masked_fill(~open_to, BARRED))
        total = total + (apart * asked).sum() / asked.sum().clamp(min=1) / 2
    judged = (_divergence(reader.verdict, teacher.verdict) * ~asked).sum() / len(batch.ids)
    return (total + VERDICT_WEIGHT * judged) * HEAT**2


def _divergence(own: torch.Tensor, shown: torch.Tensor) -> torch.Tensor:
    """Return the Kullback-Leibler divergence of each row of logits from the one that is shown."""
    logs, target = (own / HEAT).log_softmax(dim=-1), (shown / HEAT).log_softmax(dim=-1)
    return (target.exp() * (target - logs)).sum(dim=-1)


def _own_loss(model: nn.Module, batch: Batch) -> torch.Tensor:
    """Return the loss without a teacher."""
    return loss_of(output_of(model, batch), batch)


def taught_loss(model: nn.Module, teacher: nn.Module | None, ranking: nn.Module, batch: Batch) -> torch.Tensor:
    """Return the loss beside ``teacher``, and beside ``ranking``, whose relevance is to be kept."""
    with torch.no_grad():
        ranked = output_of(ranking, batch).relevance
        shown = output_of(teacher, batch) if teacher is not None else None
    output = output_of(model, batch)
    own = loss_of(output, batch, ranked)
    return own if shown is None else (1 - TAUGHT) * own + TAUGHT * likeness_loss(output, shown, batch)


class Batches(Iterator[Batch]):
    """Batches on ``device``, made by other processes, in an order that does not depend on which is the faster."""

    def __init__(self, stream: Stream, workers: int, device: torch.device) -> None:
        self._device = device
        context = multiprocessing.get_context("fork")  # The stream is large: it is shared, not copied.
        self._queues: list[Any] = [context.Queue(AHEAD) for _ in range(workers)]
        self._workers: list[Any] = [
            context.Process(target=_make, args=(stream, number, workers, queue), daemon=True)
            for number, queue in enumerate(self._queues)
        ]
        self._turn = 0

    def __enter__(self) -> Batches:
        """Start the processes."""
        for worker in self._workers:
            worker.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End the processes."""
        for worker in self._workers:
            worker.terminate()
            worker.join()

    def __next__(self) -> Batch:
        """Return the next batch."""
        arrays = self._queues[self._turn].get()
        self._turn = (self._turn + 1) % len(self._queues)
        return Batch(*(torch.from_numpy(one).to(self._device, non_blocking=True) for one in arrays))


def _make(stream: Stream, number: int, workers: int, queue: Any) -> None:  # noqa: ANN401
    """Put the batches of every ``workers``-th slice into ``queue``, without end."""
    torch.set_num_threads(1)
    while True:
        for batch in stream.slice(number):
            more = -batch.ids.shape[1] % ALIGNED
            parts = [getattr(batch, field.name) for field in fields(Batch)]
            queue.put(
                [(nn.functional.pad(one, (0, more)) if one.shape == batch.ids.shape else one).numpy() for one in parts]
            )
        number += workers


if __name__ == "__main__":
    main()
