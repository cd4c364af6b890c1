"""Files that are zip archives of others: Word documents, slides, books."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Collection

from corpus.errors import TextError
from corpus.limits import Limits
from corpus.unreadable import beyond, broken

MOST_ENTRIES = 10_000
"""Files in such an archive."""

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCAL_HEADER = struct.Struct("<4s22xHH")
"""What stands before the bytes of a file: its mark, and how long the name and the extra field behind it are."""
_ENCRYPTED = 1


class Archive:
    """The files in an archive, each unpacked when it is asked for, all together to no more than the limits allow.

    ``kind`` is what the archive should be, such as ``book (.epub)``. :class:`zipfile.ZipFile` reads its table; its way
    to open a file takes several times as long as unpacking a small one, of which slides have thousands.

    Raises:
        TextError: it is no such archive, it is cut off or damaged, or there are more files in it than any has.
    """

    def __init__(self, content: bytes, source: str, limits: Limits, *, kind: str) -> None:
        if content.startswith(_OLD_OFFICE):
            what = "is a file of the old kind of Office, or protected by a password"
            raise TextError(f"{source}: {what}. Save it as a {kind} without a password.")
        if not content.startswith(b"PK"):
            raise TextError(f"{source}: {'is empty' if not content else f'is no {kind}'}.")
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
        except MemoryError:
            raise
        except Exception as error:  # A broken table shows itself as any of a dozen kinds of error.
            raise broken(source, kind) from error
        self._content = memoryview(content)
        self._entries = self._archive.NameToInfo
        self._source = source
        self._most = limits.unpacked_bytes
        self._unpacked = 0
        if len(self._archive.filelist) > MOST_ENTRIES:
            raise TextError(f"{source}: holds {len(self._archive.filelist)} files, more than any {kind} does.")

    @property
    def names(self) -> Collection[str]:
        """The names of the files."""
        return self._entries.keys()

    def read(self, name: str) -> bytes:
        """Return the bytes of a file; what is read twice counts twice.

        Raises:
            TextError: with this file, more than ``unpacked_bytes`` were asked for.
            KeyError: there is no such file.
            zipfile.BadZipFile, zlib.error, struct.error, RuntimeError: it is damaged, encrypted or larger than it says.
        """
        entry = self._entries[name]
        self._unpacked += entry.file_size
        if self._unpacked > self._most:
            what = f"{self._source}: unpacks to more than {self._most:,} bytes."
            raise beyond(what, "unpacked_bytes", 2 * self._most)
        if entry.compress_type != zipfile.ZIP_DEFLATED or entry.flag_bits & _ENCRYPTED or not entry.file_size:
            return self._archive.read(entry)
        mark, name_length, extra_length = _LOCAL_HEADER.unpack_from(self._content, entry.header_offset)
        start = entry.header_offset + _LOCAL_HEADER.size + name_length + extra_length
        packed = self._content[start : start + entry.compress_size]
        unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
        content = unpacking.decompress(packed, entry.file_size)  # No more than it says, so that nothing explodes.
        if mark != b"PK\x03\x04" or len(content) != entry.file_size or zlib.crc32(content) != entry.CRC:
            raise zipfile.BadZipFile(name)
        return content


def check_archive(content: bytes, source: str, limits: Limits, *, kind: str) -> None:
    """Unpack everything once, without keeping it, for a library that unpacks an archive without a limit.

    ``kind`` is what the file should be, such as ``Word document (.docx)``.

    Raises:
        TextError: it is no such archive, it is cut off or damaged, or it is beyond ``limits``.
    """
    archive = Archive(content, source, limits, kind=kind)
    try:
        for name in archive.names:
            archive.read(name)
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
    if "content.xml" in names and "META-INF/container.xml" not in names:
        return ".odt"
    return ".epub" if "META-INF/container.xml" in names else ".docx"
