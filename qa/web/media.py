"""Films and recordings on this machine's disk that answers play in the page, from the second that is cited."""

from __future__ import annotations

import mimetypes
from collections.abc import Collection, Sequence
from pathlib import Path
from urllib.parse import quote, urlsplit

from corpus import Document
from index import Index, Source
from qa.types import Answer


class Media:
    """The files that the owner has named, and nothing else of the disk.

    A text with times whose ``media_url`` names one of them, as in ``media_url: film.mp4``, is played from that one;
    any other of the owner's texts with times from the first.
    """

    def __init__(self, files: Sequence[Path] = ()) -> None:
        self._files = {file.name: file.resolve() for file in files}

    def file(self, name: str) -> Path | None:
        """Return the file that is served as ``name``; None where there is none."""
        return self._files.get(name)

    def __bool__(self) -> bool:
        return bool(self._files)

    def played(self, index: Index, answer: Answer, added: Collection[Source] = ()) -> dict[str, str]:
        """Return where the page finds the films of the cited sources; ``added`` are those that a visitor has added."""
        cited = {citation.source for citation in answer.citations if citation.time} if self._files else set()
        names = {one.source: self._name(one, added) for one in index.documents if one.source in cited}
        return {source: f"page/media/{quote(name)}" for source, name in names.items() if name}

    def _name(self, document: Document, added: Collection[Source]) -> str | None:
        """Return the name of the film of ``document``; one that a visitor has added has to name it."""
        named = Path(urlsplit(document.url or "").path).name
        if named in self._files:
            return named
        return None if any(one.source == document.source for one in added) else next(iter(self._files))


def kind_of(file: Path) -> str:
    """Return the media type of ``file`` by its ending."""
    return mimetypes.guess_type(file.name)[0] or "application/octet-stream"
