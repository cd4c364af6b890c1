"""Reading in another process, so that a file that hangs or crashes its reader costs that file and nothing more.

loky gives no task a time: one that hangs cannot be cancelled, and its process still ran 12 seconds after the one that
started it was killed. Here it is ended after the ``seconds`` of the limits, and ends itself ``GRACE_SECONDS`` later.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import IO, Any, NoReturn

from corpus.errors import LimitError, TextError
from corpus.limits import Limits
from corpus.types import Document
from corpus.unreadable import beyond, out_of_memory

READER = "corpus.reading:read_file"
"""Module and name of the function that reads a file."""
START_SECONDS = 60
"""Time in which a new process has to be ready, on a slow machine too."""
GRACE_SECONDS = 2
"""Time beyond its limit at which a reading process ends itself, should the one that started it be gone."""

MOST_SECONDS = 1_000_000
"""What a timer can count to on every system."""

_LENGTH = struct.Struct(">4sQ")
_MARK = b"read"

# The package is loaded from where it is now, so that the working folder may hold another of that name; all else is
# looked for where this process finds it.
_BOOTSTRAP = """
import json, sys
from importlib.util import module_from_spec, spec_from_file_location
path, folder, reader, limits = json.loads(sys.argv[1])
sys.path[:] = path
spec = spec_from_file_location("corpus", folder + "/__init__.py", submodule_search_locations=[folder])
sys.modules["corpus"] = module_from_spec(spec)
spec.loader.exec_module(sys.modules["corpus"])
from corpus.isolation import serve
from corpus.limits import Limits
serve(reader, Limits(**limits))
"""


class ReadingProcess:
    """Reads files in a child process; a context that leaves no process behind.

    The child is started with the first file, and anew after one that took too long or ended it. Where there is no
    Python to start, as in a program that is packed into one file, files are read in this process.
    """

    def __init__(self, limits: Limits, *, reader: str = READER) -> None:
        self._limits = limits
        self._reader = reader
        self._child: subprocess.Popen[bytes] | None = None
        self._can_start = _has_interpreter()
        self._has_started = False

    def __enter__(self) -> ReadingProcess:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def read(self, path: Path, *, source: str, collection: str) -> Document:
        """Read one file.

        Raises:
            TextError: it is refused, crashes its reader, or needs more time or memory than the limits allow.
        """
        is_new = self._start()
        if self._child is None:
            document: Document = _function(self._reader)(
                path, source=source, collection=collection, limits=self._limits
            )
            return document
        reply, in_time = _exchange(self._child, [str(path), source, collection], self._limits.seconds)
        lost = reply is None or not in_time or reply.get("out_of_memory")
        code = self._end() if lost else None
        if reply is not None and "document" in reply:
            return Document.from_dict(reply["document"])
        if not in_time or code == -getattr(signal, "SIGALRM", 0):
            seconds = self._limits.seconds
            raise beyond(f"{source}: takes more than {seconds} seconds to read.", "seconds", 2 * seconds)
        if lost and not is_new:  # What the files before it left in that process may be to blame.
            return self.read(path, source=source, collection=collection)
        if reply is None:
            raise TextError(f"{source}: cannot be read: it crashes its reader{_how(code)}.")
        raise LimitError(reply["error"], reply["limit"]) if reply.get("limit") else TextError(reply["error"])

    def _start(self) -> bool:
        """Start a child if there is none, and tell whether one was started."""
        if self._child is not None and self._child.poll() is not None:  # Somebody else ended it between two files.
            self._end()
        if self._child is not None or not self._can_start:
            return False
        with contextlib.suppress(OSError):
            self._child = subprocess.Popen(  # noqa: S603 - Own code in the same interpreter.
                _command(self._reader, self._limits),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C in the terminal is for this process, which then ends the child.
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
            if _exchange(self._child, None, START_SECONDS)[0] is not None:
                self._has_started = True
                return True
        self._end()
        if self._has_started:  # What has just crashed a process is not read in this one.
            raise TextError("No process can be started to read files. Close other programs and try again.")
        self._can_start = False
        return False

    def _end(self) -> int | None:
        """End the child, if there is one, and return its exit code."""
        child, self._child = self._child, None
        if child is None:
            return None
        child.kill()
        code = child.wait()
        for pipe in (child.stdin, child.stdout):
            with contextlib.suppress(OSError):
                pipe.close()  # type: ignore[union-attr]
        return code


def serve(reader: str, limits: Limits) -> NoReturn:
    """Read what standard input asks for until it is closed: what the child does."""
    requests, replies = _own_pipes()
    read = _function(reader)
    asked: queue.SimpleQueue[Any] = queue.SimpleQueue()
    threading.Thread(target=_take, args=(requests, asked), daemon=True).start()
    asked.get()
    _send(replies, {})
    _set_limit("RLIMIT_CORE", 0)
    _set_limit("RLIMIT_AS", limits.memory_bytes)
    while True:
        path, source, collection = asked.get()
        _end_in(limits.seconds + GRACE_SECONDS)
        try:
            document = read(Path(path), source=source, collection=collection, limits=limits)
            _send(replies, {"document": document.to_dict()})
            del document
        except TextError as error:
            _send(replies, _problem(error, out_of_memory=isinstance(error.__cause__, MemoryError)))
        except MemoryError:
            _send(replies, _problem(out_of_memory(source, limits), out_of_memory=True))
        _end_in(0)


def _problem(error: TextError, *, out_of_memory: bool) -> dict[str, Any]:
    """Return an error as it is sent to the parent."""
    limit = error.setting if isinstance(error, LimitError) else ""
    return {"error": str(error), "limit": limit, "out_of_memory": out_of_memory}


def _command(reader: str, limits: Limits) -> list[str]:
    """Return the command that starts a child."""
    path = [os.path.abspath(str(entry)) for entry in sys.path]  # noqa: PTH100 - An empty one is the working folder.
    settings = json.dumps([path, str(Path(__file__).parent), reader, asdict(limits)])
    return [sys.executable, "-P", f"-Xutf8={sys.flags.utf8_mode}", "-c", _BOOTSTRAP, settings]


def _has_interpreter() -> bool:
    """Tell whether ``sys.executable`` is a Python, and not a program that has one in it, to be started once more."""
    name = Path(sys.executable or "").stem.lower()
    return not getattr(sys, "frozen", False) and name.startswith(("python", "pypy"))


def _function(name: str) -> Callable[..., Document]:
    """Return the function that ``module:function`` names."""
    module, _, attribute = name.partition(":")
    function: Callable[..., Document] = getattr(import_module(module), attribute)
    return function


def _exchange(child: subprocess.Popen[bytes], request: object, seconds: float) -> tuple[dict[str, Any] | None, bool]:
    """Return what the child answers, None if it ends instead, and whether that came in time; else it is ended."""
    late = threading.Event()

    def end() -> None:
        late.set()
        child.kill()

    timer = threading.Timer(min(seconds, MOST_SECONDS), end)
    timer.daemon = True
    timer.start()
    reply = None
    try:
        _send(child.stdin, request)
        reply = _receive(child.stdout)
    except (OSError, EOFError, ValueError):
        pass
    finally:
        timer.cancel()
        timer.join()  # It ends this child now or never.
    return reply, not late.is_set()


def _how(code: int | None) -> str:
    """Return the name of the signal that ended a process, in brackets, if one did."""
    with contextlib.suppress(ValueError):
        return f" ({signal.Signals(-(code or 0)).name})"
    return ""


def _own_pipes() -> tuple[IO[bytes], IO[bytes]]:
    """Return standard input and output for this module's use alone: what a library prints goes nowhere."""
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nowhere, number)
    return requests, replies


def _take(requests: IO[bytes], asked: queue.SimpleQueue[Any]) -> None:
    """Pass on what is asked, and end this process, whatever it is doing, when nobody is there to ask any more."""
    try:
        while True:
            asked.put(_receive(requests))
    finally:
        os._exit(0)


def _send(pipe: IO[bytes] | None, message: object) -> None:
    """Write one message: its length, and JSON."""
    content = json.dumps(message, ensure_ascii=False).encode("utf-8", "surrogatepass")
    if pipe is not None:
        pipe.write(_LENGTH.pack(_MARK, len(content)) + content)
        pipe.flush()


def _receive(pipe: IO[bytes] | None) -> Any:  # noqa: ANN401 - Whatever JSON says.
    """Return the next message.

    Raises:
        EOFError: the other side is gone, or does not speak like this.
    """
    header = pipe.read(_LENGTH.size) if pipe is not None else b""
    if pipe is None or len(header) < _LENGTH.size:
        raise EOFError
    mark, length = _LENGTH.unpack(header)
    content = pipe.read(length) if mark == _MARK else b""
    if not length or len(content) < length:
        raise EOFError
    return json.loads(content.decode("utf-8", "surrogatepass"))


def _set_limit(name: str, most: int) -> None:
    """Limit what this process may use, where the system can."""
    with contextlib.suppress(ImportError, AttributeError, ValueError, OSError, OverflowError):
        import resource

        kind = getattr(resource, name)
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _end_in(seconds: int) -> None:
    """Let the system end this process then, even if a library lets no other thread run; 0 for never."""
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, min(seconds, MOST_SECONDS))
