"""The questions to learn from, read from their files and split by document."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote

import numpy

from qa.training.penn import joined

Part = Literal["train", "development", "test"]

HELD_OUT = {"new_wiki": (8, 3), "squad2": (4, 2), "squad1": (0, 30)}
"""Documents a source that are kept out of training: for the test, and for development."""
QAMR_QUESTIONS = 12_000
"""Questions of QAMR that are used, out of 37,678: they ask about only 979 sentences."""
MORE = ("fairytaleqa", "narrativeqa", "quoref_dev", "quoref_contrast", "multispanqa", "qadiscourse", "tweetqa")
"""Files of smaller sets with why and how, coreference, several spans and reworded answers."""
LONGEST_MORE = 2_500
"""Characters of a passage of those sets beyond which it is left out: it would be cut to a fraction."""
TITLED = frozenset({"squad1", "squad2", "new_wiki"})
"""Sources whose documents are called by what they are about."""
SHIFTS = {"new_wiki": "new_wiki", "reddit": "reddit", "amazon": "amazon_reviews"}
"""Sources out of SQuADShifts, and how their files are called."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question about the paragraph in row ``context``: ``answers`` are its spans, none if it has no answer there.

    ``twin`` is the answerable question that one without an answer imitates, empty where none is known.
    """

    text: str
    context: int
    answers: tuple[tuple[int, int], ...]
    twin: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Paragraphs with the document that each is from, and the questions about them.

    ``titles`` are what each paragraph is about where that is more than the name of its document.
    """

    name: str
    contexts: tuple[str, ...]
    documents: tuple[str, ...]
    questions: tuple[Question, ...]
    titles: tuple[str, ...] = ()

    def title(self, row: int) -> str:
        """Return what the passage in ``row`` is about, as a title says it; nothing where the source has no titles."""
        if self.titles:
            return self.titles[row]
        return unquote(self.documents[row]).replace("_", " ") if self.name in TITLED else ""

    def part(self, part: Part) -> Source:
        """Return only the documents of that part, by :func:`part_of`."""
        parts = part_of(self.name, self.documents)
        rows = [row for row, document in enumerate(self.documents) if parts[document] == part]
        new = {row: number for number, row in enumerate(rows)}
        return Source(
            self.name,
            tuple(self.contexts[row] for row in rows),
            tuple(self.documents[row] for row in rows),
            tuple(
                replace(question, context=new[question.context])
                for question in self.questions
                if question.context in new
            ),
        )

    def sample(self, most: int, seed: int) -> Source:
        """Return at most ``most`` of the questions, chosen by ``seed``; a near-miss brings its twin along."""
        rows = numpy.random.default_rng(seed).permutation(len(self.questions))[:most].tolist()
        chosen = [self.questions[row] for row in sorted(rows)]
        wanted = {(question.context, question.twin) for question in chosen if question.twin}
        have = {(question.context, question.text) for question in chosen}
        more = [
            question
            for question in self.questions
            if question.answers and (question.context, question.text) in wanted - have
        ]
        return replace(self, questions=(*chosen, *more))


def part_of(source: str, documents: Iterable[str]) -> dict[str, Part]:
    """Return which part each document belongs to: by the order of the sha256 of its name, so always the same."""
    test, development = HELD_OUT.get(source, (0, 0))
    ordered = sorted(set(documents), key=lambda name: hashlib.sha256(name.encode()).hexdigest())
    return {
        name: "test" if number < test else "development" if number < test + development else "train"
        for number, name in enumerate(ordered)
    }


def read_sources(folder: Path, seed: int) -> dict[str, Source]:
    """Read every source in ``folder``, whole; ``seed`` chooses the questions of QAMR and the company they keep.

    Raises:
        FileNotFoundError: one of the files is not there.
    """
    sources = {name: read_shifts(folder / f"squadshifts_{file}.json.gz", name) for name, file in SHIFTS.items()}
    sources["squad1"] = read_rows("squad1", folder / "squad11_train.jsonl.gz", folder / "unansq.jsonl.gz")
    sources["more"] = read_rows("more", *(folder / f"{file}.jsonl.gz" for file in MORE))
    sources["squad2"] = read_squad2(folder / "squad2_part.json.gz")
    sources["qamr"] = read_qamr(folder / "qamr_sentences.jsonl.gz", folder / "qamr_questions.jsonl.gz", seed)
    return sources


def read_shifts(file: Path, name: str) -> Source:
    """Read a file of SQuADShifts, in the format of SQuAD 1.1."""
    contexts: list[str] = []
    documents: list[str] = []
    questions: list[Question] = []
    for article in _json(file)["data"]:
        for paragraph in article["paragraphs"]:
            for asked in paragraph["qas"]:
                spans = tuple(
                    (answer["answer_start"], answer["answer_start"] + len(answer["text"]))
                    for answer in asked["answers"]
                    if answer["text"].strip()
                )
                if spans:
                    questions.append(Question(asked["question"], len(contexts), spans))
            contexts.append(paragraph["context"])
            documents.append(article["title"])
    return Source(name, tuple(contexts), tuple(documents), tuple(questions))


def read_rows(name: str, *files: Path) -> Source:
    """Read files of JSON lines with ``context``, ``doc``, ``question``, ``answers`` and ``starts``.

    Of one question with several answers that stand apart, all are spans to mark. ``pair_question`` is the twin.
    """
    rows: dict[str, int] = {}
    documents: list[str] = []
    questions = []
    for row in (row for file in files for row in rows_of(file)):
        context = row["context"]
        if name == "more" and len(context) > LONGEST_MORE:
            continue
        if context not in rows:
            rows[context] = len(documents)
            documents.append(row["doc"])
        spans = tuple(
            dict.fromkeys((start, start + len(text)) for start, text in zip(row["starts"], row["answers"], strict=True))
        )
        if spans or not row["answerable"]:
            questions.append(Question(row["question"], rows[context], spans, row.get("pair_question") or ""))
    return Source(name, tuple(rows), tuple(documents), tuple(questions))


def read_squad2(file: Path) -> Source:
    """Read the part of SQuAD 2: answerable questions, and near-misses that only look answerable."""
    data = _json(file)
    rows = {paragraph["id"]: row for row, paragraph in enumerate(data["paragraphs"])}
    contexts = tuple(paragraph["text"] for paragraph in data["paragraphs"])
    questions = []
    for asked in data["questions"]:
        row = rows[(asked["gold"] or asked["near"])[0]]
        spans = tuple(_nearest(contexts[row], answer, asked["start"]) for answer in asked["answers"])
        found = tuple(span for span in spans if span is not None)
        if found or not asked["answerable"]:
            questions.append(Question(asked["question"], row, found))
    return Source("squad2", contexts, tuple(paragraph["doc"] for paragraph in data["paragraphs"]), tuple(questions))


def read_qamr(sentences: Path, questions: Path, seed: int) -> Source:
    """Read QAMR; each sentence that is asked about becomes a passage with one to three others of its article."""
    rng = numpy.random.default_rng(seed)
    words = {row["id"]: row["tokens"] for row in rows_of(sentences)}
    by_article: dict[str, list[str]] = {}
    for name in words:
        by_article.setdefault(_article(name), []).append(name)
    asked = list(rows_of(questions))
    chosen = sorted(rng.permutation(len(asked))[:QAMR_QUESTIONS].tolist())
    rows: dict[str, int] = {}
    contexts: list[str] = []
    offsets: list[list[tuple[int, int]]] = []
    kept = []
    for question in (asked[number] for number in chosen):
        name = question["sentence"]
        spans = [span for span in (_run(answer) for answer in question["answers"]) if span is not None]
        if len(spans) < 2:  # Fewer than two of the three annotators marked a span.
            continue
        if name not in rows:
            text, own = _passage(name, words, by_article[_article(name)], rng)
            rows[name] = len(contexts)
            contexts.append(text)
            offsets.append(own)
        own = offsets[rows[name]]
        kept.append(
            Question(question["question"], rows[name], tuple((own[first][0], own[last][1]) for first, last in spans))
        )
    return Source("qamr", tuple(contexts), tuple(_article(name) for name in rows), tuple(kept))


def _passage(
    name: str, words: dict[str, list[str]], article: Sequence[str], rng: numpy.random.Generator
) -> tuple[str, list[tuple[int, int]]]:
    """Return a passage with the sentence ``name`` in it, and where the words of that sentence stand."""
    near = [other for other in article if other != name]
    pool = near if len(near) >= 3 else near + [list(words)[row] for row in rng.integers(len(words), size=3).tolist()]
    company = [pool[row] for row in rng.permutation(len(pool))[: int(rng.integers(1, 4))].tolist() if pool[row] != name]
    company.insert(int(rng.integers(len(company) + 1)), name)
    text = ""
    own: list[tuple[int, int]] = []
    for sentence in company:
        shift = len(text) + 1 if text else 0
        part, offsets = joined(words[sentence])
        text = f"{text} {part}" if text else part
        if sentence == name:
            own = [(start + shift, end + shift) for start, end in offsets]
    return text, own


def _run(answer: list[int] | None) -> tuple[int, int] | None:
    """Return the first and last word of an answer; None for one that is no span, or has wide gaps."""
    if not answer:
        return None
    first, last = min(answer), max(answer)
    return (first, last) if last - first + 1 <= len(answer) + 1 else None


def _article(name: str) -> str:
    """Return the article of a sentence of QAMR: ``Wiki1k:wikipedia:19179592:59:2`` is of the first three parts."""
    return ":".join(name.split(":")[:3])


def _nearest(text: str, answer: str, start: int) -> tuple[int, int] | None:
    """Return where ``answer`` stands nearest to ``start``."""
    places = [place for place in range(len(text)) if text.startswith(answer, place)] if answer.strip() else []
    if not places:
        return None
    place = min(places, key=lambda found: abs(found - start))
    return place, place + len(answer)


def _json(file: Path) -> dict[str, Any]:
    """Return what a compressed JSON file holds."""
    with gzip.open(file, "rt", encoding="utf-8") as opened:
        data: dict[str, Any] = json.load(opened)
    return data


def rows_of(file: Path) -> Iterator[dict[str, Any]]:
    """Yield what each line of a compressed file of JSON lines holds."""
    with gzip.open(file, "rt", encoding="utf-8") as opened:
        for line in opened:
            yield json.loads(line)
