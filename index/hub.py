"""Models by their name: a folder of this machine, or one of the Hugging Face hub."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from index.errors import ModelNotHadError


def model_folder(name: str, *, patterns: Sequence[str] | None = None) -> Path:
    """Return the folder of the model ``name``: that folder itself, or the hub's from the local cache, else downloaded.

    ``patterns`` say which files of the hub are needed; all of them without.

    Raises:
        ModelNotHadError: there is no such folder, or the hub does not give the model; the message says which.
    """
    folder = Path(name).expanduser()
    if folder.is_dir():
        return folder
    if folder.is_absolute() or name.startswith(("./", "../", "~")) or name.count("/") > 1:
        raise ModelNotHadError(f"{name}: there is no such folder.")
    from huggingface_hub import snapshot_download

    wanted = list(patterns) if patterns else None
    try:
        return Path(snapshot_download(name, local_files_only=True, allow_patterns=wanted))
    except Exception:  # Whatever keeps the cache from being used, the hub itself is asked next.
        try:
            return Path(snapshot_download(name, allow_patterns=wanted))
        except Exception as error:  # The hub client raises errors of a dozen unrelated kinds.
            reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
            raise ModelNotHadError(
                f"The model '{name}' is no folder here, is not in the local cache, and could not be downloaded "
                f"({reason})."
            ) from error
