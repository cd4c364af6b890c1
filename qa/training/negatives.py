"""Hard negatives: passages that rank high for a question and do not hold its answer."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy

from index import Encoder
from qa.training.examples import Source

if TYPE_CHECKING:
    from numpy.typing import NDArray

KEPT = 6
"""Passages a question that are kept."""
LOOKED_AT = 40
"""Passages a question that are looked at, the nearest first."""

_DISTANT = frozenset({"reddit", "amazon"})
"""Sources whose questions do not say which paragraph they are about: the nearest passages may well answer them."""


def hard_negatives(source: Source, folder: Path) -> NDArray[numpy.int32]:
    """Return rows of ``source.contexts`` for each question: int32, shape ``(questions, KEPT)``, -1 for none.

    They are the nearest by the cosine of the packaged sentence encoder, which is what finds the passages of the
    product, without the question's own passage and those that hold one of its answers. Reviews and forum posts
    ("Is it worth the money?") are answered by many of their neighbours; there a passage also has to lack a word that
    the question shares with its own. The result is kept in ``folder`` and read from there the next time.
    """
    content = json.dumps([source.contexts, [question.text for question in source.questions]])
    file = folder / f"negatives-{source.name}-{hashlib.sha256(content.encode()).hexdigest()[:12]}.npy"
    if file.exists():
        stored: NDArray[numpy.int32] = numpy.load(file)
        return stored
    encoder = Encoder.load()
    passages = encoder.encode_passages(source.contexts)
    asked = encoder.encode_passages([question.text for question in source.questions])
    lowered = [context.lower() for context in source.contexts]
    words = [set(context.split()) for context in lowered]
    result = numpy.full((len(source.questions), KEPT), -1, dtype=numpy.int32)
    for number, question in enumerate(source.questions):
        own = question.context
        answers = {source.contexts[own][start:end].lower() for start, end in question.answers}
        shared = {word.strip("?,.'\"") for word in question.text.lower().split()} & words[own]
        shared = {word for word in shared if len(word) > 3}
        near = numpy.argsort(-(passages @ asked[number]))[:LOOKED_AT].tolist()
        found = [
            row
            for row in near
            if row != own
            and not any(answer in lowered[row] for answer in answers)
            and (source.name not in _DISTANT or not shared <= words[row])
        ][:KEPT]
        result[number, : len(found)] = found
    numpy.save(file, result)
    return result
