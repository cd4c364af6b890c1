"""Whole systems as a program would use them: texts in, an index on disk, and the nearest text to a question out of it.

Each is set up as its own documentary pages show it, with the same sentence model, and makes all vectors by itself. A
``build`` indexes texts in an empty folder; ``opened`` loads what it wrote and returns what finds texts for a question.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import resource
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Search = Callable[[str], list[str]]
"""Finds the nearest texts to a question, the best first."""
COUNT = 5
"""Texts that every system is asked for."""


@dataclass(frozen=True, slots=True)
class Store:
    """A system: its name, the modules that it cannot do without, and how it indexes texts and finds them again."""

    name: str
    modules: tuple[str, ...]
    build: Callable[[Sequence[str], Path, str], None]
    opened: Callable[[Path, str], Search]

    @property
    def installed(self) -> bool:
        """Whether all its modules are there."""
        try:
            return all(importlib.util.find_spec(module) is not None for module in self.modules)
        except ModuleNotFoundError:  # What a module is within is not there.
            return False


def main() -> None:
    """Do in this process what ``benchmarks.beside`` asks for, and print the figures of it as JSON.

    The arguments are ``build`` or ``ask``, the name of a store, a file with the texts or the questions, the folder of
    the index, and that of the sentence model. All seconds are CPU time; those of the first answer begin with Python.
    """
    what, name, file, folder, model = sys.argv[1:]
    [store] = [one for one in STORES if one.name == name]
    given = json.loads(Path(file).read_text(encoding="utf-8"))
    figures: dict[str, Any] = {}
    if what == "build":
        before = time.process_time()
        for module in store.modules:
            importlib.import_module(module)
        figures["import"] = time.process_time() - before
        store.build(given, Path(folder), model)
        figures["build"] = time.process_time() - before - figures["import"]
    else:
        search = store.opened(Path(folder), model)
        figures["found"], figures["warm"] = [], []
        for question in given:
            before = time.process_time()
            figures["found"].append(search(question))
            figures["warm"].append(time.process_time() - before)
            figures.setdefault("cold", time.process_time())
    figures["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(figures))


def build_ours(texts: Sequence[str], folder: Path, model: str) -> None:  # noqa: ARG001 - It is the one it comes with.
    """Index ``texts``, one document each."""
    from corpus import Document
    from index import Encoder, build_index

    documents = [Document(str(number), text) for number, text in enumerate(texts)]
    build_index(documents, Encoder.load(), folder)


def open_ours(folder: Path, model: str) -> Search:  # noqa: ARG001
    """Open the index of this project; the passages are found and not read, as by the others."""
    from index import Encoder, Index
    from qa.retrieve import retrieve

    index, encoder = Index.load(folder), Encoder.load()

    def search(question: str) -> list[str]:
        found = retrieve(index, question, encoder.encode_question(question), collection="text", count=COUNT)
        return [passage.chunk.document.text for passage in found]

    return search


def open_answers(folder: Path, model: str) -> Search:  # noqa: ARG001
    """Open the whole of this project: the passages are read, and the first text is the answer."""
    from qa import Assistant

    assistant = Assistant.load(folder)

    def search(question: str) -> list[str]:
        answer = assistant.ask(question, follow_ups=0)
        return [passage.chunk.document.text for passage in answer.passages[:COUNT]]

    return search


def build_txtai(texts: Sequence[str], folder: Path, model: str) -> None:
    """Index ``texts`` by their vectors."""
    from txtai import Embeddings

    embeddings = Embeddings({"path": model, "content": True, "gpu": False})
    embeddings.index(texts)
    embeddings.save(str(folder))


def open_txtai(folder: Path, model: str) -> Search:  # noqa: ARG001 - The index names its model.
    """Open the index of txtai."""
    from txtai import Embeddings

    embeddings = Embeddings()
    embeddings.load(str(folder))
    return lambda question: [found["text"] for found in embeddings.search(question, COUNT)]


def _langchain(model: str) -> Any:  # noqa: ANN401 - It is not always installed.
    from langchain_huggingface import HuggingFaceEmbeddings

    return HuggingFaceEmbeddings(
        model_name=model, model_kwargs={"device": "cpu"}, encode_kwargs={"normalize_embeddings": True}
    )


def build_langchain(texts: Sequence[str], folder: Path, model: str) -> None:
    """Index ``texts`` in the FAISS store of LangChain."""
    from langchain_community.vectorstores import FAISS

    FAISS.from_texts(list(texts), _langchain(model)).save_local(str(folder))


def open_langchain(folder: Path, model: str) -> Search:
    """Open the FAISS store of LangChain."""
    from langchain_community.vectorstores import FAISS

    # It keeps the texts in a pickle, which the caller has just written.
    store = FAISS.load_local(str(folder), _langchain(model), allow_dangerous_deserialization=True)
    return lambda question: [found.page_content for found in store.similarity_search(question, k=COUNT)]


def _llama(model: str) -> Any:  # noqa: ANN401 - It is not always installed.
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding

    return HuggingFaceEmbedding(model_name=model, device="cpu")


def build_llama(texts: Sequence[str], folder: Path, model: str) -> None:
    """Index ``texts`` in the vector store that LlamaIndex takes where none is named."""
    from llama_index.core import VectorStoreIndex
    from llama_index.core.schema import TextNode

    index = VectorStoreIndex([TextNode(text=text) for text in texts], embed_model=_llama(model))
    index.storage_context.persist(str(folder))


def open_llama(folder: Path, model: str) -> Search:
    """Open the index of LlamaIndex."""
    from llama_index.core import StorageContext, load_index_from_storage

    stored = StorageContext.from_defaults(persist_dir=str(folder))
    retriever = load_index_from_storage(stored, embed_model=_llama(model)).as_retriever(similarity_top_k=COUNT)
    return lambda question: [found.node.get_content() for found in retriever.retrieve(question)]


def build_haystack(texts: Sequence[str], folder: Path, model: str) -> None:
    """Index ``texts`` in the document store in memory of Haystack, and save it."""
    from haystack import Document
    from haystack.document_stores.in_memory import InMemoryDocumentStore
    from haystack_integrations.components.embedders.sentence_transformers import SentenceTransformersDocumentEmbedder

    embedder = SentenceTransformersDocumentEmbedder(model=model, progress_bar=False)
    embedder.warm_up()
    store = InMemoryDocumentStore(embedding_similarity_function="cosine")
    store.write_documents(embedder.run([Document(content=text) for text in texts])["documents"])
    store.save_to_disk(str(folder / "store.json"))


def open_haystack(folder: Path, model: str) -> Search:
    """Open the document store of Haystack with its retriever by vectors."""
    from haystack.components.retrievers.in_memory import InMemoryEmbeddingRetriever
    from haystack.document_stores.in_memory import InMemoryDocumentStore
    from haystack_integrations.components.embedders.sentence_transformers import SentenceTransformersTextEmbedder

    embedder = SentenceTransformersTextEmbedder(model=model, progress_bar=False)
    embedder.warm_up()
    store = InMemoryDocumentStore.load_from_disk(str(folder / "store.json"))
    retriever = InMemoryEmbeddingRetriever(store, top_k=COUNT)

    def search(question: str) -> list[str]:
        found = retriever.run(query_embedding=embedder.run(question)["embedding"])["documents"]
        return [document.content for document in found]

    return search


OURS = "this project"
ANSWERS = "this project, read and answered"
STORES = (
    Store(OURS, ("index", "qa"), build_ours, open_ours),
    Store(ANSWERS, ("index", "qa"), build_ours, open_answers),
    Store("txtai", ("txtai",), build_txtai, open_txtai),
    Store("LangChain", ("langchain_community", "langchain_huggingface"), build_langchain, open_langchain),
    Store("LlamaIndex", ("llama_index", "llama_index.embeddings.huggingface"), build_llama, open_llama),
    Store(
        "Haystack",
        ("haystack", "haystack_integrations.components.embedders.sentence_transformers"),
        build_haystack,
        open_haystack,
    ),
)


if __name__ == "__main__":
    main()
