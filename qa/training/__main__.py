"""The command: ``python -m qa.training DATA_FOLDER --out FOLDER``."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy
import torch

from qa.reader.shipped import untrained
from qa.training.card import model_card
from qa.training.checkpoint import save_weights
from qa.training.evaluate import evaluation
from qa.training.examples import HELD_OUT, Question, Source, read_sources
from qa.training.loop import Run, train
from qa.training.measures import figures
from qa.training.negatives import hard_negatives
from qa.training.objective import prepare
from qa.training.stream import NEGATIVES, Stream

STEPS = 4200
LOOKED_AT = 300
"""Questions a source of the development part that are asked while training."""


def main(arguments: list[str] | None = None) -> None:
    """Train a reader as the command line says."""
    parser = argparse.ArgumentParser(prog="python -m qa.training", description=__doc__)
    parser.add_argument("data", type=Path, help="folder with the files of the training data")
    parser.add_argument("--out", type=Path, required=True, help="folder for the checkpoint, the log and the weights")
    parser.add_argument("--steps", type=int, default=STEPS, help="steps in all; may differ when a run goes on")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--save-seconds", type=float, default=300.0, help="a checkpoint every so many seconds")
    parser.add_argument("--look-seconds", type=float, default=900.0, help="figures every so many seconds")
    given = parser.parse_args(arguments)
    given.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(given.threads)
    torch.manual_seed(given.seed)

    sources = read_sources(given.data, given.seed)
    learnt = {name: source.part("train") for name, source in sources.items()}
    negatives = {name: hard_negatives(learnt[name], given.out) for name in NEGATIVES}
    torch.set_num_threads(given.threads)
    torch.manual_seed(given.seed)
    model, tokenizer = untrained()
    prepare(model)
    stream = Stream(learnt, negatives, tokenizer, given.seed)
    development = {name: some(sources[name].part("development"), given.seed) for name in ("new_wiki", "squad2")}
    run = Run(given.steps, given.seed, given.save_seconds, given.look_seconds)
    weights = train(model, tokenizer, stream, development, given.out, run)

    model.load_state_dict(weights, strict=False)
    whole = figures({name: sources[name].part("test") for name in HELD_OUT}, model, tokenizer)
    model.load_state_dict({name: weight.half().float() for name, weight in weights.items()}, strict=False)
    measured = evaluation(model, tokenizer, sources, "test", given.seed)
    write(given.out, weights, {"steps": run.steps, "seed": run.seed}, {**measured, "right_paragraph_fp32": whole})


def write(out: Path, weights: dict[str, torch.Tensor], about: dict[str, Any], measured: dict[str, Any]) -> None:
    """Write the weights, their evaluation and their model card to the folder ``weights`` in ``out``."""
    folder = out / "weights"
    save_weights(folder, weights, about)
    rows = [json.loads(line) for line in (out / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    evaluated = {
        **about,
        "windows_seen": max((row["seen"] for row in rows if "seen" in row), default=0),
        "loss": [[row["step"], round(row["loss"], 3)] for row in rows if "loss" in row],
        "development": [row for row in rows if "development" in row],
        "test": measured,
    }
    (folder / "evaluation.json").write_text(json.dumps(evaluated, indent=1) + "\n", encoding="utf-8")
    (folder / "README.md").write_text(model_card(evaluated), encoding="utf-8")


def some(source: Source, seed: int) -> Source:
    """Return ``source`` with at most :data:`LOOKED_AT` of its questions."""
    rows = numpy.random.default_rng(seed).permutation(len(source.questions))[:LOOKED_AT].tolist()
    questions: tuple[Question, ...] = tuple(source.questions[row] for row in sorted(rows))
    return Source(source.name, source.contexts, source.documents, questions)


if __name__ == "__main__":
    main()
