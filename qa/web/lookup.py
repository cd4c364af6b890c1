"""What programs look up in an index beside answers: passages, sources, and the text of a source."""

from __future__ import annotations

from corpus import Document, TextError, without_surrogates
from qa.assistant import Assistant
from qa.question import clean_question
from qa.retrieve import retrieve
from qa.types import Passage


def search(assistant: Assistant, query: str, *, count: int = 5, collection: str | None = None) -> list[Passage]:
    """Return the ``count`` passages of each collection, or of one, that are nearest to ``query``, the best first.

    Raises:
        TextError: there is no such collection.
    """
    index = assistant.index
    known = index.manifest.collections
    if collection is not None and collection not in known:
        raise TextError(f"There is no collection {collection!r}; there are: {', '.join(known)}.")
    cleaned = clean_question(without_surrogates(query))
    vector = assistant.encoder.encode_question(cleaned)
    asked = known if collection is None else (collection,)
    found = [one for name in asked for one in retrieve(index, cleaned, vector, collection=name, count=count)]
    return sorted(found, key=lambda passage: -passage.score)


def document_of(assistant: Assistant, source: str) -> Document:
    """Return the document that ``source`` names.

    Raises:
        TextError: there is none.
    """
    for document in assistant.index.documents:
        if document.source == source:
            return document
    raise TextError(f"There is no source {source!r}.")
