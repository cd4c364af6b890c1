"""A real server of the page in a process of its own, and a real browser, for the tests of the page."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Locator, Page, Route, expect, sync_playwright

ROOT = Path(__file__).parents[1]
expect.set_options(timeout=90_000)  # The model is loading while the page is open already.
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

TALK = "Ada Byron gave the talk in Porto in 1843.\n\nShe spoke about seven lamps."
WHO = "Who gave the talk in Porto?"


class Held:
    """Holds requests back from the server until they are let go, so that a test can look at the page meanwhile."""

    def __init__(self, page: Page, pattern: str = "**/page/ask") -> None:
        self.routes: list[Route] | None = []
        page.route(pattern, self.hold)

    def hold(self, route: Route) -> None:
        """Keep a request from the server, or send it on where nothing is held any more."""
        if self.routes is None:
            route.continue_()
        else:
            self.routes.append(route)

    def let_go(self) -> None:
        """Send on what was held, and hold nothing more."""
        held, self.routes = self.routes or [], None
        for route in held:
            with suppress(Error):  # It was stopped meanwhile.
                route.continue_()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def serve(folder: Path, *options: str, temporary: Path | None = None, port: int | None = None) -> Iterator[str]:
    """Start the page over the index in ``folder``, yield its address, and end it by its process."""
    port = port or free_port()
    environment = {**os.environ, "DOCUMENTARY_QA_INDEX": str(folder), "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
    if temporary is not None:
        environment["TMPDIR"] = str(temporary)
    log = tempfile.TemporaryFile()  # noqa: SIM115 - Closed below. A pipe that nobody reads would block the server.
    server = subprocess.Popen(
        [sys.executable, "app.py", "--port", str(port), *options],
        cwd=ROOT,
        env=environment,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        while True:
            try:
                urllib.request.urlopen(address, timeout=5).close()
                break
            except OSError as error:
                if "401" in str(error):
                    break
                log.seek(0)
                assert server.poll() is None, log.read().decode()
                time.sleep(0.2)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=120)
        log.close()


@pytest.fixture(scope="module", name="browser")
def opened_browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(name="page")
def opened_page(browser: Browser) -> Iterator[Page]:
    """A fresh page that notes every request and everything that goes wrong."""
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    opened = context.new_page()
    opened.set_default_timeout(90_000)
    yield opened
    context.close()


def call(address: str, name: str, *data: Any) -> Any:
    """Call an endpoint as ``curl`` would and return what it answers."""
    request = urllib.request.Request(
        f"{address}/gradio_api/call/{name}",
        data=json.dumps({"data": data}).encode(),
        headers={"content-type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=60) as response:
        event = json.load(response)["event_id"]
    with urllib.request.urlopen(f"{address}/gradio_api/call/{name}/{event}", timeout=60) as stream:
        lines = stream.read().decode().splitlines()
    told = (line for line in lines if line.startswith("data: ") and line != "data: null")  # Nulls are heartbeats.
    return json.loads(next(told)[6:])[0]


def eventually(holds: Callable[[], bool]) -> None:
    ends = time.monotonic() + 120
    while not holds():
        assert time.monotonic() < ends
        time.sleep(0.1)


def ask(page: Page, question: str) -> None:
    box = page.get_by_label("Your question")
    turns = page.locator(".turn").count()
    box.fill(question)
    box.press("Enter")
    expect(page.locator(".turn")).to_have_count(turns + 1)
    expect(page.locator(".pending")).to_have_count(0)


def file(name: str, content: str | bytes) -> Any:
    data = content.encode() if isinstance(content, str) else content
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


def open_texts(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator(".page-status")).to_contain_text(re.compile("Ready|You are asking"))
    page.get_by_role("tab", name="Texts").click()


def drop(page: Page, *files: Any) -> None:
    page.locator("#files input[type=file]").set_input_files(list(files))
    for dropped in files:
        stem, _, suffix = dropped["name"].rpartition(".")
        expect(page.locator("#files")).to_contain_text(stem)
        expect(page.locator("#files")).to_contain_text(suffix)


def build(page: Page) -> Locator:
    """Press the button and return the report, when it is there."""
    page.get_by_role("button", name="Add this text").click()
    return report(page)


def report(page: Page) -> Locator:
    ended = page.locator("#report .build:is(.done, .problem)")
    expect(ended).to_be_visible()
    return ended


def paste(page: Page, text: str) -> Locator:
    page.get_by_label("Or paste a text").fill(text)
    return build(page)


def ask_there(page: Page, question: str) -> Locator:
    page.get_by_role("tab", name="Ask").click()
    ask(page, question)
    return page.locator(".turn").last
