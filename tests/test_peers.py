"""Other systems beside this one: the same texts and questions, every system named, whether installed or not."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from rich.console import Console
from sentence_transformers import SentenceTransformer

from benchmarks.peers import COUNT, FIRST, LAST, WIDTH, Outcome, measured, parted, report
from benchmarks.pools import POOLED, Pool, file_pools, squad_pools
from benchmarks.stores import STORES, Store
from benchmarks.systems import INSTALL, LangChain, Ours, PlainBm25, PlainFaiss, System, Txtai, rotated, systems
from index import Encoder, find_model

PARAGRAPHS = {
    "The lighthouse was built by Edmund Tarrant in 1871 on the outer reef, where nine ships had been lost.": [
        "Who built the lighthouse?",
        "How many ships had been lost on the reef?",
    ],
    "Bread that rests for a whole night in the cold tastes of more, for the yeast has had the time to work.": [
        "Why does bread rest for a night?",
    ],
    "The night train to Lisbon leaves at ten and carries forty sleepers, a kitchen and one post van.": [
        "When does the night train leave?",
    ],
}


NO = ["not", "installed"]


class Elsewhere(System):
    """A system that is installed nowhere."""

    name = "a system of elsewhere"
    modules = ("json", "no_module_of_this_name")

    def prepare(self, pool: Pool) -> None:  # noqa: D102 - never called.
        raise AssertionError

    def search(self, question: str, count: int) -> list[int]:  # noqa: D102 - never called.
        raise AssertionError


@pytest.mark.parametrize("store", STORES, ids=lambda store: store.name)
def test_every_system_finds_again_what_it_indexed_on_disk(store: Store, tmp_path: Path) -> None:
    if not store.installed:
        pytest.skip(f"{store.name} is not installed")
    folder = str(find_model().folder)
    store.build(list(PARAGRAPHS), tmp_path, folder)
    search = store.opened(tmp_path, folder)
    for text, questions in PARAGRAPHS.items():
        assert search(questions[0])[0] == text


@pytest.fixture(scope="module")
def model() -> SentenceTransformer:
    return SentenceTransformer(str(find_model().folder), local_files_only=True)


@pytest.fixture
def squad(tmp_path: Path) -> Path:
    paragraphs = [
        {"context": text, "qas": [{"question": question, "answers": []} for question in questions]}
        for text, questions in PARAGRAPHS.items()
    ]
    paragraphs[0]["qas"].append({"question": "Who painted the lighthouse?", "is_impossible": True})
    path = tmp_path / "shift.json.gz"
    path.write_bytes(gzip.compress(json.dumps({"data": [{"paragraphs": paragraphs}]}).encode()))
    return path


def test_all_are_asked_the_same_and_named_with_scores_that_can_be(
    squad: Path, encoder: Encoder, model: SentenceTransformer
) -> None:
    [pool] = squad_pools(squad, encoder)
    assert len(pool.texts) == 3
    outcomes = list(measured(pool, [PlainFaiss(model), PlainBm25(), Ours(encoder)], model))
    names = [PlainFaiss.name, PlainBm25.name, Ours.name]
    assert [one.system for one in outcomes[:5]] == [FIRST, *names, LAST]
    assert [one.system for one in outcomes[5:10]] == [FIRST, *names[1:], names[0], LAST]
    assert len(outcomes) == 4 * 5
    assert all(one.seconds > 0 and sum(one.hits) <= 1 and len(one.hits) <= COUNT for one in outcomes)
    for name in names:
        assert sum(one.hits[0] for one in outcomes if one.system == name) == 4, name

    lines = printed(outcomes, [])
    assert [line for line in lines if line.startswith(FIRST)]
    assert [line for line in lines if line.startswith(LAST)]
    for name in names:
        [line] = [line for line in lines if line.startswith(name)]
        assert line.count("1.000 (1.00 to 1.00)") == 3
    assert "Not installed" not in "".join(lines)


def test_a_system_that_is_not_installed_is_named_with_what_installs_it(encoder: Encoder) -> None:
    present, absent = parted([Ours(encoder), Elsewhere()])
    assert [one.name for one in present] == [Ours.name]
    outcomes = [Outcome("pool", name, (name == Ours.name,), 0.01) for name in (FIRST, Ours.name, LAST)]
    lines = printed(outcomes, absent)
    assert [line.split() for line in lines if line.startswith(Elsewhere.name)] == [[*Elsewhere.name.split(), *NO]]
    assert [line for line in lines if "no_module_of_this_name" in line and INSTALL in line]


def test_the_command_that_is_named_installs_what_the_systems_need(encoder: Encoder, model: SentenceTransformer) -> None:
    pyproject = (Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8")
    extra = pyproject.partition("\npeers = [")[2].partition("]")[0].replace("-", "_")
    needed = {module for system in systems(encoder, model, "folder") for module in system.modules}
    assert {*Txtai.modules, *LangChain.modules} <= needed
    assert [module for module in needed if f'"{module}>=' not in extra] == []


def test_a_file_of_questions_is_asked_of_its_text_without_those_that_have_no_passage(
    tmp_path: Path, encoder: Encoder
) -> None:
    text, questions = tmp_path / "talk.md", tmp_path / "questions.jsonl"
    text.write_text("\n\n".join(PARAGRAPHS), encoding="utf-8")
    rows = [
        {"question": "Who built it?", "answers": ["Edmund Tarrant"]},
        {"question": "Who swam there?"},
        {"question": "And when?", "answers": ["1871"], "history": ["Who built it?"]},
        {"question": "Who cooked?", "answers": ["Ines Kovar"]},
    ]
    questions.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    [pool] = file_pools(questions, [text], encoder)
    [asked] = pool.asked
    assert asked.question == "Who built it?"
    assert ["Tarrant" in pool.texts[row] for row in asked.right] == [True]


def test_paragraphs_are_pooled_and_a_rest_of_few_is_left_out(tmp_path: Path, encoder: Encoder) -> None:
    paragraphs = [
        {"context": f"House {number} is painted in colour {number}.", "qas": [{"question": f"Which is {number}?"}]}
        for number in range(POOLED + 5)
    ]
    path = tmp_path / "many.json"
    path.write_text(json.dumps({"data": [{"paragraphs": paragraphs}]}), encoding="utf-8")
    [pool] = squad_pools(path, encoder)
    assert len(pool.texts) == len(pool.asked) == POOLED
    assert [asked.right for asked in pool.asked] == [frozenset({row}) for row in range(POOLED)]


def test_every_system_comes_first_in_turn(encoder: Encoder) -> None:
    three: list[System] = [Ours(encoder), PlainBm25(), Ours(encoder)]
    assert [rotated(three, number)[0] for number in range(4)] == [*three, three[0]]
    assert sorted(map(id, rotated(three, 1))) == sorted(map(id, three))


def printed(outcomes: list[Outcome], absent: list[System]) -> list[str]:
    console = Console(width=WIDTH, no_color=True)
    with console.capture() as capture:
        console.print(report("a text", outcomes, absent))
    return capture.get().splitlines()
