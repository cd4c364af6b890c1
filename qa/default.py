"""The one assistant behind ``ask`` and ``rebuild``: opened at first use, shared by all threads."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from corpus import DocumentaryError, Limits
from index import (
    DEFAULT_MODEL,
    MODEL_VARIABLE,
    BuildReport,
    Encoder,
    Index,
    IndexBusyError,
    IndexMissingError,
    Progress,
    Source,
    StoredIndexError,
    build_index,
    current_folder,
    is_fresh,
    wait_for_build,
)
from qa.assistant import PASSAGES, Assistant, load_encoder
from qa.question import History
from qa.texts import BuildOptions, Text, build_texts
from qa.types import Answer

INDEX_VARIABLE = "DOCUMENTARY_QA_INDEX"
"""Environment variable that names another folder for the default index."""

MEND = "qa.rebuild(), with your texts if it held texts of your own"
"""What errors about the default index tell a program to do; the two faces put their own commands in its place."""

_opening = threading.Lock()
_building = threading.Lock()
_open: dict[tuple[Path, str | None], Assistant] = {}


def ask(question: str, *, history: History = (), passages: int = PASSAGES, reader: str | None = None) -> Answer:
    """Ask the documentary ``question``, or whatever text :func:`rebuild` was last given.

    ``history`` are the turns before it, oldest first, where the question is one of a conversation::

        first = ask("Who created PyTorch?")
        ask("And when did they release it?", history=[Turn(first.question, first)])

    The first call loads the sentence model and, where there is none yet, builds the index (some seconds); later
    calls take a fraction of a second. ``str(answer)`` is the answer's text. ``passages`` is how many are read in each
    collection. ``reader`` names what marks the answer in them: ``"shipped"`` (the default) finds the exact words,
    ``"sentence"`` answers with whole sentences and needs no model, and any other name is a question-answering model of
    the Hugging Face hub or its folder, as :func:`qa.reader.load_reader` takes it.

    Raises:
        StoredIndexError: the stored index is damaged; the message names the file and what mends it.
        EncoderError: the sentence model cannot be had.
        ReaderError: the reader cannot be had.
        ValueError: the history holds something else than turns, pairs or messages.
    """
    return default_assistant().ask(question, history=history, passages=passages, reader=reader)


def rebuild(
    texts: Text | Sequence[Text] | None = None,
    *,
    add: bool = False,
    collection: str = "text",
    media_url: str | None = None,
    strict: bool = False,
    limits: Limits | None = None,
    model: str | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Index ``texts`` in place of what was indexed before; without any, the documentary is brought back.

    A text is a path to a file or folder, a pattern such as ``talks/*.srt``, a string of more than one line, or a
    :class:`corpus.Document`; one or several. With ``add`` they stand beside what is indexed already, a text of the same
    name in the place of the old one. ``collection`` is what answers call the texts ("The *talk* does not say.").
    ``media_url`` is the address of the film that subtitles among them belong to: citations then open it at their
    second. A text that cannot be read is left out and reported; with ``strict`` it is an error. ``limits`` says how
    much is read at all. ``model`` names another sentence model. ``progress`` is told how far the build is. A failure
    leaves the old index in place and serving.

    Raises:
        TextError: a text that is named does not exist, none has any words, or they are beyond the limits.
        EncoderError: the sentence model cannot be had.
        IndexBusyError: another build is running.
    """
    options = BuildOptions(add, collection, media_url, strict, limits, progress)
    # What is added to has to be there, and keeps its model.
    encoder = default_assistant(model=model, progress=progress).encoder if add else None
    return _rebuilt(lambda encoder, folder: build_texts(texts, encoder, folder, options), model, encoder)


def sources() -> tuple[Source, ...]:
    """Return the texts that are indexed, those that are asked first at the front.

    Raises:
        StoredIndexError: there is no index yet, or it is damaged.
    """
    return load_default_index().sources


def remove(sources: Sequence[str], *, progress: Progress | None = None) -> BuildReport:
    """Take the texts of these sources, as :func:`sources` names them, out of the index.

    Raises:
        TextError: one of them is not indexed, or nothing would be left; ``rebuild()`` brings the documentary back.
        IndexBusyError: another build is running.
    """
    encoder = default_assistant(progress=progress).encoder
    return _rebuilt(
        lambda encoder, folder: build_index([], encoder, folder, remove=sources, progress=progress), None, encoder
    )


def default_assistant(*, model: str | None = None, progress: Progress | None = None) -> Assistant:
    """Return the assistant over the default index, which is built or brought up to date where that is due.

    An index that another process has put in the place of the one that is open is opened instead; one that cannot be
    opened is not, and the old one serves on.

    Raises:
        StoredIndexError: the stored index is damaged, or was made with a model other than ``model``.
        EncoderError: the sentence model cannot be had.
    """
    folder = default_folder()
    with _opening:
        if (folder, model) not in _open:
            _open[folder, model] = _load_or_build(folder, model, progress)
        elif _replaced(_open[folder, model]):
            with suppress(DocumentaryError):
                opened = _load_or_build(folder, model, progress)
                _open[folder, model] = opened.take_up(_open[folder, model])
        return _open[folder, model]


def load_default_index() -> Index:
    """Load the default index as it is, after checking every file of it.

    Raises:
        StoredIndexError: there is no index yet, or it is damaged.
    """
    return Index.load(default_folder(), mend=MEND)


def default_folder() -> Path:
    """Return the folder of the default index: ``DOCUMENTARY_QA_INDEX``, or one among the user's data."""
    named = os.environ.get(INDEX_VARIABLE)
    if named:
        return Path(named).expanduser()
    import platformdirs

    return Path(platformdirs.user_data_dir("documentary-qa", appauthor=False)) / "index"


def _rebuilt(
    build: Callable[[Encoder, Path], BuildReport], model: str | None, encoder: Encoder | None = None
) -> BuildReport:
    """Build the default index anew and answer from it."""
    folder = default_folder()
    with _building:  # Questions are answered from the old index meanwhile: they take the other lock.
        encoder = encoder or _encoder_in_use(model) or Encoder.load(model)
        report = build(encoder, folder)
        assistant = Assistant(Index.load(folder, mend=MEND), encoder, folder)
        with _opening:
            before = _open.get((folder, model))
            if before is not None:
                assistant.take_up(before)
            _open.clear()
            _open[folder, model] = _open[folder, None] = assistant
    return report


def _load_or_build(folder: Path, model: str | None, progress: Progress | None) -> Assistant:
    """Load the default index; build it where there is none, or where a build of the bundled texts would differ."""
    try:
        index = Index.load(folder, mend=MEND)
    except IndexMissingError:
        encoder = Encoder.load(model)
        stale = True
    else:
        encoder = _encoder_of(index, model)
        stale = index.manifest.bundled and not is_fresh(folder, index, encoder)
    if stale:
        try:
            build_texts(None, encoder, folder, BuildOptions(progress=progress))
        except IndexBusyError:  # Another process is at it: its index will do.
            wait_for_build(folder)
        index = Index.load(folder, mend=MEND)
    return Assistant(index, encoder, folder)


def _encoder_of(index: Index, model: str | None) -> Encoder:
    """Return the encoder for ``index``, one that is loaded already where it is the same."""
    if model is None and not os.environ.get(MODEL_VARIABLE):
        for assistant in list(_open.values()):
            if assistant.encoder.identity == index.manifest.encoder:
                return assistant.encoder
    return load_encoder(index, model)


def _replaced(assistant: Assistant) -> bool:
    """Tell whether the folder of ``assistant`` holds another index by now."""
    try:
        return current_folder(assistant.folder, mend="").name != assistant.index.name
    except StoredIndexError:
        return False


def _encoder_in_use(model: str | None) -> Encoder | None:
    """Return the packaged encoder if that is asked for and loaded already."""
    name = model or os.environ.get(MODEL_VARIABLE) or DEFAULT_MODEL
    loaded = [assistant.encoder for assistant in list(_open.values())]
    return next((encoder for encoder in loaded if encoder.identity.model == name == DEFAULT_MODEL), None)


def close() -> None:
    """Forget the assistants that are open; the next question opens one again."""
    with _opening:
        _open.clear()
