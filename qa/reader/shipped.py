"""The reader that comes with the project: a model of our own, in int8, and its tokenizer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from index.hashing import file_hash
from qa.reader.errors import ReaderError

if TYPE_CHECKING:
    from qa.reader.span import SpanReader

WEIGHTS = Path(__file__).parent / "weights"
"""Folder of the model, its tokenizer, their sha256, the model card and the log of the evaluation."""
MODEL_NAME = "reader.onnx"
"""The model as it was exported, with its weights."""
GRAPH_NAME = "graph.onnx"
"""The same operations as they are run, written by ``python -m qa.training.graph``; the weights are in the other."""
TOKENIZER_NAME = "tokenizer.json"
HASH_NAME = "reader.json"


def shipped(folder: Path = WEIGHTS) -> SpanReader:
    """Return the reader of ``folder``, ready to read.

    Raises:
        ReaderError: the model or its tokenizer is missing or was altered.
    """
    from tokenizers import Tokenizer

    from qa.reader.models import OnnxModel
    from qa.reader.span import SpanReader
    from qa.reader.windows import WindowMaker

    check(folder)
    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_NAME))
    start, pad = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[PAD]")
    return SpanReader(OnnxModel(folder / GRAPH_NAME), WindowMaker(tokenizer, start, pad))


def check(folder: Path) -> None:
    """Check the files of a trained reader in ``folder`` against the sha256 beside them.

    Raises:
        ReaderError: one of the files is missing, or they do not belong together.
    """
    mend = "Install the project anew."
    files = [folder / name for name in (MODEL_NAME, GRAPH_NAME, TOKENIZER_NAME, HASH_NAME)]
    missing = [file.name for file in files if not file.is_file()]
    if missing:
        raise ReaderError(f"{folder}: {', '.join(missing)} of the trained reader missing. {mend}")
    expected: dict[str, str] = json.loads(files[-1].read_text(encoding="utf-8"))["sha256"]
    for file in files[:-1]:
        if file_hash(file) != expected[file.name]:
            raise ReaderError(f"{file}: this is not what was trained: its sha256 is another. {mend}")
