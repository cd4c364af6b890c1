"""Small models with random weights, saved as folders, and passages to read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from corpus import Chunk, Document, Span
from index.model_files import find_model
from qa.types import Passage


@pytest.fixture(scope="session")
def bert_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BERT of one layer with the tokenizer of the packaged model."""
    import torch
    from transformers import AutoTokenizer, BertConfig, BertForQuestionAnswering

    folder = tmp_path_factory.mktemp("bert")
    torch.manual_seed(0)
    config = BertConfig(
        hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16, initializer_range=0.5
    )
    BertForQuestionAnswering(config).save_pretrained(folder)
    AutoTokenizer.from_pretrained(find_model().folder).save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def cross_encoder_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cross-encoder of one layer, which ranks and marks nothing."""
    import torch
    from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

    folder = tmp_path_factory.mktemp("cross-encoder")
    torch.manual_seed(0)
    config = BertConfig(
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        initializer_range=0.5,
        num_labels=1,
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    AutoTokenizer.from_pretrained(find_model().folder).save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def roberta_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A RoBERTa of one layer, whose tokenizer works on bytes and knows no token types."""
    import torch
    from tokenizers import ByteLevelBPETokenizer
    from transformers import RobertaConfig, RobertaForQuestionAnswering, RobertaTokenizerFast

    folder = tmp_path_factory.mktemp("roberta")
    bytes_ = ByteLevelBPETokenizer()
    bytes_.train_from_iterator(
        ["The lighthouse was built in 1874 by Anna Berg."] * 9,
        vocab_size=300,
        min_frequency=1,
        special_tokens=["<s>", "<pad>", "</s>", "<unk>", "<mask>"],
        show_progress=False,
    )
    bytes_.save_model(str(folder))
    tokenizer = RobertaTokenizerFast.from_pretrained(folder)
    tokenizer.save_pretrained(folder)
    torch.manual_seed(0)
    config = RobertaConfig(
        vocab_size=len(tokenizer),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=514,
        type_vocab_size=1,
        initializer_range=0.5,
    )
    RobertaForQuestionAnswering(config).save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def passage() -> Callable[..., Passage]:
    """A function that makes a passage of a text, or of the part of it from ``start`` up to ``end``."""

    def make(text: str, start: int = 0, end: int | None = None, *, source: str = "talk", score: float = 0.5) -> Passage:
        end = len(text) if end is None else end
        chunk = Chunk(f"{source}{start}", Document(source, text), start, end, (), 1, (Span(start, end),))
        return Passage(chunk, score=score, dense=0.5, best_sentence=0.5, lexical=0.5, sentences=())

    return make
