"""What reading a file of each kind costs beside finding its words: ``python -m benchmarks.reading [--megabytes 0.5]``.

CPU time of :func:`corpus.read_content` on a file with so much text, divided by that of a regular expression that finds
the words of the text which comes out, in the same run. Exit code 1 if a kind but PDF costs more than is allowed.
"""

from __future__ import annotations

import argparse
import re
import statistics

from rich.console import Console
from rich.table import Table

from benchmarks.samples import large_samples
from benchmarks.seconds import cpu_seconds
from corpus import Limits, read_content

MEGABYTES = 0.5
"""Text of each file. A format that costs more than in proportion to its length shows with 5."""
TURNS = 3
MOST = 40.0
"""Times the cost of finding the words that reading may cost. About 1 MB of text a second where that finds 40."""
UNBOUND = (".pdf",)
"""Kinds whose words are drawn and not written, so that reading them is another matter."""

_WORD = re.compile(r"\w+")


def main() -> None:
    """Measure and print; exit code 1 if a kind costs more than is allowed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reading", description=__doc__)
    parser.add_argument("--megabytes", type=float, default=MEGABYTES, help="text of each file")
    parser.add_argument("--formats", default="", help="such as md,docx; all where none is given")
    given = parser.parse_args()
    suffixes = ["." + name.strip(". ") for name in given.formats.split(",") if name.strip(". ")]
    table = Table("kind", "megabytes of text", "a second of CPU", "times finding the words")
    slow = []
    for suffix, content in large_samples(round(given.megabytes * 1e6), suffixes):
        size, seconds, ratio = cost(content, f"sample{suffix}")
        table.add_row(suffix, f"{size / 1e6:.2f}", f"{size / 1e6 / seconds:.2f} MB", f"{ratio:.1f}")
        slow += [suffix] * (ratio > MOST and suffix not in UNBOUND)
    Console().print(table)
    print(f"Too slow: {', '.join(slow)}" if slow else f"None costs more than {MOST:.0f} times finding the words.")
    raise SystemExit(bool(slow))


def cost(content: bytes, source: str) -> tuple[int, float, float]:
    """Return the bytes of the text in a file, the CPU seconds of reading it, and these beside finding its words."""
    text = read_content(content, source=source, limits=Limits(seconds=600)).text
    reading = statistics.median(cpu_seconds(lambda: read_content(content, source=source)) for _ in range(TURNS))
    finding = statistics.median(cpu_seconds(lambda: _WORD.findall(text)) for _ in range(TURNS))
    return len(text.encode()), reading, reading / finding


if __name__ == "__main__":
    main()
