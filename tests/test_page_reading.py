"""The reading view: the whole text around a sentence, and the other texts of its collection."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from pages import ask, build, drop, file, open_texts, opened_browser, opened_page  # noqa: F401 - Two are fixtures.
from playwright.sync_api import Page, Route, expect

RELEASED = "When was PyTorch released?"
HOSTILE = "<img src=x onerror=document.title='run'>"

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [320, 768, 1920])
def test_the_text_that_is_read_fits_the_screen(address: str, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(address)
    ask(page, RELEASED)
    page.get_by_role("button", name="Read in the text").click()
    sheet = page.get_by_role("dialog")
    expect(sheet.locator("mark")).to_be_in_viewport(ratio=1)
    for shown in (sheet.get_by_role("button", name="Close the text"), sheet.get_by_label("Go to")):
        expect(shown).to_be_in_viewport(ratio=1)
    assert sheet.evaluate("sheet => sheet.scrollWidth <= innerWidth")


def test_a_collection_that_is_too_long_is_read_text_by_text(address: str, page: Page) -> None:
    def single(route: Route) -> None:
        """Pass on what the server says, with that text alone, as it does of a long collection."""
        answer = route.fetch()
        told = answer.json()
        (name,) = parse_qs(urlsplit(route.request.url).query)["name"]
        told["texts"] = [text for text in told["texts"] if text["source"] == name]
        route.fulfill(response=answer, json=told)

    page.route("**/page/source?*", single)
    page.goto(address)
    ask(page, RELEASED)
    page.get_by_role("button", name="Read in the text").click()
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_role("heading", level=3)).to_have_text(["How PyTorch began"])
    sheet.get_by_label("Go to").select_option("Before PyTorch")
    expect(sheet.get_by_role("heading", level=3)).to_have_text(["Before PyTorch"])
    expect(sheet.locator("mark")).to_have_count(0)
    sheet.get_by_label("Go to").select_option("How PyTorch began")
    expect(sheet.locator("mark")).to_have_text("PyTorch was released in January 2017.")


def test_names_of_texts_are_read_as_words(address: str, page: Page) -> None:
    open_texts(page, address)
    page.get_by_label("Short name of the text").fill(HOSTILE)
    drop(page, file("a.md", f"# {HOSTILE}\n\nBruno Falk kept the lighthouse."), file("b.md", "# Soup\n\nOf nettles."))
    page.get_by_label("Only this text").check()
    build(page)
    page.get_by_role("tab", name="Ask").click()
    ask(page, "Who kept the lighthouse?")
    page.get_by_role("button", name="Read in the text").click()
    sheet = page.get_by_role("dialog")
    expect(sheet.locator("mark")).to_have_text("Bruno Falk kept the lighthouse.")
    expect(sheet.locator("option")).to_have_count(2)
    expect(page.locator("#ask-room img:not(.mark)")).to_have_count(0)
    expect(page).not_to_have_title(re.compile("run"))
