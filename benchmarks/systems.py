"""Systems that find a passage for a question, each set up as its own documentary pages show it, over the same texts.

Every system takes the passages' texts, finds rows of them, and embeds the question with the same model by itself.
Whatever takes ready-made vectors gets those of this project's encoder for the passages; txtai makes its own.
"""

from __future__ import annotations

import importlib.util
import itertools
import os
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

import numpy

from benchmarks.pools import Pool
from index import Encoder
from qa.retrieve import retrieve

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

INSTALL = 'python -m pip install -e ".[peers]"'
"""What brings the systems that this project does not use itself."""
OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
    "LANGCHAIN_TRACING_V2": "false",
    "LANGSMITH_TRACING": "false",
    "TOKENIZERS_PARALLELISM": "false",
}
"""Environment variables under which no system asks or tells anybody anything over the network."""


class System(ABC):
    """A system that is measured. ``name`` is what the table calls it, ``modules`` are what it cannot do without."""

    name: str
    modules: tuple[str, ...] = ()

    @abstractmethod
    def prepare(self, pool: Pool) -> None:
        """Index the texts of ``pool`` in place of those before."""

    @abstractmethod
    def search(self, question: str, count: int) -> list[int]:
        """Return the rows of at most ``count`` texts, the best first."""

    def missing(self) -> list[str]:
        """Return those of ``modules`` that are not installed."""
        return [module for module in self.modules if importlib.util.find_spec(module) is None]


class Ours(System):
    """This project's own retrieval."""

    name = "this project"

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def prepare(self, pool: Pool) -> None:
        self._pool = pool
        self._rows = {chunk.id: row - pool.first for row, chunk in enumerate(pool.index.chunks)}

    def search(self, question: str, count: int) -> list[int]:
        vector = self._encoder.encode_question(question)
        found = retrieve(self._pool.index, question, vector, collection=self._pool.collection, count=count)
        return [self._rows[passage.chunk.id] for passage in found]


class PlainFaiss(System):
    """sentence-transformers and an exact FAISS index, with nothing around them."""

    name = "sentence-transformers + FAISS"

    def __init__(self, model: SentenceTransformer) -> None:
        self._model = model

    def prepare(self, pool: Pool) -> None:
        import faiss

        vectors = passage_vectors(pool)
        self._index = faiss.IndexFlatIP(vectors.shape[1])
        self._index.add(vectors)

    def search(self, question: str, count: int) -> list[int]:
        vector = self._model.encode([question], normalize_embeddings=True, show_progress_bar=False)
        _, rows = self._index.search(vector, count)
        return [int(row) for row in rows[0] if row >= 0]


class PlainBm25(System):
    """bm25s as its README shows it: English stop words left out, words cut to their stems."""

    name = "BM25 (bm25s)"

    def prepare(self, pool: Pool) -> None:
        import bm25s
        import Stemmer

        self._stemmer = Stemmer.Stemmer("english")
        self._bm25 = bm25s.BM25()
        self._bm25.index(self._tokens(list(pool.texts)), show_progress=False)
        self._count = len(pool.texts)

    def search(self, question: str, count: int) -> list[int]:
        rows, scores = self._bm25.retrieve(
            self._tokens([question]), k=min(count, self._count), show_progress=False, n_threads=1
        )
        return [int(row) for row, score in zip(rows[0], scores[0], strict=True) if score > 0]

    def _tokens(self, texts: list[str]) -> Any:  # noqa: ANN401 - bm25s has no types.
        import bm25s

        return bm25s.tokenize(texts, stopwords="en", stemmer=self._stemmer, show_progress=False)


class Txtai(System):
    """An index of txtai, of vectors alone or with its BM25 in equal shares."""

    modules = ("txtai",)

    def __init__(self, folder: str, models: dict[str, Any], *, hybrid: bool) -> None:
        self.name = "txtai, hybrid" if hybrid else "txtai, dense"
        self._settings = {"path": folder, "hybrid": hybrid, "gpu": False}
        self._models = models

    def prepare(self, pool: Pool) -> None:
        from txtai import Embeddings

        self._index = Embeddings(self._settings, models=self._models)
        self._index.index((row, text, None) for row, text in enumerate(pool.texts))

    def search(self, question: str, count: int) -> list[int]:
        return [int(row) for row, _ in self._index.search(question, count)]


class LangChain(System):
    """The FAISS store of LangChain."""

    name = "LangChain, FAISS"
    modules: tuple[str, ...] = ("langchain_community", "langchain_huggingface")

    def __init__(self, folder: str, models: dict[str, Any]) -> None:
        self._folder = folder
        self._models = models

    def prepare(self, pool: Pool) -> None:
        from langchain_community.vectorstores import FAISS
        from langchain_huggingface import HuggingFaceEmbeddings

        if "langchain" not in self._models:
            self._models["langchain"] = HuggingFaceEmbeddings(
                model_name=self._folder, model_kwargs={"device": "cpu"}, encode_kwargs={"normalize_embeddings": True}
            )
        self._store = FAISS.from_embeddings(
            zip(pool.texts, passage_vectors(pool).tolist(), strict=True),
            self._models["langchain"],
            metadatas=[{"row": row} for row in range(len(pool.texts))],
        )

    def search(self, question: str, count: int) -> list[int]:
        return [int(found.metadata["row"]) for found in self._store.similarity_search(question, k=count)]


class LangChainEnsemble(LangChain):
    """LangChain's EnsembleRetriever: its FAISS store and its BM25Retriever, fused by rank in equal shares."""

    name = "LangChain, BM25 + FAISS"
    modules = (*LangChain.modules, "langchain_classic", "rank_bm25")

    def prepare(self, pool: Pool) -> None:
        super().prepare(pool)
        from langchain_community.retrievers import BM25Retriever

        rows = [{"row": row} for row in range(len(pool.texts))]
        self._words = BM25Retriever.from_texts(list(pool.texts), metadatas=rows)

    def search(self, question: str, count: int) -> list[int]:
        from langchain_classic.retrievers import EnsembleRetriever

        self._words.k = count
        dense = self._store.as_retriever(search_kwargs={"k": count})
        both = EnsembleRetriever(retrievers=[self._words, dense], weights=[0.5, 0.5], id_key="row")
        return [int(found.metadata["row"]) for found in both.invoke(question)[:count]]


def systems(encoder: Encoder, model: SentenceTransformer, folder: str) -> list[System]:
    """Return every system, whether or not it is installed; ``folder`` holds the sentence model."""
    shared: dict[str, Any] = {}
    return [
        PlainFaiss(model),
        PlainBm25(),
        Txtai(folder, shared, hybrid=False),
        Txtai(folder, shared, hybrid=True),
        LangChain(folder, shared),
        LangChainEnsemble(folder, shared),
        Ours(encoder),
    ]


def passage_vectors(pool: Pool) -> numpy.typing.NDArray[numpy.float32]:
    """Return the vectors of the texts of ``pool``."""
    return pool.index.chunk_vectors.vectors(numpy.arange(pool.first, pool.first + len(pool.texts)))


def stay_offline() -> None:
    """Keep every system off the network; has to be called before any of them is imported."""
    os.environ.update(OFFLINE)


def rotated(systems: list[System], number: int) -> list[System]:
    """Return the systems in the order of question ``number``: each comes first equally often."""
    start = number % len(systems)
    return list(itertools.chain(systems[start:], systems[:start]))
