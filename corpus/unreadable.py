"""What is told of files that cannot be read, by whichever reader."""

from __future__ import annotations

from corpus.errors import LimitError, TextError
from corpus.limits import LIMITS_VARIABLE, Limits


def beyond(what: str, name: str, needed: int) -> LimitError:
    """Return the error for something beyond the limit ``name``: ``what`` it is, and how to allow ``needed``."""
    setting = f"{name}={needed}"
    return LimitError(f"{what} Raise the limit to read it: {LIMITS_VARIABLE}={setting} in the environment.", setting)


def out_of_memory(source: str, limits: Limits) -> LimitError:
    """Return the error for a file that does not fit into memory."""
    return beyond(f"{source}: needs too much memory to be read.", "memory_bytes", 2 * limits.memory_bytes)


def broken(source: str, kind: str) -> TextError:
    """Return the error for a file that its library cannot make sense of; ``kind`` is what it should be."""
    return TextError(f"{source}: cannot be read as a {kind}: the file is cut off or damaged. Save or copy it anew.")
