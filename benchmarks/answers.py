"""How many development questions are answered rightly, wrongly, or refused: ``python -m benchmarks.answers``."""

from __future__ import annotations

from collections import Counter

from rich.console import Console
from rich.table import Table

from benchmarks.development import answered_by, question_sets
from index import Encoder
from qa.assistant import Assistant


def main() -> None:
    """Ask every development question through the whole of the product and print a table by kind."""
    encoder = Encoder.load()
    counts: dict[tuple[str, str], Counter[str]] = {}
    with question_sets(encoder) as sets:
        for questions in sets:
            assistant = Assistant(questions.index, encoder, questions.folder)
            for question in questions.questions:
                answer = assistant.ask(question["question"])
                kind = question.get("collection") or "answerable" if question["answerable"] else "not answerable"
                row = counts.setdefault((questions.name, kind), Counter())
                right = answer.answered and answered_by(answer.text, answer.citations[0].quote, question)
                row["right" if right else "wrong" if answer.answered else "refused"] += 1
    table = Table("questions", "kind", "asked", "right", "wrong", "refused", title="Development questions")
    for (name, kind), row in sorted(counts.items()):
        asked = row["right"] + row["wrong"] + row["refused"]
        table.add_row(name, kind, *(str(n) for n in (asked, row["right"], row["wrong"], row["refused"])))
    Console().print(table)


if __name__ == "__main__":
    main()
