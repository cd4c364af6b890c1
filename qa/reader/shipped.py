"""The reader that comes with the project: the packaged sentence model, with trained layers of our own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from index.hashing import file_hash
from index.model_files import DEFAULT_MODEL, find_model
from qa.reader.errors import ReaderError

if TYPE_CHECKING:
    from transformers import BertForQuestionAnswering, PreTrainedTokenizerBase

WEIGHTS = Path(__file__).parent / "weights"
"""Folder of the trained weights, their sha256, their model card and the log of their evaluation."""
WEIGHTS_NAME = "reader.safetensors"
HASH_NAME = "reader.json"


def untrained() -> tuple[BertForQuestionAnswering, PreTrainedTokenizerBase]:
    """Return the packaged sentence model with a new linear layer for start and end, and its tokenizer.

    Raises:
        EncoderError: the packaged model is missing or was altered.
    """
    from transformers import AutoTokenizer, BertConfig, BertForQuestionAnswering
    from transformers.utils.logging import disable_progress_bar, get_verbosity, set_verbosity, set_verbosity_error

    folder = str(find_model(DEFAULT_MODEL).folder)
    config = BertConfig.from_pretrained(folder)
    config.hidden_dropout_prob = config.attention_probs_dropout_prob = 0.0
    disable_progress_bar()  # type: ignore[no-untyped-call]  # It has no annotations.
    verbosity = get_verbosity()
    set_verbosity_error()  # type: ignore[no-untyped-call]  # It would report that the new layer has no weights yet.
    try:
        model = BertForQuestionAnswering.from_pretrained(folder, config=config, local_files_only=True)
    finally:
        set_verbosity(verbosity)
    return model, AutoTokenizer.from_pretrained(folder, local_files_only=True)


def shipped(folder: Path = WEIGHTS) -> tuple[BertForQuestionAnswering, PreTrainedTokenizerBase]:
    """Return the trained reader of ``folder``, ready to read, and its tokenizer.

    The architecture, the word embeddings and the tokenizer are those of the packaged sentence model.

    Raises:
        EncoderError: the packaged model is missing or was altered.
        ReaderError: the trained weights are missing or were altered.
    """
    from safetensors.torch import load_file

    file = folder / WEIGHTS_NAME
    check(file)
    model, tokenizer = untrained()
    missing, unknown = model.load_state_dict(
        {name: weight.float() for name, weight in load_file(file).items()}, strict=False
    )
    if unknown or any("word_embeddings" not in name for name in missing):
        raise ReaderError(f"{file}: these are not the weights of this reader ({', '.join([*missing, *unknown])}).")
    return model, tokenizer


def check(file: Path) -> None:
    """Check the trained weights in ``file`` against the sha256 beside them.

    Raises:
        ReaderError: one of the two files is missing, or they do not belong together.
    """
    mend = "Install the project anew, or train them: python -m qa.training DATA_FOLDER --out FOLDER"
    beside = file.with_name(HASH_NAME)
    if not file.is_file() or not beside.is_file():
        raise ReaderError(f"{file}: the reader's trained weights, or {HASH_NAME} beside them, are missing. {mend}")
    expected = json.loads(beside.read_text(encoding="utf-8"))["sha256"]
    found = file_hash(file)
    if found != expected:
        raise ReaderError(f"{file}: these are not the weights that were trained (sha256 {found}). {mend}")
