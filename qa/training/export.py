"""From trained weights to what is shipped: ``python -m qa.training.export WEIGHTS --base FOLDER --out FOLDER``."""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from safetensors.torch import load_file

from qa.reader.shipped import MODEL_NAME, TOKENIZER_NAME
from qa.training.graph import write
from qa.training.model import ReadingModel, from_cross_encoder
from qa.training.options import add_arguments

if TYPE_CHECKING:
    from transformers import BertConfig

OUTPUTS = ("start", "end", "relevance", "verdict")


def main(arguments: list[str] | None = None) -> None:
    """Export as the command line says."""
    parser = argparse.ArgumentParser(prog="python -m qa.training.export", description=__doc__)
    parser.add_argument("weights", type=Path, help="reader.safetensors of a run, or its checkpoint.pt")
    add_arguments(parser, "--base")
    parser.add_argument("--out", type=Path, required=True, help="folder for the model, the tokenizer and their sha256")
    parser.add_argument("--fp32", action="store_true", help="do not quantise: for comparison, four times as large")
    given = parser.parse_args(arguments)
    model, _ = from_cross_encoder(given.base)
    model.load_state_dict(trained(given.weights), strict=False)
    export(model, given.base / TOKENIZER_NAME, given.out, quantised=not given.fp32)


def trained(file: Path) -> dict[str, torch.Tensor]:
    """Return the weights of a run, or the running average in a checkpoint of one that goes on."""
    if file.suffix == ".safetensors":
        return {name: weight.float() for name, weight in load_file(file).items()}
    state = torch.load(file, map_location="cpu", weights_only=True)
    return {**state["model"], **state["average"]}


def export(model: ReadingModel, tokenizer: Path, out: Path, *, quantised: bool = True) -> None:
    """Write ``model`` to ``out`` as ONNX, with the graph that is run, the file of its tokenizer and their sha256.

    Quantised, the weights of matrices and embeddings are int8, one scale a column, with seven bits used, so that
    processors without VNNI compute the same; activations are quantised as they come.
    """
    out.mkdir(parents=True, exist_ok=True)
    export_graph(_Flat(model), model.config, OUTPUTS, out / MODEL_NAME, quantised=quantised)
    shutil.copyfile(tokenizer, out / TOKENIZER_NAME)
    write(out)


def export_graph(
    module: torch.nn.Module, config: BertConfig, outputs: Sequence[str], file: Path, *, quantised: bool
) -> None:
    """Write ``module``, which reads windows with the :class:`ReadingModel` in it, to ``file`` as ONNX.

    Of its ``outputs``, "start" and "end" are ``(windows, T)``, all others ``(windows, ...)``.
    """
    module.eval()
    model: Any = module.model
    model.bert.set_attn_implementation("eager")  # The one whose graph the optimizer knows as attention.
    ids = torch.ones(2, 16, dtype=torch.int64)
    axes = {name: {0: "windows", 1: "tokens"} for name in ("input_ids", "attention_mask", "token_type_ids")}
    axes |= {name: {0: "windows", 1: "tokens"} if name in ("start", "end") else {0: "windows"} for name in outputs}
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / MODEL_NAME
        torch.onnx.export(
            module,
            (ids, ids, torch.zeros_like(ids)),
            str(plain),
            input_names=["input_ids", "attention_mask", "token_type_ids"],
            output_names=list(outputs),
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        fused = _fused(plain, config)
        if quantised:
            from onnx import TensorProto
            from onnxruntime.quantization import QuantType, quantize_dynamic

            quantize_dynamic(
                fused,
                file,
                per_channel=True,
                reduce_range=True,
                weight_type=QuantType.QInt8,
                extra_options={"DefaultTensorType": TensorProto.FLOAT},  # Fused operations tell no type.
            )
        else:
            shutil.copyfile(fused, file)


def _fused(file: Path, config: object) -> Path:
    """Return the file of the same graph with attention, GELU and norms each as one operation."""
    from onnxruntime.transformers.optimizer import optimize_model

    optimized = optimize_model(
        str(file),
        model_type="bert",
        num_heads=getattr(config, "num_attention_heads"),  # noqa: B009
        hidden_size=getattr(config, "hidden_size"),  # noqa: B009
        opt_level=0,
    )
    fused = file.with_name("fused.onnx")
    optimized.save_model_to_file(str(fused))
    return fused


class _Flat(torch.nn.Module):
    """The model with its outputs as a tuple, as the exporter wants them."""

    def __init__(self, model: ReadingModel) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: torch.Tensor, mask: torch.Tensor, types: torch.Tensor) -> tuple[torch.Tensor, ...]:
        output = self.model(ids, mask, types)
        return output.start_logits, output.end_logits, output.relevance, output.verdict


if __name__ == "__main__":
    main()
