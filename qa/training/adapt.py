"""Go on with the shipped reader without touching its matrices: ``python -m qa.training.adapt DATA --out FOLDER``.

What is learnt is a gain for each column of each matrix, biases, norms, and the small heads: a hundredth of the
weights. They stand in ``graph.onnx``, so that ``reader.onnx`` stays as it is; each gain is a factor of the scale that a
column of int8 has anyway, so that reading costs nothing more.

Sources:
    Liu et al. 2022, *Few-Shot Parameter-Efficient Fine-Tuning is Better and Cheaper than In-Context Learning* (gains);
    Ben Zaken et al. 2022, *BitFit: Simple Parameter-efficient Fine-tuning for Transformer-based Masked Language-models*
    (biases).
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from torch import nn
from transformers import AutoTokenizer, BertConfig

from qa.reader.shipped import MODEL_NAME, WEIGHTS
from qa.training.distil import Batches, Lesson, add_options, device_for, fit, taught_loss
from qa.training.exported import weights_in
from qa.training.loop import log
from qa.training.material import Material, is_held, read_material
from qa.training.measures import Development
from qa.training.model import ReadingModel
from qa.training.objective import prepare
from qa.training.options import add_arguments
from qa.training.stream import SHARES, Stream
from qa.training.synonyms import read_synonyms
from qa.training.windows import Batch
from qa.training.written import NAME, Written, read_written

WRITTEN = Path(__file__).parent / NAME
HEADS = ("qa_outputs", "classifier", "verdict.0", "verdict.2")
"""What stands above the layers: its matrices are learnt whole."""


WRITTEN_SHARES = {(NAME, "answerable"): 0.22, (NAME, "unanswerable"): 0.2, (NAME, "claim"): 0.27}
"""How often what was written is drawn; the rest is drawn as before, so that nothing is forgotten."""
HELD = 9
"""One in so many written documents is kept out of training, to be looked at."""
ADAPTED = "adapted.safetensors"
DROPOUT = 0.02
RATE = 5e-3
"""Highest learning rate of gains, biases and norms."""
HEAD_RATE = 1e-3
"""Highest learning rate of the matrices of the heads."""


def main(arguments: list[str] | None = None) -> None:
    """Adapt the reader as the command line says."""
    parser = argparse.ArgumentParser(prog="python -m qa.training.adapt", description=__doc__)
    add_arguments(parser, "data", "--base")
    parser.add_argument("--written", type=Path, default=WRITTEN, help="folder with the documents that were written")
    parser.add_argument("--reader", type=Path, default=WEIGHTS, help="folder of the reader to go on with")
    add_options(parser, seconds=255.0)
    given = parser.parse_args(arguments)
    device = device_for(given.out)
    material = read_material(given.data, given.seed, looked_at=given.looked_at, negatives=given.negatives)
    material = with_written(material, read_written(sorted(given.written.glob("*.txt"))), given.seed)
    config = BertConfig.from_pretrained(str(given.base))
    tokenizer = AutoTokenizer.from_pretrained(str(given.base), local_files_only=True)
    model, begun = (model_of(given.reader, config, given.seed) for _ in range(2))
    rest = 1 - sum(WRITTEN_SHARES.values())
    stream = Stream(
        material.sources,
        material.negatives,
        material.claims,
        tokenizer,
        given.seed,
        read_synonyms(given.synonyms) if given.synonyms else {},
        given.batch_tokens,
        {**{kind: share * rest for kind, share in SHARES.items()}, **WRITTEN_SHARES},
    )
    prepare(model, frozen_layers=0, dropout=DROPOUT)
    open_up(model)
    model.to(device)
    ranking = begun.to(device).eval()

    def loss(adapted: nn.Module, batch: Batch) -> torch.Tensor:
        return taught_loss(adapted, None, ranking, batch)

    log(given.out, {"event": "begun", "development": material.development.figures(ranking, tokenizer)})
    with Batches(stream, given.workers, device) as batches:
        fit(model, batches, Lesson("adapted", given.seconds, RATE, loss), given.out, optimizer_of(model))
    save_file(learnt_by(model), given.out / ADAPTED)
    log(given.out, {"event": "adapted", "development": material.development.figures(model, tokenizer)})


def with_written(material: Material, written: Written, seed: int) -> Material:
    """Return ``material`` with what was ``written`` besides; one in :data:`HELD` documents is only looked at."""
    held = {name for name in written.documents if is_held(name, HELD)}
    learnt, looked_at = written.part(set(written.documents) - held), written.part(held)
    return replace(
        material,
        sources={**material.sources, NAME: learnt.source()},
        negatives={**material.negatives, NAME: learnt.elsewhere()},
        claims={**material.claims, NAME: learnt.claims(seed)},
        development=Development(
            {**material.development.sources, NAME: looked_at.source()},
            [*material.development.claims, *looked_at.claims(seed)],
        ),
    )


class Gained(nn.Module):
    """A linear layer with a fixed matrix, a ``gain`` for each of its outputs and a ``bias``."""

    weight: torch.Tensor

    def __init__(self, layer: nn.Linear) -> None:
        super().__init__()
        self.register_buffer("weight", layer.weight.detach().clone(), persistent=False)
        self.gain = nn.Parameter(torch.ones(layer.out_features))
        self.bias = nn.Parameter(layer.bias.detach().clone())

    def forward(self, states: torch.Tensor) -> torch.Tensor:
        """Return ``states`` through the layer."""
        return nn.functional.linear(states, self.weight) * self.gain + self.bias


def model_of(folder: Path, config: Any, seed: int = 0) -> ReadingModel:  # noqa: ANN401
    """Return the shipped reader in ``folder`` as a torch model of that ``config``."""
    config.hidden_dropout_prob = config.attention_probs_dropout_prob = 0.0
    torch.manual_seed(seed)
    model = ReadingModel(config)
    weights = {name: torch.from_numpy(weight) for name, weight in weights_in(folder / MODEL_NAME).items()}
    missing, unexpected = model.load_state_dict(weights, strict=False)
    if unexpected or any("position_ids" not in name for name in missing):
        raise ValueError(f"{folder}: not the reader that this model is: {missing} {unexpected}")
    return model


def open_up(model: ReadingModel) -> None:
    """Let only gains, biases, norms and heads of ``model`` be learnt."""
    model.requires_grad_(False)
    for name, layer in list(model.named_modules()):
        if isinstance(layer, nn.Linear) and name.startswith("bert."):
            above, _, last = name.rpartition(".")
            setattr(model.get_submodule(above), last, Gained(layer))
        elif (isinstance(layer, nn.LayerNorm) and ".layer." in name) or name in HEADS:
            layer.requires_grad_(True)


def optimizer_of(model: ReadingModel) -> torch.optim.AdamW:
    """Return AdamW without decay over what is learnt: matrices at :data:`HEAD_RATE`, all else at :data:`RATE`."""
    learnt = [weight for weight in model.parameters() if weight.requires_grad]
    groups = ((RATE, [one for one in learnt if one.ndim == 1]), (HEAD_RATE, [one for one in learnt if one.ndim > 1]))
    return torch.optim.AdamW(
        [{"params": weights, "lr": rate, "peak": rate, "weight_decay": 0.0} for rate, weights in groups], fused=True
    )


def learnt_by(model: ReadingModel) -> dict[str, torch.Tensor]:
    """Return what of ``model`` was learnt, float32, by name."""
    return {name: weight.detach().float().cpu() for name, weight in model.named_parameters() if weight.requires_grad}


if __name__ == "__main__":
    main()
