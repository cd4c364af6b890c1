"""What nobody meant well: texts, names and questions that try to become part of the page."""

from __future__ import annotations

import pytest
from pages import (  # noqa: F401 - Two are fixtures.
    TALK,
    WHO,
    ask_there,
    build,
    drop,
    file,
    open_texts,
    opened_browser,
    opened_page,
    paste,
)
from playwright.sync_api import Page, expect

from qa.web.texts_tab import one_line

pytestmark = pytest.mark.browser


def test_nothing_hostile_that_is_given_is_run(address: str, page: Page) -> None:
    called: list[str] = []
    page.expose_function("steal", lambda: called.append("stolen"))
    page.on("dialog", lambda dialog: (called.append(dialog.message), dialog.dismiss()))
    hostile = "<img src=x onerror=steal()>"
    open_texts(page, address)
    page.get_by_label("Only this text").check()
    drop(
        page,
        file("a<b onclick=steal()>.md", f"---\ntitle: '{hostile}'\n---\n# {hostile}\n\nThe harbour {hostile} is old."),
    )
    page.get_by_label("Short name of the text").fill("<i onclick=steal()>talk")
    expect(paste(page, f"# {hostile}\n\nThe harbour has {hostile} ${{steal()}} seven lamps.\n")).to_contain_text(
        "Added"
    )
    page.locator(".sources summary").click()
    expect(page.locator(".sources")).to_contain_text("<i onclick=steal()>talk")
    page.get_by_label("Texts to take out").click()
    page.get_by_role("option").first.hover()
    page.keyboard.press("Escape")
    ask_there(page, f"How many lamps does the harbour have? {hostile}")
    for summary in page.locator(".passages summary").all():
        summary.click()
    page.get_by_role("tab", name="Texts").click()
    page.get_by_label("Address of its film").fill(f"https://x {hostile}")
    paste(page, hostile)
    page.get_by_label("Address of its film").fill("")
    page.get_by_label("Short name of the text").fill(hostile * 2)
    build(page)
    assert called == []
    assert page.locator("#conversation img, #report img, .sources img, .sources i").count() == 0


def test_the_browser_finds_nothing_that_the_policy_of_the_page_forbids(address: str, page: Page) -> None:
    blocked: list[str] = []
    page.expose_function("blocked", lambda source: blocked.append(source))
    page.add_init_script("addEventListener('securitypolicyviolation', event => blocked(event.sourceFile))")
    open_texts(page, address)
    expect(paste(page, f"# A talk\n\n{TALK}\n\n* $x^2$\n\n**[a](javascript:steal())**")).to_contain_text("Added")
    ask_there(page, WHO)
    page.get_by_text("Map of the text").click()
    expect(page.locator(".map svg .dot.lit").first).to_be_visible()
    assert blocked == []
    assert (
        page.evaluate(
            """() => {
            const script = document.createElement("script");
            script.textContent = "window.ran = true";
            document.body.append(script);
            return window.ran === true;
        }"""
        )
        is False
    )


def test_what_a_text_says_is_no_markdown_of_ours(address: str, page: Page) -> None:
    open_texts(page, address)
    page.get_by_label("Only this text").check()
    page.get_by_label("Short name of the text").fill("a *talk* `of`")
    drop(page, file("talk.txt", "The harbour *has* `seven` lamps.\n\n\n# The *end*\n\nThat is all."))
    build(page)
    page.locator("#report .preview summary").click()
    expect(page.locator("#report blockquote")).to_contain_text("The harbour *has* `seven` lamps.")
    expect(page.locator(".sources .collection")).to_have_text("a *talk* `of`")
    assert page.locator("#report :is(h1, em, code), .sources :is(h1, em, code)").count() == 0
    assert one_line("<p>a\n\n# b\r\n\u2028\x0b*c*</p>").splitlines() == ["<p>a  # b   *c*</p>"]


def test_words_without_an_end_push_nothing_off_a_phone(address: str, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_texts(page, address)
    page.get_by_label("Only this text").check()
    long, drawn = "Pneumono" * 1500, "\U0001f468\u200d\U0001f467" * 1500
    paste(page, f"The lamp is {long}. The bell is {drawn}. The tower is in Bremen.")
    turn = ask_there(page, "Where is the tower?")
    expect(turn.locator(".answer-text")).to_have_text("Bremen")
    turn.locator(".passages summary").click()
    turn.get_by_role("button", name="Read in the text").click()
    sheet = page.get_by_role("dialog")
    expect(sheet.locator("mark")).to_be_in_viewport()
    expect(sheet.get_by_role("button", name="Close the text")).to_be_in_viewport(ratio=1)
    sheet.get_by_role("button", name="Close the text").click()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
