"""A row of a table is told with the names of its columns, whatever kind of file the table stands in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import TextError, read_content, read_markdown
from corpus.tables import Cell, told_cells, told_rows

SHIPS = "Ship Alma: Built 1961, Length (m) 58\nShip Bera: Built 1974, Length (m) 62"


def test_a_row_is_told_with_the_names_of_its_columns() -> None:
    text = "| Ship | Built | Length (m) |\n|:---|:---:|---:|\n| Alma | 1961 | 58 |\n| *Bera* | 1974 | 62 |"
    assert read_markdown(text, source="a.md").text == SHIPS


def test_a_table_in_html_is_told_alike_in_a_page_and_in_markdown() -> None:
    table = """<table>
  <tr><th>Ship</th><th>Built</th><th>Length (m)</th></tr>

    <tr><td>Alma</td><td>1961</td><td>58</td></tr>
    <tr><td><p>Bera</p></td><td>1974</td><td>62</td></tr>
</table>"""
    assert read_content(table.encode(), source="a.html").text == SHIPS
    assert read_markdown(f"Before.\n\n{table}\n\nAfter.", source="a.md").text == f"Before.\n\n{SHIPS}\n\nAfter."


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([["Name of the ship", "Marlin"], ["Launched", "1958"], ["Captain", "Eva Roth"]], [
            "Name of the ship: Marlin; Launched: 1958; Captain: Eva Roth"]),
        ([["Monday", "closed"], ["Tuesday", "9 to 17"], ["Friday", "late"]], [
            "Monday: closed", "Tuesday: 9 to 17", "Friday: late"]),
        ([["Length:", "62"], ["Width:", "12"]], ["Length: 62", "Width: 12"]),
        ([["Name", "Year"], ["Ada", "1843"], ["Alan", "1936"]], ["Name Ada: Year 1843", "Name Alan: Year 1936"]),
        ([["", "1990", "2000"], ["Moss", "12", "15"]], ["Moss: 1990 12, 2000 15"]),
        ([["Ada", "driver", "1904"], ["Ben", "cook", "1911"]], ["Ada: driver, 1904", "Ben: cook, 1911"]),
        ([["Ship", "Built", "Crew"], ["Bera", "", "Ann, Bo"]], ["Ship Bera: Crew Ann, Bo"]),
        ([["Ship", "Built", "Crew"], ["Bera", "1974", "Ann, Bo"]], ["Ship Bera: Built 1974; Crew Ann, Bo"]),
        ([["Ship", "Built", "Crew"], ["", "1974", "3"]], ["Built 1974, Crew 3"]),
        ([["Question", "Answer"], ["When does it open?", "At nine."]], ["When does it open?\nAt nine."]),
        ([["Key", "Value"], ["Architect", "Ida Holm"], ["Opened", "1911"]], ["Architect: Ida Holm", "Opened: 1911"]),
        ([["Fees", "", ""], ["Who", "Summer", "Winter"], ["Adults", "12", "9"]], ["Fees",
            "Who Adults: Summer 12, Winter 9"]),
        ([["---", "+---"], ["a", "b"]], ["a: b"]),
        ([["", " "]], []),
        ([["only"]], ["only"]),
    ],
)  # fmt: skip
def test_what_names_what_is_seen_by_the_table_itself(rows: list[list[str]], told: list[str]) -> None:
    assert told_rows(rows) == told


def test_a_file_of_a_spreadsheet_has_its_title_above_the_names_of_columns() -> None:
    table = '"Tools, 2024",,\n,,\nTool,Owner,Room\nLathe,Ole Vik,B1\nSaw,"Dal, Siri",B2\n'
    document = read_content(table.encode(), source="tools.csv")
    assert document.title == "Tools, 2024"
    assert document.text == "Tool Lathe: Owner Ole Vik, Room B1\nTool Saw: Owner Dal, Siri; Room B2"


def test_cells_that_stretch_are_told_in_each_of_their_rows_and_heads_in_each_of_their_columns() -> None:
    page = """<table><caption>Crews</caption>
    <tr><th rowspan=2>Ship</th><th colspan=2>Crew</th></tr><tr><th>men</th><th>women</th></tr>
    <tr><td rowspan=2>Bera</td><td>3</td><td>4</td></tr><tr><td>5</td><td>6</td></tr>
    <tr><td colspan=3>Coasters</td></tr><tr><td>Cora</td><td></td><td>2</td></tr></table>"""
    assert read_content(page.encode(), source="a.html").text.split("\n") == [
        "Crews",
        "Ship Bera: Crew men 3, Crew women 4",
        "Ship Bera: Crew men 5, Crew women 6",
        "Coasters",
        "Ship Cora: Crew women 2",
    ]


def test_the_heads_of_rows_name_their_cells() -> None:
    page = "<p>Greta Holm:</p><table><tr><th>Born</th><td>1900</td></tr><tr><th>Trade</th><td>potter</td></tr></table>"
    assert read_content(page.encode(), source="a.html").text == "Greta Holm:\nBorn: 1900\nTrade: potter"


def test_a_table_without_names_in_its_head_tells_key_and_value() -> None:
    assert read_markdown("| | |\n|---|---|\n| Name | Marlin |", source="a.md").text == "Name: Marlin"


@pytest.mark.parametrize(
    "page",
    [
        "<dl><dt>Coffee</dt><dd>Black hot drink</dd><dt>Milk</dt><dt>Cream</dt><dd>White</dd><dd>Cold</dd></dl>",
        "<dl><div><dt>Coffee</dt><dd>Black hot drink</dd></div><dt>Milk</dt><dt>Cream</dt><dd>White</dd><dd>Cold</dl>",
    ],
)
def test_what_is_defined_stands_before_its_definition(page: str) -> None:
    told = "Coffee: Black hot drink\nMilk, Cream: White; Cold"
    assert read_content(page.encode(), source="a.html").text == told
    assert read_markdown(f"{page}\n", source="a.md").text == told
    markdown = "Coffee\n: Black hot drink\n\n*Milk*, Cream\n: White.\n: Cold"
    assert read_markdown(markdown, source="a.md").text == told


def test_a_layout_is_no_table() -> None:
    page = "<table><tr><td><h2>Left</h2><p>One.</p></td><td><p>Two.</p><p>Three.</p></td></tr></table>"
    assert read_content(page.encode(), source="a.html").text == "One.\n\nTwo.\n\nThree."


CELLS = st.builds(Cell, st.text(max_size=9), st.integers(-1, 70_000), st.integers(-1, 70_000), st.booleans())


@given(st.lists(st.lists(CELLS, max_size=5), max_size=6))
def test_no_words_of_any_table_are_lost(rows: list[list[Cell]]) -> None:
    told = "\n".join(told_cells(rows))
    for cell in (cell for row in rows for cell in row):
        if any(character.isalnum() for character in cell.words):
            assert " ".join(cell.words.split()).rstrip(": ") in told


@given(st.text(st.sampled_from("ab |-\n:\\`1"), max_size=120))
def test_whatever_looks_like_a_table_is_read(text: str) -> None:
    try:
        document = read_markdown(f"| a | b |\n|---|---|\n{text}", source="a.md")
    except TextError:
        return
    assert document.text.strip()
