"""Lists, counts, reasons, letters and comparisons: asked of the real texts through the whole of the product."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import Document
from index import Encoder
from qa import Assistant

TEXT = """The Ardle Boat Society (ABS) was founded in 1931. The Quay Rowing Club was founded in 1874.

Anna Berg, Ines Kovar and Tom Hale built the blue boat. Piet Laan also built the blue boat.

The canal froze for eleven weeks. For this reason the boats stayed in the harbour.

Kol, Marsh, Reuter and Osei won the cup. Marsh, Osei and Tallis founded the museum."""


@pytest.fixture(scope="module")
def boats(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return Assistant.build([Document("boats", TEXT)], tmp_path_factory.mktemp("boats"), encoder=encoder)


def test_a_list_goes_on_in_the_next_sentence_and_says_how_many(boats: Assistant) -> None:
    answer = boats.ask("Name all who built the blue boat")
    assert answer.shape == "list"
    assert answer.text == "Anna Berg, Ines Kovar, Tom Hale and Piet Laan"
    assert len(answer.citations) == 2
    assert answer.note == "Four are named."


def test_two_are_named_where_two_are_asked_for(boats: Assistant) -> None:
    assert boats.ask("Name two people who built the blue boat").text == "Anna Berg and Ines Kovar"


def test_what_is_listed_and_not_counted_is_counted(boats: Assistant) -> None:
    answer = boats.ask("How many people won the cup?")
    if answer.answered:
        assert answer.text in ("Four: Kol, Marsh, Reuter and Osei", "Kol, Marsh, Reuter and Osei")


def test_letters_are_spelt_out_by_what_stands_beside_them(boats: Assistant, documentary: Assistant) -> None:
    assert boats.ask("What does ABS stand for?").text == "Ardle Boat Society"
    assert documentary.ask("what does fair stand for").text == "Facebook's AI research lab"
    assert documentary.ask("What does ONNX stand for?").text == "Open Neural Network Exchange"


def test_of_two_that_are_dated_the_earlier_is_named_with_both_sentences(boats: Assistant) -> None:
    answer = boats.ask("Which is older, the Ardle Boat Society or the Quay Rowing Club?")
    assert answer.shape == "comparison"
    assert answer.text.startswith("Quay Rowing Club. ")
    assert {"1931", "1874"} <= {word.strip(".") for word in answer.text.split()}
    newer = boats.ask("Which is newer, the Ardle Boat Society or the Quay Rowing Club?")
    assert newer.text.startswith("Ardle Boat Society. ")


def test_who_did_both_is_answered_by_what_the_lists_share(boats: Assistant) -> None:
    answer = boats.ask("Who won the cup and also founded the museum?")
    assert answer.text == "Marsh and Osei"
    assert len(answer.citations) == 2


def test_a_reason_is_told_in_whole_sentences_with_what_it_looks_back_to(boats: Assistant) -> None:
    answer = boats.ask("Why did the boats stay in the harbour?")
    if answer.answered:
        assert answer.text == "The canal froze for eleven weeks. For this reason the boats stayed in the harbour."


def test_what_is_announced_is_told(encoder: Encoder, tmp_path: Path) -> None:
    text = (
        "Several causes led to the end of the organ. The gramophone replaced it on ships, and the price of sand "
        "rose.\n\n"
        "Four people are usually given as the builders of the organ. The four builders are Anna Berg, Ines Kovar, Tom "
        "Hale and Piet Laan.\n\n"
        "Della asks the questions. Her guests are Tomas Reuter, who runs the project, Priya Naidoo, who farms at Hask, "
        "and Wilf Garrow, a retired engineer."
    )
    organ = Assistant.build([Document("organ", text)], tmp_path, encoder=encoder)
    assert "gramophone" in organ.ask("What led to the end of the organ?").text
    assert organ.ask("Name two of the builders of the organ").text == "Anna Berg and Ines Kovar"
    assert organ.ask("Who are the guests?").text == "Tomas Reuter, Priya Naidoo and Wilf Garrow"


def test_what_follows_an_announcement_is_told_though_the_reader_marks_none_of_it(
    encoder: Encoder, tmp_path: Path
) -> None:
    text = (
        "Three sizes were built. The cabin organ has 49 tubes; the parlour organ has 61; the cathedral organ has 73. "
        "Only nine cathedral organs were ever made."
    )
    organ = Assistant.build([Document("organ", text)], tmp_path, encoder=encoder)
    told = organ.ask("Which sizes were made?").text
    assert all(name in told for name in ("cabin", "parlour", "cathedral"))


def test_items_with_commas_under_one_lead_in_are_told_whole(encoder: Encoder, tmp_path: Path) -> None:
    file = tmp_path / "island.md"
    file.write_text(
        "# Tervuno\n\n## Goods\n\nThe island sells three goods to the mainland:\n\n- smoked eel, from the peat lakes\n"
        "- heather honey, gathered by the beekeeper Jonas Reth\n- blue wool, dyed with mussel shells\n\n"
        "The wool was famous long before the honey.\n",
        encoding="utf-8",
    )
    island = Assistant.build([file], tmp_path / "index", encoder=encoder, collection="text")
    told = island.ask("Which goods does the island sell?").text
    assert told == (
        "Smoked eel, from the peat lakes; heather honey, gathered by the beekeeper Jonas Reth; and blue wool, dyed "
        "with mussel shells"
    )


def test_what_was_done_is_told_to_the_end_of_the_sentence(encoder: Encoder, tmp_path: Path) -> None:
    text = (
        "In 2003 the hall was restored. The panes were replaced by laminated glass, the columns were filled with "
        "resin, and the bricks were washed with steam.\n\n"
        "The hall has a clock that goes ten minutes fast."
    )
    hall = Assistant.build([Document("hall", text)], tmp_path, encoder=encoder)
    told = hall.ask("What was done in the restoration?").text
    assert all(word in told for word in ("panes", "columns", "bricks"))


def test_a_difference_is_shown_by_what_is_said_of_both_or_not_at_all(encoder: Encoder, tmp_path: Path) -> None:
    text = (
        "The harp has 47 strings. The lute has fewer strings than the harp, and it is played lying on the lap.\n\n"
        "In 1931 the workshop made 228 lutes."
    )
    music = Assistant.build([Document("music", text)], tmp_path, encoder=encoder)
    answer = music.ask("What is the difference between the harp and the lute?")
    assert answer.text == "The lute has fewer strings than the harp, and it is played lying on the lap."
    assert music.ask("What's the difference between a lute and a trombone?").status == "not_in_text"
