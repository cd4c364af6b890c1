"""What a reading model is shown of a passage, and where in it an answer may be marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from tokenizers import Tokenizer

from corpus import Chunk, Document, Span
from corpus.types import Speaker
from index.model_files import find_model
from qa.reader.records import barred_records
from qa.reader.windows import WindowMaker, Windows
from qa.types import Passage

TREES = """Variety Bramley: Planted 1923, Notes for cooking
Variety Cox: Planted 1931, Notes needs a pollinator
Variety Boskoop: Planted 1938, Notes keeps until March"""


def passage_of(text: str, start: int = 0, speakers: Sequence[Speaker] = (), heading: tuple[str, ...] = ()) -> Passage:
    document = Document("a", text, title=heading[0] if heading else "", speakers=tuple(speakers))
    chunk = Chunk("a", document, start, len(text), heading, 1, (Span(start, len(text)),))
    return Passage(chunk, score=0.5, dense=0.5, best_sentence=0.5, lexical=0.5, sentences=())


def shown(question: str, passage: Passage) -> tuple[Windows, str]:
    """Return what a model is shown of ``passage``, and the words of it."""
    tokenizer = Tokenizer.from_file(str(find_model().folder / "tokenizer.json"))
    windows = WindowMaker(tokenizer, 101, 0).windows(question, [passage])
    return windows, tokenizer.decode(windows.ids[0].tolist())


def markable(question: str, passage: Passage) -> list[str]:
    """Return the words of the tokens that may be marked."""
    windows, _ = shown(question, passage)
    places = zip(windows.starts[windows.context].tolist(), windows.ends[windows.context].tolist(), strict=True)
    return [passage.text[start:end] for start, end in places]


def test_names_and_headings_are_shown_and_not_marked() -> None:
    text = "Not this. It was sold. I know. To whom?"
    speakers = [Speaker(0, 9, "Nobody"), Speaker(10, 30, "Ada Byron"), Speaker(31, len(text), "Ben")]
    passage = passage_of(text, 10, speakers, heading=("The mill", "Its end"))
    assert markable("Who?", passage) == ["It", "was", "sold", ".", "I", "know", ".", "To", "whom", "?"]
    assert markable("Who?", replace(passage, chunk=replace(passage.chunk, heading=()))) == markable("Who?", passage)
    _, words = shown("Who?", passage)
    assert words == "who? the mill, its end : ada byron : it was sold. i know. ben : to whom?"


def test_nothing_of_the_question_is_marked() -> None:
    assert markable("Who sold it, and when was it?", passage_of("It was sold.")) == ["It", "was", "sold", "."]


def test_what_fills_a_row_is_the_token_for_that() -> None:
    tokenizer = Tokenizer.from_file(str(find_model().folder / "tokenizer.json"))
    read = [passage_of("It was sold."), passage_of("It was sold again in the year after that.")]
    windows = WindowMaker(tokenizer, 101, 0).windows("Who?", read)
    filled = windows.ids[windows.mask == 0]
    assert len(filled) > 3
    assert set(filled.tolist()) == {0}


def test_of_long_headings_the_nearest_are_shown() -> None:
    _, words = shown("Who?", passage_of("It was sold.", heading=("A very long title of it " * 12, "The mill")))
    assert "the mill : it was sold." in words
    assert len(words) < 250


@pytest.mark.parametrize(
    ("question", "lines"),
    [
        ("Which variety needs a pollinator?", [1]),
        ("When was the Boskoop planted?", [2]),
        ("Which variety keeps until March?", [2]),
        ("What is it for?", [0, 1, 2]),
        ("How many varieties need a pollinator?", [1]),
        ("Is the Cox older than the Boskoop?", [0, 1, 2]),
        ("Who planted the Boskoop?", [2]),
    ],
)
def test_of_records_those_are_read_that_hold_the_words_of_the_question(question: str, lines: list[int]) -> None:
    barred = {TREES[span.start : span.end] for span in barred_records(question, passage_of(TREES))}
    assert [number for number, line in enumerate(TREES.split("\n")) if line not in barred] == lines


def test_only_the_record_that_is_asked_about_can_be_marked() -> None:
    marked = markable("When was the Boskoop planted?", passage_of(TREES))
    assert "1938" in marked
    assert not {"1923", "1931", "Bramley", "Cox"}.intersection(marked)


def test_a_list_may_be_of_all_records_that_hold_a_word_of_it_and_a_fact_is_of_the_best() -> None:
    rows = "Cox: Planted 1931, needs a pollinator\nBoskoop: Planted 1938, needs a pollinator\nBramley: Planted 1938"
    barred = {
        rows[one.start : one.end] for one in barred_records("Which need a pollinator, of 1938?", passage_of(rows))
    }
    assert barred == {"Cox: Planted 1931, needs a pollinator", "Bramley: Planted 1938"}
    listed = barred_records("Which varieties of 1938 need a pollinator?", passage_of(rows))
    assert listed == []


def test_no_record_is_barred_for_one_that_cannot_answer() -> None:
    rows = "Cox: needs a pollinator, keeps well\nBoskoop: Planted 1938\nBramley: Planted 1923"
    assert barred_records("When was the Cox planted, the one that keeps?", passage_of(rows)) == []
    assert barred_records("What does the Cox need?", passage_of(rows)) != []


def test_the_title_above_records_tells_none_of_them_apart() -> None:
    rows = "Cox: Planted 1931\nBoskoop: Planted 1938"
    assert barred_records("When was the Boskoop orchard planted?", passage_of(rows)) != []
    assert barred_records("When was the Boskoop orchard planted?", passage_of(rows, heading=("Boskoop orchard",))) == []


@pytest.mark.parametrize(
    "text",
    [
        "Once upon a midnight dreary, while Ada pondered,\nweak and weary, over many a volume,\nof forgotten lore, so,",
        "Can I bring a dog, or a cat?\nIn the garden, yes",
        "10:03 - Ann: Bring the ladder\n10:05 - Bob: It is at the mill",
        "Rose: the dreary one of Ada.\nLily: the white one of Bo.",
        "Ann: Where is the Sund ladder?\nBob: It is at the Brand mill",
        "It was sold, and the mill, too.",
    ],
)
def test_in_what_is_no_record_all_is_read(text: str) -> None:
    assert not barred_records("Who brings the dreary ladder to the dog?", passage_of(text))
