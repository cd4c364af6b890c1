"""What stands in an exported reader: its weights by the names that training knows, to be taken out and put in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Weights = dict[str, NDArray[numpy.float32]]

LARGEST = 63
"""Largest value of a weight in int8, of the seven bits that are used."""


def weights_in(file: Path) -> Weights:
    """Return the weights in ``reader.onnx`` by their names in :class:`qa.training.model.ReadingModel`.

    They are float32, each what its int8 stands for.
    """
    import onnx
    from onnx import numpy_helper

    drawn = onnx.load(str(file)).graph
    values = {one.name: numpy_helper.to_array(one) for one in drawn.initializer}
    found: Weights = {}
    for names, matrix in matrices(drawn).items():
        plain = values[f"{matrix}_quantized"].astype(numpy.float32) * values[f"{matrix}_scale"]
        for name, weight in zip(names, numpy.split(plain, len(names), axis=1), strict=True):
            found[f"{name}.weight"] = weight.T.copy()
        for name, bias in zip(names, numpy.split(values[bias_of(names, matrix)], len(names)), strict=True):
            found[f"{name}.bias"] = bias.copy()
    for name, value in values.items():
        own = name.removeprefix("model.")
        if ".LayerNorm." in name and value.dtype == numpy.float32 and value.ndim == 1:
            found[own] = value.copy()
        elif own.startswith("bert.embeddings.") and own.endswith("_quantized"):
            whole = name.removesuffix("_quantized")
            shifted = value.astype(numpy.float32) - values[f"{whole}_zero_point"].astype(numpy.float32)
            found[own.removesuffix("_quantized")] = shifted * values[f"{whole}_scale"]
    return found


def put_in(drawn: Any, learnt: Mapping[str, NDArray[numpy.float32]]) -> None:  # noqa: ANN401
    """Put what was ``learnt`` in the place of what the graph ``drawn`` has.

    ``name.gain`` is a factor for each column of a matrix, ``name.weight`` of a matrix all of it, in int8 again;
    biases and norms are put in as they are.

    Raises:
        ValueError: something was learnt that the graph has no place for, or of one of the three of attention alone.
    """
    from onnx import numpy_helper

    places = {one.name: one for one in drawn.initializer}
    left = set(learnt)

    def put(place: str, value: NDArray[Any], *names: str) -> None:
        places[place].CopyFrom(numpy_helper.from_array(value, place))
        left.difference_update(names)

    for names, matrix in matrices(drawn).items():
        scale = numpy_helper.to_array(places[f"{matrix}_scale"])
        gains, biases = ([f"{name}.{part}" for name in names] for part in ("gain", "bias"))
        whole = f"{names[0]}.weight"
        if left.issuperset(gains):
            put(f"{matrix}_scale", scale * numpy.concatenate([learnt[name] for name in gains]), *gains)
        elif len(names) == 1 and whole in left:
            weight = learnt[whole].T
            scale = (numpy.abs(weight).max(axis=0) / LARGEST).astype(numpy.float32)
            put(f"{matrix}_scale", scale)
            put(f"{matrix}_quantized", numpy.rint(weight / scale).astype(numpy.int8), whole)
        if left.issuperset(biases):
            put(bias_of(names, matrix), numpy.concatenate([learnt[name] for name in biases]), *biases)
    for name in sorted(left):
        if f"model.{name}" not in places:
            raise ValueError(f"The exported reader has no {name}.")
        put(f"model.{name}", learnt[name])


def matrices(drawn: Any) -> dict[tuple[str, ...], str]:  # noqa: ANN401  # Protocol buffers have no annotations.
    """Return what each matrix of the graph ``drawn`` is called in it, by the names of the layers that it holds.

    The three of attention are one matrix.
    """
    found: dict[tuple[str, ...], str] = {}
    for node in drawn.node:
        if node.op_type == "QAttention":
            prefix = f"bert.encoder.layer.{node.input[1].split('_')[1]}.attention.self"
            found[tuple(f"{prefix}.{part}" for part in ("query", "key", "value"))] = _matrix(node.input[1])
        elif node.op_type == "MatMulInteger":
            found[(_layer(node.output[0]),)] = _matrix(node.input[1])
    return found


def bias_of(names: tuple[str, ...], matrix: str) -> str:
    """Return what the bias of ``matrix`` is called in the graph."""
    return f"model.{names[0]}.bias" if len(names) == 1 else f"{matrix.removesuffix('_weight')}_bias"


def _matrix(weight: str) -> str:
    return weight.removesuffix("_quantized")


def _layer(product: str) -> str:
    """Return the name of the layer whose product is called so: ``/model/a/b/MatMul_output_0...`` is that of ``a.b``."""
    path = product.removeprefix("/model/").split("/")
    if path[0].startswith("verdict"):  # The last one bears the name of the output.
        return path[1] if len(path) > 1 and path[1].startswith("verdict.") else "verdict.2"
    return ".".join(path[:-1])
