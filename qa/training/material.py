"""What every training learns from and what it looks at meanwhile, made of the files of the training data."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy

from qa.training.claims import Claim, read_claims
from qa.training.examples import Source, read_sources
from qa.training.measures import Development
from qa.training.negatives import hard_negatives
from qa.training.stream import NEGATIVES

if TYPE_CHECKING:
    from numpy.typing import NDArray

LOOKED_AT = 150
"""Questions a source of the development part that are asked while training, and claims of all sources."""
CLAIMS_HELD = 20
"""One in so many passages has its claims kept out of training."""
_DEVELOPED = ("new_wiki", "squad2", "squad1")


@dataclass(frozen=True, slots=True)
class Material:
    """The ``sources``, hard ``negatives`` and ``claims`` to learn from, by name, and what is looked at meanwhile."""

    sources: dict[str, Source]
    negatives: dict[str, NDArray[numpy.int32]]
    claims: dict[str, list[Claim]]
    development: Development


def read_material(folder: Path, seed: int, *, looked_at: int = LOOKED_AT, negatives: Path | None = None) -> Material:
    """Read the training data in ``folder``; at most ``looked_at`` questions a source, and claims, are looked at.

    ``negatives`` is a file to keep hard negatives in, from which they are taken if it is there: finding them takes
    minutes.

    Raises:
        FileNotFoundError: one of the files of the data is not there.
    """
    whole = read_sources(folder, seed)
    sources = {name: source.part("train") for name, source in whole.items()}
    found = _negatives(sources, negatives)
    claims, held = parted(read_claims(folder, sources, seed, found), seed, looked_at)
    asked = {name: whole[name].part("development").sample(looked_at, seed) for name in _DEVELOPED}
    return Material(sources, found, claims, Development(asked, held))


def parted(claims: dict[str, list[Claim]], seed: int, most: int) -> tuple[dict[str, list[Claim]], list[Claim]]:
    """Return claims to learn from by source, and at most ``most`` of all sources, about other passages, to look at."""
    held: list[Claim] = []
    learnt: dict[str, list[Claim]] = {}
    for name, all_of_it in claims.items():
        apart = [is_held(claim.context, CLAIMS_HELD) for claim in all_of_it]
        learnt[name] = [claim for claim, out in zip(all_of_it, apart, strict=True) if not out]
        kept = [claim for claim, out in zip(all_of_it, apart, strict=True) if out]
        rng = numpy.random.default_rng(seed)
        held += [kept[row] for row in rng.permutation(len(kept))[: most // len(claims)].tolist()]
    return learnt, held


def is_held(name: str, one_in: int) -> bool:
    """Whether ``name`` is among the one in so many that are kept out of training: always the same, by its sha256."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % one_in == 0


def _negatives(sources: dict[str, Source], file: Path | None) -> dict[str, NDArray[numpy.int32]]:
    """Return the hard negatives of each source, from ``file`` if it is there, to which they are written if not."""
    if file is not None and file.exists():
        with numpy.load(file) as held:
            return {name: held[name] for name in NEGATIVES}
    found = {name: hard_negatives(sources[name]) for name in NEGATIVES}
    if file is not None:
        numpy.savez_compressed(file, allow_pickle=False, **found)
    return found
