"""The reliability plot and its bins."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from qa.evaluation import EvaluationError, Row, reliability
from qa.evaluation.reliability import check_plot, plot_reliability, wilson

MakeRow = Callable[..., Row]


def test_bins_hold_the_answers_that_were_shown(row: MakeRow) -> None:
    rows = [
        row(confidence=0.85),
        row(confidence=0.81, right=False),
        row(confidence=1.0),
        row(confidence=0.85, answered=False, right=False),
    ]
    bins = reliability.reliability(rows)
    assert [one.answers for one in bins] == [0] * 8 + [2, 1]
    assert (bins[8].low, bins[8].high, bins[8].share_right) == (0.8, 0.9, 0.5)
    assert bins[8].confidence == pytest.approx(0.83)
    assert bins[0].share_right is None


def test_wilsons_interval_is_that_of_the_books() -> None:
    assert wilson(0.5, 10) == (pytest.approx(0.2366, abs=1e-3), pytest.approx(0.7634, abs=1e-3))
    assert wilson(1.0, 10)[1] == 1


@pytest.mark.parametrize("rows", [0, 1, 20])
def test_a_plot_is_a_picture(row: MakeRow, tmp_path: Path, rows: int) -> None:
    path = tmp_path / "plot.png"
    plot_reliability([row(confidence=number / 20) for number in range(rows)], path, error=0.1 if rows else None)
    assert path.read_bytes().startswith(b"\x89PNG")


def test_what_cannot_be_drawn_is_told_beforehand(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match=r"is a \.png, \.svg or \.pdf file"):
        check_plot(tmp_path / "plot.xls")
    monkeypatch.setattr(reliability, "find_spec", lambda name: None)
    with pytest.raises(EvaluationError) as caught:
        check_plot(tmp_path / "plot.png")
    assert str(caught.value).endswith('Install it: python -m pip install "matplotlib>=3.8"')
