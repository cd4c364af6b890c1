"""Word documents keep their order and their headings, and no archive is unpacked without end."""

from __future__ import annotations

import contextlib
import copy
import io
import time
import zipfile
from typing import Any

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from headings import heading_at

from corpus import Limits, TextError, read_content


def saved(document: Any) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def read(content: bytes, limits: Limits | None = None) -> Any:
    return read_content(content, source="talk.docx", limits=limits)


@pytest.fixture
def talk() -> Any:
    """A document with headings, a list, a table, and another paragraph behind it."""
    document = docx.Document()
    document.add_heading("The harbour", level=0)
    document.add_paragraph("It has seven lamps.")
    document.add_heading("The lamps", level=1)
    document.add_paragraph("Green ones", style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    for row, cells in zip(table.rows, (("Lamp", "Lit"), ("North", "1901")), strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    document.add_paragraph("Bruno Falk kept them.")
    return document


def test_paragraphs_lists_and_tables_stand_in_their_order_under_their_headings(talk: Any) -> None:
    document = read(saved(talk))
    assert document.text.split("\n\n") == [
        "It has seven lamps.",
        "Green ones",
        "Lamp North: Lit 1901",
        "Bruno Falk kept them.",
    ]
    assert document.title == "The harbour"
    assert heading_at(document, document.text.index("Bruno")) == ("The harbour", "The lamps")
    talk.core_properties.title = "A talk"
    assert read(saved(talk)).title == "A talk"


def test_what_was_deleted_is_gone_and_what_was_inserted_is_there() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("The tower was built in ")
    for change in (
        "<w:del {}><w:r><w:delText>1899</w:delText><w:t>1899</w:t></w:r></w:del>",
        "<w:ins {}><w:r><w:t>1901</w:t></w:r></w:ins>",
        "<w:hyperlink {}><w:r><w:t> by Ines Kovar.</w:t></w:r></w:hyperlink>",
    ):
        paragraph._p.append(parse_xml(change.format(nsdecls("w"))))
    assert read(saved(document)).text == "The tower was built in 1901 by Ines Kovar."


def test_what_stands_in_a_content_control_and_in_a_table_in_a_table_is_read() -> None:
    document = docx.Document()
    control = "<w:sdt {}><w:sdtContent><w:p><w:r><w:t>A controlled line.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    document.element.body.insert(0, parse_xml(control.format(nsdecls("w"))))
    cell = document.add_table(rows=1, cols=1).cell(0, 0)
    cell.text = "Outer"
    cell.add_table(rows=1, cols=1).cell(0, 0).text = "inner"
    assert read(saved(document)).text == "A controlled line.\n\nOuter\n\ninner"


def test_an_archive_that_unpacks_to_more_than_allowed_is_refused_by_the_name_of_the_limit(talk: Any) -> None:
    stream = io.BytesIO(saved(talk))
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/bomb.bin", b"\0" * 20_000_000)
    assert len(stream.getvalue()) < 200_000
    with pytest.raises(TextError, match=r"talk\.docx: unpacks to more than 1,000,000 bytes.*unpacked_bytes="):
        read(stream.getvalue(), Limits(unpacked_bytes=1_000_000))


def test_entities_are_not_expanded(talk: Any) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(talk))) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
                doctype = f'<!DOCTYPE d [<!ENTITY a0 "lol">{entities}]>'
                head, body = content.decode().split("<w:document", 1)
                content = f"{head}{doctype}<w:document{body}".replace("Green ones", "&a9;").encode()
            new.writestr(name, content)
    with contextlib.suppress(TextError):
        assert "lollol" not in read(stream.getvalue()).text


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", r"is empty"),
        (b"PK\x03\x04", r"cannot be read as a Word document \(\.docx\): the file is cut off or damaged"),
        (b"no archive", r"is no Word document \(\.docx\)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), r"is a file of the old kind of Office"),
    ],
    ids=["empty", "cut short", "no archive", "old"],
)
def test_what_is_no_word_document_is_refused_in_plain_words(content: bytes, reason: str) -> None:
    with pytest.raises(TextError, match=rf"^talk\.docx: {reason}"):
        read(content)


def test_a_file_that_was_cut_off_is_refused_in_plain_words(talk: Any) -> None:
    content = saved(talk)
    with pytest.raises(TextError, match="the file is cut off or damaged"):
        read(content[: len(content) // 2])


def rows(table: Any, *cells: tuple[str, ...]) -> Any:
    for words in cells:
        for cell, word in zip(table.add_row().cells, words, strict=True):
            cell.text = word
    return table


def test_a_table_is_told_with_the_names_of_its_columns_or_of_its_rows() -> None:
    document = docx.Document()
    document.add_paragraph("The lines are:")
    rows(document.add_table(0, 3), ("Line", "Opened", "Length"), ("Red", "1904", "7.5"), ("Blue", "1911", "12"))
    document.add_paragraph("Our ship has papers.")
    rows(document.add_table(0, 2), ("Name of the ship", "Marlin"), ("Launched", "1958"), ("Captain", "Eva Roth"))
    document.add_paragraph("They work here.")
    table = rows(document.add_table(0, 2), ("Name", "Trade"), ("Ada", "driver"), ("Ben", "cook"))
    for cell in table.rows[0].cells:
        cell.paragraphs[0].runs[0].bold = True
    assert read(saved(document)).text.split("\n\n") == [
        "The lines are:\nLine Red: Opened 1904, Length 7.5\nLine Blue: Opened 1911, Length 12",
        "Our ship has papers.",
        "Name of the ship: Marlin; Launched: 1958; Captain: Eva Roth",
        "They work here.",
        "Name Ada: Trade driver\nName Ben: Trade cook",
    ]


def test_merged_cells_are_told_in_each_row_that_they_stretch_over() -> None:
    document = docx.Document()
    table = rows(document.add_table(0, 3), ("Ship", "Crew", ""), ("Bera", "3", "4"), ("", "5", "6"))
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(1, 0).merge(table.cell(2, 0))
    table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    assert read(saved(document)).text == "Ship Bera: Crew 3, Crew 4\nShip Bera: Crew 5, Crew 6"


def test_lists_are_one_paragraph_with_their_lead_in() -> None:
    document = docx.Document()
    document.add_paragraph("To start the pump:")
    for words in ("Open the valve.", "Press the button."):
        document.add_paragraph(words, style="List Number")
    document.add_paragraph("Bring these things:")
    document.add_paragraph("tools", style="List Bullet")
    document.add_paragraph("saw", style="List Bullet 2")
    document.add_paragraph("plane", style="List Bullet 2")
    document.add_paragraph("paint", style="List Bullet")
    document.add_paragraph("That is all.")
    assert read(saved(document)).text.split("\n\n") == [
        "To start the pump: (1) Open the valve, (2) Press the button.",
        "Bring these things: tools (saw, plane), paint.",
        "That is all.",
    ]


def test_short_paragraphs_in_bold_are_headings_where_not_all_are_bold() -> None:
    document = docx.Document()
    for bold, words in (
        (True, "Fees"),
        (False, "Adults: 12 euros"),
        (False, "Children: free"),
        (True, "Bold to the end."),
    ):
        document.add_paragraph().add_run(words).bold = bold
    found = read(saved(document))
    assert found.text == "Adults: 12 euros\nChildren: free\n\nBold to the end."
    assert heading_at(found, 0) == ("Fees",)
    assert found.title == "talk"
    assert read(paragraph_of("<w:r><w:rPr><w:b/></w:rPr><w:t>All bold</w:t></w:r>")).text == "All bold"


def test_a_footnote_stands_below_its_paragraph() -> None:
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    document = docx.Document()
    paragraph = document.add_paragraph("There are two maps.")
    paragraph._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:footnoteReference w:id="2"/></w:r>'))
    document.add_paragraph("The ink is faded.")
    separator = '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>no</w:t></w:r></w:p></w:footnote>'
    note = '<w:footnote w:id="2"><w:p><w:r><w:t>One is by Willem Blok.</w:t></w:r></w:p></w:footnote>'
    notes = f"<w:footnotes {nsdecls('w')}>{separator}{note}</w:footnotes>"
    part = Part(PackURI("/word/footnotes.xml"), "application/xml", notes.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    assert read(saved(document)).text == "There are two maps.\nOne is by Willem Blok.\n\nThe ink is faded."


def test_a_document_without_words_is_refused() -> None:
    with pytest.raises(TextError, match="there is no text in it"):
        read(saved(docx.Document()))


def paragraph_of(runs: str) -> bytes:
    document = docx.Document()
    document.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w')}>{runs}</w:p>"))
    return saved(document)


@pytest.mark.parametrize(
    "runs",
    [
        "<w:r><w:t>soft</w:t><w:softHyphen/><w:t>ware, well</w:t><w:noBreakHyphen/><w:t>known</w:t></w:r>",
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>never seen</w:t></w:r><w:r><w:t>software, well-known</w:t></w:r>",
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>software, </w:t></w:r><w:r><w:t>well-known</w:t></w:r>',
        '<w:r><w:instrText>TOC "1-3"</w:instrText></w:r><w:r><w:t>software, well-known</w:t></w:r>',
    ],
)
def test_the_words_of_a_paragraph_are_those_that_are_shown(runs: str) -> None:
    assert read(paragraph_of(runs)).text == "software, well-known"


def test_a_text_box_is_a_paragraph_of_its_own() -> None:
    box = "<w:pict><w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent></w:pict>"
    document = read(paragraph_of(f"<w:r><w:t>It goes</w:t></w:r><w:r>{box}</w:r><w:r><w:t> on.</w:t></w:r>"))
    assert document.text == "It goes on.\n\nIn a box."


def test_a_table_of_contents_is_left_out(talk: Any) -> None:
    style = talk.styles.add_style("toc 1", WD_STYLE_TYPE.PARAGRAPH)
    talk.add_paragraph("The lamps\t3", style=style)
    assert "The lamps" not in read(saved(talk)).text


def test_a_long_document_is_read_in_seconds() -> None:
    document = docx.Document()
    words = parse_xml(f"<w:p {nsdecls('w')}><w:r><w:t>Words.</w:t></w:r></w:p>")
    document.element.body[:0] = [copy.deepcopy(words) for _ in range(20_000)]
    began = time.monotonic()
    assert len(read(saved(document)).text.split("\n\n")) == 20_000
    assert time.monotonic() - began < 15
