"""Which texts are asked: said where one asks, and where the conversation goes on with other ones."""

from __future__ import annotations

import pytest
from pages import (  # noqa: F401 - Two are fixtures.
    TALK,
    WHO,
    ask,
    build,
    drop,
    file,
    open_texts,
    opened_browser,
    opened_page,
    paste,
)
from playwright.sync_api import Locator, Page, expect

RELEASED = "When was PyTorch released?"
SIZES = [(390, 844), (1280, 720)]

pytestmark = pytest.mark.browser


def add_only(page: Page, text: str, name: str) -> None:
    page.get_by_role("tab", name="Texts").click()
    page.get_by_label("Short name of the text").fill(name)
    page.get_by_label("Only this text").check()
    paste(page, text)


def top_of(shown: Locator) -> float:
    box = shown.bounding_box()
    assert box
    return box["y"]


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_that_only_a_text_of_ones_own_is_asked_is_said_near_the_box(
    address: str, page: Page, width: int, height: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    open_texts(page, address)
    page.get_by_role("tab", name="Ask").click()
    ask(page, RELEASED)
    expect(page.locator(".turn .chip").first).to_be_visible()
    status = page.locator(".page-status")
    expect(status).to_be_hidden()  # What is asked goes without saying.
    add_only(page, TALK, "talk")
    page.get_by_role("button", name="Ask it now").click()
    only = "You are asking only: talk; private to this browser tab."
    expect(status).to_have_text(f"{only} The answers above are from other texts.")
    expect(status).to_be_in_viewport(ratio=1)
    assert abs(top_of(status) - top_of(page.locator("#composer"))) < 150
    expect(page.locator(".turn .chip:visible")).to_have_count(0)  # The text does not answer them.
    ask(page, WHO)
    expect(status).to_have_text(only)
    for _ in range(2):
        expect(page.locator(".turn .since")).to_have_text(["From here on, asked of: only talk"])
        expect(page.locator(".turn").last.locator(".since")).to_be_visible()
        page.reload()
    page.get_by_role("button", name="New conversation").click()
    expect(status).to_have_text(only)
    assert top_of(page.locator("#composer")) < top_of(status) < top_of(page.locator("#suggestions"))


def test_a_page_that_is_loaded_again_while_it_loads_keeps_its_texts(address: str, page: Page) -> None:
    open_texts(page, address)
    add_only(page, TALK, "talk")
    page.route("**/page/return", lambda route: route.abort())
    with page.expect_request("**/page/return"):
        page.reload()
    page.unroute("**/page/return")
    page.reload()
    expect(page.locator(".page-status")).to_contain_text("You are asking only: talk")


def test_the_way_back_is_said_as_well(address: str, page: Page) -> None:
    open_texts(page, address)
    add_only(page, TALK, "talk")
    page.get_by_role("tab", name="Ask").click()
    ask(page, WHO)
    page.get_by_role("tab", name="Texts").click()
    page.get_by_role("button", name="Back to the documentary").click()
    expect(page.locator("#report .done")).to_contain_text("You are asking what everybody asks")
    page.get_by_role("tab", name="Ask").click()
    expect(page.locator(".page-status")).to_contain_text("The answers above are from other texts.")
    ask(page, RELEASED)
    expect(page.locator(".turn").last.locator(".answer-text")).to_have_text("January 2017")
    expect(page.locator(".since")).to_have_text("From here on, asked of: documentary, background")
    expect(page.locator(".page-status")).to_be_hidden()


def test_what_was_said_of_other_texts_explains_no_question(address: str, page: Page) -> None:
    open_texts(page, address)
    page.get_by_role("tab", name="Ask").click()
    ask(page, "Who created PyTorch?")
    ask(page, "And when was it released?")
    expect(page.locator(".turn").last.locator(".understood")).to_contain_text("PyTorch")
    add_only(page, TALK, "talk")
    page.get_by_role("tab", name="Ask").click()
    ask(page, "And when was it released?")
    expect(page.locator(".turn").last).not_to_contain_text("PyTorch")


def test_what_a_text_has_replaced_is_brought_back(address: str, page: Page) -> None:
    open_texts(page, address)
    add_only(page, TALK, "talk")
    add_only(page, "Bruno Falk kept the lighthouse.", "lighthouse")
    expect(page.locator(".sources summary")).to_have_text(["1 text of yours, private to this browser tab"])
    expect(page.locator(".sources")).to_contain_text("lighthouse")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".sources .collection")).to_have_text("talk")
    page.get_by_role("tab", name="Ask").click()
    ask(page, WHO)
    expect(page.locator(".answer-text")).to_have_text("Ada Byron")
    ask(page, "Who kept the lighthouse?")
    expect(page.locator(".turn").last.locator(".refused")).to_have_count(1)


def test_it_is_said_who_says_the_sentence_and_when(address: str, page: Page) -> None:
    open_texts(page, address)
    said = "WEBVTT\n\n00:01:05.000 --> 00:01:09.000\n<v Ines Kovar>The lighthouse was lit in 1901.\n"
    drop(page, file("talk.vtt", said))
    build(page)
    page.get_by_role("tab", name="Ask").click()
    ask(page, "When was the lighthouse lit?")
    expect(page.locator(".turn").last.locator("figcaption .place")).to_have_text("01:05, Ines Kovar")


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_what_became_of_a_text_and_what_leads_on_come_into_sight(
    address: str, page: Page, width: int, height: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    open_texts(page, address)
    done = paste(page, TALK)
    expect(done.locator(".verdict")).to_be_in_viewport(ratio=1)
    for name in ("Ask it now", "Undo"):
        expect(page.get_by_role("button", name=name)).to_be_in_viewport(ratio=1)
    page.evaluate("window.scrollTo({ top: 0, behavior: 'instant' })")
    page.get_by_label("Address of its film").fill("no address")
    expect(paste(page, "She wore a hat.")).to_contain_text("https://")  # The report of before goes first.
    expect(page.locator("#report .problem .verdict")).to_be_in_viewport(ratio=1)
