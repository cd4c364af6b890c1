"""The figures of a run and their intervals, against scikit-learn and values worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import f1_score as sklearn_f1
from sklearn.metrics import roc_auc_score

from qa.evaluation import Row, Run
from qa.evaluation.statistics import auroc, ece, f1_score, figures, quantile
from qa.evaluation.summary import Estimate, block_sizes, bootstrap_weights, interval, summarise

MakeRow = Callable[..., Row]
ONCE = numpy.ones((1, 1))
CASES = st.lists(st.tuples(st.integers(0, 5), st.booleans(), st.integers(0, 3)), min_size=2, max_size=25)


def whole(statistic: Any, count: int) -> float:
    return float(statistic(numpy.ones((1, count)))[0])


@given(CASES)
def test_auroc_is_that_of_scikit_learn_weights_and_ties_included(cases: list[tuple[int, bool, int]]) -> None:
    scores = numpy.array([score / 5 for score, _, _ in cases])
    positive = numpy.array([is_positive for _, is_positive, _ in cases])
    weights = numpy.array([weight for _, _, weight in cases], dtype=float)
    got = float(auroc(scores, positive)(weights[None])[0])
    drawn = positive[weights > 0]
    if not len(drawn) or drawn.all() or not drawn.any():
        assert numpy.isnan(got)
    else:
        assert got == pytest.approx(roc_auc_score(positive, scores, sample_weight=weights))


@given(CASES)
def test_f1_is_that_of_scikit_learn(cases: list[tuple[int, bool, int]]) -> None:
    predicted = numpy.array([score > 2 for score, _, _ in cases])
    true = numpy.array([is_true for _, is_true, _ in cases])
    got = whole(f1_score(predicted, true), len(cases))
    if (predicted | true).any():
        assert got == pytest.approx(sklearn_f1(true, predicted))
    else:
        assert numpy.isnan(got)


def test_calibration_error_by_hand() -> None:
    confidence = numpy.array([0.95, 0.85, 0.81, 1.0])
    right = numpy.array([1.0, 1.0, 0.0, 0.0])
    expected = (abs(0.85 + 0.81 - 1) + abs(0.95 + 1.0 - 1)) / 4
    assert whole(ece(confidence, right), 4) == pytest.approx(expected)


def test_quantiles_by_hand() -> None:
    values = numpy.array([5.0, 1.0, 3.0, 2.0])
    assert whole(quantile(values, 0.5), 4) == 2
    assert whole(quantile(values, 0.95), 4) == 5
    assert float(quantile(values, 0.5)(numpy.array([[3.0, 0, 1, 0]]))[0]) == 5


@given(
    st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans(), st.floats(0, 1)), min_size=1, max_size=20),
)
def test_every_figure_stays_in_its_bounds(row: MakeRow, cases: list[tuple[bool, bool, bool, float]]) -> None:
    rows = [
        row(answerable=answerable, answered=answered, right=answerable and answered and right, confidence=confidence)
        for answerable, answered, right, confidence in cases
    ]
    for estimate in summarise(Run(tuple(rows), 5, {}), resamples=50).estimates.values():
        if estimate.value is None:
            assert estimate.low is None
        elif estimate.n == 1:
            assert (estimate.low, estimate.high) == (None, None)
        elif estimate.unit in ("share", "number"):
            assert estimate.low is not None
            assert estimate.high is not None
            assert -1e-9 <= estimate.low <= estimate.high <= 1 + 1e-9
            assert -1e-9 <= estimate.value <= 1 + 1e-9


def figures_of(rows: list[Row]) -> dict[str, Estimate]:
    return summarise(Run(tuple(rows), 5, {}), resamples=200).estimates


def test_the_figures_of_a_small_run_by_hand(row: MakeRow) -> None:
    rows = [
        row(),
        row(hits=(False, True), right=False, f1=0.0, confidence=0.6, words=6),
        row(hits=(False, False), answered=False, right=False, f1=0.0, words=0, confidence=0.2),
        row(hits=(True,), answered=False, right=False, f1=0.0, words=0, confidence=0.3),
        row(answerable=False, answered=False, right=False, f1=0.0, hits=(), relevant=0, confidence=0.1),
        row(answerable=False, right=False, f1=0.0, hits=(), relevant=0, confidence=0.4, words=4),
    ]
    got = {key: (one.value, one.n) for key, one in figures_of(rows).items()}
    assert got["as_it_should_be"] == (pytest.approx(2 / 6), 6)
    assert got["right"] == (pytest.approx(1 / 4), 4)
    assert got["lost_found_wrong"] == got["lost_found_refused"] == got["lost_not_found"] == (pytest.approx(1 / 4), 4)
    assert got["hit@1"] == (pytest.approx(2 / 4), 4)
    assert got["hit@3"] == (pytest.approx(3 / 4), 4)
    assert got["mrr"] == (pytest.approx((1 + 1 / 2 + 0 + 1) / 4), 4)
    assert got["f1"] == (pytest.approx(2 / 3 / 4), 4)
    assert got["f1_answered"] == (pytest.approx(2 / 3 / 2), 2)
    assert got["precision"] == (pytest.approx(1 / 3), 3)
    assert got["words"] == (pytest.approx((2 + 6 + 4) / 3), 3)
    assert got["refusal_rate"] == (pytest.approx(1 / 2), 2)
    assert got["false_refusal_rate"] == (pytest.approx(2 / 4), 4)
    assert got["abstention_f1"] == (pytest.approx(2 * 1 / (2 * 1 + 2 + 1)), 6)
    assert got["abstention_auroc"] == (pytest.approx((2 + 2 + 1 + 1) / 8), 6)
    assert got["cpu_median"] == (pytest.approx(10), 6)


def test_of_nothing_there_is_no_figure(row: MakeRow) -> None:
    refused = figures_of([row(answerable=False, answered=False, right=False, hits=(), relevant=0)])
    assert (refused["right"].value, refused["right"].n) == (None, 0)
    assert refused["ece"].value is None
    assert refused["abstention_auroc"].value is None
    assert refused["abstention_f1"].value == 1
    assert all(estimate.value is None for estimate in figures_of([]).values())


def test_passages_that_are_read_decide_where_hits_are_counted(row: MakeRow) -> None:
    keys = [figure.key for figure in figures([row()], 8)]
    assert [key for key in keys if key.startswith("hit")] == ["hit@1", "hit@3", "hit@5", "hit@8"]
    assert [figure.key for figure in figures([row()], 2) if figure.key.startswith("hit")] == ["hit@1", "hit@2"]


def test_an_interval_is_about_as_wide_as_theory_says(row: MakeRow) -> None:
    rows = tuple(row(right=number < 80) for number in range(100))
    estimate = summarise(Run(rows, 5, {})).estimates["right"]
    half = 1.96 * (0.8 * 0.2 / 100) ** 0.5
    assert estimate.low == pytest.approx(0.8 - half, abs=0.02)
    assert estimate.high == pytest.approx(0.8 + half, abs=0.02)


def test_intervals_hold_the_truth_about_as_often_as_they_say(row: MakeRow) -> None:
    generator = numpy.random.default_rng(4)
    right, wrong = row(), row(right=False)
    held = 0
    for _ in range(100):
        rows = tuple(right if drawn else wrong for drawn in generator.random(60) < 0.7)
        estimate = summarise(Run(rows, 5, {}), resamples=300).estimates["right"]
        assert estimate.low is not None
        assert estimate.high is not None
        held += estimate.low <= 0.7 <= estimate.high
    assert 87 <= held <= 100


def test_the_same_run_has_the_same_intervals(row: MakeRow) -> None:
    run = Run(tuple(row(right=number % 3 > 0) for number in range(30)), 5, {})
    assert summarise(run, resamples=100) == summarise(run, resamples=100)
    assert summarise(run, resamples=100, seed=1) != summarise(run, resamples=100)


def test_questions_are_drawn_with_replacement_in_blocks() -> None:
    weights = numpy.concatenate(list(bootstrap_weights(7, 30, 1)))
    assert weights.shape == (30, 7)
    assert (weights.sum(axis=1) == 7).all()
    assert len({tuple(drawn) for drawn in weights.tolist()}) > 20
    assert sum(block_sizes(3_000_000, 5)) == 5
    assert len(list(block_sizes(3_000_000, 5))) == 5


def test_resamples_without_meaning_are_left_out() -> None:
    assert interval(numpy.array([numpy.nan, 0.5])) == (0.5, 0.5)
    assert interval(numpy.array([numpy.nan])) == (None, None)


def test_kinds_come_weakest_first_and_mixed_ones_are_parted(row: MakeRow) -> None:
    rows = (
        row(kind="viewer"),
        row(kind="viewer", answerable=False, right=False),
        row(kind="typo"),
        row(kind="typo", right=False),
        row(kind="off-topic", answerable=False, answered=False, right=False),
    )
    kinds = summarise(Run(rows, 5, {}), resamples=20).kinds
    assert [(kind.kind, kind.questions) for kind in kinds] == [
        ("viewer, not answerable", 1),
        ("typo", 2),
        ("off-topic", 1),
        ("viewer", 1),
    ]
