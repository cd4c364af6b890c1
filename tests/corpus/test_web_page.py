"""Web pages become the paragraphs that somebody wrote, below the headings that they stand under."""

from __future__ import annotations

import pytest
from headings import heading_at
from hypothesis import given
from hypothesis import strategies as st

from corpus import Document, TextError
from corpus.web_page import read_web_page

BLOG = """<!doctype html><html><head><meta charset="utf-8"><title>Winding the clock</title>
<style>p { color: red }</style><script>var a = "<p>never seen</p>"</script></head><body>
<div class="cookie-banner"><p>We use cookies, never seen. <button>Accept</button></p></div>
<header><a href="/">never seen</a><nav><ul><li>never seen</li></ul></nav></header>
<div class="content"><h1>Winding <em>the</em> clock</h1>
<p>The <b>Py</b>Torch lamp is wound every <a href="x">four hours</a>. It takes&nbsp;twelve turns &mdash; no
more.<!-- never seen --><sup>[12]</sup></p>
<p>Lighthouse Road 1<br>Norderney<br><br>It shines 10<sup>6</sup> candela.</p>
<h2>Tools</h2><ul><li>A crank<ul><li>of brass</li></ul></li><li><p>Oil</p></li></ul>
<table><tr><th>Part</th><th>Size</th></tr><tr><td>Crank<td><p>30 cm</p></tr></table>
<pre>wind 12
   rest 4</pre><p hidden>never seen</p><div style="display: none">never seen</div><span aria-hidden="true">never
seen</span><h2>Nothing below</h2><h2>Last</h2>Loose words.<div>In one<div>in another</div></div></div>
<aside><p>never seen</p></aside><form><label>never seen</label></form><footer>never seen</footer></body></html>"""


def read(page: str, encoding: str = "utf-8") -> Document:
    return read_web_page(page.encode(encoding), source="my-page.html")


def test_a_page_is_its_own_words_and_nothing_around_them() -> None:
    document = read(BLOG)
    assert document.text.split("\n\n") == [
        "The PyTorch lamp is wound every four hours. It takes twelve turns \u2014 no more.",
        "Lighthouse Road 1 Norderney",
        "It shines 10^6 candela.",
        "A crank (of brass), Oil",
        "Part Crank: Size 30 cm",
        "wind 12\nrest 4",
        "Nothing below",
        "Loose words.",
        "In one",
        "in another",
    ]
    assert document.title == "Winding the clock"
    assert heading_at(document, 0) == ("Winding the clock",)
    assert heading_at(document, document.text.index("Oil")) == ("Winding the clock", "Tools")
    assert heading_at(document, document.text.index("Loose")) == ("Winding the clock", "Last")


@pytest.mark.parametrize(
    "mark",
    [
        '<sup><a href="#fn1" id="fnref1">1</a></sup>',
        '<sup id="fnref:1"><a class="footnote-ref" href="#fn:1" role="doc-noteref">1</a></sup>',
        '<a epub:type="noteref" href="notes.xhtml#n1">1</a>',
        '<a class="headerlink" href="#well" title="Link to this heading">\u00b6</a>',
        '<a href="#fnref1" class="footnote-back">\u21a9\ufe0e</a>',
        '<sup class="reference">[1]</sup>',
    ],
)
def test_numbers_of_notes_and_signs_of_links_are_no_words(mark: str) -> None:
    assert read(f"<h2>Wells{mark}</h2><p>It froze in 1966{mark}. It thawed.</p>").text == "It froze in 1966. It thawed."
    assert read("<p>It is 5 m<sup>2</sup>, see <a href='#plan'>plan 7</a>.</p>").text == "It is 5 m2, see plan 7."


@pytest.mark.parametrize(
    ("page", "text"),
    [
        (
            '<button aria-expanded="false">How old is it?</button><div style="display:none"><p>600 years.</p></div>',
            "How old is it?\n\n600 years.",
        ),
        (
            '<h2><button class="accordion-button" data-bs-target="#a">How old is it?</button></h2>'
            '<div id="a" class="collapse" hidden><div>600 years.</div></div>',
            "600 years.",
        ),
    ],
)
def test_what_a_button_unfolds_is_read_with_the_question_on_it(page: str, text: str) -> None:
    document = read(f"<body>{page}<button>Share</button><p hidden>never seen</p></body>")
    assert document.text == text
    assert "How old is it?" in (text.split("\n")[0], *heading_at(document, 0))


def test_how_a_sign_is_spoken_is_no_word() -> None:
    assert read("<p><ruby>\u6f22<rp>(</rp><rt>kan</rt><rp>)</rp></ruby> is a sign.</p>").text == "\u6f22 is a sign."


def test_a_table_of_contents_is_no_part_of_a_page() -> None:
    contents = '<div id="toc" class="toc"><h2>Contents</h2><ul><li><a href="#a">1 Depth</a></li></ul></div>'
    document = read(f"<h1>Wells</h1><p>They are old.</p>{contents}<h2 id='a'>Depth</h2><p>31 metres.</p>")
    assert document.text == "They are old.\n\n31 metres."
    assert [section.heading for section in document.sections] == [("Wells",), ("Wells", "Depth")]


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("<p>Only six words are in here.</p>", ["Only six words are in here."]),
        ("just words &amp; more", ["just words & more"]),
        ("<nav>Menu</nav><main><p>Content.</p></main><p>Around.</p>", ["Content."]),
        ("<p>Intro.</p><article><p>Content here.</p><footer>By Ada.</footer></article>", ["Content here.", "By Ada."]),
        ("<article>A teaser.</article>" + "<p>Real words here.</p>" * 9, ["A teaser."] + ["Real words here."] * 9),
        ("<nav>Menu of <b>one</b> word</nav>", ["Menu of one word"]),
        (f"<form><p>{'word ' * 60}</p></form>", [("word " * 60).strip()]),
        ("<table><tr><td><h1>Old</h1><p>One.</p><p>Two.</p></td></tr></table>", ["One.", "Two."]),
        ("<table><tr><td><ul><li>a</li><li>b</li></ul></td><td>c</td></tr></table>", ["a b: c"]),
        ("<header><h1>Head</h1>Around.</header><p>Words.</p>", ["Words."]),
        ("<main><div role='main'>Words.</div></main>", ["Words."]),
        ("<div class='cookie-recipes'>Bake them.</div>", ["Bake them."]),
    ],
)  # fmt: skip
def test_no_words_of_the_content_are_lost(page: str, words: list[str]) -> None:
    assert read(f"<html><body>{page}</body></html>").text.split("\n\n") == words


@pytest.mark.parametrize(
    ("title", "page"),
    [
        ("Said so", "<title>Said so</title><h1>No</h1><p>a</p>"),
        ("In it", "<h1>In <i>it</i></h1><p>a</p>"),
        ("my page", "<p>a</p>"),
    ],
)
def test_a_page_has_a_title(title: str, page: str) -> None:
    assert read(page).title == title


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("cp1252", "iso-8859-1"),
        ("cp1252", "utf-8"),
        ("cp1252", "nonsense"),
        ("utf-8", "iso-8859-1"),
        ("utf-8-sig", "koi8-r"),
        ("utf-8", "unicode_escape"),
        ("utf-16", "utf-16"),
    ],
)
def test_the_encoding_is_the_one_that_can_be(encoding: str, declared: str) -> None:
    page = f'<html><head><meta charset="{declared}"></head><body><p>F\u00fcr \u201calle\u201d</p></body></html>'
    assert read(page, encoding).text == "F\u00fcr \u201calle\u201d"


@pytest.mark.parametrize(("encoding", "words"), [("shift_jis", "灯台"), ("koi8-r", "Да"), ("iso2022_jp", "灯台")])
def test_a_declared_encoding_is_believed(encoding: str, words: str) -> None:
    meta = f"<meta http-equiv='Content-Type' content='text/html; charset={encoding}'>"
    assert read(f"{meta}<p>{words}</p>", encoding).text == words


@pytest.mark.parametrize("page", ["", "  ", "<!-- x -->", "<script>alert(1)</script>", "<div>" * 5000 + "a"])
def test_a_page_without_words_is_refused(page: str) -> None:
    with pytest.raises(TextError, match=r"my-page\.html"):
        read(page)


PIECES = (
    "<p> </p> <div> <ul><li> <table><tr><td> </table> <h1> </h2> <br> <pre> a b <main> <nav> </main> <form> <b> word. "
    "<sup>[1]</sup> &amp; &#0; <!-- --> <![CDATA[ <tr> <td> <script>zzz</script> <style>zzz</style> <svg>zzz</svg>"
)


@pytest.mark.parametrize("mark", ["<![CDATA[", "<![cdata[", "<![CDATA[<![CDATA[", "<![CDATA[ a"])
def test_no_mark_of_xml_uncovers_a_script(mark: str) -> None:
    assert "zzz" not in read(f"<p>Words.</p>{mark}<script>zzz</script>").text


def test_the_words_that_xml_marks_as_such_are_read() -> None:
    assert read("<p><![CDATA[The lamp was lit.]]></p>").text.startswith("The lamp was lit.")


@given(
    st.lists(st.one_of(st.sampled_from(PIECES.split()), st.text("abc <>&\n\x00\x02\u00ad", max_size=5)), max_size=40)
)
def test_whatever_the_page_it_is_read_or_refused(parts: list[str]) -> None:
    try:
        document = read("".join(parts))
    except TextError:
        return
    assert document.text.strip()
    if not any("<" in part for part in parts if part not in PIECES):  # Half a tag may well open a script.
        assert "zzz" not in document.text
    assert Document.from_dict(document.to_dict()) == document


@given(st.binary(max_size=200))
def test_whatever_the_bytes_they_are_read_or_refused(content: bytes) -> None:
    for page in (content, b"<html><body><p>Words.</p>" + content):
        try:
            assert read_web_page(page, source="a.html").text
        except TextError:
            continue


def test_entries_with_breaks_between_them_stay_apart() -> None:
    page = "<p><b>Built:</b> 1868<br><b>Shipyard:</b> Arendal<br><b>Master:</b> Nils</p><p>The mill<br>is old.</p>"
    assert read_web_page(page.encode(), source="a.html").text == (
        "Built: 1868\nShipyard: Arendal\nMaster: Nils\n\nThe mill is old."
    )
