"""Readers: what in the passages answers a question."""

from qa.reader.errors import ReaderError
from qa.reader.loading import READER_VARIABLE, SENTENCE, SHIPPED, load_reader
from qa.reader.protocol import Reader, ReaderKind, Reading
from qa.reader.sentence import SentenceReader

__all__ = [
    "READER_VARIABLE",
    "SENTENCE",
    "SHIPPED",
    "Reader",
    "ReaderError",
    "ReaderKind",
    "Reading",
    "SentenceReader",
    "load_reader",
]
