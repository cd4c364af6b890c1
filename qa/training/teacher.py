"""A larger model that learns the same and then teaches: its outputs say more of an example than its answer does.

Source:
    Song et al. 2020, *MPNet: Masked and Permuted Pre-training for Language Understanding*, as ``all-mpnet-base-v2`` has
    it. Written out here so that attention runs fused: ``transformers`` adds the position bias in a loop of its own.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import torch
from torch import nn

from qa.training.model import VERDICTS, ReaderOutput, ReadingModel
from qa.training.objective import BARRED

_SHIFT = 4
"""MPNet's vocabulary is BERT's behind four tokens of its own."""
_OWN = {0: 1, 101: 0, 102: 2, 100: 3}
"""Padding, first token, separator and unknown word: what stands for each of BERT's."""


class TeachingModel(nn.Module):
    """MPNet with the heads of :class:`qa.training.model.ReadingModel`; it is given the tokens of BERT's vocabulary."""

    known: torch.Tensor

    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__()
        size, self.heads = config["hidden_size"], config["num_attention_heads"]
        self.buckets: int = config["relative_attention_num_buckets"]
        self.words = nn.Embedding(config["vocab_size"], size)
        self.places = nn.Embedding(config["max_position_embeddings"], size)
        self.norm = nn.LayerNorm(size, eps=config["layer_norm_eps"])
        self.dropout = nn.Dropout(config["hidden_dropout_prob"])
        self.bias = nn.Embedding(self.buckets, self.heads)
        self.layers = nn.ModuleList(_Layer(config) for _ in range(config["num_hidden_layers"]))
        self.marks = nn.Linear(size, 2)
        self.relevance = nn.Sequential(nn.Linear(size, size), nn.Tanh(), nn.Linear(size, 1))
        self.verdict = nn.Sequential(nn.Linear(2 * size, size), nn.Tanh(), nn.Linear(size, len(VERDICTS)))
        known = torch.arange(config["vocab_size"]) + _SHIFT
        for token, own in _OWN.items():
            known[token] = own
        self.register_buffer("known", known.clamp(max=config["vocab_size"] - 1), persistent=False)

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> ReaderOutput:
        """Read windows: ids, mask and types are int64, ``(windows, T)``; MPNet has no types."""
        del token_type_ids
        length = input_ids.shape[1]
        places = torch.arange(2, length + 2, device=input_ids.device)
        states = self.dropout(self.norm(self.words(self.known[input_ids]) + self.places(places)))
        bias = self.bias(relative_buckets(length, self.buckets).to(input_ids.device)).permute(2, 0, 1)
        barred = (attention_mask == 0)[:, None, None, :]
        open_to = bias[None].masked_fill(barred, BARRED).to(self._type(states))
        for layer in self.layers:
            states = layer(states, open_to)
        marks = self.marks(states).float()
        both = torch.cat([states[:, 0], ReadingModel.mean(states, attention_mask)], dim=1)
        return ReaderOutput(
            marks[..., 0], marks[..., 1], self.relevance(states[:, 0]).float()[:, 0], self.verdict(both).float()
        )

    @staticmethod
    def _type(states: torch.Tensor) -> torch.dtype:
        """Return the type that queries and keys will have, which their bias must have too."""
        kind = states.device.type
        return torch.get_autocast_dtype(kind) if torch.is_autocast_enabled(kind) else states.dtype


class _Layer(nn.Module):
    """Attention and the two dense layers behind it, each with its norm after the sum."""

    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__()
        size, inner, self.heads = config["hidden_size"], config["intermediate_size"], config["num_attention_heads"]
        self.together = nn.Linear(size, 3 * size)
        self.out = nn.Linear(size, size)
        self.norm = nn.LayerNorm(size, eps=config["layer_norm_eps"])
        self.up = nn.Linear(size, inner)
        self.down = nn.Linear(inner, size)
        self.last_norm = nn.LayerNorm(size, eps=config["layer_norm_eps"])
        self.dropout = nn.Dropout(config["hidden_dropout_prob"])

    def forward(self, states: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
        windows, length, size = states.shape
        query, key, value = (
            self.together(states).view(windows, length, 3, self.heads, size // self.heads).permute(2, 0, 3, 1, 4)
        )
        seen = nn.functional.scaled_dot_product_attention(query, key, value, attn_mask=bias)
        states = self.norm(states + self.dropout(self.out(seen.transpose(1, 2).reshape(windows, length, size))))
        changed: torch.Tensor = self.last_norm(states + self.dropout(self.down(nn.functional.gelu(self.up(states)))))
        return changed


def relative_buckets(length: int, buckets: int, farthest: int = 128) -> torch.Tensor:
    """Return which bias holds between two tokens, int64 ``(length, length)`` (T5, Raffel et al. 2020).

    Half of the ``buckets`` are for what stands behind; in each half, one for each small distance and then, up to
    ``farthest``, wider ones.
    """
    places = torch.arange(length)
    apart = places[:, None] - places[None, :]
    half = buckets // 2
    exact = half // 2
    far = apart.abs()
    wide = exact + (torch.log(far.clamp(min=1) / exact) / math.log(farthest / exact) * (half - exact)).long()
    return (apart < 0).long() * half + torch.where(far < exact, far, wide.clamp(max=half - 1))


def from_encoder(folder: Path, seed: int = 0) -> TeachingModel:
    """Return a model that begins as the sentence encoder in ``folder``; its heads are new, drawn by ``seed``.

    Raises:
        OSError: the folder holds no model.
        ValueError: it is another kind of model than MPNet.
    """
    from safetensors.torch import load_file

    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    if config.get("model_type") != "mpnet":
        raise ValueError(f"{folder} holds a model of type {config.get('model_type')}; a teacher is of type mpnet.")
    torch.manual_seed(seed)
    model = TeachingModel(config)
    given = {
        name.removeprefix("mpnet."): weight.float() for name, weight in load_file(folder / "model.safetensors").items()
    }
    model.load_state_dict(_renamed(given, len(model.layers)), strict=False)
    model.bias.requires_grad_(False)
    model.words.requires_grad_(False)
    return model


def _renamed(given: dict[str, torch.Tensor], layers: int) -> dict[str, torch.Tensor]:
    """Return the weights of ``transformers`` under the names of :class:`TeachingModel`."""
    names = {
        "words.weight": "embeddings.word_embeddings.weight",
        "places.weight": "embeddings.position_embeddings.weight",
        "norm.weight": "embeddings.LayerNorm.weight",
        "norm.bias": "embeddings.LayerNorm.bias",
        "bias.weight": "encoder.relative_attention_bias.weight",
    }
    parts = {
        "out": "attention.attn.o",
        "norm": "attention.LayerNorm",
        "up": "intermediate.dense",
        "down": "output.dense",
        "last_norm": "output.LayerNorm",
    }
    weights = {own: given[theirs] for own, theirs in names.items()}
    for layer in range(layers):
        before = f"encoder.layer.{layer}"
        for kind in ("weight", "bias"):
            weights |= {f"layers.{layer}.{own}.{kind}": given[f"{before}.{part}.{kind}"] for own, part in parts.items()}
            weights[f"layers.{layer}.together.{kind}"] = torch.cat(
                [given[f"{before}.attention.attn.{one}.{kind}"] for one in "qkv"]
            )
    return weights
