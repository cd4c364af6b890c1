"""PDFs become paragraphs that know their page; headers, footers and broken files do no harm."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import pytest
from fpdf import FPDF
from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import A5
from reportlab.pdfgen.canvas import Canvas

from corpus import Limits, TextError, read_content

STORY = (
    "The harbour of Pellmouth has seven lamps, and every one of them is green. They were lit in the spring of 1901 by "
    "Bruno Falk, who kept the lighthouse for thirty years and wrote a diary about the storms that he had seen.",
    "Ines Kovar built the quay. She was an engineer from the north, and she had worked on canals before the commission"
    "ers of the harbour asked her to come and to build a wall that would stand against the sea.",
    "Nobody believed that the wall would hold. In the winter of 1912 it did, and since that day there is a feast on "
    "the quay at the beginning of every year, with music, with a procession and with a boat made of bread.",
)


def printed(pages: Sequence[Sequence[str]], *, header: str = "", numbered: bool = False) -> bytes:
    """Return a PDF of these paragraphs, page by page, as fpdf2 sets them."""
    pdf = FPDF(format=(148, 210))
    pdf.set_auto_page_break(auto=False)
    pdf.set_font("Helvetica", size=11)
    for number, paragraphs in enumerate(pages, start=1):
        pdf.add_page()
        if header:
            pdf.cell(0, 8, f"{header} {number}", new_x="LMARGIN", new_y="NEXT")
            pdf.ln(6)
        for paragraph in paragraphs:
            pdf.multi_cell(0, 5, paragraph, new_x="LMARGIN", new_y="NEXT")
            pdf.ln(4)
        if numbered:
            pdf.set_y(-15)
            pdf.cell(0, 8, str(number), align="C")
    return bytes(pdf.output())


def drawn(lines: Sequence[Sequence[str]]) -> bytes:
    """Return a PDF of these lines, page by page, as reportlab draws them."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A5)
    for page in lines:
        for number, line in enumerate(page):
            canvas.drawString(50, 500 - 14 * number, line)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def read(content: bytes, limits: Limits | None = None) -> Any:
    return read_content(content, source="book.pdf", limits=limits)


def test_the_lines_of_a_paragraph_are_joined_and_it_knows_its_page() -> None:
    document = read(printed([STORY[:2], STORY[2:]]))
    assert document.text.split("\n\n") == list(STORY)
    found = document.text.index("procession")
    assert document.page(found, found + 5) == 2
    assert document.page(0, 5) == 1


def test_headers_that_repeat_and_page_numbers_are_left_out() -> None:
    pages = [[STORY[number % 3]] for number in range(6)]
    document = read(printed(pages, header="Pellmouth and its lamps, page", numbered=True))
    assert "Pellmouth and its lamps" not in document.text
    assert document.text.split("\n\n") == [STORY[number % 3] for number in range(6)]
    assert [page.number for page in document.pages] == [1, 2, 3, 4, 5, 6]


def test_a_word_that_the_end_of_a_line_breaks_is_made_whole_and_a_compound_stays() -> None:
    lines = [
        "The well-known keeper of the lamps wrote about the repre-",
        "sentation of storms. He was a well-",
        "known man.",
    ]
    text = read(drawn([lines])).text
    assert "representation of storms" in text
    assert "a well-known man" in text


def test_a_sentence_is_not_cut_by_the_end_of_a_page() -> None:
    first = [
        "The tower of the harbour was built by a family of masons",
        "who came over the mountains with their tools and",
    ]
    second = ["stayed for three generations in the town.", "They are buried behind the church."]
    document = read(drawn([first, second]))
    assert "with their tools and stayed for three generations" in document.text.replace("\n", " ")
    stayed = document.text.index("stayed")
    assert document.page(stayed, stayed + 3) == 2


def test_more_pages_than_allowed_are_refused_by_the_name_of_the_limit() -> None:
    with pytest.raises(TextError, match=r"book\.pdf: has 3 pages.*pages=3"):
        read(printed([[text] for text in STORY]), Limits(pages=2))


@pytest.mark.parametrize("password", ["", "secret"], ids=["open to read", "with a password"])
def test_a_protected_file_is_read_if_it_needs_no_password_and_refused_otherwise(password: str) -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(printed([STORY]))))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="AES-256")  # noqa: S106
    stream = io.BytesIO()
    writer.write(stream)
    if password:
        with pytest.raises(TextError, match="protected by a password"):
            read(stream.getvalue())
    else:
        assert STORY[0] in read(stream.getvalue()).text


def test_a_scan_is_sent_to_text_recognition() -> None:
    with pytest.raises(TextError, match="OCR"):
        read(drawn([[]]))


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"no PDF at all"], ids=["empty", "cut short", "no PDF"])
def test_what_is_no_pdf_is_refused_and_nothing_is_printed(content: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(TextError, match=r"book\.pdf"):
        read(content)
    assert capfd.readouterr() == ("", "")
