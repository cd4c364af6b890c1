"""The sentence encoder: texts become unit vectors."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from index.errors import EncoderError
from index.model_files import DEFAULT_MODEL, find_model
from index.packaged_model import PackagedModel
from index.torch_model import TorchModel

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Vectors = NDArray[numpy.float32]

THREADS_VARIABLE = "DOCUMENTARY_QA_THREADS"
"""Environment variable: threads for one question."""
QUESTION_THREADS = 1
"""One thread answers a single question fastest: a text of ten tokens is too small to share out between cores."""
WORD_MARKS = ("\u2581", "\u0120")
"""What SentencePiece and byte-level tokenizers write before a word; WordPiece marks the pieces inside one instead."""


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


class SentenceModel(Protocol):
    """What turns texts into unit vectors; :class:`PackagedModel` and :class:`TorchModel` do.

    Safe to call from several threads. ``max_tokens`` is how many tokens of a text are read, the special ones around it
    not counted.
    """

    @property
    def max_tokens(self) -> int: ...  # noqa: D102 - The class says it.

    def pieces(self) -> Sequence[str]:
        """Return the tokens that the model knows."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of tokens of each text, without the special ones around it."""

    def encode_one(self, text: str, prompt: str, threads: int) -> Vectors:
        """Return the vector of ``prompt`` and ``text``, by ``threads`` threads: float32, shape ``(dimension,)``."""

    def encode_many(self, texts: Sequence[str], prompt: str, threads: int) -> Iterator[tuple[list[int], Vectors]]:
        """Yield the numbers of some of the texts with the vectors of ``prompt`` and each, until all are done."""


class Encoder:
    """A sentence model with its prompts, safe to call from several threads.

    Make one with :meth:`load`. ``identity`` says which weights and prompts it uses, ``max_tokens`` how many tokens
    of a text it reads (the special ones around it not counted).

    >>> from index import Encoder
    >>> vector = Encoder.load().encode_question("Who built the mill?")
    >>> vector.shape, vector.dtype.name
    ((384,), 'float32')
    """

    def __init__(self, model: SentenceModel, identity: EncoderIdentity) -> None:
        self.identity = identity
        self.max_tokens = model.max_tokens
        self._model = model

    @classmethod
    def load(
        cls, model: str | None = None, *, question_prompt: str | None = None, passage_prompt: str | None = None
    ) -> Encoder:
        """Load a sentence model: the packaged one in ONNX Runtime, any other one in torch.

        ``model`` is the packaged model, a local folder or a hub name, as :func:`index.model_files.find_model` takes
        it. The prompts are what is put before a question and before a passage; those in the model's own
        configuration hold unless others are given (``"query: "`` and ``"passage: "`` for the E5 models).

        Raises:
            EncoderError: the model cannot be had, or its files cannot be loaded.
        """
        files = find_model(model)
        loaded: PackagedModel | TorchModel
        loaded = PackagedModel(files.folder) if files.name == DEFAULT_MODEL else TorchModel(files)
        identity = EncoderIdentity(
            model=files.name,
            revision=files.revision,
            dimension=loaded.dimension,
            question_prompt=loaded.question_prompt if question_prompt is None else question_prompt,
            passage_prompt=loaded.passage_prompt if passage_prompt is None else passage_prompt,
        )
        return cls(loaded, identity)

    @cached_property
    def words(self) -> frozenset[str]:
        """The words, folded, that the tokenizer does not have to cut: common ones, and names that are often read.

        Where it marks how words begin and not how they go on, beginnings of words are among them.
        """
        pieces = self._model.pieces()
        marked = [piece[1:] for piece in pieces if piece.startswith(WORD_MARKS)]
        return frozenset(piece.casefold() for piece in marked or pieces if piece.isalpha())

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of tokens of each text, without the special ones around it."""
        return self._model.count_tokens(texts) if texts else []

    def encode_question(self, question: str) -> Vectors:
        """Return the vector of one question: float32, shape ``(dimension,)``, length 1."""
        return self._model.encode_one(question, self.identity.question_prompt, question_threads())

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None) -> Vectors:
        """Return one vector a text: float32, shape ``(len(texts), dimension)``, each of length 1.

        All processor cores are used. ``progress`` is called with how many are done and how many there are.
        """
        import numpy

        vectors: Vectors = numpy.zeros((len(texts), self.identity.dimension), dtype=numpy.float32)
        done = 0
        for rows, encoded in self._model.encode_many(texts, self.identity.passage_prompt, build_threads()):
            vectors[rows] = encoded
            done += len(rows)
            if progress is not None:
                progress(done, len(texts))
        return vectors


def build_threads() -> int:
    """Return the threads for a build: as many as the processor cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def question_threads() -> int:
    """Return the threads for one question: ``DOCUMENTARY_QA_THREADS``, else one.

    Raises:
        EncoderError: the variable is no whole number from 1 on.
    """
    named = os.environ.get(THREADS_VARIABLE, str(QUESTION_THREADS))
    if not named.isdecimal() or int(named) < 1:
        raise EncoderError(f"{THREADS_VARIABLE}={named}: must be a whole number from 1 on, or left out.")
    return int(named)
