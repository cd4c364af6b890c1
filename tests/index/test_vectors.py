"""The nearest vectors are found, in a small index and in a large one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy
import pytest

from index.errors import IndexDamagedError
from index.vectors import FLAT, VectorIndex

COUNT, DIMENSION = 4000, 32


@pytest.fixture(scope="module")
def vectors() -> Any:
    """Unit vectors in a few dozen clusters, as those of texts on a few dozen subjects are."""
    random = numpy.random.default_rng(1)
    subjects = random.normal(size=(40, DIMENSION))
    spread = subjects[random.integers(0, 40, COUNT)] + 0.5 * random.normal(size=(COUNT, DIMENSION))
    return (spread / numpy.linalg.norm(spread, axis=1, keepdims=True)).astype(numpy.float32)


def blocks(vectors: Any) -> list[Any]:
    return [vectors[start : start + 700] for start in range(0, len(vectors), 700)]


@pytest.mark.parametrize("largest_flat", [COUNT, COUNT - 1], ids=["small", "large"])
def test_the_nearest_are_found_also_after_loading(vectors: Any, tmp_path: Path, largest_flat: int) -> None:
    path = tmp_path / "some.faiss"
    built = VectorIndex.build(blocks(vectors), COUNT, DIMENSION, path, largest_flat=largest_flat)
    loaded = VectorIndex.load(path)
    assert built.kind == loaded.kind == (FLAT if largest_flat == COUNT else "IVF128,SQ8")
    assert (loaded.count, loaded.dimension) == (COUNT, DIMENSION)
    found = 0
    for row in range(0, COUNT, 40):
        exact = numpy.argsort(-(vectors @ vectors[row]), kind="stable")[:10]
        nearest = loaded.nearest(vectors[row], 10, range(COUNT))
        assert nearest.tolist() == built.nearest(vectors[row], 10, range(COUNT)).tolist()
        assert nearest[0] == row
        cosines = loaded.cosines(vectors[row], nearest)
        assert cosines == pytest.approx(vectors[nearest] @ vectors[row], abs=1e-5)
        assert (numpy.diff(cosines) <= 0).all()
        found += len(set(nearest.tolist()) & set(exact.tolist()))
    assert found >= 0.95 * 1000


@pytest.mark.parametrize("largest_flat", [COUNT, COUNT - 1], ids=["small", "large"])
def test_only_the_rows_asked_for_are_found(vectors: Any, tmp_path: Path, largest_flat: int) -> None:
    index = VectorIndex.build(blocks(vectors), COUNT, DIMENSION, tmp_path / "some.faiss", largest_flat=largest_flat)
    nearest = index.nearest(vectors[0], 20, range(1000, 3000))
    assert len(nearest) == 20
    assert all(1000 <= row < 3000 for row in nearest.tolist())


def test_a_large_index_whose_full_vectors_are_not_all_there_is_damaged(vectors: Any, tmp_path: Path) -> None:
    path = tmp_path / "some.faiss"
    VectorIndex.build(blocks(vectors), COUNT, DIMENSION, path, largest_flat=10)
    exact = tmp_path / "some.faiss.f32"
    exact.write_bytes(exact.read_bytes()[: -4 * DIMENSION])
    with pytest.raises(IndexDamagedError, match=r"some\.faiss\.f32"):
        VectorIndex.load(path)
    exact.unlink()
    with pytest.raises(IndexDamagedError, match=r"some\.faiss\.f32"):
        VectorIndex.load(path)


def test_a_large_index_that_was_cut_short_is_damaged(vectors: Any, tmp_path: Path) -> None:
    path = tmp_path / "some.faiss"
    VectorIndex.build(blocks(vectors), COUNT, DIMENSION, path, largest_flat=10)
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(IndexDamagedError, match=r"some\.faiss"):
        VectorIndex.load(path)


@pytest.mark.skipif(not Path("/proc/self/smaps").exists(), reason="Only Linux tells what is mapped from where.")
def test_a_large_index_is_read_from_where_it_is_mapped_and_a_small_one_is_held(vectors: Any, tmp_path: Path) -> None:
    for name, largest_flat, mapped in (("large.faiss", 10, True), ("small.faiss", COUNT, False)):
        VectorIndex.build(blocks(vectors), COUNT, DIMENSION, tmp_path / name, largest_flat=largest_flat)
        index = VectorIndex.load(tmp_path / name)
        assert len(index.nearest(vectors[0], 5, range(COUNT))) == 5
        maps = Path("/proc/self/maps").read_text(encoding="utf-8").splitlines()
        assert any(line.endswith(f"/{name}") for line in maps) is mapped
