"""Files that are zip archives of others: Word documents, slides, books."""

from __future__ import annotations

import io
import zipfile

from corpus.errors import TextError
from corpus.limits import Limits
from corpus.refusals import beyond, broken

MOST_ENTRIES = 10_000
"""Files in such an archive."""

_BLOCK = 1 << 20
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def check_archive(content: bytes, source: str, limits: Limits, *, kind: str) -> None:
    """Unpack everything once, without keeping it, so that no archive is larger than it says.

    ``kind`` is what the file should be, such as ``Word document (.docx)``.

    Raises:
        TextError: it is no such archive, it is cut off or damaged, or it is beyond ``limits``.
    """
    if content.startswith(_OLD_OFFICE):
        what = "is a file of the old kind of Office, or protected by a password"
        raise TextError(f"{source}: {what}. Save it as a {kind} without a password.")
    if not content.startswith(b"PK"):
        raise TextError(f"{source}: {'is empty' if not content else f'is no {kind}'}.")
    unpacked = 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_ENTRIES:
                raise TextError(f"{source}: holds {len(entries)} files, more than any {kind} does.")
            for entry in entries:
                with archive.open(entry) as stream:
                    while block := stream.read(_BLOCK):
                        unpacked += len(block)
                        if unpacked > limits.unpacked_bytes:
                            what = f"{source}: unpacks to more than {limits.unpacked_bytes:,} bytes."
                            raise beyond(what, "unpacked_bytes", 2 * limits.unpacked_bytes)
    except (TextError, MemoryError):
        raise
    except Exception as error:  # A broken archive shows itself as any of a dozen kinds of error.
        raise broken(source, kind) from error


def kind_of_archive(content: bytes) -> str:
    """Return the ending that the name of an archive should have, by what is in it; ``.docx`` where that is unclear."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return ".docx"
    if any(name.startswith("ppt/") for name in names):
        return ".pptx"
    return ".epub" if "META-INF/container.xml" in names else ".docx"
