"""A process that has loaded the encoder once and forks a child for every build, so that a build may be killed.

Run as ``python -m benchmarks.builder`` it reads one :class:`Order` a line as JSON and answers each with an
:class:`Ending`. Starting a process with torch anew for every build would take seconds each.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.development import QUESTIONS
from corpus import Document, read_plain_text
from index import Encoder, build_index

LAMP = "In edition {edition} of this book the great lamp of the lighthouse was lit in the year {year}."
QUESTION = "In which year was the great lamp of the lighthouse lit?"
TEXTS = ("bread-laboratory.md", "harbour-lighthouse.md")
"""Texts in an edition: enough that a build takes some tenths of a second, few enough for many builds."""
EVERY = 12
"""One in so many paragraphs is another in every edition, so that a build has something to embed."""
PRELOADED = ("bm25s", "bm25s.stopwords", "faiss", "filelock", "sentencex", "Stemmer")
"""What a build imports when it needs it: loaded before the first fork, a build is a build and no import."""
POLL = 0.0002
"""Seconds between two looks for the manifest."""
LONGEST = 180
"""Seconds after which a build is taken to hang."""
NOBODY = 65534
"""User of no rights; the superuser may write into any folder."""


@dataclass(frozen=True, slots=True)
class Order:
    """A build of ``edition`` in ``folder``, killed at one of three moments or not at all.

    ``after``: so many seconds after it began. ``after_manifest``: so many seconds after its manifest was seen in the
    file system. ``before_operation``: before that operation on files (opening, renaming, removing), the writing of
    the manifest being the first.
    ``largest_file`` is the size in bytes at which a file can grow no more, ``nobody`` builds without any rights.
    """

    folder: str
    edition: int
    after: float | None = None
    after_manifest: float | None = None
    before_operation: int | None = None
    largest_file: int | None = None
    nobody: bool = False


@dataclass(frozen=True, slots=True)
class Ending:
    """How a build ended: ``killed``, ``done`` or ``failed`` with a message.

    ``seconds`` is its length, ``manifest_seconds`` that of its part after the manifest was seen, ``operations`` counts
    what it did with files from the writing of the manifest on.
    """

    how: str
    message: str
    seconds: float
    manifest_seconds: float
    operations: int


class Builder:
    """The other end of the process; use it in a ``with`` block."""

    def __init__(self) -> None:
        # Threads of the parent do not live on in a forked child, so that the parent must not start any.
        own = {"OMP_NUM_THREADS": "1", "OMP_WAIT_POLICY": "passive", "TOKENIZERS_PARALLELISM": "false"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.builder"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **own},
            cwd=Path(__file__).parent.parent,
        )
        self.question: list[float] = json.loads(self._answer())

    def build(self, order: Order) -> Ending:
        """Do what ``order`` says and wait for its end."""
        assert self._process.stdin is not None  # noqa: S101 - Popen was told to make one.
        self._process.stdin.write(json.dumps(asdict(order)) + "\n")
        self._process.stdin.flush()
        return Ending(**json.loads(self._answer()))

    def __enter__(self) -> Builder:
        return self

    def __exit__(self, *error: object) -> None:
        self._process.communicate(timeout=60)

    def _answer(self) -> str:
        assert self._process.stdout is not None  # noqa: S101 - Popen was told to make one.
        return self._process.stdout.readline()


def edition_documents(edition: int) -> list[Document]:
    """Return the documents of an edition: texts some paragraphs of which speak of the edition."""
    documents = []
    for name in TEXTS:
        paragraphs = (QUESTIONS / name).read_text(encoding="utf-8").split("\n\n")
        for number in range(0, len(paragraphs), EVERY):
            paragraphs[number] = f"{paragraphs[number]} That is how edition {edition} of this book tells it."
        documents.append(read_plain_text("\n\n".join(paragraphs), source=name))
    return [*documents, read_plain_text(lamp(edition), source="lamp.txt")]


def lamp(edition: int) -> str:
    """Return the paragraph that answers :data:`QUESTION` in an edition."""
    return LAMP.format(edition=edition, year=1800 + edition)


def main() -> None:
    """Take orders until there are no more."""
    for module in PRELOADED:
        importlib.import_module(module)
    # Its own lock is shared by all forked processes, and one that is killed while it holds it would stop all others.
    importlib.import_module("tqdm").tqdm.set_lock(threading.RLock())
    encoder = Encoder.load()
    print(json.dumps(encoder.encode_question(QUESTION).tolist()), flush=True)
    for line in sys.stdin:
        print(json.dumps(asdict(_carry_out(Order(**json.loads(line)), encoder))), flush=True)


def _carry_out(order: Order, encoder: Encoder) -> Ending:
    """Fork a child that builds, kill it at the moment that was ordered, and say how it ended."""
    documents = edition_documents(order.edition)
    left_over = _manifests(order)
    reading, writing = os.pipe()
    started = time.monotonic()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _build(order, documents, encoder, writing)
    os.close(writing)
    seen = None
    hangs = False
    while not _ended(child):
        now = time.monotonic()
        if seen is None and _manifests(order) - left_over:
            seen = now
        hangs = now - started >= LONGEST
        due = hangs or (order.after is not None and now - started >= order.after)
        if due or (order.after_manifest is not None and seen is not None and now - seen >= order.after_manifest):
            os.kill(child, signal.SIGKILL)
        time.sleep(POLL)
    _, status = os.waitpid(child, 0)
    ended = time.monotonic()
    with os.fdopen(reading, encoding="utf-8") as stream:
        told = json.loads(stream.read() or "{}")
    if hangs:
        told = {"how": "failed", "message": f"did not end within {LONGEST} s"}
    elif not told and os.waitstatus_to_exitcode(status) != -signal.SIGKILL:
        told = {"how": "failed", "message": f"ended with status {status}"}
    return Ending(
        how=told.get("how", "killed"),
        message=told.get("message", ""),
        seconds=ended - started,
        manifest_seconds=ended - seen if seen is not None else 0.0,
        operations=told.get("operations", 0),
    )


def _ended(child: int) -> bool:
    """Tell whether ``child`` has ended, leaving its status to be waited for."""
    return os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _manifests(order: Order) -> set[Path]:
    """Return the manifests of unfinished indexes; it is the last file that an index gets."""
    return set(Path(order.folder).glob("indexes/unfinished-*/manifest.json"))


def _build(order: Order, documents: list[Document], encoder: Encoder, told: int) -> None:
    """Build in a child process, tell how it went through ``told``, and end the process."""
    operations = 0

    def count(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal operations
        if event not in ("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir"):
            return
        writes_manifest = (
            event == "open" and "w" in (arguments[1] or "") and str(arguments[0]).endswith("manifest.json")
        )
        if operations or writes_manifest:
            operations += 1
            if operations == order.before_operation:
                os.kill(os.getpid(), signal.SIGKILL)

    how, message = "done", ""
    try:
        if order.nobody and os.getuid() == 0:
            os.setuid(NOBODY)
        if order.largest_file is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (order.largest_file, resource.RLIM_INFINITY))
        sys.addaudithook(count)
        build_index(documents, encoder, Path(order.folder))
    except Exception as error:  # Whatever it is, the test has to hear of it.
        how, message = "failed", f"{type(error).__name__}: {error}"
    os.write(told, json.dumps({"how": how, "message": message, "operations": operations}).encode())
    os._exit(0)


if __name__ == "__main__":
    main()
