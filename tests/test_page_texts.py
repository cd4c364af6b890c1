"""The tab for one's own texts: a real server, real browsers, and programs that try what they may not."""

from __future__ import annotations

import hashlib
import json
import os
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError
from pages import (  # noqa: F401 - Two are fixtures.
    TALK,
    WHO,
    ask,
    ask_there,
    build,
    call,
    drop,
    eventually,
    file,
    open_texts,
    opened_browser,
    opened_page,
    paste,
    report,
    serve,
)
from playwright.sync_api import Browser, Page, Request, expect

from corpus import read_bundled
from index import Encoder, build_index
from index.storage import build_lock

SHE_DID = "Ada Byron"
SUBTITLES = "1\n00:01:05,000 --> 00:01:09,000\nAda Byron gave the talk in Porto in 1843.\n"
RELEASED = "When was PyTorch released?"

pytestmark = pytest.mark.browser


def left_in(temporary: Path) -> list[Path]:
    """Return what a server keeps among temporary files, but for the number that ONNX Runtime notes there."""
    return [one for one in temporary.iterdir() if one.name != ".ses"]


@pytest.fixture(scope="module")
def temporary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("temporary")


@pytest.fixture(scope="module")
def shared_folder(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shared")
    build_index(read_bundled(), encoder, folder, bundled=True)
    return folder


@pytest.fixture(scope="module")
def address(shared_folder: Path, temporary: Path) -> Iterator[str]:
    yield from serve(shared_folder, "--keep-seconds", "0", "--private-indexes", "2", temporary=temporary)
    assert left_in(temporary) == []  # The server has ended and left nothing.


@pytest.fixture
def shared(encoder: Encoder, tmp_path: Path) -> Iterator[str]:
    """A server whose visitors may edit."""
    build_index(read_bundled(), encoder, tmp_path / "edited", bundled=True)
    yield from serve(tmp_path / "edited", "--allow-edit")


@pytest.fixture
def other(browser: Browser) -> Iterator[Page]:
    """The page of somebody else."""
    context = browser.new_context()
    opened = context.new_page()
    opened.set_default_timeout(60_000)
    yield opened
    context.close()


def state_of(folder: Path) -> dict[str, str]:
    """Return a hash of every file below ``folder``."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != ".lock"
    }


def held(temporary: Path, part: str) -> list[Path]:
    """Return the files that a server keeps for its visitors."""
    return [path for path in temporary.glob(f"documentary-qa-*/{part}/**/*") if path.is_file() and size_of(path)]


def size_of(path: Path) -> int:
    """Return the bytes of a file, 0 where the server has just taken it away."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def test_a_file_is_dropped_and_asked_at_once_by_nobody_else(
    address: str, page: Page, other: Page, shared_folder: Path, temporary: Path
) -> None:
    before = state_of(shared_folder)
    open_texts(page, address)
    drop(page, file("talk.srt", SUBTITLES))
    eventually(lambda: len(held(temporary, "uploads")) == 1)  # The page names the file before it is there.
    page.get_by_label("Short name of the text").fill("talk")
    page.get_by_label("Address of its film").fill("https://films.example/talk")
    expect(build(page)).to_contain_text("Added: talk.srt")
    expect(page.locator("#files")).to_contain_text("Drop File Here")
    eventually(lambda: held(temporary, "uploads") == [])
    page.get_by_role("button", name="Ask it now").click()
    expect(page.get_by_label("Your question")).to_be_focused()
    expect(page.locator(".page-status")).to_contain_text("talk; private to this browser tab.")
    ask(page, WHO)
    expect(page.locator(".answer-text")).to_have_text(SHE_DID)
    expect(page.locator("figcaption .file")).to_have_text("talk · talk.srt")
    expect(page.locator("figcaption a")).to_have_attribute("href", re.compile(r"https://films\.example/talk.*65"))
    expect(page.locator("figcaption .summary")).to_have_count(0)
    ask(page, RELEASED)
    expect(page.locator(".turn").last.locator(".answer-text")).to_have_text("January 2017")
    expect(page.locator(".turn").last.locator(".summary")).to_have_text("our summary of the film")
    expect(page.locator("#billing")).to_contain_text("of the film from a summary in our own words")

    other.goto(address)
    expect(other.locator(".page-status")).to_contain_text("Ready")
    ask(other, WHO)
    expect(other.locator(".refused")).to_have_count(1)
    assert "Byron" not in other.content()
    assert call(address, "ask", WHO, 5)["status"] == "not_in_text"
    assert state_of(shared_folder) == before

    page.context.close()
    eventually(lambda: held(temporary, "private") == [])


def test_the_way_to_a_text_of_ones_own_is_at_the_box(address: str, page: Page) -> None:
    page.goto(address)
    expect(page.locator(".page-status")).to_contain_text("Ready")
    page.get_by_role("button", name="Add a text of your own").press("Enter")
    expect(page.get_by_role("tab", name="Texts")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("tab", name="Texts")).to_be_focused()
    expect(page.get_by_label("Or paste a text")).to_be_in_viewport()


def test_files_that_cannot_be_read_are_reported_and_the_others_are_asked(address: str, page: Page) -> None:
    open_texts(page, address)
    nonsense = file("broken.docx", b"PK\x03\x04 nonsense")
    drop(page, file("TALK.TXT", TALK), nonsense, file("LICENSE", "Free."), file(".md", "The hall has six doors."))
    done = build(page)
    expect(done).to_contain_text("Added: TALK.TXT, text.md")
    expect(done).to_contain_text("broken.docx:")
    expect(done).to_contain_text("LICENSE: cannot read")
    assert "documentary-qa-" not in done.inner_text()
    expect(ask_there(page, WHO).locator(".answer-text")).to_have_text(SHE_DID)


def test_nothing_that_was_typed_or_chosen_is_lost_when_it_fails(address: str, page: Page) -> None:
    open_texts(page, address)
    drop(page, file("talk.txt", TALK))
    page.get_by_label("Address of its film").fill("no address")
    expect(paste(page, "She wore a hat.")).to_contain_text("https://")
    expect(page.get_by_label("Or paste a text")).to_have_value("She wore a hat.")
    expect(page.locator("#files")).to_contain_text("talk")
    page.get_by_label("Address of its film").fill("")
    page.get_by_role("button", name="Add this text").click()
    expect(page.locator("#report .done")).to_contain_text("talk.txt, pasted text")
    expect(page.get_by_label("Or paste a text")).to_have_value("")


def test_a_text_replaces_is_removed_and_the_documentary_comes_back(address: str, page: Page) -> None:
    open_texts(page, address)
    expect(page.get_by_role("button", name="Back to the documentary")).to_be_disabled()
    page.get_by_label("Only this text").check()
    expect(paste(page, TALK)).to_contain_text("2 sentences of 1 document")
    page.get_by_role("tab", name="Ask").click()
    expect(page.locator(".page-status")).to_have_text("You are asking only: text; private to this browser tab.")
    expect(page.locator("#suggestions button")).to_have_count(0)
    ask(page, RELEASED)
    expect(page.locator(".refused .answer-text")).to_have_text("The text does not say.")

    page.get_by_role("tab", name="Texts").click()
    page.get_by_label("This text and what is there").check()
    page.get_by_label("Or paste a text").fill("The soup is made of nettles.")
    build(page)
    expect(page.locator(".sources summary")).to_have_text("2 texts of yours, private to this browser tab")
    page.get_by_label("Texts to take out").click()
    page.get_by_role("option", name=re.compile("Ada Byron")).click()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Take out", exact=True).click()
    expect(page.locator("#report .done")).to_contain_text("Taken out: pasted text")
    expect(page.locator(".sources summary")).to_have_text("1 text of yours, private to this browser tab")

    page.get_by_role("button", name="Back to the documentary").click()
    expect(page.locator("#report .done")).to_contain_text("You are asking what everybody asks")
    expect(page.locator(".sources summary")).to_have_text("13 texts that everybody asks")
    page.get_by_role("tab", name="Ask").click()
    expect(page.locator("#suggestions button")).to_have_count(4)
    ask(page, RELEASED)
    expect(page.locator(".turn").last.locator(".answered")).to_have_count(1)


def test_texts_of_a_tab_survive_that_it_is_loaded_again(documentary_folder: Path, page: Page) -> None:
    for address in serve(documentary_folder):
        open_texts(page, address)
        paste(page, TALK)
        expect(ask_there(page, WHO).locator(".answer-text")).to_have_text(SHE_DID)
        page.reload()
        expect(page.locator(".turn")).to_have_count(1)
        expect(ask_there(page, WHO).locator(".answer-text")).to_have_text(SHE_DID)
        page.get_by_role("tab", name="Texts").click()
        expect(page.locator(".sources summary").first).to_contain_text("1 text of yours")
        doubled = page.context.new_page()  # It knows what the first tab keeps, and shall not take it away.
        doubled.add_init_script(f"sessionStorage.setItem('documentary-qa.visit', '{visit_of(page)}')")
        doubled.goto(address)
        expect(doubled.locator(".page-status")).to_contain_text("Ready")
        expect(ask_there(page, WHO).locator(".answer-text")).to_have_text(SHE_DID)
    for again in serve(documentary_folder, port=int(address.rpartition(":")[2])):
        assert again == address
        page.reload()
        expect(page.locator("#composer-hint")).to_contain_text("not here any more")


def visit_of(page: Page) -> str:
    return str(page.evaluate("sessionStorage.getItem('documentary-qa.visit')"))


def test_it_is_shown_how_a_text_was_read_and_adding_it_is_undone(address: str, page: Page) -> None:
    open_texts(page, address)
    drop(page, file("talk.srt", SUBTITLES))
    read = build(page).locator(".preview")
    expect(read.locator("summary")).to_have_text("9 words, 1 paragraph, from 01:05 to 01:09")
    read.locator("summary").click()
    expect(read.locator("blockquote")).to_have_text("Ada Byron gave the talk in Porto in 1843.")
    expect(page.locator(".sources summary").first).to_contain_text("1 text of yours")
    page.get_by_label("Texts to take out").click()
    expect(page.get_by_role("option").first).to_contain_text("talk.srt")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#report .done")).to_contain_text("Taken out: talk.srt")
    for name in ("Undo", "Ask it now"):  # It cannot be asked any more.
        expect(page.get_by_role("button", name=name)).to_have_count(0)
    expect(page.locator(".sources summary")).to_have_text(["13 texts of what everybody asks"])


def test_who_has_to_make_room_is_told(address: str, page: Page, other: Page, browser: Browser) -> None:
    third = browser.new_context().new_page()
    third.set_default_timeout(60_000)
    for visitor in (page, other, third):
        open_texts(visitor, address)
        expect(paste(visitor, TALK)).to_contain_text("Ready")
    told = ask_there(page, RELEASED)
    expect(page.locator(".notice")).to_contain_text("more than 2 visitors")
    expect(told.locator(".answer-text")).to_have_text("January 2017")
    expect(page.locator(".page-status")).to_contain_text("Ready")
    expect(ask_there(other, WHO).locator(".answer-text")).to_have_text(SHE_DID)
    third.context.close()


def test_editing_is_for_all_and_the_documentary_comes_back_for_all(shared: str, page: Page, other: Page) -> None:
    open_texts(page, shared)
    expect(page.locator(".terms")).to_contain_text(
        "changes what everybody asks: this server was started with --allow-edit."
    )
    paste(page, TALK)
    other.goto(shared)
    ask(other, WHO)
    expect(other.locator(".answer-text")).to_have_text(SHE_DID)
    assert call(shared, "ask", WHO, 1)["text"] == SHE_DID
    page.get_by_role("button", name="Back to the documentary").click()
    expect(page.locator("#report .done")).to_contain_text("Taken out")
    ask(other, WHO)
    expect(other.locator(".turn").last.locator(".refused")).to_have_count(1)


def test_nothing_is_undone_that_would_bring_back_something_else(shared: str, page: Page) -> None:
    open_texts(page, shared)
    undo = page.get_by_role("button", name="Undo")
    page.get_by_label("Only this text").check()
    paste(page, TALK)
    expect(undo).to_be_visible()  # It leads back to the documentary.
    expect(paste(page, "The soup is made of nettles.").get_by_text("1 sentence of 1 document")).to_be_visible()
    expect(undo).to_have_count(0)  # What it replaced is gone for everybody.


def test_a_busy_index_is_told_and_questions_are_answered_meanwhile(shared: str, page: Page, tmp_path: Path) -> None:
    open_texts(page, shared)
    with build_lock(tmp_path / "edited"):
        expect(paste(page, TALK)).to_contain_text("another build is running")
        assert call(shared, "ask", RELEASED, 1)["status"] == "answered"
        expect(page.get_by_label("Or paste a text")).to_have_value(TALK)
    page.get_by_role("button", name="Add this text").click()
    expect(page.locator("#report .done")).to_be_visible()


def test_no_endpoint_changes_what_everybody_asks(address: str, shared_folder: Path, tmp_path: Path) -> None:
    before = state_of(shared_folder)
    client = Client(address, verbose=False)
    names = [endpoint["api_name"] for endpoint in client.config["dependencies"] if endpoint["api_name"]]
    assert [name for name in names if name == "ask"] == ["ask"]
    for name in ("add", "remove", "restore", "converse", "overview", "claim", "leave"):
        with pytest.raises((ValueError, AppError)):
            client.predict(api_name=f"/{name}")
    client.close()
    sources = [document.source for document in read_bundled()]
    for endpoint in client.config["dependencies"]:
        for data in ([None, TALK, "text", "", "replace"], [sources[:3]], [], [WHO, None]):
            body = {"data": data, "fn_index": endpoint["id"], "session_hash": "program"}
            for path in ("queue/join", f"run/{endpoint['api_name']}", f"call/{endpoint['api_name']}"):
                request = urllib.request.Request(
                    f"{address}/gradio_api/{path}",
                    data=json.dumps(body).encode(),
                    headers={"content-type": "application/json"},
                )
                try:
                    urllib.request.urlopen(request, timeout=60).close()
                except urllib.error.HTTPError as error:
                    error.close()
    eventually(lambda: queue_is_empty(address))
    assert call(address, "ask", RELEASED, 1)["status"] == "answered"
    assert call(address, "ask", WHO, 1)["status"] == "not_in_text"
    assert state_of(shared_folder) == before


def queue_is_empty(address: str) -> bool:
    with urllib.request.urlopen(f"{address}/gradio_api/queue/status", timeout=60) as response:
        return bool(json.load(response)["queue_size"] == 0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_phone_and_every_control_has_a_name(address: str, browser: Browser, scheme: Any) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme)
    page = context.new_page()
    page.set_default_timeout(60_000)
    open_texts(page, address)
    drop(page, file("w" * 100 + ".txt", TALK))
    paste(page, "Supercalifragilisticexpialidocious" * 20)
    page.locator(".sources summary").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    nameless = page.evaluate(
        """() => [...document.querySelectorAll('button, input, textarea, select, a')]
            .filter(e => e.checkVisibility() && !(e.labels?.length || e.ariaLabel || e.title || e.innerText.trim()))
            .map(e => e.outerHTML.slice(0, 200))"""
    )
    assert nameless == []
    assert page.locator("#report").get_attribute("aria-live") == "polite"
    context.close()


def test_the_tabs_and_the_form_work_by_keyboard(address: str, page: Page) -> None:
    page.goto(address)
    expect(page.locator(".page-status")).to_contain_text("Ready")
    page.get_by_role("tab", name="Ask").focus()
    page.keyboard.press("ArrowRight")
    page.get_by_label("Or paste a text").focus()
    page.keyboard.type("Ada Byron gave the talk in Porto in 1843.")
    page.get_by_role("button", name="Add this text").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#report .done")).to_be_visible()
    page.get_by_role("button", name="Ask it now").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your question")).to_be_focused()
    page.keyboard.type(WHO)
    page.keyboard.press("Enter")
    expect(page.locator(".answered .answer-text")).to_have_text(SHE_DID)


def test_a_server_that_is_ended_takes_everything_along(encoder: Encoder, tmp_path: Path, page: Page) -> None:
    build_index(read_bundled(), encoder, tmp_path / "index", bundled=True)
    (tmp_path / "temporary").mkdir()
    for started in serve(tmp_path / "index", temporary=tmp_path / "temporary"):
        open_texts(page, started)
        paste(page, TALK)
        drop(page, file("talk.txt", TALK))
        kept = left_in(tmp_path / "temporary")
        assert kept
        assert os.name == "nt" or all(one.stat().st_mode & 0o077 == 0 for one in kept)
        assert held(tmp_path / "temporary", "private")
    assert left_in(tmp_path / "temporary") == []


def test_an_idle_page_holds_one_connection(address: str, page: Page) -> None:
    """A browser has six for a server: streams that stayed open would leave none for what a visitor does next."""
    running: list[Request] = []
    page.on("request", lambda request: running.append(request))
    page.on("requestfinished", lambda request: running.remove(request))
    page.on("requestfailed", lambda request: running.remove(request))
    open_texts(page, address)
    paste(page, TALK)
    expect(page.locator(".sources summary").first).to_contain_text("1 text of yours")
    eventually(lambda: page.wait_for_timeout(200) is None and len(running) == 1)
    assert "/heartbeat/" in running[0].url
