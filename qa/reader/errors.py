"""What can be wrong with a reader."""

from corpus import DocumentaryError


class ReaderError(DocumentaryError):
    """A reader cannot be had: unknown, without weights, altered, or not available offline."""
