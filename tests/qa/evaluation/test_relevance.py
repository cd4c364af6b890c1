"""What counts as a hit."""

from __future__ import annotations

import pytest

from corpus import Chunk, Document
from qa.evaluation import Question
from qa.evaluation.relevance import Relevance, same_source

TEXT = "Ada spoke in Porto. It rained\nall day. Bruno came late, from Porto."


def chunks(source: str = "talks/one.md", text: str = TEXT) -> list[Chunk]:
    """Return three chunks: the first two sentences' beginnings and ends share the rain."""
    document = Document(source, text)
    bounds = ((0, 25), (25, 39), (39, len(text)))
    return [Chunk(f"{source}:{start}", document, start, end, (), 1, ()) for start, end in bounds]


def question(**changed: object) -> Question:
    return Question(**{"id": "q", "question": "?", "answerable": True, "answers": ("Porto",), **changed})  # type: ignore[arg-type]


def hits(asked: Question) -> set[str]:
    return set(Relevance([*chunks(), *chunks("talks/two.md")]).hits(asked))


def test_every_chunk_that_shares_a_character_with_the_evidence_is_a_hit() -> None:
    assert hits(question(evidence="It rained all day.", source="one.md")) == {"talks/one.md:0", "talks/one.md:25"}


def test_evidence_without_a_source_counts_wherever_it_stands() -> None:
    assert hits(question(evidence="Ada spoke in Porto.")) == {"talks/one.md:0", "talks/two.md:0"}


def test_without_evidence_a_gold_answer_will_do() -> None:
    assert hits(question(source="talks/two.md")) == {"talks/two.md:0", "talks/two.md:39"}
    assert len(hits(question())) == 4


def test_nothing_is_a_hit_for_what_is_not_there() -> None:
    assert hits(question(evidence="Ada spoke in Lisbon.")) == set()
    assert hits(question(source="three.md")) == set()
    assert hits(question(answerable=False, answers=())) == set()


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("talks/one.md", "one.md", True),
        ("one.md", "./talks/one.md", True),
        ("talks\\one.md", "talks/one.md", True),
        ("talks/one.md", "done.md", False),
        ("talks/done.md", "one.md", False),
        ("talks/one.md", "other/one.md", False),
        ("one.md", "/", False),
    ],
)
def test_a_source_is_named_by_the_end_of_its_path(one: str, other: str, expected: bool) -> None:
    assert same_source(one, other) is expected
