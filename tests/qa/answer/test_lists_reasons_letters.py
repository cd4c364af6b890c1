"""Lists, counts, reasons and expansions of what is marked in a text, without a reader: every rule alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from marked import Marked

from index import Encoder
from qa.answer import Draft
from qa.answer.letters import BESIDE, SAID, expansion_draft, long_form
from qa.answer.listing import count_draft, list_draft
from qa.answer.reasons import reason_draft


def text_of(draft: Draft | None) -> str | None:
    return draft.text if draft is not None else None


@pytest.mark.parametrize(
    ("text", "marked", "listed"),
    [
        (
            "There were several causes. It took the dam, the road and the bridge.",
            ["several causes", "the dam, the road and the bridge"],
            "the dam, the road and the bridge",
        ),
        (
            "The boats Alba and Brisa carried salt to Porto. Corta carried stone to Porto.",
            ["Alba and Brisa"],
            "Alba and Brisa",
        ),
        (
            "The boats Alba and Brisa carried salt to Porto. Corta also carried salt to Porto.",
            ["Alba and Brisa"],
            "Alba, Brisa and Corta",
        ),
        ("Alba and Brisa sailed on. Corta stayed.", ["Alba and Brisa sailed on. Corta"], "Alba and Brisa"),
        (
            "He saw the keeper who had come from the north in the year of the flood with all his dogs and the miller.",
            ["the keeper who had come from the north in the year of the flood with all his dogs and the miller"],
            None,
        ),
    ],
)
def test_what_is_marked_is_listed(
    encoder: Encoder, tmp_path: Path, text: str, marked: list[str], listed: str | None
) -> None:
    made = Marked(text, encoder, tmp_path)
    assert text_of(list_draft("Which are they?", made.finding(*marked), made.index)) == listed


def test_a_number_in_the_text_is_not_counted_anew(encoder: Encoder, tmp_path: Path) -> None:
    made = Marked("They lost 3 boats, Alba and Brisa among them. Corta and Delta came home.", encoder, tmp_path)
    assert count_draft("How many boats?", made.finding("3 boats, Alba and Brisa"), made.index) is None
    assert (
        text_of(count_draft("How many boats?", made.finding("Corta and Delta"), made.index)) == "Two: Corta and Delta"
    )


LONG = (
    "The mill that the family of the old baker had built at the weir below the town in the year of the great flood, "
    "with money that nobody paid back, was closed because the new road took its customers away; the bakery went on."
)


@pytest.mark.parametrize(
    ("text", "marked", "told"),
    [
        (
            "In the end the mill did close. The beams were rotten.",
            "the mill did close",
            "In the end the mill did close. The beams were rotten.",
        ),
        (
            "The mill did close because of the flood. The beams were rotten.",
            "because of the flood",
            "The mill did close because of the flood.",
        ),
        (
            "The mill did close to save money. The beams were rotten.",
            "to save money",
            "The mill did close to save money.",
        ),
        (
            "The dam broke. For this reason the mill closed.",
            "For this reason the mill closed",
            "The dam broke. For this reason the mill closed.",
        ),
        ("The dam broke. The mill closed.", "The mill closed", "The mill closed."),
        (
            "The mill closed after the flood. It took the wheel along.",
            "after the flood",
            "The mill closed after the flood. It took the wheel along.",
        ),
        (
            "The mill closed after the flood.\n\nIt took the wheel along.",
            "after the flood",
            "The mill closed after the flood.",
        ),
        (LONG, "the new road took its customers away", "Because the new road took its customers away"),
    ],
)
def test_a_reason_is_whole_and_no_longer(encoder: Encoder, tmp_path: Path, text: str, marked: str, told: str) -> None:
    made = Marked(text, encoder, tmp_path)
    assert text_of(reason_draft("Why did it close?", made.finding(marked), made.index)) == told


@pytest.mark.parametrize(
    ("text", "form", "probability"),
    [
        ("ABC stands for Anglers of the Bay, a club.", "Anglers of the Bay", SAID),
        ("The Anglers of the Bay Club (ABC) met.", "Anglers of the Bay Club", BESIDE),
        ("They joined ABC (Anglers Bay Club) in May.", "Anglers Bay Club", BESIDE),
        ("They joined ABC in May.", None, 0),
    ],
)
def test_letters_are_spelt_out_where_the_text_does(
    encoder: Encoder, tmp_path: Path, text: str, form: str | None, probability: float
) -> None:
    made = Marked(text, encoder, tmp_path)
    draft = expansion_draft("What does ABC stand for?", made.finding(), made.index)
    assert text_of(draft) == form
    assert draft is None or draft.probability == probability


@pytest.mark.parametrize(
    ("letters", "words", "form"),
    [
        ("ABC", "the angler's bay club", "angler's bay club"),
        ("ABC", "the crab bay club", None),
        ("AB", "all of the very long way to the bay", None),
    ],
)
def test_the_first_letter_begins_a_word_and_few_words_stand_for_it(letters: str, words: str, form: str | None) -> None:
    found = long_form(letters, words, 0, len(words))
    assert (words[found.start : found.end] if found else None) == form
