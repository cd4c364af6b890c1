"""Readers: what in the passages answers a question."""

from qa.reader.protocol import Reader
from qa.reader.sentence import SentenceReader

__all__ = ["Reader", "SentenceReader"]
