"""Words found by words: BM25 over stemmed terms, with no weight on repetition."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.folding import folded
from index.stop_words import stop_words

if TYPE_CHECKING:
    import numpy
    import Stemmer
    from numpy.typing import NDArray

    Scores = NDArray[numpy.float32]
    Numbers = NDArray[numpy.integer[Any]]

SATURATION = 0.0
"""BM25's k1. At 0 a word counts once however often it stands there, and the length of a text counts for nothing: the
score is the summed weight of the question's words that are found. 0, 0.2, 0.5 and the usual 1.5 put the right passage
first for .788, .784, .783 and .763 of the questions, the mean of ten sets: ``python -m benchmarks.retrieval`` with two
public sets."""

_WORD = re.compile(r"\w+")


def terms(text: str) -> list[str]:
    """Return the stems of the words of ``text`` that carry meaning, in order.

    Case and accents are folded (``Köpf`` is found by ``kopf``), English stop words left out, and what remains is cut
    to its stem by the Snowball stemmer.
    """
    left_out = stop_words()
    words = [word for word in _WORD.findall(folded(text)) if word not in left_out]
    return [str(stem) for stem in _stemmer().stemWords(words)]


@dataclass(frozen=True, slots=True)
class Postings:
    """Which texts hold each term, and what it weighs there, as bm25s stores it.

    The texts of a term are ``rows[starts[column] : starts[column + 1]]``, each of them once, and ``weights`` are of the
    same shape: float32. ``columns`` gives the column of a term.
    """

    columns: Mapping[str, int]
    starts: Numbers
    rows: Numbers
    weights: Scores


class Lexical:
    """BM25 over a list of texts, built and stored by `bm25s <https://github.com/xhluca/bm25s>`_.

    Its files are read here without it, for importing it and what it imports takes longer than a question. A score is
    given as the share of the question's weight that a text holds: the BM25 score divided by the highest that any text
    could reach, the sum of the inverse document frequencies of the question's terms, unknown terms counted in. It is 1
    for a text that holds all of them whatever the corpus, and low for one that shares only a common word.
    """

    def __init__(self, postings: Postings | None, count: int, bm25: Any = None) -> None:  # noqa: ANN401 - No types.
        self._postings = postings
        self._count = count
        self._bm25 = bm25

    @classmethod
    def build(cls, texts: Sequence[str], *, saturation: float = SATURATION) -> Lexical:
        """Index ``texts``; row ``i`` of every later score is ``texts[i]``. ``saturation`` is BM25's k1."""
        from bm25s import BM25

        tokens = [terms(text) for text in texts]
        if not any(tokens):
            return cls(None, len(texts))
        bm25 = BM25(method="lucene", k1=saturation)
        bm25.index(tokens, show_progress=False)
        scores = bm25.scores
        postings = Postings(bm25.vocab_dict, scores["indptr"], scores["indices"], scores["data"])
        return cls(postings, len(texts), bm25)

    @classmethod
    def load(cls, folder: Path, count: int) -> Lexical:
        """Map what :meth:`save` wrote for ``count`` texts into memory."""
        import numpy

        if not (folder / "params.index.json").exists():
            return cls(None, count)
        columns = json.loads((folder / "vocab.index.json").read_text(encoding="utf-8"))
        starts, rows, weights = (
            numpy.load(folder / f"{name}.csc.index.npy", mmap_mode="r") for name in ("indptr", "indices", "data")
        )
        return cls(Postings(columns, starts, rows, weights), count)

    def save(self, folder: Path) -> None:
        """Write the index, which was built and not loaded, as files into ``folder``, which is made.

        Raises:
            OSError: the disk is full, or a file cannot be written.
        """
        import numpy

        folder.mkdir(parents=True, exist_ok=True)
        if self._bm25 is None:
            return
        self._bm25.save(folder, show_progress=False)
        for file in folder.glob("*.npy"):
            try:
                numpy.load(file, mmap_mode="r")
            except ValueError as error:  # NumPy does not tell when the last few bytes find no room.
                raise OSError(f"{file}: was cut short while it was written; is the disk full?") from error

    def scores(self, question_terms: Sequence[str]) -> Scores:
        """Return the score of every text for the terms of a question: float32 from 0 to 1, shape ``(count,)``."""
        import numpy

        found: Scores = numpy.zeros(self._count, dtype=numpy.float32)
        weights = self.weights(question_terms)
        for term in weights:
            own = self._place(term)
            if self._postings is not None and own is not None:
                found[self._postings.rows[own]] += self._postings.weights[own]
        return found / numpy.float32(sum(weights.values())) if weights else found

    def weights(self, question_terms: Sequence[str]) -> dict[str, float]:
        """Return the inverse document frequency of each term: the rarer, the heavier; unknown terms the heaviest."""
        import numpy

        return {
            term: float(numpy.log1p((self._count - frequency + 0.5) / (frequency + 0.5)))
            for term in dict.fromkeys(question_terms)
            for frequency in (self._document_frequency(term),)
        }

    def _document_frequency(self, term: str) -> int:
        """Return how many texts hold ``term``."""
        own = self._place(term)
        return 0 if own is None else own.stop - own.start

    def _place(self, term: str) -> slice | None:
        """Return where the texts of ``term`` stand among all; None where no text holds it."""
        column = self._postings.columns.get(term) if self._postings is not None else None
        if self._postings is None or column is None:
            return None
        start, stop = self._postings.starts[column : column + 2]
        return slice(int(start), int(stop))


@functools.cache
def _stemmer() -> Stemmer.Stemmer:
    """Return the one English stemmer."""
    import Stemmer

    return Stemmer.Stemmer("english")
