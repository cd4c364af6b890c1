"""A small and valid file of each kind that can be read, made anew: headings, paragraphs, a table, several pages."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime

from corpus import read_bundled

SENTENCE = "The good file is read to its last word."
"""Stands at the end of each file."""
PARAGRAPHS = 40
HEADING_EVERY = 6
MADE = datetime(2026, 1, 1, tzinfo=UTC)
ROWS = (("Name", "Year"), ("Ada Lovelace", "1843"), ("Alan Turing", "1936"))


def samples() -> dict[str, bytes]:
    """Return the content of a file by its suffix."""
    return {suffix: make(_paragraphs()) for suffix, make in _MAKERS.items()}


def plain_pdf() -> bytes:
    """Return a PDF whose streams are not compressed, so that a change reaches what is in them."""
    return _pdf(_paragraphs(), compressed=False)


def _paragraphs() -> list[str]:
    """Return a text of several pages."""
    paragraphs = [paragraph for document in read_bundled() for paragraph in document.text.split("\n\n")]
    return [*paragraphs[:PARAGRAPHS], SENTENCE]


def _markdown(paragraphs: list[str]) -> bytes:
    lines = ["---", "title: A talk", 'questions: ["Who speaks?"]', "---"]
    for number, paragraph in enumerate(paragraphs):
        lines += [f"## Part {number}", ""] * (number % HEADING_EVERY == 0) + [f"{paragraph}[^{number}]", ""]
    lines += ["| " + " | ".join(row) + " |" for row in (ROWS[0], ("---", "---"), *ROWS[1:])] + [""]
    lines += [f"[^{number}]: See https://example.org/{number} for more." for number in range(len(paragraphs))]
    return "\n".join(lines).encode()


def _plain_text(paragraphs: list[str]) -> bytes:
    return "\n\n".join(paragraphs).encode()


def _web_page(paragraphs: list[str]) -> bytes:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS)
    body = "".join(
        f"<h2>Part {number}</h2>" * (number % HEADING_EVERY == 0) + f"<p>{words} <a href='/{number}'>more</a></p>\n"
        for number, words in enumerate(paragraphs)
    )
    head = "<head><meta charset='utf-8'><title>A talk</title><style>p { color: red }</style></head>"
    page = f"<nav><ul><li><a href='/'>Home</a></li></ul></nav><article><h1>A talk</h1><table>{rows}</table>{body}"
    return f"<!doctype html><html>{head}<body>{page}</article><script>let a = 1;</script></body></html>".encode()


def _subrip(paragraphs: list[str]) -> bytes:
    cues = [
        f"{number + 1}\n{_clock(number * 5)},000 --> {_clock(number * 5 + 4)},500\n{words}\n\n"
        for number, words in enumerate(paragraphs)
    ]
    return "".join(cues).encode()


def _webvtt(paragraphs: list[str]) -> bytes:
    cues = [
        f"{_clock(number * 5)}.000 --> {_clock(number * 5 + 4)}.500 align:start\n<v Ada>{words}\n\n"
        for number, words in enumerate(paragraphs)
    ]
    return "".join(["WEBVTT\n\n", *cues]).encode()


def _clock(seconds: int) -> str:
    return f"00:{seconds // 60:02}:{seconds % 60:02}"


def _transcript(paragraphs: list[str]) -> bytes:
    rows = [{"text": words, "start": number * 5.0, "duration": 4.5} for number, words in enumerate(paragraphs)]
    return json.dumps(rows).encode()


def _pdf(paragraphs: list[str], *, compressed: bool = True) -> bytes:
    from fpdf import FPDF

    pdf = FPDF()
    pdf.set_compression(compressed)
    pdf.set_creation_date(MADE)
    pdf.set_title("A talk")
    pdf.add_page()
    pdf.set_font("helvetica", size=11)
    with pdf.table(ROWS):
        pass
    for number, paragraph in enumerate(paragraphs):
        if number % HEADING_EVERY == 0:
            pdf.start_section(f"Part {number}")
            pdf.multi_cell(0, text=f"Part {number}", new_x="LMARGIN", new_y="NEXT")
        words = paragraph.encode("latin-1", "replace").decode("latin-1")
        pdf.multi_cell(0, text=words, new_x="LMARGIN", new_y="NEXT")
        pdf.ln()
    return bytes(pdf.output())


def _word(paragraphs: list[str]) -> bytes:
    import docx

    document = docx.Document()
    table = document.add_table(rows=0, cols=2)
    for row in ROWS:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    for number, paragraph in enumerate(paragraphs):
        if number % HEADING_EVERY == 0:
            document.add_heading(f"Part {number}", level=2)
        document.add_paragraph(paragraph, style="List Bullet" if number % 5 == 4 else None)
    file = io.BytesIO()
    document.save(file)
    return _without_time(file)


def _without_time(file: io.BytesIO) -> bytes:
    """Return a zip archive that does not tell when it was made."""
    undated = io.BytesIO()
    with zipfile.ZipFile(file) as archive, zipfile.ZipFile(undated, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in archive.namelist():
            copy.writestr(zipfile.ZipInfo(name), archive.read(name), zipfile.ZIP_DEFLATED)
    return undated.getvalue()


_MAKERS: dict[str, Callable[[list[str]], bytes]] = {
    ".md": _markdown,
    ".txt": _plain_text,
    ".html": _web_page,
    ".srt": _subrip,
    ".vtt": _webvtt,
    ".json": _transcript,
    ".pdf": _pdf,
    ".docx": _word,
}
