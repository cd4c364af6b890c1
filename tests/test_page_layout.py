"""Where things stand on the page: nothing moves under the hand, nothing is hidden behind something else."""

from __future__ import annotations

from itertools import combinations

import pytest
from pages import Held, ask, opened_browser, opened_page  # noqa: F401 - Two are fixtures.
from playwright.sync_api import Locator, Page, expect

RELEASED = "When was PyTorch released?"
CREATORS = "Who is Soumith Chintala?"
EDITED = "Who edited the film?"
HALO = 5  # Around the letters of a name on the map.

pytestmark = pytest.mark.browser


def box_of(shown: Locator) -> dict[str, float]:
    """Return the place of an element in the window."""
    box = shown.bounding_box()
    assert box
    return {**box, "bottom": box["y"] + box["height"]}


def test_only_the_last_turn_offers_questions(address: str, page: Page) -> None:
    page.goto(address)
    expect(page.locator("#suggestions button:visible")).to_have_count(4)  # Before, an answer has none to offer.
    ask(page, RELEASED)
    expect(page.locator(".chips .chip:visible").first).to_be_visible()
    ask(page, EDITED)
    turns = page.locator(".turn")
    expect(turns.nth(1).locator(".chip").first).to_be_visible()
    expect(turns.nth(0).get_by_role("group", name="Ask next")).to_have_count(0)
    expect(turns.nth(0).locator(".chip:visible")).to_have_count(0)


@pytest.mark.parametrize(("width", "height"), [(390, 844), (320, 640)])
def test_what_the_last_turn_offers_is_reached_above_the_box(address: str, page: Page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.goto(address)
    ask(page, RELEASED)
    ask(page, EDITED)
    chips = page.locator(".turn").last.locator(".chip")
    expect(chips.last).to_be_visible()
    for chip in chips.all():
        page.evaluate("window.scrollTo(0, 0)")
        chip.evaluate("chip => chip.scrollIntoView({ block: 'nearest' })")  # As the keyboard brings it into sight.
        assert box_of(chip)["bottom"] <= box_of(page.locator("#composer"))["y"]
    page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")
    assert box_of(chips.last)["bottom"] <= box_of(page.locator("#dock"))["y"]


@pytest.mark.parametrize("width", [390, 1280])
def test_no_part_of_the_head_is_cut_off(address: str, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(address)
    tab = page.get_by_role("tab", name="Ask")
    for question in (RELEASED, CREATORS):
        ask(page, question)
        heading = page.locator(".turn").last.locator(".question")
        eventually_still(page)
        assert box_of(tab)["y"] >= 0
        assert box_of(heading)["y"] >= box_of(tab)["bottom"]
    for scrolled in (0, 20, 45, 300):
        page.evaluate(f"window.scrollTo({{ top: {scrolled}, behavior: 'instant' }})")
        expect(tab).to_be_in_viewport(ratio=1)


def eventually_still(page: Page) -> None:
    """Wait until the page has stopped scrolling."""
    page.evaluate(
        """() => new Promise((done) => {
            let last = -1;
            const look = () => (last === scrollY ? done() : ((last = scrollY), setTimeout(look, 200)));
            look();
        })"""
    )


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_slides_over_the_head(address: str, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 500})
    page.goto(address)
    page.get_by_role("tab", name="Texts").click()
    expect(page.get_by_text("Or paste a text").first).to_be_visible()
    height = int(page.evaluate("document.documentElement.scrollHeight"))
    for top in range(0, height, 40):
        page.evaluate(f"window.scrollTo(0, {top})")
        covering = page.evaluate(
            """() => {
              const own = (there) => there.closest(".tab-wrapper") || there.closest(".block:has(.masthead)");
              const row = document.querySelector(".masthead").getBoundingClientRect().height / 2;
              const places = [...Array(20).keys()].map((number) => ((number + 0.5) * innerWidth) / 20);
              return places.map((x) => document.elementFromPoint(x, row)).filter((there) => there && !own(there))
                .map((there) => there.outerHTML.slice(0, 80));
            }"""
        )
        assert covering == []


@pytest.mark.parametrize(("width", "height"), [(320, 700), (390, 844), (1280, 860)])
def test_what_arrives_late_moves_nothing(address: str, page: Page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.add_init_script(SHIFTS)
    held = Held(page, "**/page/overview*")
    with page.expect_request("**/page/overview*"):
        page.goto(address)
    composer = page.locator("#composer")
    expect(composer).to_be_visible()
    expect(page.locator("#opening")).to_have_count(0)
    page.evaluate("document.fonts.ready.then(() => true)")
    eventually_still(page)
    expect(page.locator("#suggestions button")).to_have_count(0)
    before, shifted = box_of(composer), page.evaluate("window.shifted.length")
    held.let_go()
    expect(page.locator("#suggestions button:visible")).to_have_count(4)
    expect(page.get_by_role("heading", level=2)).to_contain_text("Powering the AI Revolution")
    eventually_still(page)
    assert box_of(composer) == before
    assert page.evaluate(f"window.shifted.slice({shifted})") == []


SHIFTS = """
window.shifted = [];
new PerformanceObserver((seen) => {
    for (const { value, sources } of seen.getEntries()) {
        window.shifted.push([value, sources.map(({ node }) => node?.outerHTML?.slice(0, 80))]);
    }
}).observe({ type: "layout-shift", buffered: true });
"""


@pytest.mark.parametrize("width", [390, 1280])
def test_the_parts_of_the_text_are_named_on_the_map_and_have_shapes(address: str, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(address)
    ask(page, CREATORS)
    page.get_by_text("Map of the text").click()
    chart = page.locator(".map > svg")
    names = chart.locator(".label text")
    expect(names.first).to_be_visible()
    legend = page.locator(".map-legend li:not(.asked)").all_inner_texts()
    assert {"How PyTorch began", "background"} <= set(legend)
    shown = names.all_text_contents()
    assert all(any(part.startswith(name.rstrip("…")) for part in legend) for name in shown)
    edge, boxes = box_of(chart), [box_of(name) for name in names.all()]
    for box in boxes:
        assert edge["x"] <= box["x"]
        assert box["x"] + box["width"] <= edge["x"] + edge["width"]
        assert edge["y"] <= box["y"]
        assert box["bottom"] <= edge["bottom"]
    for one, other in combinations(boxes, 2):
        beside = one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"]
        assert beside or one["bottom"] <= other["y"] or other["bottom"] <= one["y"]
    for mark in map(box_of, chart.locator(".dot, circle.ring").all()):
        for box in boxes:
            left, right = box["x"] + HALO, box["x"] + box["width"] - HALO
            beside = left >= mark["x"] + mark["width"] or mark["x"] >= right
            assert beside or box["y"] + HALO >= mark["bottom"] or mark["y"] >= box["bottom"] - HALO
    part = page.locator(".map-legend").get_by_role("button", name="Before PyTorch")
    for pressed, least in ((False, 1.0), (True, 0.12), (False, 1.0)):
        expect(part).to_have_attribute("aria-pressed", str(pressed).lower())
        expect(chart.locator(".dot[aria-label^='background']").first).to_have_css("opacity", f"{least:g}")
        expect(chart.locator(".dot[aria-label*='Before PyTorch:']").first).to_have_css("opacity", "1")
        part.click()
    shapes = chart.locator(".dot:not(.lit)").evaluate_all(
        "all => all.map(dot => [dot.getAttribute('class'), dot.getAttribute('d')])"
    )
    kinds = {look for look, _ in shapes}
    assert len(kinds) > 2
    assert len({shape for _, shape in shapes}) == len(kinds)


def test_an_answer_with_its_proof_and_what_comes_next_fits_a_phone(address: str, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(address)
    ask(page, RELEASED)
    turn = page.locator(".turn").last
    expect(turn.locator("blockquote mark")).to_have_text("PyTorch was released in January 2017.")
    expect(turn.locator("figcaption .file")).to_have_text("03-how-pytorch-began.md")
    for name in ("Copy", "More", "Read in the text"):
        expect(turn.get_by_role("button", name=name, exact=True)).to_be_visible()
    assert box_of(turn.locator(".answer"))["height"] < 260
    foot = turn.locator(".foot > *").evaluate_all("parts => parts.map(part => part.getBoundingClientRect().bottom)")
    assert max(foot) - min(foot) < 12  # How sure it is and what can be done stand on one line.
    ask(page, CREATORS)
    ask(page, "Why did PyTorch succeed?")
    eventually_still(page)
    turn = page.locator(".turn").last
    expect(turn.locator(".question")).to_be_in_viewport(ratio=1)
    assert box_of(turn.locator(".chip").last)["bottom"] <= box_of(page.locator("#composer"))["y"]
    turn.get_by_text("How it was found").click()
    texts = turn.locator(".passages li p:not(.place, .bar)").all_inner_texts()
    quote = turn.locator("mark").inner_text()
    assert texts
    assert not any(quote in text for text in texts)  # It is shown above.


def test_a_question_about_something_else_is_refused_without_its_passages(address: str, page: Page) -> None:
    page.goto(address)
    ask(page, "What is the capital of Peru?")
    turn = page.locator(".turn").last
    expect(turn.locator(".refused .answer-text")).to_have_text("The documentary does not say.")
    expect(turn.locator(".nearest")).to_have_count(0)
    turn.get_by_text("How it was found").click()
    turn.locator(".passages button.place").first.click()
    expect(page.get_by_role("dialog").locator("mark").first).to_be_in_viewport()
