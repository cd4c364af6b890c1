"""Lines of plain text that are a unit each stay apart, those that were only broken are joined."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Document, TextError, read_content, read_plain_text

PROSE = (
    "The old mill by the river had been built by two brothers from the\n"
    "Upper valley, who had learned their trade in the town and came back\n"
    "to grind the corn of their neighbours for a tenth of what it was worth.\n"
)
JOINED = PROSE.strip().replace("\n", " ")


def lines(text: str) -> list[str]:
    return read_plain_text(text, source="a.txt").text.split("\n")


@pytest.mark.parametrize(
    "records",
    [
        "12/05/21, 10:03 - Ann: Bring the ladder\n12/05/21, 10:05 - Bob: It is at the mill",
        "[2021-05-12 10:03:11] <ann> bring the ladder\n[2021-05-12 10:05:40] <bob> it is at the mill",
        "[12.05.21, 10:03:00] Ann: Bring the ladder\n[12.05.21, 10:05:00] Bob: It is at the mill",
        "10:03 AM Breakfast\n11:30 AM Walk to the mill",
        "Monday: closed\nTuesday: 9 to 17\nSaturday: 10 to 14",
        "Ann: Bring the ladder\nBob: It is at the mill",
        "Ingredients\n200 g flour\n3 eggs\n1 pinch of salt",
        "Greta Holm\nMill Lane 3\n4800 Moss\nNorway",
        "The Owl looked up to the stars above,\nAnd sang to a small guitar,\nWhat a beautiful Pussy you are",
        "1. Who lit it?\nGreta lit it.",
    ],
)
def test_lines_that_are_units_stay_lines(records: str) -> None:
    assert lines(records) == records.split("\n")
    assert read_plain_text(f"{PROSE}\n{records}\n\n{PROSE}").text.split("\n\n") == [JOINED, records, JOINED]


def test_lines_that_go_on_belong_to_the_message_or_the_entry_above_them() -> None:
    assert lines("12/05/21, 10:03 - Ann: Bring the ladder\nand the rope\n12/05/21, 10:05 - Bob: Yes") == [
        "12/05/21, 10:03 - Ann: Bring the ladder and the rope",
        "12/05/21, 10:05 - Bob: Yes",
    ]
    assert lines("Monday: closed all\n  day long\nTuesday: open\nFriday: open") == [
        "Monday: closed all day long",
        "Tuesday: open",
        "Friday: open",
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Name: Greta Holm\nBorn: 1900\nTown: Moss", ["Name: Greta Holm; Born: 1900; Town: Moss"]),
        ("Item: Saw\nPlace: red hook\nCount: 5\n\nItem: Rope\nPlace: cellar\nCount: 1", [
            "Item: Saw; Place: red hook; Count: 5", "Item: Rope; Place: cellar; Count: 1"]),
        ("Built: 1868\nMaster: Nils\n\nCargo: timber\nLost: 1891", ["Built: 1868", "Master: Nils", "",
            "Cargo: timber", "Lost: 1891"]),
        ("First name ........ Erik\nBorn . . . . . . 1988\nMember no.:  44\n[x] Adult  [ ] Child\nSponsor: Gerd", [
            "First name: Erik; Born: 1988; Member no.: 44; [x] Adult [ ] Child; Sponsor: Gerd"]),
        ("Month      Rain (mm)   Days\nJanuary         88      14\n"
         "February        61      11\nMarch           74      12", [
            "Month January: Rain (mm) 88, Days 14", "Month February: Rain (mm) 61, Days 11",
            "Month March: Rain (mm) 74, Days 12"]),
        ("ID: 1\nTown: Moss\nID: 2\nTown: Rud", ["ID: 1; Town: Moss", "ID: 2; Town: Rud"]),
        ("Ship\tBuilt\tCaptain\nAlma\t1961\tJ. Berg", ["Ship Alma: Built 1961, Captain J. Berg"]),
        ("Ships of the line:\nShip\tBuilt\nAlma\t1961\nBera\t1974", ["Ships of the line:", "Ship Alma: Built 1961",
            "Ship Bera: Built 1974"]),
        ("tool,owner,price\nlathe,Ole Vik,900\nanvil,\"Dal, Siri\",450", ["tool lathe: owner Ole Vik, price 900",
            "tool anvil: owner Dal, Siri; price 450"]),
        ("Ship   Built  Captain\nAlma   1961   J. Berg\nBera   1974   K. Dahl", [
            "Ship Alma: Built 1961, Captain J. Berg", "Ship Bera: Built 1974, Captain K. Dahl"]),
        ("+------+-------+\n| Ship | Built |\n+------+-------+\n| Alma | 1961  |\n+------+-------+", [
            "Ship Alma: Built 1961"]),
        ("The crew of the Heron:\n\u2022 Anna, cook\n\u2022 Bo, smith", ["The crew of the Heron: Anna, cook",
            "The crew of the Heron: Bo, smith"]),
        ("Bring these things:\n\n- a tent\n\n- a torch", ["Bring these things: a tent, a torch."]),
        ("Bring these things:\n* a tent with all\n  of its poles\n* a torch", [
            "Bring these things: a tent with all of its poles, a torch."]),
        ("To start:\n1. Open the valve.\n2) Press it.\n", ["To start: (1) Open the valve, (2) Press it."]),
        ("Q: Can I bring my dog?\nA: In the garden only.", ["Can I bring my dog?", "In the garden only."]),
        ("Q1. Can I bring my dog?\n\nA1. In the garden only.", ["Can I bring my dog?", "In the garden only."]),
        ("It is _very_ old, __init__ and a_b_c.", ["It is very old, __init__ and a_b_c."]),
    ],
)  # fmt: skip
def test_what_lines_say_together_is_told(text: str, told: list[str]) -> None:
    assert lines(text) == told


@pytest.mark.parametrize(
    "prose",
    [
        PROSE,
        "He said, once, that the mill, which\nis old, and the barn, which is not,\nwould be sold to\nthe town.",
        "There are two things to say about it:\nthe first is that it is old.",
        "A dash - like this one -\n- and another one - ends no line.",
        "In the year\n1907 it was sold to a man who\nhad come from the town of Moss.",
    ],
)
def test_prose_that_was_broken_is_joined(prose: str) -> None:
    assert len(lines(prose)) == 1


def test_speech_without_full_stops_is_cut_about_every_sixty_words() -> None:
    words = "and then we spoke of item number %d which was not that important to anybody in the room"
    text = " ".join(words % number for number in range(90))
    paragraphs = read_plain_text(f"{text}\n\nIt was over. Nobody cared.", source="a.txt").text.split("\n\n")
    assert " ".join(paragraphs[:-1]) == text
    assert paragraphs[-1] == "It was over. Nobody cared."
    assert all(20 < len(paragraph.split()) <= 75 for paragraph in paragraphs[:-1])


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.csv", "Ship,Built,Crew\nAlma,1961,\"Ann, Bo\"\nBera,1974,\n", "Ship Alma: Built 1961; Crew Ann, Bo\n"
            "Ship Bera: Built 1974"),
        ("a.csv", "Ship;Built;Note\r\nAlma;1961;\"two\r\nlines\"\r\n", "Ship Alma: Built 1961, Note two lines"),
        ("a.csv", "\ufeffShip\tBuilt\nAlma\t1961\n", "Ship Alma: Built 1961"),
        ("a.csv", "1,Alma,9\n2,Bera,8\n", "1: Alma, 9\n2: Bera, 8"),
        ("a.tsv", "Ship\tBuilt\nAlma, the old\t1961\n", "Ship Alma, the old: Built 1961"),
        ("a.csv", "Ships of 1990\nShip,Built,Crew\nAlma,1961,3\n", "Ship Alma: Built 1961, Crew 3"),
        ("a.csv", "Ship,Built,Crew\n\"never closed,1961,3\nBera,1974,4\n", None),
        ("a.csv", "one\ntwo\n", "one\ntwo"),
        ("a.csv", "sep=;\nShip;Price\nAlma;4,50\nBera;6,20\n", "Ship Alma: Price 4,50\nShip Bera: Price 6,20"),
        ("a.csv", "Ships of 1990\nOwner: Ada Marsh\n\nShip,Built,Crew\nAlma,1961,3\n",
            "Owner: Ada Marsh\nShip Alma: Built 1961, Crew 3"),
    ],
)  # fmt: skip
def test_separated_values_are_read_as_a_table(name: str, content: str, told: str | None) -> None:
    text = read_content(content.encode(), source=name).text
    assert text == told if told else "1974" in text


def test_a_long_table_is_several_paragraphs() -> None:
    rows = "\n".join(f"Ship{number},{number},x" for number in range(120))
    assert read_content(f"Ship,Built,Crew\n{rows}".encode(), source="a.csv").text.count("\n\n") == 2


@given(st.text(st.sampled_from("aB1 ,;|\t\n\n.:?-*\u2022\"'()/"), max_size=200))
def test_no_word_of_any_text_is_lost(text: str) -> None:
    try:
        document = read_plain_text(text, source="a.txt")
    except TextError:
        return
    assert Document.from_dict(document.to_dict()) == document
    assert document.text.count("B") >= text.count("B") > 0 or "B" not in text


def test_fields_of_restructured_text_are_entries_with_the_lines_that_go_on_with_them() -> None:
    fields = (
        ":Author: Ada Marsh\n:Version: 2.3\n\nIt drains the polder.\n\n:pressure: 4 bar\n:flow: 30 litres\n  a second\n"
    )
    told = "Author: Ada Marsh\nVersion: 2.3\n\nIt drains the polder.\n\npressure: 4 bar\nflow: 30 litres a second"
    assert read_content(fields.encode(), source="pump.txt").text == told
    headed = f"Pump station\n============\n\n{fields}"
    assert read_content(headed.encode(), source="pump.txt").text.removeprefix("Pump station\n\n") == told
    assert read_content(b"She smiled :wink: at him.\n:smile: he did too.", source="a.txt").text.count(":smile:") == 1
