"""Training: from files in the real format to weights, the same whether it was stopped in between or not."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy
import pytest
import torch

from qa.reader.shipped import check
from qa.training import __main__ as command
from qa.training import distil, evaluate, export, heads, loop, objective, stream
from qa.training.claims import NO, NOT_SAID, YES, as_question, from_questions, read_claims
from qa.training.examples import MORE, Question, Source, part_of, read_qamr, read_sources
from qa.training.measures import Reading, auroc
from qa.training.model import ReadingModel, from_cross_encoder
from qa.training.near_misses import near_miss
from qa.training.negatives import hard_negatives
from qa.training.objective import BARRED, loss_of, output_of
from qa.training.penn import joined
from qa.training.synonyms import main as write_synonyms
from qa.training.synonyms import read_synonyms
from qa.training.teacher import TeachingModel, from_encoder
from qa.training.variation import reworded, varied
from qa.training.windows import Group, batch_of, tokenize, window

CITIES = ("Oslo", "Lima", "Cairo", "Kyoto", "Quito", "Turin", "Porto", "Sofia", "Tunis", "Dakar", "Minsk", "Perth")


def paragraph(city: str, number: int) -> str:
    """Return a paragraph about one part of a city."""
    return (
        f"The old harbour of {city} was opened in {1800 + number} by Anna Berg. "
        f"It has {number + 2} piers and a market for fish. Ships from {city} sail north in the first days of spring. "
        "The builders wanted deep water, and they found it below the cliffs in the west."
    )


def write(file: Path, content: str) -> None:
    """Write a compressed file."""
    with gzip.open(file, "wt", encoding="utf-8") as opened:
        opened.write(content)


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small folder of training data in the format of the real one."""
    folder = tmp_path_factory.mktemp("data")
    articles = []
    for city in CITIES:
        paragraphs = []
        for number in range(3):
            text = paragraph(city, number)
            answers = [{"text": "Anna Berg", "answer_start": text.index("Anna Berg")}] * 2
            asked = {
                "question": f"Who opened the first harbour of {city}?",
                "id": f"{city}{number}",
                "answers": answers,
            }
            paragraphs.append({"context": text, "qas": [asked]})
        articles.append({"title": city, "paragraphs": paragraphs})
    for name in ("new_wiki", "reddit", "amazon_reviews"):
        write(folder / f"squadshifts_{name}.json.gz", json.dumps({"version": "1", "data": articles}))
    texts = [{"id": row, "doc": city, "title": city, "text": paragraph(city, row)} for row, city in enumerate(CITIES)]
    questions: list[dict[str, Any]] = []
    for row, city in enumerate(CITIES):
        year = str(1800 + row)
        start = texts[row]["text"].index(year)  # type: ignore[attr-defined]
        asked = {"question": f"When was {city} opened?", "answers": [year], "gold": [row], "near": [row]}
        questions.append({**asked, "start": start, "answerable": True, "doc": city})
        missed = {"question": f"When was {city} closed?", "answers": [], "gold": [], "near": [row]}
        questions.append({**missed, "start": None, "answerable": False, "doc": city})
    write(folder / "squad2_part.json.gz", json.dumps({"paragraphs": texts, "questions": questions}))
    words = "Anna -LRB- a builder -RRB- did n't sail , she said ``no'' .".replace("``no''", "`` no ''").split()
    rows = [{"id": f"Wiki1k:wikipedia:{number // 2}:1:{number}", "tokens": words} for number in range(8)]
    write(folder / "qamr_sentences.jsonl.gz", "\n".join(map(json.dumps, rows)))
    asked_words = [
        {"sentence": row["id"], "question": "Who did not sail?", "answers": [[0], [0], None]} for row in rows
    ]
    write(folder / "qamr_questions.jsonl.gz", "\n".join(map(json.dumps, asked_words)))
    many = [f"{city} {number}" for city in CITIES for number in range(4)]
    questions = [squad_row(city, f"Who opened the harbour of {city}?", True) for city in many]
    write(folder / "squad11_train.jsonl.gz", json_lines(*questions))
    misses = [
        {**squad_row(city, f"Who closed {city}?", False), "pair_question": f"Who opened the harbour of {city}?"}
        for city in many
    ]
    write(folder / "unansq.jsonl.gz", json_lines(*misses))
    for name in MORE:
        write(folder / f"{name}.jsonl.gz", json_lines(*(squad_row(city, f"Why {city}?", True) for city in CITIES)))
    yes_no = [
        {**squad_row(city, f"is {city} old", True), "answers": ["yes" if row % 2 else "no"]}
        for row, city in enumerate(many)
    ]
    write(folder / "boolq.jsonl.gz", json_lines(*yes_no))
    labels = ("entailment", "contradiction", "neutral")
    nli = [
        {"premise": f"A man of {city} sleeps.", "hypothesis": "A man is asleep.", "label": label, "source": "snli/dev"}
        for city in many
        for label in labels
    ]
    write(folder / "nli.jsonl.gz", json_lines(*nli))
    return folder


def squad_row(city: str, question: str, answerable: bool) -> dict[str, Any]:
    """Return a row of the newer files about a city of its own."""
    context = paragraph(city, 3)
    found = (
        {"answers": ["Anna Berg"], "starts": [context.index("Anna Berg")]}
        if answerable
        else {"answers": [], "starts": []}
    )
    return {
        "id": city,
        "doc": city.replace(" ", "_"),
        "context": context,
        "question": question,
        "answerable": answerable,
        **found,
    }


def json_lines(*given: dict[str, Any]) -> str:
    """Return JSON lines."""
    return "\n".join(map(json.dumps, given))


@pytest.fixture
def options(cross_encoder_folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Options of a short run that begins with a model of one layer, with few examples in a slice."""
    monkeypatch.setattr(stream, "SLICE", 48)
    return ["--base", str(cross_encoder_folder), "--steps", "6", "--threads", "1"]


@pytest.fixture
def tiny(cross_encoder_folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[ReadingModel, Any]:
    """A model of one layer, none of it frozen, and its tokenizer."""
    monkeypatch.setattr(stream, "SLICE", 48)
    return from_cross_encoder(cross_encoder_folder)


def weights(folder: Path) -> bytes:
    """Return the weights that a run wrote."""
    return (folder / "weights" / "reader.safetensors").read_bytes()


def test_a_run_that_was_stopped_comes_to_the_same_weights(
    data: Path, options: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(objective, "FROZEN_LAYERS", 0)
    command.main([str(data), "--out", str(tmp_path / "whole"), *options, "--look-seconds", "0"])
    looked = [json.loads(line) for line in (tmp_path / "whole" / "log.jsonl").read_text().splitlines()]
    last = next(row["development"] for row in reversed(looked) if "development" in row)
    assert {"new_wiki", "squad2", "squad1", "claims"} == set(last)
    assert 0 <= last["squad1"]["twins"] <= 1
    assert 0 <= last["claims"]["right"] <= 1

    steps = 0

    def stopped(*arguments: Any) -> torch.Tensor:
        nonlocal steps
        steps += 1
        if steps == 4:
            raise KeyboardInterrupt
        return loss_of(*arguments)

    monkeypatch.setattr(loop, "loss_of", stopped)
    with pytest.raises(KeyboardInterrupt):
        command.main([str(data), "--out", str(tmp_path / "stopped"), *options, "--save-seconds", "0"])
    assert not (tmp_path / "stopped" / "weights").exists()
    monkeypatch.setattr(loop, "loss_of", loss_of)
    command.main([str(data), "--out", str(tmp_path / "stopped"), *options])
    assert weights(tmp_path / "stopped") == weights(tmp_path / "whole")

    command.main([str(data), "--out", str(tmp_path / "other"), *options, "--seed", "1"])
    assert weights(tmp_path / "other") != weights(tmp_path / "whole")

    began = tmp_path / "stopped" / "weights" / "reader.safetensors"
    command.main([str(data), "--out", str(tmp_path / "further"), *options, "--start", str(began)])
    assert weights(tmp_path / "further") != weights(tmp_path / "stopped")


def test_what_is_exported_reads_like_what_was_trained(
    data: Path, options: list[str], tmp_path: Path, cross_encoder_folder: Path
) -> None:
    command.main([str(data), "--out", str(tmp_path), *options])
    file = tmp_path / "weights" / "reader.safetensors"
    for name, most in (("fp32", 1e-3), ("int8", 0.6)):
        extra = ["--fp32"] if name == "fp32" else []
        export.main([str(file), "--base", str(cross_encoder_folder), "--out", str(tmp_path / name), *extra])
        check(tmp_path / name)
        model, tokenizer = from_cross_encoder(cross_encoder_folder)
        model.load_state_dict(export.trained(file))
        model.eval()
        asked = tokenizer("Who opened it?", add_special_tokens=False)["input_ids"]
        made = [window(asked, one, (), tokenizer) for one in tokenize([paragraph("Oslo", 1), "Short."], tokenizer)]
        batch = batch_of([Group((one,)) for one in made])
        with torch.inference_mode():
            outputs = [one(batch.ids, batch.mask, batch.types) for one in (model, evaluate.OnnxReader(tmp_path / name))]
        real = batch.mask.bool()
        for which in ("start_logits", "end_logits"):
            trained, exported = (getattr(output, which)[real] for output in outputs)
            assert torch.allclose(trained, exported, atol=most), (name, which)
        for which in ("relevance", "verdict"):
            trained, exported = (getattr(output, which) for output in outputs)
            assert torch.allclose(trained, exported, atol=most), (name, which)


def test_heads_are_trained_on_a_backbone_that_stays(
    data: Path, options: list[str], tmp_path: Path, cross_encoder_folder: Path
) -> None:
    command.main([str(data), "--out", str(tmp_path), *options])
    file = tmp_path / "weights" / "reader.safetensors"
    whole = tmp_path / "heads" / "reader.safetensors"
    given = ["--base", str(cross_encoder_folder), "--weights", str(file), "--out", str(whole)]
    heads.main([str(data), *given, "--windows", "60", "--claims", "30"])
    before, after = export.trained(file), export.trained(whole)
    moved = {name for name, weight in after.items() if not torch.equal(weight, before[name])}
    assert moved
    assert all(name.startswith(("bert.pooler", "classifier", "verdict")) for name in moved)


def test_the_loss_falls(tiny: tuple[ReadingModel, Any], data: Path) -> None:
    model, tokenizer = tiny
    sources = read_sources(data, 0)
    negatives = {name: hard_negatives(sources[name]) for name in stream.NEGATIVES}
    examples = stream.Stream(sources, negatives, read_claims(data, sources, 0), tokenizer, 0)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2)
    batch, _ = examples.batch(stream.Place())
    teacher = torch.ones(len(batch.ids))
    losses = []
    for _ in range(30):
        loss = loss_of(output_of(model, batch), batch, teacher)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())
    assert losses[-1] < 0.8 * losses[0]


def test_every_part_of_the_objective_is_learnt(tiny: tuple[ReadingModel, Any], data: Path) -> None:
    """A batch with only one kind of example moves the head that learns from it, and no head that does not."""
    model, tokenizer = tiny
    tokens = tokenize([paragraph("Oslo", 1), paragraph("Lima", 2)], tokenizer)
    asked = tokenizer("Who opened it?", add_special_tokens=False)["input_ids"]
    start = paragraph("Oslo", 1).index("Anna")
    held = window(asked, tokens[0], [(start, start + 9)], tokenizer)
    lacking = window(asked, tokens[1], (), tokenizer)
    claim = replace(lacking, verdict=1)
    for group, learning in (
        (Group((held,)), {"qa_outputs"}),
        (Group((held, lacking), "passages"), {"qa_outputs", "classifier"}),
        (Group((claim,)), {"verdict"}),
    ):
        model.zero_grad()
        batch = batch_of([group])
        loss_of(output_of(model, batch), batch).backward()
        moved = {
            name.split(".")[0]
            for name, weight in model.named_parameters()
            if not name.startswith("bert") and weight.grad is not None and bool(weight.grad.abs().sum() > 0)
        }
        assert moved == learning


def test_twins_see_the_same_stretch(tiny: tuple[ReadingModel, Any], data: Path) -> None:
    _, tokenizer = tiny
    sources = read_sources(data, 0)
    negatives = {name: hard_negatives(sources[name]) for name in stream.NEGATIVES}
    examples = stream.Stream(sources, negatives, read_claims(data, sources, 0), tokenizer, 0)
    source = sources["squad1"]
    miss = next(question for question in source.questions if question.twin)
    group = examples._unanswerable(source, miss, 160, [2040], numpy.random.default_rng(0))
    one, other = group.windows
    assert group.kind == "twins"
    assert one.answers
    assert not other.answers
    assert one.ids[one.context - 1 :] == other.ids[other.context - 1 :]
    assert one.ids[one.context - 1] == 2040


def test_claims_are_made_of_questions(data: Path) -> None:
    text = "The harbour was opened in 1807 by Anna Berg, and closed in 1850."
    answered = [
        Question("When was the harbour opened?", 0, ((text.index("1807"), text.index("1807") + 4),)),
        Question("Who opened the harbour?", 0, ((text.index("Anna"), text.index("Anna") + 9),)),
        Question("When was the harbour flooded?", 0, ()),
    ]
    source = Source("squad1", (text,), ("Harbours",), tuple(answered))
    rng = numpy.random.default_rng(0)
    made = {(claim.text, claim.verdict) for _ in range(40) for claim in from_questions(source, rng)}
    assert ("Was the harbour opened in 1807?", YES) in made
    assert ("Was the harbour opened in 1850?", NO) in made
    assert ("Anna Berg opened the harbour, right?", YES) in made
    assert {verdict for question, verdict in made if "flooded" in question} == {NOT_SAID}
    assert as_question("A man is asleep.") == "Is a man asleep?"
    assert as_question("Nobody sleeps.") is None


def test_padding_and_the_question_cannot_be_marked(tiny: tuple[ReadingModel, Any]) -> None:
    model, tokenizer = tiny
    tokens = tokenize([paragraph("Oslo", 1), "Short."], tokenizer)
    asked = tokenizer("Who?", add_special_tokens=False)["input_ids"]
    both = [window(asked, one, (), tokenizer) for one in tokens]
    batch = batch_of([Group((one,)) for one in both])
    assert batch.context[1].sum() == 2
    assert batch.mask[1].sum() == len(both[1].ids)
    assert not batch.context[:, : len(asked) + 2].any()
    assert batch.starts[:, 0].tolist() == [1.0, 1.0]
    model.eval()
    alone, beside = batch_of([Group((both[1],))]), batch
    losses = [loss_of(output_of(model, one), one).item() for one in (alone, batch_of([Group((both[0],))]), beside)]
    assert losses[2] == pytest.approx((losses[0] + losses[1]) / 2, abs=1e-4)
    assert all(loss < -BARRED for loss in losses)


def test_a_window_holds_the_answer(tiny: tuple[ReadingModel, Any]) -> None:
    _, tokenizer = tiny
    text = " ".join(paragraph(city, 5) for city in CITIES)
    start = text.rindex("Anna Berg")
    tokens = tokenize([text], tokenizer)[0]
    rng = numpy.random.default_rng(0)
    for _ in range(50):
        one = window([2040], tokens, [(start, start + 9)], tokenizer, rng, 80)
        assert len(one.ids) <= 84
        assert [tokenizer.decode(one.ids[low : high + 1]) for low, high in one.answers] == ["anna berg"]


def test_parts_are_whole_documents_and_always_the_same(data: Path) -> None:
    parts = part_of("squad2", CITIES)
    assert sorted(parts.values()).count("test") == 4
    assert sorted(parts.values()).count("development") == 2
    assert parts == part_of("squad2", reversed(CITIES))
    source = read_sources(data, 0)["squad2"]
    pieces = [source.part(part) for part in ("train", "development", "test")]
    assert sum(len(piece.questions) for piece in pieces) == len(source.questions)
    assert not set(pieces[0].documents) & set(pieces[2].documents)
    for piece in pieces:
        for question in piece.questions:
            assert all(piece.contexts[question.context][low:high].isdecimal() for low, high in question.answers)


def test_words_of_the_treebank_become_text(data: Path) -> None:
    text, offsets = joined(
        [
            "Anna",
            "-LRB-",
            "a",
            "builder",
            "-RRB-",
            "did",
            "n't",
            "say",
            "``",
            "no",
            "''",
            ":",
            "it",
            "'s",
            "$",
            "5",
            ".",
        ]
    )
    assert text == "Anna (a builder) didn't say \"no\": it's $5."
    assert [text[start:end] for start, end in offsets][:3] == ["Anna", "(", "a"]
    qamr = read_qamr(data / "qamr_sentences.jsonl.gz", data / "qamr_questions.jsonl.gz", 0)
    for question in qamr.questions:
        assert {qamr.contexts[question.context][low:high] for low, high in question.answers} == {"Anna"}


def test_near_misses_differ_and_do_not_name_the_answer() -> None:
    text = paragraph("Oslo", 7)
    rng = numpy.random.default_rng(0)
    made = {near_miss("Who opened the first harbour of Oslo in 1807?", text, ["Anna Berg"], rng) for _ in range(60)}
    assert len(made) > 4
    assert all(one and one != "Who opened the first harbour of Oslo in 1807?" and "Berg" not in one for one in made)
    assert any(one and "last harbour" in one for one in made)


def test_questions_are_varied_now_and_then() -> None:
    rng = numpy.random.default_rng(0)
    question = "When was the harbour of Oslo opened?"
    made = [varied(question, rng) for _ in range(400)]
    assert 0.08 < sum(one != question for one in made) / 400 < 0.22
    assert "harbour Oslo opened" in made
    assert question.rstrip("?") in made


def test_measures() -> None:
    reading = Reading("Where?", ("Old harbour town", "the pier"), "the old harbour", 2.0, 1.0)
    assert (reading.exact, reading.f1) == (0, pytest.approx(0.8))
    assert replace(reading, text="A pier!").exact == 1
    assert replace(reading, answers=()).f1 == 0
    assert auroc([0.1, 0.4, 0.4, 0.9], [False, False, True, True]) == pytest.approx(0.875)
    with pytest.raises(ValueError, match="true and false"):
        auroc([1.0], [True])


@pytest.mark.parametrize("steps", [1000, 4000])
def test_the_rate_is_the_same_until_it_falls(steps: int) -> None:
    rates = [loop.rate_at(step, steps) for step in range(steps)]
    assert rates[: loop.WARM_UP] == sorted(rates[: loop.WARM_UP])
    assert set(rates[loop.WARM_UP : round(steps * (1 - loop.DECAY))]) == {1.0}
    assert 0 < rates[-1] < 0.01


@pytest.fixture(scope="session")
def mpnet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a tiny MPNet, as ``transformers`` writes it."""
    from transformers import MPNetConfig, MPNetModel

    folder = tmp_path_factory.mktemp("mpnet")
    sizes = {"hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 32}
    torch.manual_seed(0)
    MPNetModel(MPNetConfig(vocab_size=30527, **sizes)).save_pretrained(folder)
    return folder


def test_the_teacher_reads_as_mpnet_does(mpnet: Path, tiny: tuple[ReadingModel, Any]) -> None:
    from transformers import MPNetModel

    tokenizer = tiny[1]
    teacher, known = from_encoder(mpnet).eval(), MPNetModel.from_pretrained(mpnet).eval()
    told = tokenizer(["Who opened it?", "When?"], [paragraph("Oslo", 1) * 3, "In May."], padding=True)
    ids, mask = torch.tensor(told["input_ids"]), torch.tensor(told["attention_mask"])
    seen: list[torch.Tensor] = []
    teacher.layers[-1].register_forward_hook(lambda _layer, _given, states: seen.append(states))
    with torch.inference_mode():
        teacher(ids, mask, mask)
        expected = known(input_ids=teacher.known[ids], attention_mask=mask).last_hidden_state
    assert torch.allclose(seen[0][mask.bool()], expected[mask.bool()], atol=1e-5)
    assert teacher.known[ids][0, 0] == 0  # MPNet's own first token, not BERT's.


def test_another_kind_of_teacher_is_refused(cross_encoder_folder: Path) -> None:
    with pytest.raises(ValueError, match="type mpnet"):
        from_encoder(cross_encoder_folder)


def test_a_reader_comes_nearer_to_its_teacher(tiny: tuple[ReadingModel, Any], mpnet: Path) -> None:
    model, tokenizer = tiny
    tokens = tokenize([paragraph("Oslo", 1), paragraph("Lima", 2)], tokenizer)
    asked = tokenizer("Who opened it?", add_special_tokens=False)["input_ids"]
    windows = [window(asked, one, (), tokenizer) for one in tokens]
    batch = batch_of([Group((windows[0],)), Group((replace(windows[1], verdict=1),))])
    teacher: TeachingModel = from_encoder(mpnet).eval()
    with torch.no_grad():
        teacher.marks.weight.mul_(30)
        shown = teacher(batch.ids, batch.mask, batch.types)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2)
    losses = []
    for _ in range(30):
        loss = distil.likeness_loss(output_of(model, batch), shown, batch)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())
    assert losses[-1] < 0.5 * losses[0]
    assert float(distil.likeness_loss(shown, shown, batch)) == pytest.approx(0, abs=1e-5)


def test_a_teacher_learns_and_then_teaches(data: Path, mpnet: Path, cross_encoder_folder: Path, tmp_path: Path) -> None:
    out, negatives = tmp_path / "out", tmp_path / "negatives.npz"
    given = ["--base", str(cross_encoder_folder), "--teacher", str(mpnet), "--negatives", str(negatives)]
    short = ["--teacher-seconds", "1", "--seconds", "1", "--workers", "2", "--batch-tokens", "512", "--looked-at", "4"]
    distil.main([str(data), *given, *short, "--out", str(out)])
    rows = [json.loads(line) for line in (out / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["lesson"] for row in rows if row.get("event") == "fitted"] == ["teacher", "reader"]
    assert all(row["steps"] > 0 for row in rows if row.get("event") == "fitted")
    trained = export.trained(out / "weights" / "reader.safetensors")
    begun = from_cross_encoder(cross_encoder_folder)[0].state_dict()
    moved = {name for name, weight in trained.items() if not torch.allclose(weight, begun[name], atol=1e-3)}
    assert any("layer.0." in name for name in moved)
    assert "bert.embeddings.word_embeddings.weight" not in moved
    with numpy.load(negatives) as held:
        assert set(held) == set(stream.NEGATIVES)


def test_words_are_exchanged_for_their_synonyms(data: Path, tmp_path: Path) -> None:
    """WordNet's files are given with two synsets in their format; the form of the word is kept."""
    net = tmp_path / "net"
    net.mkdir()
    for part in ("noun", "adj", "adv"):
        (net / f"index.{part}").write_text("", encoding="utf-8")
        (net / f"data.{part}").write_text("", encoding="utf-8")
    (net / "index.verb").write_text("open v 1 1 @ 1 1 00000010  \n", encoding="utf-8")
    rows = [
        "00000010 30 v 02 open 0 unlock 0 001 @ 00000020 v 0000 00 | make open",
        "00000020 30 v 01 free_up 0 000 00 | free",
    ]
    (net / "data.verb").write_text("  1 licence\n" + "\n".join(rows) + "\n", encoding="utf-8")
    (net / "cntlist.rev").write_text("open%2:35:00:: 1 20\n", encoding="utf-8")
    file = tmp_path / "synonyms.json.gz"
    write_synonyms([str(data), "--wordnet", str(net), "--out", str(file)])
    found = read_synonyms(file)
    assert found == {"opened": ["unlocked", "freed up"]}
    rng = numpy.random.default_rng(0)
    made = {reworded("Who opened the harbour of Oslo?", found, rng) for _ in range(200)}
    assert made == {f"Who {word} the harbour of Oslo?" for word in ("opened", "unlocked", "freed up")}
    assert reworded("Who opened it?", {}, rng) == "Who opened it?"


def test_a_claim_that_holds_also_stands_where_it_is_not_said() -> None:
    texts = ("The harbour was opened in 1807 by Anna Berg.", "The harbour has three piers.")
    asked = Question("When was the harbour opened?", 0, ((texts[0].index("1807"), texts[0].index("1807") + 4),))
    source = Source("squad1", texts, ("Harbours", "Piers"), (asked,))
    rng = numpy.random.default_rng(0)
    rows = numpy.array([[1, -1]], dtype=numpy.int32)
    made = {
        (claim.context, claim.verdict, claim.title) for _ in range(40) for claim in from_questions(source, rng, rows)
    }
    assert (texts[0], YES, "Harbours") in made
    assert (texts[1], NOT_SAID, "Piers") in made
    assert not any(verdict == YES for context, verdict, _ in made if context == texts[1])
