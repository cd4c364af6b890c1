"""Words found by words: BM25 over stemmed terms, with no weight on repetition."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.folding import folded

if TYPE_CHECKING:
    import numpy
    import Stemmer
    from bm25s import BM25
    from numpy.typing import NDArray

    Scores = NDArray[numpy.float32]

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
    from bm25s.stopwords import STOPWORDS_EN_PLUS

    words = [word for word in _WORD.findall(folded(text)) if word not in STOPWORDS_EN_PLUS]
    return [str(stem) for stem in _stemmer().stemWords(words)]


class Lexical:
    """BM25 over a list of texts, by `bm25s <https://github.com/xhluca/bm25s>`_.

    A score is given as the share of the question's weight that a text holds: the BM25 score divided by the highest
    that any text could reach, the sum of the inverse document frequencies of the question's terms, unknown terms
    counted in. It is 1 for a text that holds all of them whatever the corpus, and low for one that shares only a
    common word.
    """

    def __init__(self, bm25: BM25 | None, count: int) -> None:
        self._bm25 = bm25
        self._count = count

    @classmethod
    def build(cls, texts: Sequence[str], *, saturation: float = SATURATION) -> Lexical:
        """Index ``texts``; row ``i`` of every later score is ``texts[i]``. ``saturation`` is BM25's k1."""
        from bm25s import BM25

        tokens = [terms(text) for text in texts]
        if not any(tokens):
            return cls(None, len(texts))
        bm25 = BM25(method="lucene", k1=saturation)
        bm25.index(tokens, show_progress=False)
        return cls(bm25, len(texts))

    @classmethod
    def load(cls, folder: Path, count: int) -> Lexical:
        """Load what :meth:`save` wrote for ``count`` texts."""
        from bm25s import BM25

        if not (folder / "params.index.json").exists():
            return cls(None, count)
        return cls(BM25.load(folder, show_progress=False), count)

    def save(self, folder: Path) -> None:
        """Write the index as files into ``folder``, which is made.

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

        weights = self.weights(question_terms)
        known = [term for term in weights if self._document_frequency(term)]
        if self._bm25 is None or not known:
            return numpy.zeros(self._count, dtype=numpy.float32)
        found: Any = self._bm25.get_scores(known)
        share: Scores = (found / sum(weights.values())).astype(numpy.float32)
        return share

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
        if self._bm25 is None:
            return 0
        column = self._bm25.vocab_dict.get(term)
        if column is None:
            return 0
        starts = self._bm25.scores["indptr"]
        return int(starts[column + 1] - starts[column])


@functools.cache
def _stemmer() -> Stemmer.Stemmer:
    """Return the one English stemmer."""
    import Stemmer

    return Stemmer.Stemmer("english")
