"""Which shape of answer a question asks for; decided here and nowhere else."""

from __future__ import annotations

from typing import Literal

Shape = Literal[
    "fact", "reason", "definition", "overview", "list", "count", "expansion", "comparison", "yes_no", "either_or"
]
"""``fact``: a name, a date, a thing. ``reason``: why and how, a clause or sentences. ``definition``: what or who
somebody or something is, some sentences. ``overview``: the whole, or a part of it, as a short extract. ``list``: all
items, or as many as are asked for. ``count``: a number. ``expansion``: what letters stand for. ``comparison``: which
of several comes first. ``yes_no`` and ``either_or``: that word first, then the sentence."""
