"""The model that is trained, and what it is trained to do."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

from qa.training.model import ReaderOutput, ReadingModel
from qa.training.windows import Batch

JOINT_WEIGHT = 0.5
"""Weight of the shared softmax beside the softmax of each window."""
RANK_WEIGHT = 1.0
"""Weight of ranking the passage with the answer before the one without."""
TWIN_WEIGHT = 0.5
"""Weight of telling a question from its near-miss."""
VERDICT_WEIGHT = 1.0
"""Weight of the verdict, over all windows of the batch, of which a tenth have one."""
TEACHER_WEIGHT = 0.3
"""Weight of the likeness of relevance to the teacher's."""
TEACHER_STEPS = 2
"""The teacher is asked at each so many steps: it costs a third of a step."""
FROZEN_LAYERS = 5
"""Layers, from below, that stay as they are: the model reads already, and a step costs a fifth less."""
DROPOUT = 0.1
"""Share of the 384 features that is left out behind each sublayer."""
BARRED = -1e4
"""Logit of a token that cannot be marked, or seen."""


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
        kept = states.new_empty(states.shape[0], 1, states.shape[2]).bernoulli_(1 - self.rate)
        return states * kept.div_(1 - self.rate)


def prepare(model: ReadingModel, frozen_layers: int = FROZEN_LAYERS, dropout: float = DROPOUT) -> None:
    """Freeze the embeddings and the lowest layers, and put :class:`SharedDropout` behind each sublayer."""
    bert: Any = model.bert
    bert.embeddings.requires_grad_(False)
    for number, layer in enumerate(bert.encoder.layer):
        layer.attention.output.dropout = SharedDropout(dropout)
        layer.output.dropout = SharedDropout(dropout)
        if number < frozen_layers:
            layer.requires_grad_(False)


def output_of(model: nn.Module, batch: Batch) -> ReaderOutput:
    """Return what ``model`` makes of ``batch``."""
    output: ReaderOutput = model(input_ids=batch.ids, attention_mask=batch.mask, token_type_ids=batch.types)
    return output


def loss_of(output: ReaderOutput, batch: Batch, teacher: torch.Tensor | None = None) -> torch.Tensor:
    """Return the loss of what a model made of a batch, a scalar.

    It is the sum of

    - the cross-entropy of start and end over the tokens of each window and its first token, which stands for "no
      answer" (Devlin et al. 2019);
    - for windows with the same question the cross-entropy over the tokens of both passages, so that logits of
      different passages compare (shared normalisation, Clark and Gardner 2018), and for relevance the logarithm of
      the odds that the passage with the answer ranks first (RankNet, Burges et al. 2005);
    - for twins the same of the odds that there is an answer;
    - the cross-entropy of the verdict on a claim;
    - how far relevance is from ``teacher``, float32 ``(windows,)``, the logits of the cross-encoder that the model
      began as, so that it goes on ranking what it ranked well.
    """
    first = torch.zeros_like(batch.context)
    first[:, 0] = True
    windows = (batch.verdicts < 0).sum().clamp(min=1)
    total = output.start_logits.new_zeros(())
    odds = output.start_logits.new_zeros(len(batch.ids))
    for logits, target in ((output.start_logits, batch.starts), (output.end_logits, batch.ends)):
        alone = logits.masked_fill(~(batch.context | first), BARRED).log_softmax(dim=-1)
        total = total - (target * alone).sum() / windows / 2
        open_to = logits.masked_fill(~batch.context, BARRED)
        odds = odds + (open_to.logsumexp(dim=-1) - logits[:, 0]) / 2
        if len(batch.pairs):
            held, lacking = batch.pairs[:, 0], batch.pairs[:, 1]
            together = torch.cat([open_to[held], open_to[lacking]], dim=1).log_softmax(dim=-1)
            joint = -(target[held] * together[:, : target.shape[1]]).sum() / 2
            total = total + JOINT_WEIGHT * joint / windows
    for scores, pairs, weight in ((output.relevance, batch.pairs, RANK_WEIGHT), (odds, batch.twins, TWIN_WEIGHT)):
        if len(pairs):
            behind = nn.functional.softplus(scores[pairs[:, 1]] - scores[pairs[:, 0]])
            total = total + weight * behind.sum() / windows
    claims = nn.functional.cross_entropy(output.verdict, batch.verdicts, reduction="sum", ignore_index=-1)
    total = total + VERDICT_WEIGHT * claims / len(batch.ids)
    if teacher is not None:
        total = total + TEACHER_WEIGHT * nn.functional.smooth_l1_loss(output.relevance, teacher)
    return total
