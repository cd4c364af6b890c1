"""What is looked up beside answers."""

from __future__ import annotations

from qa.assistant import Assistant
from qa.web.lookup import text_and_contents

RELEASE = "documentary/03-how-pytorch-began.md"


def test_a_collection_is_read_whole_and_a_long_one_text_by_text(documentary: Assistant) -> None:
    film = [one for one in documentary.index.documents if one.collection == "documentary"]
    whole = text_and_contents(documentary, RELEASE)
    assert [one["text"] for one in whole["texts"]] == [one.text for one in film]
    assert [one["source"] for one in whole["contents"]] == [one.source for one in film]
    single = text_and_contents(documentary, RELEASE, most=100)
    assert [one["source"] for one in single["texts"]] == [RELEASE]
    assert single["texts"][0]["name"] == "How PyTorch began"
    assert single["contents"] == whole["contents"]
