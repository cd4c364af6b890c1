"""Speech without full stops is cut into stretches that can be quoted, and never within a name or a number."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import ChunkSettings, Document, chunk_document, read_plain_text
from corpus.sentences import paragraph_spans
from corpus.transcripts import read_transcript
from corpus.unpunctuated import FEWEST_WORDS, MOST_WORDS, cuts

NAMES = ["Henrik Vold", "Marta Lindqvist", "nineteen hundred and two", "Ludwig van Beethoven", "Marks and Spencer"]
CLAUSES = [
    "so the mill by the river was built by {} in the year",
    "and {} ran it for a long time with his two sons",
    "because nobody else in the valley wanted to buy it from {}",
    "then it was sold to the company of {} for very little",
    "when the big flood came {} had left the place already",
    "we know that {} wrote a letter about all of that",
]


def speech(names: Sequence[str], seed: int = 3) -> list[str]:
    dice = random.Random(seed)  # noqa: S311 - The same every time.
    return " ".join(dice.choice(CLAUSES).format(dice.choice(names)) for _ in range(60)).split()


def spoken(words: Sequence[str], per_cue: int, gap: float = 0.0) -> Document:
    cues = [words[start : start + per_cue] for start in range(0, len(words), per_cue)]
    rows = [{"text": " ".join(cue), "start": number * (3 + gap), "duration": 3} for number, cue in enumerate(cues)]
    return read_transcript(json.dumps(rows), source="a.json")


def paragraphs(document: Document) -> list[str]:
    return [document.text[span.start : span.end] for span in paragraph_spans(document.text)]


@pytest.mark.parametrize("per_cue", [1, 3, 7, 11, 400])
@pytest.mark.parametrize("lower", [False, True])
def test_stretches_have_about_forty_five_words_and_no_line_ends_and_keep_names_whole(per_cue: int, lower: bool) -> None:
    names = [name.lower() for name in NAMES] if lower else NAMES
    document = spoken(speech(names), per_cue)
    lengths = [len(paragraph.split()) for paragraph in paragraphs(document)]
    assert all(FEWEST_WORDS <= length <= MOST_WORDS for length in lengths)
    assert 38 <= sum(lengths) / len(lengths) <= 52
    assert not any("\n" in paragraph for paragraph in paragraphs(document))
    borders = {" ".join((one.split()[-1], other.split()[0])) for one, other in itertools.pairwise(paragraphs(document))}
    parts = {" ".join(pair) for name in names for pair in itertools.pairwise(name.split())}
    assert not borders & parts


def test_a_pause_is_where_it_is_cut() -> None:
    words = [f"word{number}" for number in range(100)]
    rows = [
        {"text": " ".join(words[:48]), "start": 0, "end": 20},
        {"text": " ".join(words[48:]), "start": 21.5, "end": 40},
    ]
    document = read_transcript(json.dumps(rows), source="a.json")
    assert [len(paragraph.split()) for paragraph in paragraphs(document)] == [48, 52]
    assert document.time(*(lambda span: (span.start, span.end))(paragraph_spans(document.text)[1])) == (21.5, 40)


def test_times_stay_with_the_words_within_a_cue_too() -> None:
    words = [f"word{number}" for number in range(300)]
    document = read_transcript(json.dumps([{"text": " ".join(words), "start": 100, "end": 400}]), source="a.json")
    start = document.text.index("word200")
    time = document.time(start, start + len("word200"))
    assert time is not None
    assert time[0] <= 300 <= time[1]
    assert time[1] - time[0] <= MOST_WORDS


def test_sentences_that_end_are_left_alone() -> None:
    sentence = "The mill by the river was built by old Henrik Vold and his two sons in 1840. "
    document = spoken((sentence * 30).split(), 7)
    assert len(paragraphs(document)) == 1


@pytest.mark.parametrize("name", ["Henrik Vold", "Marta Lindqvist"])
def test_plain_text_without_marks_is_cut_like_speech(name: str) -> None:
    document = read_plain_text(" ".join(speech([name])), source="a.txt")
    assert all(len(paragraph.split()) <= MOST_WORDS for paragraph in paragraphs(document))
    assert document.text.split() == speech([name])
    assert document.text.count(name) == " ".join(speech([name])).count(name)


def test_prose_with_long_sentences_is_left_alone() -> None:
    text = "The mill, which stood by the river, was old, and its owner, who was old, too, " * 20 + "slept."
    assert read_plain_text(text, source="a.txt").text == text


def test_a_chunk_cuts_no_name() -> None:
    document = Document("a", " ".join(speech(["Henrik Vold"])))
    chunks = chunk_document(document, lambda texts: [len(text.split()) for text in texts], ChunkSettings(max_tokens=40))
    assert len(chunks) > 10
    assert not any(chunk.text.endswith("Henrik") or chunk.text.startswith("Vold") for chunk in chunks)


@given(st.lists(st.text(st.characters(exclude_categories=["Zs", "Cc", "Cs"]), min_size=1, max_size=40), max_size=400))
def test_whatever_the_words_the_cuts_are_in_order(words: list[str]) -> None:
    found = cuts(words)
    assert found == sorted(set(found))
    assert all(0 < cut < len(words) for cut in found)


def test_a_chunk_of_speech_begins_with_the_last_words_before_it() -> None:
    document = spoken(speech(NAMES), 7)
    chunks = chunk_document(document, lambda texts: [len(text.split()) for text in texts], ChunkSettings())
    assert len(chunks) > 5
    for before, chunk in itertools.pairwise(chunks):
        lead, *own = chunk.sentences
        assert lead.end == before.end
        assert 10 <= len(document.text[lead.start : lead.end].split()) <= 30
        assert "\n" not in document.text[lead.start : lead.end]
        assert own[0].start == chunk.start + chunk.text.index("\n\n") + 2
        assert chunk.paragraph == before.paragraph + (before is not chunks[0])


def test_what_another_says_or_what_is_finished_is_not_repeated() -> None:
    told = [" ".join(f"{name}{number}" for number in range(40)) for name in ("one", "two", "three", "four")]
    told[2] += " now."
    rows = [
        {"text": words, "start": start, "duration": 9, "speaker": speaker}
        for words, start, speaker in zip(told, (0, 9, 99, 199), ("Ada", "Ben", "Ben", "Ben"), strict=True)
    ]
    document = read_transcript(json.dumps(rows), source="a.json")
    chunks = chunk_document(document, lambda texts: [len(text.split()) for text in texts], ChunkSettings())
    assert [chunk.speaker for chunk in chunks] == ["Ada", "Ben", "Ben", "Ben"]
    assert [chunk.text.count("\n\n") for chunk in chunks] == [0, 0, 1, 0]
