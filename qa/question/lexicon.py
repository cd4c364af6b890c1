"""English words at large, against which a word of a question is checked that the texts do not hold."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

DICTIONARY = "frequency_dictionary_en_82_765.txt"
"""A file of the package symspellpy: on each line a word, and how often it was counted. The package's code is not used,
for its own index takes a second to build."""


@functools.cache
def lexicon() -> Mapping[str, int]:
    """Return English words in lower case, well-known names among them, with how often each was counted.

    Short forms are there without their apostrophe too, as many people type them.
    """
    package = find_spec("symspellpy")
    if package is None or package.origin is None:
        raise ImportError("The list of English words is missing. Install it: pip install symspellpy")
    lines = Path(package.origin).with_name(DICTIONARY).read_text(encoding="utf-8-sig").splitlines()
    words = {word: int(count) for word, _, count in (line.partition(" ") for line in lines)}
    short_forms = {word.replace("'", ""): count for word, count in words.items() if "'" in word}
    return {**short_forms, **words}
