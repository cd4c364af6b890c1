"""One thread for everything, so that processor time is that of the work and not of threads that wait for each other."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from index.encoder import THREADS_VARIABLE


@contextmanager
def one_thread() -> Iterator[None]:
    """Hold torch, FAISS and NumPy to one thread within the block."""
    import torch
    from threadpoolctl import threadpool_limits

    before = torch.get_num_threads()
    named = os.environ.get(THREADS_VARIABLE)
    os.environ[THREADS_VARIABLE] = "1"
    try:
        with threadpool_limits(1):
            torch.set_num_threads(1)
            yield
    finally:
        torch.set_num_threads(before)
        if named is None:
            del os.environ[THREADS_VARIABLE]
        else:
            os.environ[THREADS_VARIABLE] = named
