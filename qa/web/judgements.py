"""What viewers say of answers, kept in files of this machine that ``python -m qa evaluate`` reads."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

Verdict = Literal["right", "wrong", "should_refuse"]
MOST_BYTES = 5_000_000
"""Bytes of one file; what comes after is not kept."""
KIND = "judged"


@dataclass(frozen=True, slots=True)
class Judged:
    """A question with the answer that was given, none for a refusal, its evidence and the source of that."""

    question: str
    answer: str = ""
    evidence: str = ""
    source: str = ""


class Judgements:
    """Two files beside an index: questions whose answer is known by now, and questions that await their answer."""

    def __init__(self, index_folder: Path) -> None:
        self.known = index_folder.with_name(f"{index_folder.name}-judged.jsonl")
        self.open = index_folder.with_name(f"{index_folder.name}-to-answer.jsonl")
        self._writing = threading.Lock()

    def add(self, judged: Judged, verdict: Verdict) -> None:
        """Keep what a viewer says: right answers and refusals are gold; others wait for an answer."""
        line: dict[str, Any] = {"question": judged.question, "kind": KIND}
        if verdict == "right" and judged.answer:
            line |= {"answers": [judged.answer], "evidence": judged.evidence, "source": judged.source}
            self._write(self.known, line)
        elif verdict == "wrong":
            self._write(self.open, line | {"given": judged.answer})
        else:
            self._write(self.known, line | {"answerable": False})

    def _write(self, path: Path, line: dict[str, Any]) -> None:
        with self._writing:
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.exists() and path.stat().st_size > MOST_BYTES:
                return
            with path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
