"""The index in memory: documents, chunks, their vectors and their words."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus import Chunk, Document, Span
from index.embedded import rows_of_sentences
from index.errors import IndexDamagedError, IndexMismatchError
from index.lexical import Lexical
from index.manifest import Manifest
from index.model_files import MODEL_VARIABLE
from index.storage import current_folder
from index.vectors import VectorIndex
from index.vocabulary import Vocabulary

if TYPE_CHECKING:
    from index.encoder import EncoderIdentity

DOCUMENTS = "documents.jsonl"
CHUNKS = "chunks.jsonl"
CHUNK_VECTORS = "chunks.faiss"
SENTENCE_VECTORS = "sentences.faiss"
CHUNK_WORDS = "chunks.bm25"
SENTENCE_WORDS = "sentences.bm25"

MEND = "build the index of the same texts anew"
"""What errors about an index tell the user to do, unless whoever loads it knows of a command that does it."""
ATTEMPTS = 3
"""How often an index is looked up anew that a rebuild replaces while it is being loaded."""


@dataclass(frozen=True, slots=True)
class Source:
    """A text that is indexed: its name, where it belongs, and how much of it there is."""

    source: str
    collection: str
    title: str
    url: str | None
    characters: int
    chunks: int


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """Everything that a question is asked of. It never changes; a rebuild makes another one of another ``name``.

    Row ``i`` of ``chunk_vectors`` and ``chunk_words`` belongs to ``chunks[i]``. The sentences have rows of their own:
    those of ``chunks[i]`` are ``sentence_rows[i]``, and a sentence that two overlapping chunks share has one row.
    The chunks of one collection are neighbours: ``rows[collection]``.

    >>> from pathlib import Path
    >>> from corpus import Document
    >>> from index import Encoder, Index, build_index
    >>> document = Document("mill", "The mill is old. It stands at the weir.")
    >>> report = build_index([document], Encoder.load(), Path("mill-index"))
    >>> index = Index.load(Path("mill-index"))
    >>> len(index.chunks), index.sentences_of("text")
    (1, range(0, 2))
    """

    name: str
    manifest: Manifest
    documents: tuple[Document, ...]
    chunks: tuple[Chunk, ...]
    rows: dict[str, range]
    sentence_rows: tuple[range, ...]
    chunk_vectors: VectorIndex
    sentence_vectors: VectorIndex
    chunk_words: Lexical
    sentence_words: Lexical
    vocabulary: Vocabulary

    @classmethod
    def load(cls, folder: Path, *, mend: str = MEND) -> Index:
        """Load the current index of ``folder`` after checking every file of it.

        Raises:
            IndexMissingError: there is no index.
            IndexDamagedError: a file is missing, cut short or altered; the message names it.
            IndexMismatchError: it was written by another version of the format.
        """
        for _ in range(ATTEMPTS - 1):
            current = current_folder(folder, mend=mend)
            try:
                return cls._load(current, mend)
            except (IndexDamagedError, FileNotFoundError):
                if current_folder(folder, mend=mend) == current:
                    raise
        return cls._load(current_folder(folder, mend=mend), mend)

    @classmethod
    def _load(cls, current: Path, mend: str) -> Index:
        manifest = Manifest.read(current, mend=mend)
        documents = tuple(Document.from_dict(row) for row in _read_rows(current / DOCUMENTS))
        chunks = tuple(_chunk(row, documents) for row in _read_rows(current / CHUNKS))
        sentence_rows = rows_of_sentences(chunks)
        index = cls(
            name=current.name,
            manifest=manifest,
            documents=documents,
            chunks=chunks,
            rows=rows_of_collections(chunks, manifest.collections),
            sentence_rows=sentence_rows,
            chunk_vectors=VectorIndex.load(current / CHUNK_VECTORS),
            sentence_vectors=VectorIndex.load(current / SENTENCE_VECTORS),
            chunk_words=Lexical.load(current / CHUNK_WORDS, len(chunks)),
            sentence_words=Lexical.load(current / SENTENCE_WORDS, sentence_rows[-1].stop if sentence_rows else 0),
            vocabulary=Vocabulary(documents),
        )
        counts = (index.chunk_vectors.count, index.sentence_vectors.count, len(documents))
        promised = (manifest.chunks, manifest.sentences, manifest.documents)
        if counts != promised or len(chunks) != manifest.chunks:
            raise IndexDamagedError(
                f"{current}: holds {counts} chunks, sentences, documents; {promised} are due.",
                mend,
            )
        for name in manifest.files:  # One that a rebuild removed meanwhile may have been taken for one of no words.
            if not (current / name).exists():
                raise FileNotFoundError(current / name)
        return index

    def check_encoder(self, encoder: EncoderIdentity) -> None:
        """Make sure that ``encoder`` is the one whose vectors the index holds.

        Raises:
            IndexMismatchError: it is another one.
        """
        made_with = self.manifest.encoder
        if made_with != encoder:
            raise IndexMismatchError(
                f"The index was made with the sentence model {made_with.model} ({_short(made_with)}), "
                f"but {encoder.model} ({_short(encoder)}) is asked for. "
                f"Name no model, in {MODEL_VARIABLE} neither, to keep it, or build it anew with {encoder.model}."
            )

    def sentences_of(self, collection: str) -> range:
        """Return the rows of the sentences of a collection, which stand together."""
        rows = self.rows[collection]
        return range(self.sentence_rows[rows.start].start, self.sentence_rows[rows.stop - 1].stop) if rows else range(0)

    @property
    def questions(self) -> tuple[str, ...]:
        """Questions that the texts themselves suggest, those of the first collection first."""
        return tuple(question for document in self.documents for question in document.questions)

    @property
    def sources(self) -> tuple[Source, ...]:
        """The texts that are indexed, those of the first collection first."""
        chunks = Counter(chunk.document.source for chunk in self.chunks)
        return tuple(
            Source(
                source=document.source,
                collection=document.collection,
                title=document.title,
                url=document.url,
                characters=len(document.text),
                chunks=chunks[document.source],
            )
            for document in self.documents
        )


def write_rows(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    """Write ``rows`` to ``path``, one JSON object a line."""
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        for row in rows:
            stream.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")


def chunk_row(chunk: Chunk, document: int) -> dict[str, Any]:
    """Return ``chunk`` as it stands on disk; ``document`` is the number of its document."""
    return {
        "id": chunk.id,
        "document": document,
        "start": chunk.start,
        "end": chunk.end,
        "heading": list(chunk.heading),
        "paragraph": chunk.paragraph,
        "sentences": [[sentence.start, sentence.end] for sentence in chunk.sentences],
    }


def rows_of_collections(chunks: Sequence[Chunk], collections: Sequence[str]) -> dict[str, range]:
    """Return the rows of the chunks of each collection, which stand together."""
    rows = {}
    start = 0
    for collection in collections:
        end = start
        while end < len(chunks) and chunks[end].document.collection == collection:
            end += 1
        rows[collection] = range(start, end)
        start = end
    return rows


def _read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the JSON objects of a file, one a line."""
    with path.open(encoding="utf-8") as stream:
        yield from (json.loads(line) for line in stream)


def _chunk(row: dict[str, Any], documents: Sequence[Document]) -> Chunk:
    """Return the chunk that :func:`chunk_row` wrote."""
    return Chunk(
        id=row["id"],
        document=documents[row["document"]],
        start=row["start"],
        end=row["end"],
        heading=tuple(row["heading"]),
        paragraph=row["paragraph"],
        sentences=tuple(Span(start, end) for start, end in row["sentences"]),
    )


def _short(encoder: EncoderIdentity) -> str:
    """Return enough of the identity to tell two encoders apart."""
    prompts = f", prompts {encoder.question_prompt!r} and {encoder.passage_prompt!r}"
    return encoder.revision[:12] + (prompts if encoder.question_prompt or encoder.passage_prompt else "")
