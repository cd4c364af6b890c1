"""Words without their accents, so that they are found however they are typed."""

from __future__ import annotations

import unicodedata


def folded(text: str) -> str:
    """Return ``text`` in lower case and without accents, ligatures taken apart: ``Köpf`` as ``kopf``."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))
