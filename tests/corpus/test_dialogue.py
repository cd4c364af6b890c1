"""Conversations in texts: who speaks is kept beside the words, whichever way it is written."""

from __future__ import annotations

import io

import pytest

from corpus import Document
from corpus.reading import read_content


def said(document: Document) -> list[tuple[str, str]]:
    """Return who says what, in the order of the text."""
    return [(speaker.name, document.text[speaker.start : speaker.end]) for speaker in document.speakers]


WELL = [("Ana Cruz", "The well is 31 metres deep."), ("Bo Lind", "Who dug it?"), ("Ana Cruz", "Sam Pike.")]
WELL_AS_EXPORTED = {
    "discord.txt": "Ana Cruz \u2014 03/12/2024 9:41 AM\nThe well is 31 metres deep.\n"
    "Bo Lind \u2014 03/12/2024 9:42 AM\nWho dug it?\nAna Cruz \u2014 Today at 9:44 AM\nSam Pike.",
    "telegram.txt": "Ana Cruz, [12.03.2024 09:41]\nThe well is 31 metres deep.\n\nBo Lind, [12.03.2024 09:42]\n"
    "Who dug it?\n\nAna Cruz, [12.03.2024 09:44]\nSam Pike.",
    "slack.txt": "Ana Cruz\n  9:41 AM\nThe well is 31 metres deep.\n\nBo Lind\n  9:42 AM\nWho dug it?\n\n"
    "Ana Cruz\n  9:44 AM\nSam Pike.",
    "teams.txt": "[12/03 09:41] Ana Cruz\nThe well is 31 metres deep.\n[12/03 09:42] Bo Lind\nWho dug it?\n"
    "[12/03 09:44] Ana Cruz\nSam Pike.",
    "zoom.txt": "09:12:33\t From  Ana Cruz : The well is 31 metres deep.\n"
    "09:13:01\t From  Bo Lind  to  Everyone : Who dug it?\n09:13:40\t From  Ana Cruz : Sam Pike.",
    "new-zoom.txt": "09:12:33 From Ana Cruz to Everyone:\n\tThe well is 31 metres deep.\n"
    "09:13:01 From Bo Lind to Everyone:\n\tWho dug it?\n09:13:40 From Ana Cruz to Everyone:\n\tSam Pike.",
    "room.log.txt": "[10:01] -!- Bo has joined\n[10:01] <Ana Cruz> The well is 31 metres deep.\n[10:02] <Bo Lind> Who "
    "dug it?\n[10:03] <Ana Cruz> Sam Pike.\n[10:04] *** Bo Lind quits",
    "word.txt": "Transcript\n\n00:00:04 Ana Cruz\n\nThe well is 31 metres deep.\n\n00:00:11 Bo Lind\n\nWho dug it?\n\n"
    "00:00:19 Ana Cruz\n\nSam Pike.",
    "subtitler.txt": "[00:00:02.560] - Ana Cruz\nThe well is 31 metres deep.\n\n[00:00:06.010] - Bo Lind\nWho dug it?"
    "\n\n[00:00:09.900] - Ana Cruz\nSam Pike.",
    "bold.txt": "[00:00:02] **Ana Cruz:** The well is 31 metres deep.\n\n[00:00:06] **Bo Lind:** Who dug it?\n\n"
    "[00:00:09] **Ana Cruz:** Sam Pike.",
    "invisible.txt": "[12.03.24, 09:15:01] Ana Cruz: The well is 31 metres deep.\n[12.03.24, 09:15:40] Bo Lind: "
    "\u200eimage omitted\n[12.03.24, 09:16:02] Bo Lind: Who dug it? \u200e<This message was edited>\n"
    "[12.03.24, 09:17:02] Ana Cruz: IMG-2.jpg (file attached)\n[12.03.24, 09:17:09] Ana Cruz: Sam Pike.",
}


@pytest.mark.parametrize(
    ("name", "text", "turns"),
    [
        (
            "phone.txt",
            "12/05/2023, 09:15 - Nora: Who takes the dog?\n12/05/2023, 09:17 - Eskil: I can\n"
            "12/05/2023, 09:20 - Nora: The vet comes at 8\nand the pass is in the drawer\n"
            "12/05/2023, 09:22 - Eskil: <Media omitted>",
            [
                ("Nora", "Who takes the dog?"),
                ("Eskil", "I can"),
                ("Nora", "The vet comes at 8 and the pass is in the drawer"),
            ],
        ),
        (
            "other-phone.txt",
            "[03.06.24, 18:02:11] Gran: The jam needs sugar\n[03.06.24, 18:03:40] +49 30 1: Which berries?\n"
            "[04.06.24, 07:05:02] Gran: Cloudberries",
            [("Gran", "The jam needs sugar"), ("+49 30 1", "Which berries?"), ("Gran", "Cloudberries")],
        ),
        (
            "rooms.txt",
            "[10:02] <maija> the pump is broken\n[10:03] <reko> parts are in cabinet 14\n[10:05] <maija> thanks",
            [("maija", "the pump is broken"), ("reko", "parts are in cabinet 14"), ("maija", "thanks")],
        ),
        (
            "channel.txt",
            "Hanna Ros  9:41 AM\nThe key is with Jan.\n\nIngo Pohl  9:44 AM\nIt runs at 02:30.\nEvery night.\n\n"
            "Hanna Ros  9:50 AM\nPlease water the plants.",
            [
                ("Hanna Ros", "The key is with Jan."),
                ("Ingo Pohl", "It runs at 02:30.\nEvery night."),
                ("Hanna Ros", "Please water the plants."),
            ],
        ),
        (
            "interview.txt",
            "INTERVIEWER: When did you come?\n\nSIGRID HAUGE: I came in 1951, with\nmy mother.\n\nWe had two goats.\n\n"
            "INTERVIEWER: Who taught you to sail?\n\nSIGRID HAUGE: Old Mikkel did.",
            [
                ("INTERVIEWER", "When did you come?"),
                ("SIGRID HAUGE", "I came in 1951, with my mother."),
                ("SIGRID HAUGE", "We had two goats."),
                ("INTERVIEWER", "Who taught you to sail?"),
                ("SIGRID HAUGE", "Old Mikkel did."),
            ],
        ),
        (
            "play.txt",
            "INT. KITCHEN - NIGHT\n\nMarta lights the stove.\n\nMARTA\nThe letter came from Trieste.\n\n"
            "PIETRO (O.S.)\nMy brother never writes.\n\nMARTA\nHe has married.",
            [
                ("MARTA", "The letter came from Trieste."),
                ("PIETRO", "My brother never writes."),
                ("MARTA", "He has married."),
            ],
        ),
        (
            "podcast.md",
            "# Episode 12\n\n**Ada:** Today we talk about peat.\n\n**Dr. Finn Os:** It grows one millimetre a year.\n\n"
            "**Ada:** And what is it used for?",
            [
                ("Ada", "Today we talk about peat."),
                ("Dr. Finn Os", "It grows one millimetre a year."),
                ("Ada", "And what is it used for?"),
            ],
        ),
        (
            "page.html",
            "<h1>Talk</h1><p><b>Ada:</b> I see.<p><b>Ben:</b> Do you?<p><b>Ada:</b> Yes, of course.",
            [("Ada", "I see."), ("Ben", "Do you?"), ("Ada", "Yes, of course.")],
        ),
        (
            "film.srt",
            "1\n00:00:01,000 --> 00:00:03,000\n[Olga] It burned down in 1903.\n\n2\n00:00:03,500 --> 00:00:05,000\n"
            "(EMIL) Only the curtain was saved.\n\n3\n00:00:05,500 --> 00:00:08,000\n[door closes]\n\n"
            "4\n00:00:08,500 --> 00:00:09,000\n[Olga] Yes.",
            [("Olga", "It burned down in 1903."), ("EMIL", "Only the curtain was saved."), ("Olga", "Yes.")],
        ),
        (
            "discord.txt",
            "[12-Mar-24 09:15 AM] ana#1234\nThe server is in rack 9.\n\n[12-Mar-24 09:16 AM] bo#4321\nThanks.\n\n"
            "[12-Mar-24 09:17 AM] ana#1234\nBlom has the key.",
            [("ana", "The server is in rack 9."), ("bo", "Thanks."), ("ana", "Blom has the key.")],
        ),
        (
            "rooms-of-old.txt",
            "--- Log opened Tue Mar 12 09:15:02 2024\n09:15 < maija> the pump is broken\n09:16 <@reko> buy one\n"
            "09:17 < maija> thanks",
            [("maija", "the pump is broken"), ("reko", "buy one"), ("maija", "thanks")],
        ),
        *((name, text, WELL) for name, text in WELL_AS_EXPORTED.items()),
    ],
)
def test_who_speaks_is_no_word_of_the_text(name: str, text: str, turns: list[tuple[str, str]]) -> None:
    document = read_content(text.encode(), source=name)
    assert said(document) == turns
    assert not any(f"{speaker}:" in document.text for speaker, _ in turns)


def test_a_meeting_in_word_has_names_above_what_is_said() -> None:
    import docx

    document = docx.Document()
    document.add_paragraph("Meeting Recording")
    for name, time, words in [("Mara Vik", "0:03", "The roof leaks."), ("Per Dahl", "0:11", "I ordered tiles."),
                              ("Mara Vik", "0:20", "Good.")]:  # fmt: skip
        paragraph = document.add_paragraph(f"{name}   {time}")
        paragraph.add_run().add_break()
        paragraph.add_run(words)
    file = io.BytesIO()
    document.save(file)
    read = read_content(file.getvalue(), source="meeting.docx")
    assert said(read) == [("Mara Vik", "The roof leaks."), ("Per Dahl", "I ordered tiles."), ("Mara Vik", "Good.")]
    assert read.text.startswith("Meeting Recording\n\nThe roof leaks.")


def test_who_speaks_several_paragraphs_is_named_once_above_them() -> None:
    import docx

    document = docx.Document()
    for words in (
        "Ana Cruz   00:04",
        "One.",
        "Two.",
        "Three.",
        "Bo Lind   00:11",
        "Four.",
        "Ana Cruz   00:19",
        "Five.",
    ):
        document.add_paragraph(words)
    file = io.BytesIO()
    document.save(file)
    words = [("Ana Cruz", one) for one in ("One.", "Two.", "Three.")] + [("Bo Lind", "Four."), ("Ana Cruz", "Five.")]
    assert said(read_content(file.getvalue(), source="talk.docx")) == words


def test_what_a_chat_tells_of_itself_is_said_by_nobody() -> None:
    text = (
        "3/12/24, 9:15 AM - Messages and calls are end-to-end encrypted. Nobody can read them.\n"
        '3/12/24, 9:15 AM - Ingrid created group "Sailing"\n3/12/24, 9:16 AM - Ingrid: The boat leaves at 7\n'
        "3/12/24, 9:20 AM - Lena: The key hangs\nbehind the red door\n3/13/24, 8:00 PM - Lena left\n"
        "3/13/24, 8:02 PM - Ingrid: Oh\n"
    )
    document = read_content(text.encode(), source="chat.txt")
    assert document.text == "The boat leaves at 7\nThe key hangs behind the red door\n\nOh"


def test_the_days_of_a_chat_are_headings() -> None:
    text = "[03.06.24, 18:02:11] Gran: One\n[03.06.24, 18:03:40] Alva: Two\n[04.06.24, 07:05:02] Gran: Three"
    document = read_content(text.encode(), source="chat.txt")
    assert document.text == "One\nTwo\n\nThree"
    assert [section.heading for section in document.sections] == [("03.06.24",), ("04.06.24",)]
    assert document.title == "chat"


@pytest.mark.parametrize(
    "text",
    [
        "Name: Tora Vang\nRole: blacksmith\n\nName: Ole Brekke\nRole: miller\n\nName: Siv Moe\nRole: midwife",
        "Ship Bera: Built 1974, Crew 3\nShip Cora: Built 1983, Crew 4\nShip Bera: Built 1990, Crew 5",
        "Note: It is old.\n\nWarning: It is steep.\n\nNote: It is closed in winter.",
        "Monday: 9 to 5\nTuesday: 9 to 5\nMonday: closed",
        "2024-06-03 10:02:11 ERROR: disk full\n2024-06-03 10:02:12 INFO: started\n2024-06-03 10:02:13 ERROR: no",
        "SUMMARY\nThe mill is old.\n\nSUMMARY\nThe barn is new.\n\nSUMMARY\nThe house is red.",
        "The rule is this: be kind.\nThe rule is this: be quick.",
        "Coffee 10:00\nin the hall\nLunch 12:00\nin the garden\nCoffee 15:00\nin the hall",
        "10:00 Coffee break\n\nIn the hall.\n\n12:00 Lunch\n\nIn the garden.\n\n15:00 Coffee break\n\nIn the hall.",
    ],
)
def test_forms_notes_and_logs_are_no_conversations(text: str) -> None:
    assert not read_content(text.encode(), source="a.txt").speakers
