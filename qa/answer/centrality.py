"""Which sentences stand for many others: centrality and coverage over their vectors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Vectors = NDArray[numpy.float32]

DAMPING = 0.85
"""Share of the walk over similar sentences that follows a likeness; the rest begins anew anywhere."""
SAME_PART = 0.3
"""What is left of the worth of a sentence whose part of the text has one in the extract already, 0 to 1."""
ROUNDS = 30
"""Steps of the walk; it changes by less than a thousandth after some twenty."""


def likeness(vectors: Vectors) -> Vectors:
    """Return the cosines of unit ``vectors`` with each other, none below 0: float32, shape ``(n, n)``."""
    import numpy

    alike: Vectors = numpy.clip(vectors @ vectors.T, 0.0, 1.0)
    return alike


def central(alike: Vectors) -> Vectors:
    """Return how central each sentence is: float32, shape ``(n,)``, 1 for the most central.

    It is the continuous LexRank of Erkan and Radev (2004), "LexRank: Graph-based Lexical Centrality as Salience in Text
    Summarization": where a walk from sentence to similar sentence comes by most often.
    """
    import numpy

    count = len(alike)
    steps = alike / alike.sum(axis=1, keepdims=True)
    at = numpy.full(count, 1 / count, dtype=numpy.float32)
    for _ in range(ROUNDS):
        at = (1 - DAMPING) / count + DAMPING * (at @ steps)
    ranked: Vectors = at / at.max()
    return ranked


def covering(
    alike: Vectors, weights: Vectors, quality: Vectors, parts: Sequence[int], count: int, first: Sequence[int] = ()
) -> list[int]:
    """Return the numbers of ``count`` sentences that together stand for most of the text, as they were chosen.

    What a choice is worth is, summed over all sentences, how like the most similar chosen one it is, times ``weights``
    (a facility location, as in Lin and Bilmes (2011), "A Class of Submodular Functions for Document Summarization").
    Each next sentence is the one that adds most, times its own ``quality`` and :data:`SAME_PART` for each one that is
    chosen from its part of the text already; one of quality 0 is never chosen. ``first`` are chosen beforehand. All
    arrays are float32: ``(n, n)``, ``(n,)`` and ``(n,)``; ``parts`` numbers the part of each sentence.
    """
    import numpy

    chosen = list(first)
    part_of = numpy.array(parts)
    worth = quality.astype(numpy.float32, copy=True)
    covered = numpy.zeros(len(alike), dtype=numpy.float32)
    for place in chosen:
        worth[part_of == part_of[place]] *= SAME_PART
        covered = numpy.maximum(covered, alike[place])
    while len(chosen) < count:
        gains = (numpy.maximum(alike, covered) - covered) @ weights * worth
        gains[chosen] = 0.0
        best = int(gains.argmax())
        if gains[best] <= 0:
            break
        chosen.append(best)
        worth[part_of == part_of[best]] *= SAME_PART
        covered = numpy.maximum(covered, alike[best])
    return chosen
