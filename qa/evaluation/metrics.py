"""What one answer, or one list of passages, is worth: pure functions, each from 0 to 1.

Exact match and F1 are those of SQuAD (Rajpurkar et al. 2016, "SQuAD: 100,000+ Questions for Machine Comprehension of
Text", and its script ``evaluate-v2.0.py``): texts are compared in lower case, without punctuation and without the
articles a, an and the, and of several gold answers the one that fits best counts.
"""

from __future__ import annotations

import math
import re
import string
import unicodedata
from collections import Counter
from collections.abc import Sequence

_ARTICLES = re.compile(r"\b(a|an|the)\b")


def normalised(text: str) -> str:
    """Return ``text`` as SQuAD compares it; beyond its script, typographic punctuation goes as well."""
    bare = "".join(character for character in text.lower() if not _is_punctuation(character))
    return " ".join(_ARTICLES.sub(" ", bare).split())


def exact_match(answer: str, golds: Sequence[str]) -> float:
    """Return 1 if ``answer`` is one of ``golds`` after normalisation."""
    return float(any(normalised(answer) == normalised(gold) for gold in golds))


def token_f1(answer: str, golds: Sequence[str]) -> float:
    """Return the harmonic mean of the shares of words that ``answer`` and its nearest gold answer have in common."""
    return max((_f1(normalised(answer).split(), normalised(gold).split()) for gold in golds), default=0.0)


def contains_answer(text: str, golds: Sequence[str]) -> bool:
    """Tell whether the words of one of ``golds`` stand in ``text`` side by side, after normalisation.

    Whole words are compared: "1" is not in "1993". A gold answer of nothing but an article or signs, such as "A", is
    looked for as it is written.
    """
    words = f" {normalised(text)} "
    as_written = f" {' '.join(text.split())} "
    for gold in golds:
        bare = normalised(gold)
        if (bare and f" {bare} " in words) or (not bare and f" {gold.strip()} " in as_written):
            return True
    return False


def count_words(text: str) -> int:
    """Return how many words ``text`` has, parted by white space."""
    return len(text.split())


def hit(hits: Sequence[bool], k: int) -> float:
    """Return 1 if one of the first ``k`` passages is a hit; ``hits`` tells so of each passage, the best first."""
    return float(any(hits[:k]))


def reciprocal_rank(hits: Sequence[bool]) -> float:
    """Return 1 divided by the rank of the first hit, 0 where there is none."""
    return next((1 / rank for rank, is_hit in enumerate(hits, start=1) if is_hit), 0.0)


def ndcg(hits: Sequence[bool], relevant: int, k: int) -> float:
    """Return the discounted gain of the first ``k`` passages, as a share of the best that an order could have.

    A hit gains 1 divided by log2(rank + 1) (Järvelin and Kekäläinen 2002). ``relevant`` is how many passages of the
    whole index are hits; where there are none, nothing could be found and the share is 0.
    """
    best = sum(1 / math.log2(rank + 1) for rank in range(1, min(relevant, k) + 1))
    gain = sum(1 / math.log2(rank + 1) for rank, is_hit in enumerate(hits[:k], start=1) if is_hit)
    return gain / best if best else 0.0


def _f1(answer: Sequence[str], gold: Sequence[str]) -> float:
    """Return the F1 of two lists of words; two empty ones are equal."""
    if not answer or not gold:
        return float(answer == gold)
    shared = sum((Counter(answer) & Counter(gold)).values())
    return 2 * shared / (len(answer) + len(gold))


def _is_punctuation(character: str) -> bool:
    """Tell whether SQuAD leaves ``character`` out, or would if it knew more than ASCII."""
    return character in string.punctuation or (
        not character.isascii() and unicodedata.category(character).startswith("P")
    )
