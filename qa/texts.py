"""What somebody gives becomes documents, and documents the index that is asked."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from corpus import Document, Limits, Preview, Skipped, TextError, read_bundled, read_pasted, read_paths
from index import BuildReport, Encoder, Progress, build_index

Text = str | Path | Document
"""A file, a folder, a pattern (``talks/*.srt``), a text itself (a string of more than one line), or a document."""
Timed = TypeVar("Timed", Document, Preview)
"""A text that may have times, or what would be read of it."""

LONGEST_NAME = 255
"""Characters; a longer string is no file's name but a text itself."""


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """How texts are read and indexed.

    With ``add`` they stand beside what is indexed already, a text of the same name in the place of the old one.
    ``collection`` is what answers call the texts. ``media_url`` is the address of the film that subtitles among them
    belong to. With ``strict`` a text that cannot be read is an error, without it is left out and reported. ``limits``
    says how much is read at all; None is :func:`corpus.default_limits`. ``progress`` is told how far the build is.

    >>> from pathlib import Path
    >>> from qa import Assistant, BuildOptions, Document
    >>> assistant = Assistant.build(Document("mill", "The mill is old."), Path("mill-index"))
    >>> assistant.rebuild(Document("bridge", "The bridge is new."), BuildOptions(add=True)).added
    ('bridge',)
    >>> [source.source for source in assistant.index.sources]
    ['mill', 'bridge']
    """

    add: bool = False
    collection: str = "text"
    media_url: str | None = None
    strict: bool = False
    limits: Limits | None = None
    progress: Progress | None = None


DEFAULTS = BuildOptions()


def build_texts(
    texts: Text | Sequence[Text] | None, encoder: Encoder, folder: Path, options: BuildOptions = DEFAULTS
) -> BuildReport:
    """Index ``texts``, or those that come with the project where it is None, in ``folder``.

    Raises:
        TextError: a text that is named does not exist, none has any words, or the texts are beyond the limits.
        IndexBusyError: another build is running in ``folder``.
    """
    add, progress = options.add, options.progress
    if texts is None:
        return build_index(read_bundled(), encoder, folder, keep=add, bundled=not add, progress=progress)
    documents, skipped = read_texts(texts, collection=options.collection, limits=options.limits)
    broken = [skip.reason for skip in skipped if not skip.unknown_kind]
    if options.strict and broken:
        raise TextError("Nothing was indexed, for not every text could be read:\n  " + "\n  ".join(broken))
    if add and not documents:
        raise TextError("There is no text to add." + "".join(f"\n  {skip.reason}" for skip in skipped))
    documents = with_film(documents, options.media_url)
    return build_index(documents, encoder, folder, keep=add, skipped=skipped, progress=progress)


def with_film(texts: Sequence[Timed], media_url: str | None) -> list[Timed]:
    """Return ``texts``, those with times and no address of their own with that of their film, where it is given."""
    return [replace(one, url=media_url) if media_url and one.is_timed and not one.url else one for one in texts]


def read_texts(
    texts: Text | Sequence[Text], *, collection: str = "text", limits: Limits | None = None
) -> tuple[list[Document], list[Skipped]]:
    """Read files, folders, strings and documents; a string is a path unless it is too long or of several lines.

    Raises:
        TextError: a path does not exist, or there is more than ``limits`` allow.
    """
    documents: list[Document] = []
    skipped: list[Skipped] = []
    given = [texts] if isinstance(texts, str | Path | Document) else texts
    for are_paths, group in itertools.groupby(given, key=_is_path):
        if are_paths:
            read, not_read = read_paths(
                [Path(path) for path in group if isinstance(path, str | Path)], collection=collection, limits=limits
            )
            documents += read
            skipped += not_read
        else:
            documents += [
                read_pasted(text, collection=collection, limits=limits) if isinstance(text, str) else text
                for text in group
                if isinstance(text, str | Document)
            ]
    documents = list({(document.source, document.text): document for document in documents}.values())
    counts = Counter(document.source for document in documents)
    twice = sorted(source for source, count in counts.items() if count > 1)
    if twice:
        raise TextError(f"Two texts have the same name ({', '.join(twice)}). Rename one of them.")
    return documents, skipped


def _is_path(text: Text) -> bool:
    """Tell whether ``text`` is the path of a file or folder."""
    if isinstance(text, str) and not text.strip():
        raise TextError("An empty string is no text. Give a path, or a text of more than one line.")
    if isinstance(text, str):
        return "\n" not in text.strip() and len(text) <= LONGEST_NAME
    return isinstance(text, Path)
