"""From the logits of a reading model to spans of tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch

LONGEST_SPAN = 30
"""Tokens of the longest answer."""


def span_logits(start: torch.Tensor, end: torch.Tensor, context: torch.Tensor) -> torch.Tensor:
    """Return the logit of every span: the sum of those of its first and last token; minus infinity if barred.

    ``start`` and ``end`` are float, ``(windows, T)``; ``context``, bool, ``(windows, T)``, marks the tokens of the
    passage. The result is ``(windows, T, LONGEST_SPAN)``, the last index being the length less one.
    """
    import torch

    width = start.shape[1]
    barred = torch.full_like(start, float("-inf"))
    first = torch.where(context, start, barred)
    last = torch.where(context, end, barred)
    padded = torch.nn.functional.pad(last, (0, LONGEST_SPAN - 1), value=float("-inf"))
    return first.unsqueeze(2) + padded.unfold(1, LONGEST_SPAN, 1)[:, :width]
