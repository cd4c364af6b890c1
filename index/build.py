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
from index.errors import IndexUnwritableError, StoredIndexError
from index.known_vectors import KnownVectors
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
    Index,
    chunk_row,
    rows_of_sentences,
    write_rows,
)
from index.vectors import VectorIndex

Progress = Callable[[str, int, int], None]
"""Is told the stage of a build, how many steps of it are done, and how many there are."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build read and made.

    ``embedded`` counts the texts (chunks and sentences) that went through the encoder, ``reused`` those whose vectors
    were taken over from the index before or from an equal text. ``seconds`` is wall time, ``bytes`` the size of the
    index on disk.
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

    Collections are asked in the order in which they first appear among ``documents``. A text that is there twice
    under different names is indexed once. Only what the index before does not hold is embedded, and nothing is
    written where the new index would be the same. ``skipped`` is passed on into the report, ``bundled`` marks the
    texts that come with the project.

    Raises:
        TextError: there is nothing to index.
        IndexBusyError: another build is running in ``folder``.
        IndexUnwritableError: the folder cannot be written, or the disk is full.
    """
    started = time.monotonic()
    report = progress or _silent
    documents, doubled = _without_doubles(documents)
    skipped = (*skipped, *doubled)
    settings = _within(encoder, settings or ChunkSettings())
    with _writing(folder), build_lock(folder):
        before = _index_before(folder, encoder)
        if before is not None and _same(before.manifest, documents, settings, bundled=bundled):
            manifest = before.manifest
            embedded, reused = 0, manifest.chunks + manifest.sentences
        else:
            chunks = _chunks(documents, encoder, settings, report)
            if not chunks:
                reasons = "".join(f"\n  {skip.reason}" for skip in skipped)
                raise TextError(f"There is no text to index. Give at least one file with text in it.{reasons}")
            with new_folder(folder) as unfinished:
                embedded, reused = _write(unfinished, documents, chunks, encoder, _known(before), report)
                manifest = Manifest(
                    created=datetime.now(UTC).isoformat(timespec="microseconds"),
                    encoder=encoder.identity,
                    chunking=settings,
                    vectors=VectorIndex.kind,
                    collections=_collections(documents),
                    texts=_text_hashes(documents),
                    documents=len(documents),
                    chunks=len(chunks),
                    sentences=rows_of_sentences(chunks)[-1].stop,
                    bundled=bundled,
                    files=file_table(unfinished),
                )
                make_current(folder, unfinished, manifest)
    return BuildReport(
        folder=str(folder),
        model=encoder.identity.model,
        documents=manifest.documents,
        sentences=manifest.sentences,
        chunks=manifest.chunks,
        embedded=embedded,
        reused=reused,
        seconds=round(time.monotonic() - started, 3),
        bytes=sum(size for size, _ in manifest.files.values()),
        skipped=skipped,
    )


def _write(
    unfinished: Path,
    documents: Sequence[Document],
    chunks: Sequence[Chunk],
    encoder: Encoder,
    known: KnownVectors,
    report: Progress,
) -> tuple[int, int]:
    """Write all files of an index but the manifest; return how many texts were embedded and how many reused."""
    number = {id(document): place for place, document in enumerate(documents)}
    write_rows(unfinished / DOCUMENTS, (document.to_dict() for document in documents))
    write_rows(unfinished / CHUNKS, (chunk_row(chunk, number[id(chunk.document)]) for chunk in chunks))
    chunk_texts, sentence_texts = _embedded_texts(chunks)
    embedded = 0
    for name, texts, stage in (
        (CHUNK_VECTORS, chunk_texts, "embedding chunks"),
        (SENTENCE_VECTORS, sentence_texts, "embedding sentences"),
    ):
        vectors, new = known.encode(texts, encoder, functools.partial(report, stage))
        VectorIndex.build(vectors).save(unfinished / name)
        embedded += new
    Lexical.build(chunk_texts).save(unfinished / CHUNK_WORDS)
    Lexical.build([text for _, text in _sentences(chunks)]).save(unfinished / SENTENCE_WORDS)
    return embedded, len(chunk_texts) + len(sentence_texts) - embedded


def _chunks(documents: Sequence[Document], encoder: Encoder, settings: ChunkSettings, report: Progress) -> list[Chunk]:
    """Return the chunks of all documents, in their order."""
    chunks: list[Chunk] = []
    for number, document in enumerate(documents, start=1):
        chunks += chunk_document(document, encoder.count_tokens, settings)
        report("cutting", number, len(documents))
    return chunks


def _without_doubles(documents: Sequence[Document]) -> tuple[list[Document], list[Skipped]]:
    """Return the documents, those of a collection together, without any whose text another one has, and those."""
    collections = _collections(documents)
    first: dict[str, Document] = {}
    doubled: list[Skipped] = []
    for document in sorted(documents, key=lambda document: collections.index(document.collection)):
        same = first.setdefault(document.text, document)
        if same is not document:
            doubled.append(Skipped(document.source, f"{document.source}: has the same text as {same.source}."))
    return list(first.values()), doubled


def _index_before(folder: Path, encoder: Encoder) -> Index | None:
    """Return the index that is there now, if it is sound and its vectors are of the same model."""
    try:
        index = Index.load(folder)
    except StoredIndexError:
        return None
    return index if index.manifest.encoder == encoder.identity else None


def _known(before: Index | None) -> KnownVectors:
    """Return the vectors of the index that is there now."""
    known = KnownVectors()
    if before is not None:
        chunk_texts, sentence_texts = _embedded_texts(before.chunks)
        known.add(chunk_texts, before.chunk_vectors)
        known.add(sentence_texts, before.sentence_vectors)
    return known


def _embedded_texts(chunks: Sequence[Chunk]) -> tuple[list[str], list[str]]:
    """Return what is embedded for each chunk and for each sentence, in the order of their rows."""
    return (
        [with_context(chunk, chunk.text) for chunk in chunks],
        [with_context(chunk, text) for chunk, text in _sentences(chunks)],
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
    """Tell whether a build of the bundled ``documents`` with ``encoder`` would give the index that there is."""
    settings = _within(encoder, ChunkSettings())
    return manifest.encoder == encoder.identity and _same(manifest, documents, settings, bundled=True)


def _same(manifest: Manifest, documents: Sequence[Document], settings: ChunkSettings, *, bundled: bool) -> bool:
    """Tell whether an index was made of these documents, in this order of collections, with these settings."""
    made = (manifest.texts, manifest.collections, manifest.chunking, manifest.bundled)
    return made == (_text_hashes(documents), _collections(documents), settings, bundled)


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


def _collections(documents: Sequence[Document]) -> tuple[str, ...]:
    """Return the collections of the documents in the order in which they first appear."""
    return tuple(dict.fromkeys(document.collection for document in documents))


def _text_hashes(documents: Sequence[Document]) -> dict[str, str]:
    """Return the sha256 of everything of each document that an index holds, by its source."""
    return {
        document.source: hashlib.sha256(repr(document.to_dict()).encode("utf-8")).hexdigest() for document in documents
    }


def _silent(stage: str, done: int, total: int) -> None:
    """Report progress to nobody."""
