"""Words of the Penn Treebank, turned back into running text."""

from __future__ import annotations

from collections.abc import Sequence

_WRITTEN = {
    "-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}", "``": '"', "''": '"',
    "`": "'", "\\/": "/", "\\*": "*",
}  # fmt: skip
_NO_SPACE_BEFORE = frozenset({".", ",", ";", ":", "?", "!", ")", "]", "}", "%", "''", "...", "n't", "'s", "'S"})
_NO_SPACE_AFTER = frozenset({"(", "[", "{", "$", "``", "`", "#"})


def joined(words: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    """Return the sentence as people write it, and start and end of each of ``words`` in it."""
    text = ""
    offsets = []
    glue = True
    for word in words:
        written = _WRITTEN.get(word, word)
        if not glue and not _leans_back(word, written):
            text += " "
        offsets.append((len(text), len(text) + len(written)))
        text += written
        glue = word in _NO_SPACE_AFTER or written in _NO_SPACE_AFTER
    return text, offsets


def _leans_back(word: str, written: str) -> bool:
    """Whether no space stands before this word."""
    if word in _NO_SPACE_BEFORE or written in _NO_SPACE_BEFORE:
        return True
    return word.startswith("'") and len(word) > 1 and word != "''"
