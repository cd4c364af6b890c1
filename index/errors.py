"""What can be wrong with an encoder or a stored index; every message names the file and the mend."""

from corpus import DocumentaryError


class EncoderError(DocumentaryError):
    """A sentence model cannot be had: unknown, without weights, altered, or not available offline."""


class ModelNotHadError(DocumentaryError):
    """A model is neither a folder here nor to be had from the Hugging Face hub."""


class StoredIndexError(DocumentaryError):
    """Base of what can be wrong with an index on disk."""


class IndexMissingError(StoredIndexError):
    """There is no index in the folder."""


class IndexDamagedError(StoredIndexError):
    """A file of the index is missing, cut short, or not the one that was written."""


class IndexMismatchError(StoredIndexError):
    """The index was made by another version of the format or with another sentence model."""


class IndexUnwritableError(StoredIndexError):
    """The index cannot be written: no space, no permission, or something else in its place."""


class IndexBusyError(StoredIndexError):
    """Another process is building in the same folder."""
