"""PDF becomes the paragraphs that somebody wrote, on the pages on which they stand, whoever made the file."""

from __future__ import annotations

import io
import logging
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from fpdf import FPDF
from headings import heading_at
from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import A5
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

from corpus import Document, Limits, TextError, read_bundled
from corpus.pdf import read_pdf

FILES = Path(__file__).with_name("files")
PARAGRAPHS = [
    " ".join(paragraph.encode("latin-1", "ignore").decode("latin-1").split())
    for document in read_bundled()
    for paragraph in document.text.split("\n\n")
][:30]
SPACED = ParagraphStyle("spaced", fontName="Helvetica", fontSize=10, leading=12, spaceBefore=6)
INDENTED = ParagraphStyle("indented", fontName="Times-Roman", fontSize=10, leading=12, firstLineIndent=14, alignment=4)


def by_reportlab(style: ParagraphStyle, columns: int = 1) -> bytes:
    def running(canvas: Canvas, template: BaseDocTemplate) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(40, 570, "A history of the film" if template.page % 2 else "Second part, chapter 4")
        canvas.drawCentredString(200, 20, f"Page {template.page} of 99")

    content = io.BytesIO()
    template = BaseDocTemplate(content, pagesize=A5, title="The film")
    width = 340 / columns
    frames = [Frame(40 + column * width, 40, width - 8, 520) for column in range(columns)]
    template.addPageTemplates(PageTemplate(frames=frames, onPage=running))
    template.build([Paragraph(paragraph, style) for paragraph in PARAGRAPHS])
    return content.getvalue()


def by_fpdf(**output: object) -> bytes:
    class Book(FPDF):
        def header(self) -> None:
            self.set_font("Helvetica", "I", 9)
            self.cell(0, 10, "The keeper's manual", align="C")
            self.ln(15)

        def footer(self) -> None:
            self.set_y(-15)
            self.cell(0, 10, f"- {self.page_no()} -", align="C")

    book = Book()
    book.add_page()
    for number, paragraph in enumerate(PARAGRAPHS):
        if number % 6 == 0:
            book.set_font("Helvetica", "B", 14)
            book.start_section(f"Part {number // 6 + 1}")
            book.multi_cell(0, 10, f"Part {number // 6 + 1}", new_x="LMARGIN", new_y="NEXT")
        book.set_font("Times", size=12)
        book.multi_cell(0, 6, paragraph, new_x="LMARGIN", new_y="NEXT")
        book.ln(3)
    return bytes(book.output())


def lines(*pages: list[tuple[float, str]], title: str = "", step: float = 14) -> bytes:
    """Return a PDF with these lines, each with its place from the left."""
    content = io.BytesIO()
    canvas = Canvas(content)
    canvas.setTitle(title)
    for page in pages:
        canvas.setFont("Times-Roman", 11)
        for number, (x, text) in enumerate(page):
            canvas.drawString(x, 780 - step * number, text)
        canvas.showPage()
    canvas.save()
    return content.getvalue()


def paragraphs(content: bytes) -> list[str]:
    return read_pdf(content, source="my-file.pdf").text.split("\n\n")


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("style", [SPACED, INDENTED], ids=["spaced", "indented"])
def test_paragraphs_come_out_as_they_went_in(style: ParagraphStyle, columns: int) -> None:
    content = by_reportlab(style, columns)
    found = paragraphs(content)
    assert len(PdfReader(io.BytesIO(content)).pages) >= 3
    assert sum(paragraph in found for paragraph in PARAGRAPHS) >= len(PARAGRAPHS) - 2
    assert " ".join(found) == " ".join(PARAGRAPHS)


def test_the_outline_gives_the_headings_and_every_page_its_words() -> None:
    content = by_fpdf()
    document = read_pdf(content, source="my-file.pdf")
    assert document.text.split("\n\n") == PARAGRAPHS
    assert [section.heading for section in document.sections] == [(f"Part {number}",) for number in range(1, 6)]
    assert heading_at(document, document.text.index(PARAGRAPHS[7])) == ("Part 2",)
    shown = [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages]
    assert [page.number for page in document.pages] == list(range(1, len(shown) + 1))
    for page, words in zip(document.pages, shown, strict=True):
        first, *_, last = document.text[page.start : page.end].split("\n\n")
        assert first in words
        assert last in words


def test_large_lines_are_headings_and_the_first_of_them_is_the_title() -> None:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A5)
    lines = [(18, "Floods of the Arle"), (10, "The highest flood came in 1881."), (10, "It took a mill."),
             (13, "Repairs"), (10, "A mason mended the bridge."), (10, "He was paid 90 crowns.")]  # fmt: skip
    for number, (size, words) in enumerate(lines):
        canvas.setFont("Helvetica", size)
        canvas.drawString(50, 500 - 20 * number, words)
    canvas.save()
    document = read_pdf(stream.getvalue(), source="a.pdf")
    assert document.title == "Floods of the Arle"
    assert heading_at(document, document.text.index("mason")) == ("Repairs",)
    assert "Repairs" not in document.text


def test_a_print_of_a_browser_and_a_figure_are_read() -> None:
    document = read_pdf((FILES / "browser.pdf").read_bytes(), source="browser.pdf")
    assert document.title == "The lamp"
    assert [section.heading for section in document.sections] == [("The lamp",), ("The stairs",)]
    assert document.text.split("\n\n") == [
        "The first lamp of the office was lit in 1901^6, and its keeper was Bruno Falk. He wound the clock every four "
        "hours, and nobody in the village found that difficult.",
        "In winter the light could be seen from a distance of 10^6 steps, as the fishermen said, who never counted "
        "them.",
        "There are two hundred and twelve steps, and the final one is higher than all the others.",
        "The rail is made of brass.",
        "Name Year",
        "Ada Moor 1885",
    ]
    assert paragraphs((FILES / "figure.pdf").read_bytes()) == [
        "The first office of the keeper was difficult to find. It stood behind the lamp, which was lit in 1901.",
        "The second one is easy to find.",
    ]


def test_a_sentence_is_not_cut_at_the_end_of_a_page() -> None:
    first = [(70, "The lamp was lit by the keeper, who came up from the village every eve-")]
    second = [
        (70, "ning with a can of oil. It shone over a sea that was never quite calm,"),
        (70, "and then came home."),
    ]
    document = read_pdf(lines(first, second), source="a.pdf")
    assert document.text == (
        "The lamp was lit by the keeper, who came up from the village every evening with a can of oil. It shone over a "
        "sea that was never quite calm, and then came home."
    )
    assert [(document.text[page.start : page.end][:10], page.number) for page in document.pages] == [
        ("The lamp w", 1),
        ("ning with ", 2),
    ]
    assert document.page(document.text.index("It shone"), len(document.text)) == 2


def test_words_that_a_hyphen_parts_are_whole_again() -> None:
    content = lines(
        [
            (70, "The repre-"),
            (70, "sentation of the re-"),
            (70, "entry, which is a re-entry of the well-"),
            (70, "known Franco-"),
            (70, "Prussian lamp."),
        ]
    )
    assert paragraphs(content) == [
        "The representation of the re-entry, which is a re-entry of the well-known Franco-Prussian lamp."
    ]


def test_lists_and_tables_keep_their_rows() -> None:
    content = io.BytesIO()
    canvas = Canvas(content)
    canvas.setFont("Helvetica", 11)
    rows = [
        [(60, "The tower is open in summer from nine to five, and in winter on")],
        [(60, "Sundays only. Bring these things:")],
        [(70, "\u2022 a warm coat, since the wind on the gallery is strong even in the")],
        [(80, "middle of summer")],
        [(70, "\u2022 good shoes")],
        [(60, "1. Climb the stairs.")],
        [(60, "Name"), (180, "Year")],
        [(60, "Ada Moor"), (180, "1885")],
    ]
    for number, row in enumerate(rows):
        for x, text in row:
            canvas.drawString(x, 780 - 15 * number, text)
    canvas.save()
    assert paragraphs(content.getvalue()) == [
        "The tower is open in summer from nine to five, and in winter on Sundays only. Bring these things:\n"
        "a warm coat, since the wind on the gallery is strong even in the middle of summer\ngood shoes",
        "1. Climb the stairs.",
        "Name Ada Moor: Year 1885",
    ]


def drawn(*rows: Sequence[tuple[float, str]], name: str = "") -> bytes:
    """Return a page with words at their distances from the left, row by row, and a field of a form below them."""
    content = io.BytesIO()
    canvas = Canvas(content)
    canvas.setFont("Helvetica", 10)
    for number, row in enumerate(rows):
        for x, text in row:
            canvas.drawString(x, 780 - 12 * number, text)
    if name:
        canvas.acroForm.textfield(name=name, value="Liv Aas", x=160, y=780 - 12 * len(rows), width=200, height=14)
        canvas.acroForm.checkbox(name="member", checked=True, x=60, y=700, size=12)
        canvas.drawString(80, 702, "Member of the club")
    canvas.save()
    return content.getvalue()


LEFT = (
    "The lens grinder Abel Roos worked",
    "alone until he was sixty years old",
    "and never took an apprentice into",
    "his shop.",
)
RIGHT = ("His shop was burgled in 1781 by two", "sailors who took eleven lenses and", "a brass lamp from the window.")


@pytest.mark.parametrize(
    "heading", [[], [[(60, "A short history of the lens trade in the town of Sund, volume two of it")]]]
)
def test_columns_that_were_written_row_by_row_are_read_one_after_the_other(heading: list[Any]) -> None:
    rows = [[(60, left), (310, right)] for left, right in zip(LEFT, RIGHT, strict=False)]
    text = " ".join(paragraphs(drawn(*heading, *rows, [(60, LEFT[-1])])))
    assert " ".join((*LEFT, *RIGHT)) in text


def test_the_rows_of_a_table_are_told_with_the_names_of_its_columns_even_where_a_cell_is_empty() -> None:
    rows = [
        [(60, "Table 1: Bridges")],
        [(60, "Bridge"), (180, "Built"), (300, "Material")],
        [(60, "Alder"), (180, "1921"), (300, "steel")],
        [(60, "Birch"), (300, "wood from")],
        [(300, "the hills")],
        [(60, "Cedar"), (180, "1947"), (300, "steel")],
    ]
    assert paragraphs(drawn(*rows)) == [
        "Table 1: Bridges\nBridge Alder: Built 1921, Material steel\nBridge Birch: Material wood from the hills\n"
        "Bridge Cedar: Built 1947, Material steel"
    ]


def test_what_was_filled_in_to_a_form_stands_behind_its_label_or_the_name_of_its_field() -> None:
    rows = ([(60, "An application of the year.")], [(60, "Name of applicant:")])
    assert paragraphs(drawn(*rows, name="who"))[1:] == ["Name of applicant: Liv Aas", "\u2612 Member of the club"]
    assert paragraphs(drawn(rows[0], [(60, " ")], [(60, " ")], name="applicant"))[1:] == [
        "applicant: Liv Aas",
        "\u2612 Member of the club",
    ]


@pytest.mark.parametrize(
    ("named", "title"),
    [("The lamp", "The lamp"), ("", "my file"), ("Microsoft Word - a.doc", "my file"), ("lamp.tex", "my file")],
)
def test_a_title_is_no_name_of_a_file(named: str, title: str) -> None:
    assert read_pdf(lines([(70, "Words.")], title=named), source="my-file.pdf").title == title


def encrypted(password: str) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(lines([(70, "Words.")])))
    writer.encrypt(password, f"{password}owner", algorithm="AES-256")
    content = io.BytesIO()
    writer.write(content)
    return content.getvalue()


def test_a_file_that_only_must_not_be_changed_is_read() -> None:
    assert paragraphs(encrypted("")) == ["Words."]


@pytest.mark.parametrize(
    ("make", "limits", "said"),
    [
        (lambda: encrypted("secret"), Limits(), "is protected by a password. Save it without one"),
        (lambda: lines([], []), Limits(), "no text layer"),
        (lambda: lines(*[[(70, "Words.")]] * 3), Limits(pages=2), "has 3 pages.*pages=3"),
        (by_fpdf, Limits(unpacked_bytes=1000), "unpacked_bytes=2000"),
        (lambda: b"no PDF at all", Limits(), "is no PDF"),
        (lambda: by_fpdf()[:3000], Limits(), "cannot be read as a PDF: the file is cut off or damaged"),
        (lambda: b"", Limits(), "is empty"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(make: Callable[[], bytes], limits: Limits, said: str) -> None:
    with pytest.raises(TextError, match=rf"(?s)^a\.pdf: .*{said}"):
        read_pdf(make(), source="a.pdf", limits=limits)


def test_broken_files_are_read_or_refused_and_nothing_is_printed(caplog: pytest.LogCaptureFixture) -> None:
    chance = random.Random(1)  # noqa: S311
    content = by_fpdf()
    for _ in range(60):
        broken = bytearray(content)
        for _ in range(chance.choice((1, 5, 50))):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        try:
            document = read_pdf(bytes(broken), source="a.pdf")
        except TextError:
            continue
        assert Document.from_dict(document.to_dict()) == document
        for mark in (*document.pages, *document.sections):
            assert 0 <= mark.start < mark.end <= len(document.text)
    assert caplog.records == []
    assert logging.getLogger("pypdf").level == logging.NOTSET
