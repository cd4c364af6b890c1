"""What automatic captions cost a talk: ``python -m benchmarks.captions [--texts night-train]``.

The development questions about each text are asked of it as clean captions (SubRip with capitals and punctuation) and
as a video site makes them of speech: rolling, in lower case, without a mark. The words and the times are the same. Exit
code 1 if the automatic ones answer more than one in ten fewer.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.development import EVERY_KIND, QUESTIONS, answered_by
from corpus import read_content, read_file
from index import Encoder
from qa.assistant import Assistant

WORDS_A_SECOND = 2.8
PAUSE = 0.4
"""Seconds between two sentences."""
LINE = 40
"""Characters of a line of captions."""
MOST_FEWER = 0.1
"""Share of the right answers that may be lost."""

_MARKS = re.compile(r"[^\w\s'%,.-]|(?<!\w)[-']|[-'](?!\w)|(?<!\d)[.,]|[.,](?!\d)")


def main() -> None:
    """Ask and print; exit code 1 if too much is lost."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.captions", description=main.__doc__)
    parser.add_argument("--texts", default="", help="such as night-train,harbour-lighthouse; all where none is given")
    parser.add_argument("--show", action="store_true", help="print the answers that are right in one of them only")
    given = parser.parse_args()
    wanted = {name for name in given.texts.split(",") if name}
    encoder = Encoder.load()
    table = Table("text", "asked", "clean right", "automatic right", "clean refused", "automatic refused")
    totals = [0] * 5
    for path in sorted(QUESTIONS.glob("*.jsonl")):
        text = path.with_name(f"{path.stem.removeprefix(EVERY_KIND)}.md")
        if not text.exists() or (wanted and path.stem not in wanted):
            continue
        questions = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        questions = [one for one in questions if one["answerable"] and not one.get("history")]
        questions = [one for one in questions if one.get("shape", "fact") in ("fact", "number")]
        words = read_file(text).text
        clean, automatic = (
            _asked(content, name, questions, encoder)
            for content, name in ((clean_captions(words), "talk.srt"), (automatic_captions(words), "talk.en.vtt"))
        )
        row = [len(questions)]
        row += [sum(right for _, right, _ in answers) for answers in (clean, automatic)]
        row += [sum(refused for *_, refused in answers) for answers in (clean, automatic)]
        table.add_row(path.stem, *map(str, row))
        totals = [total + value for total, value in zip(totals, row, strict=True)]
        for question, (one, right, _), (other, also, _) in zip(questions, clean, automatic, strict=True):
            if given.show and right != also:
                print(f"{'clean' if right else 'automatic'} only: {question['question']} | {one!r} | {other!r}")
    table.add_row("all", *map(str, totals))
    Console().print(table)
    lost = 1 - totals[2] / totals[1]
    print(f"Automatic captions give {lost:.1%} fewer right answers; allowed are {MOST_FEWER:.0%}.")
    raise SystemExit(lost > MOST_FEWER)


def clean_captions(text: str) -> bytes:
    """Return SubRip of what is said, two lines a cue."""
    cues = []
    for number, (start, end, words) in enumerate(_lines(text, 2 * LINE), start=1):
        shown = "\n".join(textwrap.wrap(words, LINE, break_on_hyphens=False))
        cues.append(f"{number}\n{_clock(start, ',')} --> {_clock(end, ',')}\n{shown}\n")
    return "\n".join(cues).encode()


def automatic_captions(text: str) -> bytes:
    """Return WebVTT of what is said that rolls, with the time of each word, in small letters and without marks."""
    cues = ["WEBVTT\nKind: captions\nLanguage: en\n"]
    before = " "
    lines = [(start, end, bare) for start, end, words in _lines(text, LINE) if (bare := _bare(words))]
    for start, end, words in lines:
        first, *rest = words.split()
        step = (end - start) / (len(rest) + 1)
        timed = "".join(f"<{_clock(start + step * place)}><c> {word}</c>" for place, word in enumerate(rest, start=1))
        where = "align:start position:0%"
        cues.append(f"{_clock(start)} --> {_clock(end)} {where}\n{before}\n{first}{timed}\n")
        cues.append(f"{_clock(end)} --> {_clock(end + 0.01)} {where}\n{words}\n \n")
        before = words
    return "\n".join(cues).encode()


def _lines(text: str, width: int) -> Iterator[tuple[float, float, str]]:
    """Yield the seconds and the words of each line of captions."""
    second = 1.0
    for line in textwrap.wrap(" ".join(text.split()), width, break_on_hyphens=False):
        words = line.split()
        start = second
        for word in words:
            second += 1 / WORDS_A_SECOND + (PAUSE if word[-1] in ".!?" else 0.0)
        yield start, second, line


def _bare(words: str) -> str:
    return " ".join(_MARKS.sub(" ", words.lower().replace("\u2019", "'")).split())


def _clock(seconds: float, point: str = ".") -> str:
    whole, thousandths = divmod(round(seconds * 1000), 1000)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}{point}{thousandths:03}"


def _asked(
    content: bytes, name: str, questions: list[dict[str, Any]], encoder: Encoder
) -> list[tuple[str, bool, bool]]:
    """Return each answer with whether it is right and whether there is none."""
    from index import Index, build_index

    with tempfile.TemporaryDirectory() as folder:
        own = Path(folder) / "index"
        build_index([read_content(content, source=name)], encoder, own)
        assistant = Assistant(Index.load(own), encoder, own)
        answers = [assistant.ask(question["question"]) for question in questions]
    return [
        (answer.text, answer.answered and answered_by(answer.text, answer.text, question), not answer.answered)
        for answer, question in zip(answers, questions, strict=True)
    ]


if __name__ == "__main__":
    main()
