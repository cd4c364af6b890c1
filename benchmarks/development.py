"""The development questions of the repository, and the indexes that they are asked of."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus import Document, read_bundled, read_file
from index import Encoder, Index, build_index
from qa.evaluation.metrics import contains_answer
from qa.question import asks_yes_or_no

EVERY_KIND = "kinds-"
"""What the names of the sets begin with that ask in every kind; the rest of the name is that of their text."""
QUESTIONS = Path(__file__).parent.parent / "tests" / "questions" / "development"


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions with the index of the text that they were written for."""

    name: str
    folder: Path
    index: Index
    questions: list[dict[str, Any]]


@contextmanager
def question_sets(encoder: Encoder) -> Iterator[list[QuestionSet]]:
    """Yield every development set, its text indexed in a folder that is removed afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        sets = []
        for path in sorted(QUESTIONS.glob("*.jsonl")):
            text = path.with_name(f"{path.stem.removeprefix(EVERY_KIND)}.md")
            documents: list[Document] = [read_file(text)] if text.exists() else read_bundled()
            own = Path(folder) / path.stem
            build_index(documents, encoder, own)
            questions = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
            sets.append(QuestionSet(path.stem, own, Index.load(own), questions))
        yield sets


def answers(sentence: str, question: dict[str, Any]) -> bool:
    """Tell whether ``sentence`` is, or holds, what the question's author took for the answer."""
    if not question["answerable"]:
        return False
    evidence = question["evidence"]
    if evidence in sentence or sentence in evidence:
        return True
    words = _words(sentence)
    return any(len(answer) > 2 and _words(answer) in words for answer in question["answers"])


def answered_by(words: str, sentence: str, question: dict[str, Any]) -> bool:
    """Tell whether ``words`` of ``sentence`` are an answer that the question's author took for right.

    They hold a gold answer, as ``python -m qa evaluate`` judges; a yes or a no is proved by the right sentence.
    """
    if not question["answerable"]:
        return False
    if asks_yes_or_no(question["question"]):
        return answers(sentence, question)
    return contains_answer(words, question["answers"])


def _words(text: str) -> str:
    """Return ``text`` in lower case with one space between words and at both ends."""
    return f" {' '.join(re.findall(r'[a-z0-9]+', text.lower()))} "
