"""The map of the texts: every passage as a point, near to those that mean the same, and a question among them.

The page draws it as SVG: plotly, which Gradio would use, loads 4 MB for a few hundred points.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from corpus import Chunk
from qa.assistant import Assistant
from qa.question import clean_question

MOST_POINTS = 1_500
"""Passages on a map; of more, every so manieth is shown."""
MOST_GROUPS = 8
"""Parts of the texts that have a colour and a shape of their own; more cannot be told apart."""
OTHERS = "Everything else"
FIRST_WORDS = 140
"""Characters of a passage that go with its point."""


def map_of(assistant: Assistant, question: str = "") -> dict[str, Any]:
    """Return the map of what ``assistant`` answers from, with the place of ``question``, as plain data.

    Places are 0 to 1 in both directions: the first two principal components of the vectors of the passages.
    """
    import numpy

    index = assistant.index
    rows = numpy.arange(0, len(index.chunks), -(-len(index.chunks) // MOST_POINTS))
    vectors = index.chunk_vectors.vectors(rows)
    mean = vectors.mean(axis=0)
    axes = numpy.linalg.svd(vectors - mean, full_matrices=False)[2][:2].T
    places = (vectors - mean) @ axes
    low, wide = places.min(axis=0), numpy.ptp(places, axis=0)
    wide[wide < 1e-6] = 1  # A single passage stands at the edge.
    chunks = [index.chunks[row] for row in rows.tolist()]
    labels = _labels(chunks)
    told = ((places - low) / wide).round(4).tolist()
    points = [_point(*one) for one in zip(chunks, labels, told, strict=True)]
    asked = None
    if question.strip():
        vector = assistant.encoder.encode_question(clean_question(question))
        asked = (((vector - mean) @ axes - low) / wide).clip(0, 1).round(4).tolist()
    groups = sorted(dict.fromkeys(labels), key=lambda label: label == OTHERS)
    return {"points": points, "groups": groups, "question": asked, "passages": len(index.chunks)}


def _labels(chunks: Sequence[Chunk]) -> list[str]:
    """Return which part of the texts each passage is of: a chapter of the first collection, or another collection."""
    first = chunks[0].document.collection
    chapters = {chunk.heading[:1] for chunk in chunks if chunk.document.collection == first}
    depth = 0 if len(chapters) > 1 else 1  # Under the one title of all, it is the sections that differ.
    labels = [
        _part(chunk, depth) if chunk.document.collection == first else chunk.document.collection for chunk in chunks
    ]
    kept = {label for label, _ in Counter(labels).most_common(MOST_GROUPS)}
    if len(set(labels)) > MOST_GROUPS:
        kept = {label for label, _ in Counter(labels).most_common(MOST_GROUPS - 1)}
    return [label if label in kept else OTHERS for label in labels]


def _part(chunk: Chunk, depth: int) -> str:
    """Return the heading of that depth that a passage stands under, or what there is instead."""
    named = chunk.heading[depth : depth + 1] or chunk.heading[-1:]
    return named[0] if named else chunk.document.title or chunk.document.source


def _point(chunk: Chunk, label: str, place: Sequence[float]) -> dict[str, Any]:
    words = " ".join(chunk.text.split())
    return {
        "id": chunk.id,
        "x": place[0],
        "y": place[1] if len(place) > 1 else 0,
        "group": label,
        "collection": chunk.document.collection,
        "source": chunk.document.source,
        "title": chunk.document.title,
        "heading": list(chunk.heading),
        "start": chunk.start,
        "end": chunk.end,
        "words": words if len(words) <= FIRST_WORDS else f"{words[:FIRST_WORDS].rstrip()}...",
    }
