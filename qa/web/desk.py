"""What the page does for its visitors: each asks an index of their own, or the one that everybody asks."""

from __future__ import annotations

import functools
import hashlib
import threading
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, replace

from corpus import Document, DocumentaryError, Limits, Preview, Skipped, TextError, preview_of
from index import BuildReport, Index, Progress, Source
from qa.assistant import MEND_OWN, Assistant
from qa.default import rebuild, remove
from qa.texts import BuildOptions, build_texts
from qa.web.direction import enclosed
from qa.web.progress import Stage, follow
from qa.web.shared import SharedAssistant
from qa.web.uploads import MOST_CHARACTERS, PAGE_LIMITS, Upload, check_characters, read_upload
from qa.web.visitors import Visitors

WAITING = "waiting for another build to end"
READING = "reading"
SUGGESTIONS = 8
"""Questions that are offered; a page shows some of them at a time."""
MOST_PREVIEWS = 20
"""Texts of which it is shown what was read."""
Building = Generator[Stage, None, BuildReport]


@dataclass(frozen=True, slots=True)
class Rules:
    """What visitors may do: change the index that everybody asks, and how much text each may have indexed."""

    allow_edit: bool = False
    limits: Limits = PAGE_LIMITS
    most_characters: int = MOST_CHARACTERS


class Desk:
    """Serves the sessions of one server; one build runs at a time, and questions are answered meanwhile."""

    def __init__(self, shared: SharedAssistant, visitors: Visitors, rules: Rules) -> None:
        self.shared = shared
        self.visitors = visitors
        self.rules = rules
        self._turn = threading.Lock()
        self._busy: set[str] = set()
        self._counting = threading.Lock()

    def assistant(self, session: str) -> Assistant:
        """Return the assistant that a session asks.

        Raises:
            DocumentaryError: it could not be opened.
        """
        return self.visitors.assistant(session) or self.shared.assistant()

    def shown(self, session: str) -> Assistant:
        """Return the same for what a page shows by itself, which does not count as asking.

        Raises:
            DocumentaryError: it could not be opened.
        """
        return self.visitors.kept(session) or self.shared.assistant()

    def is_private(self, session: str) -> bool:
        """Tell whether a session has an index of its own."""
        return self.visitors.kept(session) is not None

    def state(self, session: str) -> str:
        """Return in a sentence what a session asks."""
        private = self.visitors.kept(session)
        if private is None:
            return self.shared.state
        return f"You are asking{self._only(private)}: {_named(private.index.sources)}; private to this browser tab."

    def asked_of(self, session: str) -> dict[str, str]:
        """Return which texts a session asks: an ``id`` that changes with them, and what they are called.

        Raises:
            DocumentaryError: they could not be opened.
        """
        private = self.visitors.kept(session)
        sources = (private or self.shared.assistant()).index.sources
        told = "\n".join(sorted(f"{one.collection} {one.source} {one.characters}" for one in sources))
        name = f"{self._only(private).strip()} {_named(sources)}" if private else _named(sources)
        return {"id": hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:16], "name": name.strip()}

    def _only(self, private: Assistant) -> str:
        """Return " only" where nothing is asked but a visitor's own texts."""
        try:
            common = {document.text for document in self.shared.assistant().index.documents}
        except DocumentaryError:  # A visitor's own texts can be asked nevertheless.
            return " only"
        return "" if any(document.text in common for document in private.index.documents) else " only"

    def suggestions(self, session: str) -> tuple[tuple[str, ...], bool]:
        """Return questions that are answered by what a session asks, and whether there will be no more of them."""
        private = self.visitors.kept(session)
        if private is None and (not self.shared.done or self.shared.failure):
            return (), True
        return (private or self.shared.assistant()).suggestions_so_far(SUGGESTIONS)

    def sources(self, session: str) -> tuple[Source, ...]:
        """Return the texts that a session asks; none while they are being opened, or where they cannot be."""
        private = self.visitors.kept(session)
        if private is None and (not self.shared.done or self.shared.failure):
            return ()
        return (private or self.shared.assistant()).index.sources

    def own_sources(self, session: str) -> tuple[Source, ...]:
        """Return the texts of a session that are its own, and not among those that everybody asks."""
        private = self.visitors.kept(session)
        if private is None:
            return ()
        shared = set(self.shared.assistant().index.sources)
        return tuple(source for source in private.index.sources if source not in shared)

    def previews(self, session: str, report: BuildReport) -> list[Preview]:
        """Return what was read of the texts that a build has added or changed."""
        read = {*report.added, *report.changed}
        documents = self.assistant(session).index.documents
        return [preview_of(document) for document in documents if document.source in read][:MOST_PREVIEWS]

    def returns_to_documentary(self) -> bool:
        """Tell whether :meth:`restore` leads back to the documentary: the shared texts may be others for now."""
        usable = self.shared.done and not self.shared.failure
        return self.rules.allow_edit or not usable or self.shared.assistant().index.manifest.bundled

    def add(self, session: str, upload: Upload, *, instead: bool) -> Building:
        """Read what a visitor gives and index it beside what is asked, or instead of it.

        Yields the stages. Where visitors may edit, everybody asks the new index, else that session alone.

        Raises:
            DocumentaryError: it cannot be read, is too much, or another build is running.
        """
        if self.rules.allow_edit:
            return self._in_turn(session, functools.partial(self._add_for_all, upload, instead))
        return self._in_turn(session, functools.partial(self._add_privately, session, upload, instead))

    def remove(self, session: str, sources: Sequence[str]) -> Building:
        """Take texts out of what is asked: by everybody where visitors may edit, else by that session alone.

        Raises:
            DocumentaryError: one of them is not there, nothing would be left, or another build is running.
        """
        return self._in_turn(session, functools.partial(self._remove, session, sources))

    def restore(self, session: str) -> Generator[Stage, None, BuildReport | None]:
        """Bring the documentary back for everybody where visitors may edit, else what everybody asks for one session.

        Raises:
            DocumentaryError: another build is running.
        """
        if not self.rules.allow_edit:
            self.visitors.leave(session)
            return None
        report = yield from self._in_turn(session, self._restore)
        return report

    def brings_back(self) -> bool:
        """Tell whether what a text replaces now can be brought back: of what everybody asks, only the documentary."""
        return not self.rules.allow_edit or self.shared.assistant().index.manifest.bundled

    def bring_back(self, session: str) -> Generator[Stage, None, BuildReport | None]:
        """Bring back what the text that was added last has replaced.

        Raises:
            DocumentaryError: another build is running.
        """
        replaced = self.visitors.replaced(session)
        if not replaced:
            return (yield from self.restore(session))
        return (yield from self._in_turn(session, functools.partial(self._bring_back, session, replaced)))

    def _bring_back(self, session: str, replaced: Sequence[Document], progress: Progress) -> BuildReport:
        """Index a visitor's texts of before instead of those of now."""
        with self.visitors.changing(session) as successor:
            successor.assistant = successor.before or self.shared.assistant().copy(successor.folder)
            return successor.assistant.rebuild(list(replaced), BuildOptions(progress=progress))

    def _read(self, upload: Upload, progress: Progress) -> tuple[list[Document], list[Skipped]]:
        """Read what a visitor gives."""
        progress(READING, 0, 0)
        return read_upload(upload, self.visitors.root / "reading", self.rules.limits)

    def _add_for_all(self, upload: Upload, instead: bool, progress: Progress) -> BuildReport:
        """Index what a visitor gives for everybody."""
        documents, skipped = self._read(upload, progress)
        check_characters(documents, (), self.rules.most_characters)
        report = rebuild(documents, add=not instead, model=self.shared.model, progress=progress)
        return replace(report, skipped=(*skipped, *report.skipped))

    def _add_privately(self, session: str, upload: Upload, instead: bool, progress: Progress) -> BuildReport:
        """Index what a visitor gives for that session alone."""
        documents, skipped = self._read(upload, progress)
        shared = self.shared.assistant()
        with self.visitors.changing(session) as successor:
            before, folder = successor.before, successor.folder
            common = {document.text for document in shared.index.documents}
            own = [one for one in before.index.documents if one.text not in common] if before else []
            check_characters(documents, [] if instead else own, self.rules.most_characters)

            def tell(stage: str, done: int, total: int) -> None:
                self.visitors.check(session, successor)
                progress(stage, done, total)

            options = BuildOptions(add=not instead, progress=tell)
            successor.replaced = before.index.documents if before and instead else ()
            if before is None and instead:
                report = build_texts(documents, shared.encoder, folder, options)
                successor.assistant = Assistant(Index.load(folder, mend=MEND_OWN), shared.encoder, folder)
            else:
                successor.assistant = before or shared.copy(folder)
                report = successor.assistant.rebuild(documents, options)
        return replace(report, skipped=(*skipped, *report.skipped))

    def _remove(self, session: str, sources: Sequence[str], progress: Progress) -> BuildReport:
        """Take texts out of what is asked."""
        progress("removing", 0, 0)
        if not sources:
            raise TextError("Choose the texts to remove first.")
        if self.rules.allow_edit:
            return remove(sources, progress=progress)
        with self.visitors.changing(session) as successor:
            successor.assistant = successor.before or self.shared.assistant().copy(successor.folder)
            return successor.assistant.remove(sources)

    def _restore(self, progress: Progress) -> BuildReport:
        """Bring the documentary back for everybody."""
        return rebuild(model=self.shared.model, progress=progress)

    def _in_turn(self, session: str, work: Callable[[Progress], BuildReport]) -> Building:
        """Run ``work`` when it is its turn, but never twice at a time for one session."""
        with self._counting:
            if session in self._busy:
                raise DocumentaryError("A build of yours is running already. Wait until it ends.")
            self._busy.add(session)
        report = yield from follow(functools.partial(self._wait_and_work, session, work))
        return report

    def _wait_and_work(self, session: str, work: Callable[[Progress], BuildReport], progress: Progress) -> BuildReport:
        """Wait until no other build is running, and run ``work``; the session may then have another one."""
        try:
            while not self._turn.acquire(timeout=1):
                progress(WAITING, 0, 0)
            try:
                return work(progress)
            finally:
                self._turn.release()
        finally:
            with self._counting:
                self._busy.discard(session)


def _named(sources: Sequence[Source]) -> str:
    """Return the names of the collections of ``sources``."""
    return ", ".join(enclosed(name) for name in dict.fromkeys(source.collection for source in sources))
