"""Text in: files become documents, documents become chunks with exact places."""

from corpus.chunking import ChunkSettings, TokenCounter, chunk_document
from corpus.cleaning import clean, without_surrogates
from corpus.errors import DocumentaryError, LimitError, TextError
from corpus.finding import Skipped
from corpus.limits import LIMITS_VARIABLE, Limits, default_limits
from corpus.markdown import read_markdown
from corpus.names import source_name
from corpus.pasted import read_pasted
from corpus.plain_text import read_plain_text
from corpus.preview import Preview, preview_of, preview_paths
from corpus.questions import asks
from corpus.reading import (
    BUNDLED_COLLECTIONS,
    READABLE_SUFFIXES,
    read_bundled,
    read_content,
    read_file,
    read_paths,
)
from corpus.sentences import paragraphs_between
from corpus.types import Chunk, Cue, Document, Page, Reference, Section, Span, Speaker

__all__ = [
    "BUNDLED_COLLECTIONS",
    "LIMITS_VARIABLE",
    "READABLE_SUFFIXES",
    "Chunk",
    "ChunkSettings",
    "Cue",
    "Document",
    "DocumentaryError",
    "LimitError",
    "Limits",
    "Page",
    "Preview",
    "Reference",
    "Section",
    "Skipped",
    "Span",
    "Speaker",
    "TextError",
    "TokenCounter",
    "asks",
    "chunk_document",
    "clean",
    "default_limits",
    "paragraphs_between",
    "preview_of",
    "preview_paths",
    "read_bundled",
    "read_content",
    "read_file",
    "read_markdown",
    "read_pasted",
    "read_paths",
    "read_plain_text",
    "source_name",
    "without_surrogates",
]
