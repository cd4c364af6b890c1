"""What is told of files that cannot be read, by whichever reader."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

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


@contextmanager
def told_plainly(source: str, kind: str, limits: Limits) -> Iterator[None]:
    """Tell in our words what a library raises on a file within: a broken one shows itself as any of a dozen errors.

    Raises:
        TextError: the file is no good ``kind``, or whatever was told of it within.
        LimitError: it does not fit into memory.
    """
    try:
        yield
    except TextError:
        raise
    except MemoryError as error:
        raise out_of_memory(source, limits) from error
    except Exception as error:
        raise broken(source, kind) from error
