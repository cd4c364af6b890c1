"""The command: ``python -m qa.reader.training DATA_FOLDER --out FOLDER``."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy
import torch

from qa.reader.shipped import untrained
from qa.reader.training.examples import Question, Source, read_sources
from qa.reader.training.loop import Run, train
from qa.reader.training.negatives import hard_negatives
from qa.reader.training.objective import prepare
from qa.reader.training.stream import NEGATIVES, Stream

STEPS = 4200
LOOKED_AT = 300
"""Questions a source of the development part that are asked while training."""


def main(arguments: list[str] | None = None) -> None:
    """Train a reader as the command line says."""
    parser = argparse.ArgumentParser(prog="python -m qa.reader.training", description=__doc__)
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
    train(model, tokenizer, stream, development, given.out, run)


def some(source: Source, seed: int) -> Source:
    """Return ``source`` with at most :data:`LOOKED_AT` of its questions."""
    rows = numpy.random.default_rng(seed).permutation(len(source.questions))[:LOOKED_AT].tolist()
    questions: tuple[Question, ...] = tuple(source.questions[row] for row in sorted(rows))
    return Source(source.name, source.contexts, source.documents, questions)


if __name__ == "__main__":
    main()
