"""Who said something, and what somebody said, where the text keeps who speaks."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import Encoder
from qa import Assistant
from qa.answer import Finding
from qa.answer.speaking import speaker_draft

MEETING = """WEBVTT

00:01.000 --> 00:05.000
<v Greta Holm>Good morning. The budget for the harbour is 40,000 euros.</v>

00:06.000 --> 00:09.000
<v Ivo Blom>I think we should move the crane to pier 3 by Friday.</v>

00:10.000 --> 00:14.000
<v Greta Holm>Agreed. Lena Falk will call the electrician.</v>

00:15.000 --> 00:18.000
<v Ivo Blom>Is the electrician still in Bergen?</v>

00:19.000 --> 00:22.000
<v Greta Holm>The crane needs a new cable, too.</v>
"""


@pytest.fixture(scope="module")
def meeting(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("speaking")
    file = folder / "meeting.vtt"
    file.write_text(MEETING, encoding="utf-8")
    return Assistant.build([file], folder / "index", encoder=encoder)


@pytest.mark.parametrize(
    ("question", "name", "quote"),
    [
        ("Who said that the crane should be moved to pier 3?", "Ivo Blom", "pier 3"),
        ("Who says Lena Falk will call the electrician?", "Greta Holm", "Lena Falk will call"),
        ("Which speaker mentioned the budget for the harbour?", "Greta Holm", "40,000"),
        ("Whose words are: the crane needs a new cable?", "Greta Holm", "new cable"),
        ("Who asked whether the electrician is still in Bergen?", "Ivo Blom", "Bergen?"),
        ("Who talked about the crane?", "Ivo Blom and Greta Holm", "crane"),
    ],
)
def test_who_said_it_is_told_with_the_sentence_that_was_said(
    meeting: Assistant, question: str, name: str, quote: str
) -> None:
    answer = meeting.ask(question)
    assert answer.text == name
    assert quote in answer.citations[0].quote
    assert answer.citations[0].speaker == name.split(" and ")[0]
    assert answer.citations[0].time is not None


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What did Greta Holm say about the crane?", "The crane needs a new cable, too."),
        ("What does Ivo think about the crane?", "I think we should move the crane to pier 3 by Friday."),
        ("What did Ivo Blom say?", "I think we should move the crane to pier 3 by Friday."),
    ],
)
def test_what_somebody_said_is_told_in_their_own_words(meeting: Assistant, question: str, said: str) -> None:
    answer = meeting.ask(question)
    assert answer.text == said
    name = "Greta Holm" if "Greta" in question else "Ivo Blom"
    assert {citation.speaker for citation in answer.citations} == {name}


def test_who_asks_whether_it_is_so_does_not_say_that_it_is(meeting: Assistant) -> None:
    finding = Finding("text", None, ())
    said = speaker_draft("Who said that the electrician is still in Bergen?", finding, meeting.index)
    asked = speaker_draft("Who asked whether the electrician is still in Bergen?", finding, meeting.index)
    assert said is None
    assert asked is not None
    assert asked.text == "Ivo Blom"


def test_what_nobody_says_has_no_speaker(meeting: Assistant) -> None:
    assert not meeting.ask("Who said that the whales sing at midnight?").answered


def test_an_answer_ends_with_the_line_that_somebody_writes(encoder: Encoder, tmp_path: Path) -> None:
    chat = tmp_path / "chat.txt"
    chat.write_text(
        "[12.03.24, 09:14:22] Eva Lind: The hut key is at the bakery\n"
        "[12.03.24, 09:16:22] Bo: The stove needs birch wood.\n[12.03.24, 09:17:22] Eva Lind: ok\n"
    )
    answer = Assistant.build([chat], tmp_path / "index", encoder=encoder).ask("Where is the hut key?")
    assert "bakery" in answer.text.lower()
    assert "birch" not in answer.text


def test_a_text_without_speakers_is_answered_by_its_words(encoder: Encoder, tmp_path: Path) -> None:
    text = "The mill is old.\n\nIn a letter of 1907, Rosa Lind said that the mill had to be sold.\n"
    answer = Assistant.build([text], tmp_path / "index", encoder=encoder).ask("Who said that the mill had to be sold?")
    assert answer.text == "Rosa Lind"


CHAT = """[12.03.24, 09:15:10] Ingrid: The boat leaves at 7 from pier 4
[12.03.24, 09:16:00] Olaf: ok
I bring the tent
[12.03.24, 09:16:20] Lena: yes, I'll also repair the rudder
[12.03.24, 09:16:40] Olaf: I think Lena washes the dishes
[12.03.24, 09:17:00] Ingrid: I don't steer the dinghy
"""


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Who brings the tent?", "Olaf"),
        ("Who will repair the rudder?", "Lena"),
        ("Who washes the dishes?", "Lena"),
        ("Who steers the dinghy?", None),
    ],
)
def test_who_does_what_somebody_says_of_themselves_is_who_says_it(
    encoder: Encoder, tmp_path: Path, question: str, name: str | None
) -> None:
    chat = tmp_path / "chat.txt"
    chat.write_text(CHAT, encoding="utf-8")
    answer = Assistant.build([chat], tmp_path / "index", encoder=encoder).ask(question)
    assert (answer.text if answer.answered else None) == name


def test_who_says_it_of_themselves_is_told_where_the_reader_marks_nothing(encoder: Encoder, tmp_path: Path) -> None:
    chat = tmp_path / "chat.txt"
    chat.write_text(CHAT, encoding="utf-8")
    assistant = Assistant.build([chat], tmp_path / "index", encoder=encoder)
    passages = tuple(assistant.ask("Who brings the tent?").passages)
    finding = Finding("text", None, passages)
    for question, name in (("Who brings the tent?", "Olaf"), ("Who has repaired the rudder?", "Lena")):
        draft = speaker_draft(question, finding, assistant.index)
        assert draft is not None
        assert draft.text == name
        assert draft.spans[0].text.endswith(question.split(" the ")[1].rstrip("?"))
    for question in ("Who washes the dishes?", "Who steers the dinghy?", "Who sells the tent?"):
        assert speaker_draft(question, finding, assistant.index) is None
