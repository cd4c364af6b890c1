"""A conversation on the page: several questions at a time, what can be done with an answer, and where it is kept."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from pages import Held, ask, eventually, opened_browser, opened_page, serve  # noqa: F401 - Two are fixtures.
from playwright.sync_api import Browser, Locator, Page, expect

from qa.evaluation.questions import read_questions

RELEASED = "When was PyTorch released?"
ONNX = "What does ONNX stand for?"
EDITED = "Who edited the film?"

pytestmark = pytest.mark.browser


def box_of(element: Locator) -> Any:
    box = element.bounding_box()
    assert box
    return box


def type_question(page: Page, question: str) -> None:
    box = page.get_by_label("Your question")
    box.fill(question)
    box.press("Enter")


def questions(page: Page) -> list[str]:
    return [re.sub(r"^You asked:\s*", "", words) for words in page.locator(".turn .question").all_inner_texts()]


def test_questions_wait_for_each_other_and_can_be_stopped(address: str, page: Page) -> None:
    page.goto(address)
    held = Held(page)
    for question in (RELEASED, EDITED, ONNX):
        type_question(page, question)
    turns = page.locator(".turn")
    expect(turns).to_have_count(3)
    for question in page.locator(".turn .question").all():  # What waits does not push what is asked out of sight.
        expect(question).to_be_in_viewport(ratio=1)
    expect(turns.nth(0)).to_have_attribute("data-state", "asking")
    expect(turns.nth(2)).to_have_attribute("data-state", "waiting")
    turns.nth(1).get_by_role("button", name="Stop").click()
    held.let_go()
    expect(turns.nth(0).locator(".answer-text")).to_have_text("January 2017")
    expect(turns.nth(1).locator(".stopped")).to_be_visible()
    expect(turns.nth(2).locator(".answer-text")).to_have_text("Open Neural Network Exchange")

    held = Held(page)
    type_question(page, EDITED)
    turns.nth(3).get_by_role("button", name="Stop").click()
    expect(turns.nth(3).locator(".stopped")).to_be_visible()
    held.let_go()
    turns.nth(3).get_by_role("button", name="Ask again").click()
    expect(turns.nth(4).locator(".refused")).to_be_visible()


@pytest.mark.parametrize("size", [{"width": 390, "height": 844}, {"width": 1280, "height": 800}])
def test_the_newest_question_stays_where_it_is_when_it_is_answered(address: str, page: Page, size: Any) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size(size)
    page.goto(address)
    ask(page, RELEASED)
    held = Held(page)
    type_question(page, ONNX)
    question = page.locator(".turn .question").last
    expect(page.locator(".turn").last).to_have_attribute("data-state", "asking")
    eventually(lambda: box_of(question)["y"] < size["height"] / 5)  # At the top of the screen, with room below it.
    before = box_of(question)["y"]
    held.let_go()
    expect(page.locator(".turn").last.locator(".answer-text")).to_have_text("Open Neural Network Exchange")
    assert abs(box_of(question)["y"] - before) < 2


def test_shift_and_enter_breaks_the_line(address: str, page: Page) -> None:
    page.goto(address)
    box = page.get_by_label("Your question")
    box.fill("When was")
    box.press("Shift+Enter")
    box.type("PyTorch released?")
    expect(box).to_have_value("When was\nPyTorch released?")
    expect(page.locator(".turn")).to_have_count(0)
    box.press("Enter")
    expect(page.locator(".answered .answer-text")).to_have_text("January 2017")


def test_an_open_fold_stays_open_and_the_box_stays_in_sight(address: str, page: Page) -> None:
    page.goto(address)
    ask(page, RELEASED)
    page.locator(".passages summary").click()
    width = page.locator("#composer").bounding_box()
    for question in (ONNX, EDITED):
        ask(page, question)
    expect(page.locator("details[open]")).to_have_count(1)
    expect(page.locator("details li").first).to_be_visible()
    page.evaluate("window.scrollTo(0, 0)")
    expect(page.get_by_label("Your question")).to_be_in_viewport(ratio=1)
    now = page.locator("#composer").bounding_box()
    assert width
    assert now
    assert now["width"] == width["width"]


def test_it_is_kept_by_the_browser_alone_and_cleared_by_a_click(documentary_folder: Path, browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(60_000)
    for first in serve(documentary_folder):
        page.goto(first)
        ask(page, RELEASED)
        ask(page, EDITED)
        page.reload()
        expect(page.locator(".turn")).to_have_count(2)
    for again in serve(documentary_folder, port=int(first.rpartition(":")[2])):
        assert again == first
        page.close()
        page = context.new_page()
        page.goto(again)
        expect(page.locator(".turn .answered .answer-text")).to_have_text("January 2017")
        expect(page.locator(".turn mark")).to_have_count(1)
        page.get_by_role("button", name="New conversation").click()
        expect(page.locator(".turn")).to_have_count(0)
        expect(page.locator("#suggestions button:visible")).to_have_count(4)
        page.reload()
        expect(page.get_by_role("heading", name=re.compile("Powering the AI Revolution"))).to_be_visible()
        expect(page.locator(".turn")).to_have_count(0)
    context.close()


def test_an_answer_is_copied_with_its_citation_and_a_question_is_edited(address: str, browser: Browser) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(address)
    ask(page, RELEASED)
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    for part in (RELEASED, "January 2017", "“PyTorch was released in January 2017.”", "03-how-pytorch-began.md"):
        assert part in copied
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name="Edit").click()
    expect(page.get_by_label("Your question")).to_have_value(RELEASED)
    expect(page.get_by_label("Your question")).to_be_focused()
    context.close()


def test_the_text_is_read_around_the_sentence_and_asked_about(address: str, page: Page) -> None:
    page.goto(address)
    ask(page, RELEASED)
    page.get_by_role("button", name="Read in the text").click()
    sheet = page.get_by_role("dialog")
    expect(sheet.locator("mark")).to_have_text("PyTorch was released in January 2017.")
    expect(sheet.locator("mark")).to_be_in_viewport()
    chapters = sheet.get_by_label("Go to").locator("option").all_inner_texts()
    assert len(chapters) == 7
    assert sheet.get_by_role("heading", level=3).all_inner_texts() == chapters  # The whole film, not this part alone.
    sheet.get_by_label("Go to").select_option(chapters[-1])
    expect(sheet.get_by_role("heading", name=chapters[-1])).to_be_in_viewport()
    expect(sheet.locator("mark")).not_to_be_in_viewport()
    sheet.get_by_label("Go to").select_option("How PyTorch began")
    expect(sheet.get_by_role("heading", name="The release")).to_be_visible()
    expect(sheet.get_by_role("button", name="Ask about")).to_be_disabled()
    sheet.locator("mark").select_text()
    sheet.get_by_role("button", name="Ask about").click()
    expect(sheet).to_have_count(0)
    expect(page.get_by_label("Your question")).to_have_value(re.compile("released in January 2017"))
    page.get_by_label("Your question").press("Enter")
    expect(page.locator(".turn").last.locator("mark").first).to_have_text("PyTorch was released in January 2017.")


def test_a_sentence_is_shown_once_and_its_number_opens_it_in_the_text(address: str, page: Page) -> None:
    page.goto(address)
    ask(page, "Was PyTorch released in 2012?")
    denied = page.locator(".turn").last
    expect(denied.locator(".answer-text mark")).to_have_text("PyTorch was released in January 2017.")
    expect(denied.locator("blockquote")).to_have_count(0)
    expect(denied.locator(".confidence")).to_have_text(re.compile(r"sure it means “no” \(\d+ %\)$"))
    ask(page, "Who is Soumith Chintala?")
    told = page.locator(".turn").last
    expect(told.locator("sup")).to_have_count(2)
    expect(told.locator("figure")).to_have_count(1)  # Both sentences stand in one place.
    expect(told.locator("figure .number")).to_have_text(["1", "2"])
    told.get_by_role("button", name="2: read this sentence").click()
    sheet = page.get_by_role("dialog")
    expect(sheet.locator("mark")).to_contain_text("Chintala was a researcher at Facebook")


def test_what_is_rarely_wanted_of_an_answer_is_reached_by_the_keyboard(address: str, page: Page) -> None:
    page.goto(address)
    ask(page, RELEASED)
    turn = page.locator(".turn")
    more = turn.get_by_role("button", name="More")
    expect(turn.get_by_role("button", name="Ask again")).to_be_hidden()
    expect(turn.get_by_role("group", name="Was this right?")).to_be_hidden()
    turn.get_by_role("button", name="Copy").focus()
    page.keyboard.press("Tab")
    expect(more).to_be_focused()
    expect(more).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    expect(more).to_have_attribute("aria-expanded", "true")
    expect(turn.get_by_role("button", name="It does not say")).to_be_visible()
    page.keyboard.press("Tab")
    expect(turn.get_by_role("button", name="Ask again")).to_be_focused()
    page.keyboard.press("Enter")
    expect(turn).to_have_count(2)


def test_what_comes_nearest_to_a_refused_question_is_read_in_the_text(address: str, page: Page) -> None:
    page.goto(address)
    ask(page, EDITED)
    refused = page.locator(".turn").last
    nearest = refused.locator(".nearest li").first
    expect(nearest.locator(".place")).to_contain_text(re.compile(r"^From the (documentary|background): "))
    nearest.get_by_role("button", name="Read in the text").click()
    expect(page.get_by_role("dialog").locator("mark").first).to_be_in_viewport()
    page.get_by_role("button", name="Close the text").click()
    refused.locator(".passages summary").click()
    held = refused.locator(".bar", has_text="Holds the answer").locator("span").last.all_inner_texts()
    assert max(int(share.removesuffix(" %")) for share in held) < 50


def test_what_is_asked_back_has_nothing_to_copy_or_to_judge(address: str, page: Page) -> None:
    page.goto(address)
    ask(page, "When did he join?")
    turn = page.locator(".turn").last
    expect(turn.locator(".chip").first).to_be_visible()
    expect(turn.get_by_role("button", name="Edit")).to_be_visible()
    expect(turn.get_by_role("button", name="Copy")).to_have_count(0)
    expect(turn.locator("details")).to_have_count(0)


def test_a_conversation_that_was_cleared_is_brought_back(address: str, page: Page) -> None:
    page.goto(address)
    ask(page, RELEASED)
    ask(page, ONNX)
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".turn")).to_have_count(0)
    page.get_by_role("button", name="Bring the last one back").click()
    expect(page.locator(".turn .answer-text")).to_have_text(["January 2017", "Open Neural Network Exchange"])
    page.reload()
    expect(page.locator(".turn")).to_have_count(2)
    page.get_by_role("button", name="New conversation").click()
    ask(page, EDITED)
    page.get_by_role("button", name="New conversation").click()
    page.reload()
    expect(page.locator("#suggestions button:visible")).to_have_count(4)
    expect(page.get_by_role("button", name="Bring the last one back")).to_be_hidden()


def test_what_a_viewer_says_of_an_answer_is_kept_for_an_evaluation(
    address: str, page: Page, documentary_folder: Path
) -> None:
    page.goto(address)
    ask(page, RELEASED)
    page.get_by_role("button", name="More").click()
    page.get_by_role("group", name="Was this right?").get_by_role("button", name="Yes").click()
    expect(page.locator(".judging")).to_contain_text("Thank you")
    expect(page.get_by_role("button", name="Copy")).to_be_focused()  # The keyboard goes on in the same answer.
    (judged,) = read_questions(documentary_folder.with_name(f"{documentary_folder.name}-judged.jsonl"))
    assert (judged.question, judged.answers) == (RELEASED, ("January 2017",))
    page.reload()
    expect(page.locator(".judging")).to_contain_text("Thank you")


def test_a_long_question_is_shown_whole_and_says_what_was_read(address: str, page: Page) -> None:
    page.goto(address)
    question = "When was PyTorch released? " + "And when not? " * 100 + "The end."
    ask(page, question)
    assert questions(page) == [question]
    expect(page.locator(".turn .understood").first).to_have_text("Only the first 1,000 characters of this were read.")
    ask(page, RELEASED + " \U0001f600" * 12_000)
    expect(page.locator(".turn").last).to_have_attribute("data-state", "answered")


def test_a_lost_server_is_told_and_the_question_can_be_asked_again(address: str, page: Page) -> None:
    page.goto(address)
    expect(page.locator(".page-status")).to_contain_text("Ready")
    page.route("**/page/ask", lambda route: route.abort())
    type_question(page, RELEASED)
    expect(page.locator(".failed")).to_contain_text("The server cannot be reached")
    page.unroute("**/page/ask")
    page.get_by_role("button", name="Ask again").click()
    expect(page.locator(".answered .answer-text")).to_have_text("January 2017")


def test_a_question_takes_up_the_one_before_and_chips_lead_on(address: str, page: Page) -> None:
    page.goto(address)
    ask(page, "Who is Soumith Chintala?")
    ask(page, "Where did he work?")
    expect(page.locator(".turn").last.locator(".understood")).to_contain_text("Chintala")
    ask(page, "hello")
    last = page.locator(".turn").last
    expect(last.locator(".chip").first).to_be_visible()
    expect(last.locator(".confidence")).to_have_count(0)
    chip = last.locator(".chip").first.inner_text()
    last.locator(".chip").first.click()
    expect(page.locator(".turn").last.locator(".question")).to_contain_text(chip)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_first_screen_says_what_it_is(address: str, browser: Browser, scheme: Any) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme)
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(address)
    expect(page.locator("#suggestions button")).to_have_count(4)
    expect(page.locator("#billing")).to_contain_text("2024")
    expect(page.locator("#billing")).to_contain_text("summary of the film in our own words")
    film = page.get_by_role("link", name="Watch the film")
    expect(film).to_have_attribute("href", re.compile("youtube.com"))
    for inside in (page.get_by_label("Your question"), page.locator("#suggestions button").last, film):
        expect(inside).to_be_in_viewport(ratio=1)
    context.close()
