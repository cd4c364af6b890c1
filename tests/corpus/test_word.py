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
        "Lamp | Lit",
        "North | 1901",
        "Bruno Falk kept them.",
    ]
    assert document.title == "The harbour"
    assert document.heading_at(document.text.index("Bruno")) == ("The harbour", "The lamps")
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
    assert read(saved(document)).text == "A controlled line.\n\nOuter inner"


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


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no archive"], ids=["empty", "cut short", "no archive"])
def test_what_is_no_word_document_is_refused(content: bytes) -> None:
    with pytest.raises(TextError, match=r"talk\.docx: cannot be read as a Word document"):
        read(content)


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
