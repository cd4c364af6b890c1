"""A list is one paragraph with the words that lead in to it, and a question stays with its answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import ChunkSettings, Document, asks, chunk_document, read_content, read_markdown
from corpus.lists import told_list


def html(text: str) -> str:
    return read_content(text.encode(), source="a.html").text


def test_short_items_make_one_sentence_with_their_lead_in() -> None:
    told = "Bring these things: a tent, a torch, a knife."
    assert read_markdown("Bring these things:\n\n- a tent\n- a torch\n- a knife\n", source="a.md").text == told
    assert read_markdown("Bring these things\n* a tent\n* a torch,\n* and\n  a knife.", source="a.md").text != told
    assert html("<p>Bring these things:</p><ul><li>a tent<li>a torch,<li><p>a knife.</p></ul>") == told


def test_the_steps_of_a_numbered_list_keep_their_numbers() -> None:
    text = "To start the pump:\n\n3. Open the valve.\n4. Press the green button."
    assert read_markdown(text, source="a.md").text == (
        "To start the pump: (3) Open the valve, (4) Press the green button."
    )
    assert read_markdown("The guides are:\n1. Ole Berg\n2. Siri Dal", source="a.md").text == (
        "The guides are: Ole Berg, Siri Dal."
    )


def test_items_that_say_several_things_stay_apart_with_their_lead_in() -> None:
    assert read_markdown("The crew of the Heron:\n- Anna, cook\n- Bo, smith", source="a.md").text == (
        "The crew of the Heron: Anna, cook\nThe crew of the Heron: Bo, smith"
    )


def test_a_list_within_an_item_stands_in_brackets() -> None:
    markdown = "The shed holds:\n\n- tools\n  - two saws\n  - a plane\n- paint:\n    1. red\n    2. white"
    assert (
        read_markdown(markdown, source="a.md").text == "The shed holds: tools (two saws, a plane), paint (red, white)."
    )


def test_long_items_are_lines_of_one_paragraph() -> None:
    items = [
        f"This item number {number} goes on for longer than any name of a thing would ever do." for number in "123"
    ]
    text = "There is much to do:\n\n" + "\n".join(f"- {item}" for item in items)
    assert read_markdown(text, source="a.md").text.split("\n") == ["There is much to do:", *items]


def test_a_list_does_not_take_the_sentence_above_it_for_its_own() -> None:
    assert read_markdown("It was late.\n\n- a tent\n- a torch", source="a.md").text == "It was late.\n\na tent, a torch"


def test_what_is_laid_out_as_a_list_is_read_as_a_page() -> None:
    assert html("<ul><li><h3>News</h3><p>Ada won.</p></li><li><h3>More</h3><p>So did Bo.</p></li></ul>") == (
        "Ada won.\n\nSo did Bo."
    )


FAQ = "When does the museum open?\nIt opens at 9:30.\n\nCan I bring my dog?\nDogs are allowed in the garden only."


@pytest.mark.parametrize(
    "page",
    [
        "<dl><dt>When does the museum open?<dd>It opens at 9:30.<dt>Can I bring my dog?<dd>Dogs are allowed in the "
        "garden only.</dl>",
        "<details><summary>When does the museum open?</summary><p>It opens at 9:30.</p></details><details><summary>Can "
        "I bring my dog?</summary>Dogs are allowed in the garden only.</details>",
        "<p><b>Q:</b> When does the museum open?</p><p><b>A:</b> It opens at 9:30.</p><p>Q: Can I bring my dog?</p>"
        "<p>A: Dogs are allowed in the garden only.</p>",
        "<table><tr><td>When does the museum open?<td>It opens at 9:30.</table>"
        "<table><tr><td>Can I bring my dog?<td>Dogs are allowed in the garden only.</table>",
    ],
)
def test_a_question_stands_above_its_answer_in_one_paragraph(page: str) -> None:
    assert html(page) == FAQ


@pytest.mark.parametrize(
    "text",
    [
        "**Q: When does the museum open?** A: It opens at 9:30.\n\n**Q: Can I bring my dog?**\n**A:** Dogs are allowed "
        "in the garden only.",
        "Q. When does the museum open?\nA. It opens at 9:30.\n\nQ. Can I bring my dog? A. Dogs are allowed in the "
        "garden only.",
    ],
)
def test_labels_of_questions_and_answers_are_no_words_in_one_line_either(text: str) -> None:
    assert read_content(text.encode(), source="a.md").text == FAQ


def test_a_name_with_an_initial_is_no_answer() -> None:
    text = "Q: Who was Albert A. Michelson?\nHe measured light."
    assert "Who was Albert A. Michelson?\nHe measured light." in read_content(text.encode(), source="a.txt").text


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_chunk_never_parts_a_question_from_its_answer(between: str) -> None:
    pairs = [f"What is the number of room {number}?{between}It is number {number} of them all." for number in range(30)]
    document = Document("t", "\n\n".join(pairs))
    for most in (14, 20, 40):
        settings = ChunkSettings(max_tokens=most, min_tokens=4)
        for chunk in chunk_document(document, lambda texts: [len(text.split()) for text in texts], settings):
            assert chunk.text.startswith("What")
            assert not chunk.text.endswith("?")
            asked = [document.text[span.start : span.end] for span in chunk.questions]
            assert asked == [line for line in chunk.text.split("\n") if line.startswith("What")]


def test_what_leads_in_stays_with_what_it_leads_in_to() -> None:
    document = Document("t", "One two three four five six.\n\nThe rules are:\n\nNobody runs.\n\nNobody sings in here.")
    settings = ChunkSettings(max_tokens=10, min_tokens=3)
    chunks = chunk_document(document, lambda texts: [len(text.split()) for text in texts], settings)
    assert [chunk.text for chunk in chunks] == [
        "One two three four five six.",
        "The rules are:\n\nNobody runs.",
        "Nobody sings in here.",
    ]


def test_records_stay_apart_however_short_they_are() -> None:
    document = Document("t", "Name: Ada\nTown: Moss\n\nName: Bo\nTown: Rud")
    settings = ChunkSettings(max_tokens=50, min_tokens=24)
    chunks = chunk_document(document, lambda texts: [len(text.split()) for text in texts], settings)
    assert [chunk.text for chunk in chunks] == ["Name: Ada\nTown: Moss", "Name: Bo\nTown: Rud"]


@pytest.mark.parametrize(
    ("sentence", "asked"),
    [
        ("Who is it?", True),
        ("\u201cWho is it?\u201d", True),
        ("**Who is it?**", True),
        ("1. Who is it?", True),
        ("Q: Who is it", True),
        ("Question 3: name the ship", True),
        ("It is Ada.", False),
        ('He asked: "Who is it?"', False),
        ("Q. Smith came.", True),
        ("Quarter: 3", False),
        ("", False),
        ("?", True),
    ],
)
def test_questions_are_known(sentence: str, asked: bool) -> None:
    assert asks(sentence) is asked


@given(st.lists(st.text(min_size=1, max_size=30), min_size=1, max_size=6), st.text(max_size=20), st.booleans())
def test_no_words_of_any_list_are_lost(items: list[str], lead: str, ordered: bool) -> None:
    told = told_list(items, lead=lead, ordered=ordered)
    for item in items:
        letters = "".join(character for character in item if character.isalnum())
        assert letters.removesuffix("or").removesuffix("and") in "".join(char for char in told if char.isalnum())
