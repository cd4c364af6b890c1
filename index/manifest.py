"""What an index on disk says of itself, and the check that its files are the ones that were written."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from corpus import ChunkSettings
from index.encoder import EncoderIdentity
from index.errors import IndexDamagedError, IndexMismatchError
from index.hashing import file_hash

FORMAT_VERSION = 3
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """The description of an index: made how, of what, and with which files.

    ``vectors`` names the kind of each file of vectors. ``collections`` are in the order in which they are asked.
    ``texts`` gives the sha256 of each source's content, ``files`` size in bytes and sha256 of each file beside the
    manifest. ``bundled`` is true for the texts that come with the project.
    """

    created: str
    encoder: EncoderIdentity
    chunking: ChunkSettings
    vectors: dict[str, str]
    collections: tuple[str, ...]
    texts: dict[str, str]
    documents: int
    chunks: int
    sentences: int
    bundled: bool
    files: dict[str, tuple[int, str]]

    def to_json(self) -> str:
        """Return the manifest as it stands on disk."""
        return json.dumps({"format_version": FORMAT_VERSION, **asdict(self)}, indent=2, ensure_ascii=False) + "\n"

    @classmethod
    def read(cls, folder: Path, *, mend: str) -> Manifest:
        """Read and check the manifest in ``folder``; ``mend`` is what errors tell the user to do.

        Raises:
            IndexDamagedError: the manifest is missing, is not what was written, or a file that it names is not.
            IndexMismatchError: it was written by another version of the format.
        """
        path = folder / MANIFEST
        try:
            written = path.read_bytes()
            data: dict[str, Any] = json.loads(written)
            version = data.pop("format_version")
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise IndexDamagedError(f"{path}: the manifest is missing or cut short.", mend) from error
        if version != FORMAT_VERSION:
            raise IndexMismatchError(
                f"{path}: the index has format version {version}, this program reads {FORMAT_VERSION}.",
                mend,
            )
        if folder.name != name_of(written):
            raise IndexDamagedError(f"{path}: the manifest was changed after it was written.", mend)
        try:
            manifest = cls(
                **{
                    **data,
                    "encoder": EncoderIdentity(**data["encoder"]),
                    "chunking": ChunkSettings(**data["chunking"]),
                    "collections": tuple(data["collections"]),
                    "files": {name: (size, digest) for name, (size, digest) in data["files"].items()},
                }
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise IndexMismatchError(
                f"{path}: the manifest has other fields than this program writes ({error}).",
                mend,
            ) from error
        for name, (size, digest) in manifest.files.items():
            file = folder / name
            if not file.is_file():
                raise IndexDamagedError(f"{file}: this file of the index is missing.", mend)
            if file.stat().st_size != size or file_hash(file) != digest:
                raise IndexDamagedError(f"{file}: this is not the file that was written.", mend)
        return manifest


def name_of(manifest: bytes) -> str:
    """Return the name of the folder of an index: a hash of its manifest, and through that of all its files."""
    return hashlib.sha256(manifest).hexdigest()[:24]
