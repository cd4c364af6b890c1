"""A folder for what shall not outlive the process."""

from __future__ import annotations

import signal
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ENDINGS = ("SIGTERM", "SIGHUP")
"""Signals that end a process; without a handler, it would leave its files behind."""


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Yield a folder that only this user can read, and that is gone when the process ends, however it is told to."""
    if threading.current_thread() is threading.main_thread():
        for name in ENDINGS:
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), lambda number, _: sys.exit(128 + number))
    with tempfile.TemporaryDirectory(prefix="documentary-qa-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)
