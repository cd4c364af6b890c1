"""The commonest words of languages, which carry no meaning of their own."""

from __future__ import annotations

import functools
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

_NAMES = {
    "en": "EN_PLUS",
    "de": "GERMAN",
    "fr": "FRENCH",
    "es": "SPANISH",
    "it": "ITALIAN",
    "pt": "PORTUGUESE",
    "nl": "DUTCH",
    "da": "DANISH",
    "sv": "SWEDISH",
    "no": "NORWEGIAN",
    "tr": "TURKISH",
}


@functools.cache
def stop_words(language: str = "en") -> frozenset[str]:
    """Return the stop words of a language, given by its ISO 639-1 code; none of one whose words are not at hand."""
    name = _NAMES.get(language)
    return frozenset(getattr(_lists(), f"STOPWORDS_{name}")) if name else frozenset()


@functools.cache
def _lists() -> ModuleType:
    """Return the module of bm25s that holds the lists; its package, which takes half a second, is not imported."""
    package = find_spec("bm25s")
    if package is None or package.origin is None:
        raise ImportError("The lists of stop words are missing. Install them: python -m pip install bm25s")
    file = Path(package.origin).with_name("stopwords.py")
    spec = spec_from_file_location("_bm25s_stop_words", file)
    if spec is None or spec.loader is None:
        raise ImportError(f"{file}: the lists of stop words are missing. Install bm25s anew.")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
