"""Writes ``graph.onnx``, the operations of an exported reader as they are run: ``python -m qa.training.graph FOLDER``.

``reader.onnx`` in the folder stays as it is and keeps the weights: the graph names the place of each in it, and ONNX
Runtime maps them into memory. What differs is the norm after each half of a layer: as one operation with the sum before
it, it takes ONNX Runtime 1.32 five times as long as the sums and ``LayerNormalization`` apart. What
``python -m qa.training.adapt`` has learnt takes the place of what ``reader.onnx`` has, and stands in the graph itself.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from index.hashing import file_hash
from qa.reader.shipped import GRAPH_NAME, HASH_NAME, MODEL_NAME, TOKENIZER_NAME
from qa.training.exported import put_in

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray
    from onnx import ModelProto, NodeProto, TensorProto

LEAST_OUTSIDE = 64
"""Bytes of the smallest weight that is left in the file of the weights; those below have their values in the graph."""


def main(arguments: list[str] | None = None) -> None:
    """Write the graph and the hashes of the folder that the command line names."""
    parser = argparse.ArgumentParser(prog="python -m qa.training.graph", description=__doc__)
    parser.add_argument("folder", type=Path, help="what python -m qa.training.export wrote")
    parser.add_argument("--adapted", type=Path, help="what python -m qa.training.adapt wrote")
    given = parser.parse_args(arguments)
    write(given.folder, given.adapted)


def write(folder: Path, adapted: Path | None = None) -> None:
    """Write the graph of the model in ``folder``, and the sha256 of all files of the reader.

    ``adapted`` is a file of :mod:`qa.training.adapt`: gains, biases, norms and heads that take the place of those of
    the model.
    """
    from safetensors.numpy import load_file

    learnt = load_file(adapted) if adapted is not None else {}
    (folder / GRAPH_NAME).write_bytes(graph(folder / MODEL_NAME, learnt).SerializeToString(deterministic=True))
    hashes = {name: file_hash(folder / name) for name in (MODEL_NAME, GRAPH_NAME, TOKENIZER_NAME)}
    (folder / HASH_NAME).write_text(json.dumps({"sha256": hashes}, indent=1) + "\n", encoding="utf-8")


def graph(file: Path, learnt: Mapping[str, NDArray[numpy.float32]] | None = None) -> ModelProto:
    """Return the model in ``file`` with norms apart from sums, short names, and its weights left in the file.

    What is ``learnt``, by its name in the model that is trained, is put in and stands in the graph.
    """
    import onnx

    content = file.read_bytes()
    model = onnx.load_from_string(content)
    drawn = model.graph
    if learnt:
        put_in(drawn, learnt)
    nodes = [made for node in drawn.node for made in _apart(node)]
    del drawn.node[:]
    drawn.node.extend(nodes)
    del drawn.value_info[:]
    kept = {value.name for value in (*drawn.input, *drawn.output)}
    short = {"": ""}
    for node in drawn.node:
        node.name = ""
        for names in (node.input, node.output):
            for place, name in enumerate(names):
                names[place] = name if name in kept else short.setdefault(name, f"v{len(short)}")
    for weight in drawn.initializer:
        weight.name = short[weight.name]
        _leave_outside(weight, content, file.name)
    return model


def _apart(node: NodeProto) -> list[NodeProto]:
    """Return the nodes that do what ``node`` does: for a norm over a sum, the sums and the norm."""
    from onnx import helper

    if node.op_type != "SkipLayerNormalization" or len(node.output) > 1:
        return [node]
    epsilon = next(attribute.f for attribute in node.attribute if attribute.name == "epsilon")
    total, other, scale, shift, *bias = node.input
    result = node.output[0]
    sums = []
    for number, added in enumerate([*bias, other]):
        sums.append(helper.make_node("Add", [total, added], [f"{result}.{number}"]))
        total = sums[-1].output[0]
    return [*sums, helper.make_node("LayerNormalization", [total, scale, shift], [result], axis=-1, epsilon=epsilon)]


def _leave_outside(weight: TensorProto, content: bytes, file: str) -> None:
    """Put where in ``file``, of that ``content``, the values of ``weight`` are in the place of the values."""
    from onnx import TensorProto, numpy_helper

    values = numpy_helper.to_array(weight).tobytes()
    offset = content.find(values)
    if len(values) < LEAST_OUTSIDE or offset < 0:
        return
    for field in ("raw_data", "float_data", "int32_data"):
        weight.ClearField(field)
    weight.data_location = TensorProto.EXTERNAL
    for key, value in (("location", file), ("offset", offset), ("length", len(values))):
        weight.external_data.add(key=key, value=str(value))


if __name__ == "__main__":
    main()
