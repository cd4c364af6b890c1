"""Slides and books are read in their order, under their headings, and damaged ones are refused in plain words."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
import zlib

import pptx
import pytest
from headings import heading_at
from lxml import etree
from pptx.util import Inches

from benchmarks.samples import SENTENCE, samples
from corpus import Limits, TextError, read_content, read_pasted
from corpus.book import read_book
from corpus.slides import read_slides


def presented(presentation: pptx.presentation.Presentation) -> bytes:
    content = io.BytesIO()
    presentation.save(content)
    return content.getvalue()


def test_a_slide_is_a_page_with_its_title_as_heading_and_its_notes_below() -> None:
    presentation = pptx.Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[1])
    slide.shapes.title.text = "The crew"
    frame = slide.placeholders[1].text_frame
    frame.text = "deck"
    for level, words in ((1, "Ada"), (1, "Bo"), (0, "engine")):
        paragraph = frame.add_paragraph()
        paragraph.text, paragraph.level = words, level
    slide.notes_slide.notes_text_frame.text = "Ada has been on board since 1958."
    slide = presentation.slides.add_slide(presentation.slide_layouts[5])
    slide.shapes.title.text = "Ships"
    table = slide.shapes.add_table(3, 3, 0, 0, Inches(4), Inches(2)).table
    for row, words in enumerate((("Ship", "Built", "Length"), ("Alma", "1961", "58"), ("Bera", "1974", "62"))):
        for column, word in enumerate(words):
            table.cell(row, column).text = word
    group = slide.shapes.add_group_shape()
    group.shapes.add_textbox(0, 0, Inches(1), Inches(1)).text_frame.text = "A box in a group."
    presentation.slides.add_slide(presentation.slide_layouts[5]).shapes.title.text = "Thank you"
    document = read_slides(presented(presentation), source="my-talk.pptx")
    assert document.text.split("\n\n") == [
        "deck (Ada, Bo), engine",
        "Ada has been on board since 1958.",
        "Ship Alma: Built 1961, Length 58\nShip Bera: Built 1974, Length 62",
        "A box in a group.",
        "Thank you",
    ]
    assert document.title == "The crew"
    place = document.text.index("Bera")
    assert (heading_at(document, place), document.page(place, place + 4)) == (("Ships",), 2)
    assert document.page(document.text.index("Thank"), len(document.text)) == 3
    presentation.core_properties.title = "Our fleet"
    assert read_slides(presented(presentation), source="a.pptx").title == "Our fleet"


def book(files: dict[str, str]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, words in files.items():
            archive.writestr(name, words)
    return content.getvalue()


PACKAGE = """<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf"><metadata
 xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>The  keeper</dc:title></metadata><manifest>
 <item id="n" href="nav.xhtml" properties="nav"/><item id="two" href="text/b%20b.xhtml"/>
 <item id="one" href="text/a.xhtml"/><item id="css" href="a.css"/></manifest>
 <spine><itemref idref="n"/><itemref idref="one"/><itemref idref="two"/><itemref idref="css"/></spine></package>"""
FILES = {
    "mimetype": "application/epub+zip",
    "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OPS/a.opf"/></rootfiles></container>',
    "OPS/a.opf": PACKAGE,
    "OPS/nav.xhtml": "<html><body><nav><ol><li>never read</li></ol></nav></body></html>",
    "OPS/text/b b.xhtml": "<html><head><title>never read</title></head><body><h2>Two</h2>"
    "<p>Last \u00e9.</p></body></html>",
    "OPS/text/a.xhtml": '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><body>'
    "<h1>One</h1><p>First.</p><aside>A note.</aside></body></html>",
}


def test_a_book_is_read_in_its_order_without_its_contents() -> None:
    document = read_book(book(FILES), source="a.epub")
    assert document.text.split("\n\n") == ["First.", "A note.", "Last \u00e9."]
    assert document.title == "The keeper"
    assert heading_at(document, len(document.text) - 1) == ("One", "Two")


def test_who_wrote_a_book_is_told() -> None:
    named = PACKAGE.replace("</metadata>", "<dc:creator>Una Keld</dc:creator></metadata>")
    document = read_book(book({**FILES, "OPS/a.opf": named}), source="a.epub")
    assert document.text.split("\n\n")[:2] == ["The keeper by Una Keld", "First."]


def test_a_book_that_does_not_say_what_is_read_is_read_by_its_names() -> None:
    files = {name: words for name, words in FILES.items() if name != "OPS/a.opf"}
    assert "First." in read_book(book(files), source="a.epub").text


def test_a_book_that_is_protected_against_copying_is_refused() -> None:
    locked = '<encryption><EncryptedData><CipherReference URI="OPS/text/a.xhtml"/></EncryptedData></encryption>'
    with pytest.raises(TextError, match="is protected against copying"):
        read_book(book({**FILES, "META-INF/encryption.xml": locked}), source="a.epub")
    font = locked.replace("text/a.xhtml", "a.ttf")
    assert read_book(book({**FILES, "META-INF/encryption.xml": font}), source="a.epub").text


def test_no_file_beside_a_book_is_read() -> None:
    package = '<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + PACKAGE.partition("?>")[2].replace(
        "The  keeper", "&x;"
    )
    assert "root" not in read_book(book({**FILES, "OPS/a.opf": package}), source="a.epub").title


@pytest.mark.parametrize("suffix", [".pptx", ".epub"])
def test_what_is_damaged_is_refused_in_plain_words(suffix: str) -> None:
    content = samples()[suffix]
    with pytest.raises(TextError, match=r"the file is cut off or damaged"):
        read_content(content[: len(content) // 2], source=f"a{suffix}")
    with pytest.raises(TextError, match=r"a\.\w+: is empty"):
        read_content(b"", source=f"a{suffix}")
    with pytest.raises(TextError, match=r"is no (?:presentation|book)"):
        read_content(b"words", source=f"a{suffix}")


@pytest.mark.parametrize("suffix", [".pptx", ".epub", ".docx"])
def test_what_is_pasted_is_known_by_its_content(suffix: str) -> None:
    document = read_pasted(samples()[suffix])
    assert document.source.endswith(suffix)
    assert SENTENCE in document.text


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """Return an archive with a part replaced, or one more, as it is written by others."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename != name:
                new.writestr(entry.filename, old.read(entry))
        new.writestr(name, part)
    return changed.getvalue()


PARTS = [(".pptx", "ppt/slides/slide1.xml"), (".epub", "book/chapter0.xhtml")]


@pytest.mark.parametrize(("suffix", "name"), PARTS)
def test_a_part_that_unpacks_to_more_than_allowed_is_refused_by_the_name_of_the_limit(suffix: str, name: str) -> None:
    bomb = with_part(samples()[suffix], name, bytes(3_000_000))
    assert len(bomb) < 200_000
    with pytest.raises(TextError, match=r"unpacks to more than 2,000,000 bytes.*unpacked_bytes=4000000"):
        read_content(bomb, source=f"a{suffix}", limits=Limits(unpacked_bytes=2_000_000))


@pytest.mark.parametrize(("suffix", "name"), PARTS)
def test_a_part_that_hides_its_size_is_refused_before_it_is_unpacked_whole(suffix: str, name: str) -> None:
    bomb = with_part(samples()[suffix], name, bytes(300_000_000))
    size = (300_000_000).to_bytes(4, "little")
    assert bomb.count(size) == 2  # In the part's own header and in the table.
    tracemalloc.start()
    with pytest.raises(TextError, match="the file is cut off or damaged"):
        read_content(bomb.replace(size, (1000).to_bytes(4, "little")), source=f"a{suffix}")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 30_000_000


@pytest.mark.parametrize(("suffix", "name"), PARTS)
def test_a_part_whose_bytes_were_changed_is_refused(suffix: str, name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(samples()[suffix])) as archive:
        part = archive.read(name)
    content = with_part(samples()[suffix], name, part)
    checksum = zlib.crc32(part).to_bytes(4, "little")
    assert content.count(checksum) == 2
    with pytest.raises(TextError, match="the file is cut off or damaged"):
        read_content(content.replace(checksum, bytes(4)), source=f"a{suffix}")


@pytest.mark.parametrize("suffix", [".pptx", ".epub"])
def test_parts_without_words_are_neither_unpacked_nor_counted(suffix: str) -> None:
    content = with_part(samples()[suffix], "media/film.mp4", bytes(3_000_000))
    document = read_content(content, source=f"a{suffix}", limits=Limits(unpacked_bytes=2_000_000))
    assert SENTENCE in document.text


def test_the_level_of_a_paragraph_is_its_own_and_not_that_of_a_field_in_it() -> None:
    presentation = pptx.Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[1])
    frame = slide.placeholders[1].text_frame
    frame.text = "deck"
    field = '<a:fld xmlns:a="{}" id="{{0}}" type="slidenum"><a:pPr lvl="3"/><a:t>12</a:t></a:fld>'
    added = frame.add_paragraph()
    added.text = "engine "
    added._p.append(etree.fromstring(field.format("http://schemas.openxmlformats.org/drawingml/2006/main")))
    assert read_slides(presented(presentation), source="a.pptx").text == "deck, engine 12"
