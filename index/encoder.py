"""The sentence encoder: texts become unit vectors."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from index.errors import EncoderError
from index.model_files import find_model

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray
    from sentence_transformers import SentenceTransformer

    Vectors = NDArray[numpy.float32]

THREADS_VARIABLE = "DOCUMENTARY_QA_THREADS"
"""Environment variable: torch threads for one question."""
QUESTION_THREADS = 1
"""One thread answers a single question fastest: a text of ten tokens is too small to share out between cores."""
WORD_MARKS = ("\u2581", "\u0120")
"""What SentencePiece and byte-level tokenizers write before a word; WordPiece marks the pieces inside one instead."""
BATCH_SIZE = 32
"""Texts a batch when an index is built; short batches of texts of like length were the fastest on a CPU."""


@dataclass(frozen=True, slots=True)
class EncoderIdentity:
    """What has to be the same for vectors to be comparable."""

    model: str
    revision: str
    dimension: int
    question_prompt: str
    passage_prompt: str

    def to_dict(self) -> dict[str, Any]:
        """Return the fields for JSON."""
        return asdict(self)


class Encoder:
    """A sentence-transformers model that is safe to call from several threads.

    Make one with :meth:`load`. ``identity`` says which weights and prompts it uses, ``max_tokens`` how many tokens
    of a text it reads (the special ones around it not counted).
    """

    def __init__(self, model: SentenceTransformer, identity: EncoderIdentity) -> None:
        self.identity = identity
        self.max_tokens: int = (model.max_seq_length or 512) - 2
        self._model = model
        self._lock = threading.Lock()

    @classmethod
    def load(
        cls, model: str | None = None, *, question_prompt: str | None = None, passage_prompt: str | None = None
    ) -> Encoder:
        """Load the model of that name on the CPU, or on the graphics card where torch has one.

        ``model`` is the packaged model, a local folder or a hub name, as :func:`index.model_files.find_model` takes
        it. The prompts are what is put before a question and before a passage; those in the model's own
        configuration hold unless others are given (``"query: "`` and ``"passage: "`` for the E5 models).

        Raises:
            EncoderError: the model cannot be had, or its files cannot be loaded.
        """
        files = find_model(model)
        from sentence_transformers import SentenceTransformer
        from transformers.utils.logging import disable_progress_bar

        disable_progress_bar()  # type: ignore[no-untyped-call]  # It has no annotations.
        try:
            loaded = SentenceTransformer(str(files.folder), local_files_only=True)
        except Exception as error:  # A broken folder shows itself as any of a dozen kinds of error.
            raise EncoderError(
                f"{files.folder}: the sentence model cannot be loaded: {error}. Give the folder that "
                "SentenceTransformer.save() wrote, or leave the model out to use the packaged one."
            ) from error
        prompts: dict[str, str] = {name: prompt or "" for name, prompt in (loaded.prompts or {}).items()}
        identity = EncoderIdentity(
            model=files.name,
            revision=files.revision,
            dimension=int(loaded.get_embedding_dimension() or 0),
            question_prompt=prompts.get("query", "") if question_prompt is None else question_prompt,
            passage_prompt=prompts.get("document", "") if passage_prompt is None else passage_prompt,
        )
        return cls(loaded, identity)

    @cached_property
    def words(self) -> frozenset[str]:
        """The words, folded, that the tokenizer does not have to cut: common ones, and names that are often read.

        Where it marks how words begin and not how they go on, beginnings of words are among them.
        """
        pieces = self._model.tokenizer.get_vocab()
        marked = [piece[1:] for piece in pieces if piece.startswith(WORD_MARKS)]
        return frozenset(piece.casefold() for piece in marked or pieces if piece.isalpha())

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of tokens of each text, without the special ones around it."""
        if not texts:
            return []
        with self._lock:
            encoded = self._model.tokenizer(
                list(texts), add_special_tokens=False, truncation=False, padding=False, verbose=False
            )
        return [len(ids) for ids in encoded["input_ids"]]

    def encode_question(self, question: str) -> Vectors:
        """Return the vector of one question: float32, shape ``(dimension,)``, length 1."""
        vector: Vectors = self._encode([question], self.identity.question_prompt, question_threads())[0]
        return vector

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None) -> Vectors:
        """Return one vector a text: float32, shape ``(len(texts), dimension)``, each of length 1.

        All processor cores are used. ``progress`` is called with how many are done and how many there are.
        """
        import numpy

        vectors: Vectors = numpy.zeros((len(texts), self.identity.dimension), dtype=numpy.float32)
        by_length = sorted(range(len(texts)), key=lambda row: len(texts[row]))
        for first in range(0, len(by_length), BATCH_SIZE):
            rows = by_length[first : first + BATCH_SIZE]
            vectors[rows] = self._encode(
                [texts[row] for row in rows], self.identity.passage_prompt, os.cpu_count() or 1
            )
            if progress is not None:
                progress(first + len(rows), len(texts))
        return vectors

    def _encode(self, texts: list[str], prompt: str, threads: int) -> Vectors:
        """Return the unit vectors of ``texts`` with ``prompt`` before each."""
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


def question_threads() -> int:
    """Return the torch threads for one question: ``DOCUMENTARY_QA_THREADS``, else one.

    Raises:
        EncoderError: the variable is no whole number from 1 on.
    """
    named = os.environ.get(THREADS_VARIABLE, str(QUESTION_THREADS))
    if not named.isdecimal() or int(named) < 1:
        raise EncoderError(f"{THREADS_VARIABLE}={named}: must be a whole number from 1 on, or left out.")
    return int(named)
