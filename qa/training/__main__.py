"""The command: ``python -m qa.training DATA_FOLDER --base FOLDER --out FOLDER``."""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

import numpy
import torch
from safetensors.torch import load_file

from qa.training.checkpoint import save_weights
from qa.training.claims import Claim, read_claims
from qa.training.examples import Question, Source, read_sources
from qa.training.loop import Run, train
from qa.training.measures import Development
from qa.training.model import from_cross_encoder
from qa.training.negatives import hard_negatives
from qa.training.objective import prepare
from qa.training.stream import NEGATIVES, Stream

STEPS = 1400
LOOKED_AT = 150
"""Questions a source of the development part that are asked while training, and claims."""
CLAIMS_HELD = 20
"""One in so many passages has its claims kept out of training."""


def main(arguments: list[str] | None = None) -> None:
    """Train a reader as the command line says; a run that was stopped goes on where it was."""
    parser = argparse.ArgumentParser(prog="python -m qa.training", description=__doc__)
    parser.add_argument("data", type=Path, help="folder with the files of the training data")
    parser.add_argument("--base", type=Path, required=True, help="folder of the cross-encoder to begin with")
    parser.add_argument("--start", type=Path, help="weights to go on from: what an earlier run wrote")
    parser.add_argument("--out", type=Path, required=True, help="folder for the checkpoint, the log and the weights")
    parser.add_argument("--steps", type=int, default=STEPS, help="steps in all; may differ when a run goes on")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--save-seconds", type=float, default=300.0, help="a checkpoint every so many seconds")
    parser.add_argument("--look-seconds", type=float, default=1500.0, help="figures every so many seconds")
    given = parser.parse_args(arguments)
    given.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(given.threads)

    sources = read_sources(given.data, given.seed)
    learnt = {name: source.part("train") for name, source in sources.items()}
    negatives = {name: hard_negatives(learnt[name]) for name in NEGATIVES}
    developed = {name: sources[name].part("development") for name in ("new_wiki", "squad2", "squad1")}
    claims, held = parted(read_claims(given.data, learnt, given.seed), given.seed, LOOKED_AT)
    teacher, tokenizer = from_cross_encoder(given.base, given.seed)
    teacher.eval()
    model, _ = from_cross_encoder(given.base, given.seed)
    if given.start is not None:
        model.load_state_dict({name: weight.float() for name, weight in load_file(given.start).items()}, strict=False)
    prepare(model)
    stream = Stream(learnt, negatives, claims, tokenizer, given.seed)
    development = Development({name: some(source, given.seed) for name, source in developed.items()}, held[:LOOKED_AT])
    run = Run(given.steps, given.seed, given.save_seconds, given.look_seconds)
    weights = train(model, teacher, tokenizer, stream, development, given.out, run)
    model.load_state_dict(weights, strict=False)
    save_weights(given.out / "weights", model.state_dict(), {"steps": run.steps, "seed": run.seed})


def some(source: Source, seed: int) -> Source:
    """Return ``source`` with at most :data:`LOOKED_AT` of its questions, and the twins of those that have one."""
    answered = {(question.context, question.text) for question in source.questions if question.answers}
    misses = [question for question in source.questions if (question.context, question.twin) in answered]
    rng = numpy.random.default_rng(seed)
    if misses:
        chosen = [misses[row] for row in rng.permutation(len(misses))[: LOOKED_AT // 2].tolist()]
        wanted = {(question.context, question.twin) for question in chosen}
        twins = [question for question in source.questions if (question.context, question.text) in wanted]
        return Source(source.name, source.contexts, source.documents, (*chosen, *twins))
    rows = rng.permutation(len(source.questions))[:LOOKED_AT].tolist()
    questions: tuple[Question, ...] = tuple(source.questions[row] for row in sorted(rows))
    return Source(source.name, source.contexts, source.documents, questions)


def parted(claims: dict[str, list[Claim]], seed: int, most: int) -> tuple[dict[str, list[Claim]], list[Claim]]:
    """Return claims to learn from by source, and at most ``most`` of all sources, about other passages, to look at."""
    held: list[Claim] = []
    learnt: dict[str, list[Claim]] = {}
    for name, all_of_it in claims.items():
        apart = [_is_held(claim.context) for claim in all_of_it]
        learnt[name] = [claim for claim, out in zip(all_of_it, apart, strict=True) if not out]
        kept = [claim for claim, out in zip(all_of_it, apart, strict=True) if out]
        rng = numpy.random.default_rng(seed)
        held += [kept[row] for row in rng.permutation(len(kept))[: most // len(claims)].tolist()]
    return learnt, held


def _is_held(context: str) -> bool:
    """Whether the claims about this passage are kept out of training."""
    return int(hashlib.sha256(context.encode()).hexdigest(), 16) % CLAIMS_HELD == 0


if __name__ == "__main__":
    main()
