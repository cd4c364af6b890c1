"""What is looked up in an index beside answers: passages, sources, and the texts to read."""

from __future__ import annotations

from typing import Any

from corpus import Document, TextError, without_surrogates
from qa.assistant import Assistant
from qa.question import clean_question
from qa.retrieve import retrieve
from qa.types import Passage

MOST_READ = 200_000
"""Characters of a collection up to which all of its texts are read in one piece."""
MOST_CONTENTS = 1_000
"""Texts of a collection that are listed beside those that are read."""


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


def text_and_contents(assistant: Assistant, source: str, *, most: int = MOST_READ) -> dict[str, Any]:
    """Return the text that ``source`` names and what its collection holds, as plain data.

    The texts are those of the whole collection where they have at most ``most`` characters together, else that one.

    Raises:
        TextError: there is no such source.
    """
    document = document_of(assistant, source)
    beside = [one for one in assistant.index.documents if one.collection == document.collection]
    whole = sum(len(one.text) for one in beside) <= most
    return {
        "texts": [_readable(one) for one in (beside if whole else [document])],
        "contents": [{"source": one.source, "name": _name_of(one)} for one in beside[:MOST_CONTENTS]],
    }


def _readable(document: Document) -> dict[str, Any]:
    """Return what is shown of a text that is read."""
    told = document.to_dict()
    kept = {key: told[key] for key in ("source", "title", "url", "text", "sections", "cues")}
    return {**kept, "name": _name_of(document)}


def _name_of(document: Document) -> str:
    """Return what a text is called among those of its collection: its first heading, or else its title."""
    heading = document.sections[0].heading if document.sections else ()
    return heading[0] if heading else document.title or document.source
