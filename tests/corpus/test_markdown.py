"""What Markdown holds besides paragraphs: headings with facts, footnotes, links of wikis, notes, struck out words."""

from __future__ import annotations

import io

import docx
import pytest
from headings import heading_at

from corpus import Chunk, ChunkSettings, Document, chunk_document, read_content, read_markdown


def read(text: str) -> Document:
    return read_markdown(text, source="a.md")


def chunks(text: str) -> list[Chunk]:
    return chunk_document(read(text), lambda texts: [len(one.split()) for one in texts], ChunkSettings())


def test_a_file_of_headings_is_read() -> None:
    found = chunks("# Menu\n\n## Soup, 4 francs\n\n## Drinks\n\n### Milk, 2 francs\n\n### Tea, 3 francs\n")
    assert [(chunk.text, chunk.path) for chunk in found] == [
        ("Soup, 4 francs", ("Menu", "Soup, 4 francs")),
        ("Milk, 2 francs", ("Menu", "Drinks", "Milk, 2 francs")),
        ("Tea, 3 francs", ("Menu", "Drinks", "Tea, 3 francs")),
    ]


@pytest.mark.parametrize(
    "heading", ["The mill was built by Ole Vik", "Sold in 1907", "Nobody runs in here.", "Part 2: Ada has won the race"]
)
def test_a_heading_that_says_something_can_be_quoted(heading: str) -> None:
    (chunk,) = chunks(f"# {heading}\n\nIt had two stones.")
    assert chunk.text == f"{heading}\n\nIt had two stones."
    assert chunk.heading == (heading,)


@pytest.mark.parametrize(
    "heading", ["Power", "When was it built?", "What the mill is about", "2. Part 12", "Version 2.0"]
)
def test_a_heading_that_names_or_asks_is_a_place_and_no_text(heading: str) -> None:
    (chunk,) = chunks(f"# Mill\n\n## {heading}\n\nIt had two stones.")
    assert (chunk.text, chunk.path) == ("It had two stones.", ("Mill", heading))


def test_the_title_stands_before_the_headings() -> None:
    (chunk,) = chunks("---\ntitle: Handbook\n---\n# Cedar router\n\n## Power\n\nIt draws 25 watts.")
    assert chunk.path == ("Handbook", "Cedar router", "Power")


def test_a_footnote_without_an_address_stands_below_its_paragraph() -> None:
    text = (
        "Built in 1888.[^a] Lit in 1890.[^b] Again.[^a]\n\nNext.\n\n[^a]: By the *parish* book.\n[^b]: https://x.org/a"
    )
    document = read(text)
    assert document.text == "Built in 1888. Lit in 1890. Again.\nBy the parish book.\n\nNext."
    assert document.urls(0, 5) == ("https://x.org/a",)


def test_a_footnote_of_a_list_or_a_table_or_a_heading_stands_below_it() -> None:
    assert read("Tools:[^1]\n\n- saw\n- plane\n\n[^1]: All old.").text == "Tools: saw, plane.\n\nAll old."
    assert read("| A | B |\n|-|-|\n| c[^1] | d |\n\nEnd.\n\n[^1]: All old.").text == "A c: B d\n\nAll old.\n\nEnd."
    assert read("# Tools[^1]\n\nA saw.\n\n[^1]: All old.").text == "A saw.\nAll old."


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("It costs ~~40~~ 35 euros.", "It costs 35 euros."),
        ("See [[Kiln|the kiln]], [[Oven]] and [[Oven#Door|its door]].", "See the kiln, Oven and its door."),
        ("One ![[picture.png]] two.", "One two."),
        ("> [!NOTE]\n> Mind the gap.", "Mind the gap."),
        ("> [!warning]- Careful\n> Mind the gap.", "Careful\n\nMind the gap."),
        ("_Moby_ __Dick__ and _**both**_ of snake_case.", "Moby Dick and both of snake_case."),
        ("::: tip\nMind the gap.\n:::", "Mind the gap."),
        ("`[[ -f x ]]` stays", "[[ -f x ]] stays"),
        ('It burned {{< raw >}}<b>oil</b>{{< /raw >}}.\n\n{{< figure src="a.png" title="Oil" >}}', "It burned oil."),
        ("{% include toc.html %}\nTea came late.\n{: .lead }", "Tea came late."),
        ("{% comment %}Ask Ida.{% endcomment %}Tea came late.", "Tea came late."),
        ("`{% raw %}` and\n\n```\n{{< note >}}\n```", "{% raw %} and\n\n{{< note >}}"),
        ("It was sold in 1921. ^sale-1\n\n- Roof\n- Door\n\n^list", "It was sold in 1921.\n\nRoof, Door"),
        ("Ten is 2 ^3 and more.", "Ten is 2 ^3 and more."),
        ("```sh\n# install\nmake winch\n\nrun\n```", "# install\nmake winch\nrun"),
        ("<details>\n<summary>When?</summary>\n\nAt *nine*.\n\n</details>", "When?\n\nAt nine."),
        ('<div align="center"><b>The keys</b> hang here.</div><br>', "The keys hang here."),
    ],
)
def test_marks_are_no_words(markdown: str, words: str) -> None:
    assert read(markdown).text == words


@pytest.mark.parametrize("name", ["a.md", "a.html", "a.docx"])
def test_a_short_paragraph_in_bold_is_the_heading_of_what_stands_below_it(name: str) -> None:
    parts = [("The team", True), ("Tove leads the shop.", False), ("Write to us:", True), ("Box 4, Narvik.", False),
             ("Hours", True), ("Nine to five on weekdays.", False)]  # fmt: skip
    if name == "a.docx":
        word, file = docx.Document(), io.BytesIO()
        for words, bold in parts:
            word.add_paragraph().add_run(words).bold = bold
        word.save(file)
        content = file.getvalue()
    elif name == "a.html":
        content = "".join(f"<p><strong>{a}</strong></p>" if b else f"<p>{a}</p>" for a, b in parts).encode()
    else:
        content = "\n\n".join(f"**{words}**" if bold else words for words, bold in parts).encode()
    document = read_content(content, source=name)
    assert document.text == "Tove leads the shop.\n\nWrite to us:\n\nBox 4, Narvik.\n\nNine to five on weekdays."
    assert [heading_at(document, document.text.index(words)) for words in ("Tove", "Nine")] == [
        ("The team",),
        ("Hours",),
    ]
    assert document.title == "a"


def test_where_most_is_bold_nothing_is_a_heading() -> None:
    assert read("**One**\n\n**Two**\n\n**Three**\n\nFour.").text == "One\n\nTwo\n\nThree\n\nFour."


def test_the_marks_of_a_heading_are_no_words() -> None:
    assert read("# Boat _shed_ {#shed .big}\n\nWords.").title == "Boat shed"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("**Built:** 1868\n**Shipyard:** Arendal\n**Master:** Nils", "Built: 1868\nShipyard: Arendal\nMaster: Nils"),
        ("The mill is old\nand the barn is not.", "The mill is old and the barn is not."),
        ("- [x] Repair the sledge\n- [ ] Buy paraffin", "Repair the sledge (done), Buy paraffin (open)"),
        ("==The water== comes from %%ask Ida%% Viken.", "The water comes from Viken."),
        ("It is a == b, 50%% of it, and x^[Since 1840.] more.", "It is a == b, 50%% of it, and x (Since 1840.) more."),
        ("> [!warning]- Closed\n> The canal is closed.", "Closed\n\nThe canal is closed."),
        ("> [!NOTE]\n> The canal is closed.", "The canal is closed."),
    ],
)
def test_marks_of_notebooks_are_no_words(text: str, told: str) -> None:
    assert read_markdown(text, source="a.md").text == told
