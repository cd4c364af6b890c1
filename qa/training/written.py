"""Documents and questions that were written for this reader: what the public sets hold too little of.

A file is plain text: ``# title``, ``## heading``, a passage on one line (`` // `` stands for the end of one of its
own), and below it lines of a kind and its fields:

    f| When did the second furnace go in? | the winter of 1962
    n| When did the third furnace go in? | the winter of 1962 | When did the second furnace go in?
    y| Was the furnace paid for by one person? | Marta Oyelaran, who paid for all of it

``f``, ``r``, ``k``, ``w`` and ``l`` ask for a span: plainly, in other words, in keywords, for a reason, for a list.
``n`` and ``p`` have no answer: near-misses, with a span that tempts and the question that they imitate, and questions
that take for granted what is not so. ``y``, ``x`` and ``u`` are claims that hold, do not hold, and are not decided.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy

from corpus.sentences import sentence_spans
from qa.answer.claims import statement_of
from qa.reader.context import heading_line
from qa.reader.windows import UNMARKED_LINE
from qa.training.claims import NO, NOT_SAID, YES, Claim
from qa.training.examples import Question, Source
from qa.training.negatives import KEPT

if TYPE_CHECKING:
    from numpy.typing import NDArray

NAME = "written"
ANSWERED, UNANSWERED = "frkwl", "np"
VERDICTS = {"y": YES, "x": NO, "u": NOT_SAID}
LINE_END = " // "
"""What stands in a file for the end of a line of a passage: of rows of a table, of what a speaker says."""
STATED = 0.5
"""How often a claim is put as the product puts it to the reader besides: as a statement."""

_LINE = re.compile(r"([frkwlnpyxu])\|(.*)")


@dataclass(frozen=True, slots=True)
class Asked:
    """A line below the passage in row ``context``: its ``kind``, the question or claim, and the other fields."""

    kind: str
    text: str
    context: int
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """Passages with the ``documents`` that each is of and its ``titles``, as a line, and what is asked about them."""

    contexts: tuple[str, ...]
    documents: tuple[str, ...]
    titles: tuple[str, ...]
    asked: tuple[Asked, ...]

    def source(self) -> Source:
        """Return the questions as a source to learn from."""
        return Source(NAME, self.contexts, self.documents, tuple(self._questions()), self.titles)

    def _questions(self) -> Iterator[Question]:
        """Yield what is asked for a span, and what has none."""
        for one in self.asked:
            if one.kind in ANSWERED:
                yield Question(one.text, one.context, tuple(_places(self.contexts[one.context], one.fields[0])))
            elif one.kind in UNANSWERED:
                yield Question(one.text, one.context, (), one.fields[1] if len(one.fields) > 1 else "")

    def elsewhere(self) -> NDArray[numpy.int32]:
        """Return other passages of the same document, as :func:`qa.training.negatives.hard_negatives` returns them.

        No document tells a thing twice, so none of them has the answer.
        """
        rows: dict[str, list[int]] = defaultdict(list)
        for row, document in enumerate(self.documents):
            rows[document].append(row)
        questions = self.source().questions
        found = numpy.full((len(questions), KEPT), -1, dtype=numpy.int32)
        for number, question in enumerate(questions):
            others = [row for row in rows[self.documents[question.context]] if row != question.context][:KEPT]
            found[number, : len(others)] = others
        return found

    def claims(self, seed: int) -> list[Claim]:
        """Return the claims beside their passage, and beside single sentences: the product reads them so.

        A claim that is decided stands beside the sentence that decides it and beside another one that does not; one
        that is not decided beside the sentence that shares most words with it.
        """
        rng = numpy.random.default_rng(seed)
        found = []
        for one in self.asked:
            if one.kind not in VERDICTS:
                continue
            passage, title = self.contexts[one.context], self.titles[one.context]
            sentences = [passage[span.start : span.end] for span in sentence_spans(passage, 0, len(passage))]
            nearest = sorted(sentences, key=lambda sentence: -_shared(one.text, sentence))
            verdict = VERDICTS[one.kind]
            beside = [(passage, verdict)]
            if verdict == NOT_SAID:
                beside += [(sentence, NOT_SAID) for sentence in nearest[:2]]
            else:
                beside += [(sentence, verdict) for sentence in sentences if one.fields[0] in sentence][:1] * 2
                beside += [(sentence, NOT_SAID) for sentence in nearest if one.fields[0] not in sentence][:1]
            for context, said in beside:
                text = statement_of(one.text) if rng.random() < STATED else one.text
                found.append(Claim(text, context, said, title))
        return found

    def part(self, documents: set[str]) -> Written:
        """Return only what is of these ``documents``."""
        rows = [row for row, document in enumerate(self.documents) if document in documents]
        new = {row: number for number, row in enumerate(rows)}
        return Written(
            tuple(self.contexts[row] for row in rows),
            tuple(self.documents[row] for row in rows),
            tuple(self.titles[row] for row in rows),
            tuple(Asked(one.kind, one.text, new[one.context], one.fields) for one in self.asked if one.context in new),
        )


def read_written(files: Sequence[Path]) -> Written:
    """Read such files. Behind a line that no mark ends stands a full stop, as the reader is shown it.

    Raises:
        ValueError: a span does not stand in its passage; the message names the file and the line.
    """
    contexts: list[str] = []
    documents: list[str] = []
    titles: list[str] = []
    asked: list[Asked] = []
    for file in files:
        title = heading = ""
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            words = line.strip()
            if words.startswith("# "):
                title, heading = words[2:].strip(), ""
            elif words.startswith("## "):
                heading = words[3:].strip()
            elif found := _LINE.fullmatch(words):
                text, *fields = (field.strip() for field in found[2].split("|"))
                kind = found[1]
                if kind in ANSWERED + "yx" and (not fields or fields[0] not in contexts[-1]):
                    raise ValueError(f"{file}:{number}: what answers does not stand in the passage: {words}")
                asked.append(Asked(kind, text, len(contexts) - 1, tuple(fields)))
            elif words:
                contexts.append(UNMARKED_LINE.sub(r"\g<0>.", words.replace(LINE_END, "\n")))
                documents.append(title)
                titles.append(heading_line((title, heading)).rstrip(":"))
    return Written(tuple(contexts), tuple(documents), tuple(titles), tuple(asked))


def _places(text: str, span: str) -> Iterator[tuple[int, int]]:
    """Yield where ``span`` stands in ``text``, as whole words if it does so anywhere."""
    found = [match.span() for match in re.finditer(rf"(?<!\w){re.escape(span)}(?!\w)", text)]
    yield from found or [(text.index(span), text.index(span) + len(span))]


def _shared(one: str, other: str) -> int:
    """Return how many words of four letters or more both texts have."""
    return len(_words(one) & _words(other))


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w{4,}", text.lower()))
