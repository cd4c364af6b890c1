"""The figures of a trained reader: ``python -m qa.training.evaluate DATA_FOLDER --weights FOLDER``."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast, get_args

import torch

from index import Encoder
from qa.reader.sentence import SentenceReader
from qa.reader.shipped import WEIGHTS, shipped
from qa.reader.span import SpanReader
from qa.training.examples import HELD_OUT, Part, Source, read_sources
from qa.training.measures import figures
from qa.training.pooled import found_passages, pooled_figures

if TYPE_CHECKING:
    from transformers import BertForQuestionAnswering, PreTrainedTokenizerBase

POOLED_QUESTIONS = 300
"""Questions a source that are asked end to end."""


def main(arguments: list[str] | None = None) -> None:
    """Measure as the command line says, and print the figures as JSON."""
    parser = argparse.ArgumentParser(prog="python -m qa.training.evaluate", description=__doc__)
    parser.add_argument("data", type=Path, help="folder with the files of the training data")
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="folder with the trained weights")
    parser.add_argument("--part", choices=get_args(Part)[1:], default="test")
    parser.add_argument("--seed", type=int, default=0, help="the one of the training")
    parser.add_argument("--threads", type=int, default=2)
    given = parser.parse_args(arguments)
    torch.set_num_threads(given.threads)
    sources = read_sources(given.data, given.seed)
    model, tokenizer = shipped(given.weights)
    measured = evaluation(model, tokenizer, sources, cast("Part", given.part), given.seed)
    sys.stdout.write(json.dumps(measured, indent=1) + "\n")


def evaluation(
    model: BertForQuestionAnswering,
    tokenizer: PreTrainedTokenizerBase,
    sources: dict[str, Source],
    part: Part,
    seed: int,
) -> dict[str, Any]:
    """Return the figures of ``model`` on the documents of ``part``, which it must not have been trained on.

    ``right_paragraph`` are those of :func:`qa.training.measures.figures`; ``pooled`` those end to end, and
    ``pooled_sentences`` the same with whole sentences for answers, for comparison.
    """
    held = {name: sources[name].part(part) for name in HELD_OUT}
    right = figures(held, model, tokenizer)
    encoder = Encoder.load()
    pooled: dict[str, dict[str, float]] = {}
    sentences: dict[str, dict[str, float]] = {}
    for name, source in held.items():
        found = found_passages(source, encoder, most=POOLED_QUESTIONS, seed=seed)
        pooled[name] = pooled_figures(source, found, SpanReader(model, tokenizer))
        sentences[name] = pooled_figures(source, found, SentenceReader())
    return {
        "part": part,
        "documents": {name: sorted(set(source.documents)) for name, source in held.items()},
        "right_paragraph": right,
        "pooled": pooled,
        "pooled_sentences": sentences,
    }


if __name__ == "__main__":
    main()
