"""Any sentence-transformers model, run by torch."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from index.errors import EncoderError
from index.model_files import ModelFiles

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Vectors = NDArray[numpy.float32]

BATCH_SIZE = 32
"""Texts a batch when an index is built; short batches of texts of like length were the fastest on a CPU."""


class TorchModel:
    """A sentence-transformers model on the CPU, or on the graphics card where torch has one; safe to share by threads.

    ``dimension`` is the length of a vector, ``question_prompt`` and ``passage_prompt`` what its own configuration puts
    before a text. ``max_tokens`` is how many tokens of a text are read, the special ones around it not counted.
    """

    def __init__(self, files: ModelFiles) -> None:
        """Load the model.

        Raises:
            EncoderError: its files cannot be loaded.
        """
        from sentence_transformers import SentenceTransformer
        from transformers.utils.logging import disable_progress_bar

        disable_progress_bar()  # type: ignore[no-untyped-call]  # It has no annotations.
        try:
            self._model = SentenceTransformer(str(files.folder), local_files_only=True)
        except Exception as error:  # A broken folder shows itself as any of a dozen kinds of error.
            raise EncoderError(
                f"{files.folder}: the sentence model cannot be loaded: {error}. Give the folder that "
                "SentenceTransformer.save() wrote, or leave the model out to use the packaged one."
            ) from error
        prompts = self._model.prompts or {}
        self.question_prompt: str = prompts.get("query") or ""
        self.passage_prompt: str = prompts.get("document") or ""
        self.dimension = int(self._model.get_embedding_dimension() or 0)
        self.max_tokens: int = (self._model.max_seq_length or 512) - 2
        self._lock = threading.Lock()

    def pieces(self) -> Sequence[str]:
        """Return the tokens that the model knows."""
        return tuple(self._model.tokenizer.get_vocab())

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of tokens of each text, without the special ones around it."""
        with self._lock:
            encoded = self._model.tokenizer(
                list(texts), add_special_tokens=False, truncation=False, padding=False, verbose=False
            )
        return [len(ids) for ids in encoded["input_ids"]]

    def encode_one(self, text: str, prompt: str, threads: int) -> Vectors:
        """Return the vector of ``prompt`` and ``text``, by ``threads`` threads: float32, shape ``(dimension,)``."""
        vector: Vectors = self._encode([text], prompt, threads)[0]
        return vector

    def encode_many(self, texts: Sequence[str], prompt: str, threads: int) -> Iterator[tuple[list[int], Vectors]]:
        """Yield the numbers of some of the texts with the vectors of ``prompt`` and each, until all are done.

        ``threads`` threads work on each batch: float32, shape ``(texts of the batch, dimension)``.
        """
        by_length = sorted(range(len(texts)), key=lambda row: len(texts[row]))
        for first in range(0, len(by_length), BATCH_SIZE):
            rows = by_length[first : first + BATCH_SIZE]
            yield rows, self._encode([texts[row] for row in rows], prompt, threads)

    def _encode(self, texts: list[str], prompt: str, threads: int) -> Vectors:
        """Return the unit vectors of one batch with ``prompt`` before each text."""
        import torch

        with self._lock:  # The tokenizer of a fast model may not be used by two threads at once.
            if torch.get_num_threads() != threads:
                torch.set_num_threads(threads)
            vectors: Vectors = self._model.encode(
                texts,
                prompt=prompt,
                batch_size=BATCH_SIZE,
                normalize_embeddings=True,
                convert_to_numpy=True,
                show_progress_bar=False,
            )
        return vectors
