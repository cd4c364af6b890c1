"""Which passages are a hit for a question: the one place where that is said.

* With ``evidence``: every passage that shares at least one character with the evidence where it stands in a document,
  a line break counting as a space. With a ``source`` as well, only in that document.
* Without: every passage that holds the words of a gold answer (:func:`qa.evaluation.metrics.contains_answer`). With a
  ``source``, only passages of that document.

A ``source`` is a document if the one name is the end of the other, whole parts of the path compared:
``talks/one.md`` is ``one.md``. Evidence that stands nowhere in the index makes every passage a miss.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from corpus import Chunk, Document
from qa.evaluation.metrics import contains_answer
from qa.evaluation.questions import Question


class Relevance:
    """Tells of the chunks of one index which are a hit for a question."""

    def __init__(self, chunks: Sequence[Chunk]) -> None:
        by_source: defaultdict[str, list[Chunk]] = defaultdict(list)
        for chunk in chunks:
            by_source[chunk.document.source].append(chunk)
        self._texts = [(of_one[0].document, of_one) for of_one in by_source.values()]

    def hits(self, question: Question) -> frozenset[str]:
        """Return the ids of all chunks of the index that are a hit for ``question``; none if it is not answerable."""
        if not question.answerable:
            return frozenset()
        return frozenset(
            chunk.id
            for document, chunks in self._texts
            if not question.source or same_source(document.source, question.source)
            for chunk in _hits_of_one(document, chunks, question)
        )


def same_source(one: str, other: str) -> bool:
    """Tell whether two names are of one document: the shorter is the end of the longer, in whole parts of a path."""
    longer, shorter = sorted(
        ([part for part in re.split(r"[/\\]", name) if part not in ("", ".")] for name in (one, other)),
        key=len,
        reverse=True,
    )
    return bool(shorter) and longer[-len(shorter) :] == shorter


def _hits_of_one(document: Document, chunks: Sequence[Chunk], question: Question) -> list[Chunk]:
    """Return the chunks of ``document`` that are a hit."""
    if not question.evidence:
        return [chunk for chunk in chunks if contains_answer(chunk.text, question.answers)]
    pattern = r"\s+".join(re.escape(word) for word in question.evidence.split())
    found = [match.span() for match in re.finditer(pattern, document.text)]
    return [chunk for chunk in chunks if any(chunk.start < end and start < chunk.end for start, end in found)]
