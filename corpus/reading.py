"""Files and folders as documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import TextError
from corpus.markdown import read_markdown
from corpus.plain_text import clean, read_plain_text
from corpus.subtitles import read_subtitles, read_transcript
from corpus.types import Document

READERS: dict[str, Callable[..., Document]] = {
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".txt": read_plain_text,
    ".srt": read_subtitles,
    ".vtt": read_subtitles,
    ".json": read_transcript,
}
"""The function that reads a file, by the ending of its name."""

BUNDLED = Path(__file__).parent
BUNDLED_COLLECTIONS = ("documentary", "background")
"""The collections that come with the project, the one to ask first at the front."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was not read, and why."""

    source: str
    reason: str


def read_file(path: Path, *, source: str | None = None, collection: str = "text") -> Document:
    """Read one file; the ending of its name says how.

    Raises:
        TextError: the file is missing, of an unknown kind, not UTF-8, or holds no text.
    """
    source = clean(source or path.name)
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise TextError(f"{path}: cannot read '{path.suffix or path.name}' files. Readable: {', '.join(READERS)}.")
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise TextError(f"{path}: there is no such file.") from error
    except OSError as error:
        raise TextError(f"{path}: cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise TextError(f"{path}, line {line}: is not UTF-8 text. Save it as UTF-8 and try again.") from error
    return reader(text, source=source, collection=collection)


def read_paths(paths: Iterable[Path], *, collection: str = "text") -> tuple[list[Document], list[Skipped]]:
    """Read files and, below folders, every file of a known kind; hidden files and folders are passed over.

    Returns the documents in the order given (a folder's in the order of their names) and the files that could not
    be read. A document's ``source`` is its path below the folder given, or the file's name.

    Raises:
        TextError: a path that was named does not exist.
    """
    documents: dict[str, Document] = {}
    skipped: list[Skipped] = []
    for path, source in _files(paths):
        if source in documents:
            source = str(path)
        try:
            documents.setdefault(source, read_file(path, source=source, collection=collection))
        except TextError as error:
            skipped.append(Skipped(str(path), str(error)))
    return list(documents.values()), skipped


def read_bundled() -> list[Document]:
    """Read the collections that come with the project, the one to ask first at the front."""
    return [
        read_file(path, source=f"{collection}/{path.name}", collection=collection)
        for collection in BUNDLED_COLLECTIONS
        for path in sorted((BUNDLED / collection).glob("*.md"))
    ]


def _files(paths: Iterable[Path]) -> list[tuple[Path, str]]:
    """Return each file to be read with the name of its source."""
    files: list[tuple[Path, str]] = []
    for path in paths:
        if not _exists(path):
            shown = str(path)[:80]
            raise TextError(
                f"{shown}: there is no such file or folder. A text itself is given as a string of more than one line "
                "or as a Document."
            )
        if path.is_dir():
            below = [(file, file.relative_to(path)) for file in sorted(path.rglob("*")) if file.is_file()]
            files += [
                (file, relative.as_posix())
                for file, relative in below
                if file.suffix.lower() in READERS and not any(part.startswith(".") for part in relative.parts)
            ]
        else:
            files.append((path, path.name))
    return files


def _exists(path: Path) -> bool:
    """Tell whether there is a file or folder; what cannot be a path at all does not exist."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False
