"""A small and valid file of each kind that can be read, made anew: headings, paragraphs, a table, several pages."""

from __future__ import annotations

import csv
import functools
import io
import itertools
import json
import textwrap
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from email.message import EmailMessage
from itertools import pairwise
from xml.sax.saxutils import escape

from corpus import read_bundled

SENTENCE = "The good file is read to its last word."
"""Stands at the end of each file."""
PARAGRAPHS = 40
NOTED = 3
"""Paragraphs in the notes of a slide, about as much as somebody says while it is shown."""
HEADING_EVERY = 6
MADE = datetime(2026, 1, 1, tzinfo=UTC)
ROWS = (("Name", "Year"), ("Ada Lovelace", "1843"), ("Alan Turing", "1936"))


def samples() -> dict[str, bytes]:
    """Return the content of a file by its suffix."""
    return {suffix: make(_paragraphs()) for suffix, make in _MAKERS.items()}


def large_samples(characters: int, suffixes: Sequence[str] = ()) -> Iterator[tuple[str, bytes]]:
    """Yield the suffix and the content of a file of each kind, or of these, with so much text, no paragraph twice."""
    paragraphs: list[str] = []
    length = 0
    for number, paragraph in enumerate(itertools.cycle(_paragraphs())):
        paragraphs.append(f"{paragraph} That is number {number}.")
        length += len(paragraphs[-1])
        if length > characters:
            break
    for suffix in suffixes or _MAKERS:
        yield suffix, _MAKERS[suffix](paragraphs)


def rolling_captions() -> bytes:
    """Return WebVTT captions that roll, as a video site makes them of speech."""
    return _rolling(_paragraphs())


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


def _separated(paragraphs: list[str], separator: str = ",") -> bytes:
    file = io.StringIO()
    rows = ((f"Part {number}", number, words) for number, words in enumerate(paragraphs))
    csv.writer(file, delimiter=separator).writerows([("Part", "Number", "Words"), *rows])
    return file.getvalue().encode()


def _web_page(paragraphs: list[str]) -> bytes:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS)
    body = "".join(
        f"<h2>Part {number}</h2>" * (number % HEADING_EVERY == 0) + f"<p>{words} <a href='/{number}'>more</a></p>\n"
        for number, words in enumerate(paragraphs)
    )
    head = "<head><meta charset='utf-8'><title>A talk</title><style>p { color: red }</style></head>"
    page = f"<nav><ul><li><a href='/'>Home</a></li></ul></nav><article><h1>A talk</h1><table>{rows}</table>{body}"
    return f"<!doctype html><html>{head}<body>{page}</article><script>let a = 1;</script></body></html>".encode()


def _mail(paragraphs: list[str], subject: str = "A talk") -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Ada Byron <ada@example.org>", "bo@example.org", subject
    message["Date"] = MADE
    message.set_content("\n\n".join(map("\n".join, map(textwrap.wrap, paragraphs))), charset="utf-8")
    return message.as_bytes()


def _mailbox(paragraphs: list[str]) -> bytes:
    letters = (
        b"From ada@example.org Thu Jan  1 00:00:00 2026\n"
        + _mail(paragraphs[start : start + HEADING_EVERY], f"{start}")
        for start in range(0, len(paragraphs), HEADING_EVERY)
    )
    return b"\n".join(letters)


def _saved_page(paragraphs: list[str]) -> bytes:
    message = EmailMessage()
    message["Snapshot-Content-Location"], message["Subject"] = "https://example.org/talk", "A talk"
    message.set_content(_web_page(paragraphs).decode(), subtype="html", charset="utf-8", cte="quoted-printable")
    message.make_related()
    message.set_boundary("----MultipartBoundary--a")
    return message.as_bytes()


def _subrip(paragraphs: list[str]) -> bytes:
    cues = [
        f"{number + 1}\n{_clock(number * 5)},000 --> {_clock(number * 5 + 4)},500\n{words}\n\n"
        for number, words in enumerate(paragraphs)
    ]
    return "".join(cues).encode()


def _webvtt(paragraphs: list[str]) -> bytes:
    cues = [
        f"{number}\n{_clock(number * 5)}.000 --> {_clock(number * 5 + 4)}.500 align:start\n<v Ada>{words}\n\n"
        for number, words in enumerate(paragraphs)
    ]
    head = "WEBVTT - A talk\n\nNOTE a comment\n\nSTYLE\n::cue { color: red }\n\n"
    return "".join([head, *cues]).encode()


def _rolling(paragraphs: list[str]) -> bytes:
    """Return captions that roll, as a video site makes them."""
    lines = [line for words in paragraphs for line in textwrap.wrap(words, 40)]
    cues = []
    for number, (before, line) in enumerate(pairwise(["", *lines])):
        first, *rest = line.split()
        timed = "".join(f"<{_clock(number * 3 + 1)}.500><c> {word}</c>" for word in rest)
        start, end = _clock(number * 3), _clock(number * 3 + 3)
        cues.append(f"{start}.000 --> {end}.000 align:start position:0%\n{before or ' '}\n{first}{timed}\n\n")
        cues.append(f"{end}.000 --> {end}.010 align:start position:0%\n{line}\n \n\n")
    return "".join(["WEBVTT\nKind: captions\nLanguage: en\n\n", *cues]).encode()


def _subviewer(paragraphs: list[str]) -> bytes:
    cues = [
        f"0{_clock(number * 5)[1:]}.000,0{_clock(number * 5 + 4)[1:]}.500\n{words}\n\n"
        for number, words in enumerate(paragraphs)
    ]
    return "".join(cues).encode()


def _substation(paragraphs: list[str]) -> bytes:
    import pysubs2

    subtitles = pysubs2.SSAFile()
    for number, words in enumerate(paragraphs):
        subtitles.append(pysubs2.SSAEvent(start=number * 5000, end=number * 5000 + 4500, text=words, name="Ada"))
    return subtitles.to_string("ass").encode()


def _clock(seconds: int) -> str:
    return f"00:{seconds // 60:02}:{seconds % 60:02}"


def _transcript(paragraphs: list[str]) -> bytes:
    rows = [{"text": words, "start": number * 5.0, "duration": 4.5} for number, words in enumerate(paragraphs)]
    return json.dumps(rows).encode()


def _events(paragraphs: list[str]) -> bytes:
    """Return the JSON of a video site, with an event for each paragraph and a part for each word."""
    events = [
        {
            "tStartMs": number * 5000,
            "dDurationMs": 4500,
            "segs": [{"utf8": f" {word}", "tOffsetMs": place * 100} for place, word in enumerate(words.split())],
        }
        for number, words in enumerate(paragraphs)
    ]
    return json.dumps({"wireMagic": "pb3", "events": events}).encode()


def _caption_xml(paragraphs: list[str]) -> bytes:
    rows = "".join(f'<p t="{number * 5000}" d="4500">{escape(words)}</p>' for number, words in enumerate(paragraphs))
    return f'<?xml version="1.0" encoding="utf-8"?><timedtext format="3"><body>{rows}</body></timedtext>'.encode()


def _timed_text(paragraphs: list[str]) -> bytes:
    rows = "".join(
        f'<p begin="{_clock(number * 5)}.000" end="{number * 5 + 4.5}s" ttm:agent="a">{escape(words)}<br/></p>'
        for number, words in enumerate(paragraphs)
    )
    head = '<head><metadata><ttm:agent xml:id="a"><ttm:name>Ada</ttm:name></ttm:agent></metadata></head>'
    names = 'xmlns="http://www.w3.org/ns/ttml" xmlns:ttm="http://www.w3.org/ns/ttml#metadata"'
    return f'<?xml version="1.0" encoding="utf-8"?><tt {names}>{head}<body><div>{rows}</div></body></tt>'.encode()


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


def _open_document(paragraphs: list[str]) -> bytes:
    rows = "".join(
        "<table:table-row>" + "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row)
        + "</table:table-row>"
        for row in ROWS
    )  # fmt: skip
    body = "".join(
        f'<text:h text:outline-level="2">Part {number}</text:h>' * (number % HEADING_EVERY == 0)
        + f'<text:p text:style-name="P1">{escape(words)}<text:s/></text:p>'
        for number, words in enumerate(paragraphs)
    )
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table")
    )
    content = f"<office:body><office:text><table:table>{rows}</table:table>{body}</office:text></office:body>"
    files = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"<office:document-content {names}>{content}</office:document-content>",
        "META-INF/manifest.xml": "<manifest/>",
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, words in files.items():
            archive.writestr(zipfile.ZipInfo(name), words, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _rich_text(paragraphs: list[str]) -> bytes:
    told = ["{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Arial;}}{\\info{\\title A talk}}"]
    told += ["\\trowd " + "".join(f"{cell}\\cell " for cell in row) + "\\row" for row in ROWS]
    for number, words in enumerate(paragraphs):
        told += [f"\\pard\\outlinelevel1 Part {number}\\par"] * (number % HEADING_EVERY == 0)
        safe = "".join(sign if sign.isascii() else f"\\u{ord(sign)}?" for sign in words)
        told.append(f"\\pard {safe}\\par")
    return ("\n".join(told) + "}").encode()


def _slides(paragraphs: list[str]) -> bytes:
    import pptx

    presentation = pptx.Presentation()
    for number, start in enumerate(range(0, len(paragraphs), NOTED)):
        slide = presentation.slides.add_slide(presentation.slide_layouts[1])
        slide.shapes.title.text = f"Part {number}"
        slide.placeholders[1].text_frame.text = f"One of {number}\nTwo of it"
        slide.notes_slide.notes_text_frame.text = "\n\n".join(paragraphs[start : start + NOTED])
        if number == 0:
            table = slide.shapes.add_table(len(ROWS), len(ROWS[0]), 0, 0, 914400, 914400).table
            for row, words in enumerate(ROWS):
                for column, word in enumerate(words):
                    table.cell(row, column).text = word
    file = io.BytesIO()
    presentation.save(file)
    return _without_time(file)


def _book(paragraphs: list[str]) -> bytes:
    chapters = {
        f"chapter{start}.xhtml": f"<html><body><h1>Part {start}</h1>"
        + "".join(f"<p>{escape(words)}</p>" for words in paragraphs[start : start + HEADING_EVERY])
        + "</body></html>"
        for start in range(0, len(paragraphs), HEADING_EVERY)
    }
    items = "".join(f'<item id="{name}" href="{name}" media-type="application/xhtml+xml"/>' for name in chapters)
    spine = "".join(f'<itemref idref="{name}"/>' for name in chapters)
    files = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container><rootfiles><rootfile full-path="book/a.opf"/></rootfiles></container>',
        "book/a.opf": f"<package><metadata><title>A talk</title></metadata><manifest>{items}</manifest>"
        f"<spine>{spine}</spine></package>",
        **{f"book/{name}": page for name, page in chapters.items()},
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


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
    ".csv": _separated,
    ".tsv": functools.partial(_separated, separator="\t"),
    ".html": _web_page,
    ".mht": _saved_page,
    ".eml": _mail,
    ".mbox": _mailbox,
    ".srt": _subrip,
    ".vtt": _webvtt,
    ".sbv": _subviewer,
    ".ass": _substation,
    ".json": _transcript,
    ".json3": _events,
    ".srv3": _caption_xml,
    ".ttml": _timed_text,
    ".pdf": _pdf,
    ".docx": _word,
    ".odt": _open_document,
    ".rtf": _rich_text,
    ".pptx": _slides,
    ".epub": _book,
}
