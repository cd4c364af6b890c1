"""The page as axe-core judges it: in every tab, by light and by dark."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from pages import ask, opened_browser  # noqa: F401 - One is a fixture.
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser


def faults(page: Page) -> list[str]:
    """Return what axe-core finds wrong: the rule, and the elements."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {[node['html'][:200] for node in one['nodes']]}" for one in found]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("dark", 390)])
def test_everybody_can_use_both_tabs(address: str, browser: Browser, scheme: Any, width: int) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce", bypass_csp=True
    )
    page = context.new_page()
    page.set_default_timeout(90_000)
    page.goto(address)
    expect(page.locator("#suggestions button")).to_have_count(4)
    assert faults(page) == []
    ask(page, "When was PyTorch released?")
    ask(page, "Who edited the film?")
    page.locator("summary").first.click()
    page.get_by_role("button", name="More").first.click()
    page.get_by_text("Map of the text").first.click()
    expect(page.locator(".map svg .dot.lit").first).to_be_visible()
    assert faults(page) == []
    page.get_by_role("button", name="Read in the text").first.click()
    expect(page.get_by_role("dialog").locator("mark")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("button", name="Close the text").click()
    page.get_by_role("tab", name="Texts").click()
    expect(page.locator("#texts-room")).to_be_visible()
    assert faults(page) == []
    context.close()


def test_headings_name_the_turns_and_answers_are_announced(address: str, browser: Browser) -> None:
    page = browser.new_page(reduced_motion="reduce")
    page.set_default_timeout(90_000)
    page.goto(address)
    ask(page, "When was PyTorch released?")
    expect(page.get_by_role("heading", level=2, name="When was PyTorch released?")).to_be_visible()
    expect(page.locator("#announcer")).to_contain_text("January 2017")
    assert page.locator(".answer").evaluate("card => getComputedStyle(card).animationName") == "none"
    page.close()
