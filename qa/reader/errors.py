"""What can go wrong with a reader."""

from __future__ import annotations


class ReaderError(Exception):
    """A reader cannot be had; the message says why and what works instead."""
