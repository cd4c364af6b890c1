"""The model that is trained, and what it is trained to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from torch import nn

from qa.training.windows import Batch

if TYPE_CHECKING:
    from transformers import BertConfig, BertForQuestionAnswering
    from transformers.models.bert.modeling_bert import BertEmbeddings

JOINT_WEIGHT = 0.5
"""Weight of the shared softmax beside the softmax of each window."""
DROPOUT = 0.1
"""Share of the 384 features that is left out behind each sublayer."""
BARRED = -1e4
"""Logit of a token that cannot be marked."""


class SharedDropout(nn.Module):
    """Dropout with one mask for all tokens of a text (Gal and Ghahramani 2016).

    Drawing a number for each feature of each token takes a third of a training step on a CPU; this takes next to none.
    """

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = rate

    def forward(self, states: torch.Tensor) -> torch.Tensor:
        """Return ``states``, float32 ``(texts, tokens, features)``, with the same features left out at each token."""
        if not self.training or self.rate == 0:
            return states
        kept = torch.empty(states.shape[0], 1, states.shape[2]).bernoulli_(1 - self.rate)
        return states * kept.div_(1 - self.rate)


def prepare(model: BertForQuestionAnswering) -> None:
    """Freeze the word embeddings, and put :class:`SharedDropout` behind each sublayer."""
    embeddings: BertEmbeddings = model.bert.embeddings
    embeddings.word_embeddings.weight.requires_grad_(False)
    layers: Any = model.bert.encoder.layer
    for layer in layers:
        layer.attention.output.dropout = SharedDropout(DROPOUT)
        layer.output.dropout = SharedDropout(DROPOUT)


def without_dropout(config: BertConfig) -> BertConfig:
    """Return ``config`` with its own dropout off, which would keep attention from its fast path."""
    config.hidden_dropout_prob = 0.0
    config.attention_probs_dropout_prob = 0.0
    return config


def loss_of(model: BertForQuestionAnswering, batch: Batch) -> torch.Tensor:
    """Return the loss of a batch, a scalar.

    It is the cross-entropy of start and end over the tokens of each window and its first token, which stands for "no
    answer" (Devlin et al. 2019); and for windows with the same question the cross-entropy over the tokens of both
    passages, so that logits of different passages compare (shared normalisation, Clark and Gardner 2018).
    """
    output = model(input_ids=batch.ids, attention_mask=batch.mask, token_type_ids=batch.types)
    first = torch.zeros_like(batch.context)
    first[:, 0] = True
    total = torch.zeros(())
    for logits, target in ((output.start_logits, batch.starts), (output.end_logits, batch.ends)):
        alone = logits.masked_fill(~(batch.context | first), BARRED).log_softmax(dim=-1)
        total = total - (target * alone).sum(-1).mean() / 2
        if len(batch.pairs):
            held, lacking = batch.pairs[:, 0], batch.pairs[:, 1]
            open_to = logits.masked_fill(~batch.context, BARRED)
            together = torch.cat([open_to[held], open_to[lacking]], dim=1).log_softmax(dim=-1)
            joint = -(target[held] * together[:, : target.shape[1]]).sum() / 2
            total = total + JOINT_WEIGHT * joint / len(batch.ids)
    return total
