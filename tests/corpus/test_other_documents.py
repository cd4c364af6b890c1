"""Text documents (.odt) and rich text (.rtf) are read as other word processors write them."""

from __future__ import annotations

import io
import zipfile

import pytest

from benchmarks.samples import samples
from corpus import TextError, read_content
from corpus.preview import preview_of

NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "table", "style", "drawing")
)
STYLES = """<office:automatic-styles>
<style:style style:name="P9" style:parent-style-name="Title"/>
<text:list-style style:name="L1"><text:list-level-style-number text:level="1"/></text:list-style>
</office:automatic-styles>"""
BODY = """
<text:p text:style-name="P9">The mill at Arne</text:p>
<text:table-of-content><text:index-body><text:p>History 1</text:p></text:index-body></text:table-of-content>
<text:h text:outline-level="2">History</text:h>
<text:p>The mill was <text:span>built</text:span><text:s/>in 1874<text:note><text:note-citation>1</text:note-citation>
<text:note-body><text:p>The deed of sale says 1875.</text:p></text:note-body></text:note> by Greta Holm.</text:p>
<text:p>It was sold for <text:change/>900 crowns.
<office:annotation><text:p>Check this!</text:p></office:annotation></text:p>
<text:h text:outline-level="2">Tools</text:h>
<text:p>The miller owned:</text:p>
<text:list><text:list-item><text:p>a sieve</text:p></text:list-item>
<text:list-item><text:p>two hammers</text:p></text:list-item></text:list>
<table:table><table:table-header-rows><table:table-row>
<table:table-cell><text:p>Stone</text:p></table:table-cell><table:table-cell><text:p>Weight</text:p></table:table-cell>
<table:table-cell><text:p>Year</text:p></table:table-cell></table:table-row></table:table-header-rows>
<table:table-row><table:table-cell><text:p>Bera</text:p></table:table-cell>
<table:table-cell><text:p>620 kg</text:p></table:table-cell>
<table:table-cell><text:p>1881</text:p></table:table-cell></table:table-row></table:table>
"""
RICH = rb"""{\rtf1\ansi\ansicpg1252\deff0\uc1{\fonttbl{\f0\fswiss Arial;}}{\stylesheet{\s1\outlinelevel0 heading 1;}}
{\info{\title The mill at Arne}{\author Somebody}}
\pard\s1\outlinelevel0\b History\b0\par
\pard The mill was built in 1874 by Greta H\u246?lm, who\line called it \'93Bera\'94.\par
\pard{\listtext\'95\tab}a sieve\par
{\listtext\'95\tab}two hammers\par
\trowd\cellx1\cellx2\cellx3 Stone\cell Weight\cell Year\cell\row
\trowd\cellx1\cellx2\cellx3 Bera\cell 620 kg\cell 1881\cell\row
\pard It was sold in 1907.\par}"""


def open_document(body: str, **files: str) -> bytes:
    file = io.BytesIO()
    content = f"<office:document-content {NAMES}>{STYLES}<office:body><office:text>{body}</office:text></office:body>"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", f"{content}</office:document-content>")
        for name, words in files.items():
            archive.writestr(f"{name}.xml", words)
    return file.getvalue()


def test_a_text_document_keeps_headings_lists_tables_and_notes() -> None:
    document = read_content(open_document(BODY), source="mill.odt")
    assert document.title == "The mill at Arne"
    assert "The mill was built in 1874 by Greta Holm." in document.text
    assert "The deed of sale says 1875." in document.text
    assert "The miller owned: a sieve, two hammers." in document.text
    assert "Stone Bera: Weight 620 kg, Year 1881" in document.text
    assert [section.heading[-1] for section in document.sections] == ["History", "Tools"]


def test_remarks_and_tables_of_contents_are_no_text() -> None:
    text = read_content(open_document(BODY), source="mill.odt").text
    assert "Check this" not in text
    assert "History 1" not in text
    assert "It was sold for 900 crowns." in text


def test_the_properties_of_a_text_document_tell_its_title() -> None:
    meta = '<a xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Arne</dc:title></a>'
    assert read_content(open_document("<text:p>One.</text:p>", meta=meta), source="a.odt").title == "Arne"


def test_rich_text_keeps_headings_lists_and_tables() -> None:
    document = read_content(RICH, source="mill.rtf")
    assert document.title == "The mill at Arne"
    assert "built in 1874 by Greta H\u00f6lm" in document.text
    assert "\u201cBera\u201d." in document.text
    assert "a sieve, two hammers" in document.text
    assert "Stone Bera: Weight 620 kg, Year 1881" in document.text
    assert {section.heading for section in document.sections} == {("History",)}
    assert "Somebody" not in document.text


@pytest.mark.parametrize("name", ["mill.txt", "mill.md"])
def test_rich_text_is_known_by_its_content(name: str) -> None:
    assert "The mill was built in 1874" in read_content(RICH, source=name).text


@pytest.mark.parametrize("suffix", [".odt", ".rtf"])
def test_a_broken_one_is_told_of_in_plain_words(suffix: str) -> None:
    content = samples()[suffix]
    for broken, words in ((b"", "empty"), (b"PK\x03\x04 no more", "damaged|cut off"), (b"words", "is no")):
        if suffix == ".rtf" and broken.startswith(b"PK"):
            continue
        with pytest.raises(TextError, match=words):
            read_content(broken, source=f"a{suffix}")
    document = read_content(content, source=f"a{suffix}")
    assert document.text.endswith("The good file is read to its last word.")


def test_one_without_words_is_refused() -> None:
    with pytest.raises(TextError, match="no text"):
        read_content(open_document(""), source="a.odt")
    with pytest.raises(TextError, match="no text"):
        read_content(b"{\\rtf1\\ansi }", source="a.rtf")


@pytest.mark.parametrize(("suffix", "form"), [(".odt", "text document"), (".rtf", "rich text")])
def test_a_preview_says_what_it_is(suffix: str, form: str) -> None:
    content = samples()[suffix]
    assert preview_of(read_content(content, source=f"a{suffix}"), content).format == form
