"""Private indexes: what a visitor of the page adds is asked by that visitor alone, and gone when the visit ends."""

from __future__ import annotations

import shutil
import threading
import time
import uuid
from collections import Counter, OrderedDict, deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from corpus import Document, DocumentaryError
from qa.assistant import Assistant

MOST_INDEXES = 20
"""Private indexes at a time; each takes up to some hundred megabytes of memory and disk."""
MOST_VISITS = 1_000
"""Visits that are remembered at a time."""
KEEP_SECONDS = 300
"""How long a visitor's texts outlive the connection to the page: a phone that slept comes back."""
IDLE_SECONDS = 3_600
"""How long they are kept between two questions of a page that lost its connection and is used nevertheless."""

CROWDED = (
    "Your own texts were let go, for more than {most} visitors have texts of their own here, and yours were asked the "
    "longest ago. You are asking what everybody asks; add your texts again to ask them."
)
EXPIRED = (
    "Your own texts were let go, for the connection to this page was lost. "
    "You are asking what everybody asks; add your texts again to ask them."
)

ENDED = "The build was given up, for its visit has ended or went back to what everybody asks."


@dataclass(eq=False, slots=True)
class Successor:
    """A private assistant that is being made: what it was ``before``, the ``folder`` for it, and what it shall be.

    ``replaced`` are the documents that it had before, where others take their place.
    """

    before: Assistant | None
    folder: Path
    assistant: Assistant | None = None
    replaced: tuple[Document, ...] = ()


@dataclass(eq=False, slots=True)
class _Visit:
    """One session of one browser tab."""

    folder: Path
    assistant: Assistant | None = None
    replaced: tuple[Document, ...] = ()
    uploads: set[Path] = field(default_factory=set)
    notice: str = ""
    ends: float | None = None


class Visitors:
    """The visits of one server; those used last at the end. All folders are below ``root``."""

    def __init__(self, root: Path, *, most: int = MOST_INDEXES, keep_seconds: float = KEEP_SECONDS) -> None:
        self.root = root
        self.most = most
        self._keep_seconds = keep_seconds
        self._visits: OrderedDict[str, _Visit] = OrderedDict()
        self._left_early: deque[str] = deque(maxlen=MOST_VISITS)
        self._lock = threading.Lock()

    def assistant(self, session: str) -> Assistant | None:
        """Return the private assistant of a session; None where it asks what everybody asks."""
        with self._lock:
            visit = self._used(session)
            return visit.assistant if visit else None

    def kept(self, session: str) -> Assistant | None:
        """Return the same where nothing is asked of it: whoever merely has a page open may have to make room."""
        with self._lock:
            visit = self._visits.get(session)
            return visit.assistant if visit else None

    def replaced(self, session: str) -> tuple[Document, ...]:
        """Return the documents of a session that its last change replaced by others."""
        with self._lock:
            visit = self._visits.get(session)
            return visit.replaced if visit else ()

    def notice(self, session: str) -> str:
        """Return why the texts of a session were let go, once."""
        with self._lock:
            visit = self._visits.get(session)
            notice = visit.notice if visit else ""
            if visit:
                visit.notice = ""
            return notice

    @contextmanager
    def changing(self, session: str) -> Iterator[Successor]:
        """Give a session the private assistant that the successor holds at the end; a failure leaves what there was.

        Raises:
            DocumentaryError: the session has ended, before or meanwhile.
        """
        with self._lock:
            visit = self._visit(session)
            successor = Successor(visit.assistant, visit.folder)
        try:
            yield successor
            with self._lock:
                if self._visits.get(session) is not visit or visit.folder != successor.folder:
                    raise DocumentaryError(ENDED)
                visit.assistant, visit.replaced, visit.notice = successor.assistant, successor.replaced, ""
                self._make_room()
        finally:
            if visit.assistant is None or visit.folder != successor.folder:
                shutil.rmtree(successor.folder, ignore_errors=True)

    def check(self, session: str, successor: Successor) -> None:
        """Make sure that a successor is still waited for.

        Raises:
            DocumentaryError: the session has ended, or went back to what everybody asks.
        """
        with self._lock:
            visit = self._visits.get(session)
            if visit is None or visit.folder != successor.folder:
                raise DocumentaryError(ENDED)

    def leave(self, session: str) -> None:
        """Remove the private index of a session."""
        with self._lock:
            visit = self._visits.get(session)
            if visit:
                self._let_go(visit)

    def claim(self, session: str, uploads: Iterable[Path]) -> None:
        """Note which uploaded files a session has chosen; those it had chosen before and no longer has are removed."""
        with self._lock:
            visit = self._visit(session)
            dropped, visit.uploads = visit.uploads - set(uploads), set(uploads)
            self._remove_uploads(dropped)

    def end(self, session: str) -> None:
        """Remove everything of a session whose connection ended, unless it comes back within ``keep_seconds``."""
        with self._lock:
            visit = self._visits.get(session)
            if visit is None:
                self._left_early.append(session)  # What it takes over may come behind this: it has left all the same.
                return
            visit.ends = time.monotonic() + self._keep_seconds
        self._later(self._keep_seconds, session)

    def take_over(self, before: str, session: str) -> bool:
        """Give ``session`` what the visit ``before`` has, whose page was loaded again; tell whether it had texts.

        A visit whose page is still there keeps what it has: a tab that is doubled knows the name of the first.
        """
        with self._lock:
            visit = self._visits.get(before)
            if not session or session == before or visit is None or visit.ends is None or visit.assistant is None:
                return False
            there = self._visits.get(session)
            if there is not None and there.assistant is not None:
                return False
            del self._visits[before]
            self._visits[session] = visit
            has_left = session in self._left_early
            visit.ends = time.monotonic() + self._keep_seconds if has_left else None
            dropped, visit.uploads = visit.uploads, there.uploads if there else set()
            self._remove_uploads(dropped)
        if has_left:
            self._later(self._keep_seconds, session)
        return True

    def close(self) -> None:
        """Remove everything."""
        with self._lock:
            for visit in self._visits.values():
                self._let_go(visit)
            self._visits.clear()
        shutil.rmtree(self.root, ignore_errors=True)

    def _later(self, seconds: float, session: str) -> None:
        timer = threading.Timer(max(seconds, 0.01), self._expire, [session])
        timer.daemon = True
        timer.start()

    def _expire(self, session: str) -> None:
        """Remove a visit whose time is over; look again later where it has got more time since."""
        with self._lock:
            visit = self._visits.get(session)
            if visit is None or visit.ends is None:
                return
            left = visit.ends - time.monotonic()
            if left <= 0:
                had_texts = visit.assistant is not None
                del self._visits[session]
                self._forget(visit)
                if had_texts:  # Should the page be there after all, it has to be told.
                    self._visits[session] = _Visit(self._new_folder(), notice=EXPIRED)
                return
        self._later(left, session)

    def _visit(self, session: str) -> _Visit:
        """Return the visit of a session, a new one where there is none; the oldest go where there are too many."""
        if not session:
            raise DocumentaryError("Open the page in a browser to add texts.")
        visit = self._used(session)
        if visit is None:
            visit = self._visits[session] = _Visit(self._new_folder())
            while len(self._visits) > MOST_VISITS:
                self._forget(self._visits.popitem(last=False)[1])
        return visit

    def _used(self, session: str) -> _Visit | None:
        """Return the visit of a session, which is now the one used last."""
        visit = self._visits.get(session)
        if visit:
            self._visits.move_to_end(session)
            if visit.ends is not None:
                visit.ends = time.monotonic() + max(IDLE_SECONDS, self._keep_seconds)
        return visit

    def _make_room(self) -> None:
        """Let the private indexes go that were asked the longest ago, where there are too many."""
        private = [visit for visit in self._visits.values() if visit.assistant is not None]
        for visit in private[: max(len(private) - self.most, 0)]:
            self._let_go(visit)
            visit.notice = CROWDED.format(most=self.most)

    def _let_go(self, visit: _Visit) -> None:
        """Remove the private index of a visit; a build that is running in the folder finds that out at its end."""
        shutil.rmtree(visit.folder, ignore_errors=True)
        visit.assistant, visit.replaced, visit.folder = None, (), self._new_folder()

    def _forget(self, visit: _Visit) -> None:
        """Remove everything of a visit that is no longer among the visits."""
        self._let_go(visit)
        self._remove_uploads(visit.uploads)

    def _remove_uploads(self, dropped: Iterable[Path]) -> None:
        """Remove uploaded files that no visit has chosen any more; two may have chosen equal ones, which are one."""
        chosen = Counter(path for visit in self._visits.values() for path in visit.uploads)
        for path in dropped:
            if not chosen[path]:
                path.unlink(missing_ok=True)

    def _new_folder(self) -> Path:
        return self.root / uuid.uuid4().hex
