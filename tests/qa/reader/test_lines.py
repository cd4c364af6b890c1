"""Lines that no mark ends, such as the rows of a table without names of columns, are read each on its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import Encoder
from qa import Assistant


@pytest.mark.parametrize(
    "rows",
    [
        "Ada, sculptor\nBen, joiner\nCleo, potter\n",
        "Ada (sculptor)\nBen (joiner)\nCleo (potter)\n",
        "Ada \N{EN DASH} sculptor\nBen \N{EN DASH} joiner\nCleo \N{EN DASH} potter\n",
    ],
)
@pytest.mark.parametrize("name", ["guild.csv", "guild.txt"])
def test_a_question_about_a_line_is_answered_by_that_line(
    encoder: Encoder, tmp_path: Path, rows: str, name: str
) -> None:
    file = tmp_path / name
    file.write_text(rows, encoding="utf-8")
    assistant = Assistant.build([file], tmp_path / "index", encoder=encoder)
    for question, wanted in (("Who is a sculptor?", "Ada"), ("Who is the joiner?", "Ben")):
        answer = assistant.ask(question)
        assert answer.text == wanted
        assert answer.citations[0].quote in rows.replace(", ", ": ") or answer.citations[0].quote in rows
