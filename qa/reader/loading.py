"""A reader by its name: the shipped one, sentences, or any extractive question-answering model."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Any

from index.errors import ModelNotHadError
from index.hub import model_folder
from qa.reader.errors import ReaderError
from qa.reader.protocol import Reader
from qa.reader.sentence import SentenceReader

READER_VARIABLE = "DOCUMENTARY_QA_READER"
"""Environment variable that names another reader."""
SHIPPED = "shipped"
SENTENCE = "sentence"

_loading = threading.Lock()
_loaded: dict[str, Reader] = {}

_OFFLINE = (
    f"Without internet these work: '{SHIPPED}' (or leave the reader out), '{SENTENCE}', or the folder of a "
    "question-answering model that you have."
)
_FILES = ["*.json", "*.txt", "*.model", "*.safetensors", "*.bin"]


def load_reader(name: str | None = None) -> Reader:
    """Load the reader ``name``, on the CPU; one that is loaded already is given again.

    ``shipped`` is the one that comes with the project, ``sentence`` offers whole sentences and needs no model; any
    other name is the folder of a question-answering model, or one of the Hugging Face hub, such as
    ``deepset/tinyroberta-squad2``, which is taken from the local cache, and downloaded only when it is not there. It
    has to mark "no answer" at its first token, as models trained on SQuAD 2.0 do; or it is a cross-encoder, which
    ranks the passages, and answers are whole sentences. Without ``name`` the environment
    variable ``DOCUMENTARY_QA_READER`` is asked, then the shipped reader is taken.

    Raises:
        ReaderError: the reader cannot be had, its weights were altered, or it is not one that marks answers.
        EncoderError: the packaged sentence model, on which the shipped reader stands, is missing or was altered.
    """
    name = name or os.environ.get(READER_VARIABLE) or SHIPPED
    with _loading:
        if name not in _loaded:
            _loaded[name] = _load(name)
        return _loaded[name]


def _load(name: str) -> Reader:
    """Load the reader of that name anew."""
    if name == SENTENCE:
        return SentenceReader()
    if name == SHIPPED:
        from qa.reader.shipped import shipped

        return shipped()
    try:
        return _from_folder(model_folder(name, patterns=_FILES), name)
    except ModelNotHadError as error:
        raise ReaderError(f"{error} {_OFFLINE}") from error


def _from_folder(folder: Path, name: str) -> Reader:
    """Return a reader over the question-answering model, or the cross-encoder, in ``folder``."""
    from transformers import (
        AutoConfig,
        AutoModelForQuestionAnswering,
        AutoModelForSequenceClassification,
        AutoTokenizer,
    )
    from transformers.utils.logging import disable_progress_bar

    from qa.reader.models import TorchModel
    from qa.reader.ranking import RankingReader
    from qa.reader.span import SpanReader
    from qa.reader.windows import WindowMaker

    disable_progress_bar()  # type: ignore[no-untyped-call]  # It has no annotations.
    try:
        config = AutoConfig.from_pretrained(str(folder), local_files_only=True)
        ranks = config.num_labels == 1 and any("SequenceClassification" in made for made in config.architectures or ())
        kind: Any = AutoModelForSequenceClassification if ranks else AutoModelForQuestionAnswering
        tokenizer: Any = AutoTokenizer.from_pretrained(str(folder), local_files_only=True)
        model, loading = kind.from_pretrained(str(folder), local_files_only=True, output_loading_info=True)
    except Exception as error:  # A broken folder shows itself as any of a dozen kinds of error.
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise ReaderError(f"{name}: no question-answering model can be loaded from it: {reason} {_OFFLINE}") from error
    if any("qa_outputs" in missing or "classifier" in missing for missing in loading["missing_keys"]):
        raise ReaderError(f"{name}: this model was not trained to mark answers, it has no layer for that. {_OFFLINE}")
    if not tokenizer.is_fast or tokenizer.cls_token_id is None:
        raise ReaderError(f"{name}: its tokenizer does not say where its tokens stand in the text. {_OFFLINE}")
    maker = WindowMaker(tokenizer.backend_tokenizer, tokenizer.cls_token_id, tokenizer.pad_token_id)
    return (RankingReader if ranks else SpanReader)(TorchModel(model), maker)
