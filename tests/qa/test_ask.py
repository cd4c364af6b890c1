"""Asking: the answer, its proof to the letter, and the honest refusal."""

from __future__ import annotations

import json
import re
import threading
from pathlib import Path

import pytest
from headings import heading_at

from corpus import Document, read_bundled
from index import Encoder, IndexDamagedError, IndexMissingError
from qa import Answer, Assistant, ask, default_assistant, rebuild
from qa.answer.decide import default_coefficients
from qa.assistant import share_of
from qa.question import LONGEST_QUESTION
from qa.reader import ReaderError

TEN_QUESTIONS = json.loads((Path(__file__).parents[1] / "questions" / "test" / "ten.json").read_text(encoding="utf-8"))


THRESHOLD = default_coefficients("span").threshold


def quote(question: str) -> str:
    """Return the sentence that proves the answer of the default index."""
    return ask(question).citations[0].quote


def proven(answer: Answer) -> bool:
    """Check that everything that is shown stands in the named source, to the letter."""
    texts = {document.source: document for document in read_bundled()}
    for citation in answer.citations:
        document = texts[citation.source]
        assert document.text[citation.start : citation.end] == citation.quote
        assert document.text[citation.context_start :].startswith(citation.context)
        assert heading_at(document, citation.start) == citation.heading
        assert document.collection == citation.collection == answer.collection
        assert citation.urls == document.urls(citation.start, citation.end) != ()
        assert document.text[citation.answer_start : citation.answer_end].casefold() in answer.text.casefold()
        assert citation.start <= citation.answer_start < citation.answer_end <= citation.end
        assert document.text[: citation.start].count("\n\n") + 1 == citation.paragraph
    return bool(answer.citations)


@pytest.mark.parametrize("case", TEN_QUESTIONS, ids=[case["question"] for case in TEN_QUESTIONS])
def test_what_a_viewer_asks(documentary: Assistant, case: dict[str, str]) -> None:
    answer = documentary.ask(case["question"])
    assert answer.status == case["status"]
    if answer.answered:
        assert case["contains"] in answer.text
        assert answer.collection == case["collection"]
        assert proven(answer)
        assert answer.confidence >= THRESHOLD
    else:
        assert answer.citations == ()
        assert answer.text == "The documentary does not say."
        assert answer.confidence < THRESHOLD
    assert answer.passages


def test_an_answer_from_the_background_says_so(documentary: Assistant) -> None:
    answer = documentary.ask("How long is the documentary?")
    assert answer.collection == "background"
    assert answer.note == "The documentary does not say; this is from the background."
    assert documentary.ask("When was PyTorch released?").note == ""


def test_an_answer_that_the_film_only_touches_on_says_that_instead(documentary: Assistant) -> None:
    answer = documentary.ask("How was PyTorch's code begun?")
    assert answer.collection == "background"
    assert answer.note == "The documentary only touches on this; the answer is from the background."


def test_whole_sentences_are_given_on_demand_and_for_yes_or_no(documentary: Assistant) -> None:
    sentence = "PyTorch was released in January 2017."
    exact = documentary.ask("When was PyTorch released?")
    whole = documentary.ask("When was PyTorch released?", reader="sentence")
    assert (exact.text, exact.citations[0].quote) == ("January 2017", sentence)
    assert (whole.text, whole.citations[0].quote) == (sentence, sentence)
    answer = documentary.ask("Is PyTorch open source?")
    assert answer.citations[0].quote == "PyTorch is an open-source framework for machine learning."
    assert answer.text == f"Yes. {answer.citations[0].quote}"
    assert proven(exact)
    assert proven(whole)
    assert proven(answer)


def test_what_something_is_is_answered_by_the_sentence_that_says_so(documentary: Assistant) -> None:
    answer = documentary.ask("What is FAIR?")
    assert "Facebook's AI research lab" in answer.text
    assert answer.citations[0].quote == "PyTorch came out of FAIR, Facebook's AI research lab."
    assert proven(answer)
    assert not documentary.ask("What is Fireworks Cloud?").answered


def test_a_reader_that_cannot_be_had_is_named(documentary: Assistant, tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match="no such folder"):
        documentary.ask("When was PyTorch released?", reader=str(tmp_path / "nowhere"))


def test_passages_come_best_first_with_all_their_scores(documentary: Assistant) -> None:
    answer = documentary.ask("What does ONNX stand for?", passages=4)
    assert len(answer.passages) == 4
    scores = [passage.score for passage in answer.passages]
    assert scores == sorted(scores, reverse=True)
    assert answer.passages[0].text.startswith("ONNX stands for")
    for passage in answer.passages:
        assert -1 <= passage.dense <= 1
        assert passage.best_sentence == max(sentence.dense for sentence in passage.sentences)
        assert 0 <= passage.lexical <= 1


def test_an_answer_is_json(documentary: Assistant) -> None:
    answer = documentary.ask("Which companies contributed to PyTorch?")
    data = json.loads(json.dumps(answer.to_dict()))
    assert data["text"] == str(answer) == answer.text
    assert data["citations"][0]["quote"] == answer.citations[0].quote
    assert data["citations"][0]["place"] == "How PyTorch won its users > Companies that contributed"
    assert {"score", "dense", "best_sentence", "lexical", "text"} <= set(data["passages"][0])


@pytest.mark.parametrize("question", ["", "   ", "\n\t", "???", "\U0001f600", "\u200b", "\x00\x01"])
def test_no_words_are_no_question(documentary: Assistant, question: str) -> None:
    answer = documentary.ask(question)
    assert answer.status == "needs_clarification"
    assert not answer.answered
    json.dumps(answer.to_dict())


def test_a_question_word_over_and_over_is_asked_back(documentary: Assistant) -> None:
    answer = documentary.ask("why " * 25_000)
    assert answer.status == "needs_clarification"
    assert len(answer.resolved_question) <= LONGEST_QUESTION


@pytest.mark.parametrize(
    "question",
    [
        "x" * 100_000,
        "\x00\x07\x1b[31mWho\x7f are you?",
        "\u041a\u0442\u043e \u0441\u043d\u044f\u043b \u044d\u0442\u043e\u0442 \u0444\u0438\u043b\u044c\u043c?",
        "\u8ab0\u304c\u76e3\u7763\u3057\u307e\u3057\u305f\u304b",
        "\u0645\u0646 \u0623\u062e\u0631\u062c \u0627\u0644\u0641\u064a\u0644\u0645\u061f",
        "half \ud800 a pair",
        "' OR 1=1; --",
        "<script>alert(1)</script>",
    ],
)
def test_whatever_is_typed_gets_a_refusal_and_no_error(documentary: Assistant, question: str) -> None:
    answer = documentary.ask(question)
    assert answer.status == ("about_itself" if question[0] in "\u041a\u8ab0\u0645" else "not_in_text")
    assert len(answer.resolved_question) <= LONGEST_QUESTION
    json.dumps(answer.to_dict(), ensure_ascii=False).encode("utf-8")


def test_control_characters_do_not_hide_a_question(documentary: Assistant) -> None:
    assert documentary.ask("\x07When\x00 was\r\n PyTorch\u200b released?").text == "January 2017"


def test_spaces_before_a_question_do_not_hide_it(documentary: Assistant) -> None:
    assert documentary.ask(" " * 9000 + "When was PyTorch released?").answered


def test_the_first_question_builds_the_index_and_later_ones_reuse_it(own_state: Path) -> None:
    stages: list[str] = []
    assistant = default_assistant(progress=lambda stage, done, total: stages.append(stage))
    assert set(stages) == {"cutting", "embedding chunks", "embedding sentences"}
    assert ask("When was PyTorch released?").text == "January 2017"
    assert default_assistant() is assistant
    current = (own_state / "current").read_text(encoding="ascii")
    from qa import default

    default.close()
    assert ask("When was PyTorch released?").answered
    assert (own_state / "current").read_text(encoding="ascii") == current


def test_rebuilding_from_own_text_and_back(own_state: Path, tmp_path: Path) -> None:
    talk = tmp_path / "talk.md"
    talk.write_text("# The talk\n\nAda Byron gave the talk in Porto on 4 May 1991.\n", encoding="utf-8")
    report = rebuild([talk, "A note on one line.\n\nThe harbour has seven lamps."], collection="talk")
    assert (report.documents, report.skipped) == (2, ())
    answer = ask("Who gave the talk in Porto?")
    assert answer.text == "Ada Byron"
    assert answer.citations[0].source == "talk.md"
    assert ask("How many lamps does the harbour have?").citations[0].title == "A note on one line. The harbour has..."
    assert ask("When was PyTorch released?").text == "The talk does not say."
    rebuild()
    assert ask("When was PyTorch released?").answered
    assert ask("Who gave the talk in Porto?").text == "The documentary does not say."


def test_own_texts_are_still_there_in_the_next_process(own_state: Path) -> None:
    from qa import default

    rebuild(["Our harbour has seven lamps.\n\nThe lamps are green."])
    default.close()
    assert quote("How many lamps does our harbour have?") == "Our harbour has seven lamps."


def test_a_bad_path_leaves_the_old_index_serving(own_state: Path) -> None:
    from qa import DocumentaryError

    rebuild(["Our harbour has seven lamps.\n\nThe lamps are green."])
    with pytest.raises(DocumentaryError, match="no such file"):
        rebuild(["nowhere.md"])
    assert ask("How many lamps does our harbour have?").answered


@pytest.mark.parametrize("text", ["", "  ", "x" * 30])
def test_what_is_neither_path_nor_text_is_refused(own_state: Path, text: str) -> None:
    from qa import DocumentaryError

    with pytest.raises(DocumentaryError):
        rebuild([text])


def test_a_long_line_is_a_text_and_one_text_need_not_be_a_list(own_state: Path) -> None:
    rebuild("Our harbour has seven lamps. " + "The lamps are green and stand in a row. " * 20)
    assert quote("How many lamps does our harbour have?") == "Our harbour has seven lamps."


def test_a_paragraph_is_counted_the_same_everywhere(encoder: Encoder, tmp_path: Path) -> None:
    document = Document("p", "Short title.\n\n\n\nPyTorch was released in 2017.")
    assistant = Assistant.build([document], tmp_path, encoder=encoder)
    assert assistant.ask("When was PyTorch released?").citations[0].paragraph == 2


def test_errors_about_an_index_of_ones_own_do_not_send_to_the_default_one(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match=r"qa\.Assistant\.build"):
        Assistant.load(tmp_path)


def test_questions_do_not_wait_for_a_rebuild(own_state: Path) -> None:
    rebuild(["The old harbour has seven lamps.\n\nThey are green."])
    answers: list[str] = []

    def ask_meanwhile(stage: str, done: int, total: int) -> None:
        if stage == "embedding sentences" and not answers:
            asker = threading.Thread(target=lambda: answers.append(quote("How many lamps does the harbour have?")))
            asker.start()
            asker.join()

    rebuild(["The new harbour has nine lamps.\n\nThey are red."], progress=ask_meanwhile)
    assert answers == ["The old harbour has seven lamps."]


def test_a_rebuild_by_another_process_is_noticed(own_state: Path, encoder: Encoder) -> None:
    from index import build_index

    rebuild(["The old harbour has seven lamps.\n\nThey are green."])
    opened = default_assistant()
    build_index([Document("note", "The new harbour has nine lamps.")], encoder, own_state)
    assert quote("How many lamps does the harbour have?") == "The new harbour has nine lamps."
    assert default_assistant().encoder is opened.encoder
    next((own_state / "indexes" / (own_state / "current").read_text().strip()).glob("chunks.faiss")).unlink()
    assert quote("How many lamps does the harbour have?") == "The new harbour has nine lamps."
    (own_state / "current").write_text("0" * 24)
    assert quote("How many lamps does the harbour have?") == "The new harbour has nine lamps."


def test_a_damaged_default_index_is_an_error_until_it_is_rebuilt(own_state: Path) -> None:
    from qa import default

    rebuild()
    default.close()
    next(own_state.rglob("chunks.faiss")).write_bytes(b"broken")
    with pytest.raises(IndexDamagedError, match=r"chunks\.faiss"):
        ask("When was PyTorch released?")
    rebuild()
    assert ask("When was PyTorch released?").answered


def test_an_outdated_index_of_the_documentary_is_renewed(own_state: Path, encoder: Encoder) -> None:
    from index import build_index
    from qa import default

    build_index(read_bundled()[:2], encoder, own_state, bundled=True)
    assert ask("When was PyTorch released?").answered
    default.close()


def test_an_index_of_ones_own(encoder: Encoder, tmp_path: Path) -> None:
    text = "The lighthouse was lit on 3 May 1901.\n\nIts keeper was called Bruno Falk."
    built = Assistant.build([text], tmp_path / "own", encoder=encoder)
    loaded = Assistant.load(tmp_path / "own")
    for assistant in (built, loaded):
        assert assistant.ask("When was the lighthouse lit?").text == "3 May 1901"
        assert assistant.ask("When was the lighthouse lit?").citations[0].urls == ()
    with pytest.raises(IndexMissingError, match=r"Build one: qa\.Assistant\.build"):
        Assistant.load(tmp_path / "nothing")


def test_questions_are_answered_while_the_index_is_rebuilt(own_state: Path) -> None:
    rebuild(["The old harbour has seven lamps.\n\nThey are green."])
    seen: list[str] = []
    before: list[int] = []
    answered = threading.Semaphore(0)
    stop = threading.Event()
    errors: list[Exception] = []

    def keep_asking() -> None:
        while not stop.is_set():
            try:
                seen.append(quote("How many lamps does the harbour have?"))
                answered.release()
            except Exception as error:  # The thread must report whatever went wrong.
                errors.append(error)
                answered.release(100)
                return

    def wait_for_answers(stage: str, done: int, total: int) -> None:
        if stage == "embedding sentences" and not before:
            before.append(len(seen))
            for _ in range(6):  # Of three threads: some of them were asked after the build had begun.
                answered.acquire()
            before.append(len(seen))

    threads = [threading.Thread(target=keep_asking) for _ in range(3)]
    for thread in threads:
        thread.start()
    rebuild(["The new harbour has nine lamps.\n\nThey are red."], progress=wait_for_answers)
    stop.set()
    for thread in threads:
        thread.join()
    assert errors == []
    assert set(seen[: before[1]]) == {"The old harbour has seven lamps."}
    assert set(seen) <= {"The old harbour has seven lamps.", "The new harbour has nine lamps."}
    assert quote("How many lamps does the harbour have?") == "The new harbour has nine lamps."


def test_collections_share_the_passages_that_are_read(documentary: Assistant) -> None:
    assert (share_of(10, 1), share_of(10, 2), share_of(4, 2), share_of(40, 2)) == (10, 6, 4, 20)
    assert len(documentary.ask("When was PyTorch released?").passages) == share_of(10, 2)


@pytest.mark.parametrize("question", ["What is Tesla using PyTorch for?", "Which models has Netflix built?"])
def test_of_whom_no_text_names_nothing_is_told(documentary: Assistant, question: str) -> None:
    assert documentary.ask(question, follow_ups=0).status == "not_in_text"


def test_who_did_it_is_told_where_somebody_else_is_named_whom_no_text_names(documentary: Assistant) -> None:
    assert documentary.ask("When did Mark Zuckerberg create PyTorch?", follow_ups=0).text.startswith("Not so: ")
    typed_in_capitals = documentary.ask("Who Were The Creators Of PyTorch?", follow_ups=0)
    assert "Adam Paszke" in typed_in_capitals.text


def test_a_list_holds_no_article_and_nothing_that_is_asked_about(documentary: Assistant) -> None:
    question = "Who are the founding members of the PyTorch Foundation, and is Google one?"
    answer = documentary.ask(question, follow_ups=0)
    assert "Microsoft" in answer.text
    assert not {"The", "PyTorch Foundation"} & set(re.split(", | and ", answer.text))
