"""Items of one answer that stand in several sentences, lines and rows, asked of a text with the real reader."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import Encoder
from qa import Assistant
from qa.answer.items import led_from
from qa.question.shapes import shape_of

HOUSE = """# The Osprey House

## How it came about

The ferry was run by Ilse Brandt, who had bought it from the parish in 1904. In 1931 she fell ill. Her nephew Karel Voss
then ran the ferry for twenty years. It carried sheep, hay and the post.

The plans were drawn by his cousin Marit Lunde, an architect, and by the carpenter Otto Frey.

## The rooms

| Room | Floor | Beds | Key |
| --- | --- | --- | --- |
| Tern | first | 2 | brass key |
| Gannet | first | 4 | iron key |
| Puffin | second | 1 | brass key |
| Fulmar | second | 3 | iron key |

## Before you leave

1. Strip the beds and fold the blankets.
2. Empty the ashes into the iron bucket.
3. Write your name in the guest book.
4. Hang the key behind the door.

## Helping out

Every guest takes one turn a week. There are two kinds:

- On kitchen turn you wash the pots and peel the potatoes for the evening.
- On garden turn you rake the paths and water the beans in the walled yard.

## Teaching

Sailing is taught twice a year, in March and in August. The course is given by Nell Arden, who was born on the island.
Children have a course of their own in July with Bram Ode. Anna Lind got twelve crowns for the boots and three for soap.
"""


@pytest.fixture(scope="module")
def house(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("gathering")
    file = folder / "house.md"
    file.write_text(HOUSE, encoding="utf-8")
    return Assistant.build([file], folder / "index", encoder=encoder)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Who ran the ferry over the years?", "Ilse Brandt and Karel Voss"),
        ("Which rooms have a brass key?", "Tern and Puffin"),
        ("Name two people who teach courses.", "Nell Arden and Bram Ode"),
        ("In which months is sailing taught?", "In March and in August"),
        ("What did Anna Lind get paid for?", "Twelve crowns for the boots and three for soap"),
        ("Who had a hand in the plans?", "Marit Lunde and Otto Frey"),
    ],
)
def test_all_items_are_named_and_nothing_else(house: Assistant, question: str, told: str) -> None:
    answer = house.ask(question)
    assert answer.text == told
    text = house.index.documents[0].text
    assert all(citation.quote in text for citation in answer.citations)


def test_each_name_is_cited(house: Assistant) -> None:
    quotes = [citation.quote for citation in house.ask("Who ran the ferry over the years?").citations]
    assert len(quotes) == 2
    assert "Ilse Brandt" in quotes[0]
    assert "Karel Voss" in quotes[1]


@pytest.mark.parametrize(
    ("question", "first", "last", "count"),
    [
        ("What is left to be done before we go home?", "Strip the beds", "behind the door.", 1),
        ("Which kinds of turn are there?", "On kitchen turn", "in the walled yard.", 2),
    ],
)
def test_steps_and_bullets_are_told_whole(house: Assistant, question: str, first: str, last: str, count: int) -> None:
    answer = house.ask(question)
    assert answer.text.startswith(first)
    assert answer.text.endswith(last)
    assert len(answer.citations) == count


def test_one_bullet_that_is_asked_for_stands_alone(house: Assistant) -> None:
    answer = house.ask("Which jobs are done on garden turn?")
    assert "rake the paths" in answer.text.casefold()
    assert "pots" not in answer.text


@pytest.mark.parametrize(
    ("sentence", "marked", "told"),
    [
        ("It is held in March and in August.", "March and in August", "in March and in August"),
        ("She got six crowns for soap and two for tea.", "soap and two for tea", "six crowns for soap and two for tea"),
        ("He failed once for fog and once for love.", "fog and once for love", "once for fog and once for love"),
        ("It is held in Porto and Faro.", "Porto and Faro", "Porto and Faro"),
        ("He came from Faro and lived in Porto.", "Faro and lived in Porto", "Faro and lived in Porto"),
    ],
)
def test_a_list_begins_with_what_leads_in_to_its_items(sentence: str, marked: str, told: str) -> None:
    start = sentence.index(marked)
    end = start + len(marked)
    assert sentence[led_from(sentence, 0, start, end) : end] == told


@pytest.mark.parametrize(
    "question",
    [
        "Who kept the light over the years?",
        "Who had a hand in the invention?",
        "What went wrong on the first day?",
        "What has been changed since then?",
        "What must I do if the bell rings?",
        "name two events in the club's year",
    ],
)
def test_what_has_several_answers_asks_for_a_list(question: str) -> None:
    assert shape_of(question) == "list"
