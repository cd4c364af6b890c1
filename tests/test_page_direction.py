"""Characters that turn the direction of a text round: what the page says around a text, a name or a question stays."""

from __future__ import annotations

import pytest
from pages import (  # noqa: F401 - Two are fixtures.
    ask,
    ask_there,
    build,
    drop,
    file,
    open_texts,
    opened_browser,
    opened_page,
)
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

TURNED = "\u2069\u202e"  # Ends an isolate that it never began, and overrides the direction of all that follows.
HEBREW = "\u05e9\u05dc\u05d5\u05dd"

IN_ORDER = """(element, words) => {
    const nodes = [];
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) nodes.push(walker.currentNode);
    const all = nodes.flatMap((node) => [...node.data].map((_, at) => [node, at]));
    const start = nodes.map((node) => node.data).join("").indexOf(words);
    if (start < 0) return `not there: ${nodes.map((node) => node.data).join("|")}`;
    const places = all.slice(start, start + words.length).map(([node, at]) => {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        return range.getBoundingClientRect();
    }).filter((box) => box.width);
    if (!places.length) return "not shown";
    const turned = places.some((box, at) => at && box.top === places[at - 1].top && box.left < places[at - 1].left);
    return turned ? "turned round" : "in order";
}"""


def assert_in_order(element: Locator, words: str) -> None:
    """Fail where ``words`` do not run from left to right."""
    assert element.evaluate(IN_ORDER, words) == "in order"


def test_what_turns_round_in_a_question_turns_nothing_else(address: str, page: Page) -> None:
    page.goto(address)
    ask(page, f"When was {TURNED} PyTorch released?")
    turn = page.locator(".turn").last
    expect(turn.locator(".answer-text")).to_have_text("January 2017")
    assert_in_order(turn.locator(".question"), " PyTorch released?")
    page.reload()
    assert_in_order(page.locator(".turn .question"), " PyTorch released?")


def test_a_text_or_a_name_in_another_direction_turns_nothing_else(address: str, page: Page) -> None:
    open_texts(page, address)
    page.get_by_label("Only this text").check()
    page.get_by_label("Short name of the text").fill(HEBREW)
    lamps = f"The harbour has seven lamps near {HEBREW}. 12 of them are made of green glass."
    drop(page, file(f"{HEBREW}.md", f'---\ntitle: "{HEBREW}"\n---\n# {HEBREW}\n\n{lamps}\n'))
    expect(build(page)).to_contain_text("Added")
    for told in page.locator("#report .preview summary").all():
        assert_in_order(told, " 1 paragraph")
    assert page.locator("#report bdi, .sources bdi").count() >= 4
    page.get_by_role("tab", name="Ask").click()
    status = page.locator(".page-status")
    expect(status).to_contain_text("private to this browser tab")
    assert_in_order(status, "; private to this browser tab")

    turn = ask_there(page, "How many lamps does the harbour have?")
    expect(turn.locator(".proof mark strong")).to_contain_text("seven")
    assert_in_order(turn.locator("blockquote"), ". 12 of them are made")
    turn.get_by_role("button", name="Read in the text").click()
    assert_in_order(page.get_by_role("dialog").locator(".text"), ". 12 of them are made")
    page.get_by_role("button", name="Close the text").click()
    refused = ask_there(page, "What is the capital of Peru?")
    assert_in_order(refused.locator(".answer-text"), "does not say")
