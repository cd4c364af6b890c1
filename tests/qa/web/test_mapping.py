"""The map of the texts: places, parts, and a question among them."""

from __future__ import annotations

from pathlib import Path

from corpus import Document
from index import Encoder
from qa import Assistant
from qa.web.mapping import MOST_GROUPS, map_of


def test_a_map_has_every_passage_in_few_colours(documentary: Assistant) -> None:
    drawn = map_of(documentary, "When was PyTorch released?")
    assert [point["id"] for point in drawn["points"]] == [chunk.id for chunk in documentary.index.chunks]
    assert 1 < len(drawn["groups"]) <= MOST_GROUPS
    places = [place for point in drawn["points"] for place in (point["x"], point["y"])]
    assert all(0 <= place <= 1 for place in (*places, *drawn["question"]))
    assert (min(places), max(places)) == (0, 1)


def test_a_single_passage_is_a_map_too(encoder: Encoder, tmp_path: Path) -> None:
    one = Assistant.build(Document("one.txt", "The lamp is green."), tmp_path, encoder=encoder)
    drawn = map_of(one, "What is green?")
    assert [point["group"] for point in drawn["points"]] == [one.index.documents[0].title or "one.txt"]
    assert drawn["points"][0]["words"] == "The lamp is green."
    assert map_of(one)["question"] is None
