"""An assistant that is opened in the background, and what can be told about it meanwhile and after."""

from __future__ import annotations

import threading
from collections.abc import Callable

from corpus import DocumentaryError
from qa.assistant import Assistant
from qa.default import default_assistant
from qa.web.direction import enclosed


class SharedAssistant:
    """The assistant over the default index, opened in the background so that nobody need wait for it.

    ``told`` says why it could not be opened, in the words of the command that serves the page.
    """

    def __init__(self, model: str | None = None, *, told: Callable[[Exception], str] = str) -> None:
        self.model = model
        self.told = told
        self.failure = ""
        self._doing = "Loading the sentence model. You can already ask; the answer comes when it is there."
        self._done = threading.Event()

    def start(self) -> None:
        """Begin to open the assistant in a thread of its own."""
        threading.Thread(target=self._open, name="opening", daemon=True).start()

    @property
    def done(self) -> bool:
        """Whether the assistant is open, or has failed to open."""
        return self._done.is_set()

    @property
    def doing(self) -> str:
        """What is being done until the assistant is open."""
        return self._doing

    @property
    def state(self) -> str:
        """What is being done, or what is asked, or what is broken."""
        if not self.done or self.failure:
            return self._doing
        manifest = self.assistant().index.manifest
        return (
            f"Ready: {manifest.sentences:,} sentences of the {' and the '.join(map(enclosed, manifest.collections))}, "
            "on this machine, offline."
        )

    def assistant(self) -> Assistant:
        """Return the assistant, waiting for it where it is not open yet.

        Raises:
            DocumentaryError: it could not be opened; the message says how to mend it.
        """
        self._done.wait()
        if self.failure:
            self._open()  # What was broken may have been mended since.
        if self.failure:
            raise DocumentaryError(self.failure)
        return default_assistant(model=self.model)  # The one of now: another process may have rebuilt the index.

    def _open(self) -> None:
        try:
            assistant = default_assistant(model=self.model, progress=self._building)
            _ = assistant.reader  # Loaded here, so that the first question need not wait for it.
            assistant.suggestions_so_far()
            self.failure = ""
        except Exception as error:  # Whatever it is, the page has to say it instead of waiting for ever.
            self.failure = self.told(error) or type(error).__name__
            self._doing = self.failure
        finally:
            self._done.set()

    def _building(self, stage: str, done: int, total: int) -> None:
        self._doing = f"Building the index, once: {stage}, {done} of {total}."
