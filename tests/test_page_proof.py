"""How an answer is proved on the page: each passage once, whole sentences, and in words how sure it is."""

from __future__ import annotations

import re

import pytest
from pages import ask_there, open_texts, opened_browser, opened_page, paste  # noqa: F401 - Two are fixtures.
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

FERRY = """# The ferry

The ferry Marit was built in Bergen in 1962. Liv Aasen was the first captain of the ferry Marit. Nobody who stood on the
quay that morning, neither the mayor with his gold chain nor the children with their flags nor the band, which had
practised for a fortnight and now could not be heard for the wind, forgot how she sounded her horn.

## The end

The ferry Marit sank near Hitra in 1991.
"""


def test_a_passage_that_proves_both_parts_of_an_answer_is_shown_once(address: str, page: Page) -> None:
    open_texts(page, address)
    page.get_by_label("Only this text").check()
    paste(page, FERRY)
    turn = ask_there(page, "When was the ferry Marit built and who was the first captain of the ferry Marit?")
    expect(turn.locator("blockquote")).to_have_count(1)
    expect(turn.locator("blockquote mark")).to_have_text(
        ["The ferry Marit was built in Bergen in 1962.", "Liv Aasen was the first captain of the ferry Marit."]
    )
    expect(turn.locator("blockquote strong")).to_have_text(["1962", "Liv Aasen"])
    expect(turn.locator("blockquote sup")).to_have_text(["1", "2"])
    expect(turn.locator("figcaption .place .number")).to_have_text(["1", "2"])
    numbered = re.compile(r"1962\.1 Liv Aasen\.2$")  # Each number behind its part.
    expect(turn.locator(".answer-text")).to_have_text(numbered)
    expect(turn.locator("figcaption .file")).to_have_text("text · pasted.md")


def test_what_stands_around_a_quote_ends_where_a_sentence_ends(address: str, page: Page) -> None:
    open_texts(page, address)
    page.get_by_label("Only this text").check()
    paste(page, FERRY)
    quote = ask_there(page, "Who was the first captain of the ferry Marit?").locator("blockquote")
    expect(quote).to_have_text(
        "The ferry Marit was built in Bergen in 1962. Liv Aasen was the first captain of the ferry Marit. …"
    )


def test_an_answer_that_is_more_likely_wrong_says_so_before_anything_else(address: str, page: Page) -> None:
    page.goto(address)
    expect(page.locator(".page-status")).to_contain_text("Ready")
    unsure = page.locator(".answer[data-unsure]")
    for question in ("Did Facebook give PyTorch away?", "Is TensorFlow mentioned as a rival?", "Was Torch a toy?"):
        ask_there(page, question)
        if unsure.count():
            break
    first = unsure.first.locator("> *").first
    expect(first).to_have_text(re.compile(r"^Unsure.*check the sentence \(\d\d? %\)$"))
    expect(unsure.first.locator(".confidence")).to_have_count(1)
