"""The words of the indexed texts, as those texts write them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cached_property

from corpus import Document
from index.folding import folded

_LETTERS = re.compile(r"[^\W\d_]++(?!['\u2019]t\b)")  # The "didn" of "didn't" is no word.
_TWO_NAMES = re.compile(r"\b([A-Z\u00c0-\u00de][^\W\d_]*)(?=\s([A-Z\u00c0-\u00de][^\W\d_]*))")


class Vocabulary:
    """The words of documents, whatever their collection; found when they are first asked for, and kept.

    A word is a run of letters. It is looked up as :func:`index.folding.folded` returns it.
    """

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = documents

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How often each word stands in the texts and their headings."""
        counts: Counter[str] = Counter()
        for written, count in self._written.items():
            counts[folded(written)] += count
        return counts

    @cached_property
    def spellings(self) -> Mapping[str, str]:
        """Each word with its capitals and accents as the texts write it most."""
        rarest_first = sorted(self._written.items(), key=lambda item: item[1])
        return {folded(written): written for written, _ in rarest_first}

    @cached_property
    def neighbours(self) -> Set[tuple[str, str]]:
        """Words with a capital that stand one right after the other, such as the two names of a person."""
        pairs = {pair for text in self._texts() for pair in _TWO_NAMES.findall(text)}
        return {(folded(first), folded(second)) for first, second in pairs}

    @cached_property
    def _written(self) -> Mapping[str, int]:
        """How often each word stands in the texts in each of its spellings."""
        counts: Counter[str] = Counter()
        for text in self._texts():
            counts.update(_LETTERS.findall(text))
        return counts

    def _texts(self) -> Iterator[str]:
        """Yield the text of every document with its title and headings."""
        for document in self._documents:
            headings = {heading for section in document.sections for heading in section.heading}
            yield "\n\n".join((document.text, document.title, *headings))
