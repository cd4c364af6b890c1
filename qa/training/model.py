"""The model that reads: one backbone, with a head each for relevance, for start and end, and for a verdict."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from torch import nn

if TYPE_CHECKING:
    from transformers import BertConfig

VERDICTS = ("yes", "no", "not said")
"""What the verdict head tells apart: the passage says that the claim holds, that it does not, or neither."""


@dataclass(frozen=True, slots=True)
class ReaderOutput:
    """Logits of a batch of windows, float32.

    ``start_logits`` and ``end_logits`` are ``(windows, T)``, the first token standing for "no answer"; ``relevance``
    is ``(windows,)``, higher for a passage that answers; ``verdict`` is ``(windows, 3)``, in the order of
    :data:`VERDICTS`.
    """

    start_logits: torch.Tensor
    end_logits: torch.Tensor
    relevance: torch.Tensor
    verdict: torch.Tensor


class ReadingModel(nn.Module):
    """BERT with three heads; the names of its weights are those of ``transformers`` where that has the same part.

    ``bert`` and ``classifier`` are those of ``BertForSequenceClassification`` with one label, which is what
    cross-encoders for reranking are; ``qa_outputs`` is that of ``BertForQuestionAnswering``.
    """

    def __init__(self, config: BertConfig) -> None:
        from transformers import BertModel

        super().__init__()
        self.config = config
        self.bert = BertModel(config, add_pooling_layer=True)
        self.classifier = nn.Linear(config.hidden_size, 1)
        self.qa_outputs = nn.Linear(config.hidden_size, 2)
        self.verdict = nn.Sequential(
            nn.Linear(2 * config.hidden_size, config.hidden_size),
            nn.Tanh(),
            nn.Linear(config.hidden_size, len(VERDICTS)),
        )

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> ReaderOutput:
        """Read windows: ids, mask and types are int64, ``(windows, T)``."""
        states = self.bert(input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids)
        marks = self.qa_outputs(states.last_hidden_state).float()
        return ReaderOutput(
            marks[..., 0],
            marks[..., 1],
            self.classifier(states.pooler_output).float()[:, 0],
            self.verdict(
                torch.cat([states.last_hidden_state[:, 0], self.mean(states.last_hidden_state, attention_mask)], dim=1)
            ).float(),
        )

    @staticmethod
    def mean(states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return the mean of the states of all tokens but the padding, ``(windows, features)``."""
        weights = mask.unsqueeze(-1).to(states.dtype)
        return (states * weights).sum(dim=1) / weights.sum(dim=1)


def from_cross_encoder(folder: Path, seed: int = 0) -> tuple[ReadingModel, Any]:
    """Return a model that begins as the cross-encoder in ``folder``, and its tokenizer; the other heads are new.

    The new heads are drawn by ``seed``, so that two runs begin alike.

    Raises:
        OSError: the folder holds no such model.
    """
    from safetensors.torch import load_file
    from transformers import AutoTokenizer, BertConfig

    config = BertConfig.from_pretrained(str(folder))
    config.hidden_dropout_prob = config.attention_probs_dropout_prob = 0.0
    torch.manual_seed(seed)
    model = ReadingModel(config)
    model.load_state_dict(
        {name: weight.float() for name, weight in load_file(folder / "model.safetensors").items()}, strict=False
    )
    return model, AutoTokenizer.from_pretrained(str(folder), local_files_only=True)
