"""Reading: exact slices of whole words, all passages in one batch, long ones in windows."""

from __future__ import annotations

import itertools
import math
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa.reader import Reader, load_reader
from qa.reader.span import LONGEST_SPAN, PER_PASSAGE, RETRIEVAL_WEIGHT, SpanReader
from qa.reader.words import within_word
from qa.types import AnswerSpan, Passage

LIGHTHOUSE = "The lighthouse was built in 1874 by Anna Berg. Its light is seen from 21 miles away."
TRAIN = "The night train to Vienna leaves at ten. It has two dining cars and doesn't stop in Linz."

MakePassage = Callable[..., Passage]


@pytest.fixture(scope="session", params=["bert", "roberta"])
def reader(request: pytest.FixtureRequest) -> Reader:
    """Readers with random weights, of both families of tokenizers."""
    folder: Path = request.getfixturevalue(f"{request.param}_folder")
    return load_reader(str(folder))


def check(spans: Sequence[AnswerSpan]) -> None:
    """Check what holds of every result."""
    assert [span.score for span in spans] == sorted((span.score for span in spans), reverse=True)
    for span in spans:
        chunk = span.passage.chunk
        text = chunk.document.text
        assert chunk.start <= span.start < span.end <= chunk.end
        assert span.text == text[span.start : span.end] == span.text.strip()
        assert not within_word(text[chunk.start : chunk.end], span.start - chunk.start)
        assert not within_word(text[chunk.start : chunk.end], span.end - chunk.start)
        assert math.isfinite(span.score)
        assert math.isfinite(span.null_score)
        assert span.score <= 1e-4
    for number, span in enumerate(spans):
        assert not any(other.start < span.end and span.start < other.end
                       for other in spans[:number]
                       if other.passage.chunk.document.source == span.passage.chunk.document.source)  # fmt: skip
    ids = [span.passage.chunk.id for span in spans]
    assert all(ids.count(one) <= PER_PASSAGE for one in ids)


def test_spans_are_whole_words_of_the_document(reader: Reader, passage: MakePassage) -> None:
    before = "A title of some length.\n\n"
    passages = [passage(before + LIGHTHOUSE, len(before)), passage(TRAIN, source="train")]
    spans = reader.read("When was the lighthouse built?", passages).spans
    assert {span.passage.chunk.document.source for span in spans} == {"talk", "train"}
    check(spans)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(question=st.text(max_size=30), texts=st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=3))
def test_any_text_is_read(reader: Reader, passage: MakePassage, question: str, texts: list[str]) -> None:
    check(reader.read(question, [passage(text, source=str(number)) for number, text in enumerate(texts) if text]).spans)


@pytest.mark.parametrize("question", ["", "   ", "\ud800"])
def test_a_question_without_words_gets_no_error(reader: Reader, passage: MakePassage, question: str) -> None:
    check(reader.read(question, [passage(LIGHTHOUSE)]).spans)


def test_nothing_to_read_is_no_answer(reader: Reader, passage: MakePassage) -> None:
    assert reader.read("When was it built?", []).spans == ()
    assert reader.read("When was it built?", [passage("\u200b \u200b")]).spans == ()


def test_padding_changes_nothing(reader: Reader, passage: MakePassage) -> None:
    """A passage beside a longer one gets the same spans, and the same margin over "no answer", as alone."""
    question = "When was the lighthouse built?"
    alone = reader.read(question, [passage(LIGHTHOUSE)]).spans
    beside = [
        span
        for span in reader.read(question, [passage(LIGHTHOUSE), passage(TRAIN * 4, source="train")]).spans
        if span.passage.chunk.document.source == "talk"
    ]
    assert [span.text for span in alone] == [span.text for span in beside]
    for one, other in zip(alone, beside, strict=True):
        assert one.score - one.null_score == pytest.approx(other.score - other.null_score, abs=1e-3)


def test_scores_share_one_softmax(reader: Reader, passage: MakePassage) -> None:
    """A second passage takes probability away from the first, and one that was found better takes more."""
    question = "When was the lighthouse built?"

    def best(*passages: Passage) -> float:
        spans = reader.read(question, list(passages)).spans
        return max(span.score for span in spans if span.passage.chunk.document.source == "talk")

    alone = best(passage(LIGHTHOUSE))
    beside = best(passage(LIGHTHOUSE), passage(TRAIN, source="train"))
    beside_better = best(passage(LIGHTHOUSE), passage(TRAIN, source="train", score=0.9))
    assert beside_better < beside < alone
    assert beside - beside_better <= RETRIEVAL_WEIGHT * 0.4 + 1e-3


def test_a_long_passage_is_read_to_its_end(reader: Reader, passage: MakePassage) -> None:
    text = " ".join(f"Number {number} is a ship." for number in range(400))
    spans = reader.read("Which ship?", [passage(text)]).spans
    check(spans)
    assert len(spans) == PER_PASSAGE
    assert isinstance(reader, SpanReader)
    windows = reader._maker.windows("Which ship?", [passage(text)])
    places = set(zip(windows.starts[windows.context].tolist(), windows.ends[windows.context].tolist(), strict=True))
    assert min(start for start, _ in places) <= 1
    assert max(end for _, end in places) == len(text)
    assert set(windows.passages) == {0}
    assert len(windows.passages) > 4
    rows = [set(starts[inside].tolist()) for starts, inside in zip(windows.starts, windows.context, strict=True)]
    shared = [len(one & other) for one, other in itertools.pairwise(rows)]
    assert min(shared) >= LONGEST_SPAN  # No answer is so long that no window holds all of it.


def test_only_tokens_with_characters_can_be_marked(reader: Reader, passage: MakePassage) -> None:
    assert isinstance(reader, SpanReader)
    windows = reader._maker.windows("Which ship?", [passage("The  ship \n\n  is   old.")])
    assert (windows.starts < windows.ends)[windows.context].all()


def test_a_question_without_end_is_cut(reader: Reader, passage: MakePassage) -> None:
    check(reader.read("why " * 3000, [passage(LIGHTHOUSE)]).spans)


def test_several_threads_read_at_once(reader: Reader, passage: MakePassage) -> None:
    expected = [span.text for span in reader.read("Who built it?", [passage(LIGHTHOUSE)]).spans]
    found: list[list[str]] = []

    def read() -> None:
        found.extend(
            [span.text for span in reader.read("Who built it?", [passage(LIGHTHOUSE)]).spans] for _ in range(5)
        )

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 20
