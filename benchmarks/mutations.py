"""Do broken files of every kind come out as a text or as a message? ``python -m benchmarks.mutations --count 500``.

Valid files are changed at random, from a seed, and read among good ones. Exit code 1 if anything but a message came
out, a file crashed its reader or took too long, a good file was lost, or a document says what cannot be.
"""

from __future__ import annotations

import argparse
import io
import math
import random
import re
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

from rich.console import Console
from rich.table import Table

from benchmarks.samples import SENTENCE, plain_pdf, rolling_captions, samples
from corpus import ChunkSettings, Document, Limits, chunk_document, default_limits, read_paths
from corpus.isolation import ReadingProcess
from corpus.types import Spanning

COUNT = 500
SEED = 1
MOST_REASONS = 12
"""Reasons that are shown for each kind of file."""

_NUMBER = re.compile(rb"\d+")
_BROKEN = re.compile(r"takes more than|crashes its reader|too much memory")
"""What no small file may do."""
_FURTHER = ((".pdf", plain_pdf), (".vtt", rolling_captions))
"""Further good files of a kind."""


@dataclass(slots=True)
class Outcome:
    """What became of the changed files of one kind; ``wrong`` is what must not happen."""

    read: int = 0
    refused: int = 0
    seconds: float = 0.0
    reasons: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def main() -> None:
    """Read changed files and print what became of them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutations", description=main.__doc__)
    parser.add_argument("--count", type=int, default=COUNT, help="changed files of each kind")
    parser.add_argument("--formats", default="", help="such as pdf,docx; all where none is given")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--keep", type=Path, help="folder in which the files stay, to look at them")
    given = parser.parse_args()
    suffixes = ["." + name.strip(". ") for name in given.formats.split(",") if name.strip(". ")]
    with tempfile.TemporaryDirectory() as folder:
        outcomes = read_mutations(given.keep or Path(folder), count=given.count, suffixes=suffixes, seed=given.seed)
    table = Table("kind", "read", "refused", "longest", "reasons")
    for suffix, outcome in outcomes.items():
        reasons = "\n".join(f"{count} {reason}" for reason, count in outcome.reasons.most_common(MOST_REASONS))
        table.add_row(suffix, f"{outcome.read}", f"{outcome.refused}", f"{outcome.seconds:.2f} s", reasons)
    Console().print(table)
    wrong = [line for outcome in outcomes.values() for line in outcome.wrong]
    print("\n".join(wrong) or "Every file was read or refused with a message.")
    raise SystemExit(bool(wrong))


def read_mutations(
    folder: Path, *, count: int, suffixes: list[str] | None = None, seed: int = SEED, limits: Limits | None = None
) -> dict[str, Outcome]:
    """Write ``count`` changed files of each kind below ``folder``, read them, and return what became of them."""
    limits = limits or default_limits()
    contents = samples()
    outcomes = {}
    for suffix in suffixes or list(contents):
        below = folder / suffix[1:]
        below.mkdir(parents=True, exist_ok=True)
        dice = random.Random(f"{seed}{suffix}")  # noqa: S311 - The same every time.
        originals = [contents[suffix], *(make() for kind, make in _FURTHER if kind == suffix)]
        for number in range(count):
            (below / f"changed-{number:04}{suffix}").write_bytes(mutated(dice, dice.choice(originals), contents))
        good = [below / f"{place}{suffix}" for place in ("a-good", "changed-good", "z-good")]
        for number, path in enumerate(good):
            path.write_bytes(originals[number % len(originals)])
        outcomes[suffix] = _outcome(below, {path.name for path in good}, limits)
    return outcomes


def mutated(dice: random.Random, content: bytes, contents: dict[str, bytes]) -> bytes:
    """Return ``content`` changed in one to four ways; that of an archive, half of the time, within one of its files."""
    if content.startswith(b"PK") and dice.random() < 0.5:
        return _changed_within(dice, content, contents)
    for _ in range(dice.choice([1, 1, 2, 4])):
        content = dice.choice(_CHANGES)(dice, content, dice.choice(list(contents.values())))
    return content


def _outcome(folder: Path, good: set[str], limits: Limits) -> Outcome:
    """Read what is in a folder, and tell what became of it."""
    outcome = Outcome()
    read = ReadingProcess.read

    def timed(self: ReadingProcess, path: Path, *, source: str, collection: str) -> Document:
        started = time.monotonic()
        try:
            return read(self, path, source=source, collection=collection)
        finally:
            outcome.seconds = max(outcome.seconds, time.monotonic() - started)

    with patch.object(ReadingProcess, "read", timed):
        documents, skipped = read_paths([folder], limits=Limits(**{**dict(limits.items()), "files": 1_000_000}))
    texts = {document.source: document.text for document in documents}
    for name in sorted(good):
        if SENTENCE not in texts.get(name, ""):
            outcome.wrong.append(f"{name}: is a good file and was not read to its end.")
    for document in documents:
        outcome.read += document.source not in good
        outcome.wrong += [f"{document.source}: {problem}" for problem in problems(document)]
    for skip in skipped:
        outcome.refused += 1
        outcome.reasons[_kind_of(skip.reason)] += 1
        if _BROKEN.search(skip.reason):
            outcome.wrong.append(skip.reason)
    return outcome


def problems(document: Document) -> list[str]:
    """Return what a document says that cannot be."""
    found = [] if document.text.strip() else ["has no text"]
    marks: list[Spanning] = [
        *document.sections,
        *document.cues,
        *document.speakers,
        *document.pages,
        *document.references,
    ]
    for mark in marks:
        if not 0 <= mark.start <= mark.end <= len(document.text):
            found.append(f"{mark} is outside of the text of {len(document.text)} characters")
    if not all(0 <= cue.start_seconds <= cue.end_seconds < math.inf for cue in document.cues):
        found.append("has a cue at no moment")
    if any(page.number < 1 for page in document.pages):
        found.append("has a page before the first")
    try:
        "\n".join([document.text, document.title, document.url or "", *document.questions]).encode()
        if Document.from_dict(document.to_dict()) != document:
            found.append("is another one when it is stored")
        chunk_document(document, lambda texts: [len(text.split()) for text in texts], ChunkSettings())
    except Exception as error:  # Whatever it is, it is what is looked for.
        found.append(f"cannot be used: {error!r}")
    return found


def _kind_of(reason: str) -> str:
    """Return a reason without what is different in each file."""
    return re.sub(r"\d+", "N", reason.partition(": ")[2])[:100]


def _changed_within(dice: random.Random, content: bytes, contents: dict[str, bytes]) -> bytes:
    """Return a zip archive with one of its files changed."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    likely = [name for name in files if name.startswith(("word/document", "ppt/slides/slide", "book/"))]
    likely = likely * (3 if len(likely) == 1 else 1)
    name = dice.choice([*files, *likely])
    for _ in range(dice.choice([1, 1, 2, 4])):
        files[name] = dice.choice(_CHANGES)(dice, files[name], dice.choice(list(contents.values())))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, inner in files.items():
            archive.writestr(zipfile.ZipInfo(name), inner, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _flip(dice: random.Random, content: bytes, other: bytes) -> bytes:  # noqa: ARG001
    changed = bytearray(content)
    for _ in range(dice.choice([1, 10, 100]) if changed else 0):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def _delete(dice: random.Random, content: bytes, other: bytes) -> bytes:  # noqa: ARG001
    start, end = _stretch(dice, content)
    return content[:start] + content[end:]


def _repeat(dice: random.Random, content: bytes, other: bytes) -> bytes:  # noqa: ARG001
    start, end = _stretch(dice, content)
    return content[:start] + content[start:end] * dice.choice([2, 2, 50]) + content[end:]


def _cut(dice: random.Random, content: bytes, other: bytes) -> bytes:  # noqa: ARG001
    return content[: dice.randrange(len(content) + 1)]


def _insert(dice: random.Random, content: bytes, other: bytes) -> bytes:
    start, end = _stretch(dice, other)
    place = dice.randrange(len(content) + 1)
    return content[:place] + other[start:end] + content[place:]


def _blank(dice: random.Random, content: bytes, other: bytes) -> bytes:  # noqa: ARG001
    start, end = _stretch(dice, content)
    return content[:start] + bytes(end - start) + content[end:]


def _enlarge(dice: random.Random, content: bytes, other: bytes) -> bytes:  # noqa: ARG001
    numbers = list(_NUMBER.finditer(content))
    for match in sorted(dice.sample(numbers, min(len(numbers), 3)), key=lambda match: -match.start()):
        huge = dice.choice([b"-1", b"0", b"65536", b"2147483648", b"9" * 12, b"9" * 20, b"1" + b"0" * 400, b"1e999"])
        content = content[: match.start()] + huge + content[match.end() :]
    return content


_CHANGES: tuple[Callable[[random.Random, bytes, bytes], bytes], ...] = (
    _flip,
    _delete,
    _repeat,
    _cut,
    _insert,
    _blank,
    _enlarge,
)


def _stretch(dice: random.Random, content: bytes) -> tuple[int, int]:
    """Return where a stretch of random length begins and ends."""
    start = dice.randrange(len(content) + 1)
    return start, min(len(content), start + dice.choice([1, 10, 100, 1000, 10_000]))


if __name__ == "__main__":
    main()
