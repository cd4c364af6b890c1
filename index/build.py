"""Documents become an index on disk."""

from __future__ import annotations

import functools
import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from corpus import Chunk, ChunkSettings, Document, Skipped, Span, TextError, chunk_document
from index.encoder import Encoder
from index.errors import IndexUnwritableError
from index.lexical import Lexical
from index.manifest import Manifest
from index.storage import build_lock, file_table, make_current, new_folder
from index.stored_index import (
    CHUNK_VECTORS,
    CHUNK_WORDS,
    CHUNKS,
    DOCUMENTS,
    SENTENCE_VECTORS,
    SENTENCE_WORDS,
    chunk_row,
    rows_of_sentences,
    write_rows,
)
from index.vectors import VectorIndex

Progress = Callable[[str, int, int], None]
"""Is told the stage of a build, how many steps of it are done, and how many there are."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build read and made. ``seconds`` is wall time, ``bytes`` the size of the index on disk."""

    folder: str
    model: str
    documents: int
    sentences: int
    chunks: int
    seconds: float
    bytes: int
    skipped: tuple[Skipped, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the report for JSON."""
        return asdict(self)


def build_index(
    documents: Sequence[Document],
    encoder: Encoder,
    folder: Path,
    *,
    settings: ChunkSettings | None = None,
    skipped: Sequence[Skipped] = (),
    bundled: bool = False,
    progress: Progress | None = None,
) -> BuildReport:
    """Build the index of ``documents`` in ``folder``; one that is there serves on until the new one is whole.

    Collections are asked in the order in which they first appear among ``documents``. ``skipped`` is passed on into
    the report, ``bundled`` marks the texts that come with the project.

    Raises:
        TextError: there is nothing to index.
        IndexBusyError: another build is running in ``folder``.
        IndexUnwritableError: the folder cannot be written, or the disk is full.
    """
    started = time.monotonic()
    report = progress or _silent
    collections = tuple(dict.fromkeys(document.collection for document in documents))
    documents = sorted(documents, key=lambda document: collections.index(document.collection))
    settings = _within(encoder, settings or ChunkSettings())
    with _writing(folder), build_lock(folder), new_folder(folder) as unfinished:
        chunks: list[Chunk] = []
        rows: list[dict[str, Any]] = []
        for number, document in enumerate(documents):
            cut = chunk_document(document, encoder.count_tokens, settings)
            chunks += cut
            rows += [chunk_row(chunk, number) for chunk in cut]
            report("cutting", number + 1, len(documents))
        if not chunks:
            reasons = "".join(f"\n  {skip.reason}" for skip in skipped)
            raise TextError(f"There is no text to index. Give at least one file with text in it.{reasons}")
        sentences = _sentences(chunks)

        write_rows(unfinished / DOCUMENTS, [document.to_dict() for document in documents])
        write_rows(unfinished / CHUNKS, rows)
        for name, texts, stage in (
            (CHUNK_VECTORS, [with_context(chunk, chunk.text) for chunk in chunks], "embedding chunks"),
            (SENTENCE_VECTORS, [with_context(*sentence) for sentence in sentences], "embedding sentences"),
        ):
            vectors = encoder.encode_passages(texts, functools.partial(report, stage))
            VectorIndex.build(vectors).save(unfinished / name)
        Lexical.build([with_context(chunk, chunk.text) for chunk in chunks]).save(unfinished / CHUNK_WORDS)
        Lexical.build([text for _, text in sentences]).save(unfinished / SENTENCE_WORDS)

        manifest = Manifest(
            created=datetime.now(UTC).isoformat(timespec="microseconds"),
            encoder=encoder.identity,
            chunking=settings,
            vectors=VectorIndex.kind,
            collections=collections,
            texts={document.source: _text_hash(document) for document in documents},
            documents=len(documents),
            chunks=len(chunks),
            sentences=len(sentences),
            bundled=bundled,
            files=file_table(unfinished),
        )
        current = make_current(folder, unfinished, manifest)
    return BuildReport(
        folder=str(folder),
        model=encoder.identity.model,
        documents=len(documents),
        sentences=len(sentences),
        chunks=len(chunks),
        seconds=round(time.monotonic() - started, 3),
        bytes=sum(file.stat().st_size for file in current.rglob("*") if file.is_file()),
        skipped=tuple(skipped),
    )


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """Turn what the file system has to say into an error that says what to do."""
    try:
        yield
    except OSError as error:
        raise IndexUnwritableError(
            f"{folder}: the index cannot be written: {error}. The old one, if there was one, is as it was. Make room, "
            "or name another folder in DOCUMENTARY_QA_INDEX."
        ) from error


def with_context(chunk: Chunk, text: str) -> str:
    """Return ``text`` with the heading it stands under, which often names what the words only point at.

    A heading that the whole document shares tells its chunks apart from nothing and is left out.
    """
    return f"{chunk.heading[-1]}. {text}" if chunk.heading and len(chunk.document.sections) > 1 else text


def up_to_date(manifest: Manifest, documents: Sequence[Document], encoder: Encoder) -> bool:
    """Tell whether a build of ``documents`` with ``encoder`` would give the index that there is."""
    texts = {document.source: _text_hash(document) for document in documents}
    made = (manifest.texts, manifest.encoder, manifest.chunking)
    return made == (texts, encoder.identity, _within(encoder, ChunkSettings()))


def _sentences(chunks: Sequence[Chunk]) -> list[tuple[Chunk, str]]:
    """Return each sentence with the first chunk that holds it, in the order of the rows of sentences."""
    sentences: list[tuple[Chunk, str]] = []
    for chunk, rows in zip(chunks, rows_of_sentences(chunks), strict=True):
        new: Sequence[Span] = chunk.sentences[len(sentences) - rows.start :]
        sentences += [(chunk, chunk.document.text[span.start : span.end]) for span in new]
    return sentences


def _within(encoder: Encoder, settings: ChunkSettings) -> ChunkSettings:
    """Return ``settings`` with chunks no longer than ``encoder`` reads, some room left for the heading."""
    most = max(1, min(settings.max_tokens, encoder.max_tokens * 7 // 8))
    return replace(settings, max_tokens=most, min_tokens=min(settings.min_tokens, most))


def _text_hash(document: Document) -> str:
    """Return the sha256 of everything of a document that an index holds."""
    return hashlib.sha256(repr(document.to_dict()).encode("utf-8")).hexdigest()


def _silent(stage: str, done: int, total: int) -> None:
    """Report progress to nobody."""
