"""Train the heads that rank and judge on a model that marks: ``python -m qa.training.heads DATA --weights FILE``.

The backbone stays as it is, so each window is read once and the heads are trained on what came out: minutes where a
run over all layers takes hours.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy
import torch
from safetensors.torch import save_file

from qa.training.claims import Claim
from qa.training.export import export_graph, trained
from qa.training.material import read_material
from qa.training.model import ReadingModel, from_cross_encoder
from qa.training.options import add_arguments
from qa.training.stream import Place, Stream
from qa.training.windows import Batch, Group, batch_of, tokenize, window

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

WINDOWS = 5_000
"""Windows of questions that are read for relevance."""
CLAIMS = 9_000
"""Claims that are read for the verdict."""
LOOKED_AT = 1_000
"""Claims of other passages that the verdict is measured on."""
EPOCHS = 30
RATE = 5e-4
TEACHER_WEIGHT = 0.5
"""Weight of the likeness to the cross-encoder that the model began as, beside ranking an answer first."""


class Features(torch.nn.Module):
    """The model up to what its heads see: the state of the first token and the mean of all, ``(windows, 384)``."""

    def __init__(self, model: ReadingModel) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: torch.Tensor, mask: torch.Tensor, types: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Read windows."""
        states = self.model.bert(input_ids=ids, attention_mask=mask, token_type_ids=types).last_hidden_state
        return states[:, 0], self.model.mean(states, mask)


class Ranking(torch.nn.Module):
    """The model with its relevance alone."""

    def __init__(self, model: ReadingModel) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: torch.Tensor, mask: torch.Tensor, types: torch.Tensor) -> torch.Tensor:
        """Read windows."""
        output: torch.Tensor = self.model(ids, mask, types).relevance
        return output


def main(arguments: list[str] | None = None) -> None:
    """Train the heads as the command line says, and write the whole model."""
    parser = argparse.ArgumentParser(prog="python -m qa.training.heads", description=__doc__)
    add_arguments(parser, "data", "--base", "--seed")
    parser.add_argument("--weights", type=Path, required=True, help="weights of a run, or its checkpoint")
    parser.add_argument("--out", type=Path, required=True, help="file for the weights with the new heads")
    parser.add_argument("--windows", type=int, default=WINDOWS)
    parser.add_argument("--claims", type=int, default=CLAIMS)
    given = parser.parse_args(arguments)
    teacher, tokenizer = from_cross_encoder(given.base, given.seed)
    model, _ = from_cross_encoder(given.base, given.seed)
    begun = {name: weight for name, weight in trained(given.weights).items() if not name.startswith("verdict")}
    model.load_state_dict(begun, strict=False)
    material = read_material(given.data, given.seed, looked_at=LOOKED_AT)
    learnt = material.claims
    stream = Stream(material.sources, material.negatives, {name: [] for name in learnt}, tokenizer, given.seed)
    rng = numpy.random.default_rng(given.seed)
    told = [
        learnt[name][row]
        for name in learnt
        for row in rng.permutation(len(learnt[name]))[: given.claims // len(learnt)].tolist()
    ]
    with tempfile.TemporaryDirectory() as scratch:
        read = OnnxPart(Features(model), ("first", "mean"), Path(scratch) / "features.onnx")
        rank = OnnxPart(Ranking(teacher), ("relevance",), Path(scratch) / "teacher.onnx")
        figures = {
            **_relevance(model, stream, read, rank, given.windows, given.seed),
            **_verdict(model, told, material.development.claims, tokenizer, read, given.seed),
        }
    given.out.parent.mkdir(parents=True, exist_ok=True)
    save_file({name: weight.half().contiguous() for name, weight in model.state_dict().items()}, given.out)
    print(json.dumps(figures))  # noqa: T201


class OnnxPart:
    """A part of a model, in int8 and ONNX Runtime: three times as fast as torch, and what is shipped."""

    def __init__(self, part: Any, outputs: tuple[str, ...], file: Path) -> None:  # noqa: ANN401
        import onnxruntime

        export_graph(part, part.model.config, outputs, file, quantised=True)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self._session: Any = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])

    def __call__(self, batch: Batch) -> list[torch.Tensor]:
        """Return the outputs for a batch, float32."""
        given = {"input_ids": batch.ids, "attention_mask": batch.mask, "token_type_ids": batch.types}
        said = self._session.run(None, {name: one.numpy() for name, one in given.items()})
        return [torch.from_numpy(one) for one in said]


def _relevance(
    model: ReadingModel, stream: Stream, read: OnnxPart, rank: OnnxPart, most: int, seed: int
) -> dict[str, float]:
    """Train ``pooler`` and ``classifier``; return how often a passage with the answer ranks before one without."""
    states, judged, pairs = [], [], []
    place, seen = Place(), 0
    while seen < most:
        batch, place = stream.batch(place)
        states.append(read(batch)[0])
        judged.append(rank(batch)[0])
        pairs.append(batch.pairs + seen)
        seen += len(batch.ids)
    first, teacher, paired = torch.cat(states), torch.cat(judged), torch.cat(pairs)
    cut = int(len(paired) * 0.9)
    learnt, held = paired[:cut], paired[cut:]
    last = int(learnt.max()) + 1
    torch.manual_seed(seed)
    bert: Any = model.bert
    pooler, classifier = bert.pooler, model.classifier
    optimizer = torch.optim.AdamW([*pooler.parameters(), *classifier.parameters()], lr=RATE, weight_decay=0.01)
    for _ in range(EPOCHS):
        for rows in torch.split(torch.randperm(len(learnt)), 64):
            some = torch.randint(last, (64,))
            scores = _score(pooler, classifier, first[torch.cat([learnt[rows].reshape(-1), some])])
            two = scores[: 2 * len(rows)].reshape(-1, 2)
            loss = torch.nn.functional.softplus(two[:, 1] - two[:, 0]).mean()
            likeness = torch.nn.functional.smooth_l1_loss(scores[2 * len(rows) :], teacher[some])
            (loss + TEACHER_WEIGHT * likeness).backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            optimizer.zero_grad()
    with torch.inference_mode():
        scores = _score(pooler, classifier, first)
    return {
        "ranked first": float((scores[held[:, 0]] > scores[held[:, 1]]).float().mean()),
        "ranked first by the teacher": float((teacher[held[:, 0]] > teacher[held[:, 1]]).float().mean()),
        "pairs": float(len(held)),
    }


def _score(pooler: torch.nn.Module, classifier: torch.nn.Module, first: torch.Tensor) -> torch.Tensor:
    """Return the relevance of windows, of whose first tokens ``first`` are the states."""
    pooled: torch.Tensor = classifier(pooler(first[:, None, :]))
    return pooled[:, 0]


def _verdict(
    model: ReadingModel,
    told: list[Claim],
    held: Sequence[Claim],
    tokenizer: PreTrainedTokenizerBase,
    read: OnnxPart,
    seed: int,
) -> dict[str, float]:
    """Train ``verdict``; return the share of the claims kept out of training that it judges right."""
    inputs, labels = _read_claims(told, tokenizer, read)
    tested, right = _read_claims(held, tokenizer, read)
    torch.manual_seed(seed)
    optimizer = torch.optim.AdamW(model.verdict.parameters(), lr=RATE, weight_decay=0.01)
    for _ in range(EPOCHS):
        for rows in torch.split(torch.randperm(len(labels)), 64):
            seen = torch.nn.functional.dropout(inputs[rows], 0.2)
            torch.nn.functional.cross_entropy(model.verdict(seen), labels[rows]).backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            optimizer.zero_grad()
    with torch.inference_mode():
        said = model.verdict(tested).argmax(dim=1)
    return {"verdicts right": float((said == right).float().mean()), "verdicts": float(len(right))}


def _read_claims(
    claims: Sequence[Claim], tokenizer: PreTrainedTokenizerBase, read: OnnxPart
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return what the verdict sees of claims, float32 ``(claims, 2 * features)``, and their verdicts."""
    windows = []
    for claim in claims:
        asked = tokenizer(claim.text, add_special_tokens=False)["input_ids"][:48]
        windows.append(window(asked, tokenize([claim.context], tokenizer)[0], (), tokenizer, None, 160))
    order = sorted(range(len(windows)), key=lambda row: len(windows[row].ids))
    inputs: torch.Tensor | None = None
    for begin in range(0, len(order), 16):
        rows = order[begin : begin + 16]
        first, mean = read(batch_of([Group((windows[row],)) for row in rows]))
        both = torch.cat([first, mean], dim=1)
        inputs = torch.zeros(len(windows), both.shape[1]) if inputs is None else inputs
        inputs[rows] = both
    if inputs is None:
        raise ValueError("There are no claims to learn from.")
    return inputs, torch.tensor([claim.verdict for claim in claims])


if __name__ == "__main__":
    main()
