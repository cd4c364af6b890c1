"""Text found: vectors and words of chunks and sentences, in memory and on disk."""

from index.build import build_index, up_to_date
from index.encoder import Encoder, EncoderIdentity
from index.errors import (
    EncoderError,
    IndexBusyError,
    IndexDamagedError,
    IndexMismatchError,
    IndexMissingError,
    IndexUnwritableError,
    StoredIndexError,
)
from index.folding import folded
from index.freshness import is_fresh
from index.index import Index, Source
from index.lexical import Lexical, terms
from index.manifest import Manifest
from index.model_files import DEFAULT_MODEL, MODEL_VARIABLE, find_model
from index.report import BuildReport, Progress
from index.stop_words import stop_words
from index.storage import current_folder, wait_for_build
from index.vectors import VectorIndex
from index.vocabulary import Vocabulary

__all__ = [
    "DEFAULT_MODEL",
    "MODEL_VARIABLE",
    "BuildReport",
    "Encoder",
    "EncoderError",
    "EncoderIdentity",
    "Index",
    "IndexBusyError",
    "IndexDamagedError",
    "IndexMismatchError",
    "IndexMissingError",
    "IndexUnwritableError",
    "Lexical",
    "Manifest",
    "Progress",
    "Source",
    "StoredIndexError",
    "VectorIndex",
    "Vocabulary",
    "build_index",
    "current_folder",
    "find_model",
    "folded",
    "is_fresh",
    "stop_words",
    "terms",
    "up_to_date",
    "wait_for_build",
]
