"""How development questions are answered, by the shape of answer they ask for: ``python -m benchmarks.kinds``.

``python -m benchmarks.kinds --show list definition`` prints each question of these shapes with its answer as well.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.development import EVERY_KIND, question_sets
from index import Encoder
from qa.assistant import Assistant
from qa.evaluation.metrics import contains_answer
from qa.question.shapes import shape_of
from qa.types import Answer

FITTING: dict[str, set[str]] = {
    "fact": {"fact", "expansion", "count"},
    "sentence": {"reason", "comparison"},
    "list": {"list"},
    "number": {"count", "fact"},
    "yes_no": {"yes_no"},
    "either_or": {"either_or", "comparison"},
    "definition": {"definition"},
    "overview": {"overview"},
}
"""The shapes of an answer that fit each shape of the development questions; any fits a false premise."""
ENOUGH = 0.5
"""Share of the phrases of a definition or an overview from which on an answer is taken for right."""


def share_right(text: str, question: dict[str, Any]) -> float:
    """Return how much of what the question's author wants ``text`` holds, from 0 to 1."""
    gold: list[str] = question["answers"]
    shape = question["shape"]
    if shape in ("definition", "overview"):
        return sum(contains_answer(text, [phrase]) for phrase in gold) / len(gold)
    if shape == "yes_no":
        return float(text.casefold().startswith(gold[0].casefold()))
    if shape == "list":
        return max(_items_held(text, answer) for answer in gold)
    return float(contains_answer(text, gold))


def main(arguments: Sequence[str] | None = None) -> None:
    """Ask every development question that names a shape and print what comes of each shape."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.kinds", description=main.__doc__)
    parser.add_argument("--show", nargs="+", default=[], metavar="SHAPE", help="print these questions and answers")
    parser.add_argument("--only", action="store_true", help="ask only the questions of the shapes that are shown")
    options = parser.parse_args(arguments)
    encoder = Encoder.load()
    counts: dict[str, Counter[str]] = {}
    shares: dict[str, list[float]] = {}
    console = Console(highlight=False, soft_wrap=True)
    with question_sets(encoder) as sets:
        for questions in sets:
            if not questions.name.startswith(EVERY_KIND):
                continue
            assistant = Assistant(questions.index, encoder, questions.folder)
            for question in questions.questions:
                shape = question["shape"]
                if shape == "reply" or (options.only and shape not in options.show):
                    continue
                asked = question.get("standalone") or question["question"]
                answer = assistant.ask(asked)
                share, outcome = judged(answer, question)
                fits = shape_of(asked) in FITTING.get(shape, {shape_of(asked)})
                counts.setdefault(shape, Counter()).update([outcome, "fits"] if fits else [outcome])
                shares.setdefault(shape, []).append(share)
                if shape in options.show:
                    said = f"{answer.text!r} ({answer.collection}, {answer.confidence:.2f}, {shape_of(asked)})"
                    console.print(f"{outcome:8} {asked} | {said} | {question['answers']}", markup=False)
    table = Table("shape", "asked", "right", "wrong", "refused", "share", "shape fits", title="Development questions")
    for shape, row in sorted(counts.items()):
        asked_of = row["right"] + row["wrong"] + row["refused"]
        numbers = (asked_of, row["right"], row["wrong"], row["refused"])
        table.add_row(
            shape, *map(str, numbers), f"{sum(shares[shape]) / asked_of:.2f}", f"{row['fits'] / asked_of:.2f}"
        )
    console.print(table)


def judged(answer: Answer, question: dict[str, Any]) -> tuple[float, str]:
    """Return the share of the gold answer that ``answer`` holds, and whether it is right, wrong or a refusal."""
    if not question["answerable"]:
        return float(not answer.answered), "wrong" if answer.answered else "right"
    if not answer.answered:
        return 0.0, "refused"
    share = share_right(answer.text, question)
    needed = ENOUGH if question["shape"] in ("definition", "overview") else 1.0
    return share, "right" if share >= needed else "wrong"


def _items_held(text: str, answer: str) -> float:
    """Return the share of the items of a list that ``text`` holds."""
    items = [item for part in answer.split(", ") for item in part.split(" and ") if item.strip()]
    return sum(contains_answer(text, [item.removeprefix("and ")]) for item in items) / len(items)


if __name__ == "__main__":
    main()
