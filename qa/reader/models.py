"""Models that read windows of tokens: the shipped one in ONNX Runtime, any other in torch."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from index.encoder import THREADS_VARIABLE, build_threads, question_threads
from qa.reader.cores import shared_out

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Ids = NDArray[numpy.int64]
    Scores = NDArray[numpy.float32]


WINDOWS_AT_ONCE = 1
"""Windows that the shipped model reads together. Two cost no less processor time: what is saved on the way goes on
padding. One alone is read the same whatever is read beside it, and leaves no core without work for long."""
KEPT_APART = ["SkipLayerNormFusion"]
"""What ONNX Runtime is not to put together again: see :mod:`qa.training.graph`."""


@dataclass(frozen=True, slots=True)
class Logits:
    """What a model says of a batch of windows, float32; None for what it does not say.

    ``start`` and ``end`` are ``(windows, T)``; ``relevance``, ``(windows,)``, is the logit that the passage answers
    the question; ``verdict``, ``(windows, 3)``, are those of "yes", "no" and "not said" to a claim.
    """

    start: Scores | None
    end: Scores | None
    relevance: Scores | None
    verdict: Scores | None


def reading_threads() -> int:
    """Return the threads that read at once: ``DOCUMENTARY_QA_THREADS``, else one a processor core.

    Raises:
        EncoderError: the variable is no whole number from 1 on.
    """
    return question_threads() if THREADS_VARIABLE in os.environ else build_threads()


class WindowModel(Protocol):
    """Reads windows of tokens; safe to use from several threads."""

    def __call__(self, ids: Ids, mask: Ids, types: Ids) -> Logits:
        """Read a batch: ids, attention mask and token types are int64, ``(windows, T)``."""
        ...


class OnnxModel:
    """A model of ours, exported by ``python -m qa.training.export``, run by ONNX Runtime on the CPU."""

    def __init__(self, file: Path) -> None:
        import onnxruntime

        onnxruntime.disable_telemetry_events()  # Nothing is told to anybody.

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # Windows are shared out between cores, not the operations in them.
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session: Any = onnxruntime.InferenceSession(
            str(file), options, providers=["CPUExecutionProvider"], disabled_optimizers=KEPT_APART
        )
        self._names: list[str] = [output.name for output in self._session.get_outputs()]

    def __call__(self, ids: Ids, mask: Ids, types: Ids) -> Logits:
        """Read a batch of windows, those of like length together, so that little is spent on padding."""
        import numpy

        sizes = mask.sum(axis=1)
        order = numpy.argsort(sizes, kind="stable")
        batches = [order[begin : begin + WINDOWS_AT_ONCE] for begin in range(0, len(order), WINDOWS_AT_ONCE)]
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}
        said: dict[int, Sequence[Scores]] = {}

        def read(batch: int) -> None:
            rows = batches[batch]
            width = int(sizes[rows[-1]])
            said[batch] = self._session.run(None, {name: one[rows, :width] for name, one in given.items()})

        longest_first = range(len(batches) - 1, -1, -1)  # So that no core waits long for the last one.
        shared_out([partial(read, batch) for batch in longest_first], reading_threads())
        outputs: dict[str, Scores] = {}
        for batch, rows in enumerate(batches):
            for name, values in zip(self._names, said[batch], strict=True):
                shape = ids.shape if name in ("start", "end") else (len(ids), *values.shape[1:])
                whole = outputs.setdefault(name, numpy.zeros(shape, dtype=numpy.float32))
                if name in ("start", "end"):
                    whole[rows, : values.shape[1]] = values
                else:
                    whole[rows] = values
        return Logits(outputs["start"], outputs["end"], outputs["relevance"], outputs["verdict"])


class TorchModel:
    """A model of ``transformers``: one that marks answers, or a cross-encoder that only ranks."""

    def __init__(self, model: Any) -> None:  # noqa: ANN401  # Classes of transformers have no common annotation.
        self._model = model.eval()
        self._typed = getattr(model.config, "type_vocab_size", 0) > 1
        self._lock = threading.Lock()

    def __call__(self, ids: Ids, mask: Ids, types: Ids) -> Logits:
        """Read a batch of windows."""
        import torch

        given = {"input_ids": torch.from_numpy(ids), "attention_mask": torch.from_numpy(mask)}
        if self._typed:
            given["token_type_ids"] = torch.from_numpy(types)
        threads = question_threads()
        if torch.get_num_threads() != threads:
            torch.set_num_threads(threads)
        with self._lock, torch.inference_mode():
            output = self._model(**given)
        if hasattr(output, "start_logits"):
            return Logits(output.start_logits.float().numpy(), output.end_logits.float().numpy(), None, None)
        return Logits(None, None, output.logits.float().numpy()[:, 0], None)
