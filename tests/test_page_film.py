"""What an answer leads to on the page: the film on this machine from the second cited, and the map of the text."""

from __future__ import annotations

import wave
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from pages import ask, opened_browser, opened_page, serve  # noqa: F401 - Two are fixtures.
from playwright.sync_api import Page, expect

from corpus import read_paths
from index import Encoder, build_index

SUBTITLES = """1
00:01:05,000 --> 00:01:09,000
Ada Byron gave the talk in Porto in 1843.

2
00:01:10,000 --> 00:01:14,000
The hall had seven lamps of green glass.
"""
GARDEN = "# The pond\n\nThe pond is full of frogs.\n\n# The wall\n\nMiriam Tolley built the wall of red brick.\n"
SECONDS = 80

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A silent recording beside a file that is nobody's business."""
    folder = tmp_path_factory.mktemp("recording")
    (folder / "secret.txt").write_text("secret", encoding="utf-8")
    with wave.open(str(folder / "talk.wav"), "wb") as written:
        written.setparams((1, 1, 8000, 0, "NONE", ""))
        written.writeframes(bytes([128]) * 8000 * SECONDS)
    return folder / "talk.wav"


@pytest.fixture(scope="module")
def address(encoder: Encoder, recording: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("talk")
    (folder / "talk.srt").write_text(SUBTITLES, encoding="utf-8")
    (folder / "garden.md").write_text(GARDEN, encoding="utf-8")
    documents, _ = read_paths([folder / "talk.srt", folder / "garden.md"])
    build_index(documents, encoder, folder / "index")
    yield from serve(folder / "index", "--media", str(recording))


def test_the_film_plays_in_the_page_from_the_second_that_is_cited(address: str, page: Page) -> None:
    page.goto(address)
    ask(page, "Who gave the talk in Porto?")
    page.get_by_role("button", name="Play the film here at 01:05").click()
    film = page.get_by_label("The film", exact=True)
    expect(film).to_be_visible()
    film.evaluate("film => new Promise((done) => { film.ontimeupdate = () => film.currentTime > 65 && done(); })")
    assert 65 < film.evaluate("film => film.currentTime") < SECONDS
    assert film.evaluate("film => Math.round(film.duration)") == SECONDS
    ask(page, "Who built the wall?")
    expect(page.locator(".turn").last.get_by_role("button", name="Play")).to_have_count(0)


def test_parts_of_that_one_file_are_served_and_nothing_else_of_the_disk(address: str, recording: Path) -> None:
    part = httpx.get(f"{address}/page/media/talk.wav", headers={"range": "bytes=40-49"})
    assert (part.status_code, part.content) == (206, recording.read_bytes()[40:50])
    for name in ("secret.txt", "..%2Frecording%2Fsecret.txt", "%2e%2e%2fsecret.txt", "talk.wav%00", str(recording)):
        assert httpx.get(f"{address}/page/media/{name}").status_code == 404


def test_the_map_lights_up_what_was_read_and_is_used_with_the_keyboard(address: str, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(address)
    ask(page, "Who built the wall?")
    page.get_by_text("Map of the text").click()
    chart = page.locator(".map svg")
    expect(chart.locator(".dot")).to_have_count(3)
    expect(chart.locator(".dot.lit")).to_have_count(3)
    expect(page.locator(".map-legend li")).to_have_text(["talk", "The pond", "The wall", "The question"])
    expect(page.locator(".map-said")).to_contain_text("number 1: Miriam Tolley built the wall")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    chart.locator(".dot[tabindex='0']").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".map-said")).to_contain_text("frogs")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").locator("mark")).to_contain_text("full of frogs")
