"""What can be wrong with an encoder or a stored index; every message names the file and what mends it."""

from corpus import DocumentaryError


class EncoderError(DocumentaryError):
    """A sentence model cannot be had: unknown, without weights, altered, or not available offline."""


class ModelNotHadError(DocumentaryError):
    """A model is neither a folder here nor to be had from the Hugging Face hub."""


class StoredIndexError(DocumentaryError):
    """Base of what can be wrong with an index on disk.

    ``mend`` is the part of the message that says what to do, as whoever loaded the index gave it; empty where the
    message says all. A room above that knows a command for it can put that in its place.
    """

    what_to_do = "Mend it"

    def __init__(self, message: str, mend: str = "") -> None:
        super().__init__(f"{message} {self.what_to_do}: {mend}" if mend else message)
        self.mend = mend


class IndexMissingError(StoredIndexError):
    """There is no index in the folder."""

    what_to_do = "Build one"


class IndexDamagedError(StoredIndexError):
    """A file of the index is missing, cut short, or not the one that was written."""


class IndexMismatchError(StoredIndexError):
    """The index was made by another version of the format or with another sentence model."""


class IndexUnwritableError(StoredIndexError):
    """The index cannot be written: no space, no permission, or something else in its place."""


class IndexBusyError(StoredIndexError):
    """Another process is building in the same folder."""
