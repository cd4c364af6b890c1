"""Definitions, overviews and sayings made of a small text alone, without a reader: what is chosen, and what is not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from marked import Marked

from index import Encoder
from qa.answer.defining import definition_draft
from qa.answer.extract import overview_draft, qualities
from qa.answer.statements import statements_of

SWELL = "The swell is a lever beside the keys."


def told(encoder: Encoder, folder: Path, text: str, question: str, cosine: float = 0.5) -> list[str]:
    """Return the sentences that say what the subject of ``question`` is, where each is as near to it as ``cosine``."""
    made = Marked(text, encoder, folder)
    near = tuple(
        replace(one, sentences=tuple(replace(sentence, dense=cosine) for sentence in one.sentences))
        for one in made.passages
    )
    draft = definition_draft(question, replace(made.finding(), passages=near), made.index)
    return [span.text for span in draft.spans] if draft is not None else []


def test_what_says_the_same_is_told_once(encoder: Encoder, tmp_path: Path) -> None:
    other = "The swell changes the loudness of the organ."
    text = f"{SWELL}\n\nThe swell is a lever by the keys.\n\n{other}"
    assert told(encoder, tmp_path, text, "What is the swell?") == [SWELL, other]


def test_it_is_told_only_behind_what_it_stands_for(encoder: Encoder, tmp_path: Path) -> None:
    text = f"{SWELL}\n\nThe swell is a lever near the keys. It took Otto all of the winter to repair."
    assert told(encoder, tmp_path, text, "What is the swell?") == [SWELL]


def test_a_definition_ends_where_it_is_long_enough(encoder: Encoder, tmp_path: Path) -> None:
    text = (
        "The swell is a lever beside the keys of the organ that opens and shuts the box in which its pipes stand "
        "and sing.\n\nThe swell was invented by a joiner of Lisbon whose seven children could not sleep when he "
        "practised his hymns at night before Sunday.\n\nThe swell came to Quellin on a cart with oxen in the winter "
        "of the great flood when no bridge stood and no ferry ran.\n\nThe swell rusts where salt comes in by the north "
        "door, and Ines rubs it with the fat of geese every single Friday in the autumn."
    )
    assert len(told(encoder, tmp_path, text, "What is the swell?")) == 3


@pytest.mark.parametrize(("cosine", "sentences"), [(0.2, 0), (0.6, 1)])
def test_a_sentence_that_only_names_it_has_to_be_near(
    encoder: Encoder, tmp_path: Path, cosine: float, sentences: int
) -> None:
    text = "They sold a bellows and some swell at the market. Nobody there was surprised by that."
    assert len(told(encoder, tmp_path, text, "What is swell?", cosine)) == sentences


def test_of_sentences_that_only_name_it_no_more_than_two_are_told(encoder: Encoder, tmp_path: Path) -> None:
    text = f"{SWELL}\n\nThey sold a swell.\n\nOtto found a swell in Bremen.\n\nA ship with a swell sank near Spain."
    assert len(told(encoder, tmp_path, text, "What is the swell?")) == 2


def test_a_part_of_a_longer_name_is_defined_where_nothing_else_is(encoder: Encoder, tmp_path: Path) -> None:
    text = "Quellin Organ Society is a club of friends. Her brother was at sea for years."
    assert told(encoder, tmp_path, text, "What is Quellin?")[:1] == ["Quellin Organ Society is a club of friends."]


def test_what_points_back_or_says_nothing_stands_in_no_overview(encoder: Encoder, tmp_path: Path) -> None:
    text = "The organ was built in 1868. It was loved by all of the town. Who had built it? The town was proud of it."
    made = Marked(text, encoder, tmp_path)
    worth = qualities(statements_of(made.index, made.index.rows["text"]))
    assert [bool(one) for one in worth] == [True, False, False, True]


def test_an_overview_has_as_many_sentences_as_are_asked_for_and_no_pronoun_at_its_head(
    encoder: Encoder, tmp_path: Path
) -> None:
    text = (
        "# The organ\n\nIt was loved by all of the town. The organ of Quellin was built in 1868 by Ines Kovar. She had "
        "learned to blow glass in Lisbon.\n\n# The ship\n\nThe ship that took the organ away sank before the coast of "
        "Spain. It was never found."
    )
    made = Marked(text, encoder, tmp_path)
    draft = overview_draft("Sum it up in two sentences", made.finding(), made.index)
    assert draft is not None
    assert [span.text for span in draft.spans] == [
        "The organ of Quellin was built in 1868 by Ines Kovar.",
        "The ship that took the organ away sank before the coast of Spain.",
    ]
    year = overview_draft("What happened in 1868?", made.finding(), made.index)
    assert year is not None
    assert [span.text for span in year.spans] == ["The organ of Quellin was built in 1868 by Ines Kovar."]
