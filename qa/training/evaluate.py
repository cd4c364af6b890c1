"""The figures of a trained reader: ``python -m qa.training.evaluate DATA_FOLDER --weights FOLDER``."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast, get_args

import torch

from index import Encoder
from qa.reader.models import OnnxModel
from qa.reader.sentence import SentenceReader
from qa.reader.shipped import GRAPH_NAME, TOKENIZER_NAME, WEIGHTS, shipped
from qa.training.examples import HELD_OUT, Part, Source, read_sources
from qa.training.measures import figures
from qa.training.model import ReaderOutput
from qa.training.options import add_arguments
from qa.training.pooled import found_passages, pooled_figures

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

POOLED_QUESTIONS = 300
"""Questions a source that are asked end to end."""


def main(arguments: list[str] | None = None) -> None:
    """Measure as the command line says, and print the figures as JSON."""
    parser = argparse.ArgumentParser(prog="python -m qa.training.evaluate", description=__doc__)
    add_arguments(parser, "data", "--seed")
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="folder with the exported reader")
    parser.add_argument("--part", choices=get_args(Part)[1:], default="test")
    parser.add_argument("--questions", type=int, default=700, help="of each source, at most")
    parser.add_argument("--no-pooled", action="store_true", help="only beside the right paragraph")
    given = parser.parse_args(arguments)
    part = cast("Part", given.part)
    parts = {
        name: source.part(part) for name, source in read_sources(given.data, given.seed).items() if name in HELD_OUT
    }
    held = {name: source.sample(given.questions, given.seed) for name, source in parts.items() if source.questions}
    measured: dict[str, Any] = {"part": part, "right_paragraph": right_paragraph(held, given.weights)}
    if not given.no_pooled:
        measured |= pooled(held, given.weights, given.seed)
    sys.stdout.write(json.dumps(measured, indent=1) + "\n")


def right_paragraph(sources: dict[str, Source], weights: Path) -> dict[str, dict[str, float]]:
    """Return the figures of :func:`qa.training.measures.figures` for the exported reader in ``weights``."""
    return figures(sources, OnnxReader(weights), _tokenizer(weights))


def pooled(sources: dict[str, Source], weights: Path, seed: int) -> dict[str, Any]:
    """Return the figures end to end, and the same with whole sentences for answers, for comparison."""
    encoder = Encoder.load()
    reader = shipped(weights)
    by_reader: dict[str, dict[str, Any]] = {"pooled": {}, "pooled_sentences": {}}
    for name, source in sources.items():
        found = found_passages(source, encoder, most=POOLED_QUESTIONS, seed=seed)
        by_reader["pooled"][name] = pooled_figures(source, found, reader)
        by_reader["pooled_sentences"][name] = pooled_figures(source, found, SentenceReader())
    return by_reader


class OnnxReader(torch.nn.Module):
    """An exported reader with the outputs of the model that is trained, so that one measure serves both."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._read = OnnxModel(folder / GRAPH_NAME)

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> ReaderOutput:
        """Read windows: ids, mask and types are int64, ``(windows, T)``."""
        said = self._read(input_ids.numpy(), attention_mask.numpy(), token_type_ids.numpy())
        outputs = (said.start, said.end, said.relevance, said.verdict)
        return ReaderOutput(*(torch.from_numpy(output) for output in outputs if output is not None))


def _tokenizer(folder: Path) -> PreTrainedTokenizerBase:
    """Return the tokenizer of an exported reader as ``transformers`` has it."""
    from transformers import PreTrainedTokenizerFast

    special = {"cls_token": "[CLS]", "sep_token": "[SEP]", "pad_token": "[PAD]"}
    made: Any = PreTrainedTokenizerFast
    return cast("PreTrainedTokenizerBase", made(tokenizer_file=str(folder / TOKENIZER_NAME), **special))


if __name__ == "__main__":
    main()
