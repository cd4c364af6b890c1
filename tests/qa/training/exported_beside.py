"""Holds an exported reader beside the model that it was exported from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from cities import paragraph

from qa.training.evaluate import OnnxReader
from qa.training.windows import Group, batch_of, tokenize, window


def assert_alike(model: torch.nn.Module, tokenizer: Any, folder: Path, most: float) -> None:
    """Check that no output of ``model`` differs by more than ``most`` from that of the reader in ``folder``."""
    asked = tokenizer("Who opened it?", add_special_tokens=False)["input_ids"]
    made = [window(asked, one, (), tokenizer) for one in tokenize([paragraph("Oslo", 1), "Short."], tokenizer)]
    batch = batch_of([Group((one,)) for one in made])
    with torch.inference_mode():
        outputs = [one(batch.ids, batch.mask, batch.types) for one in (model.eval(), OnnxReader(folder))]
    real = batch.mask.bool()
    for which in ("start_logits", "end_logits"):
        trained, exported = (getattr(output, which)[real] for output in outputs)
        assert torch.allclose(trained, exported, atol=most), (folder, which)
    for which in ("relevance", "verdict"):
        trained, exported = (getattr(output, which) for output in outputs)
        assert torch.allclose(trained, exported, atol=most), (folder, which)
