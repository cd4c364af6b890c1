"""What a visitor of the page gives: uploaded files and pasted text, read under harmless names and within limits."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus import (
    LIMITS_VARIABLE,
    Document,
    Limits,
    Skipped,
    TextError,
    clean,
    read_pasted,
    read_paths,
    source_name,
)
from corpus.names import numbered
from qa.texts import with_film

PAGE_LIMITS = Limits(
    file_bytes=20_000_000,
    files=50,
    unpacked_bytes=100_000_000,
    pages=1_000,
    memory_bytes=1_000_000_000,
)
"""The most that is read of what a visitor gives, who may be anybody; less than what the owner's own shell reads."""
MOST_CHARACTERS = 2_000_000
"""Characters that one visitor may have indexed: some thousand pages, minutes of work for two processor cores."""
LONGEST_COLLECTION = 40
"""Characters of the name that answers call the texts by."""
LONGEST_ADDRESS = 2_000
"""Characters of the address of a film."""


@dataclass(frozen=True, slots=True)
class Upload:
    """What a visitor gives: uploaded files, pasted text, what answers call it, and the address of its film."""

    files: Sequence[Path] = ()
    pasted: str = ""
    collection: str = "text"
    media_url: str = ""


def page_limits(settings: str = "") -> Limits:
    """Return the limits of the page with those changed that the environment and ``settings`` name.

    Raises:
        TextError: a setting cannot be understood.
    """
    return PAGE_LIMITS.changed(os.environ.get(LIMITS_VARIABLE, "")).changed(settings)


def read_upload(upload: Upload, workplace: Path, limits: Limits) -> tuple[list[Document], list[Skipped]]:
    """Read everything that a visitor gives; nothing that was typed is ever taken for a path.

    The files are read from copies below ``workplace``, which are removed again. What cannot be read is left out.

    Raises:
        TextError: there is nothing to read, nothing can be read, or what was typed beside it makes no sense.
    """
    collection = " ".join(clean(upload.collection).split()) or "text"
    if len(collection) > LONGEST_COLLECTION:
        raise TextError(f"The name of the texts is too long; {LONGEST_COLLECTION} characters are the most.")
    media_url = _web_address(upload.media_url)
    if not upload.files and not upload.pasted.strip():
        raise TextError("There is nothing to read yet. Choose a file, or paste a text.")
    documents, skipped = _read_files(upload.files, collection, workplace, limits) if upload.files else ([], [])
    if upload.pasted.strip():
        try:
            documents.append(read_pasted(upload.pasted, collection=collection, limits=limits))
        except TextError as error:
            skipped.append(Skipped("pasted text", f"The pasted text: {error}"))
    if not documents:
        raise TextError("\n".join(["Nothing of this can be read.", *(skip.reason for skip in skipped)]))
    return with_film(documents, media_url), skipped


def check_characters(documents: Sequence[Document], kept: Sequence[Document], most: int) -> None:
    """Refuse more text than a visitor may have indexed; ``kept`` is what that visitor has indexed already.

    Raises:
        TextError: it is more than ``most`` characters.
    """
    replaced = {document.source for document in documents}
    count = sum(len(one.text) for one in documents)
    count += sum(len(one.text) for one in kept if one.source not in replaced)
    if count > most:
        raise TextError(
            f"These are {count:,} characters, and {most:,} are the most that one visitor may have indexed here. "
            "Give less, or use the command line on a machine of your own."
        )


def _read_files(
    files: Sequence[Path], collection: str, workplace: Path, limits: Limits
) -> tuple[list[Document], list[Skipped]]:
    """Read files from copies that have the names their sources shall have, so that no path is told to anybody."""
    workplace.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=workplace) as folder:
        copies: dict[str, Path] = {}
        for file in files:
            name, number = source_name(file.name), 2
            while name.casefold() in copies:
                name, number = numbered(source_name(file.name), number), number + 1
            copies[name.casefold()] = Path(folder) / name
            try:
                shutil.copyfile(file, copies[name.casefold()])
            except OSError as error:
                raise TextError(f"{name}: is not there any more. Take it out and choose it again.") from error
        try:
            documents, skipped = read_paths(list(copies.values()), collection=collection, limits=limits)
        except TextError as error:
            raise TextError(_without(folder, str(error))) from error
    return documents, [
        replace(skip, source=Path(skip.source).name, reason=_without(folder, skip.reason)) for skip in skipped
    ]


def _without(folder: str, message: str) -> str:
    """Return ``message`` without the folder of the copies, which is nobody's business."""
    return message.replace(folder + os.sep, "")


def _web_address(typed: str) -> str:
    """Return the address of a film; empty where none is upload."""
    address = typed.strip()
    if address and (
        not address.lower().startswith(("https://", "http://"))
        or len(address) > LONGEST_ADDRESS
        or any(not character.isprintable() or character.isspace() for character in address)
    ):
        raise TextError("The address of the film has to begin with https:// or http:// and has no blanks in it.")
    return address
