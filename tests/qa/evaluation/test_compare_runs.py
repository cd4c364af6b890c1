"""Two runs compared: a difference that is there is found, none that is not."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.cli.evaluation_view import comparison_headline
from qa.evaluation import EvaluationError, Question, Row, Run
from qa.evaluation.compare import check_shared, compare, p_value
from qa.evaluation.rows import read_run

MakeRow = Callable[..., Row]


def run(*rows: Row) -> Run:
    return Run(rows, 5, {})


def test_a_run_is_no_different_from_itself(row: MakeRow) -> None:
    same = run(*(row(right=number % 2 > 0, answerable=number % 5 > 0) for number in range(40)))
    comparison = compare(same, same, resamples=200)
    assert {one.verdict for one in comparison.differences.values()} == {""}
    assert {one.p for one in comparison.differences.values() if one.unit != "milliseconds"} == {1.0}
    assert (comparison.mended, comparison.broken) == ((), ())
    assert comparison_headline(comparison) == ("Compared on 40 questions: no difference that chance would not explain.")


def test_a_real_difference_is_found(row: MakeRow) -> None:
    old = run(*(row(right=number >= 20, f1=0.1) for number in range(60)))
    new = run(*(replace(one, right=True, f1=0.3, cpu_seconds=0.05) for one in old.rows))
    comparison = compare(old, new, resamples=500)
    right = comparison.differences["right"]
    assert right.difference == pytest.approx(20 / 60)
    assert right.low is not None
    assert 0.1 < right.low < 20 / 60
    assert right.p == pytest.approx(1 / 501)
    assert (right.verdict, comparison.differences["f1"].verdict) == ("better", "better")
    assert comparison.differences["cpu_median"].difference == pytest.approx(40)
    assert comparison.differences["cpu_median"].p is None
    assert (len(comparison.mended), comparison.broken) == (20, ())
    assert "Better: right, or rightly refused +33.3 pp" in comparison_headline(comparison)
    back = compare(new, old, resamples=500)
    assert back.differences["right"].verdict == "worse"
    assert len(back.broken) == 20


def test_pairs_tell_more_than_intervals_of_each(row: MakeRow) -> None:
    """Eight questions mended and none broken is certain, though the intervals of the two runs overlap."""
    old = run(*(row(right=number >= 30) for number in range(60)))
    new = run(*(replace(one, right=one.right or number < 8) for number, one in enumerate(old.rows)))
    assert compare(old, new, resamples=1000).differences["right"].verdict == "better"


def test_few_and_contrary_changes_are_chance(row: MakeRow) -> None:
    old = run(*(row(right=number % 2 > 0) for number in range(60)))
    flipped = {0, 1, 2}
    new = run(*(replace(one, right=one.right != (number in flipped)) for number, one in enumerate(old.rows)))
    comparison = compare(old, new, resamples=500)
    assert comparison.differences["right"].verdict == ""
    assert (len(comparison.mended), len(comparison.broken)) == (2, 1)


def test_runs_that_are_alike_seldom_differ(row: MakeRow) -> None:
    generator = numpy.random.default_rng(3)
    base = [row() for _ in range(40)]
    found = 0
    for _ in range(60):
        old, new = (
            run(*(replace(one, right=bool(drawn)) for one, drawn in zip(base, generator.random(40) < 0.6, strict=True)))
            for _ in range(2)
        )
        found += bool(compare(old, new, resamples=200).differences["right"].verdict)
    assert found <= 9


def test_only_questions_that_are_the_same_are_compared(row: MakeRow) -> None:
    old = run(row(id="1"), row(id="2"), row(id="3"), row(id="4"))
    new = run(replace(old.rows[0], question="Whom?"), replace(old.rows[1], answers=("Bruno",)), *old.rows[2:3])
    comparison = compare(old, new, resamples=20)
    assert (comparison.questions, comparison.only_old, comparison.only_new) == (1, 3, 2)
    with pytest.raises(EvaluationError, match="no question in common"):
        compare(old, run(row(id="5")))
    with pytest.raises(EvaluationError, match="no question in common"):
        check_shared(old, [Question("1", "Whom?", True, ("Ada",))])
    check_shared(old, [Question("1", "Who?", True, ("Ada",))])


def test_runs_that_read_other_numbers_of_passages_share_the_lower(row: MakeRow) -> None:
    one = row(hits=(False, False, False, True))
    comparison = compare(Run((one,), 5, {}), Run((replace(one, hits=(False,) * 3),), 3, {}), resamples=20)
    assert comparison.differences["mrr"].difference == 0
    assert "hit@5" not in comparison.differences


@given(st.floats(-1, 1), st.lists(st.floats(-1, 1), min_size=1))
def test_a_p_value_is_a_probability(difference: float, swapped: list[float]) -> None:
    assert 0 < p_value(difference, numpy.array(swapped)) <= 1


def test_a_run_is_read_as_it_was_saved(row: MakeRow, tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    saved = Run((row(), row(hits=(), answers=())), 5, {"model": "m"})
    path.write_text(json.dumps(saved.to_dict()), encoding="utf-8")
    assert read_run(path) == saved


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "is not JSON"),
        ("[]", "is no saved run"),
        ("{}", "is no saved run"),
        ('{"format": "else"}', "another format"),
        ('{"format": "documentary-qa evaluation 1", "rows": [{}], "passages": 5, "about": {}}', "is no saved run"),
        ('{"format": "documentary-qa evaluation 1", "rows": 1, "passages": 5, "about": {}}', "is no saved run"),
    ],
)
def test_what_is_no_run_is_named(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "run.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(EvaluationError, match=message) as caught:
        read_run(path)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize("changed", [{"confidence": "high"}, {"right": 1}, {"words": True}, {"hits": "yes"}])
def test_a_row_of_the_wrong_type_is_no_run(row: MakeRow, tmp_path: Path, changed: dict[str, object]) -> None:
    path = tmp_path / "run.json"
    data = Run((row(),), 5, {}).to_dict()
    data["rows"][0] |= changed
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(EvaluationError, match="is no saved run"):
        read_run(path)
