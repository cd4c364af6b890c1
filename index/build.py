"""Documents become an index on disk."""

from __future__ import annotations

import functools
import hashlib
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from corpus import Chunk, ChunkSettings, Document, Skipped, TextError, chunk_document
from index.embedded import embedded_texts
from index.encoder import Encoder
from index.errors import IndexMissingError, IndexUnwritableError, StoredIndexError
from index.index import (
    CHUNK_VECTORS,
    CHUNK_WORDS,
    CHUNKS,
    DOCUMENTS,
    SENTENCE_VECTORS,
    SENTENCE_WORDS,
    Index,
    chunk_row,
    write_rows,
)
from index.known_vectors import KnownVectors
from index.lexical import Lexical
from index.manifest import Manifest
from index.report import BuildReport, Progress
from index.storage import build_lock, file_table, make_current, new_folder, remove_left_overs
from index.vectors import VectorIndex


def build_index(
    documents: Sequence[Document],
    encoder: Encoder,
    folder: Path,
    *,
    settings: ChunkSettings | None = None,
    keep: bool = False,
    remove: Sequence[str] = (),
    reuse: Index | None = None,
    skipped: Sequence[Skipped] = (),
    bundled: bool = False,
    progress: Progress | None = None,
) -> BuildReport:
    """Build the index of ``documents`` in ``folder``; one that is there serves on until the new one is whole.

    With ``keep`` or ``remove``, what is indexed now stays, but for the documents that have the source of a new one and
    those whose sources ``remove`` names. Collections are asked in the order in which they first appear among the
    documents. A text that is there twice under different names is indexed once. Only what neither the index before nor
    ``reuse`` holds is embedded, and nothing is written where the new index would be the same. ``skipped`` is passed on
    into the report, ``bundled`` marks the texts that come with the project.

    Raises:
        TextError: there is nothing to index, or nothing of a name in ``remove``.
        IndexDamagedError: what is indexed now shall be kept and cannot be read.
        IndexBusyError: another build is running in ``folder``.
        IndexUnwritableError: the folder cannot be written, or the disk is full.
    """
    started = time.monotonic()
    tell = progress or _silent
    settings = _within(encoder, settings or ChunkSettings())
    with _writing(folder), build_lock(folder):
        remove_left_overs(folder)
        before = _index_before(folder, needed=keep or bool(remove))
        if keep or remove:
            documents = _changed(before.documents if before else (), documents, remove)
        documents, doubled = _without_doubles(documents)
        skipped = (*skipped, *doubled)
        hashes = _text_hashes(documents)
        known_before = before is not None and before.manifest.encoder == encoder.identity
        if before is not None and known_before and _same(before.manifest, hashes, documents, settings, bundled):
            manifest = before.manifest
            embedded = 0
        else:
            chunks = _chunks(documents, encoder, settings, tell)
            if not chunks:
                reasons = "".join(f"\n  {skip.reason}" for skip in skipped)
                raise TextError(f"There is no text to index. Give at least one file with text in it.{reasons}")
            known = _known([index for index in (before, reuse) if index and index.manifest.encoder == encoder.identity])
            with new_folder(folder) as unfinished:
                vectors = _write(unfinished, documents, chunks, encoder, known, tell)
                embedded = known.embedded
                manifest = Manifest(
                    created=datetime.now(UTC).isoformat(timespec="microseconds"),
                    encoder=encoder.identity,
                    chunking=settings,
                    vectors={name: index.kind for name, index in vectors.items()},
                    collections=_collections(documents),
                    texts=hashes,
                    documents=len(documents),
                    chunks=vectors[CHUNK_VECTORS].count,
                    sentences=vectors[SENTENCE_VECTORS].count,
                    bundled=bundled,
                    files=file_table(unfinished),
                )
                make_current(folder, unfinished, manifest)
    was = before.manifest.texts if before is not None else {}
    return BuildReport(
        folder=str(folder),
        model=encoder.identity.model,
        documents=manifest.documents,
        sentences=manifest.sentences,
        chunks=manifest.chunks,
        embedded=embedded,
        reused=manifest.chunks + manifest.sentences - embedded,
        seconds=round(time.monotonic() - started, 3),
        bytes=sum(size for size, _ in manifest.files.values()),
        added=tuple(source for source in hashes if source not in was),
        changed=tuple(source for source, digest in hashes.items() if was.get(source, digest) != digest),
        removed=tuple(source for source in was if source not in hashes),
        skipped=tuple(skipped),
        warnings=tuple(
            warning
            for document in documents
            if was.get(document.source) != hashes[document.source]
            for warning in document.warnings
        ),
    )


def _write(
    unfinished: Path,
    documents: Sequence[Document],
    chunks: Sequence[Chunk],
    encoder: Encoder,
    known: KnownVectors,
    tell: Progress,
) -> dict[str, VectorIndex]:
    """Write all files of an index but the manifest; return the vectors of each file."""
    number = {id(document): place for place, document in enumerate(documents)}
    write_rows(unfinished / DOCUMENTS, (document.to_dict() for document in documents))
    write_rows(unfinished / CHUNKS, (chunk_row(chunk, number[id(chunk.document)]) for chunk in chunks))
    chunk_texts, sentences = embedded_texts(chunks)
    vectors: dict[str, VectorIndex] = {}
    for name, texts, stage in (
        (CHUNK_VECTORS, chunk_texts, "embedding chunks"),
        (SENTENCE_VECTORS, [text for text, _ in sentences], "embedding sentences"),
    ):
        blocks = known.encode(texts, encoder, functools.partial(tell, stage))
        vectors[name] = VectorIndex.build(blocks, len(texts), encoder.identity.dimension, unfinished / name)
        known.add(texts, vectors[name])  # A chunk of one sentence is embedded once.
    Lexical.build(chunk_texts).save(unfinished / CHUNK_WORDS)
    Lexical.build([bare for _, bare in sentences]).save(unfinished / SENTENCE_WORDS)
    return vectors


def _chunks(documents: Sequence[Document], encoder: Encoder, settings: ChunkSettings, tell: Progress) -> list[Chunk]:
    """Return the chunks of all documents, in their order."""
    chunks: list[Chunk] = []
    for number, document in enumerate(documents, start=1):
        chunks += chunk_document(document, encoder.count_tokens, settings)
        tell("cutting", number, len(documents))
    return chunks


def _changed(before: Sequence[Document], new: Sequence[Document], remove: Sequence[str]) -> list[Document]:
    """Return the documents of now without those to remove, new ones in the place of those of the same source."""
    known = {document.source for document in before}
    unknown = [source for source in remove if source not in known]
    if unknown:
        raise TextError(
            f"Nothing is indexed as {', '.join(unknown)}. Indexed is: {', '.join(sorted(known)) or 'nothing'}."
        )
    by_source = {document.source: document for document in new}
    kept = [by_source.pop(document.source, document) for document in before if document.source not in remove]
    return [*kept, *by_source.values()]


def _without_doubles(documents: Sequence[Document]) -> tuple[list[Document], list[Skipped]]:
    """Return the documents, those of a collection together, without any whose text another one has, and those."""
    order = {collection: number for number, collection in enumerate(_collections(documents))}
    first: dict[str, Document] = {}
    doubled: list[Skipped] = []
    for document in sorted(documents, key=lambda document: order[document.collection]):
        same = first.setdefault(document.text, document)
        if same is not document:
            doubled.append(Skipped(document.source, f"{document.source}: has the same text as {same.source}."))
    return list(first.values()), doubled


def _index_before(folder: Path, *, needed: bool) -> Index | None:
    """Return the index that is there now, if there is one and it is sound; with ``needed`` it has to be sound."""
    try:
        return Index.load(folder)
    except IndexMissingError:
        return None
    except StoredIndexError:
        if needed:
            raise
        return None


def _known(indexes: Sequence[Index]) -> KnownVectors:
    """Return the vectors of indexes that are there already."""
    known = KnownVectors()
    for index in indexes:
        chunk_texts, sentences = embedded_texts(index.chunks)
        known.add(chunk_texts, index.chunk_vectors)
        known.add([text for text, _ in sentences], index.sentence_vectors)
    return known


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


def up_to_date(manifest: Manifest, documents: Sequence[Document], encoder: Encoder) -> bool:
    """Tell whether a build of the bundled ``documents`` with ``encoder`` would give the index that there is."""
    settings = _within(encoder, ChunkSettings())
    return manifest.encoder == encoder.identity and _same(
        manifest, _text_hashes(documents), documents, settings, bundled=True
    )


def _same(
    manifest: Manifest, hashes: dict[str, str], documents: Sequence[Document], settings: ChunkSettings, bundled: bool
) -> bool:
    """Tell whether an index was made of documents with these hashes and collections, with these settings."""
    made = (manifest.texts, manifest.collections, manifest.chunking, manifest.bundled)
    return made == (hashes, _collections(documents), settings, bundled)


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
    """Tell nobody."""
