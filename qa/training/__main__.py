"""The command: ``python -m qa.training DATA_FOLDER --base FOLDER --out FOLDER``."""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from safetensors.torch import load_file

from qa.training.checkpoint import save_weights
from qa.training.loop import Run, train
from qa.training.material import read_material
from qa.training.model import from_cross_encoder
from qa.training.objective import prepare
from qa.training.options import add_arguments
from qa.training.stream import Stream

STEPS = 1400


def main(arguments: list[str] | None = None) -> None:
    """Train a reader as the command line says; a run that was stopped goes on where it was."""
    parser = argparse.ArgumentParser(prog="python -m qa.training", description=__doc__)
    add_arguments(parser, "data", "--base", "--start", "--seed")
    parser.add_argument("--out", type=Path, required=True, help="folder for the checkpoint, the log and the weights")
    parser.add_argument("--steps", type=int, default=STEPS, help="steps in all; may differ when a run goes on")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--save-seconds", type=float, default=300.0, help="a checkpoint every so many seconds")
    parser.add_argument("--look-seconds", type=float, default=1500.0, help="figures every so many seconds")
    given = parser.parse_args(arguments)
    given.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(given.threads)

    material = read_material(given.data, given.seed)
    teacher, tokenizer = from_cross_encoder(given.base, given.seed)
    teacher.eval()
    model, _ = from_cross_encoder(given.base, given.seed)
    if given.start is not None:
        model.load_state_dict({name: weight.float() for name, weight in load_file(given.start).items()}, strict=False)
    prepare(model)
    stream = Stream(material.sources, material.negatives, material.claims, tokenizer, given.seed)
    run = Run(given.steps, given.seed, given.save_seconds, given.look_seconds)
    weights = train(model, teacher, tokenizer, stream, material.development, given.out, run)
    model.load_state_dict(weights, strict=False)
    save_weights(given.out / "weights", model.state_dict(), {"steps": run.steps, "seed": run.seed})


if __name__ == "__main__":
    main()
