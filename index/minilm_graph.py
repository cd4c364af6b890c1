"""Writes ``minilm.onnx``, the packaged model as ONNX Runtime reads it: ``python -m index.minilm_graph``.

The file holds the operations alone, some kilobytes. The weights stay where they are: the graph names the place of each
in the package's ``model.safetensors``, which ONNX Runtime maps into memory. It is made of ONNX Runtime's own fused
operations, so that nothing has to be optimised when it is loaded, and needs the package ``onnx`` only here.
"""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.model_files import find_model
from index.packaged_model import GRAPH, WEIGHTS

if TYPE_CHECKING:
    from onnx import ModelProto, NodeProto, TensorProto

FUSED = "com.microsoft"
OPSETS = {"": 17, FUSED: 1}
IR_VERSION = 8


def main() -> None:
    """Write the graph beside this file."""
    GRAPH.write_bytes(graph(find_model().folder).SerializeToString(deterministic=True))


def graph(folder: Path) -> ModelProto:
    """Return the encoder whose ``config.json`` and weights are in ``folder``.

    Inputs are ``tokens`` and ``mask`` (1 for a token, 0 for what fills the row up): int32, shape ``(texts, tokens)``.
    Output is ``vectors``: float32, shape ``(texts, dimension)``, the mean over the tokens of each text, of length 1.
    """
    from onnx import TensorProto, helper

    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    drawn = _Drawing(folder / WEIGHTS)
    width, epsilon = config["hidden_size"], config["layer_norm_eps"]
    drawn.constant("zero", TensorProto.INT32, 0)
    drawn.constant("middle", TensorProto.INT64, [1])
    drawn.node("Mul", ["tokens", "zero"], "segments")
    embeddings = [f"embeddings.{kind}_embeddings.weight" for kind in ("word", "position", "token_type")]
    norm = [f"embeddings.LayerNorm.{kind}" for kind in ("weight", "bias")]
    drawn.node(
        "EmbedLayerNormalization",
        ["tokens", "segments", *map(drawn.weight, [*embeddings, *norm])],
        "layer.0",
        "unused",
        domain=FUSED,
        epsilon=epsilon,
    )
    for number in range(config["num_hidden_layers"]):
        _draw_layer(drawn, number, heads=config["num_attention_heads"], epsilon=epsilon)
    drawn.node("Cast", ["mask"], "shares", to=TensorProto.FLOAT)
    drawn.node("Unsqueeze", ["shares", "middle"], "shares.row")
    drawn.node("MatMul", ["shares.row", f"layer.{config['num_hidden_layers']}"], "sum.row")
    drawn.node("Squeeze", ["sum.row", "middle"], "sum")  # The mean is as long as the sum once both have length 1.
    drawn.node("LpNormalization", ["sum"], "vectors", axis=1, p=2)
    shape = ["texts", "tokens"]
    return helper.make_model(
        helper.make_graph(
            drawn.nodes,
            "sentence_encoder",
            [helper.make_tensor_value_info(name, TensorProto.INT32, shape) for name in ("tokens", "mask")],
            [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["texts", width])],
            drawn.initializers,
        ),
        opset_imports=[helper.make_opsetid(domain, version) for domain, version in OPSETS.items()],
        ir_version=IR_VERSION,
        producer_name="index.minilm_graph",
    )


class _Drawing:
    """The nodes and weights of a graph while it is put together."""

    def __init__(self, weights: Path) -> None:
        with weights.open("rb") as stream:
            (size,) = struct.unpack("<Q", stream.read(8))
            self._tensors: dict[str, Any] = json.loads(stream.read(size))
        self._start = 8 + size
        self.nodes: list[NodeProto] = []
        self.initializers: list[TensorProto] = []

    def node(
        self, kind: str, inputs: list[str], output: str, *unused: str, domain: str = "", **attributes: float
    ) -> None:
        """Add one operation; ``unused`` names outputs that nothing reads."""
        from onnx import helper

        node = helper.make_node(kind, inputs, [output, *unused], domain=domain)
        node.attribute.extend(helper.make_attribute(name, value) for name, value in sorted(attributes.items()))
        self.nodes.append(node)

    def constant(self, name: str, kind: int, value: int | list[int]) -> None:
        """Add a number, or a row of them."""
        from onnx import helper

        row = value if isinstance(value, list) else [value]
        self.initializers.append(helper.make_tensor(name, kind, [len(row)] if row is value else [], row))

    def weight(self, name: str) -> str:
        """Add the weight of that name by its place in the file, and return the name."""
        from onnx import TensorProto

        told = self._tensors[name]
        start, end = told["data_offsets"]
        tensor = TensorProto(name=name, data_type=TensorProto.FLOAT, dims=told["shape"])
        tensor.data_location = TensorProto.EXTERNAL
        for key, value in (("location", WEIGHTS), ("offset", self._start + start), ("length", end - start)):
            tensor.external_data.add(key=key, value=str(value))
        self.initializers.append(tensor)
        return name


def _draw_layer(drawn: _Drawing, number: int, *, heads: int, epsilon: float) -> None:
    """Add one layer of BERT, from ``layer.N`` to ``layer.N+1``."""
    layer, before = f"encoder.layer.{number}", f"layer.{number}"

    def multiply(input_: str, weights: str) -> str:
        output = f"{layer}.{weights}"
        drawn.node("FusedMatMul", [input_, drawn.weight(f"{layer}.{weights}.weight")], output, domain=FUSED, transB=1)
        return output

    def normalise(input_: str, skip: str, part: str, output: str) -> str:
        weights = [f"{layer}.{part}.{name}" for name in ("LayerNorm.weight", "LayerNorm.bias", "dense.bias")]
        inputs = [input_, skip, *map(drawn.weight, weights)]
        drawn.node("SkipLayerNormalization", inputs, output, domain=FUSED, epsilon=epsilon)
        return output

    parts = [f"attention.self.{part}" for part in ("query", "key", "value")]
    biases = [drawn.weight(f"{layer}.{part}.bias") for part in parts]
    drawn.node("Concat", biases, f"{layer}.biases", axis=0)
    inputs = [*(multiply(before, part) for part in parts), f"{layer}.biases", "mask"]
    drawn.node("MultiHeadAttention", inputs, f"{layer}.heads", domain=FUSED, num_heads=heads)
    mixed = multiply(f"{layer}.heads", "attention.output.dense")
    attended = normalise(mixed, before, "attention.output", f"{layer}.attended")
    wide = multiply(attended, "intermediate.dense")
    drawn.node("BiasGelu", [wide, drawn.weight(f"{layer}.intermediate.dense.bias")], f"{layer}.wide", domain=FUSED)
    narrow = multiply(f"{layer}.wide", "output.dense")
    normalise(narrow, attended, "output", f"layer.{number + 1}")


if __name__ == "__main__":
    main()
