"""What a build says: while it runs, and when it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from corpus import Skipped

Progress = Callable[[str, int, int], None]
"""Is told the stage of a build, how many steps of it are done, and how many there are."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build read and made.

    ``added``, ``changed`` and ``removed`` name the sources that are new in the index, have other words than before, or
    are gone from it. ``embedded`` counts the texts (chunks and sentences) that went through the encoder, ``reused``
    those whose vectors were taken over from the index before or from an equal text. ``seconds`` is wall time,
    ``bytes`` the size of the index on disk, ``skipped`` what was given and is not in the index, with the reason.
    ``warnings`` say what was passed over of texts that are new or changed in it.
    """

    folder: str
    model: str
    documents: int
    sentences: int
    chunks: int
    embedded: int
    reused: int
    seconds: float
    bytes: int
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    warnings: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the report for JSON."""
        return asdict(self)
