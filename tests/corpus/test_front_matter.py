"""Front matter is understood where it can be, and the text below it is read in any case."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import TextError, read_markdown, read_plain_text

BODY = "\n# Kiln\n\nThe kiln was lit by Greta.\n"


@pytest.mark.parametrize("front", ["title: 2017-02-30", "a: !!int abc", f"n: {'1' * 6000}", "questions: [null]"])
def test_front_matter_is_strings_whatever_it_says(front: str) -> None:
    assert read_markdown(f"---\n{front}\n---\nWords.", source="a.md").text == "Words."


def test_control_characters_do_not_come_in_by_the_front_matter() -> None:
    document = read_markdown('---\ntitle: "\\e[2J\\e[31mX"\n---\nWords.', source="a.md")
    assert document.title == " [2J [31mX"


@pytest.mark.parametrize(
    ("front", "title", "line"),
    [
        ("title: Kiln: a history", "Kiln: a history", 2),
        ("title: {{title}}\ndate: {{date:YYYY}}", "Kiln", 2),
        ("author: @greta\ntitle: The kiln", "The kiln", 2),
        ("title: The kiln\ntags:\n\t- a", "The kiln", 4),
        ("links: [[A]], [[B]]", "Kiln", 2),
        ('title: "Kiln" and oven', '"Kiln" and oven', 2),
        ('title: "unclosed\nquestions: [a, b', "unclosed", 3),
        ("title: 'It's a kiln'", "It's a kiln", 2),
        ("title: 50% *off*\nurl: `x`", "50% *off*", 3),
        ("title: The kiln\n" + "a: " + "[" * 3000, "The kiln", 2),
    ],
)
def test_the_text_is_read_below_front_matter_that_is_not_yaml(front: str, title: str, line: int) -> None:
    document = read_markdown(f"---\n{front}\n---\n{BODY}", source="kiln.md")
    assert (document.text, document.title) == ("The kiln was lit by Greta.", title)
    (warning,) = document.warnings
    assert warning.startswith(f"kiln.md, line {line}: the front matter is not valid YAML")


def test_the_fields_that_can_be_read_of_broken_front_matter_are_kept() -> None:
    front = "title: A: b\nurl: https://example.org/kiln\nquestions:\n  - Who lit it?\n  - 'And when?'\nmood: @good"
    document = read_markdown(f"---\n{front}\n---\n{BODY}", source="kiln.md")
    assert document.url == "https://example.org/kiln"
    assert document.questions == ("Who lit it?", "And when?")


@pytest.mark.parametrize("front", ["---\n\ttitle: The oven\n---\n", "---\ntitle: The oven\n...\n"])
def test_front_matter_may_be_indented_and_end_as_yaml_does(front: str) -> None:
    document = read_markdown(front + BODY, source="a.md")
    assert (document.title, document.text, document.warnings) == ("The oven", "The kiln was lit by Greta.", ())


def test_one_question_needs_no_list() -> None:
    assert read_markdown(f"---\nquestions: Who lit it?\n---\n{BODY}", source="a.md").questions == ("Who lit it?",)


@pytest.mark.parametrize(
    "front",
    ['+++\ntitle = "The kiln"\ndate = 2020-01-02\n[extra]\nx = 1\n+++', "+++\ntitle = The kiln\nx = [\n+++"],
)
def test_toml_is_front_matter_too(front: str) -> None:
    document = read_markdown(f"{front}\n{BODY}", source="a.md")
    assert (document.text, document.title) == ("The kiln was lit by Greta.", "The kiln")
    assert bool(document.warnings) == ("[extra]" not in front)


@pytest.mark.parametrize(
    "prose",
    [
        "The ford is shallow in July.",
        "The ford: shallow in July, said Ole Rud.",
        "Note: the ford is shallow in July.",
        "He said 'the ford: it is shallow: in July'.",
        "- the ford\n- is shallow in July",
    ],
)
@pytest.mark.parametrize("suffix", ["md", "txt"])
def test_prose_between_two_rules_is_text(prose: str, suffix: str) -> None:
    read = read_markdown if suffix == "md" else read_plain_text
    document = read(f"---\n{prose}\n---\n\nDeep in May.\n", source=f"ford.{suffix}")
    assert "in July" in document.text
    assert "Deep in May." in document.text


def test_front_matter_that_is_never_closed_does_not_take_the_text_with_it() -> None:
    document = read_markdown(f"---\ntitle: A: b\n{BODY}\n---\n\nIt burned for three days.\n", source="kiln.md")
    assert "The kiln was lit by Greta." in document.text
    assert "It burned for three days." in document.text


def test_fields_without_meaning_here_are_no_warning() -> None:
    document = read_markdown(f"---\nlayout: post\ntags: [a, b]\n---\n{BODY}", source="a.md")
    assert (document.text, document.warnings) == ("The kiln was lit by Greta.", ())


def test_plain_text_keeps_what_is_no_front_matter_for_certain() -> None:
    text = read_plain_text("---\nlayout: post\n---\n\nWords below.", source="a.txt").text
    assert text == "layout: post\n\nWords below."
    document = read_plain_text("---\nTitle: Kiln: a history\n---\n\nWords below.", source="a.txt")
    assert (document.text, document.title) == ("Words below.", "Kiln: a history")


@given(st.text(st.one_of(st.characters(), st.sampled_from("abc:-[]{}'\"@\t \n\n#&*!|>%`")), max_size=120))
def test_whatever_the_front_matter_the_body_is_read(front: str) -> None:
    with contextlib.suppress(TextError):  # Everything behind an open comment or <script> is no text.
        document = read_markdown(f"---\n{front}\n---\n\nThe kiln was lit by Greta.\n", source="a.md")
        if not any(mark in front for mark in "<&`~\\[]") and not front.endswith("\t"):
            assert "Greta" in document.text
